//! What every clinical statement carries: its certainty, its sources, its review.

use std::fmt;

use filiform_units::Date;

use crate::SourceId;

/// How the fact behind a statement was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verification {
    /// `V`: read in the source itself.
    Read,
    /// `V2`: read as quoted by another named source.
    ReadAsQuoted,
    /// `M`: from memory, plausible, not checked. Shown as unverified.
    FromMemory,
    /// `P`: clinic policy. Configurable, and never shown as evidence.
    Policy,
}

impl Verification {
    /// The letter used in the tables.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Read => "V",
            Self::ReadAsQuoted => "V2",
            Self::FromMemory => "M",
            Self::Policy => "P",
        }
    }

    /// The words a page shows beside a statement.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Read => "read in the source",
            Self::ReadAsQuoted => "read as quoted by another source",
            Self::FromMemory => "from memory, not verified",
            Self::Policy => "clinic policy, not evidence",
        }
    }
}

/// How sure anybody can be of an effect, in the words of GRADE.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// No evidence found.
    None,
    /// Very low.
    VeryLow,
    /// Low.
    Low,
    /// Moderate.
    Moderate,
    /// High.
    High,
}

impl Certainty {
    /// The words a page shows.
    pub const fn words(self) -> &'static str {
        match self {
            Self::None => "no evidence",
            Self::VeryLow => "very low certainty",
            Self::Low => "low certainty",
            Self::Moderate => "moderate certainty",
            Self::High => "high certainty",
        }
    }
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// Who looked at a statement, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Review {
    /// Not yet reviewed by a clinician.
    NotYet,
    /// Reviewed by a named clinician on a day.
    By {
        /// The clinician.
        name: String,
        /// The day.
        on: Date,
    },
}

/// Where a statement comes from and how far it can be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// How the facts were checked; the weakest letter when a statement carries several.
    pub verification: Verification,
    /// Whether the severity or threshold is clinic policy.
    pub policy: bool,
    /// Sources; empty only for pure policy.
    pub sources: Vec<SourceId>,
    /// Review state.
    pub review: Review,
    /// Version of the statement, from 1.
    pub version: u16,
    /// Set when the statement no longer holds. It stays, so that what was said on an earlier day can be
    /// read; nothing new rests on it.
    pub withdrawn: Option<Withdrawn>,
}

/// A statement that no longer holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// Since when.
    pub on: Date,
    /// Why, and what stands in its place.
    pub why: String,
}

/// A review holds for this many years, then somebody has to look again. Policy: guideline bodies look
/// again after two to five years.
const REVIEW_YEARS: u16 = 3;

impl Provenance {
    /// The day until which the review holds; `None` when there was none.
    pub fn review_due(&self) -> Option<Date> {
        match &self.review {
            Review::NotYet => None,
            Review::By { on, .. } => Some(on.plus_years(REVIEW_YEARS)),
        }
    }
}

/// Where one fact within a statement comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// How it was checked.
    pub verification: Verification,
    /// Sources; empty only for pure policy.
    pub sources: Vec<SourceId>,
}

impl Default for Mark {
    fn default() -> Self {
        Self {
            verification: Verification::FromMemory,
            sources: Vec::new(),
        }
    }
}

/// A publication or document that statements cite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// Authors, title, journal, year, DOI.
    pub citation: String,
    /// What of it was read: `abstract`, `table`, `not seen`.
    pub seen: String,
}
