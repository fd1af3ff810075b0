//! Signing in: Argon2id, an opaque token of which only the hash is kept, slow after failures.

use argon2::PasswordVerifier;
use argon2::password_hash::phc::PasswordHash;
use filiform_store::StoreError;
use filiform_store::accounts;
use filiform_units::{Minutes, Timestamp};
use subtle::ConstantTimeEq;

use crate::accounts::hasher;
use crate::{Actor, App, AppError, Role};

/// Longest time a sign-in lasts without use.
const IDLE: Minutes = Minutes::literal(60);
/// Longest time a sign-in lasts at all.
const ABSOLUTE: Minutes = Minutes::literal(12 * 60);
/// Failures before waiting begins.
const FREE_FAILURES: u64 = 5;
/// Longest wait in seconds.
const LONGEST_WAIT: u64 = 15 * 60;

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Name or password is wrong; which, is not said.
    #[error("the name or the password is wrong")]
    Wrong,
    /// Too many failures.
    #[error("too many failed sign-ins; try again in {seconds} seconds")]
    Wait {
        /// How long.
        seconds: u64,
    },
    /// The database did not answer.
    #[error("signing in did not work")]
    Store(#[from] StoreError),
}

/// A new sign-in.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// The token for the cookie; the database keeps only its hash.
    pub token: String,
    /// Who.
    pub actor: Actor,
}

/// A sign-in found by its token.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub actor: Actor,
    /// Name of the clinic.
    pub clinic_name: String,
    /// Token that every form must carry.
    pub csrf: String,
}

impl SignedIn {
    /// Whether a form's token is the right one, in constant time.
    pub fn csrf_fits(&self, given: &str) -> bool {
        self.csrf.as_bytes().ct_eq(given.as_bytes()).into()
    }
}

impl App {
    /// Signs a person in. Takes about as long whether or not the name exists.
    ///
    /// # Errors
    /// Wrong, or too many failures.
    pub fn sign_in(&self, login: &str, password: &str) -> Result<SignIn, SignInError> {
        let login: String = login.trim().to_lowercase().chars().take(60).collect();
        let now = self.now();
        let asked = login.clone();
        let (account, (failures, last)) = self.database.view(move |tx| {
            Ok::<_, StoreError>((
                accounts::account_by_login(tx, &asked)?,
                accounts::failures(tx, &asked)?,
            ))
        })?;
        if let Some(seconds) = wait(failures, last, now) {
            return Err(SignInError::Wait { seconds });
        }
        let hash = account
            .as_ref()
            .map_or(DECOY, |account| account.password_hash.as_str());
        let fits = verify(password, hash);
        let Some(account) = account.filter(|_| fits) else {
            // Counted inside the transaction, so that guesses made at once count one by one.
            self.database.transact(move |tx| {
                let (failures, _) = accounts::failures(tx, &login)?;
                accounts::record_failures(tx, &login, failures + 1, now)
            })?;
            return Err(SignInError::Wrong);
        };
        let role = Role::parse(&account.role).ok_or_else(|| StoreError::Content {
            table: "account",
            what: account.role.clone(),
        })?;
        let actor = Actor {
            clinic: account.clinic,
            account: account.id,
            name: account.name,
            role,
        };
        let token = self.begin(&actor, login, now)?;
        Ok(SignIn { token, actor })
    }

    fn begin(&self, actor: &Actor, login: String, now: Timestamp) -> Result<String, StoreError> {
        let (token, csrf) = (self.secret(), self.secret());
        let hash = token_hash(&token);
        let (clinic, account) = (actor.clinic, actor.account);
        let idle = Timestamp::from_micros(now.micros() - i64::from(IDLE.get()) * 60_000_000);
        self.database.transact(move |tx| {
            accounts::clear_failures(tx, &login)?;
            accounts::end_idle_sign_ins(tx, clinic, idle)?;
            accounts::add_sign_in(tx, clinic, &hash, account, &csrf, now)
        })?;
        Ok(token)
    }

    /// The sign-in behind a cookie's token; `None` when there is none or it has expired.
    ///
    /// # Errors
    /// What the database says.
    pub fn signed_in(&self, token: &str) -> Result<Option<SignedIn>, AppError> {
        let hash = token_hash(token);
        let now = self.now();
        let asked = hash.clone();
        let found = self
            .database
            .view(move |tx| accounts::sign_in(tx, &asked))?;
        let Some(row) = found else {
            return Ok(None);
        };
        if row.seen_at.plus(IDLE) < now || row.created_at.plus(ABSOLUTE) < now {
            self.database
                .transact(move |tx| accounts::end_sign_in(tx, row.clinic, &hash))?;
            return Ok(None);
        }
        if now.seconds_since(row.seen_at) >= 60 {
            self.database
                .transact(move |tx| accounts::touch_sign_in(tx, row.clinic, &hash, now))?;
        }
        let Some(role) = Role::parse(&row.role) else {
            return Ok(None);
        };
        let actor = Actor {
            clinic: row.clinic,
            account: row.account,
            name: row.name,
            role,
        };
        Ok(Some(SignedIn {
            actor,
            clinic_name: row.clinic_name,
            csrf: row.csrf,
        }))
    }

    /// Signs out.
    ///
    /// # Errors
    /// What the database says.
    pub fn sign_out(&self, actor: &Actor, token: &str) -> Result<(), AppError> {
        let (clinic, hash) = (actor.clinic, token_hash(token));
        Ok(self
            .database
            .transact(move |tx| accounts::end_sign_in(tx, clinic, &hash))?)
    }

    /// 32 random bytes as 64 hexadecimal digits.
    fn secret(&self) -> String {
        let mut bytes = [0; 32];
        self.inner.ids.fill(&mut bytes);
        crate::hex(&bytes)
    }
}

/// A hash that no password fits, with the same cost as the real ones.
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$\
     3hZl1h1nQXbH0c4qv1Qx0wq5bq0l9cXgC3Jv2m0J3Zk";

fn verify(password: &str, hash: &str) -> bool {
    let Ok(hasher) = hasher() else {
        return false;
    };
    PasswordHash::new(hash)
        .is_ok_and(|hash| hasher.verify_password(password.as_bytes(), &hash).is_ok())
}

fn token_hash(token: &str) -> Vec<u8> {
    blake3::derive_key("filiform sign-in token", token.as_bytes()).to_vec()
}

/// Seconds still to wait: none for the first failures, then 1, 2, 4, ... up to 15 minutes.
fn wait(failures: u64, last: Timestamp, now: Timestamp) -> Option<u64> {
    let over = failures.checked_sub(FREE_FAILURES)?;
    let delay = 1u64
        .checked_shl(u32::try_from(over).unwrap_or(63).min(20))?
        .min(LONGEST_WAIT);
    let passed = u64::try_from(now.seconds_since(last)).unwrap_or(0);
    delay.checked_sub(passed).filter(|left| *left > 0)
}
