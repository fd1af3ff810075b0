//! `docs/screening.md` is made from the rules and their cases, and compared with what is committed.

use std::fmt::Write as _;
use std::path::Path;

use filiform_knowledge::{Review, Rule, SourceId, Verification};

use super::case::{Case, Kind, SECTIONS, all};
use crate::support::*;

const HEAD: &str = include_str!("sheet.md");

const TITLES: [(&str, &str); 8] = [
    ("pregnancy", "Pregnancy and fertility"),
    ("bleeding", "Bleeding"),
    ("infection", "Infection, immunity, skin"),
    ("devices", "Implants and current"),
    ("mind", "Nerves, mind, consent, reactions"),
    ("daily", "Metabolism, heart, daily life"),
    ("structure", "Structure, chest, cancer"),
    ("red-flags", "Red flags"),
];

#[test]
fn the_page_about_screening_tells_what_the_rules_and_their_cases_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/screening.md");
    let page = page();
    if std::env::var_os("FILIFORM_WRITE_DOCS").is_some() {
        std::fs::write(&path, page).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == page,
        "docs/screening.md is out of date: run \
         `FILIFORM_WRITE_DOCS=1 cargo test -p filiform-screening the_page_about_screening`"
    );
}

fn page() -> String {
    let all = all();
    let mut page = HEAD.to_owned();
    let rules = KNOWLEDGE.rules().len();
    writeln!(page, "\n{rules} rules and red flags, {} cases.", all.len()).unwrap();
    for (section, _) in SECTIONS {
        let title = TITLES
            .iter()
            .find(|(name, _)| *name == section)
            .unwrap_or_else(|| panic!("no title for {section}"))
            .1;
        write!(
            page,
            "\n## {title}\n\n\
             | rule | what | answer | cases | letter | sources | read by |\n\
             | --- | --- | --- | --- | --- | --- | --- |\n"
        )
        .unwrap();
        let mut done: Vec<&str> = Vec::new();
        for case in all.iter().filter(|case| case.section == section) {
            if !done.contains(&case.rule.as_str()) {
                done.push(&case.rule);
                page.push_str(&row(&case.rule, &all));
            }
        }
    }
    page
}

fn row(id: &str, all: &[Case]) -> String {
    let key = KNOWLEDGE
        .rule_key(id)
        .unwrap_or_else(|| panic!("no rule {id}"));
    let rule = KNOWLEDGE.rule(key);
    let count = |kind| {
        all.iter()
            .filter(|case| case.rule == id && case.kind == kind)
            .count()
    };
    let cases = [Kind::Speaks, Kind::Silent, Kind::Unknown]
        .map(count)
        .map(|count| count.to_string())
        .join(" / ");
    format!(
        "| `{id}` | {} | {} | {cases} | {} | {} | {} |\n",
        rule.title,
        rule.severity.as_str(),
        letter(rule),
        sources(rule),
        reader(&rule.provenance.review)
    )
}

fn letter(rule: &Rule) -> String {
    let policy = rule.provenance.policy && rule.provenance.verification != Verification::Policy;
    let letter = rule.provenance.verification.letter();
    if policy {
        format!("{letter}, P")
    } else {
        letter.to_owned()
    }
}

fn sources(rule: &Rule) -> String {
    let sources: Vec<&str> = rule
        .provenance
        .sources
        .iter()
        .map(SourceId::as_str)
        .collect();
    if sources.is_empty() {
        "clinic policy".to_owned()
    } else {
        sources.join(", ")
    }
}

fn reader(review: &Review) -> String {
    match review {
        Review::NotYet => "nobody yet".to_owned(),
        Review::By { name, on } => format!("{name}, {}", on.long()),
    }
}
