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
    let facts = ["--facts", desk.warfarin(), "--now", NOW];
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
