//! The storage contract, the SQL and the stored formats of the ledger.
//!
//! Every change is an [event](ledger), appended in one transaction with the [read models](project) and
//! the audit line. The payload of an event is bytes with a format version and a key id, sealed under
//! the patient's own key; each clinic's events form a hash chain over those bytes.
//!
//! This crate holds all SQL. An adapter crate brings a connection, a writer and nothing else.

pub mod accounts;
#[cfg(feature = "conformance")]
pub mod conformance;
mod error;
pub mod feedback;
pub mod ledger;
pub mod links;
pub mod project;
mod recent;
mod schema;
mod seal;
mod sql;
pub mod stored;
mod streams;
mod tx;
pub mod verify;

pub use error::StoreError;
pub use schema::{MIGRATIONS, Migration, migrate};
pub use seal::{InstanceKey, Keys, Randomness, SealError};
pub use streams::{Loaded, Streams};
pub use tx::{Database, Job, JobAnswer, Row, Tx, Val};
