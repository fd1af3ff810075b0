//! What the body shows beside the needles of a plan.

use filiform_app::{Command, PlanView};
use filiform_care::course::Command as Order;
use filiform_care::{ElectricalPair, Plan};
use filiform_screening::{Fact, FactKind};
use filiform_testkit::{a_fact, a_patient, a_plan};
use filiform_units::{CourseId, Hertz, Laterality, Side};

use crate::story::{
    HARMLESS, agreed, history, imported, needle_at, opened, place, started, under_treatment,
};
use crate::world::World;

/// A device on the left.
fn device(text: &str) -> Fact {
    Fact {
        kind: FactKind::Device,
        side: Laterality::Left,
        ..a_fact(text)
    }
}

fn course_of(world: &World, facts: &[Fact]) -> CourseId {
    let patient = imported(world, history(a_patient(), facts));
    opened(world, patient)
}

fn joined(codes: &[&str]) -> Plan {
    Plan {
        pairs: vec![ElectricalPair {
            a: 0,
            b: 1,
            frequency: Hertz::new(2).expect("2 Hz"),
        }],
        ..a_plan(codes)
    }
}

fn drafted(world: &World, course: CourseId, plan: Plan) -> PlanView {
    let order = Command::plain(Order::DraftPlan { plan });
    let drafted = world.app.order_course(&world.practitioner, course, order);
    drafted.expect("the plan is drafted");
    let view = world.app.plan(&world.practitioner, course, None);
    view.expect("the plan is shown")
}

#[test]
fn a_pair_that_a_rule_forbids_names_the_rule_and_another_names_none() {
    let world = World::new();
    let with = course_of(&world, &[device("Implantable defibrillator")]);
    let view = drafted(&world, with, joined(&["ST36 left", "SP9 left"]));
    assert!(!view.on_body.pair_stops[0].is_empty());

    let other = World::new();
    let free = course_of(&other, &[a_fact("Ramipril 5 MG Oral Tablet")]);
    let view = drafted(&other, free, joined(&["ST36 left", "SP9 left"]));
    assert_eq!(view.on_body.pair_stops, vec![Vec::new()]);
}

#[test]
fn the_pocket_of_a_pacemaker_is_where_no_needle_may_go_and_a_knee_is_not() {
    let world = World::new();
    let course = course_of(&world, &[device("Cardiac pacemaker")]);
    let view = drafted(&world, course, a_plan(&[HARMLESS]));
    let knowledge = world.app.knowledge();
    let regions: Vec<(&str, Side)> = view
        .on_body
        .no_go
        .iter()
        .map(|one| (knowledge.region(one.region).id.as_str(), one.side))
        .collect();
    assert!(
        regions.contains(&("chest-anterior", Side::Left)),
        "{regions:?}"
    );
    assert!(
        regions.iter().all(|(region, _)| *region != "knee"),
        "{regions:?}"
    );
}

#[test]
fn somebody_without_facts_has_nowhere_where_no_needle_may_go() {
    let world = World::new();
    let course = course_of(&world, &[]);
    let view = drafted(&world, course, a_plan(&[HARMLESS]));
    assert_eq!(view.on_body.no_go, Vec::new());
}

#[test]
fn the_needles_of_the_session_before_are_shown_and_those_of_this_one_are_not() {
    let world = World::new();
    let story = under_treatment(&world);
    let first = world.app.session(&world.practitioner, story.session);
    assert_eq!(
        first.expect("the session is shown").on_body.last,
        Vec::new()
    );
    let plan = world.app.plan(&world.practitioner, story.course, None);
    let last = plan.expect("the plan is shown").on_body.last;
    assert_eq!(last.len(), 1);
    assert_eq!(last[0].insertion.needle, story.needle);

    let course = story.waiting;
    agreed(&world, course, &a_plan(&[HARMLESS]));
    let session = started(&world, course);
    place(
        &world,
        &world.practitioner,
        session,
        needle_at(HARMLESS, 15),
    )
    .expect("it goes in");
    let view = world.app.session(&world.practitioner, session);
    // Another course of the same person has its own last session.
    assert_eq!(view.expect("the session is shown").on_body.last, Vec::new());
}
