//! The process is killed while it writes: what it acknowledged is there, and the chain is whole.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::sync::{Arc, Mutex};

use filiform_store::conformance::{begin, keys, sample, verified};
use filiform_store::{Database, Loaded, StoreError, Streams, accounts, ledger};
use filiform_store_sqlite::{Options, Sqlite};

use crate::child;
use crate::place::Place;

/// Writers of the child; their commits share flushes.
const WRITERS: u32 = 6;

/// The child ends by itself after so many commands of each writer, whatever happens to its parent.
const COMMANDS_MOST: u32 = 20_000;

/// A line of the child begins with this; the test runner prints lines of its own.
const ACKNOWLEDGED: &str = "acknowledged ";

#[test]
fn nothing_acknowledged_is_lost_when_the_process_is_killed() {
    let place = Place::new();
    let keys = begin(&place.open());
    let mut acknowledged = BTreeMap::new();
    for round in 0..20_usize {
        // From the very first acknowledgement to well inside a run of groups.
        let wait_for = 1 + round * 7 % 64;
        kill_after(&place, wait_for, &mut acknowledged);
        let database = place.open();
        let report = verified(&database, &keys);
        assert_eq!(report.faults, [], "round {round}");
        let kept = kept(&database, report.events);
        for (seq, stream) in &acknowledged {
            assert_eq!(
                kept.get(seq),
                Some(stream),
                "round {round}: event {seq} was acknowledged"
            );
        }
    }
    assert!(
        acknowledged.len() >= 20,
        "every round acknowledged something"
    );
}

/// Starts the child, reads so many acknowledgements, kills it, and reads what else it had printed.
fn kill_after(place: &Place, wait_for: usize, acknowledged: &mut BTreeMap<u64, String>) {
    let test = "kill::a_child_appends_until_it_is_killed";
    let mut child = child::running(test, &place.file())
        .spawn()
        .expect("the child starts");
    let output = child.stdout.take().expect("the child's output is ours");
    let mut lines = BufReader::new(output).lines();
    let mut note = |line: &str| {
        let Some((_, told)) = line.split_once(ACKNOWLEDGED) else {
            return 0;
        };
        // The last line may be cut where the process died.
        let Some((seq, stream)) = told
            .strip_suffix(" .")
            .and_then(|told| told.split_once(' '))
        else {
            return 0;
        };
        let seq = seq.parse().expect("the child prints numbers");
        assert_eq!(
            acknowledged.insert(seq, stream.to_owned()),
            None,
            "event {seq} came twice"
        );
        1
    };
    let mut read = 0;
    while read < wait_for {
        let line = lines.next().expect("the child goes on until it is killed");
        read += note(&line.expect("the child prints text"));
    }
    child.kill().expect("the child can be killed");
    child.wait().expect("the child is gone");
    for line in lines.map_while(Result::ok) {
        note(&line);
    }
}

fn kept(database: &dyn Database, events: u64) -> BTreeMap<u64, String> {
    let limit = u32::try_from(events).expect("few events");
    let all = database.view(move |tx| ledger::events_after(tx, sample::CLINIC, 0, limit));
    let all = all.expect("the ledger can be read");
    all.into_iter()
        .map(|event| (event.seq, event.stream_id))
        .collect()
}

/// Does nothing in an ordinary run.
#[test]
fn a_child_appends_until_it_is_killed() {
    let Some(path) = child::database() else {
        return;
    };
    let database =
        Sqlite::open(&path, Options::default(), 0).expect("the database opens after a kill");
    let database: &dyn Database = &database;
    let keys = keys();
    let before = database
        .view(|tx| ledger::head(tx, sample::CLINIC))
        .expect("the head can be read");
    let first = u32::try_from(before.seq).expect("few events") + 1;
    let output = Mutex::new(std::io::stdout());
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (keys, output) = (&keys, &output);
            scope.spawn(move || {
                for command in 0..COMMANDS_MOST {
                    // Ids of a later child begin behind those of every earlier one.
                    let patient =
                        sample::patient_id(first * 1_000_000 + command * WRITERS + writer);
                    let keys = Arc::clone(keys);
                    let seq = database
                        .transact::<_, StoreError>(move |tx| {
                            let streams = Streams::new(&keys, sample::CLINIC);
                            // A short name: few search tokens, so that the proof is quick.
                            let event = sample::registered("Al", "Ko");
                            streams.append_patient(tx, patient, Loaded::default(), &[event])?;
                            let key = patient.to_string();
                            let of = (&key[..], 1);
                            accounts::record_command(tx, sample::CLINIC, &key, of, sample::at(0))?;
                            Ok(ledger::head(tx, sample::CLINIC)?.seq)
                        })
                        .expect("the write succeeds");
                    let mut output = output.lock().expect("no writer panics");
                    let told = writeln!(output, "{ACKNOWLEDGED}{seq} {patient} .");
                    if told.and_then(|()| output.flush()).is_err() {
                        return;
                    }
                }
            });
        }
    });
}
