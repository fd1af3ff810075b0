//! What may happen to the local knowledge.

use std::collections::BTreeMap;

use super::{Change, Event, Overlay};
use crate::{Act, LongText};

/// Most local statements; catches a wrong folder.
pub const FILES_MOST: usize = 200;

/// Longest local statement, in bytes.
pub const FILE_MOST: usize = 64 * 1024;

/// An order about the local knowledge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// From now on exactly these local statements hold.
    Adopt {
        /// Path below the knowledge folder to text.
        files: BTreeMap<String, String>,
        /// Why.
        reason: LongText,
    },
    /// What one change did is undone, while it is what holds.
    Revert {
        /// Which, counted from 1.
        change: usize,
        /// Why.
        reason: LongText,
    },
}

/// Why an order was refused. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Everything is as it was.
    #[error("the local statements are the ones that hold already; nothing was changed")]
    NothingChanged,
    /// More files than a clinic changes.
    #[error(
        "{0} local statements are too many, at most {FILES_MOST} are taken; is it the right folder?"
    )]
    TooMany(usize),
    /// A file longer than a statement.
    #[error("`{0}` is longer than {FILE_MOST} bytes; a statement is a page, not a book")]
    TooLong(String),
    /// No such change.
    #[error("there is no change {given}; the log has {most}")]
    NoSuchChange {
        /// As given.
        given: usize,
        /// How many there are.
        most: usize,
    },
    /// Undoing the change would undo a later one unseen.
    #[error(
        "change {later} changed `{path}` again, and reverting change {given} would undo both; revert change {later} first"
    )]
    ChangedSince {
        /// As given.
        given: usize,
        /// The later change of the same statement that holds.
        later: usize,
        /// The statement.
        path: String,
    },
}

/// Decides.
///
/// # Errors
/// A [`Refusal`] says what stands in the way.
pub fn decide(overlay: &Overlay, command: Command, act: Act) -> Result<Vec<Event>, Refusal> {
    let events = match command {
        Command::Adopt { files, reason } => adopt(overlay, files, &reason, act)?,
        Command::Revert { change, reason } => revert(overlay, change, reason, act)?,
    };
    if events.is_empty() {
        return Err(Refusal::NothingChanged);
    }
    Ok(events)
}

fn adopt(
    overlay: &Overlay,
    files: BTreeMap<String, String>,
    reason: &LongText,
    act: Act,
) -> Result<Vec<Event>, Refusal> {
    if files.len() > FILES_MOST {
        return Err(Refusal::TooMany(files.len()));
    }
    if let Some((path, _)) = files.iter().find(|(_, text)| text.len() > FILE_MOST) {
        return Err(Refusal::TooLong(path.clone()));
    }
    let gone = overlay
        .files
        .keys()
        .filter(|path| !files.contains_key(*path));
    let after = gone.map(|path| (path.clone(), None)).collect::<Vec<_>>();
    let after = after
        .into_iter()
        .chain(files.into_iter().map(|(path, text)| (path, Some(text))));
    let changes = after.filter_map(|(path, after)| {
        let before = overlay.files.get(&path).cloned();
        (before != after).then(|| {
            Event::Changed(Change {
                path,
                before,
                after,
                reason: reason.clone(),
                act,
            })
        })
    });
    Ok(changes.collect())
}

fn revert(
    overlay: &Overlay,
    number: usize,
    reason: LongText,
    act: Act,
) -> Result<Vec<Event>, Refusal> {
    let found = number.checked_sub(1).and_then(|at| overlay.changes.get(at));
    let Some(undone) = found else {
        return Err(Refusal::NoSuchChange {
            given: number,
            most: overlay.changes.len(),
        });
    };
    let before = overlay.files.get(&undone.path).cloned();
    if before == undone.before {
        return Ok(Vec::new());
    }
    if before != undone.after {
        // The first that led to what holds: a later one may itself be the revert of a revert.
        let mut later = (1..).zip(&overlay.changes).skip(number);
        let later = later.find(|(_, it)| it.path == undone.path && it.after == before);
        return Err(Refusal::ChangedSince {
            given: number,
            later: later.map_or(number, |(later, _)| later),
            path: undone.path.clone(),
        });
    }
    Ok(vec![Event::Changed(Change {
        path: undone.path.clone(),
        before,
        after: undone.before.clone(),
        reason,
        act,
    })])
}
