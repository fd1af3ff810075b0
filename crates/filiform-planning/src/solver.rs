//! Chooses at most `most` candidates so that targets are covered with diminishing returns.
//!
//! Knows nothing of points or people. A candidate reaches target `t` with a strength from 0 to 1; a set
//! covers `1 - product(1 - strength)` of it; the value of a set is the covered weight less the costs of
//! its members. At most one candidate of a group is chosen, and required ones always are.
//!
//! With `a = -ln(1 - strength)` the covered weight is a concave function of the sums of `a`, so letting
//! candidates be chosen in parts gives a relaxation whose every tangent plane is an upper bound
//! (`relax.rs`). Prices on the targets, which know that needles are whole, bound more tightly
//! (`dual.rs`). The search (`search.rs`) is depth-first branch and bound over both, from a start found
//! greedily with exchanges (`greedy.rs`), with candidates dropped that others dominate. A result without
//! a gap is optimal to within [`EPSILON`].

mod dual;
mod greedy;
mod relax;
mod search;

/// Values closer than this count as equal.
pub const EPSILON: f64 = 1e-9;

/// Strengths are cut here, so that no single candidate covers a target wholly.
pub const STRONGEST: f64 = 0.95;

/// Rows are padded to a multiple of this, so that the inner loops run in lanes.
const LANES: usize = 4;

/// What is to be chosen.
#[derive(Clone, Debug, Default)]
pub struct Problem {
    most: usize,
    // INVARIANT: every row of `strengths` has `width` entries, a multiple of `LANES`; `weights` too.
    width: usize,
    weights: Vec<f64>,
    strengths: Vec<f64>,
    costs: Vec<f64>,
    groups: Vec<Option<u32>>,
    required: Vec<usize>,
}

impl Problem {
    /// A problem with these target weights, none below 0, and room for `most` choices.
    pub fn new(weights: &[f64], most: usize) -> Self {
        let width = weights.len().next_multiple_of(LANES);
        let mut padded: Vec<f64> = weights.iter().map(|weight| weight.max(0.0)).collect();
        padded.resize(width, 0.0);
        Self {
            most,
            width,
            weights: padded,
            ..Self::default()
        }
    }

    /// Adds a candidate and returns its index. Strengths beyond the targets are ignored, missing ones
    /// are 0. Of one group at most one candidate is chosen.
    pub fn add(&mut self, strengths: &[f64], cost: f64, group: Option<u32>) -> usize {
        let row = strengths
            .iter()
            .map(|strength| strength.clamp(0.0, STRONGEST))
            .chain(std::iter::repeat(0.0))
            .take(self.width);
        self.strengths.extend(row);
        self.costs.push(cost);
        self.groups.push(group);
        self.costs.len() - 1
    }

    /// Requires a candidate. More than `most` required ones: the first count.
    pub fn require(&mut self, candidate: usize) {
        if candidate < self.costs.len() && !self.required.contains(&candidate) {
            self.required.push(candidate);
        }
    }

    /// How many candidates there are.
    pub fn len(&self) -> usize {
        self.costs.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.costs.is_empty()
    }

    /// The value of a set of candidates.
    pub fn value(&self, chosen: &[usize]) -> f64 {
        let mut open = vec![1.0; self.width];
        let mut cost = 0.0;
        for candidate in chosen {
            close(&mut open, self.row(*candidate));
            cost += self.costs[*candidate];
        }
        // Adding 0 turns the -0 of an empty set into 0.
        self.covered(&open) - cost + 0.0
    }

    /// What `candidate` adds where `open` of each target is not yet covered.
    pub fn gain(&self, open: &[f64], candidate: usize) -> f64 {
        let covered: f64 = lanes(&self.weights, open, self.row(candidate));
        covered - self.costs[candidate]
    }

    /// The part of each target that `chosen` leaves uncovered, padded.
    pub fn open(&self, chosen: &[usize]) -> Vec<f64> {
        let mut open = vec![1.0; self.width];
        for candidate in chosen {
            close(&mut open, self.row(*candidate));
        }
        open
    }

    /// The required candidates that fit.
    fn required(&self) -> &[usize] {
        &self.required[..self.required.len().min(self.most)]
    }

    fn row(&self, candidate: usize) -> &[f64] {
        &self.strengths[candidate * self.width..(candidate + 1) * self.width]
    }

    fn covered(&self, open: &[f64]) -> f64 {
        self.weights
            .iter()
            .zip(open)
            .map(|(weight, open)| weight * (1.0 - open))
            .sum()
    }

    /// Whether `candidate` may join `chosen`.
    pub(crate) fn fits(&self, chosen: &[usize], candidate: usize) -> bool {
        !chosen.contains(&candidate)
            && self.groups[candidate].is_none_or(|group| {
                chosen
                    .iter()
                    .all(|other| self.groups[*other] != Some(group))
            })
    }
}

/// A set with its value and how much better another could be.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// Chosen candidates, ascending.
    pub chosen: Vec<usize>,
    /// Their value.
    pub value: f64,
    /// No set is worth more than this and [`EPSILON`], or than the floor that was asked for. Equal to
    /// `value` when that is proven.
    pub bound: f64,
    /// Nodes the search visited.
    pub nodes: u64,
}

/// A good set, quickly: greedy choice, then exchanges of one for one while they help.
pub fn start(problem: &Problem) -> Solution {
    let chosen = greedy::improved(problem, greedy::greedy(problem, problem.most));
    finish(problem, chosen, f64::INFINITY, 0)
}

/// Value of a good set of at most 1, 2, ... candidates, never falling.
pub fn start_values(problem: &Problem) -> Vec<f64> {
    greedy::values(problem)
}

/// The best set, or the better of `start` and what was found within `node_limit` nodes.
///
/// Sets that are not worth more than `floor` are of no interest: with a floor the answer can be below
/// the optimum, but then the optimum is not above the floor.
pub fn solve(problem: &Problem, start: &Solution, floor: f64, node_limit: u64) -> Solution {
    let found = search::search(problem, start, floor, node_limit);
    finish(problem, found.chosen, found.bound, found.nodes)
}

fn finish(problem: &Problem, mut chosen: Vec<usize>, bound: f64, nodes: u64) -> Solution {
    chosen.sort_unstable();
    let value = problem.value(&chosen);
    Solution {
        chosen,
        value,
        bound: bound.max(value),
        nodes,
    }
}

fn close(open: &mut [f64], row: &[f64]) {
    for (open, strength) in open.iter_mut().zip(row) {
        *open *= 1.0 - strength;
    }
}

/// Sum of the products of three padded rows, in lanes.
fn lanes(a: &[f64], b: &[f64], c: &[f64]) -> f64 {
    let mut sums = [0.0; LANES];
    for ((a, b), c) in a
        .chunks_exact(LANES)
        .zip(b.chunks_exact(LANES))
        .zip(c.chunks_exact(LANES))
    {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane] * c[lane];
        }
    }
    sums.iter().sum()
}

/// Sum of the products of two padded rows, in lanes.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; LANES];
    for (a, b) in a.chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum()
}
