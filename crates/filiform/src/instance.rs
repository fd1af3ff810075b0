//! An installation: its database, its key, its knowledge.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use filiform_app::{
    App, Clock, Parts, SystemClock, SystemIds, local_statements, operating_system_randomness,
};
use filiform_knowledge::{Embedded, FileSource, Folder, Knowledge, Layered, LoadErrors, Problem};
use filiform_store::accounts::{self, ClinicRow};
use filiform_store::{Database, InstanceKey, Keys, SealError, StoreError, Streams, project};
use filiform_store_sqlite::{Options, Sqlite};
use filiform_units::{ClinicId, PractitionerId};

use crate::cli::Global;
use crate::failure::{self, Failure};
use crate::key_file;
use crate::output::remark;

/// An open installation.
pub(crate) struct Instance {
    /// The use cases.
    pub(crate) app: App,
    /// The database behind them, to look up people and clinics.
    pub(crate) database: Arc<dyn Database>,
    /// The knowledge as it was shipped.
    shipped: Shipped,
}

impl Instance {
    /// Names of everybody, by id.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) fn people(&self) -> Result<HashMap<PractitionerId, String>, StoreError> {
        self.database.view(|tx| {
            let mut names = HashMap::new();
            for clinic in accounts::clinics(tx)? {
                let people = accounts::accounts(tx, clinic.id)?.into_iter();
                names.extend(people.map(|account| (account.id, account.name)));
            }
            Ok(names)
        })
    }

    /// The shipped text of a statement, whether or not a local one stands over it.
    pub(crate) fn shipped_text(&self, path: &str) -> Option<String> {
        let files = self.shipped.files().unwrap_or_default();
        let mut files = files.into_iter();
        let found = files.find(|(other, _)| other == path)?;
        Some(found.1)
    }
}

/// What happens when the clinic's own statements cannot stand over the shipped ones, because the record
/// is damaged or a newer program knows other names.
#[derive(Clone, Copy, Debug)]
enum Broken {
    /// Nobody is screened by other thresholds than those the clinic chose.
    Refused,
    /// The command does not screen, and may be the one that mends it: it says so and goes on.
    LeftOut,
}

/// Opens an installation to prove or to mend it: the clinic's own statements may be broken.
///
/// # Errors
/// When the database or its key is missing, or when the shipped knowledge is broken.
pub(crate) fn open_as_it_is(global: &Global) -> anyhow::Result<Instance> {
    open(global, Broken::LeftOut)
}

fn open(global: &Global, broken: Broken) -> anyhow::Result<Instance> {
    let path = &global.database;
    if !path.is_file() {
        let what = format!("there is no database `{}`", path.display());
        let way_out = "name it with `--database`, or make one with \
             `filiform user add --clinic \"Name\" --login ... --name ... --role practitioner`";
        return Err(Failure::new(what, way_out).into());
    }
    let key = key_file::read(&key_path(global))?;
    let shipped = Shipped(global.knowledge.clone());
    put_together(path, key, &shipped, Arc::new(SystemClock), broken)
}

/// Refuses a key that does not open the record. A key that opens nothing must not seal anything new
/// either: the record would be in two keys.
///
/// # Errors
/// When the key is another one, or the clinic's own statements are broken.
pub(crate) fn open_with_right_key(global: &Global) -> anyhow::Result<Instance> {
    with_right_key(global, Broken::Refused)
}

/// The same to mend the clinic's own statements.
///
/// # Errors
/// When the key is another one.
pub(crate) fn open_to_mend(global: &Global) -> anyhow::Result<Instance> {
    with_right_key(global, Broken::LeftOut)
}

fn with_right_key(global: &Global, broken: Broken) -> anyhow::Result<Instance> {
    let instance = open(global, broken)?;
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
    let shipped = Shipped(global.knowledge.clone());
    shipped.read(&BTreeMap::new())?;
    let key = key_file::make(&key_path(global))?;
    assemble(&global.database, key, &shipped, Arc::new(SystemClock))
}

/// Puts an installation together.
///
/// # Errors
/// When the database does not open, or the knowledge is broken.
pub(crate) fn assemble(
    path: &Path,
    key: InstanceKey,
    shipped: &Shipped,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<Instance> {
    put_together(path, key, shipped, clock, Broken::Refused)
}

fn put_together(
    path: &Path,
    key: InstanceKey,
    shipped: &Shipped,
    clock: Arc<dyn Clock>,
    broken: Broken,
) -> anyhow::Result<Instance> {
    let now = clock.now();
    let opened = Sqlite::open(path, Options::default(), now.micros());
    let database: Arc<dyn Database> = Arc::new(
        opened.with_context(|| format!("the database `{}` did not open", path.display()))?,
    );
    let knowledge = match (in_force(&database, keys(key.clone()), shipped), broken) {
        (Err(error), Broken::LeftOut) => {
            remark(&failure::words(&error));
            remark("Only the shipped statements are read here.");
            shipped.read(&BTreeMap::new())?
        }
        (knowledge, Broken::Refused | Broken::LeftOut) => knowledge?,
    };
    let app = App::new(Parts {
        database: Arc::clone(&database),
        keys: keys(key),
        knowledge,
        clock,
        ids: Arc::new(SystemIds),
    });
    Ok(Instance {
        app,
        database,
        shipped: shipped.clone(),
    })
}

/// The shipped knowledge with the clinic's own statements over it.
fn in_force(
    database: &Arc<dyn Database>,
    keys: Keys,
    shipped: &Shipped,
) -> anyhow::Result<Knowledge> {
    let local = database.view(move |tx| local_statements(tx, &keys));
    let local = local.map_err(|error| {
        if matches!(error, StoreError::Seal(SealError::DoesNotOpen)) {
            return wrong_key(error);
        }
        let what = "the clinic's own statements cannot be read";
        Failure::new(what, "`filiform verify` says what was changed").because(error)
    })?;
    shipped.read(&local)
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
        Err(error @ StoreError::Seal(SealError::DoesNotOpen)) => Err(wrong_key(error).into()),
        // Any other error is for the command to find and to tell in its place.
        Ok(()) | Err(_) => Ok(()),
    }
}

fn wrong_key(error: StoreError) -> Failure {
    let what = "the key does not open the record";
    let way_out = "name the key file that belongs to this database with `--key-file`; if it is the \
         right one, `filiform verify` says what was changed";
    Failure::new(what, way_out).because(error)
}

/// Where the shipped knowledge is: a folder, or inside the program.
#[derive(Clone, Debug)]
pub(crate) struct Shipped(pub(crate) Option<PathBuf>);

impl Shipped {
    /// Reads it with a clinic's own statements over it.
    ///
    /// # Errors
    /// Every problem with its file and line.
    pub(crate) fn layered(
        &self,
        local: &BTreeMap<String, String>,
    ) -> Result<Knowledge, LoadErrors> {
        match &self.0 {
            Some(folder) => Knowledge::load(&Layered::new(&Folder(folder.clone()), local)),
            None => Knowledge::load(&Layered::new(&Embedded, local)),
        }
    }

    /// Every file, by path.
    ///
    /// # Errors
    /// The files that cannot be read.
    fn files(&self) -> Result<Vec<(String, String)>, Vec<Problem>> {
        let folder = self.0.clone().map(Folder);
        let source: &dyn FileSource = folder.as_ref().map_or(&Embedded, |folder| folder);
        let files = source.files()?.into_iter();
        Ok(files
            .map(|(path, text)| (path.into_owned(), text.into_owned()))
            .collect())
    }

    fn read(&self, local: &BTreeMap<String, String>) -> anyhow::Result<Knowledge> {
        if local.is_empty() {
            return knowledge(self.0.as_deref());
        }
        self.layered(local).map_err(|errors| {
            let what = "the knowledge is broken with the local statements of this clinic";
            let way_out = "`filiform knowledge log` lists them; revert the one that is named, or \
                 adopt a folder in which it is corrected";
            Failure::new(what, way_out).because(errors).into()
        })
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

#[cfg(test)]
mod tests {
    use filiform_app::{Actor, AppError, NewUser, Reader, Role};
    use filiform_care::LongText;
    use filiform_care::overlay::Command as Order;
    use filiform_knowledge::Kind;

    use super::*;

    const RULE: &str = "screening/rules/anticoag-deep.md";

    fn assembled(folder: &Path) -> Instance {
        let (path, key) = (folder.join("filiform.db"), InstanceKey::new([7; 32]));
        assemble(&path, key, &Shipped(None), Arc::new(SystemClock)).unwrap()
    }

    fn actor(instance: &Instance) -> Actor {
        let clinic = instance.app.add_clinic("Harbour Road").unwrap();
        let password = "a password for tests".to_owned();
        let user = NewUser {
            login: "nora".to_owned(),
            name: "Nora Lindqvist".to_owned(),
            role: Role::Manager,
            password: password.clone(),
        };
        instance.app.add_user(clinic, user).unwrap();
        instance.app.sign_in("nora", &password).unwrap().actor
    }

    #[test]
    fn a_second_clinic_does_not_silently_end_the_local_knowledge_of_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let instance = assembled(folder.path());
        let actor = actor(&instance);
        let own = instance.shipped_text(RULE).unwrap();
        let order = |files| Order::Adopt {
            files,
            reason: LongText::new("flatter here").unwrap(),
        };
        let change = |order| {
            let read: Reader = Box::new(|local| Shipped(None).layered(local));
            instance.app.change_local(&actor, order, read).unwrap()
        };
        change(order(BTreeMap::from([(RULE.to_owned(), own)])));
        let refused = instance.app.add_clinic("Mill Lane");
        assert!(
            matches!(refused, Err(AppError::LocalKnowledge)),
            "{refused:?}"
        );
        assert_eq!(instance.app.clinics().unwrap().len(), 1);
        change(order(BTreeMap::new()));
        instance.app.add_clinic("Mill Lane").unwrap();
    }

    #[test]
    fn a_local_statement_is_in_force_from_the_next_start_on() {
        let folder = tempfile::tempdir().unwrap();
        let instance = assembled(folder.path());
        let actor = actor(&instance);
        let shipped = instance.shipped_text(RULE).unwrap();
        let own = shipped.replace("deeper_than_mm = 10", "deeper_than_mm = 5");
        let order = Order::Adopt {
            files: BTreeMap::from([(RULE.to_owned(), own)]),
            reason: LongText::new("flatter here").unwrap(),
        };
        let read: Reader = Box::new(|local| Shipped(None).layered(local));
        instance.app.change_local(&actor, order, read).unwrap();
        assert_eq!(
            instance.app.knowledge().local(Kind::Rule, "anticoag-deep"),
            None
        );
        drop(instance);

        let instance = assembled(folder.path());
        let knowledge = instance.app.knowledge();
        let stood = knowledge.local(Kind::Rule, "anticoag-deep");
        assert_eq!(stood, Some(Some(shipped.as_str())));
        let rule = knowledge.rule(knowledge.rule_key("anticoag-deep").unwrap());
        let depth = rule.scope.deeper_than.map(|depth| depth.to_string());
        assert_eq!(depth.as_deref(), Some("5 mm"));
        assert_eq!(instance.shipped_text(RULE), Some(shipped));
    }
}
