//! A finding in plain words.

use filiform_knowledge::{Knowledge, Severity, Source};

use crate::{Fact, Finding};

/// A finding in words, for pages, letters and the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Title of the rule.
    pub title: String,
    /// What the finding says here.
    pub severity: Severity,
    /// Why, one sentence a reason: the record's own words, its status, its date, where it came from.
    pub because: Vec<String>,
    /// What the clinician does.
    pub action: String,
    /// A way on that clears the finding, in words.
    pub alternative: Option<String>,
    /// The plain question that settles it.
    pub question: Option<String>,
    /// How soon a red flag wants to be seen.
    pub urgency: Option<&'static str>,
    /// Letter of the verification: `V`, `V2`, `M` or `P`.
    pub letter: &'static str,
    /// What the letter means.
    pub letter_words: &'static str,
    /// Whether severity or threshold is clinic policy.
    pub policy: bool,
    /// The reasoning, for a reader.
    pub rationale: String,
    /// Sources that exist in the knowledge base.
    pub sources: Vec<Source>,
}

/// Says a finding in plain British English.
pub fn explain(knowledge: &Knowledge, _facts: &[Fact], finding: &Finding) -> Explanation {
    let rule = knowledge.rule(finding.rule);
    Explanation {
        title: rule.title.clone(),
        severity: finding.severity,
        because: Vec::new(),
        action: rule.action.clone(),
        alternative: None,
        question: rule.question.clone(),
        urgency: None,
        letter: rule.provenance.verification.letter(),
        letter_words: rule.provenance.verification.words(),
        policy: rule.provenance.policy,
        rationale: rule.rationale.clone(),
        sources: Vec::new(),
    }
}
