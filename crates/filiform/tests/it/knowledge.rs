use std::path::Path;

use crate::support::{Desk, copy_folder};

/// A copy of the knowledge with one severity misspelt; its file and line.
fn broken_copy(desk: &Desk) -> (&'static str, String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
    copy_folder(&folder, &desk.path("knowledge"));
    let file = "screening/rules/anticoag-deep.md";
    let path = desk.path("knowledge").join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    let line = text
        .lines()
        .position(|line| line.starts_with("severity = "))
        .unwrap()
        + 1;
    let broken: Vec<_> = text
        .lines()
        .map(|line| {
            if line.starts_with("severity = ") {
                "severity = \"halt\""
            } else {
                line
            }
        })
        .collect();
    std::fs::write(&path, broken.join("\n")).unwrap();
    ("knowledge", format!("{file}:{line}: "))
}

#[test]
fn the_knowledge_inside_the_program_is_whole() {
    let desk = Desk::new();
    let ran = desk.run(&["knowledge", "check"]).fine();
    assert!(ran.out.contains("  425  points"), "{}", ran.out);
    let report = desk.run(&["knowledge", "check", "--json"]).fine().json();
    assert_eq!(report["whole"], true);
    assert!(report["version"].as_str().unwrap().len() >= 16);
}

#[test]
fn a_broken_copy_is_named_with_file_and_line() {
    let desk = Desk::new();
    let (folder, place) = broken_copy(&desk);
    let ran = desk.run(&["knowledge", "check", folder]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains(&place), "{}", ran.out);
    assert!(ran.out.contains("| severity = \"halt\""), "{}", ran.out);
    let report = desk.run(&["--knowledge", folder, "knowledge", "check", "--json"]);
    assert_eq!(report.code, 1);
    assert_eq!(report.json()["whole"], false);
    assert_eq!(
        report.json()["problems"][0]["file"],
        "screening/rules/anticoag-deep.md"
    );
}

#[test]
fn nothing_starts_with_broken_knowledge() {
    let desk = Desk::with_clinic();
    let (folder, place) = broken_copy(&desk);
    for command in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["plan", "--condition", "tth"],
    ] {
        let complaint = desk
            .run(&[command, &["--knowledge", folder]].concat())
            .wrong();
        assert!(complaint.contains(&place), "{complaint}");
    }
}

#[test]
fn the_help_lists_the_check() {
    let desk = Desk::new();
    let help = desk.run(&["knowledge", "--help"]).fine().out;
    assert!(
        help.lines()
            .any(|line| line.trim_start().starts_with("check ")),
        "{help}"
    );
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let desk = Desk::new();
    let complaint = desk.run(&["knowledge", "check", "nowhere"]).wrong();
    assert!(
        complaint.contains("there is no folder `nowhere`"),
        "{complaint}"
    );
}

#[test]
fn the_whole_is_given_as_one_document_or_as_tables() {
    let desk = Desk::new();
    let all = desk.run(&["knowledge", "export"]).fine().json();
    assert_eq!(all["licence"], "MIT OR Apache-2.0");
    assert_eq!(all["tables"]["anatomy-points"][0]["code"], "LU1");
    let to = desk.path("tables");
    let to = to.to_str().unwrap();
    desk.run(&["knowledge", "export", "--format", "csv", "--to", to])
        .fine();
    let points = std::fs::read_to_string(desk.path("tables").join("anatomy-points.csv")).unwrap();
    assert!(points.starts_with("code,pinyin,"), "{points}");
    let complaint = desk
        .run(&["knowledge", "export", "--format", "csv"])
        .wrong();
    assert!(complaint.contains("--to FOLDER"), "{complaint}");
}

#[test]
fn a_review_that_no_longer_holds_is_a_warning_and_a_fault_when_it_is_asked_for() {
    let desk = Desk::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
    copy_folder(&folder, &desk.path("knowledge"));
    let path = desk.path("knowledge").join("conditions/knee_oa.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let reviewed = "reviewed = { name = \"Dr Ines Okafor\", on = \"2026-11-24\" }";
    let text = text.replace("reviewed = \"not yet reviewed by a clinician\"", reviewed);
    std::fs::write(&path, text).unwrap();
    let check = ["knowledge", "check", "knowledge", "--today", "2030-01-01"];
    let said = desk.run(&check).fine().out;
    assert!(
        said.contains("the review of `knee_oa` held until 2029-11-24"),
        "{said}"
    );
    let mut strict = check.to_vec();
    strict.push("--strict");
    assert_eq!(desk.run(&strict).code, 1);
}
