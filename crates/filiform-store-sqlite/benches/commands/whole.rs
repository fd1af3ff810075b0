//! The whole path: load, decide, seal, append, project, audit, in one transaction each.

use std::path::Path;
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use filiform_store::accounts::{AuditLine, add_audit};
use filiform_store::conformance::care::course::Phase;
use filiform_store::conformance::care::session::{Command, Insertion, decide};
use filiform_store::conformance::care::{Authority, Site};
use filiform_store::conformance::knowledge::{Knowledge, PointCode};
use filiform_store::conformance::{add_course, add_patient, begin, sample};
use filiform_store::{Database, Keys, Loaded, StoreError, Streams, Tx};
use filiform_store_sqlite::{Options, Sqlite};

use crate::COMMANDS_OF_SESSION;
use crate::bare::Rows;

/// What a run took, and the rows it left.
pub(crate) struct Ran {
    pub(crate) took: Duration,
    pub(crate) rows: Rows,
}

/// Runs `commands` of each client on a fresh database.
pub(crate) fn run(clients: u32, commands: u32) -> Ran {
    let folder = folder();
    let file = folder.path().join("filiform.sqlite");
    let database = Sqlite::open(&file, Options::default(), 0).expect("the database opens");
    let keys = begin(&database);
    let knowledge = Arc::new(Knowledge::embedded().expect("the knowledge loads"));
    let ours: &dyn Database = &database;
    let of_job = Arc::clone(&keys);
    ours.transact::<_, StoreError>(move |tx| {
        let streams = Streams::new(&of_job, sample::CLINIC);
        for n in 1..=clients {
            let patient = sample::patient_id(n);
            add_patient(tx, streams, patient)?;
            add_course(tx, streams, patient, sample::course_id(n))?;
        }
        Ok(())
    })
    .expect("patients and courses are written");
    let barrier = Barrier::new(clients as usize + 1);
    let took = std::thread::scope(|scope| {
        let running: Vec<_> = (1..=clients)
            .map(|client| {
                let (keys, knowledge, barrier) = (&keys, &knowledge, &barrier);
                scope.spawn(move || {
                    barrier.wait();
                    for number in 0..commands {
                        let (keys, knowledge) = (Arc::clone(keys), Arc::clone(knowledge));
                        ours.transact(move |tx| command(tx, &keys, &knowledge, client, number))
                            .expect("the command is carried out");
                    }
                })
            })
            .collect();
        barrier.wait();
        let started = Instant::now();
        for client in running {
            client.join().expect("a client ends");
        }
        started.elapsed()
    });
    drop(database);
    let rows = Rows::read(&file);
    Ran { took, rows }
}

/// A folder on the disk of this checkout, not in memory.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(Path::new(env!("CARGO_TARGET_TMPDIR"))).expect("there is a folder")
}

fn command(
    tx: &mut dyn Tx,
    keys: &Keys,
    knowledge: &Knowledge,
    client: u32,
    number: u32,
) -> Result<(), StoreError> {
    let streams = Streams::new(keys, sample::CLINIC);
    let (patient, course) = (sample::patient_id(client), sample::course_id(client));
    let session = sample::session_id(client * 10_000 + number / COMMANDS_OF_SESSION);
    let of = (patient, session);
    let act = sample::act(number);
    let step = number % COMMANDS_OF_SESSION;
    if step == 0 {
        let events = [sample::session_started(course, patient)];
        streams.append_session(tx, of, Loaded::default(), &events)?;
    } else {
        let loaded = streams.session(tx, patient, session)?;
        // A sample may stand at a place that the knowledge does not name; a needle that may go in may not.
        let insertion = Insertion {
            site: Site::Point(PointCode::new("ST36")),
            ..sample::insertion(step)
        };
        let order = Command::Place {
            insertion,
            stops: Vec::new(),
            unanswered: Vec::new(),
            authority: Authority::default(),
            phase: Phase::Open,
        };
        let events = decide(knowledge, &loaded.state, order, act).expect("the needle may go in");
        streams.append_session(tx, of, loaded, &events)?;
    }
    let line = AuditLine {
        id: format!("{client:08x}-{number:08x}-0000-000000000000"),
        at: act.at,
        account: sample::CLINICIAN,
        action: "needle.place".to_owned(),
        patient: Some(patient),
        detail: String::new(),
    };
    add_audit(tx, sample::CLINIC, &line)
}
