//! The ledger on SQLite.
//!
//! One thread writes. It takes every job that waits, runs each in a savepoint of one transaction, and
//! flushes once for all: no job is answered before its flush, and one that fails never takes its
//! neighbours down. Readers have connections of their own and see one moment each.

mod connection;
mod error;
mod tx;
mod writer;

pub use connection::Options;

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use filiform_store::{Database, Job, JobAnswer, StoreError, migrate};
use rusqlite::Connection;

use connection::{Place, open_reader, open_writer};
use error::store_error;
use tx::SqliteTx;
use writer::Writer;

/// A SQLite database file.
pub struct Sqlite {
    // INVARIANT: before the writer, because fields are dropped in this order: the last connection that
    // closes folds the log into the file, and a read-only one cannot.
    readers: Mutex<Vec<Connection>>,
    writer: Writer,
    place: Place,
}

/// Reader connections kept open between reads.
const READERS_KEPT: usize = 16;

impl Sqlite {
    /// Opens or makes the database at `path` and brings it up to date. `now_us` is recorded beside new
    /// migrations.
    ///
    /// # Errors
    /// When the file cannot be opened, is not a database, or was made by another version.
    pub fn open(path: &Path, options: Options, now_us: i64) -> Result<Self, StoreError> {
        let place = Place::new(path);
        let mut connection = open_writer(&place, options)?;
        let tx = connection
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
            .map_err(store_error)?;
        migrate(&mut SqliteTx::new(&tx), now_us)?;
        tx.execute_batch(connection::GUARDS).map_err(store_error)?;
        tx.commit().map_err(store_error)?;
        let writer = Writer::start(connection)?;
        Ok(Self {
            writer,
            place,
            readers: Mutex::new(Vec::new()),
        })
    }

    fn reader(&self) -> Result<Connection, StoreError> {
        let kept = self
            .readers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        kept.map_or_else(|| open_reader(&self.place), Ok)
    }

    fn keep(&self, reader: Connection) {
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < READERS_KEPT {
            readers.push(reader);
        }
    }
}

impl Database for Sqlite {
    fn write(&self, job: Job) -> Result<JobAnswer, StoreError> {
        self.writer.run(job)
    }

    fn read(&self, job: Job) -> Result<JobAnswer, StoreError> {
        let mut reader = self.reader()?;
        let answer = {
            let tx = reader.transaction().map_err(store_error)?;
            job(&mut SqliteTx::new(&tx))
        };
        self.keep(reader);
        Ok(answer)
    }
}
