//! The relaxation: candidates chosen in parts, and the upper bound that its tangent planes give.
//!
//! `value(x) = sum of weight * (1 - exp(-y))  -  cost * x` with `y = sum of x * a` is concave in `x`.
//! So for any `x` no choice `z` is worth more than `value(x) + slope * (z - x)`, and the best `z` for that
//! plane simply takes the highest slopes. Pairwise steps move `x` towards the point where this bound is
//! lowest; it is valid wherever they stop.

use super::{LANES, Problem, dot, lanes};

/// The candidates still in play, packed row by row.
pub(super) struct Pool {
    pub(super) width: usize,
    pub(super) weights: Vec<f64>,
    /// Sum of the weights.
    total: f64,
    /// Index in the problem.
    pub(super) ids: Vec<usize>,
    /// `-ln(1 - strength)`.
    rates: Vec<f64>,
    pub(super) strengths: Vec<f64>,
    pub(super) costs: Vec<f64>,
    pub(super) groups: Vec<Option<u32>>,
}

impl Pool {
    pub(super) fn new(problem: &Problem, ids: Vec<usize>) -> Self {
        let mut pool = Self {
            width: problem.width,
            weights: problem.weights.clone(),
            total: problem.weights.iter().sum(),
            rates: Vec::with_capacity(ids.len() * problem.width),
            strengths: Vec::with_capacity(ids.len() * problem.width),
            costs: ids.iter().map(|id| problem.costs[*id]).collect(),
            groups: ids.iter().map(|id| problem.groups[*id]).collect(),
            ids,
        };
        for id in &pool.ids {
            let row = problem.row(*id);
            pool.strengths.extend_from_slice(row);
            // Most strengths are 0, and a logarithm is slow.
            pool.rates.extend(
                row.iter()
                    .map(|s| if *s > 0.0 { -(-s).ln_1p() } else { 0.0 }),
            );
        }
        pool
    }

    pub(super) fn total(&self) -> f64 {
        self.total
    }

    pub(super) fn strength(&self, candidate: usize) -> &[f64] {
        &self.strengths[candidate * self.width..(candidate + 1) * self.width]
    }

    pub(super) fn rate(&self, candidate: usize) -> &[f64] {
        &self.rates[candidate * self.width..(candidate + 1) * self.width]
    }

    /// What `candidate` adds where `open` of each target is not yet covered.
    pub(super) fn gain(&self, weighted_open: &[f64], candidate: usize) -> f64 {
        dot(weighted_open, self.strength(candidate)) - self.costs[candidate]
    }
}

/// A part of the search: what is chosen, what may be, and how much of each the relaxation takes.
#[derive(Clone)]
pub(super) struct Node {
    /// Sums of the rates of what is chosen, required candidates included.
    pub(super) base: Vec<f64>,
    /// Cost of what is chosen.
    pub(super) cost: f64,
    /// Chosen beyond the required ones.
    pub(super) chosen: Vec<usize>,
    pub(super) free: Vec<usize>,
    // INVARIANT: as long as `free`; each 0 to 1; the sum is at most `left`.
    pub(super) parts: Vec<f64>,
    /// Price of each target in `dual.rs`.
    pub(super) prices: Vec<f64>,
    /// How many more may be chosen.
    pub(super) left: usize,
    /// No set below this node is worth more.
    pub(super) bound: f64,
}

impl Node {
    /// Moves the free candidate at `place` to the chosen ones.
    pub(super) fn take(&mut self, pool: &Pool, place: usize) {
        let candidate = self.drop(place);
        for (sum, rate) in self.base.iter_mut().zip(pool.rate(candidate)) {
            *sum += rate;
        }
        self.cost += pool.costs[candidate];
        self.chosen.push(candidate);
        self.left -= 1;
    }

    /// Removes the free candidate at `place`.
    pub(super) fn drop(&mut self, place: usize) -> usize {
        self.parts.remove(place);
        self.free.remove(place)
    }

    /// Scales the parts down when there is less room than they fill.
    pub(super) fn refit(&mut self) {
        #[expect(clippy::cast_precision_loss, reason = "at most a few hundred")]
        let room = self.left as f64;
        let sum: f64 = self.parts.iter().sum();
        if sum > room {
            let scale = room / sum;
            for part in &mut self.parts {
                *part *= scale;
            }
        }
    }
}

/// An upper bound that is a number and a sum of profits: what the best choice is, and how sure.
#[derive(Default)]
pub(super) struct Plane {
    /// No set is worth more.
    pub(super) bound: f64,
    /// Profit of each free candidate.
    pub(super) profits: Vec<f64>,
    /// The lowest profit that the best choice takes, and the highest that it leaves; not below 0.
    pub(super) last_in: f64,
    pub(super) first_out: f64,
    sorted: Vec<f64>,
}

impl Plane {
    /// Sum of the `left` highest profits above 0; sets `last_in` and `first_out`.
    pub(super) fn best_choice(&mut self, left: usize) -> f64 {
        self.sorted.clear();
        self.sorted
            .extend(self.profits.iter().copied().filter(|profit| *profit > 0.0));
        self.last_in = 0.0;
        self.first_out = 0.0;
        if self.sorted.len() > left {
            let (high, first_out, _) = self
                .sorted
                .select_nth_unstable_by(left, |a, b| b.total_cmp(a));
            self.first_out = *first_out;
            self.last_in = high.iter().copied().fold(f64::INFINITY, f64::min);
            high.sort_unstable_by(f64::total_cmp);
            high.iter().sum()
        } else {
            self.sorted.iter().sum()
        }
    }

    /// How much of the candidate at `place` the best choice takes. Equals at its end share what is left.
    pub(super) fn shares(&self, left: usize, parts: &mut Vec<f64>) {
        const SAME: f64 = 1e-9;
        parts.clear();
        let (mut above, mut equal) = (0_u32, 0_u32);
        for profit in self.profits.iter().filter(|profit| **profit > 0.0) {
            if *profit > self.last_in + SAME {
                above += 1;
            } else if *profit >= self.last_in - SAME {
                equal += 1;
            }
        }
        let left = u32::try_from(left).unwrap_or(u32::MAX);
        let share = if equal == 0 {
            0.0
        } else {
            (f64::from(left.saturating_sub(above)) / f64::from(equal)).min(1.0)
        };
        parts.extend(self.profits.iter().map(|profit| {
            if *profit <= 0.0 || *profit < self.last_in - SAME {
                0.0
            } else if *profit > self.last_in + SAME {
                1.0
            } else {
                share
            }
        }));
    }
}

/// Buffers and the state of the relaxation at one node.
#[derive(Default)]
pub(super) struct Relaxation {
    /// `y` at the current parts.
    at: Vec<f64>,
    /// `weight * exp(-y)`.
    pub(super) slopes: Vec<f64>,
    /// Value at the current parts.
    pub(super) value: f64,
    pub(super) plane: Plane,
    direction: Vec<f64>,
}

/// Parts closer to 0 or 1 than this count as whole.
pub(super) const WHOLE: f64 = 1e-7;

impl Relaxation {
    /// Takes up a node.
    pub(super) fn enter(&mut self, pool: &Pool, node: &Node) {
        self.at.clear();
        self.at.extend_from_slice(&node.base);
        for (candidate, part) in node.free.iter().zip(&node.parts) {
            if *part > 0.0 {
                for (sum, rate) in self.at.iter_mut().zip(pool.rate(*candidate)) {
                    *sum += part * rate;
                }
            }
        }
    }

    /// Lays the tangent plane at the current parts and finds its best choice.
    pub(super) fn tangent(&mut self, pool: &Pool, node: &Node) {
        self.slopes.clear();
        self.slopes.extend(
            pool.weights
                .iter()
                .zip(&self.at)
                .map(|(w, y)| w * (-y).exp()),
        );
        self.plane.profits.clear();
        let mut cost = node.cost;
        let mut along = 0.0;
        for (candidate, part) in node.free.iter().zip(&node.parts) {
            let profit = dot(&self.slopes, pool.rate(*candidate)) - pool.costs[*candidate];
            self.plane.profits.push(profit);
            cost += part * pool.costs[*candidate];
            along += part * profit;
        }
        self.value = pool.total - self.slopes.iter().sum::<f64>() - cost;
        self.plane.bound = self.value - along + self.plane.best_choice(node.left);
    }

    /// Moves one pair of parts along the steepest pair; false when there is nothing to gain.
    pub(super) fn step(&mut self, pool: &Pool, node: &mut Node) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "at most a few hundred")]
        let slack = node.left as f64 - node.parts.iter().sum::<f64>();
        // `None` stands for room that nobody fills.
        let mut up: (Option<usize>, f64) = (None, 0.0);
        let mut down: (Option<usize>, f64) = if slack > WHOLE {
            (None, 0.0)
        } else {
            (None, f64::INFINITY)
        };
        for (place, (profit, part)) in self.plane.profits.iter().zip(&node.parts).enumerate() {
            if *part < 1.0 - 1e-12 && *profit > up.1 {
                up = (Some(place), *profit);
            }
            if *part > 1e-12 && *profit < down.1 {
                down = (Some(place), *profit);
            }
        }
        let slope = up.1 - down.1;
        if up.0 == down.0 || slope.is_nan() || slope <= 1e-12 {
            return false;
        }
        let mut most = up.0.map_or(f64::INFINITY, |place| 1.0 - node.parts[place]);
        most = most.min(down.0.map_or(slack, |place| node.parts[place]));
        self.point(pool, node, up.0, down.0);
        let length = self.length(slope, most);
        for (at, direction) in self.at.iter_mut().zip(&self.direction) {
            *at += length * direction;
        }
        if let Some(place) = up.0 {
            node.parts[place] = (node.parts[place] + length).min(1.0);
        }
        if let Some(place) = down.0 {
            node.parts[place] = (node.parts[place] - length).max(0.0);
        }
        true
    }

    fn point(&mut self, pool: &Pool, node: &Node, up: Option<usize>, down: Option<usize>) {
        self.direction.clear();
        self.direction.resize(pool.width, 0.0);
        if let Some(place) = up {
            for (d, rate) in self.direction.iter_mut().zip(pool.rate(node.free[place])) {
                *d += rate;
            }
        }
        if let Some(place) = down {
            for (d, rate) in self.direction.iter_mut().zip(pool.rate(node.free[place])) {
                *d -= rate;
            }
        }
    }

    /// How far to go: two Newton steps on the slope along the direction.
    fn length(&self, slope: f64, most: f64) -> f64 {
        let bend = lanes(&self.slopes, &self.direction, &self.direction);
        if bend <= 0.0 {
            return most;
        }
        let first = (slope / bend).min(most);
        let fixed = slope - dot(&self.slopes, &self.direction);
        let mut slope_there = fixed;
        let mut bend_there = 0.0;
        for (s, d) in self.slopes.iter().zip(&self.direction) {
            let pull = s * (-first * d).exp() * d;
            slope_there += pull;
            bend_there += pull * d;
        }
        if bend_there <= 0.0 {
            return first;
        }
        (first + slope_there / bend_there).clamp(first * 0.1, most)
    }
}

const _: () = assert!(LANES.is_power_of_two(), "rows are padded to whole lanes");
