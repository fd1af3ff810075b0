//! What can go wrong with a file: no room, no right, damage; and a job that panics.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use filiform_store::conformance::units::PatientId;
use filiform_store::conformance::{add_patient, begin, dump, on_whole_session, sample, verified};
use filiform_store::{Database, Keys, StoreError, Streams, project};
use filiform_store_sqlite::{Options, Sqlite};

use crate::place::Place;

fn add(database: &dyn Database, keys: &Arc<Keys>, n: u32) -> Result<(), StoreError> {
    let keys = Arc::clone(keys);
    database.transact(move |tx| {
        add_patient(
            tx,
            Streams::new(&keys, sample::CLINIC),
            sample::patient_id(n),
        )
    })
}

fn pages(place: &Place) -> u32 {
    place
        .raw()
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .expect("pages can be counted")
}

fn patients(database: &dyn Database, keys: &Arc<Keys>) -> BTreeSet<PatientId> {
    let keys = Arc::clone(keys);
    let rows: Result<_, StoreError> =
        database.view(move |tx| project::patients(tx, Streams::new(&keys, sample::CLINIC), 10_000));
    rows.expect("patients can be read")
        .iter()
        .map(|row| row.id)
        .collect()
}

#[test]
fn a_full_disk_refuses_the_change_and_loses_nothing_acknowledged() {
    let place = Place::new();
    let keys = begin(&place.open());
    let limit = Options {
        page_limit: Some(pages(&place) + 60),
    };
    let database = place.open_with(limit);
    let mut kept = BTreeSet::new();
    let refused = (1..10_000).find(|n| match add(&database, &keys, *n) {
        Ok(()) => !kept.insert(sample::patient_id(*n)),
        Err(error) => {
            assert!(matches!(error, StoreError::DiskFull), "{error:?}");
            true
        }
    });
    let refused = refused.expect("the disk fills");
    assert!(kept.len() > 10, "some changes fitted");
    assert_eq!(patients(&database, &keys), kept);
    assert!(matches!(
        add(&database, &keys, refused),
        Err(StoreError::DiskFull)
    ));
    assert_eq!(
        patients(&database, &keys),
        kept,
        "the record can still be read"
    );
    assert_eq!(verified(&database, &keys).faults, []);
    drop(database);
    let database = place.open();
    assert_eq!(patients(&database, &keys), kept);
    add(&database, &keys, refused).expect("there is room again");
    kept.insert(sample::patient_id(refused));
    assert_eq!(patients(&database, &keys), kept);
    let report = verified(&database, &keys);
    assert_eq!(report.faults, []);
    assert_eq!(report.events, kept.len() as u64);
}

#[test]
fn a_disk_that_fills_under_many_writers_keeps_exactly_what_it_acknowledged() {
    let place = Place::new();
    let keys = begin(&place.open());
    let database = place.open_with(Options {
        page_limit: Some(pages(&place) + 120),
    });
    let kept = Mutex::new(BTreeSet::new());
    std::thread::scope(|scope| {
        for writer in 0..12_u32 {
            let (database, keys, kept) = (&database, &keys, &kept);
            scope.spawn(move || {
                let mut refusals = 0;
                for command in 0..10_000 {
                    let n = command * 12 + writer;
                    match add(database, keys, n) {
                        Ok(()) => {
                            kept.lock()
                                .expect("no writer panics")
                                .insert(sample::patient_id(n));
                        }
                        Err(StoreError::DiskFull) => refusals += 1,
                        Err(error) => panic!("not a full disk: {error:?}"),
                    }
                    if refusals == 3 {
                        return;
                    }
                }
                panic!("the disk never filled");
            });
        }
    });
    let kept = kept.into_inner().expect("no writer panics");
    assert_eq!(patients(&database, &keys), kept);
    drop(database);
    let database = place.open();
    assert_eq!(patients(&database, &keys), kept);
    add(&database, &keys, 999_999).expect("there is room again");
    let report = verified(&database, &keys);
    assert_eq!(report.faults, []);
    assert_eq!(report.events, kept.len() as u64 + 1);
}

#[test]
fn a_place_that_does_not_exist_is_refused_in_words() {
    let place = Place::new();
    let paths = [
        place.folder().join("missing/filiform.sqlite"),
        place.folder(),
    ];
    for path in paths {
        let answer = Sqlite::open(&path, Options::default(), 0);
        let error = answer.err().expect("there is no database");
        assert!(matches!(error, StoreError::ReadOnly), "{error:?}");
        assert_eq!(
            error.to_string(),
            "the database cannot be written, nothing was saved; look whether its folder exists and may \
             be written"
        );
    }
}

#[cfg(unix)]
mod rights {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;

    use super::*;
    use crate::child;

    fn set(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("rights can be set");
    }

    /// Rights do not bind the administrator, so the look is taken by a child that is nobody.
    #[test]
    fn a_database_that_may_not_be_written_is_refused_in_words() {
        let place = Place::new();
        let keys = on_whole_session(&place.open());
        let program = place.folder().join("child");
        let own = std::env::current_exe().expect("a program knows where it is");
        fs::copy(own, &program).expect("the program can be copied");
        set(&program, 0o755);
        set(&place.file(), 0o444);
        set(&place.folder(), 0o555);
        let test = "faults::rights::a_child_meets_a_database_it_may_not_write";
        let mut command = child::of(&program, test, &place.file());
        let is_administrator = fs::File::options().append(true).open(place.file()).is_ok();
        if is_administrator {
            command.uid(65_534).gid(65_534);
        }
        let output = command.output().expect("the child runs");
        set(&place.folder(), 0o755);
        set(&place.file(), 0o644);
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{told}");
        assert!(told.contains("1 passed"), "{told}");
        assert_eq!(verified(&place.open(), &keys).faults, []);
    }

    /// Does nothing in an ordinary run.
    #[test]
    fn a_child_meets_a_database_it_may_not_write() {
        let Some(path) = child::database() else {
            return;
        };
        let answer = Sqlite::open(&path, Options::default(), 0);
        let error = answer.err().expect("it may not be written");
        assert!(matches!(error, StoreError::ReadOnly), "{error:?}");
        let answer = Sqlite::open(&path.with_file_name("new.sqlite"), Options::default(), 0);
        let error = answer.err().expect("nothing may be made here");
        assert!(matches!(error, StoreError::ReadOnly), "{error:?}");
    }
}

#[test]
fn a_file_that_is_no_database_is_called_damaged() {
    let place = Place::new();
    fs::write(
        place.file(),
        "Dear colleague, thank you for referring this patient.".repeat(200),
    )
    .expect("the file can be written");
    let answer = Sqlite::open(&place.file(), Options::default(), 0);
    let error = answer.err().expect("it is a letter");
    assert!(matches!(error, StoreError::Corrupt(_)), "{error:?}");
}

#[test]
fn a_damaged_file_never_panics_and_never_counts_as_whole_with_a_changed_ledger() {
    let place = Place::new();
    let keys = on_whole_session(&place.open());
    let raw = place.raw();
    raw.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
        .expect("the log can be emptied");
    drop(raw);
    let sound = fs::read(place.file()).expect("the file can be read");
    let record = everything(&place.file(), &keys)
        .expect("the sound file can be read")
        .0;
    let (mut refused, mut faulty) = (0, 0);
    for page in 0..sound.len() / 4_096 {
        for offset in [0, 5, 1_000, 3_000, 4_000] {
            let mut damaged = sound.clone();
            let from = page * 4_096 + offset;
            for byte in damaged.iter_mut().skip(from).take(48) {
                *byte ^= 0xa5;
            }
            let copy = Place::new();
            fs::write(copy.file(), damaged).expect("the file can be written");
            match everything(&copy.file(), &keys) {
                Err(error) => {
                    assert!(!error.to_string().is_empty());
                    refused += 1;
                }
                Ok((_, false)) => {
                    faulty += 1;
                }
                Ok((found, true)) => assert_eq!(
                    ledger_part(&found),
                    ledger_part(&record),
                    "page {page}, byte {offset}: a changed ledger counts as whole"
                ),
            }
        }
    }
    assert!(
        refused > 20 && faulty > 20,
        "{refused} refused, {faulty} with faults"
    );
}

/// Every row, and whether the proof found nothing wrong.
fn everything(file: &Path, keys: &Arc<Keys>) -> Result<(String, bool), StoreError> {
    let database = Sqlite::open(file, Options::default(), 0)?;
    let database: &dyn Database = &database;
    let of_job = Arc::clone(keys);
    database.view(move |tx| {
        let report = filiform_store::verify::verify(tx, &of_job, sample::CLINIC)?;
        Ok((dump(tx)?, report.faults.is_empty() && report.events > 0))
    })
}

/// The rows of the ledger in a dump, without the clinic's before and the keys after them.
fn ledger_part(dump: &str) -> Vec<&str> {
    let rows = dump.lines().skip_while(|line| !line.contains("FROM event"));
    rows.take_while(|line| !line.contains("FROM patient_key"))
        .collect()
}

#[test]
fn a_job_that_panics_is_answered_and_the_writer_lives_on() {
    let place = Place::new();
    let database = place.open();
    let keys = begin(&database);
    let ours: &dyn Database = &database;
    let of_job = Arc::clone(&keys);
    let answer: Result<(), StoreError> = ours.transact(move |tx| {
        add_patient(
            tx,
            Streams::new(&of_job, sample::CLINIC),
            sample::patient_id(1),
        )?;
        panic!("a mistake of ours")
    });
    let error = answer.expect_err("it panicked");
    assert!(matches!(error, StoreError::Database(_)), "{error:?}");
    assert_eq!(patients(&database, &keys), BTreeSet::new());
    add(&database, &keys, 2).expect("the writer lives on");
    assert_eq!(
        patients(&database, &keys),
        BTreeSet::from([sample::patient_id(2)])
    );
    assert_eq!(verified(&database, &keys).faults, []);
}

#[test]
fn panics_among_many_writers_touch_nobody_else() {
    let place = Place::new();
    let database = place.open();
    let keys = begin(&database);
    std::thread::scope(|scope| {
        for writer in 0..8_u32 {
            let (database, keys) = (&database, &keys);
            scope.spawn(move || {
                let ours: &dyn Database = database;
                for command in 0..20 {
                    let n = command * 8 + writer;
                    let keys = Arc::clone(keys);
                    let answer: Result<(), StoreError> = ours.transact(move |tx| {
                        add_patient(
                            tx,
                            Streams::new(&keys, sample::CLINIC),
                            sample::patient_id(n),
                        )?;
                        assert!(n % 4 != 3, "a mistake of ours");
                        Ok(())
                    });
                    assert_eq!(answer.is_ok(), n % 4 != 3, "{answer:?}");
                }
            });
        }
    });
    let expected = (0..160)
        .filter(|n| n % 4 != 3)
        .map(sample::patient_id)
        .collect();
    assert_eq!(patients(&database, &keys), expected);
    assert_eq!(verified(&database, &keys).faults, []);
}

#[test]
fn a_read_that_panics_leaves_the_readers_usable() {
    let place = Place::new();
    let database = place.open();
    let keys = begin(&database);
    let ours: &dyn Database = &database;
    let read = std::panic::AssertUnwindSafe(|| {
        ours.view::<(), StoreError>(|_| panic!("a mistake of ours"))
    });
    assert!(std::panic::catch_unwind(read).is_err());
    assert_eq!(patients(&database, &keys), BTreeSet::new());
}

#[test]
fn a_read_cannot_write() {
    let place = Place::new();
    let database = place.open();
    let keys = begin(&database);
    let ours: &dyn Database = &database;
    let of_job = Arc::clone(&keys);
    let answer: Result<(), StoreError> = ours.view(move |tx| {
        add_patient(
            tx,
            Streams::new(&of_job, sample::CLINIC),
            sample::patient_id(1),
        )
    });
    assert!(matches!(answer, Err(StoreError::ReadOnly)), "{answer:?}");
    assert_eq!(patients(&database, &keys), BTreeSet::new());
}

#[test]
fn a_read_sees_one_moment_while_others_write() {
    let place = Place::new();
    let database = place.open();
    let keys = begin(&database);
    let ours: &dyn Database = &database;
    add(ours, &keys, 1).expect("the write succeeds");
    let (begun, go) = (std::sync::Barrier::new(2), std::sync::Barrier::new(2));
    let (begun, go) = (Arc::new(begun), Arc::new(go));
    std::thread::scope(|scope| {
        let (inside_begun, inside_go) = (Arc::clone(&begun), Arc::clone(&go));
        let reader = scope.spawn(move || {
            ours.view::<_, StoreError>(move |tx| {
                let first = project::count_patients(tx, sample::CLINIC)?;
                inside_begun.wait();
                inside_go.wait();
                Ok((first, project::count_patients(tx, sample::CLINIC)?))
            })
        });
        begun.wait();
        add(ours, &keys, 2).expect("a reader does not stop the writer");
        go.wait();
        let seen = reader
            .join()
            .expect("the reader ends")
            .expect("the read succeeds");
        assert_eq!(seen, (1, 1));
    });
    assert_eq!(patients(ours, &keys).len(), 2);
}
