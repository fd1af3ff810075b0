//! `cargo xtask body`: the mesh, the places of the points and the pictures, made by `xtask/body`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail, ensure};

use crate::process::{answer, loud, on_path, quiet};

/// Folders that the pipeline fills, below the root, with the endings of the files it makes there.
const MADE: &[(&str, &[&str])] = &[
    ("knowledge/body", &["bin", "csv"]),
    ("crates/filiform-web/assets/body", &["webp"]),
    ("docs/body", &["webp"]),
];

/// Files it makes in folders that hold others of the kind.
const MADE_FILES: &[&str] = &["docs/body/placement.md"];

/// Oldest Python whose numpy the pipeline is pinned to.
const PYTHON_MIN: (u32, u32) = (3, 11);

/// What becomes of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// They are written where they belong.
    Write,
    /// They are made aside and compared with those in the repository.
    Compare,
}

/// Makes everything, which also runs the checks of the pipeline.
///
/// # Errors
/// Python is missing or too old, a package cannot be fetched, a check of the pipeline found a
/// fault, or a file differs from the repository.
pub(crate) fn run(root: &Path, outcome: Outcome) -> anyhow::Result<()> {
    let python = environment(root)?;
    match outcome {
        Outcome::Write => {
            make(root, &python, root)?;
            loud(
                Command::new(&python)
                    .args(["-m", "unittest", "test_body"])
                    .current_dir(root.join("xtask/body")),
            )
        }
        Outcome::Compare => {
            let aside = root.join("target/body-check");
            if aside.exists() {
                fs::remove_dir_all(&aside)
                    .with_context(|| format!("`{}` cannot be emptied", aside.display()))?;
            }
            make(root, &python, &aside)?;
            compare(root, &aside)
        }
    }
}

fn make(root: &Path, python: &Path, out: &Path) -> anyhow::Result<()> {
    loud(
        Command::new(python)
            .arg(root.join("xtask/body/render.py"))
            .arg("--root")
            .arg(root)
            .arg("--out")
            .arg(out),
    )
}

/// The Python of an environment below `target` that has the pinned packages.
fn environment(root: &Path) -> anyhow::Result<PathBuf> {
    let folder = root.join("target/body-venv");
    let python = if cfg!(windows) {
        folder.join("Scripts/python.exe")
    } else {
        folder.join("bin/python")
    };
    if !python.is_file() {
        quiet(
            Command::new(system_python()?)
                .args(["-m", "venv"])
                .arg(&folder),
        )?;
    }
    println!("body: the packages, 48 MB when they are fetched for the first time");
    let pinned = [
        "--quiet",
        "--no-deps",
        "--require-hashes",
        "--only-binary=:all:",
    ];
    quiet(
        Command::new(&python)
            .args(["-m", "pip", "install"])
            .args(pinned)
            .arg("--requirement")
            .arg(root.join("xtask/body/requirements.txt")),
    )
    .context("the packages of `xtask/body/requirements.txt` could not be installed")?;
    Ok(python)
}

/// A Python that is new enough and can make environments.
fn system_python() -> anyhow::Result<PathBuf> {
    let remedy = "on Debian: `apt-get install python3 python3-venv`";
    let Some(python) = on_path(&["python3", "python3.exe", "python.exe"]) else {
        bail!("no `python3` on the path, which makes the body; {remedy}");
    };
    let version = answer(Command::new(&python).arg("--version")).unwrap_or_default();
    let (major, minor) = PYTHON_MIN;
    ensure!(
        version_of(&version).is_some_and(|found| found >= PYTHON_MIN),
        "`{}` is `{version}`; the body needs Python {major}.{minor} or newer",
        python.display()
    );
    ensure!(
        answer(Command::new(&python).args(["-c", "import venv, ensurepip"])).is_some(),
        "`{}` cannot make environments: its modules `venv` and `ensurepip` are missing; {remedy}",
        python.display()
    );
    Ok(python)
}

/// The first two numbers of an answer such as `Python 3.11.7`.
fn version_of(answer: &str) -> Option<(u32, u32)> {
    let mut numbers = answer.split_whitespace().nth(1)?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// Compares what was made aside with the repository, byte for byte.
fn compare(root: &Path, aside: &Path) -> anyhow::Result<()> {
    let made = made_files(aside)?;
    let kept = made_files(root)?;
    let mut faults = Vec::new();
    for file in made.union(&kept) {
        if !kept.contains(file) {
            faults.push(format!("{file} is not in the repository"));
        } else if !made.contains(file) {
            faults.push(format!("{file} is no longer made: remove it"));
        } else if read(&aside.join(file))? != read(&root.join(file))? {
            faults.push(format!("{file} differs from what the pipeline makes"));
        }
    }
    ensure!(
        faults.is_empty(),
        "{}\nrun `cargo xtask body`, look at the pictures in `docs/body`, and commit",
        faults.join("\n")
    );
    println!("body: {} files as in the repository", made.len());
    Ok(())
}

/// Paths of the made files below a folder, with forward slashes.
fn made_files(root: &Path) -> anyhow::Result<BTreeSet<String>> {
    let mut found: BTreeSet<String> = MADE_FILES
        .iter()
        .filter(|file| root.join(file).exists())
        .map(|file| (*file).to_owned())
        .collect();
    for (folder, endings) in MADE {
        let path = root.join(folder);
        let entries =
            fs::read_dir(&path).with_context(|| format!("`{}` cannot be read", path.display()))?;
        for entry in entries {
            let file = entry?.path();
            let ending = file.extension().unwrap_or_default();
            if endings.iter().any(|known| ending == *known)
                && let Some(name) = file.file_name()
            {
                found.insert(format!("{folder}/{}", name.to_string_lossy()));
            }
        }
    }
    Ok(found)
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("`{}` cannot be read", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_first_two_numbers() {
        assert_eq!(version_of("Python 3.11.7"), Some((3, 11)));
        assert_eq!(version_of("Python 3.14.0rc1"), Some((3, 14)));
        assert_eq!(version_of("no python"), None);
    }
}
