//! Sealing what identifies or describes a person.
//!
//! Each patient has a data key. Payloads are sealed under it with XChaCha20-Poly1305; the data key is
//! itself sealed ("wrapped") under the instance key. Dropping the wrapped key is a lawful erasure: the
//! chain hashes sealed bytes and stays whole.

use std::sync::Arc;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use filiform_units::{ClinicId, PatientId};

use crate::recent::{Recent, RecentKeys, RecentSessions};

const NONCE: usize = 24;
const KEY: usize = 32;

/// Fills a buffer with random bytes. The shell brings the operating system's generator, tests a seeded
/// one.
pub type Randomness = dyn Fn(&mut [u8]) + Send + Sync;

/// Why sealed bytes could not be made or opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The bytes are not what was sealed, or the key is another one.
    #[error("sealed content does not open: it was changed, or the instance key is another one")]
    DoesNotOpen,
    /// The patient's key was dropped: the content is gone for good, as the law asked.
    #[error("this patient's record was erased")]
    Erased,
}

/// The key of this installation. It never enters the database.
///
/// Only what is derived from it for one purpose each is kept: the derivation is done once, not for
/// every event.
#[derive(Clone)]
pub struct InstanceKey {
    wrapping: [u8; KEY],
    search: [u8; KEY],
}

impl std::fmt::Debug for InstanceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InstanceKey(..)")
    }
}

impl InstanceKey {
    /// From 32 random bytes.
    pub fn new(bytes: [u8; KEY]) -> Self {
        Self {
            wrapping: blake3::derive_key("filiform patient key wrap", &bytes),
            search: blake3::derive_key("filiform search token", &bytes),
        }
    }

    /// A keyed hash for search: the same word gives the same token in one clinic, and tells nothing
    /// without the key.
    pub fn token(&self, clinic: ClinicId, word: &str) -> Vec<u8> {
        let mut hasher = blake3::Hasher::new_keyed(&self.search);
        hasher.update(clinic.to_string().as_bytes());
        hasher.update(word.as_bytes());
        hasher
            .finalize()
            .as_bytes()
            .get(..16)
            .unwrap_or_default()
            .to_vec()
    }
}

/// The data key of one patient.
#[derive(Clone)]
pub struct DataKey([u8; KEY]);

/// Makes, wraps and uses data keys.
pub struct Keys {
    instance: InstanceKey,
    random: Box<Randomness>,
    unwrapped: RecentKeys,
    sessions: RecentSessions,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(..)")
    }
}

impl Keys {
    /// Keys of an installation.
    pub fn new(instance: InstanceKey, random: Box<Randomness>) -> Self {
        Self {
            instance,
            random,
            unwrapped: Recent::new(),
            sessions: Recent::new(),
        }
    }

    /// Sessions that were opened with these keys.
    pub(crate) const fn sessions(&self) -> &RecentSessions {
        &self.sessions
    }

    /// The instance key.
    pub const fn instance(&self) -> &InstanceKey {
        &self.instance
    }

    /// A new data key, wrapped for storage.
    ///
    /// # Errors
    /// Never in practice: sealing 32 bytes does not fail.
    pub fn new_data_key(
        &self,
        clinic: ClinicId,
        patient: PatientId,
    ) -> Result<(DataKey, Vec<u8>), SealError> {
        let mut key = [0; KEY];
        (self.random)(&mut key);
        let context = wrap_context(clinic, patient);
        let wrapped = self.seal_with(&self.instance.wrapping, &key, &context)?;
        Ok((DataKey(key), wrapped))
    }

    /// Opens a wrapped data key.
    ///
    /// # Errors
    /// When it was wrapped by another instance key or changed.
    pub fn unwrap_data_key(
        &self,
        clinic: ClinicId,
        patient: PatientId,
        wrapped: &[u8],
    ) -> Result<DataKey, SealError> {
        let known = self
            .unwrapped
            .get(&(clinic, patient), |known| known.0 == wrapped);
        if let Some(known) = known {
            return Ok(known.1.clone());
        }
        let context = wrap_context(clinic, patient);
        let key = open_with(&self.instance.wrapping, wrapped, &context)?;
        let key = key
            .try_into()
            .map(DataKey)
            .map_err(|_| SealError::DoesNotOpen)?;
        let known = Arc::new((wrapped.to_vec(), key.clone()));
        self.unwrapped.put((clinic, patient), known);
        Ok(key)
    }

    /// Seals content under a patient's key. `context` must be the same when it is opened.
    ///
    /// # Errors
    /// Only when the content is larger than the cipher allows.
    pub fn seal(
        &self,
        key: &DataKey,
        content: &[u8],
        context: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        self.seal_with(&key.0, content, context)
    }

    /// Opens content sealed under a patient's key.
    ///
    /// # Errors
    /// When it was changed or sealed under another key or context.
    pub fn open(key: &DataKey, sealed: &[u8], context: &[u8]) -> Result<Vec<u8>, SealError> {
        open_with(&key.0, sealed, context)
    }

    fn seal_with(
        &self,
        key: &[u8; KEY],
        content: &[u8],
        context: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        let mut nonce = [0; NONCE];
        (self.random)(&mut nonce);
        let sealed = XChaCha20Poly1305::new(key.into())
            .encrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: content,
                    aad: context,
                },
            )
            .map_err(|_| SealError::DoesNotOpen)?;
        Ok([&nonce[..], &sealed[..]].concat())
    }
}

fn open_with(key: &[u8; KEY], sealed: &[u8], context: &[u8]) -> Result<Vec<u8>, SealError> {
    let (nonce, content) = sealed
        .split_at_checked(NONCE)
        .ok_or(SealError::DoesNotOpen)?;
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| SealError::DoesNotOpen)?;
    XChaCha20Poly1305::new(key.into())
        .decrypt(
            &XNonce::from(nonce),
            Payload {
                msg: content,
                aad: context,
            },
        )
        .map_err(|_| SealError::DoesNotOpen)
}

fn wrap_context(clinic: ClinicId, patient: PatientId) -> Vec<u8> {
    format!("{clinic}/{patient}").into_bytes()
}
