//! Stored formats and the seal: what is written today is read for ever, and only by whoever may.
#![expect(
    clippy::expect_used,
    reason = "a test that is broken should end and say where"
)]

mod any;
mod bad_input;
mod formats;
mod seal;
