//! What a plan that a clinician edits is worth, at every change.

use filiform_knowledge::{Knowledge, Position, Severity};
use filiform_screening::Needle;

use crate::{Assessment, Effect, Limits, ScreensNeedles, TargetCoverage, TrialCoverage, TrialUse};

/// A plan as it stands, on the scale of [`Proposal::value`](crate::Proposal::value).
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// Value of the plan. A needle that cannot be reached or that screening stops counts as well: the
    /// clinician decides, and the page says so beside it.
    pub value: f64,
    /// How well each target is covered, heaviest first.
    pub coverage: Vec<TargetCoverage>,
    /// How far the plan follows the trials of the condition; `None` when none names its points.
    pub trial_use: Option<TrialCoverage>,
    /// One entry per needle, in the order given.
    pub needles: Vec<EvaluatedNeedle>,
    /// Needles that cannot be reached in the position, by index.
    pub unreachable: Vec<usize>,
    /// Pairs of needles that stand in the same tissue at the same level, by index.
    pub too_close: Vec<(usize, usize)>,
}

/// One needle of an edited plan.
#[derive(Clone, Debug, PartialEq)]
pub struct EvaluatedNeedle {
    /// What screening says of this needle.
    pub severity: Severity,
    /// What it covers, strongest first.
    pub reasons: Vec<Effect>,
    /// How many trials of this condition used the point.
    pub trials: TrialUse,
    /// What the plan loses without this needle; below 0 when it costs more than it covers.
    pub worth: f64,
}

/// What `needles` are worth for the complaint in `position`.
pub fn evaluate(
    _knowledge: &Knowledge,
    screen: &impl ScreensNeedles,
    _assessment: &Assessment,
    _limits: &Limits,
    needles: &[Needle],
    _position: Position,
) -> Evaluation {
    Evaluation {
        value: 0.0,
        coverage: Vec::new(),
        trial_use: None,
        needles: needles
            .iter()
            .map(|needle| EvaluatedNeedle {
                severity: screen.needle(needle).severity,
                reasons: Vec::new(),
                trials: TrialUse::default(),
                worth: 0.0,
            })
            .collect(),
        unreachable: Vec::new(),
        too_close: Vec::new(),
    }
}
