//! Section 1.2: bleeding.

use filiform_knowledge::Severity::{Ask, Caution, Note, Refer, Stop};
use filiform_knowledge::{CodeSystem, Technique};
use filiform_screening::{Alternative, RecordedStatus};
use filiform_units::Millimetres;

use crate::support::*;

#[test]
fn haemophilia_stops_everything() {
    for fact in [
        problem("Haemophilia A").code(CodeSystem::Icd10, "D66"),
        problem("haemophilia"),
        problem("Hemophilia"),
        medicine("Emicizumab 150 mg/mL"),
    ] {
        given(&[fact])
            .when(&[at("ST36")])
            .then("bleed-disorder-severe", Stop);
    }
}

#[test]
fn a_bleeding_history_that_nobody_asked_about_is_a_question() {
    given(&[])
        .when(&[at("ST36")])
        .then("bleed-disorder-mild", Ask);
    given(&[no("bleeding-history")])
        .when(&[at("ST36")])
        .not("bleed-disorder-mild");
    given(&[yes("bleeding-history")])
        .when(&[at("ST36")])
        .then("bleed-disorder-mild", Refer);
}

#[test]
fn warfarin_is_a_caution_in_a_limb_and_a_stop_deep_in_the_shoulder() {
    let warfarin = [medicine("Warfarin Sodium 5 MG Oral Tablet")];
    given(&warfarin)
        .when(&[at("LI11")])
        .then("anticoag-vka", Caution)
        .not("anticoag-deep");
    given(&warfarin)
        .when(&[at("GB21").depth(7, 12)])
        .of("anticoag-deep", Stop, &[0]);
    given(&warfarin)
        .when(&[at("GB21").depth(7, 10)])
        .not("anticoag-deep");
    given(&warfarin)
        .when(&[at("GB21").no_depth()])
        .then("anticoag-deep", Stop);
}

#[test]
fn the_stop_says_from_which_depth_it_goes_away() {
    let verdict = given(&[medicine("warfarin")]).when(&[at("LI11"), at("GB21").depth(7, 12)]);
    let finding = verdict.find("anticoag-deep", Stop).unwrap();
    assert_eq!(
        finding.alternative,
        Some(Alternative::NotDeeperThan(Millimetres::literal(10)))
    );
    assert_eq!(verdict.verdict.needles()[1], Stop);
    assert!(verdict.verdict.needles()[0] < Stop);
}

#[test]
fn the_anterior_compartment_counts_only_beyond_25_mm() {
    let warfarin = [medicine("warfarin")];
    given(&warfarin)
        .when(&[at("ST36").depth(15, 25)])
        .not("anticoag-deep");
    given(&warfarin)
        .when(&[at("ST36").depth(15, 26)])
        .then("anticoag-deep", Stop);
    given(&warfarin)
        .when(&[at("ST36").no_depth()])
        .then("anticoag-deep", Stop);
}

#[test]
fn inr_decides_and_a_missing_inr_asks() {
    let with = |value: Option<f64>| {
        let mut facts = vec![medicine("warfarin 3 mg")];
        facts.extend(value.map(|value| lab("INR", value, "{INR}")));
        given(&facts).when(&[at("LI11")])
    };
    with(None)
        .then("anticoag-inr-unknown", Ask)
        .not("anticoag-inr-stop");
    with(Some(2.4))
        .not("anticoag-inr-unknown")
        .not("anticoag-inr-high")
        .not("anticoag-inr-stop");
    with(Some(3.6)).then("anticoag-inr-high", Refer);
    with(Some(4.0))
        .then("anticoag-inr-high", Refer)
        .not("anticoag-inr-stop");
    with(Some(4.1)).then("anticoag-inr-stop", Stop);
}

#[test]
fn an_old_inr_is_no_inr() {
    let old = lab("INR", 2.4, "{INR}").onset("2026-09-01");
    given(&[medicine("warfarin"), old])
        .when(&[at("LI11")])
        .then("anticoag-inr-unknown", Ask);
}

#[test]
fn a_doac_is_a_caution_and_asks_for_kidneys() {
    for name in [
        "Eliquis 5 mg",
        "apixaban",
        "Xarelto 20mg",
        "Lixiana",
        "Pradaxa 110",
    ] {
        given(&[medicine(name)])
            .when(&[at("LI11")])
            .then("anticoag-doac", Caution)
            .then("anticoag-doac-renal", Ask);
    }
    let weak_kidneys = lab("eGFR", 25.0, "mL/min/{1.73_m2}").code(CodeSystem::Loinc, "33914-3");
    given(&[medicine("Eliquis"), weak_kidneys])
        .when(&[at("LI11")])
        .then("anticoag-doac-renal", Refer);
}

#[test]
fn which_blood_thinner_is_asked_of_those_who_take_one() {
    given(&[])
        .when(&[at("ST36")])
        .then("anticoag-not-asked", Ask)
        .not("anticoag-which")
        .not("anticoag-inr-unknown")
        .not("anticoag-heparin-treatment");
    given(&[yes("anticoagulant")])
        .when(&[at("ST36")])
        .not("anticoag-not-asked")
        .then("anticoag-which", Ask);
    given(&[medicine("blood thinner")])
        .when(&[at("ST36")])
        .then("anticoag-which", Ask);
    given(&[medicine("apixaban")])
        .when(&[at("ST36")])
        .not("anticoag-which")
        .not("anticoag-inr-unknown");
    given(&[no("anticoagulant")])
        .when(&[at("ST36")])
        .not("anticoag-not-asked")
        .not("anticoag-which");
}

#[test]
fn the_dose_of_heparin_decides() {
    let heparin = medicine("Enoxaparin 40 mg injection");
    given(std::slice::from_ref(&heparin))
        .when(&[at("GB21").depth(7, 12)])
        .then("anticoag-heparin-prophylactic", Caution)
        .then("anticoag-heparin-treatment", Ask)
        .then("anticoag-deep", Ask);
    given(&[
        heparin.clone(),
        yes("heparin-prophylactic-dose"),
        no("M-PARENTERAL"),
    ])
    .when(&[at("GB21").depth(7, 12)])
    .not("anticoag-heparin-treatment")
    .not("anticoag-deep");
    given(&[heparin, no("heparin-prophylactic-dose")])
        .when(&[at("GB21").depth(7, 12)])
        .then("anticoag-heparin-treatment", Refer)
        .then("anticoag-deep", Stop);
    given(&[medicine("Fondaparinux 7.5 mg")])
        .when(&[at("LI11")])
        .then("anticoag-heparin-treatment", Refer);
}

#[test]
fn two_platelet_inhibitors_are_a_caution_and_deep_a_stop() {
    let dual = [
        medicine("Aspirin 75 mg"),
        medicine("Clopidogrel 75 MG Oral Tablet"),
    ];
    given(&dual)
        .when(&[at("LI11"), at("GB21").depth(7, 12)])
        .then("antiplatelet-dual", Caution)
        .of("anticoag-deep", Stop, &[1]);
    given(&[medicine("Aspirin 75 mg")])
        .when(&[at("GB21").depth(7, 12)])
        .then("antiplatelet-single", Note)
        .not("antiplatelet-dual")
        .not("anticoag-deep");
}

#[test]
fn an_anticoagulant_with_a_platelet_inhibitor_is_referred() {
    given(&[medicine("warfarin"), medicine("aspirin 75 mg")])
        .when(&[at("LI11")])
        .then("anticoag-plus-antiplatelet", Refer);
    given(&[medicine("warfarin")])
        .when(&[at("LI11")])
        .not("anticoag-plus-antiplatelet");
}

#[test]
fn clot_dissolving_is_a_stop_for_its_window_only() {
    given(&[procedure("Alteplase infusion").onset("2026-11-18")])
        .when(&[at("LI11")])
        .then("lytic-recent", Stop);
    given(&[medicine("alteplase 100 MG Injection")
        .onset("2014-02-01")
        .ended("2014-02-01")])
    .when(&[at("LI11")])
    .not("lytic-recent");
}

#[test]
fn platelets_decide_by_their_number_and_unit() {
    let with = |value, unit: &str| {
        given(&[lab("Platelets", value, unit).code(CodeSystem::Loinc, "777-3")]).when(&[at("LI11")])
    };
    with(15.0, "10*3/uL").then("platelet-lt20", Stop);
    with(20.0, "10*9/L")
        .then("platelet-20-49", Refer)
        .not("platelet-lt20");
    with(49.9, "K/uL").then("platelet-20-49", Refer);
    with(50.0, "G/L").then("platelet-50-99", Caution);
    with(99.0, "10*3/uL").then("platelet-50-99", Caution);
    with(100.0, "10*3/uL").not("platelet-50-99");
    with(15_000.0, "/uL").then("platelet-lt20", Stop);
}

#[test]
fn a_value_in_an_unknown_unit_is_not_used_and_makes_a_question() {
    let odd = lab("Platelets", 15.0, "pieces").code(CodeSystem::Loinc, "777-3");
    let id = odd.id;
    let given_odd = given(&[odd]);
    assert_eq!(given_odd.chart().unusable_labs(), [id]);
    given_odd.when(&[at("LI11")]).then("platelet-lt20", Ask);
}

#[test]
fn an_anticoagulant_stopped_inside_its_washout_counts_as_active() {
    let stopped = |day: &str| {
        given(&[medicine("warfarin").onset("2020-01-01").ended(day)])
            .when(&[at("GB21").depth(7, 12)])
    };
    stopped("2026-11-20")
        .then("anticoag-recent", Refer)
        .then("anticoag-deep", Stop);
    stopped("2026-11-17").then("anticoag-recent", Refer);
    stopped("2026-11-16")
        .not("anticoag-recent")
        .not("anticoag-deep")
        .not("anticoag-vka");
    given(&[medicine("Phenprocoumon").ended("2026-11-12")])
        .when(&[at("LI11")])
        .then("anticoag-recent", Refer);
}

#[test]
fn an_active_order_counts_whatever_its_age() {
    given(&[medicine("Warfarin").onset("2011-01-01")])
        .when(&[at("LI11")])
        .then("anticoag-vka", Caution);
}

#[test]
fn general_words_make_a_question() {
    given(&[medicine("some blood thinner")])
        .when(&[at("GB21").depth(7, 12)])
        .below(Stop)
        .then("anticoag-plus-antiplatelet", Ask);
}

#[test]
fn atrial_fibrillation_without_a_blood_thinner_asks() {
    given(&[problem("Atrial fibrillation")])
        .when(&[at("LI11")])
        .then("antithrombotic-expected", Ask);
    given(&[problem("Atrial fibrillation"), medicine("apixaban")])
        .when(&[at("LI11")])
        .not("antithrombotic-expected");
}

#[test]
fn cirrhosis_and_slight_effects_are_told() {
    given(&[problem("Alcoholic cirrhosis of liver")])
        .when(&[at("LI11")])
        .then("liver-cirrhosis", Caution);
    given(&[medicine("Naproxen 500 MG")])
        .when(&[at("LI11")])
        .then("bleed-minor-agents", Note);
}

#[test]
fn an_empty_plan_screens_the_person() {
    given(&[medicine("Warfarin"), lab("INR", 4.6, "{INR}")])
        .when(&[])
        .then("anticoag-inr-stop", Stop);
    given(&[medicine("Warfarin").status(RecordedStatus::Void)])
        .when(&[])
        .not("anticoag-vka");
}

#[test]
fn a_rule_for_some_techniques_speaks_of_their_needles() {
    given(&[medicine("warfarin")])
        .when(&[at("LI11"), at("LI10").with(Technique::Heat)])
        .of("anticoag-vka", Caution, &[0]);
}
