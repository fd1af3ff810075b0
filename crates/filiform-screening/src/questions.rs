//! What to ask next.

use filiform_knowledge::{ConceptKey, Knowledge, LabKey, RuleKey, Severity};
use filiform_units::FactId;

use crate::Verdict;

/// A question that would settle findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What it is about.
    pub about: Subject,
    /// The question in plain words.
    pub ask: String,
    /// The rules that wait for it, in rule order.
    pub why: Vec<RuleKey>,
    /// The most serious answer these rules could give.
    pub could_reach: Severity,
}

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A concept.
    Concept(ConceptKey),
    /// A laboratory value.
    Lab(LabKey),
    /// The birth date.
    Age,
    /// The sex.
    Sex,
    /// How far a pregnancy is.
    Gestation,
    /// The side of this fact.
    Side(FactId),
    /// Which needles an electrical needle is paired with.
    CurrentPath,
}

/// The questions a verdict leaves open, most serious first, each once.
pub fn open_questions(_knowledge: &Knowledge, _verdict: &Verdict) -> Vec<Question> {
    Vec::new()
}
