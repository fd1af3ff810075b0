//! Names of things in the knowledge base, and the dense keys that the engines index by.
//!
//! A *name* (`PointCode`, `RuleId`, ...) is what a clinician writes and what a record stores. A *key*
//! (`PointKey`, ...) is the row number in one loaded [`Knowledge`](crate::Knowledge): fast, and
//! meaningless outside it.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

macro_rules! name_type {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes the text as it is; whether it exists is for [`Knowledge`](crate::Knowledge) to say.
            pub fn new(text: &str) -> Self {
                Self(Arc::from(text))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )+};
}

name_type! {
    /// A needling point by its WHO code: `ST36`, `EX-LE4`.
    PointCode,
    /// A part of the body as the tables divide it: `leg-anterior`.
    RegionId,
    /// A set of points that rules speak of: `PS-DEEP`.
    PointSetId,
    /// A clinical idea that facts are recognised as: `pacemaker`, `M-VKA`, `rf-cauda/saddle`.
    ConceptId,
    /// A laboratory value: `inr`.
    LabId,
    /// A screening rule or red flag: `anticoag-deep`.
    RuleId,
    /// A source: `safety-S29`.
    SourceId,
    /// A condition that people are needled for: `knee_oa`.
    ConditionId,
    /// A claim about the body: `endorphin`.
    MechanismId,
    /// An area of benefit: `headache`.
    BenefitId,
    /// A group of people: `sport`.
    GroupId,
    /// A rule of a payer or guideline body on a course: `cms-ncd-30-3-3`.
    CourseRuleId,
    /// A trial: `tara-1`.
    TrialId,
    /// An adverse event: `AE-PTX`.
    AdverseCode,
    /// A hazard of a place: `lung-apex`.
    HazardId,
    /// A risk or piece of information that consent covers: `bruise`.
    RiskId,
    /// A rule of work or reckoning: `needle-count`.
    PrincipleId,
    /// What a clinician may be trusted with: `thoracic-needling`.
    PrivilegeId,
    /// A muscle by its English or Latin name: `tibialis anterior`.
    MuscleName,
    /// A nerve by its name: `deep fibular nerve`.
    NerveName,
    /// A spinal or cranial segment: `L4`, `V2`, `CN XI`.
    SegmentName,
}

macro_rules! key_type {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) u16);

        impl $name {
            /// Row number, from 0, in file order.
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl crate::table::Key for $name {
            fn from_index(index: usize) -> Self {
                Self(u16::try_from(index).unwrap_or(u16::MAX))
            }

            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )+};
}

key_type! {
    /// Row of a point.
    PointKey,
    /// Row of a region.
    RegionKey,
    /// Row of a point set.
    PointSetKey,
    /// Row of a concept.
    ConceptKey,
    /// Row of a laboratory value.
    LabKey,
    /// Row of a rule.
    RuleKey,
    /// Row of a condition.
    ConditionKey,
    /// Row of a muscle.
    MuscleKey,
    /// Row of a nerve.
    NerveKey,
    /// Row of a segment, below 64.
    SegmentKey,
    /// Row of a mechanism.
    MechanismKey,
    /// Row of an area of benefit.
    BenefitKey,
    /// Row of a group of people.
    GroupKey,
    /// Row of a course rule.
    CourseRuleKey,
    /// Row of a trial.
    TrialKey,
}
