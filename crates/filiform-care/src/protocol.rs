//! A clinic's own protocol: a plan that it keeps under a name for a condition.
//!
//! A protocol is habit of one clinic and no evidence. It is changed by saving it again under its name, and
//! taken out of use by withdrawing it; what was saved before stays in the record.

mod decide;
mod take;

pub use decide::{Command, Refusal, decide};
pub use take::{Fit, Taken, fit, take};

use filiform_knowledge::ConditionId;
use filiform_units::{Laterality, ProtocolId};

use crate::{Act, LongText, Plan, ShortText};

/// What one version of a protocol says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Its name, the same in every version but for its spelling.
    pub name: ShortText,
    /// What the clinic wants to remember about it.
    pub note: Option<LongText>,
    /// The condition it is for.
    pub condition: ConditionId,
    /// The side of the complaint for which the plan was made.
    pub side: Laterality,
    /// The plan.
    pub plan: Plan,
}

/// One version of a protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// What it says.
    pub content: Content,
    /// Who saved it, and when.
    pub act: Act,
}

/// A protocol was taken out of use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// Why.
    pub reason: LongText,
    /// Who withdrew it, and when.
    pub act: Act,
}

/// What happened to a protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A version was saved; it is in use from now on.
    Saved(Version),
    /// It was taken out of use.
    Withdrawn(Withdrawal),
}

/// A protocol as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Protocol {
    /// Every version, oldest first. People count them from 1.
    pub versions: Vec<Version>,
    /// Why it is out of use, if it is.
    pub withdrawn: Option<Withdrawal>,
}

impl Protocol {
    /// The version saved last; `None` before it was ever saved.
    pub fn latest(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// The number of the version saved last, from 1; 0 before it was ever saved.
    pub fn number(&self) -> u32 {
        u32::try_from(self.versions.len()).unwrap_or(u32::MAX)
    }

    /// What the version with this number says, while it is the one in use.
    ///
    /// # Errors
    /// When the protocol was never saved, was withdrawn, or has a later version.
    pub fn offered(&self, version: u32) -> Result<&Content, Refusal> {
        let latest = self.latest().ok_or(Refusal::NeverSaved)?;
        if let Some(withdrawal) = &self.withdrawn {
            return Err(Refusal::Withdrawn {
                name: latest.content.name.clone(),
                reason: withdrawal.reason.clone(),
            });
        }
        if version != self.number() {
            return Err(Refusal::SavedAgain {
                name: latest.content.name.clone(),
                chosen: version,
                now: self.number(),
            });
        }
        Ok(&latest.content)
    }
}

/// Where a plan came from: it is kept with the draft, so that the record reads without the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FromProtocol {
    /// Which protocol.
    pub protocol: ProtocolId,
    /// Its name then.
    pub name: ShortText,
    /// Its version, from 1.
    pub version: u32,
    /// Whether it was mirrored.
    pub fit: Fit,
    /// Its needles whose points were gone, in words.
    pub left_out: Vec<String>,
}

impl FromProtocol {
    /// `“Knee, ours”, version 2, mirrored`.
    pub fn words(&self) -> String {
        let fit = match self.fit {
            Fit::AsSaved => "",
            Fit::Mirrored => ", mirrored",
        };
        format!("“{}”, version {}{fit}", self.name, self.version)
    }
}

/// What makes two names the same: capitals and the width of gaps do not count.
pub fn name_key(name: &ShortText) -> String {
    let words: Vec<&str> = name.as_str().split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Reads one event. Total: history is never refused.
#[must_use]
pub fn evolve(mut protocol: Protocol, event: &Event) -> Protocol {
    match event {
        Event::Saved(version) => {
            protocol.versions.push(version.clone());
            protocol.withdrawn = None;
        }
        Event::Withdrawn(withdrawal) => protocol.withdrawn = Some(withdrawal.clone()),
    }
    protocol
}
