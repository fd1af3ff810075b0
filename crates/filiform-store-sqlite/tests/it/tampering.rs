//! Somebody with a database tool changes the record: the proof names the first thing they touched.

use std::fs;
use std::sync::{Arc, OnceLock};

use filiform_store::conformance::{begin, erase, keys, on_whole_session, sample, verified};
use filiform_store::ledger::{self, StoredEvent};
use filiform_store::verify::{Fault, Report};
use filiform_store::{Database, Keys, Loaded, StoreError, Streams};
use rusqlite::params;

use crate::place::Place;

const DROP_GUARDS: &str = "DROP TRIGGER event_never_changes; DROP TRIGGER event_never_goes;";

/// Seq of the session's first event: all of the patient and of the course stand before it.
fn first_of_session() -> u32 {
    let patient = sample::patient_id(1);
    let before = sample::patient_events().len() + sample::course_events(patient).len();
    u32::try_from(before).expect("few events") + 1
}

/// The report after `tamper` had the file to itself.
fn after(tamper: impl FnOnce(&rusqlite::Connection)) -> Report {
    let place = Place::new();
    fs::write(place.file(), sound_file()).expect("the file can be written");
    let raw = place.raw();
    raw.execute_batch(DROP_GUARDS)
        .expect("the guards can be dropped");
    tamper(&raw);
    drop(raw);
    verified(&place.open(), &keys())
}

/// A database with one whole session: made once, copied for each look.
fn sound_file() -> &'static [u8] {
    static FILE: OnceLock<Vec<u8>> = OnceLock::new();
    FILE.get_or_init(|| {
        let place = Place::new();
        on_whole_session(&place.open());
        place
            .raw()
            .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
            .expect("the log can be emptied");
        fs::read(place.file()).expect("the file can be read")
    })
}

fn after_batch(statements: &str) -> Report {
    after(|raw| {
        raw.execute_batch(statements)
            .expect("the file can be changed");
    })
}

fn first(report: &Report) -> &Fault {
    report.faults.first().expect("something is wrong")
}

fn read_model(table: &'static str, id: &impl ToString) -> Fault {
    Fault::ReadModel {
        table,
        id: id.to_string(),
    }
}

#[test]
fn an_untouched_record_is_whole_and_says_how_long_it_is() {
    let report = after(|_| {});
    assert_eq!(report.faults, []);
    let session = sample::session_events(sample::course_id(1), sample::patient_id(1)).len();
    assert_eq!(
        report.events,
        u64::from(first_of_session()) - 1 + session as u64
    );
    assert_eq!((report.streams, report.erased), (3, 0));
    assert_eq!(report.head.len(), 64);
}

#[test]
fn a_changed_column_of_an_event_is_named_by_its_event() {
    let changes = [
        "payload = zeroblob(60)",
        "payload = payload || x'00'",
        "at_us = 'noon'",
        "by_id = x'ff'",
        "stream_id = 2.5",
        "by_id = '00000000-0000-0000-0000-0000000000ff'",
        "at_us = at_us - 60000000",
        "event_type = 'needle_removed'",
        "stream_kind = 'course'",
        "patient_id = '00000000-0000-0000-0000-0000000000ff'",
        "key_id = 'x'",
        "format = 2",
        "hash = zeroblob(32)",
    ];
    for change in changes {
        let report = after_batch(&format!("UPDATE event SET {change} WHERE seq = 15"));
        assert_eq!(first(&report), &Fault::Changed { seq: 15 }, "{change}");
    }
    let report = after_batch("UPDATE event SET prev_hash = zeroblob(32) WHERE seq = 15");
    assert_eq!(first(&report), &Fault::Link { seq: 15 });
}

#[test]
fn two_swapped_events_are_named_by_the_first_of_them() {
    let report = after_batch(
        "UPDATE event SET seq = 1000 WHERE seq = 14; UPDATE event SET seq = 14 WHERE seq = 18;
         UPDATE event SET seq = 18 WHERE seq = 1000;",
    );
    assert_eq!(first(&report), &Fault::Link { seq: 14 });
}

#[test]
fn a_removed_event_is_named_by_its_number() {
    let report = after_batch("DELETE FROM event WHERE seq = 16");
    assert_eq!(first(&report), &Fault::Gap { due: 16, found: 17 });
    let report = after_batch("DELETE FROM event WHERE seq = 1");
    assert_eq!(first(&report), &Fault::Gap { due: 1, found: 2 });
}

#[test]
fn a_forged_event_at_the_end_is_named() {
    let report = after_batch(
        "INSERT INTO event SELECT clinic_id, seq + 1, stream_kind, stream_id, version + 1, event_type,
         format, patient_id, key_id, at_us, by_id, payload, hash, randomblob(32)
         FROM event ORDER BY seq DESC LIMIT 1",
    );
    assert_eq!(first(&report), &Fault::Changed { seq: report.events });
}

#[test]
fn an_event_put_in_between_is_named() {
    let report = after_batch(
        "UPDATE event SET seq = seq + 1000 WHERE seq >= 20;
         UPDATE event SET seq = seq - 999 WHERE seq > 1000;
         INSERT INTO event SELECT clinic_id, 20, stream_kind, 'forged', 1, event_type,
         format, patient_id, key_id, at_us, by_id, payload, hash, randomblob(32)
         FROM event WHERE seq = 19",
    );
    assert_eq!(first(&report), &Fault::Changed { seq: 20 });
}

#[test]
fn an_event_that_was_hashed_again_is_named_because_it_does_not_open() {
    let report = after(|raw| rehash(raw, 15, 15, |event| event.payload.push(0)));
    let what = "sealed content does not open: it was changed, or the instance key is another one";
    let content = Fault::Content {
        seq: 15,
        what: what.to_owned(),
    };
    assert_eq!(report.faults, [content, Fault::Link { seq: 16 }]);
}

#[test]
fn a_chain_that_was_rewritten_to_its_end_still_shows_the_change() {
    let end = first_of_session() + 40;
    let contradicts = |report: &Report| {
        let what = "its row contradicts its content".to_owned();
        assert_eq!(report.faults, [Fault::Content { seq: 15, what }]);
    };
    contradicts(&after(|raw| {
        rehash(raw, 15, end, |event| {
            "somebody else".clone_into(&mut event.by_id);
        });
    }));
    contradicts(&after(|raw| {
        rehash(raw, 15, end, |event| event.at_us -= 60_000_000);
    }));
    let report = after(|raw| {
        rehash(raw, 15, end, |event| {
            "needle_removed".clone_into(&mut event.event_type);
        });
    });
    assert!(
        matches!(first(&report), Fault::Content { seq: 15, .. }),
        "{report:?}"
    );
    assert_eq!(report.faults.len(), 1);
}

#[test]
fn a_removed_event_is_missed_by_its_stream_when_the_chain_was_rewritten() {
    let end = first_of_session() + 40;
    let report = after(|raw| {
        raw.execute_batch(
            "DELETE FROM event WHERE seq = 15;
             UPDATE event SET seq = seq + 1000 WHERE seq > 15;
             UPDATE event SET seq = seq - 1001 WHERE seq > 1000;",
        )
        .expect("the file can be changed");
        rehash(raw, 15, end, |_| {});
    });
    let what = format!("its event {} is missing", 15 - first_of_session() + 1);
    let stream_id = sample::session_id(1).to_string();
    assert_eq!(first(&report), &Fault::Stream { stream_id, what });
}

/// Changes event `from` and gives it and those up to `to` hashes that fit.
fn rehash(raw: &rusqlite::Connection, from: u32, to: u32, change: impl Fn(&mut StoredEvent)) {
    let hash_of = |seq: u32| -> Vec<u8> {
        raw.query_row("SELECT hash FROM event WHERE seq = ?1", [seq], |row| {
            row.get(0)
        })
        .expect("the event before stands")
    };
    for seq in from..=to {
        let read = raw.query_row("SELECT * FROM event WHERE seq = ?1", [seq], |row| {
            Ok(StoredEvent {
                seq: row.get::<_, u32>(1)?.into(),
                stream_kind: row.get(2)?,
                stream_id: row.get(3)?,
                version: row.get::<_, u32>(4)?.into(),
                event_type: row.get(5)?,
                format: row.get::<_, u32>(6)?.into(),
                patient_id: row.get(7)?,
                key_id: row.get(8)?,
                at_us: row.get(9)?,
                by_id: row.get(10)?,
                payload: row.get(11)?,
                prev_hash: hash_of(seq - 1),
                hash: Vec::new(),
            })
        });
        let Ok(mut event) = read else {
            return;
        };
        if seq == from {
            change(&mut event);
        }
        let hash = event.expected_hash(sample::CLINIC);
        raw.execute(
            "UPDATE event SET event_type = ?2, at_us = ?3, by_id = ?4, payload = ?5, prev_hash = ?6,
             hash = ?7 WHERE seq = ?1",
            params![
                seq,
                event.event_type,
                event.at_us,
                event.by_id,
                event.payload,
                event.prev_hash,
                &hash[..]
            ],
        )
        .expect("the file can be changed");
    }
}

#[test]
fn events_cut_off_the_end_are_seen_only_while_the_read_models_are_ahead() {
    let cut = "DELETE FROM event WHERE seq > (SELECT MAX(seq) - 1 FROM event);";
    let ahead = after_batch(cut);
    let session = sample::session_id(1);
    assert_eq!(ahead.faults, [read_model("session", &session)]);
    // With the read model set back as well nothing inside the file tells: only the head does.
    let whole = after_batch("");
    let hidden = after_batch(&format!(
        "{cut} UPDATE session SET version = version - 1, signed_at = NULL, signed_by = NULL;"
    ));
    assert_eq!(hidden.faults, []);
    assert_ne!((hidden.events, &hidden.head), (whole.events, &whole.head));
}

#[test]
fn a_changed_row_of_a_read_model_is_named_by_table_and_id() {
    let patient = read_model("patient", &sample::patient_id(1));
    let tokens = read_model("patient_token", &sample::patient_id(1));
    let course = read_model("course", &sample::course_id(1));
    let uses = read_model("protocol_use", &sample::course_id(1));
    let session = read_model("session", &sample::session_id(1));
    let changes = [
        ("UPDATE patient SET version = 9", &patient),
        ("UPDATE patient SET fact_count = 0", &patient),
        ("UPDATE patient SET sealed = zeroblob(80)", &patient),
        ("UPDATE patient SET changed_at = 0", &patient),
        ("DELETE FROM patient", &patient),
        (
            "DELETE FROM patient_token WHERE rowid = (SELECT MIN(rowid) FROM patient_token)",
            &tokens,
        ),
        ("UPDATE course SET phase = 'open'", &course),
        ("UPDATE course SET side = 'right'", &course),
        ("DELETE FROM course", &course),
        ("DELETE FROM protocol_use", &uses),
        (
            "INSERT INTO protocol_use SELECT clinic_id, 'another', course_id FROM protocol_use",
            &uses,
        ),
        ("UPDATE session SET removed = 12", &session),
        ("UPDATE session SET room = NULL", &session),
        ("UPDATE session SET signed_by = 'x'", &session),
        ("DELETE FROM session", &session),
    ];
    for (change, expected) in changes {
        let report = after_batch(change);
        assert_eq!(report.faults, std::slice::from_ref(expected), "{change}");
    }
}

#[test]
fn a_changed_row_of_a_protocol_is_named_by_its_id() {
    let id = sample::protocol_id(1);
    let changes = [
        "UPDATE protocol SET state = 'offered'",
        "UPDATE protocol SET saved = 1",
        "UPDATE protocol SET condition_id = 'neck'",
        "DELETE FROM protocol",
    ];
    for change in changes {
        let place = Place::new();
        let database = place.open();
        let keys = begin(&database);
        transact(&database, &keys, move |tx, streams| {
            let loaded = streams.protocol(tx, id)?;
            streams.append_protocol(tx, id, loaded, &sample::protocol_events())
        });
        place.raw().execute(change, []).expect("it can be changed");
        let report = verified(&database, &keys);
        assert_eq!(report.faults, [read_model("protocol", &id)], "{change}");
    }
}

#[test]
fn a_changed_needle_is_named_by_its_id() {
    let needle = sample::needle_id(5);
    let changes = [
        "UPDATE needle SET depth_mm = 99",
        "UPDATE needle SET removed_at = NULL",
        "UPDATE needle SET lot = 'LOT-9'",
        "UPDATE needle SET whereabouts = 'broken'",
        "DELETE FROM needle",
    ];
    for change in changes {
        let report = after_batch(&format!("{change} WHERE needle_id = '{needle}'"));
        assert_eq!(report.faults, [read_model("needle", &needle)], "{change}");
    }
}

#[test]
fn a_stray_row_of_a_read_model_is_named_by_table_and_id() {
    let clinic = sample::CLINIC;
    let strays = [
        (
            format!("INSERT INTO patient VALUES ('{clinic}', 'stray', 1, x'00', 0, 0)"),
            "patient",
        ),
        (
            format!("INSERT INTO patient_token VALUES ('{clinic}', x'00', 'stray')"),
            "patient_token",
        ),
        (
            "INSERT INTO course SELECT clinic_id, 'stray', version, patient_id, condition_id, side, phase,
             plan_state, measures, changed_at, rescreens FROM course"
                .to_owned(),
            "course",
        ),
        (
            "INSERT INTO session SELECT clinic_id, 'stray', version, course_id, patient_id, room,
             started_at, started_by, inserted, removed, accounted, rest_due, signed_at, signed_by
             FROM session"
                .to_owned(),
            "session",
        ),
        (
            format!("INSERT INTO protocol VALUES ('{clinic}', 'stray', 1, 'neck', 1, 'offered', 0)"),
            "protocol",
        ),
        (
            format!("INSERT INTO protocol_use VALUES ('{clinic}', 'any', 'stray')"),
            "protocol_use",
        ),
        (needle_like("session_id"), "needle"),
        (needle_like("'another session'"), "needle"),
    ];
    for (insert, table) in strays {
        let report = after_batch(&insert);
        assert_eq!(report.faults, [read_model(table, &"stray")], "{insert}");
    }
}

fn needle_like(session: &str) -> String {
    format!(
        "INSERT INTO needle SELECT clinic_id, {session}, 'stray', 13, site, side, depth_mm, length_mm,
         gauge, lot, placed_at, placed_by, removed_at, removed_by, whereabouts FROM needle LIMIT 1"
    )
}

#[test]
fn a_key_that_is_missing_or_another_one_is_named_by_its_streams() {
    let report = after_batch("DELETE FROM patient_key");
    let streams = |what: &str| {
        let mut ids = [
            sample::patient_id(1).to_string(),
            sample::course_id(1).to_string(),
            sample::session_id(1).to_string(),
        ];
        ids.sort();
        ids.map(|stream_id| Fault::Stream {
            stream_id,
            what: what.to_owned(),
        })
    };
    assert_eq!(report.faults, streams("the key that opens it is missing"));
    let report = after_batch("UPDATE patient_key SET wrapped = zeroblob(72)");
    assert_eq!(
        report.faults,
        streams(
            "its key: sealed content does not open: it was changed, or the instance key is another one"
        )
    );
}

#[test]
fn an_erased_patient_does_not_hide_a_change_of_the_chain() {
    let place = Place::new();
    let keys = on_whole_session(&place.open());
    let database = place.open();
    transact(&database, &keys, |tx, _| {
        erase(tx, sample::CLINIC, sample::patient_id(1))
    });
    drop(database);
    let raw = place.raw();
    raw.execute_batch(DROP_GUARDS)
        .expect("the guards can be dropped");
    raw.execute_batch("UPDATE event SET at_us = 0 WHERE seq = 12")
        .expect("the file can be changed");
    let report = verified(&place.open(), &keys);
    assert_eq!(report.faults, [Fault::Changed { seq: 12 }]);
    assert_eq!((report.streams, report.erased), (0, 3));
}

#[test]
fn faults_read_as_sentences() {
    let report = after_batch("UPDATE event SET at_us = 0 WHERE seq = 15; DELETE FROM course;");
    let sentences: Vec<_> = report.faults.iter().map(ToString::to_string).collect();
    let course = sample::course_id(1);
    assert_eq!(
        sentences,
        [
            "event 15 was changed after it was written".to_owned(),
            "event 15: its row contradicts its content".to_owned(),
            format!("row {course} of `course` differs from what the ledger says"),
        ]
    );
}

#[test]
fn a_long_chain_is_checked_across_its_pages() {
    let place = Place::new();
    let database = place.open();
    let keys = begin(&database);
    transact(&database, &keys, |tx, streams| {
        let change = sample::patient_events().pop().expect("there are samples");
        let events: Vec<_> = std::iter::once(sample::registered("Aoife", "Kerr"))
            .chain(std::iter::repeat_n(change, 4_499))
            .collect();
        let id = sample::patient_id(1);
        streams
            .append_patient(tx, id, Loaded::default(), &events)
            .map(drop)
    });
    let head = transact(&database, &keys, |tx, _| ledger::head(tx, sample::CLINIC));
    assert_eq!(head.seq, 4_500);
    drop(database);
    let raw = place.raw();
    raw.execute_batch(DROP_GUARDS)
        .expect("the guards can be dropped");
    raw.execute_batch("UPDATE event SET prev_hash = zeroblob(32) WHERE seq IN (2001, 4000, 4001)")
        .expect("the file can be changed");
    let report = verified(&place.open(), &keys);
    let mut links = Vec::new();
    for seq in [2_001, 4_000, 4_001] {
        links.extend([Fault::Link { seq }, Fault::Changed { seq }]);
    }
    assert_eq!(report.faults, links);
    assert_eq!(report.events, 4_500);
}

fn transact<T: Send + 'static>(
    database: &dyn Database,
    keys: &Arc<Keys>,
    job: impl FnOnce(&mut dyn filiform_store::Tx, Streams<'_>) -> Result<T, StoreError> + Send + 'static,
) -> T {
    let keys = Arc::clone(keys);
    database
        .transact(move |tx| job(tx, Streams::new(&keys, sample::CLINIC)))
        .expect("the write succeeds")
}
