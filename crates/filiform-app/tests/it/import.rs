//! Histories from elsewhere.

use filiform_app::{AppError, SourceId};
use filiform_care::patient::Identity;
use filiform_screening::{Fact, RecordedStatus};
use filiform_testkit::{a_fact, a_patient, a_problem, short};
use filiform_units::{PartialDate, Sex};

use crate::story::{ANTICOAGULANT, history, patient_version};
use crate::world::World;

fn facts() -> Vec<Fact> {
    vec![a_fact(ANTICOAGULANT), a_problem("Osteoarthritis of knee")]
}

#[test]
fn a_history_imported_twice_changes_nothing() {
    let world = World::new();
    let import = || {
        let history = history(a_patient(), &facts());
        let done = world.app.import_history(&world.practitioner, history);
        done.expect("the history is taken in")
    };
    let first = import();
    assert_eq!(first.source, SourceId::New);
    assert_eq!((first.added, first.corrected, first.unchanged), (2, 0, 0));
    let once = world.stored().without("audit");
    let second = import();
    assert_eq!(second.patient, first.patient);
    assert_eq!(second.source, SourceId::Known);
    assert_eq!(
        (second.added, second.corrected, second.unchanged),
        (0, 0, 2)
    );
    let twice = world.stored().without("audit");
    assert!(twice.changed_since(&once).is_empty());
}

#[test]
fn an_import_that_brings_nothing_new_is_still_in_the_audit_trail() {
    let world = World::new();
    for _ in 0..2 {
        let history = history(a_patient(), &facts());
        let done = world.app.import_history(&world.assistant, history);
        done.expect("the history is taken in");
    }
    let lines = world.audit();
    let said: Vec<_> = lines.iter().map(|line| line.detail.as_str()).collect();
    assert_eq!(said, ["2 new, 0 corrected", "0 new, 0 corrected"]);
}

#[test]
fn a_changed_line_corrects_the_earlier_one_and_nothing_else_is_touched() {
    let world = World::new();
    let import = |facts: &[Fact]| {
        let history = history(a_patient(), facts);
        let done = world.app.import_history(&world.practitioner, history);
        done.expect("the history is taken in")
    };
    let patient = import(&facts()).patient;
    let mut changed = facts();
    changed[0].text = "Warfarin Sodium 3 MG Oral Tablet".to_owned();
    changed[0].status = RecordedStatus::Ended;
    let second = import(&changed);
    assert_eq!(
        (second.added, second.corrected, second.unchanged),
        (0, 1, 1)
    );
    let view = world.app.patient(&world.practitioner, patient);
    let standing = view.expect("the patient is found").patient.facts;
    let mut standing: Vec<_> = standing
        .values()
        .map(|fact| fact.fact.text.clone())
        .collect();
    standing.sort();
    assert_eq!(
        standing,
        ["Osteoarthritis of knee", "Warfarin Sodium 3 MG Oral Tablet"]
    );
}

#[test]
fn somebody_without_identifiers_is_found_again_by_name_birth_date_and_sex() {
    let world = World::new();
    let nobody_numbered = Identity {
        identifiers: Vec::new(),
        ..a_patient()
    };
    let import = |identity: &Identity| {
        let history = history(identity.clone(), &facts());
        let done = world.app.import_history(&world.practitioner, history);
        done.expect("the history is taken in")
    };
    let first = import(&nobody_numbered);
    let once = world.stored().without("audit");
    let second = import(&nobody_numbered);
    assert_eq!(second.patient, first.patient);
    assert_eq!(second.source, SourceId::Known);
    assert_eq!((second.added, second.unchanged), (0, 2));
    assert!(
        world
            .stored()
            .without("audit")
            .changed_since(&once)
            .is_empty()
    );

    let namesake = Identity {
        born: None,
        ..nobody_numbered
    };
    assert_ne!(import(&namesake).patient, first.patient);
}

#[test]
fn a_changed_name_is_the_same_patient_while_the_identifier_is_the_same() {
    let world = World::new();
    let import = |identity: Identity| {
        let history = history(identity, &facts());
        let done = world.app.import_history(&world.practitioner, history);
        done.expect("the history is taken in")
    };
    let first = import(a_patient());
    let before = patient_version(&world, first.patient);
    let renamed = Identity {
        family: short("Kerr-Doyle"),
        ..a_patient()
    };
    let second = import(renamed);
    assert_eq!(
        (second.patient, second.name.as_str()),
        (first.patient, "Aoife Kerr-Doyle")
    );
    assert_eq!(patient_version(&world, first.patient), before + 1);
    let found = world.app.patients(&world.practitioner, "Kerr-Doyle");
    assert_eq!(found.expect("a list").rows.len(), 1);
}

#[test]
fn namesakes_without_a_full_birth_date_are_not_taken_for_each_other() {
    let world = World::new();
    for born in [None, Some(PartialDate::Year(1956))] {
        let identity = Identity {
            identifiers: Vec::new(),
            born,
            ..a_patient()
        };
        let import = |origin: &str| {
            let mut history = history(identity.clone(), &facts());
            history.origin = short(origin);
            let done = world.app.import_history(&world.practitioner, history);
            done.expect("the history is taken in")
        };
        let first = import("import of one.json");
        assert_eq!(import("import of one.json").patient, first.patient);
        let other = import("import of other.json");
        assert_ne!(other.patient, first.patient, "{born:?}");
        assert_eq!(other.source, SourceId::New);
    }
}

#[test]
fn namesakes_in_files_of_one_name_are_told_apart_by_their_lines_and_never_without() {
    let world = World::new();
    let identity = Identity {
        identifiers: Vec::new(),
        born: None,
        ..a_patient()
    };
    let import = |facts: &[Fact]| {
        let history = history(identity.clone(), facts);
        let done = world.app.import_history(&world.practitioner, history);
        done.expect("the history is taken in")
    };
    let first = import(&[a_fact(ANTICOAGULANT)]);
    let other = import(&[a_fact("Metformin 500 MG")]);
    assert_ne!(other.patient, first.patient);
    assert_eq!(
        (other.source, other.added, other.corrected),
        (SourceId::New, 1, 0)
    );
    let without_lines = [import(&[]), import(&[])];
    assert_ne!(without_lines[0].patient, without_lines[1].patient);
}

#[test]
fn somebody_registered_here_is_found_by_name_sex_and_full_birth_date_and_keeps_the_identifiers() {
    let world = World::new();
    let app = &world.app;
    let known = app
        .register_patient(&world.practitioner, a_patient())
        .expect("a patient");
    let unnumbered = Identity {
        identifiers: Vec::new(),
        ..a_patient()
    };
    let import = |identity: Identity| {
        let history = history(identity, &facts());
        let done = app.import_history(&world.practitioner, history);
        done.expect("the history is taken in")
    };
    let taken_in = import(unnumbered.clone());
    assert_eq!(
        (taken_in.patient, taken_in.source),
        (known, SourceId::Known)
    );
    assert_eq!(import(a_patient()).patient, known);
    for other in [
        Identity {
            sex: Sex::Male,
            ..unnumbered.clone()
        },
        Identity {
            given: Some(short("Aoibhe")),
            ..unnumbered.clone()
        },
        Identity {
            born: Some(PartialDate::Year(1956)),
            ..unnumbered
        },
    ] {
        let taken_in = import(other.clone());
        assert_ne!(taken_in.patient, known, "{other:?}");
        assert_eq!(taken_in.source, SourceId::New, "{other:?}");
    }
}

#[test]
fn a_history_without_identifiers_that_fits_two_patients_is_refused() {
    let world = World::new();
    let app = &world.app;
    for number in ["1", "2"] {
        let system = "https://clinic.example/numbers".to_owned();
        let identity = Identity {
            identifiers: vec![(system, number.to_owned())],
            ..a_patient()
        };
        app.register_patient(&world.practitioner, identity)
            .expect("a patient");
    }
    let before = world.stored();
    let unnumbered = Identity {
        identifiers: Vec::new(),
        ..a_patient()
    };
    let refused = app.import_history(&world.practitioner, history(unnumbered, &facts()));
    let Err(refusal @ AppError::SeveralPatients(2)) = refused else {
        panic!("{refused:?}");
    };
    assert!(refusal.to_string().contains("find out who is meant"));
    assert!(world.stored().changed_since(&before).is_empty());
}

#[test]
fn a_history_whose_identifiers_name_two_patients_is_refused() {
    let world = World::new();
    let numbered = |name: &str, numbers: &[&str]| Identity {
        family: short(name),
        identifiers: numbers
            .iter()
            .map(|number| {
                (
                    "https://clinic.example/numbers".to_owned(),
                    (*number).to_owned(),
                )
            })
            .collect(),
        ..a_patient()
    };
    let import = |identity: Identity| {
        let history = history(identity, &facts());
        world.app.import_history(&world.practitioner, history)
    };
    import(numbered("Kerr", &["1"])).expect("one patient");
    import(numbered("Byrne", &["2"])).expect("another");
    let before = world.stored();
    let refused = import(numbered("Quinn", &["1", "2"]));
    assert!(
        matches!(refused, Err(AppError::SeveralPatients(2))),
        "{refused:?}"
    );
    assert!(world.stored().changed_since(&before).is_empty());
}
