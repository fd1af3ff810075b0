//! Section 2: red flags.

use filiform_knowledge::{ConditionKey, RuleKind, Severity};
use filiform_screening::{Chart, PlanToScreen, open_questions, screen};

use crate::support::*;

/// Every red flag with the items that its condition asks for.
fn flags() -> Vec<(String, Vec<String>, Option<ConditionKey>)> {
    KNOWLEDGE
        .rules()
        .iter()
        .filter(|(_, rule)| matches!(rule.kind, RuleKind::RedFlag(_)))
        .map(|(_, rule)| {
            let prefix = format!("{}/", rule.id);
            let items = KNOWLEDGE
                .concepts()
                .iter()
                .filter(|(_, concept)| concept.id.as_str().starts_with(&prefix))
                .map(|(_, concept)| concept.id.to_string())
                .collect();
            (
                rule.id.to_string(),
                items,
                rule.scope.conditions.first().copied(),
            )
        })
        .collect()
}

#[test]
fn every_red_flag_with_all_its_items_is_a_stop() {
    for (rule, items, _) in flags() {
        let answers: Vec<_> = items.iter().map(|item| yes(item)).collect();
        given(&answers)
            .woman("1950-01-01")
            .when(&[])
            .then(&rule, Severity::Stop);
    }
}

#[test]
fn a_positive_red_flag_speaks_whatever_is_treated() {
    given(&[yes("rf-cauda/saddle")])
        .treated_for("neck")
        .when(&[at("ST36")])
        .then("rf-cauda", Severity::Stop);
}

#[test]
fn red_flags_are_asked_for_their_conditions_only() {
    let person = given(&[]).woman("1960-01-01").chart();
    for (rule, items, condition) in flags() {
        let key = KNOWLEDGE.rule_key(&rule).unwrap();
        let asked = |chart: &Chart, condition: Option<ConditionKey>| {
            let plan = PlanToScreen {
                conditions: condition.into_iter().collect(),
                ..PlanToScreen::default()
            };
            let verdict = screen(&RULEBOOK, chart, &plan);
            verdict.findings().iter().any(|finding| finding.rule == key)
        };
        assert!(!asked(&person, None), "{rule} is asked without a condition");
        let Some(condition) = condition else { continue };
        assert!(
            asked(&person, Some(condition)),
            "{rule} is not asked for its condition"
        );
        let denied: Vec<_> = items.iter().map(|item| no(item)).collect();
        let denied = given(&denied).chart();
        assert!(!asked(&denied, Some(condition)), "{rule} is asked again");
    }
}

#[test]
fn an_unanswered_red_flag_becomes_a_question_with_its_own_words() {
    let then = given(&[]).treated_for("clbp").when(&[at("BL23")]);
    then.then("rf-cauda", Severity::Ask);
    let questions = open_questions(&KNOWLEDGE, &then.verdict);
    let item = concept_key("rf-cauda/saddle");
    let words = &KNOWLEDGE.concept(item).question;
    let question = questions
        .iter()
        .find(|question| question.ask == *words)
        .unwrap();
    assert_eq!(question.could_reach, Severity::Stop);
    let reached: Vec<_> = questions
        .iter()
        .map(|question| question.could_reach)
        .collect();
    assert!(reached.is_sorted_by(|a, b| a >= b));
    let mut asks: Vec<_> = questions.iter().map(|question| &question.ask).collect();
    asks.sort();
    asks.dedup();
    assert_eq!(asks.len(), questions.len(), "a question is asked twice");
}
