//! One fact as a sentence.

use std::fmt::Write as _;

use super::dates::{long, on};
use crate::{Fact, FactKind, FactState, Quantity, RecordedStatus};

/// `Warfarin Sodium 5 MG Oral Tablet, active since 22 April 2020 (MedicationRequest 118 of 265).`
pub(super) fn sentence(
    fact: &Fact,
    concept: Option<&str>,
    state: FactState,
    near_match: Option<&str>,
) -> String {
    let mut sentence = subject(fact, concept);
    let status = status(fact);
    if !status.is_empty() {
        // A question has its mark already.
        sentence.push_str(if sentence.ends_with('?') { " " } else { ", " });
        sentence.push_str(&status);
    }
    add_source(&mut sentence, fact);
    sentence.push('.');
    if let Some(name) = near_match {
        let _ = write!(sentence, " Read as “{name}”: is that what is meant?");
    }
    match state {
        FactState::Recent => sentence.push_str(" It ended so recently that it counts as active."),
        FactState::Unknown => sentence.push_str(" Whether it holds today is not known."),
        FactState::Present | FactState::Absent | FactState::Past => {}
    }
    sentence
}

/// A laboratory value that could not be used, and why.
pub(super) fn unusable(fact: &Fact, lab: &str, unit: &str) -> String {
    let mut sentence = match &fact.value {
        None => format!("{lab} without a number"),
        Some(value) if value.unit.trim().is_empty() => {
            format!(
                "{lab} {} without a unit, {unit} is expected",
                number(value.value)
            )
        }
        Some(value) => format!(
            "{lab} {} in a unit that is not known, {unit} is expected",
            quantity(value)
        ),
    };
    if let Some(onset) = fact.onset {
        let _ = write!(sentence, ", measured {}", on(onset));
    }
    add_source(&mut sentence, fact);
    sentence.push_str(". It was not used.");
    sentence
}

fn subject(fact: &Fact, concept: Option<&str>) -> String {
    let text = fact.text.trim();
    let mut subject = match (text, concept) {
        ("", Some(name)) => name.to_owned(),
        ("", None) => "A fact without words".to_owned(),
        (text, _) => text.to_owned(),
    };
    if let Some(value) = &fact.value {
        let _ = write!(subject, " {}", quantity(value));
    }
    subject
}

fn status(fact: &Fact) -> String {
    let begun = fact.onset;
    let since = |word: &str| {
        begun.map_or_else(
            || word.to_owned(),
            |date| format!("{word} since {}", long(date)),
        )
    };
    let dated =
        |word: &str| begun.map_or_else(|| word.to_owned(), |date| format!("{word} {}", on(date)));
    match (fact.kind, fact.status) {
        (FactKind::Lab, _) => {
            begun.map_or_else(String::new, |date| format!("measured {}", on(date)))
        }
        (FactKind::Answer, RecordedStatus::Active) => dated("answered “yes”"),
        (FactKind::Answer, RecordedStatus::Absent) => dated("answered “no”"),
        (
            FactKind::Procedure,
            RecordedStatus::Active | RecordedStatus::Ended | RecordedStatus::Unknown,
        ) => dated("done"),
        (FactKind::Allergy, RecordedStatus::Active | RecordedStatus::Unknown) => {
            since("allergy recorded")
        }
        (_, RecordedStatus::Active) => since("active"),
        (kind, RecordedStatus::Ended) => ended(fact, kind),
        (_, RecordedStatus::Absent) => "recorded as absent".to_owned(),
        (_, RecordedStatus::Void) => "withdrawn from the record".to_owned(),
        (_, RecordedStatus::Planned) => dated("planned"),
        (_, RecordedStatus::FamilyHistory) => "in the family".to_owned(),
        (_, RecordedStatus::Unknown) => since("recorded without a status"),
    }
}

fn ended(fact: &Fact, kind: FactKind) -> String {
    let word = match kind {
        FactKind::Medicine => "stopped",
        FactKind::Device => "removed",
        FactKind::Problem
        | FactKind::Allergy
        | FactKind::Procedure
        | FactKind::Lab
        | FactKind::Answer => "ended",
    };
    match (fact.onset, fact.ended) {
        (_, Some(end)) => format!("{word} {}", on(end)),
        (Some(begun), None) => format!("begun {}, {word} on a day that is not recorded", on(begun)),
        (None, None) => format!("{word} on a day that is not recorded"),
    }
}

fn add_source(sentence: &mut String, fact: &Fact) {
    let source = fact.source.trim();
    if !source.is_empty() {
        let _ = write!(sentence, " ({source})");
    }
}

fn quantity(value: &Quantity) -> String {
    let unit = value.unit.trim();
    // The braces and the unity of UCUM are not words: `2.4 {INR}` is 2.4.
    if unit.is_empty() || unit == "1" || unit.starts_with('{') {
        number(value.value)
    } else {
        format!("{} {unit}", number(value.value))
    }
}

fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    rounded.to_string()
}
