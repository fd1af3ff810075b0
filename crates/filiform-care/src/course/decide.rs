//! What may happen in a course.

use filiform_knowledge::{Knowledge, RuleId, Severity};
use filiform_outcomes::{AnswersError, Measure, check_answers};
use filiform_units::{PatientId, SessionId};

use super::{Complaint, Course, Decision, Event, OpenFinding, Override, Phase};
use crate::{Act, LongText, Plan, PlanError};

/// An order about a course.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Begin.
    Open {
        /// Whose course.
        patient: PatientId,
        /// What brings them.
        complaint: Complaint,
    },
    /// Assess again.
    Reassess {
        /// The whole new complaint.
        complaint: Complaint,
    },
    /// Draft or edit the plan.
    DraftPlan {
        /// The whole plan.
        plan: Plan,
    },
    /// Answer a finding of the drafted plan before it is agreed.
    AnswerFinding {
        /// The answer.
        answer: Override,
    },
    /// Agree the drafted plan. Answers given before count too.
    AgreePlan {
        /// What screening says of the drafted plan now: every `Ask`, `Refer` and `Stop`.
        findings: Vec<OpenFinding>,
        /// The clinician's answers.
        overrides: Vec<Override>,
    },
    /// Record a completed instrument.
    RecordMeasure {
        /// The measure.
        measure: Measure,
    },
    /// Decide whether to go on.
    Review {
        /// The decision.
        decision: Decision,
        /// Why.
        reason: LongText,
    },
    /// End the course.
    End {
        /// Why.
        reason: LongText,
        /// A session of the course that is not signed yet.
        running: Option<SessionId>,
    },
}

/// Why an order was refused. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The course was never opened.
    #[error("this course was not opened")]
    NotOpen,
    /// It is open already.
    #[error("this course is already open")]
    AlreadyOpen,
    /// It has ended.
    #[error("this course has ended; open a new one to treat again")]
    Ended,
    /// A session of it is not signed yet.
    #[error("a session of this course is not signed yet (`{0}`); sign it before the course ends")]
    SessionRunning(SessionId),
    /// The complaint names something that is not in the knowledge base.
    #[error("there is no {what} `{name}` in the knowledge base; the atlas lists them")]
    Unknown {
        /// `condition`, `region` or `muscle`.
        what: &'static str,
        /// As written.
        name: String,
    },
    /// The condition was withdrawn from the knowledge base.
    #[error("the condition `{name}` was withdrawn: {why}")]
    Withdrawn {
        /// The condition.
        name: String,
        /// Why, and what stands in its place.
        why: String,
    },
    /// The plan does not make sense.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// There is nothing to agree.
    #[error("there is no drafted plan to agree")]
    NoDraft,
    /// A plan without needles.
    #[error("the plan has no needles")]
    NoNeedles,
    /// A stop, referral or question without an answer.
    #[error("`{rule}` says {word}, and nobody has answered it", word = severity.as_str())]
    Unanswered {
        /// The rule.
        rule: RuleId,
        /// What it says.
        severity: Severity,
    },
    /// No such instrument.
    #[error("there is no instrument `{0}`; the atlas lists them")]
    UnknownInstrument(String),
    /// The answers do not fit the instrument.
    #[error(transparent)]
    Answers(#[from] AnswersError),
    /// The measure has no answer at all.
    #[error("no item was answered, so there is nothing to record")]
    EmptyMeasure,
}

/// Decides.
///
/// # Errors
/// A [`Refusal`] names the rule and what stands in the way.
pub fn decide(
    knowledge: &Knowledge,
    course: &Course,
    command: Command,
    act: Act,
) -> Result<Vec<Event>, Refusal> {
    match (course.phase, &command) {
        (Phase::Unopened, Command::Open { .. }) | (Phase::Open, _) => {}
        (Phase::Unopened, _) => return Err(Refusal::NotOpen),
        (Phase::Ended, _) => return Err(Refusal::Ended),
    }
    let event = match command {
        Command::Open { patient, complaint } => {
            if course.phase == Phase::Open {
                return Err(Refusal::AlreadyOpen);
            }
            check_complaint(knowledge, &complaint)?;
            check_offered(knowledge, &complaint)?;
            Event::Opened {
                patient,
                complaint,
                act,
            }
        }
        Command::Reassess { complaint } => {
            check_complaint(knowledge, &complaint)?;
            Event::Reassessed { complaint, act }
        }
        Command::DraftPlan { plan } => {
            plan.check(knowledge)?;
            Event::PlanDrafted { plan, act }
        }
        Command::AnswerFinding { answer } => {
            course.draft.as_ref().ok_or(Refusal::NoDraft)?;
            Event::FindingAnswered { answer, act }
        }
        Command::AgreePlan {
            findings,
            overrides,
        } => agree(knowledge, course, &findings, overrides, act)?,
        Command::RecordMeasure { measure } => {
            check_measure(knowledge, &measure)?;
            Event::MeasureRecorded { measure, act }
        }
        Command::Review { decision, reason } => Event::Reviewed {
            decision,
            reason,
            act,
        },
        Command::End {
            running: Some(session),
            ..
        } => return Err(Refusal::SessionRunning(session)),
        Command::End {
            reason,
            running: None,
        } => Event::Ended { reason, act },
    };
    Ok(vec![event])
}

fn check_complaint(knowledge: &Knowledge, complaint: &Complaint) -> Result<(), Refusal> {
    let unknown = |what, name: &str| Refusal::Unknown {
        what,
        name: name.to_owned(),
    };
    let condition = complaint.condition.as_str();
    knowledge
        .condition_key(condition)
        .ok_or_else(|| unknown("condition", condition))?;
    for (region, _) in &complaint.pain_areas {
        let name = region.as_str();
        knowledge
            .region_key(name)
            .ok_or_else(|| unknown("region", name))?;
    }
    for (muscle, _) in &complaint.tender_muscles {
        let name = muscle.as_str();
        knowledge
            .muscle_key(name)
            .ok_or_else(|| unknown("muscle", name))?;
    }
    Ok(())
}

/// A course that is open keeps a condition that was withdrawn later; a new one is not opened for it.
fn check_offered(knowledge: &Knowledge, complaint: &Complaint) -> Result<(), Refusal> {
    let condition = knowledge.conditions().find(complaint.condition.as_str());
    match condition.and_then(|condition| condition.provenance.withdrawn.as_ref()) {
        Some(withdrawn) => Err(Refusal::Withdrawn {
            name: complaint.condition.to_string(),
            why: withdrawn.why.clone(),
        }),
        None => Ok(()),
    }
}

fn check_measure(knowledge: &Knowledge, measure: &Measure) -> Result<(), Refusal> {
    if measure.answers.iter().all(Option::is_none) {
        return Err(Refusal::EmptyMeasure);
    }
    let instrument = knowledge
        .instrument(&measure.instrument)
        .ok_or_else(|| Refusal::UnknownInstrument(measure.instrument.clone()))?;
    Ok(check_answers(instrument, &measure.answers)?)
}

/// Every stop, referral and question needs an answer of the same or a higher severity: an answer to
/// a question does not answer the stop that the same rule became.
fn agree(
    knowledge: &Knowledge,
    course: &Course,
    findings: &[OpenFinding],
    overrides: Vec<Override>,
    act: Act,
) -> Result<Event, Refusal> {
    let plan = course.draft.clone().ok_or(Refusal::NoDraft)?;
    if plan.needles.is_empty() {
        return Err(Refusal::NoNeedles);
    }
    plan.check(knowledge)?;
    let overrides = merged(&course.overrides, overrides);
    for finding in findings
        .iter()
        .filter(|finding| finding.severity >= Severity::Ask)
    {
        let answered = overrides
            .iter()
            .any(|answer| answer.rule == finding.rule && answer.severity >= finding.severity);
        if !answered {
            return Err(Refusal::Unanswered {
                rule: finding.rule.clone(),
                severity: finding.severity,
            });
        }
    }
    Ok(Event::PlanAgreed {
        plan,
        overrides: kept(overrides, findings),
        act,
    })
}

/// An agreement keeps the answers to what was found, each as severe as it was found: an answer given in
/// advance opens nothing that is found later.
fn kept(answers: Vec<Override>, findings: &[OpenFinding]) -> Vec<Override> {
    let found = |answer: &Override| {
        let of_rule = findings.iter().filter(|found| found.rule == answer.rule);
        of_rule.map(|found| found.severity).max()
    };
    let keep = |answer: Override| {
        let found = found(&answer).filter(|found| *found >= Severity::Ask)?;
        let severity = answer.severity.min(found);
        Some(Override { severity, ..answer })
    };
    answers.into_iter().filter_map(keep).collect()
}

/// Answers given now take the place of earlier ones to the same rule.
fn merged(earlier: &[Override], now: Vec<Override>) -> Vec<Override> {
    let replaced = |held: &&Override| !now.iter().any(|answer| answer.rule == held.rule);
    let mut all: Vec<Override> = earlier.iter().filter(replaced).cloned().collect();
    all.extend(now);
    all
}
