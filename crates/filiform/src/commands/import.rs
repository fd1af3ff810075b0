//! `filiform import`.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use filiform_app::{Actor, HistoryOutcome, Role, SourceId};
use filiform_fhir::Import as Read;
use filiform_store::StoreError;
use filiform_store::accounts::{self, AccountRow};
use serde::Serialize;

use crate::cli::Global;
use crate::commands::Answer;
use crate::failure::{self, Failure};
use crate::history;
use crate::instance::{self, Instance};
use crate::output::{complain, count, say, say_json, wrapped};

/// Take histories from FHIR R4 files into the database.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// FHIR R4 files in JSON or NDJSON, or folders of them.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Sign-in name of the person who imports [default: the only practitioner there is].
    #[arg(long, value_name = "LOGIN")]
    user: Option<String>,
}

/// The answer in JSON.
#[derive(Serialize)]
struct Report {
    files: Vec<File>,
}

/// What one file brought.
#[derive(Serialize)]
struct File {
    file: String,
    resources: usize,
    types: Vec<Type>,
    unreadable: Vec<Unreadable>,
    patients: Vec<Person>,
    nothing_new: bool,
}

#[derive(Serialize)]
struct Type {
    resource_type: String,
    mapped: usize,
    not_used: usize,
    unreadable: usize,
    reasons: Vec<Reason>,
}

#[derive(Serialize)]
struct Reason {
    reason: &'static str,
    count: usize,
}

#[derive(Serialize)]
struct Unreadable {
    position: usize,
    resource_type: String,
    id: Option<String>,
    why: String,
}

#[derive(Serialize)]
struct Person {
    id: String,
    name: String,
    new: bool,
    added: usize,
    corrected: usize,
    unchanged: usize,
}

/// Takes the files in, one after the other. A file that cannot be read does not stop the others.
///
/// # Errors
/// When the installation does not open or nobody is there to import.
pub(crate) fn run(global: &Global, import: &Import) -> anyhow::Result<Answer> {
    let instance = instance::open_with_right_key(global)?;
    let actor = actor(&instance, import.user.as_deref())?;
    let mut answer = Answer::Fine;
    let mut files = Vec::new();
    for path in history::files(&import.files)? {
        let taken = history::read(instance.app.knowledge(), &path)
            .and_then(|read| take_in(&instance, &actor, history::file_name(&path), &read));
        match taken {
            Ok(file) => {
                if !global.json {
                    say(&words(&file));
                }
                files.push(file);
            }
            Err(error) => {
                complain(&failure::words(&error));
                answer = Answer::Wanting;
            }
        }
    }
    if global.json {
        say_json(&Report { files })?;
    }
    Ok(answer)
}

fn take_in(instance: &Instance, actor: &Actor, file: String, read: &Read) -> anyhow::Result<File> {
    let mut outcomes = Vec::new();
    for patient in &read.patients {
        outcomes.push(history::take_in(&instance.app, actor, &file, patient)?);
    }
    let unchanged = |outcome: &HistoryOutcome| {
        outcome.source == SourceId::Known && outcome.added + outcome.corrected == 0
    };
    Ok(File {
        file,
        resources: read.resources,
        types: types(read),
        unreadable: unreadable(read),
        nothing_new: outcomes.iter().all(unchanged),
        patients: outcomes.into_iter().map(person).collect(),
    })
}

fn types(read: &Read) -> Vec<Type> {
    let counts = read.counts.iter();
    counts
        .map(|(kind, counts)| Type {
            resource_type: kind.clone(),
            mapped: counts.mapped,
            not_used: counts.not_used,
            unreadable: counts.unreadable,
            reasons: read
                .not_used
                .iter()
                .filter(|left| left.resource_type == *kind)
                .map(|left| Reason {
                    reason: left.reason,
                    count: left.count,
                })
                .collect(),
        })
        .collect()
}

fn unreadable(read: &Read) -> Vec<Unreadable> {
    let left = read.unreadable.iter();
    left.map(|left| Unreadable {
        position: left.position,
        resource_type: left.resource_type.clone(),
        id: left.id.clone(),
        why: left.why.clone(),
    })
    .collect()
}

fn person(outcome: HistoryOutcome) -> Person {
    Person {
        id: outcome.patient.to_string(),
        name: outcome.name,
        new: outcome.source == SourceId::New,
        added: outcome.added,
        corrected: outcome.corrected,
        unchanged: outcome.unchanged,
    }
}

fn words(file: &File) -> String {
    let mut text = format!("{}: {}\n", file.file, count(file.resources, "resource"));
    for kind in &file.types {
        text.push_str(&format!(
            "  {:<22} {:>5} mapped",
            kind.resource_type, kind.mapped
        ));
        if kind.not_used > 0 {
            text.push_str(&format!(", {} not used", kind.not_used));
        }
        if kind.unreadable > 0 {
            text.push_str(&format!(", {} unreadable", kind.unreadable));
        }
        text.push('\n');
        for reason in &kind.reasons {
            text.push_str(&wrapped(
                "      not used: ",
                &format!("{} ({})", reason.reason, reason.count),
            ));
        }
    }
    for left in &file.unreadable {
        text.push_str(&wrapped(
            "  unreadable: ",
            &format!(
                "{} at position {}: {}",
                left.resource_type, left.position, left.why
            ),
        ));
    }
    for person in &file.patients {
        let who = if person.new { "new" } else { "known" };
        text.push_str(&format!(
            "  {} ({who}): {} added, {} corrected, {} unchanged\n",
            person.name,
            count(person.added, "fact"),
            person.corrected,
            person.unchanged
        ));
    }
    if file.patients.is_empty() {
        text.push_str("  nobody is in this file\n");
    } else if file.nothing_new {
        text.push_str("  nothing new\n");
    }
    text
}

/// The person who does something at the command line: the one named, or the only practitioner.
///
/// # Errors
/// When nobody, or nobody alone, is meant.
pub(crate) fn actor(instance: &Instance, login: Option<&str>) -> anyhow::Result<Actor> {
    let login = login.map(str::to_lowercase);
    let found = instance.database.view(move |tx| {
        let mut people = Vec::new();
        for clinic in accounts::clinics(tx)? {
            people.extend(accounts::accounts(tx, clinic.id)?);
        }
        Ok::<_, StoreError>(people)
    });
    let people = found.context("the people of the clinic could not be read")?;
    let account = match login {
        Some(login) => people
            .into_iter()
            .find(|row| row.login == login)
            .ok_or_else(|| {
                let what = format!("nobody signs in as `{login}`");
                Failure::new(what, "name somebody who does with `--user`")
            })?,
        None => only_practitioner(people)?,
    };
    let role = Role::parse(&account.role)
        .with_context(|| format!("`{}` is not a role this program knows", account.role))?;
    Ok(Actor {
        clinic: account.clinic,
        account: account.id,
        name: account.name,
        role,
    })
}

fn only_practitioner(people: Vec<AccountRow>) -> Result<AccountRow, Failure> {
    let mut practitioners = people
        .into_iter()
        .filter(|row| row.role == Role::Practitioner.as_str());
    match (practitioners.next(), practitioners.next()) {
        (Some(only), None) => Ok(only),
        (Some(_), Some(_)) => Err(Failure::new(
            "there are several practitioners, and every import has a name under it",
            "say who imports with `--user LOGIN`",
        )),
        (None, _) => Err(Failure::new(
            "there is no practitioner yet, and every import has a name under it",
            "add one with `filiform user add`, or name somebody with `--user LOGIN`",
        )),
    }
}
