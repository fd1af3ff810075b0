//! What one clinician prefers, and how it bounds what is proposed to them.

use filiform_care::course::Complaint;
use filiform_care::preference::{self, Command as Order, Preferences, Wished};
use filiform_store::Loaded;

use crate::app::Work;
use crate::{Action, Actor, App, AppError, Command};

impl App {
    /// What whoever is signed in prefers.
    ///
    /// # Errors
    /// Not allowed, or what the database says.
    pub fn preferences(&self, actor: &Actor) -> Result<Loaded<Preferences>, AppError> {
        self.read(actor, Action::KeepPreferences, |work| {
            Ok(work.streams().preferences(work.tx, work.actor.account)?)
        })
    }

    /// Changes what whoever is signed in prefers; answers the new version.
    ///
    /// # Errors
    /// Refused, stale, not allowed, or what the database says.
    pub fn order_preferences(
        &self,
        actor: &Actor,
        command: Command<Order>,
    ) -> Result<u64, AppError> {
        self.write(actor, Action::KeepPreferences, move |work| {
            let Command {
                order,
                expected,
                key,
            } = command;
            let own = work.actor.account;
            let stream = own.to_string();
            if let Some(version) = work.done_before(key.as_ref(), &stream)? {
                return Ok(version);
            }
            let streams = work.streams();
            let loaded = streams.preferences(work.tx, own)?;
            if let Some(expected) = expected {
                loaded.expect(expected)?;
            }
            let events = preference::decide(work.knowledge(), &loaded.state, order, work.act())?;
            let version = streams
                .append_preferences(work.tx, own, loaded, &events)?
                .version;
            work.remember(key.as_ref(), &stream, version)?;
            work.audit(None, "points of their own")?;
            Ok(version)
        })
    }
}

/// What the person who looks prefers for this complaint.
pub(crate) fn wished(work: &mut Work<'_>, complaint: &Complaint) -> Result<Wished, AppError> {
    let loaded = work.streams().preferences(work.tx, work.actor.account)?;
    Ok(loaded.state.wished(&complaint.condition, complaint.side))
}
