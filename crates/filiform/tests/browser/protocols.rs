//! The clinic's own protocols and the clinician's own points, where people meet them.

use filiform_testkit::browser::{Failure, Outcome, Pain};

use crate::clinician::{Clinician, tell};

const PATIENT: &str = "Quinn";
const ANOTHER: &str = "Lis";
const NAME: &str = "Knee, ours";
const PAIN: Pain = Pain {
    nprs: 6,
    peg: [7, 6, 7],
};

impl Clinician {
    /// A new course for the knee of somebody on this side; answers the path of its plan.
    async fn given_a_knee(&self, patient: &str, side: &str) -> Outcome<String> {
        self.visit.find(patient).await?;
        self.visit.begin_assessment("knee_oa").await?;
        self.visit.fill_assessment(side, PAIN).await?;
        self.visit.save_assessment().await?;
        self.visit.page.path().await
    }

    /// The needles of the plan: codes in capitals, each with its side.
    async fn needle_names(&self) -> Outcome<Vec<String>> {
        let listed = "JSON.stringify([...document.querySelectorAll('.plan-needles li.needle .needle-name')]\
            .map((one) => [one.querySelector('strong').textContent, \
                one.querySelector('.needle-side')?.textContent ?? ''].join(' ').trim()))";
        let listed = self.visit.page.evaluate(listed).await?;
        let read = serde_json::from_str(listed.as_str().unwrap_or_default());
        read.map_err(|error| Failure::new(error.to_string()))
    }

    async fn when_saving_as(&self, name: &str) -> Outcome<()> {
        let page = &self.visit.page;
        page.fill("#protocol_name", name).await?;
        page.click("form.save-protocol button[type=submit]").await
    }

    async fn when_adding_a_point(&self, point: &str, wish: &str) -> Outcome<()> {
        let page = &self.visit.page;
        page.fill("#point", point).await?;
        page.choose(&format!("input[name=wish][value={wish}]"))
            .await?;
        page.choose("input[name=side][value=complaint]").await?;
        page.fill("#reason", "it serves me well").await?;
        page.click("main form.stack button.primary").await
    }
}

#[tokio::test]
async fn a_protocol_is_saved_mirrored_for_the_other_side_and_withdrawn() {
    tell(async |clinician| {
        clinician.visit.open("/protocols").await?;
        clinician.then_it_says("No protocol is in use").await?;
        clinician.look("no protocols").await?;

        clinician.given_a_knee(PATIENT, "left").await?;
        let left = clinician.needle_names().await?;
        assert!(!left.is_empty(), "something is proposed");
        clinician.when_saving_as(NAME).await?;
        clinician
            .then_it_says("Saved as “Knee, ours”, version 1.")
            .await?;
        clinician.look("plan, saved as a protocol").await?;
        clinician.when_saving_as("knee,  OURS").await?;
        clinician.then_it_says("says exactly this already").await?;

        let plan = clinician.given_a_knee(ANOTHER, "right").await?;
        let page = &clinician.visit.page;
        page.evaluate("document.querySelectorAll('.own-protocols details').forEach((one) => { one.open = true })")
            .await?;
        clinician
            .then_it_says("Mirrored to the side of this complaint.")
            .await?;
        clinician.look("plan, protocols to take over").await?;
        let page = &clinician.visit.page;
        page.click("button[aria-label='Take over Knee, ours']")
            .await?;
        clinician
            .then_it_says("From “Knee, ours”, version 1, mirrored")
            .await?;
        clinician.then_it_says("habit of this clinic").await?;
        let right: Vec<String> = left.iter().map(|one| one.replace("left", "right")).collect();
        assert_eq!(clinician.needle_names().await?, right);
        clinician.look("plan from a protocol").await?;

        clinician.visit.open("/protocols").await?;
        clinician.then_it_says("In 1 course").await?;
        clinician.look("protocols").await?;
        let page = &clinician.visit.page;
        page.fill(".protocol textarea", "We needle less now.")
            .await?;
        page.click(".protocol form button[type=submit]").await?;
        clinician.then_it_says("We needle less now.").await?;
        clinician.then_it_says("No protocol is in use").await?;
        clinician.look("protocols, one withdrawn").await?;

        clinician.visit.open(&plan).await?;
        clinician
            .then_it_says("From “Knee, ours”, version 1, mirrored")
            .await?;
        clinician.then_it_does_not_say("Take over").await
    })
    .await;
}

#[tokio::test]
async fn a_point_that_is_never_used_disappears_from_the_proposal() {
    tell(async |clinician| {
        clinician.visit.open("/preferences").await?;
        clinician.then_it_says("No point is ruled out").await?;
        clinician.look("no points").await?;
        let plan = clinician.given_a_knee(PATIENT, "left").await?;
        let before = clinician.needle_names().await?;
        let first = before[0].split(' ').next().unwrap_or_default().to_owned();

        clinician.visit.page.click("a[href='/preferences']").await?;
        clinician.when_adding_a_point(&first, "never").await?;
        clinician.then_it_says("Your list is saved.").await?;
        clinician.look("a point that is never used").await?;
        clinician.when_adding_a_point(&first, "always").await?;
        clinician
            .then_it_says("cannot be wanted never and always")
            .await?;
        clinician.look("a point in both lists").await?;

        clinician.visit.open(&plan).await?;
        let after = clinician.needle_names().await?;
        let place = format!("{first} ");
        assert!(
            after.iter().all(|one| !one.starts_with(&place)),
            "{first} is still in {after:?}"
        );
        clinician
            .then_it_says(&format!("Your preferences: never {first}"))
            .await?;
        clinician.look("plan with preferences").await?;

        clinician.visit.open("/preferences").await?;
        let remove = format!("button[aria-label='Remove {first}, for any condition']");
        clinician.visit.page.click(&remove).await?;
        clinician.visit.open(&plan).await?;
        assert_eq!(clinician.needle_names().await?, before);
        clinician.then_it_does_not_say("Your preferences").await
    })
    .await;
}
