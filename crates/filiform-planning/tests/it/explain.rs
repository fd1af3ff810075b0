//! Sentences say what the figures say, and no more.

use filiform_knowledge::{Certainty, Verification};
use filiform_planning::{
    LeftOut, LeftOutReason, Limits, Mechanism, Proof, Unscreened, explain, propose,
};
use filiform_units::{Laterality, Side};

use crate::support::{CONDITIONS, KNOWLEDGE, at_most, complaint, point};

#[test]
fn every_needle_has_a_reason_in_words() {
    for condition in CONDITIONS {
        let complaint = complaint(condition, Laterality::Left);
        let proposal = propose(&KNOWLEDGE, &Unscreened, &complaint, &at_most(12));
        for needle in &proposal.needles {
            let words = explain::needle(
                &KNOWLEDGE,
                &needle.reasons,
                &needle.trials,
                &needle.mechanisms,
            );
            assert!(!words.is_empty(), "{condition}");
        }
        for left_out in &proposal.left_out {
            let words = explain::left_out(&KNOWLEDGE, &proposal, left_out);
            assert!(words.ends_with('.') && words.contains(':'), "{words}");
        }
    }
}

#[test]
fn a_stopped_point_names_its_rule() {
    let complaint = complaint("neck", Laterality::Left);
    let proposal = propose(&KNOWLEDGE, &Unscreened, &complaint, &at_most(4));
    let (rule, row) = KNOWLEDGE.rules().iter().next().expect("there are rules");
    let words = explain::left_out(
        &KNOWLEDGE,
        &proposal,
        &LeftOut {
            point: point("GB21"),
            side: Side::Left,
            why: LeftOutReason::Stopped(vec![rule]),
        },
    );
    assert_eq!(words, format!("GB21 left: stopped by `{}`.", row.title));
}

#[test]
fn a_proof_states_its_nodes_and_a_bound_its_gap() {
    let complaint = complaint("knee_oa", Laterality::Left);
    let mut proposal = propose(&KNOWLEDGE, &Unscreened, &complaint, &at_most(8));
    proposal.proof = Proof::Optimal { nodes: 1240 };
    assert_eq!(
        explain::proof(&proposal),
        "No better 8-needle plan exists for these targets: proven, 1,240 nodes."
    );
    proposal.proof = Proof::Bounded {
        bound: proposal.value * 1.02,
        nodes: 1,
    };
    assert_eq!(
        explain::proof(&proposal),
        "The search ended after 1 node: a better 8-needle plan may exist, worth at most 2.0 % more."
    );
}

#[test]
fn a_search_without_nodes_never_claims_a_proof_it_does_not_have() {
    let complaint = complaint("clbp", Laterality::Both);
    let limits = Limits {
        node_limit: 0,
        ..at_most(9)
    };
    let ended = propose(&KNOWLEDGE, &Unscreened, &complaint, &limits);
    let whole = propose(&KNOWLEDGE, &Unscreened, &complaint, &at_most(9));
    match ended.proof {
        Proof::Optimal { .. } => assert!((ended.value - whole.value).abs() < 1e-9),
        Proof::Bounded { bound, .. } => assert!(bound + 1e-9 >= whole.value),
    }
}

#[test]
fn no_mechanism_is_sold_as_evidence() {
    for mechanism in [
        Mechanism::Local,
        Mechanism::Segmental,
        Mechanism::Regional,
        Mechanism::Autonomic,
        Mechanism::Distal,
        Mechanism::Central,
    ] {
        let basis = explain::basis(mechanism);
        assert_eq!(basis.certainty, Certainty::None);
        assert_eq!(basis.verification, Verification::Policy);
    }
}
