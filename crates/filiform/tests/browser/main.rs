//! The pages of a running demonstration, in Chromium and over plain HTTP.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "the helpers of tests end a test that is written wrongly, and say what they skip"
)]

mod accessible;
mod atlas;
mod clinic;
mod refusals;
mod screening;
mod thread;
mod wire;
