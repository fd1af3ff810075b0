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
    /// The strictest default depth at a place in a direction. An unrecorded direction takes the
    /// strictest of all. `None` when no limit in millimetres holds.
    pub fn depth_limit(&self, place: Place, angle: Angle) -> Option<Millimetres> {
        let fits = |limit: &&DepthLimit| {
            let here = limit.places.is_empty() || limit.places.contains(&place);
            let so = limit.angle.is_none_or(|its| its == angle) || angle == Angle::Unrecorded;
            here && so
        };
        let depths = self.limits.iter().filter(fits);
        depths
            .filter_map(|limit| match limit.stop {
                NeedleStop::Depth { limit, .. } => Some(limit),
                NeedleStop::Bone
                | NeedleStop::Lamina
                | NeedleStop::Fascia
                | NeedleStop::Fold
                | NeedleStop::UnderScalp => None,
            })
            .min()
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
