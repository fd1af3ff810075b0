//! Two clinics in a database of their own, with the people who work there.

use std::collections::BTreeMap;
use std::sync::Arc;

use filiform_app::{Actor, App, Clock, Ids, Parts, Role, local_statements};
use filiform_care::protocol::{Content, Version};
use filiform_care::session::{self, Insertion};
use filiform_care::{Act, Plan, Privileges, course, protocol};
use filiform_knowledge::{Embedded, Knowledge, Layered, PrivilegeId};
use filiform_store::accounts::{self, AccountRow, AuditLine};
use filiform_store::ledger::{self, StoredEvent};
use filiform_store::{Database, InstanceKey, Keys, Row, StoreError, Streams, Tx};
use filiform_store_sqlite::{Options, Sqlite};
use filiform_units::{
    ClinicId, CourseId, Minutes, PatientId, PractitionerId, ProtocolId, SessionId, Timestamp,
};
use tempfile::TempDir;

/// More events than any test here writes.
const ALL: u32 = 10_000;

/// The clock of the tests, for the application.
struct TestClock(filiform_testkit::Clock);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        self.0.now()
    }
}

/// The ids of the tests, for the application; its secrets come from the same seed.
struct TestIds(filiform_testkit::Ids);

impl Ids for TestIds {
    fn id(&self) -> u128 {
        self.0.bits()
    }

    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(16) {
            let bits = self.0.bits().to_be_bytes();
            part.copy_from_slice(&bits[..part.len()]);
        }
    }
}

/// An application with two clinics.
pub(crate) struct World {
    pub(crate) app: App,
    /// Dr Lindqvist.
    pub(crate) practitioner: Actor,
    /// Another practitioner of the same clinic.
    pub(crate) colleague: Actor,
    pub(crate) assistant: Actor,
    pub(crate) manager: Actor,
    /// A practitioner of the other clinic.
    pub(crate) stranger: Actor,
    clock: Arc<TestClock>,
    database: Arc<dyn Database>,
    /// How often it was started again; every start has ids of its own.
    starts: u64,
    _folder: TempDir,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::of(2)
    }

    /// Only the first clinic; the stranger works there too.
    pub(crate) fn with_one_clinic() -> Self {
        Self::of(1)
    }

    fn of(clinics: usize) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(TestClock(filiform_testkit::Clock::new()));
        let path = folder.path().join("clinic.db");
        let opened = Sqlite::open(&path, Options::default(), clock.now().micros());
        let database: Arc<dyn Database> = Arc::new(opened.expect("a database"));
        let knowledge = Knowledge::embedded().expect("the knowledge base loads");
        let app = app(&database, &clock, knowledge, 1);
        let here = app.add_clinic("Harbour Road").expect("a clinic");
        let there = match clinics {
            1 => here,
            _ => app.add_clinic("Mill Lane").expect("a second clinic"),
        };
        let people = filiform_testkit::Ids::seeded(3);
        let add = |clinic, name: &str, role| add(&database, &people, clinic, name, role);
        Self {
            practitioner: add(here, "Nora Lindqvist", Role::Practitioner),
            colleague: add(here, "Piet Haas", Role::Practitioner),
            assistant: add(here, "Ines Moreau", Role::Assistant),
            manager: add(here, "Ruth Adeyemi", Role::Manager),
            stranger: add(there, "Lena Brandt", Role::Practitioner),
            app,
            clock,
            database,
            starts: 0,
            _folder: folder,
        }
    }

    /// The program is started again, with what the clinic changed of the knowledge.
    pub(crate) fn start_again(&mut self) {
        let local = self.view(|tx| local_statements(tx, &keys(0)));
        let knowledge = Knowledge::load(&Layered::new(&Embedded, &local));
        let knowledge = knowledge.expect("the knowledge of the clinic loads");
        self.starts += 1;
        self.app = app(&self.database, &self.clock, knowledge, 10 * self.starts);
    }

    /// The person of the clinic who has this role.
    pub(crate) const fn one_with(&self, role: Role) -> &Actor {
        match role {
            Role::Practitioner => &self.practitioner,
            Role::Assistant => &self.assistant,
            Role::Manager => &self.manager,
        }
    }

    pub(crate) fn pass(&self, minutes: u16) {
        self.clock.0.pass(Minutes::literal(minutes));
    }

    /// Every event of the clinic, oldest first.
    pub(crate) fn events(&self) -> Vec<StoredEvent> {
        let clinic = self.practitioner.clinic;
        self.view(move |tx| ledger::events_after(tx, clinic, 0, ALL))
    }

    /// The audit trail of the clinic, in the order it was written.
    pub(crate) fn audit(&self) -> Vec<AuditLine> {
        let clinic = self.practitioner.clinic;
        let all = "SELECT at_us, account_id, action, patient_id, detail FROM audit
            WHERE clinic_id = $1 ORDER BY rowid";
        self.view(move |tx| {
            let rows = tx.query(all, &[clinic.into()])?;
            rows.iter().map(audit_line).collect()
        })
    }

    /// Everything in the database, table by table.
    pub(crate) fn stored(&self) -> Stored {
        self.view(|tx| {
            let list = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name";
            let mut tables = BTreeMap::new();
            for table in tx.query(list, &[])? {
                let table = table.text(0)?.to_owned();
                // Statements live as long as the program; the tests ask for a dozen tables.
                let all: &'static str = format!("SELECT * FROM {table}").leak();
                let rows = tx.query(all, &[])?;
                let mut rows: Vec<String> = rows.iter().map(|row| format!("{row:?}")).collect();
                rows.sort();
                tables.insert(table, rows);
            }
            Ok(Stored(tables))
        })
    }

    /// From now on the database refuses to write to this table.
    pub(crate) fn break_table(&self, table: &'static str) {
        let trigger = format!(
            "CREATE TRIGGER broken_{table} BEFORE INSERT ON {table}
            BEGIN SELECT RAISE(ABORT, 'broken by a test'); END"
        );
        self.database
            .transact(move |tx| tx.batch(&trigger))
            .expect("the trigger is made");
    }

    /// A course ends while its session runs, as a record from elsewhere can say.
    pub(crate) fn end_as_written_elsewhere(&self, patient: PatientId, course: CourseId) {
        let (clinic, by) = (self.practitioner.clinic, self.practitioner.account);
        let at = self.clock.now();
        let ended = course::Event::Ended {
            reason: filiform_testkit::long("moved away"),
            act: Act { by, at },
        };
        let write = move |tx: &mut dyn Tx| {
            let keys = keys(4);
            let streams = Streams::new(&keys, clinic);
            let loaded = streams.course(tx, patient, course)?;
            streams.append_course(tx, (patient, course), loaded, &[ended], at)
        };
        self.database.transact(write).expect("the end is written");
    }

    /// A plan is agreed that this knowledge base cannot read, as one of another version can be.
    pub(crate) fn agree_as_written_elsewhere(
        &self,
        patient: PatientId,
        course: CourseId,
        plan: &Plan,
    ) {
        let (clinic, by) = (self.practitioner.clinic, self.practitioner.account);
        let at = self.clock.now();
        let agreed = course::Event::PlanAgreed {
            plan: plan.clone(),
            overrides: Vec::new(),
            found: None,
            act: Act { by, at },
        };
        let write = move |tx: &mut dyn Tx| {
            let keys = keys(5);
            let streams = Streams::new(&keys, clinic);
            let loaded = streams.course(tx, patient, course)?;
            streams.append_course(tx, (patient, course), loaded, &[agreed], at)
        };
        self.database
            .transact(write)
            .expect("the agreement is written");
    }

    /// A protocol is saved that this knowledge base cannot wholly read, as one of another version can be.
    pub(crate) fn keep_as_written_elsewhere(&self, id: ProtocolId, content: Content) {
        let (clinic, by) = (self.practitioner.clinic, self.practitioner.account);
        let at = self.clock.now();
        let saved = protocol::Event::Saved(Version {
            content,
            act: Act { by, at },
        });
        let write = move |tx: &mut dyn Tx| {
            let keys = keys(7);
            let streams = Streams::new(&keys, clinic);
            let loaded = streams.protocol(tx, id)?;
            streams.append_protocol(tx, id, loaded, &[saved])
        };
        self.database
            .transact(write)
            .expect("the protocol is written");
    }

    /// A session runs by a plan that this knowledge base cannot read, with one needle in.
    pub(crate) fn started_as_written_elsewhere(
        &self,
        (patient, course): (PatientId, CourseId),
        plan: &Plan,
        insertion: &Insertion,
    ) -> SessionId {
        let (clinic, by) = (self.practitioner.clinic, self.practitioner.account);
        let act = Act {
            by,
            at: self.clock.now(),
        };
        let id = SessionId::from_bits(99);
        let events = [
            session::Event::Started {
                course,
                patient,
                plan: plan.clone(),
                overridden: Vec::new(),
                room: None,
                changes: None,
                act,
            },
            session::Event::NeedlePlaced {
                insertion: insertion.clone(),
                act,
            },
        ];
        let write = move |tx: &mut dyn Tx| {
            let keys = keys(6);
            let streams = Streams::new(&keys, clinic);
            let loaded = streams.session(tx, patient, id)?;
            streams.append_session(tx, (patient, id), loaded, &events)
        };
        self.database
            .transact(write)
            .expect("the session is written");
        id
    }

    pub(crate) fn view<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut dyn Tx) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.database.view(job).expect("the database answers")
    }
}

fn app(
    database: &Arc<dyn Database>,
    clock: &Arc<TestClock>,
    knowledge: Knowledge,
    seed: u64,
) -> App {
    App::new(Parts {
        database: Arc::clone(database),
        keys: keys(seed + 1),
        knowledge,
        clock: Arc::<TestClock>::clone(clock),
        ids: Arc::new(TestIds(filiform_testkit::Ids::seeded(seed))),
    })
}

/// The key of the installation; a seed is used once, since it makes the nonces.
fn keys(seed: u64) -> Keys {
    let nonces = TestIds(filiform_testkit::Ids::seeded(seed));
    Keys::new(
        InstanceKey::new([7; 32]),
        Box::new(move |bytes| nonces.fill(bytes)),
    )
}

fn audit_line(row: &Row) -> Result<AuditLine, StoreError> {
    let patient = row.opt_text(3)?;
    Ok(AuditLine {
        id: String::new(),
        at: Timestamp::from_micros(row.int(0)?),
        account: PractitionerId::parse(row.text(1)?).expect("the id of an account"),
        action: row.text(2)?.to_owned(),
        patient: patient.map(|id| PatientId::parse(id).expect("the id of a patient")),
        detail: row.text(4)?.to_owned(),
    })
}

/// People who never sign in: hashing passwords takes longer than most tests.
fn add(
    database: &Arc<dyn Database>,
    ids: &filiform_testkit::Ids,
    clinic: ClinicId,
    name: &str,
    role: Role,
) -> Actor {
    let id: PractitionerId = ids.practitioner();
    let account = AccountRow {
        clinic,
        id,
        login: name.to_lowercase().replace(' ', "."),
        name: name.to_owned(),
        role: role.as_str().to_owned(),
        password_hash: "nobody signs in with this".to_owned(),
    };
    let now = filiform_testkit::Clock::start();
    database
        .transact(move |tx| accounts::add_account(tx, &account, now))
        .expect("an account");
    Actor {
        clinic,
        account: id,
        name: name.to_owned(),
        role,
        privileges: every_privilege(),
    }
}

/// Most rules are about other things than privileges.
pub(crate) fn every_privilege() -> Privileges {
    let shipped = [
        "needling",
        "electroacupuncture",
        "thoracic-needling",
        "children",
    ];
    shipped.map(PrivilegeId::new).into_iter().collect()
}

/// Everything in the database.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Stored(BTreeMap<String, Vec<String>>);

impl Stored {
    /// Only the rows of a clinic.
    pub(crate) fn with(&self, id: ClinicId) -> Self {
        let id = id.to_string();
        let keep = |rows: &Vec<String>| {
            rows.iter()
                .filter(|row| row.contains(&id))
                .cloned()
                .collect()
        };
        Self(
            self.0
                .iter()
                .map(|(table, rows)| (table.clone(), keep(rows)))
                .collect(),
        )
    }

    /// All tables but one.
    pub(crate) fn without(mut self, table: &str) -> Self {
        assert!(self.0.remove(table).is_some(), "there is a table `{table}`");
        self
    }

    /// Whether a text stands anywhere.
    pub(crate) fn mentions(&self, text: &str) -> bool {
        self.0.values().flatten().any(|row| row.contains(text))
    }

    /// The tables that differ. Rows hold sealed bytes, which nobody wants to read in a message.
    pub(crate) fn changed_since(&self, before: &Self) -> Vec<&str> {
        let tables = self.0.iter();
        tables
            .filter(|(table, rows)| before.0.get(*table) != Some(rows))
            .map(|(table, _)| table.as_str())
            .collect()
    }
}
