//! The pages: one file each with its struct, its template and a sample of every state.

use maud::Markup;

pub mod alternatives;
pub mod assess;
pub mod atlas;
pub mod claims;
pub mod drawing;
pub mod error;
pub mod import;
pub mod outcome;
pub mod patient;
pub mod patients;
pub mod plan;
pub mod preferences;
pub mod protocols;
pub mod questions;
pub mod record;
pub mod referral;
mod sample;
pub mod session;
pub mod sign_in;
pub mod today;
pub mod verify;

/// A page: display-ready values that can be drawn.
pub trait Page: Sized {
    /// The name of the page in the gallery.
    const NAME: &'static str;

    /// Draws the whole page.
    fn draw(&self) -> Markup;

    /// Every state the page can be in, by name.
    fn samples() -> Vec<(&'static str, Self)>;
}

/// A page in one of its states.
pub struct Specimen {
    /// The name of the page.
    pub page: &'static str,
    /// The name of the state.
    pub state: &'static str,
    /// What is drawn.
    pub markup: Markup,
}

/// Every page in every state, for the gallery and the tests.
pub fn specimens() -> Vec<Specimen> {
    let mut all = Vec::new();
    collect::<sign_in::SignIn>(&mut all);
    collect::<error::ErrorPage>(&mut all);
    collect::<today::Today>(&mut all);
    collect::<patients::Patients>(&mut all);
    collect::<import::Import>(&mut all);
    collect::<patient::Patient>(&mut all);
    collect::<assess::Assess>(&mut all);
    collect::<drawing::Drawing>(&mut all);
    collect::<plan::Plan>(&mut all);
    collect::<alternatives::Alternatives>(&mut all);
    collect::<protocols::Protocols>(&mut all);
    collect::<preferences::Preferences>(&mut all);
    collect::<questions::Questions>(&mut all);
    collect::<questions::Link>(&mut all);
    collect::<referral::Referral>(&mut all);
    collect::<session::Session>(&mut all);
    collect::<outcome::Outcome>(&mut all);
    collect::<record::Record>(&mut all);
    collect::<verify::Verify>(&mut all);
    collect::<atlas::Atlas>(&mut all);
    collect::<atlas::Article>(&mut all);
    collect::<claims::Claims>(&mut all);
    all
}

fn collect<P: Page>(all: &mut Vec<Specimen>) {
    for (state, page) in P::samples() {
        all.push(Specimen {
            page: P::NAME,
            state,
            markup: page.draw(),
        });
    }
}
