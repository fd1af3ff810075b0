//! How long a clinician waits for the verdict after a tap on the plan: in Chromium, over loopback, from the
//! press to the page that shows the new verdict and coverage.
//!
//! `cargo build --release -p filiform && cargo run --release -p filiform --example plan_edit`. No figure is
//! asserted.
#![expect(
    clippy::print_stdout,
    reason = "a tool at the command line says what it measured"
)]

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use filiform_testkit::browser::{Browser, Demo, Outcome, Pain, Visit};

/// Needles added and removed again.
const TAPS: usize = 60;

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let demo = Demo::start(&program()?)?;
    let browser = Browser::start().await?;
    let visit = Visit::new(browser.page().await?, &demo);
    let measured = measure(&visit, &demo).await;
    browser.close().await?;
    let mut took = measured?;
    took.sort_by(f64::total_cmp);
    let at = |index: usize| took.get(index).copied().unwrap_or_default();
    println!(
        "{} taps on the plan: median {:.1} ms, 95th percentile {:.1} ms, longest {:.1} ms",
        took.len(),
        at(took.len() / 2),
        at(took.len() * 95 / 100),
        at(took.len().saturating_sub(1))
    );
    Ok(())
}

async fn measure(visit: &Visit, demo: &Demo) -> Outcome<Vec<f64>> {
    visit.sign_in(demo).await?;
    visit.find("Kerr").await?;
    visit.begin_assessment("knee_oa").await?;
    let pain = Pain {
        nprs: 6,
        peg: [7, 6, 7],
    };
    visit.fill_assessment("left", pain).await?;
    visit.save_assessment().await?;
    let mut took = Vec::new();
    for _ in 0..TAPS / 2 {
        visit.page.fill("#point", "GB21").await?;
        let side = "details.add-needle input[name=side][value=left]";
        visit
            .page
            .evaluate("document.querySelector('details.add-needle').open = true")
            .await?;
        visit.page.choose(side).await?;
        took.push(tap(visit, "details.add-needle form button[type=submit]").await?);
        took.push(tap(visit, "button[aria-label='Remove GB21 left' i]").await?);
    }
    Ok(took)
}

/// Milliseconds from the press until the list has another number of needles.
async fn tap(visit: &Visit, selector: &str) -> Outcome<f64> {
    let script = format!(
        "new Promise((answer) => {{
            const count = () => document.querySelectorAll('.needle-list > .needle').length;
            const before = count();
            const pressed = performance.now();
            const look = () => {{
                if (count() === before) return;
                watch.disconnect();
                requestAnimationFrame(() => answer(performance.now() - pressed));
            }};
            const watch = new MutationObserver(look);
            watch.observe(document.documentElement, {{ childList: true, subtree: true }});
            document.querySelector({}).click();
        }})",
        serde_json::json!(selector)
    );
    let took = visit.page.evaluate(&script).await?;
    Ok(took.as_f64().unwrap_or(f64::NAN))
}

/// The program beside this example.
fn program() -> anyhow::Result<PathBuf> {
    let own = std::env::current_exe().context("this example does not know where it is")?;
    let folder = own.parent().and_then(Path::parent);
    let folder = folder.context("this example stands nowhere")?;
    let program = folder.join(format!("filiform{}", std::env::consts::EXE_SUFFIX));
    ensure!(
        program.is_file(),
        "`{}` is not built; run `cargo build --release -p filiform` first",
        program.display()
    );
    Ok(program)
}
