use std::slice::from_ref;

use filiform_care::patient::{
    Command, Event, Identity, ImportStamp, Patient, RecordedFact, Refusal,
};
use filiform_screening::{Fact, FactKind, Person, RecordedStatus};
use filiform_testkit::{
    a_fact, a_patient, a_problem, an_act, an_act_after, an_imported_fact, asked_fact,
    facts_recorded, given_patient, patient_registered, short,
};
use filiform_units::Sex;

const FILE: &str = "import of kerr.json";

fn warfarin() -> RecordedFact {
    an_imported_fact(
        "MedicationRequest/1",
        a_fact("Warfarin Sodium 5 MG Oral Tablet"),
    )
}

fn gout() -> RecordedFact {
    an_imported_fact("Condition/2", a_problem("Gout"))
}

fn corrected(fact: &RecordedFact, by: Fact) -> RecordedFact {
    RecordedFact {
        corrects: Some(fact.fact.id),
        ..asked_fact(by)
    }
}

fn import(facts: &[RecordedFact]) -> Command {
    Command::ImportHistory {
        identity: a_patient(),
        facts: facts.to_vec(),
        origin: short(FILE),
    }
}

fn record(facts: &[RecordedFact]) -> Command {
    Command::RecordFacts {
        facts: facts.to_vec(),
        origin: short("asked at assessment"),
    }
}

fn imported(facts: &[RecordedFact]) -> Event {
    Event::FactsRecorded {
        facts: facts.to_vec(),
        origin: short(FILE),
        act: an_act(),
    }
}

fn known_to_the_record(patient: &Patient) -> Vec<String> {
    let mut texts: Vec<_> = patient
        .standing_facts()
        .into_iter()
        .map(|fact| fact.text)
        .collect();
    texts.sort();
    texts
}

#[test]
fn a_person_is_registered_once() {
    let register = || Command::Register {
        identity: a_patient(),
    };
    given_patient(&[])
        .when(register())
        .then(&patient_registered())
        .when(register())
        .refused(&Refusal::AlreadyRegistered);
}

#[test]
fn a_history_without_identifiers_leaves_those_that_are_known() {
    let unnumbered = Identity {
        identifiers: Vec::new(),
        ..a_patient()
    };
    assert_ne!(unnumbered, a_patient());
    given_patient(&[patient_registered()])
        .when(Command::ImportHistory {
            identity: unnumbered,
            facts: Vec::new(),
            origin: short(FILE),
        })
        .then(&[]);
}

#[test]
fn facts_are_recorded_for_a_registered_person() {
    let facts = [
        asked_fact(a_fact("Aspirin 75 MG")),
        asked_fact(a_problem("Gout")),
    ];
    let after = given_patient(&[patient_registered()])
        .when(record(&facts))
        .then(&facts_recorded(&facts));
    assert_eq!(
        known_to_the_record(after.state()),
        ["Aspirin 75 MG", "Gout"]
    );
}

#[test]
fn facts_about_nobody_are_refused() {
    given_patient(&[])
        .when(record(&[asked_fact(a_fact("Aspirin 75 MG"))]))
        .refused(&Refusal::NotRegistered);
}

#[test]
fn recording_nothing_is_refused() {
    given_patient(&[patient_registered()])
        .when(record(&[]))
        .refused(&Refusal::NothingToRecord);
}

#[test]
fn a_fact_that_stands_is_not_recorded_again_under_its_id() {
    let aspirin = asked_fact(a_fact("Aspirin 75 MG"));
    given_patient(&[patient_registered(), facts_recorded(from_ref(&aspirin))])
        .when(record(from_ref(&aspirin)))
        .refused(&Refusal::FactExists(aspirin.fact.id));
}

#[test]
fn two_facts_recorded_together_do_not_hide_each_other() {
    let aspirin = a_fact("Aspirin 75 MG");
    let same_id = Fact {
        id: aspirin.id,
        ..a_problem("Gout")
    };
    given_patient(&[patient_registered()])
        .when(record(&[asked_fact(aspirin.clone()), asked_fact(same_id)]))
        .refused(&Refusal::FactExists(aspirin.id));
}

#[test]
fn a_corrected_fact_no_longer_stands() {
    let stopped = corrected(
        &warfarin(),
        Fact {
            status: RecordedStatus::Ended,
            ..a_fact("Warfarin, stopped in May")
        },
    );
    let after = given_patient(&[patient_registered(), facts_recorded(&[warfarin(), gout()])])
        .when(record(from_ref(&stopped)))
        .then(&facts_recorded(&[stopped]));
    assert_eq!(
        known_to_the_record(after.state()),
        ["Gout", "Warfarin, stopped in May"]
    );
}

#[test]
fn a_correction_of_a_fact_that_does_not_stand_is_refused() {
    let correction = corrected(&warfarin(), a_fact("Warfarin, stopped"));
    given_patient(&[patient_registered()])
        .when(record(&[correction]))
        .refused(&Refusal::NoSuchFact(warfarin().fact.id));
}

#[test]
fn a_fact_is_corrected_only_once() {
    let once = corrected(&warfarin(), a_fact("Warfarin, stopped in May"));
    let again = corrected(&warfarin(), a_fact("Warfarin, stopped in June"));
    let history = [patient_registered(), facts_recorded(&[warfarin()])];
    given_patient(&history)
        .when(record(&[once.clone(), again.clone()]))
        .refused(&Refusal::NoSuchFact(warfarin().fact.id));
    given_patient(&[history.concat(), facts_recorded(&[once])])
        .when(record(&[again]))
        .refused(&Refusal::NoSuchFact(warfarin().fact.id));
}

#[test]
fn a_fact_does_not_correct_itself() {
    let itself = corrected(&warfarin(), warfarin().fact);
    given_patient(&[patient_registered()])
        .when(record(from_ref(&itself)))
        .refused(&Refusal::NoSuchFact(warfarin().fact.id));
    given_patient(&[patient_registered(), facts_recorded(&[warfarin()])])
        .when(record(&[itself]))
        .refused(&Refusal::FactExists(warfarin().fact.id));
}

#[test]
fn an_import_registers_a_new_person_with_the_history() {
    given_patient(&[])
        .when(import(&[warfarin(), gout()]))
        .then(&[
            patient_registered().remove(0),
            imported(&[warfarin(), gout()]),
        ]);
}

#[test]
fn an_import_without_facts_registers_the_person() {
    given_patient(&[])
        .when(import(&[]))
        .then(&patient_registered());
}

#[test]
fn importing_the_same_history_again_changes_nothing() {
    let once = given_patient(&[])
        .when(import(&[warfarin(), gout()]))
        .then(&[
            patient_registered().remove(0),
            imported(&[warfarin(), gout()]),
        ]);
    let before = once.state().clone();
    let twice = once
        .when_at(import(&[gout(), warfarin()]), an_act_after(60))
        .then(&[]);
    assert_eq!(*twice.state(), before);
}

#[test]
fn the_same_resource_twice_in_one_import_is_one_fact() {
    given_patient(&[patient_registered()])
        .when(import(&[gout(), gout()]))
        .then(&[imported(&[gout()])]);
}

#[test]
fn a_changed_resource_is_a_correction() {
    let changed = an_imported_fact("MedicationRequest/1", a_fact("Warfarin 3 MG"));
    let as_correction = RecordedFact {
        corrects: Some(warfarin().fact.id),
        ..changed.clone()
    };
    let after = given_patient(&[patient_registered(), facts_recorded(&[warfarin(), gout()])])
        .when(import(&[changed.clone(), gout()]))
        .then(&[imported(&[as_correction])]);
    assert_eq!(
        known_to_the_record(after.state()),
        ["Gout", "Warfarin 3 MG"]
    );
    after.when(import(&[changed, gout()])).then(&[]);
}

#[test]
fn a_changed_resource_may_keep_the_id_of_its_fact() {
    let changed = an_imported_fact(
        "MedicationRequest/1",
        Fact {
            id: warfarin().fact.id,
            ..a_fact("Warfarin 3 MG")
        },
    );
    let as_correction = RecordedFact {
        corrects: Some(warfarin().fact.id),
        ..changed.clone()
    };
    let after = given_patient(&[patient_registered(), facts_recorded(&[warfarin()])])
        .when(import(&[changed]))
        .then(&[imported(&[as_correction])]);
    assert_eq!(known_to_the_record(after.state()), ["Warfarin 3 MG"]);
}

#[test]
fn a_resource_that_changes_back_is_a_correction_again() {
    let changed = an_imported_fact("MedicationRequest/1", a_fact("Warfarin 3 MG"));
    let there = RecordedFact {
        corrects: Some(warfarin().fact.id),
        ..changed.clone()
    };
    let and_back = RecordedFact {
        corrects: Some(changed.fact.id),
        ..warfarin()
    };
    let after = given_patient(&[patient_registered(), facts_recorded(&[warfarin()])])
        .when(import(&[changed]))
        .then(&[imported(&[there])])
        .when(import(&[warfarin()]))
        .then(&[imported(&[and_back])]);
    assert_eq!(
        known_to_the_record(after.state()),
        ["Warfarin Sodium 5 MG Oral Tablet"]
    );
}

#[test]
fn a_resource_that_changes_within_one_import_ends_as_its_last_version() {
    let changed = an_imported_fact("MedicationRequest/1", a_fact("Warfarin 3 MG"));
    let as_correction = RecordedFact {
        corrects: Some(warfarin().fact.id),
        ..changed.clone()
    };
    let after = given_patient(&[patient_registered()])
        .when(import(&[warfarin(), changed]))
        .then(&[imported(&[warfarin(), as_correction])]);
    assert_eq!(known_to_the_record(after.state()), ["Warfarin 3 MG"]);
}

#[test]
fn what_was_corrected_here_stays_corrected_when_the_same_history_comes_again() {
    let stopped = corrected(&warfarin(), a_fact("Warfarin, stopped in May"));
    let after = given_patient(&[
        patient_registered(),
        facts_recorded(&[warfarin(), gout()]),
        facts_recorded(&[stopped]),
    ])
    .when(import(&[warfarin(), gout()]))
    .then(&[]);
    assert_eq!(
        known_to_the_record(after.state()),
        ["Gout", "Warfarin, stopped in May"]
    );
}

#[test]
fn a_change_in_the_source_stands_beside_the_correction_made_here() {
    let stopped = corrected(&warfarin(), a_fact("Warfarin, stopped in May"));
    let changed = an_imported_fact("MedicationRequest/1", a_fact("Warfarin 3 MG"));
    let after = given_patient(&[
        patient_registered(),
        facts_recorded(&[warfarin()]),
        facts_recorded(&[stopped]),
    ])
    .when(import(from_ref(&changed)))
    .then(&[imported(&[changed])]);
    assert_eq!(
        known_to_the_record(after.state()),
        ["Warfarin 3 MG", "Warfarin, stopped in May"]
    );
}

#[test]
fn an_imported_fact_does_not_hide_one_that_stands() {
    let aspirin = asked_fact(a_fact("Aspirin 75 MG"));
    let same_id = an_imported_fact(
        "Condition/9",
        Fact {
            id: aspirin.fact.id,
            ..a_problem("Gout")
        },
    );
    given_patient(&[patient_registered(), facts_recorded(from_ref(&aspirin))])
        .when(import(&[same_id]))
        .refused(&Refusal::FactExists(aspirin.fact.id));
}

#[test]
fn an_imported_fact_does_not_correct_what_is_not_there() {
    let astray = RecordedFact {
        corrects: Some(gout().fact.id),
        ..warfarin()
    };
    given_patient(&[patient_registered()])
        .when(import(&[astray]))
        .refused(&Refusal::NoSuchFact(gout().fact.id));
}

#[test]
fn a_fact_without_a_stamp_is_taken_in_as_it_is() {
    let unstamped = asked_fact(a_problem("Gout"));
    given_patient(&[patient_registered()])
        .when(import(from_ref(&unstamped)))
        .then(&[imported(&[unstamped])]);
}

#[test]
fn an_import_with_a_changed_identity_changes_it() {
    let married = Identity {
        family: short("Kerr-Byrne"),
        ..a_patient()
    };
    let after = given_patient(&[patient_registered(), facts_recorded(&[gout()])])
        .when_at(
            Command::ImportHistory {
                identity: married.clone(),
                facts: vec![gout()],
                origin: short(FILE),
            },
            an_act_after(5),
        )
        .then(&[Event::IdentityChanged {
            identity: married.clone(),
            act: an_act_after(5),
        }]);
    assert_eq!(after.state().identity, Some(married));
    assert_eq!(after.state().changed_at, Some(an_act_after(5).at));
    assert_eq!(known_to_the_record(after.state()), ["Gout"]);
}

#[test]
fn the_record_knows_when_it_last_changed() {
    let nobody = given_patient(&[]);
    assert_eq!(nobody.state().changed_at, None);
    let facts = [asked_fact(a_problem("Gout"))];
    let after = given_patient(&[patient_registered()])
        .when_at(record(&facts), an_act_after(3))
        .then(&[Event::FactsRecorded {
            facts: facts.to_vec(),
            origin: short("asked at assessment"),
            act: an_act_after(3),
        }]);
    assert_eq!(after.state().changed_at, Some(an_act_after(3).at));
}

#[test]
fn the_newest_import_of_a_resource_is_remembered() {
    let stamp = ImportStamp {
        key: "Condition/2".to_owned(),
        fingerprint: gout().import.unwrap().fingerprint,
    };
    let patient = given_patient(&[patient_registered(), facts_recorded(&[gout()])]);
    let newest = &patient.state().imports[&stamp.key];
    assert_eq!(newest.fact, gout().fact.id);
    assert_eq!(newest.fingerprint, stamp.fingerprint);
}

#[test]
fn a_person_is_shown_by_given_and_family_name() {
    assert_eq!(a_patient().display_name(), "Aoife Kerr");
    assert_eq!(a_patient().initials(), "A.K.");
    let one_name = Identity {
        given: None,
        family: short("Örn"),
        ..a_patient()
    };
    assert_eq!(one_name.display_name(), "Örn");
    assert_eq!(one_name.initials(), "Ö.");
}

#[test]
fn screening_learns_sex_and_birth_date_and_nothing_else_of_the_identity() {
    assert_eq!(
        a_patient().person(),
        Person {
            sex: Sex::Female,
            born: a_patient().born,
        }
    );
}

#[test]
fn the_builders_give_the_kind_they_say() {
    assert_eq!(a_fact("Aspirin 75 MG").kind, FactKind::Medicine);
    assert_eq!(a_problem("Gout").kind, FactKind::Problem);
}

#[test]
fn every_refusal_says_what_stands_in_the_way() {
    let id = gout().fact.id;
    let said = [
        Refusal::AlreadyRegistered,
        Refusal::NotRegistered,
        Refusal::NoSuchFact(id),
        Refusal::FactExists(id),
        Refusal::NothingToRecord,
    ]
    .map(|refusal| refusal.to_string());
    assert_eq!(
        said,
        [
            "this patient is already registered".to_owned(),
            "this patient is not registered".to_owned(),
            format!("the fact to correct, `{id}`, does not stand in this record; reload the page"),
            format!("a fact with the id `{id}` stands already; to change it, correct it"),
            "there is nothing to record".to_owned(),
        ]
    );
}
