//! The pages of a running demonstration, in Chromium and over plain HTTP.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "the helpers of tests end a test that is written wrongly, and say what they skip"
)]

mod accessible;
mod alternatives;
mod atlas;
mod body;
mod clinic;
mod clinician;
#[path = "../it/ehr.rs"]
mod ehr;
mod hooks;
#[path = "../it/hooks_support.rs"]
#[expect(dead_code, reason = "the other test program uses the rest")]
mod hooks_support;
mod plan_edit;
mod protocols;
mod refusals;
mod screening;
#[path = "../it/support.rs"]
#[expect(dead_code, reason = "the other test program uses the rest")]
mod support;
mod thread;
mod wire;
