//! The record of a course for print.

use std::collections::HashMap;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::Response;
use filiform_app::{App, CourseView, RecordView};
use filiform_care::course::TakenOver;
use filiform_care::session::{PlacedNeedle, Session};
use filiform_care::{Act, Plan};
use filiform_knowledge::RuleId;
use filiform_screening::screen;
use filiform_units::{PractitionerId, Timestamp};

use super::fault::Fault;
use super::session::whereabouts_words;
use super::state::WebState;
use super::visitor::Visitor;
use super::{body, facts, outcome, plan, show, today, view, words};
use crate::pages::record::{MeasureRecord, NeedleLine, Record, SessionRecord};
use crate::ui::body::{Chart, Mark, Press};

/// The record.
pub(crate) async fn show(
    State(state): State<WebState>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response<Body>, Fault> {
    let (actor, id) = (visitor.actor(), facts::course_id(&id)?);
    let (record, now) = state
        .run(move |app| Ok((app.record(&actor, id)?, app.now())))
        .await?;
    Ok(show::page(&page(&state, &visitor, &record, now)))
}

fn page(state: &WebState, visitor: &Visitor, record: &RecordView, now: Timestamp) -> Record {
    let app = &state.app;
    let course = &record.course;
    let complaint = course.course.complaint.as_ref();
    let conditions = complaint.map_or_else(Vec::new, |c| c.conditions(app.knowledge()));
    let agreed = course.course.agreed.as_ref();
    let resolved = agreed.and_then(|plan| plan.to_screen(app.knowledge(), &conditions).ok());
    let verdict = screen(app.rulebook(), &course.chart, &resolved.unwrap_or_default());
    let findings = agreed
        .map(|plan| view::findings(app, course, plan, &verdict, &course.course.agreed_overrides));
    let measures = course.course.measures.iter().map(|measure| MeasureRecord {
        date: words::day(measure.at),
        instrument: outcome::instrument_name(app.knowledge(), &measure.instrument),
        score: outcome::score_words(app.knowledge(), measure),
    });
    let sessions = record
        .sessions
        .iter()
        .zip(1..)
        .map(|((_, session), number)| session_record(app, record, session, number));
    Record {
        shell: show::shell(visitor),
        patient: view::banner(app, course.patient_id, &course.patient, &verdict, now),
        patient_id: course.patient_id.to_string(),
        complaint: complaint.map_or_else(String::new, |complaint| {
            today::complaint(app, complaint.condition.as_str(), complaint.side)
        }),
        pain: body::pain(app.knowledge(), course),
        drawn: body::drawn(app.knowledge(), complaint),
        plan: plan_values(agreed, course.course.agreed_from.as_ref()),
        findings: findings.unwrap_or_default(),
        referrals: course
            .course
            .referrals
            .iter()
            .map(|referral| {
                (
                    view::who(course, referral.act),
                    titles(app, &referral.rules),
                )
            })
            .collect(),
        sessions: sessions.collect(),
        measures: measures.collect(),
        ledger_head: head(record),
        generated_at: words::day_and_clock(now),
    }
}

/// The needles of a session on the body.
fn session_chart(app: &App, course: &CourseView, session: &Session) -> Option<Chart> {
    if session.needles.is_empty() {
        return None;
    }
    let knowledge = app.knowledge();
    let figure = body::figure(&course.patient);
    let mut dots = body::session_dots(knowledge, figure, session, &|_| Press::Nothing);
    // The record shows what was done.
    dots.retain(|dot| dot.mark != Mark::Planned);
    Some(Chart {
        dots,
        ..body::empty(knowledge, "record", figure)
    })
}

fn head(record: &RecordView) -> String {
    let hash = filiform_app::hex(&record.head.hash);
    format!("event {}, {hash}", record.head.seq)
}

fn plan_values(agreed: Option<&Plan>, from: Option<&TakenOver>) -> Vec<(String, String)> {
    let Some(agreed) = agreed else {
        return vec![("Plan".to_owned(), "No plan is agreed.".to_owned())];
    };
    let needles: Vec<String> = agreed
        .needles
        .iter()
        .map(|needle| match needle.depth {
            Some(depth) => format!("{} {depth}", view::needle_words(needle)),
            None => view::needle_words(needle),
        })
        .collect();
    let from = from.map(|taken| ("From the clinic's protocol".to_owned(), taken.words(agreed)));
    let beside: Vec<String> = agreed.co_treatments.iter().map(plan::in_words).collect();
    let beside = if beside.is_empty() {
        "Nothing is written down.".to_owned()
    } else {
        beside.join("; ")
    };
    let mut values = vec![
        (
            "Position".to_owned(),
            plan::position_words(agreed.position).to_owned(),
        ),
        ("Needles".to_owned(), needles.join(", ")),
        (
            "Dose".to_owned(),
            format!("{} sessions, {} a week", agreed.sessions, agreed.per_week),
        ),
        ("Rest".to_owned(), rest(agreed)),
        ("Beside the needles".to_owned(), beside),
    ];
    values.extend(from);
    values
}

fn rest(agreed: &Plan) -> String {
    match &agreed.retention_reason {
        Some(reason) => format!("{}: {reason}", agreed.retention),
        None => agreed.retention.to_string(),
    }
}

/// The titles of rules, or that there are none.
fn titles(app: &App, rules: &[RuleId]) -> String {
    let knowledge = app.knowledge();
    let title = |id: &RuleId| {
        knowledge
            .rule_key(id.as_str())
            .map_or_else(|| id.to_string(), |key| knowledge.rule(key).title.clone())
    };
    if rules.is_empty() {
        return "none".to_owned();
    }
    let titles: Vec<String> = rules.iter().map(title).collect();
    titles.join("; ")
}

fn session_record(
    app: &App,
    record: &RecordView,
    session: &Session,
    number: usize,
) -> SessionRecord {
    let names = &record.names;
    let started = session.started.as_ref().map(|started| started.act.at);
    let after = [
        ("Bleeding or bruising", &session.after.bleeding),
        ("Feels", &session.after.feeling),
        ("Advice", &session.after.advice),
    ];
    let after: Vec<String> = after
        .into_iter()
        .filter_map(|(name, words)| words.as_ref().map(|words| format!("{name}: {words}.")))
        .collect();
    SessionRecord {
        chart: session_chart(app, &record.course, session),
        title: format!(
            "Session {number}, {}",
            started.map(words::day).unwrap_or_default()
        ),
        told: session
            .started
            .as_ref()
            .and_then(|started| started.changes.as_ref())
            .map_or_else(|| "nothing said".to_owned(), ToString::to_string),
        overridden: session
            .started
            .as_ref()
            .map_or_else(String::new, |started| titles(app, &started.overridden)),
        rest: session.rest.map_or_else(
            || "No rest was started.".to_owned(),
            |rest| {
                format!(
                    "{} to {}",
                    words::clock(rest.started),
                    words::clock(rest.due)
                )
            },
        ),
        count: format!(
            "{} in, {} out, {} accounted for otherwise",
            session.inserted(),
            session.removed(),
            session.accounted()
        ),
        after: after.join(" "),
        signed: session
            .signed
            .map_or_else(|| "Not signed.".to_owned(), |act| by(act, names)),
        needles: session
            .needles
            .iter()
            .map(|needle| line(needle, names))
            .collect(),
    }
}

fn by(act: Act, names: &HashMap<PractitionerId, String>) -> String {
    let name = names.get(&act.by).map_or("somebody", String::as_str);
    format!("{name}, {}", words::day_and_clock(act.at))
}

fn line(needle: &PlacedNeedle, names: &HashMap<PractitionerId, String>) -> NeedleLine {
    let insertion = &needle.insertion;
    let lot = insertion.lot.as_ref().map_or_else(
        || "lot not recorded".to_owned(),
        |lot| format!("lot {}", view::lot_words(lot.as_str())),
    );
    NeedleLine {
        place: view::place_words(insertion.site.label(), insertion.side),
        how: format!(
            "{}, {} x {}, {lot}",
            insertion.depth, insertion.gauge, insertion.length
        ),
        placed: by(needle.placed, names),
        removed: match (&needle.removed, &needle.whereabouts) {
            (Some(act), _) => by(*act, names),
            (None, Some((answer, note))) => format!("{}: {note}", whereabouts_words(*answer)),
            (None, None) => "Still in.".to_owned(),
        },
    }
}
