//! How far a pregnancy is.

use filiform_knowledge::CodeSystem;
use filiform_units::{Date, FactId, PartialDate};

use super::Standing;
use super::reading::{Reading, begun_before};
use crate::{Fact, Rulebook};

/// A longer pregnancy is a mistake in the record.
const LONGEST_WEEKS: i64 = 44;

/// Completed weeks of pregnancy: the fewest and the most that the record allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Weeks {
    pub(crate) fewest: u8,
    pub(crate) most: u8,
    pub(crate) fact: FactId,
}

/// Weeks from the onset of the latest pregnancy that holds, or from the weeks that it names.
pub(crate) fn weeks(
    rulebook: &Rulebook,
    facts: &[Fact],
    readings: &[Reading],
    today: Date,
) -> Option<Weeks> {
    let pregnancy = rulebook.pregnancy?;
    readings
        .iter()
        .filter(|reading| reading.standing == Standing::Present)
        .filter(|reading| {
            reading.concept == pregnancy || rulebook.broader(reading.concept).contains(&pregnancy)
        })
        .filter_map(|reading| {
            let fact = facts.iter().find(|fact| fact.id == reading.fact)?;
            let (first, last) = begun(fact)?;
            let at_least = completed(last, today)?;
            let at_most = completed(first, today)?;
            let weeks = Weeks {
                fewest: at_least,
                most: at_most,
                fact: fact.id,
            };
            Some((last, weeks))
        })
        .max_by_key(|(begun, weeks)| (*begun, weeks.fact))
        .map(|(_, weeks)| weeks)
}

/// The first and the last day on which the pregnancy can have begun, counted from the last period.
fn begun(fact: &Fact) -> Option<(Date, Date)> {
    let written = fact
        .onset
        .map_or_else(|| fact.recorded_at.date(), PartialDate::latest);
    if let Some(weeks) = coded_weeks(fact).or_else(|| worded_weeks(&fact.text)) {
        let day = begun_before(written, weeks);
        return Some((day, day));
    }
    fact.onset.map(|onset| (onset.earliest(), onset.latest()))
}

fn completed(begun: Date, today: Date) -> Option<u8> {
    let weeks = today.days_since(begun).max(0) / 7;
    (weeks <= LONGEST_WEEKS)
        .then(|| u8::try_from(weeks).ok())
        .flatten()
}

/// `Z3A.20` is 20 weeks.
fn coded_weeks(fact: &Fact) -> Option<u8> {
    fact.codes
        .iter()
        .filter(|code| code.system == CodeSystem::Icd10)
        .find_map(|code| {
            let plain: String = code.code.chars().filter(|letter| *letter != '.').collect();
            let weeks = plain
                .to_ascii_uppercase()
                .strip_prefix("Z3A")?
                .parse::<u8>()
                .ok()?;
            (8..=42).contains(&weeks).then_some(weeks)
        })
}

/// `20 weeks pregnant`, `24+3 weeks gestation`, `20/40`.
fn worded_weeks(text: &str) -> Option<u8> {
    let lower = text.to_lowercase();
    let about = ["pregnan", "gestation", "gravid"];
    if !about.iter().any(|word| lower.contains(word)) {
        return None;
    }
    let mut words = lower
        .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '+')
        .peekable();
    while let Some(word) = words.next() {
        let number = word
            .split('+')
            .next()
            .and_then(|weeks| weeks.parse::<u8>().ok());
        let unit = words
            .peek()
            .is_some_and(|next| next.starts_with("week") || *next == "wks");
        if unit && let Some(weeks) = number.filter(|weeks| (1..=43).contains(weeks)) {
            return Some(weeks);
        }
    }
    None
}
