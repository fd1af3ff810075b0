//! Somebody of the clinic at a browser, and what is held of every page they see.

use filiform_testkit::browser::{Browser, Failure, Graphics, Outcome, Visit};

use crate::accessible::Audit;
use crate::clinic::given_a_demonstration;

/// Somebody of the clinic at a browser of their own.
pub(crate) struct Clinician {
    pub(crate) visit: Visit,
    audit: Audit,
}

/// Tells a story in a browser of its own and holds every page of it to the rules of accessibility.
pub(crate) async fn tell(story: impl AsyncFnOnce(&mut Clinician) -> Outcome<()>) {
    tell_with(Graphics::NoWebGl, story).await;
}

/// The same with or without WebGL.
pub(crate) async fn tell_with(
    graphics: Graphics,
    story: impl AsyncFnOnce(&mut Clinician) -> Outcome<()>,
) {
    let demo = given_a_demonstration();
    let browser = Browser::start_with(graphics)
        .await
        .unwrap_or_else(|failure| panic!("{failure}"));
    let page = browser.page().await.unwrap();
    let mut clinician = Clinician {
        visit: Visit::new(page, &demo),
        audit: Audit::new(),
    };
    clinician.visit.sign_in(&demo).await.unwrap();
    let told = story(&mut clinician).await;
    browser.close().await.unwrap();
    told.unwrap();
    clinician.audit.then_nothing_is_serious();
}

impl Clinician {
    pub(crate) async fn look(&mut self, name: &str) -> Outcome<()> {
        self.audit.look(&self.visit.page, name).await
    }

    pub(crate) async fn main(&self) -> Outcome<String> {
        self.visit.page.text("main").await
    }

    pub(crate) async fn then_it_says(&self, words: &str) -> Outcome<()> {
        let shown = self.main().await?;
        if shown.contains(words) {
            Ok(())
        } else {
            Err(Failure::new(format!("no `{words}` in: {shown}")))
        }
    }

    pub(crate) async fn text(&self, selector: &str) -> Outcome<String> {
        self.visit.page.text(selector).await
    }

    pub(crate) async fn then_it_does_not_say(&self, words: &str) -> Outcome<()> {
        let shown = self.text("main").await?;
        if shown.contains(words) {
            Err(Failure::new(format!("`{words}` in: {shown}")))
        } else {
            Ok(())
        }
    }
}
