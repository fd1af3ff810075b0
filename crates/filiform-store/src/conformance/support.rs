//! Small steps that the rules share.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use filiform_care::session;
use filiform_units::{ClinicId, CourseId, PatientId, SessionId};

use super::sample::{self, CLINIC, OTHER_CLINIC};
use crate::accounts::{ClinicRow, add_clinic};
use crate::{Database, InstanceKey, Keys, Loaded, StoreError, Streams, Tx, verify};

/// Keys with a counter for randomness: every nonce differs, every run is the same.
pub fn keys() -> Arc<Keys> {
    let counter = AtomicU64::new(1);
    let random = move |buffer: &mut [u8]| {
        let count = counter.fetch_add(1, Ordering::Relaxed).to_le_bytes();
        let mut hasher = blake3::Hasher::new();
        hasher.update(&count);
        hasher.finalize_xof().fill(buffer);
    };
    Arc::new(Keys::new(InstanceKey::new([7; 32]), Box::new(random)))
}

/// Runs a job that must succeed.
pub(super) fn write<T: Send + 'static>(
    database: &dyn Database,
    job: impl FnOnce(&mut dyn Tx) -> Result<T, StoreError> + Send + 'static,
) -> T {
    database.transact(job).expect("the write succeeds")
}

/// Runs a read that must succeed.
pub(super) fn read<T: Send + 'static>(
    database: &dyn Database,
    job: impl FnOnce(&mut dyn Tx) -> Result<T, StoreError> + Send + 'static,
) -> T {
    database.view(job).expect("the read succeeds")
}

/// Adds both clinics.
pub fn begin(database: &dyn Database) -> Arc<Keys> {
    write(database, |tx| {
        for (id, name) in [(CLINIC, "Harbour Street"), (OTHER_CLINIC, "Mill Lane")] {
            let clinic = ClinicRow {
                id,
                name: name.to_owned(),
            };
            add_clinic(tx, &clinic, sample::at(0))?;
        }
        Ok(())
    });
    keys()
}

/// Registers the patient of the samples.
///
/// # Errors
/// What the database says.
pub fn add_patient(
    tx: &mut dyn Tx,
    streams: Streams<'_>,
    patient: PatientId,
) -> Result<(), StoreError> {
    let events = [sample::registered("Aoife", "Kerr")];
    streams
        .append_patient(tx, patient, Loaded::default(), &events)
        .map(drop)
}

/// Opens the course of the samples, up to its agreed plan.
///
/// # Errors
/// What the database says.
pub fn add_course(
    tx: &mut dyn Tx,
    streams: Streams<'_>,
    patient: PatientId,
    course: CourseId,
) -> Result<(), StoreError> {
    let events = sample::course_events(patient);
    let agreed = events.get(..4).unwrap_or_default();
    let of = (patient, course);
    streams
        .append_course(tx, of, Loaded::default(), agreed, sample::at(230))
        .map(drop)
}

/// Begins a session.
///
/// # Errors
/// What the database says.
pub fn add_session(
    tx: &mut dyn Tx,
    streams: Streams<'_>,
    (patient, course): (PatientId, CourseId),
    session: SessionId,
) -> Result<Loaded<session::Session>, StoreError> {
    let events = [sample::session_started(course, patient)];
    streams.append_session(tx, (patient, session), Loaded::default(), &events)
}

/// Both clinics, and in the first one a patient with every sort of event, a course with every sort of
/// event, and a whole session: 3 + 11 + 25 events. Ids are 1.
pub fn on_whole_session(database: &dyn Database) -> Arc<Keys> {
    let keys = begin(database);
    let (patient, course) = (sample::patient_id(1), sample::course_id(1));
    let events: Vec<Step> = sample::patient_events()
        .into_iter()
        .map(Step::Patient)
        .chain(sample::course_events(patient).into_iter().map(Step::Course))
        .chain(
            sample::session_events(course, patient)
                .into_iter()
                .map(Step::Session),
        )
        .collect();
    for event in events {
        let keys = Arc::clone(&keys);
        write(database, move |tx| {
            event.append(tx, Streams::new(&keys, CLINIC), 1)
        });
    }
    keys
}

/// One event of any sort.
pub(super) enum Step {
    Patient(filiform_care::patient::Event),
    Course(filiform_care::course::Event),
    Session(session::Event),
}

impl Step {
    /// Loads, appends and projects, as a use case does. `n` numbers the patient, course and session.
    pub(super) fn append(
        &self,
        tx: &mut dyn Tx,
        streams: Streams<'_>,
        n: u32,
    ) -> Result<(), StoreError> {
        let patient = sample::patient_id(n);
        match self {
            Self::Patient(event) => {
                let loaded = streams.patient(tx, patient)?;
                let events = std::slice::from_ref(event);
                streams.append_patient(tx, patient, loaded, events)?;
            }
            Self::Course(event) => {
                let course = sample::course_id(n);
                let loaded = streams.course(tx, patient, course)?;
                let events = std::slice::from_ref(event);
                let now = crate::stored::encode_course(event)?.at;
                streams.append_course(tx, (patient, course), loaded, events, now)?;
            }
            Self::Session(event) => {
                let session = sample::session_id(n);
                let loaded = streams.session(tx, patient, session)?;
                let events = std::slice::from_ref(event);
                streams.append_session(tx, (patient, session), loaded, events)?;
            }
        }
        Ok(())
    }
}

/// Drops a patient's key, as a lawful erasure does.
///
/// # Errors
/// What the database says.
pub fn erase(tx: &mut dyn Tx, clinic: ClinicId, patient: PatientId) -> Result<(), StoreError> {
    tx.exec(
        "UPDATE patient_key SET wrapped = NULL WHERE clinic_id = $1 AND patient_id = $2",
        &[clinic.to_string().into(), patient.to_string().into()],
    )
    .map(drop)
}

/// The report on the first clinic.
pub fn verified(database: &dyn Database, keys: &Arc<Keys>) -> verify::Report {
    let keys = Arc::clone(keys);
    read(database, move |tx| verify::verify(tx, &keys, CLINIC))
}

/// Every row of every table that holds clinic data, as text, to compare before and after.
///
/// # Errors
/// What the database says.
pub fn dump(tx: &mut dyn Tx) -> Result<String, StoreError> {
    let tables = [
        "SELECT * FROM clinic ORDER BY 1",
        "SELECT * FROM event ORDER BY 1, 2",
        "SELECT * FROM patient_key ORDER BY 1, 2",
        "SELECT * FROM command_key ORDER BY 1, 2",
        "SELECT * FROM account ORDER BY 1, 2",
        "SELECT * FROM sign_in ORDER BY 1, 2",
        "SELECT * FROM audit ORDER BY 1, 2",
        "SELECT * FROM patient ORDER BY 1, 2",
        "SELECT * FROM patient_token ORDER BY 1, 2, 3",
        "SELECT * FROM course ORDER BY 1, 2",
        "SELECT * FROM protocol ORDER BY 1, 2",
        "SELECT * FROM protocol_use ORDER BY 1, 2, 3",
        "SELECT * FROM session ORDER BY 1, 2",
        "SELECT * FROM needle ORDER BY 1, 2, 3",
    ];
    let mut text = String::new();
    for table in tables {
        let _ = writeln!(text, "{table}");
        for row in tx.query(table, &[])? {
            let _ = writeln!(text, "{row:?}");
        }
    }
    Ok(text)
}
