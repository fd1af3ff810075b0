//! The frame of every edit of a plan: what was seen, one change, a draft or a refusal.

use axum::body::Body;
use axum::http::Response;
use filiform_app::{AppError, EditPlan, PlanView};
use filiform_care::Plan;
use filiform_knowledge::Knowledge;
use filiform_units::Timestamp;

use super::edit::refusal_words;
use super::page::again;
use super::seen::load_seen;
use crate::paths;
use crate::routes::fault::Fault;
use crate::routes::posted::{Fields, Posted};
use crate::routes::show;
use crate::routes::state::WebState;
use crate::routes::visitor::Visitor;

/// What is wrong, field by field.
pub(super) type Wrong = Vec<(String, String)>;

/// Why an edit does not come about.
pub(super) enum NoEdit {
    /// What was typed is wrong, field by field.
    Wrong(Wrong),
    /// There is no such part of the plan.
    Fault(Fault),
}

impl From<Wrong> for NoEdit {
    fn from(wrong: Wrong) -> Self {
        Self::Wrong(wrong)
    }
}

impl From<Fault> for NoEdit {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// One edit of the plan as it was seen: what is typed wrong is shown again, a plan that is refused too, at
/// the field `at`; any other is drafted.
pub(super) async fn edit(
    at: &str,
    state: &WebState,
    id: &str,
    posted: Posted,
    change: impl FnOnce(&Knowledge, &Fields, Plan) -> Result<Plan, NoEdit>,
) -> Result<Response<Body>, Fault> {
    let Posted { visitor, fields } = posted;
    let loaded = load_seen(state, &visitor, id, &fields).await?;
    match change(state.app.knowledge(), &fields, loaded.0.plan.clone()) {
        Ok(plan) => draft_at(at, state, &visitor, &fields, loaded, plan).await,
        Err(NoEdit::Wrong(errors)) => {
            Ok(again(state, &visitor, &loaded, fields.state(errors), None))
        }
        Err(NoEdit::Fault(fault)) => Err(fault),
    }
}

/// The number in an address of something that the plan has.
pub(super) fn place<T>(index: &str, all: &[T]) -> Result<usize, Fault> {
    let place: usize = index.parse().map_err(|_| Fault::not_found())?;
    if place < all.len() {
        Ok(place)
    } else {
        Err(Fault::not_found())
    }
}

/// Drafts the plan; a refusal stands at the field `at`.
pub(super) async fn draft_at(
    at: &str,
    state: &WebState,
    visitor: &Visitor,
    fields: &Fields,
    loaded: (PlanView, Timestamp),
    plan: Plan,
) -> Result<Response<Body>, Fault> {
    let course = loaded.0.course.id;
    let back = paths::plan(&course.to_string());
    let shown = loaded.0.plan.clone();
    let (actor, command) = (visitor.actor(), fields.command(EditPlan { shown, plan }));
    let outcome = state
        .run_plain(move |app| app.edit_plan(&actor, course, command))
        .await?;
    match outcome {
        Ok(_) => Ok(show::see_other(&back)),
        Err(AppError::Course(refusal)) => {
            let errors = vec![(at.to_owned(), refusal_words(&refusal))];
            Ok(again(state, visitor, &loaded, fields.state(errors), None))
        }
        Err(error) => Err(Fault::from(error).at(&back)),
    }
}
