//! One needle changed where it stands, and edits undone.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::Response;
use filiform_app::{AppError, PlanView};
use filiform_care::course::Command as Order;
use filiform_care::{PlannedNeedle, ShortText, Site};
use filiform_knowledge::{Angle, Knowledge, Point, PointCode, Technique};
use filiform_units::Side;

use super::edit::{no_such_point, read_depth, refusal_words};
use super::frame::{Wrong, edit, place};
use super::page::{again, load};
use crate::pages::plan::{CHANGE_FIELDS, change_field};
use crate::paths;
use crate::routes::fault::{Fault, sentence};
use crate::routes::posted::{Fields, Posted};
use crate::routes::state::WebState;
use crate::routes::{show, tapped};
use crate::ui::form::FormState;

/// Changes a needle of the plan where it stands.
pub(crate) async fn change_needle(
    State(state): State<WebState>,
    Path((id, index)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    let at = change_field("point", &index);
    edit(&at, &state, &id, posted, |knowledge, fields, plan| {
        let place = place(&index, &plan.needles)?;
        let needle = plan.needles.get(place).ok_or_else(Fault::not_found)?;
        let changed = read_change(knowledge, fields, needle, &place.to_string())?;
        Ok(plan.with_needle(place, changed))
    })
    .await
}

/// Moves a needle of the plan to the place that was tapped on the body; how it stands in the skin stays.
pub(crate) async fn move_needle(
    State(state): State<WebState>,
    Path((id, index)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    edit("point", &state, &id, posted, |knowledge, fields, plan| {
        let place = place(&index, &plan.needles)?;
        let needle = plan.needles.get(place).ok_or_else(Fault::not_found)?;
        let (site, side) = tapped::read(knowledge, fields).ok_or_else(Fault::not_found)??;
        let moved = PlannedNeedle {
            site,
            side,
            ..needle.clone()
        };
        Ok(plan.with_needle(place, moved))
    })
    .await
}

/// Goes back to the draft before the last edit.
pub(crate) async fn undo(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    let Posted { visitor, fields } = posted;
    let loaded = load(&state, &visitor, &id).await?;
    let back = paths::plan(&id);
    let (actor, course) = (visitor.actor(), loaded.0.course.id);
    let command = fields.command(Order::UndoDraft);
    let outcome = state
        .run_plain(move |app| app.order_course(&actor, course, command))
        .await?;
    match outcome {
        Ok(_) => Ok(show::see_other(&back)),
        Err(AppError::Course(refusal)) => {
            let words = Some(refusal_words(&refusal));
            let form = fields.state(Vec::new());
            Ok(again(&state, &visitor, &loaded, form, words))
        }
        Err(error) => Err(Fault::from(error).at(&back)),
    }
}

/// Fills in how each needle is planned, unless its form was just sent.
pub(super) fn fill(form: &mut FormState, view: &PlanView) {
    for (index, needle) in view.plan.needles.iter().enumerate() {
        let index = index.to_string();
        let is_sent = |(name, _): &(String, String)| {
            CHANGE_FIELDS
                .iter()
                .any(|field| *name == change_field(field, &index))
        };
        if form.values.iter().any(is_sent) {
            continue;
        }
        let values = CHANGE_FIELDS.iter().zip(values(needle));
        let named = values.map(|(field, value)| (change_field(field, &index), value));
        form.values.extend(named);
    }
}

/// In the order of [`CHANGE_FIELDS`].
fn values(needle: &PlannedNeedle) -> [String; 7] {
    let code = match &needle.site {
        Site::Point(code) => code.to_string(),
        Site::Free { .. } => String::new(),
    };
    let depth = needle.depth;
    let stimulation = needle.stimulation.as_ref();
    [
        code,
        needle.side.as_str().to_owned(),
        depth.map_or_else(String::new, |depth| depth.min().get().to_string()),
        depth.map_or_else(String::new, |depth| depth.max().get().to_string()),
        needle.angle.as_str().to_owned(),
        needle.technique.code().to_owned(),
        stimulation.map_or_else(String::new, ToString::to_string),
    ]
}

/// The needle as the form wants it. Another point brings its own depth and direction, unless those were
/// changed along with it.
fn read_change(
    knowledge: &Knowledge,
    fields: &Fields,
    needle: &PlannedNeedle,
    index: &str,
) -> Result<PlannedNeedle, Wrong> {
    let name = |field: &str| change_field(field, index);
    let mut wrong = Wrong::new();
    let (from, to) = (name("depth_min_mm"), name("depth_max_mm"));
    let depth = read_depth(fields, [&from, &to]).unwrap_or_else(|errors| {
        wrong.extend(errors);
        None
    });
    let stimulation = match fields.some(&name("stimulation")).map(ShortText::new) {
        Some(Err(error)) => {
            wrong.push((name("stimulation"), sentence(&error.to_string())));
            None
        }
        Some(Ok(text)) => Some(text),
        None => None,
    };
    let mut changed = PlannedNeedle {
        depth,
        angle: Angle::parse(fields.text(&name("angle"))),
        technique: Technique::parse(fields.text(&name("technique"))).unwrap_or(needle.technique),
        stimulation,
        ..needle.clone()
    };
    let point = read_point(knowledge, fields, needle, &name("point")).unwrap_or_else(|error| {
        wrong.push(error);
        None
    });
    if let Some(moved) = point.filter(|point| !is_at(needle, point)) {
        changed.site = Site::Point(PointCode::new(moved.code.as_str()));
        if changed.depth == needle.depth {
            changed.depth = moved.depth;
        }
        if changed.angle == needle.angle {
            changed.angle = moved.angle;
        }
    }
    match read_side(fields.text(&name("side")), needle, point) {
        Ok(side) => changed.side = side,
        Err(words) => wrong.push((name("side"), words.to_owned())),
    }
    if wrong.is_empty() {
        Ok(changed)
    } else {
        Err(wrong)
    }
}

/// The point that was named; a free place may go without.
fn read_point<'a>(
    knowledge: &'a Knowledge,
    fields: &Fields,
    needle: &PlannedNeedle,
    name: &str,
) -> Result<Option<&'a Point>, (String, String)> {
    let typed = fields.text(name);
    if typed.is_empty() && matches!(needle.site, Site::Free { .. }) {
        return Ok(None);
    }
    let key = knowledge.point_key(&typed.to_uppercase());
    key.map(|key| Some(knowledge.point(key)))
        .ok_or_else(|| (name.to_owned(), no_such_point(knowledge, typed)))
}

fn is_at(needle: &PlannedNeedle, point: &Point) -> bool {
    matches!(&needle.site, Site::Point(code) if *code == point.code)
}

/// The side that was chosen. A point moved to the midline has none, whatever side the needle had.
fn read_side(
    chosen: &str,
    needle: &PlannedNeedle,
    point: Option<&Point>,
) -> Result<Side, &'static str> {
    let side = Side::parse(chosen).unwrap_or(needle.side);
    match point {
        Some(point) if point.midline && !is_at(needle, point) => Ok(Side::Midline),
        Some(point) if point.midline && side != Side::Midline => {
            Err("This point lies on the midline and has no side.")
        }
        Some(point) if !point.midline && side == Side::Midline => {
            Err("Choose a side: left or right.")
        }
        Some(_) | None => Ok(side),
    }
}
