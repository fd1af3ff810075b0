//! The program from outside: what is typed, what it answers, what is on the disk afterwards.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on ends, and says what it skips"
)]

mod bundles;
mod demo;
mod ehr;
mod hooks;
mod hooks_client;
mod hooks_support;
mod import;
mod knowledge;
mod local;
mod plan;
mod screen;
mod serve;
mod support;
mod user;
mod verify;
