//! What the screen answers, rule by rule, in the words of the safety reference.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that meets something unexpected has failed"
)]

mod bleeding;
mod devices;
mod difference;
mod explaining;
mod false_alarms;
mod fuzz;
mod infection;
mod laws;
mod lexicon;
mod mind;
mod places;
mod pregnancy;
mod questionnaire;
mod recognition;
mod red_flags;
mod rules;
mod states;
mod structure;
mod support;
mod unread;
mod withdrawn;
