//! Hazards, adverse events, session and consent as they are shipped.

#![expect(clippy::cast_precision_loss, reason = "rates are compared roughly")]

use filiform_knowledge::{
    AdverseCode, AdverseScale, Angle, Decimal, DefaultDepth, FrequencyUnit, Knowledge, NeedleStop,
    Place, PlainAbout, RateUnit, Technique, Verification,
};
use filiform_units::Millimetres;

fn shipped() -> Knowledge {
    Knowledge::embedded().unwrap_or_else(|errors| panic!("{errors}"))
}

fn point(knowledge: &Knowledge, code: &str) -> Place {
    Place::Point(knowledge.point_key(code).unwrap())
}

#[test]
fn the_shoulder_well_has_its_studies_and_its_default_side_by_side() {
    let knowledge = shipped();
    let place = point(&knowledge, "GB21");
    let hazard = knowledge
        .hazards_of(place)
        .find(|hazard| hazard.id.as_str() == "lung-apex")
        .unwrap();
    let limit = |angle| hazard.default_depth(place, angle);
    let ten = DefaultDepth::Limit(Millimetres::literal(10));
    assert_eq!(limit(Angle::Perpendicular), ten);
    assert_eq!(limit(Angle::Unrecorded), ten);
    let fold = DefaultDepth::Structure(NeedleStop::Fold);
    assert_eq!(limit(Angle::Tangential), fold);
    assert_eq!(limit(Angle::Oblique), DefaultDepth::OtherDirection);
    assert_eq!(
        hazard.smallest_organ_distance(place),
        Decimal::parse("14.6")
    );
    assert!(hazard.measures.len() > 3, "never one number alone");
}

#[test]
fn a_default_lies_below_the_smallest_measured_distance() {
    let knowledge = shipped();
    for hazard in knowledge.hazards() {
        for place in &hazard.places {
            let limit = hazard.default_depth(*place, Angle::Unrecorded);
            let smallest = hazard.smallest_organ_distance(*place);
            if let (DefaultDepth::Limit(limit), Some(smallest)) = (limit, smallest) {
                assert!(
                    Decimal::whole(limit.get().into()) < smallest,
                    "{}",
                    hazard.id
                );
            }
        }
    }
}

#[test]
fn a_limit_for_one_direction_allows_no_other() {
    let knowledge = shipped();
    let depth = |code: &str, hazard: &str, angle| {
        let place = point(&knowledge, code);
        let mut hazards = knowledge.hazards_of(place);
        let hazard = hazards.find(|it| it.id.as_str() == hazard).unwrap();
        hazard.default_depth(place, angle)
    };
    let limit = |mm| DefaultDepth::Limit(Millimetres::literal(mm));
    let straight = Angle::Perpendicular;
    assert_eq!(depth("CV17", "breastbone", Angle::Tangential), limit(5));
    assert_eq!(
        depth("CV17", "breastbone", straight),
        DefaultDepth::OtherDirection
    );
    assert_eq!(
        depth("ST15", "chest-wall", straight),
        DefaultDepth::OtherDirection
    );
    assert_eq!(depth("ST12", "chest-wall", Angle::Oblique), limit(15));
    assert_eq!(
        depth("ST12", "chest-wall", straight),
        DefaultDepth::OtherDirection
    );
    assert_eq!(depth("BL13", "back-inner-line", straight), limit(10));
    assert_eq!(depth("BL13", "back-inner-line", Angle::Oblique), limit(20));
    assert_eq!(depth("ST9", "neck-front", straight), limit(8));
    assert_eq!(depth("TE16", "neck-front", straight), limit(15));
    let bone = DefaultDepth::Structure(NeedleStop::Bone);
    assert_eq!(depth("SI11", "shoulder-blade-hole", straight), bone);
}

#[test]
fn a_free_site_beside_points_with_limits_takes_the_strictest() {
    let knowledge = shipped();
    let region = Place::Region(knowledge.region_key("neck-anterior").unwrap());
    let hazard = knowledge.hazards_of(region).next().unwrap();
    let expected = DefaultDepth::Limit(Millimetres::literal(8));
    assert_eq!(hazard.default_depth(region, Angle::Perpendicular), expected);
}

#[test]
fn every_hazard_has_a_default_everywhere() {
    for hazard in shipped().hazards() {
        for place in &hazard.places {
            let found = hazard.default_depth(*place, Angle::Unrecorded);
            assert_ne!(found, DefaultDepth::None, "{}", hazard.id);
            assert_ne!(found, DefaultDepth::OtherDirection, "{}", hazard.id);
        }
    }
}

#[test]
fn points_that_need_care_find_their_hazards() {
    let knowledge = shipped();
    for (code, id) in [
        ("BL13", "back-inner-line"),
        ("BL43", "back-outer-line"),
        ("CV17", "breastbone"),
        ("CV18", "breastbone"),
        ("GV16", "skull-base"),
        ("ST9", "neck-front"),
        ("PC6", "median-nerve"),
        ("EX-B2-T6", "beside-spine"),
        ("ST25", "belly"),
        ("BL23", "kidney"),
        ("BL32", "sacral-holes"),
        ("SP6", "foot-vessels"),
    ] {
        let expected = if code == "GV16" { "gv16" } else { id };
        let mut hazards = knowledge.hazards_of(point(&knowledge, code));
        assert!(hazards.any(|it| it.id.as_str() == expected), "{code}");
    }
    assert_eq!(knowledge.hazards_of(point(&knowledge, "LI4")).count(), 0);
    let region = Place::Region(knowledge.region_key("scapular").unwrap());
    assert_eq!(knowledge.hazards_of(region).count(), 1);
}

#[test]
fn every_default_depth_is_policy_or_memory_and_says_so() {
    for hazard in shipped().hazards() {
        for limit in &hazard.limits {
            let letter = limit.provenance.verification;
            let is_ours = matches!(letter, Verification::Policy | Verification::FromMemory);
            assert!(is_ours && limit.provenance.policy, "{}", hazard.id);
        }
    }
}

#[test]
fn scales_have_their_levels_in_order() {
    let knowledge = shipped();
    let count = |scale| knowledge.scale(scale).count();
    assert_eq!(count(AdverseScale::Grade), 5);
    assert_eq!(count(AdverseScale::Serious), 6);
    assert_eq!(count(AdverseScale::Causality), 6);
    assert_eq!(count(AdverseScale::Preventability), 3);
    assert_eq!(count(AdverseScale::Onset), 5);
}

#[test]
fn a_printed_rate_agrees_with_its_counts() {
    for rate in shipped().rates() {
        let (Some(part), Some(whole), Some(printed)) =
            (rate.numerator, rate.denominator, rate.rate)
        else {
            continue;
        };
        let counted = part as f64 / whole as f64;
        let value: f64 = printed.value.to_string().parse().unwrap();
        let shown = value / printed.per as f64;
        assert!(
            (counted / shown - 1.0).abs() < 0.05,
            "{} {counted} {shown}",
            rate.id
        );
    }
}

#[test]
fn shares_of_reports_are_not_rates_of_treatments() {
    let knowledge = shipped();
    let of = |id: &str| knowledge.rates().iter().find(|rate| rate.id == id).unwrap();
    assert_eq!(of("wheway-retained").unit, RateUnit::IncidentReport);
    assert_eq!(of("lin-pneumothorax").unit, RateUnit::Treatment);
    assert_eq!(of("baumler-any-patients").unit, RateUnit::PatientSeries);
    let of_lung = AdverseCode::new("AE-PTX");
    assert!(knowledge.rates_of(&of_lung).count() >= 4);
}

#[test]
fn the_word_for_a_frequency_is_worked_out_from_its_number() {
    let knowledge = shipped();
    let mut said = String::new();
    for risk in knowledge.risks() {
        for frequency in &risk.frequencies {
            let word = knowledge.frequency_word(frequency).unwrap();
            said.push_str(&format!("{}: {} ({})\n", risk.id, frequency, word.word));
        }
    }
    insta::assert_snapshot!(said);
}

#[test]
fn the_punctured_lung_is_spoken_of_only_where_a_needle_can_reach_it() {
    let knowledge = shipped();
    let lung = knowledge.risk("lung").unwrap();
    assert!(lung.places.contains(&point(&knowledge, "GB21")));
    assert!(!lung.places.contains(&point(&knowledge, "ST36")));
    assert_eq!(lung.frequencies[0].unit, FrequencyUnit::Treatments);
    let bruise = knowledge.risk("bruise").unwrap();
    assert!(bruise.places.is_empty() && bruise.concepts.is_empty());
}

#[test]
fn every_risk_and_every_event_that_a_patient_may_meet_has_plain_words() {
    let knowledge = shipped();
    for risk in knowledge.risks() {
        assert!(
            knowledge.plain_words_of_risk(&risk.id).is_some(),
            "{}",
            risk.id
        );
    }
    for event in knowledge.adverse_events() {
        let words = knowledge.plain_words_of_event(&event.code);
        assert_eq!(words.is_some(), event.patient_may_meet, "{}", event.code);
    }
    let abouts = knowledge.plain_words().iter().map(|words| &words.about);
    let steps: Vec<_> = abouts
        .filter_map(|about| match about {
            PlainAbout::Step(step) => Some(*step),
            PlainAbout::Risk(_)
            | PlainAbout::Event(_)
            | PlainAbout::Bring(_)
            | PlainAbout::DoctorFirst { .. } => None,
        })
        .collect();
    assert_eq!(steps, [1, 2, 3, 4]);
}

#[test]
fn numbers_of_the_session_carry_their_units() {
    let knowledge = shipped();
    let retention = knowledge.principle("retention").unwrap();
    let planned = retention.number("retention").unwrap();
    assert_eq!(
        (planned.from, planned.to),
        (Decimal::whole(10), Decimal::whole(30))
    );
    assert_eq!(planned.unit, "min");
    let margin = knowledge
        .needle_checks()
        .iter()
        .find_map(|check| check.margin);
    assert_eq!(margin.map(Millimetres::get), Some(5));
    assert_eq!(knowledge.needle_diameters()[0].diameter.hundredths_mm(), 12);
    assert_eq!(knowledge.needle_lengths().len(), 8);
    assert_eq!(knowledge.electrical_settings().len(), 11);
}

#[test]
fn privileges_say_which_needles_need_them() {
    let knowledge = shipped();
    let needs = |id: &str| knowledge.privilege(id).unwrap();
    assert_eq!(needs("needling").techniques, Technique::ALL);
    assert_eq!(
        needs("electroacupuncture").techniques,
        [Technique::Electrical]
    );
    assert_eq!(needs("children").age_at_most, Some(15));
    let over_the_lung = |code: &str| {
        let point = Place::Point(knowledge.point_key(code).unwrap());
        needs("thoracic-needling").places.contains(&point)
    };
    assert!(over_the_lung("GB21") && over_the_lung("BL13"));
    assert!(!over_the_lung("ST36") && !over_the_lung("BL25"));
}
