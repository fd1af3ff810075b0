//! Clinics, accounts, sign-ins, the audit trail and command keys.

use filiform_units::{ClinicId, PatientId, PractitionerId, Timestamp};

use crate::ledger::int;
use crate::{StoreError, Tx, Val, sql};

/// A clinic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClinicRow {
    /// Which.
    pub id: ClinicId,
    /// Its name.
    pub name: String,
}

/// Adds a clinic.
///
/// # Errors
/// What the database says.
pub fn add_clinic(tx: &mut dyn Tx, clinic: &ClinicRow, now: Timestamp) -> Result<(), StoreError> {
    let row = [
        clinic.id.into(),
        clinic.name.as_str().into(),
        Val::I(now.micros()),
    ];
    tx.exec(sql::INSERT_CLINIC, &row).map(|_| ())
}

/// Every clinic, oldest first.
///
/// # Errors
/// What the database says.
pub fn clinics(tx: &mut dyn Tx) -> Result<Vec<ClinicRow>, StoreError> {
    tx.query(sql::SELECT_CLINICS, &[])?
        .iter()
        .map(|row| {
            let id = ClinicId::parse(row.text(0)?).map_err(StoreError::range("clinic"))?;
            Ok(ClinicRow {
                id,
                name: row.text(1)?.to_owned(),
            })
        })
        .collect()
}

/// A person who may sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    /// Which clinic.
    pub clinic: ClinicId,
    /// Which person.
    pub id: PractitionerId,
    /// Name to sign in with, lower case.
    pub login: String,
    /// Name to show.
    pub name: String,
    /// `practitioner`, `assistant` or `manager`.
    pub role: String,
    /// Argon2id hash; empty in lists.
    pub password_hash: String,
}

/// Adds an account.
///
/// # Errors
/// What the database says; a login that is taken is a unique-key error.
pub fn add_account(
    tx: &mut dyn Tx,
    account: &AccountRow,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = [
        account.clinic.into(),
        account.id.into(),
        account.login.as_str().into(),
        account.name.as_str().into(),
        account.role.as_str().into(),
        account.password_hash.as_str().into(),
        Val::I(now.micros()),
    ];
    tx.exec(sql::INSERT_ACCOUNT, &row).map(|_| ())
}

/// The account that signs in under `login`.
///
/// # Errors
/// What the database says.
pub fn account_by_login(tx: &mut dyn Tx, login: &str) -> Result<Option<AccountRow>, StoreError> {
    let rows = tx.query(sql::SELECT_ACCOUNT_BY_LOGIN, &[login.into()])?;
    rows.first()
        .map(|row| {
            let range = StoreError::range("account");
            Ok(AccountRow {
                clinic: ClinicId::parse(row.text(0)?).map_err(&range)?,
                id: PractitionerId::parse(row.text(1)?).map_err(&range)?,
                login: row.text(2)?.to_owned(),
                name: row.text(3)?.to_owned(),
                role: row.text(4)?.to_owned(),
                password_hash: row.text(5)?.to_owned(),
            })
        })
        .transpose()
}

/// The people of a clinic, by name.
///
/// # Errors
/// What the database says.
pub fn accounts(tx: &mut dyn Tx, clinic: ClinicId) -> Result<Vec<AccountRow>, StoreError> {
    tx.query(sql::SELECT_ACCOUNTS, &[clinic.into()])?
        .iter()
        .map(|row| {
            let id = PractitionerId::parse(row.text(0)?).map_err(StoreError::range("account"))?;
            Ok(AccountRow {
                clinic,
                id,
                login: row.text(1)?.to_owned(),
                name: row.text(2)?.to_owned(),
                role: row.text(3)?.to_owned(),
                password_hash: String::new(),
            })
        })
        .collect()
}

/// Grants a privilege; granting what is held already changes nothing. Answers whether it was new.
///
/// # Errors
/// What the database says.
pub fn grant_privilege(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    account: PractitionerId,
    privilege: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    if privileges(tx, clinic, account)?
        .iter()
        .any(|held| held == privilege)
    {
        return Ok(false);
    }
    let row = [
        clinic.into(),
        account.into(),
        privilege.into(),
        Val::I(now.micros()),
    ];
    tx.exec(sql::INSERT_PRIVILEGE, &row).map(|_| true)
}

/// Takes a privilege back. Answers whether it was held.
///
/// # Errors
/// What the database says.
pub fn revoke_privilege(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    account: PractitionerId,
    privilege: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let values = [
        Val::I(now.micros()),
        clinic.into(),
        account.into(),
        privilege.into(),
    ];
    tx.exec(sql::REVOKE_PRIVILEGE, &values).map(|rows| rows > 0)
}

/// The privileges that a person holds, by id.
///
/// # Errors
/// What the database says.
pub fn privileges(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    account: PractitionerId,
) -> Result<Vec<String>, StoreError> {
    tx.query(sql::SELECT_PRIVILEGES, &[clinic.into(), account.into()])?
        .iter()
        .map(|row| Ok(row.text(0)?.to_owned()))
        .collect()
}

/// A sign-in that was found by its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInRow {
    /// Which clinic.
    pub clinic: ClinicId,
    /// Name of the clinic.
    pub clinic_name: String,
    /// Who.
    pub account: PractitionerId,
    /// Name to show.
    pub name: String,
    /// `practitioner`, `assistant` or `manager`.
    pub role: String,
    /// Token that forms must carry.
    pub csrf: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
}

/// Adds a sign-in under the hash of its token.
///
/// # Errors
/// What the database says.
pub fn add_sign_in(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    token_hash: &[u8],
    account: PractitionerId,
    csrf: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = [
        clinic.into(),
        token_hash.into(),
        account.into(),
        csrf.into(),
        Val::I(now.micros()),
        Val::I(now.micros()),
    ];
    tx.exec(sql::INSERT_SIGN_IN, &row).map(|_| ())
}

/// The sign-in under this token hash.
///
/// # Errors
/// What the database says.
pub fn sign_in(tx: &mut dyn Tx, token_hash: &[u8]) -> Result<Option<SignInRow>, StoreError> {
    let rows = tx.query(sql::SELECT_SIGN_IN, &[token_hash.into()])?;
    rows.first()
        .map(|row| {
            let range = StoreError::range("sign_in");
            Ok(SignInRow {
                clinic: ClinicId::parse(row.text(0)?).map_err(&range)?,
                account: PractitionerId::parse(row.text(1)?).map_err(&range)?,
                csrf: row.text(2)?.to_owned(),
                created_at: Timestamp::from_micros(row.int(3)?),
                seen_at: Timestamp::from_micros(row.int(4)?),
                name: row.text(5)?.to_owned(),
                role: row.text(6)?.to_owned(),
                clinic_name: row.text(7)?.to_owned(),
            })
        })
        .transpose()
}

/// Records that a sign-in was used.
///
/// # Errors
/// What the database says.
pub fn touch_sign_in(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    token_hash: &[u8],
    now: Timestamp,
) -> Result<(), StoreError> {
    let values = [Val::I(now.micros()), clinic.into(), token_hash.into()];
    tx.exec(sql::TOUCH_SIGN_IN, &values).map(|_| ())
}

/// Ends a sign-in.
///
/// # Errors
/// What the database says.
pub fn end_sign_in(tx: &mut dyn Tx, clinic: ClinicId, token_hash: &[u8]) -> Result<(), StoreError> {
    let values = [clinic.into(), token_hash.into()];
    tx.exec(sql::DELETE_SIGN_IN, &values).map(|_| ())
}

/// Ends the sign-ins of a clinic that were not used since `before`.
///
/// # Errors
/// What the database says.
pub fn end_idle_sign_ins(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    before: Timestamp,
) -> Result<u64, StoreError> {
    tx.exec(
        sql::DELETE_OLD_SIGN_INS,
        &[clinic.into(), Val::I(before.micros())],
    )
}

/// Failed sign-ins in a row under a login, and when the last one was.
///
/// # Errors
/// What the database says.
pub fn failures(tx: &mut dyn Tx, login: &str) -> Result<(u64, Timestamp), StoreError> {
    let rows = tx.query(sql::SELECT_FAILURES, &[login.into()])?;
    match rows.first() {
        Some(row) => Ok((row.count(0)?, Timestamp::from_micros(row.int(1)?))),
        None => Ok((0, Timestamp::from_micros(0))),
    }
}

/// Records how many sign-ins failed in a row.
///
/// # Errors
/// What the database says.
pub fn record_failures(
    tx: &mut dyn Tx,
    login: &str,
    failures: u64,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.exec(
        sql::UPSERT_FAILURE,
        &[login.into(), int(failures), Val::I(now.micros())],
    )
    .map(|_| ())
}

/// Forgets failed sign-ins after one that succeeded.
///
/// # Errors
/// What the database says.
pub fn clear_failures(tx: &mut dyn Tx, login: &str) -> Result<(), StoreError> {
    tx.exec(sql::CLEAR_FAILURES, &[login.into()]).map(|_| ())
}

/// A line of the audit trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    /// Its id.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub account: PractitionerId,
    /// What: `chart.read`, `needle.place`, ...
    pub action: String,
    /// About whom.
    pub patient: Option<PatientId>,
    /// Particulars, without patient data.
    pub detail: String,
}

/// Adds a line.
///
/// # Errors
/// What the database says.
pub fn add_audit(tx: &mut dyn Tx, clinic: ClinicId, line: &AuditLine) -> Result<(), StoreError> {
    let row = [
        clinic.into(),
        line.id.as_str().into(),
        Val::I(line.at.micros()),
        line.account.into(),
        line.action.as_str().into(),
        Val::opt_text(line.patient),
        line.detail.as_str().into(),
    ];
    tx.exec(sql::INSERT_AUDIT, &row).map(|_| ())
}

/// Who looked at a patient and who did what, newest first.
///
/// # Errors
/// What the database says.
pub fn audit_of_patient(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    patient: PatientId,
    limit: u32,
) -> Result<Vec<AuditLine>, StoreError> {
    let values = [clinic.into(), patient.into(), Val::I(i64::from(limit))];
    tx.query(sql::SELECT_AUDIT_OF_PATIENT, &values)?
        .iter()
        .map(|row| {
            let account =
                PractitionerId::parse(row.text(1)?).map_err(StoreError::range("audit"))?;
            Ok(AuditLine {
                id: String::new(),
                at: Timestamp::from_micros(row.int(0)?),
                account,
                action: row.text(2)?.to_owned(),
                patient: Some(patient),
                detail: row.text(3)?.to_owned(),
            })
        })
        .collect()
}

/// The stream and version that a command key led to, when it was carried out before.
///
/// # Errors
/// What the database says.
pub fn command_done(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    key: &str,
) -> Result<Option<(String, u64)>, StoreError> {
    let rows = tx.query(sql::SELECT_COMMAND_KEY, &[clinic.into(), key.into()])?;
    rows.first()
        .map(|row| Ok((row.text(0)?.to_owned(), row.count(1)?)))
        .transpose()
}

/// Records that a command was carried out.
///
/// # Errors
/// What the database says.
pub fn record_command(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    key: &str,
    (stream_id, version): (&str, u64),
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = [
        clinic.into(),
        key.into(),
        stream_id.into(),
        int(version),
        Val::I(now.micros()),
    ];
    tx.exec(sql::INSERT_COMMAND_KEY, &row).map(|_| ())
}
