//! Questions for the patient, on a link of their own; and the link, for whoever sends it.

use maud::{Markup, PreEscaped, html};

use super::{Page, sample};
use crate::paths;
use crate::ui::form::{Choice, FormState, segments};
use crate::ui::icon::{Icon, icon};
use crate::ui::layout::{Frame, PatientBanner, Section, Shell, document};
use crate::ui::parts::{primary_button, quiet_link};

/// One question to the patient.
#[derive(Clone, Debug)]
pub struct Question {
    /// The name of its field.
    pub field: String,
    /// The question in plain words.
    pub question: String,
    /// Why it is asked, in plain words.
    pub why: String,
}

/// What the patient sees.
#[derive(Clone, Debug)]
pub enum Stage {
    /// The questions.
    Open(Vec<Question>),
    /// There is nothing to ask.
    NothingToAsk,
    /// The answers arrived.
    Thanks,
    /// The link was answered before.
    Answered,
    /// The link has ended, or never was.
    Ended,
}

/// The page of the patient.
#[derive(Clone, Debug)]
pub struct Questions {
    /// The clinic; nobody is signed in.
    pub shell: Shell,
    /// The secret of the link, for the form.
    pub secret: String,
    /// What was answered, when the form is shown again.
    pub state: FormState,
    /// What there is to do.
    pub stage: Stage,
}

impl Page for Questions {
    const NAME: &'static str = "questions";

    fn draw(&self) -> Markup {
        let frame = Frame {
            shell: &self.shell,
            title: "Before your treatment",
            section: None,
            trail: None,
            patient: None,
            class: "is-narrow",
        };
        document(&frame, &self.body())
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let open = Self {
            shell: sample::stranger(),
            secret: "sample".to_owned(),
            state: FormState::default(),
            stage: Stage::Open(sample_questions()),
        };
        let at = |stage| Self {
            stage,
            ..open.clone()
        };
        vec![
            ("thanks", at(Stage::Thanks)),
            ("nothing-to-ask", at(Stage::NothingToAsk)),
            ("answered", at(Stage::Answered)),
            ("ended", at(Stage::Ended)),
            ("open", open),
        ]
    }
}

fn sample_questions() -> Vec<Question> {
    let question = |field: &str, question: &str, why: &str| Question {
        field: format!("answer-{field}"),
        question: question.to_owned(),
        why: why.to_owned(),
    };
    vec![
        question(
            "anticoagulant",
            "Do you take a blood thinner?",
            "We ask because it decides how deep a needle may go.",
        ),
        question(
            "pacemaker",
            "Do you have a pacemaker or another device in your body?",
            "We ask because it decides whether current may be used.",
        ),
    ]
}

impl Questions {
    fn body(&self) -> Markup {
        html! {
            h1 { "Before your treatment" }
            @match &self.stage {
                Stage::Open(questions) => (self.open(questions)),
                Stage::NothingToAsk => { p.lead { "There is nothing left to ask. Thank you." } }
                Stage::Thanks => {
                    p.lead { "Thank you. Your answers are with " (self.shell.clinic) "." }
                    p { "If something changes before you come, tell us when you arrive. You can close this page." }
                }
                Stage::Answered => {
                    p.lead { "These questions were answered already." }
                    p { "If an answer has changed, tell the clinic when you arrive." }
                }
                Stage::Ended => {
                    p.lead { "This link does not work any more." }
                    p { "Links end after three days, and when a new one is sent. Ask the clinic for a new one." }
                }
            }
        }
    }

    fn open(&self, questions: &[Question]) -> Markup {
        let count = match questions.len() {
            1 => "1 short question".to_owned(),
            n => format!("{n} short questions"),
        };
        let choices = Choice::list(&[("no", "No"), ("yes", "Yes"), ("not-known", "I do not know")]);
        html! {
            p.lead { (count) " from " (self.shell.clinic) ". Your answers decide where and how needles may be placed." }
            p.quiet { "If you are not sure, say so: we will ask you. In an emergency do not wait for us: call the emergency number." }
            form.stack method="post" action=(paths::questions(&self.secret)) {
                // Nobody is signed in: the secret of the link is the token of its form.
                input type="hidden" name="csrf" value=(self.secret);
                div.questions.for-patient {
                    @for one in questions { (segments(&one.field, &one.question, Some(&one.why), &choices, &self.state)) }
                }
                div.actions { (primary_button("Send answers", Icon::Next)) }
            }
        }
    }
}

/// The link, for whoever sends it. It is shown once.
#[derive(Clone, Debug)]
pub struct Link {
    /// The visitor's part.
    pub shell: Shell,
    /// The patient.
    pub patient: PatientBanner,
    /// The whole address.
    pub address: String,
    /// The address as a picture for a phone's camera, an SVG; empty when it cannot be drawn.
    pub picture: String,
    /// When it ends: full date and time.
    pub ends: String,
    /// The way back.
    pub back: String,
}

impl Page for Link {
    const NAME: &'static str = "link";

    fn draw(&self) -> Markup {
        let frame = Frame {
            shell: &self.shell,
            title: "Questions for the patient",
            section: Some(Section::Patients),
            trail: None,
            patient: Some(&self.patient),
            class: "is-narrow",
        };
        document(&frame, &self.body())
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let shown = Self {
            shell: sample::shell(),
            patient: sample::banner(),
            address: "https://filiform.example/q/0f0e0d0c0b0a".to_owned(),
            picture: "<svg aria-hidden=\"true\" viewBox=\"0 0 3 3\"><path d=\"M0 0h1v1H0zM2 2h1v1H2z\"/></svg>"
                .to_owned(),
            ends: "27 November 2026, 14:02".to_owned(),
            back: paths::plan("c-1"),
        };
        vec![("shown", shown)]
    }
}

impl Link {
    fn body(&self) -> Markup {
        html! {
            h1 { "Questions for the patient" }
            p.lead { "Let the patient point a phone at the picture, or send the address." }
            @if !self.picture.is_empty() {
                div.link-picture role="img" aria-label="The address as a picture for a camera" { (PreEscaped(&self.picture)) }
            }
            div.field {
                label for="address" { "Address" }
                input #address type="text" readonly value=(self.address);
            }
            p.with-icon { (icon(Icon::Lock)) span { "It is shown this once, takes one set of answers and ends on " (self.ends) ". Whoever has it sees the questions, never the record." } }
            div.actions { (quiet_link(&self.back, "Back to the plan", Icon::Back)) }
        }
    }
}
