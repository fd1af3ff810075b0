//! Proving a record: the chain, then every read model rebuilt and compared.

use filiform_units::{ClinicId, CourseId, PatientId, SessionId};

use crate::ledger::{self, GENESIS, StreamKind};
use crate::project;
use crate::stored::Summary;
use crate::{Keys, Row, SealError, StoreError, Streams, Tx, Val, sql};

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
    /// Everything that is wrong, the earliest break of the chain first. Empty: the record is whole.
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
    /// An event's place in its stream is wrong, or its content cannot be read.
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
            Self::Stream { stream_id, what } => write!(f, "stream {stream_id}: {what}"),
            Self::ReadModel { table, id } => {
                write!(f, "row {id} of `{table}` differs from what the ledger says")
            }
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
    let mut seen = Seen::default();
    for row in tx.query(sql::SELECT_STREAMS, &[clinic.to_string().into()])? {
        match stream(tx, streams, &row, &mut seen) {
            Ok(None) => report.streams += 1,
            Ok(Some(fault)) => {
                report.streams += 1;
                report.faults.push(fault);
            }
            Err(StoreError::Seal(SealError::Erased)) => report.erased += 1,
            Err(error) if is_about_content(&error) => report.faults.push(Fault::Stream {
                stream_id: row.text(1)?.to_owned(),
                what: error.to_string(),
            }),
            Err(error) => return Err(error),
        }
    }
    strays(tx, clinic, &seen, &mut report)?;
    Ok(report)
}

/// Checks every link, in pages, so that a large ledger needs little memory.
fn chain(tx: &mut dyn Tx, clinic: ClinicId) -> Result<Report, StoreError> {
    const PAGE: u32 = 2_000;
    let mut faults = Vec::new();
    let (mut seq, mut hash) = (0, GENESIS.to_vec());
    loop {
        let page = ledger::events_after(tx, clinic, seq, PAGE)?;
        for event in &page {
            if event.seq != seq + 1 {
                faults.push(Fault::Gap {
                    due: seq + 1,
                    found: event.seq,
                });
            } else if event.prev_hash != hash {
                faults.push(Fault::Link { seq: event.seq });
            }
            if event.hash != event.expected_hash(clinic) {
                faults.push(Fault::Changed { seq: event.seq });
            }
            seq = event.seq;
            hash.clone_from(&event.hash);
        }
        if page.len() < PAGE as usize {
            break;
        }
    }
    let head = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Report {
        events: seq,
        head,
        streams: 0,
        erased: 0,
        faults,
    })
}

/// Ids that the ledger knows, to find rows that it does not.
#[derive(Default)]
struct Seen {
    patients: Vec<String>,
    courses: Vec<String>,
    sessions: Vec<String>,
}

fn stream(
    tx: &mut dyn Tx,
    streams: Streams<'_>,
    row: &Row,
    seen: &mut Seen,
) -> Result<Option<Fault>, StoreError> {
    let range = StoreError::range("event");
    let id = row.text(1)?.to_owned();
    let owner = PatientId::parse(row.text(2)?).map_err(&range)?;
    let kind = StreamKind::parse(row.text(0)?)
        .ok_or_else(|| StoreError::content("event", "an unknown stream kind"))?;
    let list = match kind {
        StreamKind::Patient => &mut seen.patients,
        StreamKind::Course => &mut seen.courses,
        StreamKind::Session => &mut seen.sessions,
    };
    list.push(id.clone());
    let (table, same) = match kind {
        StreamKind::Patient => ("patient", patient_same(tx, streams, owner)?),
        StreamKind::Course => {
            let course = CourseId::parse(&id).map_err(&range)?;
            ("course", course_same(tx, streams, owner, course)?)
        }
        StreamKind::Session => {
            let session = SessionId::parse(&id).map_err(&range)?;
            ("session", session_same(tx, streams, owner, session)?)
        }
    };
    Ok((!same).then_some(Fault::ReadModel { table, id }))
}

fn patient_same(tx: &mut dyn Tx, streams: Streams<'_>, id: PatientId) -> Result<bool, StoreError> {
    let loaded = streams.patient(tx, id)?;
    let Some(identity) = &loaded.state.identity else {
        return Ok(false);
    };
    let Some(row) = project::patient_row(tx, streams, id)? else {
        return Ok(false);
    };
    let values = [streams.clinic().to_string().into(), id.to_string().into()];
    let mut held = Vec::new();
    for row in tx.query(sql::SELECT_PATIENT_TOKENS, &values)? {
        held.push(row.bytes(0)?.to_vec());
    }
    Ok(row.version == loaded.version
        && row.summary == Summary::of(identity)
        && row.facts == loaded.state.facts.len() as u64
        && Some(row.changed_at) == loaded.state.changed_at
        && held == project::tokens(streams.keys().instance(), streams.clinic(), identity))
}

fn course_same(
    tx: &mut dyn Tx,
    streams: Streams<'_>,
    owner: PatientId,
    id: CourseId,
) -> Result<bool, StoreError> {
    let loaded = streams.course(tx, owner, id)?;
    let clinic = streams.clinic();
    let changed = ledger::stream(tx, clinic, &id.to_string())?
        .last()
        .map_or(0, |e| e.at_us);
    let expected = project::course_values(clinic, id, &loaded, changed);
    let values = [clinic.to_string().into(), id.to_string().into()];
    let rows = tx.query(sql::SELECT_COURSE, &values)?;
    Ok(same_row(expected.as_deref(), rows.first()))
}

fn session_same(
    tx: &mut dyn Tx,
    streams: Streams<'_>,
    owner: PatientId,
    id: SessionId,
) -> Result<bool, StoreError> {
    let loaded = streams.session(tx, owner, id)?;
    let clinic = streams.clinic();
    let values = [clinic.to_string().into(), id.to_string().into()];
    let rows = tx.query(sql::SELECT_SESSION, &values)?;
    let Some((expected, needles)) = project::session_values(clinic, id, &loaded) else {
        return Ok(rows.is_empty());
    };
    let held = tx.query(sql::SELECT_NEEDLES, &values)?;
    let needles_same = needles.len() == held.len()
        && needles.iter().zip(&held).all(|(expected, row)| {
            expected
                .get(2..)
                .is_some_and(|expected| expected == row.values)
        });
    Ok(same_row(Some(&expected), rows.first()) && needles_same)
}

/// The written row without its clinic column is the row that the query returns.
fn same_row(expected: Option<&[Val]>, found: Option<&Row>) -> bool {
    match (expected, found) {
        (Some(expected), Some(row)) => expected.get(1..).is_some_and(|rest| rest == row.values),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn strays(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    seen: &Seen,
    report: &mut Report,
) -> Result<(), StoreError> {
    let tables = [
        ("patient", sql::SELECT_PATIENT_IDS, &seen.patients),
        ("course", sql::SELECT_COURSE_IDS, &seen.courses),
        ("session", sql::SELECT_SESSION_IDS, &seen.sessions),
    ];
    for (table, query, known) in tables {
        for row in tx.query(query, &[clinic.to_string().into()])? {
            let id = row.text(0)?;
            if known
                .binary_search_by(|known| known.as_str().cmp(id))
                .is_err()
            {
                report.faults.push(Fault::ReadModel {
                    table,
                    id: id.to_owned(),
                });
            }
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
