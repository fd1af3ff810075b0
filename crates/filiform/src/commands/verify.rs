//! `filiform verify`.

use anyhow::Context as _;
use filiform_app::Verification;
use serde::Serialize;

use crate::cli::Global;
use crate::commands::Answer;
use crate::instance;
use crate::output::{count, say, say_json, wrapped};

/// The answer in JSON.
#[derive(Serialize)]
struct Report {
    whole: bool,
    clinics: Vec<Clinic>,
}

/// What was proved of one clinic.
#[derive(Serialize)]
struct Clinic {
    name: String,
    whole: bool,
    events: u64,
    head: String,
    streams: u64,
    erased: u64,
    faults: Vec<String>,
}

/// Proves the record of every clinic.
///
/// # Errors
/// When the database does not open. A broken record is an answer, not an error.
pub(crate) fn run(global: &Global) -> anyhow::Result<Answer> {
    let instance = instance::open_as_it_is(global)?;
    let proved = instance
        .app
        .verify_all()
        .context("the record could not be read")?;
    let clinics: Vec<_> = proved.into_iter().map(clinic).collect();
    let report = Report {
        whole: clinics.iter().all(|clinic| clinic.whole),
        clinics,
    };
    if global.json {
        say_json(&report)?;
    } else {
        say(&words(&report));
    }
    Ok(if report.whole {
        Answer::Fine
    } else {
        Answer::Wanting
    })
}

fn clinic(proved: Verification) -> Clinic {
    let report = proved.report;
    Clinic {
        name: proved.name,
        whole: report.faults.is_empty(),
        events: report.events,
        head: report.head,
        streams: report.streams,
        erased: report.erased,
        faults: report.faults.iter().map(ToString::to_string).collect(),
    }
}

fn words(report: &Report) -> String {
    let mut text = String::new();
    for clinic in &report.clinics {
        let verdict = if clinic.whole { "whole" } else { "BROKEN" };
        text.push_str(&format!("{}: {verdict}\n", clinic.name));
        text.push_str(&format!("  events   {}\n", clinic.events));
        text.push_str(&format!("  head     {}\n", clinic.head));
        text.push_str(&format!(
            "  rebuilt  {} and compared",
            streams(clinic.streams)
        ));
        if clinic.erased > 0 {
            text.push_str(&format!("; {} of erased patients", clinic.erased));
        }
        text.push('\n');
        for fault in &clinic.faults {
            text.push_str(&wrapped("  fault    ", fault));
        }
    }
    if report.clinics.is_empty() {
        text.push_str("There is no clinic in this database, so there is nothing to prove.\n");
    } else if report.whole {
        text.push_str(&wrapped(
            "",
            "Keep number and head of the events elsewhere, on paper or in another system: only a kept \
             head shows that nothing was cut off at the end.",
        ));
    } else {
        text.push_str(&wrapped(
            "",
            "way out: stop, keep this file as it is, and compare it with the newest backup.",
        ));
    }
    text
}

fn streams(number: u64) -> String {
    count(usize::try_from(number).unwrap_or(usize::MAX), "stream")
}
