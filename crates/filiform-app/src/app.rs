//! The application: a database, keys, knowledge, a clock.

use std::fmt::Debug;
use std::sync::Arc;

use filiform_care::Act;
use filiform_knowledge::Knowledge;
use filiform_screening::{Chart, Rulebook};
use filiform_store::accounts::{self, AuditLine};
use filiform_store::{Database, Keys, Streams, Tx};
use filiform_units::{ClinicId, PatientId, Timestamp};

use crate::access::may;
use crate::{Action, Actor, AppError, Clock, IdempotencyKey, Ids};

/// What an application is made of.
pub struct Parts {
    /// The database.
    pub database: Arc<dyn Database>,
    /// The keys of this installation.
    pub keys: Keys,
    /// What the product believes.
    pub knowledge: Knowledge,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Ids and secrets.
    pub ids: Arc<dyn Ids>,
}

/// The use cases. Cheap to clone; every method may be called from any thread and blocks until done.
#[derive(Clone)]
pub struct App {
    pub(crate) database: Arc<dyn Database>,
    pub(crate) inner: Arc<Inner>,
}

/// What a transaction needs besides the database.
pub(crate) struct Inner {
    pub(crate) keys: Keys,
    pub(crate) knowledge: Knowledge,
    pub(crate) rulebook: Rulebook,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn Ids>,
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        let rulebook = Rulebook::new(&parts.knowledge);
        let inner = Inner {
            keys: parts.keys,
            knowledge: parts.knowledge,
            rulebook,
            clock: parts.clock,
            ids: parts.ids,
        };
        Self {
            database: parts.database,
            inner: Arc::new(inner),
        }
    }

    /// What the product believes.
    pub fn knowledge(&self) -> &Knowledge {
        &self.inner.knowledge
    }

    /// The indexed rules.
    pub fn rulebook(&self) -> &Rulebook {
        &self.inner.rulebook
    }

    /// Now, by the application's clock.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// Runs a use case in a write transaction.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        actor: &Actor,
        action: Action,
        job: impl FnOnce(&mut Work<'_>) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        allow(actor, action)?;
        let inner = Arc::clone(&self.inner);
        let actor = actor.clone();
        self.database
            .transact(move |tx| job(&mut Work::new(tx, &inner, &actor, action)))
    }

    /// Runs a use case that only looks. The look itself is written to the audit trail by
    /// [`App::note_look`] in a transaction of its own.
    pub(crate) fn read<T: Send + 'static>(
        &self,
        actor: &Actor,
        action: Action,
        job: impl FnOnce(&mut Work<'_>) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        allow(actor, action)?;
        let inner = Arc::clone(&self.inner);
        let actor = actor.clone();
        self.database
            .view(move |tx| job(&mut Work::new(tx, &inner, &actor, action)))
    }

    /// Writes a look at a patient's chart to the audit trail. A page is shown only after this.
    pub(crate) fn note_look(
        &self,
        actor: &Actor,
        patient: PatientId,
        detail: &'static str,
    ) -> Result<(), AppError> {
        self.write(actor, Action::ReadChart, move |work| {
            work.audit(Some(patient), detail)
        })
    }
}

fn allow(actor: &Actor, action: Action) -> Result<(), AppError> {
    if may(actor.role, action) {
        Ok(())
    } else {
        Err(AppError::NotAllowed(action))
    }
}

/// One use case at work: its transaction, who acts, when.
pub(crate) struct Work<'a> {
    pub(crate) tx: &'a mut dyn Tx,
    pub(crate) inner: &'a Inner,
    pub(crate) actor: &'a Actor,
    pub(crate) clinic: ClinicId,
    action: Action,
    pub(crate) now: Timestamp,
}

impl<'a> Work<'a> {
    fn new(tx: &'a mut dyn Tx, inner: &'a Inner, actor: &'a Actor, action: Action) -> Self {
        Self {
            tx,
            inner,
            actor,
            clinic: actor.clinic,
            action,
            now: inner.clock.now(),
        }
    }

    pub(crate) const fn streams(&self) -> Streams<'a> {
        Streams::new(&self.inner.keys, self.actor.clinic)
    }

    pub(crate) const fn knowledge(&self) -> &'a Knowledge {
        &self.inner.knowledge
    }

    pub(crate) const fn act(&self) -> Act {
        Act {
            by: self.actor.account,
            at: self.now,
        }
    }

    /// A patient that exists, or not found.
    pub(crate) fn patient(
        &mut self,
        id: PatientId,
    ) -> Result<filiform_store::Loaded<filiform_care::patient::Patient>, AppError> {
        let loaded = self.streams().patient(self.tx, id)?;
        if loaded.version == 0 {
            Err(AppError::NotFound("patient"))
        } else {
            Ok(loaded)
        }
    }

    /// A patient's facts as they mean now.
    pub(crate) fn chart(&self, patient: &filiform_care::patient::Patient) -> Chart {
        let unknown = filiform_screening::Person {
            sex: filiform_units::Sex::Unknown,
            born: None,
        };
        let person = patient
            .identity
            .as_ref()
            .map_or(unknown, filiform_care::patient::Identity::person);
        Chart::read(
            &self.inner.rulebook,
            &person,
            &patient.standing_facts(),
            self.now,
        )
    }

    pub(crate) fn audit(
        &mut self,
        patient: Option<PatientId>,
        detail: &str,
    ) -> Result<(), AppError> {
        let line = AuditLine {
            id: uuid::Uuid::from_u128(self.inner.ids.id()).to_string(),
            at: self.now,
            account: self.actor.account,
            action: self.action.as_str().to_owned(),
            patient,
            detail: detail.to_owned(),
        };
        Ok(accounts::add_audit(self.tx, self.clinic, &line)?)
    }

    /// An id that the same parts give again, in this clinic only.
    pub(crate) fn derived(&self, parts: &[&str]) -> u128 {
        let mut hasher = blake3::Hasher::new_derive_key("filiform derived id");
        hasher.update(self.clinic.to_string().as_bytes());
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        let mut bits = [0; 16];
        hasher.finalize_xof().fill(&mut bits);
        u128::from_be_bytes(bits)
    }

    /// What a form's key stands for that makes something new: its whole order. A form that was changed and
    /// sent again under its old key is not taken for the first.
    pub(crate) fn made_by(&self, what: &str, order: &impl Debug) -> String {
        format!("{what}/{:032x}", self.derived(&[&format!("{order:?}")]))
    }

    /// The version that this form already led to, when it was sent before.
    pub(crate) fn done_before(
        &mut self,
        key: Option<&IdempotencyKey>,
        stream_id: &str,
    ) -> Result<Option<u64>, AppError> {
        let Some(key) = key else {
            return Ok(None);
        };
        match accounts::command_done(self.tx, self.clinic, key.as_str())? {
            Some((stream, version)) if stream == stream_id => Ok(Some(version)),
            Some(_) => Err(AppError::KeyUsed),
            None => Ok(None),
        }
    }

    pub(crate) fn remember(
        &mut self,
        key: Option<&IdempotencyKey>,
        stream_id: &str,
        version: u64,
    ) -> Result<(), AppError> {
        let Some(key) = key else {
            return Ok(());
        };
        Ok(accounts::record_command(
            self.tx,
            self.clinic,
            key.as_str(),
            (stream_id, version),
            self.now,
        )?)
    }
}
