//! What the screen says of 39 invented people under six plans, kept so that a change of it is seen.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{Desk, NOW, generated_histories};

const PLANS: [&str; 6] = [
    "low-back",
    "knee",
    "neck",
    "headache",
    "current-leg",
    "current-chest",
];

/// The rules that say more than a question, by severity.
fn said(patient: &Value) -> String {
    let mut text = String::new();
    let findings = patient["findings"].as_array().unwrap();
    for severity in ["stop", "refer", "caution", "note"] {
        let of_severity = findings
            .iter()
            .filter(|finding| finding["severity"] == severity);
        let rules: Vec<&str> = of_severity
            .map(|finding| finding["rule"].as_str().unwrap())
            .collect();
        if !rules.is_empty() {
            write!(text, "\n  {severity}: {}", rules.join(", ")).unwrap();
        }
    }
    let asks = findings.iter().filter(|it| it["severity"] == "ask").count();
    write!(text, "\n  ask: {asks}").unwrap();
    text
}

#[test]
fn the_verdicts_on_the_generated_histories_are_as_they_were_reviewed() {
    let Some(folder) = generated_histories() else {
        return;
    };
    let folder = folder.display().to_string();
    let desk = Desk::new();
    for name in PLANS {
        let plan = format!("{}/tests/it/plans/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        let args = ["screen", "--json", "--now", NOW, "--plan", &plan, &folder];
        let report = desk.run(&args).screened().json();
        let mut people: Vec<String> = Vec::new();
        for file in report["files"].as_array().unwrap() {
            for patient in file["patients"].as_array().unwrap() {
                let person = patient["name"].as_str().unwrap();
                people.push(format!("{person}{}", said(patient)));
            }
        }
        assert_eq!(people.len(), 39);
        people.sort();
        insta::assert_snapshot!(name, people.join("\n"));
    }
}
