//! Events of a clinic's local knowledge, format 1.

use filiform_care::Act;
use filiform_care::overlay::{Change, Event};
use serde::{Deserialize, Serialize};

use super::parts::{StoredAct, long};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stored {
    LocalStatementChanged {
        path: String,
        before: Option<String>,
        after: Option<String>,
        reason: String,
        act: StoredAct,
    },
}

pub(super) fn to_stored(event: &Event) -> (&'static str, Stored, Act) {
    let Event::Changed(change) = event;
    let stored = Stored::LocalStatementChanged {
        path: change.path.clone(),
        before: change.before.clone(),
        after: change.after.clone(),
        reason: change.reason.to_string(),
        act: StoredAct::of(change.act),
    };
    ("local_statement_changed", stored, change.act)
}

pub(super) fn from_stored(stored: Stored) -> Result<Event, String> {
    let Stored::LocalStatementChanged {
        path,
        before,
        after,
        reason,
        act,
    } = stored;
    Ok(Event::Changed(Change {
        path,
        before,
        after,
        reason: long(&reason)?,
        act: act.read()?,
    }))
}
