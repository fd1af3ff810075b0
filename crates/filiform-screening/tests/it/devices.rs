//! Section 1.4: implanted devices and current.

use filiform_knowledge::Severity::{Ask, Caution, Note, Refer, Stop};
use filiform_knowledge::{CodeSystem, Technique};
use filiform_screening::{Alternative, FactState, RecordedStatus};
use filiform_units::Laterality;

use crate::support::*;

fn pacemaker() -> Given {
    given(&[device("Cardiac pacemaker").side(Laterality::Left)])
}

#[test]
fn manual_needling_with_a_pacemaker_is_a_note_away_from_its_pocket() {
    pacemaker()
        .when(&[at("ST36"), at("LI4")])
        .then("cied-manual", Note)
        .not("pacemaker-ea-thorax")
        .not("cied-pocket");
}

#[test]
fn nobody_needles_the_pocket_of_a_heart_device() {
    pacemaker()
        .when(&[at("ST14"), at("ST14").right()])
        .of("cied-pocket", Stop, &[0]);
}

#[test]
fn an_unknown_side_is_a_question_on_both_sides() {
    given(&[device("Cardiac pacemaker").side(Laterality::Unknown)])
        .when(&[at("ST14"), at("ST14").right()])
        .of("cied-pocket", Ask, &[0, 1]);
    given(&[device("Cardiac pacemaker")])
        .when(&[at("ST14"), at("ST14").right()])
        .of("cied-pocket", Ask, &[0, 1]);
}

#[test]
fn a_known_and_an_unknown_side_are_a_stop_and_a_question() {
    let facts = [
        problem("left knee replacement"),
        problem("knee replacement").side(Laterality::Unknown),
    ];
    let then = given(&facts).when(&[
        at("EX-LE4").with(Technique::Heat),
        at("EX-LE4").right().with(Technique::Heat),
    ]);
    then.of("heat-over-implant-knee", Stop, &[0]);
    then.of("heat-over-implant-knee", Ask, &[1]);
}

#[test]
fn current_near_the_heart_is_a_stop_with_a_pacemaker() {
    for (a, b) in [
        ("LI4", "LI11"),
        ("SI11", "SI12"),
        ("GB20", "GB21"),
        ("BL13", "BL15"),
    ] {
        let then = pacemaker().when_joined(&[at(a).electrical(), at(b).electrical()], &[(0, 1)]);
        then.of("pacemaker-ea-thorax", Stop, &[0, 1]);
        let finding = then.find("pacemaker-ea-thorax", Stop).unwrap();
        assert_eq!(finding.alternative, Some(Alternative::Manual));
    }
}

#[test]
fn current_between_two_limbs_is_a_stop_and_in_one_leg_is_referred() {
    let leg = |code| at(code).electrical();
    pacemaker()
        .when_joined(&[leg("ST36"), leg("ST36").right()], &[(0, 1)])
        .then("pacemaker-ea-thorax", Stop);
    pacemaker()
        .when_joined(&[leg("ST36"), leg("LI4")], &[(0, 1)])
        .then("pacemaker-ea-thorax", Stop);
    pacemaker()
        .when_joined(&[leg("ST36"), leg("ST39")], &[(0, 1)])
        .then("pacemaker-ea-limb", Refer)
        .not("pacemaker-ea-thorax")
        .below(Stop);
}

#[test]
fn an_electrical_needle_without_a_partner_asks_for_its_path() {
    pacemaker()
        .when(&[at("ST36").electrical()])
        .then("pacemaker-ea-thorax", Ask);
}

#[test]
fn no_current_at_all_with_a_defibrillator_or_a_stimulator() {
    for text in [
        "Implantable cardioverter defibrillator",
        "Insertion of biventricular implantable cardioverter defibrillator",
        "CRT-D",
    ] {
        given(&[procedure(text).onset("2019-05-05")])
            .when_joined(
                &[at("ST36").electrical(), at("ST39").electrical()],
                &[(0, 1)],
            )
            .then("icd-ea", Stop);
    }
    for text in [
        "spinal cord stimulator",
        "Cochlear implant",
        "vagus nerve stimulator",
    ] {
        given(&[device(text)])
            .when_joined(
                &[at("ST36").electrical(), at("ST39").electrical()],
                &[(0, 1)],
            )
            .then("neurostim-ea", Stop);
    }
}

#[test]
fn a_manual_plan_hears_nothing_of_current() {
    given(&[device("Implantable defibrillator").side(Laterality::Left)])
        .when(&[at("ST36")])
        .not("icd-ea")
        .below(Stop);
    given(&[device("Implantable defibrillator").side(Laterality::Left)])
        .when(&[])
        .not("icd-ea");
}

#[test]
fn stimulator_hardware_is_kept_away_from() {
    given(&[device("Spinal cord stimulator").side(Laterality::Left)])
        .when(&[at("BL23"), at("ST36")])
        .of("neurostim-site-scs", Stop, &[0]);
    given(&[device("Deep brain stimulator").side(Laterality::Left)])
        .when(&[at("GB8"), at("GB8").right()])
        .of("neurostim-site-dbs", Stop, &[0]);
}

#[test]
fn heat_is_kept_away_from_implants() {
    pacemaker()
        .when(&[at("ST15").with(Technique::Heat)])
        .then("heat-over-implant", Stop);
}

#[test]
fn anybody_current_stays_off_chest_neck_and_skull() {
    let joined = |a, b| given(&[]).when_joined(&[a, b], &[(0, 1)]);
    let electrical = |code| at(code).electrical();
    joined(electrical("LI4"), electrical("LI4").right()).then("ea-chest-anyone", Caution);
    joined(electrical("ST36"), electrical("ST39")).not("ea-chest-anyone");
    joined(electrical("BL13"), electrical("BL23")).not("ea-chest-anyone");
    joined(electrical("ST15"), electrical("BL13")).then("ea-chest-anyone", Caution);
    joined(electrical("ST9"), electrical("ST10")).then("ea-neck-front", Stop);
    joined(electrical("BL10"), electrical("GB21")).not("ea-neck-front");
    joined(electrical("GB8"), electrical("GB8").right()).then("ea-head", Refer);
}

#[test]
fn heart_trouble_makes_current_across_the_chest_worse() {
    let across = |facts: &[_]| {
        given(facts).when_joined(
            &[at("LI4").electrical(), at("LI4").right().electrical()],
            &[(0, 1)],
        )
    };
    across(&[problem("Ventricular tachycardia")]).then("ea-chest-anyone-arrhythmia", Refer);
    across(&[problem("Acute myocardial infarction").onset("2026-11-01")])
        .then("ea-chest-anyone-cardiac", Stop);
    across(&[problem("Acute myocardial infarction").onset("2019-11-01")])
        .not("ea-chest-anyone-cardiac");
}

#[test]
fn epilepsy_makes_current_across_the_skull_a_stop() {
    given(&[problem("Epilepsy")])
        .when_joined(
            &[at("GB8").electrical(), at("GB8").right().electrical()],
            &[(0, 1)],
        )
        .then("ea-head-epilepsy", Stop);
}

#[test]
fn a_device_that_was_taken_out_is_past() {
    let inserted = procedure("Insertion of cardiac pacemaker").onset("2012-03-01");
    let removed = procedure("Removal of cardiac pacemaker").onset("2018-06-01");
    let both = given(&[inserted.clone(), removed.clone()]);
    assert_eq!(both.means("pacemaker"), FactState::Past);
    let again = procedure("Implantation of pacemaker").onset("2018-07-01");
    assert_eq!(
        given(&[inserted.clone(), removed, again]).means("pacemaker"),
        FactState::Present
    );
    assert_eq!(given(&[inserted]).means("pacemaker"), FactState::Present);
    assert_eq!(
        given(&[problem("Pacemaker removed 2018")]).means("pacemaker"),
        FactState::Past
    );
    assert_eq!(
        given(&[problem("Pacemaker removed and replaced 2018")]).means("pacemaker"),
        FactState::Present
    );
    assert_eq!(
        given(&[problem("Pacemaker not removed")]).means("pacemaker"),
        FactState::Present
    );
}

#[test]
fn a_planned_or_abandoned_implantation_is_no_device() {
    for status in [
        RecordedStatus::Planned,
        RecordedStatus::Absent,
        RecordedStatus::Void,
    ] {
        let fact = procedure("Implantation of pacemaker")
            .status(status)
            .onset("2026-12-24");
        assert_eq!(given(&[fact]).means("pacemaker"), FactState::Unknown);
    }
}

#[test]
fn devices_are_known_from_codes() {
    for (system, code, concept) in [
        (CodeSystem::Icd10, "Z95.0", "pacemaker"),
        (CodeSystem::Icd10, "Z950", "pacemaker"),
        (CodeSystem::Icd10, "Z95.810", "icd"),
        (CodeSystem::Snomed, "441509002", "pacemaker"),
        (CodeSystem::Snomed, "447365002", "icd"),
    ] {
        let fact = problem("").code(system, code);
        assert_eq!(given(&[fact]).means(concept), FactState::Present, "{code}");
    }
}
