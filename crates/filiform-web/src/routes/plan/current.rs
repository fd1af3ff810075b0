//! Which needles a current joins, chosen by the planner.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::Response;

use super::frame::draft_at;
use super::page::again;
use super::seen::load_seen;
use crate::routes::fault::Fault;
use crate::routes::posted::Posted;
use crate::routes::state::WebState;

/// Where a plan without a pair says why.
const FIELD: &str = "pair_b";

/// Joins the needles that are best joined, in the place of the pairs that are there.
pub(crate) async fn choose_pairs(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    let Posted { visitor, fields } = posted;
    let loaded = load_seen(&state, &visitor, &id, &fields).await?;
    let (actor, course) = (visitor.actor(), loaded.0.course.id);
    let proposed = state
        .run(move |app| app.propose_pairs(&actor, course))
        .await?;
    let Some(plan) = proposed else {
        let words = "No two needles of this plan can be joined: they stand on different sides, too far \
                     apart or across a joint, a stop forbids the path, or the privilege is missing.";
        let errors = vec![(FIELD.to_owned(), words.to_owned())];
        return Ok(again(&state, &visitor, &loaded, fields.state(errors), None));
    };
    draft_at(FIELD, &state, &visitor, &fields, loaded, plan).await
}
