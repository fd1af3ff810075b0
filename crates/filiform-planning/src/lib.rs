//! A complaint and the verdicts in, a point plan with its reasons out.

mod assessment;
mod proposal;

pub use assessment::{Assessment, Limits};
pub use proposal::{
    Effect, LeftOut, LeftOutReason, Mechanism, Proof, Proposal, ProposedNeedle, TargetCoverage,
};
