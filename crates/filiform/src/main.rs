//! Filiform: the clinical record system of a practice for Western medical acupuncture.
//!
//! This crate only wires: it reads the command line, opens the database, asks the use cases and the
//! engines, and prints what they answer.

mod cli;
mod commands;
mod demo;
mod failure;
mod history;
mod hooks_file;
mod instance;
mod key_file;
mod output;
mod password;
mod plan_file;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::Cli;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(told) => {
            // Nothing more can be said when the terminal is gone.
            let _ = told.print();
            return if told.use_stderr() {
                ExitCode::from(commands::USAGE)
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    start_log();
    match commands::run(cli) {
        Ok(answer) => ExitCode::from(answer.code()),
        Err(error) => {
            output::complain(&failure::words(&error));
            ExitCode::FAILURE
        }
    }
}

/// Logs go to standard error. `FILIFORM_LOG` sets the level: `warn` unless it says otherwise.
fn start_log() {
    let level = std::env::var("FILIFORM_LOG").unwrap_or_else(|_| "warn".to_owned());
    let filter = tracing_subscriber::EnvFilter::try_new(&level);
    let (filter, wrong) = match filter {
        Ok(filter) => (filter, None),
        Err(error) => (tracing_subscriber::EnvFilter::new("warn"), Some(error)),
    };
    let log = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(filter);
    // A second subscriber is impossible here: this is the only place that sets one.
    let _ = log.try_init();
    if let Some(error) = wrong {
        tracing::warn!(%error, "`FILIFORM_LOG` is not a level; `warn` is used");
    }
}
