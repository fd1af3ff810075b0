//! What may happen to a protocol.

use filiform_knowledge::Knowledge;

use super::{Content, Event, Protocol, Version, Withdrawal, name_key};
use crate::{Act, LongText, PlanError, ShortText};

/// An order about a protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Save it, as the first version or as a new one.
    Save {
        /// What it says from now on.
        content: Content,
    },
    /// Take it out of use.
    Withdraw {
        /// Why.
        reason: LongText,
    },
}

/// Why an order was refused. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The plan has no needle to keep.
    #[error("the plan has no needles, so there is nothing to keep as a protocol")]
    NoNeedles,
    /// The plan does not make sense.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// No such condition.
    #[error("there is no condition `{0}` in the knowledge base; the atlas lists them")]
    UnknownCondition(String),
    /// The name stands for another protocol.
    #[error(
        "`{name}` is already a protocol for another condition (`{condition}`); choose another name"
    )]
    OtherCondition {
        /// The name.
        name: ShortText,
        /// The condition that it is for.
        condition: String,
    },
    /// A new version has to have something new.
    #[error("`{0}` says exactly this already; nothing was changed")]
    NothingChanged(ShortText),
    /// There is nothing under this name yet.
    #[error("this protocol was never saved")]
    NeverSaved,
    /// It is out of use.
    #[error("the protocol `{name}` was withdrawn: {reason}")]
    Withdrawn {
        /// Its name.
        name: ShortText,
        /// Why.
        reason: LongText,
    },
    /// Every point of it left the knowledge base.
    #[error("no point of the protocol `{0}` is in the knowledge base any more")]
    NothingLeft(ShortText),
    /// Somebody saved a new version meanwhile.
    #[error(
        "the protocol `{name}` was saved again: version {chosen} was chosen, it is now version {now}; look at it and choose again"
    )]
    SavedAgain {
        /// Its name.
        name: ShortText,
        /// The version that was chosen.
        chosen: u32,
        /// The version now.
        now: u32,
    },
}

/// Decides.
///
/// # Errors
/// A [`Refusal`] says what stands in the way.
pub fn decide(
    knowledge: &Knowledge,
    protocol: &Protocol,
    command: Command,
    act: Act,
) -> Result<Vec<Event>, Refusal> {
    let event = match command {
        Command::Save { content } => {
            check(knowledge, &content)?;
            refuse_known(protocol, &content)?;
            Event::Saved(Version { content, act })
        }
        Command::Withdraw { reason } => {
            protocol.offered(protocol.number())?;
            Event::Withdrawn(Withdrawal { reason, act })
        }
    };
    Ok(vec![event])
}

fn check(knowledge: &Knowledge, content: &Content) -> Result<(), Refusal> {
    if content.plan.needles.is_empty() {
        return Err(Refusal::NoNeedles);
    }
    let condition = content.condition.as_str();
    if knowledge.condition_key(condition).is_none() {
        return Err(Refusal::UnknownCondition(condition.to_owned()));
    }
    Ok(content.plan.check(knowledge)?)
}

/// A name stands for one condition, and a new version says something new.
fn refuse_known(protocol: &Protocol, content: &Content) -> Result<(), Refusal> {
    let Some(Version { content: held, .. }) = protocol.latest() else {
        return Ok(());
    };
    if held.condition != content.condition {
        return Err(Refusal::OtherCondition {
            name: held.name.clone(),
            condition: held.condition.to_string(),
        });
    }
    let is_same = held.plan == content.plan
        && held.note == content.note
        && held.side == content.side
        && name_key(&held.name) == name_key(&content.name);
    if is_same && protocol.withdrawn.is_none() {
        return Err(Refusal::NothingChanged(held.name.clone()));
    }
    Ok(())
}
