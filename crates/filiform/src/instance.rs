//! An installation: its database, its key, its knowledge.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use filiform_app::{App, Clock, Parts, SystemClock, SystemIds, operating_system_randomness};
use filiform_knowledge::Knowledge;
use filiform_store::accounts::{self, ClinicRow};
use filiform_store::{Database, InstanceKey, Keys, SealError, StoreError, Streams, project};
use filiform_store_sqlite::{Options, Sqlite};
use filiform_units::ClinicId;

use crate::cli::Global;
use crate::failure::Failure;
use crate::key_file;

/// An open installation.
pub(crate) struct Instance {
    /// The use cases.
    pub(crate) app: App,
    /// The database behind them, to look up people and clinics.
    pub(crate) database: Arc<dyn Database>,
}

/// Opens an installation that exists.
///
/// # Errors
/// When the database or its key is missing, or when the knowledge is broken.
pub(crate) fn open(global: &Global) -> anyhow::Result<Instance> {
    let path = &global.database;
    if !path.is_file() {
        let what = format!("there is no database `{}`", path.display());
        let way_out = "name it with `--database`, or make one with \
             `filiform user add --clinic \"Name\" --login ... --name ... --role practitioner`";
        return Err(Failure::new(what, way_out).into());
    }
    let knowledge = knowledge(global.knowledge.as_deref())?;
    let key = key_file::read(&key_path(global))?;
    assemble(path, key, knowledge, Arc::new(SystemClock))
}

/// Refuses a key that does not open the record. A key that opens nothing must not seal anything new
/// either: the record would be in two keys.
///
/// # Errors
/// When the key is another one.
pub(crate) fn open_with_right_key(global: &Global) -> anyhow::Result<Instance> {
    let instance = open(global)?;
    let key = key_file::read(&key_path(global))?;
    check_key(&instance.database, keys(key))?;
    Ok(instance)
}

/// Opens an installation, making database and key when there is no database yet.
///
/// # Errors
/// As [`open`], and when something cannot be written.
pub(crate) fn open_or_make(global: &Global) -> anyhow::Result<Instance> {
    if global.database.exists() {
        return open_with_right_key(global);
    }
    let knowledge = knowledge(global.knowledge.as_deref())?;
    let key = key_file::make(&key_path(global))?;
    assemble(&global.database, key, knowledge, Arc::new(SystemClock))
}

/// Puts an installation together.
///
/// # Errors
/// When the database does not open.
pub(crate) fn assemble(
    path: &Path,
    key: InstanceKey,
    knowledge: Knowledge,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<Instance> {
    let now = clock.now();
    let opened = Sqlite::open(path, Options::default(), now.micros());
    let database: Arc<dyn Database> = Arc::new(
        opened.with_context(|| format!("the database `{}` did not open", path.display()))?,
    );
    let app = App::new(Parts {
        database: Arc::clone(&database),
        keys: keys(key),
        knowledge,
        clock,
        ids: Arc::new(SystemIds),
    });
    Ok(Instance { app, database })
}

fn keys(key: InstanceKey) -> Keys {
    Keys::new(key, Box::new(operating_system_randomness))
}

fn check_key(database: &Arc<dyn Database>, keys: Keys) -> anyhow::Result<()> {
    let opened = database.view(move |tx| {
        for clinic in accounts::clinics(tx)? {
            project::patients(tx, Streams::new(&keys, clinic.id), 1)?;
        }
        Ok::<_, StoreError>(())
    });
    match opened {
        Err(error @ StoreError::Seal(SealError::DoesNotOpen)) => {
            let what = "the key does not open the record";
            let way_out = "name the key file that belongs to this database with `--key-file`; if it \
                 is the right one, `filiform verify` says what was changed";
            Err(Failure::new(what, way_out).because(error).into())
        }
        // Any other error is for the command to find and to tell in its place.
        Ok(()) | Err(_) => Ok(()),
    }
}

/// The knowledge inside the program, or that of a folder.
///
/// # Errors
/// Every problem with its file and line.
pub(crate) fn knowledge(folder: Option<&Path>) -> anyhow::Result<Knowledge> {
    let loaded = match folder {
        Some(folder) => Knowledge::load_folder(folder),
        None => Knowledge::embedded(),
    };
    loaded.map_err(|errors| {
        let what = match folder {
            Some(folder) => format!("the knowledge in `{}` is broken", folder.display()),
            None => "the knowledge inside the program is broken".to_owned(),
        };
        let way_out = "correct the lines named; `filiform knowledge check` shows them again";
        Failure::new(what, way_out).because(errors).into()
    })
}

/// The clinic called `name`; without a name the only one there is.
///
/// # Errors
/// When there is none, or several and no name.
pub(crate) fn clinic(clinics: &[ClinicRow], name: Option<&str>) -> anyhow::Result<ClinicId> {
    let names = || {
        let names: Vec<_> = clinics
            .iter()
            .map(|clinic| format!("`{}`", clinic.name))
            .collect();
        names.join(", ")
    };
    match (clinics, name) {
        ([], _) => {
            let way_out = "make one with `filiform user add --clinic \"Name\" ...`";
            Err(Failure::new("there is no clinic in this database", way_out).into())
        }
        ([only], None) => Ok(only.id),
        (_, None) => {
            let way_out = format!("name one with `--clinic`: {}", names());
            Err(Failure::new("there are several clinics in this database", way_out).into())
        }
        (_, Some(name)) => {
            let found = clinics.iter().find(|clinic| clinic.name == name);
            found.map(|clinic| clinic.id).ok_or_else(|| {
                let what = format!("there is no clinic `{name}` in this database");
                Failure::new(what, format!("it has {}", names())).into()
            })
        }
    }
}

/// `clinic.db` has the key `clinic.db.key` unless another one is named.
pub(crate) fn key_path(global: &Global) -> PathBuf {
    global.key_file.clone().unwrap_or_else(|| {
        let mut name = OsString::from(&global.database);
        name.push(".key");
        PathBuf::from(name)
    })
}
