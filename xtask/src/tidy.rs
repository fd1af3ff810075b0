//! `cargo xtask tidy`: the rules that no general tool knows.
//!
//! Every rule is a pure function of the [`Repository`], so each is tested on a few lines of text.

mod edges;
mod habits;
mod knowledge;
mod machine;
mod manifest;
mod markup;
mod migrations;
mod purity;
mod repository;
mod rust_source;
mod size;
mod sql;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::process::Command;

use anyhow::bail;

use crate::process::answer;
use repository::Repository;

/// Something a rule does not accept, where it is, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    line: usize,
    wrong: String,
    remedy: String,
}

impl Finding {
    fn new(path: &str, line: usize, wrong: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            wrong: wrong.into(),
            remedy: remedy.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: {}; {}",
            self.path, self.line, self.wrong, self.remedy
        )
    }
}

/// A rule: the repository in, what is wrong out.
type Rule = fn(&Repository) -> Vec<Finding>;

/// All rules that need the text of the files and nothing else.
const RULES: &[Rule] = &[
    edges::only_allowed_edges,
    manifest::crates_are_named_after_their_folder,
    manifest::crates_take_the_workspace_lints,
    manifest::crates_stand_on_the_map,
    purity::pure_crates_have_pure_dependencies,
    purity::pure_crates_touch_nothing,
    purity::domain_types_are_not_serialised,
    sql::sql_lives_in_the_store,
    size::files_fit,
    habits::modules_have_names,
    habits::lints_are_expected_not_allowed,
    habits::tests_are_not_ignored,
    habits::nothing_is_left_to_do,
    habits::libraries_do_not_print,
    markup::templates_hold_no_inline_style_or_script,
    machine::third_party_scripts_are_not_committed,
    machine::paths_are_not_of_one_machine,
    machine::registries_are_not_named,
    knowledge::tables_are_well_formed,
    migrations::names_are_in_order,
];

/// Reads the repository, applies every rule and prints what is wrong.
///
/// # Errors
/// The repository cannot be read, or at least one rule is broken.
pub(crate) fn run(root: &Path) -> anyhow::Result<()> {
    let repository = Repository::read(root)?;
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&repository)).collect();
    let ids = git_blob_ids(root, &repository);
    findings.extend(migrations::recorded_files_are_unchanged(&repository, &ids));
    findings.sort();
    findings.dedup();
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => Ok(()),
        1 => bail!("1 thing is untidy"),
        many => bail!("{many} things are untidy"),
    }
}

/// The id git gives the present content of each migration.
fn git_blob_ids(root: &Path, repository: &Repository) -> BTreeMap<String, String> {
    let id_of = |path: &str| {
        let mut command = Command::new("git");
        answer(
            command
                .current_dir(root)
                .args(["hash-object", "--no-filters", "--", path]),
        )
    };
    let migrations = repository
        .files()
        .filter(|file| migrations::is_migration(file));
    migrations
        .filter_map(|file| Some((file.path.clone(), id_of(&file.path)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_reads_as_place_fault_and_remedy() {
        let finding = Finding::new("crates/a/src/lib.rs", 7, "this is wrong", "do that");
        assert_eq!(
            finding.to_string(),
            "crates/a/src/lib.rs:7: this is wrong; do that"
        );
    }
}
