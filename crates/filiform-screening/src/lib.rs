//! Facts and a plan in, a verdict with its reasons out.
//!
//! ```text
//! facts --Chart::read--> what each concept means now --screen(plan)--> Verdict
//! ```
//!
//! Evaluated per needle, never per person alone, so that removing one needle can clear a verdict.
//! What was never asked is unknown, and unknown is never no.

mod fact;
mod plan;
mod verdict;

pub use fact::{Code, Fact, FactKind, FactState, Person, Quantity, RecordedStatus};
pub use plan::{ElectrodePair, Needle, PlanToScreen};
pub use verdict::{Alternative, AppliesTo, Finding, Reason, Verdict};
