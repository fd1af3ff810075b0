//! What people say a needle does in the body, and what studies of people allow one to say.

use std::fmt;

use crate::{ConditionKey, MechanismId, Provenance, SourceId, Verification};

/// What the evidence makes of a popular claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimVerdict {
    /// The claim is stronger than the evidence.
    NotSupported,
    /// There is some evidence, and it is mixed, small or indirect.
    Uncertain,
    /// The claim is fair, as far as `say` goes.
    Supported,
}

impl ClaimVerdict {
    /// The words a page shows.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NotSupported => "not supported",
            Self::Uncertain => "uncertain",
            Self::Supported => "supported",
        }
    }
}

impl fmt::Display for ClaimVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// How good the human evidence for a mechanism is. A stronger one is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Animal studies or theory only.
    D,
    /// Uncontrolled studies, or a stand-in for what matters.
    C,
    /// Some controlled data in people, mixed.
    B,
    /// Replicated in people with a sham control.
    A,
}

impl Strength {
    /// The letter of the table.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }

    /// The words a page shows beside the letter.
    pub const fn words(self) -> &'static str {
        match self {
            Self::A => "replicated in people with a sham control",
            Self::B => "some controlled data in people, mixed",
            Self::C => "uncontrolled studies or indirect measures only",
            Self::D => "animal studies or theory only",
        }
    }
}

/// One of the five ways in which a needle of a plan is said to work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NeedleAim {
    /// The nervous system.
    NervousSystem,
    /// Circulation and inflammation.
    CirculationAndInflammation,
    /// Muscle.
    Muscle,
    /// Modulation of pain.
    PainModulation,
    /// Local healing.
    LocalHealing,
}

impl NeedleAim {
    /// All five, in the order of a page.
    pub const ALL: [Self; 5] = [
        Self::NervousSystem,
        Self::CirculationAndInflammation,
        Self::Muscle,
        Self::PainModulation,
        Self::LocalHealing,
    ];

    /// The words a page shows, and the words of the files.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NervousSystem => "nervous system",
            Self::CirculationAndInflammation => "circulation and inflammation",
            Self::Muscle => "muscle",
            Self::PainModulation => "pain modulation",
            Self::LocalHealing => "local healing",
        }
    }
}

/// A claim about the body, with what may be said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mechanism {
    /// Its id: `endorphin`.
    pub id: MechanismId,
    /// The popular claim, as it is made.
    pub claim: String,
    /// What the evidence makes of it.
    pub verdict: ClaimVerdict,
    /// Strengths of the human evidence, strongest first; one, two where parts differ, or none where
    /// nobody gave a letter.
    pub strengths: Vec<Strength>,
    /// What the letters stand for, or why there is none; empty when they speak for themselves.
    pub strength_note: String,
    /// What the product says instead of the claim.
    pub say: String,
    /// Whether the popular claim is stronger than the evidence.
    pub contested: bool,
    /// What was found, study by study, for and against.
    pub findings: Vec<MechanismFinding>,
    /// Conditions for which it matters.
    pub conditions: Vec<ConditionKey>,
    /// The way in which a needle is said to work, where it is one of the five.
    pub aim: Option<NeedleAim>,
    /// Both sides, for a reader.
    pub rationale: String,
    /// Source, certainty, review.
    pub provenance: Provenance,
}

/// What one study or review found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MechanismFinding {
    /// The finding with its figures.
    pub text: String,
    /// How it was checked.
    pub verification: Verification,
    /// The source.
    pub source: SourceId,
}
