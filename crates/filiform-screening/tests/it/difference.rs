//! What changed between two verdicts of the same plan.

use filiform_knowledge::{RuleId, Severity};
use filiform_screening::{Change, Fact, Found, difference, found};
use proptest::prelude::*;

use crate::laws::{histories, persons, plans, risks, verdict};
use crate::support::*;

fn said(rule: &str, severity: Severity, needles: Option<&[usize]>) -> Found {
    Found {
        rule: RuleId::new(rule),
        severity,
        needles: needles.map(<[usize]>::to_vec),
    }
}

/// Rule, before, after and needles of every change.
fn told(changes: &[Change]) -> Vec<(&str, Severity, Severity, Option<&[usize]>)> {
    changes
        .iter()
        .map(|change| {
            (
                change.rule.as_str(),
                change.before,
                change.after,
                change.needles.as_deref(),
            )
        })
        .collect()
}

#[test]
fn a_medicine_that_arrives_is_a_change_and_so_is_the_question_that_it_answers() {
    let needles = [at("ST36"), at("LI4")];
    let before = found(&KNOWLEDGE, &given(&[]).when(&needles).verdict);
    let taken = [medicine("warfarin")];
    let after = found(&KNOWLEDGE, &given(&taken).when(&needles).verdict);
    let changes = difference(&before, &after);
    let of = |rule: &str| {
        let change = changes.iter().find(|change| change.rule.as_str() == rule);
        change.map(|change| (change.before, change.after))
    };
    assert_eq!(
        of("anticoag-vka"),
        Some((Severity::None, Severity::Caution))
    );
    assert_eq!(
        of("anticoag-not-asked"),
        Some((Severity::Ask, Severity::None))
    );
    assert_eq!(of("bleed-disorder-mild"), None);
}

#[test]
fn stricter_ones_come_first_then_the_most_serious_then_by_name() {
    let before = [
        said("a", Severity::Stop, None),
        said("b", Severity::Note, None),
        said("d", Severity::Note, None),
    ];
    let after = [
        said("b", Severity::Refer, None),
        said("c", Severity::Caution, None),
        said("d", Severity::Refer, None),
        said("e", Severity::Stop, None),
    ];
    let order: Vec<_> = difference(&before, &after)
        .into_iter()
        .map(|change| change.rule.to_string())
        .collect();
    assert_eq!(order, ["e", "b", "d", "c", "a"]);
}

#[test]
fn the_same_severity_at_one_more_needle_is_stricter_and_at_one_less_is_not() {
    let one = [said("a", Severity::Stop, Some(&[1]))];
    let two = [said("a", Severity::Stop, Some(&[1, 4]))];
    let more = difference(&one, &two);
    assert_eq!(
        told(&more),
        [("a", Severity::Stop, Severity::Stop, Some(&[1, 4][..]))]
    );
    assert!(more[0].is_stricter() && !more[0].is_looser());
    let less = difference(&two, &one);
    assert!(!less[0].is_stricter() && !less[0].is_looser());
    let everywhere = [said("a", Severity::Stop, None)];
    assert!(difference(&two, &everywhere)[0].is_stricter());
    assert!(!difference(&everywhere, &two)[0].is_stricter());
}

#[test]
fn a_rule_that_is_silent_now_names_the_needles_it_spoke_of() {
    let before = [said("a", Severity::Caution, Some(&[2]))];
    assert_eq!(
        told(&difference(&before, &[])),
        [("a", Severity::Caution, Severity::None, Some(&[2][..]))]
    );
}

#[test]
fn of_a_rule_with_two_findings_the_one_that_changed_counts() {
    let stop = said("a", Severity::Stop, Some(&[0]));
    let ask = said("a", Severity::Ask, Some(&[1]));
    let both = [stop.clone(), ask];
    assert_eq!(
        told(&difference(std::slice::from_ref(&stop), &both)),
        [("a", Severity::None, Severity::Ask, Some(&[1][..]))]
    );
    let everywhere = [said("a", Severity::Stop, Some(&[0, 1]))];
    assert_eq!(
        told(&difference(&both, &everywhere)),
        [("a", Severity::Stop, Severity::Stop, Some(&[0, 1][..]))]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn nothing_changed_between_a_verdict_and_itself(
        person in persons(), facts in histories(), plan in plans(),
    ) {
        let said = found(&KNOWLEDGE, &verdict(&person, &facts, &plan));
        prop_assert!(said.is_sorted());
        prop_assert_eq!(difference(&said, &said), []);
    }

    #[test]
    fn looking_back_swaps_what_was_and_what_is(
        person in persons(), facts in histories(), others in histories(), plan in plans(),
    ) {
        let before = found(&KNOWLEDGE, &verdict(&person, &facts, &plan));
        let after = found(&KNOWLEDGE, &verdict(&person, &others, &plan));
        let mut forth = difference(&before, &after);
        let mut back: Vec<Change> = difference(&after, &before)
            .into_iter()
            .map(|change| Change {
                rule: change.rule,
                before: change.after,
                after: change.before,
                needles: change.needles_before,
                needles_before: change.needles,
            })
            .collect();
        forth.sort_by(|a, b| a.rule.cmp(&b.rule));
        back.sort_by(|a, b| a.rule.cmp(&b.rule));
        prop_assert_eq!(forth, back);
    }

    #[test]
    fn an_added_risk_answers_questions_and_loosens_nothing_else(
        person in persons(), facts in risks(5), more in risks(3), plan in plans(),
    ) {
        let all: Vec<Fact> = facts.iter().chain(&more).cloned().collect();
        let before = found(&KNOWLEDGE, &verdict(&person, &facts, &plan));
        let after = found(&KNOWLEDGE, &verdict(&person, &all, &plan));
        for change in difference(&before, &after) {
            let kept = change.is_stricter() || change.before == Severity::Ask;
            prop_assert!(kept, "{:?}", change);
        }
    }
}
