//! What the planner is asked.

use filiform_knowledge::{
    ConditionKey, MuscleKey, PointKey, Position, RegionKey, SegmentKey, Technique,
};
use filiform_units::{Laterality, Side};

/// What was found, as far as planning needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The condition treated; the dose is that of this one.
    pub condition: ConditionKey,
    /// Side of the complaint.
    pub side: Laterality,
    /// Other conditions treated in the same sessions, each with its side.
    pub also: Vec<(ConditionKey, Laterality)>,
    /// Areas where the patient says it hurts.
    pub pain_areas: Vec<(RegionKey, Side)>,
    /// Muscles with trigger points or tenderness on examination.
    pub tender_muscles: Vec<(MuscleKey, Side)>,
    /// Spinal segments found tender beside the spine.
    pub tender_segments: Vec<(SegmentKey, Side)>,
}

impl Assessment {
    /// One condition on one side, with nothing drawn and nothing found.
    pub const fn of(condition: ConditionKey, side: Laterality) -> Self {
        Self {
            condition,
            side,
            also: Vec::new(),
            pain_areas: Vec::new(),
            tender_muscles: Vec::new(),
            tender_segments: Vec::new(),
        }
    }

    /// Every complaint with its side, the first one first.
    pub fn complaints(&self) -> impl Iterator<Item = (ConditionKey, Laterality)> + '_ {
        std::iter::once((self.condition, self.side)).chain(self.also.iter().copied())
    }
}

/// Search nodes that every benchmark complaint stays far below (the most was about 1,000), and that end
/// within about half a second.
pub const USUAL_NODE_LIMIT: u64 = 20_000;

/// What a plan may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most needles; few for a first session.
    pub max_needles: u8,
    /// Fixed position of the patient; `None` compares all.
    pub position: Option<Position>,
    /// Technique of the needles.
    pub technique: Technique,
    /// Never these points.
    pub never: Vec<PointKey>,
    /// Always these points with their side, unless a stop or the position forbids.
    pub always: Vec<(PointKey, Side)>,
    /// Search nodes after which the solver ends and states the gap; [`USUAL_NODE_LIMIT`] where nothing
    /// else is wanted.
    pub node_limit: u64,
}

impl Limits {
    /// At most so many needles by hand, in the best position, without preferences.
    pub const fn of(max_needles: u8) -> Self {
        Self {
            max_needles,
            position: None,
            technique: Technique::Manual,
            never: Vec::new(),
            always: Vec::new(),
            node_limit: USUAL_NODE_LIMIT,
        }
    }
}
