//! One file per command.

pub(crate) mod demo;
pub(crate) mod hooks;
pub(crate) mod import;
pub(crate) mod knowledge;
pub(crate) mod local;
pub(crate) mod plan;
pub(crate) mod screen;
pub(crate) mod serve;
pub(crate) mod user;
pub(crate) mod verify;

use filiform_knowledge::Severity;

use crate::cli::{Cli, Command};
use crate::failure;
use crate::output::complain;

/// How a command ended that did what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Nothing is wrong.
    Fine,
    /// The answer itself is that something is wrong: exit code 1.
    Wanting,
    /// The highest severity of a screen, told by the exit code.
    Screened(Severity),
    /// There was something that could not be screened.
    NotScreened,
}

impl Answer {
    /// The exit code. That of a screen tells the verdict, and stays clear of it when there is none.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Fine | Self::Screened(Severity::None | Severity::Note) => 0,
            Self::Wanting | Self::Screened(Severity::Caution) => 1,
            Self::Screened(Severity::Ask | Severity::Refer) => 2,
            Self::Screened(Severity::Stop) => 3,
            Self::NotScreened => 65,
        }
    }
}

/// The exit code when the command line itself cannot be understood.
pub(crate) const USAGE: u8 = 64;

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
        Command::Screen(screen) => Ok(screen::run(global, &screen).unwrap_or_else(|error| {
            complain(&failure::words(&error));
            Answer::NotScreened
        })),
        Command::Plan(plan) => plan::run(global, &plan),
        Command::Verify => verify::run(global),
        Command::User { command } => user::run(global, &command),
        Command::Hooks { command } => hooks::run(global, &command),
        Command::Knowledge { command } => knowledge::run(global, &command),
    }
}
