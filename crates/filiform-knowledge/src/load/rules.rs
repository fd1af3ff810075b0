//! Screening rules.

use serde::Deserialize;
use toml::Spanned;

use super::index::Index;
use super::problem::Problems;
use super::scope::{RawScope, scope};
use super::sheet::one_of;
use super::statement_file::{Marks, RawWithdrawn, StatementFile};
use super::when::{Conditions, RawWhen};
use crate::{Condition, NeedleNumber, Rule, RuleId, RuleKind, Severity};

/// A rule as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRule {
    id: Spanned<String>,
    title: Spanned<String>,
    severity: Spanned<String>,
    technique: Spanned<Vec<Spanned<String>>>,
    status: Spanned<String>,
    policy: bool,
    sources: Vec<Spanned<String>>,
    version: Spanned<u16>,
    reviewed: Spanned<toml::Value>,
    withdrawn: Option<Spanned<RawWithdrawn>>,
    ask_when_unknown: Spanned<bool>,
    question: Option<Spanned<String>>,
    action: Spanned<String>,
    needles: Option<Spanned<String>>,
    #[serde(default)]
    scope: RawScope,
    when: Option<RawWhen>,
}

/// The words for severities.
pub(super) const SEVERITIES: &[(&str, Severity)] = &[
    ("stop", Severity::Stop),
    ("refer", Severity::Refer),
    ("ask", Severity::Ask),
    ("caution", Severity::Caution),
    ("note", Severity::Note),
    ("none", Severity::None),
];

const NEEDLE_NUMBERS: &[(&str, NeedleNumber)] =
    &[("usual", NeedleNumber::Usual), ("few", NeedleNumber::Few)];

pub(super) fn rule(
    raw: &RawRule,
    file: &StatementFile<'_>,
    index: &Index,
    problems: &mut Problems,
) -> Rule {
    file.check_id(&raw.id, problems);
    let at = file.at_value(&raw.severity);
    let severity = one_of("severity", raw.severity.get_ref(), at, SEVERITIES, problems);
    let question = raw
        .question
        .as_ref()
        .map(|text| file.required("question", text, problems));
    if *raw.ask_when_unknown.get_ref() && question.is_none() {
        let at = file.at_value(&raw.ask_when_unknown);
        let hint = "add a `question` that a patient can answer";
        problems.add_with_hint(
            at,
            "the rule asks when nothing is known, but has no question",
            hint,
        );
    }
    let when = raw.when.as_ref().map(|when| {
        let mut conditions = Conditions {
            file,
            index,
            problems,
            severity: severity.unwrap_or(Severity::Stop),
        };
        conditions.resolve(when)
    });
    let needles = raw.needles.as_ref().and_then(|needles| {
        let (word, at) = (needles.get_ref(), file.at_value(needles));
        one_of("needles", word, at, NEEDLE_NUMBERS, problems)
    });
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
        kind: RuleKind::Precaution,
        when: when.unwrap_or(Condition::Anyone),
        scope: scope(&raw.scope, &raw.technique, file, index, problems),
        severity: severity.unwrap_or(Severity::Stop),
        ask_when_unknown: *raw.ask_when_unknown.get_ref(),
        question,
        action: file.required("action", &raw.action, problems),
        needles: needles.unwrap_or_default(),
        rationale: file.prose.trim().to_owned(),
        provenance: marks.provenance(file, &index.sources, problems),
    }
}
