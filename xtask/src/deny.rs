//! `cargo xtask deny`: the dependency rules of `deny.toml`, judged by cargo-deny.

use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;

use crate::process::{answer, cargo, quiet};

/// The version of cargo-deny that is installed when there is none.
const CARGO_DENY_VERSION: &str = "0.20.2";

/// Longest wait for the advisory database: it is welcome, not required.
const ADVISORIES_WAIT: Duration = Duration::from_mins(1);

/// Judges licences, bans and sources, and advisories when their database can be reached.
///
/// # Errors
/// cargo-deny cannot be installed, or a rule is broken.
pub(crate) fn run(root: &Path) -> anyhow::Result<()> {
    install_if_missing(root)?;
    quiet(&mut cargo(
        root,
        &["deny", "check", "bans", "licenses", "sources"],
    ))?;
    if is_advisory_database_fetched(root)? {
        quiet(&mut cargo(
            root,
            &["deny", "check", "advisories", "--disable-fetch"],
        ))?;
    } else {
        println!("deny: the advisory database is out of reach, so advisories were not looked at");
    }
    Ok(())
}

fn install_if_missing(root: &Path) -> anyhow::Result<()> {
    if answer(&mut cargo(root, &["deny", "--version"])).is_some() {
        return Ok(());
    }
    println!("deny: installing cargo-deny {CARGO_DENY_VERSION}, four to six minutes, once");
    let arguments = [
        "install",
        "cargo-deny",
        "--locked",
        "--quiet",
        "--version",
        CARGO_DENY_VERSION,
    ];
    quiet(&mut cargo(root, &arguments))
        .map(drop)
        .context("cargo-deny could not be installed")
}

fn is_advisory_database_fetched(root: &Path) -> anyhow::Result<bool> {
    let mut fetching = cargo(root, &["deny", "fetch", "db"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("`cargo deny fetch` could not be started")?;
    let started = Instant::now();
    while started.elapsed() < ADVISORIES_WAIT {
        if let Some(status) = fetching.try_wait()? {
            return Ok(status.success());
        }
        thread::sleep(Duration::from_millis(100));
    }
    fetching.kill()?;
    fetching.wait()?;
    Ok(false)
}
