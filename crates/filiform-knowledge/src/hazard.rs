//! What lies under a place, how deep it was found, and how deep we work by default.

use filiform_units::Millimetres;

use crate::{Angle, Decimal, HazardId, Mark, Place, Provenance};

/// A structure at risk under some places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hazard {
    /// Its id: `lung-apex`.
    pub id: HazardId,
    /// Points, and regions for free sites.
    pub places: Vec<Place>,
    /// What is at risk.
    pub structures: Vec<String>,
    /// Safe technique.
    pub technique: String,
    /// What else a reader should know; may be empty.
    pub note: String,
    /// How deep we work by default.
    pub limits: Vec<DepthLimit>,
    /// What was measured. Studies disagree by a factor of three, since they measure in different
    /// directions and to different structures: never show one number as the safe depth.
    pub measures: Vec<Measured>,
    /// Source, certainty, review.
    pub provenance: Provenance,
}

/// A default limit for adults of normal build: policy, not evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepthLimit {
    /// The places it holds for; empty for all of the hazard.
    pub places: Vec<Place>,
    /// The direction it holds for; `None` for any.
    pub angle: Option<Angle>,
    /// Where the needle stops.
    pub stop: NeedleStop,
    /// When it holds; may be empty.
    pub note: String,
    /// Source, certainty, review.
    pub provenance: Provenance,
}

/// Where a needle stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NeedleStop {
    /// At a depth.
    Depth {
        /// The depth.
        limit: Millimetres,
        /// The highest limit, when the points of the hazard differ and nobody says which is which.
        highest: Option<Millimetres>,
    },
    /// At bone.
    Bone,
    /// At the lamina.
    Lamina,
    /// At the fascia, not through it.
    Fascia,
    /// Inside the lifted fold of muscle.
    Fold,
    /// Under the scalp, flat.
    UnderScalp,
}

impl NeedleStop {
    /// The depth, when it is one.
    pub const fn depth(self) -> Option<Millimetres> {
        match self {
            Self::Depth { limit, .. } => Some(limit),
            Self::Bone | Self::Lamina | Self::Fascia | Self::Fold | Self::UnderScalp => None,
        }
    }
}

/// The answer to "how deep by default?".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefaultDepth {
    /// Not deeper than this.
    Limit(Millimetres),
    /// To a structure, at whatever depth it lies.
    Structure(NeedleStop),
    /// There are limits, but for other directions only: this direction is outside the default.
    OtherDirection,
    /// No limit is given.
    None,
}

/// Something that was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The places; empty for all of the hazard.
    pub places: Vec<Place>,
    /// What was measured, in whom.
    pub what: String,
    /// `mean`, `shortest`, `range`, `advised`, `textbook`, `share`, `count`, `ratio`.
    pub statistic: String,
    /// Lowest value.
    pub from: Decimal,
    /// Highest value; the same as `from` for a single number.
    pub to: Decimal,
    /// Unit: `mm`, `percent`, `wrists`, `parts of 1`.
    pub unit: String,
    /// How many people or bodies; `None` when not given.
    pub people: Option<u32>,
    /// How: `ultrasound`, `MRI`, `cadavers`, `textbooks`.
    pub method: String,
    /// Direction of the line; may be empty.
    pub direction: String,
    /// Whether it is a distance from skin to an organ: at the smallest of them a needle stops.
    pub is_organ_distance: bool,
    /// How it was checked.
    pub mark: Mark,
}

impl Hazard {
    /// How deep we work by default at a place in a direction. A limit that names the place takes the
    /// place of those for the whole hazard. A free site where only points have limits takes the strictest
    /// of theirs, and so does an unrecorded direction.
    pub fn default_depth(&self, place: Place, angle: Angle) -> DefaultDepth {
        let named = |limit: &&DepthLimit| limit.places.contains(&place);
        let whole = |limit: &&DepthLimit| limit.places.is_empty();
        let mut here: Vec<_> = self.limits.iter().filter(named).collect();
        if here.is_empty() {
            here.extend(self.limits.iter().filter(whole));
        }
        if here.is_empty() {
            here.extend(&self.limits);
        }
        if here.is_empty() {
            return DefaultDepth::None;
        }
        here.retain(|limit| {
            limit.angle.is_none_or(|its| its == angle) || angle == Angle::Unrecorded
        });
        let depths = here.iter().filter_map(|limit| limit.stop.depth());
        match (depths.min(), here.first()) {
            (Some(depth), _) => DefaultDepth::Limit(depth),
            (None, Some(limit)) => DefaultDepth::Structure(limit.stop),
            (None, None) => DefaultDepth::OtherDirection,
        }
    }

    /// The smallest measured distance from skin to an organ at a place, in millimetres.
    pub fn smallest_organ_distance(&self, place: Place) -> Option<Decimal> {
        let here = self.measures.iter().filter(|measured| {
            measured.is_organ_distance
                && (measured.places.is_empty() || measured.places.contains(&place))
        });
        here.map(|measured| measured.from).min()
    }
}
