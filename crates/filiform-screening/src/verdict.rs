//! The screen's answer, with its reasons.

use filiform_knowledge::{ConceptKey, LabKey, RuleKey, Severity};
use filiform_units::{FactId, Millimetres};

use crate::FactState;

/// The screen's answer for a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    // INVARIANT: sorted by severity, highest first, then by rule order.
    pub(crate) findings: Vec<Finding>,
    // INVARIANT: one entry per needle of the plan, the highest severity that applies to it.
    pub(crate) needles: Vec<Severity>,
}

impl Verdict {
    /// The highest severity of any finding.
    pub fn severity(&self) -> Severity {
        self.findings
            .first()
            .map_or(Severity::None, |finding| finding.severity)
    }

    /// Findings, highest severity first.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Highest severity per needle, in plan order.
    pub fn needles(&self) -> &[Severity] {
        &self.needles
    }

    /// Findings that apply to needle `index`, highest severity first.
    pub fn of_needle(&self, index: usize) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(move |finding| finding.applies_to.includes(index))
    }

    /// The verdict of the needles of a longer plan that could be read: `places` says where each of them
    /// stands among the `count` there are. The others are stopped, since nobody can say what they are.
    #[must_use]
    pub fn among(mut self, places: &[usize], count: usize) -> Self {
        let mut needles = vec![Severity::Stop; count];
        for (place, severity) in places.iter().zip(&self.needles) {
            if let Some(needle) = needles.get_mut(*place) {
                *needle = *severity;
            }
        }
        self.needles = needles;
        for finding in &mut self.findings {
            if let AppliesTo::Needles(needles) = &mut finding.applies_to {
                let there = needles.iter().filter_map(|needle| places.get(*needle));
                *needles = there.copied().collect();
            }
        }
        self
    }
}

/// One rule that has something to say.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule.
    pub rule: RuleKey,
    /// What it says here: its own severity, or `Ask` when a fact is missing.
    pub severity: Severity,
    /// The facts and circumstances that led to it. Never empty.
    pub because: Vec<Reason>,
    /// What it applies to.
    pub applies_to: AppliesTo,
    /// The way on, where one is known.
    pub alternative: Option<Alternative>,
}

/// Why a rule spoke.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// A recorded fact.
    Fact {
        /// Which.
        id: FactId,
        /// What it was recognised as; `None` for a laboratory value.
        concept: Option<ConceptKey>,
        /// What it means now.
        state: FactState,
        /// The recogniser reached it by a near match: shown as "did you mean?".
        near_match: Option<String>,
    },
    /// A question that was never answered.
    NotAsked(ConceptKey),
    /// No value inside the window.
    LabMissing {
        /// Which value.
        lab: LabKey,
        /// The window in days.
        max_age_days: u16,
    },
    /// Age in years.
    Age(u16),
    /// Age or birth date is not recorded.
    AgeUnknown,
    /// Sex is not recorded.
    SexUnknown,
    /// Completed weeks of pregnancy.
    Gestation(u8),
    /// How far the pregnancy is, is not recorded.
    GestationUnknown,
    /// The side of a one-sided fact is not recorded.
    SideUnknown(FactId),
    /// The place itself: the rule holds for anybody.
    Place,
    /// The depth is not stated, or may exceed this limit.
    Deeper(Millimetres),
    /// The path of the current.
    CurrentPath,
    /// An electrical needle without a partner: the path of the current is not known.
    CurrentPathUnknown,
    /// A newer value could not be used: no number, or a unit that is not known.
    LabUnusable {
        /// Which value.
        lab: LabKey,
        /// The fact.
        id: FactId,
    },
}

/// What a finding applies to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppliesTo {
    /// The person: every needle.
    Person,
    /// These needles of the plan, in order.
    Needles(Vec<usize>),
}

impl AppliesTo {
    /// Whether needle `index` is meant.
    pub fn includes(&self, index: usize) -> bool {
        match self {
            Self::Person => true,
            Self::Needles(needles) => needles.contains(&index),
        }
    }
}

/// A way on that the rule itself names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alternative {
    /// The finding goes away when the needle stays at or above this depth.
    NotDeeperThan(Millimetres),
    /// The finding goes away with manual needling.
    Manual,
}
