use filiform_units::OutOfRange;

use crate::SealError;

/// Why something was not stored or not read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk is full. Nothing of this change was kept; nothing acknowledged before is lost.
    #[error("the disk is full: the change was not saved; free some space and do it again")]
    DiskFull,
    /// The database cannot be written.
    #[error(
        "the database cannot be written, nothing was saved; look whether its folder exists and may be written"
    )]
    ReadOnly,
    /// The file is not a sound database.
    #[error("the database file is damaged; stop, keep the file, and restore the newest backup")]
    Corrupt(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Somebody changed the same thing meanwhile.
    #[error("this was changed meanwhile: it is at version {found}, not {expected}")]
    Stale {
        /// The version the command was made for.
        expected: u64,
        /// The version found.
        found: u64,
    },
    /// A row that the code did not write this way.
    #[error("unexpected content in `{table}`: {what}")]
    Content {
        /// The table.
        table: &'static str,
        /// What was found.
        what: String,
    },
    /// A stored event could not be read.
    #[error("event {seq} cannot be read: {what}")]
    Event {
        /// Its place in the ledger.
        seq: u64,
        /// Why.
        what: String,
    },
    /// Sealing or unsealing failed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A migration that was applied has changed since, or a newer program applied it.
    #[error(
        "migration `{0}` of this database is not one this program knows; use the program that made it"
    )]
    MigrationChanged(String),
    /// The writer has stopped.
    #[error("the database writer has stopped; restart the program")]
    WriterStopped,
    /// Anything else the database says.
    #[error("the database answered with an error")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StoreError {
    #[expect(
        clippy::needless_pass_by_value,
        reason = "called with whatever has words"
    )]
    pub(crate) fn content(table: &'static str, what: impl ToString) -> Self {
        Self::Content {
            table,
            what: what.to_string(),
        }
    }

    pub(crate) fn range(table: &'static str) -> impl Fn(OutOfRange) -> Self {
        move |error| Self::content(table, error)
    }
}
