//! What to ask next.

use filiform_knowledge::{ConceptKey, Condition, Knowledge, LabKey, RuleKey, Severity};
use filiform_units::FactId;

use crate::{FactState, Finding, Reason, Verdict};

/// A question that would settle findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What it is about.
    pub about: Subject,
    /// The question in plain words.
    pub ask: String,
    /// The rules that wait for it, in rule order.
    pub why: Vec<RuleKey>,
    /// The most serious answer these rules could give.
    pub could_reach: Severity,
    /// Who can answer it.
    pub asked_of: AskedOf,
}

/// Who can answer a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AskedOf {
    /// The person, in plain words.
    Patient,
    /// Whoever treats: from the record, by looking, or by deciding.
    Clinician,
}

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A concept.
    Concept(ConceptKey),
    /// A laboratory value.
    Lab(LabKey),
    /// The birth date.
    Age,
    /// The sex.
    Sex,
    /// How far a pregnancy is.
    Gestation,
    /// The side of this fact.
    Side(FactId),
    /// Which needles an electrical needle is paired with.
    CurrentPath,
    /// A rule that is itself a question about what is recorded.
    Rule(RuleKey),
}

/// The questions a verdict leaves open, most serious first, each once.
///
/// Questions that a person can answer come from the concept, otherwise from the rule. A concept without
/// a question of its own is asked with the question of the rule that waits for it.
pub fn open_questions(knowledge: &Knowledge, verdict: &Verdict) -> Vec<Question> {
    let mut questions = every_question(knowledge, verdict);
    join_same_words(&mut questions);
    questions.sort_by(|a, b| {
        b.could_reach
            .cmp(&a.could_reach)
            .then_with(|| a.about.cmp(&b.about))
    });
    questions
}

/// One question for everything that a finding waits for, in the order of the findings.
pub(crate) fn every_question(knowledge: &Knowledge, verdict: &Verdict) -> Vec<Question> {
    let mut questions: Vec<Question> = Vec::new();
    for finding in verdict.findings() {
        for about in subjects(knowledge, finding) {
            let reach = knowledge.rule(finding.rule).severity;
            match questions
                .iter_mut()
                .find(|question| question.about == about)
            {
                Some(question) => {
                    question.could_reach = question.could_reach.max(reach);
                    if !question.why.contains(&finding.rule) {
                        question.why.push(finding.rule);
                    }
                }
                None => questions.push(Question {
                    about,
                    ask: words(knowledge, about, finding.rule),
                    why: vec![finding.rule],
                    could_reach: reach,
                    asked_of: asked_of(knowledge, about, finding.rule),
                }),
            }
        }
    }
    for question in &mut questions {
        question.why.sort_unstable();
    }
    questions
}

/// The concept whose answer a reason waits for.
pub(crate) fn open_concept(reason: &Reason) -> Option<ConceptKey> {
    match reason {
        Reason::NotAsked(concept)
        | Reason::Fact {
            concept: Some(concept),
            state: FactState::Unknown,
            ..
        } => Some(*concept),
        Reason::Fact { .. }
        | Reason::LabMissing { .. }
        | Reason::LabUnusable { .. }
        | Reason::Age(_)
        | Reason::AgeUnknown
        | Reason::SexUnknown
        | Reason::Gestation(_)
        | Reason::GestationUnknown
        | Reason::SideUnknown(_)
        | Reason::Place
        | Reason::Deeper(_)
        | Reason::CurrentPath
        | Reason::CurrentPathUnknown => None,
    }
}

/// What a finding waits for.
pub(crate) fn subjects(knowledge: &Knowledge, finding: &Finding) -> Vec<Subject> {
    let open = finding.severity == Severity::Ask;
    let mut subjects: Vec<Subject> = finding
        .because
        .iter()
        .filter_map(|reason| match reason {
            Reason::NotAsked(_) | Reason::Fact { .. } => open_concept(reason).map(Subject::Concept),
            Reason::LabMissing { lab, .. } | Reason::LabUnusable { lab, .. } if open => {
                Some(Subject::Lab(*lab))
            }
            Reason::AgeUnknown => Some(Subject::Age),
            Reason::SexUnknown => Some(Subject::Sex),
            Reason::GestationUnknown => Some(Subject::Gestation),
            Reason::SideUnknown(fact) => Some(Subject::Side(*fact)),
            Reason::CurrentPathUnknown => Some(Subject::CurrentPath),
            Reason::LabMissing { .. }
            | Reason::LabUnusable { .. }
            | Reason::Age(_)
            | Reason::Gestation(_)
            | Reason::Place
            | Reason::Deeper(_)
            | Reason::CurrentPath => None,
        })
        .collect();
    // A rule that asks by itself, because of what is recorded, is a question too; where it has words of
    // its own they ask for the side as well.
    let rule = knowledge.rule(finding.rule);
    let only_the_side = subjects
        .iter()
        .all(|about| matches!(about, Subject::Side(_)));
    let says_it = subjects.is_empty() || (only_the_side && rule.question.is_some());
    if open && rule.severity == Severity::Ask && says_it {
        subjects = vec![Subject::Rule(finding.rule)];
    }
    subjects
}

/// A concept is asked of the person where somebody wrote plain words for it.
pub(crate) fn asked_of(knowledge: &Knowledge, about: Subject, rule: RuleKey) -> AskedOf {
    match about {
        Subject::Concept(concept) => {
            let own = !knowledge.concept(concept).question.is_empty();
            if own || knowledge.rule(rule).question.is_some() {
                AskedOf::Patient
            } else {
                AskedOf::Clinician
            }
        }
        Subject::Age | Subject::Sex | Subject::Gestation => AskedOf::Patient,
        Subject::Lab(_) | Subject::Side(_) | Subject::CurrentPath | Subject::Rule(_) => {
            AskedOf::Clinician
        }
    }
}

pub(crate) fn words(knowledge: &Knowledge, about: Subject, rule: RuleKey) -> String {
    let rule = knowledge.rule(rule);
    match about {
        Subject::Concept(concept) => {
            let concept = knowledge.concept(concept);
            if concept.question.is_empty() {
                rule.question
                    .clone()
                    .unwrap_or_else(|| by_name(&concept.name))
            } else {
                concept.question.clone()
            }
        }
        Subject::Lab(lab) => format!(
            "What is the latest {}, and when was it taken?",
            knowledge.lab(lab).name
        ),
        Subject::Age => "When were you born?".to_owned(),
        Subject::Sex => "Which sex should the record give?".to_owned(),
        Subject::Gestation => {
            "How many weeks pregnant are you, or when did your last period start?".to_owned()
        }
        Subject::Side(_) => "Which side is it on?".to_owned(),
        Subject::CurrentPath => "Which two needles does the current run between?".to_owned(),
        Subject::Rule(_) => rule.question.clone().unwrap_or_else(|| rule.action.clone()),
    }
}

/// The question about a concept for which nobody wrote one.
pub(crate) fn by_name(name: &str) -> String {
    format!("{name}: does this apply?")
}

/// Concepts that are settled by the same words are one question; the first one stands for all.
pub(crate) fn join_same_words(questions: &mut Vec<Question>) {
    let mut joined: Vec<Question> = Vec::with_capacity(questions.len());
    for question in questions.drain(..) {
        let same = joined.iter_mut().find(|other| {
            let sides = matches!(question.about, Subject::Side(_));
            other.ask == question.ask && !sides
        });
        match same {
            Some(other) => {
                other.could_reach = other.could_reach.max(question.could_reach);
                other.why.extend(question.why);
                other.why.sort_unstable();
                other.why.dedup();
            }
            None => joined.push(question),
        }
    }
    *questions = joined;
}

/// Whether a "yes" to a concept can only count against needles: some rule speaks because of it, and no stop
/// and no referral falls silent because of it.
pub fn only_counts_against(knowledge: &Knowledge, concept: ConceptKey) -> bool {
    let mut held = vec![concept];
    let mut at = 0;
    while let Some(next) = held.get(at).copied() {
        at += 1;
        for wider in &knowledge.concept(next).implies {
            if !held.contains(wider) {
                held.push(*wider);
            }
        }
    }
    let rules = || knowledge.rules().iter().map(|(_, rule)| rule);
    let speaks = rules().any(|rule| has_part(&rule.when, &held, Part::Affirmed));
    let silences = rules()
        .filter(|rule| rule.severity >= Severity::Refer)
        .any(|rule| has_part(&rule.when, &held, Part::Denied));
    speaks && !silences
}

/// Which way a part of a condition bears on the whole.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Affirmed,
    Denied,
}

fn has_part(condition: &Condition, concepts: &[ConceptKey], part: Part) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast { of: parts, .. } => {
            parts.iter().any(|one| has_part(one, concepts, part))
        }
        Condition::Not(inner) => {
            let inside = match part {
                Part::Affirmed => Part::Denied,
                Part::Denied => Part::Affirmed,
            };
            has_part(inner, concepts, inside)
        }
        Condition::Concept(concept) | Condition::Recent(concept) | Condition::Ever(concept) => {
            part == Part::Affirmed && concepts.contains(concept)
        }
        Condition::Anyone
        | Condition::NotAsked(_)
        | Condition::Which(_)
        | Condition::Lab { .. }
        | Condition::LabMissing { .. }
        | Condition::Age { .. }
        | Condition::Sex(_)
        | Condition::Gestation { .. } => false,
    }
}
