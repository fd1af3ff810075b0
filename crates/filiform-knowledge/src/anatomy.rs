//! Points, nerves, muscles, segments and regions.

use filiform_units::DepthRange;

use crate::{
    MuscleKey, MuscleName, NerveKey, NerveName, PointCode, RegionId, RegionKey, SegmentKey,
    SegmentName,
};

/// A set of segments, as bits by [`SegmentKey`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SegmentSet(u64);

impl SegmentSet {
    /// How many segments a set can hold.
    pub const MOST: usize = 64;

    /// No segment.
    pub const EMPTY: Self = Self(0);

    /// The set with `segment` added.
    #[must_use]
    pub const fn with(self, segment: SegmentKey) -> Self {
        Self(self.0 | (1 << segment.0))
    }

    /// Whether `segment` is in the set.
    pub const fn contains(self, segment: SegmentKey) -> bool {
        self.0 & (1 << segment.0) != 0
    }

    /// Segments in both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Segments in either set.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many.
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The segments in table order.
    pub fn iter(self) -> impl Iterator<Item = SegmentKey> {
        (0..64u16)
            .filter(move |bit| self.0 & (1 << bit) != 0)
            .map(SegmentKey)
    }
}

/// The direction of a needle, as coarse as rules need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Angle {
    /// Straight in.
    Perpendicular,
    /// Slanted, roughly 30 to 60 degrees.
    Oblique,
    /// Flat under the skin or along a lifted muscle.
    Tangential,
    /// Not recorded. Rules read it as the dangerous one.
    Unrecorded,
}

impl Angle {
    /// The word used in stored records and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Perpendicular => "perpendicular",
            Self::Oblique => "oblique",
            Self::Tangential => "tangential",
            Self::Unrecorded => "unrecorded",
        }
    }

    /// Reads the word; anything else is `Unrecorded`.
    pub fn parse(text: &str) -> Self {
        match text {
            "perpendicular" => Self::Perpendicular,
            "oblique" => Self::Oblique,
            "tangential" => Self::Tangential,
            _ => Self::Unrecorded,
        }
    }
}

/// How the patient lies or sits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Position {
    /// On the back.
    Supine,
    /// On the front.
    Prone,
    /// On the right side, left side up.
    LeftSideUp,
    /// On the left side, right side up.
    RightSideUp,
    /// Sitting, forehead supported.
    Sitting,
}

impl Position {
    /// Every position, in the order the planner compares them.
    pub const ALL: [Self; 5] = [
        Self::Supine,
        Self::Prone,
        Self::LeftSideUp,
        Self::RightSideUp,
        Self::Sitting,
    ];

    /// The word used in stored records and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Supine => "supine",
            Self::Prone => "prone",
            Self::LeftSideUp => "left-side-up",
            Self::RightSideUp => "right-side-up",
            Self::Sitting => "sitting",
        }
    }

    /// The position called `text`, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|position| position.as_str() == text)
    }
}

/// Large parts of the body, for current paths and reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// Scalp, face, ear.
    Head,
    /// Neck, front or back.
    Neck,
    /// Chest, upper back and shoulder girdle.
    Thorax,
    /// Abdomen, lumbar region, pelvis, sacrum, buttock.
    Trunk,
    /// Arm, forearm, hand.
    Arm,
    /// Thigh, knee, leg, foot.
    Leg,
}

/// A part of the body as the point table divides it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its id: `leg-anterior`.
    pub id: RegionId,
    /// Plain English name: `front of the lower leg`.
    pub name: String,
    /// The large part it belongs to.
    pub zone: Zone,
    /// Positions in which it can be needled. Side-lying counts for the side that is up.
    pub reach: Vec<Reach>,
    /// Regions that it goes over into with no large joint of arm or leg between.
    pub continues_into: Vec<RegionKey>,
}

/// In which position a region can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// Lying on the back.
    Supine,
    /// Lying on the front.
    Prone,
    /// Lying on the other side, for a needle on the side that is up (or the midline).
    SideUp,
    /// Sitting.
    Sitting,
}

/// A needling point: a place in the anatomy with the WHO code as its label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// WHO code.
    pub code: PointCode,
    /// Pinyin name, as a label only.
    pub name: String,
    /// Where it is.
    pub region: RegionKey,
    /// Whether it lies on the midline; otherwise it exists on both sides.
    pub midline: bool,
    /// How to find it, in words.
    pub landmark: String,
    /// Muscles under it.
    pub muscles: Vec<MuscleKey>,
    /// Nerves a deep needle stimulates.
    pub deep_nerves: Vec<NerveKey>,
    /// Nerves of the skin over it.
    pub cutaneous_nerves: Vec<NerveKey>,
    /// Segments of the skin over it.
    pub dermatomes: SegmentSet,
    /// Segments of the muscle under it.
    pub myotomes: SegmentSet,
    /// Segments beside whose spinal joint it lies; empty away from the spine.
    pub paraspinal: SegmentSet,
    /// Vessels near the needle.
    pub vessels: Vec<String>,
    /// Other structures at risk, by hazard id: `pleura-lung`.
    pub hazards: Vec<String>,
    /// Customary depth; `None` where the point is not needled.
    pub depth: Option<DepthRange>,
    /// Where the depth comes from.
    pub depth_basis: String,
    /// Customary direction, coarse.
    pub angle: Angle,
    /// Customary direction, in words.
    pub angle_words: String,
    /// Trigger zone or motor point it coincides with, in words; empty when none.
    pub trigger_or_motor: String,
    /// Points it is commonly joined with for electrical stimulation.
    pub electrical_partners: Vec<PointCode>,
    /// How many needles the point means.
    pub needles: u8,
    /// Whether it is needled at all.
    pub needled: bool,
    /// How sure the row is: `high`, `medium`, `low`.
    pub confidence: String,
    /// How many pain trials of the trial table's origin used it.
    pub trial_count: u16,
    /// What of the row was verified and where.
    pub source: String,
}

/// A muscle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Muscle {
    /// Its name.
    pub name: MuscleName,
    /// Part of the body, in words.
    pub region: String,
    /// Nerves that supply it.
    pub nerves: Vec<NerveKey>,
    /// Segments that supply it.
    pub segments: SegmentSet,
    /// The segments that matter most.
    pub main_segments: SegmentSet,
    /// What it does.
    pub action: String,
    /// Where its trigger points refer pain; empty when not known.
    pub pain_referral: String,
    /// What of the row was verified and where.
    pub source: String,
}

/// A nerve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nerve {
    /// Its name.
    pub name: NerveName,
    /// Other names.
    pub aliases: Vec<String>,
    /// `mixed`, `motor`, `cutaneous`, ...
    pub kind: String,
    /// Segments it carries.
    pub segments: SegmentSet,
    /// Muscles it supplies.
    pub muscles: Vec<MuscleKey>,
    /// Skin it supplies.
    pub skin_area: String,
    /// What of the row was verified and where.
    pub source: String,
}

/// A spinal or cranial segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Its name: `L4`.
    pub name: SegmentName,
    /// Skin area.
    pub dermatome: String,
    /// Movement that tests it.
    pub key_movement: String,
    /// Viscera with sympathetic supply from it.
    pub viscera: Vec<String>,
    /// Viscera with parasympathetic supply from it.
    pub parasympathetic: Vec<String>,
    /// Points beside its spinal joint.
    pub paraspinal_points: Vec<PointCode>,
    /// What of the row was verified and where.
    pub source: String,
}
