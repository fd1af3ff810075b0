//! Clinics and the people who sign in.

use std::sync::Arc;

use argon2::password_hash::PasswordHasher;
use argon2::{Algorithm, Argon2, Params, Version};
use filiform_care::Privileges;
use filiform_knowledge::PrivilegeId;
use filiform_store::accounts::{self, AccountRow, ClinicRow};
use filiform_store::{StoreError, Tx};
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
    /// What the clinic trusts them with.
    pub privileges: Privileges,
}

/// Somebody who works in a clinic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Which person.
    pub id: PractitionerId,
    /// Name to sign in with.
    pub login: String,
    /// Name to show.
    pub name: String,
    /// Role.
    pub role: String,
    /// What the clinic trusts them with.
    pub privileges: Privileges,
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
    /// There is no such privilege.
    #[error(
        "there is no privilege `{0}`; the file `session/privileges.csv` of the knowledge base lists them"
    )]
    Privilege(PrivilegeId),
    /// Nobody signs in so.
    #[error("nobody signs in as `{0}`; `filiform user list` says who does")]
    Nobody(String),
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
        let privileges = user.privileges;
        self.check_privileges(&privileges)?;
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
            accounts::add_account(tx, &account, now)?;
            for privilege in privileges.iter() {
                accounts::grant_privilege(tx, clinic, id, privilege.as_str(), now)?;
            }
            Ok(())
        })?;
        Ok(id)
    }

    /// The people of a clinic, by name.
    ///
    /// # Errors
    /// What the database says.
    pub fn users(&self, clinic: ClinicId) -> Result<Vec<User>, StoreError> {
        self.database.view(move |tx| {
            let mut users = Vec::new();
            for row in accounts::accounts(tx, clinic)? {
                users.push(User {
                    privileges: privileges(tx, clinic, row.id)?,
                    id: row.id,
                    login: row.login,
                    name: row.name,
                    role: row.role,
                });
            }
            Ok(users)
        })
    }

    /// Grants privileges to whoever signs in as `login`, or takes them back; answers what they hold then.
    ///
    /// # Errors
    /// No such person or privilege, or what the database says.
    pub fn change_privileges(
        &self,
        login: &str,
        change: PrivilegeChange,
        of: &Privileges,
    ) -> Result<Privileges, NewUserError> {
        self.check_privileges(of)?;
        let (login, of, now) = (login.trim().to_lowercase(), of.clone(), self.now());
        self.database.transact(move |tx| {
            let account = accounts::account_by_login(tx, &login)?;
            let account = account.ok_or(NewUserError::Nobody(login))?;
            for privilege in of.iter() {
                let (clinic, id, what) = (account.clinic, account.id, privilege.as_str());
                match change {
                    PrivilegeChange::Grant => {
                        accounts::grant_privilege(tx, clinic, id, what, now)?;
                    }
                    PrivilegeChange::TakeBack => {
                        accounts::revoke_privilege(tx, clinic, id, what, now)?;
                    }
                }
            }
            Ok(privileges(tx, account.clinic, account.id)?)
        })
    }

    fn check_privileges(&self, given: &Privileges) -> Result<(), NewUserError> {
        let mut unknown = given
            .iter()
            .filter(|id| self.knowledge().privilege(id.as_str()).is_none());
        unknown
            .next()
            .map_or(Ok(()), |id| Err(NewUserError::Privilege(id.clone())))
    }
}

/// What is done with a privilege.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrivilegeChange {
    /// It is held from now on.
    Grant,
    /// It is not held any more.
    TakeBack,
}

/// What somebody is trusted with now.
pub(crate) fn privileges(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    account: PractitionerId,
) -> Result<Privileges, StoreError> {
    let held = accounts::privileges(tx, clinic, account)?;
    Ok(held.iter().map(|id| PrivilegeId::new(id)).collect())
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
