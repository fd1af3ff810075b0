//! What the planner answers.

use filiform_knowledge::{Angle, Dose, PointKey, Position, RuleKey, Severity, Tissue};
use filiform_units::{DepthRange, Side};

/// How a needle acts on a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mechanism {
    /// The needle is in the tissue itself.
    Local,
    /// The needle shares the spinal segment, beside the spine or in a muscle of the same root.
    Segmental,
    /// The needle is in the painful area's skin segments.
    Regional,
    /// A strong stimulus elsewhere that trials of this condition used.
    Distal,
}

impl Mechanism {
    /// The word a page shows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Segmental => "segmental",
            Self::Regional => "regional",
            Self::Distal => "distal",
        }
    }
}

/// A plan with its reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// How the patient lies or sits.
    pub position: Position,
    /// Needles, most valuable first.
    pub needles: Vec<ProposedNeedle>,
    /// Obvious candidates that were left out, and why.
    pub left_out: Vec<LeftOut>,
    /// How well each target is covered, heaviest first.
    pub coverage: Vec<TargetCoverage>,
    /// Value of the plan, in the solver's units.
    pub value: f64,
    /// Proof of the value.
    pub proof: Proof,
    /// Best value in each position that was compared, best first.
    pub positions: Vec<(Position, f64)>,
    /// Best value with 1, 2, 3, ... needles in the chosen position.
    pub value_by_needles: Vec<f64>,
    /// Usual dose of the condition.
    pub dose: Dose,
}

/// Whether anything better can exist.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Proof {
    /// No better plan exists for what was asked.
    Optimal {
        /// Nodes the search visited.
        nodes: u64,
    },
    /// The search ended early; the best plan is worth at most `bound`.
    Bounded {
        /// Upper bound on any plan's value.
        bound: f64,
        /// Nodes the search visited.
        nodes: u64,
    },
}

/// One needle and why it is there.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposedNeedle {
    /// The point.
    pub point: PointKey,
    /// The side.
    pub side: Side,
    /// Depth, already kept inside what screening allows.
    pub depth: DepthRange,
    /// Direction.
    pub angle: Angle,
    /// What screening says of this needle; never `Stop`.
    pub severity: Severity,
    /// Rule that made the depth shallower than customary, if one did.
    pub depth_limited_by: Option<RuleKey>,
    /// What it covers, strongest first.
    pub reasons: Vec<Effect>,
    /// How many trials of this condition used the point.
    pub trials: u16,
    /// What the plan loses without this needle.
    pub worth: f64,
}

/// One effect of one needle on one target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// The target.
    pub tissue: Tissue,
    /// How it is reached.
    pub mechanism: Mechanism,
    /// Strength, 0 to 1.
    pub strength: f64,
}

/// How well a target is covered.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetCoverage {
    /// The target.
    pub tissue: Tissue,
    /// Side, where the target has one.
    pub side: Side,
    /// Weight in the complaint, 1 to 10.
    pub weight: u8,
    /// Covered part, 0 to 1, with diminishing returns.
    pub covered: f64,
    /// Needles that cover it, by index, strongest first.
    pub by: Vec<usize>,
}

/// A point that a clinician would expect, and why it is not in the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// The point.
    pub point: PointKey,
    /// The side.
    pub side: Side,
    /// Why.
    pub why: LeftOutReason,
}

/// Why a point is not in the plan.
#[derive(Clone, Debug, PartialEq)]
pub enum LeftOutReason {
    /// Screening stops it; the rules.
    Stopped(Vec<RuleKey>),
    /// It cannot be reached in the chosen position.
    OutOfReach,
    /// It is never needled.
    NotNeedled,
    /// The clinician said never.
    NeverUsed,
    /// It adds little beside these needles, by index.
    AddsLittle(Vec<usize>),
    /// Too close to this needle, by index.
    TooClose(usize),
    /// The needle limit is reached and every chosen needle is worth more.
    NeedleLimit,
}
