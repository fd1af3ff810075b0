//! Who may do what, and that no use case reaches into another clinic.

use filiform_app::{Action, AppError, Role};
use filiform_care::{Authority, course, session};
use filiform_testkit::{a_fact, a_patient, an_insertion, mm};
use filiform_units::{CourseId, NeedleId, PatientId, ProtocolId, SessionId};

use crate::story::{Story, history, under_treatment};
use crate::use_cases::{Reach, order_course, order_session, rules};
use crate::world::World;

/// Calls every use case that `role` may call, each on a story of its own.
#[track_caller]
fn everything_allowed_works_for(role: Role) {
    let world = World::new();
    for rule in rules().iter().filter(|rule| rule.may.contains(&role)) {
        let story = under_treatment(&world);
        rule.prepare(&world, &story);
        let done = rule.call(&world, world.one_with(role), &story);
        assert!(done.is_ok(), "{role:?} may {}: {done:?}", rule.name);
    }
}

#[test]
fn a_practitioner_may_do_everything() {
    assert!(
        rules()
            .iter()
            .all(|rule| rule.may.contains(&Role::Practitioner))
    );
    everything_allowed_works_for(Role::Practitioner);
}

#[test]
fn an_assistant_may_care_but_not_treat() {
    everything_allowed_works_for(Role::Assistant);
}

#[test]
fn a_manager_may_see_the_board_take_histories_in_and_prove_the_record() {
    everything_allowed_works_for(Role::Manager);
}

#[test]
fn what_a_role_may_not_do_is_refused_and_changes_nothing() {
    let world = World::new();
    for rule in rules() {
        let refused: Vec<Role> = Role::ALL
            .into_iter()
            .filter(|role| !rule.may.contains(role))
            .collect();
        if refused.is_empty() {
            continue;
        }
        let story = under_treatment(&world);
        rule.prepare(&world, &story);
        let before = world.stored();
        for role in refused {
            let refused = rule.call(&world, world.one_with(role), &story);
            assert!(
                matches!(refused, Err(AppError::NotAllowed(_))),
                "{role:?} must not {}: {refused:?}",
                rule.name
            );
            let changed = world.stored();
            let changed = changed.changed_since(&before);
            assert!(changed.is_empty(), "{}: {changed:?}", rule.name);
        }
    }
}

#[test]
fn an_assistant_cannot_place_a_needle_or_agree_a_plan_as_a_plain_order() {
    let world = World::new();
    let story = under_treatment(&world);
    let before = world.stored();
    let place = session::Command::Place {
        insertion: an_insertion("ST34 left", mm(15)),
        stops: Vec::new(),
        unanswered: Vec::new(),
        authority: Authority::default(),
        phase: course::Phase::Open,
    };
    let refused = order_session(&world, &world.assistant, &story, place);
    assert!(matches!(
        refused,
        Err(AppError::NotAllowed(Action::PlaceNeedle))
    ));
    let agree = course::Command::AgreePlan {
        findings: Vec::new(),
        overrides: Vec::new(),
        authority: Authority::default(),
        found: Vec::new(),
    };
    let refused = order_course(&world, &world.assistant, &story, agree);
    assert!(matches!(refused, Err(AppError::NotAllowed(Action::Treat))));
    assert!(world.stored().changed_since(&before).is_empty());
}

#[test]
fn the_ids_of_another_clinic_are_never_found() {
    let world = World::new();
    let story = under_treatment(&world);
    let before = world.stored();
    for rule in rules() {
        let Reach::NotFound(what) = rule.reach else {
            continue;
        };
        let answered = rule.call(&world, &world.stranger, &story);
        assert!(
            matches!(answered, Err(AppError::NotFound(named)) if named == what),
            "{}: {answered:?}",
            rule.name
        );
        let changed = world.stored();
        let changed = changed.changed_since(&before);
        assert!(changed.is_empty(), "{}: {changed:?}", rule.name);
    }
}

#[test]
fn what_takes_no_id_stays_in_the_clinic_of_whoever_asks() {
    let world = World::new();
    let story = under_treatment(&world);
    let here = world.practitioner.clinic;
    let before = world.stored().with(here);
    for rule in rules() {
        if matches!(rule.reach, Reach::NotFound(_)) {
            continue;
        }
        let done = rule.call(&world, &world.stranger, &story);
        assert!(done.is_ok(), "{}: {done:?}", rule.name);
        let changed = world.stored().with(here);
        let changed = changed.changed_since(&before);
        assert!(changed.is_empty(), "{}: {changed:?}", rule.name);
    }
}

#[test]
fn lists_hold_nothing_of_another_clinic() {
    let world = World::new();
    under_treatment(&world);
    let (app, stranger) = (&world.app, &world.stranger);
    let board = app.today(stranger).expect("a board");
    assert!(board.running.is_empty() && board.courses.is_empty());
    assert_eq!(board.patients, 0);
    for search in ["", "Kerr"] {
        let list = app.patients(stranger, search).expect("a list");
        assert_eq!((list.rows.len(), list.total), (0, 0), "`{search}`");
    }
    let protocols = app.protocols(stranger).expect("a list");
    assert!(protocols.all.is_empty());
    let names = app.names(stranger).expect("names");
    assert_eq!(names.into_keys().collect::<Vec<_>>(), [stranger.account]);
    assert_eq!(app.verify_clinic(stranger).expect("a report").events, 0);
}

#[test]
fn the_same_person_is_another_patient_in_another_clinic() {
    let world = World::new();
    let story = under_treatment(&world);
    let facts = [a_fact("Ramipril 5 MG Oral Tablet")];
    let elsewhere = world
        .app
        .import_history(&world.stranger, history(a_patient(), &facts))
        .expect("the history is taken in");
    assert_ne!(elsewhere.patient, story.patient);
    assert_eq!(elsewhere.added, 1);
}

#[test]
fn ids_that_nobody_has_are_not_found() {
    let world = World::new();
    let real = under_treatment(&world);
    let nowhere = Story {
        patient: PatientId::from_bits(1),
        course: CourseId::from_bits(2),
        waiting: CourseId::from_bits(1),
        session: SessionId::from_bits(3),
        needle: NeedleId::from_bits(4),
        protocol: ProtocolId::from_bits(5),
        overrides: real.overrides,
    };
    let before = world.stored();
    for rule in rules() {
        let Reach::NotFound(what) = rule.reach else {
            continue;
        };
        let answered = rule.call(&world, &world.practitioner, &nowhere);
        assert!(
            matches!(answered, Err(AppError::NotFound(named)) if named == what),
            "{}: {answered:?}",
            rule.name
        );
    }
    assert!(world.stored().changed_since(&before).is_empty());
}
