//! Plans beside the best one.

use filiform_knowledge::{NeedleNumber, Place, Position, Technique};
use filiform_planning::{
    Experience, Limits, Proof, Proposal, Unscreened, alternatives, evaluate, needle_limit, propose,
    substitutes,
};
use filiform_screening::Needle;
use filiform_units::{Laterality, Side};

use crate::support::{CONDITIONS, KNOWLEDGE, at_most, complaint, point};

fn needle(code: (filiform_knowledge::PointKey, Side)) -> Needle {
    let (key, side) = code;
    let point = KNOWLEDGE.point(key);
    Needle {
        near: None,
        place: Place::Point(key),
        side,
        depth: point.depth,
        angle: point.angle,
        technique: Technique::Manual,
    }
}

fn needles(proposal: &Proposal) -> Vec<Needle> {
    let placed = proposal.needles.iter().map(|one| (one.point, one.side));
    placed.map(needle).collect()
}

fn places(proposal: &Proposal) -> Vec<(filiform_knowledge::PointKey, Side)> {
    let mut places: Vec<_> = proposal
        .needles
        .iter()
        .map(|it| (it.point, it.side))
        .collect();
    places.sort_unstable();
    places
}

#[test]
fn the_first_of_the_positions_is_the_proposal_and_each_is_the_best_one_in_it() {
    for condition in CONDITIONS {
        let complaint = complaint(condition, Laterality::Left);
        let limits = at_most(6);
        let proposal = propose(&KNOWLEDGE, &Unscreened, &complaint, &limits);
        let others = alternatives(&KNOWLEDGE, &Unscreened, &complaint, &limits);
        assert_eq!(others.positions.len(), Position::ALL.len());
        assert!(
            (others.positions[0].value - proposal.value).abs() < 1e-9,
            "{condition}"
        );
        for other in others.positions {
            let there = Limits {
                position: Some(other.position),
                ..limits.clone()
            };
            let best = propose(&KNOWLEDGE, &Unscreened, &complaint, &there);
            assert!(matches!(other.proof, Proof::Optimal { .. }));
            assert!((best.value - other.value).abs() < 1e-9, "{condition}");
        }
    }
}

#[test]
fn the_next_best_plan_is_another_one_and_no_other_plan_is_between() {
    for condition in CONDITIONS {
        let complaint = complaint(condition, Laterality::Left);
        let limits = at_most(3);
        let best = propose(&KNOWLEDGE, &Unscreened, &complaint, &limits);
        let others = alternatives(&KNOWLEDGE, &Unscreened, &complaint, &limits);
        let next = others.next_best.expect("there are many points");
        let next_places: Vec<_> = next.needles.iter().map(|it| (it.point, it.side)).collect();
        assert_ne!(next_places, places(&best), "{condition}");
        assert!(next.value <= best.value + 1e-9, "{condition}");
        // No exchange of one needle of the best plan gives a plan that is worth more than the next best.
        let now = needles(&best);
        let in_place = substitutes(
            &KNOWLEDGE,
            &Unscreened,
            &complaint,
            &limits,
            &now,
            best.position,
        );
        for substitute in in_place.iter().flatten() {
            assert!(
                best.value + substitute.difference <= next.value + 1e-9,
                "{condition}"
            );
        }
    }
}

#[test]
fn a_substitute_changes_the_value_by_what_it_says() {
    let complaint = complaint("knee_oa", Laterality::Left);
    let limits = at_most(6);
    let proposal = propose(&KNOWLEDGE, &Unscreened, &complaint, &limits);
    let now = needles(&proposal);
    let value = |needles: &[Needle]| {
        let position = proposal.position;
        evaluate(
            &KNOWLEDGE,
            &Unscreened,
            &complaint,
            &limits,
            needles,
            position,
        )
        .value
    };
    let all = substitutes(
        &KNOWLEDGE,
        &Unscreened,
        &complaint,
        &limits,
        &now,
        proposal.position,
    );
    assert_eq!(all.len(), now.len());
    for (index, best) in all.iter().enumerate() {
        assert_eq!(best.len(), 3);
        for substitute in best {
            let mut changed = now.clone();
            changed[index] = needle((substitute.needle.point, substitute.needle.side));
            let difference = value(&changed) - value(&now);
            assert!((difference - substitute.difference).abs() < 1e-9);
            assert!(difference <= 1e-9, "the proposal was not the best one");
        }
    }
}

#[test]
fn more_needles_are_never_worth_less_and_the_curve_ends_at_the_proposal() {
    for condition in CONDITIONS {
        let complaint = complaint(condition, Laterality::Both);
        let proposal = propose(&KNOWLEDGE, &Unscreened, &complaint, &at_most(10));
        let curve = alternatives(&KNOWLEDGE, &Unscreened, &complaint, &at_most(10)).by_needles;
        assert_eq!(curve.len(), 10);
        assert!(
            curve.windows(2).all(|pair| pair[0] <= pair[1]),
            "{condition}"
        );
        assert!((curve[9] - proposal.value).abs() < 1e-9, "{condition}");
    }
}

#[test]
fn a_substitute_is_never_a_point_that_the_clinician_never_uses() {
    let complaint = complaint("neck", Laterality::Left);
    let limits = Limits {
        never: vec![point("GB21")],
        ..at_most(4)
    };
    let proposal = propose(&KNOWLEDGE, &Unscreened, &complaint, &limits);
    let now = needles(&proposal);
    let all = substitutes(
        &KNOWLEDGE,
        &Unscreened,
        &complaint,
        &limits,
        &now,
        proposal.position,
    );
    assert!(
        all.iter()
            .flatten()
            .all(|one| one.needle.point != point("GB21"))
    );
}

#[test]
fn a_first_session_and_a_person_who_needs_few_needles_get_fewer() {
    let usual = needle_limit(Experience::Some, NeedleNumber::Usual);
    let first = needle_limit(Experience::First, NeedleNumber::Usual);
    let few = needle_limit(Experience::Some, NeedleNumber::Few);
    let both = needle_limit(Experience::First, NeedleNumber::Few);
    assert!(first < usual && few < usual);
    assert!(both > 0 && both <= first.min(few));
}
