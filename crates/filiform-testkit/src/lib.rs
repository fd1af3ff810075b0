//! Builders, given/when/then and a fixed clock for tests.
//!
//! ```
//! use filiform_care::session::{Command, Refusal};
//! use filiform_testkit::{given_session, needles_placed, needles_removed, session_started};
//!
//! given_session(&[session_started(), needles_placed(6), needles_removed(5)])
//!     .when(Command::Sign)
//!     .refused(&Refusal::NeedlesRemain { remaining: 1, inserted: 6 });
//! ```
//!
//! Builders give plain values with good defaults; a test changes what it is about with struct update:
//! `Fact { status: RecordedStatus::Ended, ..a_fact("Warfarin Sodium 5 MG Oral Tablet") }`. Whatever does
//! not fit panics where the test stands.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that is written wrongly should end at once and say where"
)]

mod act;
#[cfg(feature = "browser")]
pub mod browser;
mod clock;
mod course;
mod ids;
mod knowledge;
mod patient;
mod plan;
mod protocol;
mod scenario;
mod session;

pub use act::{a_clinician, an_act, an_act_after, long, mm, short};
pub use clock::Clock;
pub use course::{
    a_complaint, a_course, a_measure, a_patient_id, course_opened, measure_recorded, plan_agreed,
    plan_drafted,
};
pub use ids::Ids;
pub use knowledge::knowledge;
pub use patient::{
    a_fact, a_patient, a_problem, an_imported_fact, asked_fact, facts_recorded, patient_registered,
};
pub use plan::{a_free_needle, a_needle, a_plan, a_site};
pub use protocol::{a_protocol, a_protocol_id, protocol_saved, protocol_withdrawn};
pub use scenario::{
    Given, When, given_course, given_patient, given_preferences, given_protocol, given_session,
};
pub use session::{
    a_session_of, all_removed, an_insertion, counted, needle, needle_accounted_for, needles_placed,
    needles_removed, session_signed, session_started,
};
