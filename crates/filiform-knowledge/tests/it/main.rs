//! What the loader promises.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests fail like tests, and a skipped test says so"
)]

mod body;
mod broken;
mod coverage;
mod coverage_evidence;
mod coverage_records;
mod fixture;
mod instruments;
mod lifetime;
mod local;
mod meaning;
mod noise;
mod plain;
mod reckon;
mod records;
mod search;
mod shipped;
