//! Six ordinary plans for each of the generated people: what screening says of them, for a reviewer to
//! read. Every change of a rule shows here as false alarms and misses before it shows in a clinic.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use crate::support::{Desk, NOW, generated_histories};

const SEVERITIES: [&str; 5] = ["stop", "refer", "ask", "caution", "note"];

/// Severity, then rule.
type Said = BTreeSet<(String, String)>;

fn hold(plan: &str) {
    let Some(folder) = generated_histories() else {
        return;
    };
    let desk = Desk::new();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/it/plans/{plan}.toml"));
    let (folder, path) = (folder.display().to_string(), path.display().to_string());
    let ran = desk.run(&["screen", "--json", "--now", NOW, "--plan", &path, &folder]);
    assert!((0..=3).contains(&ran.code), "{}", ran.err);
    let report = ran.json();
    let people: Vec<&Value> = report["files"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|file| file["patients"].as_array().unwrap())
        .collect();
    insta::assert_snapshot!(format!("plan_{plan}"), sheet(&people));
}

/// What everybody hears, then each person with what else there is.
fn sheet(people: &[&Value]) -> String {
    let all: Vec<(String, Said)> = people
        .iter()
        .map(|person| (person["name"].as_str().unwrap().to_owned(), said(person)))
        .collect();
    let common = all
        .iter()
        .map(|(_, said)| said.clone())
        .reduce(|one, other| &one & &other)
        .unwrap_or_default();
    let mut text = format!("all {} people: {}\n", all.len(), line(&common));
    for (name, said) in &all {
        let counts: Vec<String> = SEVERITIES
            .iter()
            .map(|severity| (severity, count(said, severity)))
            .filter(|(_, count)| *count > 0)
            .map(|(severity, count)| format!("{count} {severity}"))
            .collect();
        writeln!(text, "\n{name}: {}", counts.join(", ")).unwrap();
        let rest = said - &common;
        if !rest.is_empty() {
            writeln!(text, "  {}", line(&rest)).unwrap();
        }
    }
    text
}

fn said(person: &Value) -> Said {
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    person["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| (word(&finding["severity"]), word(&finding["rule"])))
        .collect()
}

fn count(said: &Said, severity: &str) -> usize {
    said.iter().filter(|(word, _)| word == severity).count()
}

/// `stop icd-ea; ask anticoag-which, bleed-disorder-mild`.
fn line(said: &Said) -> String {
    SEVERITIES
        .iter()
        .filter_map(|severity| {
            let of = said.iter().filter(|(word, _)| word == severity);
            let rules: Vec<&str> = of.map(|(_, rule)| rule.as_str()).collect();
            (!rules.is_empty()).then(|| format!("{severity} {}", rules.join(", ")))
        })
        .collect::<Vec<_>>()
        .join("; ")
}

#[test]
fn low_back_by_hand() {
    hold("low-back");
}

#[test]
fn knee_by_hand() {
    hold("knee");
}

#[test]
fn neck_with_a_deep_needle_in_the_trapezius() {
    hold("neck");
}

#[test]
fn headache_by_hand() {
    hold("headache");
}

#[test]
fn a_current_in_one_leg() {
    hold("current-leg");
}

#[test]
fn a_current_from_hand_to_hand_and_heat() {
    hold("current-chest-heat");
}
