//! The draft of a plan: edited, and its edits undone.

use filiform_care::Plan;
use filiform_care::course::{Command, Course, EARLIER_DRAFTS_MAX, Event, Override, Refusal};
use filiform_knowledge::{RuleId, Severity};
use filiform_testkit::{
    a_plan, an_act, course_opened, given_course, long, plan_agreed, plan_drafted,
};
use filiform_units::Minutes;

fn first() -> Plan {
    a_plan(&["ST36 left", "SP9 left"])
}

fn second() -> Plan {
    a_plan(&["ST36 left"])
}

fn undone() -> Vec<Event> {
    vec![Event::DraftUndone { act: an_act() }]
}

fn answered(severity: Severity) -> Vec<Event> {
    vec![Event::FindingAnswered {
        answer: Override {
            rule: RuleId::new("anticoag-deep"),
            severity,
            reason: long("spoke to the prescriber today"),
        },
        under: Vec::new(),
        act: an_act(),
    }]
}

fn answers(course: &Course) -> usize {
    course.overrides.len()
}

#[test]
fn an_edit_is_undone_by_a_new_event() {
    let course = given_course(&[
        course_opened(),
        plan_drafted(first()),
        plan_drafted(second()),
    ])
    .when(Command::UndoDraft)
    .then(&undone());
    assert_eq!(course.state().draft, Some(first()));
    course
        .when(Command::UndoDraft)
        .refused(&Refusal::NothingToUndo);
}

#[test]
fn without_an_edit_there_is_nothing_to_undo() {
    given_course(&[course_opened()])
        .when(Command::UndoDraft)
        .refused(&Refusal::NothingToUndo);
    given_course(&[course_opened(), plan_drafted(first())])
        .when(Command::UndoDraft)
        .refused(&Refusal::NothingToUndo);
}

#[test]
fn a_draft_saved_again_as_it_stands_is_no_edit() {
    given_course(&[
        course_opened(),
        plan_drafted(first()),
        plan_drafted(first()),
    ])
    .when(Command::UndoDraft)
    .refused(&Refusal::NothingToUndo);
}

#[test]
fn edits_of_an_agreed_plan_are_undone_up_to_the_agreement() {
    let course = given_course(&[
        course_opened(),
        plan_drafted(second()),
        plan_drafted(first()),
        plan_agreed(first()),
        plan_drafted(second()),
    ])
    .when(Command::UndoDraft)
    .then(&undone());
    assert_eq!(course.state().draft, course.state().agreed);
    course
        .when(Command::UndoDraft)
        .refused(&Refusal::NothingToUndo);
}

#[test]
fn only_the_last_edits_are_kept() {
    let longer = |minutes: u16| Plan {
        retention: Minutes::literal(10 + minutes % 2),
        retention_reason: None,
        sessions: u8::try_from(1 + minutes / 2).unwrap(),
        ..first()
    };
    let edits = u16::try_from(EARLIER_DRAFTS_MAX).unwrap() + 5;
    let mut history = vec![course_opened()];
    history.extend((0..=edits).map(|edit| plan_drafted(longer(edit))));
    let mut course = given_course(&history);
    assert_eq!(course.state().earlier_drafts.len(), EARLIER_DRAFTS_MAX);
    for _ in 0..EARLIER_DRAFTS_MAX {
        course = course.when(Command::UndoDraft).then(&undone());
    }
    assert_eq!(course.state().draft, Some(longer(5)));
    course
        .when(Command::UndoDraft)
        .refused(&Refusal::NothingToUndo);
}

#[test]
fn an_undone_edit_takes_the_answer_to_a_stop_away_with_its_needles() {
    let history = |severity| {
        [
            course_opened(),
            plan_drafted(first()),
            plan_drafted(second()),
            answered(severity),
        ]
    };
    let course = given_course(&history(Severity::Stop))
        .when(Command::UndoDraft)
        .then(&undone());
    assert_eq!(answers(course.state()), 0);
    let course = given_course(&history(Severity::Ask))
        .when(Command::UndoDraft)
        .then(&undone());
    assert_eq!(answers(course.state()), 1, "a question stays answered");
}

#[test]
fn an_undone_edit_of_the_dose_keeps_the_answer_to_a_stop() {
    let longer = Plan {
        sessions: 9,
        ..first()
    };
    let course = given_course(&[
        course_opened(),
        plan_drafted(first()),
        plan_drafted(longer),
        answered(Severity::Stop),
    ])
    .when(Command::UndoDraft)
    .then(&undone());
    assert_eq!(answers(course.state()), 1);
}
