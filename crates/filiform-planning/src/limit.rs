//! How many needles a session may have.

use filiform_knowledge::NeedleNumber;

use crate::policy;

/// What the person knows of needles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Experience {
    /// The first session, or nobody knows of an earlier one.
    First,
    /// There was an earlier session in this clinic.
    Some,
}

/// The most needles of a proposal: few in a first session, and few where a rule of screening says so for
/// this person ([`Screener::few_needles`](filiform_screening::Screener::few_needles)).
///
/// The numbers are planning policy. A clinician who wants more adds them by hand.
pub const fn needle_limit(experience: Experience, number: NeedleNumber) -> u8 {
    match (experience, number) {
        (Experience::Some, NeedleNumber::Usual) => policy::USUAL_NEEDLES,
        (Experience::First, NeedleNumber::Usual | NeedleNumber::Few)
        | (Experience::Some, NeedleNumber::Few) => policy::FEW_NEEDLES,
    }
}
