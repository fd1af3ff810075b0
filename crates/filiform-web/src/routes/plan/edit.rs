//! What changes a plan. Every change is saved as a draft, screened and shown again.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::Response;
use filiform_app::{
    AppError, Command, IdempotencyKey, NewFact, PlanView, ProposeLimits, StartSession,
};
use filiform_care::course::{self, Command as Order, Override};
use filiform_care::{
    Authority, ElectricalPair, LongText, Plan, PlanError, PlannedNeedle, ShortText, Site,
    nearest_point,
};
use filiform_knowledge::{Angle, Knowledge, PointCode, Position, RuleId, Severity, Technique};
use filiform_screening::FactKind;
use filiform_units::{DepthRange, Hertz, Millimetres, Minutes, Side, Timestamp};

use super::frame::{Wrong, draft_at, edit, place};
use super::page::{again, load};
use super::seen::load_seen;
use crate::paths;
use crate::routes::fault::{Fault, sentence};
use crate::routes::posted::{Fields, Posted};
use crate::routes::state::WebState;
use crate::routes::visitor::Visitor;
use crate::routes::{assess, facts, show, tapped};

/// Needles of a proposal in a chosen position: as many as the plan has, within sense.
const FEWEST: usize = 4;
const MOST: usize = 12;

/// Adds a needle.
pub(crate) async fn add_needle(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    edit(
        "point",
        &state,
        &id,
        posted,
        |knowledge, fields, mut plan| {
            plan.needles.push(read_needle(knowledge, fields)?);
            Ok(plan)
        },
    )
    .await
}

/// Takes a needle out of the plan.
pub(crate) async fn remove_needle(
    State(state): State<WebState>,
    Path((id, placement)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    edit("point", &state, &id, posted, |_, _, plan| {
        let index = place(&placement, &plan.needles)?;
        Ok(plan.without_needle(index))
    })
    .await
}

/// Joins two needles of the plan for current.
pub(crate) async fn join(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    edit("point", &state, &id, posted, |_, fields, mut plan| {
        plan.pairs.push(read_pair(fields)?);
        Ok(plan)
    })
    .await
}

/// Takes a pair apart; its needles stay.
pub(crate) async fn part(
    State(state): State<WebState>,
    Path((id, pair)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    edit("point", &state, &id, posted, |_, _, mut plan| {
        let index = place(&pair, &plan.pairs)?;
        plan.pairs.remove(index);
        Ok(plan)
    })
    .await
}

fn read_pair(fields: &Fields) -> Result<ElectricalPair, Wrong> {
    let wrong = |name: &str, words: &str| vec![(name.to_owned(), words.to_owned())];
    let needle = |name: &str| {
        let read = fields.text(name).parse::<usize>();
        read.map_err(|_| wrong(name, "Choose a needle of the plan."))
    };
    let (a, b) = (needle("pair_a")?, needle("pair_b")?);
    if a == b {
        return Err(wrong("pair_b", "Choose two different needles."));
    }
    let hz = fields.text("hz").parse::<u32>();
    let hz = hz.map_err(|_| wrong("hz", "Write the frequency in whole hertz, for example 2."))?;
    let frequency = Hertz::new(hz).map_err(|error| wrong("hz", &sentence(&error.to_string())))?;
    Ok(ElectricalPair { a, b, frequency })
}

/// Proposes anew in another position.
pub(crate) async fn position(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    let Posted { visitor, fields } = posted;
    let Some(position) = Position::parse(fields.text("position")) else {
        return Err(Fault::unreadable(
            "There is no such position.",
            "Choose one of the buttons.",
        ));
    };
    let loaded = load(&state, &visitor, &id).await?;
    let needles = loaded.0.plan.needles.len().clamp(FEWEST, MOST);
    let limits = ProposeLimits {
        max_needles: u8::try_from(needles).unwrap_or(u8::MAX),
        position: Some(position),
    };
    let (actor, course) = (visitor.actor(), loaded.0.course.id);
    let plan = state
        .run(move |app| app.propose_plan(&actor, course, limits))
        .await?;
    draft_at("point", &state, &visitor, &fields, loaded, plan).await
}

/// Records answers to questions as facts about the patient.
pub(crate) async fn answers(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    let Posted { visitor, fields } = posted;
    let loaded = load(&state, &visitor, &id).await?;
    let given = assess::answers(state.app.knowledge(), &fields, &visitor);
    if given.is_empty() {
        let words = "Choose yes or no; a question that was not asked stays open.".to_owned();
        return Ok(again(
            &state,
            &visitor,
            &loaded,
            fields.state(Vec::new()),
            Some(words),
        ));
    }
    let origin = ShortText::new("asked while planning").map_err(|error| Fault::ours(&error))?;
    let (actor, patient) = (visitor.actor(), loaded.0.course.patient_id);
    let key = fields
        .some("idempotency_key")
        .and_then(|key| IdempotencyKey::new(key).ok());
    let command = Command {
        order: (given, origin),
        expected: None,
        key,
    };
    state
        .run(move |app| app.record_facts(&actor, patient, command))
        .await?;
    Ok(show::see_other(&paths::plan(&id)))
}

/// Records why the plan goes ahead in spite of a finding.
pub(crate) async fn overrides(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    let Posted { visitor, fields } = posted;
    let loaded = load_seen(&state, &visitor, &id, &fields).await?;
    let rule = fields.text("rule").to_owned();
    let field = format!("reason-{rule}");
    let knowledge = state.app.knowledge();
    let found = loaded.0.verdict.findings().iter();
    let severity = found
        .filter(|found| knowledge.rule(found.rule).id.as_str() == rule)
        .map(|found| found.severity)
        .max();
    let Some(severity) = severity.filter(|severity| *severity >= Severity::Ask) else {
        let words = format!("`{rule}` has nothing to answer in this plan.");
        return Ok(again(
            &state,
            &visitor,
            &loaded,
            fields.state(Vec::new()),
            Some(words),
        ));
    };
    let reason = match LongText::new(fields.text(&field)) {
        Ok(reason) => reason,
        Err(error) => {
            let errors = vec![(field, sentence(&format!("give the reason: {error}")))];
            return Ok(again(&state, &visitor, &loaded, fields.state(errors), None));
        }
    };
    let back = paths::plan(&id);
    let (actor, course) = (visitor.actor(), loaded.0.course.id);
    let version = saved_draft(&state, &visitor, &fields, &loaded).await?;
    let answer = Override {
        rule: RuleId::new(&rule),
        severity,
        reason,
    };
    let mut command = fields.command(Order::AnswerFinding {
        answer,
        authority: Authority::default(),
    });
    command.expected = version;
    let outcome = state
        .run_plain(move |app| app.order_course(&actor, course, command))
        .await?;
    match outcome {
        Ok(_) => Ok(show::see_other(&back)),
        Err(AppError::Course(refusal)) => {
            let loaded = load(&state, &visitor, &id).await?;
            let words = refusal_words(&refusal);
            Ok(again(
                &state,
                &visitor,
                &loaded,
                fields.state(Vec::new()),
                Some(words),
            ))
        }
        Err(error) => Err(Fault::from(error).at(&back)),
    }
}

/// A proposal becomes a draft before anybody answers for it. Answers the version to expect next.
async fn saved_draft(
    state: &WebState,
    visitor: &Visitor,
    fields: &Fields,
    loaded: &(PlanView, Timestamp),
) -> Result<Option<u64>, Fault> {
    let expected = fields.command(()).expected;
    if loaded.0.course.course.draft.is_some() {
        return Ok(expected);
    }
    let (actor, course) = (visitor.actor(), loaded.0.course.id);
    let order = Order::DraftPlan {
        plan: loaded.0.plan.clone(),
    };
    let command = Command {
        order,
        expected,
        key: None,
    };
    state
        .run(move |app| app.order_course(&actor, course, command))
        .await
        .map(Some)
}

/// Agrees the plan with its dose.
pub(crate) async fn agree(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    let Posted { visitor, fields } = posted;
    let loaded = load_seen(&state, &visitor, &id, &fields).await?;
    let mut plan = loaded.0.plan.clone();
    if let Err(errors) = read_dose(&fields, &mut plan) {
        return Ok(again(&state, &visitor, &loaded, fields.state(errors), None));
    }
    let back = paths::plan(&id);
    let (actor, course) = (visitor.actor(), loaded.0.course.id);
    let command = fields.command((plan, Vec::new()));
    let outcome = state
        .run_plain(move |app| app.agree_plan(&actor, course, command))
        .await?;
    match outcome {
        Ok(_) => Ok(show::see_other_with(&back, "The plan is agreed.")),
        Err(AppError::Course(refusal)) => {
            let words = refusal_words(&refusal);
            Ok(again(
                &state,
                &visitor,
                &loaded,
                fields.state(Vec::new()),
                Some(words),
            ))
        }
        Err(error) => Err(Fault::from(error).at(&back)),
    }
}

/// Starts a session of the agreed plan.
pub(crate) async fn start(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    let Posted { visitor, fields } = posted;
    let loaded = load(&state, &visitor, &id).await?;
    let told = match read_told(state.app.knowledge(), &fields, &visitor) {
        Ok(told) => told,
        Err(errors) => return Ok(again(&state, &visitor, &loaded, fields.state(errors), None)),
    };
    let Told {
        room,
        changes,
        facts: new,
    } = told;
    let patient = loaded.0.course.patient_id;
    let loaded = if new.is_empty() {
        loaded
    } else {
        // What the patient said is kept, also when the session then does not start.
        let origin = ShortText::new(AT_START).map_err(|error| Fault::ours(&error))?;
        let (actor, key) = (visitor.actor(), fields.some("idempotency_key"));
        let command = Command {
            order: (new, origin),
            expected: None,
            key: key.and_then(|key| IdempotencyKey::new(&format!("{key}.told")).ok()),
        };
        state
            .run(move |app| app.record_facts(&actor, patient, command))
            .await?;
        load(&state, &visitor, &id).await?
    };
    let start = StartSession {
        course: facts::course_id(&id)?,
        room,
        changes,
    };
    let (actor, command) = (visitor.actor(), fields.command(start));
    let outcome = state
        .run_plain(move |app| app.start_session(&actor, command))
        .await?;
    match outcome {
        Ok(session) => Ok(show::see_other(&paths::session(&session.to_string()))),
        Err(AppError::Session(refusal)) => {
            let words = sentence(&refusal.to_string());
            Ok(again(
                &state,
                &visitor,
                &loaded,
                fields.state(Vec::new()),
                Some(words),
            ))
        }
        Err(error) => Err(error.into()),
    }
}

/// Where facts told at the start of a session come from.
const AT_START: &str = "told at the start of a session";

/// What was said before a session.
struct Told {
    room: Option<ShortText>,
    changes: Option<LongText>,
    facts: Vec<NewFact>,
}

fn read_told(knowledge: &Knowledge, fields: &Fields, visitor: &Visitor) -> Result<Told, Wrong> {
    let mut wrong = Wrong::new();
    let mut facts = assess::answers(knowledge, fields, visitor);
    let kinds = [
        ("new_medicine", FactKind::Medicine),
        ("new_problem", FactKind::Problem),
    ];
    for (name, kind) in kinds {
        match fields.some(name).map(ShortText::new).transpose() {
            Ok(text) => {
                let source = format!("{AT_START} to {}", visitor.signed_in.actor.name);
                facts.extend(text.map(|text| NewFact::told(kind, text.as_str(), &source)));
            }
            Err(error) => wrong.push((name.to_owned(), sentence(&error.to_string()))),
        }
    }
    let room = fields.some("room").map(ShortText::new).transpose();
    let changes = fields.some("changes").map(LongText::new).transpose();
    for (name, error) in [
        ("room", room.as_ref().err()),
        ("changes", changes.as_ref().err()),
    ] {
        wrong.extend(error.map(|error| (name.to_owned(), sentence(&error.to_string()))));
    }
    match (room, changes) {
        (Ok(room), Ok(changes)) if wrong.is_empty() => Ok(Told {
            room,
            changes,
            facts,
        }),
        _ => Err(wrong),
    }
}

pub(super) fn refusal_words(refusal: &course::Refusal) -> String {
    if let course::Refusal::Plan(PlanError::UnknownPoint { code, hint }) = refusal {
        return unknown_point(code, hint.as_deref());
    }
    sentence(&refusal.to_string())
}

/// `There is no point ...` with the nearest one, and where to look.
pub(crate) fn unknown_point(code: &str, hint: Option<&str>) -> String {
    match hint {
        Some(hint) => format!("There is no point `{code}`. Did you mean {hint}?"),
        None => format!("There is no point `{code}`. Choose one from the list, for example ST36."),
    }
}

/// As [`unknown_point`], for what was typed into the field.
pub(crate) fn no_such_point(knowledge: &Knowledge, typed: &str) -> String {
    let nearest = nearest_point(knowledge, typed);
    unknown_point(typed, nearest.map(|point| point.code.as_str()))
}

fn read_dose(fields: &Fields, plan: &mut Plan) -> Result<(), Wrong> {
    let mut wrong = Wrong::new();
    let mut number = |name: &str, words: &str| {
        let read = fields.text(name).parse::<u32>().ok();
        if read.is_none() {
            wrong.push((name.to_owned(), words.to_owned()));
        }
        read.unwrap_or(0)
    };
    let sessions = number("sessions", "Write how many sessions, 1 to 40.");
    let per_week = number("per_week", "Write how many a week, 1 to 7.");
    let retention = number(
        "retention_min",
        "Write the rest in minutes, 10 to 30; with a reason 1 to 60.",
    );
    if !wrong.is_empty() {
        return Err(wrong);
    }
    plan.sessions = u8::try_from(sessions).unwrap_or(u8::MAX);
    plan.per_week = u8::try_from(per_week).unwrap_or(u8::MAX);
    plan.retention = Minutes::new(retention)
        .map_err(|error| vec![("retention_min".to_owned(), sentence(&error.to_string()))])?;
    let reason = fields.some("retention_reason").map(ShortText::new);
    plan.retention_reason = reason
        .transpose()
        .map_err(|error| vec![("retention_reason".to_owned(), sentence(&error.to_string()))])?;
    Ok(())
}

fn read_needle(knowledge: &Knowledge, fields: &Fields) -> Result<PlannedNeedle, Wrong> {
    if let Some(tapped) = tapped::read(knowledge, fields) {
        let (site, side) = tapped?;
        return Ok(PlannedNeedle {
            site,
            side,
            depth: read_depth(fields, ["depth_min_mm", "depth_max_mm"])?,
            angle: Angle::Perpendicular,
            technique: Technique::Manual,
            stimulation: None,
        });
    }
    let mut wrong = Wrong::new();
    let typed = fields.text("point");
    let code = typed.to_uppercase();
    let point = knowledge.point_key(&code).map(|key| knowledge.point(key));
    if point.is_none() {
        wrong.push(("point".to_owned(), no_such_point(knowledge, typed)));
    }
    let side = Side::parse(fields.text("side")).unwrap_or(match point {
        Some(point) if point.midline => Side::Midline,
        _ => Side::Left,
    });
    if fields.some("side").is_none() && point.is_some_and(|point| !point.midline) {
        wrong.push((
            "side".to_owned(),
            "Choose a side: left or right.".to_owned(),
        ));
    }
    let depth = read_depth(fields, ["depth_min_mm", "depth_max_mm"])
        .map_err(|errors| wrong.extend(errors))
        .ok()
        .flatten();
    match point {
        Some(point) if wrong.is_empty() => Ok(PlannedNeedle {
            site: Site::Point(PointCode::new(point.code.as_str())),
            side,
            depth: depth.or(point.depth),
            angle: point.angle,
            technique: Technique::Manual,
            stimulation: None,
        }),
        _ => Err(wrong),
    }
}

/// The depth in two fields; `None` when both are empty.
pub(super) fn read_depth(
    fields: &Fields,
    [from, to]: [&str; 2],
) -> Result<Option<DepthRange>, Wrong> {
    let read = |name: &str| -> Result<Option<Millimetres>, Wrong> {
        let Some(text) = fields.some(name) else {
            return Ok(None);
        };
        let wrong = |words: String| vec![(name.to_owned(), words)];
        let number: u32 = text
            .parse()
            .map_err(|_| wrong(format!("`{text}` is not a whole number of millimetres.")))?;
        Millimetres::new(number)
            .map(Some)
            .map_err(|error| wrong(sentence(&error.to_string())))
    };
    let (min, max) = (read(from)?, read(to)?);
    let (Some(min), Some(max)) = (min.or(max), max.or(min)) else {
        return Ok(None);
    };
    DepthRange::new(min, max)
        .map(Some)
        .map_err(|error| vec![(from.to_owned(), sentence(&error.to_string()))])
}

/// The direction of a planned place, for a needle placed there.
pub(crate) fn planned_angle(plan: &Plan, site: &Site, side: Side) -> Angle {
    plan.needles
        .iter()
        .find(|needle| needle.site == *site && needle.side == side)
        .map_or(Angle::Unrecorded, |needle| needle.angle)
}
