//! Answers in JSON, and refusals as `OperationOutcome`.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, Response, StatusCode, header};
use filiform_fhir::cds::HookError;
use serde::Serialize;
use serde_json::{Value, json};

use super::token::Rejected;

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Refusal {
    /// No such service, or no services at all.
    NotFound,
    /// The service is asked in another way.
    AnotherMethod,
    /// The token does not admit.
    Token(Rejected),
    /// Another kind of body.
    NotJson,
    /// The body is too large, or did not arrive whole.
    Body(StatusCode),
    /// Too many requests from this client.
    TooOften,
    /// Too much is being answered at once.
    Busy,
    /// The request itself.
    Hook(HookError),
    /// Our mistake.
    Ours,
}

impl Refusal {
    /// The answer. It says nothing about the patient.
    pub(super) fn answer(self) -> Response<Body> {
        let (status, issue, words) = match &self {
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "not-found",
                "there is no such service here".to_owned(),
            ),
            Self::AnotherMethod => (
                StatusCode::METHOD_NOT_ALLOWED,
                "not-supported",
                "list services with GET, call them and send feedback with POST".to_owned(),
            ),
            Self::Token(rejected) => (StatusCode::UNAUTHORIZED, "login", rejected.to_string()),
            Self::NotJson => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "not-supported",
                "send `Content-Type: application/json`".to_owned(),
            ),
            Self::Body(status) => (
                *status,
                "too-long",
                "the request is too large or did not arrive whole".to_owned(),
            ),
            Self::TooOften => (
                StatusCode::TOO_MANY_REQUESTS,
                "throttled",
                "too many requests in a minute".to_owned(),
            ),
            Self::Busy => (
                StatusCode::SERVICE_UNAVAILABLE,
                "transient",
                "too much is being answered at this moment".to_owned(),
            ),
            Self::Hook(error) => {
                let status = StatusCode::from_u16(error.status());
                let status = status.unwrap_or(StatusCode::BAD_REQUEST);
                return plain(status, &error.outcome());
            }
            Self::Ours => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "exception",
                "this is our mistake, not yours".to_owned(),
            ),
        };
        let outcome = json!({
            "resourceType": "OperationOutcome",
            "issue": [{ "severity": "error", "code": issue, "diagnostics": words }],
        });
        let mut response = plain(status, &outcome);
        let headers = response.headers_mut();
        match self {
            Self::Token(_) => {
                let value = HeaderValue::from_static("Bearer error=\"invalid_token\"");
                headers.insert(header::WWW_AUTHENTICATE, value);
            }
            Self::TooOften => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
            }
            Self::Busy => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            }
            Self::NotFound
            | Self::AnotherMethod
            | Self::NotJson
            | Self::Body(_)
            | Self::Hook(_)
            | Self::Ours => {}
        }
        response
    }
}

/// An answer in JSON.
///
/// # Errors
/// When it cannot be written, which would be our mistake.
pub(super) fn json(status: StatusCode, answer: &impl Serialize) -> Result<Response<Body>, Refusal> {
    let value = serde_json::to_value(answer).map_err(|_| Refusal::Ours)?;
    Ok(plain(status, &value))
}

/// An answer without content.
pub(super) fn empty(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

fn plain(status: StatusCode, value: &Value) -> Response<Body> {
    let mut response = Response::new(Body::from(value.to_string()));
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

/// The body of a request, when it is JSON and not too large.
///
/// # Errors
/// When it is neither.
pub(super) async fn body(request: Request, limit: usize) -> Result<Bytes, Refusal> {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json")
        && !essence.eq_ignore_ascii_case("application/fhir+json")
    {
        return Err(Refusal::NotJson);
    }
    axum::body::to_bytes(request.into_body(), limit)
        .await
        .map_err(|_| Refusal::Body(StatusCode::PAYLOAD_TOO_LARGE))
}
