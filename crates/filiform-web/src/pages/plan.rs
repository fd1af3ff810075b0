//! The plan: is it safe, and why these needles?

use maud::{Markup, html};

use super::Page;
use super::drawing::{DrawnArea, readout};
use crate::paths;
use crate::ui::bars::{Bar, coverage};
use crate::ui::body::{Chart, chart};
use crate::ui::changes::{Changes, changes};
use crate::ui::evidence::{Evidence, evidence};
use crate::ui::form::{
    Choice, Field, FormMeta, FormState, error_summary, segments, select, yes_no,
};
use crate::ui::icon::{Icon, icon};
use crate::ui::layout::{Frame, PatientBanner, Section, Shell, Step, Trail, document};
use crate::ui::parts::{empty, primary_button, primary_link, quiet_button, quiet_link, refused};
use crate::ui::verdict::{Finding, Level, badge, strip};

mod alongside;
mod change;
mod dose;
mod earlier;
mod needles;
mod protocols;
mod questions;
mod reasons;
mod samples;

pub use alongside::CoTreatment;
pub(crate) use change::{CHANGE_FIELDS, change_field};
pub use dose::DoseWords;
pub use earlier::EarlierPlan;
pub(super) use protocols::{HABIT, left_out_words};
pub use protocols::{Offered, Own};
pub use questions::{Questions, ToAsk, ToFindOut};
pub use reasons::{Reasons, Way};

/// One planned needle.
#[derive(Clone, Debug)]
pub struct PlannedNeedle {
    /// The id of the placement in this plan.
    pub id: String,
    /// The code of the point.
    pub code: String,
    /// The name of the point.
    pub name: String,
    /// The side in words.
    pub side: String,
    /// The depth with its unit, for example "15 to 25 mm".
    pub depth: String,
    /// The angle in words.
    pub angle: String,
    /// Technique and stimulation in words; `None`: by hand, and nothing more is said.
    pub technique: Option<String>,
    /// Whether it goes to a place that is no named point.
    pub is_free: bool,
    /// Why it is there, in one sentence.
    pub why: String,
    /// What it covers, in words.
    pub covers: String,
    /// How trials used it, for example "in 7 of 12 trials".
    pub trials: String,
    /// The highest level that applies to it.
    pub level: Level,
    /// What that level asks for here, in a few words.
    pub level_words: Option<String>,
}

/// One point that a clinician would expect and that is not in the plan.
#[derive(Clone, Debug)]
pub struct LeftOut {
    /// The code and the side.
    pub point: String,
    /// Why, in one sentence.
    pub reason: String,
    /// The level of the finding that keeps it out, when one does.
    pub level: Option<Level>,
}

/// A position of the patient and what the best plan in it is worth.
#[derive(Clone, Debug)]
pub struct PositionChoice {
    /// The value that is sent.
    pub id: String,
    /// The words.
    pub words: String,
    /// The value with its unit, for example "value 41.2".
    pub value: String,
    /// Whether the plan is for this position.
    pub is_chosen: bool,
}

/// A finding that needs a named answer before the plan can be agreed.
#[derive(Clone, Debug)]
pub struct OpenFinding {
    /// The rule.
    pub rule_id: String,
    /// How severe it is: stop, refer or ask.
    pub level: Level,
    /// The way that has to be gone first.
    pub first: First,
}

/// What comes before a reason to go ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// Nothing.
    Nothing,
    /// A question below settles it.
    Question,
    /// A red flag: the patient is referred.
    Referral,
}

/// A privilege that needles need and the visitor does not hold.
#[derive(Clone, Debug)]
pub struct Withheld {
    /// Its name.
    pub privilege: String,
    /// The needles that need it.
    pub needles: String,
}

/// The plan page.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The visitor's part.
    pub shell: Shell,
    /// The patient.
    pub patient: PatientBanner,
    /// The flow; its course is the course of the plan.
    pub trail: Trail,
    /// The course.
    pub course_id: String,
    /// The complaint with its side.
    pub complaint: String,
    /// The hidden fields.
    pub form: FormMeta,
    /// What was typed and what was refused.
    pub state: FormState,
    /// Why the last step was refused, in one sentence.
    pub refusal: Option<String>,
    /// What the screen found, the most severe first.
    pub findings: Vec<Finding>,
    /// The findings that still need an answer.
    pub open: Vec<OpenFinding>,
    /// What changed since the plan was agreed or drafted.
    pub changes: Option<Changes>,
    /// What is still unknown, and who can say.
    pub questions: Questions,
    /// Privileges that needles need and the visitor does not hold.
    pub withheld: Vec<Withheld>,
    /// Lines of the record that the screen could not read, each with where it came from.
    pub unread: Vec<(String, String)>,
    /// The body with its dots.
    pub chart: Chart,
    /// What the patient drew.
    pub drawn: Vec<DrawnArea>,
    /// The needles.
    pub needles: Vec<PlannedNeedle>,
    /// Needles joined for current, in words, in the order of the plan.
    pub pairs: Vec<String>,
    /// What the last edit was, in a few words, as long as it can be undone.
    pub undo: Option<String>,
    /// What goes on beside the needles.
    pub co_treatments: Vec<CoTreatment>,
    /// The sorts of it.
    pub co_treatment_kinds: Vec<Choice>,
    /// The plan of the last course, when there is one.
    pub earlier: Option<EarlierPlan>,
    /// What was left out.
    pub left_out: Vec<LeftOut>,
    /// The points that can be added, for the list of the field.
    pub points: Vec<Choice>,
    /// The positions.
    pub positions: Vec<PositionChoice>,
    /// The coverage of each target.
    pub coverage: Vec<Bar>,
    /// What is usual for the dose.
    pub dose: DoseWords,
    /// How good the plan is and how sure that is, in one sentence.
    pub optimality: String,
    /// More of why.
    pub reasons: Reasons,
    /// The evidence of the condition.
    pub evidence: Vec<Evidence>,
    /// Who agreed the plan and when, once it is agreed and as long as a session can follow it.
    pub agreed: Option<String>,
    /// Who agreed the plan and when, while it is changed or has to be agreed again.
    pub standing: Option<String>,
    /// The clinic's own protocols and the clinician's own points.
    pub own: Own,
}

impl Page for Plan {
    const NAME: &'static str = "plan";

    fn draw(&self) -> Markup {
        let frame = Frame {
            shell: &self.shell,
            title: "Plan",
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

impl Plan {
    fn body(&self) -> Markup {
        html! {
            div.page-head { h1 { "Plan" } p.quiet { (self.complaint) } }
            @if let Some(refusal) = &self.refusal {
                (refused("The plan was not agreed", refusal, &html! {}))
            }
            (error_summary(&self.state))
            @if let Some(changed) = &self.changes { (changes(changed)) }
            (strip(&self.findings, &|finding| self.way_on(finding)))
            @if !self.unread.is_empty() { (unread(&self.unread)) }
            @for withheld in &self.withheld { (not_held(withheld)) }
            (self.compared())
            // What is next stands before what is only to be read.
            @if self.agreed.is_some() { (self.agreement()) } @else { (self.ask()) }
            (self.origin())
            div.plan-grid {
                section.plan-body aria-labelledby="plan-body" {
                    h2.for-readers #plan-body { "Where" }
                    (chart(&self.chart))
                    @if self.agreed.is_none() { (self.add_tapped()) }
                    (readout(&self.drawn))
                    (quiet_link(&paths::drawing(&self.course_id), "Draw where it hurts", Icon::Edit))
                }
                section.plan-needles aria-labelledby="plan-needles" {
                    h2 #plan-needles { "Needles" span.quiet { " " (self.needles.len()) } }
                    (self.needle_list())
                }
                section.plan-reach tabindex="0" aria-labelledby="plan-reach" {
                    h2 #plan-reach { "What they reach" }
                    (coverage(&self.coverage))
                }
            }
            (self.alongside())
            (self.value())
            (self.protocols())
            @if self.agreed.is_none() { (self.agreement()) }
        }
    }

    /// How a finding that is still open can be answered, where it stands.
    fn way_on(&self, finding: &Finding) -> Option<Markup> {
        if self.agreed.is_some() {
            return None;
        }
        self.open
            .iter()
            .find(|open| open.rule_id == finding.rule_id)
            .map(|open| self.answer(open))
    }

    fn answer(&self, open: &OpenFinding) -> Markup {
        let field = format!("reason-{}", open.rule_id);
        html! {
            div.answer id={ "open-" (open.rule_id) } {
                @match open.first {
                    First::Referral => (primary_link(&paths::referral(&self.course_id), "Write the referral", Icon::Refer)),
                    First::Question => p.with-icon { (icon(Icon::Ask)) a href="#ask" { "Ask first: the question stands below" } },
                    First::Nothing => {},
                }
                @if open.first != First::Referral {
                    details open[self.state.error(&field).is_some()] {
                        summary { (icon(Icon::Edit)) span { @if open.level == Level::Stop { "Override this stop" } @else { "Go ahead with a reason" } } }
                        form method="post" action=(paths::plan_action(&self.course_id, "overrides")) {
                            (self.form.hidden(&format!("override.{}", open.rule_id)))
                            input type="hidden" name="rule" value=(open.rule_id);
                            (Field::text(&field, "Reason").hint("It stands in the record with your name, your privilege and the time.").required().draw_area(&self.state))
                            p.quiet { "Signed as " @if let Some(user) = &self.shell.user { strong { (user.name) } } "." }
                            (quiet_button("Record override", Icon::Edit))
                        }
                    }
                }
            }
        }
    }

    fn value(&self) -> Markup {
        html! {
            section.value aria-labelledby="value" {
                h2 #value { "Why these?" }
                p.lead { (self.optimality) }
                (self.reasons())
                h3 { "How sure is anybody?" }
                div.evidence-pair { @for one in &self.evidence { (evidence(one)) } }
                @if !self.left_out.is_empty() {
                    h3 { "Left out" }
                    ul.left-out {
                        @for out in &self.left_out {
                            li {
                                strong { (out.point) }
                                @if let Some(level) = out.level { (badge(level)) }
                                span { (out.reason) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn agreement(&self) -> Markup {
        html! {
            section.agreement aria-labelledby="agreement" {
                h2 #agreement { @if self.agreed.is_some() { "Next session" } @else { "Dose" } }
                @if let Some(agreed) = &self.agreed {
                    p.agreed { (icon(Icon::Check)) span { "Agreed by " (agreed) } }
                    p { a href={ (paths::plan(&self.course_id)) "?change=1" } { "Change this plan" } }
                    (self.start())
                } @else {
                    @if let Some(standing) = &self.standing {
                        p.with-icon { (icon(Icon::Reload)) span { "Agreed by " (standing) ". A session follows it again when you agree it again." } }
                    }
                    (self.usual_dose())
                    form.dose method="post" action=(paths::plan_action(&self.course_id, "agree")) {
                        (self.form.hidden("agree"))
                        div.field-row {
                            (Field::text("sessions", "Sessions").number("sessions", 1, 40).required().draw(&self.state))
                            (Field::text("per_week", "Rhythm").number("a week", 1, 7).required().draw(&self.state))
                            (Field::text("retention_min", "Rest with needles").number("min", 1, 60).required().draw(&self.state))
                        }
                        (Field::text("retention_reason", "Why less than 10 or more than 30 min").hint("Only then; it stands in the record.").draw(&self.state))
                        div.actions {
                            @if self.open.is_empty() { (primary_button("Agree plan", Icon::Check)) } @else {
                                (primary_link("#verdict-heading", &self.open_words(), Icon::List))
                            }
                        }
                    }
                }
            }
        }
    }

    fn open_words(&self) -> String {
        match self.open.len() {
            1 => "Answer 1 open finding first".to_owned(),
            count => format!("Answer {count} open findings first"),
        }
    }
}

/// What nobody but the clinician has read.
fn unread(lines: &[(String, String)]) -> Markup {
    let count = match lines.len() {
        1 => "1 line of the record was not understood".to_owned(),
        n => format!("{n} lines of the record were not understood"),
    };
    html! {
        details.unread {
            summary { (icon(Icon::Document)) span { strong { (count) } ": read before the first needle" } }
            ul { @for (words, source) in lines { li { strong { (words) } " " span.quiet { (source) } } } }
        }
    }
}

/// Needles that somebody else has to place.
fn not_held(withheld: &Withheld) -> Markup {
    html! {
        p.with-icon.withheld {
            (icon(Icon::Lock))
            span {
                (withheld.needles) ": " strong { (withheld.privilege) }
                " is not among your privileges. Somebody who holds it answers for these needles and places them."
            }
        }
    }
}
