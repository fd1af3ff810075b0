//! Outcome instruments and the rule by which a course is judged.

use serde::Deserialize;
use toml::Spanned;

use super::files::{Files, WORKING_RULE};
use super::index::Index;
use super::problem::{At, Problems};
use super::sheet::{Cells, Sheet};
use super::statement_file::{Marks, STATUS, StatementFile};
use super::wording;
use crate::{Better, Formula, Instrument, Provenance, Review, SourceId, Verification, WorkingRule};

const COLUMNS: &[&str] = &[
    "id",
    "name",
    "items",
    "item_min",
    "item_max",
    "better",
    "formula",
    "items_needed",
    "important_change",
    "loinc",
    "status",
    "policy",
    "sources",
    "reviewed",
];

/// The table and the rule, as written.
pub(super) struct Outcomes<'a> {
    pub(super) instruments: Sheet,
    working_rule: Option<(StatementFile<'a>, RawWorkingRule)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWorkingRule {
    id: Spanned<String>,
    responding_percent: Spanned<u8>,
    not_responding_percent: u8,
    first_check_sessions: Spanned<u8>,
    decision_sessions: u8,
    status: Spanned<String>,
    policy: bool,
    sources: Vec<Spanned<String>>,
    version: Spanned<u16>,
    reviewed: Spanned<toml::Value>,
    text: Spanned<String>,
}

impl<'a> Outcomes<'a> {
    pub(super) fn read(files: &'a Files<'_>, problems: &mut Problems) -> Self {
        let instruments = Sheet::read(files, "outcomes/instruments.csv", COLUMNS, problems);
        let Some(text) = files.text(WORKING_RULE) else {
            problems.add(At::file(WORKING_RULE), "the file is missing");
            return Self {
                instruments,
                working_rule: None,
            };
        };
        let file = StatementFile::split(WORKING_RULE, text, problems);
        let working_rule = file.and_then(|file| {
            wording::check(&file, problems);
            Some((file, file.parse(problems)?))
        });
        Self {
            instruments,
            working_rule,
        }
    }

    /// The working rule; `None` when it cannot be read, which is a problem already.
    pub(super) fn working_rule(
        &self,
        index: &Index,
        problems: &mut Problems,
    ) -> Option<WorkingRule> {
        let (file, raw) = self.working_rule.as_ref()?;
        file.check_id(&raw.id, problems);
        let responding = *raw.responding_percent.get_ref();
        if responding > 100 || raw.not_responding_percent >= responding {
            let at = file.at_value(&raw.responding_percent);
            problems.add_with_hint(
                at,
                "the percentages are not in order within 0 to 100",
                "`not_responding_percent` lies below `responding_percent`",
            );
        }
        let first = *raw.first_check_sessions.get_ref();
        if first == 0 || first > raw.decision_sessions {
            let at = file.at_value(&raw.first_check_sessions);
            problems.add(
                at,
                "the first look comes after session 0 and before the decision",
            );
        }
        let marks = Marks {
            status: &raw.status,
            policy: raw.policy,
            sources: &raw.sources,
            version: &raw.version,
            reviewed: &raw.reviewed,
        };
        Some(WorkingRule {
            responding_percent: responding,
            not_responding_percent: raw.not_responding_percent,
            first_check_sessions: first,
            decision_sessions: raw.decision_sessions,
            text: file.required("text", &raw.text, problems),
            provenance: marks.provenance(file, &index.sources, problems),
        })
    }
}

pub(super) fn instrument(cells: Cells<'_>, index: &Index, problems: &mut Problems) -> Instrument {
    let items = cells.strings("items");
    let item_min = cells.number("item_min", problems).unwrap_or(0);
    let item_max = cells.number("item_max", problems).unwrap_or(0);
    if item_min >= item_max {
        problems.add(cells.at(), "`item_min` is not below `item_max`");
    }
    let items_needed: u8 = cells.number("items_needed", problems).unwrap_or(0);
    if items_needed == 0 || usize::from(items_needed) > items.len() {
        let what = format!("{items_needed} of {} items are needed", items.len());
        problems.add(cells.at(), what);
    }
    let better = cells.one_of(
        "better",
        &[("lower", Better::Lower), ("higher", Better::Higher)],
        problems,
    );
    let formula = cells.one_of(
        "formula",
        &[("mean", Formula::Mean), ("sum", Formula::Sum)],
        problems,
    );
    Instrument {
        id: cells.text("id").to_owned(),
        name: cells.required("name", problems).to_owned(),
        items,
        item_min,
        item_max,
        better: better.unwrap_or(Better::Lower),
        formula: formula.unwrap_or(Formula::Sum),
        items_needed,
        important_change_tenths: tenths(cells, problems),
        loinc: cells.text("loinc").to_owned(),
        provenance: provenance(cells, index, problems),
    }
}

/// A number of points with at most one decimal, in tenths.
fn tenths(cells: Cells<'_>, problems: &mut Problems) -> u16 {
    let text = cells.text("important_change");
    let (whole, tenth) = text.split_once('.').unwrap_or((text, "0"));
    let parsed = whole.parse::<u16>().ok().zip(tenth.parse::<u16>().ok());
    let tenths = parsed
        .filter(|_| tenth.len() == 1)
        .and_then(|(whole, tenth)| whole.checked_mul(10)?.checked_add(tenth))
        .filter(|tenths| *tenths > 0);
    tenths.unwrap_or_else(|| {
        let what = format!("`important_change` is `{text}`, not points with at most one decimal");
        problems.add(cells.at(), what);
        0
    })
}

fn provenance(cells: Cells<'_>, index: &Index, problems: &mut Problems) -> Provenance {
    let status = cells.one_of("status", STATUS, problems);
    let verification = status.unwrap_or(Verification::FromMemory);
    let policy = cells.one_of("policy", &[("y", true), ("n", false)], problems);
    cells.check_sources("sources", &index.sources, problems);
    let sources: Vec<_> = cells.list("sources").map(SourceId::new).collect();
    if sources.is_empty() && verification != Verification::Policy {
        problems.add(cells.at(), "an instrument without a source");
    }
    Provenance {
        verification,
        policy: policy.unwrap_or(false),
        sources,
        review: review(cells, problems),
        version: 1,
    }
}

/// `not yet reviewed by a clinician`, or a name and a day: `A Name, 2026-11-24`.
fn review(cells: Cells<'_>, problems: &mut Problems) -> Review {
    let text = cells.text("reviewed");
    if text == super::statement_file::NOT_YET {
        return Review::NotYet;
    }
    let by = text.rsplit_once(',').and_then(|(name, on)| {
        let on = filiform_units::Date::parse(on.trim()).ok()?;
        Some(Review::By {
            name: name.trim().to_owned(),
            on,
        })
    });
    by.unwrap_or_else(|| {
        let hint = format!(
            "write `{}` or `A Name, 2026-11-24`",
            super::statement_file::NOT_YET
        );
        problems.add_with_hint(cells.at(), "`reviewed` cannot be read", hint);
        Review::NotYet
    })
}
