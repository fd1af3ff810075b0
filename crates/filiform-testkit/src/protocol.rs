//! Protocols.

use filiform_care::Plan;
use filiform_care::protocol::{Content, Event, Version, Withdrawal};
use filiform_knowledge::ConditionId;
use filiform_units::{Laterality, ProtocolId};

use crate::{an_act, long, short};

/// The id of a protocol.
pub const fn a_protocol_id() -> ProtocolId {
    ProtocolId::from_bits(0x9407_0000_0000_4000_8000_0000_0000_0001)
}

/// `Knee, ours`: this plan for osteoarthritis of a knee on this side.
pub fn a_protocol(side: Laterality, plan: Plan) -> Content {
    Content {
        name: short("Knee, ours"),
        note: None,
        condition: ConditionId::new("knee_oa"),
        side,
        plan,
    }
}

/// A protocol was saved.
pub fn protocol_saved(content: Content) -> Vec<Event> {
    vec![Event::Saved(Version {
        content,
        act: an_act(),
    })]
}

/// A protocol was withdrawn.
pub fn protocol_withdrawn(reason: &str) -> Vec<Event> {
    vec![Event::Withdrawn(Withdrawal {
        reason: long(reason),
        act: an_act(),
    })]
}
