//! One request, answered.

use filiform_knowledge::Knowledge;
use filiform_screening::{Chart, Rulebook, screen};
use filiform_units::Timestamp;

use super::cards::{Material, cards};
use super::wire::Cards;
use super::{Hook, HookError, HookRequest, needles, prefetch};

/// What every request is answered with.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    /// What the product believes.
    pub knowledge: &'a Knowledge,
    /// The same, indexed.
    pub rulebook: &'a Rulebook,
    /// Now.
    pub now: Timestamp,
    /// Where our pages are, without a slash at the end: `https://filiform.example.org`.
    pub pages: &'a str,
}

/// Screens the person of the request, with the needles that its drafts describe.
///
/// Without needles it answers as the top of a chart does. When something that the check needs was not
/// sent, a card says so: an empty list of cards always means that everything was looked at. Orders that
/// cannot be about needling are left without a word.
///
/// # Errors
/// When there is nothing to screen with, or nothing to screen.
pub fn answer(desk: &Desk<'_>, request: &HookRequest) -> Result<Cards, HookError> {
    let is_plan_check = request.hook == Hook::NeedlingPlanSign;
    if request.is_about_something_else && !is_plan_check {
        return Ok(Cards { cards: Vec::new() });
    }
    let described = needles::read(desk.knowledge, &request.drafts)?;
    if is_plan_check && !described.says_something() {
        return Err(HookError::NoNeedles);
    }
    let read = prefetch::read(desk.knowledge, request, desk.now)?;
    let person = read.identity.person();
    let chart = Chart::read(desk.rulebook, &person, &read.facts, desk.now);
    let verdict = screen(desk.rulebook, &chart, &described.plan);
    let material = Material {
        knowledge: desk.knowledge,
        pages: desk.pages,
        request: &request.instance,
        facts: &read.facts,
        drafts: &request.drafts,
        described: &described,
        gaps: &read.gaps,
    };
    Ok(Cards {
        cards: cards(&material, &verdict),
    })
}
