//! A person and the facts about them.

mod decide;

pub use decide::{Command, Refusal, decide};

use std::collections::BTreeMap;

use filiform_screening::{Fact, Person};
use filiform_units::{FactId, PartialDate, Sex, Timestamp};

use crate::{Act, ShortText};

/// Who the person is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Family name.
    pub family: ShortText,
    /// Given names; `None` when there are none.
    pub given: Option<ShortText>,
    /// Birth date, as precise as it is known.
    pub born: Option<PartialDate>,
    /// Recorded sex.
    pub sex: Sex,
    /// Identifiers in other systems: (system, value), sorted.
    pub identifiers: Vec<(String, String)>,
}

impl Identity {
    /// `Aoife Kerr`.
    pub fn display_name(&self) -> String {
        match &self.given {
            Some(given) => format!("{given} {}", self.family),
            None => self.family.to_string(),
        }
    }

    /// `A.K.`, for the board.
    pub fn initials(&self) -> String {
        let first = |text: &ShortText| text.as_str().chars().next().map(|c| format!("{c}."));
        let given = self.given.as_ref().and_then(first).unwrap_or_default();
        format!("{given}{}", first(&self.family).unwrap_or_default())
    }

    /// What screening needs to know.
    pub const fn person(&self) -> Person {
        Person {
            sex: self.sex,
            born: self.born,
        }
    }
}

/// A fact, with the stamp that recognises it when the same record is imported again.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedFact {
    /// The fact.
    pub fact: Fact,
    /// Import stamp; `None` for facts recorded here.
    pub import: Option<ImportStamp>,
    /// The fact that this one corrects.
    pub corrects: Option<FactId>,
}

/// Recognises an imported resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportStamp {
    /// Stable name of the resource: `Condition/3f22...`.
    pub key: String,
    /// Hash of the mapped content: another hash under the same key is a correction.
    pub fingerprint: String,
}

/// What happened to a patient's record.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The person was entered.
    Registered {
        /// Who they are.
        identity: Identity,
        /// Who entered them.
        act: Act,
    },
    /// Name, birth date, sex or identifiers changed.
    IdentityChanged {
        /// The whole new identity.
        identity: Identity,
        /// Who changed it.
        act: Act,
    },
    /// Facts were recorded, some of them correcting earlier ones.
    FactsRecorded {
        /// The facts.
        facts: Vec<RecordedFact>,
        /// Where they came from, in words: `import of becker.json` or `asked at assessment`.
        origin: ShortText,
        /// Who recorded them.
        act: Act,
    },
}

/// The patient's record as it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patient {
    /// Who they are; `None` before registration.
    pub identity: Option<Identity>,
    /// Facts that stand, by id: corrected ones are gone from here, never from the ledger.
    pub facts: BTreeMap<FactId, RecordedFact>,
    /// The newest import of every resource, by its key. It outlives its fact: what was corrected here
    /// stays corrected when the same history comes again.
    pub imports: BTreeMap<String, NewestImport>,
    /// When the record last changed.
    pub changed_at: Option<Timestamp>,
}

/// What a resource was when it was imported last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewestImport {
    /// The fact it became.
    pub fact: FactId,
    /// Hash of the mapped content.
    pub fingerprint: String,
}

impl Patient {
    /// The facts that stand, for screening.
    pub fn standing_facts(&self) -> Vec<Fact> {
        self.facts
            .values()
            .map(|recorded| recorded.fact.clone())
            .collect()
    }
}

/// Reads one event. Total: history is never refused.
#[must_use]
pub fn evolve(mut patient: Patient, event: &Event) -> Patient {
    match event {
        Event::Registered { identity, act } | Event::IdentityChanged { identity, act } => {
            patient.identity = Some(identity.clone());
            patient.changed_at = Some(act.at);
        }
        Event::FactsRecorded { facts, act, .. } => {
            for recorded in facts {
                if let Some(corrected) = recorded.corrects {
                    patient.facts.remove(&corrected);
                }
                if let Some(ImportStamp { key, fingerprint }) = recorded.import.clone() {
                    let fact = recorded.fact.id;
                    let newest = NewestImport { fact, fingerprint };
                    patient.imports.insert(key, newest);
                }
                patient.facts.insert(recorded.fact.id, recorded.clone());
            }
            patient.changed_at = Some(act.at);
        }
    }
    patient
}
