//! Trials.

use super::files::Files;
use super::index::Index;
use super::problem::Problems;
use super::sheet::{Cells, Sheet};
use crate::{Trial, TrialId};

const COLUMNS: &[&str] = &[
    "tara_id",
    "doi",
    "year",
    "condition",
    "points",
    "sham_points",
    "technique",
    "sessions",
    "retention_min",
    "schedule",
    "ea_hz",
    "depth_mm",
    "n_total",
    "n_acupuncture",
    "comparator",
    "country",
    "note",
    "source",
];

const FIRST_YEAR: u16 = 1970;
const LAST_YEAR: u16 = 2100;

pub(super) fn read(files: &Files<'_>, problems: &mut Problems) -> Sheet {
    Sheet::read(files, "anatomy/trials.csv", COLUMNS, problems)
}

pub(super) fn trial(cells: Cells<'_>, index: &Index, problems: &mut Problems) -> Trial {
    cells.keys("sham_points", &index.points, problems);
    let year = cells.number("year", problems).unwrap_or(0);
    if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
        let what = format!("`year` is {year}, not {FIRST_YEAR} to {LAST_YEAR}");
        problems.add(cells.at(), what);
    }
    Trial {
        id: TrialId::new(&format!("tara-{}", cells.text("tara_id"))),
        doi: cells.text("doi").to_owned(),
        year,
        condition: cells.required("condition", problems).to_owned(),
        points: cells.keys("points", &index.points, problems),
        technique: cells.text("technique").to_owned(),
        n_total: cells.number("n_total", problems),
        comparator: cells.text("comparator").to_owned(),
        source: cells.required("source", problems).to_owned(),
    }
}
