//! Nothing of one machine, and nothing of others' code, is committed.

use super::Finding;
use super::repository::{Repository, TrackedFile};
use super::rust_source::line_of;

/// Folders at the root of somebody's machine, without their slashes so that this file is clean.
const FOLDERS: &[&str] = &["work", "home", "tmp"];

/// First words of hosts that serve packages.
const REGISTRY_HOSTS: &[&str] = &[
    "registry",
    "mirror",
    "proxy",
    "npm",
    "nexus",
    "artifactory",
    "artifacts",
];

/// The one registry that a lock file names.
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Kinds of file that hold facts about the world, in which any address may stand.
const FACTS: &[&str] = &["csv", "json", "ndjson", "snap"];

/// Third-party scripts come from npm when the pages are built.
pub(super) fn third_party_scripts_are_not_committed(repository: &Repository) -> Vec<Finding> {
    let is_third_party = |file: &&TrackedFile| {
        file.path.split('/').any(|part| part == "node_modules") || file.name().ends_with(".min.js")
    };
    let remedy = "take it out, and let the build fetch it by the lock file";
    let third_party = repository.files().filter(is_third_party);
    third_party
        .map(|file| Finding::new(&file.path, 1, "a third-party file is committed", remedy))
        .collect()
}

/// No path leads into somebody's machine.
pub(super) fn paths_are_not_of_one_machine(repository: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, text) in repository.texts() {
        if FACTS.contains(&file.extension()) {
            continue;
        }
        for offset in FOLDERS
            .iter()
            .flat_map(|folder| absolute_paths(text, folder))
        {
            if !repository.is_test_at(file, offset) {
                let line = line_of(text, offset);
                let remedy = "make it relative, or take it from the configuration";
                findings.push(Finding::new(
                    &file.path,
                    line,
                    "a path on one machine",
                    remedy,
                ));
            }
        }
    }
    findings
}

/// Where `/folder/` followed by a letter stands and begins a path.
fn absolute_paths(text: &str, folder: &str) -> Vec<usize> {
    let pattern = format!("/{folder}/");
    let begins = |at: usize| {
        let before = text[..at].chars().next_back();
        before.is_none_or(|c| {
            !c.is_alphanumeric() && !matches!(c, '.' | '-' | '_' | '~' | '}' | ')' | '/')
        })
    };
    let goes_on = |at: usize| text[at..].starts_with(|c: char| c.is_ascii_alphabetic());
    text.match_indices(&pattern)
        .map(|(at, _)| at)
        .filter(|at| begins(*at) && goes_on(*at + pattern.len()))
        .collect()
}

/// No file names a registry, so that each machine may use its own.
pub(super) fn registries_are_not_named(repository: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, text) in repository.texts() {
        let mut offset = 0;
        for (index, line) in text.split('\n').enumerate() {
            let found = registry_in(file, line);
            if let Some(wrong) = found.filter(|_| !repository.is_test_at(file, offset)) {
                let remedy = "take it out, the machine says where packages come from (npm leaves it out \
                     with `omit-lockfile-registry-resolved=true`)";
                findings.push(Finding::new(&file.path, index + 1, wrong, remedy));
            }
            offset += line.len() + 1;
        }
    }
    findings
}

fn registry_in(file: &TrackedFile, line: &str) -> Option<String> {
    let compact: String = line.split_whitespace().collect();
    match file.name() {
        "Cargo.lock" => {
            let is_foreign = compact.starts_with("source=\"") && !compact.contains(CRATES_IO);
            is_foreign.then(|| "a crate from somewhere else than crates.io".to_owned())
        }
        "package-lock.json" | "npm-shrinkwrap.json" => {
            let is_resolved = compact.starts_with("\"resolved\":\"http");
            is_resolved.then(|| "a lock file with addresses in it".to_owned())
        }
        ".npmrc" | "config.toml" | "package.json" => {
            let key = compact
                .split(['=', ':'])
                .next()
                .unwrap_or_default()
                .trim_matches('"');
            let is_registry = matches!(key, "registry" | "replace-with" | "index");
            is_registry.then(|| format!("`{key}` names a registry"))
        }
        _ if FACTS.contains(&file.extension()) => None,
        _ => hosts(line)
            .find(|host| is_registry(host))
            .map(|host| format!("the registry host `{host}`")),
    }
}

/// The hosts of the web addresses in a line.
fn hosts(line: &str) -> impl Iterator<Item = &str> {
    line.split("://").skip(1).filter_map(|rest| {
        let host = rest
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-')
            .next()?;
        (!host.is_empty()).then_some(host)
    })
}

fn is_registry(host: &str) -> bool {
    host.split('.')
        .next()
        .is_some_and(|first| REGISTRY_HOSTS.contains(&first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::repository::repository;

    fn lines(rule: fn(&Repository) -> Vec<Finding>, path: &str, text: &str) -> Vec<usize> {
        rule(&repository(&[(path, text)]))
            .iter()
            .map(|finding| finding.line)
            .collect()
    }

    #[test]
    fn a_third_party_script_is_found() {
        let rule = third_party_scripts_are_not_committed;
        assert_eq!(lines(rule, "crates/a/node_modules/b/index.js", "").len(), 1);
        assert_eq!(lines(rule, "crates/a/assets/htmx.min.js", "").len(), 1);
        assert_eq!(lines(rule, "crates/a/islands/timer.mjs", "").len(), 0);
    }

    #[test]
    fn a_path_on_one_machine_is_found() {
        let rule = paths_are_not_of_one_machine;
        let text = format!("a\n\"/{}/someone/file\"\nb", FOLDERS[1]);
        assert_eq!(lines(rule, "crates/a/src/lib.rs", &text), [2]);
        assert_eq!(lines(rule, ".ci/run", &text), [2]);
        assert_eq!(lines(rule, "crates/a/tests/it/main.rs", &text).len(), 0);
        let test = format!("#[cfg(test)]\nmod tests {{ {text} }}");
        assert_eq!(lines(rule, "crates/a/src/lib.rs", &test).len(), 0);
    }

    #[test]
    fn a_path_that_only_contains_such_a_word_is_left_alone() {
        let rule = paths_are_not_of_one_machine;
        let text = "https://example.org/home/page pain/work/sleep ../tmp/a /home/ {root}/work/b";
        assert_eq!(lines(rule, "crates/a/src/lib.rs", text).len(), 0);
    }

    #[test]
    fn a_registry_is_found_in_lock_files_and_settings() {
        let rule = registries_are_not_named;
        let cargo =
            format!("source = \"{CRATES_IO}\"\nsource = \"registry+https://example.org/i\"\n");
        assert_eq!(lines(rule, "Cargo.lock", &cargo), [2]);
        let npm = "{\n \"resolved\": \"https://example.org/a.tgz\",\n \"integrity\": \"b\"\n}";
        assert_eq!(lines(rule, "crates/a/package-lock.json", npm), [2]);
        let linked = "{ \"resolved\": \"packages/a\" }";
        assert_eq!(lines(rule, "crates/a/package-lock.json", linked).len(), 0);
        assert_eq!(
            lines(rule, "crates/a/.npmrc", "registry=https://example.org\n"),
            [1]
        );
        assert_eq!(
            lines(rule, ".cargo/config.toml", "[alias]\nxtask = \"run\"\n").len(),
            0
        );
    }

    #[test]
    fn a_registry_host_is_found_in_any_text() {
        let rule = registries_are_not_named;
        assert_eq!(
            lines(rule, "docs/a.md", "see https://registry.example.org/x\n"),
            [1]
        );
        assert_eq!(
            lines(rule, "docs/a.md", "see https://example.org/registry/x\n").len(),
            0
        );
    }
}
