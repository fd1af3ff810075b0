//! Laboratory values.

use std::collections::HashMap;

use super::files::Files;
use super::problem::Problems;
use super::sheet::{Cells, Sheet};
use super::statement_file::STATUS;
use crate::{Lab, LabId, LabKey, Threshold, Verification, table::Key};

pub(super) fn read(files: &Files<'_>, problems: &mut Problems) -> Sheet {
    let columns = &["id", "name", "loinc", "unit", "factors", "status"];
    Sheet::read(files, "screening/labs.csv", columns, problems)
}

pub(super) fn lab(cells: Cells<'_>, problems: &mut Problems) -> Lab {
    let status = cells.one_of("status", STATUS, problems);
    Lab {
        id: LabId::new(cells.text("id")),
        name: cells.required("name", problems).to_owned(),
        loinc: cells.strings("loinc"),
        unit: cells.required("unit", problems).to_owned(),
        factors: factors(cells, problems),
        verification: status.unwrap_or(Verification::FromMemory),
    }
}

/// Units and factors: `G/L=1;/uL=0.001`. Only units of the same quantity can be turned into each other.
fn factors(cells: Cells<'_>, problems: &mut Problems) -> Vec<(String, Threshold)> {
    let mut factors: Vec<(String, Threshold)> = Vec::new();
    for part in cells.list("factors") {
        let pair = part.rsplit_once('=').and_then(|(unit, factor)| {
            let factor = factor.trim().parse::<f64>().ok()?;
            let fits = factor.is_finite() && factor > 0.0 && !unit.trim().is_empty();
            fits.then(|| (unit.trim().to_owned(), Threshold::new(factor)))
        });
        match pair {
            Some((unit, _)) if factors.iter().any(|(known, _)| *known == unit) => {
                problems.add(cells.at(), format!("unit `{unit}` stands twice"));
            }
            Some(pair) => factors.push(pair),
            None => problems.add_with_hint(
                cells.at(),
                format!("`{part}` is not a unit with its factor"),
                "write it as in `K/uL=1`, the factor above 0",
            ),
        }
    }
    factors
}

/// Values by LOINC code; a code means one value only.
pub(super) fn loinc(sheet: &Sheet, problems: &mut Problems) -> HashMap<String, LabKey> {
    let mut codes: HashMap<String, LabKey> = HashMap::new();
    for (index, cells) in sheet.rows().enumerate() {
        for code in cells.list("loinc") {
            let key = LabKey::from_index(index);
            if codes
                .insert(code.to_owned(), key)
                .is_some_and(|other| other != key)
            {
                problems.add(
                    cells.at(),
                    format!("LOINC code `{code}` stands for two values"),
                );
            }
        }
    }
    codes
}
