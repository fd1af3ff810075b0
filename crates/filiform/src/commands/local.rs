//! `filiform knowledge adopt`, `log` and `revert`: a clinic's own statements over the shipped ones.

mod difference;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use clap::Args;
use filiform_app::{AppError, Reader};
use filiform_care::LongText;
use filiform_care::overlay::{Change, Command as Order, Overlay};
use filiform_knowledge::{FileSource as _, Folder};
use serde::Serialize;

use crate::cli::Global;
use crate::commands::{Answer, import, knowledge};
use crate::failure::Failure;
use crate::instance::{self, Instance, Shipped};
use crate::output::{count, say, say_json};

/// Who changes the knowledge of a clinic, and why.
#[derive(Debug, Args)]
pub(crate) struct Who {
    /// Sign-in name of the person who changes it.
    #[arg(long = "as", value_name = "LOGIN")]
    login: String,
    /// Why; it stands in the record.
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

impl Who {
    fn reason(&self) -> anyhow::Result<LongText> {
        LongText::new(&self.reason).map_err(|error| {
            let way_out = "say in a sentence why the statement changes";
            Failure::new(format!("the reason: {error}"), way_out).into()
        })
    }
}

/// Takes exactly the statements of a folder as the clinic's own.
///
/// # Errors
/// When they cannot be read, are refused, or the installation does not open.
pub(crate) fn adopt(global: &Global, folder: &Path, who: &Who) -> anyhow::Result<Answer> {
    let files = statements(folder)?;
    let order = Order::Adopt {
        files,
        reason: who.reason()?,
    };
    change(global, who, order)
}

/// Undoes one change.
///
/// # Errors
/// When there is no such change, or the installation does not open.
pub(crate) fn revert(global: &Global, number: usize, who: &Who) -> anyhow::Result<Answer> {
    let order = Order::Revert {
        change: number,
        reason: who.reason()?,
    };
    change(global, who, order)
}

/// Tells every change, the newest last.
///
/// # Errors
/// When the installation does not open.
pub(crate) fn log(global: &Global, login: Option<&str>) -> anyhow::Result<Answer> {
    let instance = instance::open_to_mend(global)?;
    let actor = import::actor(&instance, login)?;
    let overlay = instance.app.local_knowledge(&actor)?.state;
    tell(global, &instance, &overlay, 0)?;
    Ok(Answer::Fine)
}

fn change(global: &Global, who: &Who, order: Order) -> anyhow::Result<Answer> {
    let instance = instance::open_to_mend(global)?;
    let actor = import::actor(&instance, Some(&who.login))?;
    let known = instance.app.local_knowledge(&actor)?.state.changes.len();
    let shipped = Shipped(global.knowledge.clone());
    let read: Reader = Box::new(move |local| shipped.layered(local));
    match instance.app.change_local(&actor, order, read) {
        Ok(changed) => {
            tell(global, &instance, &changed.state, known)?;
            Ok(Answer::Fine)
        }
        Err(AppError::Knowledge(errors)) => {
            knowledge::tell_broken(global, &errors)?;
            Ok(Answer::Wanting)
        }
        Err(error) => Err(error.into()),
    }
}

/// Every `.md` file below a folder, by its path below it.
fn statements(folder: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    if !folder.is_dir() {
        let what = format!("there is no folder `{}`", folder.display());
        let way_out =
            "name one with the paths of the knowledge folder, such as `screening/rules/...md`";
        return Err(Failure::new(what, way_out).into());
    }
    let files = Folder(folder.to_owned());
    let read = files.files().map_err(|problems| {
        let what = format!("`{}` cannot be read", folder.display());
        let first = problems
            .first()
            .map_or_else(String::new, ToString::to_string);
        Failure::new(what, first)
    })?;
    let texts = read.into_iter();
    Ok(texts
        .map(|(path, text)| (path.into_owned(), text.into_owned()))
        .collect())
}

#[derive(Serialize)]
struct Told<'a> {
    number: usize,
    path: &'a str,
    by: String,
    at: String,
    reason: String,
    removed: Vec<String>,
    added: Vec<String>,
}

/// Tells the changes after the first `known`.
fn tell(
    global: &Global,
    instance: &Instance,
    overlay: &Overlay,
    known: usize,
) -> anyhow::Result<()> {
    let names = instance.people().context("the people could not be read")?;
    let changes = (1..).zip(&overlay.changes).skip(known);
    let told: Vec<Told<'_>> = changes
        .map(|(number, change)| {
            let (removed, added) = difference(change, instance);
            Told {
                number,
                path: &change.path,
                by: names.get(&change.act.by).cloned().unwrap_or_default(),
                at: change.act.at.to_string(),
                reason: change.reason.to_string(),
                removed,
                added,
            }
        })
        .collect();
    if global.json {
        return say_json(&told);
    }
    for change in &told {
        say(&format!(
            "{}. {} by {}, {}: {}\n",
            change.number, change.path, change.by, change.at, change.reason
        ));
        for line in &change.removed {
            say(&format!("   - {line}\n"));
        }
        for line in &change.added {
            say(&format!("   + {line}\n"));
        }
    }
    let local = overlay.files.len();
    say(&format!(
        "{} in force when the program starts the next time\n",
        count(local, "local statement")
    ));
    Ok(())
}

/// Lines that left and lines that came; where the shipped text stood before or stands again, it counts.
fn difference(change: &Change, instance: &Instance) -> (Vec<String>, Vec<String>) {
    let shipped = instance.shipped_text(&change.path);
    let text = |own: &Option<String>| own.clone().or_else(|| shipped.clone()).unwrap_or_default();
    let (before, after) = (text(&change.before), text(&change.after));
    difference::of(&before, &after)
}
