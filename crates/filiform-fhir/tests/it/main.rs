//! What an import promises.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "helpers of tests fail as tests do, and a skipped test says so"
)]

mod cds;
mod cds_laws;
mod cds_support;
mod files;
mod laws;
mod mapping;
mod support;
mod synthea;
