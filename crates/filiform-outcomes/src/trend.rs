//! One instrument over a course.

use filiform_knowledge::{Better, Instrument};
use filiform_units::Timestamp;

use crate::{Measure, Score, Tenths, score};

/// One instrument over a course, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trend {
    /// Every time it was answered, scored or not.
    pub points: Vec<TrendPoint>,
    /// The first score: what change is measured from.
    pub baseline: Option<Tenths>,
    /// The newest score.
    pub latest: Option<Tenths>,
    /// Improvement since the baseline, positive when better; `None` with fewer than two scores.
    pub improvement: Option<Tenths>,
    /// Improvement in percent of the baseline, in tenths of a percent, not rounded further; `None`
    /// when the baseline is zero or there are fewer than two scores.
    pub improvement_permille: Option<i32>,
}

/// One time an instrument was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrendPoint {
    /// When.
    pub at: Timestamp,
    /// The score, or why there is none.
    pub score: Score,
}

/// Gathers one instrument's measures into a trend.
pub fn trend<'a>(
    instrument: &Instrument,
    measures: impl IntoIterator<Item = &'a Measure>,
) -> Trend {
    let mut points: Vec<TrendPoint> = measures
        .into_iter()
        .filter(|measure| measure.instrument == instrument.id)
        .map(|measure| TrendPoint {
            at: measure.at,
            score: score(instrument, &measure.answers),
        })
        .collect();
    points.sort_by_key(|point| point.at);
    let scores: Vec<Tenths> = points
        .iter()
        .filter_map(|point| point.score.value())
        .collect();
    let baseline = scores.first().copied();
    let latest = scores.last().copied();
    let improvement = match (baseline, latest) {
        (Some(first), Some(last)) if scores.len() > 1 => Some(improvement(instrument, first, last)),
        _ => None,
    };
    let improvement_permille = match (baseline, improvement) {
        (Some(Tenths(first)), Some(Tenths(change))) if first > 0 => Some(change * 1000 / first),
        _ => None,
    };
    Trend {
        points,
        baseline,
        latest,
        improvement,
        improvement_permille,
    }
}

fn improvement(instrument: &Instrument, first: Tenths, last: Tenths) -> Tenths {
    match instrument.better {
        Better::Lower => Tenths(first.0 - last.0),
        Better::Higher => Tenths(last.0 - first.0),
    }
}
