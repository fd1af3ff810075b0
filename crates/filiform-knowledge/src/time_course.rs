//! How a response unfolds over time.

use crate::{ConditionKey, Provenance};

/// One finding on when a response comes, and how long it lasts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeCourse {
    /// Its id: `durability`.
    pub id: String,
    /// What it is about.
    pub about: TimeCourseTopic,
    /// The finding with its figures.
    pub finding: String,
    /// The conditions that were studied; empty for chronic pain as a whole.
    pub conditions: Vec<ConditionKey>,
    /// Source, certainty, review.
    pub provenance: Provenance,
}

/// What a finding on time is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeCourseTopic {
    /// When the effect comes.
    Onset,
    /// How often people are treated.
    Frequency,
    /// Who responds more.
    Responders,
    /// How long the effect lasts.
    Durability,
    /// Whether more sessions keep it up.
    Maintenance,
}

impl TimeCourseTopic {
    /// The word of the table.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Onset => "onset",
            Self::Frequency => "frequency",
            Self::Responders => "responders",
            Self::Durability => "durability",
            Self::Maintenance => "maintenance",
        }
    }
}
