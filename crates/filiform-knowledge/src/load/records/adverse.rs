//! Adverse events: codes, scales, examples of grades, published rates.

use super::{Known, YES_OR_NO, columns};
use crate::load::files::Files;
use crate::load::problem::Problems;
use crate::load::sheet::{Cells, Sheet};
use crate::records::Records;
use crate::{
    AdverseCategory, AdverseCode, AdverseEvent, AdverseScale, Expected, GradeExample, PrincipleId,
    PublishedRate, Rate, RateUnit, Reporter, ScaleLevel,
};

const CODES: &[&str] = columns![
    "code",
    "event",
    "definition",
    "record",
    "category",
    "expected",
    "patient_may_meet",
    "session_rule",
];
const SCALES: &[&str] = columns!["scale", "level", "rank", "words"];
const EXAMPLES: &[&str] = columns!["code", "example", "grade"];
const RATES: &[&str] = columns![
    "id",
    "study",
    "codes",
    "definition",
    "numerator",
    "denominator",
    "unit",
    "value",
    "per",
    "low",
    "high",
    "studies",
    "reporter",
    "setting",
    "note",
];

const CATEGORIES: &[(&str, AdverseCategory)] = &[
    ("local", AdverseCategory::Local),
    ("systemic", AdverseCategory::Systemic),
    ("skin", AdverseCategory::Skin),
    ("infection", AdverseCategory::Infection),
    ("organ", AdverseCategory::Organ),
    ("device", AdverseCategory::Device),
    ("process", AdverseCategory::Process),
];
const EXPECTED: &[(&str, Expected)] = &[
    ("yes", Expected::Yes),
    ("uncommon", Expected::Uncommon),
    ("no", Expected::No),
    ("not judged", Expected::NotJudged),
];
const SCALE_NAMES: &[(&str, AdverseScale)] = &[
    ("grade", AdverseScale::Grade),
    ("serious", AdverseScale::Serious),
    ("serious-york", AdverseScale::SeriousYork),
    ("significant-minor", AdverseScale::SignificantMinor),
    ("patient-questions", AdverseScale::PatientQuestions),
    ("causality", AdverseScale::Causality),
    ("preventability", AdverseScale::Preventability),
    ("onset", AdverseScale::Onset),
];
const UNITS: &[(&str, RateUnit)] = &[
    ("patient series", RateUnit::PatientSeries),
    ("treatment", RateUnit::Treatment),
    ("needles", RateUnit::Needles),
    ("incident report", RateUnit::IncidentReport),
    ("published case", RateUnit::PublishedCase),
];
const REPORTERS: &[(&str, Reporter)] = &[
    ("patient", Reporter::Patient),
    ("practitioner", Reporter::Practitioner),
    ("claims data", Reporter::ClaimsData),
    ("incident reports", Reporter::IncidentReports),
    ("case reports", Reporter::CaseReports),
    ("mixed", Reporter::Mixed),
    ("not given", Reporter::NotGiven),
];
const GRADE_MAX: u8 = 5;

/// The four tables.
pub(super) struct Sheets {
    pub(super) codes: Sheet,
    scales: Sheet,
    examples: Sheet,
    rates: Sheet,
}

impl Sheets {
    pub(super) fn read(files: &Files<'_>, problems: &mut Problems) -> Self {
        Self {
            codes: Sheet::read(files, "adverse-events/codes.csv", CODES, problems),
            scales: Sheet::read(files, "adverse-events/scales.csv", SCALES, problems),
            examples: Sheet::read(
                files,
                "adverse-events/grade-examples.csv",
                EXAMPLES,
                problems,
            ),
            rates: Sheet::read(files, "adverse-events/rates.csv", RATES, problems),
        }
    }

    pub(super) fn fill(&self, known: &Known<'_>, records: &mut Records, problems: &mut Problems) {
        for cells in self.codes.rows() {
            records.adverse_events.push(event(cells, known, problems));
        }
        let mut last: Option<(AdverseScale, u8)> = None;
        for cells in self.scales.rows() {
            let Some(level) = level(cells, known, problems) else {
                continue;
            };
            let next = match last {
                Some((scale, rank)) if scale == level.scale => rank + 1,
                _ => 1,
            };
            if level.rank != next {
                let what = format!("`rank` is {}, the next level is {next}", level.rank);
                problems.add(cells.at(), what);
            }
            last = Some((level.scale, next));
            records.scale_levels.push(level);
        }
        for cells in self.examples.rows() {
            records.grade_examples.push(example(cells, known, problems));
        }
        self.rates
            .names::<crate::load::names::Row>("rate", "id", problems);
        for cells in self.rates.rows() {
            records.rates.push(rate(cells, known, problems));
        }
    }
}

fn event(cells: Cells<'_>, known: &Known<'_>, problems: &mut Problems) -> AdverseEvent {
    cells.check_wording(problems);
    let code = cells.text("code");
    if !code.starts_with("AE-") {
        problems.add_with_hint(
            cells.at(),
            format!("`{code}` is no code"),
            "codes begin with `AE-`",
        );
    }
    let rule = cells.text("session_rule");
    let rule = (!rule.is_empty())
        .then(|| known.principles.find(rule, cells.at(), problems))
        .flatten();
    let category = cells.one_of("category", CATEGORIES, problems);
    let expected = cells.one_of("expected", EXPECTED, problems);
    let patient_may_meet = cells.one_of("patient_may_meet", YES_OR_NO, problems);
    AdverseEvent {
        code: AdverseCode::new(code),
        event: cells.required("event", problems).to_owned(),
        definition: cells.required("definition", problems).to_owned(),
        record: cells.strings("record"),
        category: category.unwrap_or(AdverseCategory::Process),
        expected: expected.unwrap_or(Expected::NotJudged),
        patient_may_meet: patient_may_meet.unwrap_or(true),
        session_rule: rule.map(|_| PrincipleId::new(cells.text("session_rule"))),
        provenance: cells.provenance(&known.index.sources, problems),
    }
}

fn level(cells: Cells<'_>, known: &Known<'_>, problems: &mut Problems) -> Option<ScaleLevel> {
    cells.check_wording(problems);
    let scale = cells.one_of("scale", SCALE_NAMES, problems);
    let rank = cells.number("rank", problems).unwrap_or(0);
    let provenance = cells.provenance(&known.index.sources, problems);
    Some(ScaleLevel {
        scale: scale?,
        level: cells.required("level", problems).to_owned(),
        rank,
        words: cells.required("words", problems).to_owned(),
        provenance,
    })
}

fn example(cells: Cells<'_>, known: &Known<'_>, problems: &mut Problems) -> GradeExample {
    cells.check_wording(problems);
    known.events.find(cells.text("code"), cells.at(), problems);
    let grade = cells.number("grade", problems).unwrap_or(0);
    if !(1..=GRADE_MAX).contains(&grade) {
        problems.add(
            cells.at(),
            format!("`grade` is {grade}, not 1 to {GRADE_MAX}"),
        );
    }
    GradeExample {
        code: AdverseCode::new(cells.text("code")),
        example: cells.required("example", problems).to_owned(),
        grade,
        provenance: cells.provenance(&known.index.sources, problems),
    }
}

fn rate(cells: Cells<'_>, known: &Known<'_>, problems: &mut Problems) -> PublishedRate {
    cells.check_wording(problems);
    let numerator: Option<u64> = cells.number("numerator", problems);
    let denominator: Option<u64> = cells.number("denominator", problems);
    if let (Some(part), Some(whole)) = (numerator, denominator)
        && (part > whole || whole == 0)
    {
        problems.add(cells.at(), format!("{part} of {whole} is no share"));
    }
    let rate = printed(cells, problems);
    if rate.is_none() && (numerator.is_none() || denominator.is_none()) {
        let hint = "give `value` and `per`, or `numerator` and `denominator`";
        problems.add_with_hint(cells.at(), "a rate without a number", hint);
    }
    let unit = cells.one_of("unit", UNITS, problems);
    let reporter = cells.one_of("reporter", REPORTERS, problems);
    PublishedRate {
        id: cells.text("id").to_owned(),
        study: cells.required("study", problems).to_owned(),
        codes: known.codes(cells, problems),
        definition: cells.required("definition", problems).to_owned(),
        numerator,
        denominator,
        unit: unit.unwrap_or(RateUnit::Treatment),
        rate,
        studies: cells.number("studies", problems),
        reporter: reporter.unwrap_or(Reporter::NotGiven),
        setting: cells.text("setting").to_owned(),
        note: cells.text("note").to_owned(),
        provenance: cells.provenance(&known.index.sources, problems),
    }
}

fn printed(cells: Cells<'_>, problems: &mut Problems) -> Option<Rate> {
    let value = cells.decimal("value", problems);
    let per: Option<u64> = cells.number("per", problems);
    let low = cells.decimal("low", problems);
    let high = cells.decimal("high", problems);
    let interval = low.zip(high);
    if low.is_some() != high.is_some() {
        problems.add(cells.at(), "an interval has two ends");
    }
    if value.is_some() != per.is_some_and(|per| per > 0) {
        problems.add(cells.at(), "a rate has a `value` and a `per` above zero");
    }
    let rate = Rate {
        value: value?,
        per: per?,
        interval,
    };
    if interval.is_some_and(|(low, high)| low > rate.value || rate.value > high) {
        problems.add(cells.at(), "the interval does not hold the value");
    }
    Some(rate)
}
