//! Histories from FHIR files, on their way into a record or under the screen.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use filiform_app::{Actor, App, HistoryOutcome};
use filiform_fhir::{Import, ImportedPatient, Limits};
use filiform_knowledge::Knowledge;
use filiform_web::history;

use crate::failure::Failure;

/// Reads one file.
///
/// # Errors
/// When it cannot be read or is not FHIR.
pub(crate) fn read(knowledge: &Knowledge, path: &Path) -> anyhow::Result<Import> {
    let bytes = std::fs::read(path).map_err(|error| {
        let what = format!("`{}` cannot be read", path.display());
        Failure::new(what, "check the name and the rights of the file").because(error)
    })?;
    parse(knowledge, &file_name(path), &bytes)
        .with_context(|| format!("`{}` was not taken in", path.display()))
}

/// Reads the text of one file.
///
/// # Errors
/// When it is not FHIR.
pub(crate) fn parse(knowledge: &Knowledge, name: &str, bytes: &[u8]) -> anyhow::Result<Import> {
    history::read(knowledge, name, bytes, &Limits::default()).map_err(|error| {
        let way_out = error.hint();
        Failure::new(error.to_string(), way_out).into()
    })
}

/// Takes one person's history into the record.
///
/// # Errors
/// Not allowed, or what the database says.
pub(crate) fn take_in(
    app: &App,
    actor: &Actor,
    file: &str,
    patient: &ImportedPatient,
) -> anyhow::Result<HistoryOutcome> {
    let history = history::history_of(file, patient, app.now())?;
    Ok(app.import_history(actor, history)?)
}

/// The files named, and those that end in `.json` or `.ndjson` in the folders named, in order of name.
///
/// # Errors
/// When a folder cannot be read or has no such file.
pub(crate) fn files(named: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in named {
        if path.is_dir() {
            files.extend(in_folder(path)?);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn in_folder(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("the folder `{}` cannot be read", folder.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry
            .with_context(|| format!("the folder `{}` cannot be read", folder.display()))?
            .path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        if path.is_file() && matches!(ending, Some("json" | "ndjson")) {
            files.push(path);
        }
    }
    if files.is_empty() {
        let what = format!("the folder `{}` has no `.json` file", folder.display());
        return Err(Failure::new(what, "name a file or another folder").into());
    }
    files.sort();
    Ok(files)
}

/// The last part of a path, for sources and headings.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}
