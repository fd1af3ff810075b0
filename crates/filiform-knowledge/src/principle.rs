//! Rules of work and reckoning that are neither about one condition nor about one person.

use crate::{Decimal, Mark, PrincipleId, Provenance};

/// A rule of work or reckoning, with its numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principle {
    /// Its id: `needle-count`.
    pub id: PrincipleId,
    /// What it is about.
    pub area: Area,
    /// Heading.
    pub title: String,
    /// What to do, or what holds.
    pub text: String,
    /// The numbers in it.
    pub numbers: Vec<NamedNumber>,
    /// Why, for a reader.
    pub rationale: String,
    /// Source, certainty, review.
    pub provenance: Provenance,
}

/// What a principle is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// Scoring and change.
    Outcomes,
    /// Counting and judging adverse events.
    AdverseEvents,
    /// Depth and direction over structures at risk.
    Hazards,
    /// The course of a session.
    Session,
    /// Consent.
    Consent,
}

/// A number with its name and unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedNumber {
    /// Its name within the principle: `planned`.
    pub name: String,
    /// Lowest value.
    pub from: Decimal,
    /// Highest value; the same as `from` for a single number.
    pub to: Decimal,
    /// Unit: `min`, `mm`, `percent`.
    pub unit: String,
    /// How it was checked.
    pub mark: Mark,
}

impl Principle {
    /// The number with this name.
    pub fn number(&self, name: &str) -> Option<&NamedNumber> {
        self.numbers.iter().find(|number| number.name == name)
    }
}
