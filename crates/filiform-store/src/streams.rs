//! Patients, courses and sessions: loaded from the ledger, appended to it, projected for pages.

mod clinic;

use std::fmt::Write as _;
use std::sync::Arc;

use filiform_care::{course, overlay, patient, session};
use filiform_units::{ClinicId, CourseId, PatientId, SessionId, Timestamp};

use crate::ledger::{self, Entry, Head, StoredEvent, StreamKind};
use crate::seal::DataKey;
use crate::stored::{self, Encoded};
use crate::tx::uuid;
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
            &uuid(id.bits()),
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
            &uuid(id.bits()),
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
        let stream_id = uuid(id.bits());
        let of = [self.clinic.into(), stream_id.as_str().into()];
        let end = tx.query(sql::SELECT_STREAM_END, &of)?;
        let Some(end) = end.first() else {
            return Ok(Loaded::default());
        };
        let (version, hash) = (end.count(0)?, end.bytes(1)?);
        let known = self.keys.sessions().get(&(self.clinic, id), |known| {
            known.0 == version && known.1 == hash
        });
        if let Some(known) = known {
            // Opened before, and still to be opened: the key of an erased patient is gone.
            self.data_key(tx, owner)?.ok_or_else(no_key)?;
            let state = known.2.clone();
            return Ok(Loaded { state, version });
        }
        let loaded = self.load(
            tx,
            owner,
            &stream_id,
            stored::session_event,
            session::evolve,
        )?;
        self.remember(id, hash.to_vec(), &loaded);
        Ok(loaded)
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
        let stream = (StreamKind::Patient, uuid(id.bits()));
        let (key, _) = self.append(tx, id, stream, loaded.version, encoded)?;
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
        let stream = (StreamKind::Course, uuid(id.bits()));
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
        let stream = (StreamKind::Session, uuid(id.bits()));
        let (_, head) = self.append(tx, owner, stream, loaded.version, encoded)?;
        loaded.version += count(events);
        loaded.state = events.iter().fold(loaded.state, session::evolve);
        project::session(tx, self.clinic, id, &loaded, events)?;
        self.remember(id, head.hash, &loaded);
        Ok(loaded)
    }

    /// Loads the local knowledge of the clinic; the default before its first event.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn overlay(&self, tx: &mut dyn Tx) -> Result<Loaded<overlay::Overlay>, StoreError> {
        let owner = self.itself();
        let stream_id = uuid(owner.bits());
        self.load(
            tx,
            owner,
            &stream_id,
            stored::overlay_event,
            overlay::evolve,
        )
    }

    /// Appends to the local knowledge of the clinic.
    ///
    /// # Errors
    /// When it could not be stored.
    pub fn append_overlay(
        &self,
        tx: &mut dyn Tx,
        mut loaded: Loaded<overlay::Overlay>,
        events: &[overlay::Event],
    ) -> Result<Loaded<overlay::Overlay>, StoreError> {
        if events.is_empty() {
            return Ok(loaded);
        }
        let encoded = events
            .iter()
            .map(stored::encode_overlay)
            .collect::<Result<Vec<_>, _>>()?;
        let owner = self.itself();
        let stream = (StreamKind::Overlay, uuid(owner.bits()));
        self.append(tx, owner, stream, loaded.version, encoded)?;
        loaded.version += count(events);
        loaded.state = events.iter().fold(loaded.state, overlay::evolve);
        Ok(loaded)
    }

    /// What is not about a patient is sealed under a key of the clinic's own, kept beside those of its
    /// patients under the clinic's id.
    const fn itself(&self) -> PatientId {
        PatientId::from_bits(self.clinic.bits())
    }

    fn remember(&self, id: SessionId, hash: Vec<u8>, loaded: &Loaded<session::Session>) {
        let session = (loaded.version, hash, loaded.state.clone());
        self.keys
            .sessions()
            .put((self.clinic, id), Arc::new(session));
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
        let values = [self.clinic.into(), owner.into()];
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
            self.clinic.into(),
            owner.into(),
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
    ) -> Result<(DataKey, Head), StoreError> {
        let now = encoded.first().map_or(0, |event| event.at.micros());
        let key = self.key_for_writing(tx, owner, now)?;
        let mut entries = Vec::with_capacity(encoded.len());
        let mut context = Context::new(self.clinic, &stream_id);
        for (version, event) in (version + 1..).zip(encoded) {
            let context = context.at(version, event.event_type);
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
                payload: self.keys.seal(&key, &event.content, context)?,
            });
        }
        let head = ledger::append(tx, self.clinic, entries)?;
        Ok((key, head))
    }

    fn load<S: Default, E>(
        &self,
        tx: &mut dyn Tx,
        owner: PatientId,
        stream_id: &str,
        decode: impl Fn(&str, u64, &[u8]) -> Result<E, String>,
        evolve: impl Fn(S, &E) -> S,
    ) -> Result<Loaded<S>, StoreError> {
        let mut loaded = Loaded {
            state: S::default(),
            version: 0,
        };
        let of = [self.clinic.into(), stream_id.into()];
        let events = tx.query(sql::SELECT_STREAM_CONTENT, &of)?;
        if events.is_empty() {
            return Ok(loaded);
        }
        let key = self.data_key(tx, owner)?.ok_or_else(no_key)?;
        let mut context = Context::new(self.clinic, stream_id);
        for row in events {
            let (seq, version, event_type) = (row.count(0)?, row.count(1)?, row.text(2)?);
            let context = context.at(version, event_type);
            let content = Keys::open(&key, row.bytes(4)?, context)?;
            let event = decode(event_type, row.count(3)?, &content)
                .map_err(|what| StoreError::Event { seq, what })?;
            loaded.state = evolve(loaded.state, &event);
            loaded.version = version;
        }
        Ok(loaded)
    }

    /// Opens the sealed content of an event at its place in this clinic.
    pub(crate) fn open(&self, key: &DataKey, stored: &StoredEvent) -> Result<Vec<u8>, SealError> {
        let mut context = Context::new(self.clinic, &stored.stream_id);
        let context = context.at(stored.version, &stored.event_type);
        Keys::open(key, &stored.payload, context)
    }
}

fn no_key() -> StoreError {
    StoreError::content("patient_key", "no key for a stream that has events")
}

pub(crate) fn key_id(owner: PatientId) -> String {
    let mut id = uuid(owner.bits());
    id.push_str("/1");
    id
}

/// What the content of an event is bound to: clinic, stream, place and name.
struct Context {
    text: String,
    /// Where the part that is the same for the whole stream ends.
    stream: usize,
}

impl Context {
    fn new(clinic: ClinicId, stream_id: &str) -> Self {
        let mut text = uuid(clinic.bits());
        text.push('/');
        text.push_str(stream_id);
        text.push('/');
        let stream = text.len();
        Self { text, stream }
    }

    fn at(&mut self, version: u64, event_type: &str) -> &[u8] {
        self.text.truncate(self.stream);
        // Writing into a string does not fail.
        let _ = write!(self.text, "{version}/{event_type}");
        self.text.as_bytes()
    }
}

fn count<T>(events: &[T]) -> u64 {
    u64::try_from(events.len()).unwrap_or(u64::MAX)
}
