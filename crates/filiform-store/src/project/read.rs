//! Reading the read models.

use filiform_units::{
    ClinicId, CourseId, Laterality, NeedleId, PatientId, PractitionerId, SessionId, Side, Timestamp,
};

use super::{fold, identifier_word, summary_context};
use crate::stored::Summary;
use crate::{Keys, Row, StoreError, Streams, Tx, Val, sql};

/// A patient in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct PatientRow {
    /// Which.
    pub id: PatientId,
    /// Version of the record.
    pub version: u64,
    /// Who.
    pub summary: Summary,
    /// Facts that stand.
    pub facts: u64,
    /// When the record last changed.
    pub changed_at: Timestamp,
}

/// A course in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseRow {
    /// Which.
    pub id: CourseId,
    /// Version of the course.
    pub version: u64,
    /// Whose.
    pub patient: PatientId,
    /// Condition id.
    pub condition: String,
    /// Side.
    pub side: Laterality,
    /// `open` or `ended`.
    pub phase: String,
    /// `none`, `draft` or `agreed`.
    pub plan_state: String,
    /// Measures recorded.
    pub measures: u64,
    /// How often facts changed the verdict since the plan was drafted or agreed last.
    pub rescreens: u64,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// A session in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// Which.
    pub id: SessionId,
    /// Version of the session.
    pub version: u64,
    /// Which course.
    pub course: CourseId,
    /// Whose.
    pub patient: PatientId,
    /// Where.
    pub room: Option<String>,
    /// When it began.
    pub started_at: Timestamp,
    /// Who began it.
    pub started_by: PractitionerId,
    /// Needles placed.
    pub inserted: u64,
    /// Needles removed.
    pub removed: u64,
    /// Needles accounted for otherwise.
    pub accounted: u64,
    /// When the rest is over.
    pub rest_due: Option<Timestamp>,
    /// When it was signed.
    pub signed_at: Option<Timestamp>,
    /// Who signed it.
    pub signed_by: Option<PractitionerId>,
}

impl SessionRow {
    /// Needles still in the patient as far as anybody knows.
    pub const fn needles_in(&self) -> u64 {
        self.inserted.saturating_sub(self.removed + self.accounted)
    }
}

/// A needle in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedleRow {
    /// Which.
    pub id: NeedleId,
    /// Point code or label of the free site.
    pub site: String,
    /// Side.
    pub side: Side,
    /// Depth.
    pub depth_mm: i64,
    /// When it went in.
    pub placed_at: Timestamp,
    /// When it came out.
    pub removed_at: Option<Timestamp>,
}

fn patient(tx: &mut dyn Tx, streams: Streams<'_>, row: &Row) -> Result<PatientRow, StoreError> {
    let id = PatientId::parse(row.text(0)?).map_err(StoreError::range("patient"))?;
    let missing = || StoreError::content("patient_key", "a patient without a key");
    let key = streams.data_key(tx, id)?.ok_or_else(missing)?;
    let content = Keys::open(&key, row.bytes(2)?, &summary_context(streams.clinic(), id))?;
    Ok(PatientRow {
        id,
        version: row.count(1)?,
        summary: Summary::decode(&content)?,
        facts: row.count(3)?,
        changed_at: Timestamp::from_micros(row.int(4)?),
    })
}

/// One patient.
///
/// # Errors
/// What the database says, or a row that does not open.
pub fn patient_row(
    tx: &mut dyn Tx,
    streams: Streams<'_>,
    id: PatientId,
) -> Result<Option<PatientRow>, StoreError> {
    let values = [streams.clinic().into(), id.into()];
    let rows = tx.query(sql::SELECT_PATIENT, &values)?;
    rows.first()
        .map(|row| patient(tx, streams, row))
        .transpose()
}

/// The patients changed last.
///
/// # Errors
/// What the database says, or a row that does not open.
pub fn patients(
    tx: &mut dyn Tx,
    streams: Streams<'_>,
    limit: u32,
) -> Result<Vec<PatientRow>, StoreError> {
    let values = [streams.clinic().into(), Val::I(i64::from(limit))];
    let rows = tx.query(sql::SELECT_PATIENTS, &values)?;
    rows.iter().map(|row| patient(tx, streams, row)).collect()
}

/// How many patients there are.
///
/// # Errors
/// What the database says.
pub fn count_patients(tx: &mut dyn Tx, clinic: ClinicId) -> Result<u64, StoreError> {
    let rows = tx.query(sql::COUNT_PATIENTS, &[clinic.into()])?;
    rows.first().map_or(Ok(0), |row| row.count(0))
}

/// Patients of whose name every word of `search` begins a part.
///
/// # Errors
/// What the database says, or a row that does not open.
pub fn find_patients(
    tx: &mut dyn Tx,
    streams: Streams<'_>,
    search: &str,
    limit: u32,
) -> Result<Vec<PatientRow>, StoreError> {
    let folded = fold(search);
    let mut found: Option<Vec<String>> = None;
    for word in folded
        .split_whitespace()
        .filter(|word| word.chars().count() >= 2)
        .take(4)
    {
        let word: String = word.chars().take(24).collect();
        let ids = by_token(tx, streams, &word, 5_000)?;
        found = Some(match found {
            None => ids,
            Some(before) => before.into_iter().filter(|id| ids.contains(id)).collect(),
        });
    }
    let mut rows = Vec::new();
    for id in found
        .unwrap_or_default()
        .iter()
        .take(usize::try_from(limit).unwrap_or(usize::MAX))
    {
        let id = PatientId::parse(id).map_err(StoreError::range("patient_token"))?;
        rows.extend(patient_row(tx, streams, id)?);
    }
    rows.sort_by(|a, b| a.summary.display_name.cmp(&b.summary.display_name));
    Ok(rows)
}

/// The patient whom another system knows under this identifier.
///
/// # Errors
/// What the database says.
pub fn patient_by_identifier(
    tx: &mut dyn Tx,
    streams: Streams<'_>,
    system: &str,
    value: &str,
) -> Result<Option<PatientId>, StoreError> {
    let ids = by_token(tx, streams, &identifier_word(system, value), 1)?;
    ids.first()
        .map(|id| PatientId::parse(id).map_err(StoreError::range("patient_token")))
        .transpose()
}

fn by_token(
    tx: &mut dyn Tx,
    streams: Streams<'_>,
    word: &str,
    limit: u32,
) -> Result<Vec<String>, StoreError> {
    let token = streams.keys().instance().token(streams.clinic(), word);
    let values = [
        streams.clinic().into(),
        token.as_slice().into(),
        Val::I(i64::from(limit)),
    ];
    let rows = tx.query(sql::SELECT_PATIENTS_BY_TOKEN, &values)?;
    rows.iter()
        .map(|row| row.text(0).map(str::to_owned))
        .collect()
}

fn course(row: &Row) -> Result<CourseRow, StoreError> {
    let range = StoreError::range("course");
    Ok(CourseRow {
        id: CourseId::parse(row.text(0)?).map_err(&range)?,
        version: row.count(1)?,
        patient: PatientId::parse(row.text(2)?).map_err(&range)?,
        condition: row.text(3)?.to_owned(),
        side: Laterality::parse(row.text(4)?).map_err(&range)?,
        phase: row.text(5)?.to_owned(),
        plan_state: row.text(6)?.to_owned(),
        measures: row.count(7)?,
        rescreens: row.count(8)?,
        changed_at: Timestamp::from_micros(row.int(9)?),
    })
}

/// One course.
///
/// # Errors
/// What the database says.
pub fn course_row(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    id: CourseId,
) -> Result<Option<CourseRow>, StoreError> {
    let values = [clinic.into(), id.into()];
    tx.query(sql::SELECT_COURSE, &values)?
        .first()
        .map(course)
        .transpose()
}

/// A patient's courses, changed last first.
///
/// # Errors
/// What the database says.
pub fn courses_of_patient(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    id: PatientId,
) -> Result<Vec<CourseRow>, StoreError> {
    let values = [clinic.into(), id.into()];
    tx.query(sql::SELECT_COURSES_OF_PATIENT, &values)?
        .iter()
        .map(course)
        .collect()
}

/// Open courses, changed last first.
///
/// # Errors
/// What the database says.
pub fn open_courses(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    limit: u32,
) -> Result<Vec<CourseRow>, StoreError> {
    let values = [clinic.into(), Val::I(i64::from(limit))];
    tx.query(sql::SELECT_OPEN_COURSES, &values)?
        .iter()
        .map(course)
        .collect()
}

fn session(row: &Row) -> Result<SessionRow, StoreError> {
    let range = StoreError::range("session");
    let by = |text: &str| PractitionerId::parse(text).map_err(StoreError::range("session"));
    Ok(SessionRow {
        id: SessionId::parse(row.text(0)?).map_err(&range)?,
        version: row.count(1)?,
        course: CourseId::parse(row.text(2)?).map_err(&range)?,
        patient: PatientId::parse(row.text(3)?).map_err(&range)?,
        room: row.opt_text(4)?.map(str::to_owned),
        started_at: Timestamp::from_micros(row.int(5)?),
        started_by: by(row.text(6)?)?,
        inserted: row.count(7)?,
        removed: row.count(8)?,
        accounted: row.count(9)?,
        rest_due: row.opt_int(10)?.map(Timestamp::from_micros),
        signed_at: row.opt_int(11)?.map(Timestamp::from_micros),
        signed_by: row.opt_text(12)?.map(by).transpose()?,
    })
}

/// One session.
///
/// # Errors
/// What the database says.
pub fn session_row(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    id: SessionId,
) -> Result<Option<SessionRow>, StoreError> {
    let values = [clinic.into(), id.into()];
    tx.query(sql::SELECT_SESSION, &values)?
        .first()
        .map(session)
        .transpose()
}

/// Sessions that are not signed, oldest first.
///
/// # Errors
/// What the database says.
pub fn running_sessions(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    limit: u32,
) -> Result<Vec<SessionRow>, StoreError> {
    let values = [clinic.into(), Val::I(i64::from(limit))];
    tx.query(sql::SELECT_RUNNING_SESSIONS, &values)?
        .iter()
        .map(session)
        .collect()
}

/// A patient's sessions, newest first.
///
/// # Errors
/// What the database says.
pub fn sessions_of_patient(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    id: PatientId,
    limit: u32,
) -> Result<Vec<SessionRow>, StoreError> {
    let values = [clinic.into(), id.into(), Val::I(i64::from(limit))];
    tx.query(sql::SELECT_SESSIONS_OF_PATIENT, &values)?
        .iter()
        .map(session)
        .collect()
}

/// A course's sessions, newest first.
///
/// # Errors
/// What the database says.
pub fn sessions_of_course(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    id: CourseId,
    limit: u32,
) -> Result<Vec<SessionRow>, StoreError> {
    let values = [clinic.into(), id.into(), Val::I(i64::from(limit))];
    tx.query(sql::SELECT_SESSIONS_OF_COURSE, &values)?
        .iter()
        .map(session)
        .collect()
}

/// A session's needles in the order they went in.
///
/// # Errors
/// What the database says.
pub fn needles(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    id: SessionId,
) -> Result<Vec<NeedleRow>, StoreError> {
    let range = StoreError::range("needle");
    let values = [clinic.into(), id.into()];
    tx.query(sql::SELECT_NEEDLES, &values)?
        .iter()
        .map(|row| {
            Ok(NeedleRow {
                id: NeedleId::parse(row.text(0)?).map_err(&range)?,
                site: row.text(2)?.to_owned(),
                side: Side::parse(row.text(3)?).map_err(&range)?,
                depth_mm: row.int(4)?,
                placed_at: Timestamp::from_micros(row.int(8)?),
                removed_at: row.opt_int(10)?.map(Timestamp::from_micros),
            })
        })
        .collect()
}
