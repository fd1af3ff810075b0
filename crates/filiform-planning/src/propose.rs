//! From the complaint to a plan.

use filiform_knowledge::{Knowledge, Place, PointKey, Position};
use filiform_units::Side;

use crate::candidates::{Candidate, Candidates, candidates, reachable};
use crate::cover::{coverage, trial_coverage, worths};
use crate::effects::Model;
use crate::left_out::left_out;
use crate::solver::{EPSILON, Problem, Solution, solve, start, start_values};
use crate::{
    Assessment, Limits, Proof, Proposal, ProposedNeedle, ScreensNeedles, TrialUse, TrialsFollowed,
};

/// The best plan for a complaint, with its reasons, in the best position.
///
/// Pure and deterministic: the same arguments give the same proposal; ties go to the earlier position
/// and point of the tables. Points that the limits ask for come first: a position that reaches more of
/// them beats one of higher value. With an electrical technique each needle is screened as electrical;
/// the path between two needles is for whoever joins them into pairs.
pub fn propose(
    knowledge: &Knowledge,
    screen: &impl ScreensNeedles,
    assessment: &Assessment,
    limits: &Limits,
) -> Proposal {
    let followed = TrialsFollowed::default();
    propose_following(knowledge, screen, assessment, limits, &followed)
}

/// As [`propose`], with some of the trials left out.
pub fn propose_following(
    knowledge: &Knowledge,
    screen: &impl ScreensNeedles,
    assessment: &Assessment,
    limits: &Limits,
    followed: &TrialsFollowed,
) -> Proposal {
    let model = Model::new(knowledge, assessment, followed);
    let limits = with_existing_sides(knowledge, limits);
    let candidates = candidates(&model, screen, &limits);
    let answer = Positions::compare(&model, &candidates, &limits);
    let chosen = &answer.best;
    let mut needles = needles(&model, &candidates.all, chosen);
    // Most valuable first; the sort keeps point order among equals.
    needles.sort_by(|a, b| b.worth.total_cmp(&a.worth));
    let rows = rows(&candidates.all, &needles);
    let uses: Vec<TrialUse> = needles.iter().map(|needle| needle.trials).collect();
    Proposal {
        position: chosen.position,
        left_out: left_out(&model, &candidates, chosen, &needles, &limits),
        coverage: coverage(&model, &rows),
        trial_use: trial_coverage(&model, &uses),
        value: chosen.solution.value,
        proof: answer.proof,
        positions: answer.compared,
        value_by_needles: value_by_needles(chosen),
        dose: knowledge.condition(assessment.condition).dose.clone(),
        needles,
    }
}

/// A wanted point with the wrong side is read as the only side it can mean: the midline has no left.
pub(crate) fn with_existing_sides(knowledge: &Knowledge, limits: &Limits) -> Limits {
    let mut limits = limits.clone();
    for (point, side) in &mut limits.always {
        if knowledge.point(*point).midline {
            *side = Side::Midline;
        }
    }
    limits
}

/// The problem of one position.
pub(crate) struct InPosition {
    pub(crate) position: Position,
    /// Candidates that can be reached, by index; the problem's candidates in this order.
    pub(crate) reachable: Vec<usize>,
    pub(crate) problem: Problem,
    pub(crate) solution: Solution,
    /// How many of the wanted points are in reach.
    pub(crate) wanted: usize,
}

struct Positions {
    best: InPosition,
    compared: Vec<(Position, f64)>,
    proof: Proof,
}

impl Positions {
    fn compare(model: &Model<'_>, candidates: &Candidates, limits: &Limits) -> Self {
        let weights = model.weights();
        let first = limits.position.unwrap_or(Position::ALL[0]);
        let mut best = in_position(model, candidates, &weights, limits, first, None);
        let mut others: Vec<InPosition> = Vec::new();
        if limits.position.is_none() {
            for position in &Position::ALL[1..] {
                let next = in_position(model, candidates, &weights, limits, *position, None);
                let (next, old) = if next.beats(&best) {
                    (best, next)
                } else {
                    (next, best)
                };
                others.push(next);
                best = old;
            }
        }
        // The best start is searched first: its answer is the floor for the others.
        let mut left = limits.node_limit;
        best.search(f64::NEG_INFINITY, &mut left);
        let mut bound = best.solution.bound;
        others.sort_by(|a, b| b.solution.value.total_cmp(&a.solution.value));
        let mut compared = Vec::with_capacity(1 + others.len());
        for mut other in others {
            if other.wanted >= best.wanted {
                other.search(best.solution.value, &mut left);
                bound = bound.max(other.solution.bound);
                if other.beats(&best) {
                    std::mem::swap(&mut best, &mut other);
                }
            }
            compared.push((other.wanted, other.position, other.solution.value));
        }
        compared.sort_by(|a, b| b.0.cmp(&a.0).then(b.2.total_cmp(&a.2)).then(a.1.cmp(&b.1)));
        let compared = std::iter::once((best.position, best.solution.value))
            .chain(
                compared
                    .into_iter()
                    .map(|(_, position, value)| (position, value)),
            )
            .collect();
        let nodes = limits.node_limit - left;
        let proof = if bound <= best.solution.value + EPSILON {
            Proof::Optimal { nodes }
        } else {
            Proof::Bounded { bound, nodes }
        };
        Self {
            best,
            compared,
            proof,
        }
    }
}

impl InPosition {
    fn beats(&self, other: &Self) -> bool {
        self.wanted > other.wanted
            || (self.wanted == other.wanted && self.solution.value > other.solution.value + EPSILON)
    }

    /// Whether a better plan can exist in this position, once it is searched.
    pub(crate) fn proof(&self) -> Proof {
        let nodes = self.solution.nodes;
        if self.solution.bound <= self.solution.value + EPSILON {
            Proof::Optimal { nodes }
        } else {
            Proof::Bounded {
                bound: self.solution.bound,
                nodes,
            }
        }
    }

    pub(crate) fn search(&mut self, floor: f64, left: &mut u64) {
        self.solution = solve(&self.problem, &self.solution, floor, *left);
        *left = left.saturating_sub(self.solution.nodes);
    }
}

/// The problem of one position with a good start, without one candidate if asked.
pub(crate) fn in_position(
    model: &Model<'_>,
    candidates: &Candidates,
    weights: &[f64],
    limits: &Limits,
    position: Position,
    without: Option<usize>,
) -> InPosition {
    let mut problem = Problem::new(weights, usize::from(limits.max_needles));
    let mut within = Vec::new();
    let mut wanted = 0;
    for (index, candidate) in candidates.all.iter().enumerate() {
        let region = model.knowledge.point(candidate.point).region;
        let stays = without != Some(index);
        if stays && reachable(model.knowledge, region, candidate.side, position) {
            let added = problem.add(&candidate.strengths, candidate.cost, candidate.group);
            if candidate.always {
                problem.require(added);
                wanted += 1;
            }
            within.push(index);
        }
    }
    let solution = start(&problem);
    InPosition {
        position,
        reachable: within,
        problem,
        solution,
        wanted,
    }
}

fn needles(
    model: &Model<'_>,
    candidates: &[Candidate],
    chosen: &InPosition,
) -> Vec<ProposedNeedle> {
    let worths = worths(&chosen.problem, &chosen.solution.chosen);
    chosen
        .solution
        .chosen
        .iter()
        .zip(worths)
        .map(|(index, worth)| {
            let candidate = &candidates[chosen.reachable[*index]];
            let place = Place::Point(candidate.point);
            let site = model.site(place, candidate.side, Some(candidate.depth));
            let reasons = model.reasons(&site);
            ProposedNeedle {
                point: candidate.point,
                side: candidate.side,
                depth: candidate.depth,
                angle: candidate.angle,
                severity: candidate.severity,
                depth_limited_by: candidate.depth_limited_by,
                mechanisms: model.mechanisms(&reasons, &site.trials),
                reasons,
                trials: site.trials,
                worth,
            }
        })
        .collect()
}

/// Strengths of the needles, in their order.
fn rows<'c>(candidates: &'c [Candidate], needles: &[ProposedNeedle]) -> Vec<&'c [f64]> {
    let row = |point: PointKey, side: Side| {
        candidates
            .iter()
            .find(|candidate| candidate.point == point && candidate.side == side)
            .map(|candidate| candidate.strengths.as_slice())
    };
    needles
        .iter()
        .filter_map(|needle| row(needle.point, needle.side))
        .collect()
}

fn value_by_needles(chosen: &InPosition) -> Vec<f64> {
    let mut values: Vec<f64> = start_values(&chosen.problem)
        .into_iter()
        .map(|value| value.min(chosen.solution.value))
        .collect();
    if let Some(last) = values.last_mut() {
        *last = chosen.solution.value;
    }
    values
}
