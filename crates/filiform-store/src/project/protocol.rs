//! The read models of the clinic's protocols.

use filiform_care::course::Course;
use filiform_care::protocol::Protocol;
use filiform_units::{ClinicId, CourseId, ProtocolId};

use crate::ledger::int;
use crate::{Loaded, Row, StoreError, Tx, Val, sql};

/// A protocol in a list. What it says is in its stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtocolRow {
    /// Which.
    pub id: ProtocolId,
    /// Version of the stream.
    pub version: u64,
    /// Condition id.
    pub condition: String,
    /// How often it was saved: the version that people count.
    pub saved: u64,
    /// `offered` or `withdrawn`.
    pub state: String,
    /// Courses of which a plan was ever taken over from it.
    pub courses: u64,
}

/// A protocol's row; `None` before it was ever saved.
pub(crate) fn protocol_values(
    clinic: ClinicId,
    id: ProtocolId,
    loaded: &Loaded<Protocol>,
) -> Option<Vec<Val>> {
    let protocol = &loaded.state;
    let latest = protocol.latest()?;
    let (state, act) = match &protocol.withdrawn {
        None => ("offered", latest.act),
        Some(withdrawal) => ("withdrawn", withdrawal.act),
    };
    Some(vec![
        clinic.into(),
        id.into(),
        int(loaded.version),
        latest.content.condition.as_str().into(),
        int(u64::from(protocol.number())),
        state.into(),
        Val::I(act.at.micros()),
    ])
}

/// Writes a protocol's row.
pub(crate) fn protocol(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    id: ProtocolId,
    loaded: &Loaded<Protocol>,
) -> Result<(), StoreError> {
    if let Some(row) = protocol_values(clinic, id, loaded) {
        tx.exec(sql::UPSERT_PROTOCOL, &row)?;
    }
    Ok(())
}

/// Writes which protocols the plans of a course were taken over from.
pub(crate) fn protocol_uses(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    course: CourseId,
    state: &Course,
) -> Result<(), StoreError> {
    for protocol in &state.protocols {
        let row = [clinic.into(), (*protocol).into(), course.into()];
        tx.exec(sql::INSERT_PROTOCOL_USE, &row)?;
    }
    Ok(())
}

/// The protocols of a clinic: what is in use first, changed last first.
///
/// # Errors
/// What the database says.
pub fn protocols(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    limit: u32,
) -> Result<Vec<ProtocolRow>, StoreError> {
    let values = [clinic.into(), Val::I(i64::from(limit))];
    tx.query(sql::SELECT_PROTOCOLS, &values)?
        .iter()
        .map(row)
        .collect()
}

fn row(row: &Row) -> Result<ProtocolRow, StoreError> {
    Ok(ProtocolRow {
        id: ProtocolId::parse(row.text(0)?).map_err(StoreError::range("protocol"))?,
        version: row.count(1)?,
        condition: row.text(2)?.to_owned(),
        saved: row.count(3)?,
        state: row.text(4)?.to_owned(),
        courses: row.count(6)?,
    })
}
