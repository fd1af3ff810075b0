//! What must not be a stop: an alarm that always rings is not heard.

use filiform_knowledge::CodeSystem;
use filiform_knowledge::Severity::{Ask, Note, Refer, Stop};
use filiform_screening::Fact;
use filiform_units::Laterality;

use crate::support::*;

const LIMBS: [&str; 6] = ["ST36", "SP6", "LI4", "LI11", "GB34", "LR3"];

fn limbs(facts: &[Fact]) -> Then {
    given(facts).when(&LIMBS.map(at))
}

#[test]
fn osteoporosis_is_not_a_contraindication() {
    limbs(&[problem("Osteoporosis (disorder)").code(CodeSystem::Snomed, "64859006")]).below(Stop);
}

#[test]
fn a_blood_borne_virus_is_not_a_contraindication() {
    for text in [
        "Human immunodeficiency virus infection",
        "HIV",
        "Chronic hepatitis B",
        "Hepatitis C",
    ] {
        limbs(&[problem(text)]).below(Stop);
    }
}

#[test]
fn low_dose_aspirin_is_a_note() {
    limbs(&[medicine("Aspirin 75 mg")])
        .then("antiplatelet-single", Note)
        .below(Stop)
        .not("antiplatelet-dual")
        .not("anticoag-deep");
}

#[test]
fn manual_needling_of_limbs_with_a_pacemaker_is_a_note() {
    limbs(&[device("Pacemaker").side(Laterality::Left)])
        .then("cied-manual", Note)
        .below(Stop);
}

#[test]
fn old_negated_and_other_peoples_facts_add_nothing() {
    let nobody = limbs(&[]).said();
    for fact in [
        prose("warfarin stopped 2 years ago"),
        prose("mother has haemophilia"),
        prose("allergic to aspirin"),
        prose("heparinoid cream"),
        problem("no pacemaker"),
        medicine("warfarin").ended("2015-01-01"),
        problem("Viral sinusitis (disorder)"),
    ] {
        let text = fact.text.clone();
        for said in limbs(&[fact]).said() {
            assert!(nobody.contains(&said), "{text}: {said:?}");
        }
    }
}

#[test]
fn a_sedative_is_no_anticoagulant() {
    limbs(&[medicine("Xanax")])
        .not("anticoag-doac")
        .not("anticoag-deep")
        .then("driving-after-ask", Ask)
        .below(Refer);
}

#[test]
fn everybody_is_asked_few_questions() {
    let asked = |then: &Then| -> Vec<String> {
        let said = then.said().into_iter();
        said.filter(|(_, severity)| *severity >= Ask)
            .map(|(rule, _)| rule)
            .collect()
    };
    let short = [
        "anticoag-not-asked",
        "bleed-disorder-mild",
        "needle-history-not-asked",
        "today-not-asked",
    ];
    assert_eq!(asked(&limbs(&[])), short);
    assert_eq!(
        asked(&given(&[]).when(&["BL23", "GB20", "GB21", "CV12"].map(at))),
        short
    );
}

#[test]
fn one_no_settles_all_questions_about_today_and_about_earlier_needles() {
    let answers = [
        no("today"),
        no("needle-history"),
        no("anticoagulant"),
        no("bleeding-history"),
    ];
    assert_eq!(limbs(&answers).said(), []);
}

#[test]
fn a_healthy_man_with_answers_is_left_alone() {
    let answers: Vec<Fact> = KNOWLEDGE
        .concepts()
        .iter()
        .map(|(_, concept)| no(concept.id.as_str()))
        .collect();
    let then = limbs(&answers);
    assert!(
        then.said().iter().all(|(_, severity)| *severity < Refer),
        "{:?}",
        then.said()
    );
}
