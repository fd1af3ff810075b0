//! The record of a course on one page, for the screen and for paper.

use maud::{Markup, html};

use super::Page;
use super::drawing::{DrawnArea, readout};
use crate::paths;
use crate::ui::body::{Chart, chart};
use crate::ui::icon::Icon;
use crate::ui::layout::{Frame, PatientBanner, Section, Shell, document};
use crate::ui::parts::{quiet_link, table, values};
use crate::ui::verdict::{Finding, finding};

mod samples;

/// One needle of one session.
#[derive(Clone, Debug)]
pub struct NeedleLine {
    /// The place and the side.
    pub place: String,
    /// The depth, and the needle with its lot.
    pub how: String,
    /// By whom and when it was placed.
    pub placed: String,
    /// By whom and when it was removed, or how it is accounted for.
    pub removed: String,
}

/// One session.
#[derive(Clone, Debug)]
pub struct SessionRecord {
    /// The heading, for example "Session 1, 27 October 2026".
    pub title: String,
    /// What was said to be new before the first needle, in words.
    pub told: String,
    /// The rules whose stop was overridden, in words.
    pub overridden: String,
    /// The rest in words.
    pub rest: String,
    /// The count in words, for example "6 in, 6 out".
    pub count: String,
    /// What followed, in words.
    pub after: String,
    /// Who signed and when, or that nobody did.
    pub signed: String,
    /// The needles.
    pub needles: Vec<NeedleLine>,
    /// The needles on the body; nothing where none was placed.
    pub chart: Option<Chart>,
}

/// One measure.
#[derive(Clone, Debug)]
pub struct MeasureRecord {
    /// The full date.
    pub date: String,
    /// The instrument.
    pub instrument: String,
    /// The score with its range.
    pub score: String,
}

/// The record page.
#[derive(Clone, Debug)]
pub struct Record {
    /// The visitor's part.
    pub shell: Shell,
    /// The patient.
    pub patient: PatientBanner,
    /// The patient's id, for the way back.
    pub patient_id: String,
    /// The complaint in words.
    pub complaint: String,
    /// Where it hurts, drawn on the body; nothing where nobody said.
    pub pain: Option<Chart>,
    /// What the drawing says.
    pub drawn: Vec<DrawnArea>,
    /// The plan: names and values.
    pub plan: Vec<(String, String)>,
    /// The findings with their overrides.
    pub findings: Vec<Finding>,
    /// The referrals because of red flags: by whom and when, and what for.
    pub referrals: Vec<(String, String)>,
    /// The sessions, the first first.
    pub sessions: Vec<SessionRecord>,
    /// The measures, the first first.
    pub measures: Vec<MeasureRecord>,
    /// The head of the ledger.
    pub ledger_head: String,
    /// When the page was made: full date and time.
    pub generated_at: String,
}

impl Page for Record {
    const NAME: &'static str = "record";

    fn draw(&self) -> Markup {
        let frame = Frame {
            shell: &self.shell,
            title: "Record",
            section: Some(Section::Patients),
            trail: None,
            patient: Some(&self.patient),
            class: "is-record",
        };
        document(&frame, &self.body())
    }

    fn samples() -> Vec<(&'static str, Self)> {
        samples::all()
    }
}

impl Record {
    fn body(&self) -> Markup {
        html! {
            div.page-head {
                h1 { "Record of treatment" }
                p.quiet { (self.shell.clinic) ", " (self.generated_at) }
                div.actions.screen-only {
                    button.button.primary type="button" data-island="print" hidden { (crate::ui::icon::icon(Icon::Print)) span { "Print record" } }
                    (quiet_link(&paths::patient(&self.patient_id), "Back to patient", Icon::Back))
                }
            }
            section.record-part {
                h2 { "Complaint" }
                p { (self.complaint) }
                @if let Some(body) = &self.pain { (chart(body)) }
                (readout(&self.drawn))
            }
            section.record-part {
                h2 { "Plan" }
                @if self.plan.is_empty() { p { "No plan was agreed." } }
                dl.values { @for (name, value) in &self.plan { div { dt { (name) } dd { (value) } } } }
            }
            section.record-part {
                h2 { "Findings and overrides" }
                @if self.findings.is_empty() { p { "The screen found nothing against the plan." } }
                @for one in &self.findings { (finding(one)) }
            }
            @if !self.referrals.is_empty() {
                section.record-part {
                    h2 { "Referrals" }
                    dl.values { @for (by, flags) in &self.referrals { div { dt { (by) } dd { (flags) } } } }
                }
            }
            section.record-part {
                h2 { "Sessions" }
                @if self.sessions.is_empty() { p { "No session was held." } }
                @for session in &self.sessions { (session_record(session)) }
            }
            section.record-part { h2 { "Measures" } (self.measures()) }
            footer.record-foot {
                (values(&[
                    ("Ledger head", html! { code { (self.ledger_head) } }),
                    ("Made", html! { (self.generated_at) }),
                ]))
            }
        }
    }

    fn measures(&self) -> Markup {
        if self.measures.is_empty() {
            return html! { p { "No measure was recorded." } };
        }
        let rows: Vec<Vec<Markup>> = self
            .measures
            .iter()
            .map(|measure| {
                vec![
                    html! { (measure.date) },
                    html! { (measure.instrument) },
                    html! { (measure.score) },
                ]
            })
            .collect();
        table("Measures", &["Date", "Instrument", "Score"], &rows)
    }
}

fn session_record(session: &SessionRecord) -> Markup {
    let rows: Vec<Vec<Markup>> = session
        .needles
        .iter()
        .map(|needle| {
            vec![
                html! { strong { (needle.place) } },
                html! { (needle.how) },
                html! { (needle.placed) },
                html! { (needle.removed) },
            ]
        })
        .collect();
    html! {
        article.session-record {
            h3 { (session.title) }
            @if let Some(body) = &session.chart { (chart(body)) }
            (table(&format!("Needles of {}", session.title), &["Needle", "How", "Placed", "Removed"], &rows))
            (values(&[
                ("New since last time", html! { (session.told) }),
                ("Overridden stops", html! { (session.overridden) }),
                ("Count", html! { (session.count) }),
                ("Rest", html! { (session.rest) }),
                ("After", html! { (session.after) }),
                ("Signed", html! { (session.signed) }),
            ]))
        }
    }
}
