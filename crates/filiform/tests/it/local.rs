//! A clinic's own statements: adopted, shown in the log, in force, reverted.

use std::path::Path;

use crate::support::{Desk, NOW};

const RULE: &str = "screening/rules/anticoag-deep.md";
const PLAN: &str = "needles = [{ point = \"GB21\", side = \"left\", depth_mm = [5, 8], angle = \"tangential\" }]\n";

/// A folder with the rule on deep needles, stopping from `deeper_than` millimetres on.
fn own_rule(desk: &Desk, deeper_than: u8) {
    let shipped = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../knowledge/screening/rules/anticoag-deep.md"
    );
    let text = std::fs::read_to_string(shipped).unwrap();
    let text = text.replace(
        "deeper_than_mm = 10",
        &format!("deeper_than_mm = {deeper_than}"),
    );
    let path = desk.path("local").join(RULE);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

const ADOPT: [&str; 7] = [
    "knowledge",
    "adopt",
    "local",
    "--as",
    "nora",
    "--reason",
    "We needle flatter over the lung.",
];

#[test]
fn a_local_threshold_is_adopted_with_its_reason_and_reverted() {
    let desk = Desk::with_clinic();
    own_rule(&desk, 5);
    let said = desk.run(&ADOPT).fine().out;
    assert!(
        said.contains("1. screening/rules/anticoag-deep.md"),
        "{said}"
    );
    assert!(said.contains("- deeper_than_mm = 10"), "{said}");
    assert!(said.contains("+ deeper_than_mm = 5"), "{said}");
    let log = desk.run(&["knowledge", "log", "--json"]).fine().json();
    assert_eq!(log[0]["by"], "Dr Nora Lindqvist");
    assert_eq!(log[0]["reason"], "We needle flatter over the lung.");
    let again = desk.run(&ADOPT).wrong();
    assert!(again.contains("nothing was changed"), "{again}");

    let undo = [
        "knowledge",
        "revert",
        "1",
        "--as",
        "nora",
        "--reason",
        "Back.",
    ];
    let said = desk.run(&undo).fine().out;
    assert!(said.contains("- deeper_than_mm = 5"), "{said}");
    assert!(said.contains("0 local statements in force"), "{said}");
    let log = desk.run(&["knowledge", "log", "--json"]).fine().json();
    assert_eq!(log.as_array().unwrap().len(), 2, "nothing is forgotten");
    desk.run(&["verify"]).fine();
}

#[test]
fn a_local_threshold_changes_the_verdict() {
    let desk = Desk::with_clinic();
    let plan = desk.file("plan.toml", PLAN);
    let screened = |folder: &str| {
        let mut args = vec!["screen", "--now", NOW, "--plan", plan, desk.warfarin()];
        if !folder.is_empty() {
            args.extend(["--knowledge", folder]);
        }
        desk.run(&args)
    };
    assert!(!screened("").out.contains("anticoag-deep"));
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/../../knowledge");
    crate::support::copy_folder(Path::new(shipped), &desk.path("whole"));
    own_rule(&desk, 5);
    std::fs::copy(desk.path("local").join(RULE), desk.path("whole").join(RULE)).unwrap();
    let stopped = screened("whole");
    assert_eq!(stopped.code, 3, "{}", stopped.out);
    assert!(stopped.out.contains("anticoag-deep"), "{}", stopped.out);
}

#[test]
fn a_broken_local_statement_is_named_and_the_shipped_one_stays_in_force() {
    let desk = Desk::with_clinic();
    own_rule(&desk, 5);
    let path = desk.path("local").join(RULE);
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(
        &path,
        text.replace("severity = \"stop\"", "severity = \"halt\""),
    )
    .unwrap();
    let refused = desk.run(&ADOPT);
    assert_eq!(refused.code, 1);
    assert!(refused.out.contains("anticoag-deep.md:"), "{}", refused.out);
    let log = desk.run(&["knowledge", "log", "--json"]).fine().json();
    assert_eq!(log.as_array().unwrap().len(), 0);
}

#[test]
fn an_assistant_does_not_change_the_knowledge() {
    let desk = Desk::with_clinic();
    let add = "user add --login ola --name Ola --role assistant";
    desk.run(&add.split(' ').collect::<Vec<_>>()).fine();
    own_rule(&desk, 5);
    let mut args = ADOPT;
    args[4] = "ola";
    let refused = desk.run(&args).wrong();
    assert!(refused.contains("your role does not let you"), "{refused}");
}

const BASE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../knowledge");

/// Every table and statement below a folder with one name in place of another.
fn rename(folder: &Path, from: &str, to: &str) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rename(&path, from, to);
        } else if path.extension().is_some_and(|it| it == "md" || it == "csv") {
            let text = std::fs::read_to_string(&path).unwrap();
            if text.contains(from) {
                std::fs::write(&path, text.replace(from, to)).unwrap();
            }
        }
    }
}

#[test]
fn what_a_newer_program_breaks_is_told_and_can_be_reverted() {
    let desk = Desk::with_clinic();
    own_rule(&desk, 5);
    crate::support::copy_folder(Path::new(BASE), &desk.path("whole"));
    let with = |args: &[&str]| desk.run(&[args, &["--knowledge", "whole"]].concat());
    with(&ADOPT).fine();
    // The next edition calls a source by another name.
    rename(&desk.path("whole"), "safety-S33b", "safety-S33z");
    with(&["knowledge", "check"]).fine();

    let refused = with(&["import", desk.warfarin()]).wrong();
    assert!(refused.contains("anticoag-deep.md:8"), "{refused}");
    let log = with(&["knowledge", "log"]).fine();
    assert!(log.out.contains("1. screening/rules"), "{}", log.out);
    assert!(log.err.contains("anticoag-deep.md:8"), "{}", log.err);
    with(&["verify"]).fine();

    let who = ["--as", "nora", "--reason", "It names a source of old."];
    with(&[&["knowledge", "revert", "1"], &who[..]].concat()).fine();
    with(&["import", desk.warfarin()]).fine();
}

#[test]
fn another_key_does_not_put_the_shipped_thresholds_in_force() {
    let desk = Desk::with_clinic();
    own_rule(&desk, 5);
    desk.run(&ADOPT).fine();
    let other = Desk::with_clinic();
    std::fs::copy(other.path("filiform.db.key"), desk.path("other.key")).unwrap();
    let refused = desk
        .run(&["import", "--key-file", "other.key", desk.warfarin()])
        .wrong();
    assert!(
        refused.contains("the key does not open the record"),
        "{refused}"
    );
}

#[test]
fn a_folder_one_step_too_high_is_refused_and_named() {
    let desk = Desk::with_clinic();
    own_rule(&desk, 5);
    std::fs::create_dir(desk.path("up")).unwrap();
    std::fs::rename(desk.path("local"), desk.path("up/knowledge")).unwrap();
    let mut args = ADOPT;
    args[2] = "up";
    let refused = desk.run(&args);
    assert_eq!(refused.code, 1);
    let said = &refused.out;
    assert!(
        said.contains("knowledge/screening/rules/anticoag-deep.md"),
        "{said}"
    );
    assert!(
        !said.contains("is missing"),
        "nothing else is wrong: {said}"
    );
}

#[test]
fn a_second_clinic_is_refused_while_the_first_has_local_statements() {
    let desk = Desk::with_clinic();
    own_rule(&desk, 5);
    desk.run(&ADOPT).fine();
    let add = "user add --login bea --name Bea --role manager --clinic Second";
    let add: Vec<_> = add.split(' ').collect();
    let refused = desk.run(&add).wrong();
    assert!(refused.contains("a database of its own"), "{refused}");
}
