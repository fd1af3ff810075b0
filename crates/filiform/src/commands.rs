//! One file per command.

pub(crate) mod demo;
pub(crate) mod import;
pub(crate) mod knowledge;
pub(crate) mod plan;
pub(crate) mod screen;
pub(crate) mod serve;
pub(crate) mod user;
pub(crate) mod verify;

use filiform_knowledge::Severity;

use crate::cli::{Cli, Command};

/// How a command ended that did what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Nothing is wrong.
    Fine,
    /// The answer itself is that something is wrong.
    Wanting,
    /// Everybody was screened; the highest severity.
    Screened(Severity),
    /// Somebody or something could not be screened.
    NotScreened,
}

/// Exit status of `screen` when the command line cannot be understood.
pub(crate) const USAGE: u8 = 64;

impl Answer {
    /// The exit status of the program. For `screen` it tells the verdict, and 64 and above that there is
    /// none; docs/integrate/command-line.md describes it.
    pub(crate) const fn status(self) -> u8 {
        match self {
            Self::Fine | Self::Screened(Severity::None | Severity::Note) => 0,
            Self::Wanting | Self::Screened(Severity::Caution) => 1,
            Self::Screened(Severity::Ask | Severity::Refer) => 2,
            Self::Screened(Severity::Stop) => 3,
            Self::NotScreened => USAGE + 1,
        }
    }
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
        Command::Screen(screen) => Ok(screen::run(global, &screen)),
        Command::Plan(plan) => plan::run(global, &plan),
        Command::Verify => verify::run(global),
        Command::User { command } => user::run(global, &command),
        Command::Knowledge { command } => knowledge::run(global, &command),
    }
}
