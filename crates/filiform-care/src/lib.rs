//! Patient, course and session: commands become events, events become state.
//!
//! ```text
//! decide(state, command, ...) -> Ok(events) | Err(refusal)     rules live here, and only here
//! evolve(state, event)        -> state                          total: history is read, never refused
//! ```
//!
//! No clock, no ids made here: `now`, the actor and new ids come in with the command.

pub mod course;
mod drawing;
mod lot;
pub mod overlay;
pub mod patient;
mod plan;
pub mod preference;
mod privilege;
pub mod protocol;
pub mod session;
mod skin;
mod text;

pub use drawing::{DrawingError, PAIN_AREAS_MAX, PainArea, PainDrawing, PainKind};
pub use lot::{LotError, LotLabel};
pub use plan::{
    CO_TREATMENTS_MAX, Changed, CoTreatment, CoTreatmentKind, ElectricalPair, JoinedPair,
    NEEDLES_MAX, Plan, PlanDifference, PlanError, PlannedNeedle, Site, nearest_point, resolve,
};
pub use privilege::{Authority, Need, NoPrivilege, Privileges};
pub use skin::{NEAR_MM, SkinSite, Tapped};
pub use text::{LongText, ShortText, TextError};

use filiform_units::{PractitionerId, Timestamp};

/// Who did it, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Act {
    /// The person signed in.
    pub by: PractitionerId,
    /// The instant, by the server's clock.
    pub at: Timestamp,
}
