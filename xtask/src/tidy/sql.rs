//! SQL lives in the store crates.

use super::Finding;
use super::repository::Repository;

/// Pairs of words that, in this order in one literal, make it SQL.
const SHAPES: &[(&str, &str)] = &[
    ("SELECT", "FROM"),
    ("INSERT", "INTO"),
    ("UPDATE", "SET"),
    ("DELETE", "FROM"),
    ("CREATE", "TABLE"),
];

/// No literal outside the store crates looks like SQL.
pub(super) fn sql_lives_in_the_store(repository: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in repository.sources().filter(|source| source.is_in_src()) {
        if source
            .crate_name()
            .is_none_or(|name| name.starts_with("filiform-store"))
        {
            continue;
        }
        for literal in source
            .product_literals()
            .filter(|literal| looks_like_sql(&literal.text))
        {
            let remedy = "move the statement to `filiform-store` and call it by its name";
            let line = source.line(literal.offset);
            findings.push(Finding::new(
                &source.path,
                line,
                "SQL outside the store",
                remedy,
            ));
        }
    }
    findings
}

/// Keywords count in capitals, as the house writes them, so that prose is left alone.
fn looks_like_sql(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .collect();
    SHAPES.iter().any(|(first, second)| {
        let mut rest = words.iter().skip_while(|word| *word != first);
        rest.next().is_some() && rest.any(|word| word == second)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::repository::repository;

    #[test]
    fn a_statement_is_known_by_its_words_in_capitals() {
        assert!(looks_like_sql("SELECT a, b\n FROM t"));
        assert!(looks_like_sql("INSERT OR IGNORE INTO t VALUES ($1)"));
        assert!(looks_like_sql("UPDATE t SET a = 1"));
        assert!(looks_like_sql("DELETE FROM t"));
        assert!(looks_like_sql("CREATE TABLE t (a)"));
        assert!(!looks_like_sql("Select a point from the list"));
        assert!(!looks_like_sql("SELECTED FROM a list"));
        assert!(!looks_like_sql("FROM here SELECT"));
    }

    #[test]
    fn a_statement_outside_the_store_is_found_at_its_line() {
        let text = "fn f() {\n    run(\"SELECT a FROM t\"); // SELECT b FROM t\n}\n";
        let app = repository(&[("crates/filiform-app/src/a.rs", text)]);
        let findings = sql_lives_in_the_store(&app);
        assert_eq!(findings.iter().map(|it| it.line).collect::<Vec<_>>(), [2]);
        for path in [
            "crates/filiform-store/src/a.rs",
            "crates/filiform-store-sqlite/src/a.rs",
        ] {
            assert_eq!(sql_lives_in_the_store(&repository(&[(path, text)])), []);
        }
    }
}
