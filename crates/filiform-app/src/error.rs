//! Why a use case did not do what it was asked.

use filiform_care::{
    ShortText, TextError, course, overlay, patient, preference, protocol, session,
};
use filiform_knowledge::LoadErrors;
use filiform_store::StoreError;

use crate::Action;

/// Why a use case did not do what it was asked. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// There is no such thing in this clinic.
    #[error("there is no such {0} in this clinic; go back to the list and choose again")]
    NotFound(&'static str),
    /// The role does not allow it.
    #[error("your role does not let you {}; ask somebody whose role does", .0.words())]
    NotAllowed(Action),
    /// A history fits several patients: by its identifiers, or by name, sex and birth date.
    #[error(
        "this history fits {0} patients of this clinic; find out who is meant, give it the identifier of that patient alone, and import it again"
    )]
    SeveralPatients(usize),
    /// The form's key was used for another order.
    #[error("this form was already used for something else; reload the page")]
    KeyUsed,
    /// Local knowledge belongs to the one clinic of a database.
    #[error(
        "this database holds several clinics, and local knowledge is for one; give the clinic a database of its own"
    )]
    SeveralClinics,
    /// A second clinic would end the local knowledge of the first.
    #[error(
        "this database holds local knowledge, which is for one clinic; give the new clinic a database of its own, or revert the local statements first"
    )]
    LocalKnowledge,
    /// The local statements are refused as an order.
    #[error(transparent)]
    Overlay(#[from] overlay::Refusal),
    /// The knowledge cannot be read with the local statements.
    #[error(
        "the knowledge cannot be read with these local statements; the ones before stay in force"
    )]
    Knowledge(#[source] LoadErrors),
    /// Somebody changed the same thing meanwhile.
    #[error(
        "this was changed meanwhile: the page showed version {expected}, it is now version {found}; reload the page"
    )]
    Stale {
        /// The version the page showed.
        expected: u64,
        /// The version now.
        found: u64,
    },
    /// The rules of a patient's record refuse it.
    #[error(transparent)]
    Patient(#[from] patient::Refusal),
    /// The rules of a course refuse it.
    #[error(transparent)]
    Course(#[from] course::Refusal),
    /// The rules of a session refuse it.
    #[error(transparent)]
    Session(#[from] session::Refusal),
    /// The rules of a protocol refuse it.
    #[error(transparent)]
    Protocol(#[from] protocol::Refusal),
    /// The rules of a list of own points refuse it.
    #[error(transparent)]
    Preference(#[from] preference::Refusal),
    /// It was not stored or could not be read.
    #[error("the record could not be read or written")]
    Store(#[source] StoreError),
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        if let StoreError::Stale { expected, found } = error {
            return Self::Stale { expected, found };
        }
        Self::Store(error)
    }
}

/// A key that a form carries so that sending it twice does it once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(ShortText);

impl IdempotencyKey {
    /// Takes 1 to 200 characters.
    ///
    /// # Errors
    /// When it is empty or too long.
    pub fn new(text: &str) -> Result<Self, TextError> {
        ShortText::new(text).map(Self)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// An order with what the page knew when it was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Command<C> {
    /// The order.
    pub order: C,
    /// The version the page showed; `None` skips the check (taking needles out must always work).
    pub expected: Option<u64>,
    /// The form's key.
    pub key: Option<IdempotencyKey>,
}

impl<C> Command<C> {
    /// An order without a version check or a key.
    pub const fn plain(order: C) -> Self {
        Self {
            order,
            expected: None,
            key: None,
        }
    }
}
