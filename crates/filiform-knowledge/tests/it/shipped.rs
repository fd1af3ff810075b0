//! The knowledge that is shipped.

use filiform_knowledge::{Angle, CodeSystem, Knowledge, Place, Reach, Zone};

fn shipped() -> Knowledge {
    Knowledge::embedded().unwrap_or_else(|errors| panic!("{errors}"))
}

#[test]
fn the_shipped_knowledge_loads_whole() {
    let knowledge = shipped();
    assert_eq!(knowledge.points().len(), 425);
    assert_eq!(knowledge.nerves().len(), 155);
    assert_eq!(knowledge.muscles().len(), 169);
    assert_eq!(knowledge.trials().len(), 86);
    assert_eq!(knowledge.segments().len(), 40);
    assert!(!knowledge.rules().is_empty());
    assert!(!knowledge.conditions().is_empty());
}

#[test]
fn every_point_that_is_needled_has_a_depth_and_no_other() {
    for (_, point) in shipped().points().iter() {
        assert_eq!(point.needled, point.depth.is_some(), "{}", point.code);
    }
}

#[test]
fn a_needle_straight_into_the_shoulder_well_is_not_what_the_table_says() {
    let knowledge = shipped();
    assert_eq!(
        knowledge.points().find("GB21").unwrap().angle,
        Angle::Tangential
    );
}

#[test]
fn no_needle_is_left_under_the_weight_of_the_body() {
    let knowledge = shipped();
    let reach = |code: &str| {
        let point = knowledge.point_key(code).unwrap();
        knowledge.region_of(Place::Point(point)).reach.clone()
    };
    for code in ["BL23", "BL40", "SI9", "GB30", "BL57", "GV17", "GB20"] {
        assert!(
            !reach(code).contains(&Reach::Supine),
            "{code} lying on the back"
        );
    }
    for code in ["CV12", "ST36", "LU1", "GV24", "ST35", "ST31"] {
        assert!(
            !reach(code).contains(&Reach::Prone),
            "{code} lying on the front"
        );
    }
}

#[test]
fn every_zone_has_points() {
    let knowledge = shipped();
    for zone in [
        Zone::Head,
        Zone::Neck,
        Zone::Thorax,
        Zone::Trunk,
        Zone::Arm,
        Zone::Leg,
    ] {
        let mut points = knowledge.points().iter();
        assert!(
            points.any(|(_, point)| knowledge.region(point.region).zone == zone),
            "{zone:?}"
        );
    }
}

#[test]
fn free_sites_of_a_region_that_was_divided_stay_in_its_sets() {
    let knowledge = shipped();
    for (_, set) in knowledge.point_sets().iter() {
        let holds = |id: &str| {
            let region = knowledge.region_key(id).unwrap();
            set.members
                .iter()
                .any(|member| member.place == Place::Region(region))
        };
        for (whole, part) in [
            ("shoulder", "shoulder-posterior"),
            ("knee", "knee-posterior"),
            ("scalp", "scalp-vertex"),
            ("scalp", "scalp-posterior"),
        ] {
            assert!(
                !holds(whole) || holds(part),
                "{} has {whole} without {part}",
                set.id
            );
        }
    }
}

#[test]
fn every_point_over_the_lung_is_in_the_set_of_the_chest() {
    let knowledge = shipped();
    let chest = knowledge.point_sets().find("PS-THORAX").unwrap();
    for (key, point) in knowledge.points().iter() {
        let over_the_lung = point.hazards.iter().any(|hazard| hazard == "pleura-lung");
        let inside = chest
            .members
            .iter()
            .any(|member| member.place == Place::Point(key));
        assert!(!over_the_lung || inside, "{}", point.code);
    }
}

#[test]
fn common_codes_and_names_are_understood() {
    let knowledge = shipped();
    let lexicon = knowledge.lexicon();
    let means = |system: CodeSystem, code: &str, id: &str| {
        let concept = knowledge.concept_key(id).unwrap();
        lexicon.concepts_for_code(system, code).contains(&concept)
    };
    assert!(means(CodeSystem::Atc, "B01AA03", "M-VKA"));
    assert!(means(CodeSystem::Atc, "L02BA01", "M-CANCER-HORMONE"));
    assert!(means(CodeSystem::Icd10, "Z96.652", "prosthetic-knee"));
    assert!(!means(
        CodeSystem::Icd10,
        "Z96.652",
        "prosthetic-joint-unspecified"
    ));
    assert!(means(CodeSystem::Icd10, "O34.31", "pregnancy"));
    assert!(means(CodeSystem::Icd10, "O3431", "pregnancy-complication"));
    assert!(!means(CodeSystem::Icd10, "Z33.2", "pregnancy"));
    let vka = knowledge.concept_key("M-VKA").unwrap();
    assert_eq!(lexicon.medicine("Coumadin").unwrap().classes, [vka]);
    assert_eq!(lexicon.lab_for_loinc("6301-6"), knowledge.lab_key("inr"));
}
