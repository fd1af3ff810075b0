//! Pictures of every page of the demonstration, in four window sizes, light and dark.
//!
//! `cargo xtask screenshots [folder]` builds the program and runs this. With `--whole` each picture
//! shows the page down to its end; `--only=plan` takes those whose name begins so.
#![expect(
    clippy::print_stdout,
    reason = "a tool at the command line says what it wrote"
)]

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use filiform_testkit::browser::{Browser, Demo, Graphics, Outcome, Pain, Visit};

/// Window sizes: a desk, a laptop, a tablet upright, a telephone.
const SIZES: [(u32, u32); 4] = [(1440, 900), (1024, 768), (834, 1112), (390, 844)];

/// The patient of the demonstration on whom the pages are shown.
const PATIENT: &str = "Kerr";

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let is_whole = arguments.iter().any(|argument| argument == "--whole");
    let only = arguments
        .iter()
        .find_map(|argument| argument.strip_prefix("--only="));
    let folder = arguments
        .iter()
        .find(|argument| !argument.starts_with("--"));
    let folder = PathBuf::from(folder.map_or("screenshots", String::as_str));
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("`{}` cannot be made", folder.display()))?;
    let demo = Demo::start(&program()?)?;
    let browser = Browser::start_with(Graphics::Software).await?;
    let mut album = Album {
        visit: Visit::new(browser.page().await?, &demo),
        folder,
        is_whole,
        only: only.unwrap_or_default().to_owned(),
        taken: 0,
    };
    let taken = album.fill(&demo).await;
    browser.close().await?;
    taken?;
    println!(
        "{} pictures are in `{}`",
        album.taken,
        album.folder.display()
    );
    Ok(())
}

/// The program beside this example.
fn program() -> anyhow::Result<PathBuf> {
    let own = std::env::current_exe().context("this example does not know where it is")?;
    let folder = own
        .parent()
        .and_then(Path::parent)
        .context("this example stands nowhere")?;
    let program = folder.join(format!("filiform{}", std::env::consts::EXE_SUFFIX));
    ensure!(
        program.is_file(),
        "`{}` is not built; run `cargo xtask screenshots`, which builds it",
        program.display()
    );
    Ok(program)
}

struct Album {
    visit: Visit,
    folder: PathBuf,
    is_whole: bool,
    /// The beginning of the names of the pictures that are wanted.
    only: String,
    taken: usize,
}

impl Album {
    async fn fill(&mut self, demo: &Demo) -> Outcome<()> {
        self.visit.open("/sign-in").await?;
        self.take("sign-in").await?;
        self.visit.sign_in(demo).await?;
        self.show("/", "today").await?;
        self.show("/patients", "patients").await?;
        self.show("/import", "import").await?;
        self.patient().await?;
        self.plan().await?;
        self.session().await?;
        self.after().await?;
        self.again().await?;
        self.show("/verify", "verify").await?;
        self.referral().await?;
        self.habits().await?;
        self.atlas().await
    }

    /// What the clinic and its clinicians keep to, empty and filled, and a plan that came from it.
    async fn habits(&mut self) -> Outcome<()> {
        self.show("/protocols", "protocols-none").await?;
        self.show("/preferences", "preferences-none").await?;
        let page = &self.visit.page;
        page.fill("#point", "GB21").await?;
        page.choose("input[name=wish][value=never]").await?;
        page.fill("#reason", "too near the lung for me").await?;
        page.click("main form.stack button.primary").await?;
        self.take("preferences").await?;
        self.visit.find("Quinn").await?;
        self.visit.begin_assessment("knee_oa").await?;
        let pain = Pain {
            nprs: 6,
            peg: [7, 6, 7],
        };
        self.visit.fill_assessment("left", pain).await?;
        self.visit.save_assessment().await?;
        let page = &self.visit.page;
        page.fill("#protocol_name", "Knee, ours").await?;
        page.click("form.save-protocol button[type=submit]").await?;
        let page = &self.visit.page;
        page.click("button[aria-label='Take over Knee, ours']")
            .await?;
        page.evaluate("document.querySelectorAll('.own-protocols details').forEach((one) => { one.open = true })")
            .await?;
        self.take("protocols-plan").await?;
        self.show("/protocols", "protocols").await
    }

    async fn atlas(&mut self) -> Outcome<()> {
        self.show("/atlas", "atlas").await?;
        self.show("/atlas?q=knee", "atlas-found").await?;
        self.show("/atlas/points/st36", "atlas-point").await?;
        self.show("/atlas/conditions/knee-oa", "atlas-condition")
            .await?;
        self.show("/atlas/claims", "atlas-claims").await
    }

    async fn patient(&mut self) -> Outcome<()> {
        self.visit.find(PATIENT).await?;
        self.take("patient").await?;
        for tab in ["history", "sessions", "measures", "record"] {
            self.visit
                .page
                .click(&format!(".tabs a[href$='/{tab}']"))
                .await?;
            self.take(&format!("patient-{tab}")).await?;
        }
        self.visit.page.click(".tabs li:first-child a").await?;
        self.visit.begin_assessment("knee_oa").await?;
        let pain = Pain {
            nprs: 6,
            peg: [7, 6, 7],
        };
        self.visit.fill_assessment("left", pain).await?;
        self.take("assess").await?;
        self.visit.save_assessment().await
    }

    async fn plan(&mut self) -> Outcome<()> {
        self.take("plan").await?;
        self.visit.add_needle("GB21", "left", ("15", "25")).await?;
        self.take("plan-stopped").await?;
        self.visit.remove_planned("GB21", "left").await?;
        self.edit().await?;
        let plan = self.visit.page.path().await?;
        let others = format!("{plan}/alternatives");
        self.show(&others, "alternatives").await?;
        self.visit.open(&plan).await?;
        let link = self.visit.send_questions().await?;
        self.take("questions-link").await?;
        self.visit.open(&link).await?;
        self.take("questions-patient").await?;
        self.visit.open(&plan).await?;
        self.visit.answer_every_finding().await?;
        self.visit.agree().await?;
        self.take("plan-agreed").await?;
        self.visit
            .add_fact(PATIENT, "medicine", "Clopidogrel 75 mg")
            .await?;
        self.show(&plan, "plan-changed").await?;
        self.visit.open(&plan).await
    }

    /// The form of a needle, something beside the needles, and an edit to undo.
    async fn edit(&mut self) -> Outcome<()> {
        let page = &self.visit.page;
        page.fill("#treatment", "Walks of 20 minutes, daily")
            .await?;
        let open = "document.querySelector('.add-co-treatment').open = true";
        page.evaluate(open).await?;
        page.click(".add-co-treatment button[type=submit]").await?;
        for selector in [".needle-list .change", ".alongside .change"] {
            let open = format!("document.querySelector('{selector}').open = true");
            page.evaluate(&open).await?;
        }
        self.take("plan-editing").await
    }

    /// The plan of a second course beside the one of the first.
    async fn again(&mut self) -> Outcome<()> {
        self.visit.find(PATIENT).await?;
        let page = &self.visit.page;
        page.click("main a.button[href$='/assess']").await?;
        let knee = "input[name=condition][value='knee_oa']";
        page.choose(knee).await?;
        page.click("button[name=step]").await?;
        let pain = Pain {
            nprs: 4,
            peg: [5, 4, 5],
        };
        self.visit.fill_assessment("left", pain).await?;
        self.visit.save_assessment().await?;
        let open = "document.querySelector('.earlier').open = true";
        self.visit.page.evaluate(open).await?;
        self.take("plan-last-course").await
    }

    /// A yes to a warning sign, and the letter that it drafts.
    async fn referral(&mut self) -> Outcome<()> {
        self.visit.find("Lis").await?;
        self.visit.begin_assessment("clbp").await?;
        let pain = Pain {
            nprs: 6,
            peg: [7, 6, 7],
        };
        self.visit.fill_assessment("left", pain).await?;
        let yes = "input[name='answer-rf-cauda/saddle'][value=yes]";
        self.visit.page.choose(yes).await?;
        self.visit.save_assessment().await?;
        self.take("referral-plan").await?;
        self.visit.page.click("a[href$='/referral']").await?;
        self.take("referral-letter").await
    }

    async fn session(&mut self) -> Outcome<()> {
        self.visit.start_session().await?;
        self.visit.place_next(false).await?;
        self.visit.place_next(false).await?;
        self.take("session-placing").await?;
        for _ in 2..6 {
            self.visit.place_next(false).await?;
        }
        self.visit.start_rest(20).await?;
        self.take("session-resting").await?;
        for _ in 0..5 {
            self.visit.remove_next(false).await?;
        }
        self.visit.sign(6, 6).await?;
        self.take("session-refused").await?;
        self.visit.remove_next(false).await?;
        self.take("session-after").await?;
        self.visit.sign(6, 6).await?;
        self.take("session-signed").await
    }

    /// The outcome and the record of the patient who has finished five sessions.
    async fn after(&mut self) -> Outcome<()> {
        self.visit.find("Raman").await?;
        self.take("patient-course").await?;
        self.visit
            .page
            .click("main a[href$='/measures']:not(.tabs a)")
            .await?;
        self.take("outcome").await?;
        self.visit.find("Raman").await?;
        self.visit.page.click(".tabs a[href$='/record']").await?;
        self.visit
            .page
            .click("main a[href^='/courses/'][href$='/record']")
            .await?;
        self.take("record").await
    }

    async fn show(&mut self, path: &str, name: &str) -> Outcome<()> {
        self.visit.open(path).await?;
        self.take(name).await
    }

    /// One picture for every window size, light and dark.
    async fn take(&mut self, name: &str) -> Outcome<()> {
        if !name.starts_with(&self.only) {
            return Ok(());
        }
        let page = &self.visit.page;
        for (width, height) in SIZES {
            for (dark, scheme) in [(false, "light"), (true, "dark")] {
                let file = self
                    .folder
                    .join(format!("{name}-{width}x{height}-{scheme}.png"));
                if self.is_whole {
                    page.whole_screenshot(&file, width, height, dark).await?;
                } else {
                    page.screenshot(&file, width, height, dark).await?;
                }
                self.taken += 1;
            }
        }
        page.resize(1440, 900).await
    }
}
