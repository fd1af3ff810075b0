//! Rules of the planner.
#![expect(
    clippy::expect_used,
    reason = "the helpers of a test should end at once and say where"
)]

mod agreement;
mod alternatives;
mod dose;
mod evaluate;
mod explain;
mod laws;
mod model;
mod pairs;
mod plan;
mod solver;
mod support;
