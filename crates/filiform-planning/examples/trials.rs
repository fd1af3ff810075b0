//! Prints how far plans agree with trials that they did not know: the tables of `docs/planner.md`.
//!
//! `cargo run --release -p filiform-planning --example trials`
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use filiform_knowledge::Knowledge;
use filiform_planning::agreement::{agreement, table};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let knowledge = Knowledge::embedded()?;
    print!("{}", table(&knowledge, &agreement(&knowledge)));
    Ok(())
}
