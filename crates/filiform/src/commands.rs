//! One file per command.

pub(crate) mod demo;
pub(crate) mod import;
pub(crate) mod knowledge;
pub(crate) mod plan;
pub(crate) mod screen;
pub(crate) mod serve;
pub(crate) mod user;
pub(crate) mod verify;

use crate::cli::{Cli, Command};

/// How a command ended that did what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Nothing is wrong.
    Fine,
    /// The answer itself is that something is wrong: exit code 1.
    Wanting,
}

/// Does what was typed.
///
/// # Errors
/// Whatever kept the command from doing what it was asked.
pub(crate) fn run(cli: Cli) -> anyhow::Result<Answer> {
    let global = &cli.global;
    match cli.command {
        Command::Serve(serve) => serve::run(global, &serve),
        Command::Demo(demo) => demo::run(global, &demo),
        Command::Import(import) => import::run(global, &import),
        Command::Screen(screen) => screen::run(global, &screen),
        Command::Plan(plan) => plan::run(global, &plan),
        Command::Verify => verify::run(global),
        Command::User { command } => user::run(global, &command),
        Command::Knowledge { command } => knowledge::run(global, &command),
    }
}
