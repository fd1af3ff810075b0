//! The functional core stays pure: no clock, file, network, thread, chance, and no stored format.

use super::Finding;
use super::manifest::{Dependency, Purpose};
use super::repository::Repository;
use super::rust_source::{RustSource, closing, is_followed_by, words};

/// The crates that compute from their arguments alone.
const PURE: &[&str] = &[
    "filiform-units",
    "filiform-knowledge",
    "filiform-screening",
    "filiform-planning",
    "filiform-outcomes",
    "filiform-care",
    "filiform-fhir",
];

/// Crates, with all whose name goes on after a hyphen, that bring in the outside world.
const WORLDLY: &[&str] = &["tokio", "rusqlite", "axum", "rand", "uuid"];

/// Parts of the standard library that are the outside world.
const WORLDLY_STD: &[&str] = &[
    "std::fs",
    "std::net",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
];

/// The crates whose types are of the domain; stored and wire formats are types of their own.
const DOMAIN: &[&str] = &[
    "filiform-screening",
    "filiform-planning",
    "filiform-outcomes",
    "filiform-care",
];

/// Pure crates do not depend on crates that bring in the outside world.
pub(super) fn pure_crates_have_pure_dependencies(repository: &Repository) -> Vec<Finding> {
    let is_worldly = |package: &str| {
        let base = package.split('-').next().unwrap_or(package);
        WORLDLY.contains(&package) || WORLDLY.contains(&base)
    };
    let mut findings = Vec::new();
    for manifest in repository
        .manifests()
        .filter(|it| PURE.contains(&it.name.as_str()))
    {
        let is_product =
            |it: &&Dependency| it.purpose == Purpose::Product && is_worldly(&it.package);
        findings.extend(manifest.dependencies.iter().filter(is_product).map(|dependency| {
            let wrong = format!("`{}` is pure, `{}` is not", manifest.name, dependency.package);
            let remedy = "take what is needed as a parameter, and do the rest in the app or the store";
            Finding::new(&manifest.path, dependency.line, wrong, remedy)
        }));
    }
    findings
}

/// Pure crates touch no clock, file, network, thread and wait for nothing.
pub(super) fn pure_crates_touch_nothing(repository: &Repository) -> Vec<Finding> {
    sources_of(repository, PURE)
        .flat_map(worldly_code)
        .collect()
}

fn worldly_code(source: &RustSource) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (offset, path) in std_paths(&source.product) {
        let Some(part) = WORLDLY_STD.iter().find(|part| is_below(&path, part)) else {
            continue;
        };
        if *part == "std::fs" && is_knowledge_loader(&source.path) {
            continue;
        }
        let wrong = format!("`{part}` in a pure crate");
        let remedy = "take the value as a parameter, and fetch it in the app or the binary";
        findings.push(Finding::new(
            &source.path,
            source.line(offset),
            wrong,
            remedy,
        ));
    }
    for offset in words(&source.product, "now") {
        let is_call = source.product[..offset].trim_end().ends_with("::");
        if is_call && is_followed_by(&source.product, offset + "now".len(), "(") {
            let remedy = "take `now` as a parameter";
            let line = source.line(offset);
            findings.push(Finding::new(
                &source.path,
                line,
                "a pure crate reads a clock",
                remedy,
            ));
        }
    }
    let waits = words(&source.product, "async").chain(words(&source.product, "await"));
    for offset in waits {
        let remedy = "compute from arguments, and wait in the app or the web";
        let line = source.line(offset);
        findings.push(Finding::new(
            &source.path,
            line,
            "a pure crate waits for something",
            remedy,
        ));
    }
    findings
}

/// Domain types carry no serialisation.
pub(super) fn domain_types_are_not_serialised(repository: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources_of(repository, DOMAIN) {
        let code = &source.product;
        for offset in words(code, "Serialize").chain(words(code, "Deserialize")) {
            let remedy = "write the stored or wire format as a type of its own, outside the core";
            let line = source.line(offset);
            findings.push(Finding::new(
                &source.path,
                line,
                "serde on a type of the domain",
                remedy,
            ));
        }
    }
    findings
}

fn sources_of<'a>(
    repository: &'a Repository,
    crates: &'a [&str],
) -> impl Iterator<Item = &'a RustSource> {
    repository.sources().filter(move |source| {
        source.is_in_src()
            && source
                .crate_name()
                .is_some_and(|name| crates.contains(&name))
    })
}

/// The one place in the core that opens files: it reads the knowledge folder.
fn is_knowledge_loader(path: &str) -> bool {
    let Some(module) = path.strip_prefix("crates/filiform-knowledge/src/") else {
        return false;
    };
    let first = module.split('/').next().unwrap_or(module);
    matches!(first.trim_end_matches(".rs"), "load" | "loader")
}

fn is_below(path: &str, part: &str) -> bool {
    path.strip_prefix(part)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Every path into the standard library, with the trees of `use` written out.
fn std_paths(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for offset in words(code, "std") {
        collect_paths(code, offset, "", &mut found);
    }
    found
}

/// Follows `a::b::{c, d::e}` from the word at `offset`.
fn collect_paths(code: &str, offset: usize, before: &str, found: &mut Vec<(usize, String)>) {
    let word = code[offset..]
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .next();
    let word = word.unwrap_or_default();
    let path = if before.is_empty() {
        word.to_owned()
    } else {
        format!("{before}::{word}")
    };
    let rest = code[offset + word.len()..].trim_start();
    let Some(tail) = rest.strip_prefix("::").map(str::trim_start) else {
        found.push((offset, path));
        return;
    };
    let next = code.len() - tail.len();
    if tail.starts_with('{') {
        for member in members(code, next) {
            collect_paths(code, member, &path, found);
        }
    } else if tail.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
        collect_paths(code, next, &path, found);
    } else {
        found.push((offset, path));
    }
}

/// Where each member of the group that opens here begins.
fn members(code: &str, open: usize) -> Vec<usize> {
    let end = closing(code, open);
    let bytes = code.as_bytes();
    let mut starts = Vec::new();
    let mut is_expected = true;
    let mut at = open + 1;
    while at < end {
        match bytes[at] {
            b'{' => at = closing(code, at) - 1,
            b',' => is_expected = true,
            byte if is_expected && !byte.is_ascii_whitespace() => {
                starts.push(at);
                is_expected = false;
            }
            _ => {}
        }
        at += 1;
    }
    starts.retain(|start| bytes[*start] != b'}');
    starts
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
    fn a_pure_crate_with_a_worldly_dependency_is_found() {
        let manifest = |name: &str| {
            format!(
                "[package]\nname = \"{name}\"\n[dependencies]\ntokio-stream = \"0\"\n[dev-dependencies]\nrand = \"0\"\n"
            )
        };
        let rule = pure_crates_have_pure_dependencies;
        let care = manifest("filiform-care");
        assert_eq!(lines(rule, "crates/filiform-care/Cargo.toml", &care), [4]);
        let app = manifest("filiform-app");
        assert_eq!(
            lines(rule, "crates/filiform-app/Cargo.toml", &app),
            [0_usize; 0]
        );
    }

    #[test]
    fn clock_file_network_and_thread_are_found_however_they_are_named() {
        let text = "use std::{\n    collections::BTreeMap,\n    time::{Duration,\n    Instant},\n    fs,\n};\n\
                    fn f() { std::thread::sleep(); }\nfn g() { let t = jiff::Timestamp::now(); }\n\
                    fn h(now: u8) {} // std::net\nuse std::net::TcpStream;\nasync fn i() {}\n";
        let mut found = lines(
            pure_crates_touch_nothing,
            "crates/filiform-care/src/a.rs",
            text,
        );
        found.sort_unstable();
        assert_eq!(found, [4, 5, 7, 8, 10, 11]);
    }

    #[test]
    fn tests_and_impure_crates_may_touch_the_world() {
        let text = "fn f() { std::fs::read(); }\n";
        let rule = pure_crates_touch_nothing;
        assert_eq!(lines(rule, "crates/filiform-app/src/a.rs", text).len(), 0);
        assert_eq!(
            lines(rule, "crates/filiform-care/tests/it/main.rs", text).len(),
            0
        );
        assert_eq!(
            lines(rule, "crates/filiform-knowledge/build.rs", text).len(),
            0
        );
        let test = format!("#[cfg(test)]\nmod tests {{ {text} }}");
        assert_eq!(lines(rule, "crates/filiform-care/src/a.rs", &test).len(), 0);
    }

    #[test]
    fn only_the_loader_of_the_knowledge_opens_files() {
        let text = "use std::fs;\n";
        let rule = pure_crates_touch_nothing;
        assert_eq!(
            lines(rule, "crates/filiform-knowledge/src/loader.rs", text).len(),
            0
        );
        assert_eq!(
            lines(rule, "crates/filiform-knowledge/src/load/folder.rs", text).len(),
            0
        );
        assert_eq!(
            lines(rule, "crates/filiform-knowledge/src/points.rs", text).len(),
            1
        );
        assert_eq!(
            lines(rule, "crates/filiform-care/src/loader.rs", text).len(),
            1
        );
        let network = "use std::net::UdpSocket;\n";
        assert_eq!(
            lines(rule, "crates/filiform-knowledge/src/loader.rs", network).len(),
            1
        );
    }

    #[test]
    fn serialisation_of_a_domain_type_is_found() {
        let text = "#[derive(Clone, Serialize)]\nstruct A;\n#[cfg_attr(a, derive(serde::Deserialize))]\nstruct B;\n// Serialize\n";
        let rule = domain_types_are_not_serialised;
        assert_eq!(lines(rule, "crates/filiform-care/src/a.rs", text), [1, 3]);
        assert_eq!(
            lines(rule, "crates/filiform-knowledge/src/a.rs", text).len(),
            0
        );
    }
}
