//! An edited plan is judged on the scale of the proposal.

use filiform_knowledge::{Place, Position, Technique};
use filiform_planning::{Proposal, Unscreened, evaluate, propose};
use filiform_screening::Needle;
use filiform_units::{Laterality, Side};

use crate::support::{CONDITIONS, KNOWLEDGE, at_most, complaint, point};

fn needles(proposal: &Proposal) -> Vec<Needle> {
    proposal
        .needles
        .iter()
        .map(|needle| Needle {
            near: None,
            place: Place::Point(needle.point),
            side: needle.side,
            depth: Some(needle.depth),
            angle: needle.angle,
            technique: Technique::Manual,
        })
        .collect()
}

#[test]
fn an_untouched_proposal_is_worth_what_it_said() {
    for condition in CONDITIONS {
        let complaint = complaint(condition, Laterality::Both);
        let limits = at_most(10);
        let proposal = propose(&KNOWLEDGE, &Unscreened, &complaint, &limits);
        let evaluation = evaluate(
            &KNOWLEDGE,
            &Unscreened,
            &complaint,
            &limits,
            &needles(&proposal),
            proposal.position,
        );
        assert!(
            (evaluation.value - proposal.value).abs() < 1e-9,
            "{condition}"
        );
        assert!(evaluation.unreachable.is_empty());
        assert!(evaluation.too_close.is_empty());
        assert_eq!(evaluation.over_limit, 0);
        for (planned, evaluated) in proposal.needles.iter().zip(&evaluation.needles) {
            assert_eq!(planned.reasons, evaluated.reasons);
            assert_eq!(planned.trials, evaluated.trials);
            assert!((planned.worth - evaluated.worth).abs() < 1e-9);
        }
        assert_eq!(proposal.coverage.len(), evaluation.coverage.len());
        for (planned, evaluated) in proposal.coverage.iter().zip(&evaluation.coverage) {
            assert!((planned.covered - evaluated.covered).abs() < 1e-9);
        }
    }
}

#[test]
fn taking_a_needle_out_costs_what_the_needle_was_worth() {
    let complaint = complaint("knee_oa", Laterality::Left);
    let limits = at_most(8);
    let proposal = propose(&KNOWLEDGE, &Unscreened, &complaint, &limits);
    for index in 0..proposal.needles.len() {
        let mut rest = needles(&proposal);
        rest.remove(index);
        let evaluation = evaluate(
            &KNOWLEDGE,
            &Unscreened,
            &complaint,
            &limits,
            &rest,
            proposal.position,
        );
        let lost = proposal.value - evaluation.value;
        assert!((lost - proposal.needles[index].worth).abs() < 1e-9);
    }
}

#[test]
fn no_edit_of_a_proven_plan_is_worth_more() {
    let complaint = complaint("neck", Laterality::Right);
    let limits = at_most(6);
    let proposal = propose(&KNOWLEDGE, &Unscreened, &complaint, &limits);
    let all = needles(&proposal);
    for (key, row) in KNOWLEDGE.points().iter() {
        let Some(depth) = row.depth.filter(|_| row.needled && row.needles == 1) else {
            continue;
        };
        for index in 0..all.len() {
            let mut edited = all.clone();
            edited[index] = Needle {
                near: None,
                place: Place::Point(key),
                side: if row.midline {
                    Side::Midline
                } else {
                    Side::Right
                },
                depth: Some(depth),
                angle: row.angle,
                technique: Technique::Manual,
            };
            let evaluation = evaluate(
                &KNOWLEDGE,
                &Unscreened,
                &complaint,
                &limits,
                &edited,
                proposal.position,
            );
            if evaluation.unreachable.is_empty() && evaluation.too_close.is_empty() {
                assert!(evaluation.value <= proposal.value + 1e-9);
            }
        }
    }
}

#[test]
fn what_cannot_be_reached_what_stands_together_and_what_is_too_many_is_said() {
    let needle = |code: &str, side| Needle {
        near: None,
        place: Place::Point(point(code)),
        side,
        depth: KNOWLEDGE.point(point(code)).depth,
        angle: KNOWLEDGE.point(point(code)).angle,
        technique: Technique::Manual,
    };
    let plan = [
        needle("ST36", Side::Left),
        needle("BL23", Side::Left),
        needle("ST37", Side::Left),
        needle("ST36", Side::Left),
    ];
    let evaluation = evaluate(
        &KNOWLEDGE,
        &Unscreened,
        &complaint("clbp", Laterality::Left),
        &at_most(3),
        &plan,
        Position::Supine,
    );
    assert_eq!(evaluation.unreachable, [1]);
    assert!(evaluation.too_close.contains(&(0, 3)));
    assert_eq!(evaluation.over_limit, 1);
}

#[test]
fn a_free_site_counts_by_the_skin_of_its_region() {
    let complaint = complaint("knee_oa", Laterality::Left);
    let region = KNOWLEDGE.region_key("knee").expect("a region");
    let free = Needle {
        near: None,
        place: Place::Region(region),
        side: Side::Left,
        depth: None,
        angle: filiform_knowledge::Angle::Unrecorded,
        technique: Technique::Manual,
    };
    let evaluation = evaluate(
        &KNOWLEDGE,
        &Unscreened,
        &complaint,
        &at_most(4),
        &[free],
        Position::Supine,
    );
    assert!(!evaluation.needles[0].reasons.is_empty());
    assert_eq!(evaluation.needles[0].trials.used, 0);
}
