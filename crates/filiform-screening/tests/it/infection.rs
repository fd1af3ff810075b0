//! Section 1.3: infection, immunity, skin, artificial joints, lymphoedema.

use filiform_knowledge::CodeSystem;
use filiform_knowledge::Severity::{Ask, Caution, Note, Refer, Stop};
use filiform_knowledge::Technique;
use filiform_screening::{Fact, open_questions};
use filiform_units::Laterality;

use crate::support::*;

const KNEE: [&str; 4] = ["ST35", "EX-LE4", "LR8", "ST36"];

#[test]
fn an_artificial_knee_stops_needles_toward_it_on_its_side() {
    for fact in [
        device("Left knee replacement"),
        problem("Presence of left artificial knee joint")
            .code(CodeSystem::Icd10, "Z96.652")
            .side(Laterality::Left),
        procedure("Total replacement of left knee joint").side(Laterality::Left),
        procedure("Total knee replacement").side(Laterality::Left),
    ] {
        let text = fact.text.clone();
        let then = given(std::slice::from_ref(&fact)).when(&KNEE.map(at));
        assert!(
            then.find("prosthetic-joint-knee", Stop).is_some(),
            "{text}: {:?}",
            then.said()
        );
        then.of("prosthetic-joint-knee", Stop, &[0, 1, 2])
            .then("prosthetic-joint-near-knee", Caution)
            .not("prosthetic-joint-not-asked")
            .not("prosthetic-joint-which");
        given(&[fact])
            .when(&KNEE.map(|code| at(code).right()))
            .not("prosthetic-joint-knee")
            .not("prosthetic-joint-near-knee");
    }
}

#[test]
fn an_artificial_knee_on_both_sides_stops_both() {
    given(&[device("bilateral knee replacement")])
        .when(&[at("ST35"), at("ST35").right()])
        .of("prosthetic-joint-knee", Stop, &[0, 1]);
}

#[test]
fn an_artificial_knee_whose_side_nobody_knows_asks_on_both_sides() {
    let then =
        given(&[device("Knee replacement")]).when(&[at("ST35"), at("ST35").right(), at("LI4")]);
    then.of("prosthetic-joint-knee", Ask, &[0, 1]);
    let questions = open_questions(&KNOWLEDGE, &then.verdict);
    assert!(
        questions
            .iter()
            .any(|question| question.ask == "Which side is it on?")
    );
}

#[test]
fn an_artificial_joint_that_nobody_asked_about_is_a_question_at_the_joint_only() {
    given(&[])
        .when(&KNEE.map(at))
        .of("prosthetic-joint-not-asked", Ask, &[0, 1, 2]);
    given(&[])
        .when(&["ST36", "LI4", "BL23"].map(at))
        .not("prosthetic-joint-not-asked");
    given(&[no("prosthetic-joint")])
        .when(&KNEE.map(at))
        .not("prosthetic-joint-not-asked")
        .not("prosthetic-joint-knee");
}

#[test]
fn an_artificial_joint_of_unknown_place_asks_at_every_joint() {
    for fact in [
        yes("prosthetic-joint"),
        device("Joint replacement"),
        problem("Presence of artificial joint").code(CodeSystem::Icd10, "Z96.60"),
    ] {
        given(&[fact])
            .when(&["ST35", "GB29", "LI15", "LI4"].map(at))
            .of("prosthetic-joint-which", Ask, &[0, 1, 2])
            .not("prosthetic-joint-not-asked");
    }
    given(&[yes("prosthetic-joint"), device("hip replacement left")])
        .when(&["ST35", "GB29"].map(at))
        .not("prosthetic-joint-which")
        .of("prosthetic-joint-hip", Stop, &[1]);
}

#[test]
fn a_new_artificial_hip_is_a_referral_near_it_and_an_old_one_a_caution() {
    let hip = |onset| {
        procedure("Total hip replacement")
            .side(Laterality::Left)
            .onset(onset)
    };
    given(&[hip("2026-10-20")])
        .when(&[at("GB30"), at("ST31")])
        .then("prosthetic-joint-near-hip-recent", Refer);
    given(&[hip("2015-03-01")])
        .when(&[at("ST31")])
        .then("prosthetic-joint-near-hip", Caution)
        .not("prosthetic-joint-near-hip-recent");
}

#[test]
fn fever_stops_and_a_measured_temperature_does_too() {
    given(&[yes("fever")])
        .when(&[at("ST36")])
        .then("fever-systemic", Stop);
    let temperature = |value| lab("Body temperature", value, "Cel").onset("2026-11-24");
    given(&[temperature(38.0)])
        .when(&[at("ST36")])
        .then("fever-systemic", Stop);
    given(&[temperature(37.4)])
        .when(&[at("ST36")])
        .not("fever-systemic");
}

#[test]
fn a_yes_about_today_asks_which() {
    let then = given(&[yes("today")]).when(&[at("ST36")]);
    then.then("today-not-asked", Ask);
    let questions = open_questions(&KNOWLEDGE, &then.verdict);
    for concept in ["fever", "intoxicated", "fasting", "skin-broken"] {
        let words = &KNOWLEDGE.concept(concept_key(concept)).question;
        assert!(
            questions.iter().any(|question| question.ask == *words),
            "{concept}"
        );
    }
}

#[test]
fn yesterdays_answer_about_today_is_out_of_date() {
    given(&[no("today").recorded("2026-11-20")])
        .when(&[at("ST36")])
        .then("today-not-asked", Ask);
}

#[test]
fn neutrophils_decide() {
    let with = |value| given(&[lab("Neutrophils", value, "10*9/L")]).when(&[at("ST36")]);
    with(0.4).then("neutropenia-severe", Stop);
    with(0.5)
        .then("neutropenia-moderate", Refer)
        .not("neutropenia-severe");
    with(1.0).then("neutropenia-mild", Caution);
    with(1.5).then("neutropenia-mild", Caution);
    with(1.6)
        .not("neutropenia-mild")
        .not("neutropenia-moderate")
        .not("neutropenia-severe");
    given(&[problem("Neutropenia").code(CodeSystem::Icd10, "D70")])
        .when(&[at("ST36")])
        .then("neutropenia-severe", Stop);
    given(&[
        problem("Neutropenia").code(CodeSystem::Icd10, "D70"),
        lab("Neutrophils", 1.2, "10*9/L"),
    ])
    .when(&[at("ST36")])
    .not("neutropenia-severe")
    .then("neutropenia-mild", Caution);
}

#[test]
fn chemotherapy_asks_for_a_count_of_this_week() {
    let chemo = medicine("Capecitabine 500 mg");
    given(std::slice::from_ref(&chemo))
        .when(&[at("ST36")])
        .then("chemo-no-counts", Ask)
        .then("cancer-active", Refer);
    given(&[chemo, lab("Neutrophils", 2.0, "10*9/L")])
        .when(&[at("ST36")])
        .not("chemo-no-counts");
    given(&[problem("Breast cancer").code(CodeSystem::Icd10, "C50.9")])
        .when(&[at("ST36")])
        .then("chemo-no-counts-ask", Ask);
    given(&[]).when(&[at("ST36")]).not("chemo-no-counts-ask");
}

#[test]
fn weak_immunity_is_a_caution_and_no_place_for_indwelling_needles() {
    for fact in [
        medicine("Azathioprine 50 mg"),
        problem("Kidney transplant").code(CodeSystem::Icd10, "Z94.0"),
    ] {
        given(std::slice::from_ref(&fact))
            .when(&[at("ST36")])
            .then("immunosuppressed", Caution);
        given(&[fact])
            .when(&[at("ST36").with(Technique::Indwelling)])
            .then("immunosuppressed-in", Stop);
    }
}

#[test]
fn a_steroid_asks_for_its_dose() {
    let steroid = medicine("Prednisolone 5 mg");
    given(std::slice::from_ref(&steroid))
        .when(&[at("ST36")])
        .then("immunosuppressed", Ask);
    given(&[steroid.clone(), no("steroid-high-dose")])
        .when(&[at("ST36")])
        .not("immunosuppressed");
    given(&[steroid, yes("steroid-high-dose"), yes("steroid-long-term")])
        .when(&[at("ST36")])
        .then("immunosuppressed", Caution)
        .then("steroid-long-term", Note);
}

#[test]
fn an_endocarditis_that_is_over_still_counts() {
    let over = problem("Infective endocarditis").ended("2020-01-01");
    given(&[over])
        .when(&[at("ST36"), at("EX-HN6").with(Technique::Indwelling)])
        .then("valve-high", Caution)
        .of("valve-high-in", Stop, &[1]);
    given(&[problem("endocarditis excluded")])
        .when(&[at("ST36")])
        .not("valve-high");
}

#[test]
fn lymphoedema_stops_its_limb_and_minds_its_quarter_of_the_trunk() {
    let arm = problem("Lymphoedema of the right arm");
    given(std::slice::from_ref(&arm))
        .when(&[
            at("LI11").right(),
            at("LI11"),
            at("BL13").right(),
            at("CV12"),
            at("ST36").right(),
        ])
        .of("lymphoedema-limb-arm", Stop, &[0])
        .of("lymphoedema-quadrant-arm", Caution, &[2]);
    given(&[problem("Lymphedema").code(CodeSystem::Icd10, "I89.0")])
        .when(&[at("LI11"), at("ST36"), at("CV12")])
        .of("lymphoedema-limb-where", Ask, &[0, 1]);
    given(&[procedure("Axillary lymph node dissection").side(Laterality::Left)])
        .when(&[at("LI11"), at("LI11").right()])
        .of("lymphoedema-risk-arm", Refer, &[0]);
}

#[test]
fn an_allergy_to_the_metal_is_a_caution_and_stops_what_stays_in() {
    let allergy = |text| fact(filiform_screening::FactKind::Allergy, text);
    for text in ["Nickel allergy", "Latex allergy", "Nickel"] {
        let facts: [Fact; 1] = [allergy(text)];
        given(&facts)
            .when(&[at("ST36")])
            .then("metal-allergy", Caution);
        given(&facts)
            .when(&[at("ST36").with(Technique::Indwelling)])
            .then("metal-allergy-in", Stop);
    }
    given(&[allergy("Chlorhexidine")])
        .when(&[at("ST36")])
        .then("antiseptic-allergy", Caution);
}

#[test]
fn a_missing_spleen_is_graver_in_the_young() {
    let spleen = [problem("Asplenia")];
    given(&spleen)
        .when(&[at("ST36")])
        .then("asplenia", Caution)
        .not("asplenia-child");
    given(&spleen)
        .woman("2012-05-01")
        .when(&[at("ST36")])
        .then("asplenia-child", Refer);
}

#[test]
fn skin_disease_asks_about_the_skin_of_today() {
    let psoriasis = problem("Psoriasis").code(CodeSystem::Icd10, "L40.0");
    given(std::slice::from_ref(&psoriasis))
        .when(&[at("ST36")])
        .then("skin-local-disease", Ask);
    given(&[psoriasis, no("today")])
        .when(&[at("ST36")])
        .not("skin-local-disease")
        .not("skin-local");
    given(&[yes("skin-broken")])
        .when(&[at("ST36")])
        .then("skin-local", Ask);
}
