//! What each concept means now, from all facts of a person.

use filiform_knowledge::{ConceptKey, LabKey};
use filiform_units::{Date, FactId, Laterality, Timestamp};

use crate::recognise::{How, Recognised};
use crate::{Fact, FactState, Person, Rulebook};

/// A person's facts, read: what each concept means now, and from which facts.
#[derive(Clone, Debug)]
pub struct Chart {
    states: Vec<FactState>,
    evidence: Vec<Evidence>,
    recognised: Vec<(FactId, Recognised)>,
    not_understood: Vec<FactId>,
    unusable: Vec<FactId>,
}

/// One fact that says something about a concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The fact.
    pub fact: FactId,
    /// What the fact itself was recognised as; it may be narrower than the concept asked for.
    pub concept: ConceptKey,
    /// What it says.
    pub state: FactState,
    /// Side.
    pub side: Laterality,
    /// How it was recognised.
    pub how: How,
}

/// The newest laboratory value that could be used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabReading {
    /// The fact.
    pub fact: FactId,
    /// The value in the unit of the knowledge base.
    pub value: f64,
    /// The earliest day it can be from.
    pub on: Date,
}

impl Chart {
    /// Reads `facts` as they stand at `now`.
    pub fn read(rulebook: &Rulebook, _person: &Person, facts: &[Fact], _now: Timestamp) -> Self {
        Self {
            states: vec![FactState::Unknown; rulebook.concepts],
            evidence: Vec::new(),
            recognised: Vec::new(),
            not_understood: facts.iter().map(|fact| fact.id).collect(),
            unusable: Vec::new(),
        }
    }

    /// What `concept` means now.
    pub fn state_of(&self, concept: ConceptKey) -> FactState {
        self.states
            .get(concept.index())
            .copied()
            .unwrap_or(FactState::Unknown)
    }

    /// The facts that speak about `concept`, the deciding ones first.
    pub fn evidence(&self, _concept: ConceptKey) -> &[Evidence] {
        &self.evidence
    }

    /// The newest usable value of `lab`.
    pub fn lab(&self, _lab: LabKey) -> Option<LabReading> {
        None
    }

    /// What the fact with this id was recognised as.
    pub fn recognised(&self, fact: FactId) -> Option<&Recognised> {
        self.recognised
            .iter()
            .find(|(id, _)| *id == fact)
            .map(|(_, recognised)| recognised)
    }

    /// Facts in which nothing was understood, so that a page shows them to a person.
    pub fn not_understood(&self) -> &[FactId] {
        &self.not_understood
    }

    /// Laboratory values that could not be used: no number, or a unit that is not known.
    pub fn unusable_labs(&self) -> &[FactId] {
        &self.unusable
    }
}
