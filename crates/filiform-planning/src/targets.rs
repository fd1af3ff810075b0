//! From the complaint to the tissues that are aimed at.

use std::cmp::Reverse;

use filiform_knowledge::{
    Aim, ConditionKey, Knowledge, MuscleKey, NerveKey, RegionKey, SegmentKey, SegmentSet, Tissue,
};
use filiform_units::{Laterality, Side};

use crate::{Assessment, policy};

/// A set of sides of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sides {
    left: bool,
    right: bool,
}

impl Sides {
    /// The sides that a complaint counts for. What has no side, or one that nobody recorded, counts for
    /// both.
    pub(crate) const fn of(laterality: Laterality) -> Self {
        match laterality {
            Laterality::Left => Self::one(Side::Left),
            Laterality::Right => Self::one(Side::Right),
            Laterality::Both | Laterality::Unknown | Laterality::None => Self::one(Side::Midline),
        }
    }

    /// One side, or both for the midline.
    pub(crate) const fn one(side: Side) -> Self {
        Self {
            left: matches!(side, Side::Left | Side::Midline),
            right: matches!(side, Side::Right | Side::Midline),
        }
    }

    /// Whether a needle on `side` is on one of them. The midline belongs to both.
    pub(crate) const fn include(self, side: Side) -> bool {
        match side {
            Side::Left => self.left,
            Side::Right => self.right,
            Side::Midline => true,
        }
    }

    const fn or(self, other: Self) -> Self {
        Self {
            left: self.left || other.left,
            right: self.right || other.right,
        }
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Side> {
        [(self.left, Side::Left), (self.right, Side::Right)]
            .into_iter()
            .filter_map(|(there, side)| there.then_some(side))
    }
}

/// One tissue that is aimed at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target {
    pub(crate) tissue: Tissue,
    /// Segments are aimed at once, whatever the side: `Midline`.
    pub(crate) side: Side,
    /// The sides on which a needle counts in full.
    pub(crate) sides: Sides,
    pub(crate) weight: u8,
    /// Only a needle in the tissue itself counts.
    pub(crate) local_only: bool,
    pub(crate) aim: Aim,
    /// Segments that supply a muscle or nerve; the segment itself.
    pub(crate) segments: SegmentSet,
}

/// The targets of a complaint, in the order in which they were found.
pub(crate) fn targets(knowledge: &Knowledge, assessment: &Assessment) -> Vec<Target> {
    let mut list = TargetList {
        knowledge,
        targets: Vec::new(),
    };
    for (condition, side) in assessment.complaints() {
        list.add_complaint(condition, Sides::of(side));
    }
    for (region, side) in &assessment.pain_areas {
        list.add_area(*region, *side);
    }
    for (muscle, side) in &assessment.tender_muscles {
        for side in Sides::one(*side).iter() {
            list.add_tender(*muscle, side);
        }
    }
    for (segment, side) in &assessment.tender_segments {
        let (tissue, weight) = (Tissue::Segment(*segment), policy::TENDER_SEGMENT_WEIGHT);
        list.raise(tissue, Side::Midline, Sides::one(*side), weight);
    }
    list.targets
}

struct TargetList<'k> {
    knowledge: &'k Knowledge,
    targets: Vec<Target>,
}

impl TargetList<'_> {
    fn add_complaint(&mut self, condition: ConditionKey, affected: Sides) {
        for target in &self.knowledge.condition(condition).targets {
            match target.tissue {
                Tissue::Segment(_) => {
                    self.raise(target.tissue, Side::Midline, affected, target.weight);
                    if let Some(raised) = self.find(target.tissue, Side::Midline) {
                        raised.aim = target.aim;
                    }
                }
                Tissue::Muscle(_) | Tissue::Nerve(_) => {
                    for side in affected.iter() {
                        self.raise(target.tissue, side, Sides::one(side), target.weight);
                    }
                }
            }
        }
    }

    /// Adds a target, or raises the weight of the one that is there.
    fn raise(&mut self, tissue: Tissue, side: Side, sides: Sides, weight: u8) {
        if let Some(target) = self.find(tissue, side) {
            target.weight = target.weight.max(weight);
            target.sides = target.sides.or(sides);
            return;
        }
        self.targets.push(Target {
            tissue,
            side,
            sides,
            weight,
            local_only: false,
            aim: Aim::Tissue,
            segments: self.segments(tissue),
        });
    }

    /// Adds a target of a painful area, or strengthens the one that is there.
    fn add_area_target(&mut self, tissue: Tissue, side: Side, sides: Sides, weight: u8) {
        if let Some(target) = self.find(tissue, side) {
            target.weight = (target.weight + policy::AREA_AGREES).min(10);
            target.sides = target.sides.or(sides);
        } else {
            self.raise(tissue, side, sides, weight);
        }
    }

    fn add_area(&mut self, region: RegionKey, side: Side) {
        let (mut muscles, mut segments) = (Counted::default(), Counted::default());
        for (_, point) in self.knowledge.points().iter() {
            if point.region == region {
                point.muscles.iter().for_each(|muscle| muscles.add(*muscle));
                point.dermatomes.iter().for_each(|s| segments.add(s));
            }
        }
        for (muscle, weight) in muscles.highest().into_iter().zip(policy::AREA_MUSCLES) {
            for side in Sides::one(side).iter() {
                self.add_area_target(Tissue::Muscle(muscle), side, Sides::one(side), weight);
            }
        }
        for (segment, weight) in segments.highest().into_iter().zip(policy::AREA_SEGMENTS) {
            let tissue = Tissue::Segment(segment);
            self.add_area_target(tissue, Side::Midline, Sides::one(side), weight);
        }
    }

    fn add_tender(&mut self, muscle: MuscleKey, side: Side) {
        let tissue = Tissue::Muscle(muscle);
        self.raise(tissue, side, Sides::one(side), policy::TENDER_WEIGHT);
        if let Some(target) = self.find(tissue, side) {
            target.local_only = true;
        }
    }

    fn find(&mut self, tissue: Tissue, side: Side) -> Option<&mut Target> {
        self.targets
            .iter_mut()
            .find(|target| target.tissue == tissue && target.side == side)
    }

    fn segments(&self, tissue: Tissue) -> SegmentSet {
        match tissue {
            Tissue::Muscle(muscle) => self.muscle_segments(muscle),
            Tissue::Nerve(nerve) => self.nerve_segments(nerve),
            Tissue::Segment(segment) => one(segment),
        }
    }

    fn muscle_segments(&self, muscle: MuscleKey) -> SegmentSet {
        let muscle = self.knowledge.muscle(muscle);
        if muscle.main_segments.is_empty() {
            muscle.segments
        } else {
            muscle.main_segments
        }
    }

    fn nerve_segments(&self, nerve: NerveKey) -> SegmentSet {
        self.knowledge.nerve(nerve).segments
    }
}

fn one(segment: SegmentKey) -> SegmentSet {
    SegmentSet::EMPTY.with(segment)
}

/// Counts things; ties keep the order of the tables.
struct Counted<T>(Vec<(T, u16)>);

impl<T> Default for Counted<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Copy + Ord> Counted<T> {
    fn add(&mut self, thing: T) {
        match self.0.iter_mut().find(|(other, _)| *other == thing) {
            Some((_, count)) => *count += 1,
            None => self.0.push((thing, 1)),
        }
    }

    fn highest(mut self) -> Vec<T> {
        self.0
            .sort_by_key(|(thing, count)| (Reverse(*count), *thing));
        self.0.into_iter().map(|(thing, _)| thing).collect()
    }
}
