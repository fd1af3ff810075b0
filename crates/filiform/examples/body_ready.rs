//! How long until the body of a page can be used, and what the page weighs: in a new Chromium each time,
//! nothing in its cache, WebGL reckoned by the processor, over loopback.
//!
//! `cargo build --release -p filiform && cargo run --release -p filiform --example body_ready`. No figure
//! is asserted.
#![expect(
    clippy::print_stdout,
    reason = "a tool at the command line says what it measured"
)]

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use filiform_testkit::browser::{Browser, Demo, Graphics, Outcome, Visit};

/// Browsers that are started.
const TIMES: usize = 11;

/// From the press on the link to the body that can be turned and tapped, in milliseconds.
const READY: &str = "performance.getEntriesByName('body-ready')[0].startTime";
/// The document and everything it loaded, compressed, in bytes.
const WEIGHT: &str = "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')] \
     .reduce((sum, it) => sum + it.encodedBodySize, 0)";

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let demo = Demo::start(&program()?)?;
    for graphics in [Graphics::Software, Graphics::NoWebGl] {
        let mut took = Vec::new();
        let mut weight = 0.0;
        for _ in 0..TIMES {
            let browser = Browser::start_with(graphics).await?;
            let visit = Visit::new(browser.page().await?, &demo);
            let measured = open(&visit, &demo).await;
            browser.close().await?;
            let (ready, bytes) = measured?;
            took.push(ready);
            weight = bytes;
        }
        took.sort_by(f64::total_cmp);
        let at = |index: usize| took.get(index).copied().unwrap_or_default();
        println!(
            "{graphics:?}: the body of the running session is ready after a median of {:.0} ms, longest of {TIMES} {:.0} ms; {weight:.0} bytes",
            at(took.len() / 2),
            at(took.len().saturating_sub(1)),
        );
    }
    Ok(())
}

/// Opens the session that runs in the demonstration; answers milliseconds and bytes.
async fn open(visit: &Visit, demo: &Demo) -> Outcome<(f64, f64)> {
    visit.sign_in(demo).await?;
    let session = visit
        .page
        .attributes("a[href^='/sessions/']", "href")
        .await?;
    let session = session.first().map_or("/", String::as_str);
    // The sign-in page has filled the cache with what every page needs.
    visit.page.forget_cache().await?;
    visit.open(session).await?;
    visit.page.body_ready().await?;
    let number = async |script: &str| {
        let value = visit.page.evaluate(script).await?;
        Outcome::Ok(value.as_f64().unwrap_or_default())
    };
    Ok((number(READY).await?, number(WEIGHT).await?))
}

/// The release build of the program, which has to be built before.
fn program() -> anyhow::Result<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .context("the crate has no workspace")?;
    let program = root.join("target/release/filiform");
    ensure!(
        program.exists(),
        "build the program first: cargo build --release -p filiform"
    );
    Ok(program)
}
