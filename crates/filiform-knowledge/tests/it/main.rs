//! What the loader promises.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests fail like tests, and a skipped test says so"
)]

mod broken;
mod coverage;
mod fixture;
mod meaning;
mod noise;
mod shipped;
