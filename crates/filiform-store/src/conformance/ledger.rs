//! Rules of the ledger: what goes in comes out, in order, once, and the read models follow.

use std::sync::Arc;

use filiform_care::session::{self, Session};
use filiform_care::{course, patient};
use filiform_units::Timestamp;

use super::sample::{self, CLINIC, course_id, patient_id, session_events, session_id};
use super::support::{
    Step, add_course, add_patient, add_session, begin, dump, erase, on_whole_session, read,
    verified, write,
};
use crate::{Database, Keys, Loaded, SealError, StoreError, Streams, ledger, project, sql};

/// What a clinic changed of the knowledge is kept in its chain, under a key of its own.
pub fn local_knowledge_is_kept_and_proved(database: &dyn Database) {
    let keys = begin(database);
    let of_job = Arc::clone(&keys);
    let written = write(database, move |tx| {
        let streams = Streams::new(&of_job, CLINIC);
        let loaded = streams.overlay(tx)?;
        streams.append_overlay(tx, loaded, &sample::overlay_events())
    });
    assert_eq!(written.version, 2);
    assert_eq!(written.state.changes.len(), 2);
    assert!(written.state.files.is_empty(), "it was reverted");
    let of_job = Arc::clone(&keys);
    let seen = read(database, move |tx| {
        Streams::new(&of_job, CLINIC).overlay(tx)
    });
    assert_eq!(seen, written);
    let report = verified(database, &keys);
    assert_eq!(report.faults, []);
    assert_eq!((report.events, report.streams), (2, 1));
}

/// Every statement of the list fits the schema.
pub fn every_statement_prepares(database: &dyn Database) {
    read(database, |tx| {
        for (name, statement) in sql::ALL {
            if let Err(error) = tx.check(statement) {
                panic!("{name} does not prepare: {error:?}");
            }
        }
        Ok(())
    });
}

/// A database that is up to date is left as it is.
pub fn migrating_twice_changes_nothing(database: &dyn Database) {
    let migrations = || {
        read(database, |tx| {
            tx.query("SELECT * FROM migration ORDER BY name", &[])
        })
    };
    let before = migrations();
    assert_eq!(before.len(), crate::MIGRATIONS.len());
    write(database, |tx| crate::migrate(tx, sample::BEGIN_US));
    assert_eq!(migrations(), before);
}

/// Patient, course and session are loaded as the events made them, with their versions.
pub fn what_is_appended_is_loaded_back(database: &dyn Database) {
    let keys = on_whole_session(database);
    let (patient, course, session) = (patient_id(1), course_id(1), session_id(1));
    let loaded = read(database, move |tx| {
        let streams = Streams::new(&keys, CLINIC);
        Ok((
            streams.patient(tx, patient)?,
            streams.course(tx, patient, course)?,
            streams.session(tx, patient, session)?,
        ))
    });
    let patients = sample::patient_events();
    let courses = sample::course_events(patient);
    let sessions = session_events(course, patient);
    let state = patients
        .iter()
        .fold(patient::Patient::default(), patient::evolve);
    assert_eq!(loaded.0, Loaded { state, version: 3 });
    let state = courses
        .iter()
        .fold(course::Course::default(), course::evolve);
    let version = courses.len() as u64;
    assert_eq!(loaded.1, Loaded { state, version });
    let state = sessions.iter().fold(Session::default(), session::evolve);
    let version = sessions.len() as u64;
    assert_eq!(loaded.2, Loaded { state, version });
}

/// After each event of a session the rows say what the session says: twelve needles in, out, signed.
pub fn read_models_follow_every_event_of_a_session(database: &dyn Database) {
    let keys = begin(database);
    let (patient, course) = (patient_id(1), course_id(1));
    let prepared = Arc::clone(&keys);
    write(database, move |tx| {
        let streams = Streams::new(&prepared, CLINIC);
        add_patient(tx, streams, patient)?;
        add_course(tx, streams, patient, course)
    });
    let mut expected = Session::default();
    for event in session_events(course, patient) {
        expected = session::evolve(expected, &event);
        let keys_of_job = Arc::clone(&keys);
        let step = Step::Session(event);
        write(database, move |tx| {
            step.append(tx, Streams::new(&keys_of_job, CLINIC), 1)
        });
        compare(database, &expected);
        let report = verified(database, &keys);
        assert_eq!(report.faults, []);
    }
    assert_eq!(expected.inserted(), 12);
    assert_eq!(expected.remaining(), 0);
    assert!(expected.signed.is_some());
    let running = read(database, |tx| project::running_sessions(tx, CLINIC, 10));
    assert_eq!(running, []);
    let of_course = read(database, move |tx| {
        project::sessions_of_course(tx, CLINIC, course, 10)
    });
    let of_patient = read(database, move |tx| {
        project::sessions_of_patient(tx, CLINIC, patient, 10)
    });
    assert_eq!(of_course.len(), 1);
    assert_eq!(of_course, of_patient);
    let courses = read(database, |tx| project::open_courses(tx, CLINIC, 10));
    let found: Vec<_> = courses
        .iter()
        .map(|row| (row.id, &row.plan_state[..]))
        .collect();
    assert_eq!(found, [(course, "agreed")]);
}

fn compare(database: &dyn Database, expected: &Session) {
    let id = session_id(1);
    let row = read(database, move |tx| project::session_row(tx, CLINIC, id));
    let row = row.expect("the session has a row");
    assert_eq!(row.inserted, expected.inserted() as u64);
    assert_eq!(row.removed, expected.removed() as u64);
    assert_eq!(row.accounted, expected.accounted() as u64);
    assert_eq!(row.needles_in(), expected.remaining() as u64);
    assert_eq!(row.rest_due, expected.rest.map(|rest| rest.due));
    assert_eq!(row.signed_at, expected.signed.map(|act| act.at));
    let needles = read(database, move |tx| project::needles(tx, CLINIC, id));
    let found: Vec<_> = needles
        .iter()
        .map(|row| (row.id, row.site.clone(), row.placed_at, row.removed_at))
        .collect();
    let wanted: Vec<_> = expected
        .needles
        .iter()
        .map(|needle| {
            let insertion = &needle.insertion;
            let site = insertion.site.label().to_owned();
            (
                insertion.needle,
                site,
                needle.placed.at,
                needle.removed.map(|act| act.at),
            )
        })
        .collect();
    assert_eq!(found, wanted);
}

/// A command made for an older version is refused, and says which version it met.
pub fn a_stale_command_is_refused_with_both_versions(database: &dyn Database) {
    let keys = on_whole_session(database);
    let answer: Result<(), StoreError> = database.transact(move |tx| {
        let streams = Streams::new(&keys, CLINIC);
        streams.patient(tx, patient_id(1))?.expect(2)
    });
    let error = answer.expect_err("version 2 is old");
    assert!(
        matches!(
            error,
            StoreError::Stale {
                expected: 2,
                found: 3
            }
        ),
        "{error:?}"
    );
}

/// Two changes that start from the same version do not both stand.
pub fn a_version_is_taken_only_once(database: &dyn Database) {
    let keys = on_whole_session(database);
    let before = read(database, dump);
    let answer: Result<(), StoreError> = database.transact(move |tx| {
        let streams = Streams::new(&keys, CLINIC);
        let mut loaded = streams.session(tx, patient_id(1), session_id(1))?;
        loaded.version -= 1;
        let events = [sample::needle_placed(13)];
        let of = (patient_id(1), session_id(1));
        streams.append_session(tx, of, loaded, &events).map(drop)
    });
    assert!(answer.is_err(), "the version is taken");
    assert_eq!(read(database, dump), before);
}

/// Appending no event touches no row.
pub fn nothing_to_append_changes_nothing(database: &dyn Database) {
    let keys = on_whole_session(database);
    let before = read(database, dump);
    write(database, move |tx| {
        let streams = Streams::new(&keys, CLINIC);
        let (patient, course, session) = (patient_id(1), course_id(1), session_id(1));
        let loaded = streams.patient(tx, patient)?;
        streams.append_patient(tx, patient, loaded, &[])?;
        let loaded = streams.course(tx, patient, course)?;
        let later = Timestamp::from_micros(sample::BEGIN_US * 2);
        streams.append_course(tx, (patient, course), loaded, &[], later)?;
        let loaded = streams.session(tx, patient, session)?;
        streams.append_session(tx, (patient, session), loaded, &[])?;
        Ok(())
    });
    assert_eq!(read(database, dump), before);
}

/// The stored payload opens under its own key only at its own place.
pub fn an_event_is_bound_to_its_place(database: &dyn Database) {
    let keys = on_whole_session(database);
    let streams_events = read(database, move |tx| {
        ledger::stream(tx, CLINIC, &session_id(1).to_string())
    });
    let first = streams_events.first().expect("the session has events");
    let of_job = Arc::clone(&keys);
    let key = read(database, move |tx| {
        Streams::new(&of_job, CLINIC).data_key(tx, patient_id(1))
    });
    let key = key.expect("the patient has a key");
    let open = |keys: &Keys, clinic, version, event_type: &str| {
        let streams = Streams::new(keys, clinic);
        let moved = ledger::StoredEvent {
            version,
            event_type: event_type.to_owned(),
            ..first.clone()
        };
        streams.open(&key, &moved)
    };
    assert!(open(&keys, CLINIC, 1, "session_started").is_ok());
    let moved = [
        open(&keys, sample::OTHER_CLINIC, 1, "session_started"),
        open(&keys, CLINIC, 2, "session_started"),
        open(&keys, CLINIC, 1, "session_signed"),
    ];
    for opened in moved {
        assert_eq!(opened, Err(SealError::DoesNotOpen));
    }
}

/// Dropping a patient's key makes the content unreadable and leaves the chain whole.
pub fn an_erased_record_stays_in_the_chain(database: &dyn Database) {
    let keys = on_whole_session(database);
    let of_job = Arc::clone(&keys);
    write(database, move |tx| {
        add_patient(tx, Streams::new(&of_job, CLINIC), patient_id(2))?;
        erase(tx, CLINIC, patient_id(1))
    });
    let of_job = Arc::clone(&keys);
    let answer = database.view(move |tx| {
        Streams::new(&of_job, CLINIC)
            .patient(tx, patient_id(1))
            .map(drop)
    });
    assert!(
        matches!(answer, Err(StoreError::Seal(SealError::Erased))),
        "{answer:?}"
    );
    let of_job = Arc::clone(&keys);
    let answer = database.view(move |tx| {
        let streams = Streams::new(&of_job, CLINIC);
        streams.session(tx, patient_id(1), session_id(1)).map(drop)
    });
    assert!(
        matches!(answer, Err(StoreError::Seal(SealError::Erased))),
        "not even from memory: {answer:?}"
    );
    let of_job = Arc::clone(&keys);
    let answer: Result<(), StoreError> = database.transact(move |tx| {
        let streams = Streams::new(&of_job, CLINIC);
        add_session(tx, streams, (patient_id(1), course_id(1)), session_id(2)).map(drop)
    });
    assert!(
        matches!(answer, Err(StoreError::Seal(SealError::Erased))),
        "nothing is added to an erased record: {answer:?}"
    );
    let report = verified(database, &keys);
    assert_eq!(report.faults, []);
    assert_eq!((report.streams, report.erased), (1, 3));
}
