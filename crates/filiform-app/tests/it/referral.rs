//! A positive red flag stops the plan and drafts the letter.

use filiform_app::{AppError, Command, NewFact, ReferralView, Said};
use filiform_care::course::{self, Command as Order};
use filiform_care::session;
use filiform_knowledge::{ConceptKey, Mention, RuleId, RuleKind, Severity};
use filiform_testkit::{a_complaint, a_fact, a_patient, a_plan, long, short};
use filiform_units::{CourseId, Laterality, PatientId};

use crate::story::{HARMLESS, agreed, answers_to, history, imported, start};
use crate::world::World;

fn with_back_pain(world: &World) -> (PatientId, CourseId) {
    let facts = [a_fact("Ramipril 5 MG Oral Tablet")];
    let patient = imported(world, history(a_patient(), &facts));
    let order = filiform_app::OpenCourse {
        patient,
        complaint: a_complaint("clbp", Laterality::Both),
        baseline: Vec::new(),
    };
    let course = world
        .app
        .open_course(&world.practitioner, Command::plain(order));
    (patient, course.expect("a course"))
}

/// A yes to the first question of a red flag of which any one item counts.
fn positive(world: &World, patient: PatientId, flag: &str) {
    answered(world, patient, flag, Said::Yes);
}

fn answered(world: &World, patient: PatientId, flag: &str, said: Said) {
    let knowledge = world.app.knowledge();
    let rule = knowledge.rule(knowledge.rule_key(flag).expect("a red flag"));
    assert!(matches!(rule.kind, RuleKind::RedFlag(_)));
    let item: ConceptKey = rule
        .when
        .mentions()
        .into_iter()
        .find_map(|mention| match mention {
            Mention::Concept(concept) => Some(concept),
            Mention::Lab(_) => None,
        })
        .expect("a question");
    let answer = NewFact::answer(knowledge.concept(item), said, "asked by Nora Lindqvist");
    let order = Command::plain((vec![answer], short("asked at assessment")));
    let recorded = world.app.record_facts(&world.practitioner, patient, order);
    recorded.expect("the answer is recorded");
}

fn refer(world: &World, course: CourseId) {
    let draft = letter(world, course);
    let order = Order::Refer {
        rules: draft.flags.iter().map(|(rule, _)| rule.clone()).collect(),
        letter: long(&draft.letter),
    };
    let referred = world
        .app
        .order_course(&world.practitioner, course, Command::plain(order));
    referred.expect("the referral is recorded");
}

fn letter(world: &World, course: CourseId) -> ReferralView {
    let view = world.app.referral(
        &world.practitioner,
        course,
        "Harbour Road",
        "Chronic low back pain, both sides",
    );
    view.expect("a draft")
}

#[test]
fn a_positive_red_flag_stops_the_agreed_plan_at_the_next_session() {
    let world = World::new();
    let (patient, course) = with_back_pain(&world);
    agreed(&world, course, &a_plan(&[HARMLESS]));
    positive(&world, patient, "rf-cauda");
    let refused = world
        .app
        .start_session(&world.practitioner, Command::plain(start(course)));
    let Err(AppError::Session(session::Refusal::Stopped { rules })) = refused else {
        panic!("{refused:?}");
    };
    assert!(rules.contains(&RuleId::new("rf-cauda")));
}

#[test]
fn a_red_flag_is_answered_by_a_referral_before_anything_else() {
    let world = World::new();
    let (patient, course) = with_back_pain(&world);
    positive(&world, patient, "rf-cauda");
    let plan = a_plan(&[HARMLESS]);
    let agree = || {
        let overrides = answers_to(&world, course, &plan);
        let order = Command::plain((plan.clone(), overrides));
        world.app.agree_plan(&world.practitioner, course, order)
    };
    let refused = agree();
    let Err(AppError::Course(course::Refusal::NotReferred(rule))) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(rule.as_str(), "rf-cauda");
    refer(&world, course);
    agree().expect("after the referral a reason may be given");
}

#[test]
fn the_letter_is_drafted_from_what_is_recorded_and_from_nothing_else() {
    let world = World::new();
    let (patient, course) = with_back_pain(&world);
    let none = letter(&world, course);
    assert!(none.flags.is_empty());
    positive(&world, patient, "rf-cauda");
    let draft = letter(&world, course);
    assert_eq!(draft.flags.len(), 1);
    assert_eq!(draft.flags[0].1.severity, Severity::Stop);
    insta::assert_snapshot!(draft.letter);
}

#[test]
fn a_red_flag_that_comes_again_needs_a_referral_again() {
    let world = World::new();
    let (patient, course) = with_back_pain(&world);
    let plan = a_plan(&[HARMLESS]);
    agreed(&world, course, &plan);
    positive(&world, patient, "rf-cauda");
    refer(&world, course);
    agreed(&world, course, &plan);
    world.pass(24 * 60);
    answered(&world, patient, "rf-cauda", Said::No);
    world.pass(24 * 60);
    positive(&world, patient, "rf-cauda");
    let refused = world
        .app
        .start_session(&world.practitioner, Command::plain(start(course)));
    assert!(
        matches!(
            &refused,
            Err(AppError::Session(session::Refusal::Stopped { rules }))
                if rules.contains(&RuleId::new("rf-cauda"))
        ),
        "{refused:?}"
    );
    let overrides = answers_to(&world, course, &plan);
    let order = Command::plain((plan.clone(), overrides));
    let refused = world.app.agree_plan(&world.practitioner, course, order);
    assert!(
        matches!(
            &refused,
            Err(AppError::Course(course::Refusal::NotReferred(rule))) if rule.as_str() == "rf-cauda"
        ),
        "{refused:?}"
    );
    refer(&world, course);
    agreed(&world, course, &plan);
}
