//! How often trials of a condition used each point.

use filiform_knowledge::{Knowledge, Point, PointKey, TrialKey};

use crate::{Assessment, TrialUse, policy};

/// Which trials a plan follows.
///
/// The default follows every trial of the condition and the points that its statement names. Anything
/// less is for measuring what the planner knows without them, and never for a patient.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrialsFollowed {
    /// Trials that count as if they were not in the table.
    pub without: Vec<TrialKey>,
    /// What becomes of the points that the condition's statement names.
    pub named: NamedPoints,
}

/// What becomes of the points that a condition's statement names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NamedPoints {
    /// They count, beside the trials of the table.
    #[default]
    Followed,
    /// They count as if the statement named none.
    Ignored,
}

/// Counts per point.
pub(crate) struct Trials {
    // INVARIANT: one entry per point of the table.
    used: Vec<u16>,
    named: Vec<bool>,
    /// Trials whose points are known.
    pub(crate) of: u16,
}

impl Trials {
    pub(crate) fn of(
        knowledge: &Knowledge,
        assessment: &Assessment,
        followed: &TrialsFollowed,
    ) -> Self {
        let condition = knowledge.condition(assessment.condition);
        let mut trials = Self {
            used: vec![0; knowledge.points().len()],
            named: vec![false; knowledge.points().len()],
            of: 0,
        };
        let counted = condition.trials.iter();
        for trial in counted.filter(|trial| !followed.without.contains(trial)) {
            let points = &knowledge.trial(*trial).points;
            if !points.is_empty() {
                trials.of += 1;
            }
            for point in with_parts(knowledge, points) {
                trials.used[point.index()] += 1;
            }
        }
        match followed.named {
            NamedPoints::Followed => {
                for point in with_parts(knowledge, &condition.trial_points) {
                    trials.named[point.index()] = true;
                }
            }
            NamedPoints::Ignored => {}
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

/// The points once each, in table order; a code for several needles by its single points, where they
/// have codes of their own.
pub(crate) fn single_points(knowledge: &Knowledge, points: &[PointKey]) -> Vec<PointKey> {
    let mut all = Vec::with_capacity(points.len());
    for point in points {
        let parts = parts(knowledge, knowledge.point(*point));
        if parts.is_empty() {
            all.push(*point);
        } else {
            all.extend(parts);
        }
    }
    all.sort_unstable();
    all.dedup();
    all
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
