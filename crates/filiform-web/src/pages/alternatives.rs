//! What could be done instead of the plan.

use maud::{Markup, html};

use super::Page;
use crate::paths;
use crate::ui::curve::{Curve, curve};
use crate::ui::form::FormMeta;
use crate::ui::icon::Icon;
use crate::ui::layout::{Frame, PatientBanner, Section, Shell, Trail, document};
use crate::ui::parts::{empty, quiet_button, quiet_link, refused};

mod samples;

/// One plan or needle that could be taken instead.
#[derive(Clone, Debug)]
pub struct Offer {
    /// What is sent to take it.
    pub which: String,
    /// What it is: `Lying on the front`, `ST36 left`.
    pub name: String,
    /// Its needles in words, for a whole plan.
    pub needles: Option<String>,
    /// What it is worth beside the plan, in words.
    pub worth: String,
    /// Whether the plan is like this already.
    pub is_plan: bool,
}

/// A needle of the plan and what could stand in its place.
#[derive(Clone, Debug)]
pub struct InPlace {
    /// The needle: `GB34 left`.
    pub needle: String,
    /// The best points in its place, best first.
    pub offers: Vec<Offer>,
}

/// The page of alternatives.
#[derive(Clone, Debug)]
pub struct Alternatives {
    /// The visitor's part.
    pub shell: Shell,
    /// The patient.
    pub patient: PatientBanner,
    /// The flow.
    pub trail: Trail,
    /// The course.
    pub course_id: String,
    /// The complaint with its side.
    pub complaint: String,
    /// The hidden fields.
    pub form: FormMeta,
    /// Why nothing was taken, in one sentence.
    pub refusal: Option<String>,
    /// The plan as it stands, in one sentence.
    pub plan: String,
    /// The best plan, and the next best.
    pub best: Vec<Offer>,
    /// The best plan in every position.
    pub positions: Vec<Offer>,
    /// The value with fewer needles; `None` when there is nothing to plan.
    pub curve: Option<Curve>,
    /// The best plan with fewer needles.
    pub fewer: Vec<Offer>,
    /// What could stand in the place of each needle.
    pub in_place: Vec<InPlace>,
    /// What stands under every plan.
    pub basis: &'static str,
}

impl Page for Alternatives {
    const NAME: &'static str = "alternatives";

    fn draw(&self) -> Markup {
        let frame = Frame {
            shell: &self.shell,
            title: "Alternatives",
            section: Some(Section::Patients),
            trail: Some(&self.trail),
            patient: Some(&self.patient),
            class: "is-wide",
        };
        document(&frame, &self.body())
    }

    fn samples() -> Vec<(&'static str, Self)> {
        samples::all()
    }
}

impl Alternatives {
    fn body(&self) -> Markup {
        html! {
            div.page-head {
                div { h1 { "Alternatives" } p.quiet { (self.complaint) } }
                div.actions { (quiet_link(&paths::plan(&self.course_id), "Back to the plan", Icon::Back)) }
            }
            @if let Some(refusal) = &self.refusal { (refused("Nothing was changed", refusal, &html! {})) }
            p.lead { (self.plan) }
            @if self.best.is_empty() && self.in_place.is_empty() {
                (empty("There is no other plan", "Nothing can be aimed at, or every point is stopped. The plan says why.", &html! {}))
            } @else {
                div.value-grid {
                    section aria-labelledby="whole" {
                        h2 #whole { "Another plan" }
                        (self.offers(&self.best))
                        h3 { "In another position" }
                        (self.offers(&self.positions))
                    }
                    section aria-labelledby="fewer" {
                        h2 #fewer { "Fewer needles" }
                        @if let Some(drawn) = &self.curve { (curve(drawn)) }
                        (self.offers(&self.fewer))
                    }
                }
                @if !self.in_place.is_empty() {
                    section aria-labelledby="in-place" {
                        h2 #in-place { "In the place of one needle" }
                        p.quiet { "The others stay as they are." }
                        div.in-place {
                            @for place in &self.in_place {
                                div.panel { h3 { (place.needle) } (self.offers(&place.offers)) }
                            }
                        }
                    }
                }
                p.quiet { (self.basis) }
            }
        }
    }

    fn offers(&self, offers: &[Offer]) -> Markup {
        html! {
            @if offers.is_empty() { p.quiet { "None." } }
            ul.offers {
                @for offer in offers {
                    li {
                        p.offer-name { strong { (offer.name) } " " span.quiet { (offer.worth) } }
                        @if let Some(needles) = &offer.needles { p.offer-needles { (needles) } }
                        @if offer.is_plan { p.quiet { "This is the plan." } } @else {
                            form method="post" action=(paths::alternatives(&self.course_id)) {
                                (self.form.hidden(&format!("take.{}", offer.which)))
                                input type="hidden" name="which" value=(offer.which);
                                (quiet_button("Take over", Icon::Check))
                            }
                        }
                    }
                }
            }
        }
    }
}
