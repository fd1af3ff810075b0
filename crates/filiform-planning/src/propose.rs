//! From the complaint to a plan.

use filiform_knowledge::{Knowledge, Position};

use crate::{Assessment, Limits, Proof, Proposal, ScreensNeedles};

/// The best plan for a complaint, with its reasons, in the best position.
///
/// Pure and deterministic: the same arguments give the same proposal.
pub fn propose(
    knowledge: &Knowledge,
    _screen: &impl ScreensNeedles,
    assessment: &Assessment,
    limits: &Limits,
) -> Proposal {
    Proposal {
        position: limits.position.unwrap_or(Position::Supine),
        needles: Vec::new(),
        left_out: Vec::new(),
        coverage: Vec::new(),
        trial_use: None,
        value: 0.0,
        proof: Proof::Bounded {
            bound: f64::INFINITY,
            nodes: 0,
        },
        positions: Vec::new(),
        value_by_needles: Vec::new(),
        dose: knowledge.condition(assessment.condition).dose.clone(),
    }
}
