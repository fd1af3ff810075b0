//! The files of the repository, as the rules see them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use super::manifest::Manifest;
use super::rust_source::RustSource;

/// A file that is tracked, or would be by the next `git add`.
#[derive(Clone, Debug)]
pub(super) struct TrackedFile {
    /// Path from the root, with forward slashes.
    pub(super) path: String,
    /// Its text; `None` for pictures and other bytes.
    pub(super) text: Option<String>,
}

impl TrackedFile {
    /// What stands after the last dot of the file name, or the whole name when there is no dot.
    pub(super) fn extension(&self) -> &str {
        let name = self.name();
        name.rsplit_once('.')
            .map_or(name, |(_, extension)| extension)
    }

    /// The last part of the path.
    pub(super) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Whether the file holds tests or their material, rather than the product.
    pub(super) fn is_test(&self) -> bool {
        is_test_path(&self.path)
    }
}

/// Whether a path belongs to tests: a `tests` folder, or a module file `tests.rs`.
pub(super) fn is_test_path(path: &str) -> bool {
    path.split('/')
        .any(|part| matches!(part, "tests" | "tests.rs"))
}

/// Everything the rules look at.
#[derive(Debug)]
pub(super) struct Repository {
    files: Vec<TrackedFile>,
    sources: Vec<RustSource>,
    manifests: Vec<Manifest>,
}

impl Repository {
    /// Reads the files that git knows or would add; without git, every file outside build folders.
    ///
    /// # Errors
    /// A file cannot be read, or a manifest is not TOML.
    pub(super) fn read(root: &Path) -> anyhow::Result<Self> {
        let paths = match paths_known_to_git(root) {
            Some(paths) => paths,
            None => paths_below(root)?,
        };
        let mut files = Vec::new();
        for path in paths {
            let place = root.join(&path);
            if !place.is_file() {
                continue; // deleted, but not yet from the index
            }
            let bytes = fs::read(&place).with_context(|| format!("`{path}` cannot be read"))?;
            let is_binary = bytes.contains(&0);
            let text = String::from_utf8(bytes).ok().filter(|_| !is_binary);
            files.push(TrackedFile { path, text });
        }
        Self::from_files(files)
    }

    fn from_files(files: Vec<TrackedFile>) -> anyhow::Result<Self> {
        let mut sources = Vec::new();
        let mut manifests = Vec::new();
        for file in &files {
            let Some(text) = &file.text else { continue };
            if file.extension() == "rs" {
                sources.push(RustSource::read(&file.path, text));
            }
            if file.name() == "Cargo.toml" && file.path != "Cargo.toml" {
                let manifest = Manifest::read(&file.path, text);
                manifests
                    .push(manifest.with_context(|| format!("`{}` is not a manifest", file.path))?);
            }
        }
        Ok(Self {
            files,
            sources,
            manifests,
        })
    }

    /// Every file.
    pub(super) fn files(&self) -> impl Iterator<Item = &TrackedFile> {
        self.files.iter()
    }

    /// Every file that is text, with its text.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&TrackedFile, &str)> {
        self.files
            .iter()
            .filter_map(|file| Some((file, file.text.as_deref()?)))
    }

    /// Whether a byte of a file belongs to tests.
    pub(super) fn is_test_at(&self, file: &TrackedFile, offset: usize) -> bool {
        let source = self.sources.iter().find(|source| source.path == file.path);
        file.is_test() || source.is_some_and(|source| source.is_test_at(offset))
    }

    /// The text of one file.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.texts()
            .find(|(file, _)| file.path == path)
            .map(|(_, text)| text)
    }

    /// Every Rust file.
    pub(super) fn sources(&self) -> impl Iterator<Item = &RustSource> {
        self.sources.iter()
    }

    /// The manifest of every crate.
    pub(super) fn manifests(&self) -> impl Iterator<Item = &Manifest> {
        self.manifests.iter()
    }
}

fn paths_known_to_git(root: &Path) -> Option<Vec<String>> {
    let arguments = [
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ];
    let output = Command::new("git")
        .current_dir(root)
        .args(arguments)
        .output()
        .ok()?;
    if !output.status.success() {
        return None;
    }
    let listed = String::from_utf8(output.stdout).ok()?;
    Some(
        listed
            .split('\0')
            .filter(|path| !path.is_empty())
            .map(str::to_owned)
            .collect(),
    )
}

fn paths_below(root: &Path) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let place = root.join(&folder);
        let entries = fs::read_dir(&place)
            .with_context(|| format!("`{}` cannot be listed", place.display()))?;
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            let path = folder.join(&name);
            if !entry.file_type()?.is_dir() {
                found.push(path.to_string_lossy().replace('\\', "/"));
            } else if !matches!(
                name.to_str(),
                Some(".git" | "target" | "node_modules" | "dist")
            ) {
                folders.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A repository of a few lines, for the tests of the rules.
#[cfg(test)]
pub(super) fn repository(files: &[(&str, &str)]) -> Repository {
    let files = files
        .iter()
        .map(|(path, text)| TrackedFile {
            path: (*path).into(),
            text: Some((*text).into()),
        })
        .collect();
    Repository::from_files(files).expect("the fixture's manifests are TOML")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_known_by_folder_or_file_name() {
        assert!(is_test_path("crates/filiform-care/tests/it/main.rs"));
        assert!(is_test_path("crates/filiform-care/src/session/tests.rs"));
        assert!(!is_test_path("crates/filiform-care/src/session.rs"));
    }

    #[test]
    fn the_extension_of_a_name_without_dot_is_the_name() {
        let run = TrackedFile {
            path: ".ci/run".into(),
            text: None,
        };
        assert_eq!(run.extension(), "run");
        let migration = TrackedFile {
            path: "a.b/c.sql".into(),
            text: None,
        };
        assert_eq!(migration.extension(), "sql");
    }
}
