//! When a response comes, and how long it lasts.

use filiform_units::Date;

use super::files::Files;
use super::index::Index;
use super::names::Row;
use super::problem::Problems;
use super::sheet::{Cells, Sheet};
use super::statement_file::{NOT_YET, STATUS};
use super::wording;
use crate::{Provenance, Review, SourceId, TimeCourse, TimeCourseTopic, Verification};

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
        provenance: provenance(cells, index, problems),
    }
}

fn provenance(cells: Cells<'_>, index: &Index, problems: &mut Problems) -> Provenance {
    let status = cells.one_of("status", STATUS, problems);
    let policy = cells.one_of("policy", &[("y", true), ("n", false)], problems);
    cells.check_sources("sources", &index.sources, problems);
    let sources: Vec<_> = cells.list("sources").map(SourceId::new).collect();
    if sources.is_empty() {
        problems.add(cells.at(), "a finding without a source");
    }
    let version = cells.number("version", problems).unwrap_or(0);
    if version == 0 {
        problems.add(cells.at(), "versions count from 1");
    }
    Provenance {
        verification: status.unwrap_or(Verification::FromMemory),
        policy: policy.unwrap_or(false),
        sources,
        review: review(cells, problems),
        version,
    }
}

/// `not yet reviewed by a clinician`, or a name and a day: `A Name, 2026-11-24`.
fn review(cells: Cells<'_>, problems: &mut Problems) -> Review {
    let text = cells.text("reviewed");
    if text == NOT_YET {
        return Review::NotYet;
    }
    let by = text.rsplit_once(',').and_then(|(name, on)| {
        let on = Date::parse(on.trim()).ok()?;
        let name = name.trim().to_owned();
        Some(Review::By { name, on })
    });
    by.unwrap_or_else(|| {
        let hint = format!("write `{NOT_YET}` or `A Name, 2026-11-24`");
        problems.add_with_hint(cells.at(), "`reviewed` cannot be read", hint);
        Review::NotYet
    })
}
