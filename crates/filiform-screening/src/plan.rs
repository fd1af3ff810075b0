//! What is screened: needles and electrode pairs.

use filiform_knowledge::{Angle, ConditionKey, Place, PointKey, Position, Technique};
use filiform_units::{DepthRange, Side};

/// One planned needle, resolved against the knowledge base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needle {
    /// Point, or region for a free site.
    pub place: Place,
    /// A named point so near to a free site that its rules hold there too.
    pub near: Option<PointKey>,
    /// Side.
    pub side: Side,
    /// Depth; `None` when it was not stated, which rules read as the dangerous case.
    pub depth: Option<DepthRange>,
    /// Direction.
    pub angle: Angle,
    /// Technique. A needle of an electrode pair is `Electrical`.
    pub technique: Technique,
}

/// Two needles joined for electrical stimulation, by their place in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ElectrodePair {
    /// Index of one needle.
    pub a: usize,
    /// Index of the other.
    pub b: usize,
}

/// What is screened. An empty plan screens the person alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanToScreen {
    /// Needles.
    pub needles: Vec<Needle>,
    /// Electrode pairs; indices outside `needles` are ignored.
    pub pairs: Vec<ElectrodePair>,
    /// How the person lies or sits; `None` when it is not stated, which rules read as the dangerous case.
    pub position: Option<Position>,
    /// The conditions treated, for red flags.
    pub conditions: Vec<ConditionKey>,
}
