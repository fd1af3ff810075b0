//! What a proposal may and may not contain, on the shipped knowledge.

use filiform_knowledge::{Place, Position, Severity, Technique, Zone};
use filiform_planning::{
    Assessment, LeftOutReason, Limits, Mechanism, Proof, Unscreened, explain, propose,
};
use filiform_screening::{FactKind, Needle, Rulebook, Screener};
use filiform_units::{Laterality, Millimetres, Side};
use proptest::prelude::*;

use crate::support::{
    CONDITIONS, KNOWLEDGE, Stops, at_most, chart_with, chart_with_medicine, codes, complaint,
    in_reach, muscle, point, region_id,
};

const SIDES: [Laterality; 4] = [
    Laterality::Left,
    Laterality::Right,
    Laterality::Both,
    Laterality::Unknown,
];

#[test]
fn a_plan_for_the_left_knee_needles_the_left_knee_with_points_of_its_trials() {
    let proposal = propose(
        &KNOWLEDGE,
        &Unscreened,
        &complaint("knee_oa", Laterality::Left),
        &at_most(8),
    );
    let codes = codes(&proposal);
    assert_eq!(proposal.needles.len(), 8, "{codes:?}");
    let named = proposal
        .needles
        .iter()
        .filter(|needle| needle.trials.named && needle.side == Side::Left)
        .count();
    assert!(named >= 4, "{named} of {codes:?}");
    let near_the_knee = proposal
        .needles
        .iter()
        .filter(|needle| {
            let region = region_id(needle.point);
            [
                "knee",
                "thigh-anterior",
                "leg-anterior",
                "leg-medial",
                "leg-lateral",
            ]
            .contains(&region)
        })
        .count();
    assert!(near_the_knee >= 4, "{near_the_knee} of {codes:?}");
    assert!(
        proposal
            .needles
            .iter()
            .all(|needle| needle.side != Side::Right),
        "{codes:?}"
    );
}

#[test]
fn every_needle_can_be_reached_in_the_one_position_of_the_plan() {
    for condition in CONDITIONS {
        for side in SIDES {
            let proposal = propose(
                &KNOWLEDGE,
                &Unscreened,
                &complaint(condition, side),
                &at_most(12),
            );
            assert!(!proposal.needles.is_empty(), "{condition} {side:?}");
            for needle in &proposal.needles {
                assert!(in_reach(needle, proposal.position), "{condition} {side:?}");
            }
        }
    }
}

#[test]
fn a_plan_for_a_patient_on_the_back_has_no_points_of_the_back() {
    let proposal = propose(
        &KNOWLEDGE,
        &Unscreened,
        &complaint("clbp", Laterality::None),
        &Limits {
            position: Some(Position::Supine),
            ..at_most(12)
        },
    );
    assert_eq!(proposal.position, Position::Supine);
    assert_eq!(proposal.positions.len(), 1);
    for needle in &proposal.needles {
        let region = region_id(needle.point);
        assert!(
            !region.starts_with("back") && region != "sacrum",
            "{region}"
        );
    }
    let out_of_reach = proposal
        .left_out
        .iter()
        .find(|left_out| left_out.point == point("BL23"));
    assert_eq!(
        out_of_reach.map(|left_out| &left_out.why),
        Some(&LeftOutReason::OutOfReach)
    );
}

#[test]
fn back_pain_without_a_side_is_needled_on_both_sides_lying_on_the_front() {
    let proposal = propose(
        &KNOWLEDGE,
        &Unscreened,
        &complaint("clbp", Laterality::None),
        &at_most(12),
    );
    assert_eq!(proposal.position, Position::Prone, "{:?}", codes(&proposal));
    let on = |side| proposal.needles.iter().filter(|n| n.side == side).count();
    assert!(
        on(Side::Left) >= 3 && on(Side::Right) >= 3,
        "{:?}",
        codes(&proposal)
    );
}

#[test]
fn a_tender_muscle_is_needled_in_itself() {
    let mut complaint = complaint("neck", Laterality::Right);
    complaint.tender_muscles = vec![(muscle("infraspinatus"), Side::Right)];
    let proposal = propose(&KNOWLEDGE, &Unscreened, &complaint, &at_most(6));
    let infraspinatus = filiform_knowledge::Tissue::Muscle(muscle("infraspinatus"));
    assert!(
        proposal.needles.iter().any(|needle| {
            needle.side == Side::Right
                && needle.reasons.iter().any(|effect| {
                    effect.tissue == infraspinatus && effect.mechanism == Mechanism::Local
                })
        }),
        "{:?}",
        codes(&proposal)
    );
}

#[test]
fn a_stopped_point_is_never_in_the_plan_and_its_rules_are_named() {
    let complaint = complaint("knee_oa", Laterality::Left);
    let free = propose(&KNOWLEDGE, &Unscreened, &complaint, &at_most(8));
    for needle in &free.needles {
        let stops = Stops {
            points: vec![needle.point],
            ..Stops::default()
        };
        let proposal = propose(&KNOWLEDGE, &stops, &complaint, &at_most(8));
        assert!(proposal.needles.iter().all(|n| n.point != needle.point));
        assert!(proposal.value <= free.value + 1e-9);
        if needle.trials.named {
            assert!(proposal.left_out.iter().any(|left_out| {
                left_out.point == needle.point
                    && matches!(&left_out.why, LeftOutReason::Stopped(rules) if !rules.is_empty())
            }));
        }
    }
}

#[test]
fn a_needle_that_may_only_go_shallow_is_kept_shallow_when_it_still_makes_sense() {
    let wanted = point("BL23");
    let customary = KNOWLEDGE.point(wanted).depth.expect("needled");
    let plan = |limit: u8| {
        let stops = Stops {
            deeper_than: vec![(wanted, Millimetres::literal(limit))],
            ..Stops::default()
        };
        let limits = Limits {
            always: vec![(wanted, Side::Left)],
            ..at_most(8)
        };
        propose(
            &KNOWLEDGE,
            &stops,
            &complaint("clbp", Laterality::Left),
            &limits,
        )
    };
    let sensible = customary.min().get().div_ceil(3).max(3);
    let proposal = plan(sensible);
    let needle = proposal
        .needles
        .iter()
        .find(|needle| needle.point == wanted)
        .expect("asked for");
    assert_eq!(needle.depth.max().get(), sensible);
    assert!(needle.depth_limited_by.is_some());
    assert!(needle.severity < Severity::Stop);
    let proposal = plan(2);
    assert!(proposal.needles.iter().all(|needle| needle.point != wanted));
}

#[test]
fn somebody_who_takes_warfarin_gets_no_stopped_needle_and_no_deep_one_where_depth_is_the_danger() {
    let rulebook = Rulebook::new(&KNOWLEDGE);
    let chart = chart_with_medicine(&rulebook, "Warfarin Sodium 5 MG Oral Tablet");
    let deep = KNOWLEDGE.point_set_key("PS-DEEP").expect("shipped");
    let deep = KNOWLEDGE.point_set(deep);
    for condition in CONDITIONS {
        let complaint = complaint(condition, Laterality::Left);
        let screener = Screener::new(&rulebook, &chart, &[complaint.condition]);
        let proposal = propose(&KNOWLEDGE, &screener, &complaint, &at_most(12));
        for needle in &proposal.needles {
            assert!(needle.severity < Severity::Stop);
            let screened = screener.needle(&Needle {
                near: None,
                place: Place::Point(needle.point),
                side: needle.side,
                depth: Some(needle.depth),
                angle: needle.angle,
                technique: Technique::Manual,
            });
            assert!(screened.severity < Severity::Stop);
            let member = deep
                .members
                .iter()
                .find(|member| member.place == Place::Point(needle.point));
            if let Some(limit) = member.and_then(|member| member.deeper_than) {
                assert!(needle.depth.max() <= limit, "{condition}");
            }
        }
    }
}

#[test]
fn no_needle_goes_toward_an_artificial_knee() {
    let rulebook = Rulebook::new(&KNOWLEDGE);
    let knee = KNOWLEDGE.point_set_key("PS-JOINT-KNEE").expect("shipped");
    let knee = KNOWLEDGE.point_set(knee);
    for (text, stopped) in [
        ("Left knee replacement", vec![Side::Left]),
        ("Right knee replacement", vec![Side::Right]),
        ("Bilateral knee replacement", vec![Side::Left, Side::Right]),
    ] {
        let chart = chart_with(&rulebook, FactKind::Device, text);
        let complaint = complaint("knee_oa", Laterality::Both);
        let screener = Screener::new(&rulebook, &chart, &[complaint.condition]);
        let proposal = propose(&KNOWLEDGE, &screener, &complaint, &at_most(12));
        assert!(!proposal.needles.is_empty(), "{text}");
        for needle in &proposal.needles {
            let toward = knee
                .members
                .iter()
                .any(|member| member.place == Place::Point(needle.point));
            assert!(!toward || !stopped.contains(&needle.side), "{text}");
        }
    }
}

#[test]
fn never_is_never_and_always_is_there_when_nothing_forbids_it() {
    let complaint = complaint("knee_oa", Laterality::Left);
    let limits = Limits {
        never: vec![point("ST36"), point("SP9")],
        always: vec![(point("LI4"), Side::Right), (point("ST36"), Side::Left)],
        ..at_most(6)
    };
    let proposal = propose(&KNOWLEDGE, &Unscreened, &complaint, &limits);
    let codes = codes(&proposal);
    assert!(codes.contains(&"LI4 right".to_owned()), "{codes:?}");
    assert!(
        !codes
            .iter()
            .any(|code| code.starts_with("ST36") || code.starts_with("SP9"))
    );
    assert!(proposal.left_out.iter().any(|left_out| {
        left_out.point == point("ST36") && left_out.why == LeftOutReason::NeverUsed
    }));
}

#[test]
fn the_plan_goes_to_the_position_that_reaches_the_points_that_were_asked_for() {
    let limits = Limits {
        always: vec![(point("CV12"), Side::Midline)],
        ..at_most(6)
    };
    let complaint = complaint("clbp", Laterality::None);
    let proposal = propose(&KNOWLEDGE, &Unscreened, &complaint, &limits);
    assert!(codes(&proposal).contains(&"CV12".to_owned()));
}

#[test]
fn a_code_for_several_needles_is_planned_as_its_single_points() {
    let proposal = propose(
        &KNOWLEDGE,
        &Unscreened,
        &complaint("knee_oa", Laterality::Left),
        &at_most(12),
    );
    assert!(
        proposal
            .needles
            .iter()
            .all(|needle| KNOWLEDGE.point(needle.point).needles == 1)
    );
}

#[test]
fn of_two_neighbours_that_do_the_same_one_is_needled() {
    for side in SIDES {
        let proposal = propose(
            &KNOWLEDGE,
            &Unscreened,
            &complaint("tth", side),
            &at_most(12),
        );
        let there = |code| proposal.needles.iter().any(|n| n.point == point(code));
        assert!(!(there("GV15") && there("GV16")), "{:?}", codes(&proposal));
    }
}

#[test]
fn no_needles_means_an_empty_plan_of_no_value() {
    let proposal = propose(
        &KNOWLEDGE,
        &Unscreened,
        &complaint("neck", Laterality::Left),
        &at_most(0),
    );
    assert!(proposal.needles.is_empty());
    assert!(proposal.value.abs() < 1e-9);
    assert!(proposal.value_by_needles.is_empty());
}

#[test]
fn a_plan_is_proven_and_its_parts_agree_with_each_other() {
    for condition in CONDITIONS {
        let proposal = propose(
            &KNOWLEDGE,
            &Unscreened,
            &complaint(condition, Laterality::Left),
            &at_most(10),
        );
        assert!(
            matches!(proposal.proof, Proof::Optimal { .. }),
            "{condition}"
        );
        assert_eq!(
            proposal.positions.first(),
            Some(&(proposal.position, proposal.value))
        );
        assert_eq!(proposal.positions.len(), 5);
        assert!(
            proposal
                .positions
                .windows(2)
                .all(|pair| pair[0].1 >= pair[1].1 - 1e-9)
        );
        assert_eq!(proposal.value_by_needles.len(), 10);
        assert!(
            proposal
                .value_by_needles
                .windows(2)
                .all(|pair| pair[0] <= pair[1])
        );
        assert_eq!(proposal.value_by_needles.last(), Some(&proposal.value));
        assert!(
            proposal
                .needles
                .windows(2)
                .all(|pair| pair[0].worth >= pair[1].worth)
        );
        assert!(proposal.needles.iter().all(|needle| needle.worth > 0.0));
        assert!(
            proposal
                .coverage
                .windows(2)
                .all(|pair| pair[0].weight >= pair[1].weight)
        );
        for left_out in &proposal.left_out {
            assert!(
                proposal.needles.iter().all(|needle| {
                    (needle.point, needle.side) != (left_out.point, left_out.side)
                })
            );
        }
    }
}

#[test]
fn the_head_and_trunk_are_not_needled_for_a_knee() {
    let proposal = propose(
        &KNOWLEDGE,
        &Unscreened,
        &complaint("knee_oa", Laterality::Right),
        &at_most(8),
    );
    for needle in &proposal.needles {
        let zone = KNOWLEDGE.region_of(Place::Point(needle.point)).zone;
        assert!(
            matches!(zone, Zone::Leg | Zone::Trunk | Zone::Arm),
            "{:?}",
            codes(&proposal)
        );
    }
}

#[test]
fn every_condition_is_answered_with_needles_or_with_the_reason_why_there_are_none() {
    let mut without = Vec::new();
    for (key, condition) in KNOWLEDGE.conditions().iter() {
        let complaint = Assessment {
            condition: key,
            ..complaint("neck", Laterality::Left)
        };
        let proposal = propose(&KNOWLEDGE, &Unscreened, &complaint, &at_most(10));
        assert!(
            matches!(proposal.proof, Proof::Optimal { .. }),
            "{}",
            condition.id
        );
        let nothing = explain::proof(&proposal) == explain::NOTHING_TO_AIM_AT;
        assert_eq!(nothing, proposal.needles.is_empty(), "{}", condition.id);
        if nothing {
            without.push(condition.id.as_str());
        }
    }
    assert_eq!(without, ["mps", "sports_inj"]);
}

#[test]
fn a_complaint_without_a_fixed_place_is_planned_from_what_is_tender() {
    let mut complaint = complaint("mps", Laterality::Right);
    complaint.tender_muscles = vec![(muscle("infraspinatus"), Side::Right)];
    let proposal = propose(&KNOWLEDGE, &Unscreened, &complaint, &at_most(6));
    assert!(!proposal.needles.is_empty());
}

fn any_complaint() -> impl Strategy<Value = (&'static str, Laterality, u8)> {
    (0usize..6, 0usize..4, 0u8..=12)
        .prop_map(|(condition, side, most)| (CONDITIONS[condition], SIDES[side], most))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_same_question_has_the_same_answer((condition, side, most) in any_complaint()) {
        let complaint = complaint(condition, side);
        let once = propose(&KNOWLEDGE, &Unscreened, &complaint, &at_most(most));
        let again = propose(&KNOWLEDGE, &Unscreened, &complaint, &at_most(most));
        prop_assert_eq!(once, again);
    }

    #[test]
    fn more_stops_never_put_a_stopped_point_in_or_make_a_better_plan(
        (condition, side, most) in any_complaint(),
        stopped in prop::collection::vec(0usize..400, 0..60),
    ) {
        let points: Vec<_> = KNOWLEDGE.points().iter().map(|(key, _)| key).collect();
        let stops = Stops {
            points: stopped.into_iter().filter_map(|index| points.get(index).copied()).collect(),
            ..Stops::default()
        };
        let complaint = complaint(condition, side);
        let free = propose(&KNOWLEDGE, &Unscreened, &complaint, &at_most(most));
        let proposal = propose(&KNOWLEDGE, &stops, &complaint, &at_most(most));
        prop_assert!(proposal.needles.iter().all(|needle| !stops.points.contains(&needle.point)));
        prop_assert!(proposal.value <= free.value + 1e-6);
        prop_assert!(proposal.needles.len() <= usize::from(most));
    }

    #[test]
    fn a_needle_lies_on_a_side_that_its_point_has((condition, side, most) in any_complaint()) {
        let proposal = propose(&KNOWLEDGE, &Unscreened, &complaint(condition, side), &at_most(most));
        for needle in &proposal.needles {
            let midline = KNOWLEDGE.point(needle.point).midline;
            prop_assert_eq!(midline, needle.side == Side::Midline);
        }
        let mut places: Vec<_> = proposal.needles.iter().map(|n| (n.point, n.side)).collect();
        places.sort_unstable();
        places.dedup();
        prop_assert_eq!(places.len(), proposal.needles.len());
    }

    #[test]
    fn the_mirror_of_a_complaint_is_worth_the_same((condition, _, most) in any_complaint()) {
        let left = propose(&KNOWLEDGE, &Unscreened, &complaint(condition, Laterality::Left), &at_most(most));
        let right = propose(&KNOWLEDGE, &Unscreened, &complaint(condition, Laterality::Right), &at_most(most));
        prop_assert!((left.value - right.value).abs() < 1e-6);
    }
}
