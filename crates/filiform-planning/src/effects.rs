//! What one needle does for each target, and what it costs.

use filiform_knowledge::{
    Aim, Knowledge, MuscleKey, NerveKey, Place, Point, RegionKey, SegmentSet, Severity, Technique,
    Tissue,
};
use filiform_screening::Needle;
use filiform_units::{DepthRange, Side};

use crate::candidates::sides_of;
use crate::targets::{Sides, Target, targets};
use crate::trials::Trials;
use crate::{Assessment, Effect, Mechanism, ScreensNeedles, TrialUse, TrialsFollowed, policy};

/// The complaint as planning reads it: targets, and what trials used.
pub(crate) struct Model<'k> {
    pub(crate) knowledge: &'k Knowledge,
    pub(crate) targets: Vec<Target>,
    pub(crate) trials: Trials,
    /// Every segment that is aimed at.
    wanted: SegmentSet,
    pain_areas: Vec<(RegionKey, Side)>,
}

/// The place by which two needles count as one.
///
/// Points have no coordinates here. Two needles in one region, on the same side, that do the same for
/// every target stand in the same tissue at the same level as far as the tables can tell: one is enough.
/// That keeps neighbours such as GV15 and GV16 apart.
pub(crate) type SamePlace = (RegionKey, Side, Vec<u64>);

/// The anatomy of one needle.
pub(crate) struct Site<'k> {
    side: Side,
    region: RegionKey,
    muscles: &'k [MuscleKey],
    nerves: &'k [NerveKey],
    cutaneous: &'k [NerveKey],
    /// Segments of the deep nerves.
    nerve_segments: SegmentSet,
    myotomes: SegmentSet,
    dermatomes: SegmentSet,
    paraspinal: SegmentSet,
    /// How much of the deep tissue a shallower needle still reaches, 0 to 1.
    reach: f64,
    pub(crate) trials: TrialUse,
}

impl Site<'_> {
    /// Whether anything of the site shares a segment with the target, or is the skin of a nerve: only
    /// then can it act other than locally.
    fn touches(&self, target: &Target) -> bool {
        let all = self
            .nerve_segments
            .or(self.myotomes)
            .or(self.dermatomes)
            .or(self.paraspinal);
        !all.and(target.segments).is_empty() || matches!(target.tissue, Tissue::Nerve(_))
    }
}

impl<'k> Model<'k> {
    pub(crate) fn new(
        knowledge: &'k Knowledge,
        assessment: &Assessment,
        followed: &TrialsFollowed,
    ) -> Self {
        let targets = targets(knowledge, assessment);
        let wanted = targets
            .iter()
            .filter(|target| matches!(target.tissue, Tissue::Segment(_)))
            .fold(SegmentSet::EMPTY, |all, target| all.or(target.segments));
        Self {
            knowledge,
            targets,
            trials: Trials::of(knowledge, assessment, followed),
            wanted,
            pain_areas: assessment.pain_areas.clone(),
        }
    }

    /// Weights of the targets.
    pub(crate) fn weights(&self) -> Vec<f64> {
        self.targets
            .iter()
            .map(|target| f64::from(target.weight))
            .collect()
    }

    /// The highest trial uses that so many needles can have, over every point and side.
    pub(crate) fn most_used(&self, needles: usize) -> Vec<f64> {
        let points = self.knowledge.points().iter();
        let needled = points.filter(|(_, point)| point.needled && point.needles == 1);
        let mut uses: Vec<f64> = needled
            .flat_map(|(key, point)| sides_of(point).iter().map(move |side| (key, *side)))
            .map(|(key, side)| self.trials.use_of(self.knowledge, key, side).strength)
            .collect();
        uses.sort_by(|a, b| b.total_cmp(a));
        uses.truncate(needles);
        uses
    }

    /// The anatomy of a needle, with the depth it is planned to.
    pub(crate) fn site(&self, place: Place, side: Side, depth: Option<DepthRange>) -> Site<'k> {
        match place {
            Place::Point(key) => {
                let point = self.knowledge.point(key);
                Site {
                    side,
                    region: point.region,
                    muscles: &point.muscles,
                    nerves: &point.deep_nerves,
                    cutaneous: &point.cutaneous_nerves,
                    nerve_segments: self.nerve_segments(&point.deep_nerves),
                    myotomes: point.myotomes,
                    dermatomes: point.dermatomes,
                    paraspinal: point.paraspinal,
                    reach: reach(point, depth),
                    trials: self.trials.use_of(self.knowledge, key, side),
                }
            }
            Place::Region(region) => self.free_site(region, side),
        }
    }

    /// A needle outside named points: only its region and the skin of that region are known.
    fn free_site(&self, region: RegionKey, side: Side) -> Site<'k> {
        let points = self.knowledge.points().iter();
        let dermatomes = points
            .filter(|(_, point)| point.region == region)
            .fold(SegmentSet::EMPTY, |all, (_, point)| {
                all.or(point.dermatomes)
            });
        Site {
            side,
            region,
            muscles: &[],
            nerves: &[],
            cutaneous: &[],
            nerve_segments: SegmentSet::EMPTY,
            myotomes: SegmentSet::EMPTY,
            dermatomes,
            paraspinal: SegmentSet::EMPTY,
            reach: 1.0,
            trials: TrialUse::default(),
        }
    }

    fn nerve_segments(&self, nerves: &[NerveKey]) -> SegmentSet {
        nerves.iter().fold(SegmentSet::EMPTY, |all, nerve| {
            all.or(self.knowledge.nerve(*nerve).segments)
        })
    }

    /// Strengths on the targets.
    pub(crate) fn row(&self, site: &Site, row: &mut Vec<f64>) {
        row.clear();
        row.extend(
            self.targets
                .iter()
                .map(|target| self.strongest(site, target).map_or(0.0, |(_, s)| s)),
        );
    }

    /// Where a needle counts as being, from its strengths at customary depth; `None` when it reaches no
    /// tissue that is aimed at.
    pub(crate) fn same_place(
        &self,
        region: RegionKey,
        side: Side,
        strengths: &[f64],
    ) -> Option<SamePlace> {
        let tissues = &strengths[..self.targets.len()];
        tissues.iter().any(|strength| *strength > 0.0).then(|| {
            let bits = tissues.iter().map(|strength| strength.to_bits()).collect();
            (region, side, bits)
        })
    }

    /// What the needle covers, strongest first.
    pub(crate) fn reasons(&self, site: &Site) -> Vec<Effect> {
        let mut reasons: Vec<Effect> = self
            .targets
            .iter()
            .filter_map(|target| {
                let (mechanism, strength) = self.strongest(site, target)?;
                Some(Effect {
                    tissue: target.tissue,
                    mechanism,
                    strength,
                })
            })
            .collect();
        reasons.sort_by(|a, b| b.strength.total_cmp(&a.strength));
        reasons
    }

    /// How a needle with these reasons is thought to act, strongest first. Trial use alone is a stimulus
    /// elsewhere, or, where the complaint has no tissue to aim at, one that acts through the brain.
    pub(crate) fn mechanisms(&self, reasons: &[Effect], trials: &TrialUse) -> Vec<Mechanism> {
        let mut mechanisms: Vec<Mechanism> = Vec::new();
        for reason in reasons {
            if !mechanisms.contains(&reason.mechanism) {
                mechanisms.push(reason.mechanism);
            }
        }
        if mechanisms.is_empty() && trials.strength > 0.0 {
            let aims_at_tissue = self.targets.iter().any(|target| match target.tissue {
                Tissue::Muscle(_) | Tissue::Nerve(_) => true,
                Tissue::Segment(_) => false,
            });
            mechanisms.push(if aims_at_tissue {
                Mechanism::Distal
            } else {
                Mechanism::Central
            });
        }
        mechanisms
    }

    /// The strongest mechanism by which the needle reaches the target. Mechanisms do not add up: a
    /// needle that shares the segment and is in its skin is one stimulus.
    fn strongest(&self, site: &Site, target: &Target) -> Option<(Mechanism, f64)> {
        let local = local(site, target);
        let (segmental, regional) = if target.local_only || !site.touches(target) {
            (0.0, 0.0)
        } else {
            (self.segmental(site, target), self.regional(site, target))
        };
        let (through_root, through_skin) = match target.aim {
            Aim::Tissue => (Mechanism::Segmental, Mechanism::Regional),
            Aim::Autonomic => (Mechanism::Autonomic, Mechanism::Autonomic),
        };
        let best = [
            (Mechanism::Local, local),
            (through_root, segmental),
            (through_skin, regional),
        ]
        .into_iter()
        .reduce(|best, next| if next.1 > best.1 { next } else { best })?;
        (best.1 > 0.0).then_some(best)
    }

    fn segmental(&self, site: &Site, target: &Target) -> f64 {
        let same_side = target.sides.include(site.side);
        let paraspinal = if same_side {
            policy::PARASPINAL
        } else {
            policy::PARASPINAL_OPPOSITE
        };
        let limb = |base: f64| if same_side { base * site.reach } else { 0.0 };
        let ways = [
            (site.paraspinal, paraspinal),
            (site.myotomes, limb(policy::MYOTOME)),
            (site.nerve_segments, limb(policy::NERVE_SEGMENT)),
        ];
        ways.into_iter()
            .map(|(segments, base)| base * self.overlap(segments, target))
            .fold(0.0, f64::max)
    }

    /// How well the needle's segments fit. For a segment: what part of the needle's segments is aimed
    /// at. For a muscle or nerve: what part of its segments the needle shares.
    fn overlap(&self, segments: SegmentSet, target: &Target) -> f64 {
        let shared = segments.and(target.segments);
        match target.tissue {
            Tissue::Segment(_) if shared.is_empty() => 0.0,
            Tissue::Segment(_) => policy::share(segments.and(self.wanted).len(), segments.len()),
            Tissue::Muscle(_) | Tissue::Nerve(_) => {
                policy::SEGMENTAL_TISSUE * policy::share(shared.len(), target.segments.len())
            }
        }
    }

    fn regional(&self, site: &Site, target: &Target) -> f64 {
        if !target.sides.include(site.side) {
            return 0.0;
        }
        let skin = match target.tissue {
            Tissue::Nerve(nerve) if site.cutaneous.contains(&nerve) => policy::REGIONAL_NERVE,
            Tissue::Segment(segment) if site.dermatomes.contains(segment) => policy::REGIONAL_SKIN,
            Tissue::Muscle(_) | Tissue::Nerve(_) | Tissue::Segment(_) => return 0.0,
        };
        let in_area = self
            .pain_areas
            .iter()
            .any(|(region, side)| *region == site.region && Sides::one(*side).include(site.side));
        if in_area {
            skin.max(policy::REGIONAL_AREA)
        } else {
            skin
        }
    }
}

fn local(site: &Site, target: &Target) -> f64 {
    let there = match target.tissue {
        Tissue::Muscle(muscle) => site.muscles.contains(&muscle),
        Tissue::Nerve(nerve) => site.nerves.contains(&nerve),
        Tissue::Segment(_) => false,
    };
    if !there || !target.sides.include(site.side) {
        return 0.0;
    }
    let base = match (site.side, target.tissue) {
        (Side::Midline, _) => policy::LOCAL_MIDLINE,
        (Side::Left | Side::Right, Tissue::Nerve(_)) => policy::LOCAL_NERVE,
        (Side::Left | Side::Right, Tissue::Muscle(_) | Tissue::Segment(_)) => policy::LOCAL_MUSCLE,
    };
    base * site.reach
}

/// A needle kept shallower than customary reaches the less of the deep tissue the shallower it is.
fn reach(point: &Point, depth: Option<DepthRange>) -> f64 {
    match (point.depth, depth) {
        (Some(customary), Some(depth)) => {
            (f64::from(depth.max().get()) / f64::from(customary.min().get())).min(1.0)
        }
        (None, _) | (_, None) => 1.0,
    }
}

/// What screening says of needles at their mildest: of one point per region and side, the least severe
/// answer. It stands for what holds anywhere in this person, such as a question nobody has asked yet.
pub(crate) fn anywhere(
    knowledge: &Knowledge,
    screen: &impl ScreensNeedles,
    technique: Technique,
) -> Severity {
    let mut seen: Vec<RegionKey> = Vec::new();
    let mut mildest = Severity::Stop;
    for (key, point) in knowledge.points().iter() {
        if !point.needled || seen.contains(&point.region) {
            continue;
        }
        seen.push(point.region);
        for side in sides_of(point) {
            let needle = Needle {
                near: None,
                place: Place::Point(key),
                side: *side,
                depth: point.depth,
                angle: point.angle,
                technique,
            };
            mildest = mildest.min(screen.needle(&needle).severity);
        }
        if mildest == Severity::None {
            break;
        }
    }
    mildest
}

/// What a needle costs: itself, what screening says, what lies near it, how deep it goes, less what it is
/// worth that trials used its point. Below 0 when that is worth more.
pub(crate) fn cost(
    knowledge: &Knowledge,
    place: Place,
    depth: Option<DepthRange>,
    findings: f64,
    trials: &TrialUse,
) -> f64 {
    let Place::Point(point) = place else {
        return policy::NEEDLE_COST + findings;
    };
    let used = policy::TRIAL_WEIGHT * trials.strength;
    let point = knowledge.point(point);
    let serious = point
        .hazards
        .iter()
        .any(|hazard| policy::SERIOUS_HAZARDS.contains(&hazard.as_str()));
    let other = point.vessels.len() + point.hazards.len() > 0;
    let deepest = depth.map_or(0, |depth| depth.max().get());
    let beyond = deepest.saturating_sub(20).div_ceil(20);
    let when = |holds: bool, cost: f64| if holds { cost } else { 0.0 };
    policy::NEEDLE_COST
        + findings
        + when(serious, policy::SERIOUS_HAZARD_COST)
        + when(other, policy::HAZARD_COST)
        + when(point.confidence == "low", policy::UNSURE_COST)
        + f64::from(beyond) * policy::DEPTH_COST
        - used
}
