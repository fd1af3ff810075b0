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

/// Taps of every sort: half of them add a needle or make one deeper, half take it back.
const TAPS: usize = 60;

/// What tells one number of needles from another.
const COUNT: &str = "document.querySelectorAll('.plan-needles .needle').length";
/// What tells one depth of the first needle from another.
const DEPTH: &str = "document.querySelector('.needle-how').textContent";

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let demo = Demo::start(&program()?)?;
    let browser = Browser::start().await?;
    let visit = Visit::new(browser.page().await?, &demo);
    let measured = measure(&visit, &demo).await;
    browser.close().await?;
    for (what, took) in measured? {
        say(what, took);
    }
    Ok(())
}

fn say(what: &str, mut took: Vec<f64>) {
    took.sort_by(f64::total_cmp);
    let at = |index: usize| took.get(index).copied().unwrap_or_default();
    println!(
        "{what}, {} taps: median {:.1} ms, 95th percentile {:.1} ms, longest {:.1} ms",
        took.len(),
        at(took.len() / 2),
        at(took.len() * 95 / 100),
        at(took.len().saturating_sub(1))
    );
}

async fn measure(visit: &Visit, demo: &Demo) -> Outcome<[(&'static str, Vec<f64>); 3]> {
    visit.sign_in(demo).await?;
    visit.find("Kerr").await?;
    visit.begin_assessment("knee_oa").await?;
    let pain = Pain {
        nprs: 6,
        peg: [7, 6, 7],
    };
    visit.fill_assessment("left", pain).await?;
    visit.save_assessment().await?;
    let needles = add_and_remove(visit).await?;
    let (depths, undos) = deepen_and_undo(visit).await?;
    Ok([
        ("a needle added or removed", needles),
        ("a depth changed", depths),
        ("an edit undone", undos),
    ])
}

async fn add_and_remove(visit: &Visit) -> Outcome<Vec<f64>> {
    let mut took = Vec::new();
    for _ in 0..TAPS / 2 {
        visit.page.fill("#point", "GB21").await?;
        let side = "details.add-needle input[name=side][value=left]";
        visit
            .page
            .evaluate("document.querySelector('details.add-needle').open = true")
            .await?;
        visit.page.choose(side).await?;
        let add = "details.add-needle form button[type=submit]";
        took.push(tap(visit, add, COUNT).await?);
        let remove = "button[aria-label='Remove GB21 left' i]";
        took.push(tap(visit, remove, COUNT).await?);
    }
    Ok(took)
}

async fn deepen_and_undo(visit: &Visit) -> Outcome<(Vec<f64>, Vec<f64>)> {
    let (mut depths, mut undos) = (Vec::new(), Vec::new());
    for _ in 0..TAPS / 2 {
        visit.page.fill("[id='depth_min_mm.0']", "11").await?;
        visit.page.fill("[id='depth_max_mm.0']", "13").await?;
        let save = "form[action$='/plan/needles/0'] button[type=submit]";
        depths.push(tap(visit, save, DEPTH).await?);
        undos.push(tap(visit, "#undo", DEPTH).await?);
    }
    Ok((depths, undos))
}

/// Milliseconds from the press until what is watched has another value.
async fn tap(visit: &Visit, selector: &str, watched: &str) -> Outcome<f64> {
    let script = format!(
        "new Promise((answer) => {{
            const value = () => {watched};
            const before = value();
            const pressed = performance.now();
            const look = () => {{
                if (value() === before) return;
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
