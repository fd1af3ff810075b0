//! Screening where people meet it: the patient's link, facts that arrive later, red flags.

use filiform_testkit::browser::{Outcome, Pain};

use crate::clinician::{Clinician, tell};

const PATIENT: &str = "Quinn";
const PAIN: Pain = Pain {
    nprs: 6,
    peg: [7, 6, 7],
};

impl Clinician {
    /// A course for `condition` with `no` to every question of the assessment.
    async fn assess(&mut self, condition: &str) -> Outcome<()> {
        self.visit.find(PATIENT).await?;
        self.visit.begin_assessment(condition).await?;
        self.visit.fill_assessment("left", PAIN).await
    }
}

#[tokio::test]
async fn a_patient_answers_on_their_link_and_the_plan_knows() {
    tell(async |clinician| {
        clinician.visit.find(PATIENT).await?;
        clinician.visit.begin_assessment("clbp").await?;
        let page = &clinician.visit.page;
        page.choose("input[name=side][value=left]").await?;
        clinician.visit.answer_pain(PAIN).await?;
        clinician.visit.save_assessment().await?;
        let plan = clinician.visit.page.path().await?;
        let open = clinician.visit.page.count(".ask fieldset").await?;
        assert!(open > 0, "nothing was asked, so something is open");
        clinician.look("plan with questions").await?;
        let link = clinician.visit.send_questions().await?;
        clinician.look("link").await?;

        clinician.visit.open(&link).await?;
        clinician.look("questions of a patient").await?;
        let page = &clinician.visit.page;
        page.click("form button[type=submit]").await?;
        clinician.then_it_says("short question").await?;
        let page = &clinician.visit.page;
        for name in page.attributes("input[value=no]", "name").await? {
            page.choose(&format!("input[name='{name}'][value=no]"))
                .await?;
        }
        page.click("form button[type=submit]").await?;
        clinician.then_it_says("Thank you").await?;
        clinician.visit.open(&link).await?;
        clinician.then_it_says("answered already").await?;

        clinician.visit.open(&plan).await?;
        let left = clinician.visit.page.count(".ask fieldset").await?;
        assert_eq!(left, 0, "the patient answered {open} questions");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_medicine_that_arrives_later_is_seen_by_the_agreed_plan_and_by_the_board() {
    tell(async |clinician| {
        clinician.assess("knee_oa").await?;
        clinician.visit.save_assessment().await?;
        let plan = clinician.visit.page.path().await?;
        clinician.visit.answer_every_finding().await?;
        clinician.visit.agree().await?;
        let warfarin = "Warfarin 5 mg";
        clinician
            .visit
            .add_fact(PATIENT, "medicine", warfarin)
            .await?;
        clinician.visit.open("/").await?;
        clinician
            .then_it_says("new facts changed what the screen says")
            .await?;
        clinician.visit.open(&plan).await?;
        clinician.then_it_says("Since this plan was agreed").await?;
        clinician.then_it_says("Entered by hand").await?;
        clinician.look("plan with changes").await
    })
    .await;
}

#[tokio::test]
async fn what_is_new_at_the_door_is_screened_before_the_session_starts() {
    tell(async |clinician| {
        clinician.assess("knee_oa").await?;
        clinician.visit.save_assessment().await?;
        let plan = clinician.visit.page.path().await?;
        clinician.visit.answer_every_finding().await?;
        clinician.visit.agree().await?;
        clinician.look("start of a session").await?;
        let page = &clinician.visit.page;
        page.fill("#new_problem", "severe haemophilia A").await?;
        page.click("form[action$='/sessions'] button.primary")
            .await?;
        clinician.then_it_says("Screening stops this").await?;
        clinician.then_it_says("Since this plan was agreed").await?;
        clinician.visit.open(&plan).await?;
        clinician
            .then_it_says("told at the start of a session")
            .await?;
        let again = "A session follows it again when you agree it again";
        clinician.then_it_says(again).await?;
        clinician.look("a plan to agree again").await?;
        clinician.visit.answer_every_finding().await?;
        clinician.visit.agree().await?;
        clinician.visit.start_session().await?;
        clinician
            .then_it_says("Overridden by Dr Nora Lindqvist")
            .await
    })
    .await;
}

#[tokio::test]
async fn a_yes_to_a_red_flag_stops_the_plan_and_drafts_the_referral() {
    tell(async |clinician| {
        clinician.assess("clbp").await?;
        let page = &clinician.visit.page;
        page.choose("input[name='answer-rf-cauda/saddle'][value=yes]")
            .await?;
        clinician.visit.save_assessment().await?;
        clinician.then_it_says("Cauda equina").await?;
        clinician.look("plan under a red flag").await?;
        let page = &clinician.visit.page;
        page.click("a[href$='/referral']").await?;
        let letter = page
            .evaluate("document.querySelector('#letter').value")
            .await?;
        let letter = letter.as_str().unwrap_or_default();
        assert!(letter.contains("emergency now"), "{letter}");
        assert!(letter.contains("numbness between the legs"), "{letter}");
        clinician.look("referral").await?;
        clinician.visit.page.click("form button.primary").await?;
        clinician.then_it_says("Dear colleague").await?;
        clinician.look("referral, recorded").await
    })
    .await;
}

#[tokio::test]
async fn a_current_between_two_needles_meets_the_device_in_the_chest() {
    tell(async |clinician| {
        clinician.visit.find("Lis").await?;
        clinician.visit.begin_assessment("clbp").await?;
        clinician.visit.fill_assessment("left", PAIN).await?;
        clinician.visit.save_assessment().await?;
        let before = clinician.visit.page.count(".finding.is-stop").await?;
        let page = &clinician.visit.page;
        page.evaluate(
            "document.querySelector('form[action$=\"/pairs\"]').closest('details').open = true",
        )
        .await?;
        page.evaluate("document.querySelector('#pair_b').selectedIndex = 1")
            .await?;
        page.fill("#hz", "2").await?;
        page.click("form[action$='/pairs'] button[type=submit]")
            .await?;
        clinician.then_it_says("2 Hz").await?;
        let after = clinician.visit.page.count(".finding.is-stop").await?;
        assert!(after > before, "the defibrillator stops the current");
        clinician.visit.page.body_ready().await?;
        let forbidden = ".body-live .pair.is-forbidden";
        assert!(
            clinician.visit.page.exists(forbidden).await?,
            "the body shows that the pair is forbidden"
        );
        clinician.look("plan with current").await?;
        let page = &clinician.visit.page;
        page.click("form[action$='/pairs/0/remove'] button").await?;
        let apart = clinician.visit.page.count(".finding.is-stop").await?;
        assert_eq!(
            apart, before,
            "by hand nothing is stopped that was not before"
        );
        Ok(())
    })
    .await;
}
