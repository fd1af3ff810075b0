//! The ledger on SQLite: the rules of every database, and what only this one can suffer.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that is broken should end and say where"
)]

mod child;
mod conformance;
mod faults;
mod kill;
mod place;
mod schema;
mod tampering;
