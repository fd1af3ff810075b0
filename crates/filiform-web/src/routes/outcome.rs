//! The outcome: record a measure, see the trend, decide.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Response, StatusCode};
use filiform_app::{AppError, CourseView};
use filiform_care::LongText;
use filiform_care::course::{Command as Order, Decision};
use filiform_knowledge::{Better, Instrument, Knowledge};
use filiform_outcomes::{Measure, Score, Tenths, Working as Judged, judge, score, trend};
use filiform_screening::{PlanToScreen, screen};
use filiform_units::Timestamp;

use super::fault::{Fault, sentence};
use super::posted::Posted;
use super::state::WebState;
use super::visitor::Visitor;
use super::{assess, facts, show, today, view, words};
use crate::pages::outcome::{Answer, Outcome, Working};
use crate::paths;
use crate::ui::form::FormState;
use crate::ui::layout::{Step, Trail};
use crate::ui::trend::{Band, Reading, Trend};

/// The instrument by which a course is judged.
const PAIN_RATING: &str = "nprs";

/// The trend of a course.
pub(crate) async fn show(
    State(state): State<WebState>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response<Body>, Fault> {
    let (course, now) = load(&state, &visitor, &id).await?;
    Ok(show::page(&page(
        &state,
        &visitor,
        &course,
        now,
        FormState::default(),
    )))
}

/// Records a measure.
pub(crate) async fn record(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    let Posted { visitor, fields } = posted;
    let (course, now) = load(&state, &visitor, &id).await?;
    let again = |errors| {
        let page = page(&state, &visitor, &course, now, fields.state(errors));
        Ok(show::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
    };
    let given = match assess::read_baseline(state.app.knowledge(), &fields) {
        Ok(given) => given,
        Err(errors) => return again(errors),
    };
    let (actor, course_id) = (visitor.actor(), course.id);
    let command = fields.command(given);
    let outcome = state
        .run_plain(move |app| app.record_measures(&actor, course_id, command))
        .await?;
    let back = paths::measures(&id);
    match outcome {
        Ok(_) => Ok(show::see_other_with(&back, "The measure is recorded.")),
        Err(AppError::Course(refusal)) => {
            again(vec![("nprs".to_owned(), sentence(&refusal.to_string()))])
        }
        Err(error) => Err(Fault::from(error).at(&back)),
    }
}

/// Records a decision.
pub(crate) async fn review(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    let Posted { visitor, fields } = posted;
    let back = paths::measures(&id);
    let decision = Decision::parse(fields.text("decision"));
    let reason = LongText::new(fields.text("decision_reason"));
    let (Some(decision), Ok(reason)) = (decision, reason) else {
        let (course, now) = load(&state, &visitor, &id).await?;
        let words = "Choose a decision and say why.".to_owned();
        let form = fields.state(vec![("decision_reason".to_owned(), words)]);
        let page = page(&state, &visitor, &course, now, form);
        return Ok(show::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page));
    };
    let (actor, course) = (visitor.actor(), facts::course_id(&id)?);
    let command = fields.command(Order::Review { decision, reason });
    state
        .run(move |app| app.order_course(&actor, course, command))
        .await
        .map_err(|fault| fault.at(&back))?;
    Ok(show::see_other_with(&back, "The decision is recorded."))
}

async fn load(
    state: &WebState,
    visitor: &Visitor,
    id: &str,
) -> Result<(CourseView, Timestamp), Fault> {
    let (actor, id) = (visitor.actor(), facts::course_id(id)?);
    state
        .run(move |app| Ok((app.course(&actor, id)?, app.now())))
        .await
}

fn page(
    state: &WebState,
    visitor: &Visitor,
    course: &CourseView,
    now: Timestamp,
    form: FormState,
) -> Outcome {
    let app = &state.app;
    let knowledge = app.knowledge();
    let alerts = screen(app.rulebook(), &course.chart, &PlanToScreen::default());
    let complaint = course.course.complaint.as_ref();
    let running = course
        .sessions
        .iter()
        .find(|session| session.signed_at.is_none());
    let answer = answer(knowledge, course).unwrap_or(Answer {
        working: Working::NotEnough,
        numbers: "No instrument is in the knowledge base.".to_owned(),
        rule: String::new(),
        asks: String::new(),
    });
    Outcome {
        shell: show::shell(visitor),
        patient: view::banner(app, course.patient_id, &course.patient, &alerts, now),
        trail: Trail {
            patient_id: course.patient_id.to_string(),
            course_id: Some(course.id.to_string()),
            session_id: running.map(|session| session.id.to_string()),
            current: Step::After,
        },
        course_id: course.id.to_string(),
        complaint: complaint.map_or_else(String::new, |complaint| {
            today::complaint(app, complaint.condition.as_str(), complaint.side)
        }),
        form: show::form_meta(visitor, Some(course.version)),
        state: form,
        answer,
        trends: trends(knowledge, course),
        decision_due: decision_due(knowledge, course),
    }
}

fn signed(course: &CourseView) -> u32 {
    let signed = course
        .sessions
        .iter()
        .filter(|session| session.signed_at.is_some())
        .count();
    u32::try_from(signed).unwrap_or(u32::MAX)
}

fn decision_due(knowledge: &Knowledge, course: &CourseView) -> bool {
    let due = u32::from(knowledge.working_rule().decision_sessions);
    signed(course) >= due && course.course.decisions.is_empty()
}

/// "Is it working?", by the pain rating that every course begins with.
pub(crate) fn answer(knowledge: &Knowledge, course: &CourseView) -> Option<Answer> {
    let instrument = knowledge.instrument(PAIN_RATING)?;
    let rule = knowledge.working_rule();
    let over_time = trend(instrument, &course.course.measures);
    let sessions = signed(course);
    let scored = over_time
        .points
        .iter()
        .filter(|point| point.score.value().is_some())
        .count();
    let judged = judge(rule, instrument, &over_time, sessions);
    let max = range(instrument);
    let n = format!("after {sessions} sessions, n = {scored} measures");
    let percent = |permille: i32| format!("{}.{} %", permille / 10, permille.abs() % 10);
    let (working, numbers) = match judged {
        Judged::NotEnoughData => (
            Working::NotEnough,
            format!("{scored} of 2 values that the rule needs are on record."),
        ),
        Judged::TooEarly { sessions, needed } => (
            Working::TooEarly,
            format!("{sessions} sessions so far; the rule looks first at session {needed}."),
        ),
        Judged::Improving { by, permille } => (
            Working::Improving,
            format!("{by} of {max} better ({}) {n}.", percent(permille)),
        ),
        Judged::Uncertain { by, permille } => (
            Working::Unchanged,
            format!(
                "Uncertain: {by} of {max} better ({}) {n}.",
                percent(permille)
            ),
        ),
        Judged::Unchanged { by } => (Working::Unchanged, format!("{by} of {max} better {n}.")),
        Judged::Worse { by } => (Working::Worse, format!("{by} of {max} worse {n}.")),
    };
    Some(Answer {
        working,
        numbers,
        rule: format!("{} ({})", rule.text, rule.provenance.verification.words()),
        asks: if decision_due(knowledge, course) {
            "Decide now: continue with a reason, change, stop or refer.".to_owned()
        } else {
            String::new()
        },
    })
}

fn range(instrument: &Instrument) -> u16 {
    let items = u16::try_from(instrument.items.len()).unwrap_or(1);
    match instrument.formula {
        filiform_knowledge::Formula::Mean => u16::from(instrument.item_max),
        filiform_knowledge::Formula::OwnRule => highest_score(instrument),
        filiform_knowledge::Formula::Sum => u16::from(instrument.item_max) * items,
    }
}

fn highest_score(instrument: &Instrument) -> u16 {
    let highest = instrument.main_range().and_then(|(_, max)| max.tenths());
    highest.map_or(0, |tenths| u16::try_from(tenths / 10).unwrap_or(u16::MAX))
}

/// One picture for each instrument that was answered.
pub(crate) fn trends(knowledge: &Knowledge, course: &CourseView) -> Vec<Trend> {
    let instruments = knowledge.instruments().iter();
    instruments
        .filter_map(|instrument| picture(instrument, course))
        .collect()
}

fn picture(instrument: &Instrument, course: &CourseView) -> Option<Trend> {
    let over_time = trend(instrument, &course.course.measures);
    let first = over_time.points.first()?.at;
    let sessions: Vec<Timestamp> = course.sessions.iter().map(|row| row.started_at).collect();
    let start = sessions
        .iter()
        .copied()
        .min()
        .map_or(first, |earliest| earliest.min(first));
    let day = |at: Timestamp| u32::try_from(at.date().days_since(start.date())).unwrap_or(0);
    let readings = over_time.points.iter().map(|point| Reading {
        day: day(point.at),
        date: words::day(point.at),
        value: point.score.value().map(Tenths::as_f64),
    });
    let max = f64::from(range(instrument));
    let direction = match instrument.better {
        Better::Lower => "lower is better",
        Better::Higher => "higher is better",
    };
    let band = over_time
        .baseline
        .map(|baseline| band(instrument, baseline, max));
    let summary = match (over_time.baseline, over_time.latest) {
        (Some(first), Some(last)) => format!(
            "{}: {first} at the start, {last} now, n = {}.",
            instrument.name,
            over_time.points.len()
        ),
        _ => format!("{}: no value could be scored yet.", instrument.name),
    };
    let mut session_days: Vec<u32> = sessions.iter().map(|at| day(*at)).collect();
    session_days.sort_unstable();
    Some(Trend {
        id: format!("trend-{}", instrument.id),
        title: instrument.name.clone(),
        axis: format!("of {}, {direction}", range(instrument)),
        max,
        readings: readings.collect(),
        session_days,
        band,
        summary,
    })
}

/// From the baseline to where change begins to matter: inside it, change is noise.
fn band(instrument: &Instrument, baseline: Tenths, max: f64) -> Band {
    let important = f64::from(instrument.important_change_tenths) / 10.0;
    let start = baseline.as_f64();
    let edge = match instrument.better {
        Better::Lower => start - important,
        Better::Higher => start + important,
    };
    Band {
        from: start,
        to: edge.clamp(0.0, max),
        words: format!("change of less than {important} is too small to matter"),
    }
}

/// The name of an instrument.
pub(crate) fn instrument_name(knowledge: &Knowledge, id: &str) -> String {
    knowledge
        .instrument(id)
        .map_or_else(|| id.to_owned(), |found| found.name.clone())
}

/// `4.7 of 10`, or why there is no number.
pub(crate) fn score_words(knowledge: &Knowledge, measure: &Measure) -> String {
    let Some(instrument) = knowledge.instrument(&measure.instrument) else {
        return "not scorable: the instrument is not in the knowledge base".to_owned();
    };
    match score(instrument, &measure.answers) {
        Score::Scored { value, .. } => format!("{value} of {}", range(instrument)),
        Score::NotScorable { answered, needed } => {
            format!("not scorable: {answered} of {needed} items answered")
        }
    }
}
