//! Repository chores: `cargo xtask check` is all that CI runs.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool speaks by printing"
)]

mod body;
mod check;
mod deny;
mod process;
mod screenshots;
mod tidy;
mod tools;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};

use check::{Format, Step};

/// What `cargo xtask` without a command prints.
const HELP: &str = "\
Repository chores.

  cargo xtask check [--fix]         everything CI runs; --fix formats instead of complaining
  cargo xtask <step>                one step of it: fmt, tidy, tools, clippy, test, doctest, doc,
                                    deny, knowledge
  cargo xtask body [--check]        mesh, places and pictures of the body, from `xtask/body`; --check
                                    compares instead of writing (Python 3.11, downloads 48 MB once)
  cargo xtask screenshots [folder]  pictures of every page, into `screenshots` unless told
  cargo xtask help                  this text
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> anyhow::Result<()> {
    let root = workspace_root()?;
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        ["check"] => check::run_all(&root, Format::Check),
        ["check", "--fix"] => check::run_all(&root, Format::Write),
        ["body"] => body::run(&root, body::Outcome::Write),
        ["body", "--check"] => body::run(&root, body::Outcome::Compare),
        ["screenshots"] => screenshots::run(&root, "screenshots"),
        ["screenshots", folder] => screenshots::run(&root, folder),
        ["fmt", "--fix"] => check::run_one(&root, Step::Fmt, Format::Write),
        [name] => match Step::named(name) {
            Some(step) => check::run_one(&root, step, Format::Check),
            None => bail!("there is no chore `{name}`; `cargo xtask help` lists them"),
        },
        other => bail!(
            "`{}` is not understood; `cargo xtask help` lists the chores",
            other.join(" ")
        ),
    }
}

/// The folder of the workspace: the one above this crate, or the current one when the binary moved.
fn workspace_root() -> anyhow::Result<PathBuf> {
    let crate_folder = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    match crate_folder.as_deref().and_then(Path::parent) {
        Some(root) => Ok(root.to_path_buf()),
        None => std::env::current_dir().context("the current folder cannot be read"),
    }
}
