//! What the screen could not read and a person has to.

use filiform_knowledge::CodeSystem;
use filiform_screening::{Fact, FactKind, RecordedStatus};
use proptest::prelude::*;

use crate::support::*;

fn is_listed(fact: Fact) -> bool {
    let id = fact.id;
    given(&[fact]).chart().not_understood().contains(&id)
}

#[test]
fn words_that_mean_nothing_are_listed_whatever_they_are_about() {
    for kind in [
        FactKind::Problem,
        FactKind::Medicine,
        FactKind::Allergy,
        FactKind::Device,
        FactKind::Procedure,
        FactKind::Lab,
        FactKind::Answer,
    ] {
        assert!(is_listed(fact(kind, "zzyzx qwv")), "{kind:?}");
    }
    assert!(is_listed(problem("")), "nothing at all was written");
}

#[test]
fn words_that_mean_something_are_not_listed() {
    assert!(!is_listed(problem("Epilepsy")));
    assert!(!is_listed(medicine("warfarin 5 mg")));
    assert!(!is_listed(medicine("warferin")), "also misspelt");
    assert!(!is_listed(fact(FactKind::Allergy, "latex")));
    assert!(!is_listed(device("pacemaker")));
    assert!(!is_listed(lab("INR", 2.1, "{INR}")));
    assert!(!is_listed(problem("no epilepsy")), "a denial too");
}

#[test]
fn a_coded_line_outside_the_list_is_not_listed_unless_it_is_a_medicine() {
    let coded = |fact: Fact, system| fact.code(system, "000000");
    let text = "zzyzx qwv";
    assert!(!is_listed(coded(problem(text), CodeSystem::Snomed)));
    assert!(!is_listed(coded(procedure(text), CodeSystem::Snomed)));
    assert!(!is_listed(coded(device(text), CodeSystem::Snomed)));
    assert!(!is_listed(coded(
        fact(FactKind::Allergy, text),
        CodeSystem::Snomed
    )));
    assert!(!is_listed(coded(lab(text, 1.0, "mg"), CodeSystem::Loinc)));
    assert!(is_listed(coded(medicine(text), CodeSystem::RxNorm)));
    assert!(is_listed(coded(medicine(text), CodeSystem::Atc)));
}

#[test]
fn a_code_of_a_system_that_is_not_read_is_no_code() {
    assert!(is_listed(
        problem("zzyzx qwv").code(CodeSystem::Other, "X1")
    ));
    assert!(is_listed(
        problem("zzyzx qwv").code(CodeSystem::Snomed, " ")
    ));
}

#[test]
fn what_says_nothing_about_the_person_is_not_listed() {
    for status in [
        RecordedStatus::Void,
        RecordedStatus::Absent,
        RecordedStatus::FamilyHistory,
    ] {
        assert!(
            !is_listed(problem("zzyzx qwv").status(status)),
            "{status:?}"
        );
        assert!(
            !is_listed(medicine("zzyzx qwv").status(status)),
            "{status:?}"
        );
    }
}

#[test]
fn an_answer_to_a_question_is_not_listed() {
    assert!(!is_listed(yes("pacemaker")));
    assert!(!is_listed(yes("a-question-of-an-earlier-version")));
}

#[test]
fn an_unknown_medicine_is_listed_until_any_medicine_would_have_left_the_body() {
    let unknown = || medicine("zzyzx qwv");
    assert!(is_listed(unknown()));
    assert!(is_listed(unknown().ended("2026-11-20")));
    assert!(is_listed(unknown().ended("2026")));
    assert!(!is_listed(unknown().ended("2010-01-01")));
    assert!(!is_listed(
        unknown().status(RecordedStatus::Ended).onset("2010-01-01")
    ));
    assert!(!is_listed(
        unknown()
            .status(RecordedStatus::Ended)
            .recorded("2010-01-01")
    ));
    // Begun long ago and never stopped.
    assert!(is_listed(unknown().onset("2010-01-01")));
}

fn any_fact() -> impl Strategy<Value = Fact> {
    let text = prop_oneof![
        Just("warfarin"),
        Just("zzyzx qwv"),
        Just("Epilepsy"),
        Just(""),
        Just("latex"),
        Just("pacemaker removed"),
        Just("INR"),
    ];
    let code = prop::option::of(prop_oneof![
        Just((CodeSystem::Snomed, "84757009")),
        Just((CodeSystem::Snomed, "000000")),
        Just((CodeSystem::RxNorm, "855332")),
        Just((CodeSystem::Loinc, "6301-6")),
        Just((CodeSystem::Other, "X1")),
        Just((CodeSystem::Icd10, "")),
    ]);
    let ended = prop::option::of(prop_oneof![Just("2010-01-01"), Just("2026-11-20")]);
    let concept = prop::option::of(prop_oneof![Just("pacemaker"), Just("gone")]);
    (
        prop::sample::select(&FactKind::ALL[..]),
        text,
        code,
        prop::sample::select(&RecordedStatus::ALL[..]),
        ended,
        concept,
    )
        .prop_map(|(kind, text, code, status, ended, concept)| {
            let mut fact = fact(kind, text);
            if let Some((system, code)) = code {
                fact = fact.code(system, code);
            }
            if let Some(ended) = ended {
                fact = fact.ended(ended);
            }
            fact.concept = concept.map(filiform_knowledge::ConceptId::new);
            fact.status(status)
        })
}

/// The four reasons to leave a line out.
fn is_deliberately_outside(fact: &Fact) -> bool {
    let silent = matches!(
        fact.status,
        RecordedStatus::Void | RecordedStatus::Absent | RecordedStatus::FamilyHistory
    );
    let coded = fact
        .codes
        .iter()
        .any(|code| code.system != CodeSystem::Other && !code.code.is_empty());
    let long_ago = fact
        .ended
        .is_some_and(|ended| ended.latest() < now().date())
        && matches!(fact.status, RecordedStatus::Ended | RecordedStatus::Unknown);
    silent
        || (fact.kind == FactKind::Answer && fact.concept.is_some())
        || (fact.kind != FactKind::Medicine && coded)
        || (fact.kind == FactKind::Medicine && long_ago)
}

proptest! {
    #[test]
    fn a_line_is_understood_or_left_out_for_a_reason_or_listed(
        facts in prop::collection::vec(any_fact(), 0..12),
    ) {
        let chart = given(&facts).chart();
        for fact in &facts {
            let recognised = chart.recognised(fact.id).unwrap();
            let listed = chart.not_understood().contains(&fact.id);
            let accounted = !recognised.is_empty() || is_deliberately_outside(fact) || listed;
            prop_assert!(accounted, "{:?}", fact);
            prop_assert!(!listed || recognised.is_empty(), "{:?}", fact);
        }
    }
}
