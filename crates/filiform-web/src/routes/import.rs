//! Taking in a history.

use axum::Router;
use axum::body::Body;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{Response, StatusCode};
use axum::routing::get;
use filiform_app::{Actor, App, AppError, ChangedPlan, HistoryOutcome, SourceId};
use filiform_care::TextError;
use filiform_fhir::{Import as Read, ImportError, Limits};

use super::fault::{Fault, sentence};
use super::show;
use super::state::WebState;
use super::visitor::Visitor;
use crate::history;
use crate::pages::error::Kind;
use crate::pages::import::{Counted, FileResult, Import, Unreadable};
use crate::paths;
use crate::ui::form::FormState;

/// The import form, with a body limit of its own.
pub(crate) fn router(state: &WebState) -> Router<WebState> {
    // Room for the parts around the file.
    let limit = state.options.import_limit.saturating_add(64 * 1024);
    Router::new()
        .route(paths::IMPORT, get(form).post(submit))
        .layer(DefaultBodyLimit::max(limit))
}

/// The form.
pub(crate) async fn form(State(state): State<WebState>, visitor: Visitor) -> Response<Body> {
    show::page(&page(&state, &visitor, FormState::default(), Vec::new()))
}

/// The form, sent.
pub(crate) async fn submit(
    State(state): State<WebState>,
    visitor: Visitor,
    upload: Multipart,
) -> Result<Response<Body>, Fault> {
    let upload = read_upload(upload, &visitor, state.options.import_limit).await?;
    let (name, bytes) = match upload {
        Ok(file) => file,
        Err(words) => return Ok(refused(&state, &visitor, words, Vec::new())),
    };
    let actor = visitor.actor();
    let limit = state.options.import_limit;
    let outcome = state
        .run_plain(move |app| take_in(app, &actor, &name, &bytes, limit))
        .await?;
    match outcome {
        Ok(result) => Ok(show::page(&page(
            &state,
            &visitor,
            FormState::default(),
            vec![result],
        ))),
        Err(TakeIn::Unreadable(error)) => {
            let words = import_words(&error);
            Ok(refused(&state, &visitor, words, Vec::new()))
        }
        Err(TakeIn::Partly(taken, error)) => {
            let words = sentence(&error.to_string());
            let words = format!("{words} Those named below were taken in before.");
            Ok(refused(&state, &visitor, words, vec![*taken]))
        }
        Err(TakeIn::Unnamed(error)) => Err(Fault::ours(&error)),
        Err(TakeIn::App(error)) => Err(error.into()),
    }
}

/// Why a file was not taken in.
enum TakeIn {
    Unreadable(ImportError),
    Unnamed(TextError),
    /// Some of the people of the file were taken in before one was refused.
    Partly(Box<FileResult>, AppError),
    App(AppError),
}

fn take_in(
    app: &App,
    actor: &Actor,
    name: &str,
    bytes: &[u8],
    max_bytes: usize,
) -> Result<FileResult, TakeIn> {
    let limits = Limits {
        max_bytes,
        ..Limits::default()
    };
    let read = history::read(app.knowledge(), name, bytes, &limits).map_err(TakeIn::Unreadable)?;
    let mut outcomes = Vec::new();
    for patient in &read.patients {
        let history = history::history_of(name, patient, app.now()).map_err(TakeIn::Unnamed)?;
        match app.import_history(actor, history) {
            Ok(outcome) => outcomes.push(outcome),
            Err(error) if outcomes.is_empty() => return Err(TakeIn::App(error)),
            Err(error) => {
                let taken = file_result(name, &read, &outcomes);
                return Err(TakeIn::Partly(Box::new(taken), error));
            }
        }
    }
    Ok(file_result(name, &read, &outcomes))
}

fn file_result(name: &str, read: &Read, outcomes: &[HistoryOutcome]) -> FileResult {
    let reasons = |kind: &str| {
        let of_kind = read
            .not_used
            .iter()
            .filter(|left| left.resource_type == kind);
        let words: Vec<String> = of_kind
            .map(|left| format!("{} ({})", left.reason, left.count))
            .collect();
        words.join("; ")
    };
    let counts = read.counts.iter().map(|(kind, counts)| Counted {
        resource_type: kind.clone(),
        mapped: counts.mapped,
        unused: counts.not_used,
        reason: reasons(kind),
    });
    let unreadable = read.unreadable.iter().map(|left| Unreadable {
        position: format!("{} {}", left.resource_type, left.position),
        reason: left.why.clone(),
    });
    let new: usize = outcomes
        .iter()
        .map(|outcome| outcome.added + outcome.corrected)
        .sum();
    let patients_new = outcomes
        .iter()
        .filter(|o| o.source == SourceId::New)
        .count();
    FileResult {
        name: name.to_owned(),
        patients_new,
        facts_new: new,
        nothing_new: new == 0 && patients_new == 0 && !outcomes.is_empty(),
        counts: counts.collect(),
        unreadable: unreadable.collect(),
        plans: outcomes.iter().flat_map(changed_plans).collect(),
        patient_id: match outcomes {
            [only] => Some(only.patient.to_string()),
            _ => None,
        },
    }
}

/// Where each plan that changed is, and how many rules say something else.
fn changed_plans(outcome: &HistoryOutcome) -> Vec<(String, String)> {
    let words = |plan: &ChangedPlan| {
        let rules = match plan.changes.len() {
            1 => "1 rule says".to_owned(),
            n => format!("{n} rules say"),
        };
        let words = format!("{}: {rules} something else of the open plan", outcome.name);
        (paths::plan(&plan.course.to_string()), words)
    };
    outcome.plans.iter().map(words).collect()
}

type File = (String, Vec<u8>);

/// The file, or why there is none in words for the form. The token comes first in the form, so that a
/// foreign upload is refused before its file is read.
async fn read_upload(
    mut upload: Multipart,
    visitor: &Visitor,
    limit: usize,
) -> Result<Result<File, String>, Fault> {
    let mut token_fits = false;
    while let Some(field) = upload.next_field().await.map_err(|e| broken(&e, limit))? {
        match field.name() {
            Some("csrf") => {
                let token = field.text().await.map_err(|e| broken(&e, limit))?;
                token_fits = visitor.signed_in.csrf_fits(&token);
            }
            Some("file") => {
                if !token_fits {
                    return Err(Fault::Show(Kind::ForeignForm));
                }
                return read_file(field, limit).await;
            }
            _ => {}
        }
    }
    if !token_fits {
        return Err(Fault::Show(Kind::ForeignForm));
    }
    Ok(Err("Choose a file first.".to_owned()))
}

async fn read_file(field: Field<'_>, limit: usize) -> Result<Result<File, String>, Fault> {
    let name = field.file_name().unwrap_or_default().trim().to_owned();
    let bytes = field.bytes().await.map_err(|e| broken(&e, limit))?;
    if name.is_empty() && bytes.is_empty() {
        return Ok(Err("Choose a file first.".to_owned()));
    }
    let name = if name.is_empty() {
        "file".to_owned()
    } else {
        name
    };
    Ok(Ok((name, bytes.to_vec())))
}

fn broken(error: &MultipartError, limit: usize) -> Fault {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Fault::Show(Kind::TooLarge {
            limit: megabytes(limit),
        })
    } else {
        Fault::unreadable(
            "The upload did not arrive whole.",
            "Choose the file and send it again.",
        )
    }
}

fn import_words(error: &ImportError) -> String {
    format!("{} {}", sentence(&error.to_string()), error.hint())
}

fn refused(
    state: &WebState,
    visitor: &Visitor,
    words: String,
    results: Vec<FileResult>,
) -> Response<Body> {
    let errors = FormState {
        values: Vec::new(),
        errors: vec![("file".to_owned(), words)],
    };
    show::page_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &page(state, visitor, errors, results),
    )
}

fn page(
    state: &WebState,
    visitor: &Visitor,
    form_state: FormState,
    results: Vec<FileResult>,
) -> Import {
    Import {
        shell: show::shell(visitor),
        form: show::form_meta(visitor, None),
        state: form_state,
        limit: megabytes(state.options.import_limit),
        results,
    }
}

fn megabytes(bytes: usize) -> String {
    format!("{} MB", bytes / (1024 * 1024))
}
