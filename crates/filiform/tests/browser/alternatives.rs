//! What could be done instead of a plan: looked at, taken over, undone; and what else a plan takes in.

use filiform_testkit::browser::{Outcome, Pain};

use crate::clinician::{Clinician, tell};

impl Clinician {
    async fn when_looking_at_alternatives(&self) -> Outcome<()> {
        self.visit.page.click("main a[href$='/alternatives']").await
    }

    async fn when_taking(&self, which: &str) -> Outcome<()> {
        let button = format!("form:has(input[name=which][value^='{which}']) button");
        self.visit.page.click(&button).await
    }
}

#[tokio::test]
async fn a_plan_with_fewer_needles_is_taken_over_and_undone() {
    tell(async |clinician| {
        clinician.given_a_plan("knee_oa").await?;
        let proposed = clinician.needles().await?;
        clinician.when_looking_at_alternatives().await?;
        clinician.look("alternatives").await?;
        clinician
            .then_it_says("it is the best one for what was asked")
            .await?;
        clinician.when_taking("needles.3").await?;
        assert_eq!(clinician.needles().await?.len(), 3);

        clinician.when_looking_at_alternatives().await?;
        clinician.then_it_says("of the best one").await?;
        clinician.visit.page.click("main a[href$='/plan']").await?;
        clinician.when_undoing().await?;
        assert_eq!(clinician.needles().await?, proposed);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_substitute_stands_in_the_place_of_one_needle_and_the_others_stay() {
    tell(async |clinician| {
        clinician.given_a_plan("knee_oa").await?;
        let proposed = clinician.needles().await?;
        clinician.when_looking_at_alternatives().await?;
        clinician.when_taking("swap.0.").await?;
        let now = clinician.needles().await?;
        assert_eq!(now.len(), proposed.len());
        assert_ne!(now[0], proposed[0]);
        let name = |needle: &String| needle.split(' ').next().unwrap_or_default().to_owned();
        let (rest, before): (Vec<_>, Vec<_>) = (
            now[1..].iter().map(name).collect(),
            proposed[1..].iter().map(name).collect(),
        );
        assert_eq!(rest, before);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn two_complaints_and_a_tender_muscle_are_planned_together() {
    tell(async |clinician| {
        clinician.visit.find("Kerr").await?;
        clinician.visit.begin_assessment("knee_oa").await?;
        let pain = Pain {
            nprs: 5,
            peg: [5, 5, 5],
        };
        clinician.visit.fill_assessment("left", pain).await?;
        let page = &clinician.visit.page;
        page.evaluate(
            "document.querySelectorAll('main details').forEach(it => { it.open = true })",
        )
        .await?;
        page.fill("#also_condition", "lat_epi").await?;
        page.choose("input[name=also_side][value=right]").await?;
        page.fill("#tender_muscle", "popliteus").await?;
        page.choose("input[name=tender_side][value=left]").await?;
        clinician.look("assessment of two complaints").await?;
        clinician.visit.save_assessment().await?;
        clinician.then_it_says("opliteus left").await?;
        clinician
            .then_it_says("xtensor carpi radialis brevis right")
            .await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn pairs_for_current_are_chosen_together_and_undone() {
    tell(async |clinician| {
        clinician.given_a_plan("clbp").await?;
        let page = &clinician.visit.page;
        page.evaluate(
            "document.querySelectorAll('main details').forEach(it => { it.open = true })",
        )
        .await?;
        page.click("form[action$='/pairs/choose'] button").await?;
        clinician.then_it_says("Take apart").await?;
        clinician.then_it_says("2 Hz").await?;
        clinician.look("plan with pairs").await?;
        clinician.when_undoing().await?;
        let text = clinician.visit.page.text("main").await?;
        assert!(!text.contains("Take apart"));
        Ok(())
    })
    .await;
}
