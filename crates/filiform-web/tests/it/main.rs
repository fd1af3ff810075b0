//! Every page in every state: what it reads like, and what every page must keep to.
#![expect(
    clippy::unwrap_used,
    reason = "the helpers of tests end a test that is written wrongly"
)]

mod assets;
mod body;
mod islands;
mod pages;
