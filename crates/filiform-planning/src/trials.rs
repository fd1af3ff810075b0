//! How often trials of a condition, of its region and of anything used each point.

use filiform_knowledge::{ConditionKey, Knowledge, Point, PointKey, Tissue, TrialKey, Zone};
use filiform_units::{Laterality, Side};

use crate::targets::Sides;
use crate::{Assessment, TrialUse, policy};

/// Which trials a plan follows.
///
/// The default follows every trial of the condition and the points that its statement names. Anything
/// less is for measuring what the planner knows without them, and never for a patient.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrialsFollowed {
    /// Trials that count as if they were not in the table.
    pub without: Vec<TrialKey>,
    /// What becomes of the points that the condition's statement names.
    pub named: NamedPoints,
}

/// What becomes of the points that a condition's statement names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NamedPoints {
    /// They count, beside the trials of the table.
    #[default]
    Followed,
    /// They count as if the statement named none.
    Ignored,
}

/// How often trials used each point, for every complaint.
pub(crate) struct Trials {
    // INVARIANT: at least one; the first is the main complaint's.
    complaints: Vec<OfComplaint>,
}

/// Counts for one complaint: the trials of its condition, those of its region, and all.
struct OfComplaint {
    sides: Sides,
    condition_key: ConditionKey,
    condition: Counts,
    region: Counts,
    alike: Alike,
    anywhere: Counts,
    // INVARIANT: one entry per point of the table.
    named: Vec<bool>,
}

struct Counts {
    // INVARIANT: one entry per point of the table.
    used: Vec<u16>,
    /// Trials whose points are known.
    of: u16,
}

impl Trials {
    pub(crate) fn of(
        knowledge: &Knowledge,
        assessment: &Assessment,
        followed: &TrialsFollowed,
    ) -> Self {
        let of = |(condition, side)| OfComplaint::new(knowledge, condition, side, followed);
        Self {
            complaints: assessment.complaints().map(of).collect(),
        }
    }

    /// How trials used a point, by the complaint for which it counts most on this side.
    pub(crate) fn use_of(&self, knowledge: &Knowledge, point: PointKey, side: Side) -> TrialUse {
        let of = |complaint: &OfComplaint| complaint.use_of(knowledge, point, side);
        let best = |best: TrialUse, next: TrialUse| {
            if next.strength > best.strength {
                next
            } else {
                best
            }
        };
        let mut uses = self.complaints.iter().map(of);
        let first = uses.next().unwrap_or_default();
        uses.fold(first, best)
    }
}

impl OfComplaint {
    fn new(
        knowledge: &Knowledge,
        condition_key: ConditionKey,
        side: Laterality,
        followed: &TrialsFollowed,
    ) -> Self {
        let condition = knowledge.condition(condition_key);
        let counted = |trial: &TrialKey| !followed.without.contains(trial);
        let mut region = alike_trials(knowledge, condition_key);
        region.retain(|(trial, _)| counted(trial));
        let all = knowledge.trials().iter().map(|(key, _)| key);
        let mut named = vec![false; knowledge.points().len()];
        match followed.named {
            NamedPoints::Followed => {
                for point in with_parts(knowledge, &condition.trial_points) {
                    named[point.index()] = true;
                }
            }
            NamedPoints::Ignored => {}
        }
        let own = condition.trials.iter().copied();
        Self {
            sides: Sides::of(side),
            condition_key,
            condition: Counts::of(knowledge, own.filter(counted)),
            region: Counts::of(knowledge, region.iter().map(|(trial, _)| *trial)),
            alike: Alike::of(knowledge, &region),
            anywhere: Counts::of(knowledge, all.filter(counted)),
            named,
        }
    }

    fn use_of(&self, knowledge: &Knowledge, point: PointKey, side: Side) -> TrialUse {
        let named = self.named[point.index()];
        let counts = |counts: &Counts| (counts.used[point.index()], counts.of);
        let (used, of) = counts(&self.condition);
        let strength = if self.sides.include(side) {
            let named = if named { policy::TRIAL_NAMED } else { 0.0 };
            self.expected(knowledge, point).max(named)
        } else {
            0.0
        };
        TrialUse {
            condition: Some(self.condition_key),
            used,
            of,
            region: counts(&self.region),
            anywhere: counts(&self.anywhere),
            named,
            strength,
        }
    }

    /// The part of trials of this condition that is expected to use the point: what was counted, drawn
    /// towards the trials of the region, and these towards all trials. The fewer trials, the stronger
    /// the draw. Where neither the condition nor its region has trials, nothing is expected: the table
    /// holds trials of pain and says nothing of other complaints.
    fn expected(&self, knowledge: &Knowledge, point: PointKey) -> f64 {
        if self.region.of == 0 {
            return 0.0;
        }
        let elsewhere = if is_on_limb(knowledge, point) {
            policy::TRIAL_ELSEWHERE * self.anywhere.share(point)
        } else {
            0.0
        };
        let region = self.alike.drawn(point, elsewhere, policy::TRIAL_ANYWHERE);
        self.condition.drawn(point, region, policy::TRIAL_REGION)
    }
}

impl Counts {
    fn of(knowledge: &Knowledge, trials: impl Iterator<Item = TrialKey>) -> Self {
        let mut counts = Self {
            used: vec![0; knowledge.points().len()],
            of: 0,
        };
        for trial in trials {
            let points = &knowledge.trial(trial).points;
            counts.of += u16::from(!points.is_empty());
            for point in with_parts(knowledge, points) {
                counts.used[point.index()] += 1;
            }
        }
        counts
    }

    fn share(&self, point: PointKey) -> f64 {
        f64::from(self.used[point.index()]) / f64::from(self.of.max(1))
    }

    fn drawn(&self, point: PointKey, expected: f64, trials: f64) -> f64 {
        drawn(
            f64::from(self.used[point.index()]),
            f64::from(self.of),
            expected,
            trials,
        )
    }
}

/// Counts in which a trial counts the more, the more its condition aims at the same tissue.
struct Alike {
    // INVARIANT: one entry per point of the table.
    used: Vec<f64>,
    of: f64,
}

impl Alike {
    fn of(knowledge: &Knowledge, trials: &[(TrialKey, f64)]) -> Self {
        let mut counts = Self {
            used: vec![0.0; knowledge.points().len()],
            of: 0.0,
        };
        for (trial, alike) in trials {
            let points = &knowledge.trial(*trial).points;
            if points.is_empty() {
                continue;
            }
            counts.of += alike;
            for point in with_parts(knowledge, points) {
                counts.used[point.index()] += alike;
            }
        }
        counts
    }

    fn drawn(&self, point: PointKey, expected: f64, trials: f64) -> f64 {
        drawn(self.used[point.index()], self.of, expected, trials)
    }
}

/// The share as if `trials` more had used the point as often as `expected`.
fn drawn(used: f64, of: f64, expected: f64, trials: f64) -> f64 {
    (used + trials * expected) / (of + trials)
}

/// Away from head and trunk a point can be a strong stimulus for a complaint elsewhere; on head and trunk
/// trials used it for what lies under it.
fn is_on_limb(knowledge: &Knowledge, point: PointKey) -> bool {
    let region = knowledge.point(point).region;
    match knowledge.region(region).zone {
        Zone::Arm | Zone::Leg => true,
        Zone::Head | Zone::Neck | Zone::Thorax | Zone::Trunk => false,
    }
}

/// Trials of the condition and of those that aim at one muscle or nerve that it aims at too, in table
/// order.
pub(crate) fn trials_of_region(knowledge: &Knowledge, condition: ConditionKey) -> Vec<TrialKey> {
    let all = alike_trials(knowledge, condition);
    all.into_iter().map(|(trial, _)| trial).collect()
}

/// The same, each with how alike the conditions are: 1 for the condition itself. A trial of several
/// conditions counts by the one that is most alike.
fn alike_trials(knowledge: &Knowledge, condition: ConditionKey) -> Vec<(TrialKey, f64)> {
    let mut trials: Vec<(TrialKey, f64)> = Vec::new();
    for (other, statement) in knowledge.conditions().iter() {
        let alike = alike(knowledge, condition, other);
        if alike <= 0.0 {
            continue;
        }
        for trial in &statement.trials {
            match trials.iter_mut().find(|(known, _)| known == trial) {
                Some((_, known)) => *known = known.max(alike),
                None => trials.push((*trial, alike)),
            }
        }
    }
    trials.sort_unstable_by_key(|(trial, _)| *trial);
    trials
}

/// How far two conditions aim at the same muscles and nerves: the weight that both give, as part of the
/// weight that either gives.
fn alike(knowledge: &Knowledge, one: ConditionKey, other: ConditionKey) -> f64 {
    if one == other {
        return 1.0;
    }
    let tissues = |key| {
        let targets = knowledge.condition(key).targets.iter();
        targets.filter(|target| match target.tissue {
            Tissue::Muscle(_) | Tissue::Nerve(_) => true,
            Tissue::Segment(_) => false,
        })
    };
    let (mut both, mut either) = (0.0, 0.0);
    for target in tissues(one) {
        let same = tissues(other).find(|same| same.tissue == target.tissue);
        let weight = same.map_or(0, |same| same.weight);
        both += f64::from(target.weight.min(weight));
        either += f64::from(target.weight.max(weight));
    }
    let others =
        tissues(other).filter(|target| tissues(one).all(|same| same.tissue != target.tissue));
    either += others.map(|target| f64::from(target.weight)).sum::<f64>();
    if both > 0.0 {
        (both / either) * (both / either)
    } else {
        0.0
    }
}

/// The points once each, in table order; a code for several needles by its single points, where they
/// have codes of their own.
pub(crate) fn single_points(knowledge: &Knowledge, points: &[PointKey]) -> Vec<PointKey> {
    let mut all = Vec::with_capacity(points.len());
    for point in points {
        let parts = parts(knowledge, knowledge.point(*point));
        if parts.is_empty() {
            all.push(*point);
        } else {
            all.extend(parts);
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The points once each, and the single points that a code for a pair stands for.
fn with_parts(knowledge: &Knowledge, points: &[PointKey]) -> Vec<PointKey> {
    let mut all: Vec<PointKey> = points
        .iter()
        .flat_map(|point| std::iter::once(*point).chain(parts(knowledge, knowledge.point(*point))))
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The single points that a code for several needles stands for, where its landmark names them: `the
/// pair EX-LE4 and ST35`.
pub(crate) fn parts(knowledge: &Knowledge, point: &Point) -> Vec<PointKey> {
    if point.needles < 2 {
        return Vec::new();
    }
    let Some((_, pair)) = point.landmark.split_once("the pair ") else {
        return Vec::new();
    };
    pair.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-'))
        .filter_map(|word| knowledge.point_key(word))
        .take(usize::from(point.needles))
        .collect()
}
