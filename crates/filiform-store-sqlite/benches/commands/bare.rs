//! The bare database: rusqlite, prepared statements, one writer thread, one flush for all that waits.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Barrier;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::time::{Duration, Instant};

use filiform_store::conformance::begin;
use filiform_store_sqlite::{Options, Sqlite};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::whole::folder;

/// As in the writer of the ledger.
const GROUP_MAX: usize = 256;

/// The same settings as the ledger's writer.
const SETTINGS: &str = "PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;
    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
    PRAGMA recursive_triggers = ON;";

/// The statements of one command.
const INSERT_EVENT: &str =
    "INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
const UPSERT_SESSION: &str = "INSERT INTO session VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
    ON CONFLICT (clinic_id, session_id) DO UPDATE SET version = excluded.version, inserted = excluded.inserted,
    removed = excluded.removed, accounted = excluded.accounted, rest_due = excluded.rest_due,
    signed_at = excluded.signed_at, signed_by = excluded.signed_by";
const INSERT_NEEDLE: &str =
    "INSERT INTO needle VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
    ON CONFLICT (clinic_id, session_id, needle_id) DO UPDATE SET removed_at = excluded.removed_at,
    removed_by = excluded.removed_by, whereabouts = excluded.whereabouts";
const INSERT_AUDIT: &str = "INSERT INTO audit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

/// The rows of one command, ready to be written.
#[derive(Clone)]
struct Command {
    event: Vec<Value>,
    session: Vec<Value>,
    needle: Option<Vec<Value>>,
    audit: Vec<Value>,
}

/// The rows of a run, by client, each client's in order.
pub(crate) struct Rows {
    /// Events that stand before the first command.
    before: Vec<Vec<Value>>,
    clients: Vec<Vec<Command>>,
}

impl Rows {
    /// Reads the rows that the whole path left.
    pub(crate) fn read(file: &Path) -> Self {
        let connection = Connection::open(file).expect("the database opens");
        let all = |query: &str| rows(&connection, query);
        let mut sessions = BTreeMap::new();
        for row in all("SELECT * FROM session") {
            sessions.insert(text(&row, 1), row);
        }
        let mut needles = BTreeMap::new();
        for row in all("SELECT * FROM needle") {
            needles.insert((text(&row, 1), text(&row, 3)), row);
        }
        let mut audits = all("SELECT * FROM audit ORDER BY rowid").into_iter();
        let mut by_patient: BTreeMap<String, Vec<Command>> = BTreeMap::new();
        let mut before = Vec::new();
        for event in all("SELECT * FROM event ORDER BY seq") {
            if text(&event, 2) != "'session'" {
                before.push(event);
                continue;
            }
            let (stream, version) = (text(&event, 3), number(&event, 4));
            let mut session = sessions.get(&stream).expect("a session has a row").clone();
            // The row as it stood after this command.
            session[2] = Value::Integer(version);
            session[8] = Value::Integer(version - 1);
            let needle = needles.get(&(stream, (version - 1).to_string())).cloned();
            let audit = audits.next().expect("a command has a line");
            let command = Command {
                event,
                session,
                needle,
                audit,
            };
            by_patient
                .entry(text(&command.event, 7))
                .or_default()
                .push(command);
        }
        Self {
            before,
            clients: by_patient.into_values().collect(),
        }
    }
}

fn rows(connection: &Connection, query: &str) -> Vec<Vec<Value>> {
    let mut statement = connection.prepare(query).expect("the query fits");
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| (0..columns).map(|at| row.get(at)).collect());
    rows.expect("rows can be read")
        .map(|row| row.expect("a row can be read"))
        .collect()
}

fn text(row: &[Value], at: usize) -> String {
    match row.get(at) {
        Some(Value::Text(text)) => format!("'{text}'"),
        Some(Value::Integer(number)) => number.to_string(),
        Some(Value::Null | Value::Real(_) | Value::Blob(_)) | None => String::new(),
    }
}

fn number(row: &[Value], at: usize) -> i64 {
    text(row, at).parse().expect("the column is a number")
}

struct Request {
    command: Command,
    reply: SyncSender<()>,
}

/// Writes the same rows again, by as many clients, and tells how long it took.
pub(crate) fn run(rows: &Rows, clients: u32) -> Duration {
    assert_eq!(rows.clients.len(), clients as usize);
    let folder = folder();
    let file = folder.path().join("bare.sqlite");
    begin(&Sqlite::open(&file, Options::default(), 0).expect("the schema is made"));
    let connection = Connection::open(&file).expect("the database opens");
    connection
        .execute_batch(SETTINGS)
        .expect("settings are taken");
    connection.execute_batch("BEGIN").expect("it begins");
    for event in &rows.before {
        connection
            .execute(INSERT_EVENT, params_from_iter(event))
            .expect("it is written");
    }
    connection.execute_batch("COMMIT").expect("it is flushed");
    let next = i64::try_from(rows.before.len()).expect("few events") + 1;
    let (requests, incoming) = channel::<Request>();
    let barrier = Barrier::new(rows.clients.len() + 1);
    std::thread::scope(|scope| {
        scope.spawn(move || serve(&connection, &incoming, next));
        let running: Vec<_> = rows
            .clients
            .iter()
            .map(|commands| {
                let (requests, barrier) = (requests.clone(), &barrier);
                let commands = commands.clone();
                scope.spawn(move || {
                    barrier.wait();
                    for command in commands {
                        let (reply, answer) = sync_channel(1);
                        requests
                            .send(Request { command, reply })
                            .expect("the writer lives");
                        answer.recv().expect("it is flushed");
                    }
                })
            })
            .collect();
        drop(requests);
        barrier.wait();
        let started = Instant::now();
        for client in running {
            client.join().expect("a client ends");
        }
        started.elapsed()
    })
}

fn serve(connection: &Connection, incoming: &Receiver<Request>, mut next: i64) {
    let prepare = |text| connection.prepare(text).expect("the statement fits");
    let (mut begin, mut commit) = (prepare("BEGIN IMMEDIATE"), prepare("COMMIT"));
    let (mut event, mut session) = (prepare(INSERT_EVENT), prepare(UPSERT_SESSION));
    let (mut needle, mut audit) = (prepare(INSERT_NEEDLE), prepare(INSERT_AUDIT));
    while let Ok(first) = incoming.recv() {
        let mut group = vec![first];
        while group.len() < GROUP_MAX {
            match incoming.try_recv() {
                Ok(request) => group.push(request),
                Err(_) => break,
            }
        }
        begin.execute([]).expect("it begins");
        for Request { command, .. } in &mut group {
            // Its place in the chain is known only here; everything else was handed over.
            command.event[1] = Value::Integer(next);
            next += 1;
            event
                .execute(params_from_iter(&command.event))
                .expect("it is written");
            session
                .execute(params_from_iter(&command.session))
                .expect("it is written");
            if let Some(row) = &command.needle {
                needle
                    .execute(params_from_iter(row))
                    .expect("it is written");
            }
            audit
                .execute(params_from_iter(&command.audit))
                .expect("it is written");
        }
        commit.execute([]).expect("it is flushed");
        for request in group {
            // A client that has gone does not stop the others.
            let _ = request.reply.send(());
        }
    }
}
