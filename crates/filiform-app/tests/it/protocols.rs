//! The clinic's own protocols: kept, offered, taken over, withdrawn, and never seen by another clinic.

use filiform_app::{AppError, Command, OfferedProtocol, OpenCourse, PlanSource, SaveProtocol};
use filiform_care::course;
use filiform_care::protocol::{Fit, Protocol, Refusal, evolve};
use filiform_knowledge::Severity;
use filiform_testkit::{
    a_complaint, a_fact, a_patient, a_plan, a_protocol, a_protocol_id, long, protocol_saved, short,
};
use filiform_units::{CourseId, Laterality, PatientId};

use crate::story::{
    ANTICOAGULANT, DEEP, course_version, history, imported, kept, key, opened, take,
};
use crate::world::World;

fn opened_on(world: &World, patient: PatientId, condition: &str, side: Laterality) -> CourseId {
    let order = OpenCourse {
        patient,
        complaint: a_complaint(condition, side),
        baseline: Vec::new(),
    };
    let opened = world
        .app
        .open_course(&world.practitioner, Command::plain(order));
    opened.expect("the course is opened")
}

fn ordered(world: &World, course: CourseId, order: course::Command) -> Result<u64, AppError> {
    world
        .app
        .order_course(&world.practitioner, course, Command::plain(order))
}

fn offered(world: &World, course: CourseId) -> Vec<OfferedProtocol> {
    let view = world.app.plan(&world.practitioner, course, None);
    view.expect("the plan is shown").protocols
}

fn somebody(world: &World) -> PatientId {
    imported(world, history(a_patient(), &[]))
}

#[test]
fn a_protocol_is_taken_over_for_the_other_side_and_the_record_says_where_the_plan_came_from() {
    let world = World::new();
    let patient = somebody(&world);
    let left = opened(&world, patient);
    let saved = kept(&world, left, "Knee, ours", &a_plan(&["ST36 left", "GV20"]));
    assert_eq!(saved.version, 1);
    let right = opened_on(&world, patient, "knee_oa", Laterality::Right);
    let [offer] = &offered(&world, right)[..] else {
        panic!("one protocol is offered");
    };
    assert_eq!((offer.id, offer.taken.fit), (saved.id, Fit::Mirrored));
    ordered(&world, right, take(saved.id, 1)).expect("it is taken over");

    let view = world.app.plan(&world.practitioner, right, None);
    let view = view.expect("the plan is shown");
    assert_eq!(view.plan, a_plan(&["ST36 right", "GV20"]));
    assert_eq!(view.source, PlanSource::Drafted, "nobody agreed it");
    let from = view.course.course.draft_from.expect("it says where from");
    assert_eq!(from.words(&view.plan), "“Knee, ours”, version 1, mirrored");
    let list = world.app.protocols(&world.assistant).expect("a list");
    assert_eq!(list.all[0].courses, 1);
    let report = world.app.verify_clinic(&world.manager).expect("a proof");
    assert_eq!(report.faults, []);
}

#[test]
fn protocols_of_the_condition_stand_before_the_others_and_withdrawn_ones_are_not_offered() {
    let world = World::new();
    let patient = somebody(&world);
    let knee = opened(&world, patient);
    let neck = opened_on(&world, patient, "neck", Laterality::None);
    let old = kept(&world, knee, "Knee, old", &a_plan(&["SP9 left"]));
    kept(&world, knee, "Knee, ours", &a_plan(&["ST36 left"]));
    kept(&world, neck, "Neck, ours", &a_plan(&["GV20"]));
    let reason = Command::plain(long("we needle less now"));
    let withdrawn = world
        .app
        .withdraw_protocol(&world.practitioner, old.id, reason);
    withdrawn.expect("it is withdrawn");
    let names = |course| -> Vec<String> {
        let offered = offered(&world, course);
        offered.iter().map(|one| one.name.to_string()).collect()
    };
    assert_eq!(names(knee), ["Knee, ours", "Neck, ours"]);
    assert_eq!(names(neck), ["Neck, ours", "Knee, ours"]);
    let refused = ordered(&world, knee, take(old.id, 1));
    assert!(
        matches!(
            refused,
            Err(AppError::Course(course::Refusal::Protocol(
                Refusal::Withdrawn { .. }
            )))
        ),
        "{refused:?}"
    );
    let list = world.app.protocols(&world.manager).expect("a list");
    let last = list.all.last().expect("nothing is erased");
    assert_eq!(last.id, old.id);
    assert_eq!(last.protocol.versions.len(), 1);
}

#[test]
fn the_same_name_gets_a_new_version_and_the_one_before_is_not_taken_over_unseen() {
    let world = World::new();
    let course = opened(&world, somebody(&world));
    let first = kept(&world, course, "Knee, ours", &a_plan(&["SP9 left"]));
    let second = kept(&world, course, "knee,  OURS", &a_plan(&["ST36 left"]));
    assert_eq!((second.id, second.version), (first.id, 2));
    let refused = ordered(&world, course, take(first.id, 1));
    assert!(
        matches!(
            refused,
            Err(AppError::Course(course::Refusal::Protocol(
                Refusal::SavedAgain {
                    chosen: 1,
                    now: 2,
                    ..
                }
            )))
        ),
        "{refused:?}"
    );
    ordered(&world, course, take(first.id, 2)).expect("the second is there");
}

#[test]
fn a_protocol_of_another_clinic_is_never_found() {
    let world = World::new();
    let ours = opened(&world, somebody(&world));
    let saved = kept(&world, ours, "Knee, ours", &a_plan(&["SP9 left"]));
    let stranger = &world.stranger;
    let theirs = world
        .app
        .import_history(stranger, history(a_patient(), &[]))
        .expect("a history");
    let order = OpenCourse {
        patient: theirs.patient,
        complaint: a_complaint("knee_oa", Laterality::Left),
        baseline: Vec::new(),
    };
    let theirs = world
        .app
        .open_course(stranger, Command::plain(order))
        .expect("a course");
    let before = world.stored();
    let taken = world
        .app
        .order_course(stranger, theirs, Command::plain(take(saved.id, 1)));
    assert!(
        matches!(taken, Err(AppError::NotFound("protocol"))),
        "{taken:?}"
    );
    assert!(world.stored().changed_since(&before).is_empty());
    let view = world.app.plan(stranger, theirs, None).expect("a plan");
    assert_eq!(view.protocols, []);
    // The same name in the other clinic is another protocol.
    let order = SaveProtocol {
        course: theirs,
        name: short("Knee, ours"),
        note: None,
        plan: a_plan(&["ST36 left"]),
    };
    let own = world
        .app
        .save_protocol(stranger, Command::plain(order))
        .expect("it is theirs");
    assert_ne!(own.id, saved.id);
    assert_eq!(own.version, 1);
}

#[test]
fn what_a_protocol_says_comes_from_the_record_and_not_from_the_caller() {
    let world = World::new();
    let course = opened(&world, somebody(&world));
    let saved = kept(&world, course, "Knee, ours", &a_plan(&["SP9 left"]));
    let forged = a_protocol(Laterality::Left, a_plan(&["GB21 left"]));
    let protocol = protocol_saved(forged)
        .iter()
        .fold(Protocol::default(), evolve);
    let order = course::Command::TakeProtocol {
        id: saved.id,
        version: 1,
        protocol,
    };
    ordered(&world, course, order).expect("it is taken over");
    let view = world.app.course(&world.practitioner, course);
    let draft = view.expect("the course is found").course.draft;
    assert_eq!(draft, Some(a_plan(&["SP9 left"])));
}

#[test]
fn a_protocol_is_screened_as_any_draft() {
    let world = World::new();
    let patient = imported(&world, history(a_patient(), &[a_fact(ANTICOAGULANT)]));
    let course = opened(&world, patient);
    let saved = kept(&world, course, "Shoulder, ours", &a_plan(&[DEEP]));
    ordered(&world, course, take(saved.id, 1)).expect("it becomes the draft");
    let view = world.app.plan(&world.practitioner, course, None);
    let verdict = view.expect("the plan is shown").verdict;
    assert_eq!(verdict.needles(), [Severity::Stop]);
    let agree = Command::plain((a_plan(&[DEEP]), Vec::new()));
    let agreed = world.app.agree_plan(&world.practitioner, course, agree);
    assert!(matches!(agreed, Err(AppError::Course(_))), "{agreed:?}");
}

#[test]
fn needles_whose_points_are_gone_are_left_out_and_named() {
    let world = World::new();
    let course = opened_on(&world, somebody(&world), "knee_oa", Laterality::Right);
    let content = a_protocol(Laterality::Left, a_plan(&["ST36 left", "ST99 left"]));
    world.keep_as_written_elsewhere(a_protocol_id(), content);
    let [offer] = &offered(&world, course)[..] else {
        panic!("one protocol is offered");
    };
    assert_eq!(offer.taken.left_out, ["ST99 right"]);
    ordered(&world, course, take(a_protocol_id(), 1)).expect("the rest is taken over");
    let view = world.app.plan(&world.practitioner, course, None);
    let view = view.expect("the plan is shown");
    assert_eq!(view.plan, a_plan(&["ST36 right"]));
    let from = view.course.course.draft_from.expect("it says where from");
    assert_eq!(from.from.left_out, ["ST99 right"]);
}

#[test]
fn a_form_that_is_sent_twice_saves_takes_and_withdraws_once() {
    let world = World::new();
    let course = opened(&world, somebody(&world));
    let (app, who) = (&world.app, &world.practitioner);
    let save = Command {
        key: Some(key("save")),
        ..Command::plain(SaveProtocol {
            course,
            name: short("Knee, ours"),
            note: Some(long("for stairs")),
            plan: a_plan(&["SP9 left"]),
        })
    };
    let saved = app.save_protocol(who, save.clone()).expect("it is saved");
    assert_eq!(app.save_protocol(who, save).expect("as before"), saved);
    let take_over = Command {
        order: take(saved.id, 1),
        expected: Some(course_version(&world, course)),
        key: Some(key("take")),
    };
    let version = app.order_course(who, course, take_over.clone());
    let version = version.expect("it is taken over");
    let again = app.order_course(who, course, take_over).expect("as before");
    assert_eq!(again, version);
    let withdraw = Command {
        order: long("we needle less now"),
        expected: Some(1),
        key: Some(key("withdraw")),
    };
    for _ in 0..2 {
        let done = app.withdraw_protocol(who, saved.id, withdraw.clone());
        done.expect("it is withdrawn");
    }
    let list = app.protocols(who).expect("a list");
    assert_eq!(list.all[0].changes, 2);
    let stale = Command {
        key: None,
        ..withdraw
    };
    let refused = app.withdraw_protocol(who, saved.id, stale);
    assert!(
        matches!(
            refused,
            Err(AppError::Stale {
                expected: 1,
                found: 2
            })
        ),
        "{refused:?}"
    );
}
