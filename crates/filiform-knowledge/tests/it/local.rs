//! A clinic's own statements over the shipped ones.

use std::collections::BTreeMap;

use filiform_knowledge::{Kind, Knowledge, Layered};
use proptest::prelude::*;

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
    assert_eq!(
        knowledge.local(Kind::Condition, "knee_oa"),
        Some(Some(knee().as_str()))
    );
    assert_eq!(knowledge.local(Kind::Condition, "anything-else"), None);
    assert_eq!(
        knowledge.local(Kind::Group, "knee_oa"),
        None,
        "that is another one"
    );
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
    assert_eq!(knowledge.local(Kind::Condition, "other_knee"), Some(None));
}

#[test]
fn what_does_not_say_that_it_is_policy_is_refused() {
    let said = with(&[(KNEE, knee())]).unwrap_err();
    assert!(said.contains("write `policy = true`"), "{said}");
    assert_eq!(said.lines().count(), 1, "nothing else is wrong: {said}");
    let line = 1 + line_of(&knee(), "policy = false");
    assert!(
        said.contains(&format!("conditions/knee_oa.md:{line}:")),
        "{said}"
    );
}

fn line_of(text: &str, part: &str) -> usize {
    text.lines().position(|line| line.contains(part)).unwrap()
}

#[test]
fn lines_that_end_as_on_windows_open_no_way_around_the_checks() {
    for knee in [
        knee().replace('\n', "\r\n"),
        knee().replacen("+++", "+++ ", 1),
    ] {
        let said = with(&[(KNEE, knee.clone())]).unwrap_err();
        assert!(said.contains("write `policy = true`"), "{said}");
        let said = with(&[(KNEE, withdrawn(&own(&knee)))]).unwrap_err();
        assert!(said.contains("cannot be withdrawn locally"), "{said}");
        assert!(with(&[(KNEE, own(&knee))]).is_ok());
    }
}

fn withdrawn(text: &str) -> String {
    let why = "withdrawn = { on = \"2026-11-24\", why = \"we do not like it\" }";
    text.replace("version = 1", &format!("{why}\nversion = 1"))
}

#[test]
fn a_statement_that_rests_on_sources_is_not_withdrawn_by_a_clinic() {
    let said = with(&[(KNEE, withdrawn(&own(&knee())))]).unwrap_err();
    assert!(said.contains("cannot be withdrawn locally"), "{said}");
}

#[test]
fn a_policy_that_rests_on_sources_is_not_withdrawn_by_a_clinic_either() {
    let mut base = files();
    base.insert(KNEE.to_owned(), own(&knee()));
    let local = BTreeMap::from([(KNEE.to_owned(), withdrawn(&own(&knee())))]);
    let said = Knowledge::load(&Layered::new(&base, &local)).unwrap_err();
    let said = said.to_string();
    assert!(said.contains("cannot be withdrawn locally"), "{said}");
}

#[test]
fn what_nobody_would_read_is_not_taken_for_a_statement_in_force() {
    for path in [
        "knowledge/conditions/knee_oa.md",
        "notes.md",
        "conditions/old/knee_oa.md",
    ] {
        let said = with(&[(path, own(&knee()))]).unwrap_err();
        assert!(
            said.contains("no part of the program reads this local file"),
            "{said}"
        );
        assert!(said.contains(path), "{said}");
    }
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn taking_the_layer_away_gives_the_shipped_knowledge_back(
        chosen in prop::collection::btree_set(0..STATEMENTS.len(), 1..=STATEMENTS.len()),
        words in "[a-z]{1,12}",
    ) {
        let shipped = files();
        let before = Knowledge::load(&shipped).unwrap();
        let local: BTreeMap<String, String> = chosen
            .into_iter()
            .map(|at| {
                let path = STATEMENTS[at];
                (path.to_owned(), format!("{}\nAt our clinic: {words}.\n", own(&shipped[path])))
            })
            .collect();
        let with = Knowledge::load(&Layered::new(&shipped, &local)).unwrap();
        prop_assert_ne!(with.version(), before.version());
        let after = Knowledge::load(&Layered::new(&shipped, &BTreeMap::new())).unwrap();
        prop_assert_eq!(after.version(), before.version());
    }
}

/// Statements of several kinds.
const STATEMENTS: [&str; 3] = [KNEE, "benefits/joints.md", "groups/knees.md"];
