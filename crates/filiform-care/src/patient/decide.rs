//! What may happen to a patient's record.

use std::collections::BTreeMap;

use filiform_units::FactId;

use super::{Event, Identity, Patient, RecordedFact};
use crate::{Act, ShortText};

/// An order about a patient's record.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Enter a person.
    Register {
        /// Who they are.
        identity: Identity,
    },
    /// Take in a history from another system. Entering the same history again changes nothing.
    ImportHistory {
        /// Who they are, by that system.
        identity: Identity,
        /// The facts, each with its import stamp.
        facts: Vec<RecordedFact>,
        /// Where they came from.
        origin: ShortText,
    },
    /// Record facts that were asked or seen here.
    RecordFacts {
        /// The facts.
        facts: Vec<RecordedFact>,
        /// Where they came from.
        origin: ShortText,
    },
}

/// Why an order was refused. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The person is already entered.
    #[error("this patient is already registered")]
    AlreadyRegistered,
    /// The person was never entered.
    #[error("this patient is not registered")]
    NotRegistered,
    /// A correction names a fact that does not stand.
    #[error("the fact to correct, `{0}`, does not stand in this record")]
    NoSuchFact(FactId),
    /// A new fact has the id of one that stands.
    #[error("a fact with the id `{0}` stands already; to change it, correct it")]
    FactExists(FactId),
    /// There is nothing to record.
    #[error("there is nothing to record")]
    NothingToRecord,
}

/// Decides. Returns no events when an import brings nothing new.
///
/// # Errors
/// A [`Refusal`] names what stands in the way.
pub fn decide(patient: &Patient, command: Command, act: Act) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Register { identity } => match patient.identity {
            Some(_) => Err(Refusal::AlreadyRegistered),
            None => Ok(vec![Event::Registered { identity, act }]),
        },
        Command::ImportHistory {
            identity,
            facts,
            origin,
        } => Ok(import(patient, identity, facts, origin, act)),
        Command::RecordFacts { facts, origin } => record(patient, facts, origin, act),
    }
}

fn import(
    patient: &Patient,
    identity: Identity,
    facts: Vec<RecordedFact>,
    origin: ShortText,
    act: Act,
) -> Vec<Event> {
    let mut events = Vec::new();
    match &patient.identity {
        None => events.push(Event::Registered { identity, act }),
        Some(known) if *known != identity => events.push(Event::IdentityChanged { identity, act }),
        Some(_) => {}
    }
    let facts = new_or_changed(patient, facts);
    if !facts.is_empty() {
        events.push(Event::FactsRecorded { facts, origin, act });
    }
    events
}

/// Keeps what the record does not hold yet; a changed resource becomes a correction.
fn new_or_changed(patient: &Patient, facts: Vec<RecordedFact>) -> Vec<RecordedFact> {
    let mut standing: BTreeMap<String, (FactId, String)> = patient
        .facts
        .values()
        .filter_map(|held| {
            let stamp = held.import.as_ref()?;
            Some((stamp.key.clone(), (held.fact.id, stamp.fingerprint.clone())))
        })
        .collect();
    let mut kept = Vec::new();
    for mut recorded in facts {
        let Some(stamp) = recorded.import.clone() else {
            kept.push(recorded);
            continue;
        };
        match standing.get(&stamp.key) {
            Some((_, fingerprint)) if *fingerprint == stamp.fingerprint => continue,
            Some((held, _)) => recorded.corrects = Some(*held),
            None => {}
        }
        standing.insert(stamp.key, (recorded.fact.id, stamp.fingerprint));
        kept.push(recorded);
    }
    kept
}

fn record(
    patient: &Patient,
    facts: Vec<RecordedFact>,
    origin: ShortText,
    act: Act,
) -> Result<Vec<Event>, Refusal> {
    if patient.identity.is_none() {
        return Err(Refusal::NotRegistered);
    }
    if facts.is_empty() {
        return Err(Refusal::NothingToRecord);
    }
    for recorded in &facts {
        if patient.facts.contains_key(&recorded.fact.id) {
            return Err(Refusal::FactExists(recorded.fact.id));
        }
        if let Some(corrected) = recorded.corrects
            && !patient.facts.contains_key(&corrected)
        {
            return Err(Refusal::NoSuchFact(corrected));
        }
    }
    Ok(vec![Event::FactsRecorded { facts, origin, act }])
}
