use std::path::Path;
use std::process::Command;

/// Runs a tool of the crate's own npm packages, which the build script has installed.
fn npm_run(script: &str) -> std::process::Output {
    Command::new("npm")
        .args(["run", "--silent", script])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .output()
        .unwrap()
}

#[test]
fn the_islands_agree_with_their_types() {
    let run = npm_run("check");
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stdout)
    );
}

#[test]
fn the_islands_do_what_their_own_tests_say() {
    let run = npm_run("test");
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stdout)
    );
}
