//! The record on paper, and the proof of it.

use std::collections::HashMap;

use filiform_care::session::Session;
use filiform_store::accounts;
use filiform_store::ledger::{self, Head};
use filiform_store::{Keys, StoreError, verify};
use filiform_units::{ClinicId, CourseId, PractitionerId, SessionId};

use crate::courses::{CourseView, course_view};
use crate::{Action, Actor, App, AppError};

/// Everything about one course, for print.
#[derive(Clone, Debug)]
pub struct RecordView {
    /// The course.
    pub course: CourseView,
    /// Its sessions, oldest first.
    pub sessions: Vec<(SessionId, Session)>,
    /// Names of the people who acted.
    pub names: HashMap<PractitionerId, String>,
    /// Where the clinic's ledger stood.
    pub head: Head,
}

/// What `verify` proved, by clinic.
#[derive(Clone, Debug)]
pub struct Verification {
    /// The clinic.
    pub clinic: ClinicId,
    /// Its name.
    pub name: String,
    /// What was proved.
    pub report: verify::Report,
}

impl App {
    /// One course on paper. The look is in the audit trail before it is shown.
    ///
    /// # Errors
    /// Not found, not allowed, or what the database says.
    pub fn record(&self, actor: &Actor, id: CourseId) -> Result<RecordView, AppError> {
        let view = self.read(actor, Action::ReadChart, move |work| {
            let course = course_view(work, id)?;
            let mut sessions = Vec::new();
            for row in course.sessions.iter().rev() {
                let loaded = work.streams().session(work.tx, row.patient, row.id)?;
                sessions.push((row.id, loaded.state));
            }
            let head = ledger::head(work.tx, work.clinic)?;
            Ok(RecordView {
                course,
                sessions,
                names: names(work)?,
                head,
            })
        })?;
        self.note_look(actor, view.course.patient_id, "record")?;
        Ok(view)
    }

    /// Names of the people of the actor's clinic.
    ///
    /// # Errors
    /// Not allowed, or what the database says.
    pub fn names(&self, actor: &Actor) -> Result<HashMap<PractitionerId, String>, AppError> {
        self.read(actor, Action::SeeBoard, names)
    }

    /// Proves the record of the actor's clinic.
    ///
    /// # Errors
    /// Not allowed, or what the database says.
    pub fn verify_clinic(&self, actor: &Actor) -> Result<verify::Report, AppError> {
        self.read(actor, Action::Verify, |work| {
            Ok(verify::verify(work.tx, &work.inner.keys, work.clinic)?)
        })
    }

    /// Proves the record of every clinic, for the command line.
    ///
    /// # Errors
    /// What the database says.
    pub fn verify_all(&self) -> Result<Vec<Verification>, StoreError> {
        let inner = std::sync::Arc::clone(&self.inner);
        self.database.view(move |tx| {
            let keys: &Keys = &inner.keys;
            let mut proved = Vec::new();
            for clinic in accounts::clinics(tx)? {
                let report = verify::verify(tx, keys, clinic.id)?;
                proved.push(Verification {
                    clinic: clinic.id,
                    name: clinic.name,
                    report,
                });
            }
            Ok(proved)
        })
    }
}

/// Names of the people of the clinic, by id.
pub(crate) fn names(
    work: &mut crate::app::Work<'_>,
) -> Result<HashMap<PractitionerId, String>, AppError> {
    let accounts = accounts::accounts(work.tx, work.clinic)?;
    Ok(accounts
        .into_iter()
        .map(|account| (account.id, account.name))
        .collect())
}
