//! The screen: rules whose condition holds, where they apply.

mod path;
mod plan;

use filiform_knowledge::{
    ConditionKey, CurrentPath, Knowledge, NeedleNumber, RuleKey, Severity, SideRule, Technique,
};
use filiform_units::{Millimetres, Side};

use crate::evaluate::{Sides, Value, collect, evaluate, sides};
use crate::rulebook::{Reach, RuleBody, angle_bit, technique_bit};
use crate::{Chart, Needle, PlanToScreen, Reason, Rulebook, Verdict};

use path::Paths;

pub use path::current_takes;

/// Screens a plan for the person of `chart`.
///
/// Every distinct rule gives one finding that lists its needles. Only a one-sided rule can give two: a
/// stop for the side that is recorded, and a question for the other one when a second fact has no side.
///
/// An electrical needle without a partner has a current whose path nobody knows: rules about paths that
/// it may take ask, or say what they say where that is less than a question.
pub fn screen(rulebook: &Rulebook, chart: &Chart, plan: &PlanToScreen) -> Verdict {
    plan::screen(&Screener::new(rulebook, chart, &plan.conditions), plan)
}

/// The rules that can have something to say of `plan`, whoever the person is.
pub(crate) fn rules_of<'a>(rulebook: &'a Rulebook, plan: &PlanToScreen) -> Vec<&'a RuleBody> {
    plan::rules_of(rulebook, plan)
}

/// The reasons of a rule that asks while a plan treats `conditions`; `None` when it does not ask.
pub(crate) fn asks(
    rulebook: &Rulebook,
    chart: &Chart,
    rule: &RuleBody,
    conditions: &[ConditionKey],
) -> Option<Vec<Reason>> {
    let active = Active::new(rulebook, chart, rule, conditions)?;
    (active.severity == Severity::Ask).then(|| {
        let mut reasons = Vec::new();
        collect(rulebook, chart, &rule.when, &mut reasons);
        reasons
    })
}

/// Screens one needle after another for a person and a condition that stay the same.
#[derive(Debug)]
pub struct Screener<'a> {
    pub(crate) rulebook: &'a Rulebook,
    pub(crate) chart: &'a Chart,
    active: Vec<Active<'a>>,
    /// The scope of every active rule, in the same order, packed for speed.
    scopes: Vec<ActiveScope>,
}

/// A rule whose condition is met or is a question.
#[derive(Debug)]
struct Active<'a> {
    rule: &'a RuleBody,
    severity: Severity,
    sides: Option<Sides>,
}

/// What it takes to decide whether an active rule applies to a needle.
#[derive(Clone, Copy, Debug)]
struct ActiveScope {
    key: RuleKey,
    severity: Severity,
    techniques: u8,
    angles: u8,
    current: Option<CurrentPath>,
    sides: SideScope,
}

/// The sides that an active rule speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SideScope {
    All,
    Only {
        left: bool,
        right: bool,
        /// Whether there is a fact without a side, so that the other side is a question.
        unknown: bool,
    },
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

impl NeedleScreen {
    fn take(&mut self, rule: RuleKey, severity: Severity, clears_at: Option<Millimetres>) {
        self.severity = self.severity.max(severity);
        if severity == Severity::Stop {
            self.depth_limit = match (self.stops.is_empty(), self.depth_limit) {
                (true, _) => clears_at,
                (false, before) => before.min(clears_at),
            };
            self.stops.push(rule);
        }
    }
}

/// How a rule applies to a needle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Touch {
    severity: Severity,
    /// The depth at or above which the rule says nothing.
    clears_at: Option<Millimetres>,
    /// The side of the fact is not recorded.
    side_unknown: bool,
    /// The path of the current is not known.
    path_unknown: bool,
}

/// The currents that a needle takes part in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Current {
    certain: Paths,
    possible: Paths,
}

impl<'a> Screener<'a> {
    /// Evaluates every rule's condition once.
    ///
    /// A red flag is asked only while one of its conditions is among those treated; one that is positive speaks
    /// whatever is treated.
    pub fn new(rulebook: &'a Rulebook, chart: &'a Chart, conditions: &[ConditionKey]) -> Self {
        let active: Vec<_> = rulebook
            .rules
            .iter()
            .filter_map(|rule| Active::new(rulebook, chart, rule, conditions))
            .collect();
        Self {
            rulebook,
            chart,
            scopes: active.iter().map(Active::scope).collect(),
            active,
        }
    }

    /// What screening says of `needle` by itself. For an electrical needle only what holds whatever its
    /// partner is; ask [`Screener::pair`] about the pair.
    pub fn needle(&self, needle: &Needle) -> NeedleScreen {
        let certain = path::of_needle(&self.rulebook.places, needle);
        self.with_current(
            needle,
            Current {
                certain,
                possible: certain,
            },
        )
    }

    /// Rules that are met and leave room for few needles, in rule order.
    pub fn few_needles(&self, knowledge: &Knowledge) -> Vec<RuleKey> {
        self.active
            .iter()
            .filter(|active| active.severity != Severity::Ask)
            .map(|active| active.rule.key)
            .filter(|rule| knowledge.rule(*rule).needles == NeedleNumber::Few)
            .collect()
    }

    /// What screening says of two needles joined by a current: both needles and the path.
    pub fn pair(&self, a: &Needle, b: &Needle) -> NeedleScreen {
        let certain = path::of_pair(&self.rulebook.places, a, b);
        let current = Current {
            certain,
            possible: certain,
        };
        let mut both = self.with_current(a, current);
        let other = self.with_current(b, current);
        both.severity = both.severity.max(other.severity);
        if !other.stops.is_empty() {
            both.depth_limit = if both.stops.is_empty() {
                other.depth_limit
            } else {
                both.depth_limit.min(other.depth_limit)
            };
            both.stops.extend(other.stops);
            both.stops.sort_unstable();
            both.stops.dedup();
        }
        both
    }

    fn with_current(&self, needle: &Needle, current: Current) -> NeedleScreen {
        let reach = self.rulebook.places.reach_of(needle);
        let mut answer = NeedleScreen::default();
        for scope in &self.scopes {
            let Some(reach) = reach.get(scope.key.index()) else {
                continue;
            };
            if let Some(touch) = scope.touch(needle, *reach, current) {
                answer.take(scope.key, touch.severity, touch.clears_at);
            }
        }
        answer
    }
}

impl<'a> Active<'a> {
    fn new(
        rulebook: &Rulebook,
        chart: &Chart,
        rule: &'a RuleBody,
        conditions: &[ConditionKey],
    ) -> Option<Self> {
        if rule.severity == Severity::None {
            return None;
        }
        let asked = rule.is_asked_for(conditions);
        if !asked && !rule.red_flag {
            return None;
        }
        let asks_anybody = asked && rule.ask_when_unknown;
        if !asks_anybody && !chart.may_meet(rulebook, &rule.needs) {
            debug_assert!(
                matches!(
                    evaluate(rulebook, chart, &rule.when).value,
                    Value::Unknown | Value::NotMet
                ),
                "a rule that needs something recorded speaks without it"
            );
            return None;
        }
        let value = evaluate(rulebook, chart, &rule.when).value;
        let severity = match value {
            Value::Met => rule.severity,
            Value::Undetermined if asked => Severity::Ask,
            Value::Unknown if asks_anybody => Severity::Ask,
            Value::Undetermined | Value::Unknown | Value::NotMet => return None,
        };
        let sided = rule.side == SideRule::SameAsFact && value == Value::Met;
        Some(Self {
            rule,
            severity,
            sides: sided.then(|| sides(rulebook, chart, &rule.when)),
        })
    }

    fn scope(&self) -> ActiveScope {
        ActiveScope {
            key: self.rule.key,
            severity: self.severity,
            techniques: self.rule.techniques,
            angles: self.rule.angles,
            current: self.rule.current,
            sides: match &self.sides {
                None => SideScope::All,
                Some(sides) => SideScope::Only {
                    left: sides.left,
                    right: sides.right,
                    unknown: !sides.unknown.is_empty(),
                },
            },
        }
    }
}

impl ActiveScope {
    fn touch(self, needle: &Needle, reach: Reach, current: Current) -> Option<Touch> {
        if self.techniques & technique_bit(needle.technique) == 0
            || self.angles & angle_bit(needle.angle) == 0
            || !reach.includes(needle.depth)
        {
            return None;
        }
        let mut touch = Touch {
            severity: self.severity,
            clears_at: reach.clears_at(),
            side_unknown: false,
            path_unknown: false,
        };
        if let Some(path) = self.current {
            if needle.technique != Technique::Electrical || !current.possible.contains(path) {
                return None;
            }
            if !current.certain.contains(path) {
                touch.path_unknown = true;
                touch.severity = touch.severity.min(Severity::Ask);
            }
        }
        if let SideScope::Only {
            left,
            right,
            unknown,
        } = self.sides
        {
            let same = match needle.side {
                Side::Left => left,
                Side::Right => right,
                Side::Midline => left || right,
            };
            if !same {
                if !unknown {
                    return None;
                }
                touch.side_unknown = true;
                touch.severity = Severity::Ask;
            }
        }
        Some(touch)
    }
}
