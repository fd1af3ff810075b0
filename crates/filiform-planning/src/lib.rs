//! A complaint and the verdicts in, a point plan with its reasons out.
//!
//! ```text
//! assessment --targets--> tissues with weights
//! points x sides --candidates (screening, depth)--> effects on the targets, cost of needle and risk
//! both --solver, one patient position at a time--> Proposal with its proof
//! ```
//!
//! The anatomy comes from the knowledge base. Strengths, costs and weights are planning policy and
//! stand in one table, `policy.rs`: "best" means best for them, not that the plan helps more.

pub mod agreement;
mod alternatives;
mod assessment;
mod candidates;
mod cover;
pub mod dose;
mod effects;
mod evaluate;
pub mod explain;
mod left_out;
mod limit;
pub mod pairs;
mod policy;
mod proposal;
mod propose;
mod screens;
pub mod solver;
mod targets;
mod trials;

pub use alternatives::{
    Alternatives, OtherNeedle, OtherPlan, Substitute, alternatives, substitutes,
};
pub use assessment::{Assessment, Limits, USUAL_NODE_LIMIT};
pub use evaluate::{EvaluatedNeedle, Evaluation, evaluate};
pub use limit::{Experience, needle_limit};
pub use proposal::{
    Effect, LeftOut, LeftOutReason, Mechanism, Proof, Proposal, ProposedNeedle, TargetCoverage,
    TrialCoverage, TrialUse,
};
pub use propose::{propose, propose_following};
pub use screens::{ScreensNeedles, Unscreened, WithPrivileges};
pub use trials::{NamedPoints, TrialsFollowed};
