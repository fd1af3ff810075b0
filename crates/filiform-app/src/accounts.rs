//! Clinics and the people who sign in.

use std::sync::Arc;

use argon2::password_hash::PasswordHasher;
use argon2::{Algorithm, Argon2, Params, Version};
use filiform_store::StoreError;
use filiform_store::accounts::{self, AccountRow, ClinicRow};
use filiform_units::{ClinicId, PractitionerId};

use crate::{App, AppError, Role, local_statements};

/// A person to add.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// Name to sign in with: 3 to 60 of a-z, 0-9, dot, hyphen, underscore, at-sign.
    pub login: String,
    /// Name to show.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Password, at least 12 characters.
    pub password: String,
}

/// Why a person was not added.
#[derive(Debug, thiserror::Error)]
pub enum NewUserError {
    /// The login is not one.
    #[error("`{0}` cannot be a sign-in name: use 3 to 60 of a-z, 0-9, `.`, `-`, `_` and `@`")]
    Login(String),
    /// The name is empty or too long.
    #[error("the name must have 1 to 100 characters")]
    Name,
    /// The password is too short or too long.
    #[error("the password must have 12 to 200 characters")]
    Password,
    /// The login is taken.
    #[error("the sign-in name `{0}` is taken")]
    Taken(String),
    /// The password could not be hashed.
    #[error("the password could not be hashed: {0}")]
    Hash(String),
    /// It was not stored.
    #[error("the person was not saved")]
    Store(#[from] StoreError),
}

impl App {
    /// Every clinic in the database.
    ///
    /// # Errors
    /// What the database says.
    pub fn clinics(&self) -> Result<Vec<ClinicRow>, StoreError> {
        self.database.view(|tx| accounts::clinics(tx))
    }

    /// Adds a clinic.
    ///
    /// # Errors
    /// Refused while a clinic has local knowledge, or what the database says.
    pub fn add_clinic(&self, name: &str) -> Result<ClinicId, AppError> {
        let clinic = ClinicRow {
            id: ClinicId::from_bits(self.inner.ids.id()),
            name: name.to_owned(),
        };
        let id = clinic.id;
        let now = self.now();
        let inner = Arc::clone(&self.inner);
        self.database.transact(move |tx| {
            if !local_statements(tx, &inner.keys)?.is_empty() {
                return Err(AppError::LocalKnowledge);
            }
            Ok(accounts::add_clinic(tx, &clinic, now)?)
        })?;
        Ok(id)
    }

    /// Adds a person.
    ///
    /// # Errors
    /// What is wrong with the name or the password, or that the login is taken.
    pub fn add_user(
        &self,
        clinic: ClinicId,
        user: NewUser,
    ) -> Result<PractitionerId, NewUserError> {
        let login = user.login.trim().to_lowercase();
        let fits = |c: char| c.is_ascii_alphanumeric() || ".-_@".contains(c);
        if !(3..=60).contains(&login.len()) || !login.chars().all(fits) {
            return Err(NewUserError::Login(user.login));
        }
        if !(1..=100).contains(&user.name.trim().chars().count()) {
            return Err(NewUserError::Name);
        }
        if !(12..=200).contains(&user.password.chars().count()) {
            return Err(NewUserError::Password);
        }
        let account = AccountRow {
            clinic,
            id: PractitionerId::from_bits(self.inner.ids.id()),
            login,
            name: user.name.trim().to_owned(),
            role: user.role.as_str().to_owned(),
            password_hash: hash_password(&user.password)?,
        };
        let id = account.id;
        let now = self.now();
        self.database.transact(move |tx| {
            if accounts::account_by_login(tx, &account.login)?.is_some() {
                return Err(NewUserError::Taken(account.login));
            }
            Ok(accounts::add_account(tx, &account, now)?)
        })?;
        Ok(id)
    }
}

/// Argon2id with 19 MiB, two passes: the OWASP minimum, about 20 ms of one core.
pub(crate) fn hasher() -> Result<Argon2<'static>, String> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| error.to_string())?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_password(password: &str) -> Result<String, NewUserError> {
    let hashed = hasher()
        .map_err(NewUserError::Hash)?
        .hash_password(password.as_bytes());
    hashed
        .map(|hash| hash.to_string())
        .map_err(|error| NewUserError::Hash(error.to_string()))
}
