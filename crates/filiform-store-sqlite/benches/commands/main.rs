//! Durable commands per second: the bare database against the whole path of a use case.
//!
//! Both sides write the same bytes into the same tables and indexes (event, session, needle, audit) with
//! the same settings, through one thread that flushes once for everything that waits; both answer after
//! the flush. The bare side is handed its rows. Ours loads the session, decides that a needle may be
//! placed, seals, hashes, appends, projects and audits.
//!
//! `cargo bench -p filiform-store-sqlite` prints a table; `-- 5` takes five turns instead of three.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark prints its table, and ends when it cannot run"
)]

mod bare;
mod whole;

use std::time::Duration;

/// Clients at once, and commands of each.
const LOADS: [(u32, u32); 3] = [(1, 3_000), (16, 1_500), (64, 780)];

/// A client's session: it begins, then so many needles go in; then the next one begins.
const COMMANDS_OF_SESSION: u32 = 13;

fn main() {
    let turns = std::env::args().find_map(|text| text.parse().ok());
    let turns: usize = turns.unwrap_or(3);
    println!("durable commands per second, {turns} turns: min / median / max");
    println!("clients            bare rusqlite                 whole path        ratio");
    for (clients, commands) in LOADS {
        let (mut bare, mut whole, mut ratio) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..turns {
            let ours = whole::run(clients, commands);
            let theirs = bare::run(&ours.rows, clients);
            let total = f64::from(clients * commands);
            let (ours, theirs) = (per_second(total, ours.took), per_second(total, theirs));
            bare.push(theirs);
            whole.push(ours);
            ratio.push(ours / theirs);
        }
        let (bare, whole, ratio) = (spread(bare), spread(whole), spread(ratio));
        println!(
            "{clients:>7}  {:>7.0} /{:>7.0} /{:>7.0}  {:>7.0} /{:>7.0} /{:>7.0}  {:.2} / {:.2} / {:.2}",
            bare[0], bare[1], bare[2], whole[0], whole[1], whole[2], ratio[0], ratio[1], ratio[2],
        );
    }
}

fn per_second(commands: f64, took: Duration) -> f64 {
    commands / took.as_secs_f64()
}

/// Least, median and most.
fn spread(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    let at = |index: usize| values.get(index).copied().unwrap_or(f64::NAN);
    [
        at(0),
        at(values.len() / 2),
        at(values.len().saturating_sub(1)),
    ]
}
