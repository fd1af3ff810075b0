//! Section 3.1: how words and codes are matched.

use filiform_knowledge::CodeSystem;
use filiform_screening::{Fact, FactKind, FactState, How, Reason, RecordedStatus};
use filiform_units::Laterality;

use crate::support::*;

fn means(fact: Fact, concept: &str) -> FactState {
    given(&[fact]).means(concept)
}

#[test]
fn medicines_are_found_under_doses_salts_forms_and_brackets() {
    for (text, class) in [
        ("Warfarin Sodium 5 MG Oral Tablet", "M-VKA"),
        ("WARFARIN", "M-VKA"),
        ("Coumadin 2mg", "M-VKA"),
        ("warfarin5mg od", "M-VKA"),
        ("Acénocoumarol 4 mg", "M-VKA"),
        ("dabigatran etexilate mesilate 150 mg", "M-DOAC"),
        ("Rivaroxaban 20 MG [Xarelto]", "M-DOAC"),
        ("Carbamazepine[Tegretol]", "M-AED"),
        ("insulin glargine 100 UNT/ML [Lantus]", "M-HYPO"),
        ("Acetylsalicylic acid 100 mg", "M-APT-ASA"),
        ("Lovenox", "M-HEP"),
    ] {
        assert_eq!(means(medicine(text), class), FactState::Present, "{text}");
    }
}

#[test]
fn combinations_are_taken_apart() {
    for text in [
        "aspirin/dipyridamole",
        "Aspirin 25 MG / dipyridamole 200 MG",
        "aspirin and dipyridamole",
        "aspirin + dipyridamole",
    ] {
        let both = given(&[medicine(text)]);
        assert_eq!(both.means("M-APT-ASA"), FactState::Present, "{text}");
        assert_eq!(both.means("M-APT-OTHER"), FactState::Present, "{text}");
    }
}

#[test]
fn codes_are_enough() {
    for (system, code, class) in [
        (CodeSystem::RxNorm, "855332", "M-VKA"),
        (CodeSystem::RxNorm, "309362", "M-APT-P2Y12"),
        (CodeSystem::Atc, "B01AA03", "M-VKA"),
        (CodeSystem::Atc, "B01AF02", "M-DOAC"),
        (CodeSystem::Atc, "B01AE07", "M-DOAC"),
        (CodeSystem::Atc, "A10AB05", "M-HYPO"),
    ] {
        let fact = medicine("").code(system, code);
        assert_eq!(means(fact, class), FactState::Present, "{code}");
    }
    let prostacyclin = medicine("").code(CodeSystem::Atc, "B01AC11");
    assert_eq!(means(prostacyclin, "antiplatelet"), FactState::Unknown);
    let antithrombin = medicine("").code(CodeSystem::Atc, "B01AB02");
    assert_eq!(means(antithrombin, "M-HEP"), FactState::Unknown);
}

#[test]
fn a_class_holds_with_every_class_above_it() {
    assert_eq!(
        means(medicine("warfarin"), "anticoagulant"),
        FactState::Present
    );
    assert_eq!(
        means(medicine("clopidogrel"), "antiplatelet"),
        FactState::Present
    );
}

#[test]
fn look_alikes_stay_apart() {
    for (text, class) in [
        ("Xanax 0.5 mg", "M-DOAC"),
        ("Paxil 20 mg", "M-APT-P2Y12"),
        ("Brintellix", "M-APT-P2Y12"),
        ("ASA grade II", "M-APT-ASA"),
        ("ASA grade 3", "antiplatelet"),
        ("heparinoid cream", "M-HEP"),
        ("Hirudoid gel", "M-HEP"),
        ("coumarin scent", "M-VKA"),
        ("Lasix 40 mg", "anticoagulant"),
        ("Losec", "anticoagulant"),
    ] {
        assert_eq!(means(medicine(text), class), FactState::Unknown, "{text}");
    }
    assert_eq!(
        means(medicine("Xarelto 20 mg"), "M-DOAC"),
        FactState::Present
    );
}

#[test]
fn names_are_never_found_inside_longer_words() {
    for text in ["unwarfarined", "heparinase assay kit", "aspirins4u"] {
        assert_ne!(means(medicine(text), "M-VKA"), FactState::Present, "{text}");
        assert_ne!(means(medicine(text), "M-HEP"), FactState::Present, "{text}");
    }
}

#[test]
fn a_name_one_keystroke_off_is_taken_and_said() {
    for (text, class, name) in [
        ("warfain 5 mg", "M-VKA", "warfarin"),
        ("wrafarin", "M-VKA", "warfarin"),
        ("Xareltto", "M-DOAC", "xarelto"),
        ("clopidogrell", "M-APT-P2Y12", "clopidogrel"),
    ] {
        let fact = medicine(text);
        let id = fact.id;
        let chart = given(&[fact]).chart();
        assert_eq!(
            chart.state_of(concept_key(class)),
            FactState::Present,
            "{text}"
        );
        let recognised = chart.recognised(id).unwrap();
        let How::NearMatch { suggested, .. } = &recognised.meanings[0].how else {
            panic!("{text} is not a near match: {recognised:?}");
        };
        assert_eq!(&**suggested, name);
    }
    let then = given(&[medicine("wrafarin")]).when(&[at("LI11")]);
    let finding = then
        .find("anticoag-vka", filiform_knowledge::Severity::Caution)
        .unwrap();
    assert!(finding.because.iter().any(|reason| {
        matches!(reason, Reason::Fact { near_match: Some(name), .. } if name == "warfarin")
    }));
}

#[test]
fn known_misspellings_are_accepted_and_said() {
    for (text, class) in [
        ("eloquis", "M-DOAC"),
        ("elliquis", "M-DOAC"),
        ("xeralto", "M-DOAC"),
        ("zarelto", "M-DOAC"),
        ("pradaxia", "M-DOAC"),
        ("warferin", "M-VKA"),
        ("walfarin", "M-VKA"),
        ("clopidogril", "M-APT-P2Y12"),
        ("tigacrelor", "M-APT-P2Y12"),
    ] {
        let fact = medicine(text);
        let id = fact.id;
        let chart = given(&[fact]).chart();
        assert_eq!(
            chart.state_of(concept_key(class)),
            FactState::Present,
            "{text}"
        );
        let how = &chart.recognised(id).unwrap().meanings[0].how;
        assert!(matches!(how, How::NearMatch { .. }), "{text}");
    }
}

#[test]
fn short_names_need_every_letter() {
    assert_eq!(means(medicine("plavex"), "M-APT-P2Y12"), FactState::Unknown);
}

#[test]
fn local_use_sets_no_rule_of_the_whole_body_off() {
    for (text, class) in [
        ("Hydrocortisone 10 MG/ML Topical Cream", "M-STEROID"),
        ("hydrocortisone cream", "M-STEROID"),
        ("Diclofenac gel", "M-MINOR-BLEED"),
        ("topical diclofenac", "M-MINOR-BLEED"),
        ("dexamethasone eye drops", "M-STEROID"),
        ("budesonide 0.2 MG/ACTUAT inhaler", "M-STEROID"),
        ("inhaled budesonide", "M-STEROID"),
        ("heparin flush", "M-HEP"),
        ("heparin 10 units/mL flush solution", "M-HEP"),
    ] {
        assert_eq!(means(medicine(text), class), FactState::Unknown, "{text}");
    }
    for (text, class) in [
        ("Dexamethasone 4 mg tablet", "M-STEROID"),
        ("warfarin 5 mg tablet, hydrocortisone cream", "M-VKA"),
        ("warfarin and hydrocortisone cream", "M-VKA"),
        ("hydrocortisone cream and warfarin", "M-VKA"),
        ("Fluticasone nasal spray; warfarin", "M-VKA"),
        ("warfarin since the hot flushes began", "M-VKA"),
    ] {
        assert_eq!(means(medicine(text), class), FactState::Present, "{text}");
    }
}

#[test]
fn general_words_hint_and_do_not_assert() {
    for (text, class) in [
        ("blood thinner", "anticoagulant"),
        ("on a DOAC", "M-DOAC"),
        ("steroids", "M-STEROID"),
        ("chemo", "M-CHEMO"),
        ("yellow book", "M-VKA"),
    ] {
        let fact = prose(text);
        let id = fact.id;
        let chart = given(&[fact]).chart();
        assert_eq!(
            chart.state_of(concept_key(class)),
            FactState::Unknown,
            "{text}"
        );
        assert!(!chart.evidence(concept_key(class)).is_empty(), "{text}");
        assert!(matches!(
            chart.recognised(id).unwrap().meanings[0].how,
            How::Generic(_)
        ));
    }
}

#[test]
fn denials_are_denials() {
    for text in [
        "no pacemaker",
        "No known pacemaker",
        "denies pacemaker",
        "does not have a pacemaker",
        "doesn't have a pacemaker",
        "without pacemaker",
        "has never had a pacemaker",
        "Pacemaker: no",
        "no epilepsy or pacemaker",
    ] {
        assert_eq!(
            means(problem(text), "pacemaker"),
            FactState::Absent,
            "{text}"
        );
    }
    for text in [
        "not on warfarin",
        "does not take warfarin",
        "never took warfarin",
        "takes no warfarin",
    ] {
        assert_eq!(means(prose(text), "M-VKA"), FactState::Absent, "{text}");
    }
}

#[test]
fn what_only_sounds_like_a_denial_is_none() {
    for (text, concept) in [
        ("no bleeding on warfarin", "M-VKA"),
        ("no change in warfarin dose", "M-VKA"),
        ("no problems with warfarin", "M-VKA"),
        ("No known allergies, warfarin 5 mg", "M-VKA"),
        ("has not stopped warfarin", "M-VKA"),
        ("never stopped warfarin", "M-VKA"),
        ("no need to stop warfarin", "M-VKA"),
        ("warfarin until further notice", "M-VKA"),
        ("warfarin stopped for surgery, restarted Monday", "M-VKA"),
        ("to stop warfarin next week", "M-VKA"),
        ("not well controlled epilepsy", "epilepsy"),
        ("epilepsy not controlled", "epilepsy"),
        ("HIV negative, epilepsy", "epilepsy"),
        ("Epilepsy: no Pacemaker: yes", "pacemaker"),
        ("No known allergies, pacemaker in situ", "pacemaker"),
        ("history of epilepsy", "epilepsy"),
    ] {
        let fact = if concept == "M-VKA" {
            prose(text)
        } else {
            problem(text)
        };
        assert_eq!(means(fact, concept), FactState::Present, "{text}");
    }
}

#[test]
fn what_others_have_is_not_the_patients() {
    for (text, concept) in [
        ("mother has haemophilia", "bleeding-disorder-severe"),
        ("Family history of haemophilia", "bleeding-disorder-severe"),
        ("haemophilia (brother)", "bleeding-disorder-severe"),
        ("my sister had epilepsy", "epilepsy"),
        ("husband takes warfarin", "M-VKA"),
    ] {
        assert_eq!(means(prose(text), concept), FactState::Unknown, "{text}");
    }
    let family = problem("Haemophilia").status(RecordedStatus::FamilyHistory);
    assert_eq!(
        means(family, "bleeding-disorder-severe"),
        FactState::Unknown
    );
    assert_eq!(
        means(
            problem("Mother has haemophilia. Patient has epilepsy"),
            "epilepsy"
        ),
        FactState::Present
    );
}

#[test]
fn an_allergy_never_means_that_the_thing_is_taken() {
    for fact in [
        fact(FactKind::Allergy, "Aspirin"),
        fact(FactKind::Allergy, "").code(CodeSystem::RxNorm, "243670"),
        fact(FactKind::Allergy, "Allergy to aspirin"),
        prose("allergic to aspirin"),
        prose("aspirin allergy"),
        prose("intolerant of aspirin"),
        prose("allergic to penicillin and aspirin"),
    ] {
        let text = fact.text.clone();
        assert_eq!(means(fact, "M-APT-ASA"), FactState::Unknown, "{text}");
    }
    assert_eq!(
        means(prose("allergic to nuts and on warfarin"), "M-VKA"),
        FactState::Present
    );
    assert_eq!(
        means(prose("aspirin allergy, takes clopidogrel"), "M-APT-P2Y12"),
        FactState::Present
    );
}

#[test]
fn replaced_medicines_are_told_apart() {
    for text in [
        "apixaban instead of warfarin",
        "switched from warfarin to apixaban",
        "warfarin changed to apixaban",
        "switched warfarin to apixaban",
    ] {
        let chart = given(&[prose(text)]);
        assert_eq!(chart.means("M-DOAC"), FactState::Present, "{text}");
        assert_ne!(chart.means("M-VKA"), FactState::Present, "{text}");
    }
}

#[test]
fn plans_are_not_facts_until_their_day_has_passed() {
    for text in [
        "starting warfarin next week",
        "will start warfarin",
        "warfarin to start on Monday",
        "warfarin planned",
    ] {
        let plan = given(&[prose(text)]).chart();
        assert!(plan.evidence(concept_key("M-VKA")).is_empty(), "{text}");
        let later = given(&[prose(text).recorded("2026-10-01")]).chart();
        assert_eq!(later.state_of(concept_key("M-VKA")), FactState::Unknown);
        assert_eq!(later.evidence(concept_key("M-VKA")).len(), 1, "{text}");
    }
    assert_eq!(
        means(prose("starting warfarin today"), "M-VKA"),
        FactState::Present
    );
}

#[test]
fn suspicion_and_prevention_are_not_the_disease() {
    assert_eq!(means(problem("?pregnant"), "pregnancy"), FactState::Unknown);
    assert_eq!(
        means(problem("suspected epilepsy"), "epilepsy"),
        FactState::Unknown
    );
    assert_eq!(
        means(problem("screening for epilepsy"), "epilepsy"),
        FactState::Unknown
    );
    assert_eq!(means(problem("DVT prophylaxis"), "dvt"), FactState::Unknown);
}

#[test]
fn sides_are_read_beside_the_thing() {
    let side = |text: &str, concept: &str| {
        let chart = given(&[problem(text)]).chart();
        chart.evidence(concept_key(concept))[0].side
    };
    assert_eq!(
        side("left knee replacement", "prosthetic-knee"),
        Laterality::Left
    );
    assert_eq!(
        side("knee replacement (right)", "prosthetic-knee"),
        Laterality::Right
    );
    assert_eq!(
        side("bilateral knee replacement", "prosthetic-knee"),
        Laterality::Both
    );
    assert_eq!(
        side("left total knee replacement", "prosthetic-knee"),
        Laterality::Left
    );
    assert_eq!(
        side("pacemaker with left ventricular lead", "pacemaker"),
        Laterality::None
    );
}

#[test]
fn what_is_not_understood_is_listed() {
    let odd = problem("Viral sinusitis (disorder)");
    let known = problem("Epilepsy");
    let id = odd.id;
    let chart = given(&[odd, known]).chart();
    assert_eq!(chart.not_understood(), [id]);
}
