//! `filiform screen`.

mod report;
mod words;

use std::path::{Path, PathBuf};

use clap::Args;
use filiform_app::{Clock as _, SystemClock};
use filiform_fhir::ImportedPatient;
use filiform_knowledge::Knowledge;
use filiform_screening::{Chart, Fact, Rulebook, open_questions, screen};
use filiform_units::{Date, Timestamp};

use crate::cli::Global;
use crate::commands::Answer;
use crate::failure::{self, Failure};
use crate::instance;
use crate::output::{complain, say, say_json};
use crate::plan_file::{self, PlanFile};
use crate::{history, output};

/// Screen the people in FHIR R4 files.
#[derive(Debug, Args)]
pub(crate) struct Screen {
    /// FHIR R4 files in JSON or NDJSON, or folders of them.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Screen this plan too: a TOML file with `needles`, `pairs` and `condition`.
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// Screen as of this day or instant [default: now].
    #[arg(long, value_name = "DATE", value_parser = read_now)]
    now: Option<Timestamp>,
}

/// Reads a day (its start in UTC) or an instant.
///
/// # Errors
/// When it is neither.
pub(crate) fn read_now(text: &str) -> Result<Timestamp, String> {
    Date::parse(text)
        .map(Date::start)
        .or_else(|_| Timestamp::parse(text))
        .map_err(|_| {
            format!(
                "`{text}` is neither a day, `2026-11-24`, nor an instant, `2026-11-24T09:30:00Z`"
            )
        })
}

/// What everybody is screened with.
struct Desk {
    knowledge: Knowledge,
    rulebook: Rulebook,
    plan: Option<PlanFile>,
    now: Timestamp,
}

/// Screens everybody in the files. A file that cannot be read does not stop the others.
///
/// # Errors
/// When the knowledge or the plan is broken. Files that cannot be read are told at the end.
pub(crate) fn run(global: &Global, screen: &Screen) -> anyhow::Result<Answer> {
    let knowledge = instance::knowledge(global.knowledge.as_deref())?;
    let rulebook = Rulebook::new(&knowledge);
    let plan = screen
        .plan
        .as_deref()
        .map(|path| plan_file::read(&knowledge, path))
        .transpose()?;
    let desk = Desk {
        knowledge,
        rulebook,
        plan,
        now: screen.now.unwrap_or_else(|| SystemClock.now()),
    };
    let mut report = report::Report::new(&desk);
    for path in history::files(&screen.files)? {
        match desk.file(&path) {
            Ok(file) => {
                if !global.json {
                    say(&words::file(&file));
                }
                report.files.push(file);
            }
            Err(error) => {
                let told = failure::words(&error);
                complain(&told);
                report.errors.push(report::Unread {
                    file: path.display().to_string(),
                    error: told,
                });
            }
        }
    }
    let unread = report.errors.len();
    if global.json {
        say_json(&report)?;
    } else if unread > 0 {
        complain(&format!(
            "{} could not be read",
            output::count(unread, "file")
        ));
    }
    Ok(if unread == 0 {
        Answer::Screened(report.severity())
    } else {
        Answer::NotScreened
    })
}

impl Desk {
    fn file(&self, path: &Path) -> anyhow::Result<report::File> {
        let import = history::read(&self.knowledge, path)?;
        Ok(report::File {
            file: history::file_name(path),
            resources: import.resources,
            unreadable: import
                .unreadable
                .iter()
                .map(|left| {
                    format!(
                        "{} at position {}: {}",
                        left.resource_type, left.position, left.why
                    )
                })
                .collect(),
            patients: import
                .patients
                .iter()
                .map(|patient| self.patient(patient))
                .collect(),
        })
    }

    fn patient(&self, patient: &ImportedPatient) -> report::Patient {
        let identity = patient.to_identity();
        let facts: Vec<Fact> = patient
            .to_facts(self.now)
            .into_iter()
            .map(|(fact, _)| fact)
            .collect();
        let chart = Chart::read(&self.rulebook, &identity.person(), &facts, self.now);
        let empty = filiform_screening::PlanToScreen::default();
        let plan = self.plan.as_ref().map_or(&empty, |file| &file.plan);
        let verdict = screen(&self.rulebook, &chart, plan);
        let questions = open_questions(&self.knowledge, &verdict);
        let labels = self
            .plan
            .as_ref()
            .map_or(&[][..], |file| file.labels.as_slice());
        report::patient(&report::Screened {
            knowledge: &self.knowledge,
            identity: &identity,
            facts: &facts,
            chart: &chart,
            verdict: &verdict,
            questions: &questions,
            labels,
        })
    }
}

/// The facts of the one person in a file.
///
/// # Errors
/// When the file cannot be read or is not about exactly one person.
pub(crate) fn chart_of(
    knowledge: &Knowledge,
    rulebook: &Rulebook,
    path: &Path,
    now: Timestamp,
) -> anyhow::Result<(String, Chart)> {
    let import = history::read(knowledge, path)?;
    let [patient] = import.patients.as_slice() else {
        let people = output::count(import.patients.len(), "patient");
        let what = format!("`{}` holds {people}, not one", path.display());
        return Err(Failure::new(what, "name a file about the one person to plan for").into());
    };
    let identity = patient.to_identity();
    let facts: Vec<Fact> = patient
        .to_facts(now)
        .into_iter()
        .map(|(fact, _)| fact)
        .collect();
    let chart = Chart::read(rulebook, &identity.person(), &facts, now);
    Ok((identity.display_name(), chart))
}
