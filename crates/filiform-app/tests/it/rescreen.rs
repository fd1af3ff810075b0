//! Facts that come in are held against every open plan.

use filiform_app::Command;
use filiform_care::course;
use filiform_care::patient::Identity;
use filiform_knowledge::Severity;
use filiform_testkit::{a_fact, a_patient, a_plan, long, short};
use filiform_units::{CourseId, PatientId};

use crate::story::{
    ANTICOAGULANT, DEEP, HARMLESS, agreed, asked, history, imported, opened, under_treatment,
};
use crate::world::World;

/// Nobody of [`under_treatment`].
fn somebody() -> Identity {
    Identity {
        family: short("Haas"),
        identifiers: Vec::new(),
        ..a_patient()
    }
}

fn with_a_plan(world: &World) -> (PatientId, CourseId) {
    let facts = [a_fact("Ramipril 5 MG Oral Tablet")];
    let patient = imported(world, history(somebody(), &facts));
    let course = opened(world, patient);
    agreed(world, course, &a_plan(&[DEEP, HARMLESS]));
    (patient, course)
}

#[test]
fn a_medicine_that_arrives_changes_the_open_plan_and_says_how() {
    let world = World::new();
    let (patient, course) = with_a_plan(&world);
    let order = Command::plain(asked(a_fact(ANTICOAGULANT)));
    let recorded = world.app.record_facts(&world.assistant, patient, order);
    let plans = recorded.expect("the fact is recorded").plans;
    assert_eq!(plans.len(), 1);
    assert_eq!(plans[0].course, course);
    let stricter = plans[0]
        .changes
        .iter()
        .find(|change| change.rule.as_str() == "anticoag-deep");
    let stricter = stricter.expect("the deep needle is stopped");
    assert!(stricter.is_stricter());
    assert_eq!(stricter.after, Severity::Stop);
    assert_eq!(
        stricter.needles.as_deref(),
        Some(&[0][..]),
        "the deep needle alone"
    );
    let view = world
        .app
        .plan(&world.practitioner, course, None)
        .expect("a plan");
    assert_eq!(view.since_agreed, plans[0].changes);
    let rescreen = &view.course.course.rescreens[0];
    assert_eq!(rescreen.because.as_str(), "asked at assessment");
    assert_eq!(rescreen.act.by, world.assistant.account);
    let board = world.app.today(&world.practitioner).expect("a board");
    assert_eq!(board.courses[0].course.rescreens, 1);
}

#[test]
fn an_import_is_held_against_every_open_plan_of_the_person_and_of_nobody_else() {
    let world = World::new();
    let story = under_treatment(&world);
    let (patient, course) = with_a_plan(&world);
    let facts = [a_fact("Ramipril 5 MG Oral Tablet"), a_fact(ANTICOAGULANT)];
    let done = world
        .app
        .import_history(&world.practitioner, history(somebody(), &facts));
    let done = done.expect("the history is taken in");
    assert_eq!(done.patient, patient);
    let changed: Vec<CourseId> = done.plans.iter().map(|plan| plan.course).collect();
    assert_eq!(changed, [course]);
    let other = world
        .app
        .course(&world.practitioner, story.course)
        .expect("a course");
    assert!(other.course.rescreens.is_empty());
    let again = world
        .app
        .import_history(&world.practitioner, history(somebody(), &facts));
    assert!(again.expect("nothing new").plans.is_empty());
}

#[test]
fn a_fact_that_no_rule_reads_changes_no_plan() {
    let world = World::new();
    let (patient, course) = with_a_plan(&world);
    let order = Command::plain(asked(a_fact("Paracetamol 500 MG Oral Tablet")));
    let recorded = world.app.record_facts(&world.assistant, patient, order);
    assert!(recorded.expect("the fact is recorded").plans.is_empty());
    let view = world
        .app
        .plan(&world.practitioner, course, None)
        .expect("a plan");
    assert!(view.since_agreed.is_empty());
}

#[test]
fn a_plan_that_is_agreed_again_has_nothing_new() {
    let world = World::new();
    let (patient, course) = with_a_plan(&world);
    let order = Command::plain(asked(a_fact(ANTICOAGULANT)));
    let recorded = world.app.record_facts(&world.assistant, patient, order);
    assert!(!recorded.expect("the fact is recorded").plans.is_empty());
    agreed(&world, course, &a_plan(&[HARMLESS]));
    let view = world
        .app
        .plan(&world.practitioner, course, None)
        .expect("a plan");
    assert!(view.since_agreed.is_empty());
    assert!(view.course.course.rescreens.is_empty());
}

#[test]
fn a_course_that_has_ended_is_left_alone() {
    let world = World::new();
    let (patient, course) = with_a_plan(&world);
    let end = Command::plain(course::Command::End {
        reason: long("the goal is reached"),
        running: None,
    });
    let ended = world.app.order_course(&world.practitioner, course, end);
    ended.expect("the course ends");
    let order = Command::plain(asked(a_fact(ANTICOAGULANT)));
    let recorded = world.app.record_facts(&world.assistant, patient, order);
    assert!(recorded.expect("the fact is recorded").plans.is_empty());
}

#[test]
fn nobody_can_write_a_change_of_the_verdict_by_hand() {
    let world = World::new();
    let (_, course) = with_a_plan(&world);
    let order = course::Command::Rescreen {
        before: Vec::new(),
        after: vec![filiform_screening::Found {
            rule: filiform_knowledge::RuleId::new("anticoag-deep"),
            severity: Severity::Stop,
            needles: None,
        }],
        because: short("made up"),
    };
    let done = world
        .app
        .order_course(&world.practitioner, course, Command::plain(order));
    done.expect("an order that changes nothing");
    let view = world
        .app
        .course(&world.practitioner, course)
        .expect("a course");
    assert!(view.course.rescreens.is_empty());
}

#[test]
fn a_fact_is_recorded_whatever_became_of_the_points_of_a_plan() {
    let world = World::new();
    let (patient, course) = with_a_plan(&world);
    let waiting = opened(&world, patient);
    world.agree_as_written_elsewhere(patient, waiting, &a_plan(&["XX99 left"]));
    let order = Command::plain(asked(a_fact(ANTICOAGULANT)));
    let recorded = world.app.record_facts(&world.assistant, patient, order);
    let plans = recorded.expect("the fact is recorded").plans;
    let changed: Vec<CourseId> = plans.iter().map(|plan| plan.course).collect();
    assert_eq!(changed, [course], "the plan that can be read is screened");
    let start = Command::plain(crate::story::start(waiting));
    let started = world.app.start_session(&world.practitioner, start);
    assert!(started.is_err(), "nobody is needled by the other one");
}

#[test]
fn a_plan_that_outlived_one_of_its_points_is_shown_without_it_and_can_be_mended() {
    let world = World::new();
    let (patient, _) = with_a_plan(&world);
    let course = opened(&world, patient);
    let written = a_plan(&[HARMLESS, "XX99 left"]);
    world.agree_as_written_elsewhere(patient, course, &written);
    let shown = world
        .app
        .plan(&world.practitioner, course, None)
        .expect("the page opens");
    assert_eq!(shown.gone, ["XX99 left"]);
    assert_eq!(shown.plan, a_plan(&[HARMLESS]));
    assert!(shown.agreed_by.is_none(), "nobody agreed what is left");
    agreed(&world, course, &shown.plan);
    let mended = world.app.plan(&world.practitioner, course, None);
    assert!(mended.expect("the page opens").gone.is_empty());
}
