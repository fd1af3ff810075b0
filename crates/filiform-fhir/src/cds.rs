//! CDS Hooks 2.0: a request of another record system in, cards out.
//!
//! Pure: the request is read, its prefetched resources become facts by the same mapping as an import,
//! screening answers, and the verdict becomes cards. Nothing of the request is kept, and the FHIR
//! server that it names is never asked.

mod answer;
mod card_id;
mod cards;
mod error;
mod feedback;
mod json;
mod needles;
mod prefetch;
mod request;
mod service;
mod suggestions;
mod wire;

pub use answer::{Desk, answer};
pub use card_id::CardId;
pub use error::HookError;
pub use feedback::{CardFeedback, CardOutcome, read_feedback};
pub use request::HookRequest;
pub use service::{Hook, Service, discovery};
pub use wire::{
    Action, Card, Cards, Coding, DescribedService, Discovery, Indicator, Label, Suggestion,
};

/// The address below which our code systems and extensions are named.
pub const CANONICAL: &str = "https://w3id.org/filiform/fhir";

/// Most bytes of one request.
pub const REQUEST_LIMIT: usize = 2 * 1024 * 1024;
