//! A patient: the course, the history, the sessions, the measures, the record.

use maud::{Markup, html};

use super::Page;
use crate::paths;
use crate::ui::form::{Choice, FormMeta, FormState, error_summary};
use crate::ui::icon::{Icon, icon};
use crate::ui::layout::{Frame, PatientBanner, Section, Shell, Step, Trail, document};
use crate::ui::parts::{Tab, empty, primary_link, quiet_link, table, tabs};
use crate::ui::trend::{Trend, trend};

mod history;
mod samples;

pub use history::{Fact, FactGroup, History};
pub(super) use samples::trend as sample_trend;

/// The course as it stands.
#[derive(Clone, Debug)]
pub struct CourseView {
    /// The course.
    pub course_id: String,
    /// The complaint with its side and onset.
    pub complaint: String,
    /// The plan in a sentence, or that it is not agreed.
    pub plan: String,
    /// How far the course has come.
    pub progress: String,
    /// The answer to "is it working?" in a few words, when there is one.
    pub working: Option<String>,
    /// The trend; `None` before the first measure.
    pub trend: Option<Trend>,
    /// The next step: its address and words.
    pub next: (String, String),
}

/// One session in the list.
#[derive(Clone, Debug)]
pub struct SessionLine {
    /// The session.
    pub session_id: String,
    /// The full date and the time.
    pub date: String,
    /// Needles in and out, in words.
    pub needles: String,
    /// Who signed, or that it is not signed.
    pub signed: String,
    /// What followed, in a few words.
    pub after: String,
}

/// One measure in the list.
#[derive(Clone, Debug)]
pub struct MeasureLine {
    /// The full date.
    pub date: String,
    /// The instrument.
    pub instrument: String,
    /// The score with its range.
    pub score: String,
    /// Who answered.
    pub by: String,
}

/// What the open tab shows.
#[derive(Clone, Debug)]
pub enum TabView {
    /// The course; `None` when there is none.
    Course(Option<Box<CourseView>>),
    /// The history.
    History(History),
    /// The sessions, the latest first.
    Sessions(Vec<SessionLine>),
    /// The measures, the latest first, and the course they belong to.
    Measures(Vec<MeasureLine>, Option<String>),
    /// The course of which a record can be printed.
    Record(Option<String>),
}

/// The patient page.
#[derive(Clone, Debug)]
pub struct Patient {
    /// The visitor's part.
    pub shell: Shell,
    /// The patient.
    pub patient: PatientBanner,
    /// The flow.
    pub trail: Trail,
    /// The hidden fields.
    pub form: FormMeta,
    /// What was typed and what was refused.
    pub state: FormState,
    /// The open tab.
    pub tab: TabView,
}

impl Page for Patient {
    const NAME: &'static str = "patient";

    fn draw(&self) -> Markup {
        let frame = Frame {
            shell: &self.shell,
            title: &self.patient.name,
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

impl Patient {
    fn body(&self) -> Markup {
        html! {
            h1 { (self.patient.name) }
            (self.tab_links())
            @match &self.tab {
                TabView::Course(course) => (self.course(course.as_deref())),
                TabView::History(history) => { (error_summary(&self.state)) (self.history(history)) }
                TabView::Sessions(sessions) => (sessions_tab(sessions)),
                TabView::Measures(measures, course) => (measures_tab(measures, course.as_deref())),
                TabView::Record(course) => (record_tab(course.as_deref())),
            }
        }
    }

    fn tab_links(&self) -> Markup {
        let id = &self.trail.patient_id;
        let tab = |href: String, words: &str, is_current| Tab {
            href,
            words: words.to_owned(),
            is_current,
        };
        let of = |name: &str| paths::patient_tab(id, name);
        let all = [
            tab(
                paths::patient(id),
                "Course",
                matches!(self.tab, TabView::Course(_)),
            ),
            tab(
                of("history"),
                "History",
                matches!(self.tab, TabView::History(_)),
            ),
            tab(
                of("sessions"),
                "Sessions",
                matches!(self.tab, TabView::Sessions(_)),
            ),
            tab(
                of("measures"),
                "Measures",
                matches!(self.tab, TabView::Measures(..)),
            ),
            tab(
                of("record"),
                "Record",
                matches!(self.tab, TabView::Record(_)),
            ),
        ];
        tabs("The patient's record", &all)
    }

    fn course(&self, course: Option<&CourseView>) -> Markup {
        let Some(course) = course else {
            let start = primary_link(
                &paths::assess(&self.trail.patient_id),
                "Start assessment",
                Icon::Next,
            );
            return empty(
                "No open course",
                "A course begins with an assessment of one complaint.",
                &start,
            );
        };
        html! {
            section.course {
                div.course-words {
                    h2 { (course.complaint) }
                    @if let Some(working) = &course.working { p.working { (working) } }
                    p { (course.plan) }
                    p.quiet { (course.progress) }
                    div.actions {
                        (primary_link(&course.next.0, &course.next.1, Icon::Next))
                        (quiet_link(&paths::plan(&course.course_id), "See plan", Icon::List))
                        (quiet_link(&paths::assess(&self.trail.patient_id), "Assess again", Icon::Edit))
                    }
                }
                @if let Some(picture) = &course.trend { (trend(picture)) } @else {
                    (empty("No measure yet", "The trend begins with the first pain score.", &html! {}))
                }
            }
        }
    }
}

fn sessions_tab(sessions: &[SessionLine]) -> Markup {
    if sessions.is_empty() {
        return empty(
            "No sessions yet",
            "A session starts from an agreed plan.",
            &html! {},
        );
    }
    let rows: Vec<Vec<Markup>> = sessions
        .iter()
        .map(|session| {
            vec![
                html! { a.name href=(paths::session(&session.session_id)) { (session.date) } },
                html! { (session.needles) },
                html! { (session.after) },
                html! { (session.signed) },
            ]
        })
        .collect();
    table("Sessions", &["Date", "Needles", "After", "Signed"], &rows)
}

fn measures_tab(measures: &[MeasureLine], course: Option<&str>) -> Markup {
    let record = html! {
        @if let Some(course) = course { (primary_link(&paths::measures(course), "Record measure", Icon::Add)) }
    };
    if measures.is_empty() {
        return empty(
            "No measures yet",
            "The first one is taken at the assessment.",
            &record,
        );
    }
    let rows: Vec<Vec<Markup>> = measures
        .iter()
        .map(|measure| {
            vec![
                html! { (measure.date) },
                html! { (measure.instrument) },
                html! { (measure.score) },
                html! { (measure.by) },
            ]
        })
        .collect();
    html! {
        (table("Measures", &["Date", "Instrument", "Score", "Answered by"], &rows))
        div.actions { (record) }
    }
}

fn record_tab(course: Option<&str>) -> Markup {
    html! {
        @if let Some(course) = course {
            p.lead { "One page with the plan, every needle, the measures and the signatures of the course." }
            div.actions {
                (primary_link(&paths::record(course), "Open record", Icon::Document))
                (quiet_link(paths::VERIFY, "Check the ledger", Icon::Proof))
            }
        } @else {
            (empty("Nothing to print yet", "A record begins with a course.", &html! { p.with-icon { (icon(Icon::Document)) span { "No course is open." } } }))
        }
    }
}

/// The kinds of fact that can be added by hand.
fn fact_kinds() -> Vec<Choice> {
    Choice::list(&[
        ("problem", "Problem"),
        ("medicine", "Medicine"),
        ("allergy", "Allergy"),
        ("device", "Device"),
        ("procedure", "Procedure"),
        ("lab", "Laboratory value"),
    ])
}
