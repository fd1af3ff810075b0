//! Rules of one transaction: all of it or nothing, alone or among others.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Barrier};

use super::sample::{
    self, CLINIC, course_events, course_id, patient_events, patient_id, session_events, session_id,
};
use super::support::{
    Step, add_course, add_patient, add_session, begin, dump, read, verified, write,
};
use crate::accounts::{self, AuditLine};
use crate::{Database, Keys, Row, StoreError, Streams, Tx, Val, project};

/// A transaction in which the write after so many others fails.
struct FailsAfter<'a> {
    inner: &'a mut dyn Tx,
    left: u32,
}

impl Tx for FailsAfter<'_> {
    fn exec(&mut self, statement: &'static str, values: &[Val]) -> Result<u64, StoreError> {
        if self.left == 0 {
            return Err(StoreError::Database("the power went".into()));
        }
        self.left -= 1;
        self.inner.exec(statement, values)
    }

    fn query(&mut self, statement: &'static str, values: &[Val]) -> Result<Vec<Row>, StoreError> {
        self.inner.query(statement, values)
    }

    fn batch(&mut self, statements: &str) -> Result<(), StoreError> {
        self.inner.batch(statements)
    }

    fn check(&mut self, statement: &'static str) -> Result<(), StoreError> {
        self.inner.check(statement)
    }
}

/// A use case of several rows: loads, appends, projects, audits, remembers the command.
fn whole_command(
    tx: &mut dyn Tx,
    keys: &Keys,
    step: &Step,
    number: usize,
) -> Result<(), StoreError> {
    step.append(tx, Streams::new(keys, CLINIC), 1)?;
    let line = AuditLine {
        id: format!("line-{number}"),
        at: sample::at(1),
        account: sample::CLINICIAN,
        action: "test".to_owned(),
        patient: Some(patient_id(1)),
        detail: String::new(),
    };
    accounts::add_audit(tx, CLINIC, &line)?;
    let key = format!("command-{number}");
    accounts::record_command(tx, CLINIC, &key, ("stream", 1), sample::at(1))
}

/// Every command of a whole record is failed at each of its writes; each time nothing of it stays.
pub fn a_write_that_fails_halfway_leaves_nothing(database: &dyn Database) {
    let keys = begin(database);
    let (patient, course) = (patient_id(1), course_id(1));
    let steps = patient_events().into_iter().map(Step::Patient);
    let steps = steps.chain(course_events(patient).into_iter().map(Step::Course));
    let steps = steps.chain(
        session_events(course, patient)
            .into_iter()
            .map(Step::Session),
    );
    for (number, step) in steps.enumerate() {
        let step = Arc::new(step);
        let before = read(database, dump);
        let mut failed_at = 0;
        loop {
            let (keys, step) = (Arc::clone(&keys), Arc::clone(&step));
            let answer: Result<(), StoreError> = database.transact(move |tx| {
                let mut tx = FailsAfter {
                    inner: tx,
                    left: failed_at,
                };
                whole_command(&mut tx, &keys, &step, number)
            });
            if answer.is_ok() {
                break;
            }
            assert_eq!(
                read(database, dump),
                before,
                "command {number}, write {failed_at}"
            );
            failed_at += 1;
            assert!(failed_at < 200, "a command has an end");
        }
        assert!(failed_at >= 3, "command {number} writes several rows");
    }
    assert_eq!(verified(database, &keys).faults, []);
}

/// Every third change stands; of the others one refuses itself and one meets a version that is taken.
fn fails_unless_it_is_the_third(
    database: &dyn Database,
    keys: &Arc<Keys>,
    n: u32,
) -> Result<(), StoreError> {
    let keys = Arc::clone(keys);
    database.transact(move |tx| {
        let streams = Streams::new(&keys, CLINIC);
        add_patient(tx, streams, patient_id(n))?;
        match n % 3 {
            0 => Err(StoreError::Stale {
                expected: 0,
                found: 1,
            }),
            1 => add_patient(tx, streams, patient_id(n)),
            _ => Ok(()),
        }
    })
}

/// A change that fails, by its own refusal or by the database's, is undone; every other one that was
/// under way at the same moment stays.
pub fn a_failed_change_is_undone_alone(database: &dyn Database) {
    const WRITERS: u32 = 24;
    const ROUNDS: u32 = 8;
    let keys = begin(database);
    let barrier = Barrier::new(WRITERS as usize + 1);
    std::thread::scope(|scope| {
        let writers = (1..=WRITERS).map(|writer| {
            let (keys, barrier) = (&keys, &barrier);
            scope.spawn(move || {
                let mut wrong = Vec::new();
                for n in (0..ROUNDS).map(|round| round * WRITERS + writer) {
                    barrier.wait();
                    let answer = fails_unless_it_is_the_third(database, keys, n);
                    if answer.is_ok() != (n % 3 == 2) {
                        wrong.push((n, answer));
                    }
                    barrier.wait();
                }
                wrong
            })
        });
        let writers: Vec<_> = writers.collect();
        for _ in 0..ROUNDS {
            // The writer is kept busy until everybody stands at the barrier, so that they queue up.
            let held = Arc::new(Barrier::new(2));
            let inside = Arc::clone(&held);
            let busy = scope.spawn(move || {
                write(database, move |_| {
                    inside.wait();
                    Ok(())
                });
            });
            barrier.wait();
            held.wait();
            busy.join().expect("the busy writer ends");
            barrier.wait();
        }
        for writer in writers {
            let wrong = writer.join().expect("a writer ends");
            assert!(wrong.is_empty(), "{wrong:?}");
        }
    });
    let stay: Vec<_> = (1..=WRITERS * ROUNDS)
        .filter(|n| n % 3 == 2)
        .map(patient_id)
        .collect();
    let of_job = Arc::clone(&keys);
    let rows = read(database, move |tx| {
        project::patients(tx, Streams::new(&of_job, CLINIC), 1_000)
    });
    let mut found: Vec<_> = rows.iter().map(|row| row.id).collect();
    found.sort();
    assert_eq!(found, stay);
    let report = verified(database, &keys);
    assert_eq!(report.faults, []);
    assert_eq!(report.events, stay.len() as u64);
}

/// Jobs run one after the other: each reads what the ones before it wrote.
pub fn every_job_sees_the_work_of_the_jobs_before_it(database: &dyn Database) {
    let keys = begin(database);
    let (patient, course, session) = (patient_id(1), course_id(1), session_id(1));
    let of_job = Arc::clone(&keys);
    write(database, move |tx| {
        let streams = Streams::new(&of_job, CLINIC);
        add_patient(tx, streams, patient)?;
        add_course(tx, streams, patient, course)?;
        add_session(tx, streams, (patient, course), session).map(drop)
    });
    let next = AtomicU32::new(1);
    let mut versions = Vec::new();
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    (0..10)
                        .map(|_| {
                            let event = sample::needle_placed(next.fetch_add(1, Ordering::Relaxed));
                            let keys = Arc::clone(&keys);
                            write(database, move |tx| {
                                let streams = Streams::new(&keys, CLINIC);
                                let loaded = streams.session(tx, patient, session)?;
                                let of = (patient, session);
                                let loaded = streams.append_session(tx, of, loaded, &[event])?;
                                Ok(loaded.version)
                            })
                        })
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        for writer in writers {
            versions.extend(writer.join().expect("a writer ends"));
        }
    });
    versions.sort_unstable();
    assert_eq!(versions, (2..=81).collect::<Vec<_>>());
    assert_eq!(verified(database, &keys).faults, []);
}

/// Sixteen writers with fifty commands each, all at once: every command stands, the chain is whole.
pub fn concurrent_writers_leave_a_whole_chain(database: &dyn Database) {
    const WRITERS: u32 = 16;
    let keys = begin(database);
    let barrier = Barrier::new(WRITERS as usize);
    std::thread::scope(|scope| {
        for n in 1..=WRITERS {
            let (keys, barrier) = (&keys, &barrier);
            scope.spawn(move || {
                let (patient, course) = (patient_id(n), course_id(n));
                let mut steps = vec![Step::Patient(sample::registered("Aoife", "Kerr"))];
                steps.extend(course_events(patient).into_iter().map(Step::Course));
                steps.extend(
                    session_events(course, patient)
                        .into_iter()
                        .map(Step::Session),
                );
                let facts = patient_events()
                    .into_iter()
                    .skip(1)
                    .cycle()
                    .map(Step::Patient);
                barrier.wait();
                for (command, step) in steps.into_iter().chain(facts).take(50).enumerate() {
                    let keys = Arc::clone(keys);
                    let number = n as usize * 1_000 + command;
                    write(database, move |tx| {
                        step.append(tx, Streams::new(&keys, CLINIC), n)?;
                        let key = format!("command-{number}");
                        accounts::record_command(tx, CLINIC, &key, ("s", 1), sample::at(1))
                    });
                }
            });
        }
    });
    let report = verified(database, &keys);
    assert_eq!(report.faults, []);
    assert_eq!(report.events, u64::from(WRITERS) * 50);
    assert_eq!(report.streams, u64::from(WRITERS) * 3);
}

/// What another process wrote is seen at once, though both remember what they wrote themselves.
pub fn two_processes_see_each_other(database: &dyn Database) {
    let mine = begin(database);
    let theirs = super::support::keys();
    let (patient, course, session) = (patient_id(1), course_id(1), session_id(1));
    let of_job = Arc::clone(&mine);
    write(database, move |tx| {
        let streams = Streams::new(&of_job, CLINIC);
        add_patient(tx, streams, patient)?;
        add_session(tx, streams, (patient, course), session).map(drop)
    });
    for n in 1..=12_u32 {
        let keys = Arc::clone(if n % 3 == 0 { &theirs } else { &mine });
        let loaded = write(database, move |tx| {
            let streams = Streams::new(&keys, CLINIC);
            let loaded = streams.session(tx, patient, session)?;
            let event = sample::needle_placed(n);
            streams.append_session(tx, (patient, session), loaded, &[event])
        });
        assert_eq!(loaded.state.inserted(), n as usize);
        for keys in [&mine, &theirs] {
            let keys = Arc::clone(keys);
            let seen = read(database, move |tx| {
                Streams::new(&keys, CLINIC).session(tx, patient, session)
            });
            assert_eq!(seen, loaded);
        }
    }
    assert_eq!(verified(database, &mine).faults, []);
}

/// A change that was undone is not remembered: the next one begins where the ledger ends.
pub fn an_undone_change_is_forgotten(database: &dyn Database) {
    let keys = begin(database);
    let (patient, course, session) = (patient_id(1), course_id(1), session_id(1));
    let of_job = Arc::clone(&keys);
    let begun = write(database, move |tx| {
        let streams = Streams::new(&of_job, CLINIC);
        add_patient(tx, streams, patient)?;
        add_session(tx, streams, (patient, course), session)
    });
    let place = |n: u32, refuse: bool| {
        let keys = Arc::clone(&keys);
        database.transact(move |tx| {
            let streams = Streams::new(&keys, CLINIC);
            let loaded = streams.session(tx, patient, session)?;
            let event = sample::needle_placed(n);
            let loaded = streams.append_session(tx, (patient, session), loaded, &[event])?;
            if refuse {
                loaded.expect(0)?;
            }
            Ok::<_, StoreError>(loaded)
        })
    };
    assert!(place(1, true).is_err(), "it refuses itself");
    let of_job = Arc::clone(&keys);
    let seen = read(database, move |tx| {
        Streams::new(&of_job, CLINIC).session(tx, patient, session)
    });
    assert_eq!(seen, begun);
    let placed = place(2, false).expect("the needle goes in");
    let needles: Vec<_> = placed
        .state
        .needles
        .iter()
        .map(|n| n.insertion.needle)
        .collect();
    assert_eq!(needles, [sample::needle_id(2)]);
    assert_eq!(verified(database, &keys).faults, []);
}
