//! Opening connections.

use std::path::{Path, PathBuf};
use std::time::Duration;

use filiform_store::StoreError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::error::store_error;

/// How a database is opened.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The most pages of 4,096 bytes the file may grow to; `None` leaves it to the disk. A quota, and
    /// the way tests fill a disk.
    pub page_limit: Option<u32>,
}

/// Where the file is.
#[derive(Clone, Debug)]
pub(crate) struct Place(PathBuf);

impl Place {
    pub(crate) fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }
}

/// The second line behind the hash chain: rows of the ledger cannot be changed or removed by mistake.
pub(crate) const GUARDS: &str = "
CREATE TRIGGER IF NOT EXISTS event_never_changes BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the ledger is never changed'); END;
CREATE TRIGGER IF NOT EXISTS event_never_goes BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the ledger is never shortened'); END;
";

const STATEMENTS_CACHED: usize = 128;

pub(crate) fn open_writer(place: &Place, options: Options) -> Result<Connection, StoreError> {
    let connection = Connection::open(&place.0).map_err(store_error)?;
    set_up(&connection)?;
    // WAL lets readers go on while one writes; FULL flushes the log at every commit. Without recursive
    // triggers INSERT OR REPLACE would remove a row of the ledger past its guard.
    let pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
        PRAGMA recursive_triggers = ON;";
    connection.execute_batch(pragmas).map_err(store_error)?;
    if let Some(pages) = options.page_limit {
        connection
            .execute_batch(&format!("PRAGMA max_page_count = {pages};"))
            .map_err(store_error)?;
    }
    Ok(connection)
}

pub(crate) fn open_reader(place: &Place) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(&place.0, flags).map_err(store_error)?;
    set_up(&connection)?;
    Ok(connection)
}

fn set_up(connection: &Connection) -> Result<(), StoreError> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS_CACHED);
    connection
        .busy_timeout(Duration::from_secs(10))
        .map_err(store_error)?;
    // A plan that may not depend on values is kept: otherwise a query with an order is parsed and planned
    // again whenever its values change, which is always.
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map_err(store_error)?;
    connection
        .execute_batch("PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;")
        .map_err(store_error)
}
