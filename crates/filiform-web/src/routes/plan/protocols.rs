//! A plan is saved as a protocol, or a protocol becomes the draft.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::Response;
use filiform_app::{App, AppError, OfferedProtocol, PlanView, SaveProtocol};
use filiform_care::course::Command as Order;
use filiform_care::protocol::{self, Fit, Protocol};
use filiform_care::{LongText, ShortText};
use filiform_units::{Laterality, ProtocolId};

use super::page::{again, load};
use super::seen::load_seen;
use crate::pages::plan::{Offered, Own};
use crate::paths;
use crate::routes::fault::{Fault, sentence};
use crate::routes::posted::{Fields, Posted};
use crate::routes::protocols::{dose_words, needles_words};
use crate::routes::state::WebState;
use crate::routes::{preferences, show, today};

/// Keeps the plan that the page shows as a protocol.
pub(crate) async fn save(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    let Posted { visitor, fields } = posted;
    let loaded = load_seen(&state, &visitor, &id, &fields).await?;
    let refuse = |errors| again(&state, &visitor, &loaded, fields.state(errors), None);
    let (name, note) = match read(&fields) {
        Ok(read) => read,
        Err(errors) => return Ok(refuse(errors)),
    };
    let words = name.to_string();
    let order = SaveProtocol {
        course: loaded.0.course.id,
        name,
        note,
        plan: loaded.0.plan.clone(),
    };
    let (actor, command) = (visitor.actor(), fields.command(order));
    let outcome = state
        .run_plain(move |app| app.save_protocol(&actor, command))
        .await?;
    match outcome {
        Ok(saved) => Ok(show::see_other_with(
            &paths::plan(&id),
            &format!("Saved as “{words}”, version {}.", saved.version),
        )),
        Err(AppError::Protocol(refusal)) => {
            let words = sentence(&refusal.to_string());
            Ok(refuse(vec![("protocol_name".to_owned(), words)]))
        }
        Err(error) => Err(Fault::from(error).at(&paths::plan(&id))),
    }
}

type Wrong = Vec<(String, String)>;

fn read(fields: &Fields) -> Result<(ShortText, Option<LongText>), Wrong> {
    let name = ShortText::new(fields.text("protocol_name"));
    let note = fields.some("protocol_note").map(LongText::new).transpose();
    match (name, note) {
        (Ok(name), Ok(note)) => Ok((name, note)),
        (name, note) => {
            let errors = [
                ("protocol_name", "write a name", name.err()),
                ("protocol_note", "write it shorter", note.err()),
            ];
            let told = errors.into_iter().filter_map(|(field, what, error)| {
                let words = sentence(&format!("{what}: {}", error?));
                Some((field.to_owned(), words))
            });
            Err(told.collect())
        }
    }
}

/// Takes a protocol over as the draft.
pub(crate) async fn take(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    let Posted { visitor, fields } = posted;
    let loaded = load(&state, &visitor, &id).await?;
    let protocol = ProtocolId::parse(fields.text("protocol")).map_err(|_| Fault::not_found())?;
    let version = fields.text("protocol_version").parse().unwrap_or(0);
    let order = Order::TakeProtocol {
        id: protocol,
        version,
        protocol: Protocol::default(),
    };
    let (actor, course) = (visitor.actor(), loaded.0.course.id);
    let command = fields.command(order);
    let outcome = state
        .run_plain(move |app| app.order_course(&actor, course, command))
        .await?;
    let back = paths::plan(&id);
    match outcome {
        Ok(_) => {
            let offered = loaded.0.protocols.iter().find(|one| one.id == protocol);
            let words = offered.map_or_else(|| "The protocol is taken over.".to_owned(), taken);
            Ok(show::see_other_with(&back, &words))
        }
        Err(AppError::Course(refusal)) => {
            let words = sentence(&refusal.to_string());
            let form = fields.state(Vec::new());
            Ok(again(&state, &visitor, &loaded, form, Some(words)))
        }
        Err(error) => Err(Fault::from(error).at(&back)),
    }
}

/// What was done, for the next page.
fn taken(offered: &OfferedProtocol) -> String {
    let fit = match offered.taken.fit {
        Fit::AsSaved => "",
        Fit::Mirrored => ", mirrored to the side of this complaint",
    };
    let left_out = match offered.taken.left_out.as_slice() {
        [] => String::new(),
        gone => format!(" Left out: {}.", gone.join(", ")),
    };
    format!(
        "“{}”, version {}, is taken over{fit}.{left_out}",
        offered.name, offered.version
    )
}

/// What the clinic and the clinician bring to the plan.
pub(super) fn own(app: &App, view: &PlanView) -> Own {
    let course = &view.course.course;
    let from = course.draft_from.as_ref();
    let complaint = course.complaint.as_ref();
    let side = complaint.map_or(Laterality::None, |complaint| complaint.side);
    let is_own =
        |one: &&OfferedProtocol| complaint.is_some_and(|own| own.condition == one.condition);
    let (of_condition, of_others): (Vec<_>, Vec<_>) = view.protocols.iter().partition(is_own);
    let offers = |all: Vec<&OfferedProtocol>| -> Vec<Offered> {
        let offers = all.into_iter().map(|one| offer(app, one, side));
        offers.collect()
    };
    Own {
        from: from.map(|taken| taken.words(&view.plan)),
        left_out: from.map_or_else(Vec::new, |taken| taken.from.left_out.clone()),
        preferences: preferences::words(&view.wished),
        of_condition: offers(of_condition),
        of_others: offers(of_others),
    }
}

fn offer(app: &App, one: &OfferedProtocol, side: Laterality) -> Offered {
    Offered {
        id: one.id.to_string(),
        version: one.version,
        name: one.name.to_string(),
        saved_for: today::complaint(app, one.condition.as_str(), one.side),
        fit: fit_words(one, side),
        needles: needles_words(&one.taken.plan),
        dose: dose_words(&one.taken.plan),
        left_out: one.taken.left_out.clone(),
        note: one.note.as_ref().map(ToString::to_string),
    }
}

/// Whether it is mirrored, and that it is not where somebody might think so.
fn fit_words(one: &OfferedProtocol, side: Laterality) -> Option<String> {
    let is_one_sided = matches!(one.side, Laterality::Left | Laterality::Right);
    match protocol::fit(one.side, side) {
        Fit::Mirrored => Some("Mirrored to the side of this complaint.".to_owned()),
        Fit::AsSaved if is_one_sided && one.side != side => Some(format!(
            "Saved for the {} side and taken over as it is: this complaint is not on one side.",
            one.side.as_str()
        )),
        Fit::AsSaved => None,
    }
}
