//! A clinic's own statements over the shipped ones.

use std::collections::BTreeMap;

use filiform_knowledge::{Knowledge, Layered};

use crate::fixture::files;

const KNEE: &str = "conditions/knee_oa.md";

fn knee() -> String {
    files()[KNEE].clone()
}

fn own(text: &str) -> String {
    text.replace("policy = false", "policy = true")
}

fn with(local: &[(&str, String)]) -> Result<Knowledge, String> {
    let base = files();
    let local: BTreeMap<String, String> = local
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.clone()))
        .collect();
    Knowledge::load(&Layered::new(&base, &local)).map_err(|errors| errors.to_string())
}

#[test]
fn a_local_statement_takes_the_place_of_the_shipped_one_which_stays_beside_it() {
    let text = own(&knee()).replace("A worn knee hurts.", "A worn knee aches.");
    let knowledge = with(&[(KNEE, text)]).unwrap();
    let condition = knowledge.conditions().find("knee_oa").unwrap();
    assert_eq!(condition.plain, "A worn knee aches.");
    assert_eq!(knowledge.local("knee_oa"), Some(Some(knee().as_str())));
    assert_eq!(knowledge.local("anything-else"), None);
}

#[test]
fn without_local_statements_the_knowledge_is_the_shipped_one() {
    let shipped = Knowledge::load(&files()).unwrap();
    assert_eq!(with(&[]).unwrap().version(), shipped.version());
    let local = with(&[(KNEE, own(&knee()))]).unwrap();
    assert_ne!(local.version(), shipped.version());
}

#[test]
fn a_statement_of_the_clinic_alone_is_added() {
    let text = own(&knee()).replace("knee_oa", "other_knee");
    let knowledge = with(&[("conditions/other_knee.md", text)]).unwrap();
    assert!(knowledge.condition_key("other_knee").is_some());
    assert_eq!(knowledge.local("other_knee"), Some(None));
}

#[test]
fn what_does_not_say_that_it_is_policy_is_refused() {
    let said = with(&[(KNEE, knee())]).unwrap_err();
    assert!(said.contains("conditions/knee_oa.md:1"), "{said}");
    assert!(said.contains("write `policy = true`"), "{said}");
}

#[test]
fn a_statement_that_rests_on_sources_is_not_withdrawn_by_a_clinic() {
    let withdrawn = own(&knee()).replace(
        "version = 1",
        "withdrawn = { on = \"2026-11-24\", why = \"we do not like it\" }\nversion = 1",
    );
    let said = with(&[(KNEE, withdrawn)]).unwrap_err();
    assert!(said.contains("cannot be withdrawn locally"), "{said}");
}

#[test]
fn a_table_stays_as_it_was_shipped() {
    let said = with(&[("sources.csv", "id,citation,seen\n".to_owned())]).unwrap_err();
    assert!(said.contains("tables stay as shipped"), "{said}");
}

#[test]
fn a_broken_local_statement_is_named_with_its_line() {
    let broken = own(&knee()).replace("weight = 5", "weight = 11");
    let said = with(&[(KNEE, broken)]).unwrap_err();
    assert!(said.contains("conditions/knee_oa.md:"), "{said}");
}
