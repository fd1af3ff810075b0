//! The list of patients.

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::Response;
use serde::Deserialize;

use super::fault::Fault;
use super::state::WebState;
use super::visitor::Visitor;
use super::{show, words};
use crate::pages::patients::{Entry, Patients};

/// What is searched for.
#[derive(Debug, Deserialize)]
pub(crate) struct Search {
    #[serde(default)]
    q: String,
}

/// Patients whose name fits.
pub(crate) async fn list(
    State(state): State<WebState>,
    visitor: Visitor,
    Query(search): Query<Search>,
) -> Result<Response<Body>, Fault> {
    let actor = visitor.actor();
    let query: String = search.q.chars().take(200).collect();
    let asked = query.clone();
    let (list, now) = state
        .run(move |app| Ok((app.patients(&actor, &asked)?, app.now())))
        .await?;
    let entries = list.rows.iter().map(|row| Entry {
        patient_id: row.id.to_string(),
        name: row.summary.display_name.clone(),
        age: words::age(row.summary.birth_date(), now),
        sex: words::sex(row.summary.recorded_sex()).to_owned(),
        number: number(&row.id.to_string()),
        course: None,
        last_visit: words::day(row.changed_at),
    });
    let total = if query.trim().is_empty() {
        usize::try_from(list.total).unwrap_or(usize::MAX)
    } else {
        list.rows.len()
    };
    let page = Patients {
        shell: show::shell(&visitor),
        query,
        total,
        entries: entries.collect(),
        next_page: None,
    };
    Ok(show::page(&page))
}

/// A short number to tell namesakes apart: the end of the id.
pub(crate) fn number(id: &str) -> String {
    id.chars()
        .skip(id.len().saturating_sub(6))
        .collect::<String>()
        .to_uppercase()
}
