//! Points that a clinician would expect, and why they are not in the plan.

use std::cmp::Reverse;

use filiform_knowledge::PointKey;
use filiform_units::Side;

use crate::candidates::{Candidate, Candidates, reachable, sides_of};
use crate::effects::Model;
use crate::propose::InPosition;
use crate::{LeftOut, LeftOutReason, Limits, ProposedNeedle, policy};

/// A needle whose gain beside the plan falls below this part of its worth alone adds little.
const LITTLE: f64 = 0.25;

/// Wanted points first, then those of the trials, then those that are worth most by themselves.
pub(crate) fn left_out(
    model: &Model<'_>,
    candidates: &Candidates,
    chosen: &InPosition,
    needles: &[ProposedNeedle],
    limits: &Limits,
) -> Vec<LeftOut> {
    let view = View {
        model,
        candidates,
        chosen,
        needles,
        open: chosen.problem.open(&chosen.solution.chosen),
        full: needles.len() >= usize::from(limits.max_needles),
    };
    let mut expected = limits.always.clone();
    expected.extend(trial_points(model));
    expected.extend(valuable(&candidates.all));
    let mut listed: Vec<(PointKey, Side)> = Vec::new();
    let mut all = Vec::new();
    for (point, side) in expected {
        let planned = needles
            .iter()
            .any(|needle| needle.point == point && needle.side == side);
        if planned || listed.contains(&(point, side)) {
            continue;
        }
        if all.len() >= policy::EXPLAINED_MOST {
            break;
        }
        listed.push((point, side));
        all.push(LeftOut {
            point,
            side,
            why: view.why(point, side),
        });
    }
    all
}

/// Points of the trials, most used first, on the sides of the complaint.
fn trial_points(model: &Model<'_>) -> Vec<(PointKey, Side)> {
    let points = model.knowledge.points().iter();
    let placed = points.flat_map(|(key, point)| sides_of(point).iter().map(move |s| (key, *s)));
    let mut points: Vec<_> = placed
        .map(|(key, side)| (key, side, model.trials.use_of(model.knowledge, key, side)))
        .filter(|(_, _, trials)| trials.strength > 0.0)
        .filter(|(_, _, trials)| trials.named || trials.used >= policy::EXPLAINED_TRIALS)
        .collect();
    points.sort_by_key(|(key, side, trials)| {
        (Reverse(trials.named), Reverse(trials.used), *key, *side)
    });
    points
        .into_iter()
        .map(|(key, side, _)| (key, side))
        .collect()
}

/// The candidates that are worth most by themselves.
fn valuable(candidates: &[Candidate]) -> Vec<(PointKey, Side)> {
    let mut order: Vec<&Candidate> = candidates.iter().collect();
    order.sort_by(|a, b| b.alone.total_cmp(&a.alone));
    order
        .into_iter()
        .take(policy::EXPLAINED)
        .map(|candidate| (candidate.point, candidate.side))
        .collect()
}

struct View<'v> {
    model: &'v Model<'v>,
    candidates: &'v Candidates,
    chosen: &'v InPosition,
    needles: &'v [ProposedNeedle],
    /// The part of each target that the plan leaves uncovered.
    open: Vec<f64>,
    full: bool,
}

impl View<'_> {
    fn why(&self, point: PointKey, side: Side) -> LeftOutReason {
        if let Some(reason) = self.candidates.out.get(&(point, side)) {
            return reason.clone();
        }
        let knowledge = self.model.knowledge;
        let region = knowledge.point(point).region;
        if !reachable(knowledge, region, side, self.chosen.position) {
            return LeftOutReason::OutOfReach;
        }
        let Some(index) = self
            .candidates
            .all
            .iter()
            .position(|candidate| candidate.point == point && candidate.side == side)
        else {
            return LeftOutReason::AddsLittle(Vec::new());
        };
        let candidate = &self.candidates.all[index];
        if let Some(near) = self.near(candidate) {
            return LeftOutReason::TooClose(near);
        }
        let gain = self
            .chosen
            .reachable
            .iter()
            .position(|reachable| *reachable == index)
            .map_or(0.0, |place| self.chosen.problem.gain(&self.open, place));
        if self.full && gain > 0.0 && gain >= LITTLE * candidate.alone {
            return LeftOutReason::NeedleLimit;
        }
        LeftOutReason::AddsLittle(self.beside(candidate))
    }

    fn near(&self, candidate: &Candidate) -> Option<usize> {
        let group = candidate.group?;
        self.needles.iter().position(|needle| {
            self.row(needle)
                .is_some_and(|planned| planned.group == Some(group))
        })
    }

    /// The two needles that cover the same targets most.
    fn beside(&self, candidate: &Candidate) -> Vec<usize> {
        let weights = self.model.weights();
        let mut shared: Vec<(usize, f64)> = self
            .needles
            .iter()
            .enumerate()
            .filter_map(|(index, needle)| {
                let planned = self.row(needle)?;
                let shared: f64 = weights
                    .iter()
                    .zip(&candidate.strengths)
                    .zip(&planned.strengths)
                    .map(|((weight, a), b)| weight * a * b)
                    .sum();
                (shared > 0.0).then_some((index, shared))
            })
            .collect();
        shared.sort_by(|a, b| b.1.total_cmp(&a.1));
        shared.into_iter().take(2).map(|(index, _)| index).collect()
    }

    fn row(&self, needle: &ProposedNeedle) -> Option<&Candidate> {
        self.candidates
            .all
            .iter()
            .find(|candidate| candidate.point == needle.point && candidate.side == needle.side)
    }
}
