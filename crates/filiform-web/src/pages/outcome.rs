//! The outcome: is it working?

use maud::{Markup, html};

use super::assess::severity_questions;
use super::{Page, patient, sample};
use crate::paths;
use crate::ui::form::{Choice, Field, FormMeta, FormState, error_summary, segments};
use crate::ui::icon::{Icon, icon};
use crate::ui::layout::{Frame, PatientBanner, Section, Shell, Step, Trail, document};
use crate::ui::parts::{empty, primary_button, quiet_button};
use crate::ui::trend::{Trend, trend};

/// The answers to "is it working?".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Working {
    /// Better by more than noise.
    Improving,
    /// No change beyond noise.
    Unchanged,
    /// Worse by more than noise.
    Worse,
    /// Too few sessions to say.
    TooEarly,
    /// Too few measures to say.
    NotEnough,
}

impl Working {
    /// The answer in a word or two.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Improving => "Improving",
            Self::Unchanged => "Unchanged",
            Self::Worse => "Worse",
            Self::TooEarly => "Too early to say",
            Self::NotEnough => "Not enough data",
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::Improving => Icon::Better,
            Self::Unchanged => Icon::Minus,
            Self::Worse => Icon::Worse,
            Self::TooEarly => Icon::Clock,
            Self::NotEnough => Icon::List,
        }
    }
}

/// The answer with its rule and numbers.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The answer.
    pub working: Working,
    /// The numbers in one sentence, for example "2.4 of 10 better after 4 sessions, n = 4 of 5".
    pub numbers: String,
    /// The rule that gave the answer, with its id and source.
    pub rule: String,
    /// What the rule asks for now; empty when nothing.
    pub asks: String,
}

/// The outcome page.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The visitor's part.
    pub shell: Shell,
    /// The patient.
    pub patient: PatientBanner,
    /// The flow.
    pub trail: Trail,
    /// The course.
    pub course_id: String,
    /// The complaint.
    pub complaint: String,
    /// The hidden fields.
    pub form: FormMeta,
    /// What was answered and what is wrong with it.
    pub state: FormState,
    /// The answer.
    pub answer: Answer,
    /// The trends, one for each instrument; empty before the first measure.
    pub trends: Vec<Trend>,
    /// Whether a decision is due: half way, or at the end.
    pub decision_due: bool,
}

impl Page for Outcome {
    const NAME: &'static str = "outcome";

    fn draw(&self) -> Markup {
        let frame = Frame {
            shell: &self.shell,
            title: "Is it working?",
            section: Some(Section::Patients),
            trail: Some(&self.trail),
            patient: Some(&self.patient),
            class: "is-wide",
        };
        document(&frame, &self.body())
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let improving = sample_outcome();
        let of = |working, numbers: &str, asks: &str| Self {
            answer: Answer {
                working,
                numbers: numbers.to_owned(),
                asks: asks.to_owned(),
                ..improving.answer.clone()
            },
            ..improving.clone()
        };
        let errors = [("nprs", "Choose a number from 0 to 10.")];
        let refused = Self {
            state: FormState::of(&[("peg_pain", "4")], &errors),
            ..improving.clone()
        };
        let unchanged = Self {
            decision_due: true,
            ..of(
                Working::Unchanged,
                "0.5 of 10 better after 6 sessions, n = 5 of 6 due.",
                "Decide now: continue with a reason, change, stop or refer.",
            )
        };
        let none = Self {
            trends: Vec::new(),
            ..of(
                Working::NotEnough,
                "1 of 2 values that the rule needs is on record.",
                "Record a pain score today.",
            )
        };
        vec![
            ("improving", improving.clone()),
            ("unchanged", unchanged),
            (
                "worse",
                of(
                    Working::Worse,
                    "1.5 of 10 worse after 4 sessions, n = 4 of 5 due.",
                    "Look for a reason before the next needle.",
                ),
            ),
            (
                "too-early",
                of(Working::TooEarly, "2 sessions; the rule reads from 4.", ""),
            ),
            ("not-enough", none),
            ("refused", refused),
        ]
    }
}

impl Outcome {
    fn body(&self) -> Markup {
        html! {
            div.page-head { h1 { "Is it working?" } p.quiet { (self.complaint) } }
            section.answer-now {
                p.verdict-words { (icon(self.answer.working.icon())) span { (self.answer.working.words()) } }
                p.lead { (self.answer.numbers) }
                @if !self.answer.asks.is_empty() { p { strong { (self.answer.asks) } } }
                details { summary { "The rule" } p { (self.answer.rule) } }
            }
            @if self.trends.is_empty() {
                (empty("No trend yet", "It begins with the second measure.", &html! {}))
            } @else {
                div.trends { @for picture in &self.trends { (trend(picture)) } }
            }
            @if self.decision_due { (self.decision()) }
            section.panel aria-labelledby="record-measure" {
                h2 #record-measure { "Record today's measure" }
                (error_summary(&self.state))
                form method="post" action=(paths::measures(&self.course_id)) data-island="autosave" data-draft={ "measure-" (self.course_id) } {
                    (self.form.hidden("measure"))
                    (severity_questions(&self.state))
                    div.actions { (primary_button("Record measure", Icon::Check)) }
                }
            }
        }
    }

    fn decision(&self) -> Markup {
        let decisions = Choice::list(&[
            ("continue", "Continue"),
            ("change", "Change"),
            ("stop", "Stop"),
            ("refer", "Refer"),
        ]);
        html! {
            section.panel aria-labelledby="decide" {
                h2 #decide { "Decide" }
                form method="post" action=(paths::reviews(&self.course_id)) {
                    (self.form.hidden("review"))
                    (segments("decision", "The course will", None, &decisions, &self.state))
                    (Field::text("decision_reason", "Reason").required().draw_area(&self.state))
                    (quiet_button("Record decision", Icon::Save))
                }
            }
        }
    }
}

fn sample_outcome() -> Outcome {
    let nprs = patient::sample_trend();
    let mut peg = nprs.clone();
    "peg".clone_into(&mut peg.id);
    "Pain in daily life (PEG)".clone_into(&mut peg.title);
    "The score fell from 7 of 10 to 4.3 of 10; one value is missing.".clone_into(&mut peg.summary);
    if let Some(last) = peg.readings.last_mut() {
        last.value = Some(4.3);
    }
    Outcome {
        shell: sample::shell(),
        patient: sample::banner(),
        trail: sample::trail(Step::After),
        course_id: "c-1".to_owned(),
        complaint: "Knee osteoarthritis, left, since April 2025".to_owned(),
        form: sample::form(),
        state: FormState::default(),
        answer: Answer {
            working: Working::Improving,
            numbers: "3 of 10 better after 4 sessions, n = 4 of 5 due.".to_owned(),
            rule: "Rule FK-W-1, clinic policy: a fall of 30 % or more from the start, held over two measures, counts as improving (sample source).".to_owned(),
            asks: String::new(),
        },
        trends: vec![nprs, peg],
        decision_due: false,
    }
}
