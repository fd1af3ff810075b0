//! What is sent, member by member. Nothing empty is ever sent.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

/// The services on offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Discovery {
    /// One entry for each service and hook.
    pub services: Vec<DescribedService>,
}

/// One service on one hook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DescribedService {
    /// The hook.
    pub hook: &'static str,
    /// A name for people.
    pub title: &'static str,
    /// What it does.
    pub description: &'static str,
    /// The last part of its address.
    pub id: &'static str,
    /// Queries whose answers are to be sent along.
    pub prefetch: BTreeMap<&'static str, &'static str>,
    /// What a caller has to keep to.
    pub usage_requirements: String,
}

/// The answer to a request.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cards {
    /// The cards, the most serious first. The only list that may be empty: nothing to say.
    pub cards: Vec<Card>,
}

/// How serious a card is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Indicator {
    /// Worth knowing.
    Info,
    /// Ask, discuss, or go ahead modified.
    Warning,
    /// Do not do this.
    Critical,
}

/// One card.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Card {
    /// Its id, by which feedback names it.
    pub uuid: String,
    /// One line, under 140 characters.
    pub summary: String,
    /// Reasons, what to do, certainty and sources, in GitHub Flavored Markdown.
    pub detail: String,
    /// How serious.
    pub indicator: Indicator,
    /// Where it comes from.
    pub source: Label,
    /// Ways on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<Suggestion>,
    /// `at-most-one` whenever there are suggestions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selection_behavior: Option<&'static str>,
    /// Reasons to offer to someone who goes on regardless.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub override_reasons: Vec<Coding>,
}

/// The source of a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Label {
    /// Name.
    pub label: String,
    /// The page that holds the statement.
    pub url: String,
}

/// A code with words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coding {
    /// Code system.
    pub system: String,
    /// Code.
    pub code: &'static str,
    /// Words.
    pub display: &'static str,
}

/// A way on that the clinician may take.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Suggestion {
    /// Words for a button.
    pub label: String,
    /// Its id, by which feedback names it.
    pub uuid: String,
    /// What the other system does when it is taken.
    pub actions: Vec<Action>,
}

/// A change to a draft.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Action {
    /// Always `update`: the order as it was sent, with one thing changed.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What changes, in words.
    pub description: String,
    /// The changed draft.
    pub resource: Value,
}
