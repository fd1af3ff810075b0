//! Depth-first branch and bound.
//!
//! The smooth relaxation rules out most candidates at the root and gives the first prices; from there on
//! the prices bound.

use super::dual::{Dual, Sums};
use super::relax::{Node, Plane, Pool, Relaxation, WHOLE};
use super::{EPSILON, Problem, Solution};

/// Steps of the relaxation at the root, where every candidate that can be ruled out pays off.
const ROOT_STEPS: u32 = 400;

/// Steps of the prices at the root.
const ROOT_PRICE_STEPS: u32 = 100;

/// Steps of the prices at every other node.
const PRICE_STEPS: u32 = 24;

/// Prices are left as they are when four steps close less than this part of the gap.
const PROGRESS: f64 = 0.1;

/// So many more are chosen by trying every pair.
const PAIRS: usize = 2;

/// What the search found. Indices are those of the problem, required ones included.
pub(super) struct Found {
    pub(super) chosen: Vec<usize>,
    pub(super) bound: f64,
    pub(super) nodes: u64,
}

pub(super) fn search(problem: &Problem, start: &Solution, floor: f64, node_limit: u64) -> Found {
    let mut best = Best {
        value: start.value,
        chosen: start.chosen.clone(),
        floor,
    };
    let pool = Pool::new(problem, in_play(problem));
    let mut relaxation = Relaxation::default();
    let mut root = root(problem, &pool, start);
    if !tighten(
        &pool,
        &Dominance::none(&pool),
        &mut relaxation,
        &mut root,
        best.threshold(),
        ROOT_STEPS,
    ) {
        return Found {
            bound: best.value,
            chosen: best.chosen,
            nodes: 1,
        };
    }
    root.prices.clone_from(&relaxation.slopes);
    let (pool, mut root) = survivors(problem, &pool, &root);
    let dominance = Dominance::new(&pool);
    let mut search = Search {
        problem,
        sums: Sums::new(&pool),
        pool: &pool,
        dominance: &dominance,
        dual: Dual::default(),
        best: &mut best,
        nodes: 0,
        node_limit,
        open_bound: f64::NEG_INFINITY,
    };
    if root.left > PAIRS && !root.free.is_empty() && !search.tighten(&mut root, ROOT_PRICE_STEPS) {
        return Found {
            bound: best.value,
            chosen: best.chosen,
            nodes: 1,
        };
    }
    search.visit(root);
    let (nodes, open_bound) = (search.nodes, search.open_bound);
    Found {
        bound: best.value.max(open_bound),
        chosen: best.chosen,
        nodes,
    }
}

/// The best set so far, and what a set must exceed to matter.
struct Best {
    value: f64,
    chosen: Vec<usize>,
    floor: f64,
}

impl Best {
    fn threshold(&self) -> f64 {
        self.value.max(self.floor) + EPSILON
    }
}

/// Candidates that can be worth something beside the required ones. Gains only fall as a set grows.
fn in_play(problem: &Problem) -> Vec<usize> {
    let required = problem.required();
    let open = problem.open(required);
    (0..problem.len())
        .filter(|candidate| {
            problem.gain(&open, *candidate) > 0.0 && problem.fits(required, *candidate)
        })
        .collect()
}

fn root(problem: &Problem, pool: &Pool, start: &Solution) -> Node {
    let required = problem.required();
    let mut base = vec![0.0; problem.width];
    for candidate in required {
        for (sum, strength) in base.iter_mut().zip(problem.row(*candidate)) {
            *sum -= (-strength).ln_1p();
        }
    }
    Node {
        base,
        cost: required.iter().map(|id| problem.costs[*id]).sum(),
        chosen: Vec::new(),
        free: (0..pool.ids.len()).collect(),
        parts: pool
            .ids
            .iter()
            .map(|id| if start.chosen.contains(id) { 1.0 } else { 0.0 })
            .collect(),
        prices: vec![0.0; problem.width],
        left: problem.most - required.len(),
        bound: f64::INFINITY,
    }
}

/// The root packed to the candidates that it left in play.
fn survivors(problem: &Problem, pool: &Pool, root: &Node) -> (Pool, Node) {
    let kept: Vec<usize> = root.chosen.iter().chain(&root.free).copied().collect();
    let packed = Pool::new(problem, kept.iter().map(|old| pool.ids[*old]).collect());
    let node = Node {
        chosen: (0..root.chosen.len()).collect(),
        free: (root.chosen.len()..kept.len()).collect(),
        ..root.clone()
    };
    (packed, node)
}

/// Which candidates are at least as good as which others, whatever else is chosen.
///
/// `i` dominates `j` when it reaches every target at least as strongly and costs no more (equals: the
/// lower index). Then some best set holds `i` whenever it holds `j`: otherwise exchange them. That needs
/// `i` to be free to enter, so `i` must be alone in its group.
struct Dominance {
    /// Per candidate, those that dominate it.
    over: Vec<Vec<usize>>,
    /// The same as a table: whether the column dominates the row.
    table: Vec<bool>,
    /// Per candidate, those in the same group that are never better.
    worse_mate: Vec<bool>,
}

impl Dominance {
    fn none(pool: &Pool) -> Self {
        Self {
            over: vec![Vec::new(); pool.ids.len()],
            table: vec![false; pool.ids.len() * pool.ids.len()],
            worse_mate: vec![false; pool.ids.len()],
        }
    }

    fn new(pool: &Pool) -> Self {
        let many = pool.ids.len();
        let alone: Vec<bool> = (0..many)
            .map(|i| {
                pool.groups[i].is_none_or(|group| {
                    pool.groups
                        .iter()
                        .filter(|other| **other == Some(group))
                        .count()
                        == 1
                })
            })
            .collect();
        let mut dominance = Self::none(pool);
        for (i, alone) in alone.iter().enumerate() {
            for j in (0..many).filter(|j| *j != i) {
                let mates = pool.groups[i].is_some() && pool.groups[i] == pool.groups[j];
                if (*alone || mates) && dominates(pool, i, j) {
                    if mates {
                        dominance.worse_mate[j] = true;
                    } else {
                        dominance.over[j].push(i);
                        dominance.table[j * many + i] = true;
                    }
                }
            }
        }
        dominance
    }
}

impl Dominance {
    /// Whether `over` dominates `candidate`.
    fn over(&self, candidate: usize, over: usize) -> bool {
        self.table[candidate * self.over.len() + over]
    }
}

fn dominates(pool: &Pool, i: usize, j: usize) -> bool {
    let cheaper = pool.costs[i] <= pool.costs[j];
    let stronger = || {
        pool.strength(i)
            .iter()
            .zip(pool.strength(j))
            .all(|(i, j)| i >= j)
    };
    let same = || pool.costs[i] >= pool.costs[j] && pool.strength(i) == pool.strength(j);
    cheaper && stronger() && (i < j || !same())
}

/// Lowers the node's bound and removes or takes what the bound decides. False: nothing better below.
fn tighten(
    pool: &Pool,
    dominance: &Dominance,
    relaxation: &mut Relaxation,
    node: &mut Node,
    threshold: f64,
    steps: u32,
) -> bool {
    relaxation.enter(pool, node);
    for _ in 0..steps {
        relaxation.tangent(pool, node);
        node.bound = node.bound.min(relaxation.plane.bound);
        if node.bound <= threshold {
            return false;
        }
        if decide(pool, dominance, &relaxation.plane, node, threshold) {
            node.refit();
            if node.left == 0 || node.free.is_empty() {
                return true;
            }
            relaxation.enter(pool, node);
            continue;
        }
        let gap = relaxation.plane.bound - relaxation.value;
        let above = relaxation.value - threshold;
        if gap < 0.02 * above || !relaxation.step(pool, node) {
            break;
        }
    }
    relaxation.tangent(pool, node);
    true
}

/// Drops candidates with which, and takes candidates without which, no set beats the threshold.
fn decide(
    pool: &Pool,
    dominance: &Dominance,
    plane: &Plane,
    node: &mut Node,
    threshold: f64,
) -> bool {
    let spare = plane.bound - threshold;
    let full = plane.last_in;
    let (mut out, mut taken) = (Vec::new(), Vec::new());
    for (place, profit) in plane.profits.iter().enumerate() {
        let inside = *profit > plane.first_out && *profit > 0.0;
        if !inside && full - profit >= spare {
            out.push(node.free[place]);
        } else if inside && profit - plane.first_out >= spare {
            taken.push(node.free[place]);
        }
    }
    if out.is_empty() && taken.is_empty() {
        return false;
    }
    for candidate in out {
        remove(dominance, node, candidate);
    }
    for candidate in taken {
        if !include(pool, dominance, node, candidate) {
            node.bound = f64::NEG_INFINITY;
            break;
        }
    }
    true
}

/// Removes a candidate, and with it those that it dominates.
fn remove(dominance: &Dominance, node: &mut Node, candidate: usize) {
    let mut place = 0;
    while place < node.free.len() {
        let other = node.free[place];
        if other == candidate || dominance.over(other, candidate) {
            node.drop(place);
        } else {
            place += 1;
        }
    }
}

/// Takes a candidate and what dominates it. False when that is impossible.
fn include(pool: &Pool, dominance: &Dominance, node: &mut Node, candidate: usize) -> bool {
    if node.chosen.contains(&candidate) {
        return true;
    }
    let Some(place) = node.free.iter().position(|free| *free == candidate) else {
        return false;
    };
    if node.left == 0 {
        return false;
    }
    node.take(pool, place);
    if let Some(group) = pool.groups[candidate] {
        while let Some(place) = node
            .free
            .iter()
            .position(|free| pool.groups[*free] == Some(group))
        {
            let mate = node.free[place];
            node.drop(place);
            remove(dominance, node, mate);
        }
    }
    dominance.over[candidate]
        .iter()
        .all(|over| include(pool, dominance, node, *over))
}

struct Search<'s> {
    problem: &'s Problem,
    pool: &'s Pool,
    dominance: &'s Dominance,
    sums: Sums,
    dual: Dual,
    best: &'s mut Best,
    nodes: u64,
    node_limit: u64,
    /// Highest bound of a node that the limit left unvisited.
    open_bound: f64,
}

impl Search<'_> {
    fn visit(&mut self, mut node: Node) {
        if self.nodes >= self.node_limit {
            self.open_bound = self.open_bound.max(node.bound);
            return;
        }
        self.nodes += 1;
        self.prune_free(&mut node);
        if node.left <= PAIRS || node.free.is_empty() {
            self.finish(&node);
            return;
        }
        if !self.tighten(&mut node, PRICE_STEPS) {
            return;
        }
        if node.left <= PAIRS || node.free.is_empty() {
            self.finish(&node);
            return;
        }
        self.round(&node);
        if node.bound <= self.best.threshold() {
            return;
        }
        let place = self.branch_place(&node);
        let candidate = node.free[place];
        let take_first = node.parts[place] >= 0.5;
        let mut with = node.clone();
        let possible = include(self.pool, self.dominance, &mut with, candidate);
        with.refit();
        remove(self.dominance, &mut node, candidate);
        if possible && take_first {
            self.visit(with);
            self.visit(node);
        } else {
            self.visit(node);
            if possible {
                self.visit(with);
            }
        }
    }

    /// Lowers the node's bound by better prices, and removes or takes what the bound decides. False:
    /// nothing better below.
    fn tighten(&mut self, node: &mut Node, steps: u32) -> bool {
        let threshold = self.best.threshold();
        let dual = &mut self.dual;
        let mut lowest = f64::INFINITY;
        let mut prices = node.prices.clone();
        let (mut length, mut stale) = (1.0, 0);
        dual.enter(self.pool, node);
        let mut mark = f64::INFINITY;
        for step in 0..steps {
            if step % 4 == 3 {
                if mark - lowest < PROGRESS * (lowest - threshold) {
                    break;
                }
                mark = lowest;
            }
            dual.price(self.pool, &self.sums, node);
            node.bound = node.bound.min(dual.plane.bound);
            if node.bound <= threshold {
                return false;
            }
            if dual.plane.bound < lowest - 1e-9 {
                lowest = dual.plane.bound;
                prices.clone_from(&node.prices);
                stale = 0;
            } else {
                stale += 1;
                if stale >= 3 {
                    length *= 0.5;
                    stale = 0;
                }
            }
            if decide(self.pool, self.dominance, &dual.plane, node, threshold) {
                if node.left == 0 || node.free.is_empty() {
                    return true;
                }
                dual.enter(self.pool, node);
                lowest = f64::INFINITY;
                continue;
            }
            for (part, share) in node.parts.iter_mut().zip(&dual.shares) {
                *part += 0.2 * (share - *part);
            }
            if !dual.step(node, threshold, length) {
                break;
            }
        }
        node.prices = prices;
        dual.price(self.pool, &self.sums, node);
        true
    }

    /// Removes candidates that more others dominate than there is room for, and worse mates.
    fn prune_free(&self, node: &mut Node) {
        let hopeless: Vec<usize> = node
            .free
            .iter()
            .copied()
            .filter(|candidate| {
                let over = node
                    .free
                    .iter()
                    .filter(|over| self.dominance.over(*candidate, **over))
                    .count();
                over >= node.left || self.dominance.worse_mate[*candidate]
            })
            .collect();
        for candidate in hopeless {
            if let Some(place) = node.free.iter().position(|free| *free == candidate) {
                node.drop(place);
            }
        }
    }

    fn branch_place(&self, node: &Node) -> usize {
        let mut best = (0, f64::NEG_INFINITY);
        for (place, part) in node.parts.iter().enumerate() {
            let score = if *part > WHOLE && *part < 1.0 - WHOLE {
                part.powi(3) * (1.0 - part)
            } else {
                // Nothing is split: the candidate that the plane is surest of comes first.
                self.dual.plane.profits[place] - 1e6
            };
            if score > best.1 {
                best = (place, score);
            }
        }
        best.0
    }

    /// The node's plane rounded to a set.
    fn round(&mut self, node: &Node) {
        let mut order: Vec<usize> = (0..node.free.len()).collect();
        order.sort_by(|a, b| {
            self.dual.plane.profits[*b]
                .total_cmp(&self.dual.plane.profits[*a])
                .then(a.cmp(b))
        });
        let mut set = node.chosen.clone();
        for place in order {
            let candidate = node.free[place];
            if set.len() >= node.chosen.len() + node.left || self.dual.plane.profits[place] <= 0.0 {
                break;
            }
            let clash = self.pool.groups[candidate].is_some_and(|group| {
                set.iter()
                    .any(|other| self.pool.groups[*other] == Some(group))
            });
            if !clash {
                set.push(candidate);
            }
        }
        self.offer(&set);
    }

    /// Exact for at most two more.
    fn finish(&mut self, node: &Node) {
        let open: Vec<f64> = node
            .base
            .iter()
            .zip(&self.pool.weights)
            .map(|(sum, weight)| weight * (-sum).exp())
            .collect();
        let here = self.pool.weights.iter().sum::<f64>() - open.iter().sum::<f64>() - node.cost;
        let mut gains: Vec<(f64, usize)> = node
            .free
            .iter()
            .map(|candidate| (self.pool.gain(&open, *candidate), *candidate))
            .filter(|(gain, _)| *gain > 0.0)
            .collect();
        gains.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        if here > self.best.threshold() {
            self.offer(&node.chosen);
        }
        let Some(first) = gains.first().filter(|_| node.left > 0) else {
            return;
        };
        if here + first.0 > self.best.threshold() {
            self.offer(&with(&node.chosen, &[first.1]));
        }
        if node.left > 1 {
            self.finish_pairs(node, here, &open, &gains);
        }
    }

    fn finish_pairs(&mut self, node: &Node, here: f64, open: &[f64], gains: &[(f64, usize)]) {
        for (index, (gain, one)) in gains.iter().enumerate() {
            let rest = &gains[index + 1..];
            if rest
                .first()
                .is_none_or(|(next, _)| here + gain + next <= self.best.threshold())
            {
                return;
            }
            let after: Vec<f64> = open
                .iter()
                .zip(self.pool.strength(*one))
                .map(|(open, strength)| open * (1.0 - strength))
                .collect();
            for (next, other) in rest {
                if here + gain + next <= self.best.threshold() {
                    break;
                }
                let clash = self.pool.groups[*one].is_some()
                    && self.pool.groups[*one] == self.pool.groups[*other];
                if !clash && here + gain + self.pool.gain(&after, *other) > self.best.threshold() {
                    self.offer(&with(&node.chosen, &[*one, *other]));
                }
            }
        }
    }

    fn offer(&mut self, set: &[usize]) {
        let mut chosen = self.problem.required().to_vec();
        chosen.extend(set.iter().map(|candidate| self.pool.ids[*candidate]));
        let value = self.problem.value(&chosen);
        if value > self.best.value + EPSILON {
            self.best.value = value;
            self.best.chosen = chosen;
        }
    }
}

fn with(chosen: &[usize], more: &[usize]) -> Vec<usize> {
    chosen.iter().chain(more).copied().collect()
}
