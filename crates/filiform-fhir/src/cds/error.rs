//! Why a request is refused, as an `OperationOutcome`.

use serde_json::{Value, json};

/// Why a request gets no cards. The words hold nothing about the patient.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HookError {
    /// More bytes than are read.
    #[error("the request has more than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// More of something than is read.
    #[error("the request has {found} {what}, more than the {limit} that are read")]
    TooMany {
        /// What there are too many of.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// No JSON object.
    #[error("the request is not a JSON object: {0}")]
    NotJson(String),
    /// A member is missing or is of another type.
    #[error("`{member}` is missing or is not {expected}")]
    Member {
        /// The member, with the way to it.
        member: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// A hook that this service does not answer.
    #[error("the service `{service}` does not answer this hook")]
    WrongHook {
        /// The service.
        service: &'static str,
    },
    /// The prefetched patient is somebody else.
    #[error("the prefetched `patient` is not the patient of the context")]
    AnotherPatient,
    /// A plan to be checked without a needle in it.
    #[error("`context.plan` describes no needle")]
    NoNeedles,
    /// Nothing to screen with.
    #[error("nothing was prefetched that the check needs: {missing}")]
    NothingPrefetched {
        /// The missing keys.
        missing: String,
    },
}

impl HookError {
    /// The HTTP status.
    pub const fn status(&self) -> u16 {
        match self {
            Self::TooLarge { .. } => 413,
            Self::NothingPrefetched { .. } => 412,
            Self::TooMany { .. }
            | Self::NotJson(_)
            | Self::Member { .. }
            | Self::WrongHook { .. }
            | Self::AnotherPatient
            | Self::NoNeedles => 400,
        }
    }

    /// The code of the issue, from the value set `issue-type`.
    pub const fn issue(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } | Self::TooMany { .. } => "too-long",
            Self::NotJson(_) => "structure",
            Self::Member { .. } | Self::NoNeedles => "required",
            Self::WrongHook { .. } => "not-supported",
            Self::AnotherPatient => "invalid",
            Self::NothingPrefetched { .. } => "incomplete",
        }
    }

    /// The answer.
    pub fn outcome(&self) -> Value {
        outcome(self.issue(), &self.to_string())
    }
}

/// An `OperationOutcome` with one error.
pub(crate) fn outcome(issue: &str, words: &str) -> Value {
    json!({
        "resourceType": "OperationOutcome",
        "issue": [{ "severity": "error", "code": issue, "diagnostics": words }],
    })
}
