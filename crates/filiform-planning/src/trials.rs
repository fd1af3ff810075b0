//! How often trials of a condition used each point.

use filiform_knowledge::{Knowledge, Point, PointKey};

use crate::{Assessment, TrialUse, policy};

/// Counts per point.
pub(crate) struct Trials {
    // INVARIANT: one entry per point of the table.
    used: Vec<u16>,
    named: Vec<bool>,
    /// Trials whose points are known.
    pub(crate) of: u16,
}

impl Trials {
    pub(crate) fn of(knowledge: &Knowledge, assessment: &Assessment) -> Self {
        let condition = knowledge.condition(assessment.condition);
        let mut trials = Self {
            used: vec![0; knowledge.points().len()],
            named: vec![false; knowledge.points().len()],
            of: 0,
        };
        for trial in &condition.trials {
            let points = &knowledge.trial(*trial).points;
            if !points.is_empty() {
                trials.of += 1;
            }
            for point in with_parts(knowledge, points) {
                trials.used[point.index()] += 1;
            }
        }
        for point in with_parts(knowledge, &condition.trial_points) {
            trials.named[point.index()] = true;
        }
        trials
    }

    /// Whether any point is known to have been used.
    pub(crate) fn any(&self) -> bool {
        self.of > 0 || self.named.contains(&true)
    }

    pub(crate) fn use_of(&self, point: PointKey) -> TrialUse {
        let (used, named) = (self.used[point.index()], self.named[point.index()]);
        let all = f64::from(self.of.max(policy::TRIAL_FEW));
        let counted = policy::TRIAL_STRONGEST * f64::from(used).ln_1p() / all.ln_1p();
        TrialUse {
            used,
            of: self.of,
            named,
            strength: counted.max(if named { policy::TRIAL_NAMED } else { 0.0 }),
        }
    }
}

/// The points once each, and the single points that a code for a pair stands for.
fn with_parts(knowledge: &Knowledge, points: &[PointKey]) -> Vec<PointKey> {
    let mut all: Vec<PointKey> = points
        .iter()
        .flat_map(|point| std::iter::once(*point).chain(parts(knowledge, knowledge.point(*point))))
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The single points that a code for several needles stands for, where its landmark names them: `the
/// pair EX-LE4 and ST35`.
pub(crate) fn parts(knowledge: &Knowledge, point: &Point) -> Vec<PointKey> {
    if point.needles < 2 {
        return Vec::new();
    }
    let Some((_, pair)) = point.landmark.split_once("the pair ") else {
        return Vec::new();
    };
    pair.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-'))
        .filter_map(|word| knowledge.point_key(word))
        .take(usize::from(point.needles))
        .collect()
}
