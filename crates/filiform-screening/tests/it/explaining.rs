//! Findings in plain words.

use filiform_knowledge::Severity::{Ask, Caution, Refer, Stop};
use filiform_screening::{explain, open_questions};

use crate::support::*;

fn because(then: &Then, rule: &str, severity: filiform_knowledge::Severity) -> Vec<String> {
    let finding = then.find(rule, severity).unwrap();
    explain(&KNOWLEDGE, &then.facts, finding).because
}

#[test]
fn a_medicine_is_quoted_with_status_date_and_source() {
    let mut warfarin = medicine("Warfarin Sodium 5 MG Oral Tablet").onset("2020-04-22");
    warfarin.source = "MedicationRequest 118 of 265".to_owned();
    let then = given(&[warfarin]).when(&[at("LI11")]);
    assert_eq!(
        because(&then, "anticoag-vka", Caution),
        [
            "Warfarin Sodium 5 MG Oral Tablet, active since 22 April 2020 (MedicationRequest 118 of 265)."
        ]
    );
}

#[test]
fn a_washout_a_value_a_depth_and_a_near_match_are_said() {
    let then = given(&[medicine("warfarin").ended("2026-11-20")]).when(&[at("GB21").depth(7, 12)]);
    assert_eq!(
        because(&then, "anticoag-deep", Stop),
        [
            "warfarin, stopped on 20 November 2026 (history form). It ended so recently that it counts as active.",
            "The needle may go deeper than 10 mm, or its depth is not stated.",
        ]
    );
    let then = given(&[medicine("wrafarin"), lab("INR", 4.6, "{INR}")]).when(&[at("LI11")]);
    assert_eq!(
        because(&then, "anticoag-inr-stop", Stop),
        ["INR 4.6, measured on 20 November 2026 (history form)."]
    );
    assert_eq!(
        because(&then, "anticoag-vka", Caution),
        ["wrafarin, active (history form). Read as “warfarin”: is that what is meant?"]
    );
}

#[test]
fn the_explanation_carries_action_letter_policy_and_sources() {
    let then = given(&[medicine("warfarin")]).when(&[at("GB21").depth(7, 12)]);
    let finding = then.find("anticoag-deep", Stop).unwrap();
    let explanation = explain(&KNOWLEDGE, &then.facts, finding);
    let rule = KNOWLEDGE.rule(finding.rule);
    assert_eq!(explanation.title, rule.title);
    assert_eq!(explanation.action, rule.action);
    assert_eq!(explanation.letter, rule.provenance.verification.letter());
    assert_eq!(explanation.policy, rule.provenance.policy);
    assert_eq!(explanation.sources.len(), rule.provenance.sources.len());
    assert_eq!(
        explanation.alternative.as_deref(),
        Some("This goes away with a needle not deeper than 10 mm.")
    );
}

#[test]
fn every_finding_of_a_long_history_is_explained_without_gaps() {
    let facts: Vec<_> = KNOWLEDGE
        .lexicon()
        .terms()
        .iter()
        .map(|term| problem(&term.phrase))
        .collect();
    let then = given(&facts)
        .woman("1995-01-01")
        .when(&["GB21", "CV4", "ST14", "BL23", "ST36"].map(at));
    for finding in then.verdict.findings() {
        let explanation = explain(&KNOWLEDGE, &then.facts, finding);
        assert!(!explanation.because.is_empty());
        for sentence in explanation.because {
            assert!(sentence.ends_with(['.', '?']), "{sentence}");
            assert!(!sentence.contains("  "), "{sentence}");
        }
    }
}

#[test]
fn what_is_open_is_asked_once_and_the_worst_first() {
    let then = given(&[medicine("warfarin")])
        .woman("1995-01-01")
        .when(&[at("GB21").depth(7, 12)]);
    let questions = open_questions(&KNOWLEDGE, &then.verdict);
    let reached: Vec<_> = questions
        .iter()
        .map(|question| question.could_reach)
        .collect();
    assert!(reached.is_sorted_by(|a, b| a >= b), "{questions:#?}");
    assert!(
        questions
            .iter()
            .any(|question| question.ask.contains("pregnant"))
    );
    assert!(
        questions
            .iter()
            .any(|question| question.ask.contains("INR"))
    );
    assert!(questions.iter().all(|question| !question.why.is_empty()));
    assert!(questions[0].could_reach >= Refer);
    then.then("anticoag-inr-unknown", Ask);
}
