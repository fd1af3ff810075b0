//! The assessment: what brings the patient, where it hurts, what must be asked first.

use maud::{Markup, html};

use super::Page;
use crate::paths;
use crate::ui::body::{Chart, area_list, chart};
use crate::ui::evidence::{Evidence, evidence};
use crate::ui::form::{
    Choice, Field, FormMeta, FormState, error_summary, scale, segments, select, yes_no,
};
use crate::ui::icon::{Icon, icon};
use crate::ui::layout::{Frame, PatientBanner, Section, Shell, Step, Trail, document};
use crate::ui::parts::primary_button;

mod samples;

/// A condition that can be chosen, with what is known about needling it.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The value that is sent.
    pub id: String,
    /// The name.
    pub name: String,
    /// Against sham and against usual care, side by side.
    pub evidence: Vec<Evidence>,
}

/// A question that is answered with yes, no or not asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// The name of the field.
    pub field: String,
    /// The question.
    pub question: String,
    /// Why it is asked.
    pub why: String,
}

/// The field that takes what is drawn on the body.
pub(crate) const DRAWING: &str = "drawing";

/// Fields of muscles found tender: name, field of the side, words.
pub(crate) const TENDER_MUSCLES: [(&str, &str, &str); 3] = [
    ("tender_muscle", "tender_side", "Tender muscle"),
    ("tender_muscle_2", "tender_side_2", "Second tender muscle"),
    ("tender_muscle_3", "tender_side_3", "Third tender muscle"),
];

/// The same for a segment found tender beside the spine.
pub(crate) const TENDER_SEGMENT: (&str, &str, &str) = (
    "tender_segment",
    "tender_segment_side",
    "Tender beside the spine",
);

/// The assessment.
#[derive(Clone, Debug)]
pub struct Assess {
    /// The visitor's part.
    pub shell: Shell,
    /// The patient.
    pub patient: PatientBanner,
    /// The flow.
    pub trail: Trail,
    /// The hidden fields.
    pub form: FormMeta,
    /// What was answered and what is wrong with it.
    pub state: FormState,
    /// The conditions.
    pub conditions: Vec<Condition>,
    /// The red-flag questions of the chosen condition; empty until one is chosen.
    pub red_flags: Vec<Question>,
    /// The screening questions that are still open.
    pub questions: Vec<Question>,
    /// The body of the patient, on which it is drawn where it hurts, with the areas that can be ticked.
    pub chart: Chart,
    /// Muscles that may be tender, those of the condition first, for the lists.
    pub muscles: Vec<Choice>,
    /// Spinal segments that may be tender, for the list.
    pub segments: Vec<Choice>,
    /// Conditions that may be treated in the same sessions, for the list.
    pub also: Vec<Choice>,
}

impl Page for Assess {
    const NAME: &'static str = "assess";

    fn draw(&self) -> Markup {
        let frame = Frame {
            shell: &self.shell,
            title: "Assess",
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

impl Assess {
    fn body(&self) -> Markup {
        let chosen = !self.state.value("condition").is_empty();
        html! {
            h1 { "Assess" }
            (error_summary(&self.state))
            form.assess method="post" action=(paths::assess(&self.trail.patient_id)) data-island="autosave"
                data-draft={ "assess-" (self.trail.patient_id) } {
                (self.form.hidden("assess"))
                (self.condition(chosen))
                (self.complaint())
                (self.severity())
                (self.place())
                (self.safety())
                div.actions { (primary_button("Save and plan", Icon::Next)) }
            }
        }
    }

    fn condition(&self, chosen: bool) -> Markup {
        let error = self.state.error("condition");
        html! {
            fieldset.conditions #condition {
                legend { h2 { "What brings the patient?" } }
                @if let Some(error) = error { p.error { (icon(Icon::Edit)) span { (error) } } }
                div.condition-grid {
                    @for condition in &self.conditions {
                        div.condition {
                            label.condition-name {
                                input type="radio" name="condition" value=(condition.id)
                                    checked[self.state.has("condition", &condition.id)];
                                span { (condition.name) }
                            }
                            div.evidence-pair { @for one in &condition.evidence { (evidence(one)) } }
                        }
                    }
                }
                // Without script the questions of a condition appear after this button.
                button.button type="submit" name="step" value="questions" {
                    (icon(Icon::List)) span { @if chosen { "Update questions" } @else { "Show the questions of this condition" } }
                }
            }
        }
    }

    fn complaint(&self) -> Markup {
        let sides = Choice::list(&[
            ("unknown", "Not said"),
            ("left", "Left"),
            ("right", "Right"),
            ("both", "Both"),
        ]);
        html! {
            section.panel {
                h2 { "The complaint" }
                div.field-row {
                    (segments("side", "Side", None, &sides, &self.state))
                    (Field::text("onset", "Since when").hint("A year, a month or a day: 2026, 2026-03 or 2026-03-14.").draw(&self.state))
                }
                (Field::text("goals", "What the patient wants to do again").hint("In the patient's words.").draw_area(&self.state))
                @if !self.also.is_empty() {
                    details open[self.state.error("also_condition").is_some()] {
                        summary { (icon(Icon::Add)) span { "Treat another complaint in the same sessions" } }
                        div.field-row {
                            (select("also_condition", "Second complaint", &self.also, &self.state))
                            (segments("also_side", "Side of the second", None, &sides, &self.state))
                        }
                    }
                }
            }
        }
    }

    fn severity(&self) -> Markup {
        html! {
            section.panel {
                h2 { "How bad is it?" }
                (severity_questions(&self.state))
            }
        }
    }

    fn place(&self) -> Markup {
        html! {
            section.panel data-island="body-tap" {
                h2 { "Where does it hurt?" }
                (draw_or_tick(&self.chart, &self.state))
            }
            @if !self.muscles.is_empty() {
                section.panel {
                    h2 { "Found on examination" }
                    (self.tender(&TENDER_MUSCLES[0]))
                    details {
                        summary { (icon(Icon::Add)) span { "More found tender" } }
                        @for row in TENDER_MUSCLES.iter().skip(1).chain([&TENDER_SEGMENT]) { (self.tender(row)) }
                    }
                }
            }
        }
    }

    fn tender(&self, (name, side, words): &(&str, &str, &str)) -> Markup {
        let choices = if *name == TENDER_SEGMENT.0 {
            &self.segments
        } else {
            &self.muscles
        };
        let sides = Choice::list(&[("left", "Left"), ("right", "Right"), ("both", "Both")]);
        html! {
            div.field-row {
                (select(name, words, choices, &self.state))
                (segments(side, "Side", None, &sides, &self.state))
            }
        }
    }

    fn safety(&self) -> Markup {
        let limits = Choice::list(&[("unknown", "Not asked"), ("yes", "Yes"), ("no", "No")]);
        html! {
            section.panel {
                h2 { "Before any needle" }
                (segments("first_needles", "First treatment with needles?", Some("A first treatment uses few needles."), &limits, &self.state))
                @if !self.red_flags.is_empty() {
                    h3 { "Warning signs of this condition" }
                    p.hint { "Not asked is never read as no." }
                    (questions(&self.red_flags, &self.state))
                }
                @if !self.questions.is_empty() {
                    h3 { (self.questions.len()) " screening questions are open" }
                    (questions(&self.questions, &self.state))
                } @else {
                    p.with-icon { (icon(Icon::Check)) span { "Every screening question is answered." } }
                }
            }
        }
    }
}

/// The body to draw on, and the same places in words.
pub(super) fn draw_or_tick(body: &Chart, state: &FormState) -> Markup {
    html! {
        @if let Some(error) = state.error(DRAWING) { p.error { (icon(Icon::Edit)) span { (error) } } }
        (chart(body))
        input type="hidden" id=(DRAWING) name=(DRAWING) value=(state.value(DRAWING));
        @let is_only_ticked = state.value(DRAWING).is_empty() && body.areas.iter().any(|area| area.is_chosen);
        details.more open[is_only_ticked] {
            summary { (icon(Icon::List)) span { "Tick the places in words" } }
            (area_list(&body.areas))
        }
    }
}

fn questions(questions: &[Question], state: &FormState) -> Markup {
    html! {
        div.questions {
            @for one in questions { (yes_no(&one.field, &one.question, Some(&one.why), state)) }
        }
    }
}

/// The pain score and the three questions on pain in daily life, in our own words.
pub(super) fn severity_questions(state: &FormState) -> Markup {
    html! {
        (scale("nprs", "Pain on average over the last 7 days", ("no pain", "worst imaginable"), state))
        h3 { "Pain in daily life, over the last 7 days" }
        (scale("peg_pain", "How strong was the pain on average?", ("no pain", "worst imaginable"), state))
        (scale("peg_enjoyment", "How much did pain take away from enjoying life?", ("not at all", "completely"), state))
        (scale("peg_activity", "How much did pain get in the way of what you normally do?", ("not at all", "completely"), state))
    }
}
