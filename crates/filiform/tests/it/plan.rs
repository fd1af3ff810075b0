use crate::support::{Desk, NOW};

#[test]
fn a_proposal_says_why_each_needle_is_there_and_what_was_left_out() {
    let desk = Desk::new();
    let args = [
        "plan",
        "--condition",
        "knee_oa",
        "--side",
        "left",
        "--needles",
        "3",
    ];
    let ran = desk
        .run(&[&args[..], &["--position", "supine", "--now", NOW]].concat())
        .fine();
    for part in [
        "Knee osteoarthritis, left: 3 needles, supine",
        "Left out",
        "Proof: ",
        "Limits: ",
    ] {
        assert!(ran.out.contains(part), "`{part}`: {}", ran.out);
    }
}

#[test]
fn a_proposal_in_json_is_proven_and_keeps_the_limits() {
    let desk = Desk::new();
    let args = [
        "plan",
        "--json",
        "--condition",
        "knee_oa",
        "--side",
        "left",
        "--needles",
        "6",
    ];
    let report = desk
        .run(&[&args[..], &["--now", NOW]].concat())
        .fine()
        .json();
    assert_eq!(report["schema"], "filiform-plan-1");
    assert_eq!(report["optimal"], true);
    assert_eq!(report["needles"].as_array().unwrap().len(), 6);
    assert_eq!(report["value_by_needles"].as_array().unwrap().len(), 6);
}

#[test]
fn nothing_that_screening_stops_is_proposed_and_depths_stay_inside_its_limits() {
    let desk = Desk::new();
    let args = [
        "plan",
        "--json",
        "--condition",
        "neck",
        "--side",
        "both",
        "--needles",
        "12",
    ];
    let facts = ["--patient", desk.warfarin(), "--now", NOW];
    let report = desk.run(&[&args[..], &facts].concat()).fine().json();
    assert_eq!(report["person"], "Aoife Kerr");
    for needle in report["needles"].as_array().unwrap() {
        assert_ne!(needle["severity"], "stop");
        if needle["point"] == "GB21" {
            assert!(needle["depth_mm"][1].as_u64().unwrap() <= 10);
            assert!(needle["depth_limited_by"].is_string());
        }
    }
}

#[test]
fn a_condition_that_is_not_known_is_answered_with_those_that_are() {
    let desk = Desk::new();
    let complaint = desk
        .run(&["plan", "--condition", "knee", "--side", "left"])
        .wrong();
    insta::assert_snapshot!(complaint);
}

#[test]
fn a_sided_condition_needs_its_side() {
    let desk = Desk::new();
    let complaint = desk.run(&["plan", "--condition", "knee_oa"]).wrong();
    assert!(
        complaint.contains("way out: add `--side left`"),
        "{complaint}"
    );
}

const KNEE: [&str; 7] = [
    "plan",
    "--condition",
    "knee_oa",
    "--side",
    "left",
    "--now",
    NOW,
];

#[test]
fn a_patient_is_named_by_the_older_option_too() {
    let desk = Desk::new();
    let report = desk
        .run(&[&KNEE[..], &["--json", "--facts", desk.warfarin()]].concat())
        .fine()
        .json();
    assert_eq!(report["person"], "Aoife Kerr");
}

#[test]
fn pairs_for_current_come_only_when_asked_for_and_say_why() {
    let desk = Desk::new();
    let without = desk.run(&[&KNEE[..], &["--json"]].concat()).fine().json();
    assert!(without["pairs"].is_null());
    assert_eq!(without["counted_dose"]["electrical"], 0);
    let report = desk
        .run(&[&KNEE[..], &["--json", "--electrical"]].concat())
        .fine()
        .json();
    let pairs = report["pairs"]["pairs"].as_array().unwrap();
    assert!(!pairs.is_empty());
    for pair in pairs {
        assert_ne!(pair["severity"], "stop");
        assert!(pair["why"].as_str().unwrap().contains("left and"), "{pair}");
    }
    assert_eq!(report["counted_dose"]["electrical"], 2 * pairs.len());
    assert_eq!(
        report["pairs"]["current"]["frequency_hz"],
        serde_json::json!([2, 100])
    );
    let ran = desk.run(&[&KNEE[..], &["--electrical"]].concat()).fine();
    for part in ["Electrical pairs", "at least 20 mm apart", "in turn"] {
        assert!(ran.out.contains(part), "`{part}`: {}", ran.out);
    }
}

#[test]
fn a_plan_carries_the_dose_it_begins_with_and_what_it_amounts_to() {
    let desk = Desk::new();
    let report = desk.run(&[&KNEE[..], &["--json"]].concat()).fine().json();
    let proposed = &report["proposed_dose"];
    assert_eq!(proposed["sessions"], 10);
    assert!(proposed["current"]["pattern"].is_string());
    let counted = &report["counted_dose"];
    let needles = report["needles"].as_array().unwrap().len();
    assert_eq!(counted["needles"], needles);
    assert_eq!(counted["needle_minutes"], needles * 25);
    assert_eq!(counted["needle_minutes_of_course"], needles * 250);
    assert_eq!(counted["sources"], serde_json::json!(["evidence-S4"]));
}

#[test]
fn where_it_hurts_and_what_is_tender_are_aimed_at() {
    let desk = Desk::new();
    let report = desk
        .run(&[
            "plan",
            "--json",
            "--condition",
            "mps",
            "--side",
            "left",
            "--tender",
            "infraspinatus:left",
            "--pain-area",
            "shoulder:both",
            "--now",
            NOW,
        ])
        .fine()
        .json();
    let targets = report["coverage"].as_array().unwrap();
    let is_aimed_at = |name: &str, side: &str| {
        let mut targets = targets.iter();
        targets.any(|it| it["target"] == name && it["side"] == side)
    };
    assert!(is_aimed_at("infraspinatus", "left"));
    assert!(is_aimed_at("deltoid", "left") && is_aimed_at("deltoid", "right"));
}

#[test]
fn a_place_that_is_not_known_is_answered_with_the_way_out() {
    let desk = Desk::new();
    for (option, value, part) in [
        ("--tender", "infraspinatus", "has no side"),
        (
            "--tender",
            "infraspinatum:left",
            "no muscle `infraspinatum`",
        ),
        ("--tender", "infraspinatus:up", "no side `up`"),
        ("--pain-area", "shoulders:left", "no region `shoulders`"),
    ] {
        let complaint = desk.run(&[&KNEE[..], &[option, value]].concat()).wrong();
        assert!(complaint.contains(part), "{complaint}");
        assert!(complaint.contains("way out: write"), "{complaint}");
    }
}

#[test]
fn the_help_names_no_fixed_list_of_conditions() {
    let desk = Desk::new();
    let help = desk.run(&["plan", "--help"]).fine();
    assert!(help.out.contains("knowledge base"), "{}", help.out);
    for id in ["`clbp`", "--facts"] {
        assert!(!help.out.contains(id), "{}", help.out);
    }
}

#[test]
fn several_complaints_and_a_tender_level_are_planned_together_and_say_how_each_needle_acts() {
    let desk = Desk::new();
    let args = [
        "plan",
        "--json",
        "--condition",
        "knee_oa",
        "--side",
        "left",
        "--also",
        "lat_epi:right",
        "--tender-segment",
        "L3:left",
        "--needles",
        "12",
        "--now",
        NOW,
    ];
    let report = desk.run(&args).fine().json();
    let needles = report["needles"].as_array().unwrap();
    let on = |side: &str| needles.iter().filter(|it| it["side"] == side).count();
    assert!(on("left") > 0 && on("right") > 0, "{needles:?}");
    for needle in needles {
        assert!(
            !needle["mechanisms"].as_array().unwrap().is_empty(),
            "{needle}"
        );
        assert!(
            needle["for_patient"].as_str().unwrap().ends_with('.'),
            "{needle}"
        );
    }
    let bases = report["mechanisms"].as_array().unwrap();
    assert!(
        bases.iter().any(|it| it["mechanism"] == "segmental"),
        "{bases:?}"
    );
    for (args, words) in [
        (["--also", "lat_epi"], "`lat_epi` has no side"),
        (["--also", "knee"], "there is no condition `knee`"),
        (["--tender-segment", "L9:left"], "there is no segment `L9`"),
    ] {
        let begin = ["plan", "--condition", "knee_oa", "--side", "left"];
        let wrong: Vec<&str> = begin.into_iter().chain(args).collect();
        let said = desk.run(&wrong).wrong();
        assert!(said.contains(words), "{said}");
    }
}
