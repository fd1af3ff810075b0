//! Patient, course and session: what may happen, and what is refused.
#![expect(
    clippy::unwrap_used,
    reason = "the helpers of tests end a test that is written wrongly"
)]

mod course;
mod draft;
mod laws;
mod lot;
mod overlay;
mod patient;
mod plan;
mod plan_difference;
mod preference;
mod protocol;
mod session;
mod skin;
mod text;
