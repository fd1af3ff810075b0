//! Links that patients answer questions with.

use filiform_units::{ClinicId, CourseId, PatientId, PractitionerId, Timestamp};

use crate::{Row, StoreError, Tx, Val, sql};

/// A link, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkRow {
    /// Which clinic.
    pub clinic: ClinicId,
    /// Name of the clinic; empty in lists.
    pub clinic_name: String,
    /// Whose answers.
    pub patient: PatientId,
    /// The course whose plan the questions are about; `None`: about the person.
    pub course: Option<CourseId>,
    /// When it was made.
    pub made_at: Timestamp,
    /// Who made it.
    pub made_by: PractitionerId,
    /// It answers nobody from here on.
    pub expires_at: Timestamp,
    /// When it was answered.
    pub used_at: Option<Timestamp>,
}

/// Adds a link under the hash of its secret.
///
/// # Errors
/// What the database says.
pub fn add(tx: &mut dyn Tx, token_hash: &[u8], link: &LinkRow) -> Result<(), StoreError> {
    let row = [
        link.clinic.into(),
        token_hash.into(),
        link.patient.into(),
        Val::opt_text(link.course),
        Val::I(link.made_at.micros()),
        link.made_by.into(),
        Val::I(link.expires_at.micros()),
    ];
    tx.exec(sql::INSERT_PATIENT_LINK, &row).map(|_| ())
}

/// The link under this hash, used or expired or not.
///
/// # Errors
/// What the database says.
pub fn find(tx: &mut dyn Tx, token_hash: &[u8]) -> Result<Option<LinkRow>, StoreError> {
    let rows = tx.query(sql::SELECT_PATIENT_LINK, &[token_hash.into()])?;
    rows.first().map(read).transpose()
}

/// The links made for a patient, newest first.
///
/// # Errors
/// What the database says.
pub fn of_patient(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    patient: PatientId,
    limit: u32,
) -> Result<Vec<LinkRow>, StoreError> {
    let values = [clinic.into(), patient.into(), Val::I(i64::from(limit))];
    tx.query(sql::SELECT_LINKS_OF_PATIENT, &values)?
        .iter()
        .map(read)
        .collect()
}

/// Marks a link as answered. Answers whether it was open.
///
/// # Errors
/// What the database says.
pub fn take(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    token_hash: &[u8],
    now: Timestamp,
) -> Result<bool, StoreError> {
    let values = [Val::I(now.micros()), clinic.into(), token_hash.into()];
    tx.exec(sql::USE_PATIENT_LINK, &values).map(|rows| rows > 0)
}

/// Closes every open link of a patient. Answers how many there were.
///
/// # Errors
/// What the database says.
pub fn close(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    patient: PatientId,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let values = [Val::I(now.micros()), clinic.into(), patient.into()];
    tx.exec(sql::CLOSE_PATIENT_LINKS, &values)
}

fn read(row: &Row) -> Result<LinkRow, StoreError> {
    let range = StoreError::range("patient_link");
    let course = row.opt_text(2)?.map(CourseId::parse).transpose();
    Ok(LinkRow {
        clinic: ClinicId::parse(row.text(0)?).map_err(&range)?,
        patient: PatientId::parse(row.text(1)?).map_err(&range)?,
        course: course.map_err(&range)?,
        made_at: Timestamp::from_micros(row.int(3)?),
        made_by: PractitionerId::parse(row.text(4)?).map_err(&range)?,
        expires_at: Timestamp::from_micros(row.int(5)?),
        used_at: row.opt_int(6)?.map(Timestamp::from_micros),
        clinic_name: row.text(7)?.to_owned(),
    })
}
