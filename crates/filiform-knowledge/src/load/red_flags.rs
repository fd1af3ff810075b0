//! Red flags: rules whose answers are asked item by item, and which refer before the pain is treated.

use serde::Deserialize;
use toml::Spanned;

use super::index::Index;
use super::problem::Problems;
use super::scope::{RawScope, scope};
use super::sheet::one_of;
use super::statement_file::{Marks, RawWithdrawn, StatementFile};
use super::when::{Conditions, RawWhen};
use crate::{Condition, ConditionKey, NeedleNumber, Rule, RuleId, RuleKind, Severity, Urgency};

/// A red flag as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRedFlag {
    id: Spanned<String>,
    title: Spanned<String>,
    severity: Option<Spanned<String>>,
    technique: Option<Spanned<Vec<Spanned<String>>>>,
    status: Spanned<String>,
    policy: bool,
    sources: Vec<Spanned<String>>,
    version: Spanned<u16>,
    reviewed: Spanned<toml::Value>,
    withdrawn: Option<Spanned<RawWithdrawn>>,
    ask_when_unknown: Option<Spanned<bool>>,
    question: Option<Spanned<String>>,
    action: Spanned<String>,
    #[serde(default)]
    scope: RawScope,
    when: Option<RawWhen>,
    urgency: Spanned<String>,
    suspect: Spanned<String>,
    #[serde(default)]
    conditions: Vec<Spanned<String>>,
    positive: Option<Spanned<String>>,
    pub(super) item: Vec<RawItem>,
}

/// One question of a red flag.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawItem {
    pub(super) id: Spanned<String>,
    pub(super) ask: Spanned<String>,
}

const URGENCIES: &[(&str, Urgency)] = &[
    ("E", Urgency::Emergency),
    ("S", Urgency::SameDay),
    ("U", Urgency::Urgent),
    ("R", Urgency::Routine),
];

/// How many items must be answered with yes.
const POSITIVES: &[(&str, u8)] = &[("any", 1), ("at_least_2", 2), ("at_least_3", 3)];

pub(super) fn red_flag(
    raw: &RawRedFlag,
    file: &StatementFile<'_>,
    index: &Index,
    problems: &mut Problems,
) -> Rule {
    file.check_id(&raw.id, problems);
    check_fixed(raw, file, problems);
    let at = file.at_value(&raw.urgency);
    let urgency = one_of("urgency", raw.urgency.get_ref(), at, URGENCIES, problems);
    let when = when(raw, file, index, problems);
    file.required("suspect", &raw.suspect, problems);
    let asks = raw.item.iter().map(|item| item.ask.get_ref().as_str());
    let asks = asks.collect::<Vec<_>>().join(" ");
    let question = raw.question.as_ref();
    let question = question.map_or(asks, |text| file.required("question", text, problems));
    let every = Spanned::new(
        raw.id.span(),
        vec![Spanned::new(raw.id.span(), "ALL".to_owned())],
    );
    let mut scope = scope(
        &raw.scope,
        raw.technique.as_ref().unwrap_or(&every),
        file,
        index,
        problems,
    );
    scope.conditions = conditions(raw, file, index, problems);
    let marks = Marks {
        status: &raw.status,
        policy: raw.policy,
        sources: &raw.sources,
        version: &raw.version,
        reviewed: &raw.reviewed,
        withdrawn: raw.withdrawn.as_ref(),
    };
    Rule {
        id: RuleId::new(raw.id.get_ref()),
        title: file.required("title", &raw.title, problems),
        kind: RuleKind::RedFlag(urgency.unwrap_or(Urgency::Emergency)),
        when,
        scope,
        severity: Severity::Stop,
        ask_when_unknown: true,
        needles: NeedleNumber::Usual,
        question: Some(question),
        action: file.required("action", &raw.action, problems),
        rationale: file.prose.trim().to_owned(),
        provenance: marks.provenance(file, &index.sources, problems),
    }
}

/// What every red flag has in common may be written, but not otherwise.
fn check_fixed(raw: &RawRedFlag, file: &StatementFile<'_>, problems: &mut Problems) {
    if let Some(severity) = &raw.severity
        && severity.get_ref() != "stop"
    {
        let at = file.at_value(severity);
        problems.add_with_hint(
            at,
            "a red flag is always a `stop`",
            "make it a rule instead",
        );
    }
    if let Some(technique) = &raw.technique {
        let is_all = matches!(technique.get_ref().as_slice(), [all] if all.get_ref() == "ALL");
        if !is_all {
            let at = file.at_value(technique);
            problems.add(at, "a red flag holds for every technique: [\"ALL\"]");
        }
    }
    if let Some(asks) = &raw.ask_when_unknown
        && !*asks.get_ref()
    {
        problems.add(
            file.at_value(asks),
            "a red flag always asks when nothing is known",
        );
    }
    if raw.item.is_empty() {
        problems.add(
            file.at_value(&raw.id),
            "a red flag without a question to ask",
        );
    }
}

fn when(
    raw: &RawRedFlag,
    file: &StatementFile<'_>,
    index: &Index,
    problems: &mut Problems,
) -> Condition {
    match (&raw.positive, &raw.when) {
        (None, Some(when)) => {
            let mut conditions = Conditions {
                file,
                index,
                problems,
                severity: Severity::Stop,
            };
            conditions.resolve(when)
        }
        (Some(positive), None) => {
            let at = file.at_value(positive);
            let count =
                one_of("positive", positive.get_ref(), at, POSITIVES, problems).unwrap_or(1);
            if usize::from(count) > raw.item.len() {
                let what = format!("`{}` of {} items", positive.get_ref(), raw.item.len());
                problems.add(at, what);
            }
            let ids = raw
                .item
                .iter()
                .map(|item| format!("{}/{}", file.stem(), item.id.get_ref()));
            let items = ids.filter_map(|id| index.concepts.get(&id));
            let items = items.map(Condition::Concept).collect();
            if count == 1 {
                Condition::Any(items)
            } else {
                Condition::AtLeast { count, of: items }
            }
        }
        (Some(_), Some(_)) | (None, None) => {
            let at = file.at_value(&raw.id);
            problems.add(at, "a red flag needs either `positive` or `[when]`");
            Condition::Anyone
        }
    }
}

fn conditions(
    raw: &RawRedFlag,
    file: &StatementFile<'_>,
    index: &Index,
    problems: &mut Problems,
) -> Vec<ConditionKey> {
    let mut keys = Vec::new();
    for name in &raw.conditions {
        keys.extend(
            index
                .conditions
                .find(name.get_ref(), file.at_value(name), problems),
        );
    }
    keys
}
