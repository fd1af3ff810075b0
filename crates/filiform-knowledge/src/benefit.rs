//! What people hope for, area by area, and the people who may benefit.

use crate::{BenefitId, ClaimVerdict, ConditionKey, GroupId, MechanismKey, Provenance, RuleKey};

/// An area in which people hope that needling helps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Benefit {
    /// Its id: `headache`.
    pub id: BenefitId,
    /// Name for the page.
    pub name: String,
    /// The popular claim, as it is made.
    pub claim: String,
    /// What the evidence makes of it, over the whole area; conditions differ.
    pub verdict: ClaimVerdict,
    /// What the product says instead of the claim.
    pub say: String,
    /// Whether the popular claim is stronger than the evidence, in the whole area or a part of it.
    pub contested: bool,
    /// The conditions it is about.
    pub conditions: Vec<ConditionKey>,
    /// The mechanisms that are named for it.
    pub mechanisms: Vec<MechanismKey>,
    /// Sham and care figures side by side, for a reader.
    pub rationale: String,
    /// Source, certainty, review.
    pub provenance: Provenance,
}

/// People who may benefit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its id: `headache`.
    pub id: GroupId,
    /// Name for the page.
    pub name: String,
    /// Who is meant.
    pub who: String,
    /// Conditions they come with.
    pub conditions: Vec<ConditionKey>,
    /// What they can be told.
    pub say: String,
    /// What to be careful about, in a sentence.
    pub careful: String,
    /// The rules and red flags behind that sentence.
    pub rules: Vec<RuleKey>,
    /// The reasons, for a reader.
    pub rationale: String,
    /// Source, certainty, review.
    pub provenance: Provenance,
}
