//! Rules of what belongs to the clinic and its people: protocols and preferences.

use std::sync::Arc;

use filiform_care::preference;
use filiform_care::protocol::{self, Protocol};
use filiform_units::{ClinicId, PractitionerId};

use super::sample::{self, CLINIC, CLINICIAN, OTHER_CLINIC, course_id, patient_id, protocol_id};
use super::support::{add_course, add_patient, begin, dump, read, verified, write};
use crate::project::{self, ProtocolRow};
use crate::{Database, Keys, Loaded, StoreError, Streams};

fn keep(
    database: &dyn Database,
    keys: &Arc<Keys>,
    events: Vec<protocol::Event>,
) -> Loaded<Protocol> {
    let keys = Arc::clone(keys);
    write(database, move |tx| {
        let streams = Streams::new(&keys, CLINIC);
        let loaded = streams.protocol(tx, protocol_id(1))?;
        streams.append_protocol(tx, protocol_id(1), loaded, &events)
    })
}

fn listed(database: &dyn Database, clinic: ClinicId) -> Vec<ProtocolRow> {
    read(database, move |tx| project::protocols(tx, clinic, 10))
}

/// After each event the row says what the protocol says; a course that used it counts once.
pub fn a_protocol_is_kept_counted_and_proved(database: &dyn Database) {
    let keys = begin(database);
    let mut expected = Protocol::default();
    for (version, event) in (1..).zip(sample::protocol_events()) {
        expected = protocol::evolve(expected, &event);
        let kept = keep(database, &keys, vec![event]);
        assert_eq!((kept.version, &kept.state), (version, &expected));
        let row = ProtocolRow {
            id: protocol_id(1),
            version,
            condition: "knee_oa".to_owned(),
            saved: u64::from(expected.number()),
            state: match expected.withdrawn {
                None => "offered".to_owned(),
                Some(_) => "withdrawn".to_owned(),
            },
            courses: 0,
        };
        assert_eq!(listed(database, CLINIC), [row]);
        assert_eq!(verified(database, &keys).faults, []);
    }
    let of_job = Arc::clone(&keys);
    write(database, move |tx| {
        let streams = Streams::new(&of_job, CLINIC);
        add_patient(tx, streams, patient_id(1))?;
        add_course(tx, streams, patient_id(1), course_id(1))?;
        add_course(tx, streams, patient_id(1), course_id(2))
    });
    let used: Vec<_> = listed(database, CLINIC)
        .iter()
        .map(|row| row.courses)
        .collect();
    assert_eq!(used, [2], "a course that drafted it twice would count once");
    assert_eq!(listed(database, OTHER_CLINIC), []);
    let of_job = Arc::clone(&keys);
    let elsewhere = read(database, move |tx| {
        Streams::new(&of_job, OTHER_CLINIC).protocol(tx, protocol_id(1))
    });
    assert_eq!(elsewhere, Loaded::default());
    assert_eq!(verified(database, &keys).faults, []);
    nothing_to_append_changes_nothing(database, &keys);
}

fn nothing_to_append_changes_nothing(database: &dyn Database, keys: &Arc<Keys>) {
    let before = read(database, dump);
    keep(database, keys, Vec::new());
    assert_eq!(read(database, dump), before);
}

/// What a person prefers is their own, in the clinic's chain.
pub fn preferences_are_kept_under_their_person_and_proved(database: &dyn Database) {
    let keys = begin(database);
    let of_job = Arc::clone(&keys);
    let written = write(database, move |tx| {
        let streams = Streams::new(&of_job, CLINIC);
        let loaded = streams.preferences(tx, CLINICIAN)?;
        streams.append_preferences(tx, CLINICIAN, loaded, &sample::preference_events())
    });
    let events = sample::preference_events();
    let state = events
        .iter()
        .fold(preference::Preferences::default(), preference::evolve);
    assert_eq!(written, Loaded { state, version: 3 });
    let load = |clinic: ClinicId, of: PractitionerId| {
        let keys = Arc::clone(&keys);
        read(database, move |tx| {
            Streams::new(&keys, clinic).preferences(tx, of)
        })
    };
    assert_eq!(load(CLINIC, CLINICIAN), written);
    let somebody_else = PractitionerId::from_bits(0xb2);
    assert_eq!(load(CLINIC, somebody_else), Loaded::default());
    assert_eq!(load(OTHER_CLINIC, CLINICIAN), Loaded::default());
    let report = verified(database, &keys);
    assert_eq!(report.faults, []);
    assert_eq!((report.events, report.streams), (3, 1));
    let of_job = Arc::clone(&keys);
    let stale: Result<(), StoreError> = database.transact(move |tx| {
        let streams = Streams::new(&of_job, CLINIC);
        streams.preferences(tx, CLINICIAN)?.expect(2)
    });
    assert!(stale.is_err(), "version 2 is old");
}
