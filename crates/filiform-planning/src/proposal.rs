//! What the planner answers.

use filiform_knowledge::{
    Angle, ConditionKey, Dose, PointKey, Position, PrivilegeId, RuleKey, Severity, Tissue,
};
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
    /// The needle shares the spinal level of the autonomic nerves of an organ.
    Autonomic,
    /// A strong stimulus elsewhere that trials used.
    Distal,
    /// A stimulus that trials used for a complaint without a tissue to aim at: what it does, it does
    /// through the brain.
    Central,
}

impl Mechanism {
    /// The word a page shows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Segmental => "segmental",
            Self::Regional => "regional",
            Self::Autonomic => "autonomic",
            Self::Distal => "distal",
            Self::Central => "central",
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
    /// How far the plan follows the trials of the condition; `None` when none names its points.
    pub trial_use: Option<TrialCoverage>,
    /// Value of the plan, in the solver's units: covered weight minus what needles and risks cost.
    pub value: f64,
    /// Proof of the value, over every position that was compared.
    pub proof: Proof,
    /// Positions that were compared, best first, each with the value of the best plan found in it.
    /// The proof covers the first; the others are proven not to be better, not to be exact.
    pub positions: Vec<(Position, f64)>,
    /// Value with at most 1, 2, 3, ... needles in the chosen position, never falling. The last is the
    /// proposal's own; the smaller ones are found greedily with exchanges, so they are lower bounds.
    pub value_by_needles: Vec<f64>,
    /// Usual dose of the condition.
    pub dose: Dose,
}

/// Whether anything better can exist. Values closer than 1e-9 count as equal.
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
    /// How many trials used the point.
    pub trials: TrialUse,
    /// How it is thought to act: by its reasons, strongest first, then by trial use alone.
    pub mechanisms: Vec<Mechanism>,
    /// What the plan loses without this needle.
    pub worth: f64,
}

/// How often trials used a point.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TrialUse {
    /// The condition of the complaint for which the point counts most; `None` for a place without a code.
    pub condition: Option<ConditionKey>,
    /// Trials that used it.
    pub used: u16,
    /// Trials of the condition whose points are known.
    pub of: u16,
    /// Trials that used it, of those whose points are known, among the trials of conditions that aim at
    /// one muscle or nerve that this one aims at too.
    pub region: (u16, u16),
    /// The same among all trials of the table.
    pub anywhere: (u16, u16),
    /// Whether the condition's statement names it among the points of the main trials.
    pub named: bool,
    /// The part of trials of this condition that planning expects to use it, 0 to 1; 0 on a side that the
    /// complaint is not on.
    pub strength: f64,
}

/// How far a plan follows the trials of its condition.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialCoverage {
    /// What it adds to the value of the plan, on the scale of the targets.
    pub value: f64,
    /// That value as part of what so many needles could have at most, 0 to 1.
    pub covered: f64,
    /// Needles whose points the trials used, by index, strongest first.
    pub by: Vec<usize>,
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
    /// The code stands for several needles; the single points are planned instead, where they have
    /// a code of their own.
    SeveralNeedles(Vec<PointKey>),
    /// It needs a privilege that the clinician does not hold.
    OutsidePrivilege(PrivilegeId),
    /// The clinician said never.
    NeverUsed,
    /// It adds little beside these needles, by index.
    AddsLittle(Vec<usize>),
    /// It does the same for every target in the same region and on the same side as this needle, by
    /// index.
    TooClose(usize),
    /// The needle limit is reached and every chosen needle is worth more.
    NeedleLimit,
}
