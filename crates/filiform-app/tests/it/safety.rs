//! What must not happen to a patient.

use filiform_app::{AppError, Command};
use filiform_care::session::{self, Refusal};
use filiform_care::{Authority, course, overlay};
use filiform_knowledge::{RuleId, Severity};
use filiform_testkit::{a_fact, a_patient, a_plan, an_insertion, long, mm};
use filiform_units::{CourseId, NeedleCount, PatientId};

use crate::story::{
    ANTICOAGULANT, DEEP, HARMLESS, Story, agreed, answers_to, asked, history, imported, needle_at,
    opened, ordered, place, start, started, under_treatment,
};
use crate::use_cases::{order_course, order_session};
use crate::world::World;

/// A patient on an anticoagulant, with a course.
fn anticoagulated(world: &World) -> (PatientId, CourseId) {
    let patient = imported(world, history(a_patient(), &[a_fact(ANTICOAGULANT)]));
    (patient, opened(world, patient))
}

/// The rules that stop the deep needle.
fn stops(world: &World, course: CourseId) -> Vec<RuleId> {
    let answers = answers_to(world, course, &a_plan(&[DEEP]));
    let stops = answers
        .into_iter()
        .filter(|answer| answer.severity == Severity::Stop);
    let stops: Vec<RuleId> = stops.map(|answer| answer.rule).collect();
    assert!(!stops.is_empty(), "screening stops {DEEP}");
    stops
}

#[test]
fn a_plan_is_not_agreed_while_a_stop_has_no_answer() {
    let world = World::new();
    let (_, course) = anticoagulated(&world);
    let stops = stops(&world, course);
    let plan = a_plan(&[DEEP]);
    let mut overrides = answers_to(&world, course, &plan);
    overrides.retain(|answer| answer.severity < Severity::Stop);
    let before = world.stored();
    let order = Command::plain((plan.clone(), overrides));
    let refused = world.app.agree_plan(&world.practitioner, course, order);
    let Err(AppError::Course(course::Refusal::Unanswered { rule, severity })) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(severity, Severity::Stop);
    assert!(stops.contains(&rule));
    let after = world.stored();
    assert!(
        after.changed_since(&before).is_empty(),
        "the draft is not kept either"
    );
    agreed(&world, course, &plan);
}

#[test]
fn an_answer_to_a_question_does_not_answer_a_stop() {
    let world = World::new();
    let (_, course) = anticoagulated(&world);
    let plan = a_plan(&[DEEP]);
    let mut overrides = answers_to(&world, course, &plan);
    for answer in &mut overrides {
        answer.severity = Severity::Ask;
    }
    let order = Command::plain((plan, overrides));
    let refused = world.app.agree_plan(&world.practitioner, course, order);
    assert!(matches!(
        refused,
        Err(AppError::Course(course::Refusal::Unanswered { .. }))
    ));
}

#[test]
fn a_plan_is_not_agreed_while_a_question_is_open() {
    let world = World::new();
    let (_, course) = anticoagulated(&world);
    let plan = a_plan(&[HARMLESS]);
    assert!(!answers_to(&world, course, &plan).is_empty());
    let order = Command::plain((plan, Vec::new()));
    let refused = world.app.agree_plan(&world.practitioner, course, order);
    assert!(matches!(
        refused,
        Err(AppError::Course(course::Refusal::Unanswered { .. }))
    ));
}

#[test]
fn a_needle_under_a_stop_that_nobody_answered_does_not_go_in() {
    let world = World::new();
    let (_, course) = anticoagulated(&world);
    let stops = stops(&world, course);
    agreed(&world, course, &a_plan(&[HARMLESS]));
    let session = started(&world, course);
    let before = world.stored();
    let refused = place(&world, &world.practitioner, session, needle_at(DEEP, 20));
    let Err(AppError::Session(Refusal::Stopped { rules })) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(rules, stops);
    assert!(world.stored().changed_since(&before).is_empty());
    place(
        &world,
        &world.practitioner,
        session,
        needle_at(HARMLESS, 20),
    )
    .expect("it goes in");
}

#[test]
fn an_answered_stop_holds_for_its_needle_and_no_deeper_than_planned() {
    let world = World::new();
    let (_, course) = anticoagulated(&world);
    agreed(&world, course, &a_plan(&[DEEP]));
    let session = started(&world, course);
    place(&world, &world.practitioner, session, needle_at(DEEP, 20)).expect("it goes in");
    for other in [needle_at(DEEP, 21), needle_at("GB21 right", 20)] {
        let refused = place(&world, &world.practitioner, session, other);
        assert!(
            matches!(refused, Err(AppError::Session(Refusal::Stopped { .. }))),
            "{refused:?}"
        );
    }
}

#[test]
fn a_medicine_that_arrives_after_the_plan_was_agreed_stops_the_session_and_its_needle() {
    let world = World::new();
    let patient = imported(&world, history(a_patient(), &[]));
    let course = opened(&world, patient);
    agreed(&world, course, &a_plan(&[DEEP]));
    let session = started(&world, course);
    let order = Command::plain(asked(a_fact(ANTICOAGULANT)));
    let recorded = world.app.record_facts(&world.assistant, patient, order);
    recorded.expect("the medicine is recorded");
    let before = world.stored();
    let refused = place(&world, &world.practitioner, session, needle_at(DEEP, 20));
    assert!(matches!(
        refused,
        Err(AppError::Session(Refusal::Stopped { .. }))
    ));
    assert!(world.stored().changed_since(&before).is_empty());
    let last = [
        session::Command::RemoveAll,
        count(0),
        session::Command::Sign,
    ];
    for order in last {
        // No needle went in: there may be nothing to take out, and the session is signed empty.
        let order = Command::plain(order);
        let _ = world.app.order_session(&world.practitioner, session, order);
    }
    let order = Command::plain(start(course));
    let refused = world.app.start_session(&world.practitioner, order);
    assert!(
        matches!(refused, Err(AppError::Session(Refusal::Stopped { .. }))),
        "{refused:?}"
    );
}

#[test]
fn a_session_needs_an_agreed_plan() {
    let world = World::new();
    let patient = imported(&world, history(a_patient(), &[]));
    let course = opened(&world, patient);
    let order = Command::plain(start(course));
    let refused = world.app.start_session(&world.practitioner, order);
    assert!(matches!(
        refused,
        Err(AppError::Session(Refusal::NoAgreedPlan))
    ));
}

fn count(out: u32) -> session::Command {
    session::Command::Count {
        out: NeedleCount::new(out).expect("a count"),
    }
}

#[test]
fn a_session_with_a_needle_in_cannot_be_signed() {
    let world = World::new();
    let story = under_treatment(&world);
    let sign = |world: &World, story: &Story| {
        let signed = order_session(world, &world.practitioner, story, session::Command::Sign);
        match signed {
            Ok(()) => None,
            Err(AppError::Session(refusal)) => Some(refusal),
            Err(other) => panic!("{other:?}"),
        }
    };
    let remain = Refusal::NeedlesRemain {
        remaining: 1,
        inserted: 1,
    };
    assert_eq!(sign(&world, &story), Some(remain.clone()));
    ordered(&world, story.session, &[count(1)]);
    assert_eq!(sign(&world, &story), Some(remain));
    ordered(&world, story.session, &[session::Command::RemoveAll]);
    assert_eq!(sign(&world, &story), Some(Refusal::NotCounted));
    ordered(&world, story.session, &[count(2)]);
    assert!(matches!(
        sign(&world, &story),
        Some(Refusal::CountDiffers { .. })
    ));
    ordered(&world, story.session, &[count(1)]);
    assert_eq!(sign(&world, &story), None);
    assert_eq!(sign(&world, &story), Some(Refusal::AlreadySigned));
}

#[test]
fn a_signed_session_stays_as_it_is() {
    let world = World::new();
    let story = under_treatment(&world);
    let orders = [
        session::Command::RemoveAll,
        count(1),
        session::Command::Sign,
    ];
    ordered(&world, story.session, &orders);
    let before = world.stored();
    let refused = place(
        &world,
        &world.practitioner,
        story.session,
        needle_at(HARMLESS, 15),
    );
    assert!(matches!(
        refused,
        Err(AppError::Session(Refusal::AlreadySigned))
    ));
    let refused = order_session(&world, &world.practitioner, &story, count(1));
    assert!(matches!(
        refused,
        Err(AppError::Session(Refusal::AlreadySigned))
    ));
    assert!(world.stored().changed_since(&before).is_empty());
}

#[test]
fn a_course_that_has_ended_takes_no_orders() {
    let world = World::new();
    let story = under_treatment(&world);
    let reason = long("the goal is reached");
    let end = course::Command::End {
        reason,
        running: None,
    };
    let refused = order_course(&world, &world.practitioner, &story, end.clone());
    assert!(
        matches!(
            refused,
            Err(AppError::Course(course::Refusal::SessionRunning(id))) if id == story.session
        ),
        "a session runs: {refused:?}"
    );
    signed(&world, &story);
    order_course(&world, &world.practitioner, &story, end.clone()).expect("it ends");
    let before = world.stored();
    let refused = order_course(&world, &world.practitioner, &story, end);
    assert!(matches!(
        refused,
        Err(AppError::Course(course::Refusal::Ended))
    ));
    let order = Command::plain((a_plan(&[HARMLESS]), story.overrides));
    let refused = world
        .app
        .agree_plan(&world.practitioner, story.course, order);
    assert!(matches!(
        refused,
        Err(AppError::Course(course::Refusal::Ended))
    ));
    let order = Command::plain(start(story.course));
    let refused = world.app.start_session(&world.practitioner, order);
    assert!(matches!(
        refused,
        Err(AppError::Session(Refusal::CourseEnded))
    ));
    assert!(world.stored().changed_since(&before).is_empty());
}

#[test]
fn a_stop_is_not_answered_before_there_is_one() {
    let world = World::new();
    let (_, known) = anticoagulated(&world);
    let stops = answers_to(&world, known, &a_plan(&[DEEP]));
    let patient = under_treatment(&world).patient;
    let course = opened(&world, patient);
    let plan = a_plan(&[DEEP]);
    let mut overrides = answers_to(&world, course, &plan);
    overrides.extend(stops.into_iter().map(|mut stop| {
        stop.severity = Severity::Stop;
        stop
    }));
    let order = Command::plain((plan, overrides));
    let agreed = world.app.agree_plan(&world.practitioner, course, order);
    agreed.expect("nothing stops it yet");
    let order = Command::plain(asked(a_fact(ANTICOAGULANT)));
    let recorded = world.app.record_facts(&world.assistant, patient, order);
    recorded.expect("the medicine is recorded");
    let order = Command::plain(start(course));
    let refused = world.app.start_session(&world.practitioner, order);
    assert!(
        matches!(refused, Err(AppError::Session(Refusal::Stopped { .. }))),
        "{refused:?}"
    );
}

#[test]
fn after_the_end_of_a_course_no_needle_goes_in_but_those_in_come_out() {
    let world = World::new();
    let story = under_treatment(&world);
    world.end_as_written_elsewhere(story.patient, story.course);
    let before = world.stored();
    let needle = needle_at("ST34 left", 15);
    let refused = place(&world, &world.practitioner, story.session, needle);
    assert!(
        matches!(refused, Err(AppError::Session(Refusal::CourseEnded))),
        "{refused:?}"
    );
    let insertion = an_insertion("ST34 left", mm(15));
    let order = session::Command::Place {
        insertion,
        stops: Vec::new(),
        unanswered: Vec::new(),
        authority: Authority::default(),
        phase: course::Phase::Open,
    };
    let refused = order_session(&world, &world.practitioner, &story, order);
    assert!(
        matches!(refused, Err(AppError::Session(Refusal::CourseEnded))),
        "{refused:?}"
    );
    assert!(world.stored().changed_since(&before).is_empty());
    signed(&world, &story);
}

fn signed(world: &World, story: &Story) {
    let orders = [
        session::Command::RemoveAll,
        count(1),
        session::Command::Sign,
    ];
    ordered(world, story.session, &orders);
}

#[test]
fn one_session_of_a_course_runs_at_a_time() {
    let world = World::new();
    let story = under_treatment(&world);
    let begin = || {
        let order = Command::plain(start(story.course));
        world.app.start_session(&world.practitioner, order)
    };
    let refused = begin();
    assert!(
        matches!(
            refused,
            Err(AppError::Session(Refusal::AnotherRunning(id))) if id == story.session
        ),
        "{refused:?}"
    );
    signed(&world, &story);
    begin().expect("the next one starts");
}

#[test]
fn what_screening_says_is_never_taken_from_whoever_asks() {
    let world = World::new();
    let (patient, course) = anticoagulated(&world);
    let plan = a_plan(&[DEEP]);
    let draft = Command::plain(course::Command::DraftPlan { plan });
    let drafted = world.app.order_course(&world.practitioner, course, draft);
    drafted.expect("a draft");
    let agree = Command::plain(course::Command::AgreePlan {
        findings: Vec::new(),
        overrides: Vec::new(),
        authority: Authority::default(),
        found: Vec::new(),
    });
    let refused = world.app.order_course(&world.practitioner, course, agree);
    assert!(
        matches!(
            refused,
            Err(AppError::Course(course::Refusal::Unanswered { .. }))
        ),
        "{refused:?}"
    );
    agreed(&world, course, &a_plan(&[HARMLESS]));
    let session = started(&world, course);
    let place = Command::plain(session::Command::Place {
        insertion: an_insertion(DEEP, mm(20)),
        stops: Vec::new(),
        unanswered: Vec::new(),
        authority: Authority::default(),
        phase: course::Phase::Open,
    });
    let refused = world.app.order_session(&world.practitioner, session, place);
    assert!(
        matches!(refused, Err(AppError::Session(Refusal::Stopped { .. }))),
        "{patient} {refused:?}"
    );
}

#[test]
fn after_everything_the_record_is_whole() {
    let world = World::new();
    let story = under_treatment(&world);
    let orders = [
        session::Command::RemoveAll,
        count(1),
        session::Command::Sign,
    ];
    ordered(&world, story.session, &orders);
    let report = world.app.verify_clinic(&world.manager).expect("a report");
    assert_eq!(report.faults, []);
    assert_eq!(
        report.events,
        u64::try_from(world.events().len()).expect("a number")
    );
}

#[test]
fn local_knowledge_is_for_a_database_with_one_clinic_and_not_for_assistants() {
    let world = World::new();
    let adopt = |actor| {
        let order = overlay::Command::Adopt {
            files: [("conditions/ours.md".to_owned(), "ours".to_owned())].into(),
            reason: long("agreed by the team"),
        };
        let read = Box::new(|_: &_| filiform_knowledge::Knowledge::embedded());
        world.app.change_local(actor, order, read)
    };
    let before = world.stored();
    let refused = adopt(&world.assistant);
    assert!(
        matches!(refused, Err(AppError::NotAllowed(_))),
        "{refused:?}"
    );
    let refused = adopt(&world.practitioner);
    assert!(
        matches!(refused, Err(AppError::SeveralClinics)),
        "{refused:?}"
    );
    assert!(world.stored().changed_since(&before).is_empty());
}

/// Two arms, of which the left one is stopped and the stop answered.
fn one_arm_answered(world: &World) -> (PatientId, CourseId) {
    let facts = [a_fact("Lymphoedema of left arm")];
    let patient = imported(world, history(a_patient(), &facts));
    let course = opened(world, patient);
    agreed(world, course, &a_plan(&["LI4 left", "LI4 right"]));
    (patient, course)
}

fn other_arm_swells(world: &World, patient: PatientId) {
    let order = Command::plain(asked(a_fact("Lymphoedema of right arm")));
    let recorded = world.app.record_facts(&world.practitioner, patient, order);
    recorded.expect("the fact is recorded");
}

fn is_stopped_by<T: std::fmt::Debug>(refused: &Result<T, AppError>, rule: &str) {
    let is_stopped = matches!(
        refused,
        Err(AppError::Session(Refusal::Stopped { rules })) if *rules == [RuleId::new(rule)]
    );
    assert!(is_stopped, "{refused:?}");
}

#[test]
fn an_answered_stop_does_not_answer_for_a_needle_that_it_reaches_later() {
    let world = World::new();
    let (patient, course) = one_arm_answered(&world);
    other_arm_swells(&world, patient);
    let refused = world
        .app
        .start_session(&world.practitioner, Command::plain(start(course)));
    is_stopped_by(&refused, "lymphoedema-limb-arm");
}

#[test]
fn an_answered_stop_does_not_answer_for_a_needle_that_it_reaches_while_the_session_runs() {
    let world = World::new();
    let (patient, course) = one_arm_answered(&world);
    let session = started(&world, course);
    other_arm_swells(&world, patient);
    let right = place(
        &world,
        &world.practitioner,
        session,
        needle_at("LI4 right", 5),
    );
    is_stopped_by(&right, "lymphoedema-limb-arm");
    let left = place(
        &world,
        &world.practitioner,
        session,
        needle_at("LI4 left", 5),
    );
    left.expect("the needle whose stop was answered goes in");
}

#[test]
fn a_plan_whose_stop_reaches_further_is_agreed_again_only_with_a_new_answer() {
    let world = World::new();
    let (patient, course) = one_arm_answered(&world);
    other_arm_swells(&world, patient);
    let plan = a_plan(&["LI4 left", "LI4 right"]);
    let order = Command::plain((plan.clone(), Vec::new()));
    let refused = world.app.agree_plan(&world.practitioner, course, order);
    let Err(AppError::Course(course::Refusal::Unanswered { rule, .. })) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(rule.as_str(), "lymphoedema-limb-arm");
    agreed(&world, course, &plan);
    started(&world, course);
}

#[test]
fn a_needle_comes_out_whatever_became_of_the_other_points_of_its_plan() {
    let world = World::new();
    let patient = imported(&world, history(a_patient(), &[a_fact(ANTICOAGULANT)]));
    let course = opened(&world, patient);
    let plan = a_plan(&["XX99 left", HARMLESS, DEEP]);
    let insertion = an_insertion(HARMLESS, mm(5));
    let session = world.started_as_written_elsewhere((patient, course), &plan, &insertion);
    let view = world.app.session(&world.practitioner, session);
    let view = view.expect("the session is shown");
    let needles = view.verdict.needles();
    assert_eq!(needles[0], Severity::Stop, "nobody can say what it is");
    assert!(needles[1] < Severity::Stop);
    assert_eq!(needles[2], Severity::Stop, "an anticoagulant, and deep");
    let deep = view.verdict.of_needle(2).any(|found| {
        let rule = world.app.knowledge().rule(found.rule);
        rule.id.as_str() == "anticoag-deep"
    });
    assert!(deep, "findings stay with their needles");
    ordered(&world, session, &[session::Command::RemoveAll]);
}
