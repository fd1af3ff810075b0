//! The clinic's own protocols.

use std::collections::HashMap;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Response, StatusCode};
use filiform_app::access::may;
use filiform_app::{Action, App, AppError, ListedProtocol, ProtocolList};
use filiform_care::protocol::{Content, Version, take};
use filiform_care::{Act, LongText, Plan, PlannedNeedle};
use filiform_knowledge::Technique;
use filiform_units::{PractitionerId, ProtocolId};

use super::fault::{Fault, sentence};
use super::posted::Posted;
use super::state::WebState;
use super::visitor::Visitor;
use super::{plan, show, today, words};
use crate::pages::protocols::{Entry, Protocols, Visitor as Looks};
use crate::paths;
use crate::ui::form::FormState;

/// Every protocol.
pub(crate) async fn list(
    State(state): State<WebState>,
    visitor: Visitor,
) -> Result<Response<Body>, Fault> {
    let listed = load(&state, &visitor).await?;
    let page = page(&state, &visitor, &listed, FormState::default(), None);
    Ok(show::page(&page))
}

/// Takes a protocol out of use.
pub(crate) async fn withdraw(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    let Posted { visitor, fields } = posted;
    let protocol = ProtocolId::parse(&id).map_err(|_| Fault::not_found())?;
    let field = format!("reason-{id}");
    let reason = match LongText::new(fields.text(&field)) {
        Ok(reason) => reason,
        Err(error) => {
            let errors = vec![(field, sentence(&format!("give the reason: {error}")))];
            let listed = load(&state, &visitor).await?;
            let page = page(&state, &visitor, &listed, fields.state(errors), None);
            return Ok(show::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
    };
    let (actor, command) = (visitor.actor(), fields.command(reason));
    let outcome = state
        .run_plain(move |app| app.withdraw_protocol(&actor, protocol, command))
        .await?;
    match outcome {
        Ok(()) => Ok(show::see_other_with(
            paths::PROTOCOLS,
            "The protocol is withdrawn.",
        )),
        Err(AppError::Protocol(refusal)) => {
            let words = Some(sentence(&refusal.to_string()));
            let listed = load(&state, &visitor).await?;
            let page = page(&state, &visitor, &listed, fields.state(Vec::new()), words);
            Ok(show::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(error) => Err(Fault::from(error).at(paths::PROTOCOLS)),
    }
}

async fn load(state: &WebState, visitor: &Visitor) -> Result<ProtocolList, Fault> {
    let actor = visitor.actor();
    state.run(move |app| app.protocols(&actor)).await
}

fn page(
    state: &WebState,
    visitor: &Visitor,
    listed: &ProtocolList,
    form: FormState,
    refusal: Option<String>,
) -> Protocols {
    let entries = |is_withdrawn: bool| {
        let all = listed.all.iter();
        let chosen = all.filter(move |one| one.protocol.withdrawn.is_some() == is_withdrawn);
        chosen.filter_map(|one| entry(&state.app, one, &listed.names))
    };
    let keeps = may(visitor.signed_in.actor.role, Action::KeepProtocols);
    Protocols {
        shell: show::shell(visitor),
        form: show::form_meta(visitor, None),
        state: form,
        refusal,
        visitor: if keeps { Looks::Keeps } else { Looks::Reads },
        in_use: entries(false).collect(),
        withdrawn: entries(true).collect(),
    }
}

fn entry(
    app: &App,
    listed: &ListedProtocol,
    names: &HashMap<PractitionerId, String>,
) -> Option<Entry> {
    let protocol = &listed.protocol;
    let Version { content, act } = protocol.latest()?;
    let Content {
        condition,
        side,
        plan,
        ..
    } = content;
    let earlier = (1..=protocol.number()).zip(&protocol.versions);
    let withdrawn = protocol
        .withdrawn
        .as_ref()
        .map(|it| format!("{}: {}", by(it.act, names), it.reason));
    Some(Entry {
        id: listed.id.to_string(),
        changes: listed.changes,
        name: content.name.to_string(),
        version: protocol.number(),
        saved_for: today::complaint(app, condition.as_str(), *side),
        needles: needles_words(plan),
        dose: dose_words(plan),
        left_out: take(app.knowledge(), content, *side).left_out,
        note: content.note.as_ref().map(ToString::to_string),
        saved: by(*act, names),
        used: match listed.courses {
            0 => "In no course yet".to_owned(),
            1 => "In 1 course".to_owned(),
            courses => format!("In {courses} courses"),
        },
        earlier: earlier
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .skip(1)
            .map(|(number, version)| {
                let needles = needles_words(&version.content.plan);
                (number, by(version.act, names), needles)
            })
            .collect(),
        withdrawn,
    })
}

fn by(act: Act, names: &HashMap<PractitionerId, String>) -> String {
    let name = names.get(&act.by).map_or("somebody", String::as_str);
    format!("{name}, {}", words::day_and_clock(act.at))
}

/// `ST36 left 10 to 20 mm, GV20; ST36 left and SP9 left, 2 Hz`.
pub(crate) fn needles_words(plan: &Plan) -> String {
    let needles: Vec<String> = plan.needles.iter().map(needle_words).collect();
    let place = |index: usize| plan.needles.get(index).map(PlannedNeedle::words);
    let pairs = plan.pairs.iter().filter_map(|pair| {
        let (a, b) = (place(pair.a)?, place(pair.b)?);
        Some(format!("; {a} and {b}, {}", pair.frequency))
    });
    format!("{}{}", needles.join(", "), pairs.collect::<String>())
}

fn needle_words(needle: &PlannedNeedle) -> String {
    let depth = needle
        .depth
        .map_or_else(String::new, |depth| format!(" {depth}"));
    let technique = match needle.technique {
        Technique::Manual => "",
        Technique::Electrical => " with current",
        Technique::Indwelling => " left in",
        Technique::Heat => " with heat",
    };
    format!("{}{depth}{technique}", needle.words())
}

/// `On the back, 8 sessions, 1 a week, 20 min rest`.
pub(crate) fn dose_words(plan: &Plan) -> String {
    let sessions = match plan.sessions {
        1 => "1 session".to_owned(),
        count => format!("{count} sessions"),
    };
    format!(
        "{}, {sessions}, {} a week, {} rest",
        plan::position_words(plan.position),
        plan.per_week,
        plan.retention
    )
}
