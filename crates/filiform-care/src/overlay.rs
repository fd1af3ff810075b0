//! What a clinic changed of the shipped knowledge.

mod decide;

pub use decide::{Command, FILE_MOST, FILES_MOST, Refusal, decide};

use std::collections::BTreeMap;

use crate::{Act, LongText};

/// One statement was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its path below the knowledge folder.
    pub path: String,
    /// The local text before; `None` when the shipped one held.
    pub before: Option<String>,
    /// The local text from now on; `None`: the shipped one holds again.
    pub after: Option<String>,
    /// Why.
    pub reason: LongText,
    /// Who changed it, and when.
    pub act: Act,
}

/// What happened to the local knowledge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A statement was changed.
    Changed(Change),
}

/// The local knowledge of a clinic as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlay {
    /// Local statements: path to text.
    pub files: BTreeMap<String, String>,
    /// Every change, oldest first. People count them from 1.
    pub changes: Vec<Change>,
}

/// Reads one event. Total: history is never refused.
#[must_use]
pub fn evolve(mut overlay: Overlay, event: &Event) -> Overlay {
    let Event::Changed(change) = event;
    match &change.after {
        Some(text) => overlay.files.insert(change.path.clone(), text.clone()),
        None => overlay.files.remove(&change.path),
    };
    overlay.changes.push(change.clone());
    overlay
}
