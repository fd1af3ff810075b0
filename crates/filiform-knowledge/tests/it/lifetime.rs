//! Statements are looked at again, withdrawn, and taken away.

use filiform_knowledge::{CodeSystem, Knowledge, LICENCE};
use filiform_units::Date;
use serde_json::Value;

use crate::fixture::{files, load, messages, with_change};

const NOT_YET: &str = "reviewed = \"not yet reviewed by a clinician\"";
const KNEE: &str = "conditions/knee_oa.md";

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

#[test]
fn a_review_holds_for_three_years_and_is_then_overdue() {
    let reviewed = "reviewed = { name = \"Dr Ines Okafor\", on = \"2024-02-29\" }";
    let knowledge = load(&with_change(KNEE, NOT_YET, reviewed)).unwrap();
    assert_eq!(knowledge.overdue(day("2027-02-28")), []);
    assert_eq!(
        knowledge.overdue(day("2027-03-01")),
        [("knee_oa".to_owned(), day("2027-02-28"))]
    );
}

#[test]
fn what_nobody_reviewed_is_not_overdue() {
    let knowledge = load(&files()).unwrap();
    let overdue = knowledge.overdue(day("2099-01-01"));
    assert!(overdue.iter().all(|(id, _)| id != "knee_oa"), "{overdue:?}");
}

#[test]
fn a_withdrawn_condition_keeps_its_name_and_is_no_longer_offered() {
    let withdrawn =
        format!("{NOT_YET}\nwithdrawn = {{ on = \"2026-11-24\", why = \"see `other`\" }}");
    let knowledge = load(&with_change(KNEE, NOT_YET, &withdrawn)).unwrap();
    let offered: Vec<_> = knowledge.offered_conditions().collect();
    assert!(
        offered
            .iter()
            .all(|condition| condition.id.as_str() != "knee_oa")
    );
    let condition = knowledge.conditions().find("knee_oa").unwrap();
    let withdrawn = condition.provenance.withdrawn.as_ref().unwrap();
    assert_eq!(withdrawn.why, "see `other`");
    assert_eq!(withdrawn.on, day("2026-11-24"));
}

#[test]
fn a_withdrawal_without_day_or_reason_is_named() {
    for (written, said) in [
        (
            "{ on = \"2026-11-24\", why = \" \" }",
            "`withdrawn` gives no reason",
        ),
        ("{ on = \"2026-13-24\", why = \"x\" }", "2026-13-24"),
        ("{ on = \"2026-11-24\" }", "`why` is missing"),
    ] {
        let withdrawn = format!("{NOT_YET}\nwithdrawn = {written}");
        let messages = messages(&with_change(KNEE, NOT_YET, &withdrawn));
        assert!(messages.contains(said), "{messages}");
    }
}

#[test]
fn every_row_and_every_statement_is_in_the_export() {
    let knowledge = Knowledge::embedded().unwrap();
    let export = knowledge.export();
    let all: Value = serde_json::from_str(&export.json()).unwrap();
    assert_eq!(all["version"], knowledge.version());
    assert_eq!(all["licence"], LICENCE);
    let rows = |table: &str| all["tables"][table].as_array().unwrap().len();
    assert_eq!(rows("anatomy-points"), knowledge.points().len());
    assert_eq!(rows("anatomy-trials"), knowledge.trials().len());
    assert_eq!(rows("sources"), knowledge.sources().len());
    assert_eq!(rows("screening-medicines"), knowledge.ingredients().len());
    let statements = |folder: &str| all["statements"][folder].as_object().unwrap().len();
    assert_eq!(statements("conditions"), knowledge.conditions().len());
    let rules = statements("screening-rules") + statements("screening-red-flags");
    assert_eq!(rules, knowledge.rules().len());
    let deep = &all["statements"]["screening-rules"]["anticoag-deep"];
    assert_eq!(deep["severity"], "stop");
    assert!(deep["prose"].as_str().unwrap().contains("pressed on"));
}

#[test]
fn every_table_of_the_export_is_a_table() {
    let knowledge = Knowledge::embedded().unwrap();
    let export = knowledge.export();
    for name in export.tables() {
        let table = export.table(&name).unwrap();
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let columns = reader.headers().unwrap().len();
        for row in reader.records() {
            assert_eq!(row.unwrap().len(), columns, "{name}");
        }
    }
    assert_eq!(export.table("nothing"), None);
}

#[test]
fn the_codes_of_a_medicine_are_found() {
    let knowledge = Knowledge::embedded().unwrap();
    let lexicon = knowledge.lexicon();
    let warfarin = lexicon.medicine("Coumadin").unwrap();
    assert_eq!(lexicon.codes_of(warfarin, CodeSystem::Atc), ["B01AA03"]);
    assert_eq!(lexicon.codes_of(warfarin, CodeSystem::RxNorm), ["855332"]);
}

#[test]
fn a_nerve_of_other_segments_than_its_point_is_told_for_a_person_to_look_at() {
    let knowledge = Knowledge::embedded().unwrap();
    let told: Vec<String> = knowledge
        .passing_nerves()
        .into_iter()
        .map(|(point, nerve)| format!("{}: {}", point.code, nerve.name))
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}
