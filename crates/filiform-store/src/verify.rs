//! Proving a record: the chain, then every read model rebuilt and compared.
//!
//! # What a proof shows, and what it cannot
//!
//! Each event's hash covers its row and the hash before it, so a row that was changed, removed, put in or
//! moved is named, unless whoever did it also rewrote every later hash. Against that stands the seal:
//! content is bound to its clinic, stream, place and event name under a key outside the database, and
//! says itself who acted and when, so a rewritten chain still shows rows that do not open or that
//! contradict their content.
//!
//! **A record that was cut short at its end cannot be told from one that never went further.** Whoever
//! can write to the file, removes the newest events and rewrites the read models to fit leaves a chain
//! that is whole. Only a copy of [`Report::head`] and [`Report::events`] kept elsewhere (printed, mailed,
//! in another system) shows it: the kept head must still stand at its place in the chain.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use filiform_care::{course, overlay, patient, preference, protocol, session};
use filiform_units::{ClinicId, CourseId, PatientId, ProtocolId, SessionId};

use crate::ledger::{self, GENESIS, StoredEvent, StreamKind};
use crate::seal::DataKey;
use crate::stored::{self, Encoded, Summary};
use crate::{Keys, Loaded, Row, SealError, StoreError, Streams, Tx, Val, project, sql, streams};

/// What was proved, and what was not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Events whose hash and link were right, in order from the first.
    pub events: u64,
    /// Hash of the last of them, as 64 hexadecimal digits.
    pub head: String,
    /// Streams whose read models were rebuilt and compared.
    pub streams: u64,
    /// Streams of erased patients: their content cannot be read, their place in the chain was checked.
    pub erased: u64,
    /// Everything that is wrong: broken events by their place in the ledger, then streams, then read
    /// models. Empty: the record is whole.
    pub faults: Vec<Fault>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An event is missing, inserted or out of order.
    Gap {
        /// The sequence number that was due.
        due: u64,
        /// The one found.
        found: u64,
    },
    /// An event does not follow the one before it.
    Link {
        /// Its sequence number.
        seq: u64,
    },
    /// An event's content was changed after it was written.
    Changed {
        /// Its sequence number.
        seq: u64,
    },
    /// An event's content does not open, cannot be read, or contradicts its row.
    Content {
        /// Its sequence number.
        seq: u64,
        /// What is wrong.
        what: String,
    },
    /// A stream lacks an event, or the key that opens it.
    Stream {
        /// The stream.
        stream_id: String,
        /// What is wrong.
        what: String,
    },
    /// A read model differs from what the ledger says.
    ReadModel {
        /// The table.
        table: &'static str,
        /// The row.
        id: String,
    },
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Gap { due, found } => write!(
                f,
                "event {due} is missing or out of order: event {found} stands in its place"
            ),
            Self::Link { seq } => write!(f, "event {seq} does not follow the event before it"),
            Self::Changed { seq } => write!(f, "event {seq} was changed after it was written"),
            Self::Content { seq, what } => write!(f, "event {seq}: {what}"),
            Self::Stream { stream_id, what } => write!(f, "stream {stream_id}: {what}"),
            Self::ReadModel { table, id } => {
                write!(f, "row {id} of `{table}` differs from what the ledger says")
            }
        }
    }
}

impl Fault {
    /// Broken events in order, then streams, then read models.
    const fn place(&self) -> u64 {
        match self {
            Self::Gap { due: seq, .. }
            | Self::Link { seq }
            | Self::Changed { seq }
            | Self::Content { seq, .. } => *seq,
            Self::Stream { .. } => u64::MAX - 1,
            Self::ReadModel { .. } => u64::MAX,
        }
    }
}

/// Proves one clinic's record.
///
/// # Errors
/// What the database says. What is wrong with the record is in the report, not an error.
pub fn verify(tx: &mut dyn Tx, keys: &Keys, clinic: ClinicId) -> Result<Report, StoreError> {
    let mut report = chain(tx, clinic)?;
    let streams = Streams::new(keys, clinic);
    for row in tx.query(sql::SELECT_STREAMS, &[clinic.into()])? {
        // A stream whose id is not a text was changed: the chain has named it.
        if let Ok(id) = row.text(0) {
            stream(tx, streams, id, &mut report)?;
        }
    }
    strays(tx, clinic, &mut report)?;
    report.faults.sort_by_key(Fault::place);
    Ok(report)
}

/// Checks every link, in pages, so that a large ledger needs little memory.
fn chain(tx: &mut dyn Tx, clinic: ClinicId) -> Result<Report, StoreError> {
    const PAGE: u32 = 2_000;
    let mut faults = Vec::new();
    let (mut seq, mut hash) = (0, GENESIS.to_vec());
    'pages: loop {
        let page = ledger::rows_after(tx, clinic, seq, PAGE)?;
        for row in &page {
            let Ok(found) = row.count(0) else {
                // Nothing behind a row without a number has a place.
                let what = "its number is not one".to_owned();
                faults.push(Fault::Content { seq: seq + 1, what });
                break 'pages;
            };
            if found != seq + 1 {
                let due = seq + 1;
                faults.push(Fault::Gap { due, found });
            }
            let follows = found == seq + 1;
            if let Ok(event) = StoredEvent::read(row) {
                if follows && event.prev_hash != hash {
                    faults.push(Fault::Link { seq: found });
                }
                if event.hash != event.expected_hash(clinic) {
                    faults.push(Fault::Changed { seq: found });
                }
                hash = event.hash;
            } else {
                faults.push(Fault::Changed { seq: found });
                hash = row.bytes(12).unwrap_or_default().to_vec();
            }
            seq = found;
        }
        if page.len() < PAGE as usize {
            break;
        }
    }
    let mut head = String::with_capacity(64);
    for byte in hash {
        let _ = write!(head, "{byte:02x}");
    }
    Ok(Report {
        events: seq,
        head,
        streams: 0,
        erased: 0,
        faults,
    })
}

fn stream(
    tx: &mut dyn Tx,
    streams: Streams<'_>,
    id: &str,
    report: &mut Report,
) -> Result<(), StoreError> {
    let broken = |what: String| Fault::Stream {
        stream_id: id.to_owned(),
        what,
    };
    report.streams += 1;
    let events = match ledger::stream(tx, streams.clinic(), id) {
        Ok(events) => events,
        Err(error) if is_about_content(&error) => {
            report.faults.push(broken(error.to_string()));
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let Some(first) = events.first() else {
        return Ok(());
    };
    let due = (1..)
        .zip(&events)
        .find(|(due, event)| event.version != *due);
    if let Some((due, _)) = due {
        let what = format!("its event {due} is missing");
        report.faults.push(broken(what));
    }
    let (kind, owner) = (StreamKind::parse(&first.stream_kind), &first.patient_id);
    let (Some(kind), Ok(owner)) = (kind, PatientId::parse(owner)) else {
        report
            .faults
            .push(broken("its kind or owner is not one we write".to_owned()));
        return Ok(());
    };
    let key = match streams.data_key(tx, owner) {
        Ok(Some(key)) => key,
        Err(StoreError::Seal(SealError::Erased)) => {
            report.streams -= 1;
            report.erased += 1;
            return Ok(());
        }
        Ok(None) => {
            report
                .faults
                .push(broken("the key that opens it is missing".to_owned()));
            return Ok(());
        }
        Err(error) if is_about_content(&error) => {
            report.faults.push(broken(format!("its key: {error}")));
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let stream = Stream {
        streams,
        key,
        kind,
        owner,
        id,
        events,
    };
    match stream.faults(tx) {
        Ok(faults) => report.faults.extend(faults),
        Err(error) if is_about_content(&error) => report.faults.push(broken(error.to_string())),
        Err(error) => return Err(error),
    }
    Ok(())
}

/// How one kind of stream is read.
struct Codec<S, E> {
    decode: fn(&str, u64, &[u8]) -> Result<E, String>,
    encode: fn(&E) -> Result<Encoded, StoreError>,
    evolve: fn(S, &E) -> S,
}

const PATIENT: Codec<patient::Patient, patient::Event> = Codec {
    decode: stored::patient_event,
    encode: stored::encode_patient,
    evolve: patient::evolve,
};

const COURSE: Codec<course::Course, course::Event> = Codec {
    decode: stored::course_event,
    encode: stored::encode_course,
    evolve: course::evolve,
};

const SESSION: Codec<session::Session, session::Event> = Codec {
    decode: stored::session_event,
    encode: stored::encode_session,
    evolve: session::evolve,
};

const OVERLAY: Codec<overlay::Overlay, overlay::Event> = Codec {
    decode: stored::overlay_event,
    encode: stored::encode_overlay,
    evolve: overlay::evolve,
};

const PROTOCOL: Codec<protocol::Protocol, protocol::Event> = Codec {
    decode: stored::protocol_event,
    encode: stored::encode_protocol,
    evolve: protocol::evolve,
};

const PREFERENCE: Codec<preference::Preferences, preference::Event> = Codec {
    decode: stored::preference_event,
    encode: stored::encode_preference,
    evolve: preference::evolve,
};

/// One stream with the key that opens it.
struct Stream<'a> {
    streams: Streams<'a>,
    key: DataKey,
    kind: StreamKind,
    owner: PatientId,
    id: &'a str,
    events: Vec<StoredEvent>,
}

impl Stream<'_> {
    fn faults(&self, tx: &mut dyn Tx) -> Result<Vec<Fault>, StoreError> {
        let range = StoreError::range("event");
        match self.kind {
            StreamKind::Patient => match self.rebuild(&PATIENT)? {
                Ok(loaded) => patient_faults(tx, self.streams, self.owner, &loaded),
                Err(faults) => Ok(faults),
            },
            StreamKind::Course => match self.rebuild(&COURSE)? {
                Ok(loaded) => {
                    let id = CourseId::parse(self.id).map_err(range)?;
                    let changed = self.events.last().map_or(0, |event| event.at_us);
                    course_faults(tx, self.streams.clinic(), (id, changed), &loaded)
                }
                Err(faults) => Ok(faults),
            },
            StreamKind::Session => match self.rebuild(&SESSION)? {
                Ok(loaded) => {
                    let id = SessionId::parse(self.id).map_err(range)?;
                    session_faults(tx, self.streams.clinic(), id, &loaded)
                }
                Err(faults) => Ok(faults),
            },
            StreamKind::Overlay => Ok(self.rebuild(&OVERLAY)?.err().unwrap_or_default()),
            StreamKind::Protocol => match self.rebuild(&PROTOCOL)? {
                Ok(loaded) => {
                    let id = ProtocolId::parse(self.id).map_err(range)?;
                    protocol_faults(tx, self.streams.clinic(), id, &loaded)
                }
                Err(faults) => Ok(faults),
            },
            StreamKind::Preference => Ok(self.rebuild(&PREFERENCE)?.err().unwrap_or_default()),
        }
    }

    /// The state that the events make, or every event of which the content is wrong.
    fn rebuild<S: Default, E>(
        &self,
        codec: &Codec<S, E>,
    ) -> Result<Result<Loaded<S>, Vec<Fault>>, StoreError> {
        let mut loaded = Loaded::default();
        let mut faults = Vec::new();
        for stored in &self.events {
            let read = self
                .streams
                .open(&self.key, stored)
                .map_err(|error| error.to_string())
                .and_then(|content| (codec.decode)(&stored.event_type, stored.format, &content));
            match read {
                Ok(event) => {
                    if !self.agrees(stored, &(codec.encode)(&event)?) {
                        let what = "its row contradicts its content".to_owned();
                        faults.push(Fault::Content {
                            seq: stored.seq,
                            what,
                        });
                    }
                    loaded.state = (codec.evolve)(loaded.state, &event);
                    loaded.version = stored.version;
                }
                Err(what) => faults.push(Fault::Content {
                    seq: stored.seq,
                    what,
                }),
            }
        }
        Ok(if faults.is_empty() {
            Ok(loaded)
        } else {
            Err(faults)
        })
    }

    /// What stands open in a row is what its sealed content says.
    fn agrees(&self, stored: &StoredEvent, content: &Encoded) -> bool {
        stored.event_type == content.event_type
            && stored.at_us == content.at.micros()
            && stored.by_id == content.by.to_string()
            && stored.stream_kind == self.kind.as_str()
            && stored.patient_id == self.owner.to_string()
            && stored.key_id == streams::key_id(self.owner)
    }
}

fn differs(table: &'static str, id: &impl ToString) -> Fault {
    Fault::ReadModel {
        table,
        id: id.to_string(),
    }
}

fn patient_faults(
    tx: &mut dyn Tx,
    streams: Streams<'_>,
    id: PatientId,
    loaded: &Loaded<patient::Patient>,
) -> Result<Vec<Fault>, StoreError> {
    let Some(identity) = &loaded.state.identity else {
        return Ok(vec![Fault::Stream {
            stream_id: id.to_string(),
            what: "the person was never registered".to_owned(),
        }]);
    };
    let row = match project::patient_row(tx, streams, id) {
        Ok(row) => row,
        Err(error) if is_about_content(&error) => None,
        Err(error) => return Err(error),
    };
    let same = row.is_some_and(|row| {
        row.version == loaded.version
            && row.summary == Summary::of(identity)
            && row.facts == loaded.state.facts.len() as u64
            && Some(row.changed_at) == loaded.state.changed_at
    });
    let values = [streams.clinic().into(), id.into()];
    let held = tx.query(sql::SELECT_PATIENT_TOKENS, &values)?;
    let tokens = project::tokens(streams.keys().instance(), streams.clinic(), identity);
    let tokens: Vec<_> = tokens.into_iter().map(|token| [Val::B(token)]).collect();
    let tokens_same = held
        .iter()
        .map(|row| &row.values[..])
        .eq(tokens.iter().map(|row| &row[..]));
    let mut faults = Vec::new();
    if !same {
        faults.push(differs("patient", &id));
    }
    if !tokens_same {
        faults.push(differs("patient_token", &id));
    }
    Ok(faults)
}

fn course_faults(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    (id, changed_at): (CourseId, i64),
    loaded: &Loaded<course::Course>,
) -> Result<Vec<Fault>, StoreError> {
    let expected = project::course_values(clinic, id, loaded, changed_at);
    let values = [clinic.into(), id.into()];
    let rows = tx.query(sql::SELECT_COURSE, &values)?;
    let mut faults = Vec::new();
    if !same_row(expected.as_deref(), rows.first()) {
        faults.push(differs("course", &id));
    }
    let held = tx.query(sql::SELECT_PROTOCOL_USES, &values)?;
    let uses = loaded.state.protocols.iter().map(|id| [Val::from(*id)]);
    if !held
        .iter()
        .map(|row| row.values.clone())
        .eq(uses.map(Vec::from))
    {
        faults.push(differs("protocol_use", &id));
    }
    Ok(faults)
}

fn protocol_faults(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    id: ProtocolId,
    loaded: &Loaded<protocol::Protocol>,
) -> Result<Vec<Fault>, StoreError> {
    let expected = project::protocol_values(clinic, id, loaded);
    let values = [clinic.into(), id.into()];
    let rows = tx.query(sql::SELECT_PROTOCOL, &values)?;
    let same = same_row(expected.as_deref(), rows.first());
    Ok(if same {
        Vec::new()
    } else {
        vec![differs("protocol", &id)]
    })
}

fn session_faults(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    id: SessionId,
    loaded: &Loaded<session::Session>,
) -> Result<Vec<Fault>, StoreError> {
    let values = [clinic.into(), id.into()];
    let rows = tx.query(sql::SELECT_SESSION, &values)?;
    let row = project::session_values(clinic, id, loaded);
    let mut faults = Vec::new();
    if !same_row(row.as_deref(), rows.first()) {
        faults.push(differs("session", &id));
    }
    let mut held = BTreeMap::new();
    for row in tx.query(sql::SELECT_NEEDLES, &values)? {
        held.insert(row.text(0)?.to_owned(), row);
    }
    for (needle, ordinal) in loaded.state.needles.iter().zip(1..) {
        let expected = project::needle_values(clinic, id, ordinal, needle);
        let needle = needle.insertion.needle.to_string();
        let row = held.remove(&needle);
        let columns = expected.get(2..).unwrap_or_default();
        if row.is_none_or(|row| row.values != columns) {
            faults.push(differs("needle", &needle));
        }
    }
    faults.extend(held.keys().map(|stray| differs("needle", stray)));
    Ok(faults)
}

/// The written row without its clinic column is the row that the query returns.
fn same_row(expected: Option<&[Val]>, found: Option<&Row>) -> bool {
    match (expected, found) {
        (Some(expected), Some(row)) => expected.get(1..).is_some_and(|rest| rest == row.values),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// Rows of read models that no event made.
fn strays(tx: &mut dyn Tx, clinic: ClinicId, report: &mut Report) -> Result<(), StoreError> {
    let tables = [
        ("patient", sql::SELECT_STRAY_PATIENTS),
        ("patient_token", sql::SELECT_STRAY_TOKENS),
        ("course", sql::SELECT_STRAY_COURSES),
        ("protocol", sql::SELECT_STRAY_PROTOCOLS),
        ("protocol_use", sql::SELECT_STRAY_PROTOCOL_USES),
        ("session", sql::SELECT_STRAY_SESSIONS),
        ("needle", sql::SELECT_STRAY_NEEDLES),
    ];
    for (table, query) in tables {
        for row in tx.query(query, &[clinic.into()])? {
            report.faults.push(differs(table, &row.text(0)?));
        }
    }
    Ok(())
}

const fn is_about_content(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Seal(_) | StoreError::Event { .. } | StoreError::Content { .. }
    )
}
