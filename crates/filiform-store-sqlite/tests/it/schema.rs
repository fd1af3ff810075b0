//! The schema as it is made, documented and guarded.

use std::path::Path;

use filiform_store::conformance::sample::{self, BEGIN_US, CLINIC};
use filiform_store::conformance::{add_patient, begin, keys, on_whole_session, verified};
use filiform_store::{Database, Loaded, StoreError, Streams, Tx, Val};
use filiform_store_sqlite::{Options, Sqlite};

use crate::place::Place;

/// Set to write the documented schema again instead of comparing it.
const WRITE: &str = "FILIFORM_WRITE_SCHEMA";

#[test]
fn the_documented_schema_is_the_migrated_one() {
    let place = Place::new();
    drop(place.open());
    let connection = place.raw();
    let mut statement = connection
        .prepare(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL
             ORDER BY type = 'trigger', tbl_name, type = 'index', name",
        )
        .expect("the schema can be read");
    let mut migrated = String::from(
        "-- The schema that the migrations make on SQLite, for reading. A test compares it with a migrated\n\
         -- database; `FILIFORM_WRITE_SCHEMA=1 cargo test -p filiform-store-sqlite schema` writes it again.\n",
    );
    let mut rows = statement.query([]).expect("the schema can be read");
    while let Some(row) = rows.next().expect("the schema can be read") {
        let text: String = row.get(0).expect("a statement is text");
        migrated.push('\n');
        migrated.push_str(&text);
        migrated.push_str(";\n");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../filiform-store/schema.sql");
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&path, &migrated).expect("the documented schema can be written");
    }
    let documented = std::fs::read_to_string(&path).expect("there is a documented schema");
    assert!(
        documented == migrated,
        "schema.sql is out of date: run this test once with {WRITE}=1"
    );
}

#[test]
fn a_changed_migration_stops_the_start_with_its_name() {
    let place = Place::new();
    drop(place.open());
    let changed = "UPDATE migration SET checksum = 'another'";
    place.raw().execute(changed, []).expect("it can be changed");
    let answer = Sqlite::open(&place.file(), Options::default(), BEGIN_US);
    let error = answer.err().expect("the start is stopped");
    assert_eq!(
        error.to_string(),
        "migration `20261124000000_create_ledger` of this database is not one this program knows; \
         use the program that made it"
    );
}

#[test]
fn a_database_of_a_newer_program_stops_the_start_with_the_migration() {
    let place = Place::new();
    drop(place.open());
    let newer = "INSERT INTO migration VALUES ('20991231000000_add_more', 'x', 0)";
    place.raw().execute(newer, []).expect("it can be added");
    let answer = Sqlite::open(&place.file(), Options::default(), BEGIN_US);
    let error = answer.err().expect("the start is stopped");
    assert!(
        error.to_string().contains("`20991231000000_add_more`"),
        "{error}"
    );
}

#[test]
fn a_database_that_is_opened_again_is_the_same() {
    let place = Place::new();
    let keys = on_whole_session(&place.open());
    let database = place.open();
    let report = verified(&database, &keys);
    assert_eq!(report.faults, []);
    assert_eq!(report.streams, 3);
}

#[test]
fn rows_of_the_ledger_are_neither_changed_nor_removed_nor_replaced() {
    let place = Place::new();
    let database = place.open();
    on_whole_session(&database);
    let attempts = [
        "UPDATE event SET by_id = 'somebody else' WHERE seq = 3",
        "DELETE FROM event WHERE seq = 3",
        "INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 3",
    ];
    for attempt in attempts {
        let ours: &dyn Database = &database;
        let answer: Result<u64, StoreError> = ours.transact(move |tx| tx.exec(attempt, &[]));
        assert_refused(answer.err(), attempt);
        let raw = place.raw();
        if !attempt.contains("REPLACE") {
            assert!(
                raw.execute(attempt, []).is_err(),
                "past our code: {attempt}"
            );
        }
    }
}

fn assert_refused(error: Option<StoreError>, attempt: &str) {
    let Some(StoreError::Database(source)) = error else {
        panic!("`{attempt}` is refused by a trigger, not {error:?}");
    };
    assert!(
        source.to_string().contains("the ledger is never"),
        "{source}"
    );
}

#[test]
fn keys_of_every_table_begin_with_the_clinic() {
    let place = Place::new();
    drop(place.open());
    let connection = place.raw();
    let mut statement = connection
        .prepare(
            "SELECT t.name FROM sqlite_schema t, pragma_table_info(t.name) c
             WHERE t.type = 'table' AND c.pk = 1 AND c.name <> 'clinic_id' ORDER BY t.name",
        )
        .expect("the schema can be read");
    let found: Vec<String> = statement
        .query_map([], |row| row.get(0))
        .expect("the schema can be read")
        .map(|name| name.expect("a name is text"))
        .collect();
    // Neither belongs to a clinic: what was migrated, and who guesses passwords.
    assert_eq!(found, ["migration", "sign_in_failure"]);
}

#[test]
fn a_write_is_flushed_and_foreign_keys_hold() {
    let place = Place::new();
    let database = place.open();
    begin(&database);
    let ours: &dyn Database = &database;
    let settings: Result<_, StoreError> = ours.transact(|tx| {
        let mut settings = Vec::new();
        for pragma in [
            "PRAGMA synchronous",
            "PRAGMA foreign_keys",
            "PRAGMA journal_mode",
        ] {
            for row in tx.query(pragma, &[])? {
                settings.push(row);
            }
        }
        Ok(settings)
    });
    let settings = settings.expect("settings can be read");
    let numbers: Vec<_> = settings.iter().take(2).map(|row| row.int(0).ok()).collect();
    assert_eq!(
        numbers,
        [Some(2), Some(1)],
        "synchronous is FULL, foreign keys are on"
    );
    let mode = settings
        .get(2)
        .map(|row| row.text(0).expect("a mode is text"));
    assert_eq!(mode, Some("wal"));
    let stray: Result<u64, StoreError> = ours.transact(|tx| {
        let values: [Val; 1] = ["no such clinic".into()];
        let insert = "INSERT INTO patient_token (clinic_id, token, patient_id) VALUES ($1, '', '')";
        tx.exec(insert, &values)
    });
    assert!(stray.is_err(), "a row of no clinic is refused");
}

#[test]
fn a_ledger_from_before_local_knowledge_moves_byte_for_byte() {
    let place = Place::new();
    on_whole_session(&place.open());
    let raw = place.raw();
    let count = "SELECT count(*), group_concat(hex(hash)) FROM event ORDER BY seq";
    let rows = |raw: &rusqlite::Connection| -> (i64, String) {
        raw.query_row(count, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .expect("the ledger can be read")
    };
    let before = rows(&raw);
    let current: String = raw
        .query_row(
            "SELECT sql FROM sqlite_schema WHERE name = 'event'",
            [],
            |row| row.get(0),
        )
        .expect("there is a ledger");
    let old = current
        .replacen("event", "older", 1)
        .replace(", 'overlay', 'protocol', 'preference'", "");
    raw.execute_batch(&format!(
        "PRAGMA foreign_keys = OFF; DROP TRIGGER event_never_changes; DROP TRIGGER event_never_goes;
         {old}; INSERT INTO older SELECT * FROM event; DROP TABLE event;
         ALTER TABLE older RENAME TO event;
         DELETE FROM migration
         WHERE name IN ('20261124010000_admit_local_knowledge', '20261124140000_admit_protocols');"
    ))
    .expect("the file can be made older");
    drop(raw);
    let database = place.open();
    assert_eq!(verified(&database, &keys()).faults, []);
    drop(database);
    let raw = place.raw();
    assert_eq!(rows(&raw), before);
    let guarded = raw.execute("DELETE FROM event", []);
    assert!(guarded.is_err(), "the guards stand again");
}

#[test]
fn a_clinic_from_before_privileges_moves_whole_and_whoever_needled_goes_on() {
    let place = Place::new();
    let database = place.open();
    let keys = begin(&database);
    let own = keys.clone();
    let add = move |tx: &mut dyn Tx| {
        let streams = Streams::new(&own, CLINIC);
        let (patient, course) = (sample::patient_id(1), sample::course_id(1));
        add_patient(tx, streams, patient)?;
        // Nobody had protocols yet: the course has no plan that came from one.
        let events = sample::course_events(patient);
        let opened = events.get(..2).unwrap_or_default();
        let of = (patient, course);
        streams.append_course(tx, of, Loaded::default(), opened, sample::at(210))
    };
    let ours: &dyn Database = &database;
    let added: Result<_, StoreError> = ours.transact(add);
    added.expect("a course is written");
    drop(database);
    let raw = place.raw();
    let people: String = [("a", "practitioner"), ("b", "assistant"), ("c", "manager")]
        .map(|(id, role)| {
            format!(
                "INSERT INTO account (clinic_id, account_id, login, name, role, password_hash, created_at)
                 VALUES ('{CLINIC}', '{id}', '{id}', '{id}', '{role}', '-', 7);"
            )
        })
        .concat();
    raw.execute_batch(&people).expect("people are written");
    raw.execute_batch(
        "ALTER TABLE course DROP COLUMN rescreens;
         DROP TABLE protocol_use;
         DROP TABLE protocol;
         DROP TABLE patient_link;
         DROP TABLE account_privilege;
         DROP TABLE card_feedback;
         DELETE FROM migration WHERE name > '20261124010000_admit_local_knowledge';",
    )
    .expect("the file can be made older");
    drop(raw);
    let database = place.open();
    assert_eq!(verified(&database, &keys).faults, []);
    drop(database);
    let held: String = place
        .raw()
        .query_row(
            "SELECT group_concat(account_id || ' ' || privilege || ' ' || granted_at)
             FROM account_privilege WHERE revoked_at IS NULL",
            [],
            |row| row.get(0),
        )
        .expect("privileges can be read");
    assert_eq!(held, "a needling 7");
}
