use std::collections::BTreeMap;

use filiform_care::patient::{Command, Event, Identity, Patient, RecordedFact, decide, evolve};
use filiform_screening::Fact;
use filiform_testkit::{
    a_fact, a_patient, an_act, an_imported_fact, asked_fact, patient_registered, short,
};
use filiform_units::FactId;
use proptest::prelude::*;

use super::any_act;

/// Few words, so that the same fact is met again.
fn any_fact() -> impl Strategy<Value = Fact> {
    prop::sample::select(vec![
        "Aspirin 75 MG",
        "Warfarin 3 MG",
        "Warfarin 5 MG",
        "Gout",
    ])
    .prop_map(a_fact)
}

fn any_id() -> impl Strategy<Value = FactId> {
    any_fact().prop_map(|fact| fact.id)
}

/// A resource under its own id or under one that is derived from its key.
fn any_imported() -> impl Strategy<Value = RecordedFact> {
    let key = prop::sample::select(vec!["Condition/1", "Condition/2", "MedicationRequest/1"]);
    (key, any_fact(), any::<bool>()).prop_map(|(key, fact, by_key)| {
        let id = if by_key { a_fact(key).id } else { fact.id };
        an_imported_fact(key, Fact { id, ..fact })
    })
}

fn any_recorded() -> impl Strategy<Value = RecordedFact> {
    prop_oneof![
        (any_fact(), prop::option::of(any_id())).prop_map(|(fact, corrects)| RecordedFact {
            corrects,
            ..asked_fact(fact)
        }),
        any_imported(),
    ]
}

fn any_identity() -> impl Strategy<Value = Identity> {
    prop::sample::select(vec!["Kerr", "Kerr-Byrne"]).prop_map(|family| Identity {
        family: short(family),
        ..a_patient()
    })
}

/// One export: every resource once.
fn any_export() -> impl Strategy<Value = Vec<RecordedFact>> {
    prop::collection::vec(any_imported(), 0..4).prop_map(|facts| {
        let by_key: BTreeMap<String, RecordedFact> = facts
            .into_iter()
            .filter_map(|recorded| Some((recorded.import.clone()?.key, recorded)))
            .collect();
        by_key.into_values().collect()
    })
}

fn import(identity: Identity, facts: Vec<RecordedFact>) -> Command {
    Command::ImportHistory {
        identity,
        facts,
        origin: short("import of kerr.json"),
    }
}

fn any_command() -> impl Strategy<Value = Command> {
    prop_oneof![
        1 => any_identity().prop_map(|identity| Command::Register { identity }),
        3 => (any_identity(), prop::collection::vec(any_recorded(), 0..4))
            .prop_map(|(identity, facts)| import(identity, facts)),
        3 => prop::collection::vec(any_recorded(), 0..4).prop_map(|facts| Command::RecordFacts {
            facts,
            origin: short("asked at assessment"),
        }),
    ]
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        (any_identity(), any_act()).prop_map(|(identity, act)| Event::Registered { identity, act }),
        (any_identity(), any_act())
            .prop_map(|(identity, act)| Event::IdentityChanged { identity, act }),
        (prop::collection::vec(any_recorded(), 0..4), any_act()).prop_map(|(facts, act)| {
            Event::FactsRecorded {
                facts,
                origin: short("asked at assessment"),
                act,
            }
        }),
    ]
}

fn read(history: &[Event]) -> Patient {
    history.iter().fold(Patient::default(), evolve)
}

fn run(mut patient: Patient, commands: Vec<Command>) -> Result<Patient, TestCaseError> {
    for command in commands {
        let Ok(events) = decide(&patient, command, an_act()) else {
            continue;
        };
        for event in &events {
            patient = check_facts(patient, event)?;
        }
    }
    Ok(patient)
}

/// A fact leaves the record only by a correction.
fn check_facts(before: Patient, event: &Event) -> Result<Patient, TestCaseError> {
    let held = before.facts.len();
    let after = evolve(before, event);
    let (added, corrections) = match event {
        Event::FactsRecorded { facts, .. } => {
            let corrections = facts.iter().filter(|fact| fact.corrects.is_some());
            (facts.len(), corrections.count())
        }
        Event::Registered { .. } | Event::IdentityChanged { .. } => (0, 0),
    };
    prop_assert_eq!(after.facts.len(), held + added - corrections);
    Ok(after)
}

proptest! {
    #[test]
    fn a_fact_leaves_the_record_only_by_a_correction(
        commands in prop::collection::vec(any_command(), 0..20),
    ) {
        run(Patient::default(), commands.clone())?;
        run(read(&patient_registered()), commands)?;
    }

    #[test]
    fn after_any_history_the_same_import_again_changes_nothing(
        commands in prop::collection::vec(any_command(), 0..12),
        export in any_export(),
        corrections in prop::collection::vec(any_command(), 0..2),
    ) {
        let patient = run(Patient::default(), commands)?;
        let again = import(a_patient(), export);
        if let Ok(events) = decide(&patient, again.clone(), an_act()) {
            let patient = events.iter().fold(patient, evolve);
            prop_assert_eq!(decide(&patient, again.clone(), an_act()), Ok(Vec::new()));
            let by_hand = |command: &Command| matches!(command, Command::RecordFacts { facts, .. }
                if facts.iter().all(|fact| fact.import.is_none()));
            let corrections = corrections.into_iter().filter(by_hand).collect();
            let patient = run(patient, corrections)?;
            prop_assert_eq!(decide(&patient, again, an_act()), Ok(Vec::new()));
        }
    }

    #[test]
    fn any_history_can_be_read_and_reads_the_same_twice(
        history in prop::collection::vec(any_event(), 0..20),
        command in any_command(),
    ) {
        let patient = read(&history);
        prop_assert_eq!(&patient, &read(&history));
        let _ = decide(&patient, command, an_act());
    }
}
