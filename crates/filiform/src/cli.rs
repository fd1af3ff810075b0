//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::commands;

/// The clinical record system of a practice for Western medical acupuncture.
///
/// Filiform informs a clinician. It never decides and never diagnoses.
#[derive(Debug, Parser)]
#[command(name = "filiform", version, propagate_version = true)]
pub(crate) struct Cli {
    /// Where things are and how to answer.
    #[command(flatten)]
    pub(crate) global: Global,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where things are and how to answer.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct Global {
    /// The database file.
    #[arg(
        long,
        global = true,
        env = "FILIFORM_DATABASE",
        default_value = "filiform.db",
        value_name = "FILE"
    )]
    pub(crate) database: PathBuf,
    /// The key that opens the record [default: the database file with `.key` added].
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) key_file: Option<PathBuf>,
    /// A knowledge folder to use in place of the one inside the program.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(crate) knowledge: Option<PathBuf>,
    /// Answer in JSON.
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the pages of a clinic.
    Serve(commands::serve::Serve),
    /// Show everything with invented patients in a clinic that is thrown away.
    Demo(commands::demo::Demo),
    /// Take histories from FHIR R4 files into the database.
    Import(commands::import::Import),
    /// Screen the people in FHIR R4 files, with or without a plan; needs no database.
    Screen(commands::screen::Screen),
    /// Propose needles for a condition, with reasons; needs no database.
    Plan(commands::plan::Plan),
    /// Prove that the record is whole.
    Verify,
    /// People who sign in.
    User {
        /// What to do with them.
        #[command(subcommand)]
        command: commands::user::User,
    },
    /// Cards in other record systems.
    Hooks {
        /// What to do about them.
        #[command(subcommand)]
        command: commands::hooks::HooksCommand,
    },
    /// The clinical knowledge.
    Knowledge {
        /// What to do with it.
        #[command(subcommand)]
        command: commands::knowledge::KnowledgeCommand,
    },
}
