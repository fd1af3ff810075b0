//! What changed between two verdicts of the same plan.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use filiform_knowledge::{Knowledge, RuleId, Severity};

use crate::{AppliesTo, Verdict};

/// A finding by the name of its rule: what is left of a verdict when it is written down.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// The rule.
    pub rule: RuleId,
    /// What it said.
    pub severity: Severity,
    /// The needles of the plan that it spoke of; `None` for the person.
    pub needles: Option<Vec<usize>>,
}

/// A rule that says something else than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The rule.
    pub rule: RuleId,
    /// The most serious thing it said; `None` when it said nothing.
    pub before: Severity,
    /// The most serious thing it says; `None` when it says nothing.
    pub after: Severity,
    /// The needles it speaks of, or spoke of when it is silent now; `None` for the person.
    pub needles: Option<Vec<usize>>,
    /// The needles it spoke of, or speaks of when it was silent; `None` for the person.
    pub needles_before: Option<Vec<usize>>,
}

impl Change {
    /// Whether it is more serious than before, or as serious of a needle that it did not speak of.
    pub fn is_stricter(&self) -> bool {
        self.after > self.before || (self.after == self.before && self.reaches_further())
    }

    /// Whether it is less serious than before.
    pub fn is_looser(&self) -> bool {
        self.after < self.before
    }

    fn reaches_further(&self) -> bool {
        match (&self.needles_before, &self.needles) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(before), Some(after)) => after.iter().any(|needle| !before.contains(needle)),
        }
    }
}

/// What `verdict` says by rule id, in the order of the ids, then of severity.
pub fn found(knowledge: &Knowledge, verdict: &Verdict) -> Vec<Found> {
    let mut found: Vec<Found> = verdict
        .findings()
        .iter()
        .filter(|finding| finding.severity > Severity::None)
        .map(|finding| Found {
            rule: knowledge.rule(finding.rule).id.clone(),
            severity: finding.severity,
            needles: match &finding.applies_to {
                AppliesTo::Person => None,
                AppliesTo::Needles(needles) => Some(needles.clone()),
            },
        })
        .collect();
    found.sort();
    found
}

/// What rules say after that they did not say before, and the other way round.
///
/// Each rule once, by the most serious thing that it says on one side only; the same severity of other
/// needles is a change too. Stricter ones first, then the most serious now, then by rule id.
pub fn difference(before: &[Found], after: &[Found]) -> Vec<Change> {
    let (before, after) = (by_rule(before), by_rule(after));
    let rules: BTreeSet<&RuleId> = before.keys().chain(after.keys()).copied().collect();
    let nothing = Said::new();
    let mut changes: Vec<Change> = rules
        .into_iter()
        .filter_map(|rule| {
            let (old, new) = (
                before.get(rule).unwrap_or(&nothing),
                after.get(rule).unwrap_or(&nothing),
            );
            change(rule, old, new)
        })
        .collect();
    changes.sort_by_key(|change| (Reverse(change.is_stricter()), Reverse(change.after)));
    changes
}

/// What one rule says: needles by severity, `None` for the person.
type Said = BTreeMap<Severity, Option<BTreeSet<usize>>>;

fn by_rule(found: &[Found]) -> BTreeMap<&RuleId, Said> {
    let mut rules: BTreeMap<&RuleId, Said> = BTreeMap::new();
    for one in found.iter().filter(|one| one.severity > Severity::None) {
        let needles = rules
            .entry(&one.rule)
            .or_default()
            .entry(one.severity)
            .or_insert_with(|| Some(BTreeSet::new()));
        match (&mut *needles, &one.needles) {
            (Some(known), Some(more)) => known.extend(more),
            (_, None) => *needles = None,
            (None, Some(_)) => {}
        }
    }
    rules
}

fn change(rule: &RuleId, old: &Said, new: &Said) -> Option<Change> {
    let gone = highest(old, new);
    let come = highest(new, old);
    let (before, needles_before) = gone.or_else(|| silent(come))?;
    let (after, needles) = come.or_else(|| silent(gone))?;
    let listed = |needles: &Option<BTreeSet<usize>>| {
        needles
            .as_ref()
            .map(|needles| needles.iter().copied().collect())
    };
    Some(Change {
        rule: rule.clone(),
        before,
        after,
        needles: listed(needles),
        needles_before: listed(needles_before),
    })
}

type OneSeverity<'a> = (Severity, &'a Option<BTreeSet<usize>>);

/// The most serious thing in `said` that is not in `other`.
fn highest<'a>(said: &'a Said, other: &Said) -> Option<OneSeverity<'a>> {
    said.iter()
        .rev()
        .find(|(severity, needles)| other.get(severity) != Some(needles))
        .map(|(severity, needles)| (*severity, needles))
}

/// Nothing said, of the needles that the other side speaks of.
fn silent(other: Option<OneSeverity<'_>>) -> Option<OneSeverity<'_>> {
    other.map(|(_, needles)| (Severity::None, needles))
}
