//! The knowledge that is shipped.

use filiform_knowledge::{
    Angle, Certainty, ClaimVerdict, CodeSystem, Decimal, ElectricalUse, Knowledge, NeedleAim,
    Place, Reach, Stance, Strength, Verification, Zone,
};
use filiform_units::Minutes;

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
    assert_eq!(knowledge.conditions().len(), 31);
    assert_eq!(knowledge.mechanisms().len(), 14);
    assert_eq!(knowledge.benefits().len(), 6);
    assert_eq!(knowledge.groups().len(), 7);
    assert_eq!(knowledge.course_rules().len(), 8);
    assert_eq!(knowledge.time_course().len(), 8);
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

/// What people are needled for; the ids are never used again for anything else.
const CONDITIONS: &[&str] = &[
    "achilles",
    "albp",
    "ankle",
    "anxiety",
    "cipn",
    "clbp",
    "cognition",
    "depression",
    "doms",
    "dpn",
    "fm",
    "heel",
    "hip_oa",
    "ibs",
    "insomnia",
    "knee_oa",
    "lat_epi",
    "mecfs",
    "migraine",
    "mps",
    "neck",
    "nerve",
    "ponv",
    "postop_pain",
    "ra_joint",
    "rcrsp",
    "sciatica",
    "shoulder",
    "sports_inj",
    "stress",
    "tth",
];

#[test]
fn every_condition_is_there_with_both_sides_and_belongs_to_an_area_of_benefit() {
    let knowledge = shipped();
    let ids = knowledge.conditions().iter();
    let ids: Vec<_> = ids.map(|(_, condition)| condition.id.as_str()).collect();
    assert_eq!(ids, CONDITIONS);
    for (key, condition) in knowledge.conditions().iter() {
        let mut areas = knowledge.benefits().iter();
        let id = &condition.id;
        assert!(
            areas.any(|(_, area)| area.conditions.contains(&key)),
            "{id} is in no area of benefit"
        );
        for effect in [&condition.vs_sham, &condition.vs_care] {
            let is_none = effect.certainty == Certainty::None;
            assert!(is_none || !effect.sources.is_empty(), "{id}");
        }
    }
}

#[test]
fn a_contested_condition_is_not_told_as_a_sure_thing() {
    let knowledge = shipped();
    let contested = knowledge.conditions().iter();
    let contested: Vec<_> = contested
        .filter(|(_, condition)| condition.contested)
        .map(|(_, condition)| condition.id.as_str())
        .collect();
    let told = [
        "cipn",
        "cognition",
        "doms",
        "dpn",
        "fm",
        "ibs",
        "insomnia",
        "mecfs",
        "nerve",
        "stress",
    ];
    assert_eq!(contested, told);
    for (_, area) in knowledge.benefits().iter() {
        let mut conditions = area.conditions.iter();
        let has_contested = conditions.any(|key| knowledge.condition(*key).contested);
        assert!(!has_contested || area.contested, "{}", area.id);
    }
}

#[test]
fn no_claim_is_supported_that_was_not_replicated_and_none_that_is_not_supported_is_uncontested() {
    let knowledge = shipped();
    for (_, mechanism) in knowledge.mechanisms().iter() {
        let id = &mechanism.id;
        let best = mechanism.strengths.first();
        let is_supported = mechanism.verdict == ClaimVerdict::Supported;
        assert!(!is_supported || best == Some(&Strength::A), "{id}");
        let is_denied = mechanism.verdict == ClaimVerdict::NotSupported;
        assert!(!is_denied || mechanism.contested, "{id}");
        let weakest = mechanism.findings.iter().map(|it| it.verification).max();
        assert_eq!(weakest, Some(mechanism.provenance.verification), "{id}");
    }
}

#[test]
fn each_way_in_which_a_needle_is_said_to_work_has_a_mechanism() {
    let knowledge = shipped();
    for aim in NeedleAim::ALL {
        let mut mechanisms = knowledge.mechanisms().iter();
        assert!(
            mechanisms.any(|(_, mechanism)| mechanism.aim == Some(aim)),
            "{}",
            aim.words()
        );
    }
}

#[test]
fn a_course_rule_that_nobody_read_asserts_nothing() {
    let knowledge = shipped();
    for (_, rule) in knowledge.course_rules().iter() {
        if rule.stance == Stance::NotRead {
            assert!(rule.conditions.is_empty() && rule.from.is_none());
            assert_eq!(rule.provenance.verification, Verification::FromMemory);
        }
    }
}

#[test]
fn a_dose_says_what_the_evidence_says_of_current_and_nothing_where_it_is_silent() {
    let knowledge = shipped();
    let stimulations: Vec<_> = knowledge
        .conditions()
        .iter()
        .filter_map(|(_, condition)| {
            let it = condition.dose.stimulation.as_ref()?;
            let hertz = it.frequency.map(|range| (range.from.get(), range.to.get()));
            let letter = it.mark.verification.letter();
            Some((condition.id.as_str(), it.electrical, hertz, letter))
        })
        .collect();
    assert_eq!(
        stimulations,
        [
            ("fm", ElectricalUse::Preferred, None, "V"),
            ("knee_oa", ElectricalUse::Used, Some((2, 100)), "V2"),
            ("postop_pain", ElectricalUse::Used, Some((2, 100)), "M"),
        ]
    );
}

#[test]
fn other_minutes_stand_only_where_a_session_does_not_allow_them() {
    let knowledge = shipped();
    let allowed = knowledge.principle("retention").unwrap();
    let allowed = allowed.number("retention").unwrap();
    let mut named = Vec::new();
    for (_, condition) in knowledge.conditions().iter() {
        for minutes in &condition.dose.other_minutes {
            let whole = |it: Minutes| Decimal::whole(i32::from(it.get()));
            assert!(
                whole(minutes.from) < allowed.from || whole(minutes.to) > allowed.to,
                "{}",
                condition.id
            );
            named.push(condition.id.as_str());
        }
    }
    assert_eq!(named, ["mps", "neck", "postop_pain"]);
}

#[test]
fn no_region_goes_over_into_one_beyond_a_large_joint() {
    let knowledge = shipped();
    let region = |id: &str| knowledge.region_key(id).unwrap();
    let touch = |a: &str, b: &str| {
        let regions = &knowledge.region(region(a)).continues_into;
        regions.contains(&region(b))
    };
    assert!(touch("thigh-anterior", "thigh-medial") && touch("leg-anterior", "leg-lateral"));
    for (a, b) in [
        ("thigh-anterior", "leg-anterior"),
        ("thigh-posterior", "buttock"),
        ("arm-lateral", "forearm-posterior"),
        ("forearm-posterior", "hand-dorsal"),
        ("leg-medial", "foot-medial"),
        ("arm-posterior", "scapular"),
    ] {
        assert!(!touch(a, b), "{a} {b}");
    }
}
