//! The use cases on a real database: who may do what, and that everything happens once, whole or not
//! at all.
#![expect(
    clippy::expect_used,
    reason = "a test that is broken should end and say where"
)]

mod access;
mod audit;
mod import;
mod links;
mod local;
mod on_body;
mod once;
mod plan_edits;
mod preferences;
mod privileges;
mod protocols;
mod referral;
mod rescreen;
mod safety;
mod sign_in;
mod story;
mod use_cases;
mod words;
mod world;
