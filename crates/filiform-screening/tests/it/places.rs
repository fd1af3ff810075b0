//! Scope: places, depth, direction, technique; and the screener of the planner.

use filiform_knowledge::Severity::{Ask, None, Stop};
use filiform_knowledge::{Angle, Place, Severity, Technique};
use filiform_screening::{PlanToScreen, Screener, screen};
use filiform_units::{Laterality, Millimetres};

use crate::support::*;

#[test]
fn the_sternum_takes_flat_needles_only() {
    for angle in [Angle::Perpendicular, Angle::Oblique, Angle::Unrecorded] {
        given(&[])
            .when(&[at("CV17").angle(angle)])
            .then("sternum-anyone", Stop);
    }
    given(&[])
        .when(&[at("CV17").angle(Angle::Tangential)])
        .not("sternum-anyone");
    given(&[]).when(&[at("ST36")]).not("sternum-anyone");
}

#[test]
fn prohibited_sites_are_prohibited_for_all() {
    for technique in Technique::ALL {
        given(&[])
            .when(&[at("CV8").with(technique)])
            .then("never-sites", Stop);
    }
}

#[test]
fn free_sites_count_by_their_region() {
    let mut needle = at("ST36").depth(5, 25);
    needle.place = Place::Region(KNOWLEDGE.region_key("back-upper").unwrap());
    given(&[medicine("warfarin")])
        .when(&[needle])
        .then("anticoag-deep", Stop);
    needle.place = Place::Region(KNOWLEDGE.region_key("hand-dorsal").unwrap());
    given(&[medicine("warfarin")])
        .when(&[needle])
        .not("anticoag-deep");
}

#[test]
fn every_needle_has_a_severity_and_it_is_the_highest_of_its_findings() {
    let facts = [
        medicine("warfarin"),
        device("Pacemaker").side(Laterality::Left),
    ];
    let needles = ["GB21", "ST36", "ST14", "CV17", "LI4"].map(at);
    let then = given(&facts).when(&needles);
    for index in 0..needles.len() {
        let highest = then
            .verdict
            .of_needle(index)
            .map(|finding| finding.severity)
            .max()
            .unwrap_or(None);
        assert_eq!(then.verdict.needles()[index], highest);
    }
    let highest = then.verdict.needles().iter().max().copied().unwrap();
    assert_eq!(then.verdict.severity(), highest);
    assert!(
        then.verdict
            .findings()
            .iter()
            .all(|finding| !finding.because.is_empty())
    );
}

#[test]
fn the_screener_agrees_with_the_screen_for_every_point() {
    let facts = [
        medicine("warfarin"),
        device("Pacemaker").side(Laterality::Left),
    ];
    let person = given(&facts);
    let chart = person.chart();
    let screener = Screener::new(&RULEBOOK, &chart, &[]);
    for (_, point) in KNOWLEDGE.points().iter() {
        let needle = at(point.code.as_str());
        let alone = screener.needle(&needle);
        let plan = PlanToScreen {
            needles: vec![needle],
            ..PlanToScreen::default()
        };
        let verdict = screen(&RULEBOOK, &chart, &plan);
        assert_eq!(alone.severity, verdict.needles()[0], "{}", point.code);
        let stops: Vec<_> = verdict
            .findings()
            .iter()
            .filter(|finding| finding.severity == Stop)
            .map(|finding| finding.rule)
            .collect();
        assert_eq!(alone.stops, stops, "{}", point.code);
        if let Some(limit) = alone.depth_limit {
            let mut shallower = needle;
            shallower.depth = needle
                .depth
                .map(|depth| depth.capped(limit))
                .or_else(|| filiform_units::DepthRange::new(limit, limit).ok());
            assert!(
                screener.needle(&shallower).severity < Stop,
                "{}",
                point.code
            );
        }
    }
}

#[test]
fn the_screener_says_how_shallow_is_shallow_enough() {
    let person = given(&[medicine("warfarin")]);
    let chart = person.chart();
    let screener = Screener::new(&RULEBOOK, &chart, &[]);
    let deep = screener.needle(&at("GB21").depth(7, 12));
    assert_eq!(deep.severity, Stop);
    assert_eq!(deep.depth_limit, Some(Millimetres::literal(10)));
    let shallow = screener.needle(&at("GB21").depth(5, 10));
    assert!(shallow.severity < Stop);
    assert_eq!(shallow.depth_limit, Option::None);
}

#[test]
fn the_screener_judges_a_pair_by_its_current() {
    let person = given(&[device("Pacemaker").side(Laterality::Left)]);
    let chart = person.chart();
    let screener = Screener::new(&RULEBOOK, &chart, &[]);
    let leg = |code| at(code).electrical();
    let pair = |a, b| screener.pair(&a, &b).severity;
    assert_eq!(pair(leg("ST36"), leg("ST39")), Severity::Refer);
    assert_eq!(pair(leg("ST36"), leg("ST36").right()), Stop);
    assert_eq!(pair(leg("LI4"), leg("LI11")), Stop);
    assert!(screener.needle(&leg("ST36")).severity < Stop);
    assert_eq!(screener.needle(&leg("LI4")).severity, Stop);
}

#[test]
fn pairs_that_name_no_needle_are_ignored() {
    given(&[device("Pacemaker")])
        .when_joined(&[at("ST36").electrical()], &[(0, 7), (0, 0), (9, 9)])
        .then("pacemaker-ea-thorax", Ask);
}
