//! What tells one plan from another.

use filiform_knowledge::Position;
use filiform_units::{Hertz, Minutes, Side};

use super::{CoTreatment, ElectricalPair, Plan, PlannedNeedle, Site};

/// What was, and what is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed<T> {
    /// In the earlier plan.
    pub before: T,
    /// In the later plan.
    pub after: T,
}

/// What tells a plan from an earlier one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanDifference {
    /// Needles that are in both plans in the same way, in the order of the later one.
    pub kept: Vec<PlannedNeedle>,
    /// Needles of the later plan alone.
    pub new: Vec<PlannedNeedle>,
    /// Needles of the earlier plan alone.
    pub gone: Vec<PlannedNeedle>,
    /// Needles of both plans whose side, depth, direction, technique or stimulation differs.
    pub changed: Vec<Changed<PlannedNeedle>>,
    /// Pairs of the later plan alone, by what they join and at which frequency.
    pub joined: Vec<JoinedPair>,
    /// Pairs of the earlier plan alone.
    pub parted: Vec<JoinedPair>,
    /// How the patient lies or sits.
    pub position: Option<Changed<Position>>,
    /// Rest with needles.
    pub retention: Option<Changed<Minutes>>,
    /// Sessions planned.
    pub sessions: Option<Changed<u8>>,
    /// Sessions a week.
    pub per_week: Option<Changed<u8>>,
    /// Treatments beside the needles of the later plan alone.
    pub started: Vec<CoTreatment>,
    /// Treatments beside the needles of the earlier plan alone.
    pub ended: Vec<CoTreatment>,
}

/// A pair by its needles rather than by their places in one plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinedPair {
    /// One needle: its site and side.
    pub a: (Site, Side),
    /// The other.
    pub b: (Site, Side),
    /// The frequency.
    pub frequency: Hertz,
}

impl PlanDifference {
    /// Whether nothing differs. The order of needles and treatments does not count.
    pub fn is_empty(&self) -> bool {
        let Self {
            kept: _,
            new,
            gone,
            changed,
            joined,
            parted,
            position,
            retention,
            sessions,
            per_week,
            started,
            ended,
        } = self;
        new.is_empty()
            && gone.is_empty()
            && changed.is_empty()
            && joined.is_empty()
            && parted.is_empty()
            && position.is_none()
            && retention.is_none()
            && sessions.is_none()
            && per_week.is_none()
            && started.is_empty()
            && ended.is_empty()
    }
}

impl Plan {
    /// What tells this plan from an earlier one. A needle is the same one when its place and side are the
    /// same, or else its place alone: then it changed its side.
    pub fn difference(&self, earlier: &Self) -> PlanDifference {
        let (same, new, gone) = matched(earlier, self);
        let (kept, changed) = same.into_iter().partition::<Vec<_>, _>(|(a, b)| a == b);
        let (pairs, pairs_then) = (joined(self), joined(earlier));
        PlanDifference {
            kept: kept.into_iter().map(|(_, after)| after.clone()).collect(),
            new,
            gone,
            changed: changed
                .into_iter()
                .map(|(before, after)| Changed {
                    before: before.clone(),
                    after: after.clone(),
                })
                .collect(),
            joined: alone(&pairs, &pairs_then),
            parted: alone(&pairs_then, &pairs),
            position: differs(earlier.position, self.position),
            retention: differs(earlier.retention, self.retention),
            sessions: differs(earlier.sessions, self.sessions),
            per_week: differs(earlier.per_week, self.per_week),
            started: alone(&self.co_treatments, &earlier.co_treatments),
            ended: alone(&earlier.co_treatments, &self.co_treatments),
        }
    }
}

/// A needle of the earlier plan with the one that it became.
type Same<'a> = (&'a PlannedNeedle, &'a PlannedNeedle);

/// Needles of both plans in the order of the later one, those of the later one alone, those of the earlier
/// one alone.
fn matched<'a>(
    earlier: &'a Plan,
    later: &'a Plan,
) -> (Vec<Same<'a>>, Vec<PlannedNeedle>, Vec<PlannedNeedle>) {
    let mut left: Vec<&PlannedNeedle> = earlier.needles.iter().collect();
    let mut found: Vec<Option<&PlannedNeedle>> = vec![None; later.needles.len()];
    let is_place: [fn(&PlannedNeedle, &PlannedNeedle) -> bool; 2] = [
        |then, now| then.site == now.site && then.side == now.side,
        |then, now| then.site == now.site,
    ];
    for is_same in is_place {
        for (needle, found) in later.needles.iter().zip(&mut found) {
            if found.is_some() {
                continue;
            }
            if let Some(place) = left.iter().position(|then| is_same(then, needle)) {
                *found = Some(left.remove(place));
            }
        }
    }
    let (mut same, mut new) = (Vec::new(), Vec::new());
    for (needle, then) in later.needles.iter().zip(found) {
        match then {
            Some(then) => same.push((then, needle)),
            None => new.push(needle.clone()),
        }
    }
    (same, new, left.into_iter().cloned().collect())
}

/// The pairs by what they join; one needle is not before the other.
fn joined(plan: &Plan) -> Vec<JoinedPair> {
    let needle = |index: usize| {
        let needle = plan.needles.get(index)?;
        Some((needle.site.clone(), needle.side))
    };
    let by_label = |end: &(Site, Side)| (end.0.label().to_owned(), end.1);
    let joined = |pair: &ElectricalPair| {
        let (a, b) = (needle(pair.a)?, needle(pair.b)?);
        let (a, b) = if by_label(&b) < by_label(&a) {
            (b, a)
        } else {
            (a, b)
        };
        Some(JoinedPair {
            a,
            b,
            frequency: pair.frequency,
        })
    };
    plan.pairs.iter().filter_map(joined).collect()
}

fn alone<T: Clone + PartialEq>(these: &[T], others: &[T]) -> Vec<T> {
    let alone = these.iter().filter(|one| !others.contains(one));
    alone.cloned().collect()
}

fn differs<T: PartialEq>(before: T, after: T) -> Option<Changed<T>> {
    (before != after).then_some(Changed { before, after })
}
