//! What the record of a session needs: principles, hazards, adverse events, session, consent, words.

mod adverse;
mod consent;
mod hazards;
mod principles;
mod session;
mod words;

use super::files::{Files, PRINCIPLES};
use super::index::Index;
use super::names::{Names, Row};
use super::problem::Problems;
use super::raw::{Statements, statements};
use super::sheet::{Cells, Sheet};
use super::{point_sets, statement_file::StatementFile};
use crate::records::Records;
use crate::{Place, PointSet, PointSetId, PointSetKey, Table};
use principles::RawPrinciple;

const YES_OR_NO: &[(&str, bool)] = &[("y", true), ("n", false)];

/// The columns of a table: its own, then those that every row of these tables carries.
macro_rules! columns {
    ($($name:literal),+ $(,)?) => {
        &[$($name,)+ "status", "policy", "sources", "version", "reviewed"]
    };
}
use columns;

/// All of it, as written.
pub(super) struct Raw<'a> {
    principles: Statements<'a, RawPrinciple>,
    hazards: hazards::Sheets,
    adverse: adverse::Sheets,
    session: session::Sheets,
    consent: consent::Sheets,
    words: Sheet,
}

impl<'a> Raw<'a> {
    pub(super) fn read(files: &'a Files<'_>, problems: &mut Problems) -> Self {
        let mut principles = Vec::new();
        for folder in PRINCIPLES {
            principles.extend(statements(files, folder, problems));
        }
        Self {
            principles,
            hazards: hazards::Sheets::read(files, problems),
            adverse: adverse::Sheets::read(files, problems),
            session: session::Sheets::read(files, problems),
            consent: consent::Sheets::read(files, problems),
            words: words::read(files, problems),
        }
    }

    /// The ids of the electrical settings.
    pub(super) fn electrical_settings(&self, problems: &mut Problems) -> Names<Row> {
        self.session.electrical.names("setting", "id", problems)
    }
}

/// What the rows refer to.
struct Known<'a> {
    index: &'a Index,
    point_sets: &'a Table<PointSetKey, PointSetId, PointSet>,
    principles: Names<Row>,
    events: Names<Row>,
    risks: Names<Row>,
    hazards: Names<Row>,
}

pub(super) fn records(
    raw: &Raw<'_>,
    index: &Index,
    point_sets: &Table<PointSetKey, PointSetId, PointSet>,
    problems: &mut Problems,
) -> Records {
    let stems = raw.principles.iter().map(|(file, _)| named(file));
    let known = Known {
        index,
        point_sets,
        principles: Names::collect("principle", stems, problems),
        events: raw.adverse.codes.names("adverse event", "code", problems),
        risks: raw.consent.risks.names("risk", "id", problems),
        hazards: raw.hazards.hazards.names("hazard", "id", problems),
    };
    let mut records = Records {
        principles: principles::principles(&raw.principles, index, problems),
        ..Records::default()
    };
    raw.hazards.fill(&known, &mut records, problems);
    raw.adverse.fill(&known, &mut records, problems);
    raw.session.fill(&known, &mut records, problems);
    raw.consent.fill(&known, &mut records, problems);
    words::fill(&raw.words, &known, &mut records, problems);
    records
}

fn named<'a>(file: &StatementFile<'a>) -> (&'a str, super::problem::At<'a>) {
    (file.stem(), super::problem::At::line(file.path, 1))
}

impl Known<'_> {
    /// Points, ranges of points, `region:` and `set:`, each place once.
    fn places(&self, cells: Cells<'_>, column: &str, problems: &mut Problems) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::new();
        for text in cells.list(column) {
            if let Some(name) = text.strip_prefix("set:") {
                let key = self.index.point_sets.find(name, cells.at(), problems);
                let set = key.and_then(|_| self.point_sets.find(name));
                places.extend(set.iter().flat_map(|set| &set.members).map(|it| it.place));
            } else if let Some(name) = text.strip_prefix("region:") {
                places.extend(point_sets::regions(name, cells.at(), self.index, problems));
            } else {
                places.extend(point_sets::points(text, cells.at(), self.index, problems));
            }
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    /// Codes of adverse events.
    fn codes(&self, cells: Cells<'_>, problems: &mut Problems) -> Vec<crate::AdverseCode> {
        let mut codes = Vec::new();
        for code in cells.list("codes") {
            let row = self.events.find(code, cells.at(), problems);
            codes.extend(row.map(|_| crate::AdverseCode::new(code)));
        }
        codes
    }
}
