//! What the loader promises.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail like tests"
)]

mod broken;
mod coverage;
mod fixture;
mod meaning;
mod noise;
mod shipped;
