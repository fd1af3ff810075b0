//! Outcome instruments and the rule by which a course is judged.

use crate::Provenance;

/// Which direction is improvement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Better {
    /// A lower score is better.
    Lower,
    /// A higher score is better.
    Higher,
}

/// How a total is made from the items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Formula {
    /// The mean of the items, one decimal.
    Mean,
    /// The sum of the items.
    Sum,
}

/// An outcome instrument: how it is scored and what change matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instrument {
    /// Its id: `nprs`.
    pub id: String,
    /// Name for the page.
    pub name: String,
    /// Our own wording of the items, or neutral labels where the licence forbids the text.
    pub items: Vec<String>,
    /// Lowest answer of an item.
    pub item_min: u8,
    /// Highest answer of an item.
    pub item_max: u8,
    /// Direction of improvement.
    pub better: Better,
    /// How the total is made.
    pub formula: Formula,
    /// Fewest answered items that can be scored.
    pub items_needed: u8,
    /// Smallest change that matters to patients, in tenths of a point.
    pub important_change_tenths: u16,
    /// LOINC code; empty when none was verified.
    pub loinc: String,
    /// Source, certainty, review.
    pub provenance: Provenance,
}

/// "Is it working?": clinic policy, not a guideline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingRule {
    /// Improvement, in percent of the baseline, from which a course is responding.
    pub responding_percent: u8,
    /// Improvement below which it is not responding; between the two it is uncertain.
    pub not_responding_percent: u8,
    /// No verdict before this many sessions.
    pub first_check_sessions: u8,
    /// Decide at this many sessions.
    pub decision_sessions: u8,
    /// The rule in words, for the page.
    pub text: String,
    /// Source, certainty, review.
    pub provenance: Provenance,
}
