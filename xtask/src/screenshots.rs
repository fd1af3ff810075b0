//! `cargo xtask screenshots`: pictures of every page, taken by an example of the binary.

use std::path::Path;

use anyhow::ensure;

use crate::process::{cargo, loud};
use crate::tools::{self, Chromium};

/// Takes the pictures into a folder, relative to the root of the workspace.
///
/// # Errors
/// The example does not exist, a tool is missing, or the example failed.
pub(crate) fn run(root: &Path, folder: &str) -> anyhow::Result<()> {
    let example = root.join("crates/filiform/examples/screenshots.rs");
    ensure!(
        example.exists() || example.with_extension("").join("main.rs").exists(),
        "crates/filiform has no example `screenshots` yet, so there is nothing to take pictures with"
    );
    let Chromium(chromium) = tools::ensure()?;
    loud(&mut cargo(
        root,
        &["build", "--release", "--package", "filiform"],
    ))?;
    let arguments = [
        "run",
        "--release",
        "--package",
        "filiform",
        "--example",
        "screenshots",
        "--",
        folder,
    ];
    loud(cargo(root, &arguments).env(tools::CHROMIUM_VARIABLE, chromium))
}
