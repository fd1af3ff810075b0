//! What a form sent, after its token was checked.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use filiform_app::{Command, IdempotencyKey};

use super::fault::Fault;
use super::state::WebState;
use super::visitor::Visitor;
use crate::pages::error::Kind;
use crate::ui::form::FormState;

/// A form of a signed-in visitor whose token fits.
#[derive(Debug)]
pub(crate) struct Posted {
    pub(crate) visitor: Visitor,
    pub(crate) fields: Fields,
}

/// The fields of a form, as sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded`.
    pub(crate) fn read(body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(body);
        let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let plain = |part: &str| super::show::decode(&part.replace('+', " "));
            (plain(name), plain(value))
        });
        Self(pairs.collect())
    }

    /// The value of a field, trimmed; empty when it was not sent.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The value of a field exactly as typed.
    pub(crate) fn raw(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }

    /// The value of a field, trimmed; `None` when it was not sent or is empty.
    pub(crate) fn some(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// Every value of a field that may stand more than once.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.trim())
    }

    /// Every field whose name begins with `prefix`: the rest of the name, and the value.
    pub(crate) fn with_prefix<'a>(
        &'a self,
        prefix: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0
            .iter()
            .filter_map(move |(field, value)| Some((field.strip_prefix(prefix)?, value.trim())))
    }

    /// What was typed, for a form that is shown again.
    pub(crate) fn state(&self, errors: Vec<(String, String)>) -> FormState {
        let kept = self.0.iter().filter(|(name, _)| {
            !matches!(
                name.as_str(),
                "csrf" | "password" | "expected_version" | "idempotency_key"
            )
        });
        FormState {
            values: kept.cloned().collect(),
            errors,
        }
    }

    /// An order with the version and the key that the form carried.
    pub(crate) fn command<C>(&self, order: C) -> Command<C> {
        Command {
            order,
            expected: self
                .some("expected_version")
                .and_then(|text| text.parse().ok()),
            key: self
                .some("idempotency_key")
                .and_then(|text| IdempotencyKey::new(text).ok()),
        }
    }
}

impl FromRequest<WebState> for Posted {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Fault> {
        let (mut parts, body) = request.into_parts();
        let visitor = <Visitor as axum::extract::FromRequestParts<WebState>>::from_request_parts(
            &mut parts, state,
        )
        .await?;
        let body = read_body(Request::from_parts(parts, body), state).await?;
        let fields = Fields::read(&body);
        if !visitor.signed_in.csrf_fits(fields.text("csrf")) {
            return Err(Fault::Show(Kind::ForeignForm));
        }
        Ok(Self { visitor, fields })
    }
}

/// Reads a form's body within the route's limit.
pub(crate) async fn read_body(request: Request, state: &WebState) -> Result<Bytes, Fault> {
    Bytes::from_request(request, state)
        .await
        .map_err(|rejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                Fault::Show(Kind::TooLarge {
                    limit: "256 KB".to_owned(),
                })
            } else {
                Fault::unreadable("The form did not arrive whole.", "Send it again.")
            }
        })
}
