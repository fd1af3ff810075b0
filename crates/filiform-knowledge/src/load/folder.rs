//! The knowledge folder on a disk.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use super::files::{FileSource, NamedText};
use super::problem::{At, Problem};

/// A knowledge folder on a disk.
#[derive(Clone, Debug)]
pub struct Folder(pub PathBuf);

impl FileSource for Folder {
    fn files(&self) -> Result<Vec<NamedText<'_>>, Vec<Problem>> {
        let mut files = Vec::new();
        let mut problems = Vec::new();
        collect(&self.0, "", &mut files, &mut problems);
        if problems.is_empty() {
            Ok(files)
        } else {
            Err(problems)
        }
    }
}

fn collect(
    folder: &Path,
    prefix: &str,
    files: &mut Vec<NamedText<'_>>,
    problems: &mut Vec<Problem>,
) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            let what = format!("the folder cannot be read: {error}");
            problems.push(Problem::new(
                At::file(prefix.trim_end_matches('/')),
                what,
                None,
            ));
            return;
        }
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        let below = format!("{prefix}{name}");
        if path.is_dir() {
            if below != "body" {
                collect(&path, &format!("{below}/"), files, problems);
            }
        } else if path.extension().is_some_and(|it| it == "csv" || it == "md") {
            match fs::read_to_string(&path) {
                Ok(text) => files.push((Cow::Owned(below), Cow::Owned(text))),
                Err(error) => {
                    let what = format!("the file cannot be read: {error}");
                    problems.push(Problem::new(At::file(&below), what, None));
                }
            }
        }
    }
}
