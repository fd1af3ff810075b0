//! This test program, run once more as a process of its own.

use std::path::Path;
use std::process::{Command, Stdio};

/// Where the child finds its database; unset in an ordinary run.
const DATABASE: &str = "FILIFORM_TEST_DATABASE";

/// The database a child was started for. `None`: this is not a child.
pub(crate) fn database() -> Option<std::path::PathBuf> {
    std::env::var_os(DATABASE).map(Into::into)
}

/// Runs one test of this program as a child, with everything it prints coming to us.
pub(crate) fn running(test: &str, database: &Path) -> Command {
    let program = std::env::current_exe().expect("a program knows where it is");
    of(&program, test, database)
}

/// The same from a copy of this program.
pub(crate) fn of(program: &Path, test: &str, database: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(DATABASE, database)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}
