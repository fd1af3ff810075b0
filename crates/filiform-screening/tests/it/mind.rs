//! Sections 1.5 and 1.6: mind, consent, reactions; metabolism, heart, daily life.

use filiform_knowledge::CodeSystem;
use filiform_knowledge::Severity::{Ask, Caution, Refer, Stop};
use filiform_knowledge::Technique;
use filiform_units::Laterality;

use crate::support::*;

#[test]
fn epilepsy_is_a_caution_and_asks_for_recent_fits() {
    let epilepsy = problem("Epilepsy").code(CodeSystem::Snomed, "84757009");
    given(std::slice::from_ref(&epilepsy))
        .when(&[at("ST36")])
        .then("epilepsy-stable", Caution)
        .then("epilepsy-unstable", Ask);
    given(&[epilepsy.clone(), no("seizure-recent")])
        .when(&[at("ST36")])
        .not("epilepsy-unstable");
    given(&[epilepsy, yes("seizure-recent")])
        .when_joined(
            &[at("ST36").electrical(), at("GB34").electrical(), at("LI4")],
            &[(0, 1)],
        )
        .then("epilepsy-unstable", Refer)
        .of("epilepsy-unstable-ea", Stop, &[0, 1]);
}

#[test]
fn a_medicine_for_fits_without_a_reason_is_a_question() {
    let carbamazepine = medicine("Carbamazepine 200 mg");
    let asked = |facts: &[_]| {
        given(facts)
            .when(&[at("ST36")])
            .find("epilepsy-inferred", Ask)
            .is_some()
    };
    assert!(asked(std::slice::from_ref(&carbamazepine)));
    for reason in ["Epilepsy", "Trigeminal neuralgia", "Migraine"] {
        assert!(
            !asked(&[carbamazepine.clone(), problem(reason)]),
            "{reason}"
        );
    }
    assert!(!asked(&[carbamazepine, no("epilepsy")]));
    assert!(!asked(&[medicine("Gabapentin 300 mg")]));
}

#[test]
fn a_faint_once_makes_a_faint_likelier() {
    given(&[problem("Vasovagal syncope").ended("2019-01-01")])
        .when(&[at("ST36")])
        .then("syncope-risk", Caution);
    given(&[])
        .woman("2004-01-01")
        .when(&[at("ST36")])
        .then("syncope-risk", Caution);
    given(&[lab("Systolic blood pressure", 90.0, "mm[Hg]")])
        .when(&[at("ST36")])
        .then("syncope-risk", Caution)
        .then("hypotension", Caution);
}

#[test]
fn without_consent_there_is_no_needle() {
    for (fact, rule) in [
        (yes("no-capacity"), "no-capacity"),
        (yes("intoxicated"), "intoxicated"),
        (problem("Needle phobia"), "needle-phobia-severe"),
        (
            problem("Delirium").code(CodeSystem::Icd10, "F05"),
            "psychosis-acute",
        ),
    ] {
        given(&[fact]).when(&[at("ST36")]).then(rule, Stop);
    }
    given(&[problem("Dementia")])
        .when(&[at("ST36")])
        .then("dementia-fluctuating", Refer);
}

#[test]
fn suicidal_thoughts_refer_whoever_heard_of_them() {
    for fact in [yes("suicidal"), yes("rf-suicide/thoughts")] {
        given(&[fact]).when(&[at("ST36")]).then("suicidal", Refer);
    }
    given(&[problem("no suicidal ideation")])
        .when(&[at("ST36")])
        .not("suicidal");
}

#[test]
fn movements_that_cannot_be_held_back_stop_the_deep_places() {
    given(&[problem("Chorea")])
        .when(&[at("ST36"), at("BL13"), at("CV12"), at("BL1")])
        .then("involuntary-movement", Caution)
        .of("involuntary-movement-deep", Stop, &[1, 2, 3]);
}

#[test]
fn age_has_its_own_cautions() {
    given(&[])
        .woman("2014-01-01")
        .when(&[at("ST36")])
        .then("child", Caution);
    given(&[])
        .woman("2026-03-01")
        .when(&[at("GV20"), at("ST36")])
        .of("infant-scalp", Stop, &[0]);
    given(&[])
        .woman("1948-01-01")
        .when(&[at("ST36")])
        .then("frail-older", Caution)
        .not("child");
}

#[test]
fn a_sedative_together_with_an_opioid_needs_somebody_in_the_room() {
    given(&[medicine("Diazepam 5 mg"), medicine("Morphine 10 mg")])
        .when(&[at("ST36")])
        .then("cannot-call", Caution);
    given(&[medicine("Diazepam 5 mg")])
        .when(&[at("ST36")])
        .not("cannot-call");
}

#[test]
fn driving_is_asked_where_drowsiness_is_likelier() {
    given(&[medicine("Morphine 10 mg")])
        .when(&[at("ST36")])
        .then("driving-after-ask", Ask);
    given(&[yes("first-treatment"), yes("drives-after")])
        .when(&[at("ST36")])
        .then("driving-after-first", Caution)
        .not("driving-after-ask");
    given(&[]).when(&[at("ST36")]).not("driving-after-ask");
}

#[test]
fn insulin_asks_whether_one_has_eaten() {
    let insulin = medicine("Insulin glargine 100 unit/mL");
    given(std::slice::from_ref(&insulin))
        .when(&[at("ST36")])
        .then("diabetes-hypo", Ask)
        .not("diabetes-hypo-glucose");
    given(&[insulin.clone(), no("today")])
        .when(&[at("ST36")])
        .not("diabetes-hypo");
    given(&[insulin.clone(), yes("fasting")])
        .when(&[at("ST36")])
        .then("diabetes-hypo", Caution)
        .then("fasting", Caution);
    let low = lab("Blood glucose", 4.2, "mmol/L").onset("2026-11-24");
    given(&[insulin, low.clone()])
        .when(&[at("ST36")])
        .then("diabetes-hypo-glucose", Caution);
    given(&[low])
        .when(&[at("ST36")])
        .not("diabetes-hypo-glucose");
}

#[test]
fn diabetes_out_of_hand_is_a_referral() {
    given(&[lab("HbA1c", 11.4, "%")])
        .when(&[at("ST36")])
        .then("diabetes-unstable", Refer);
    given(&[lab("HbA1c", 7.4, "%")])
        .when(&[at("ST36")])
        .not("diabetes-unstable");
}

#[test]
fn a_diseased_foot_is_left_alone() {
    given(&[problem("Diabetic foot ulcer").side(Laterality::Left)])
        .when(&[at("ST36"), at("ST36").right(), at("LI4")])
        .of("diabetic-foot", Stop, &[0]);
    given(&[problem("Peripheral arterial disease")])
        .when(&[at("ST36"), at("LI4")])
        .of("pvd-severe-ask", Ask, &[0])
        .not("pvd-severe");
    given(&[problem("Critical limb ischaemia").side(Laterality::Left)])
        .when(&[at("SP6")])
        .then("pvd-severe", Stop);
}

#[test]
fn an_acute_heart_is_a_referral_and_no_place_for_current() {
    let facts = [
        problem("Acute myocardial infarction").onset("2026-11-01"),
        lab("Systolic blood pressure", 184.0, "mm[Hg]"),
    ];
    for fact in facts {
        given(&[fact])
            .when_joined(
                &[at("ST36").electrical(), at("GB34").electrical(), at("LI4")],
                &[(0, 1)],
            )
            .then("acute-coronary", Refer)
            .of("acute-coronary-ea", Stop, &[0, 1]);
    }
    given(&[problem("Acute myocardial infarction").onset("2020-11-01")])
        .when(&[at("ST36")])
        .not("acute-coronary");
}

#[test]
fn what_stays_in_comes_out_before_a_magnetic_scan() {
    given(&[yes("mri-booked")])
        .when(&[at("ST36").with(Technique::Indwelling), at("LI4")])
        .of("mri-in", Stop, &[0]);
}
