//! Sources.

use std::collections::HashMap;

use super::files::Files;
use super::problem::Problems;
use super::sheet::Sheet;
use crate::{Source, SourceId};

pub(super) fn read(files: &Files<'_>, problems: &mut Problems) -> Sheet {
    Sheet::read(files, "sources.csv", &["id", "citation", "seen"], problems)
}

pub(super) fn sources(sheet: &Sheet, problems: &mut Problems) -> HashMap<SourceId, Source> {
    let mut sources = HashMap::new();
    for cells in sheet.rows() {
        let id = SourceId::new(cells.text("id"));
        let source = Source {
            id: id.clone(),
            citation: cells.required("citation", problems).to_owned(),
            seen: cells.required("seen", problems).to_owned(),
        };
        sources.insert(id, source);
    }
    sources
}
