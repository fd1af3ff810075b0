use filiform_care::{
    CO_TREATMENTS_MAX, CoTreatment, CoTreatmentKind, ElectricalPair, NEEDLES_MAX, Plan, PlanError,
    PlannedNeedle, Site, resolve,
};
use filiform_knowledge::{Angle, Place, PointCode, Technique};
use filiform_testkit::{a_free_needle, a_needle, a_plan, knowledge, short};
use filiform_units::{Hertz, Minutes, Side};

fn check(plan: &Plan) -> Result<(), PlanError> {
    plan.check(knowledge())
}

fn a_pair(a: usize, b: usize) -> ElectricalPair {
    ElectricalPair {
        a,
        b,
        frequency: Hertz::new(2).unwrap(),
    }
}

fn unknown(code: &str, hint: Option<&str>) -> PlanError {
    PlanError::UnknownPoint {
        code: code.to_owned(),
        hint: hint.map(str::to_owned),
    }
}

#[test]
fn a_plan_with_points_on_their_sides_makes_sense() {
    let plan = a_plan(&["ST36 left", "ST36 right", "GV20", "EX-LE4 left"]);
    assert_eq!(check(&plan), Ok(()));
}

#[test]
fn a_plan_without_needles_may_be_drafted() {
    assert_eq!(check(&a_plan(&[])), Ok(()));
}

#[test]
fn an_unknown_point_is_refused() {
    assert_eq!(check(&a_plan(&["ST99 left"])), Err(unknown("ST99", None)));
}

#[test]
fn the_point_that_was_meant_is_named() {
    let cases = [
        ("st36", "ST36"),
        ("ST 36", "ST36"),
        (" sT36", "ST36"),
        ("Zusanli", "ST36"),
        ("zusanli ", "ST36"),
        ("ex-le4", "EX-LE4"),
        ("EXLE4", "EX-LE4"),
        ("st-036", "ST36"),
        ("LI 010", "LI10"),
    ];
    for (written, meant) in cases {
        let needle = PlannedNeedle {
            site: Site::Point(PointCode::new(written)),
            ..a_needle("ST36 left")
        };
        assert_eq!(
            resolve(knowledge(), &needle),
            Err(unknown(written, Some(meant)))
        );
    }
}

#[test]
fn a_point_on_the_midline_has_no_side() {
    for side in ["left", "right"] {
        assert_eq!(
            check(&a_plan(&[&format!("GV20 {side}")])),
            Err(PlanError::Side {
                code: PointCode::new("GV20"),
                problem: "lies on the midline and has no side",
            })
        );
    }
    assert_eq!(check(&a_plan(&["GV20 midline"])), Ok(()));
}

#[test]
fn a_paired_point_needs_a_side() {
    assert_eq!(
        check(&a_plan(&["ST36"])),
        Err(PlanError::Side {
            code: PointCode::new("ST36"),
            problem: "needs a side: left or right",
        })
    );
}

#[test]
fn a_point_that_is_never_needled_is_refused_on_every_side() {
    for written in ["CV8", "CV8 left", "ST17 left", "ST17"] {
        let code = written.split(' ').next().unwrap();
        assert_eq!(
            check(&a_plan(&[written])),
            Err(PlanError::NotNeedled(PointCode::new(code)))
        );
    }
}

#[test]
fn the_same_place_twice_is_refused() {
    assert_eq!(
        check(&a_plan(&["ST36 left", "SP9 left", "ST36 left"])),
        Err(PlanError::Twice {
            label: "ST36".to_owned(),
            side: Side::Left,
        })
    );
    let spot = |side| a_free_needle("knee", "tender spot", side);
    let twice = Plan {
        needles: vec![spot(Side::Left), spot(Side::Right), spot(Side::Left)],
        ..a_plan(&[])
    };
    assert_eq!(
        check(&twice),
        Err(PlanError::Twice {
            label: "tender spot".to_owned(),
            side: Side::Left,
        })
    );
}

#[test]
fn a_free_site_lies_in_a_region_that_exists() {
    let with = |needle| Plan {
        needles: vec![needle],
        ..a_plan(&[])
    };
    for side in [Side::Left, Side::Right, Side::Midline] {
        assert_eq!(
            check(&with(a_free_needle("knee", "tender spot", side))),
            Ok(())
        );
    }
    assert_eq!(
        check(&with(a_free_needle("elsewhere", "tender spot", Side::Left))),
        Err(PlanError::UnknownRegion("elsewhere".to_owned()))
    );
}

#[test]
fn an_electrode_pair_joins_two_needles_of_the_plan() {
    let with = |pairs: &[ElectricalPair]| Plan {
        pairs: pairs.to_vec(),
        ..a_plan(&["ST36 left", "SP9 left", "ST34 left"])
    };
    assert_eq!(check(&with(&[a_pair(0, 2), a_pair(2, 1)])), Ok(()));
    for wrong in [a_pair(1, 1), a_pair(0, 3), a_pair(3, 0), a_pair(7, 9)] {
        assert_eq!(
            check(&with(&[a_pair(0, 1), wrong])),
            Err(PlanError::Pair(2))
        );
    }
}

#[test]
fn retention_is_ten_to_thirty_minutes() {
    for minutes in 0..=60 {
        let retention = Minutes::literal(minutes);
        let plan = Plan {
            retention,
            ..a_plan(&["ST36 left"])
        };
        let expected = if (10..=30).contains(&minutes) {
            Ok(())
        } else {
            Err(PlanError::Retention(retention))
        };
        assert_eq!(check(&plan), expected);
    }
}

#[test]
fn retention_outside_ten_to_thirty_minutes_needs_a_reason_and_ends_at_an_hour() {
    for minutes in 0..=70 {
        let retention = Minutes::literal(minutes);
        let plan = Plan {
            retention,
            retention_reason: Some(short("the trial kept them in for 50 minutes")),
            ..a_plan(&["ST36 left"])
        };
        let expected = if (1..=60).contains(&minutes) {
            Ok(())
        } else {
            Err(PlanError::Retention(retention))
        };
        assert_eq!(check(&plan), expected);
    }
}

#[test]
fn a_course_has_one_to_forty_sessions_and_one_to_seven_a_week() {
    for sessions in 0..=u8::MAX {
        let plan = Plan {
            sessions,
            ..a_plan(&["ST36 left"])
        };
        assert_eq!(check(&plan).is_ok(), (1..=40).contains(&sessions));
    }
    for per_week in 0..=u8::MAX {
        let plan = Plan {
            per_week,
            ..a_plan(&["ST36 left"])
        };
        assert_eq!(check(&plan).is_ok(), (1..=7).contains(&per_week));
    }
    let none = Plan {
        sessions: 0,
        ..a_plan(&["ST36 left"])
    };
    assert_eq!(check(&none), Err(PlanError::Dose));
}

#[test]
fn a_plan_has_at_most_sixty_needles() {
    assert_eq!(NEEDLES_MAX, 60);
    let with = |count: usize| Plan {
        needles: (0..count)
            .map(|spot| a_free_needle("knee", &format!("spot {spot}"), Side::Left))
            .collect(),
        ..a_plan(&[])
    };
    assert_eq!(check(&with(60)), Ok(()));
    assert_eq!(
        check(&with(61)),
        Err(PlanError::TooManyNeedles { most: 60 })
    );
}

#[test]
fn a_resolved_needle_keeps_side_depth_angle_and_technique() {
    let planned = PlannedNeedle {
        angle: Angle::Oblique,
        technique: Technique::Heat,
        ..a_needle("ST36 right")
    };
    let needle = resolve(knowledge(), &planned).unwrap();
    assert_eq!(
        needle.place,
        Place::Point(knowledge().point_key("ST36").unwrap())
    );
    assert_eq!(needle.side, Side::Right);
    assert_eq!(needle.depth, planned.depth);
    assert_eq!(needle.angle, Angle::Oblique);
    assert_eq!(needle.technique, Technique::Heat);

    let free = resolve(knowledge(), &a_free_needle("knee", "spot", Side::Left)).unwrap();
    assert_eq!(
        free.place,
        Place::Region(knowledge().region_key("knee").unwrap())
    );
}

#[test]
fn the_needles_of_a_pair_are_screened_as_electrical_and_the_others_are_not() {
    let plan = Plan {
        pairs: vec![a_pair(0, 2)],
        ..a_plan(&["ST36 left", "SP9 left", "ST34 left"])
    };
    let knee = knowledge().condition_key("knee_oa");
    let screened = plan.to_screen(knowledge(), knee.as_slice()).unwrap();
    let techniques: Vec<_> = screened
        .needles
        .iter()
        .map(|needle| needle.technique)
        .collect();
    assert_eq!(
        techniques,
        [
            Technique::Electrical,
            Technique::Manual,
            Technique::Electrical
        ]
    );
    assert_eq!(screened.pairs.len(), 1);
    assert_eq!((screened.pairs[0].a, screened.pairs[0].b), (0, 2));
    assert_eq!(screened.conditions, knee.into_iter().collect::<Vec<_>>());
    assert!(knee.is_some());
}

#[test]
fn a_plan_that_does_not_resolve_is_not_screened() {
    let screened = a_plan(&["ST36 left", "ST99 left"]).to_screen(knowledge(), &[]);
    assert_eq!(screened, Err(unknown("ST99", None)));
}

#[test]
fn a_pair_that_names_no_needle_does_not_stop_screening() {
    let plan = Plan {
        pairs: vec![a_pair(0, 9)],
        ..a_plan(&["ST36 left"])
    };
    let screened = plan.to_screen(knowledge(), &[]).unwrap();
    assert_eq!(screened.needles[0].technique, Technique::Electrical);
}

#[test]
fn a_site_is_shown_by_its_code_or_by_what_the_clinician_called_it() {
    assert_eq!(a_needle("ST36 left").site.label(), "ST36");
    let free = Site::Free {
        skin: None,
        region: filiform_knowledge::RegionId::new("knee"),
        label: short("tender spot"),
    };
    assert_eq!(free.label(), "tender spot");
}

#[test]
fn every_plan_error_says_what_is_wrong() {
    let cases = [
        (
            unknown("ST99", None),
            "there is no point `ST99`; the atlas lists them",
        ),
        (
            unknown("st36", Some("ST36")),
            "there is no point `st36`; did you mean `ST36`?",
        ),
        (
            PlanError::UnknownRegion("elsewhere".to_owned()),
            "there is no region `elsewhere`; choose one from the list",
        ),
        (
            PlanError::Side {
                code: PointCode::new("GV20"),
                problem: "lies on the midline and has no side",
            },
            "`GV20` lies on the midline and has no side",
        ),
        (
            PlanError::NotNeedled(PointCode::new("CV8")),
            "`CV8` is never needled",
        ),
        (
            PlanError::Twice {
                label: "ST36".to_owned(),
                side: Side::Left,
            },
            "`ST36` left stands twice in the plan",
        ),
        (
            PlanError::Pair(2),
            "electrode pair 2 does not join two needles of this plan",
        ),
        (
            PlanError::Retention(Minutes::literal(45)),
            "retention is 10 to 30 minutes, not 45 min; with a reason 1 to 60",
        ),
        (
            PlanError::Dose,
            "a course has 1 to 40 sessions, 1 to 7 a week",
        ),
        (
            PlanError::TooManyNeedles { most: 60 },
            "a plan has at most 60 needles",
        ),
        (
            PlanError::TooManyCoTreatments { most: 20 },
            "a plan has at most 20 treatments beside the needles",
        ),
        (
            PlanError::CoTreatmentTwice(short("walks")),
            "`walks` stands twice beside the needles",
        ),
    ];
    for (error, said) in cases {
        assert_eq!(error.to_string(), said);
    }
}

#[test]
fn a_needle_taken_out_takes_its_pairs_along_and_leaves_the_others_as_they_were() {
    let pair = |a, b| ElectricalPair {
        a,
        b,
        frequency: Hertz::new(2).unwrap(),
    };
    let plan = Plan {
        pairs: vec![pair(0, 1), pair(2, 3)],
        ..a_plan(&["ST34 left", "SP9 left", "ST36 left", "SP6 left"])
    };
    let left = plan.clone().without_needle(1);
    let names: Vec<String> = left.needles.iter().map(PlannedNeedle::words).collect();
    assert_eq!(names, ["ST34 left", "ST36 left", "SP6 left"]);
    assert_eq!(left.pairs, [pair(1, 2)]);
    assert_eq!(left.check(knowledge()), Ok(()));
    assert_eq!(plan.clone().without_needle(4), plan);
}

#[test]
fn what_can_be_read_of_a_plan_keeps_its_pairs_and_says_where_it_stood() {
    let mut plan = a_plan(&["XX99 left", "SP9 left", "ST36 left"]);
    let pair = |a, b| ElectricalPair {
        a,
        b,
        frequency: Hertz::new(2).expect("2 Hz"),
    };
    plan.pairs = vec![pair(0, 1), pair(1, 2)];
    let (readable, places) = plan.readable(knowledge());
    assert_eq!(places, [1, 2]);
    assert_eq!(readable.needles, plan.needles[1..]);
    assert_eq!(readable.pairs, [pair(0, 1)]);
}

/// ST34 with SP9 and ST36 with SP6 joined, all on the left but the last.
fn joined() -> Plan {
    Plan {
        pairs: vec![a_pair(0, 1), a_pair(2, 3)],
        ..a_plan(&["ST34 left", "SP9 left", "ST36 left", "SP6 right"])
    }
}

#[test]
fn a_needle_changed_in_its_place_keeps_its_pairs() {
    let deeper = PlannedNeedle {
        depth: None,
        angle: Angle::Oblique,
        ..a_needle("ST34 left")
    };
    let plan = joined().with_needle(0, deeper.clone());
    assert_eq!(plan.needles[0], deeper);
    assert_eq!(plan.needles[1..], joined().needles[1..]);
    assert_eq!(plan.pairs, joined().pairs);
    let across = joined().with_needle(2, a_needle("GB34 left"));
    assert_eq!(
        across.pairs,
        joined().pairs,
        "the sides are what they were, also across the body"
    );
}

#[test]
fn a_needle_that_changes_its_side_leaves_the_pairs_whose_sides_no_longer_agree() {
    let plan = joined().with_needle(1, a_needle("SP9 right"));
    assert_eq!(plan.pairs, [a_pair(2, 3)]);
    let together = joined().with_needle(3, a_needle("SP6 left"));
    assert_eq!(together.pairs, joined().pairs, "now both are on the left");
    assert_eq!(together.check(knowledge()), Ok(()));
}

#[test]
fn a_needle_that_is_not_there_is_not_changed() {
    assert_eq!(joined().with_needle(4, a_needle("GB34 left")), joined());
}

fn exercise(text: &str) -> CoTreatment {
    CoTreatment {
        kind: CoTreatmentKind::Exercise,
        text: short(text),
    }
}

#[test]
fn what_goes_on_beside_the_needles_has_an_end_and_stands_once() {
    let with = |co_treatments| Plan {
        co_treatments,
        ..a_plan(&["ST36 left"])
    };
    let many = |count: usize| (0..count).map(|n| exercise(&format!("walk {n}"))).collect();
    assert_eq!(check(&with(many(CO_TREATMENTS_MAX))), Ok(()));
    assert_eq!(
        check(&with(many(CO_TREATMENTS_MAX + 1))),
        Err(PlanError::TooManyCoTreatments {
            most: CO_TREATMENTS_MAX
        })
    );
    let twice = with(vec![exercise("walks"), exercise("walks")]);
    assert_eq!(
        check(&twice),
        Err(PlanError::CoTreatmentTwice(short("walks")))
    );
}

#[test]
fn every_sort_of_co_treatment_is_read_by_its_word() {
    for kind in CoTreatmentKind::ALL {
        assert_eq!(CoTreatmentKind::parse(kind.as_str()), Some(kind));
    }
    assert_eq!(CoTreatmentKind::parse("magnets"), None);
}
