//! The programs that building and testing need, found or named with their remedy.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{bail, ensure};

use crate::process::{answer, on_path, quiet};

/// The environment variable by which browser tests learn where Chromium is.
pub(crate) const CHROMIUM_VARIABLE: &str = "FILIFORM_CHROMIUM";

/// The names under which systems install Chromium.
const CHROMIUM_NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

/// Oldest major version of Node that the build scripts and the island tests are written for.
const NODE_MAJOR_MIN: u32 = 20;

/// Where Chromium is.
#[derive(Clone, Debug)]
pub(crate) struct Chromium(pub(crate) PathBuf);

/// Makes sure of a C compiler, Node with npm, and Chromium.
///
/// # Errors
/// One of them is missing and cannot be installed from here; the message says how to get it.
pub(crate) fn ensure() -> anyhow::Result<Chromium> {
    c_compiler()?;
    node()?;
    chromium()
}

fn c_compiler() -> anyhow::Result<()> {
    let named = env::var_os("CC").is_some();
    ensure!(
        named || on_path(&["cc", "gcc", "clang"]).is_some(),
        "no C compiler, which the bundled SQLite needs; on Debian: `apt-get install gcc libc6-dev`"
    );
    Ok(())
}

fn node() -> anyhow::Result<()> {
    let remedy = "install Node 20 or newer with npm from your system or from nodejs.org";
    let Some(version) = answer(Command::new("node").arg("--version")) else {
        bail!("`node` is not on the path, which the pages' scripts need; {remedy}");
    };
    ensure!(
        major_version(&version).is_some_and(|major| major >= NODE_MAJOR_MIN),
        "Node `{version}` is too old; {remedy}"
    );
    ensure!(
        on_path(&["npm", "npm.cmd"]).is_some(),
        "`npm` is not on the path; {remedy}"
    );
    Ok(())
}

/// The first number of a version such as `v20.19.1`.
fn major_version(version: &str) -> Option<u32> {
    version
        .trim_start_matches('v')
        .split('.')
        .next()?
        .parse()
        .ok()
}

fn chromium() -> anyhow::Result<Chromium> {
    if let Some(named) = env::var_os(CHROMIUM_VARIABLE).filter(|named| !named.is_empty()) {
        let path = PathBuf::from(named);
        ensure!(
            path.is_file(),
            "{CHROMIUM_VARIABLE} names `{}`, which is not a file; correct or unset it",
            path.display()
        );
        return Ok(Chromium(path));
    }
    if let Some(path) = on_path(CHROMIUM_NAMES) {
        return Ok(Chromium(path));
    }
    install_chromium()?;
    match on_path(CHROMIUM_NAMES) {
        Some(path) => Ok(Chromium(path)),
        None => bail!("Chromium was installed but is not on the path; set {CHROMIUM_VARIABLE}"),
    }
}

/// Installs Chromium where that is ours to do: as root on a system with apt.
fn install_chromium() -> anyhow::Result<()> {
    let is_root = answer(Command::new("id").arg("-u")).as_deref() == Some("0");
    let is_debian_like =
        Path::new("/etc/debian_version").exists() && on_path(&["apt-get"]).is_some();
    ensure!(
        is_root && is_debian_like,
        "no Chromium, which the browser tests drive; on Debian: \
         `sudo apt-get install --no-install-recommends chromium`; \
         elsewhere install it and set {CHROMIUM_VARIABLE} to its path"
    );
    println!("tools: installing Chromium");
    let apt = |arguments: &[&str]| {
        quiet(
            Command::new("apt-get")
                .env("DEBIAN_FRONTEND", "noninteractive")
                .args(arguments),
        )
    };
    apt(&["update"])?;
    apt(&["install", "-y", "--no-install-recommends", "chromium"])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_the_first_number() {
        assert_eq!(major_version("v20.19.1"), Some(20));
        assert_eq!(major_version("22.0.0"), Some(22));
        assert_eq!(major_version("nightly"), None);
    }
}
