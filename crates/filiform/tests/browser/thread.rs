//! One patient from the import to the trend, by the pages alone.

use std::path::{Path, PathBuf};

use filiform_testkit::browser::{Browser, Failure, Outcome, Pain, Visit};
use tempfile::TempDir;

use crate::accessible::Audit;
use crate::clinic::{given_a_demonstration, workspace};

const KNEE: &str = "knee_oa";
const BEFORE: Pain = Pain {
    nprs: 6,
    peg: [7, 6, 7],
};
const AFTER: Pain = Pain {
    nprs: 4,
    peg: [5, 4, 4],
};

#[tokio::test]
async fn a_patient_from_import_to_trend() {
    let demo = given_a_demonstration();
    let browser = Browser::start()
        .await
        .unwrap_or_else(|failure| panic!("{failure}"));
    let page = browser.page().await.unwrap();
    let mut walk = Walk {
        visit: Visit::new(page, &demo),
        audit: Audit::new(),
    };
    let (_folder, bundle) = given_a_bundle();

    walk.visit.sign_in(&demo).await.unwrap();
    let told = walk.whole_thread(&bundle).await;
    let complaints = walk.visit.page.console_errors();
    browser.close().await.unwrap();
    told.unwrap();
    then_the_console_is_silent(&complaints);
    walk.audit.then_nothing_is_serious();
}

struct Walk {
    visit: Visit,
    audit: Audit,
}

impl Walk {
    async fn whole_thread(&mut self, bundle: &Path) -> Outcome<()> {
        self.look("today").await?;
        self.visit.open("/patients").await?;
        self.look("patients").await?;
        self.when_importing(bundle).await?;
        self.when_assessing_the_left_knee().await?;
        self.then_the_warfarin_line_is_named().await?;
        self.when_adding_and_removing_gb21().await?;
        self.when_answering_and_agreeing().await?;
        let placed = self.when_placing_six_needles().await?;
        self.when_taking_out_all_but_one(placed).await?;
        self.then_signing_is_refused(placed).await?;
        self.when_taking_out_the_last_and_signing(placed).await?;
        self.when_recording_the_measure().await?;
        self.then_the_ledger_is_whole().await
    }

    async fn when_importing(&mut self, bundle: &Path) -> Outcome<()> {
        self.visit.import(bundle).await?;
        self.look("import").await?;
        let counted = self.text("main").await?;
        require(&counted, "MedicationRequest")?;
        self.visit.page.click("main a.button.primary").await?;
        self.look("patient").await?;
        for tab in ["history", "sessions", "measures", "record"] {
            self.visit
                .page
                .click(&format!(".tabs a[href$='/{tab}']"))
                .await?;
            self.look(tab).await?;
        }
        self.visit.page.click(".tabs li:first-child a").await
    }

    async fn when_assessing_the_left_knee(&mut self) -> Outcome<()> {
        self.visit.begin_assessment(KNEE).await?;
        self.visit.fill_assessment("left", BEFORE).await?;
        self.look("assess").await?;
        self.visit.save_assessment().await?;
        self.look("plan").await
    }

    async fn then_the_warfarin_line_is_named(&self) -> Outcome<()> {
        let findings = self.text(".finding").await?;
        let named = findings.lines().any(|one| {
            one.contains("Warfarin") && one.contains("MedicationRequest") && one.contains("Rule")
        });
        if named {
            Ok(())
        } else {
            Err(Failure::new(format!(
                "no finding names the line: {findings}"
            )))
        }
    }

    async fn when_adding_and_removing_gb21(&mut self) -> Outcome<()> {
        let stops = self.visit.page.count(".finding.is-stop").await?;
        self.visit.add_needle("GB21", "left", ("15", "25")).await?;
        if self.visit.page.count(".finding.is-stop").await? <= stops {
            let shown = self.text("main").await?;
            return Err(Failure::new(format!("GB21 raises no stop: {shown}")));
        }
        let stop = self.text(".finding.is-stop").await?;
        require(&stop, "GB21")?;
        require(&stop, "anticoag-deep")?;
        self.look("plan with a stop").await?;
        self.visit.remove_planned("GB21", "left").await?;
        let needles = self.text(".needle-list").await?;
        if needles.contains("GB21") {
            return Err(Failure::new("GB21 is still planned"));
        }
        Ok(())
    }

    async fn when_answering_and_agreeing(&mut self) -> Outcome<()> {
        let answered = self.visit.answer_every_finding().await?;
        println!("{answered} findings were answered");
        self.visit.agree().await?;
        let agreed = self.text("main").await?;
        require(&agreed, "Agreed by")?;
        self.look("agreed plan").await
    }

    async fn when_placing_six_needles(&mut self) -> Outcome<usize> {
        self.visit.start_session().await?;
        for placed in 1..=6 {
            self.visit.place_next(placed % 2 == 0).await?;
            self.then_needles_in(placed).await?;
        }
        self.look("session, placing").await?;
        self.visit.start_rest(20).await?;
        self.look("session, resting").await?;
        Ok(6)
    }

    async fn when_taking_out_all_but_one(&self, placed: usize) -> Outcome<()> {
        for left in (1..placed).rev() {
            self.visit.remove_next(left % 2 == 0).await?;
            self.then_needles_in(left).await?;
        }
        Ok(())
    }

    async fn then_signing_is_refused(&mut self, placed: usize) -> Outcome<()> {
        self.visit.sign(placed, placed).await?;
        let refused = self.text("[role=alert]").await?;
        require(&refused, "Not signed: 1 needle is still in")?;
        self.look("session, refused").await?;
        self.then_needles_in(1).await
    }

    async fn when_taking_out_the_last_and_signing(&mut self, placed: usize) -> Outcome<()> {
        self.visit.remove_next(false).await?;
        self.then_needles_in(0).await?;
        self.look("session, after").await?;
        self.visit.sign(placed, placed).await?;
        let signed = self.text("main").await?;
        require(&signed, "Signed by")?;
        self.look("session, signed").await
    }

    async fn when_recording_the_measure(&mut self) -> Outcome<()> {
        self.visit
            .page
            .click("main a.button.primary[href$='/measures']")
            .await?;
        self.visit.answer_pain(AFTER).await?;
        self.visit
            .page
            .click("form[action$='/measures'] button.primary")
            .await?;
        let dots = self.visit.page.count("figure.trend svg .trend-dot").await?;
        if dots < 4 {
            let shown = self.text("main").await?;
            return Err(Failure::new(format!(
                "the trends have {dots} values: {shown}"
            )));
        }
        self.look("outcome").await
    }

    async fn then_the_ledger_is_whole(&mut self) -> Outcome<()> {
        self.visit.open("/verify").await?;
        self.look("verify").await?;
        let verdict = self.text("main").await?;
        require(&verdict, "whole")
    }

    async fn then_needles_in(&self, expected: usize) -> Outcome<()> {
        let counted = self.visit.needles_in().await?;
        if counted == expected {
            return Ok(());
        }
        let shown = self.text("main").await?;
        Err(Failure::new(format!(
            "{counted} needles in, not {expected}: {shown}"
        )))
    }

    async fn text(&self, selector: &str) -> Outcome<String> {
        self.visit.page.text(selector).await
    }

    async fn look(&mut self, name: &str) -> Outcome<()> {
        self.audit.look(&self.visit.page, name).await
    }
}

/// Somebody with warfarin and a bad knee whom the demonstration does not know yet.
fn given_a_bundle() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let shared = workspace().join("../shared/data/synthea-r4");
    let files = std::fs::read_dir(shared).into_iter().flatten().flatten();
    let becker = files.map(|entry| entry.path()).find(|path| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("Derek_Becker"))
    });
    if let Some(path) = becker {
        // Chromium refuses a file whose path goes up through `..`.
        return (folder, path.canonicalize().unwrap());
    }
    println!("skipped the shared bundle: absent");
    let ours = workspace().join("crates/filiform-fhir/fixtures/knee-warfarin.json");
    let text = std::fs::read_to_string(ours).unwrap();
    let text = text
        .replace("5f0c8e1a-", "6e1d9f2b-")
        .replace("H-4711", "H-4712")
        .replace("Kerr", "Byrne")
        .replace("Aoife", "Maeve")
        .replace("1956-04-11", "1957-05-12");
    let path = folder.path().join("byrne.json");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

fn require(text: &str, words: &str) -> Outcome<()> {
    if text.contains(words) {
        return Ok(());
    }
    Err(Failure::new(format!("`{words}` is not in: {text}")))
}

/// Chromium reports an answer of 422 as an error of the network; that answer is the page's own.
fn then_the_console_is_silent(complaints: &[String]) {
    let of_ours = complaints
        .iter()
        .filter(|one| !one.contains("status of 422"));
    let of_ours: Vec<&String> = of_ours.collect();
    assert!(of_ours.is_empty(), "the console says: {of_ours:#?}");
}
