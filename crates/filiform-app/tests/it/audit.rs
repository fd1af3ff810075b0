//! The audit trail: a line for each look, and a line together with each change.

use filiform_app::{Actor, AppError, Command};
use filiform_care::session;
use filiform_store::accounts::AuditLine;
use filiform_store::ledger::StoredEvent;

use crate::story::{Story, a_course_for, pain, under_treatment};
use crate::use_cases::{Leaves, Rule, order_session, rules};
use crate::world::World;

/// What was added to the ledger and to the audit trail meanwhile.
struct Added {
    events: Vec<StoredEvent>,
    lines: Vec<AuditLine>,
}

fn added(world: &World, doing: impl FnOnce()) -> Added {
    let (events, lines) = (world.events().len(), world.audit().len());
    doing();
    Added {
        events: world.events().split_off(events),
        lines: world.audit().split_off(lines),
    }
}

/// Somebody who may, other than the one who told the story where there is one.
fn somebody_who_may<'a>(world: &'a World, rule: &Rule) -> &'a Actor {
    if rule.may.contains(&world.assistant.role) {
        &world.assistant
    } else {
        &world.colleague
    }
}

#[test]
fn each_look_at_a_chart_writes_who_looked_at_whom_and_at_what() {
    let world = World::new();
    let story = under_treatment(&world);
    for rule in rules() {
        let Leaves::Look(what) = rule.leaves else {
            continue;
        };
        let may = |actor: &&&Actor| rule.may.contains(&actor.role);
        for actor in [&world.practitioner, &world.assistant].iter().filter(may) {
            let before = world.stored().without("audit");
            let added = added(&world, || {
                rule.call(&world, actor, &story).expect("the chart opens");
            });
            let [line] = added.lines.as_slice() else {
                panic!("{}: {:?}", rule.name, added.lines);
            };
            assert_eq!(line.account, actor.account, "{}", rule.name);
            assert_eq!(line.patient, Some(story.patient), "{}", rule.name);
            assert_eq!(
                (line.action.as_str(), line.detail.as_str()),
                ("chart.read", what)
            );
            let after = world.stored().without("audit");
            assert!(after.changed_since(&before).is_empty(), "{}", rule.name);
        }
    }
}

#[test]
fn a_chart_is_not_shown_when_the_look_cannot_be_written() {
    let world = World::new();
    let story = under_treatment(&world);
    world.break_table("audit");
    for rule in rules() {
        if matches!(rule.leaves, Leaves::Look(_)) {
            let shown = rule.call(&world, &world.practitioner, &story);
            assert!(
                matches!(shown, Err(AppError::Store(_))),
                "{}: {shown:?}",
                rule.name
            );
        }
    }
}

#[test]
fn each_change_writes_one_line_together_with_its_events() {
    let world = World::new();
    for rule in rules() {
        let (action, in_ledger) = match rule.leaves {
            Leaves::Change(action) => (action, true),
            Leaves::Line(action) => (action, false),
            Leaves::Nothing | Leaves::Look(_) => continue,
        };
        let story = under_treatment(&world);
        rule.prepare(&world, &story);
        let actor = somebody_who_may(&world, &rule);
        let added = added(&world, || {
            rule.call(&world, actor, &story)
                .expect("the order is followed");
        });
        assert_eq!(added.lines.len(), 1, "{}: {:?}", rule.name, added.lines);
        assert_eq!(!added.events.is_empty(), in_ledger, "{}", rule.name);
        for line in &added.lines {
            assert_eq!(line.action, action.as_str(), "{}", rule.name);
            assert_eq!(line.account, actor.account, "{}", rule.name);
            for event in &added.events {
                // What is about no patient belongs to the clinic.
                let about = line
                    .patient
                    .map_or_else(|| actor.clinic.to_string(), |patient| patient.to_string());
                assert_eq!(event.patient_id, about, "{}", rule.name);
                assert_eq!(event.by_id, actor.account.to_string(), "{}", rule.name);
                assert_eq!(event.at_us, line.at.micros(), "{}", rule.name);
            }
        }
    }
}

#[test]
fn what_cannot_be_written_to_the_audit_trail_does_not_happen() {
    let world = World::new();
    let told: Vec<(Rule, Story)> = rules()
        .into_iter()
        .filter(|rule| matches!(rule.leaves, Leaves::Change(_) | Leaves::Line(_)))
        .map(|rule| {
            let story = under_treatment(&world);
            rule.prepare(&world, &story);
            (rule, story)
        })
        .collect();
    world.break_table("audit");
    let before = world.stored();
    for (rule, story) in &told {
        let done = rule.call(&world, &world.practitioner, story);
        assert!(
            matches!(done, Err(AppError::Store(_))),
            "{}: {done:?}",
            rule.name
        );
        let after = world.stored();
        let changed = after.changed_since(&before);
        assert!(changed.is_empty(), "{}: {changed:?}", rule.name);
    }
}

#[test]
fn what_the_rules_refuse_leaves_neither_an_event_nor_a_line() {
    let world = World::new();
    let story = under_treatment(&world);
    let before = world.stored();
    let refused = order_session(&world, &world.practitioner, &story, session::Command::Sign);
    assert!(matches!(refused, Err(AppError::Session(_))));
    let refused = world.app.record_measures(
        &world.practitioner,
        story.course,
        Command::plain(vec![pain(6), pain(11)]),
    );
    assert!(matches!(refused, Err(AppError::Course(_))));
    let mut course = a_course_for(story.patient);
    course.baseline.push(pain(11));
    let refused = world
        .app
        .open_course(&world.practitioner, Command::plain(course));
    assert!(matches!(refused, Err(AppError::Course(_))));
    assert!(world.stored().changed_since(&before).is_empty());
}

#[test]
fn the_audit_trail_holds_no_name_of_a_patient() {
    let world = World::new();
    for rule in rules() {
        let story = under_treatment(&world);
        rule.prepare(&world, &story);
        let done = rule.call(&world, &world.practitioner, &story);
        done.expect("a practitioner may do everything");
    }
    for line in world.audit() {
        for name in ["Kerr", "Aoife", "0042"] {
            assert!(!line.detail.contains(name), "{line:?}");
        }
    }
}
