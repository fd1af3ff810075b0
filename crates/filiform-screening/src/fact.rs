//! Facts: dated statements about a person, as they were recorded.

use filiform_knowledge::{CodeSystem, ConceptId};
use filiform_units::{FactId, Laterality, PartialDate, Sex, Timestamp};

/// The person a plan is for, as far as rules ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Recorded sex.
    pub sex: Sex,
    /// Birth date, as precise as it is known.
    pub born: Option<PartialDate>,
}

/// What sort of statement a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactKind {
    /// A disease, state or history item.
    Problem,
    /// A medicine.
    Medicine,
    /// An allergy or intolerance. It never means that the thing is taken.
    Allergy,
    /// Something implanted or attached.
    Device,
    /// Something done to the person.
    Procedure,
    /// A laboratory value or a measurement.
    Lab,
    /// An answer to a screening or red-flag question.
    Answer,
}

impl FactKind {
    /// Every kind, in the order a history shows them.
    pub const ALL: [Self; 7] = [
        Self::Problem,
        Self::Medicine,
        Self::Allergy,
        Self::Device,
        Self::Procedure,
        Self::Lab,
        Self::Answer,
    ];

    /// The word used in stored records and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Problem => "problem",
            Self::Medicine => "medicine",
            Self::Allergy => "allergy",
            Self::Device => "device",
            Self::Procedure => "procedure",
            Self::Lab => "lab",
            Self::Answer => "answer",
        }
    }

    /// The kind called `text`, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// The status under which a fact was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordedStatus {
    /// Active, taken, in place; an answer of "yes".
    Active,
    /// Resolved, inactive, stopped, completed, removed.
    Ended,
    /// Asked and answered "no", or "no known ...".
    Absent,
    /// Refuted or entered in error: says nothing about the person.
    Void,
    /// Planned, not begun.
    Planned,
    /// About a relative.
    FamilyHistory,
    /// The record does not say.
    Unknown,
}

impl RecordedStatus {
    /// Every status.
    pub const ALL: [Self; 7] = [
        Self::Active,
        Self::Ended,
        Self::Absent,
        Self::Void,
        Self::Planned,
        Self::FamilyHistory,
        Self::Unknown,
    ];

    /// The word used in stored records and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Ended => "ended",
            Self::Absent => "absent",
            Self::Void => "void",
            Self::Planned => "planned",
            Self::FamilyHistory => "family-history",
            Self::Unknown => "unknown",
        }
    }

    /// The status called `text`, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// A code in a coding system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// The system.
    pub system: CodeSystem,
    /// The code as written.
    pub code: String,
}

/// A measured value with the unit it was written in.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The number; finite.
    pub value: f64,
    /// The unit as written; empty when none was given.
    pub unit: String,
}

/// One dated statement about a person, as it was recorded. Nothing is interpreted here.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Its id.
    pub id: FactId,
    /// What sort of statement.
    pub kind: FactKind,
    /// The concept, where the recorder named it (answers, facts entered by hand). Otherwise it is
    /// recognised from codes and text.
    pub concept: Option<ConceptId>,
    /// Codes.
    pub codes: Vec<Code>,
    /// The words of the record, whole: `Warfarin Sodium 5 MG Oral Tablet`.
    pub text: String,
    /// Recorded status.
    pub status: RecordedStatus,
    /// When it began, was taken, was measured or was answered.
    pub onset: Option<PartialDate>,
    /// When it ended.
    pub ended: Option<PartialDate>,
    /// Value, for laboratory facts.
    pub value: Option<Quantity>,
    /// Side.
    pub side: Laterality,
    /// Where it came from, in words that let a person find the line again:
    /// `MedicationRequest 41 of 265, becker.json`.
    pub source: String,
    /// When it entered this record.
    pub recorded_at: Timestamp,
}

/// What a fact means now. Never asked is `Unknown`, never `Absent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactState {
    /// Holds now.
    Present,
    /// Asked, and does not hold.
    Absent,
    /// Held once, no longer.
    Past,
    /// Ended, but inside its washout: to be treated as active.
    Recent,
    /// Nobody asked, the record does not say, or the statement is stale.
    Unknown,
}

impl FactState {
    /// The word a page shows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Absent => "absent",
            Self::Past => "past",
            Self::Recent => "recent",
            Self::Unknown => "unknown",
        }
    }
}
