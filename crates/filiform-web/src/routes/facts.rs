//! The patient's page: course, history, sessions, measures, record; and facts added by hand.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Response, StatusCode};
use filiform_app::{App, CourseView as AppCourse, NewFact, PatientView};
use filiform_care::ShortText;
use filiform_knowledge::Knowledge;
use filiform_screening::{Fact, FactKind, FactState, Quantity, RecordedStatus};
use filiform_store::project::SessionRow;
use filiform_units::{CourseId, FactId, Laterality, PartialDate, PatientId, Timestamp};

use super::fault::{Fault, sentence};
use super::posted::{Fields, Posted};
use super::state::WebState;
use super::visitor::Visitor;
use super::{outcome, show, today, view, words};
use crate::pages::patient::{
    CourseView, FactGroup, History, MeasureLine, Patient, SessionLine, TabView,
};
use crate::paths;
use crate::ui::form::FormState;
use crate::ui::layout::{Step, Trail};

/// Facts shown in one group before the rest is counted.
const GROUP: usize = 60;

/// The course tab.
pub(crate) async fn course(
    State(state): State<WebState>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response<Body>, Fault> {
    tab(state, visitor, &id, "course").await
}

/// Any other tab.
pub(crate) async fn other(
    State(state): State<WebState>,
    visitor: Visitor,
    Path((id, name)): Path<(String, String)>,
) -> Result<Response<Body>, Fault> {
    match name.as_str() {
        "history" | "sessions" | "measures" | "record" => tab(state, visitor, &id, &name).await,
        _ => Err(Fault::not_found()),
    }
}

async fn tab(
    state: WebState,
    visitor: Visitor,
    id: &str,
    name: &str,
) -> Result<Response<Body>, Fault> {
    let loaded = load(&state, &visitor, patient_id(id)?).await?;
    let tab = loaded.tab(&state.app, name);
    Ok(show::page(&loaded.page(
        &state.app,
        &visitor,
        tab,
        FormState::default(),
    )))
}

/// The id in an address; anything else is a page that does not exist.
pub(crate) fn patient_id(text: &str) -> Result<PatientId, Fault> {
    PatientId::parse(text).map_err(|_| Fault::not_found())
}

/// The id in an address; anything else is a page that does not exist.
pub(crate) fn course_id(text: &str) -> Result<CourseId, Fault> {
    CourseId::parse(text).map_err(|_| Fault::not_found())
}

/// A patient with the course that stands first.
struct Loaded {
    view: PatientView,
    course: Option<AppCourse>,
    now: Timestamp,
}

async fn load(state: &WebState, visitor: &Visitor, id: PatientId) -> Result<Loaded, Fault> {
    let actor = visitor.actor();
    state
        .run(move |app| {
            let view = app.patient(&actor, id)?;
            let newest = view.courses.iter().find(|course| course.phase == "open");
            let newest = newest.or(view.courses.first()).map(|course| course.id);
            let course = newest.map(|id| app.course(&actor, id)).transpose()?;
            Ok(Loaded {
                view,
                course,
                now: app.now(),
            })
        })
        .await
}

impl Loaded {
    fn tab(&self, app: &App, name: &str) -> TabView {
        let course_id = self.course.as_ref().map(|course| course.id.to_string());
        match name {
            "history" => TabView::History(History {
                groups: groups(app.knowledge(), &self.view),
                has_course: self.course.is_some(),
            }),
            "sessions" => TabView::Sessions(self.view.sessions.iter().map(session_line).collect()),
            "measures" => TabView::Measures(self.measures(app), course_id),
            "record" => TabView::Record(course_id),
            _ => TabView::Course(self.course.as_ref().map(|c| Box::new(course_words(app, c)))),
        }
    }

    fn measures(&self, app: &App) -> Vec<MeasureLine> {
        let Some(course) = &self.course else {
            return Vec::new();
        };
        let lines = course
            .course
            .measures
            .iter()
            .rev()
            .map(|measure| MeasureLine {
                date: words::day(measure.at),
                instrument: outcome::instrument_name(app.knowledge(), &measure.instrument),
                score: outcome::score_words(app.knowledge(), measure),
                by: "patient".to_owned(),
            });
        lines.collect()
    }

    fn page(&self, app: &App, visitor: &Visitor, tab: TabView, state: FormState) -> Patient {
        let id = self.view.id.to_string();
        let running = self
            .view
            .sessions
            .iter()
            .find(|session| session.signed_at.is_none());
        Patient {
            shell: show::shell(visitor),
            patient: view::banner(
                app,
                self.view.id,
                &self.view.patient,
                &self.view.alerts,
                self.now,
            ),
            trail: Trail {
                patient_id: id,
                course_id: self.course.as_ref().map(|course| course.id.to_string()),
                session_id: running.map(|session| session.id.to_string()),
                current: Step::Patient,
            },
            form: show::form_meta(visitor, Some(self.view.version)),
            state,
            tab,
        }
    }
}

fn course_words(app: &App, course: &AppCourse) -> CourseView {
    let knowledge = app.knowledge();
    let id = course.id.to_string();
    let complaint = course.course.complaint.as_ref();
    let running = course
        .sessions
        .iter()
        .find(|session| session.signed_at.is_none());
    let signed = course
        .sessions
        .iter()
        .filter(|session| session.signed_at.is_some())
        .count();
    let planned = course.course.agreed.as_ref().map(|plan| plan.sessions);
    let next = match (running, &course.course.agreed) {
        (Some(session), _) => (
            paths::session(&session.id.to_string()),
            "Back to the session".to_owned(),
        ),
        (None, Some(_)) => (paths::plan(&id), "Start a session".to_owned()),
        (None, None) => (paths::plan(&id), "Make a plan".to_owned()),
    };
    let trends = outcome::trends(knowledge, course);
    CourseView {
        course_id: id,
        complaint: complaint.map_or_else(String::new, |complaint| {
            let name = today::complaint(app, complaint.condition.as_str(), complaint.side);
            match complaint.onset {
                Some(onset) => format!("{name}, since {}", words::partial(onset)),
                None => name,
            }
        }),
        plan: match &course.course.agreed {
            Some(plan) => format!(
                "{} needles, {} sessions, {} a week, {} rest",
                plan.needles.len(),
                plan.sessions,
                plan.per_week,
                plan.retention
            ),
            None => "No plan is agreed yet.".to_owned(),
        },
        progress: match planned {
            Some(planned) => format!("{signed} of {planned} sessions signed"),
            None => format!("{signed} sessions signed"),
        },
        working: outcome::answer(knowledge, course).map(|answer| answer.numbers),
        trend: trends.into_iter().next(),
        next,
    }
}

fn session_line(session: &SessionRow) -> SessionLine {
    SessionLine {
        session_id: session.id.to_string(),
        date: words::day_and_clock(session.started_at),
        needles: format!("{} in, {} out", session.inserted, session.removed),
        signed: match session.signed_at {
            Some(at) => format!("signed {}", words::day_and_clock(at)),
            None => "not signed".to_owned(),
        },
        after: match session.accounted {
            0 => String::new(),
            n => format!("{n} accounted for otherwise"),
        },
    }
}

fn groups(knowledge: &Knowledge, view: &PatientView) -> Vec<FactGroup> {
    let title = |kind: FactKind| match kind {
        FactKind::Problem => "Problems",
        FactKind::Medicine => "Medicines",
        FactKind::Allergy => "Allergies",
        FactKind::Device => "Devices",
        FactKind::Procedure => "Procedures",
        FactKind::Lab => "Laboratory and measurements",
        FactKind::Answer => "Answers to questions",
    };
    let mut facts: Vec<&Fact> = view
        .patient
        .facts
        .values()
        .map(|recorded| &recorded.fact)
        .collect();
    facts.sort_by_key(|fact| {
        let is_over = fact.status != RecordedStatus::Active;
        let newest = fact.onset.map(|date| std::cmp::Reverse(date.latest()));
        (is_over, newest.is_none(), newest)
    });
    let group = |kind: FactKind| {
        let mut all: Vec<_> = facts
            .iter()
            .filter(|fact| fact.kind == kind)
            .map(|fact| fact_line(knowledge, view, fact))
            .collect();
        let more = all.len().saturating_sub(GROUP);
        all.truncate(GROUP);
        FactGroup {
            title: title(kind).to_owned(),
            facts: all,
            more,
        }
    };
    FactKind::ALL.into_iter().map(group).collect()
}

fn fact_line(
    knowledge: &Knowledge,
    view: &PatientView,
    fact: &Fact,
) -> crate::pages::patient::Fact {
    let value = fact
        .value
        .as_ref()
        .map(|value| format!(": {} {}", value.value, value.unit));
    let date = match (fact.onset, fact.ended) {
        (Some(onset), Some(ended)) if onset != ended => {
            format!("{} to {}", words::partial(onset), words::partial(ended))
        }
        (Some(date), _) | (None, Some(date)) => words::partial(date),
        (None, None) => "no date".to_owned(),
    };
    crate::pages::patient::Fact {
        words: format!("{}{}", fact.text, value.unwrap_or_default()),
        status: status_words(knowledge, view, fact),
        date,
        source: fact.source.clone(),
        recognised: recognised(knowledge, view, fact.id),
    }
}

/// Active, stopped and resolved are told apart in the words of each kind.
fn status_words(_: &Knowledge, view: &PatientView, fact: &Fact) -> String {
    let means = view.chart.recognised(fact.id).and_then(|recognised| {
        recognised
            .meanings
            .first()
            .map(|meaning| view.chart.state_of(meaning.concept))
    });
    let words = match (fact.status, fact.kind) {
        (RecordedStatus::Ended, FactKind::Medicine) if means == Some(FactState::Recent) => "recent",
        (RecordedStatus::Ended, FactKind::Medicine) => "stopped",
        (RecordedStatus::Ended, FactKind::Problem | FactKind::Allergy) => "resolved",
        (RecordedStatus::Ended, FactKind::Procedure) => "done",
        (RecordedStatus::Ended, _) => "past",
        (RecordedStatus::Active, FactKind::Lab) => "measured",
        (RecordedStatus::Active, FactKind::Answer) => "yes",
        (RecordedStatus::Active, _) => "active",
        (RecordedStatus::Absent, FactKind::Answer) => "no",
        (RecordedStatus::Absent, _) => "absent",
        (RecordedStatus::Void, _) => "entered in error",
        (RecordedStatus::Planned, _) => "planned",
        (RecordedStatus::FamilyHistory, _) => "in the family",
        (RecordedStatus::Unknown, _) => "unknown",
    };
    words.to_owned()
}

fn recognised(knowledge: &Knowledge, view: &PatientView, fact: FactId) -> String {
    let Some(recognised) = view.chart.recognised(fact) else {
        return String::new();
    };
    let mut names: Vec<&str> = recognised
        .meanings
        .iter()
        .map(|meaning| knowledge.concept(meaning.concept).name.as_str())
        .collect();
    names.extend(recognised.lab.map(|lab| knowledge.lab(lab).name.as_str()));
    names.dedup();
    names.join(", ")
}

/// Adds a fact by hand.
pub(crate) async fn add(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    let patient = patient_id(&id)?;
    let back = paths::patient_tab(&id, "history");
    let (visitor, fields) = (posted.visitor, posted.fields);
    let fact = match read_fact(&fields, &visitor) {
        Ok(fact) => fact,
        Err(errors) => {
            let loaded = load(&state, &visitor, patient).await?;
            let tab = loaded.tab(&state.app, "history");
            let page = loaded.page(&state.app, &visitor, tab, fields.state(errors));
            return Ok(show::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
    };
    let origin = ShortText::new("entered by hand").map_err(|error| Fault::ours(&error))?;
    let command = fields.command((vec![fact], origin));
    let actor = visitor.actor();
    state
        .run(move |app| app.record_facts(&actor, patient, command))
        .await
        .map_err(|fault| fault.at(&back))?;
    Ok(show::see_other_with(&back, "The fact is recorded."))
}

/// A number with its unit; a decimal comma is read as a point.
fn read_value(fields: &Fields) -> Option<Quantity> {
    let value: f64 = fields.some("value")?.replace(',', ".").parse().ok()?;
    let unit: String = fields.text("unit").chars().take(40).collect();
    value.is_finite().then_some(Quantity { value, unit })
}

fn read_fact(fields: &Fields, visitor: &Visitor) -> Result<NewFact, Vec<(String, String)>> {
    let mut errors = Vec::new();
    let mut wrong = |field: &str, words: String| errors.push((field.to_owned(), words));
    let kind = FactKind::parse(fields.text("kind"));
    if kind.is_none() {
        wrong("kind", "Choose what kind of fact it is.".to_owned());
    }
    let text = ShortText::new(fields.text("text"));
    if let Err(error) = &text {
        wrong("text", sentence(&format!("say what it is: {error}")));
    }
    let date = fields.some("date").map(PartialDate::parse).transpose();
    if let Err(error) = &date {
        wrong("date", sentence(&error.to_string()));
    }
    let value = read_value(fields);
    if value.is_none() && fields.some("value").is_some() {
        wrong(
            "value",
            "Write the value as a number, for example 2.4.".to_owned(),
        );
    }
    if value.is_none() && kind == Some(FactKind::Lab) {
        wrong("value", "A laboratory value needs its number.".to_owned());
    }
    let status = match fields.text("status") {
        "present" => RecordedStatus::Active,
        "past" => RecordedStatus::Ended,
        "absent" => RecordedStatus::Absent,
        _ => RecordedStatus::Unknown,
    };
    let (Some(kind), Ok(text), Ok(date)) = (kind, text, date) else {
        return Err(errors);
    };
    if !errors.is_empty() {
        return Err(errors);
    }
    let is_over = status == RecordedStatus::Ended;
    Ok(NewFact {
        fact: Fact {
            id: FactId::from_bits(0),
            kind,
            concept: None,
            codes: Vec::new(),
            text: text.to_string(),
            status,
            onset: date.filter(|_| !is_over),
            ended: date.filter(|_| is_over),
            value,
            side: Laterality::parse(fields.text("side")).unwrap_or(Laterality::None),
            source: format!("entered by {}", visitor.signed_in.actor.name),
            recorded_at: Timestamp::from_micros(0),
        },
        import: None,
        corrects: None,
    })
}
