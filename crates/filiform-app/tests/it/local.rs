//! What a clinic changes of the knowledge reaches its patients, and goes back.

use std::collections::BTreeMap;

use filiform_app::{Actor, AppError, Reader};
use filiform_care::overlay::{Command as Order, Refusal};
use filiform_care::{Plan, PlannedNeedle};
use filiform_knowledge::{Angle, Embedded, FileSource as _, Kind, Knowledge, Layered};
use filiform_testkit::{a_fact, a_needle, a_patient, a_plan, long, mm};
use filiform_units::{CourseId, DepthRange};

use crate::story::{ANTICOAGULANT, DEEP, answers_to, history, imported, opened};
use crate::world::World;

const RULE: &str = "anticoag-deep";
const PATH: &str = "screening/rules/anticoag-deep.md";

fn shipped() -> String {
    let files = Embedded.files().expect("what is in the program is read");
    let found = files.into_iter().find(|(path, _)| path == PATH);
    found.expect("the rule is shipped").1.into_owned()
}

/// The shipped rule, stopping from half the depth on.
fn flatter() -> BTreeMap<String, String> {
    let (from, to) = ("deeper_than_mm = 10", "deeper_than_mm = 5");
    assert!(shipped().contains(from));
    BTreeMap::from([(PATH.to_owned(), shipped().replace(from, to))])
}

fn adopt(files: BTreeMap<String, String>) -> Order {
    Order::Adopt {
        files,
        reason: long("we needle flatter over the lung"),
    }
}

fn revert(change: usize) -> Order {
    Order::Revert {
        change,
        reason: long("it kept us from treating"),
    }
}

fn ordered(world: &World, actor: &Actor, order: Order) -> Result<(), AppError> {
    let read: Reader = Box::new(|local| Knowledge::load(&Layered::new(&Embedded, local)));
    world.app.change_local(actor, order, read).map(drop)
}

/// Deeper than five millimetres, not deeper than ten.
fn between() -> Plan {
    let depth = DepthRange::new(mm(5), mm(8)).expect("5 to 8 mm");
    Plan {
        needles: vec![PlannedNeedle {
            depth: Some(depth),
            angle: Angle::Tangential,
            ..a_needle(DEEP)
        }],
        ..a_plan(&[DEEP])
    }
}

fn is_stopped(world: &World, course: CourseId) -> bool {
    let answers = answers_to(world, course, &between());
    answers.iter().any(|answer| answer.rule.as_str() == RULE)
}

#[test]
fn a_lowered_threshold_changes_the_verdict_says_that_it_is_local_and_is_back_after_the_revert() {
    let mut world = World::with_one_clinic();
    let patient = imported(&world, history(a_patient(), &[a_fact(ANTICOAGULANT)]));
    let course = opened(&world, patient);
    let version = world.app.knowledge().version().to_owned();
    assert!(!is_stopped(&world, course));
    assert_eq!(world.app.knowledge().local(Kind::Rule, RULE), None);

    ordered(&world, &world.manager, adopt(flatter())).expect("it is adopted");
    assert!(!is_stopped(&world, course), "not before the next start");
    world.start_again();
    assert!(is_stopped(&world, course));
    let text = shipped();
    let beside = world.app.knowledge().local(Kind::Rule, RULE);
    assert_eq!(beside, Some(Some(text.as_str())), "shown as local policy");

    ordered(&world, &world.practitioner, revert(1)).expect("it is reverted");
    world.start_again();
    assert!(!is_stopped(&world, course));
    assert_eq!(world.app.knowledge().local(Kind::Rule, RULE), None);
    assert_eq!(world.app.knowledge().version(), version);
    let report = world.app.verify_clinic(&world.manager).expect("a proof");
    assert_eq!(report.faults, []);
}

#[test]
fn every_change_is_in_the_audit_trail_and_a_refused_one_leaves_nothing() {
    let world = World::with_one_clinic();
    ordered(&world, &world.manager, adopt(flatter())).expect("it is adopted");
    let line = world.audit().pop().expect("a line");
    assert_eq!(line.account, world.manager.account);
    assert_eq!(
        (line.action.as_str(), line.detail.as_str()),
        ("knowledge.change", "changed statements: 1")
    );

    let before = world.stored();
    let broken = BTreeMap::from([(
        PATH.to_owned(),
        shipped().replace("severity = \"stop\"", "severity = \"halt\""),
    )]);
    let refused = ordered(&world, &world.manager, adopt(broken));
    assert!(
        matches!(refused, Err(AppError::Knowledge(_))),
        "{refused:?}"
    );
    let refused = ordered(&world, &world.manager, adopt(flatter()));
    assert!(
        matches!(refused, Err(AppError::Overlay(Refusal::NothingChanged))),
        "{refused:?}"
    );
    let refused = ordered(&world, &world.assistant, revert(1));
    assert!(
        matches!(refused, Err(AppError::NotAllowed(_))),
        "{refused:?}"
    );
    assert!(world.stored().changed_since(&before).is_empty());
}
