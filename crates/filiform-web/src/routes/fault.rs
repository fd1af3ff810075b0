//! From errors to pages. Each error is logged once, here, with its whole chain and no patient data.

use std::any::Any;
use std::error::Error;
use std::fmt::Write as _;

use axum::body::Body;
use axum::http::{Response, StatusCode, header};
use axum::response::IntoResponse;
use filiform_app::AppError;
use filiform_store::StoreError;

use crate::pages::Page as _;
use crate::pages::error::{ErrorPage, Kind};

/// Why a route shows an error page, or sends the visitor elsewhere.
#[derive(Debug)]
pub(crate) enum Fault {
    /// Nobody is signed in: to the sign-in page, and back afterwards.
    SignIn {
        /// The page that was asked for.
        next: String,
    },
    /// An error page.
    Show(Kind),
    /// The database did not take the change, and the reason is one that a person can act on.
    NotSaved(String),
}

impl Fault {
    /// The request cannot be read.
    pub(crate) fn unreadable(reason: impl Into<String>, remedy: &str) -> Self {
        Self::Show(Kind::Unreadable {
            reason: reason.into(),
            remedy: remedy.to_owned(),
        })
    }

    /// There is nothing here.
    pub(crate) const fn not_found() -> Self {
        Self::Show(Kind::NotFound)
    }

    /// Our mistake, logged under a reference that the page shows.
    pub(crate) fn ours(error: &dyn Error) -> Self {
        Self::Show(Kind::Ours {
            reference: log(error),
        })
    }

    /// The same fault, when the page that was stale is known.
    pub(crate) fn at(self, href: &str) -> Self {
        if matches!(self, Self::Show(Kind::Stale { .. })) {
            return Self::Show(Kind::Stale {
                href: href.to_owned(),
            });
        }
        self
    }
}

impl From<AppError> for Fault {
    fn from(error: AppError) -> Self {
        match error {
            AppError::NotFound(_) => Self::not_found(),
            AppError::NotAllowed(action) => Self::Show(Kind::NotAllowed {
                reason: sentence(&AppError::NotAllowed(action).to_string()),
            }),
            AppError::Stale { .. } => Self::Show(Kind::Stale {
                href: "/".to_owned(),
            }),
            AppError::KeyUsed
            | AppError::SeveralPatients(_)
            | AppError::SeveralClinics
            | AppError::LocalKnowledge
            | AppError::Knowledge(_)
            | AppError::Overlay(_) => refused(&error),
            AppError::Patient(refusal) => refused(&refusal),
            AppError::Course(refusal) => refused(&refusal),
            AppError::Session(refusal) => refused(&refusal),
            AppError::Protocol(refusal) => refused(&refusal),
            AppError::Preference(refusal) => refused(&refusal),
            AppError::Store(error) => store(&error),
        }
    }
}

fn store(error: &StoreError) -> Fault {
    let reference = log(error);
    match error {
        StoreError::DiskFull | StoreError::ReadOnly | StoreError::Corrupt(_) => {
            Fault::NotSaved(sentence(&error.to_string()))
        }
        StoreError::Stale { .. }
        | StoreError::Content { .. }
        | StoreError::Event { .. }
        | StoreError::Seal(_)
        | StoreError::MigrationChanged(_)
        | StoreError::WriterStopped
        | StoreError::Database(_) => Fault::Show(Kind::Ours { reference }),
    }
}

/// A refusal that no form could show beside its field.
fn refused(refusal: &dyn Error) -> Fault {
    Fault::unreadable(
        sentence(&refusal.to_string()),
        "Nothing was changed. Go back, correct it and send it again.",
    )
}

/// First letter upper case, full stop at the end: an error in words as a page shows it.
pub(crate) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let mut text: String = letters
        .next()
        .map(|first| first.to_uppercase().collect())
        .unwrap_or_default();
    text.push_str(letters.as_str());
    if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    text
}

fn log(error: &dyn Error) -> String {
    let mut bytes = [0; 4];
    filiform_app::operating_system_randomness(&mut bytes);
    let reference = filiform_app::hex(&bytes);
    let mut chain = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let _ = write!(chain, ": {cause}");
        source = cause.source();
    }
    tracing::error!(reference = %reference, "{chain}");
    reference
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response<Body> {
        match self {
            Self::SignIn { next } => {
                let to = format!(
                    "{}?next={}",
                    crate::paths::SIGN_IN,
                    super::show::encode(&next)
                );
                super::show::see_other(&to)
            }
            Self::Show(kind) => page(kind),
            Self::NotSaved(reason) => {
                let kind = Kind::Unreadable {
                    reason,
                    remedy: "Nothing was changed. Tell the person who looks after this server."
                        .to_owned(),
                };
                let mut response = page(kind);
                *response.status_mut() = StatusCode::INSUFFICIENT_STORAGE;
                response
            }
        }
    }
}

fn page(kind: Kind) -> Response<Body> {
    let status = StatusCode::from_u16(kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let shell = super::show::stranger();
    let html = ErrorPage { shell, kind }.draw().into_string();
    (
        status,
        [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
        html,
    )
        .into_response()
}

/// The page for addresses that do not exist.
pub(crate) async fn not_found() -> Fault {
    Fault::not_found()
}

/// The page after a panic in a route.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the layer hands the payload over"
)]
pub(crate) fn panicked(payload: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let what = payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a route failed inside".to_owned());
    Fault::ours(&std::io::Error::other(what)).into_response()
}
