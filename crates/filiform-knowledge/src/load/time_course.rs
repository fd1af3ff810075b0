//! When a response comes, and how long it lasts.

use super::files::Files;
use super::index::Index;
use super::names::Row;
use super::problem::Problems;
use super::sheet::{Cells, Sheet};
use super::wording;
use crate::{TimeCourse, TimeCourseTopic};

const COLUMNS: &[&str] = &[
    "id",
    "about",
    "finding",
    "conditions",
    "status",
    "policy",
    "sources",
    "version",
    "reviewed",
];

const TOPICS: &[(&str, TimeCourseTopic)] = &[
    ("onset", TimeCourseTopic::Onset),
    ("frequency", TimeCourseTopic::Frequency),
    ("responders", TimeCourseTopic::Responders),
    ("durability", TimeCourseTopic::Durability),
    ("maintenance", TimeCourseTopic::Maintenance),
];

pub(super) fn read(files: &Files<'_>, problems: &mut Problems) -> Sheet {
    Sheet::read(files, "outcomes/time-course.csv", COLUMNS, problems)
}

pub(super) fn time_course(
    sheet: &Sheet,
    index: &Index,
    problems: &mut Problems,
) -> Vec<TimeCourse> {
    sheet.names::<Row>("finding on time", "id", problems);
    let rows = sheet.rows();
    rows.map(|row| finding(row, index, problems)).collect()
}

fn finding(cells: Cells<'_>, index: &Index, problems: &mut Problems) -> TimeCourse {
    let about = cells.one_of("about", TOPICS, problems);
    let finding = cells.required("finding", problems);
    wording::check_cell(finding, cells.at(), problems);
    TimeCourse {
        id: cells.text("id").to_owned(),
        about: about.unwrap_or(TimeCourseTopic::Onset),
        finding: finding.to_owned(),
        conditions: cells.keys("conditions", &index.conditions, problems),
        provenance: cells.provenance(&index.sources, problems),
    }
}
