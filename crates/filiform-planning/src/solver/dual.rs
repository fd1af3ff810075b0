//! The tighter bound: a price for every target.
//!
//! Sets are whole, so the sum of rates on a target is 0, or the lowest rate, or another sum of rates, and
//! nothing between. With a price `p` on the sum, a target is worth at most the best
//! `weight * (1 - exp(-y)) - p * y` over sums `y` that occur, and a candidate at most `p * rate - cost`.
//! Whatever the prices, what is chosen, plus the targets, plus the highest candidates, bounds every set.
//! Subgradient steps lower the bound towards the value that has to be beaten.

use super::dot;
use super::relax::{Node, Plane, Pool};

/// Sums that are told apart per target; beyond them every sum counts as possible.
const SUMS: usize = 10;

/// The lowest price, as part of the open weight.
const LOWEST: f64 = 1e-6;

/// Sums of rates that occur, per target.
pub(super) struct Sums {
    // INVARIANT: `SUMS + 1` entries per target, ascending from 0.
    values: Vec<f64>,
    /// `1 - exp(-sum)`.
    covered: Vec<f64>,
    /// Slope from each sum to the next.
    slopes: Vec<f64>,
}

impl Sums {
    pub(super) fn new(pool: &Pool) -> Self {
        let mut all = Self {
            values: Vec::new(),
            covered: Vec::new(),
            slopes: Vec::new(),
        };
        for target in 0..pool.width {
            let mut rates: Vec<f64> = (0..pool.ids.len())
                .map(|candidate| pool.rate(candidate)[target])
                .filter(|rate| *rate > 0.0)
                .collect();
            rates.sort_by(f64::total_cmp);
            rates.dedup_by(|a, b| (*a - *b).abs() < 1e-12);
            all.add(&rates);
        }
        all
    }

    fn add(&mut self, rates: &[f64]) {
        let mut sums = vec![0.0];
        while sums.len() <= SUMS {
            let last = sums[sums.len() - 1];
            let next = sums
                .iter()
                .flat_map(|sum| rates.iter().map(move |rate| sum + rate))
                .filter(|sum| *sum > last + 1e-12)
                .fold(f64::INFINITY, f64::min);
            // A target that nothing reaches: one unreachable sum after the other.
            sums.push(if next.is_finite() { next } else { last + 1e3 });
        }
        let covered: Vec<f64> = sums.iter().map(|sum| -(-sum).exp_m1()).collect();
        for place in 0..SUMS {
            self.slopes
                .push((covered[place + 1] - covered[place]) / (sums[place + 1] - sums[place]));
        }
        self.values.extend(sums);
        self.covered.extend(covered);
    }

    /// The sum that is worth most at a price, for a target of weight 1, and what it covers.
    fn best(&self, target: usize, price: f64) -> (f64, f64) {
        let slopes = &self.slopes[target * SUMS..(target + 1) * SUMS];
        let place = slopes.iter().take_while(|slope| **slope > price).count();
        let at = target * (SUMS + 1) + place;
        let sum = self.values[at];
        if place == SUMS && -price.ln() > sum {
            return (-price.ln(), 1.0 - price);
        }
        (sum, self.covered[at])
    }
}

/// Prices and what follows from them at one node.
#[derive(Default)]
pub(super) struct Dual {
    /// Weights that what is chosen leaves open.
    open: Vec<f64>,
    /// Value of what is chosen.
    here: f64,
    /// The profits are `p * rate - cost`.
    pub(super) plane: Plane,
    /// How much of each free candidate the best choice takes.
    pub(super) shares: Vec<f64>,
    /// Sums that the targets would like less those that the best choice gives.
    excess: Vec<f64>,
}

impl Dual {
    /// Takes up a node.
    pub(super) fn enter(&mut self, pool: &Pool, node: &Node) {
        self.open.clear();
        self.open.extend(
            pool.weights
                .iter()
                .zip(&node.base)
                .map(|(w, y)| w * (-y).exp()),
        );
        self.here = pool.total() - self.open.iter().sum::<f64>() - node.cost;
    }

    /// The bound at the node's prices.
    pub(super) fn price(&mut self, pool: &Pool, sums: &Sums, node: &mut Node) {
        let mut bound = self.here;
        self.excess.clear();
        for (target, (price, open)) in node.prices.iter_mut().zip(&self.open).enumerate() {
            if *open <= 0.0 {
                *price = 0.0;
                self.excess.push(0.0);
                continue;
            }
            *price = price.clamp(open * LOWEST, *open);
            let share = *price / open;
            let (sum, covered) = sums.best(target, share);
            bound += open * covered - *price * sum;
            self.excess.push(sum);
        }
        self.plane.profits.clear();
        for candidate in &node.free {
            let profit = dot(&node.prices, pool.rate(*candidate)) - pool.costs[*candidate];
            self.plane.profits.push(profit);
        }
        self.plane.bound = bound + self.plane.best_choice(node.left);
        self.plane.shares(node.left, &mut self.shares);
        for (candidate, share) in node.free.iter().zip(&self.shares) {
            if *share > 0.0 {
                for (excess, rate) in self.excess.iter_mut().zip(pool.rate(*candidate)) {
                    *excess -= share * rate;
                }
            }
        }
    }

    /// Moves the prices towards a bound of `aim`. False when the bound is at its lowest.
    pub(super) fn step(&mut self, node: &mut Node, aim: f64, length: f64) -> bool {
        // A price at its end does not move further.
        let mut norm = 0.0;
        for ((price, open), excess) in node.prices.iter().zip(&self.open).zip(&mut self.excess) {
            if (*price >= *open && *excess > 0.0) || (*price <= open * LOWEST && *excess < 0.0) {
                *excess = 0.0;
            }
            norm += *excess * *excess;
        }
        if norm <= 1e-18 {
            return false;
        }
        let step = length * (self.plane.bound - aim) / norm;
        for (price, excess) in node.prices.iter_mut().zip(&self.excess) {
            // The target would like more than the choice gives: the price is too low.
            *price += step * excess;
        }
        true
    }
}
