//! `docs/screening.md` lists every rule as it stands.

use std::fmt::Write as _;
use std::path::Path;

use filiform_knowledge::{Knowledge, Review, Rule, RuleKind, SourceId};

/// Set to write the page again instead of comparing it.
const WRITE: &str = "FILIFORM_WRITE_SCREENING";

const HEAD: &str = "# What the screen looks at

Every precaution and every warning sign of the knowledge base, as the program reads it. A test compares this page with the files; `FILIFORM_WRITE_SCREENING=1 cargo test -p filiform-knowledge screening_page` writes it again.

The letter says how the facts were checked: V read in the source, V2 read as quoted, M from memory and not verified, P policy of ours. A rule that *asks* does so when the fact was never asked: unknown is never no. What each rule means, and why, stands in its file under `knowledge/screening/` and in the atlas.
";

#[test]
fn the_page_of_the_screen_lists_every_rule_as_it_stands() {
    let knowledge = Knowledge::embedded().unwrap();
    let page = page(&knowledge);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/screening.md");
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let documented = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        documented == page,
        "docs/screening.md is out of date: run this test once with {WRITE}=1"
    );
}

fn page(knowledge: &Knowledge) -> String {
    let mut rules: Vec<&Rule> = knowledge.rules().iter().map(|(_, rule)| rule).collect();
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    let (flags, precautions): (Vec<&Rule>, Vec<&Rule>) = rules
        .into_iter()
        .partition(|rule| matches!(rule.kind, RuleKind::RedFlag(_)));
    let mut page = HEAD.to_owned();
    table(&mut page, "Precautions", &precautions);
    table(&mut page, "Warning signs", &flags);
    page
}

fn table(page: &mut String, title: &str, rules: &[&Rule]) {
    writeln!(page, "\n## {title}: {}\n", rules.len()).unwrap();
    page.push_str("| rule | what | says | asks | sources | letter | review |\n");
    page.push_str("| --- | --- | --- | --- | --- | --- | --- |\n");
    for rule in rules {
        let says = match rule.kind {
            RuleKind::RedFlag(urgency) => urgency.words(),
            RuleKind::Precaution => rule.severity.as_str(),
        };
        let asks = if rule.ask_when_unknown { "yes" } else { "" };
        let sources: Vec<&str> = rule
            .provenance
            .sources
            .iter()
            .map(SourceId::as_str)
            .collect();
        let policy = if rule.provenance.policy {
            ", policy"
        } else {
            ""
        };
        let review = match &rule.provenance.review {
            Review::NotYet => "not yet".to_owned(),
            Review::By { name, on } => format!("{name}, {on}"),
        };
        writeln!(
            page,
            "| `{}` | {} | {says} | {asks} | {} | {}{policy} | {review} |",
            rule.id,
            rule.title.replace('|', "/"),
            sources.join(", "),
            rule.provenance.verification.letter(),
        )
        .unwrap();
    }
}
