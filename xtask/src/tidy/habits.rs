//! Habits of Rust code in this house.

use super::Finding;
use super::repository::Repository;
use super::rust_source::{is_followed_by, words};

/// Marks that say "later", put together so that this file does not carry them.
const LATER: &[&str] = &[concat!("FIX", "ME"), concat!("X", "XX")];

/// Macros that say "later".
const LATER_MACROS: &[&str] = &["todo", "unimplemented"];

/// Kinds of file in which nothing may be left to do.
const CODE: &[&str] = &["rs", "mjs", "js", "css", "sql", "toml", "py", "sh", "run"];

/// A module stands beside its folder, under its own name.
pub(super) fn modules_have_names(repository: &Repository) -> Vec<Finding> {
    let unnamed = repository.files().filter(|file| file.name() == "mod.rs");
    unnamed
        .map(|file| {
            let remedy = "name the file after the module and put it beside the module's folder";
            Finding::new(&file.path, 1, "a module without a name", remedy)
        })
        .collect()
}

/// A lint is silenced by expecting it, with the reason.
pub(super) fn lints_are_expected_not_allowed(repository: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in repository.sources() {
        for (offset, attribute) in source.attributes() {
            let mut allows = words(attribute, "allow");
            if allows.any(|at| is_followed_by(attribute, at + "allow".len(), "(")) {
                let remedy = "write `#[expect(lint, reason = \"...\")]`";
                let line = source.line(offset);
                findings.push(Finding::new(
                    &source.path,
                    line,
                    "a lint is allowed",
                    remedy,
                ));
            }
        }
    }
    findings
}

/// A test runs, or it is not there.
pub(super) fn tests_are_not_ignored(repository: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in repository.sources() {
        for (offset, attribute) in source.attributes() {
            let name = attribute
                .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .next();
            if name == Some("ignore") {
                let remedy = "mend or delete it; what needs a missing tool skips with a message";
                let line = source.line(offset);
                findings.push(Finding::new(&source.path, line, "an ignored test", remedy));
            }
        }
    }
    findings
}

/// What is left to do stands in an issue, not in the code.
pub(super) fn nothing_is_left_to_do(repository: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    let remedy = "do it, or write it down where work is planned";
    for (file, text) in repository
        .texts()
        .filter(|(file, _)| CODE.contains(&file.extension()))
    {
        for (index, line) in text.lines().enumerate() {
            for mark in LATER
                .iter()
                .filter(|mark| words(line, mark).next().is_some())
            {
                let wrong = format!("`{mark}` is left in the code");
                findings.push(Finding::new(&file.path, index + 1, wrong, remedy));
            }
        }
    }
    for source in repository.sources() {
        for name in LATER_MACROS {
            for offset in words(&source.code, name).filter(|at| is_macro(&source.code, *at, name)) {
                let wrong = format!("`{name}!` is left in the code");
                findings.push(Finding::new(
                    &source.path,
                    source.line(offset),
                    wrong,
                    remedy,
                ));
            }
        }
    }
    findings
}

/// Only the binary and the chores print; the test kit may tell why a test is skipped.
pub(super) fn libraries_do_not_print(repository: &Repository) -> Vec<Finding> {
    let may_print = ["filiform", "filiform-testkit", "xtask"];
    let mut findings = Vec::new();
    for source in repository.sources().filter(|source| source.is_in_src()) {
        if source
            .crate_name()
            .is_none_or(|name| may_print.contains(&name))
        {
            continue;
        }
        let code = &source.product;
        for name in ["println", "print", "eprintln", "eprint"] {
            for offset in words(code, name).filter(|at| is_macro(code, *at, name)) {
                let wrong = format!("`{name}!` in a library");
                let remedy = "return the text, or log it with `tracing`";
                findings.push(Finding::new(
                    &source.path,
                    source.line(offset),
                    wrong,
                    remedy,
                ));
            }
        }
    }
    findings
}

fn is_macro(code: &str, offset: usize, name: &str) -> bool {
    code[offset + name.len()..].starts_with('!')
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
    fn a_module_file_without_a_name_is_found() {
        assert_eq!(
            lines(modules_have_names, "crates/a/tests/it/mod.rs", "").len(),
            1
        );
        assert_eq!(
            lines(modules_have_names, "crates/a/src/session.rs", "").len(),
            0
        );
    }

    #[test]
    fn an_allowed_lint_is_found_wherever_it_hides() {
        let text = "#![allow(a)]\n#[cfg_attr(b, allow (c))]\n#[expect(d, reason = \"e\")]\n\
                    #[cfg(test)]\nmod tests {\n#[allow(f)]\nfn allow() { allow(); }\n}\n// #[allow(g)]\n";
        assert_eq!(
            lines(lints_are_expected_not_allowed, "crates/a/src/lib.rs", text),
            [1, 2, 6]
        );
    }

    #[test]
    fn an_ignored_test_is_found() {
        let text = "#[test]\n#[ignore]\nfn a() {}\n#[ignore = \"slow\"]\nfn b() {}\n#[ignored]\nfn c() {}\n";
        assert_eq!(
            lines(tests_are_not_ignored, "crates/a/tests/it/main.rs", text),
            [2, 4]
        );
    }

    #[test]
    fn what_is_left_to_do_is_found() {
        let text = format!(
            "// {}: later\nfn a() {{ todo!() }}\nfn todo() {{}}\n// {}Y\n",
            LATER[0], LATER[1]
        );
        assert_eq!(
            lines(nothing_is_left_to_do, "crates/a/src/lib.rs", &text),
            [1, 2]
        );
        let script = format!("// {}\n", LATER[1]);
        assert_eq!(
            lines(nothing_is_left_to_do, "crates/a/islands/b.mjs", &script),
            [1]
        );
        assert_eq!(lines(nothing_is_left_to_do, "docs/a.md", &script).len(), 0);
    }

    #[test]
    fn printing_from_a_library_is_found() {
        let text = "fn a() {\n    println!(\"b\");\n}\n#[cfg(test)]\nmod tests { fn c() { println!(); } }\n";
        assert_eq!(
            lines(libraries_do_not_print, "crates/filiform-web/src/a.rs", text),
            [2]
        );
        for path in [
            "crates/filiform/src/main.rs",
            "xtask/src/a.rs",
            "crates/filiform-web/build.rs",
        ] {
            assert_eq!(lines(libraries_do_not_print, path, text).len(), 0);
        }
    }
}
