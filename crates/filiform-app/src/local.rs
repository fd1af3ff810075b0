//! What a clinic changed of the shipped knowledge.

use std::collections::BTreeMap;

use filiform_care::overlay::{self, Command as Order, Overlay};
use filiform_knowledge::{Knowledge, LoadErrors};
use filiform_store::{Keys, Loaded, StoreError, Streams, accounts};

use crate::{Action, Actor, App, AppError};

/// Reads the whole knowledge with these local statements over the shipped ones.
pub type Reader = Box<dyn Fn(&BTreeMap<String, String>) -> Result<Knowledge, LoadErrors> + Send>;

impl App {
    /// The local statements of the actor's clinic, with every change.
    ///
    /// # Errors
    /// Not allowed, or what the database says.
    pub fn local_knowledge(&self, actor: &Actor) -> Result<Loaded<Overlay>, AppError> {
        self.read(actor, Action::SeeBoard, |work| {
            Ok(work.streams().overlay(work.tx)?)
        })
    }

    /// Changes the local statements, when the whole knowledge can be read with them. It is in force when
    /// the program starts the next time; a session that was begun keeps what it was judged by.
    ///
    /// # Errors
    /// Refused, broken, not allowed, or what the database says. Nothing has changed then.
    pub fn change_local(
        &self,
        actor: &Actor,
        order: Order,
        read: Reader,
    ) -> Result<Loaded<Overlay>, AppError> {
        self.write(actor, Action::ChangeKnowledge, move |work| {
            if accounts::clinics(work.tx)?.len() > 1 {
                return Err(AppError::SeveralClinics);
            }
            let loaded = work.streams().overlay(work.tx)?;
            let events = overlay::decide(&loaded.state, order, work.act())?;
            let after = events.iter().fold(loaded.state.clone(), overlay::evolve);
            read(&after.files).map_err(AppError::Knowledge)?;
            let streams = work.streams();
            let changed = streams.append_overlay(work.tx, loaded, &events)?;
            work.audit(None, &format!("changed statements: {}", events.len()))?;
            Ok(changed)
        })
    }
}

/// The local statements of the only clinic in a database; none when there are several clinics or none.
///
/// # Errors
/// What the database says.
pub fn local_statements(
    tx: &mut dyn filiform_store::Tx,
    keys: &Keys,
) -> Result<BTreeMap<String, String>, StoreError> {
    match accounts::clinics(tx)?.as_slice() {
        [only] => Ok(Streams::new(keys, only.id).overlay(tx)?.state.files),
        _ => Ok(BTreeMap::new()),
    }
}
