//! `filiform knowledge`.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Subcommand, ValueEnum};
use filiform_app::{Clock as _, SystemClock};
use filiform_knowledge::{Knowledge, LoadErrors, Problem, RuleKind};
use filiform_units::Date;
use miette::{Diagnostic as _, SourceSpan};
use serde::Serialize;

use crate::cli::Global;
use crate::commands::{Answer, local};
use crate::failure::Failure;
use crate::instance;
use crate::output::{count, say, say_json};

/// The clinical knowledge.
#[derive(Debug, Subcommand)]
pub(crate) enum KnowledgeCommand {
    /// Read it all and say what was read, or everything that is wrong with file and line.
    Check {
        /// The folder [default: `--knowledge`, or what is inside the program].
        folder: Option<PathBuf>,
        /// Fail on a review that no longer holds, instead of warning.
        #[arg(long)]
        strict: bool,
        /// The day on which it is checked [default: today].
        #[arg(long, value_name = "DATE", value_parser = date)]
        today: Option<Date>,
    },
    /// Take exactly the statements of a folder as the clinic's own, over the shipped ones.
    Adopt {
        /// A folder with the paths of the knowledge folder, such as `screening/rules/...md`.
        folder: PathBuf,
        /// Who and why.
        #[command(flatten)]
        who: local::Who,
    },
    /// Undo one change of the clinic's own statements.
    Revert {
        /// Its number in the log.
        change: usize,
        /// Who and why.
        #[command(flatten)]
        who: local::Who,
    },
    /// Tell every change of the clinic's own statements.
    Log {
        /// Sign-in name of the person who asks [default: the only practitioner there is].
        #[arg(long = "as", value_name = "LOGIN")]
        login: Option<String>,
    },
    /// Give the whole of it, with its version and licence, for others to use.
    Export {
        /// One JSON document, or a folder of tables.
        #[arg(long, value_enum, default_value_t = Format::Json)]
        format: Format,
        /// The file or folder to write [default for JSON: standard output].
        #[arg(long, value_name = "PATH")]
        to: Option<PathBuf>,
    },
}

/// In which form the knowledge is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One document.
    Json,
    /// One file for each table.
    Csv,
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).map_err(|error| error.to_string())
}

/// Does what was asked with the knowledge.
///
/// # Errors
/// When the folder is not there. What is wrong in it is an answer, not an error.
pub(crate) fn run(global: &Global, command: &KnowledgeCommand) -> anyhow::Result<Answer> {
    match command {
        KnowledgeCommand::Check {
            folder,
            strict,
            today,
        } => {
            let folder = folder.as_deref().or(global.knowledge.as_deref());
            let today = today.unwrap_or_else(|| SystemClock.now().date());
            check(
                global,
                folder,
                Reviews {
                    strict: *strict,
                    today,
                },
            )
        }
        KnowledgeCommand::Adopt { folder, who } => local::adopt(global, folder, who),
        KnowledgeCommand::Revert { change, who } => local::revert(global, *change, who),
        KnowledgeCommand::Log { login } => local::log(global, login.as_deref()),
        KnowledgeCommand::Export { format, to } => {
            export(global, *format, to.as_deref())?;
            Ok(Answer::Fine)
        }
    }
}

/// How reviews are looked at.
#[derive(Clone, Copy)]
struct Reviews {
    /// Whether one that no longer holds is a fault.
    strict: bool,
    today: Date,
}

fn check(global: &Global, folder: Option<&Path>, reviews: Reviews) -> anyhow::Result<Answer> {
    if let Some(folder) = folder
        && !folder.is_dir()
    {
        let what = format!("there is no folder `{}`", folder.display());
        return Err(Failure::new(what, "name the folder that holds `sources.csv`").into());
    }
    let loaded = match folder {
        Some(folder) => Knowledge::load_folder(folder),
        None => Knowledge::embedded(),
    };
    match loaded {
        Ok(knowledge) => {
            let overdue = knowledge.overdue(reviews.today);
            tell_whole(global, folder, &knowledge, &overdue)?;
            Ok(if reviews.strict && !overdue.is_empty() {
                Answer::Wanting
            } else {
                Answer::Fine
            })
        }
        Err(errors) => {
            tell_broken(global, &errors)?;
            Ok(Answer::Wanting)
        }
    }
}

fn export(global: &Global, format: Format, to: Option<&Path>) -> anyhow::Result<()> {
    let knowledge = instance::knowledge(global.knowledge.as_deref())?;
    let export = knowledge.export();
    match (format, to) {
        (Format::Json, None) => say(&export.json()),
        (Format::Json, Some(file)) => write(file, &export.json())?,
        (Format::Csv, None) => {
            let what = "tables need a folder to go to";
            return Err(Failure::new(what, "name it with `--to FOLDER`").into());
        }
        (Format::Csv, Some(folder)) => {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("`{}` cannot be made", folder.display()))?;
            for name in export.tables() {
                let table = export.table(&name).unwrap_or_default();
                write(&folder.join(format!("{name}.csv")), &table)?;
            }
        }
    }
    Ok(())
}

fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(file, text).with_context(|| format!("`{}` cannot be written", file.display()))
}

/// What was read, in JSON.
#[derive(Serialize)]
struct Whole<'a> {
    whole: bool,
    version: &'a str,
    counts: Vec<Counted>,
    overdue: Vec<Overdue<'a>>,
    /// Points with a deep nerve of other segments than theirs, for a person to look at.
    passing_nerves: Vec<String>,
}

/// A statement whose review no longer holds.
#[derive(Serialize)]
struct Overdue<'a> {
    id: &'a str,
    held_until: String,
}

#[derive(Serialize)]
struct Counted {
    what: &'static str,
    count: usize,
}

fn tell_whole(
    global: &Global,
    folder: Option<&Path>,
    knowledge: &Knowledge,
    overdue: &[(String, Date)],
) -> anyhow::Result<()> {
    let passing = knowledge.passing_nerves().into_iter();
    let passing_nerves: Vec<String> = passing
        .map(|(point, nerve)| format!("{}: {}", point.code, nerve.name))
        .collect();
    let counts = counts(knowledge);
    if global.json {
        return say_json(&Whole {
            whole: true,
            version: knowledge.version(),
            counts,
            overdue: overdue
                .iter()
                .map(|(id, due)| Overdue {
                    id,
                    held_until: due.to_string(),
                })
                .collect(),
            passing_nerves,
        });
    }
    let place = folder.map_or_else(
        || "inside the program".to_owned(),
        |folder| format!("in `{}`", folder.display()),
    );
    let mut text = format!("The knowledge {place} is whole.\n");
    for counted in counts {
        text.push_str(&format!("  {:>6}  {}\n", counted.count, counted.what));
    }
    text.push_str(&format!("version {}\n", knowledge.version()));
    if !passing_nerves.is_empty() {
        text.push_str(&format!(
            "look at: {} points name a deep nerve of other segments than theirs ({})\n",
            passing_nerves.len(),
            passing_nerves.join("; ")
        ));
    }
    for (id, due) in overdue {
        text.push_str(&format!(
            "warning: the review of `{id}` held until {due}; look at it again\n"
        ));
    }
    say(&text);
    Ok(())
}

fn counts(knowledge: &Knowledge) -> Vec<Counted> {
    let red_flag = |kind: RuleKind| matches!(kind, RuleKind::RedFlag(_));
    let flags = knowledge
        .rules()
        .iter()
        .filter(|(_, rule)| red_flag(rule.kind))
        .count();
    let rows = [
        ("points", knowledge.points().iter().count()),
        ("regions", knowledge.regions().iter().count()),
        ("muscles", knowledge.muscles().iter().count()),
        ("nerves", knowledge.nerves().iter().count()),
        ("segments", knowledge.segments().iter().count()),
        ("point sets", knowledge.point_sets().iter().count()),
        ("concepts", knowledge.concepts().iter().count()),
        ("medicines", knowledge.ingredients().len()),
        ("laboratory values", knowledge.labs().iter().count()),
        ("screening rules", knowledge.rules().iter().count() - flags),
        ("red flags", flags),
        ("conditions", knowledge.conditions().iter().count()),
        ("benefits", knowledge.benefits().len()),
        ("mechanisms", knowledge.mechanisms().len()),
        ("groups of people", knowledge.groups().len()),
        ("course rules", knowledge.course_rules().len()),
        ("hazards", knowledge.hazards().len()),
        ("kinds of adverse event", knowledge.adverse_events().len()),
        ("published rates", knowledge.rates().len()),
        ("rules of work", knowledge.principles().len()),
        ("things consent covers", knowledge.risks().len()),
        ("plain words for patients", knowledge.plain_words().len()),
        ("trials", knowledge.trials().iter().count()),
        ("outcome instruments", knowledge.instruments().len()),
        ("sources", knowledge.sources().len()),
    ];
    rows.into_iter()
        .map(|(what, count)| Counted { what, count })
        .collect()
}

/// What is wrong, in JSON.
#[derive(Serialize)]
struct Broken<'a> {
    whole: bool,
    problems: Vec<Wrong<'a>>,
}

#[derive(Serialize)]
struct Wrong<'a> {
    file: &'a str,
    line: Option<usize>,
    what: &'a str,
    way_out: Option<&'a str>,
}

/// Tells everything that is wrong, with file and line.
///
/// # Errors
/// When it cannot be printed.
pub(crate) fn tell_broken(global: &Global, errors: &LoadErrors) -> anyhow::Result<()> {
    let problems = &errors.0;
    if global.json {
        let problems = problems.iter().map(|problem| Wrong {
            file: &problem.file,
            line: problem.line,
            what: &problem.what,
            way_out: problem.hint.as_deref(),
        });
        return say_json(&Broken {
            whole: false,
            problems: problems.collect(),
        });
    }
    let mut text: String = problems.iter().map(words).collect();
    text.push_str(&format!(
        "{}; the program does not start with this knowledge\n",
        count(problems.len(), "problem")
    ));
    say(&text);
    Ok(())
}

/// `screening/rules/x.md:4: what`, the line itself, the way out.
fn words(problem: &Problem) -> String {
    let mut text = problem.file.clone();
    if let Some(line) = problem.line {
        text.push_str(&format!(":{line}"));
    }
    text.push_str(&format!(": {}\n", problem.what));
    if let (Some(number), Some(line)) = (problem.line, excerpt(problem)) {
        text.push_str(&format!("    {number:>4} | {line}\n"));
    }
    if let Some(hint) = &problem.hint {
        text.push_str(&format!("    way out: {hint}\n"));
    }
    text
}

fn excerpt(problem: &Problem) -> Option<String> {
    let source = problem.source_code()?;
    let span = SourceSpan::from((0, 0));
    let contents = source.read_span(&span, 0, 0).ok()?;
    let line = std::str::from_utf8(contents.data()).ok()?;
    Some(line.trim_end().to_owned())
}
