use serde_json::Value;

use crate::support::{Desk, NOW, generated_histories};

const GB21: &str = r#"
condition = "knee_oa"
needles = [
    { point = "GB21", side = "left", depth_mm = [7, 12], angle = "perpendicular", technique = "MA" },
    { point = "ST36", side = "left", depth_mm = [10, 25], angle = "perpendicular" },
]
"#;

/// Lines that say that `concept` holds, with the name of the person.
fn lines<'a>(report: &'a Value, concept: &str) -> Vec<(&'a str, &'a str)> {
    let mut found = Vec::new();
    for file in report["files"].as_array().unwrap() {
        for patient in file["patients"].as_array().unwrap() {
            for recognised in patient["recognised"].as_array().unwrap() {
                if recognised["concept"] == concept {
                    let text = recognised["lines"][0]["text"].as_str().unwrap();
                    found.push((patient["name"].as_str().unwrap(), text));
                }
            }
        }
    }
    found
}

#[test]
fn the_warfarin_line_is_named() {
    let desk = Desk::new();
    let ran = desk
        .run(&["screen", "--now", NOW, desk.warfarin()])
        .screened();
    let line = "MedicationRequest, entry 7 of 12 in knee-warfarin.json";
    let words = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("Warfarin Sodium 5 MG Oral Tablet, active since 9 March 2020"));
    assert!(words.contains(line), "{words}");
    insta::assert_snapshot!(ran.out);
}

#[test]
fn a_planned_needle_is_stopped_because_of_the_warfarin() {
    let desk = Desk::new();
    let plan = desk.file("plan.toml", GB21);
    let ran = desk
        .run(&["screen", "--now", NOW, "--plan", plan, desk.warfarin()])
        .screened();
    insta::assert_snapshot!(ran.out);
    let report = desk
        .run(&[
            "screen",
            "--json",
            "--now",
            NOW,
            "--plan",
            plan,
            desk.warfarin(),
        ])
        .screened()
        .json();
    assert_eq!(report["schema"], "filiform-screen-1");
    let patient = &report["files"][0]["patients"][0];
    assert_eq!(patient["severity"], "stop");
    assert_eq!(patient["needles"][0]["needle"], "GB21 left");
    assert_eq!(patient["needles"][0]["severity"], "stop");
    assert_ne!(patient["needles"][1]["severity"], "stop");
    let stop = &patient["findings"][0];
    assert_eq!(stop["rule"], "anticoag-deep");
    assert!(stop["because"][0].as_str().unwrap().contains("Warfarin"));
    assert_eq!(stop["needles"], serde_json::json!(["GB21 left"]));
}

#[test]
fn the_defibrillator_known_only_from_a_procedure_is_found() {
    let desk = Desk::new();
    let report = desk
        .run(&["screen", "--json", "--now", NOW, desk.defibrillator()])
        .screened()
        .json();
    let found = lines(&report, "icd");
    let line = "Insertion of biventricular implantable cardioverter defibrillator";
    assert_eq!(found, [("Tomasz Lis", line)]);
}

#[test]
fn current_is_stopped_for_a_person_with_a_defibrillator() {
    let desk = Desk::new();
    let plan = desk.file(
        "plan.toml",
        "needles = [{ point = \"ST36\", side = \"left\" }, { point = \"SP9\", side = \"left\" }]\n\
         pairs = [[1, 2]]\n",
    );
    let report = desk
        .run(&[
            "screen",
            "--json",
            "--now",
            NOW,
            "--plan",
            plan,
            desk.defibrillator(),
        ])
        .screened()
        .json();
    assert_eq!(report["files"][0]["patients"][0]["severity"], "stop");
}

#[test]
fn a_stopped_medicine_and_a_resolved_problem_are_told_apart_from_those_that_hold() {
    let desk = Desk::new();
    let report = desk
        .run(&["screen", "--json", "--now", NOW, desk.warfarin()])
        .screened()
        .json();
    let counts = report["files"][0]["patients"][0]["facts"]["by_status"]
        .as_array()
        .unwrap();
    let count = |kind: &str, status: &str| {
        let row = counts
            .iter()
            .find(|row| row["kind"] == kind && row["status"] == status);
        row.and_then(|row| row["count"].as_u64())
    };
    assert_eq!(count("medicine", "active"), Some(1));
    assert_eq!(count("medicine", "stopped"), Some(1));
    assert_eq!(count("problem", "resolved"), Some(1));
}

#[test]
fn a_point_that_does_not_exist_is_refused_with_a_helpful_sentence() {
    let desk = Desk::new();
    let plan = desk.file(
        "plan.toml",
        "needles = [{ point = \"gb 21\", side = \"left\" }]\n",
    );
    let complaint = desk
        .run(&["screen", "--plan", plan, desk.warfarin()])
        .not_screened();
    insta::assert_snapshot!(complaint);
}

#[test]
fn a_depth_out_of_range_is_refused_with_a_helpful_sentence() {
    let desk = Desk::new();
    let text = "needles = [{ point = \"GB21\", side = \"left\", depth_mm = [7, 200] }]\n";
    let plan = desk.file("plan.toml", text);
    let complaint = desk
        .run(&["screen", "--plan", plan, desk.warfarin()])
        .not_screened();
    insta::assert_snapshot!(complaint);
}

#[test]
fn a_plan_that_is_not_written_well_is_refused_with_the_line() {
    let desk = Desk::new();
    let refused = |text: &str| {
        let plan = desk.file("plan.toml", text);
        desk.run(&["screen", "--plan", plan, desk.warfarin()])
            .not_screened()
    };
    let typing = refused("needles = [{ point = \"ST36\", side = \"left\", dept_mm = 12 }]\n");
    assert!(
        typing.contains("line 1") && typing.contains("dept_mm"),
        "{typing}"
    );
    let side = refused("needles = [{ point = \"GV20\", side = \"left\" }]\n");
    assert!(side.contains("lies on the midline"), "{side}");
    let pair = refused("needles = [{ point = \"ST36\", side = \"left\" }]\npairs = [[1, 2]]\n");
    assert!(
        pair.contains("pair 1") && pair.contains("from 1 to 1"),
        "{pair}"
    );
    let angle =
        refused("needles = [{ point = \"ST36\", side = \"left\", angle = \"straight\" }]\n");
    assert!(
        angle.contains("`straight`") && angle.contains("`perpendicular`"),
        "{angle}"
    );
    let twice = "{ point = \"ST36\", side = \"left\" }";
    let twice = refused(&format!("needles = [{twice}, {twice}]\n"));
    assert!(
        twice.contains("needle 2, ST36 left, stands twice"),
        "{twice}"
    );
    let condition = refused("condition = \"knee\"\nneedles = []\n");
    assert!(condition.contains("`knee_oa`"), "{condition}");
}

#[test]
fn a_bad_file_does_not_stop_the_others_and_is_not_forgotten() {
    let desk = Desk::new();
    let broken = desk.file("broken.json", "{\"resourceType\": \"Bundle\",");
    let wrong = desk.file(
        "wrong.json",
        "{\"resourceType\": \"Patent\", \"id\": \"1\"}",
    );
    let ran = desk.run(&[
        "screen",
        "--now",
        NOW,
        broken,
        wrong,
        "absent.json",
        desk.warfarin(),
    ]);
    assert!(ran.out.contains("Aoife Kerr"), "{}", ran.out);
    let complaint = ran.not_screened();
    assert!(
        complaint.contains("`wrong.json` was not taken in"),
        "{complaint}"
    );
    assert!(
        complaint.contains("`Patent` is neither a Bundle nor a resource"),
        "{complaint}"
    );
    assert!(
        complaint.contains("`absent.json` cannot be read"),
        "{complaint}"
    );
    assert!(
        complaint.ends_with("3 files could not be read\n"),
        "{complaint}"
    );
}

#[test]
fn what_is_no_day_is_a_mistake_of_usage() {
    let desk = Desk::new();
    let ran = desk.run(&["screen", "--now", "yesterday", desk.warfarin()]);
    assert_eq!(ran.code, 64);
    assert!(ran.err.contains("2026-11-24"), "{}", ran.err);
}

#[test]
fn all_generated_histories_are_screened_in_one_run() {
    let Some(folder) = generated_histories() else {
        return;
    };
    let desk = Desk::new();
    let folder = folder.display().to_string();
    let report = desk
        .run(&["screen", "--json", "--now", NOW, &folder])
        .screened()
        .json();
    assert_eq!(report["files"].as_array().unwrap().len(), 39);
    assert_eq!(report["errors"], serde_json::json!([]));
    let defibrillators = lines(&report, "icd");
    assert_eq!(defibrillators.len(), 3, "{defibrillators:?}");
    assert!(
        defibrillators
            .iter()
            .all(|(_, line)| line.starts_with("Insertion of"))
    );
    let warfarins = lines(&report, "M-VKA");
    assert_eq!(warfarins.len(), 5, "{warfarins:?}");
    assert!(
        warfarins
            .iter()
            .all(|(_, line)| line.starts_with("Warfarin"))
    );
}

#[test]
fn the_exit_code_tells_the_verdict() {
    let desk = Desk::new();
    let healthy = r#"{ "resourceType": "Bundle", "type": "collection", "entry": [
        { "resource": { "resourceType": "Patient", "id": "1", "gender": "male",
            "birthDate": "1980-01-01", "name": [{ "family": "Byrne" }] } }] }"#;
    let healthy = desk.file("healthy.json", healthy);
    let plan = desk.file("plan.toml", GB21);
    let code = |args: &[&str]| {
        let mut all = vec!["screen", "--now", NOW];
        all.extend(args);
        desk.run(&all).code
    };
    assert_eq!(code(&[healthy]), 2, "what was never asked is asked");
    assert_eq!(code(&["--plan", plan, desk.warfarin()]), 3, "a stop");
    assert_eq!(code(&["absent.json"]), 65, "no file");
    assert_eq!(code(&["--plan", "absent.toml", healthy]), 65, "no plan");
    assert_eq!(code(&["--plane", plan, healthy]), 64, "no such option");
}

#[test]
fn the_example_plan_of_the_documentation_is_screened() {
    let desk = Desk::new();
    let plan = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../docs/integrate/knee-plan.toml"
    );
    let ran = desk.run(&["screen", "--now", NOW, "--plan", plan, desk.warfarin()]);
    assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("anticoag-deep"), "{}", ran.out);
}
