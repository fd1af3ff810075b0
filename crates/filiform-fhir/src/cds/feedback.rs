//! What became of cards. Of the words that come with it nothing is kept: they may name the patient.

use filiform_knowledge::Knowledge;
use filiform_units::Timestamp;
use serde_json::Value;

use super::cards::REASONS;
use super::json::{list, text};
use super::{CANONICAL, CardId, HookError, REQUEST_LIMIT};

/// Most cards of one message.
const MOST: usize = 200;

/// What somebody did with a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardOutcome {
    /// A suggestion was taken.
    Accepted,
    /// It was put aside.
    Overridden,
}

impl CardOutcome {
    /// The word that is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Overridden => "overridden",
        }
    }
}

/// Feedback on one card, without anything about the patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardFeedback {
    /// The card.
    pub card: CardId,
    /// The rule that spoke; `unknown` when it is no longer there.
    pub rule: String,
    /// What was done.
    pub outcome: CardOutcome,
    /// Why it was put aside: one of our codes, or `other`.
    pub reason: Option<&'static str>,
}

/// Reads feedback.
///
/// # Errors
/// When it is no feedback, or one part of it is not.
pub fn read_feedback(knowledge: &Knowledge, bytes: &[u8]) -> Result<Vec<CardFeedback>, HookError> {
    if bytes.len() > REQUEST_LIMIT {
        return Err(HookError::TooLarge {
            limit: REQUEST_LIMIT,
        });
    }
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        HookError::NotJson(format!("line {}, column {}", error.line(), error.column()))
    })?;
    let items = list(&value, "feedback");
    if items.is_empty() {
        return Err(HookError::Member {
            member: "feedback",
            expected: "a list of outcomes",
        });
    }
    if items.len() > MOST {
        return Err(HookError::TooMany {
            what: "outcomes",
            found: items.len(),
            limit: MOST,
        });
    }
    items.iter().map(|item| one(knowledge, item)).collect()
}

fn one(knowledge: &Knowledge, item: &Value) -> Result<CardFeedback, HookError> {
    let wrong = |member, expected| HookError::Member { member, expected };
    let card = text(item, "card").and_then(CardId::parse).ok_or(wrong(
        "feedback.card",
        "the `uuid` of a card of this service",
    ))?;
    let outcome = match text(item, "outcome") {
        Some("accepted") => CardOutcome::Accepted,
        Some("overridden") => CardOutcome::Overridden,
        Some(_) | None => return Err(wrong("feedback.outcome", "`accepted` or `overridden`")),
    };
    let when = text(item, "outcomeTimestamp").and_then(|text| Timestamp::parse(text).ok());
    if when.is_none() {
        return Err(wrong("feedback.outcomeTimestamp", "an instant"));
    }
    let taken = list(item, "acceptedSuggestions");
    let is_named = !taken.is_empty() && taken.iter().all(|one| text(one, "id").is_some());
    if outcome == CardOutcome::Accepted && !is_named {
        return Err(wrong(
            "feedback.acceptedSuggestions",
            "a list of suggestions by `id`",
        ));
    }
    Ok(CardFeedback {
        card,
        rule: card.rule(knowledge).unwrap_or("unknown").to_owned(),
        outcome,
        reason: match outcome {
            CardOutcome::Accepted => None,
            CardOutcome::Overridden => item.get("overrideReason").map(reason),
        },
    })
}

/// One of our own codes. Anything else is `other`.
fn reason(value: &Value) -> &'static str {
    let Some(coding) = value.get("reason") else {
        return "other";
    };
    let system = format!("{CANONICAL}/CodeSystem/override-reason");
    let is_ours = text(coding, "system").is_none_or(|found| found == system);
    REASONS
        .into_iter()
        .map(|(code, _)| code)
        .find(|code| is_ours && text(coding, "code") == Some(code))
        .unwrap_or("other")
}
