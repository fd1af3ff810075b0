//! A good set, quickly.

use super::{EPSILON, Problem, close};

/// Exchange rounds; in practice two or three suffice.
const ROUNDS: usize = 12;

/// Adds the candidate with the highest gain while there is one. Ties go to the lower index.
pub(super) fn greedy(problem: &Problem, most: usize) -> Vec<usize> {
    let mut chosen: Vec<usize> = problem.required().iter().copied().take(most).collect();
    let mut open = problem.open(&chosen);
    while chosen.len() < most {
        let Some((next, _)) = best_gain(problem, &chosen, &open) else {
            break;
        };
        chosen.push(next);
        close(&mut open, problem.row(next));
    }
    chosen
}

/// Exchanges one for one while that helps.
pub(super) fn improved(problem: &Problem, mut chosen: Vec<usize>) -> Vec<usize> {
    let fixed = problem.required().len();
    for _ in 0..ROUNDS {
        let mut better = false;
        // Required ones stand first and stay.
        for place in fixed..chosen.len() {
            let old = chosen[place];
            let mut rest = chosen.clone();
            rest.remove(place);
            let open = problem.open(&rest);
            let keep = problem.gain(&open, old);
            if let Some((next, gain)) = best_gain(problem, &rest, &open)
                && gain > keep + EPSILON
            {
                chosen[place] = next;
                better = true;
            }
        }
        if !better {
            break;
        }
    }
    chosen
}

/// Value of a good set of at most 1, 2, ... candidates.
pub(super) fn values(problem: &Problem) -> Vec<f64> {
    let whole = greedy(problem, problem.most);
    let fixed = problem.required().len();
    let mut best = f64::NEG_INFINITY;
    (1..=problem.most)
        .map(|most| {
            let part: Vec<usize> = whole.iter().copied().take(most).collect();
            let set = if most > fixed && part.len() == most {
                improved(problem, part)
            } else {
                part
            };
            best = best.max(problem.value(&set));
            best
        })
        .collect()
}

fn best_gain(problem: &Problem, chosen: &[usize], open: &[f64]) -> Option<(usize, f64)> {
    let mut best: Option<(usize, f64)> = None;
    for candidate in 0..problem.len() {
        let gain = problem.gain(open, candidate);
        if gain > best.map_or(0.0, |(_, gain)| gain) + EPSILON && problem.fits(chosen, candidate) {
            best = Some((candidate, gain));
        }
    }
    best
}
