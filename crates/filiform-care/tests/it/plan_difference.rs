//! What tells one plan from another.

use filiform_care::{
    Changed, CoTreatment, CoTreatmentKind, ElectricalPair, Plan, PlanDifference, PlannedNeedle,
};
use filiform_knowledge::Position;
use filiform_testkit::{a_needle, a_plan, a_site, mm, short};
use filiform_units::{DepthRange, Hertz, Minutes};

fn walks() -> CoTreatment {
    CoTreatment {
        kind: CoTreatmentKind::Exercise,
        text: short("walks of 20 minutes, daily"),
    }
}

fn words(needles: &[PlannedNeedle]) -> Vec<String> {
    needles.iter().map(PlannedNeedle::words).collect()
}

fn changes(changed: &[Changed<PlannedNeedle>]) -> Vec<(String, String)> {
    let words = |one: &Changed<PlannedNeedle>| (one.before.words(), one.after.words());
    changed.iter().map(words).collect()
}

fn a_pair(a: usize, b: usize, hz: u32) -> ElectricalPair {
    ElectricalPair {
        a,
        b,
        frequency: Hertz::new(hz).unwrap(),
    }
}

#[test]
fn a_plan_does_not_differ_from_itself() {
    let plan = a_plan(&["ST36 left", "GV20"]);
    let difference = plan.difference(&plan);
    assert!(difference.is_empty());
    assert_eq!(words(&difference.kept), ["ST36 left", "GV20"]);
    let turned = a_plan(&["GV20", "ST36 left"]);
    assert!(turned.difference(&plan).is_empty(), "the order is no edit");
}

#[test]
fn needles_are_kept_new_or_gone() {
    let before = a_plan(&["ST36 left", "SP9 left", "GV20"]);
    let after = a_plan(&["SP9 left", "GB34 left"]);
    let difference = after.difference(&before);
    assert_eq!(words(&difference.kept), ["SP9 left"]);
    assert_eq!(words(&difference.new), ["GB34 left"]);
    assert_eq!(words(&difference.gone), ["ST36 left", "GV20"]);
    assert_eq!(difference.changed, []);
}

#[test]
fn another_depth_or_side_changes_a_needle() {
    let deeper = PlannedNeedle {
        depth: Some(DepthRange::new(mm(20), mm(30)).unwrap()),
        ..a_needle("ST36 left")
    };
    let before = a_plan(&["ST36 left", "SP9 left"]);
    let after = Plan {
        needles: vec![deeper.clone(), a_needle("SP9 right")],
        ..before.clone()
    };
    let difference = after.difference(&before);
    let same = |words: &str| (words.to_owned(), words.to_owned());
    assert_eq!(
        changes(&difference.changed),
        [
            same("ST36 left"),
            ("SP9 left".to_owned(), "SP9 right".to_owned())
        ]
    );
    assert_eq!(difference.changed[0].after, deeper);
    assert!(difference.kept.is_empty() && difference.new.is_empty());
}

#[test]
fn the_side_that_stayed_is_the_same_needle_before_one_that_changed() {
    let before = a_plan(&["ST36 left", "ST36 right"]);
    let after = a_plan(&["ST36 right"]);
    let difference = after.difference(&before);
    assert_eq!(words(&difference.kept), ["ST36 right"]);
    assert_eq!(words(&difference.gone), ["ST36 left"]);
}

#[test]
fn position_dose_and_what_goes_on_beside_the_needles_are_compared() {
    let before = a_plan(&["ST36 left"]);
    let after = Plan {
        position: Position::Sitting,
        retention: Minutes::literal(25),
        retention_reason: None,
        sessions: 8,
        per_week: 2,
        co_treatments: vec![walks()],
        ..before.clone()
    };
    let difference = after.difference(&before);
    let expected = PlanDifference {
        kept: before.needles.clone(),
        position: Some(Changed {
            before: Position::Supine,
            after: Position::Sitting,
        }),
        retention: Some(Changed {
            before: Minutes::literal(20),
            after: Minutes::literal(25),
        }),
        sessions: Some(Changed {
            before: 6,
            after: 8,
        }),
        per_week: Some(Changed {
            before: 1,
            after: 2,
        }),
        started: vec![walks()],
        ..PlanDifference::default()
    };
    assert_eq!(difference, expected);
    assert_eq!(before.difference(&after).ended, [walks()]);
}

#[test]
fn pairs_are_compared_by_their_needles_and_not_by_their_places() {
    let before = Plan {
        pairs: vec![a_pair(0, 1, 2)],
        ..a_plan(&["ST36 left", "SP9 left", "GB34 left"])
    };
    let turned = Plan {
        pairs: vec![a_pair(2, 1, 2)],
        ..a_plan(&["GB34 left", "ST36 left", "SP9 left"])
    };
    assert!(turned.difference(&before).is_empty());
    let faster = Plan {
        pairs: vec![a_pair(0, 1, 80)],
        ..before.clone()
    };
    let difference = faster.difference(&before);
    assert_eq!(difference.joined[0].frequency, Hertz::new(80).unwrap());
    assert_eq!(difference.parted[0].a, a_site("SP9 left"));
    assert_eq!(difference.parted[0].b, a_site("ST36 left"));
}
