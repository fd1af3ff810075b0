//! `cargo xtask check`: every step in order, the first failure stops.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, bail};

use crate::process::{answer, cargo, loud, quiet};
use crate::tools::Chromium;
use crate::{deny, tidy, tools};

/// Whether formatting is judged or done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Unformatted code fails the step.
    Check,
    /// Unformatted code is formatted.
    Write,
}

/// One step of the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Formatting.
    Fmt,
    /// The rules of this repository.
    Tidy,
    /// The programs that building and testing need.
    Tools,
    /// Lints, warnings denied.
    Clippy,
    /// Unit, integration and browser tests.
    Test,
    /// Examples in the documentation.
    Doctest,
    /// The documentation itself, warnings denied.
    Doc,
    /// Licences, banned crates, sources, advisories.
    Deny,
    /// The knowledge folder, as the product reads it.
    Knowledge,
}

impl Step {
    /// Cheap steps first, so that a slip is told within seconds.
    const ALL: [Self; 9] = [
        Self::Fmt,
        Self::Tidy,
        Self::Tools,
        Self::Clippy,
        Self::Test,
        Self::Doctest,
        Self::Doc,
        Self::Deny,
        Self::Knowledge,
    ];

    /// The step that is called so on the command line.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Fmt => "fmt",
            Self::Tidy => "tidy",
            Self::Tools => "tools",
            Self::Clippy => "clippy",
            Self::Test => "test",
            Self::Doctest => "doctest",
            Self::Doc => "doc",
            Self::Deny => "deny",
            Self::Knowledge => "knowledge",
        }
    }

    /// What to do when the step fails.
    fn remedy(self) -> &'static str {
        match self {
            Self::Fmt => "run `cargo xtask check --fix`, or `cargo fmt --all`",
            Self::Tidy => {
                "each line above says what to do; `cargo xtask tidy` runs this step alone"
            }
            Self::Tools => "install what is named, then run `cargo xtask check` again",
            Self::Clippy => {
                "mend what Clippy names, or say why not with `#[expect(lint, reason = \"...\")]`; \
                 `cargo xtask clippy` runs this step alone"
            }
            Self::Test => {
                "the failing tests are listed above; `cargo xtask test` runs this step alone"
            }
            Self::Doctest => {
                "an example in a doc comment is wrong; `cargo xtask doctest` runs this step alone"
            }
            Self::Doc => {
                "mend the doc comment that is named; `cargo xtask doc` runs this step alone"
            }
            Self::Deny => {
                "choose another crate or version, or change deny.toml with a reason; \
                 `cargo xtask deny` runs this step alone"
            }
            Self::Knowledge => {
                "correct the knowledge file that is named; `cargo xtask knowledge` runs this step alone"
            }
        }
    }

    fn run(self, root: &Path, format: Format) -> anyhow::Result<()> {
        match self {
            Self::Fmt => fmt(root, format),
            Self::Tidy => tidy::run(root),
            Self::Tools => tools::ensure().map(drop),
            Self::Clippy => clippy(root),
            Self::Test => test(root),
            Self::Doctest => doctest(root),
            Self::Doc => doc(root),
            Self::Deny => deny::run(root),
            Self::Knowledge => knowledge(root),
        }
    }
}

/// Runs every step and stops at the first that fails.
///
/// # Errors
/// A step failed; the message names it and what to do.
pub(crate) fn run_all(root: &Path, format: Format) -> anyhow::Result<()> {
    let started = Instant::now();
    for step in Step::ALL {
        run_one(root, step, format)?;
    }
    println!(
        "check: all good in {:.1} s",
        started.elapsed().as_secs_f64()
    );
    Ok(())
}

/// Runs one step and tells how long it took.
///
/// # Errors
/// The step failed; the message names it and what to do.
pub(crate) fn run_one(root: &Path, step: Step, format: Format) -> anyhow::Result<()> {
    let name = step.name();
    println!("{name} ...");
    let started = Instant::now();
    let result = step.run(root, format);
    let seconds = started.elapsed().as_secs_f64();
    match result {
        Ok(()) => {
            println!("{name}: good, {seconds:.1} s");
            Ok(())
        }
        Err(error) => {
            let remedy = step.remedy();
            bail!("{name} failed after {seconds:.1} s: {error:#}\nwhat to do: {remedy}")
        }
    }
}

fn fmt(root: &Path, format: Format) -> anyhow::Result<()> {
    let arguments: &[&str] = match format {
        Format::Check => &["fmt", "--all", "--check", "--", "--color", "never"],
        Format::Write => &["fmt", "--all"],
    };
    quiet(&mut cargo(root, arguments)).map(drop)
}

fn clippy(root: &Path) -> anyhow::Result<()> {
    let scope = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--quiet",
    ];
    quiet(cargo(root, &scope).args(["--", "-D", "warnings"])).map(drop)
}

/// The closing lines of the test runner are left as they are: CI reads the totals from them.
fn test(root: &Path) -> anyhow::Result<()> {
    let Chromium(chromium) = tools::ensure()?;
    let nextest = answer(&mut cargo(root, &["nextest", "--version"])).is_some();
    let arguments: &[&str] = if nextest {
        &[
            "nextest",
            "run",
            "--workspace",
            "--no-fail-fast",
            "--cargo-quiet",
            "--status-level",
            "fail",
            "--final-status-level",
            "fail",
            "--show-progress",
            "none",
        ]
    } else {
        &[
            "test",
            "--workspace",
            "--lib",
            "--bins",
            "--tests",
            "--examples",
            "--quiet",
            "--no-fail-fast",
        ]
    };
    loud(cargo(root, arguments).env(tools::CHROMIUM_VARIABLE, chromium))
}

fn doctest(root: &Path) -> anyhow::Result<()> {
    let output = quiet(&mut cargo(
        root,
        &["test", "--workspace", "--doc", "--quiet"],
    ))?;
    for total in output.lines().filter(|line| is_total_worth_telling(line)) {
        println!("{total}");
    }
    Ok(())
}

/// A crate without examples reports a row of noughts, which tells nobody anything.
fn is_total_worth_telling(line: &str) -> bool {
    line.starts_with("test result:") && !line.contains(" 0 passed; 0 failed; 0 ignored")
}

fn doc(root: &Path) -> anyhow::Result<()> {
    let mut command = cargo(root, &["doc", "--workspace", "--no-deps", "--quiet"]);
    quiet(command.env("RUSTDOCFLAGS", "-D warnings")).map(drop)
}

/// Asks the product itself to read its knowledge folder, once it has the command for it.
fn knowledge(root: &Path) -> anyhow::Result<()> {
    let run = ["run", "--quiet", "--package", "filiform", "--", "knowledge"];
    let help = answer(cargo(root, &run).arg("--help")).unwrap_or_default();
    if !lists_command(&help, "check") {
        println!(
            "knowledge: `filiform knowledge check` does not exist yet; the loader's own test covers it"
        );
        return Ok(());
    }
    quiet(cargo(root, &run).arg("check"))
        .map(drop)
        .context("the knowledge folder does not load")
}

/// Whether a help text lists a command: a line of its own that begins with the name.
fn lists_command(help: &str, name: &str) -> bool {
    help.lines()
        .any(|line| line.split_whitespace().next() == Some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_can_be_called_by_its_name() {
        for step in Step::ALL {
            assert_eq!(Step::named(step.name()), Some(step));
        }
        assert_eq!(Step::named("polish"), None);
    }

    #[test]
    fn a_command_exists_when_help_lists_it() {
        let help = "Reads and may check the knowledge\n\nCommands:\n  check  Read it all\n";
        assert!(lists_command(help, "check"));
        assert!(!lists_command(
            "Reads and may check the knowledge\n",
            "check"
        ));
    }

    #[test]
    fn only_totals_with_a_test_in_them_are_told() {
        let full = "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out";
        let empty = "test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out";
        assert!(is_total_worth_telling(full));
        assert!(!is_total_worth_telling(empty));
        assert!(!is_total_worth_telling("running 3 tests"));
    }
}
