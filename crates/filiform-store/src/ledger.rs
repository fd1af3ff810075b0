//! The hash chain.
//!
//! A row's hash is BLAKE3 over every other column of the row in a fixed order, each part with its
//! length in front, and the hash of the row before it. Changing, removing, inserting or reordering
//! rows breaks it at a row that can be named.

use filiform_units::{ClinicId, PatientId, PractitionerId, Timestamp};

use crate::tx::uuid;
use crate::{Row, StoreError, Tx, Val, sql};

/// The hash before the first event of a clinic.
pub const GENESIS: [u8; 32] = [0; 32];

/// What a stream is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StreamKind {
    /// A patient's record.
    Patient,
    /// A course.
    Course,
    /// A session.
    Session,
    /// What a clinic changed of the shipped knowledge.
    Overlay,
    /// A protocol of the clinic.
    Protocol,
    /// What one person of the clinic prefers.
    Preference,
}

impl StreamKind {
    /// The word stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::Course => "course",
            Self::Session => "session",
            Self::Overlay => "overlay",
            Self::Protocol => "protocol",
            Self::Preference => "preference",
        }
    }

    /// Reads the word stored.
    pub fn parse(text: &str) -> Option<Self> {
        let kinds = [
            Self::Patient,
            Self::Course,
            Self::Session,
            Self::Overlay,
            Self::Protocol,
            Self::Preference,
        ];
        kinds.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// An event before it has a place in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is about.
    pub stream_kind: StreamKind,
    /// Which patient, course, session, protocol or person.
    pub stream_id: String,
    /// Its place in the stream, from 1.
    pub version: u64,
    /// Name of the event.
    pub event_type: &'static str,
    /// Format of the payload.
    pub format: u32,
    /// Whose key sealed it.
    pub patient: PatientId,
    /// Which key.
    pub key_id: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: PractitionerId,
    /// Sealed bytes.
    pub payload: Vec<u8>,
}

/// An event as it stands in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    /// Place in the clinic's ledger, from 1.
    pub seq: u64,
    /// The word of a [`StreamKind`], as stored.
    pub stream_kind: String,
    /// Which one.
    pub stream_id: String,
    /// Place in the stream.
    pub version: u64,
    /// Name of the event.
    pub event_type: String,
    /// Format of the payload.
    pub format: u64,
    /// Whose key sealed it.
    pub patient_id: String,
    /// Which key.
    pub key_id: String,
    /// When, in microseconds.
    pub at_us: i64,
    /// Who.
    pub by_id: String,
    /// Sealed bytes.
    pub payload: Vec<u8>,
    /// Hash of the row before.
    pub prev_hash: Vec<u8>,
    /// Hash of this row.
    pub hash: Vec<u8>,
}

impl StoredEvent {
    /// Reads the columns of the event queries.
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            seq: row.count(0)?,
            stream_kind: row.text(1)?.to_owned(),
            stream_id: row.text(2)?.to_owned(),
            version: row.count(3)?,
            event_type: row.text(4)?.to_owned(),
            format: row.count(5)?,
            patient_id: row.text(6)?.to_owned(),
            key_id: row.text(7)?.to_owned(),
            at_us: row.int(8)?,
            by_id: row.text(9)?.to_owned(),
            payload: row.bytes(10)?.to_vec(),
            prev_hash: row.bytes(11)?.to_vec(),
            hash: row.bytes(12)?.to_vec(),
        })
    }

    /// The hash this row must have.
    pub fn expected_hash(&self, clinic: ClinicId) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_derive_key("filiform ledger event v1");
        let mut part = |bytes: &[u8]| {
            hasher.update(&u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes());
            hasher.update(bytes);
        };
        part(&self.prev_hash);
        part(uuid(clinic.bits()).as_bytes());
        part(&self.seq.to_le_bytes());
        part(self.stream_kind.as_bytes());
        part(self.stream_id.as_bytes());
        part(&self.version.to_le_bytes());
        part(self.event_type.as_bytes());
        part(&self.format.to_le_bytes());
        part(self.patient_id.as_bytes());
        part(self.key_id.as_bytes());
        part(&self.at_us.to_le_bytes());
        part(self.by_id.as_bytes());
        part(&self.payload);
        *hasher.finalize().as_bytes()
    }
}

/// Where a clinic's chain ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Events so far.
    pub seq: u64,
    /// Hash of the last one.
    pub hash: Vec<u8>,
}

/// The end of a clinic's chain.
///
/// # Errors
/// What the database says.
pub fn head(tx: &mut dyn Tx, clinic: ClinicId) -> Result<Head, StoreError> {
    let rows = tx.query(sql::SELECT_HEAD, &[clinic.into()])?;
    match rows.first() {
        Some(row) => Ok(Head {
            seq: row.count(0)?,
            hash: row.bytes(1)?.to_vec(),
        }),
        None => Ok(Head {
            seq: 0,
            hash: GENESIS.to_vec(),
        }),
    }
}

/// Appends entries to a clinic's chain, in order.
///
/// # Errors
/// What the database says; a version that is taken is a unique-key error.
pub fn append(tx: &mut dyn Tx, clinic: ClinicId, entries: Vec<Entry>) -> Result<Head, StoreError> {
    let mut head = head(tx, clinic)?;
    for entry in entries {
        let mut event = StoredEvent {
            seq: head.seq + 1,
            stream_kind: entry.stream_kind.as_str().to_owned(),
            stream_id: entry.stream_id,
            version: entry.version,
            event_type: entry.event_type.to_owned(),
            format: u64::from(entry.format),
            patient_id: uuid(entry.patient.bits()),
            key_id: entry.key_id,
            at_us: entry.at.micros(),
            by_id: uuid(entry.by.bits()),
            payload: entry.payload,
            prev_hash: head.hash,
            hash: Vec::new(),
        };
        event.hash = event.expected_hash(clinic).to_vec();
        head = insert(tx, clinic, event)?;
    }
    Ok(head)
}

/// Writes the row; its hash is where the next one begins.
fn insert(tx: &mut dyn Tx, clinic: ClinicId, event: StoredEvent) -> Result<Head, StoreError> {
    let head = Head {
        seq: event.seq,
        hash: event.hash.clone(),
    };
    let row = [
        clinic.into(),
        int(event.seq),
        event.stream_kind.into(),
        event.stream_id.into(),
        int(event.version),
        event.event_type.into(),
        int(event.format),
        event.patient_id.into(),
        event.key_id.into(),
        Val::I(event.at_us),
        event.by_id.into(),
        Val::B(event.payload),
        Val::B(event.prev_hash),
        Val::B(event.hash),
    ];
    tx.exec(sql::INSERT_EVENT, &row).map(|_| head)
}

/// The events of one stream, oldest first.
///
/// # Errors
/// What the database says.
pub fn stream(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    stream_id: &str,
) -> Result<Vec<StoredEvent>, StoreError> {
    tx.query(
        sql::SELECT_STREAM_EVENTS,
        &[clinic.into(), stream_id.into()],
    )?
    .iter()
    .map(StoredEvent::read)
    .collect()
}

/// Up to `limit` events after `seq`, in chain order.
///
/// # Errors
/// What the database says.
pub fn events_after(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    seq: u64,
    limit: u32,
) -> Result<Vec<StoredEvent>, StoreError> {
    rows_after(tx, clinic, seq, limit)?
        .iter()
        .map(StoredEvent::read)
        .collect()
}

/// The same as rows, of which some may not be as this program writes them.
pub(crate) fn rows_after(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    seq: u64,
    limit: u32,
) -> Result<Vec<Row>, StoreError> {
    let values = [clinic.into(), int(seq), Val::I(i64::from(limit))];
    tx.query(sql::SELECT_EVENTS_AFTER, &values)
}

pub(crate) fn int(value: u64) -> Val {
    Val::I(i64::try_from(value).unwrap_or(i64::MAX))
}
