//! From findings to cards.

use std::fmt::Write as _;

use filiform_knowledge::{Knowledge, Review, RuleKind, Severity};
use filiform_screening::{
    AppliesTo, Explanation, Fact, Finding, Reason, Verdict, explain, open_questions,
};
use serde_json::Value;

use super::json::short;
use super::needles::Described;
use super::suggestions::suggestion;
use super::wire::{Card, Coding, Indicator, Label};
use super::{CANONICAL, CardId};

const QUESTIONS: &str = "open-questions";
const INCOMPLETE: &str = "check-incomplete";
const MORE: &str = "more-findings";

/// Cards that are about the check itself and not about one rule.
pub(super) const NAMES: [&str; 3] = [QUESTIONS, INCOMPLETE, MORE];

/// Cards that a clinician may be expected to look at. A stop is always a card of its own.
const MOST: usize = 20;

/// Lines of one list in a card.
const LINES: usize = 20;

/// Longest line of a list, with room for a line of 300 characters that are all escaped.
const LINE: usize = 600;

/// Longest summary in characters; the specification says under 140.
const SUMMARY: usize = 139;

/// Why somebody goes on regardless.
pub(super) const REASONS: [(&str, &str); 4] = [
    ("discussed", "Discussed with the prescriber or specialist"),
    ("record-outdated", "The record is out of date"),
    (
        "accepted-risk",
        "Risk accepted for this patient, reason in the notes",
    ),
    ("no-needling", "No needling is planned"),
];

/// What cards are made from.
pub(super) struct Material<'a> {
    pub(super) knowledge: &'a Knowledge,
    /// Where our pages are, without a slash at the end.
    pub(super) pages: &'a str,
    /// Names this call of the hook.
    pub(super) request: &'a str,
    pub(super) facts: &'a [Fact],
    pub(super) drafts: &'a [Value],
    pub(super) described: &'a Described,
    /// What could not be looked at.
    pub(super) gaps: &'a [String],
}

/// The cards of a verdict, the most serious first.
pub(super) fn cards(material: &Material<'_>, verdict: &Verdict) -> Vec<Card> {
    let is_plan = !material.described.needles.is_empty();
    let own: Vec<&Finding> = verdict
        .findings()
        .iter()
        .filter(|finding| gets_a_card(finding, is_plan))
        .collect();
    let fits =
        |(at, finding): &(usize, &&Finding)| *at < MOST || finding.severity == Severity::Stop;
    let (shown, rest): (Vec<_>, Vec<_>) = own.iter().enumerate().partition(fits);
    let mut cards: Vec<Card> = Vec::new();
    cards.extend(material.incomplete());
    cards.extend(
        shown
            .iter()
            .map(|(at, finding)| material.finding(finding, *at)),
    );
    let rest: Vec<&Finding> = rest.iter().map(|(_, finding)| **finding).collect();
    cards.extend(material.more(&rest));
    cards.extend(material.questions(verdict));
    cards.sort_by_key(|card| std::cmp::Reverse(card.indicator));
    cards
}

/// Open questions stand together in one card, unless something in the record raised them. Without
/// needles it is as on a chart: what is worth knowing and no more stays away.
fn gets_a_card(finding: &Finding, is_plan: bool) -> bool {
    let has_fact = finding
        .because
        .iter()
        .any(|reason| matches!(reason, Reason::Fact { .. }));
    match finding.severity {
        Severity::None => false,
        Severity::Note => is_plan,
        Severity::Ask => is_plan && has_fact,
        Severity::Caution | Severity::Refer | Severity::Stop => true,
    }
}

const fn indicator(severity: Severity) -> Indicator {
    match severity {
        Severity::None | Severity::Note => Indicator::Info,
        Severity::Caution | Severity::Ask | Severity::Refer => Indicator::Warning,
        Severity::Stop => Indicator::Critical,
    }
}

impl Material<'_> {
    fn finding(&self, finding: &Finding, at: usize) -> Card {
        let rule = self.knowledge.rule(finding.rule);
        let said = explain(self.knowledge, self.facts, finding);
        let needles = self.needles(&finding.applies_to);
        let indicator = indicator(finding.severity);
        let part = format!("{at} {}", needles.join(","));
        let id = CardId::new(rule.id.as_str(), self.request, &part);
        let suggestion = suggestion(
            self.drafts,
            self.described,
            finding,
            (rule.id.as_str(), &format!("{} {part}", self.request)),
        );
        let shelf = match rule.kind {
            RuleKind::RedFlag(_) => "red-flags",
            RuleKind::Precaution => "rules",
        };
        Card {
            uuid: id.to_string(),
            summary: summary(&said.title, &needles),
            detail: detail(&said, &rule.provenance.review, &needles),
            indicator,
            source: Label {
                label: source(&said),
                url: format!("{}/atlas/{shelf}/{}", self.pages, rule.id),
            },
            selection_behavior: suggestion.is_some().then_some("at-most-one"),
            suggestions: suggestion.into_iter().collect(),
            override_reasons: if indicator > Indicator::Info {
                reasons()
            } else {
                Vec::new()
            },
        }
    }

    fn needles(&self, applies_to: &AppliesTo) -> Vec<&str> {
        match applies_to {
            AppliesTo::Person => Vec::new(),
            AppliesTo::Needles(needles) => needles
                .iter()
                .filter_map(|needle| self.described.needles.get(*needle))
                .map(|place| place.label.as_str())
                .collect(),
        }
    }

    /// What could not be looked at. It is never left to silence.
    fn incomplete(&self) -> Option<Card> {
        let lines = harmless(self.gaps.iter().chain(&self.described.problems));
        let summary = "The needling check is incomplete: something could not be looked at";
        let lead = "Not looked at. What is not known here does not count as a “no”.";
        self.about_the_check(INCOMPLETE, summary, lead, &lines)
    }

    fn more(&self, findings: &[&Finding]) -> Option<Card> {
        let lines: Vec<String> = findings
            .iter()
            .map(|finding| self.knowledge.rule(finding.rule).title.clone())
            .collect();
        let summary = format!("{} more findings about needling", lines.len());
        self.about_the_check(MORE, &summary, "Also found:", &lines)
    }

    fn questions(&self, verdict: &Verdict) -> Option<Card> {
        let lines: Vec<String> = open_questions(self.knowledge, verdict)
            .into_iter()
            .map(|question| question.ask)
            .collect();
        let summary = match lines.len() {
            1 => "One question is open before needling".to_owned(),
            count => format!("{count} questions are open before needling"),
        };
        let lead = "The record does not answer these. Ask before a needle goes in.";
        self.about_the_check(QUESTIONS, &summary, lead, &lines)
    }

    fn about_the_check(
        &self,
        name: &str,
        summary: &str,
        lead: &str,
        lines: &[String],
    ) -> Option<Card> {
        if lines.is_empty() {
            return None;
        }
        let mut detail = format!("{lead}\n");
        list(&mut detail, lines);
        Some(Card {
            uuid: CardId::new(name, self.request, "").to_string(),
            summary: short(summary, SUMMARY),
            detail,
            indicator: Indicator::Warning,
            source: Label {
                label: "Filiform".to_owned(),
                url: format!("{}/atlas/rules", self.pages),
            },
            suggestions: Vec::new(),
            selection_behavior: None,
            override_reasons: reasons(),
        })
    }
}

fn summary(title: &str, needles: &[&str]) -> String {
    let words = if needles.is_empty() {
        title.to_owned()
    } else {
        format!("{title}: {}", needles.join(", "))
    };
    short(&words, SUMMARY)
}

fn source(said: &Explanation) -> String {
    match said.sources.first() {
        Some(source) => format!("Filiform: {}", short(&source.citation, 100)),
        None => "Filiform: clinic policy".to_owned(),
    }
}

fn reasons() -> Vec<Coding> {
    REASONS
        .into_iter()
        .map(|(code, display)| Coding {
            system: format!("{CANONICAL}/CodeSystem/override-reason"),
            code,
            display,
        })
        .collect()
}

fn detail(said: &Explanation, review: &Review, needles: &[&str]) -> String {
    let mut text = String::new();
    if !needles.is_empty() {
        // Writing into a `String` cannot fail, here and below.
        let _ = writeln!(text, "**Needles:** {}\n", escaped(&needles.join(", ")));
    }
    text.push_str("**Why**\n");
    list(&mut text, &harmless(&said.because));
    let urgency = said.urgency.map(|urgency| format!(" ({urgency})"));
    let action = said.action.trim_end();
    let _ = writeln!(
        text,
        "\n**What to do:** {action}{}",
        urgency.unwrap_or_default()
    );
    if let Some(alternative) = &said.alternative {
        let _ = writeln!(text, "\n**Way on:** {alternative}");
    }
    let _ = writeln!(
        text,
        "\n**Certainty:** {}: {}",
        said.letter, said.letter_words
    );
    if said.policy {
        text.push_str("\nHow serious it is taken, or its threshold, is a policy.\n");
    }
    let review = match review {
        Review::NotYet => "Not yet reviewed by a clinician.".to_owned(),
        Review::By { name, on } => format!("Reviewed by {name}, {}.", on.long()),
    };
    let _ = writeln!(text, "\n{review}");
    if !said.sources.is_empty() {
        text.push_str("\n**Sources**\n");
        let lines: Vec<String> = said
            .sources
            .iter()
            .map(|source| format!("{} ({})", source.citation, source.seen))
            .collect();
        list(&mut text, &lines);
    }
    text
}

/// Adds a list.
fn list(text: &mut String, lines: &[String]) {
    text.push('\n');
    for line in lines.iter().take(LINES) {
        let _ = writeln!(text, "- {}", short(line, LINE));
    }
    if let Some(more) = lines.len().checked_sub(LINES).filter(|more| *more > 0) {
        let _ = writeln!(text, "- and {more} more");
    }
}

/// Lines that hold words of the other record, made harmless. They are cut first, so that no cut takes an
/// escape apart.
fn harmless<'a>(lines: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    lines
        .into_iter()
        .map(|line| escaped(&short(line, 300)))
        .collect()
}

/// Text in which Markdown finds nothing to do: no markup, no HTML, no link.
fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    let mut before = ' ';
    let mut letters = words.chars().peekable();
    while let Some(c) = letters.next() {
        let ends_www = c == '.' && before.eq_ignore_ascii_case(&'w');
        let ends_scheme = c == ':' && letters.peek().is_some_and(|next| *next != ' ');
        if ends_www || ends_scheme || "\\`*_[]<>|~&@#".contains(c) {
            text.push('\\');
        }
        text.push(c);
        before = c;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_record_cannot_become_markup_or_links() {
        let words = "<b>x</b> [a](javascript:b) https://e.org www.e.org a@b.c *c* `d`";
        assert_eq!(
            escaped(words),
            r"\<b\>x\</b\> \[a\](javascript\:b) https\://e.org www\.e.org a\@b.c \*c\* \`d\`"
        );
    }

    #[test]
    fn a_summary_stays_under_140_characters() {
        let title = "ü".repeat(200);
        assert_eq!(summary(&title, &["GB21 left"]).chars().count(), SUMMARY);
    }
}
