//! What screening says of the people in a file, as values. The JSON is these values; its names are
//! kept stable, and a change that breaks readers gets another `schema`.

use std::collections::BTreeMap;

use filiform_care::patient::Identity;
use filiform_knowledge::{Knowledge, Severity};
use filiform_screening::{
    AppliesTo, Chart, Fact, FactKind, FactState, Finding as Found, Question as Asked,
    RecordedStatus, Verdict, explain,
};
use serde::Serialize;

use super::Desk;

/// Everything that was screened in one run.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// Name of this format.
    pub(crate) schema: &'static str,
    /// The instant for which everything holds.
    pub(crate) now: String,
    /// Version of the knowledge.
    pub(crate) knowledge: String,
    /// Needles of the plan.
    pub(crate) plan: Vec<String>,
    /// Files that were read.
    pub(crate) files: Vec<File>,
    /// Files that were not.
    pub(crate) errors: Vec<Unread>,
}

impl Report {
    /// Nothing screened yet.
    pub(super) fn new(desk: &Desk) -> Self {
        Self {
            schema: "filiform-screen-1",
            now: desk.now.to_string(),
            knowledge: desk.knowledge.version().to_owned(),
            plan: desk
                .plan
                .as_ref()
                .map(|file| file.labels.clone())
                .unwrap_or_default(),
            files: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// The highest severity of all people in all files.
    pub(super) fn severity(&self) -> Severity {
        let patients = self.files.iter().flat_map(|file| &file.patients);
        let severities = patients.filter_map(|patient| Severity::parse(patient.severity));
        severities.max().unwrap_or_default()
    }
}

/// A file that could not be read.
#[derive(Debug, Serialize)]
pub(crate) struct Unread {
    /// The file as it was named.
    pub(crate) file: String,
    /// Why, with the way out.
    pub(crate) error: String,
}

/// A file that was read.
#[derive(Debug, Serialize)]
pub(crate) struct File {
    /// Name of the file.
    pub(crate) file: String,
    /// Resources in it.
    pub(crate) resources: usize,
    /// Resources that could not be read, in words.
    pub(crate) unreadable: Vec<String>,
    /// The people in it.
    pub(crate) patients: Vec<Patient>,
}

/// One person.
#[derive(Debug, Serialize)]
pub(crate) struct Patient {
    /// Name.
    pub(crate) name: String,
    /// Birth date, as precise as it is known.
    pub(crate) born: Option<String>,
    /// Recorded sex.
    pub(crate) sex: &'static str,
    /// What is recorded.
    pub(crate) facts: Facts,
    /// What was recognised as holding now.
    pub(crate) recognised: Vec<Recognised>,
    /// The highest severity.
    pub(crate) severity: &'static str,
    /// Highest severity per needle of the plan.
    pub(crate) needles: Vec<Needle>,
    /// Findings, highest severity first.
    pub(crate) findings: Vec<Finding>,
    /// Questions that are open, most serious first.
    pub(crate) questions: Vec<Question>,
}

/// How many facts there are.
#[derive(Debug, Serialize)]
pub(crate) struct Facts {
    /// All of them.
    pub(crate) total: usize,
    /// Those in which nothing was understood: a person has to read them.
    pub(crate) not_understood: usize,
    /// By kind and status.
    pub(crate) by_status: Vec<Counted>,
}

/// Facts of one kind and status.
#[derive(Debug, Serialize)]
pub(crate) struct Counted {
    /// `problem`, `medicine`, ...
    pub(crate) kind: &'static str,
    /// `active`, `stopped`, `resolved`, ...
    pub(crate) status: &'static str,
    /// How many.
    pub(crate) count: usize,
}

/// A concept that holds now.
#[derive(Debug, Serialize)]
pub(crate) struct Recognised {
    /// Its id.
    pub(crate) concept: String,
    /// Its name.
    pub(crate) name: String,
    /// `present` or `recent`.
    pub(crate) state: &'static str,
    /// The lines that say so.
    pub(crate) lines: Vec<Line>,
}

/// A line of a record.
#[derive(Debug, Serialize)]
pub(crate) struct Line {
    /// Its words.
    pub(crate) text: String,
    /// Where it stands.
    pub(crate) source: String,
}

/// A needle of the plan.
#[derive(Debug, Serialize)]
pub(crate) struct Needle {
    /// `GB21 left`.
    pub(crate) needle: String,
    /// The highest severity that applies to it.
    pub(crate) severity: &'static str,
}

/// One rule that has something to say.
#[derive(Debug, Serialize)]
pub(crate) struct Finding {
    /// The rule.
    pub(crate) rule: String,
    /// Its title.
    pub(crate) title: String,
    /// What it says here.
    pub(crate) severity: &'static str,
    /// Why, one sentence a reason.
    pub(crate) because: Vec<String>,
    /// What the clinician does.
    pub(crate) action: String,
    /// A way on that clears it.
    pub(crate) alternative: Option<String>,
    /// The question that settles it.
    pub(crate) question: Option<String>,
    /// How soon a red flag wants to be seen.
    pub(crate) urgency: Option<&'static str>,
    /// Letter of the verification.
    pub(crate) letter: &'static str,
    /// What the letter means.
    pub(crate) letter_words: &'static str,
    /// Whether severity or threshold is clinic policy.
    pub(crate) policy: bool,
    /// Sources.
    pub(crate) sources: Vec<String>,
    /// Needles it applies to; absent when it is about the person.
    pub(crate) needles: Option<Vec<String>>,
}

/// An open question.
#[derive(Debug, Serialize)]
pub(crate) struct Question {
    /// The question.
    pub(crate) ask: String,
    /// The most serious answer it could lead to.
    pub(crate) could_reach: &'static str,
    /// The rules that wait for it.
    pub(crate) rules: Vec<String>,
}

/// What is known of a person after the screen.
pub(super) struct Screened<'a> {
    pub(super) knowledge: &'a Knowledge,
    pub(super) identity: &'a Identity,
    pub(super) facts: &'a [Fact],
    pub(super) chart: &'a Chart,
    pub(super) verdict: &'a Verdict,
    pub(super) questions: &'a [Asked],
    pub(super) labels: &'a [String],
}

/// The report on one person.
pub(super) fn patient(screened: &Screened<'_>) -> Patient {
    let verdict = screened.verdict;
    let needles = screened.labels.iter().zip(verdict.needles());
    Patient {
        name: screened.identity.display_name(),
        born: screened.identity.born.map(|born| born.to_string()),
        sex: screened.identity.sex.as_str(),
        facts: Facts {
            total: screened.facts.len(),
            not_understood: screened.chart.not_understood().len(),
            by_status: by_status(screened.facts),
        },
        recognised: recognised(screened),
        severity: verdict.severity().as_str(),
        needles: needles
            .map(|(label, severity)| Needle {
                needle: label.clone(),
                severity: severity.as_str(),
            })
            .collect(),
        findings: verdict
            .findings()
            .iter()
            .map(|found| finding(screened, found))
            .collect(),
        questions: screened
            .questions
            .iter()
            .map(|asked| question(screened, asked))
            .collect(),
    }
}

fn by_status(facts: &[Fact]) -> Vec<Counted> {
    let mut counts: BTreeMap<(FactKind, RecordedStatus), usize> = BTreeMap::new();
    for fact in facts {
        *counts.entry((fact.kind, fact.status)).or_default() += 1;
    }
    let rows = counts.into_iter();
    rows.map(|((kind, status), count)| Counted {
        kind: kind.as_str(),
        status: status_word(kind, status),
        count,
    })
    .collect()
}

/// The status in the words that fit the kind: a medicine is stopped, a problem resolved.
const fn status_word(kind: FactKind, status: RecordedStatus) -> &'static str {
    match status {
        RecordedStatus::Active => match kind {
            FactKind::Device => "in place",
            FactKind::Lab => "measured",
            FactKind::Answer => "yes",
            FactKind::Procedure => "under way",
            FactKind::Problem | FactKind::Medicine | FactKind::Allergy => "active",
        },
        RecordedStatus::Ended => match kind {
            FactKind::Medicine => "stopped",
            FactKind::Device => "removed",
            FactKind::Procedure => "done",
            FactKind::Problem | FactKind::Allergy | FactKind::Lab | FactKind::Answer => "resolved",
        },
        RecordedStatus::Absent => "absent",
        RecordedStatus::Void => "void",
        RecordedStatus::Planned => "planned",
        RecordedStatus::FamilyHistory => "in the family",
        RecordedStatus::Unknown => "status unknown",
    }
}

/// Concepts that hold now and that a line names itself, not only something narrower.
fn recognised(screened: &Screened<'_>) -> Vec<Recognised> {
    let mut all = Vec::new();
    for (key, concept) in screened.knowledge.concepts().iter() {
        let state = screened.chart.state_of(key);
        if !matches!(state, FactState::Present | FactState::Recent) {
            continue;
        }
        let evidence = screened.chart.evidence(key).iter();
        let lines: Vec<_> = evidence
            .filter(|evidence| evidence.concept == key && evidence.state == state)
            .filter_map(|evidence| screened.facts.iter().find(|fact| fact.id == evidence.fact))
            .map(|fact| Line {
                text: fact.text.clone(),
                source: fact.source.clone(),
            })
            .collect();
        if !lines.is_empty() {
            all.push(Recognised {
                concept: concept.id.to_string(),
                name: concept.name.clone(),
                state: state.as_str(),
                lines,
            });
        }
    }
    all
}

fn finding(screened: &Screened<'_>, found: &Found) -> Finding {
    let explanation = explain(screened.knowledge, screened.facts, found);
    Finding {
        rule: screened.knowledge.rule(found.rule).id.to_string(),
        title: explanation.title,
        severity: explanation.severity.as_str(),
        because: explanation.because,
        action: explanation.action,
        alternative: explanation.alternative,
        question: explanation.question,
        urgency: explanation.urgency,
        letter: explanation.letter,
        letter_words: explanation.letter_words,
        policy: explanation.policy,
        sources: explanation
            .sources
            .iter()
            .map(|source| source.id.to_string())
            .collect(),
        needles: match &found.applies_to {
            AppliesTo::Person => None,
            AppliesTo::Needles(indices) => Some(
                indices
                    .iter()
                    .filter_map(|index| screened.labels.get(*index))
                    .cloned()
                    .collect(),
            ),
        },
    }
}

fn question(screened: &Screened<'_>, asked: &Asked) -> Question {
    let rules = asked.why.iter();
    Question {
        ask: asked.ask.clone(),
        could_reach: asked.could_reach.as_str(),
        rules: rules
            .map(|rule| screened.knowledge.rule(*rule).id.to_string())
            .collect(),
    }
}
