//! What could be done instead: the next best plan, the best in every position, the best with fewer
//! needles, and the best points in the place of one needle.

use filiform_knowledge::{Angle, Knowledge, Place, PointKey, Position};
use filiform_screening::Needle;
use filiform_units::{DepthRange, Side};

use crate::candidates::{Candidate, Candidates, candidates, reachable};
use crate::effects::{Model, anywhere, cost};
use crate::propose::{InPosition, in_position, with_existing_sides};
use crate::solver::{EPSILON, Problem};
use crate::{Assessment, Limits, Proof, ScreensNeedles, TrialsFollowed, policy};

/// Plans beside the best one, on its scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternatives {
    /// The best plan in every position that was asked for, best first; the first is the proposal's. Exact
    /// where the proof says so, also for those that are not best.
    pub positions: Vec<OtherPlan>,
    /// The best plan with other needles than the first: in its position or another. `None` when there is
    /// no other.
    pub next_best: Option<OtherPlan>,
    /// The value of the best plan in the best position with at most 1, 2, 3, ... needles, never falling.
    pub by_needles: Vec<f64>,
}

/// One plan beside the best one.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherPlan {
    /// How the patient lies or sits.
    pub position: Position,
    /// Its needles, in point order.
    pub needles: Vec<OtherNeedle>,
    /// Its value.
    pub value: f64,
    /// Whether a better one of its kind can exist.
    pub proof: Proof,
}

/// One needle of another plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherNeedle {
    /// The point.
    pub point: PointKey,
    /// The side.
    pub side: Side,
    /// Depth, inside what screening allows.
    pub depth: DepthRange,
    /// Direction.
    pub angle: Angle,
}

impl OtherNeedle {
    const fn place(self) -> (PointKey, Side) {
        (self.point, self.side)
    }

    fn of(candidate: &Candidate) -> Self {
        Self {
            point: candidate.point,
            side: candidate.side,
            depth: candidate.depth,
            angle: candidate.angle,
        }
    }
}

/// The plans beside the best one. About thirty searches: for a page of its own, not for every change.
///
/// Pure and deterministic, like [`propose`](crate::propose()).
pub fn alternatives(
    knowledge: &Knowledge,
    screen: &impl ScreensNeedles,
    assessment: &Assessment,
    limits: &Limits,
) -> Alternatives {
    let model = Model::new(knowledge, assessment, &TrialsFollowed::default());
    let limits = with_existing_sides(knowledge, limits);
    let candidates = candidates(&model, screen, &limits);
    let view = View {
        model: &model,
        candidates: &candidates,
        weights: model.weights(),
    };
    let positions: Vec<Position> = match limits.position {
        Some(position) => vec![position],
        None => Position::ALL.to_vec(),
    };
    let mut solved: Vec<InPosition> = positions
        .into_iter()
        .map(|position| view.solved(&limits, position, None))
        .collect();
    // The sort keeps the order of the positions among equals.
    solved.sort_by(|a, b| {
        b.wanted
            .cmp(&a.wanted)
            .then(b.solution.value.total_cmp(&a.solution.value))
    });
    let next_best = solved
        .first()
        .and_then(|best| view.next_best(&limits, best, &solved));
    let by_needles = solved
        .first()
        .map_or_else(Vec::new, |best| view.by_needles(&limits, best.position));
    Alternatives {
        positions: solved.iter().map(|one| view.other_plan(one)).collect(),
        next_best,
        by_needles,
    }
}

struct View<'v> {
    model: &'v Model<'v>,
    candidates: &'v Candidates,
    weights: Vec<f64>,
}

impl View<'_> {
    /// The best plan in a position, without one candidate if asked.
    fn solved(&self, limits: &Limits, position: Position, without: Option<usize>) -> InPosition {
        let mut one = in_position(
            self.model,
            self.candidates,
            &self.weights,
            limits,
            position,
            without,
        );
        let mut left = limits.node_limit;
        one.search(f64::NEG_INFINITY, &mut left);
        one
    }

    /// The best plan that is not the best one. It lacks one of its needles, has one more, or lies in
    /// another position.
    fn next_best(
        &self,
        limits: &Limits,
        best: &InPosition,
        all: &[InPosition],
    ) -> Option<OtherPlan> {
        let chosen = self.needles(best);
        let mut plans: Vec<OtherPlan> = all.iter().map(|one| self.other_plan(one)).collect();
        for index in &best.solution.chosen {
            let candidate = best.reachable[*index];
            if !self.candidates.all[candidate].always {
                let without = self.solved(limits, best.position, Some(candidate));
                plans.push(self.other_plan(&without));
            }
        }
        plans.extend(self.one_more(limits, best));
        plans.retain(|plan| plan.needles != chosen && !plan.needles.is_empty());
        // The first of equals, in the order in which they were found.
        plans.into_iter().reduce(|best, next| {
            if next.value > best.value + EPSILON {
                next
            } else {
                best
            }
        })
    }

    /// The best plan with one needle more, while there is room.
    fn one_more(&self, limits: &Limits, best: &InPosition) -> Option<OtherPlan> {
        let chosen = &best.solution.chosen;
        if chosen.len() >= usize::from(limits.max_needles) {
            return None;
        }
        let open = best.problem.open(chosen);
        let (more, gain) = (0..best.problem.len())
            .filter(|candidate| best.problem.fits(chosen, *candidate))
            .map(|candidate| (candidate, best.problem.gain(&open, candidate)))
            .reduce(|best, next| if next.1 > best.1 { next } else { best })?;
        let mut plan = self.other_plan(best);
        let added = &self.candidates.all[best.reachable[more]];
        plan.needles.push(OtherNeedle::of(added));
        plan.needles.sort_unstable_by_key(|needle| needle.place());
        plan.value += gain;
        Some(plan)
    }

    fn by_needles(&self, limits: &Limits, position: Position) -> Vec<f64> {
        let mut best = 0.0_f64;
        (1..=limits.max_needles)
            .map(|most| {
                let limits = Limits {
                    max_needles: most,
                    ..limits.clone()
                };
                best = best.max(self.solved(&limits, position, None).solution.value);
                best
            })
            .collect()
    }

    fn needles(&self, one: &InPosition) -> Vec<OtherNeedle> {
        let chosen = one.solution.chosen.iter();
        let mut needles: Vec<_> = chosen
            .map(|index| &self.candidates.all[one.reachable[*index]])
            .map(OtherNeedle::of)
            .collect();
        needles.sort_unstable_by_key(|needle| needle.place());
        needles
    }

    fn other_plan(&self, one: &InPosition) -> OtherPlan {
        OtherPlan {
            position: one.position,
            needles: self.needles(one),
            value: one.solution.value,
            proof: one.proof(),
        }
    }
}

/// A point that could stand in the place of a needle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Substitute {
    /// The needle.
    pub needle: OtherNeedle,
    /// What the plan is worth with it less what it is worth now: mostly below 0.
    pub difference: f64,
}

/// The best points in the place of each needle of a plan, the others as they are; at most three for each,
/// best first. Points that are stopped, out of reach or too close to another needle are not among them.
pub fn substitutes(
    knowledge: &Knowledge,
    screen: &impl ScreensNeedles,
    assessment: &Assessment,
    limits: &Limits,
    needles: &[Needle],
    position: Position,
) -> Vec<Vec<Substitute>> {
    let model = Model::new(knowledge, assessment, &TrialsFollowed::default());
    let candidates = candidates(&model, screen, limits);
    let anywhere = anywhere(knowledge, screen, limits.technique);
    let mut problem = Problem::new(&model.weights(), needles.len());
    let mut row = Vec::new();
    for needle in needles {
        let site = model.site(needle.place, needle.side, needle.depth);
        model.row(&site, &mut row);
        let findings = policy::severity_cost(screen.needle(needle).severity, anywhere);
        let price = cost(
            knowledge,
            needle.place,
            needle.depth,
            findings,
            &site.trials,
        );
        problem.add(&row, price, None);
    }
    let planned = |candidate: &Candidate| {
        needles.iter().any(|needle| {
            needle.place == Place::Point(candidate.point) && needle.side == candidate.side
        })
    };
    let free: Vec<(usize, &Candidate)> = candidates
        .all
        .iter()
        .filter(|candidate| {
            let region = knowledge.point(candidate.point).region;
            reachable(knowledge, region, candidate.side, position) && !planned(candidate)
        })
        .map(|candidate| {
            (
                problem.add(&candidate.strengths, candidate.cost, None),
                candidate,
            )
        })
        .collect();
    (0..needles.len())
        .map(|index| {
            let rest: Vec<usize> = (0..needles.len()).filter(|other| *other != index).collect();
            let open = problem.open(&rest);
            let now = problem.gain(&open, index);
            let beside = groups_of(&candidates, needles, index);
            let mut best: Vec<Substitute> = free
                .iter()
                .filter(|(_, candidate)| {
                    candidate.group.is_none_or(|group| !beside.contains(&group))
                })
                .map(|(place, candidate)| Substitute {
                    needle: OtherNeedle::of(candidate),
                    difference: problem.gain(&open, *place) - now,
                })
                .collect();
            // The sort keeps point order among equals.
            best.sort_by(|a, b| b.difference.total_cmp(&a.difference));
            best.truncate(policy::SUBSTITUTES);
            best
        })
        .collect()
}

/// The groups of all needles but one.
fn groups_of(candidates: &Candidates, needles: &[Needle], without: usize) -> Vec<u32> {
    let others = needles
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != without);
    others
        .filter_map(|(_, needle)| {
            let mut all = candidates.all.iter();
            let same = all.find(|candidate| {
                needle.place == Place::Point(candidate.point) && needle.side == candidate.side
            })?;
            same.group
        })
        .collect()
}
