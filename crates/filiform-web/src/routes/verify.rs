//! Proving the record.

use axum::body::Body;
use axum::extract::State;
use axum::http::Response;

use super::fault::{Fault, sentence};
use super::state::WebState;
use super::visitor::Visitor;
use super::{show, words};
use crate::pages::verify::{Answer, Verify};

/// Proves the clinic's record, now.
pub(crate) async fn show(
    State(state): State<WebState>,
    visitor: Visitor,
) -> Result<Response<Body>, Fault> {
    let actor = visitor.actor();
    let (report, now) = state
        .run(move |app| Ok((app.verify_clinic(&actor)?, app.now())))
        .await?;
    let answer = match report.faults.first() {
        None => Answer::Whole,
        Some(fault) => Answer::Broken {
            event: report.events,
            what: sentence(&fault.to_string()),
            why: format!("{} faults in all.", report.faults.len()),
        },
    };
    let page = Verify {
        shell: show::shell(&visitor),
        answer,
        events: report.events,
        head: report.head,
        checked_at: words::day_and_clock(now),
    };
    Ok(show::page(&page))
}
