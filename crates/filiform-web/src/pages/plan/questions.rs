//! What is still unknown: asked here, on the patient's link, or found out by the clinician.

use maud::{Markup, html};

use super::{Field, Icon, Plan, icon, paths, primary_button, quiet_button, yes_no};

/// A question of yes or no.
#[derive(Clone, Debug)]
pub struct ToAsk {
    /// The name of its field.
    pub field: String,
    /// The question in plain words.
    pub question: String,
    /// Why it is asked, in one sentence.
    pub why: String,
}

/// What no yes or no settles: a value, a side, the path of a current.
#[derive(Clone, Debug)]
pub struct ToFindOut {
    /// What to find out.
    pub words: String,
    /// Why, in one sentence.
    pub why: String,
}

/// Everything that is still unknown and could change the verdict.
#[derive(Clone, Debug, Default)]
pub struct Questions {
    /// The fewest questions that settle what a yes or no can settle.
    pub to_ask: Vec<ToAsk>,
    /// What else is to be found out.
    pub to_find_out: Vec<ToFindOut>,
    /// How sure it is that they are the fewest, in one sentence; empty without questions.
    pub fewest: String,
}

impl Plan {
    /// The questions with their answers, before a plan is agreed.
    pub(super) fn ask(&self) -> Markup {
        let questions = &self.questions;
        html! {
            @if !questions.to_ask.is_empty() || !questions.to_find_out.is_empty() {
                section.ask aria-labelledby="ask" {
                    h2 #ask { "Ask first" span.quiet { " " (questions.to_ask.len() + questions.to_find_out.len()) } }
                    @if !questions.to_ask.is_empty() {
                        p.quiet { (questions.fewest) " Not asked is never read as no." }
                        form.stack method="post" action=(paths::plan_action(&self.course_id, "answers")) {
                            (self.form.hidden("answers"))
                            (self.yes_or_no())
                            div.actions { (quiet_button("Save answers", Icon::Save)) }
                        }
                        form.send-questions method="post" action=(paths::patient_link(&self.trail.patient_id)) {
                            (self.form.hidden("link"))
                            input type="hidden" name="course" value=(self.course_id);
                            (quiet_button("Let the patient answer on their phone", Icon::Patient))
                        }
                    }
                    (self.find_out())
                }
            }
        }
    }

    fn yes_or_no(&self) -> Markup {
        html! {
            div.questions {
                @for one in &self.questions.to_ask {
                    (yes_no(&one.field, &one.question, Some(&one.why), &self.state))
                }
            }
        }
    }

    fn find_out(&self) -> Markup {
        html! {
            @if !self.questions.to_find_out.is_empty() {
                h3 { "To find out" }
                ul.to-find-out {
                    @for one in &self.questions.to_find_out { li { strong { (one.words) } " " span.quiet { (one.why) } } }
                }
                p { a href=(paths::patient_tab(&self.trail.patient_id, "history")) { "Add it to the history" } }
            }
        }
    }

    /// Anything new since last time? Then the session.
    pub(super) fn start(&self) -> Markup {
        html! {
            form.stack.start method="post" action=(paths::start_session(&self.course_id)) {
                (self.form.hidden("start"))
                h3 { "Anything new since last time?" }
                (self.yes_or_no())
                div.field-row {
                    (Field::text("new_medicine", "A new medicine").hint("As it stands on the box. Leave empty when there is none.").draw(&self.state))
                    (Field::text("new_problem", "A new illness, injury, operation or device").hint("In a few words.").draw(&self.state))
                }
                div.field-row {
                    (Field::text("changes", "How it was after the last session").draw(&self.state))
                    (Field::text("room", "Room").draw(&self.state))
                }
                (self.find_out())
                div.actions { (primary_button("Start session", Icon::Next)) }
                p.quiet.with-icon { (icon(Icon::Proof)) span { "What you write here is screened before the session starts." } }
            }
        }
    }
}
