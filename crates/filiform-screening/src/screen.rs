//! The screen: rules whose condition holds, where they apply.

use filiform_knowledge::{ConditionKey, RuleKey, Severity};
use filiform_units::Millimetres;

use crate::{Chart, Needle, PlanToScreen, Rulebook, Verdict};

/// Screens a plan for the person of `chart`.
///
/// Every distinct rule gives one finding per severity: `lymphoedema-limb` with a known left side is a
/// stop for the left needles, and with a second fact of unknown side a question for the others.
pub fn screen(rulebook: &Rulebook, chart: &Chart, plan: &PlanToScreen) -> Verdict {
    let _ = Screener::new(rulebook, chart, plan.condition);
    Verdict {
        findings: Vec::new(),
        needles: vec![Severity::None; plan.needles.len()],
    }
}

/// Screens one needle after another for a person and a condition that stay the same.
#[derive(Debug)]
pub struct Screener<'a> {
    _rulebook: &'a Rulebook,
    _chart: &'a Chart,
}

/// The screen's answer for one needle or one electrode pair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NeedleScreen {
    /// The highest severity that applies.
    pub severity: Severity,
    /// Rules that stop it, in rule order; empty unless the severity is `Stop`.
    pub stops: Vec<RuleKey>,
    /// The deepest depth at which every one of these stops goes away, if there is one.
    pub depth_limit: Option<Millimetres>,
}

impl<'a> Screener<'a> {
    /// Evaluates every rule's condition once.
    pub fn new(rulebook: &'a Rulebook, chart: &'a Chart, _condition: Option<ConditionKey>) -> Self {
        Self {
            _rulebook: rulebook,
            _chart: chart,
        }
    }

    /// What screening says of `needle` by itself. For an electrical needle only what holds whatever its
    /// partner is; ask [`Screener::pair`] about the pair.
    pub fn needle(&self, _needle: &Needle) -> NeedleScreen {
        NeedleScreen::default()
    }

    /// What screening says of the current between two needles, and of the needles.
    pub fn pair(&self, _a: &Needle, _b: &Needle) -> NeedleScreen {
        NeedleScreen::default()
    }
}
