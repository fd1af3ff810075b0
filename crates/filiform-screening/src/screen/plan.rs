//! A whole plan: pairs, findings, alternatives.

use std::borrow::Cow;

use filiform_knowledge::{Condition, Severity, Technique};

use super::{Active, ActiveScope, Current, Screener, SideScope, Touch, path};
use crate::evaluate::collect;
use crate::rulebook::{Places, Reach, RuleBody, technique_bit};
use crate::screen::path::Paths;
use crate::{Alternative, AppliesTo, Finding, PlanToScreen, Reason, Rulebook, Verdict};

/// Screens `plan` with the rules that are active.
pub(super) fn screen(screener: &Screener<'_>, plan: &PlanToScreen) -> Verdict {
    let places = &screener.rulebook.places;
    let currents = currents(places, plan);
    let rows: Vec<Cow<'_, [Reach]>> = plan
        .needles
        .iter()
        .map(|needle| places.reach_of(needle))
        .collect();
    let techniques = techniques(plan);
    let mut verdict = Verdict {
        findings: Vec::new(),
        needles: vec![Severity::None; plan.needles.len()],
    };
    let mut touched = Vec::new();
    let speaking = screener.active.iter();
    for active in speaking.filter(|active| active.rule.speaks_in(plan.position)) {
        if active.rule.anywhere && active.rule.covers(techniques) {
            for severity in &mut verdict.needles {
                *severity = active.severity.max(*severity);
            }
            verdict
                .findings
                .push(person_finding(screener, active, plan));
        } else {
            let needles = (rows.as_slice(), currents.as_slice());
            add_needle_findings(screener, active, plan, needles, &mut touched, &mut verdict);
        }
    }
    verdict
        .findings
        .sort_by(|a, b| b.severity.cmp(&a.severity).then(a.rule.cmp(&b.rule)));
    verdict
}

/// The rules that can touch `plan`: the person as a whole, or one of its needles on some side.
pub(super) fn rules_of<'a>(rulebook: &'a Rulebook, plan: &PlanToScreen) -> Vec<&'a RuleBody> {
    let techniques = techniques(plan);
    let currents = currents(&rulebook.places, plan);
    let touches = |rule: &RuleBody| {
        let scope = ActiveScope {
            key: rule.key,
            severity: rule.severity,
            techniques: rule.techniques,
            angles: rule.angles,
            current: rule.current,
            sides: SideScope::All,
        };
        plan.needles.iter().zip(&currents).any(|(needle, current)| {
            let reach = rulebook
                .places
                .reach_of(needle)
                .get(rule.key.index())
                .copied();
            reach.is_some_and(|reach| scope.touch(needle, reach, *current).is_some())
        })
    };
    rulebook
        .rules
        .iter()
        .filter(|rule| rule.speaks_in(plan.position))
        .filter(|rule| (rule.anywhere && rule.covers(techniques)) || touches(rule))
        .collect()
}

/// A person without needles is screened as for a manual needle.
fn techniques(plan: &PlanToScreen) -> u8 {
    plan.needles
        .iter()
        .map(|needle| technique_bit(needle.technique))
        .reduce(|all, one| all | one)
        .unwrap_or_else(|| technique_bit(Technique::Manual))
}

/// The currents of every needle: of its pairs, or unknown when an electrical needle has no partner.
fn currents(places: &Places, plan: &PlanToScreen) -> Vec<Current> {
    let mut paired: Vec<Option<Paths>> = vec![None; plan.needles.len()];
    for pair in &plan.pairs {
        let (Some(a), Some(b)) = (plan.needles.get(pair.a), plan.needles.get(pair.b)) else {
            continue;
        };
        if pair.a == pair.b {
            continue;
        }
        let paths = path::of_pair(places, a, b);
        for place in [pair.a, pair.b] {
            if let Some(known) = paired.get_mut(place) {
                *known = Some(known.map_or(paths, |before| before.or(paths)));
            }
        }
    }
    plan.needles
        .iter()
        .zip(paired)
        .map(|(needle, paired)| match paired {
            Some(certain) => Current {
                certain,
                possible: certain,
            },
            None => Current {
                certain: path::of_needle(places, needle),
                possible: path::possible(places, needle),
            },
        })
        .collect()
}

fn person_finding(screener: &Screener<'_>, active: &Active<'_>, plan: &PlanToScreen) -> Finding {
    let manual = !plan.needles.is_empty() && !active.rule.has_technique(Technique::Manual);
    Finding {
        rule: active.rule.key,
        severity: active.severity,
        because: reasons(screener, active, &[]),
        applies_to: AppliesTo::Person,
        alternative: manual.then_some(Alternative::Manual),
    }
}

fn add_needle_findings(
    screener: &Screener<'_>,
    active: &Active<'_>,
    plan: &PlanToScreen,
    (rows, currents): (&[Cow<'_, [Reach]>], &[Current]),
    touched: &mut Vec<(usize, Touch)>,
    verdict: &mut Verdict,
) {
    touched.clear();
    let scope = active.scope();
    let needles = plan.needles.iter().zip(rows).zip(currents);
    for (index, ((needle, row), current)) in needles.enumerate() {
        let reach = row.get(active.rule.key.index());
        if let Some(touch) = reach.and_then(|reach| scope.touch(needle, *reach, *current)) {
            touched.push((index, touch));
            if let Some(severity) = verdict.needles.get_mut(index) {
                *severity = touch.severity.max(*severity);
            }
        }
    }
    let Some((_, first)) = touched.first() else {
        return;
    };
    let first = first.severity;
    // Needles of one severity come first; there are two at most.
    touched.sort_by_key(|(_, touch)| touch.severity != first);
    for group in touched.chunk_by(|(_, one), (_, other)| one.severity == other.severity) {
        verdict
            .findings
            .push(needle_finding(screener, active, plan, group));
    }
}

fn needle_finding(
    screener: &Screener<'_>,
    active: &Active<'_>,
    plan: &PlanToScreen,
    touched: &[(usize, Touch)],
) -> Finding {
    let limits = touched.iter().map(|(_, touch)| touch.clears_at);
    let shallowest = limits.min().flatten();
    let electrical = touched.iter().all(|(index, _)| {
        plan.needles
            .get(*index)
            .is_some_and(|needle| needle.technique == Technique::Electrical)
    });
    let manual = electrical && !active.rule.has_technique(Technique::Manual);
    Finding {
        rule: active.rule.key,
        severity: touched
            .iter()
            .map(|(_, touch)| touch.severity)
            .max()
            .unwrap_or_default(),
        because: reasons(screener, active, touched),
        applies_to: AppliesTo::Needles(touched.iter().map(|(index, _)| *index).collect()),
        alternative: shallowest
            .map(Alternative::NotDeeperThan)
            .or(manual.then_some(Alternative::Manual)),
    }
}

/// Facts first, then circumstances.
fn reasons(
    screener: &Screener<'_>,
    active: &Active<'_>,
    touched: &[(usize, Touch)],
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    collect(
        screener.rulebook,
        screener.chart,
        &active.rule.when,
        &mut reasons,
    );
    if matches!(active.rule.when, Condition::Anyone) && active.rule.current.is_none() {
        reasons.push(Reason::Place);
    }
    let limits = touched.iter().filter_map(|(_, touch)| touch.clears_at);
    if let Some(limit) = limits.min() {
        reasons.push(Reason::Deeper(limit));
    }
    if active.rule.current.is_some() {
        let unknown = touched.iter().any(|(_, touch)| touch.path_unknown);
        reasons.push(if unknown {
            Reason::CurrentPathUnknown
        } else {
            Reason::CurrentPath
        });
    }
    if touched.iter().any(|(_, touch)| touch.side_unknown)
        && let Some(sides) = &active.sides
    {
        reasons.extend(sides.unknown.iter().map(|fact| Reason::SideUnknown(*fact)));
    }
    if reasons.is_empty() {
        reasons.push(Reason::Place);
    }
    reasons
}
