//! Patients, courses and sessions: loaded from the ledger, appended to it, projected for pages.

use filiform_care::{course, patient, session};
use filiform_units::{ClinicId, CourseId, PatientId, SessionId, Timestamp};

use crate::ledger::{self, Entry, StoredEvent, StreamKind};
use crate::seal::DataKey;
use crate::stored::{self, Encoded};
use crate::{Keys, SealError, StoreError, Tx, Val, project, sql};

/// An aggregate with its version; 0 before its first event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loaded<S> {
    /// The state.
    pub state: S,
    /// How many events made it.
    pub version: u64,
}

impl<S> Loaded<S> {
    /// Refuses a command that was made for another version.
    ///
    /// # Errors
    /// [`StoreError::Stale`] with both versions.
    pub const fn expect(&self, expected: u64) -> Result<(), StoreError> {
        if self.version == expected {
            Ok(())
        } else {
            Err(StoreError::Stale {
                expected,
                found: self.version,
            })
        }
    }
}

/// The streams of one clinic.
#[derive(Clone, Copy, Debug)]
pub struct Streams<'a> {
    keys: &'a Keys,
    clinic: ClinicId,
}

impl<'a> Streams<'a> {
    /// The streams of `clinic`.
    pub const fn new(keys: &'a Keys, clinic: ClinicId) -> Self {
        Self { keys, clinic }
    }

    /// The clinic.
    pub const fn clinic(&self) -> ClinicId {
        self.clinic
    }

    /// The keys.
    pub const fn keys(&self) -> &Keys {
        self.keys
    }

    /// A patient's record.
    ///
    /// # Errors
    /// When the record cannot be read, or was erased.
    pub fn patient(
        &self,
        tx: &mut dyn Tx,
        id: PatientId,
    ) -> Result<Loaded<patient::Patient>, StoreError> {
        self.load(
            tx,
            id,
            &id.to_string(),
            stored::patient_event,
            patient::evolve,
        )
    }

    /// A course.
    ///
    /// # Errors
    /// When the record cannot be read, or was erased.
    pub fn course(
        &self,
        tx: &mut dyn Tx,
        owner: PatientId,
        id: CourseId,
    ) -> Result<Loaded<course::Course>, StoreError> {
        self.load(
            tx,
            owner,
            &id.to_string(),
            stored::course_event,
            course::evolve,
        )
    }

    /// A session.
    ///
    /// # Errors
    /// When the record cannot be read, or was erased.
    pub fn session(
        &self,
        tx: &mut dyn Tx,
        owner: PatientId,
        id: SessionId,
    ) -> Result<Loaded<session::Session>, StoreError> {
        self.load(
            tx,
            owner,
            &id.to_string(),
            stored::session_event,
            session::evolve,
        )
    }

    /// Appends to a patient's record and brings its read model up to date.
    ///
    /// # Errors
    /// When it could not be stored.
    pub fn append_patient(
        &self,
        tx: &mut dyn Tx,
        id: PatientId,
        mut loaded: Loaded<patient::Patient>,
        events: &[patient::Event],
    ) -> Result<Loaded<patient::Patient>, StoreError> {
        if events.is_empty() {
            return Ok(loaded);
        }
        let encoded = events
            .iter()
            .map(stored::encode_patient)
            .collect::<Result<Vec<_>, _>>()?;
        let stream = (StreamKind::Patient, id.to_string());
        let key = self.append(tx, id, stream, loaded.version, encoded)?;
        loaded.version += count(events);
        loaded.state = events.iter().fold(loaded.state, patient::evolve);
        project::patient(tx, *self, &key, id, &loaded)?;
        Ok(loaded)
    }

    /// Appends to a course and brings its read model up to date.
    ///
    /// # Errors
    /// When it could not be stored.
    pub fn append_course(
        &self,
        tx: &mut dyn Tx,
        (owner, id): (PatientId, CourseId),
        mut loaded: Loaded<course::Course>,
        events: &[course::Event],
        now: Timestamp,
    ) -> Result<Loaded<course::Course>, StoreError> {
        if events.is_empty() {
            return Ok(loaded);
        }
        let encoded = events
            .iter()
            .map(stored::encode_course)
            .collect::<Result<Vec<_>, _>>()?;
        let stream = (StreamKind::Course, id.to_string());
        self.append(tx, owner, stream, loaded.version, encoded)?;
        loaded.version += count(events);
        loaded.state = events.iter().fold(loaded.state, course::evolve);
        project::course(tx, self.clinic, id, &loaded, now)?;
        Ok(loaded)
    }

    /// Appends to a session and brings its read models up to date.
    ///
    /// # Errors
    /// When it could not be stored.
    pub fn append_session(
        &self,
        tx: &mut dyn Tx,
        (owner, id): (PatientId, SessionId),
        mut loaded: Loaded<session::Session>,
        events: &[session::Event],
    ) -> Result<Loaded<session::Session>, StoreError> {
        if events.is_empty() {
            return Ok(loaded);
        }
        let encoded = events
            .iter()
            .map(stored::encode_session)
            .collect::<Result<Vec<_>, _>>()?;
        let stream = (StreamKind::Session, id.to_string());
        self.append(tx, owner, stream, loaded.version, encoded)?;
        loaded.version += count(events);
        loaded.state = events.iter().fold(loaded.state, session::evolve);
        project::session(tx, self.clinic, id, &loaded)?;
        Ok(loaded)
    }

    /// The data key of a patient, if the patient has one.
    ///
    /// # Errors
    /// When the key was dropped or does not open.
    pub(crate) fn data_key(
        &self,
        tx: &mut dyn Tx,
        owner: PatientId,
    ) -> Result<Option<DataKey>, StoreError> {
        let values = [self.clinic.to_string().into(), owner.to_string().into()];
        let rows = tx.query(sql::SELECT_PATIENT_KEY, &values)?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        let wrapped = row.opt_bytes(1)?.ok_or(SealError::Erased)?;
        Ok(Some(self.keys.unwrap_data_key(
            self.clinic,
            owner,
            wrapped,
        )?))
    }

    fn key_for_writing(
        &self,
        tx: &mut dyn Tx,
        owner: PatientId,
        now: i64,
    ) -> Result<DataKey, StoreError> {
        if let Some(key) = self.data_key(tx, owner)? {
            return Ok(key);
        }
        let (key, wrapped) = self.keys.new_data_key(self.clinic, owner)?;
        let row = [
            self.clinic.to_string().into(),
            owner.to_string().into(),
            key_id(owner).into(),
            wrapped.as_slice().into(),
            Val::I(now),
        ];
        tx.exec(sql::INSERT_PATIENT_KEY, &row)?;
        Ok(key)
    }

    fn append(
        &self,
        tx: &mut dyn Tx,
        owner: PatientId,
        (kind, stream_id): (StreamKind, String),
        version: u64,
        encoded: Vec<Encoded>,
    ) -> Result<DataKey, StoreError> {
        let now = encoded.first().map_or(0, |event| event.at.micros());
        let key = self.key_for_writing(tx, owner, now)?;
        let mut entries = Vec::with_capacity(encoded.len());
        for (version, event) in (version + 1..).zip(encoded) {
            let context = context(self.clinic, &stream_id, version, event.event_type);
            entries.push(Entry {
                stream_kind: kind,
                stream_id: stream_id.clone(),
                version,
                event_type: event.event_type,
                format: event.format,
                patient: owner,
                key_id: key_id(owner),
                at: event.at,
                by: event.by,
                payload: self.keys.seal(&key, &event.content, &context)?,
            });
        }
        ledger::append(tx, self.clinic, entries)?;
        Ok(key)
    }

    fn load<S: Default, E>(
        &self,
        tx: &mut dyn Tx,
        owner: PatientId,
        stream_id: &str,
        decode: impl Fn(&str, u64, &[u8]) -> Result<E, String>,
        evolve: impl Fn(S, &E) -> S,
    ) -> Result<Loaded<S>, StoreError> {
        let events = ledger::stream(tx, self.clinic, stream_id)?;
        let mut loaded = Loaded {
            state: S::default(),
            version: 0,
        };
        if events.is_empty() {
            return Ok(loaded);
        }
        let missing = || StoreError::content("patient_key", "no key for a stream that has events");
        let key = self.data_key(tx, owner)?.ok_or_else(missing)?;
        for stored in events {
            let event = self.decode(&key, &stored, &decode)?;
            loaded.state = evolve(loaded.state, &event);
            loaded.version = stored.version;
        }
        Ok(loaded)
    }

    /// Opens the sealed content of an event at its place in this clinic.
    pub(crate) fn open(&self, key: &DataKey, stored: &StoredEvent) -> Result<Vec<u8>, SealError> {
        let context = context(
            self.clinic,
            &stored.stream_id,
            stored.version,
            &stored.event_type,
        );
        Keys::open(key, &stored.payload, &context)
    }

    fn decode<E>(
        &self,
        key: &DataKey,
        stored: &StoredEvent,
        decode: impl Fn(&str, u64, &[u8]) -> Result<E, String>,
    ) -> Result<E, StoreError> {
        let content = self.open(key, stored)?;
        decode(&stored.event_type, stored.format, &content).map_err(|what| StoreError::Event {
            seq: stored.seq,
            what,
        })
    }
}

pub(crate) fn key_id(owner: PatientId) -> String {
    format!("{owner}/1")
}

fn context(clinic: ClinicId, stream_id: &str, version: u64, event_type: &str) -> Vec<u8> {
    format!("{clinic}/{stream_id}/{version}/{event_type}").into_bytes()
}

fn count<T>(events: &[T]) -> u64 {
    u64::try_from(events.len()).unwrap_or(u64::MAX)
}
