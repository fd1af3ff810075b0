//! Facts and a plan in, a verdict with its reasons out.
//!
//! ```text
//! knowledge --Rulebook::new--> indexes, once
//! facts --Chart::read--> what each concept means now --screen(plan)--> Verdict
//! ```
//!
//! Evaluated per needle, never per person alone, so that removing one needle can clear a verdict.
//! What was never asked is unknown, and unknown is never no.

mod chart;
mod difference;
mod evaluate;
mod explain;
mod fact;
mod plan;
mod privileges;
mod questionnaire;
mod questions;
mod recognise;
mod rulebook;
mod screen;
mod verdict;
mod words;

pub use chart::{Chart, Evidence, LabReading};
pub use difference::{Change, Found, difference, found};
pub use explain::{Explanation, explain};
pub use fact::{Code, Fact, FactKind, FactState, Person, Quantity, RecordedStatus};
pub use plan::{ElectrodePair, Needle, PlanToScreen};
pub use privileges::{PrivilegeNeed, needed_for, privileges_needed, privileges_of_needle};
pub use questionnaire::{Proof, Questionnaire, questionnaire};
pub use questions::{AskedOf, Question, Subject, only_counts_against, open_questions};
pub use recognise::{Assertion, How, Meaning, Recognised};
pub use rulebook::Rulebook;
pub use screen::{NeedleScreen, Screener, current_takes, screen};
pub use verdict::{Alternative, AppliesTo, Finding, Reason, Verdict};
