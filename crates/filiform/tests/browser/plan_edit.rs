//! A plan edited as a clinician expects: in place, undone, and with the plan of the last course at hand.

use filiform_testkit::browser::{Outcome, Pain};

use crate::clinician::{Clinician, tell};

const PATIENT: &str = "Kerr";
const PAIN: Pain = Pain {
    nprs: 6,
    peg: [7, 6, 7],
};

impl Clinician {
    pub(crate) async fn given_a_plan(&mut self, condition: &str) -> Outcome<()> {
        self.visit.find(PATIENT).await?;
        let page = &self.visit.page;
        page.click("main a.button[href$='/assess']").await?;
        page.choose(&format!("input[name=condition][value='{condition}']"))
            .await?;
        page.click("button[name=step]").await?;
        self.visit.fill_assessment("left", PAIN).await?;
        self.visit.save_assessment().await
    }

    /// Opens the form of the needle with this index; the names of its fields end with it.
    async fn when_opening_needle(&self, index: usize) -> Outcome<()> {
        let form = format!("form[action$='/plan/needles/{index}']");
        let open = format!("document.querySelector(\"{form}\").closest('details').open = true");
        self.visit.page.evaluate(&open).await.map(drop)
    }

    async fn when_filling(&self, field: &str, index: usize, value: &str) -> Outcome<()> {
        let field = format!("[id='{field}.{index}']");
        self.visit.page.fill(&field, value).await
    }

    async fn when_saving_needle(&self, index: usize) -> Outcome<()> {
        let button = format!("form[action$='/plan/needles/{index}'] button[type=submit]");
        self.visit.page.click(&button).await
    }

    /// Needle by needle: the place and how it is needled.
    pub(crate) async fn needles(&self) -> Outcome<Vec<String>> {
        let text = self.visit.page.text(".plan-needles .needle-main").await?;
        Ok(text.lines().map(str::to_owned).collect())
    }

    async fn undo_words(&self) -> Outcome<String> {
        self.visit.page.text("#undo").await
    }

    pub(crate) async fn when_undoing(&self) -> Outcome<()> {
        self.visit.page.click("#undo").await
    }
}

#[tokio::test]
async fn a_needle_is_changed_and_moved_where_it_stands_and_every_edit_is_undone() {
    tell(async |clinician| {
        clinician.given_a_plan("knee_oa").await?;
        let proposed = clinician.needles().await?;
        let is_undone = clinician.visit.page.exists("#undo").await?;
        assert!(!is_undone, "nothing was edited");

        clinician.when_opening_needle(0).await?;
        clinician.when_filling("depth_min_mm", 0, "11").await?;
        clinician.when_filling("depth_max_mm", 0, "13").await?;
        clinician
            .when_filling("stimulation", 0, "turned until it is felt")
            .await?;
        let right = "[id='side.0'] input[value=right]";
        clinician.visit.page.choose(right).await?;
        clinician.look("plan with a needle open").await?;
        clinician.when_saving_needle(0).await?;
        let changed = clinician.needles().await?;
        let first = &changed[0];
        assert!(
            first.contains("right") && first.contains("11 to 13 mm"),
            "{first}"
        );
        assert!(first.contains("turned until it is felt"), "{first}");
        assert_eq!(changed[1..].len(), proposed[1..].len());
        let said = clinician.undo_words().await?;
        assert!(said.contains("side, depth, stimulation changed"), "{said}");

        clinician.when_opening_needle(1).await?;
        clinician.when_filling("point", 1, "GB21").await?;
        clinician.when_saving_needle(1).await?;
        let moved = clinician.needles().await?;
        assert!(moved[1].contains("GB21"), "{}", moved[1]);
        assert_eq!(moved.len(), proposed.len());
        clinician.then_it_says("moved to GB21 left").await?;
        clinician.look("plan with a needle moved").await?;

        clinician.when_undoing().await?;
        assert_eq!(clinician.needles().await?, changed);
        clinician.when_undoing().await?;
        assert_eq!(clinician.needles().await?, proposed);
        assert!(!clinician.visit.page.exists("#undo").await?);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_is_refused_in_the_form_of_a_needle_keeps_what_was_typed() {
    tell(async |clinician| {
        clinician.given_a_plan("knee_oa").await?;
        let before = clinician.needles().await?;
        clinician.when_opening_needle(0).await?;
        clinician.when_filling("point", 0, "ST360").await?;
        clinician.when_filling("depth_max_mm", 0, "99").await?;
        clinician.when_saving_needle(0).await?;
        clinician.then_it_says("There is no point `ST360`").await?;
        clinician.look("plan with a refused needle").await?;
        let page = &clinician.visit.page;
        assert_eq!(page.attributes("[id='point.0']", "value").await?, ["ST360"]);
        let depth = page.attributes("[id='depth_max_mm.0']", "value").await?;
        assert_eq!(depth, ["99"]);
        assert_eq!(clinician.needles().await?, before);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_goes_on_beside_the_needles_comes_back_with_the_plan_of_the_last_course() {
    tell(async |clinician| {
        clinician.given_a_plan("knee_oa").await?;
        let page = &clinician.visit.page;
        page.evaluate("document.querySelector('.add-co-treatment').open = true")
            .await?;
        page.fill("#treatment", "Walks of 20 minutes, daily")
            .await?;
        page.click(".add-co-treatment button[type=submit]").await?;
        let said = clinician.undo_words().await?;
        assert!(said.contains("exercise added"), "{said}");
        clinician.look("plan with exercise").await?;
        clinician.when_opening_needle(0).await?;
        clinician.when_filling("depth_max_mm", 0, "14").await?;
        clinician.when_filling("depth_min_mm", 0, "11").await?;
        clinician.when_saving_needle(0).await?;
        clinician.visit.answer_every_finding().await?;
        let agreed = clinician.needles().await?;
        clinician.visit.agree().await?;
        let said = clinician.visit.page.text(".alongside").await?;
        assert!(said.contains("Walks of 20 minutes, daily"), "{said}");

        clinician.given_a_plan("knee_oa").await?;
        let page = &clinician.visit.page;
        let comparison = page.text(".earlier").await?;
        assert!(comparison.contains("Last course"), "{comparison}");
        assert!(comparison.contains("11 to 14 mm before"), "{comparison}");
        page.evaluate("document.querySelector('.earlier').open = true")
            .await?;
        clinician.look("plan beside the last one").await?;
        let page = &clinician.visit.page;
        page.click("form[action$='/take-over'] button").await?;
        clinician.then_it_says("the same plan").await?;
        let said = clinician.visit.page.text(".alongside").await?;
        assert!(said.contains("Walks of 20 minutes, daily"), "{said}");
        assert_eq!(clinician.needles().await?.len(), agreed.len());
        let first = &clinician.needles().await?[0];
        assert!(first.contains("11 to 14 mm"), "{first}");
        clinician.look("plan taken over").await
    })
    .await;
}
