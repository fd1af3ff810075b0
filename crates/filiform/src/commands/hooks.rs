//! `filiform hooks`.

use std::collections::BTreeMap;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use filiform_knowledge::Knowledge;
use filiform_store::feedback::FeedbackCount;
use serde::Serialize;

use crate::cli::Global;
use crate::commands::Answer;
use crate::instance;
use crate::output::{count, say, say_json};

/// Cards in other record systems.
#[derive(Debug, Subcommand)]
pub(crate) enum HooksCommand {
    /// Tell how often cards were taken up and how often they were put aside, rule by rule.
    Feedback(Feedback),
}

/// Tell how often cards were taken up and how often they were put aside.
#[derive(Debug, Args)]
pub(crate) struct Feedback {
    /// The clinic, when there are several.
    #[arg(long, value_name = "NAME")]
    clinic: Option<String>,
}

/// What became of the cards of one rule.
#[derive(Debug, Default, Serialize)]
struct Became {
    accepted: u64,
    overridden: u64,
    /// Of those put aside, how often each reason was given.
    reasons: BTreeMap<String, u64>,
}

/// Does what was asked about cards.
///
/// # Errors
/// When the installation does not open.
pub(crate) fn run(global: &Global, command: &HooksCommand) -> anyhow::Result<Answer> {
    match command {
        HooksCommand::Feedback(feedback) => tell(global, feedback),
    }
}

fn tell(global: &Global, feedback: &Feedback) -> anyhow::Result<Answer> {
    let instance = instance::open_as_it_is(global)?;
    let clinics = instance.app.clinics();
    let clinics = clinics.context("the clinics could not be read")?;
    let clinic = instance::clinic(&clinics, feedback.clinic.as_deref())?;
    let counts = instance.app.card_feedback(clinic);
    let rules = by_rule(counts.context("the feedback could not be read")?);
    if global.json {
        say_json(&rules)?;
    } else {
        say(&words(instance.app.knowledge(), &rules));
    }
    Ok(Answer::Fine)
}

fn by_rule(counts: Vec<FeedbackCount>) -> BTreeMap<String, Became> {
    let mut rules: BTreeMap<String, Became> = BTreeMap::new();
    for count in counts {
        let became = rules.entry(count.rule).or_default();
        if count.outcome == "accepted" {
            became.accepted += count.cards;
        } else {
            became.overridden += count.cards;
            if let Some(reason) = count.reason {
                *became.reasons.entry(reason).or_default() += count.cards;
            }
        }
    }
    rules
}

fn words(knowledge: &Knowledge, rules: &BTreeMap<String, Became>) -> String {
    if rules.is_empty() {
        return "No other system has said what became of a card.".to_owned();
    }
    let mut text = String::new();
    for (rule, became) in rules {
        let statement = knowledge
            .rules()
            .iter()
            .find(|(_, known)| known.id.as_str() == rule);
        let title = statement.map_or("", |(_, known)| known.title.as_str());
        let all = became.accepted + became.overridden;
        let shown = count(usize::try_from(all).unwrap_or(usize::MAX), "card");
        text.push_str(&format!(
            "{rule}  {title}\n  {shown}: {} taken up, {} put aside\n",
            became.accepted, became.overridden
        ));
        for (reason, times) in &became.reasons {
            text.push_str(&format!("    {times} x {reason}\n"));
        }
    }
    text
}
