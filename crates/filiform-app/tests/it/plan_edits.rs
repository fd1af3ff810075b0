//! A plan is edited, its edits are undone, and the plan of the last course is taken over.

use filiform_app::{AppError, Command, EditPlan, PlanSource, PlanView, TakeOver};
use filiform_care::course::{Command as Order, Refusal};
use filiform_care::{CoTreatment, CoTreatmentKind, Plan, PlannedNeedle};
use filiform_testkit::{a_complaint, a_needle, a_plan, short};
use filiform_units::{CourseId, Laterality};

use crate::story::{
    ANTICOAGULANT, DEEP, HARMLESS, a_course_for, agreed, asked, course_version, history, imported,
    key, opened, under_treatment,
};
use crate::world::World;

fn plan_of(world: &World, course: CourseId) -> PlanView {
    let plan = world.app.plan(&world.practitioner, course, None);
    plan.expect("the plan is found")
}

fn edited(world: &World, course: CourseId, change: impl FnOnce(&mut Plan)) -> u64 {
    let shown = plan_of(world, course).plan;
    let mut plan = shown.clone();
    change(&mut plan);
    let edit = Command::plain(EditPlan { shown, plan });
    let version = world.app.edit_plan(&world.practitioner, course, edit);
    version.expect("the plan is edited")
}

fn undo(world: &World, course: CourseId) -> Result<u64, AppError> {
    let order = Command::plain(Order::UndoDraft);
    world.app.order_course(&world.practitioner, course, order)
}

fn a_patient_with(world: &World, course_facts: &[&str]) -> filiform_units::PatientId {
    let facts: Vec<_> = course_facts
        .iter()
        .map(|text| filiform_testkit::a_fact(text))
        .collect();
    imported(world, history(filiform_testkit::a_patient(), &facts))
}

/// Another course of the same patient, opened an hour later.
fn next_course(world: &World, patient: filiform_units::PatientId, condition: &str) -> CourseId {
    world.pass(60);
    let mut order = a_course_for(patient);
    order.complaint = a_complaint(condition, Laterality::Left);
    let course = world
        .app
        .open_course(&world.practitioner, Command::plain(order));
    course.expect("the course is opened")
}

#[test]
fn the_first_edit_of_a_proposal_is_undone_to_the_proposal() {
    let world = World::new();
    let course = opened(
        &world,
        a_patient_with(&world, &["Ramipril 5 MG Oral Tablet"]),
    );
    let proposed = plan_of(&world, course);
    assert_eq!(proposed.source, PlanSource::Proposed);
    edited(&world, course, |plan| {
        plan.needles.pop();
    });
    undo(&world, course).expect("the edit is undone");
    let view = plan_of(&world, course);
    assert_eq!(
        (view.plan, view.source),
        (proposed.plan, PlanSource::Drafted)
    );
    let refused = undo(&world, course);
    assert!(
        matches!(refused, Err(AppError::Course(Refusal::NothingToUndo))),
        "{refused:?}"
    );
}

#[test]
fn a_deeper_needle_is_screened_at_once_and_its_undo_too() {
    let world = World::new();
    let course = opened(&world, a_patient_with(&world, &[ANTICOAGULANT]));
    edited(&world, course, |plan| {
        plan.needles = vec![a_needle(HARMLESS)];
    });
    let stops = |world: &World| {
        let view = plan_of(world, course);
        let stop = filiform_knowledge::Severity::Stop;
        let findings = view.verdict.findings();
        findings.iter().filter(|one| one.severity == stop).count()
    };
    let before = stops(&world);
    edited(&world, course, |plan| {
        *plan = plan.clone().with_needle(0, a_needle(DEEP));
    });
    assert!(
        stops(&world) > before,
        "a deep needle under an anticoagulant"
    );
    undo(&world, course).expect("the edit is undone");
    assert_eq!(stops(&world), before);
}

#[test]
fn a_refused_edit_leaves_nothing_not_even_the_proposal() {
    let world = World::new();
    let course = opened(
        &world,
        a_patient_with(&world, &["Ramipril 5 MG Oral Tablet"]),
    );
    let shown = plan_of(&world, course).plan;
    let before = world.stored();
    let edit = Command::plain(EditPlan {
        plan: a_plan(&["ST99 left"]),
        shown,
    });
    let refused = world.app.edit_plan(&world.practitioner, course, edit);
    assert!(
        matches!(refused, Err(AppError::Course(Refusal::Plan(_)))),
        "{refused:?}"
    );
    assert!(world.stored().changed_since(&before).is_empty());
}

#[test]
fn an_assistant_does_not_undo_and_an_old_page_does_not_either() {
    let world = World::new();
    let story = under_treatment(&world);
    let shown = course_version(&world, story.course);
    edited(&world, story.course, |plan| plan.sessions += 1);
    let before = world.stored();
    let order = || Command::plain(Order::UndoDraft);
    let app = &world.app;
    let refused = app.order_course(&world.assistant, story.course, order());
    assert!(matches!(refused, Err(AppError::NotAllowed(_))));
    let old = Command {
        expected: Some(shown),
        ..order()
    };
    let refused = app.order_course(&world.practitioner, story.course, old);
    assert!(
        matches!(refused, Err(AppError::Stale { .. })),
        "{refused:?}"
    );
    assert!(world.stored().changed_since(&before).is_empty());
}

#[test]
fn an_undo_sent_twice_undoes_one_edit() {
    let world = World::new();
    let story = under_treatment(&world);
    for _ in 0..2 {
        edited(&world, story.course, |plan| plan.sessions += 1);
    }
    let sessions = plan_of(&world, story.course).plan.sessions;
    for _ in 0..2 {
        let order = Command {
            key: Some(key("undo 1")),
            ..Command::plain(Order::UndoDraft)
        };
        let undone = world
            .app
            .order_course(&world.practitioner, story.course, order);
        undone.expect("the edit is undone");
    }
    assert_eq!(plan_of(&world, story.course).plan.sessions, sessions - 1);
}

#[test]
fn the_plan_of_the_last_course_of_the_same_condition_is_compared_before_a_later_one_of_another() {
    let world = World::new();
    let patient = a_patient_with(&world, &["Ramipril 5 MG Oral Tablet"]);
    let knee = opened(&world, patient);
    assert_eq!(plan_of(&world, knee).earlier, None);
    agreed(&world, knee, &a_plan(&[HARMLESS, "ST34 left"]));
    let neck = next_course(&world, patient, "neck");
    agreed(&world, neck, &a_plan(&["GB34 left"]));
    let again = next_course(&world, patient, "knee_oa");
    let earlier = plan_of(&world, again)
        .earlier
        .expect("there is a last course");
    assert_eq!(earlier.earlier.course, knee);
    let back = next_course(&world, patient, "clbp");
    let earlier = plan_of(&world, back)
        .earlier
        .expect("there is a last course");
    assert_eq!(
        earlier.earlier.course, neck,
        "the latest of any other condition"
    );
    assert_eq!(
        plan_of(&world, knee).earlier,
        None,
        "a later course is not earlier"
    );
}

#[test]
fn the_plan_of_the_last_course_is_taken_over_screened_anew_and_can_be_undone() {
    let world = World::new();
    let patient = a_patient_with(&world, &["Ramipril 5 MG Oral Tablet"]);
    let first = opened(&world, patient);
    let walks = CoTreatment {
        kind: CoTreatmentKind::Exercise,
        text: short("walks of 20 minutes, daily"),
    };
    let old = Plan {
        co_treatments: vec![walks],
        ..a_plan(&[DEEP, HARMLESS])
    };
    agreed(&world, first, &old);
    let again = next_course(&world, patient, "knee_oa");
    let warfarin = asked(filiform_testkit::a_fact(ANTICOAGULANT));
    let recorded = world
        .app
        .record_facts(&world.practitioner, patient, Command::plain(warfarin));
    recorded.expect("the medicine is recorded");
    let proposed = plan_of(&world, again).plan;
    let taken = take_over(&world, again, first).expect("it is taken over");
    assert_eq!(taken.1, Vec::<String>::new());
    let view = plan_of(&world, again);
    assert_eq!((&view.plan, view.source), (&old, PlanSource::Drafted));
    let stop = filiform_knowledge::Severity::Stop;
    assert!(
        view.verdict
            .findings()
            .iter()
            .any(|one| one.severity == stop)
    );
    assert!(view.earlier.expect("it is compared").difference.is_empty());
    undo(&world, again).expect("taking it over is undone");
    assert_eq!(plan_of(&world, again).plan, proposed);
}

#[test]
fn needles_whose_points_are_gone_are_left_out_and_named() {
    let world = World::new();
    let patient = a_patient_with(&world, &["Ramipril 5 MG Oral Tablet"]);
    let first = opened(&world, patient);
    let mut plan = a_plan(&[HARMLESS, "ST34 left"]);
    plan.needles.push(a_needle("XX1 left"));
    world.agree_as_written_elsewhere(patient, first, &plan);
    let again = next_course(&world, patient, "knee_oa");
    let (_, gone) = take_over(&world, again, first).expect("it is taken over");
    assert_eq!(gone, ["XX1 left"]);
    let needles = plan_of(&world, again).plan.needles;
    let names: Vec<String> = needles.iter().map(PlannedNeedle::words).collect();
    assert_eq!(names, [HARMLESS, "ST34 left"]);
}

#[test]
fn the_plan_of_another_patient_is_not_taken_over() {
    let world = World::new();
    let (story, other) = (under_treatment(&world), under_treatment(&world));
    let refused = take_over(&world, story.waiting, other.course);
    assert!(
        matches!(refused, Err(AppError::NotFound("course"))),
        "{refused:?}"
    );
}

fn take_over(
    world: &World,
    course: CourseId,
    from: CourseId,
) -> Result<(u64, Vec<String>), AppError> {
    let shown = plan_of(world, course).plan;
    let order = Command::plain(TakeOver { shown, from });
    world.app.take_over_plan(&world.practitioner, course, order)
}
