//! Databases in folders of their own.

use std::path::PathBuf;

use filiform_store::conformance::sample::BEGIN_US;
use filiform_store_sqlite::{Options, Sqlite};
use tempfile::TempDir;

/// A folder for one database; gone with the value.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("there is a folder for temporary files"),
        }
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("filiform.sqlite")
    }

    /// Opens the database, making it the first time.
    pub(crate) fn open(&self) -> Sqlite {
        self.open_with(Options::default())
    }

    pub(crate) fn open_with(&self, options: Options) -> Sqlite {
        Sqlite::open(&self.file(), options, BEGIN_US).expect("the database opens")
    }

    /// A connection past our own code, as somebody with a database tool has.
    pub(crate) fn raw(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.file()).expect("the file opens")
    }
}
