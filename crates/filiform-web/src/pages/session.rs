//! The session: how many needles are in, how long still?

use maud::{Markup, html};

use super::Page;
use crate::paths;
use crate::ui::body::{Chart, chart};
use crate::ui::form::{Choice, Field, FormMeta, FormState, error_summary};
use crate::ui::icon::{Icon, icon};
use crate::ui::layout::{Frame, PatientBanner, Section, Shell, Step, Trail, document};
use crate::ui::parts::{primary_button, quiet_button, refused};
use crate::ui::verdict::{Finding, Level, strip};

mod after;
mod needles;
mod samples;

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Needles go in.
    Place,
    /// The patient rests; then needles come out.
    Rest,
    /// What followed; the count; the signature.
    After,
    /// Signed: nothing can be changed.
    Signed,
}

impl Stage {
    /// The four steps of a session; the consultation is over when it starts.
    const STEPS: [(Option<Self>, &'static str); 4] = [
        (None, "Consult"),
        (Some(Self::Place), "Place"),
        (Some(Self::Rest), "Rest"),
        (Some(Self::After), "After"),
    ];
}

/// The clock of the session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The rest has not begun; the time planned for it, for example "20:00".
    Planned(String),
    /// The patient rests.
    Resting {
        /// The instant the rest is over, RFC 3339.
        due_at: String,
        /// What is left when the page is drawn.
        left: String,
    },
    /// The rest is over and needles are still in.
    Overdue {
        /// The instant the rest was over, RFC 3339.
        due_at: String,
        /// By how much.
        by: String,
    },
    /// The needles are out; how long the first stayed in, for example "24:10".
    Over(String),
}

/// A planned needle that is not placed yet.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The placement in the plan.
    pub id: String,
    /// The label of its place.
    pub label: String,
    /// The side in words.
    pub side: String,
    /// The planned depth with its unit.
    pub depth: String,
    /// The depth that a press on "Place" records, in millimetres.
    pub depth_mm: u8,
    /// The angle in words.
    pub angle: String,
    /// The level that applies to it.
    pub level: Level,
    /// What that level asks for here.
    pub level_words: Option<String>,
}

/// Where a placed needle is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// In the patient.
    In,
    /// Out: by whom and when.
    Out(String),
    /// Accounted for otherwise, in words.
    Accounted(String),
}

/// A needle that was placed.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The needle.
    pub id: String,
    /// The label of its place.
    pub label: String,
    /// The side in words.
    pub side: String,
    /// The depth with its unit.
    pub depth: String,
    /// The needle itself, for example "0.25 x 40 mm, lot A1234".
    pub needle: String,
    /// By whom and when it was placed.
    pub placed: String,
    /// Where it is.
    pub whereabouts: Whereabouts,
}

/// The needle that a press on "Place" records.
#[derive(Clone, Debug)]
pub struct InUse {
    /// Its length in millimetres.
    pub length_mm: u8,
    /// Its diameter, as sent, for example "0.25".
    pub gauge: String,
    /// Its lot as it is sent, typed or scanned; empty when not recorded.
    pub lot: String,
    /// Its lot in words, with its last day where that is known.
    pub lot_words: String,
    /// The diameters that can be chosen.
    pub gauges: Vec<Choice>,
}

/// A refused signature: the needles that are still in.
#[derive(Clone, Debug)]
pub struct SignRefused {
    /// The rule in one sentence.
    pub why: String,
    /// The needles, each with its side.
    pub needles: Vec<String>,
}

/// The session page.
#[derive(Clone, Debug)]
pub struct Session {
    /// The visitor's part.
    pub shell: Shell,
    /// The patient.
    pub patient: PatientBanner,
    /// The flow.
    pub trail: Trail,
    /// The session.
    pub session_id: String,
    /// The course.
    pub course_id: String,
    /// The session in words, for example "Session 3 of 8, room 2".
    pub title: String,
    /// The hidden fields.
    pub form: FormMeta,
    /// What was typed and what was refused.
    pub state: FormState,
    /// The step.
    pub stage: Stage,
    /// Needles in.
    pub count_in: usize,
    /// Needles out.
    pub count_out: usize,
    /// Needles accounted for otherwise.
    pub count_accounted: usize,
    /// The clock.
    pub clock: Clock,
    /// What the screen found; a stop is shown again here.
    pub findings: Vec<Finding>,
    /// The body with its dots; a planned dot submits `place-<id>`, a needle in `remove-<id>`.
    pub chart: Chart,
    /// The planned needles that are not placed, the next one first.
    pub planned: Vec<Planned>,
    /// The placed needles in the order they went in.
    pub placed: Vec<Placed>,
    /// The needle in use.
    pub in_use: InUse,
    /// The points that can be placed, for the list of the field.
    pub points: Vec<Choice>,
    /// The regions of a place without a code.
    pub regions: Vec<Choice>,
    /// Why a step other than signing was refused, in one sentence.
    pub refusal: Option<String>,
    /// Why signing was refused.
    pub sign_refused: Option<SignRefused>,
    /// Who signed and when.
    pub signed: Option<String>,
}

impl Page for Session {
    const NAME: &'static str = "session";

    fn draw(&self) -> Markup {
        let frame = Frame {
            shell: &self.shell,
            title: "Session",
            section: Some(Section::Today),
            trail: Some(&self.trail),
            patient: Some(&self.patient),
            class: "is-wide is-session",
        };
        document(&frame, &self.body())
    }

    fn samples() -> Vec<(&'static str, Self)> {
        samples::all()
    }
}

impl Session {
    fn body(&self) -> Markup {
        html! {
            div.page-head { h1 { (self.title) } (self.steps()) }
            @if let Some(refused_signature) = &self.sign_refused { (sign_refused(refused_signature)) }
            @if let Some(refusal) = &self.refusal { (refused("This step was refused", refusal, &html! {})) }
            (error_summary(&self.state))
            @if self.shows_findings() { (strip(&self.findings, &|_| None)) }
            div.session-grid {
                (self.figures())
                section.session-body aria-label="Body" {
                    (chart(&self.chart))
                    @if matches!(self.stage, Stage::Place | Stage::Rest) { (self.place_tapped()) }
                }
                div.session-side { (self.work()) (self.needles()) (self.rest_of_the_work()) }
            }
            @if self.count_in > 0 && self.stage != Stage::Signed { (self.remove_all()) }
        }
    }

    /// A stop stays in sight; everything else is read before the first needle.
    fn shows_findings(&self) -> bool {
        let is_first = self.stage == Stage::Place && self.placed.is_empty();
        is_first
            || self
                .findings
                .iter()
                .any(|finding| finding.level == Level::Stop)
    }

    fn steps(&self) -> Markup {
        html! {
            ol.stages aria-label="Steps of the session" {
                @for (index, (stage, words)) in Stage::STEPS.into_iter().enumerate() {
                    @let done = stage < Some(self.stage);
                    li.is-done[done] aria-current=[(stage == Some(self.stage)).then_some("step")] {
                        @if done { (icon(Icon::Check)) } @else { span.stage-number { (index + 1) } }
                        span { (words) }
                        @if done { span.for-readers { ", done" } }
                    }
                }
            }
        }
    }

    fn figures(&self) -> Markup {
        let overdue = matches!(self.clock, Clock::Overdue { .. });
        html! {
            section.figures aria-label="Count and clock" {
                p.figure.is-in[self.count_in > 0] { span.figure-name { "In" } span.big { (self.count_in) } }
                p.figure { span.figure-name { "Out" } span.big { (self.count_out) } }
                @if self.count_accounted > 0 {
                    p.figure { span.figure-name { "Otherwise" } span.big { (self.count_accounted) } }
                }
                div.figure.clock.is-overdue[overdue] { (self.clock_figure()) }
            }
        }
    }

    fn clock_figure(&self) -> Markup {
        html! {
            @match &self.clock {
                Clock::Planned(time) => { span.figure-name { "Rest planned" } span.big { (time) } }
                Clock::Resting { due_at, left } => {
                    div.figure data-island="retention-timer" {
                        span.figure-name data-word="" { "left" } time.big datetime=(due_at) { (left) }
                        span.for-readers role="status" data-announce="" {}
                    }
                }
                Clock::Overdue { due_at, by } => {
                    div.figure data-island="retention-timer" {
                        span.figure-name data-word="" { "OVERDUE" } time.big datetime=(due_at) { (by) }
                        span.for-readers role="status" data-announce="" {}
                    }
                }
                Clock::Over(time) => { span.figure-name { "Needles were in" } span.big { (time) } }
            }
        }
    }

    /// The next step: the one filled button.
    fn work(&self) -> Markup {
        html! {
            @match self.stage {
                Stage::Place => (self.place_next()),
                Stage::Rest => (self.rest()),
                Stage::After => (self.after()),
                Stage::Signed => {
                    section.step {
                        p.agreed { (icon(Icon::Lock)) span { "Signed by " @if let Some(by) = &self.signed { (by) } "." } }
                        a.button.primary href=(paths::measures(&self.course_id)) { (icon(Icon::Next)) span { "Record measure" } }
                    }
                }
            }
        }
    }

    fn rest_of_the_work(&self) -> Markup {
        html! {
            @match self.stage {
                Stage::Place => { (self.place_other()) (self.needle_in_use()) @if !self.planned.is_empty() && self.count_in > 0 { (self.start_rest(false)) } },
                Stage::Rest => {
                    (self.place_other())
                    @if self.count_out > 0 { (self.count_and_sign(false)) }
                    (self.account())
                },
                Stage::After => (self.account()),
                Stage::Signed => {},
            }
        }
    }

    fn remove_all(&self) -> Markup {
        html! {
            form.remove-all method="post" action=(paths::session_action(&self.session_id, "remove-all")) data-live="" {
                (self.form.hidden("remove-all"))
                button.button.urgent type="submit" {
                    (icon(Icon::Undo)) span { "Remove all now" } span.urgent-count { (self.count_in) " in" }
                }
            }
        }
    }
}

fn sign_refused(refusal: &SignRefused) -> Markup {
    let count = refusal.needles.len();
    let title = if count == 1 {
        "Not signed: 1 needle is still in".to_owned()
    } else {
        format!("Not signed: {count} needles are still in")
    };
    let which = html! {
        ul.still-in { @for needle in &refusal.needles { li { strong { (needle) } } } }
        p { a href="#account" { "Account for a needle that did not come out" } }
    };
    refused(&title, &refusal.why, &which)
}
