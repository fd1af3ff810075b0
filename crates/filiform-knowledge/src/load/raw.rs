//! Everything as written: tables by column, statements by key, nothing resolved yet.

use serde::de::DeserializeOwned;

use super::benefits::{RawBenefit, RawGroup};
use super::conditions::RawCondition;
use super::course_rules::RawCourseRule;
use super::files::{
    BENEFITS, CONDITIONS, COURSE_RULES, Files, GROUPS, INSTRUMENTS, MECHANISMS, RED_FLAGS, RULES,
};
use super::instruments::RawInstrument;
use super::mechanisms::RawMechanism;
use super::outcomes::Outcomes;
use super::problem::Problems;
use super::red_flags::RawRedFlag;
use super::rules::RawRule;
use super::sheet::Sheet;
use super::statement_file::StatementFile;
use super::{
    anatomy, concepts, labs, medicines, point_sets, records, sources, time_course, trials, wording,
};

/// A statement file and its front matter; `None` when that cannot be read, so that the name still exists.
pub(super) type Statements<'a, T> = Vec<(StatementFile<'a>, Option<T>)>;

/// Everything as written.
pub(super) struct Raw<'a> {
    pub(super) sources: Sheet,
    pub(super) anatomy: anatomy::Sheets,
    pub(super) trials: Sheet,
    pub(super) point_sets: Sheet,
    pub(super) concepts: Sheet,
    pub(super) labs: Sheet,
    pub(super) medicines: medicines::Sheets,
    pub(super) rules: Statements<'a, RawRule>,
    pub(super) red_flags: Statements<'a, RawRedFlag>,
    pub(super) conditions: Statements<'a, RawCondition>,
    pub(super) mechanisms: Statements<'a, RawMechanism>,
    pub(super) benefits: Statements<'a, RawBenefit>,
    pub(super) groups: Statements<'a, RawGroup>,
    pub(super) course_rules: Statements<'a, RawCourseRule>,
    pub(super) time_course: Sheet,
    pub(super) instruments: Statements<'a, RawInstrument>,
    pub(super) records: records::Raw<'a>,
    pub(super) outcomes: Outcomes<'a>,
}

impl<'a> Raw<'a> {
    pub(super) fn read(files: &'a Files<'_>, problems: &mut Problems) -> Self {
        Self {
            sources: sources::read(files, problems),
            anatomy: anatomy::Sheets::read(files, problems),
            trials: trials::read(files, problems),
            point_sets: point_sets::read(files, problems),
            concepts: concepts::read(files, problems),
            labs: labs::read(files, problems),
            medicines: medicines::Sheets::read(files, problems),
            rules: statements(files, RULES, problems),
            red_flags: statements(files, RED_FLAGS, problems),
            conditions: statements(files, CONDITIONS, problems),
            mechanisms: statements(files, MECHANISMS, problems),
            benefits: statements(files, BENEFITS, problems),
            groups: statements(files, GROUPS, problems),
            course_rules: statements(files, COURSE_RULES, problems),
            time_course: time_course::read(files, problems),
            instruments: statements(files, INSTRUMENTS, problems),
            records: records::Raw::read(files, problems),
            outcomes: Outcomes::read(files, problems),
        }
    }
}

pub(super) fn statements<'a, T: DeserializeOwned>(
    files: &'a Files<'_>,
    folder: &str,
    problems: &mut Problems,
) -> Statements<'a, T> {
    let mut statements = Vec::new();
    for (path, text) in files.below(folder) {
        let Some(file) = StatementFile::split(path, text, problems) else {
            continue;
        };
        wording::check(&file, problems);
        if file.prose.trim().is_empty() {
            let hint = "say below the second `+++` why the statement holds";
            problems.add_with_hint(file.at_end(), "a statement without prose", hint);
        }
        statements.push((file, file.parse(problems)));
    }
    statements
}
