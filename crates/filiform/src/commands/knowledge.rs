//! `filiform knowledge`.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use filiform_knowledge::{Knowledge, LoadErrors, Problem, RuleKind};
use miette::{Diagnostic as _, SourceSpan};
use serde::Serialize;

use crate::cli::Global;
use crate::commands::Answer;
use crate::failure::Failure;
use crate::output::{count, say, say_json};

/// The clinical knowledge.
#[derive(Debug, Subcommand)]
pub(crate) enum KnowledgeCommand {
    /// Read it all and say what was read, or everything that is wrong with file and line.
    Check {
        /// The folder [default: `--knowledge`, or what is inside the program].
        folder: Option<PathBuf>,
    },
}

/// Does what was asked with the knowledge.
///
/// # Errors
/// When the folder is not there. What is wrong in it is an answer, not an error.
pub(crate) fn run(global: &Global, command: &KnowledgeCommand) -> anyhow::Result<Answer> {
    let KnowledgeCommand::Check { folder } = command;
    let folder = folder.as_deref().or(global.knowledge.as_deref());
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
            tell_whole(global, folder, &knowledge)?;
            Ok(Answer::Fine)
        }
        Err(errors) => {
            tell_broken(global, &errors)?;
            Ok(Answer::Wanting)
        }
    }
}

/// What was read, in JSON.
#[derive(Serialize)]
struct Whole<'a> {
    whole: bool,
    version: &'a str,
    counts: Vec<Counted>,
}

#[derive(Serialize)]
struct Counted {
    what: &'static str,
    count: usize,
}

fn tell_whole(global: &Global, folder: Option<&Path>, knowledge: &Knowledge) -> anyhow::Result<()> {
    let counts = counts(knowledge);
    if global.json {
        return say_json(&Whole {
            whole: true,
            version: knowledge.version(),
            counts,
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

fn tell_broken(global: &Global, errors: &LoadErrors) -> anyhow::Result<()> {
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
