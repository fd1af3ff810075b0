//! What must be recorded before a rule can speak.

use filiform_knowledge::{ConceptKey, Condition, LabKey};

/// The concepts and laboratory values of a rule that says nothing as long as none of them is recorded.
#[derive(Debug, Default)]
pub(crate) struct Needs {
    pub(crate) concepts: Box<[ConceptKey]>,
    pub(crate) labs: Box<[LabKey]>,
    /// Pregnancy, whose weeks are asked for.
    pub(crate) weeks: bool,
}

impl Needs {
    /// What `condition` needs; nothing when it can be met without a recorded fact.
    pub(crate) fn of(condition: &Condition) -> Self {
        let mut found = Found::default();
        if !found.read(condition) {
            return Self::default();
        }
        found.concepts.sort_unstable();
        found.concepts.dedup();
        Self {
            concepts: found.concepts.into(),
            labs: found.labs.into(),
            weeks: found.weeks,
        }
    }

    /// Whether the rule can speak of anybody.
    pub(crate) fn is_empty(&self) -> bool {
        self.concepts.is_empty() && self.labs.is_empty() && !self.weeks
    }
}

#[derive(Default)]
struct Found {
    concepts: Vec<ConceptKey>,
    labs: Vec<LabKey>,
    weeks: bool,
}

impl Found {
    /// Notes everything that `condition` speaks of. Whether it needs some of it to be met.
    fn read(&mut self, condition: &Condition) -> bool {
        match condition {
            Condition::Concept(concept) | Condition::Recent(concept) | Condition::Ever(concept) => {
                self.concepts.push(*concept);
                true
            }
            Condition::NotAsked(concept) => {
                self.concepts.push(*concept);
                false
            }
            Condition::Which(concepts) => {
                self.concepts.extend(concepts);
                false
            }
            Condition::Lab { lab, .. } => {
                self.labs.push(*lab);
                true
            }
            Condition::LabMissing { lab, .. } => {
                self.labs.push(*lab);
                false
            }
            Condition::Gestation { .. } => {
                self.weeks = true;
                true
            }
            Condition::Not(part) => {
                self.read(part);
                false
            }
            Condition::All(parts) => parts.iter().filter(|part| self.read(part)).count() > 0,
            Condition::Any(parts) => {
                parts.iter().filter(|part| self.read(part)).count() == parts.len()
            }
            Condition::AtLeast { count, of } => {
                let free = of.iter().filter(|part| !self.read(part)).count();
                free < usize::from(*count)
            }
            Condition::Anyone | Condition::Age { .. } | Condition::Sex(_) => false,
        }
    }
}
