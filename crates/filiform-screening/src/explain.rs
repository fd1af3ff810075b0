//! A finding in plain words.

mod dates;
mod fact;

use filiform_knowledge::{Knowledge, RuleKind, Severity, Source};

use crate::{Alternative, Fact, Finding, Reason};

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

/// Says a finding in plain British English. `facts` are those the chart was read from.
pub fn explain(knowledge: &Knowledge, facts: &[Fact], finding: &Finding) -> Explanation {
    let rule = knowledge.rule(finding.rule);
    let provenance = &rule.provenance;
    Explanation {
        title: rule.title.clone(),
        severity: finding.severity,
        because: finding
            .because
            .iter()
            .map(|reason| sentence(knowledge, facts, reason))
            .collect(),
        action: rule.action.clone(),
        alternative: finding.alternative.map(alternative),
        question: rule.question.clone(),
        urgency: match rule.kind {
            RuleKind::RedFlag(urgency) => Some(urgency.words()),
            RuleKind::Precaution => None,
        },
        letter: provenance.verification.letter(),
        letter_words: provenance.verification.words(),
        policy: provenance.policy,
        rationale: rule.rationale.clone(),
        sources: provenance
            .sources
            .iter()
            .filter_map(|source| knowledge.source(source).cloned())
            .collect(),
    }
}

fn alternative(alternative: Alternative) -> String {
    match alternative {
        Alternative::NotDeeperThan(limit) => {
            format!("This goes away with a needle not deeper than {limit}.")
        }
        Alternative::Manual => "This goes away with manual needling.".to_owned(),
    }
}

fn sentence(knowledge: &Knowledge, facts: &[Fact], reason: &Reason) -> String {
    let find = |id| facts.iter().find(|fact| fact.id == id);
    match reason {
        Reason::Fact {
            id,
            concept,
            state,
            near_match,
        } => match find(*id) {
            Some(fact) => {
                let name = concept.map(|key| knowledge.concept(key).name.as_str());
                fact::sentence(fact, name, *state, near_match.as_deref())
            }
            None => "A fact that is no longer in the record.".to_owned(),
        },
        Reason::NotAsked(concept) => {
            let concept = knowledge.concept(*concept);
            format!("{}: not recorded, so it counts as not known.", concept.name)
        }
        Reason::LabMissing { lab, max_age_days } => {
            let name = &knowledge.lab(*lab).name;
            format!("No {name} from the last {max_age_days} days.")
        }
        Reason::LabUnusable { lab, id } => {
            let lab = knowledge.lab(*lab);
            match find(*id) {
                Some(fact) => fact::unusable(fact, &lab.name, &lab.unit),
                None => format!("A value of {} that cannot be used.", lab.name),
            }
        }
        Reason::Age(years) => format!("Age {years}."),
        Reason::AgeUnknown => "The birth date is not recorded.".to_owned(),
        Reason::SexUnknown => "The sex is not recorded.".to_owned(),
        Reason::Gestation(weeks) => {
            format!("{weeks} completed weeks of pregnancy, by the recorded start.")
        }
        Reason::GestationUnknown => "How far the pregnancy is, is not recorded.".to_owned(),
        Reason::SideUnknown(id) => match find(*id) {
            Some(fact) => format!(
                "The side of “{}” is not recorded, so it may be either.",
                fact.text.trim()
            ),
            None => "The side is not recorded, so it may be either.".to_owned(),
        },
        Reason::Place => "The place and the technique: this holds for anybody.".to_owned(),
        Reason::Deeper(limit) => {
            format!("The needle may go deeper than {limit}, or its depth is not stated.")
        }
        Reason::CurrentPath => "The path of the current between the two needles.".to_owned(),
        Reason::CurrentPathUnknown => {
            "The needle has no partner, so the path of the current is not known.".to_owned()
        }
    }
}
