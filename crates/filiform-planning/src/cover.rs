//! What a set of needles covers, and what each is worth in it.

use std::cmp::Reverse;

use crate::effects::Model;
use crate::solver::Problem;
use crate::{TargetCoverage, TrialCoverage, TrialUse, policy};

/// Coverage of every target, heaviest first.
pub(crate) fn coverage(model: &Model<'_>, rows: &[&[f64]]) -> Vec<TargetCoverage> {
    let mut all: Vec<TargetCoverage> = model
        .targets
        .iter()
        .enumerate()
        .map(|(index, target)| {
            let (covered, by) = column(rows, index);
            TargetCoverage {
                tissue: target.tissue,
                side: target.side,
                weight: target.weight,
                covered,
                by,
            }
        })
        .collect();
    all.sort_by_key(|target| Reverse(target.weight));
    all
}

/// How far needles with these uses follow the trials; `None` where no trial says anything.
pub(crate) fn trial_coverage(model: &Model<'_>, uses: &[TrialUse]) -> Option<TrialCoverage> {
    let most: f64 = model.most_used(uses.len()).iter().sum();
    let used: f64 = uses.iter().map(|trials| trials.strength).sum();
    let mut by: Vec<usize> = (0..uses.len())
        .filter(|needle| uses[*needle].strength > 0.0)
        .collect();
    by.sort_by(|a, b| uses[*b].strength.total_cmp(&uses[*a].strength));
    (most > 0.0).then(|| TrialCoverage {
        value: policy::TRIAL_WEIGHT * used,
        covered: (used / most).min(1.0),
        by,
    })
}

/// What the set loses without each member.
pub(crate) fn worths(problem: &Problem, chosen: &[usize]) -> Vec<f64> {
    (0..chosen.len())
        .map(|place| {
            let mut rest = chosen.to_vec();
            let candidate = rest.remove(place);
            problem.gain(&problem.open(&rest), candidate)
        })
        .collect()
}

/// The covered part of one target and the needles that cover it, strongest first.
fn column(rows: &[&[f64]], target: usize) -> (f64, Vec<usize>) {
    let strength = |needle: usize| rows[needle].get(target).copied().unwrap_or(0.0);
    let mut by: Vec<usize> = (0..rows.len())
        .filter(|needle| strength(*needle) > 0.0)
        .collect();
    by.sort_by(|a, b| strength(*b).total_cmp(&strength(*a)));
    let open: f64 = by.iter().map(|needle| 1.0 - strength(*needle)).product();
    (1.0 - open, by)
}
