//! The fewest questions that settle what is open for a plan.

mod search;

use std::cmp::Reverse;

use filiform_knowledge::{
    ConceptKey, Condition, ConditionKey, Knowledge, Mention, RuleKey, RuleKind, Severity, Urgency,
};

use crate::chart::Standing;
use crate::questions::{
    asked_of, by_name, every_question, join_same_words, open_concept, subjects, words,
};
use crate::rulebook::RuleBody;
use crate::screen::{asks, rules_of};
use crate::{AskedOf, Chart, PlanToScreen, Question, Rulebook, Subject, Verdict, screen};

use search::smallest;

/// The search for the fewest questions gives up after so many nodes. Knowledge bases need a few dozen.
const NODE_LIMIT: u32 = 5_000;

/// What to ask before a plan is carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Questionnaire {
    /// Red flags first, the most urgent ones leading, then what could be most serious.
    pub questions: Vec<Question>,
    /// Rules that ask something even when every question is answered, the yes-or-no ones with "no".
    pub left: Vec<RuleKey>,
    /// Whether fewer questions would do.
    pub proof: Proof,
}

/// How sure it is that there is no shorter questionnaire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// There is none.
    Shortest,
    /// None of the questions can be left out; whether other, fewer ones would do was not settled.
    AtMost {
        /// How many sets were looked at.
        nodes: u32,
    },
}

/// The fewest questions that settle, when answered "no", what nobody has asked yet for `plan`.
///
/// A "no" to a broad question answers the narrow ones, so one question may stand for many. A "yes" may
/// lead to further questions: ask again with the answers. Questions that are not answered by yes or no
/// are all kept. A rule that asks which of several things a recorded one is, is asked as it is: a "no" to
/// one of them does not tell.
pub fn questionnaire(
    knowledge: &Knowledge,
    rulebook: &Rulebook,
    chart: &Chart,
    plan: &PlanToScreen,
) -> Questionnaire {
    let inquiry = Inquiry {
        knowledge,
        rulebook,
        chart,
        conditions: &plan.conditions,
        rules: rules_of(rulebook, plan),
    };
    let verdict = screen(rulebook, chart, plan);
    let (mut kept, of_concepts): (Vec<Question>, Vec<Question>) =
        every_question(knowledge, &verdict)
            .into_iter()
            .partition(|question| !matches!(question.about, Subject::Concept(_)));
    let answers = inquiry.answers(&of_concepts);
    let parts = inquiry.parts(&answers);
    kept.extend(parts.which.iter().map(|rule| inquiry.which(rule)));
    let relevant: Vec<Vec<usize>> = parts
        .open
        .iter()
        .map(|part| part.relevant.clone())
        .collect();
    let found = smallest(
        &relevant,
        answers.len(),
        NODE_LIMIT,
        &mut |place, chosen| {
            parts.open.get(place).is_none_or(|part| {
                let denied = part.denied(&answers, |at| chosen.get(at).copied().unwrap_or(false));
                inquiry.is_settled(part.rule, &denied)
            })
        },
    );
    let chosen: Vec<ConceptKey> = found
        .chosen
        .iter()
        .filter_map(|at| answers.get(*at).copied())
        .collect();
    let tangled = parts.open.iter().any(|part| is_tangled(&part.rule.when));
    let left = inquiry.left(&chosen, &kept, plan);
    join_same_words(&mut kept);
    let mut questions = inquiry.yes_or_no(&found.chosen, &answers, &parts.open, &of_concepts);
    questions.append(&mut kept);
    questions.sort_by_key(|question| {
        (
            Reverse(urgency(knowledge, question)),
            Reverse(question.could_reach),
            question.about,
        )
    });
    Questionnaire {
        questions,
        left,
        proof: if found.proven && !tangled {
            Proof::Shortest
        } else {
            Proof::AtMost { nodes: found.nodes }
        },
    }
}

/// The most urgent red flag that waits for a question.
fn urgency(knowledge: &Knowledge, question: &Question) -> Option<Urgency> {
    let kinds = question.why.iter().map(|rule| knowledge.rule(*rule).kind);
    kinds
        .filter_map(|kind| match kind {
            RuleKind::RedFlag(urgency) => Some(urgency),
            RuleKind::Precaution => None,
        })
        .max()
}

struct Inquiry<'a> {
    knowledge: &'a Knowledge,
    rulebook: &'a Rulebook,
    chart: &'a Chart,
    conditions: &'a [ConditionKey],
    /// The rules that can touch the plan.
    rules: Vec<&'a RuleBody>,
}

/// A rule that waits for answers.
struct Part<'a> {
    rule: &'a RuleBody,
    /// Places of the answers that matter to it, ascending.
    relevant: Vec<usize>,
}

impl Part<'_> {
    fn denied(&self, answers: &[ConceptKey], chosen: impl Fn(usize) -> bool) -> Vec<ConceptKey> {
        self.relevant
            .iter()
            .filter(|at| chosen(**at))
            .filter_map(|at| answers.get(*at).copied())
            .collect()
    }
}

struct Parts<'a> {
    /// Rules that answers can settle.
    open: Vec<Part<'a>>,
    /// Rules that ask which of several things it is.
    which: Vec<&'a RuleBody>,
}

impl<'a> Inquiry<'a> {
    /// The concepts that `rule` waits for, when these are denied.
    fn open_concepts(&self, rule: &RuleBody, denied: &[ConceptKey]) -> Vec<ConceptKey> {
        let reasons = if denied.is_empty() {
            asks(self.rulebook, self.chart, rule, self.conditions)
        } else {
            let chart = self
                .chart
                .supposing_no(self.rulebook, denied.iter().copied());
            asks(self.rulebook, &chart, rule, self.conditions)
        };
        reasons.iter().flatten().filter_map(open_concept).collect()
    }

    fn is_settled(&self, rule: &RuleBody, denied: &[ConceptKey]) -> bool {
        self.open_concepts(rule, denied).is_empty()
    }

    /// The concepts whose denial may settle something, in the order in which they are preferred: those
    /// with words of their own, those that a rule itself waits for, the most serious, the first found.
    fn answers(&self, of_concepts: &[Question]) -> Vec<ConceptKey> {
        let mut found: Vec<(bool, Severity, ConceptKey)> = Vec::new();
        for question in of_concepts {
            if let Subject::Concept(concept) = question.about {
                found.push((true, question.could_reach, concept));
            }
        }
        let mut widened = 0;
        loop {
            while let Some((_, severity, concept)) = found.get(widened).copied() {
                widened += 1;
                for wider in self.rulebook.broader(concept) {
                    let asked = !self.knowledge.concept(*wider).question.is_empty();
                    if asked && self.is_open(*wider) && found.iter().all(|(.., old)| old != wider) {
                        found.push((false, severity, *wider));
                    }
                }
            }
            let denied = found.iter().map(|(.., concept)| *concept);
            let chart = self.chart.supposing_no(self.rulebook, denied);
            for rule in &self.rules {
                let reasons = asks(self.rulebook, &chart, rule, self.conditions);
                for concept in reasons.iter().flatten().filter_map(open_concept) {
                    if found.iter().all(|(.., old)| *old != concept) {
                        found.push((true, rule.severity, concept));
                    }
                }
            }
            if widened == found.len() {
                break;
            }
        }
        found.sort_by_key(|(direct, severity, concept)| {
            let worded = !self.knowledge.concept(*concept).question.is_empty();
            (!worded, !direct, Reverse(*severity))
        });
        found.into_iter().map(|(.., concept)| concept).collect()
    }

    /// Whether a "no" would say something new.
    fn is_open(&self, concept: ConceptKey) -> bool {
        match self.chart.standing(concept) {
            Standing::Unknown | Standing::Hinted => true,
            Standing::Past => self.rulebook.is_passing(concept),
            Standing::Present | Standing::Recent | Standing::Absent => false,
        }
    }

    fn parts(&self, answers: &[ConceptKey]) -> Parts<'a> {
        let mut parts = Parts {
            open: Vec::new(),
            which: Vec::new(),
        };
        for rule in &self.rules {
            let waits = !self.is_settled(rule, &[]);
            if !waits && !is_tangled(&rule.when) {
                continue;
            }
            let mut mentioned = Mentioned::default();
            mentioned.read(&rule.when);
            let concepts = self.bear_on(&mentioned);
            let part = Part {
                rule,
                relevant: (0..answers.len())
                    .filter(|at| answers.get(*at).is_some_and(|one| concepts.contains(one)))
                    .collect(),
            };
            if self.is_settled(rule, &part.denied(answers, |_| true)) {
                parts.open.push(part);
            } else if waits && mentioned.asks_which {
                parts.which.push(rule);
            }
        }
        parts
    }

    /// The concepts whose denial can change what is known about those that are mentioned.
    fn bear_on(&self, mentioned: &Mentioned) -> Vec<ConceptKey> {
        let mut bear: Vec<ConceptKey> = Vec::new();
        let weeks = self.rulebook.pregnancy.filter(|_| mentioned.weeks);
        for concept in mentioned.concepts.iter().copied().chain(weeks) {
            bear.push(concept);
            bear.extend(self.rulebook.broader(concept));
        }
        // A hint is settled by a "no" to what it hints at.
        for place in 0..bear.len() {
            let Some(concept) = bear.get(place).copied() else {
                continue;
            };
            if self.chart.standing(concept) == Standing::Hinted {
                for evidence in self.chart.evidence(concept) {
                    bear.push(evidence.concept);
                    bear.extend(self.rulebook.broader(evidence.concept));
                }
            }
        }
        bear.sort_unstable();
        bear.dedup();
        bear
    }

    /// The question of a rule that asks which of several things it is.
    fn which(&self, rule: &RuleBody) -> Question {
        let about = Subject::Rule(rule.key);
        Question {
            about,
            ask: words(self.knowledge, about, rule.key),
            why: vec![rule.key],
            could_reach: rule.severity,
            asked_of: asked_of(self.knowledge, about, rule.key),
        }
    }

    /// The yes-or-no questions of the chosen answers.
    fn yes_or_no(
        &self,
        chosen: &[usize],
        answers: &[ConceptKey],
        parts: &[Part<'_>],
        of_concepts: &[Question],
    ) -> Vec<Question> {
        let mut questions: Vec<Question> = Vec::new();
        for at in chosen {
            let Some(concept) = answers.get(*at).copied() else {
                continue;
            };
            let about = Subject::Concept(concept);
            let mut waiting: Vec<&RuleBody> = parts
                .iter()
                .filter(|part| part.relevant.contains(at))
                .map(|part| part.rule)
                .collect();
            waiting.sort_by_key(|rule| (Reverse(rule.severity), rule.key));
            let Some(first) = waiting.first() else {
                continue;
            };
            let known = of_concepts.iter().find(|question| question.about == about);
            let (mut ask, mut asked_of) = known.map_or_else(
                || {
                    (
                        words(self.knowledge, about, first.key),
                        asked_of(self.knowledge, about, first.key),
                    )
                },
                |question| (question.ask.clone(), question.asked_of),
            );
            // Words that a rule lends are given to one concept only: a "no" is about that one.
            if questions.iter().any(|question| question.ask == ask) {
                ask = by_name(&self.knowledge.concept(concept).name);
                asked_of = AskedOf::Clinician;
            }
            let could_reach = first.severity;
            let mut why: Vec<RuleKey> = waiting.iter().map(|rule| rule.key).collect();
            why.sort_unstable();
            questions.push(Question {
                about,
                ask,
                why,
                could_reach,
                asked_of,
            });
        }
        questions
    }

    /// Rules that ask when the chosen answers are "no" and that no kept question is about.
    fn left(&self, chosen: &[ConceptKey], kept: &[Question], plan: &PlanToScreen) -> Vec<RuleKey> {
        let chart = self
            .chart
            .supposing_no(self.rulebook, chosen.iter().copied());
        let verdict: Verdict = screen(self.rulebook, &chart, plan);
        let mut left: Vec<RuleKey> = verdict
            .findings()
            .iter()
            .filter(|finding| finding.severity == Severity::Ask)
            .filter(|finding| {
                let about = subjects(self.knowledge, finding);
                let rule = Subject::Rule(finding.rule);
                kept.iter()
                    .all(|question| question.about != rule && !about.contains(&question.about))
            })
            .map(|finding| finding.rule)
            .collect();
        left.sort_unstable();
        left.dedup();
        left
    }
}

/// What a condition speaks of, as far as a "no" settles it.
#[derive(Default)]
struct Mentioned {
    concepts: Vec<ConceptKey>,
    weeks: bool,
    /// It wants to know which of several things holds, none of which was asked about.
    asks_which: bool,
}

impl Mentioned {
    fn read(&mut self, condition: &Condition) {
        match condition {
            Condition::All(parts)
            | Condition::Any(parts)
            | Condition::AtLeast { of: parts, .. } => {
                for part in parts {
                    self.read(part);
                }
            }
            Condition::Not(part) => self.read(part),
            Condition::Gestation { .. } => self.weeks = true,
            Condition::Which(_) => self.asks_which = true,
            Condition::Concept(_)
            | Condition::Recent(_)
            | Condition::Ever(_)
            | Condition::NotAsked(_)
            | Condition::Anyone
            | Condition::Lab { .. }
            | Condition::LabMissing { .. }
            | Condition::Age { .. }
            | Condition::Sex(_) => {
                for mention in condition.mentions() {
                    if let Mention::Concept(concept) = mention {
                        self.concepts.push(concept);
                    }
                }
            }
        }
    }
}

/// Whether a further "no" could open the rule again: it wants one thing not asked and another one denied.
fn is_tangled(condition: &Condition) -> bool {
    has(condition, &|part| matches!(part, Condition::NotAsked(_)))
        && has(condition, &|part| matches!(part, Condition::Not(_)))
}

fn has(condition: &Condition, test: &dyn Fn(&Condition) -> bool) -> bool {
    test(condition)
        || match condition {
            Condition::All(parts)
            | Condition::Any(parts)
            | Condition::AtLeast { of: parts, .. } => parts.iter().any(|part| has(part, test)),
            Condition::Not(part) => has(part, test),
            Condition::Anyone
            | Condition::Concept(_)
            | Condition::Recent(_)
            | Condition::Ever(_)
            | Condition::NotAsked(_)
            | Condition::Which(_)
            | Condition::Lab { .. }
            | Condition::LabMissing { .. }
            | Condition::Age { .. }
            | Condition::Sex(_)
            | Condition::Gestation { .. } => false,
        }
}
