//! The letter that refers a patient on because of red flags.

use maud::{Markup, html};

use super::drawing::{DrawnArea, readout};
use super::{Page, sample};
use crate::paths;
use crate::ui::body::{Chart, chart};
use crate::ui::form::{Field, FormMeta, FormState, error_summary};
use crate::ui::icon::{Icon, icon};
use crate::ui::layout::{Frame, PatientBanner, Section, Shell, Step, Trail, document};
use crate::ui::parts::{empty, primary_button, quiet_link};
use crate::ui::verdict::{Level, badge};

/// A red flag that is positive.
#[derive(Clone, Debug)]
pub struct Flag {
    /// Its rule.
    pub rule_id: String,
    /// Its title.
    pub title: String,
    /// How soon it wants to be seen, in words.
    pub urgency: String,
    /// What to do.
    pub action: String,
}

/// A referral that is recorded.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// By whom and when.
    pub by: String,
    /// The letter.
    pub letter: String,
}

/// The referral page.
#[derive(Clone, Debug)]
pub struct Referral {
    /// The visitor's part.
    pub shell: Shell,
    /// The patient.
    pub patient: PatientBanner,
    /// The flow.
    pub trail: Trail,
    /// The course.
    pub course_id: String,
    /// The hidden fields.
    pub form: FormMeta,
    /// The letter as it was typed, and what is wrong with it.
    pub state: FormState,
    /// The red flags, the most urgent first.
    pub flags: Vec<Flag>,
    /// What is recorded already, oldest first.
    pub recorded: Vec<Recorded>,
    /// Where it hurts, for the letter; nothing where nobody said.
    pub pain: Option<Chart>,
    /// What the drawing says.
    pub drawn: Vec<DrawnArea>,
}

impl Page for Referral {
    const NAME: &'static str = "referral";

    fn draw(&self) -> Markup {
        let frame = Frame {
            shell: &self.shell,
            title: "Referral",
            section: Some(Section::Patients),
            trail: Some(&self.trail),
            patient: Some(&self.patient),
            class: "is-record",
        };
        document(&frame, &self.body())
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let draft = Self {
            shell: sample::shell(),
            patient: sample::banner(),
            trail: sample::trail(Step::Plan),
            course_id: "c-1".to_owned(),
            form: sample::form(),
            state: FormState::of(
                &[(
                    "letter",
                    "Harbour Street Clinic, 24 November 2026\n\nUrgency: emergency now\n\nDear colleague,",
                )],
                &[],
            ),
            flags: vec![Flag {
                rule_id: "rf-sample".to_owned(),
                title: "Sample red flag".to_owned(),
                urgency: "Emergency now.".to_owned(),
                action: "Do not treat this complaint.".to_owned(),
            }],
            recorded: Vec::new(),
            pain: None,
            drawn: Vec::new(),
        };
        let none = Self {
            flags: Vec::new(),
            ..draft.clone()
        };
        let recorded = Self {
            recorded: vec![Recorded {
                by: "Dr Ines Okafor, 24 November 2026, 14:02".to_owned(),
                letter: "Dear colleague,\n\nPlease see Margaret Ellis.".to_owned(),
            }],
            ..draft.clone()
        };
        vec![("draft", draft), ("none", none), ("recorded", recorded)]
    }
}

impl Referral {
    fn body(&self) -> Markup {
        html! {
            div.page-head {
                h1 { "Referral" }
                div.actions.screen-only {
                    @if !self.recorded.is_empty() {
                        button.button type="button" data-island="print" hidden { (icon(Icon::Print)) span { "Print" } }
                    }
                    (quiet_link(&paths::plan(&self.course_id), "Back to the plan", Icon::Back))
                }
            }
            (error_summary(&self.state))
            @for one in &self.recorded {
                article.letter {
                    p.quiet.screen-only { "Recorded by " (one.by) }
                    @for paragraph in one.letter.split("\n\n") {
                        p { @for (index, line) in paragraph.lines().enumerate() { @if index > 0 { br; } (line) } }
                    }
                }
            }
            @if let Some(body) = self.pain.as_ref().filter(|_| !self.recorded.is_empty()) {
                section.letter-body aria-label="Where it hurts" { (chart(body)) (readout(&self.drawn)) }
            }
            @if self.flags.is_empty() && self.recorded.is_empty() {
                (empty("No red flag is positive", "A referral is drafted when an answer to a warning sign is yes.", &html! {}))
            } @else if !self.flags.is_empty() {
                section.screen-only aria-labelledby="flags" {
                    h2 #flags { "Why" }
                    ul.flags {
                        @for flag in &self.flags {
                            li { (badge(Level::Stop)) " " strong { (flag.title) } " " span { (flag.urgency) " " (flag.action) } }
                        }
                    }
                }
                form.stack.screen-only method="post" action=(paths::referral(&self.course_id)) {
                    (self.form.hidden("referral"))
                    // The letter is about these, whatever else comes in while it is written.
                    @for flag in &self.flags { input type="hidden" name="flag" value=(flag.rule_id); }
                    (Field::text("letter", "Letter").hint("Drafted from the record. Read it, correct it, and hand it over; what you record here is kept.").required().draw_area(&self.state))
                    div.actions { (primary_button("Record referral", Icon::Refer)) }
                }
            }
        }
    }
}
