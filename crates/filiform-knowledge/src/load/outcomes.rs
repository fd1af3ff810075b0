//! The rule by which a course is judged.

use serde::Deserialize;
use toml::Spanned;

use super::files::{Files, WORKING_RULE};
use super::index::Index;
use super::problem::{At, Problems};
use super::statement_file::{Marks, RawWithdrawn, StatementFile};
use super::wording;
use crate::WorkingRule;

/// The rule, as written.
pub(super) struct Outcomes<'a> {
    working_rule: Option<(StatementFile<'a>, RawWorkingRule)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWorkingRule {
    id: Spanned<String>,
    responding_percent: Spanned<u8>,
    not_responding_percent: u8,
    first_check_sessions: Spanned<u8>,
    decision_sessions: u8,
    status: Spanned<String>,
    policy: bool,
    sources: Vec<Spanned<String>>,
    version: Spanned<u16>,
    reviewed: Spanned<toml::Value>,
    withdrawn: Option<Spanned<RawWithdrawn>>,
    text: Spanned<String>,
}

impl<'a> Outcomes<'a> {
    pub(super) fn read(files: &'a Files<'_>, problems: &mut Problems) -> Self {
        let Some(text) = files.text(WORKING_RULE) else {
            problems.add(At::file(WORKING_RULE), "the file is missing");
            return Self { working_rule: None };
        };
        let file = StatementFile::split(WORKING_RULE, text, problems);
        let working_rule = file.and_then(|file| {
            wording::check(&file, problems);
            Some((file, file.parse(problems)?))
        });
        Self { working_rule }
    }

    /// The working rule; `None` when it cannot be read, which is a problem already.
    pub(super) fn working_rule(
        &self,
        index: &Index,
        problems: &mut Problems,
    ) -> Option<WorkingRule> {
        let (file, raw) = self.working_rule.as_ref()?;
        file.check_id(&raw.id, problems);
        let responding = *raw.responding_percent.get_ref();
        if responding > 100 || raw.not_responding_percent >= responding {
            let at = file.at_value(&raw.responding_percent);
            problems.add_with_hint(
                at,
                "the percentages are not in order within 0 to 100",
                "`not_responding_percent` lies below `responding_percent`",
            );
        }
        let first = *raw.first_check_sessions.get_ref();
        if first == 0 || first > raw.decision_sessions {
            let at = file.at_value(&raw.first_check_sessions);
            problems.add(
                at,
                "the first look comes after session 0 and before the decision",
            );
        }
        let marks = Marks {
            status: &raw.status,
            policy: raw.policy,
            sources: &raw.sources,
            version: &raw.version,
            reviewed: &raw.reviewed,
            withdrawn: raw.withdrawn.as_ref(),
        };
        Some(WorkingRule {
            responding_percent: responding,
            not_responding_percent: raw.not_responding_percent,
            first_check_sessions: first,
            decision_sessions: raw.decision_sessions,
            text: file.required("text", &raw.text, problems),
            provenance: marks.provenance(file, &index.sources, problems),
        })
    }
}
