//! Section 1.7: chest, spine, tumours, operations, heat.

use filiform_knowledge::CodeSystem;
use filiform_knowledge::Severity::{Ask, Caution, Note, Refer, Stop};
use filiform_knowledge::{Angle, Technique};

use crate::support::*;

#[test]
fn a_diseased_lung_is_a_referral_and_a_caution_along_the_skin() {
    for fact in [
        problem("Emphysema"),
        problem("COPD"),
        problem("Pneumothorax").ended("2012-01-01"),
        problem("Pneumonia").onset("2026-09-01"),
        procedure("Lung resection"),
    ] {
        let text = fact.text.clone();
        let then = given(&[fact]).when(&[
            at("GB21"),
            at("GB21").angle(Angle::Tangential),
            at("ST36"),
            at("BL13").angle(Angle::Unrecorded),
        ]);
        assert!(
            then.find("thorax-risk-lung", Refer).is_some(),
            "{text}: {:?}",
            then.said()
        );
        then.of("thorax-risk-lung", Refer, &[0, 3]).of(
            "thorax-risk-lung-tangential",
            Caution,
            &[1, 3],
        );
    }
    given(&[problem("Pneumonia").onset("2019-09-01")])
        .when(&[at("GB21")])
        .not("thorax-risk-lung");
}

#[test]
fn a_thin_person_has_the_lung_nearer() {
    given(&[lab("Body mass index", 17.9, "kg/m2")])
        .when(&[at("GB21"), at("ST36")])
        .of("thorax-thin", Caution, &[0]);
}

#[test]
fn an_unstable_spine_stops_its_own_part() {
    given(&[problem("Odontoid fracture").onset("2026-10-01")])
        .when(&[at("GB20"), at("BL23"), at("ST36")])
        .of("unstable-spine-neck", Stop, &[0]);
    given(&[problem("Spinal metastases")])
        .when(&[at("GB20"), at("BL23"), at("ST36")])
        .of("unstable-spine-where", Ask, &[0, 1]);
    given(&[problem("Rheumatoid arthritis").code(CodeSystem::Icd10, "M06.9")])
        .when(&[at("GB20"), at("ST36")])
        .of("unstable-spine-laxity", Ask, &[0])
        .then("ckd-heart-failure-leg", Caution);
}

#[test]
fn cancer_is_a_referral_while_it_is_treated_and_a_note_afterwards() {
    let cancer = problem("Breast cancer").code(CodeSystem::Icd10, "C50.9");
    given(std::slice::from_ref(&cancer))
        .when(&[at("ST36")])
        .then("cancer-active", Ask);
    given(&[cancer.clone(), yes("cancer-treatment")])
        .when(&[at("ST36")])
        .then("cancer-active", Refer);
    for fact in [
        cancer.ended("2015-01-01"),
        problem("Personal history of malignant neoplasm").code(CodeSystem::Icd10, "Z85.3"),
        medicine("Tamoxifen 20 mg"),
    ] {
        given(&[fact])
            .when(&[at("ST36")])
            .then("cancer-past", Note)
            .not("cancer-active");
    }
    given(&[prose("mother had breast cancer")])
        .when(&[at("ST36")])
        .not("cancer-past")
        .not("cancer-active");
}

#[test]
fn an_enlarged_organ_is_not_needled_toward() {
    given(&[problem("Splenomegaly")])
        .when(&[at("ST21"), at("ST21").angle(Angle::Tangential), at("ST36")])
        .of("organ-enlarged-belly", Stop, &[0]);
}

#[test]
fn the_eye_is_left_alone_with_glaucoma_or_an_anticoagulant() {
    for fact in [problem("Glaucoma"), medicine("apixaban")] {
        given(&[fact])
            .when(&[at("BL1"), at("ST36")])
            .of("eye-disease", Stop, &[0]);
    }
}

#[test]
fn heat_and_oxygen_do_not_go_together() {
    let heat = at("ST36").with(Technique::Heat);
    given(&[device("Home oxygen")])
        .when(&[heat, at("LI4")])
        .of("oxygen-moxa", Stop, &[0]);
    given(&[problem("Asthma")])
        .when(&[heat])
        .then("asthma-moxa", Caution);
    given(&[])
        .when(&[heat, at("ST4").with(Technique::Heat)])
        .of("heat-face-vessel", Caution, &[1]);
    given(&[medicine("Fentanyl 25 mcg")])
        .when(&[heat])
        .then("opioid-patch-heat", Ask);
}

#[test]
fn a_cardiac_arrest_in_the_past_is_a_question_and_no_rhythm_disorder_of_today() {
    let across = || [at("LI4").electrical(), at("LI4").right().electrical()];
    let past =
        problem("History of cardiac arrest (situation)").code(CodeSystem::Snomed, "429007001");
    given(std::slice::from_ref(&past))
        .when_joined(&across(), &[(0, 1)])
        .then("ea-chest-anyone-arrest", Ask)
        .not("ea-chest-anyone-arrhythmia");
    given(&[past, no("arrhythmia")])
        .when_joined(&across(), &[(0, 1)])
        .not("ea-chest-anyone-arrest");
    let arrest = problem("Cardiac Arrest").code(CodeSystem::Snomed, "410429000");
    given(&[arrest.clone().onset("2026-11-10")])
        .when_joined(&across(), &[(0, 1)])
        .then("ea-chest-anyone-arrhythmia", Refer);
    given(&[arrest.ended("2020-01-01")])
        .when_joined(&across(), &[(0, 1)])
        .then("ea-chest-anyone-arrest", Ask)
        .not("ea-chest-anyone-arrhythmia");
}

#[test]
fn a_defibrillator_under_the_skin_is_not_needled_over() {
    given(&[device("Subcutaneous ICD").side(filiform_units::Laterality::Left)])
        .when(&[at("SP21"), at("SP21").right(), at("ST36")])
        .of("cied-pocket-subcutaneous", Stop, &[0]);
}
