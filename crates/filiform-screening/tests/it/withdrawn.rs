//! A rule that was withdrawn says nothing any more, and every other rule says what it said.

use std::collections::BTreeMap;

use filiform_knowledge::{Embedded, FileSource as _, Knowledge, Place, Technique};
use filiform_screening::{Chart, Needle, Person, PlanToScreen, Rulebook, screen};
use filiform_units::{Sex, Side};

use crate::support::{medicine, now};

const RULE: &str = "screening/rules/anticoag-vka.md";
const NOT_YET: &str = "reviewed = \"not yet reviewed by a clinician\"";

/// The shipped knowledge, with one rule withdrawn when `withdrawn` says so.
fn knowledge(withdrawn: &str) -> Knowledge {
    let files = Embedded.files().unwrap().into_iter();
    let mut files: BTreeMap<String, String> = files
        .map(|(path, text)| (path.into_owned(), text.into_owned()))
        .collect();
    let rule = files.get_mut(RULE).unwrap();
    *rule = rule.replace(NOT_YET, &format!("{NOT_YET}\n{withdrawn}"));
    Knowledge::load(&files).unwrap()
}

/// The rules that speak of warfarin and a needle in the leg.
fn said(knowledge: &Knowledge) -> Vec<String> {
    let rulebook = Rulebook::new(knowledge);
    let person = Person {
        sex: Sex::Male,
        born: None,
    };
    let facts = [medicine("Warfarin 5 mg")];
    let chart = Chart::read(&rulebook, &person, &facts, now());
    let needle = Needle {
        near: None,
        place: Place::Point(knowledge.point_key("SP9").unwrap()),
        side: Side::Left,
        depth: None,
        angle: filiform_knowledge::Angle::Perpendicular,
        technique: Technique::Manual,
    };
    let plan = PlanToScreen {
        needles: vec![needle],
        ..PlanToScreen::default()
    };
    let verdict = screen(&rulebook, &chart, &plan);
    let findings = verdict.findings().iter();
    findings
        .map(|found| knowledge.rule(found.rule).id.to_string())
        .collect()
}

#[test]
fn a_withdrawn_rule_says_nothing_and_the_others_say_what_they_said() {
    let mut before = said(&knowledge(""));
    let after = said(&knowledge(
        "withdrawn = { on = \"2026-11-24\", why = \"for the sake of this test\" }",
    ));
    assert!(
        before.iter().any(|rule| rule == "anticoag-vka"),
        "{before:?}"
    );
    before.retain(|rule| rule != "anticoag-vka");
    assert_eq!(after, before);
}
