//! Every rule and red flag has cases in which it speaks, cases in which it just does not, and, where the
//! question matters, cases in which nobody asked. The cases stand in the text files beside this one,
//! written from the meaning of the safety reference.

mod case;
mod sheet;

use filiform_knowledge::{Condition, Rule, Severity};

use crate::rules::case::{Case, Kind, SECTIONS, cases};
use crate::support::*;

/// Runs the cases of one section and lists all that went wrong.
fn hold(section: &str) {
    let (_, text) = SECTIONS
        .iter()
        .find(|(name, _)| *name == section)
        .unwrap_or_else(|| panic!("no section {section}"));
    let wrong: Vec<String> = cases(section, text)
        .iter()
        .filter_map(|case| wrong(case).map(|why| format!("{case}: {why}")))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What is wrong with the answer to `case`, if anything is.
fn wrong(case: &Case) -> Option<String> {
    let then = case.given().when_joined(&case.needles(), &case.pairs());
    let said = then.said();
    let heard = || {
        let all: Vec<_> = said
            .iter()
            .map(|(rule, severity)| format!("{rule} {}", severity.as_str()))
            .collect();
        format!("heard {}", all.join(", "))
    };
    let spoken: Vec<Severity> = said
        .iter()
        .filter(|(rule, _)| *rule == case.speaker)
        .map(|(_, severity)| *severity)
        .collect();
    match case.expected {
        Some(Severity::None) => {
            let without = case.nobody().when_joined(&case.needles(), &case.pairs());
            (said != without.said()).then(|| format!("it changes the answer; {}", heard()))
        }
        Some(severity) if spoken.contains(&severity) => None,
        Some(severity) => Some(format!(
            "{} should say {}; {}",
            case.speaker,
            severity.as_str(),
            heard()
        )),
        None if spoken.is_empty() => None,
        None => Some(format!("it should be silent; {}", heard())),
    }
}

#[test]
fn pregnancy_and_fertility() {
    hold("pregnancy");
}

#[test]
fn bleeding() {
    hold("bleeding");
}

#[test]
fn infection_immunity_and_skin() {
    hold("infection");
}

#[test]
fn implants_and_current() {
    hold("devices");
}

#[test]
fn nerves_mind_and_consent() {
    hold("mind");
}

#[test]
fn metabolism_heart_and_daily_life() {
    hold("daily");
}

#[test]
fn structure_chest_and_cancer() {
    hold("structure");
}

#[test]
fn red_flags() {
    hold("red-flags");
}

/// Whether nobody having asked makes a difference to the rule.
fn can_be_unknown(rule: &Rule) -> bool {
    rule.ask_when_unknown || asks_whether_asked(&rule.when)
}

fn asks_whether_asked(condition: &Condition) -> bool {
    match condition {
        Condition::NotAsked(_) | Condition::Which(_) | Condition::LabMissing { .. } => true,
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast { of: parts, .. } => {
            parts.iter().any(asks_whether_asked)
        }
        Condition::Not(part) => asks_whether_asked(part),
        Condition::Anyone
        | Condition::Concept(_)
        | Condition::Recent(_)
        | Condition::Ever(_)
        | Condition::Lab { .. }
        | Condition::Age { .. }
        | Condition::Sex(_)
        | Condition::Gestation { .. } => false,
    }
}

#[test]
fn every_rule_speaks_once_is_silent_once_and_asks_once_where_it_can() {
    let all = case::all();
    let mut missing = Vec::new();
    for (_, rule) in KNOWLEDGE.rules().iter() {
        let of_rule = || all.iter().filter(|case| case.rule == rule.id.as_str());
        let has = |kind| of_rule().any(|case| case.kind == kind);
        let is_marked = of_rule().any(|case| case.marked_to_ask);
        for (kind, is_wanted) in [
            (Kind::Speaks, true),
            (Kind::Silent, true),
            (Kind::Unknown, can_be_unknown(rule) || is_marked),
        ] {
            if is_wanted && !has(kind) {
                missing.push(format!("{} has no case `{}`", rule.id, kind.word()));
            }
        }
    }
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}

#[test]
fn every_case_is_about_a_rule_that_exists() {
    let strange: Vec<String> = case::all()
        .iter()
        .filter(|case| {
            KNOWLEDGE.rule_key(&case.rule).is_none() || KNOWLEDGE.rule_key(&case.speaker).is_none()
        })
        .map(ToString::to_string)
        .collect();
    assert!(strange.is_empty(), "\n{}", strange.join("\n"));
}
