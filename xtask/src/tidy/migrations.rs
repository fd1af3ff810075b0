//! Migrations go forward only.

use std::collections::BTreeMap;

use super::Finding;
use super::repository::{Repository, TrackedFile};

/// Where the migrations are.
const FOLDER: &str = "crates/filiform-store/migrations/";

/// The list of released migrations: on each line the id git gives the content, then the file name.
const RECORD: &str = "crates/filiform-store/migrations/CHECKSUMS";

/// Whether a file is a migration.
pub(super) fn is_migration(file: &TrackedFile) -> bool {
    file.path.starts_with(FOLDER) && file.extension() == "sql"
}

/// A migration is named `YYYYMMDDHHMMSS_verb_noun.sql`.
pub(super) fn names_are_in_order(repository: &Repository) -> Vec<Finding> {
    let migrations = repository.files().filter(|file| is_migration(file));
    migrations
        .filter(|file| !is_well_named(file.name()))
        .map(|file| {
            let remedy = "name it `YYYYMMDDHHMMSS_verb_noun.sql`";
            Finding::new(
                &file.path,
                1,
                "a migration without its place in time",
                remedy,
            )
        })
        .collect()
}

fn is_well_named(name: &str) -> bool {
    let Some((time, what)) = name
        .strip_suffix(".sql")
        .and_then(|stem| stem.split_once('_'))
    else {
        return false;
    };
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    let is_time = time.len() == 14 && time.chars().all(|c| c.is_ascii_digit());
    is_time && what.contains('_') && what.split('_').all(is_word)
}

/// A released migration is as it was released.
///
/// `ids` holds the id of the present content of each migration, by path.
pub(super) fn recorded_files_are_unchanged(
    repository: &Repository,
    ids: &BTreeMap<String, String>,
) -> Vec<Finding> {
    let Some(record) = repository.text(RECORD) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for (index, line) in record.lines().enumerate() {
        let Some((recorded, name)) = line.split_once("  ") else {
            let remedy = "write the id of the content, two blanks and the file name";
            findings.push(Finding::new(
                RECORD,
                index + 1,
                "a line that is not a record",
                remedy,
            ));
            continue;
        };
        let path = format!("{FOLDER}{name}");
        match ids.get(&path) {
            Some(present) if present == recorded => {}
            Some(_) => {
                let remedy = "restore it, and write a new migration for the change";
                findings.push(Finding::new(
                    &path,
                    1,
                    "a released migration was changed",
                    remedy,
                ));
            }
            None => {
                let wrong = format!("`{name}` was released and is gone");
                findings.push(Finding::new(
                    RECORD,
                    index + 1,
                    wrong,
                    "restore the migration",
                ));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::repository::repository;

    #[test]
    fn the_name_of_a_migration_is_time_verb_and_noun() {
        assert!(is_well_named("20260301120000_create_ledger.sql"));
        assert!(is_well_named("20260301120000_add_needle_lot.sql"));
        assert!(!is_well_named("0001_create_ledger.sql"));
        assert!(!is_well_named("20260301120000_ledger.sql"));
        assert!(!is_well_named("20260301120000_Create_Ledger.sql"));
        let bad = repository(&[("crates/filiform-store/migrations/first.sql", "")]);
        assert_eq!(names_are_in_order(&bad).len(), 1);
    }

    #[test]
    fn a_released_migration_that_changed_or_went_is_found() {
        let path = "crates/filiform-store/migrations/20260301120000_create_ledger.sql";
        let files = |record| repository(&[(path, "x"), (RECORD, record)]);
        let ids = BTreeMap::from([(path.to_owned(), "abc".to_owned())]);
        let found = |record| recorded_files_are_unchanged(&files(record), &ids);
        assert_eq!(found("abc  20260301120000_create_ledger.sql\n"), []);
        assert_eq!(
            found("abd  20260301120000_create_ledger.sql\n")[0].path,
            path
        );
        assert_eq!(found("abc  20260301120000_create_needle.sql\n")[0].line, 1);
        assert_eq!(found("nonsense\n")[0].path, RECORD);
    }

    #[test]
    fn without_a_record_nothing_is_released() {
        let path = "crates/filiform-store/migrations/20260301120000_create_ledger.sql";
        let repository = repository(&[(path, "x")]);
        assert_eq!(
            recorded_files_are_unchanged(&repository, &BTreeMap::new()),
            []
        );
    }
}
