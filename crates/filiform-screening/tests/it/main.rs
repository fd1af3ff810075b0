//! What the screen answers, rule by rule, in the words of the safety reference.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that meets something unexpected has failed"
)]

mod bleeding;
mod devices;
mod explaining;
mod false_alarms;
mod infection;
mod laws;
mod lexicon;
mod mind;
mod places;
mod pregnancy;
mod recognition;
mod red_flags;
mod states;
mod structure;
mod support;
mod withdrawn;
