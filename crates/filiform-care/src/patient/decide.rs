//! What may happen to a patient's record.

use std::collections::BTreeSet;

use filiform_units::FactId;

use super::{Event, Identity, ImportStamp, NewestImport, Patient, RecordedFact};
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
    #[error("the fact to correct, `{0}`, does not stand in this record; reload the page")]
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
        } => import(patient, identity, facts, origin, act),
        Command::RecordFacts { facts, origin } => record(patient, facts, origin, act),
    }
}

fn import(
    patient: &Patient,
    mut identity: Identity,
    facts: Vec<RecordedFact>,
    origin: ShortText,
    act: Act,
) -> Result<Vec<Event>, Refusal> {
    let mut events = Vec::new();
    // A system that names no identifier says nothing about those that others gave.
    if let Some(known) = &patient.identity
        && identity.identifiers.is_empty()
    {
        identity.identifiers.clone_from(&known.identifiers);
    }
    match &patient.identity {
        None => events.push(Event::Registered { identity, act }),
        Some(known) if *known != identity => events.push(Event::IdentityChanged { identity, act }),
        Some(_) => {}
    }
    let facts = new_or_changed(patient, facts);
    check_ids(patient, &facts)?;
    if !facts.is_empty() {
        events.push(Event::FactsRecorded { facts, origin, act });
    }
    Ok(events)
}

/// Keeps what the record has not seen yet; a changed resource becomes a correction. When its fact was
/// corrected here in the meantime, the change stands beside that correction.
fn new_or_changed(patient: &Patient, facts: Vec<RecordedFact>) -> Vec<RecordedFact> {
    let mut imports = patient.imports.clone();
    let mut standing: BTreeSet<FactId> = patient.facts.keys().copied().collect();
    let mut kept = Vec::new();
    for mut recorded in facts {
        if let Some(ImportStamp { key, fingerprint }) = recorded.import.clone() {
            match imports.get(&key) {
                Some(newest) if newest.fingerprint == fingerprint => continue,
                Some(newest) if standing.contains(&newest.fact) => {
                    recorded.corrects = Some(newest.fact);
                }
                Some(_) | None => {}
            }
            let fact = recorded.fact.id;
            imports.insert(key, NewestImport { fact, fingerprint });
        }
        standing.insert(recorded.fact.id);
        kept.push(recorded);
    }
    kept
}

/// No fact hides another, and every correction has something to correct. Only a changed resource may
/// take the place of its own fact.
fn check_ids(patient: &Patient, facts: &[RecordedFact]) -> Result<(), Refusal> {
    let mut standing: BTreeSet<FactId> = patient.facts.keys().copied().collect();
    for recorded in facts {
        let id = recorded.fact.id;
        let takes_its_place = recorded.import.is_some() && recorded.corrects == Some(id);
        if standing.contains(&id) && !takes_its_place {
            return Err(Refusal::FactExists(id));
        }
        if let Some(corrected) = recorded.corrects
            && !standing.remove(&corrected)
        {
            return Err(Refusal::NoSuchFact(corrected));
        }
        standing.insert(id);
    }
    Ok(())
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
    check_ids(patient, &facts)?;
    Ok(vec![Event::FactsRecorded { facts, origin, act }])
}
