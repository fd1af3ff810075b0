//! Events of a clinic's protocol, format 1.

use filiform_care::Act;
use filiform_care::protocol::{Content, Event, Fit, FromProtocol, Version, Withdrawal};
use filiform_knowledge::ConditionId;
use filiform_units::ProtocolId;
use serde::{Deserialize, Serialize};

use super::parts::{StoredAct, StoredPlan, laterality, long, opt_long, short, told};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stored {
    ProtocolSaved {
        name: String,
        note: Option<String>,
        condition: String,
        side: String,
        plan: StoredPlan,
        act: StoredAct,
    },
    ProtocolWithdrawn {
        reason: String,
        act: StoredAct,
    },
}

pub(super) fn to_stored(event: &Event) -> (&'static str, Stored, Act) {
    match event {
        Event::Saved(Version { content, act }) => {
            let stored = Stored::ProtocolSaved {
                name: content.name.to_string(),
                note: content.note.as_ref().map(ToString::to_string),
                condition: content.condition.to_string(),
                side: content.side.as_str().to_owned(),
                plan: StoredPlan::of(&content.plan),
                act: StoredAct::of(*act),
            };
            ("protocol_saved", stored, *act)
        }
        Event::Withdrawn(Withdrawal { reason, act }) => {
            let stored = Stored::ProtocolWithdrawn {
                reason: reason.to_string(),
                act: StoredAct::of(*act),
            };
            ("protocol_withdrawn", stored, *act)
        }
    }
}

pub(super) fn from_stored(stored: &Stored) -> Result<Event, String> {
    Ok(match stored {
        Stored::ProtocolSaved {
            name,
            note,
            condition,
            side,
            plan,
            act,
        } => Event::Saved(Version {
            content: Content {
                name: short(name)?,
                note: opt_long(note.as_ref())?,
                condition: ConditionId::new(condition),
                side: laterality(side)?,
                plan: plan.read()?,
            },
            act: act.read()?,
        }),
        Stored::ProtocolWithdrawn { reason, act } => Event::Withdrawn(Withdrawal {
            reason: long(reason)?,
            act: act.read()?,
        }),
    })
}

/// Where a draft came from, as the event of a course keeps it.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredFrom {
    protocol: String,
    name: String,
    version: u32,
    fit: String,
    left_out: Vec<String>,
}

impl From<&FromProtocol> for StoredFrom {
    fn from(from: &FromProtocol) -> Self {
        Self {
            protocol: from.protocol.to_string(),
            name: from.name.to_string(),
            version: from.version,
            fit: from.fit.as_str().to_owned(),
            left_out: from.left_out.clone(),
        }
    }
}

impl StoredFrom {
    pub(super) fn read(&self) -> Result<FromProtocol, String> {
        Ok(FromProtocol {
            protocol: told(ProtocolId::parse(&self.protocol))?,
            name: short(&self.name)?,
            version: self.version,
            fit: Fit::parse(&self.fit).ok_or_else(|| format!("unknown fit `{}`", self.fit))?,
            left_out: self.left_out.clone(),
        })
    }
}
