//! What may happen in a course.

use filiform_knowledge::{Knowledge, PrivilegeId, RuleId, RuleKind, Severity};
use filiform_outcomes::{AnswersError, Measure, check_answers};
use filiform_screening::{Found, difference};
use filiform_units::{Laterality, PatientId, ProtocolId, SessionId};

use super::{Answered, Complaint, Course, Decision, Event, OpenFinding, Override, Phase};
use crate::protocol::{self, FromProtocol, Protocol};
use crate::{Act, Authority, LongText, NoPrivilege, Plan, PlanError, ShortText};

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
    /// Take over a protocol of the clinic as the draft.
    TakeProtocol {
        /// Which.
        id: ProtocolId,
        /// The version that was chosen.
        version: u32,
        /// The protocol as it stands.
        protocol: Protocol,
    },
    /// Go back to the draft before the last edit.
    UndoDraft,
    /// Answer a finding of the drafted plan before it is agreed.
    AnswerFinding {
        /// The answer.
        answer: Override,
        /// What the needles of the finding need, and what the clinician holds.
        authority: Authority,
    },
    /// Agree the drafted plan. Answers given before count too.
    AgreePlan {
        /// What screening says of the drafted plan now: every `Ask`, `Refer` and `Stop`.
        findings: Vec<OpenFinding>,
        /// The clinician's answers.
        overrides: Vec<Override>,
        /// What the needles of the plan need, and what the clinician holds.
        authority: Authority,
        /// Everything that screening says of the drafted plan now.
        found: Vec<Found>,
    },
    /// Note what facts that came in change in the verdict of the plan.
    Rescreen {
        /// What screening said before the facts.
        before: Vec<Found>,
        /// What it says with them.
        after: Vec<Found>,
        /// Where the facts came from, in words.
        because: ShortText,
    },
    /// Refer the patient on because of red flags.
    Refer {
        /// The red flags.
        rules: Vec<RuleId>,
        /// The letter.
        letter: LongText,
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
    /// More conditions at once than a session can aim at.
    #[error(
        "a course treats at most {most} conditions at once; open another course for the others"
    )]
    TooManyComplaints {
        /// The limit.
        most: usize,
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
    /// The protocol cannot be taken over.
    #[error(transparent)]
    Protocol(#[from] protocol::Refusal),
    /// Nothing was edited since the plan was drafted first or agreed last, or too many edits ago.
    #[error("there is no edit of this plan to undo")]
    NothingToUndo,
    /// There is nothing to agree.
    #[error("there is no drafted plan to agree")]
    NoDraft,
    /// A plan without needles.
    #[error("the plan has no needles")]
    NoNeedles,
    /// The clinician is not trusted with such a needle.
    #[error(transparent)]
    NoPrivilege(#[from] NoPrivilege),
    /// A stop, referral or question without an answer.
    #[error("`{rule}` says {word}, and nobody has answered it", word = severity.as_str())]
    Unanswered {
        /// The rule.
        rule: RuleId,
        /// What it says.
        severity: Severity,
    },
    /// A red flag is answered by a referral before anything else.
    #[error(
        "`{0}` is a red flag: record the referral first; only then can a reason to go ahead be given"
    )]
    NotReferred(RuleId),
    /// A referral without a red flag.
    #[error("a referral names at least one red flag")]
    NothingToRefer,
    /// What a referral names is no red flag.
    #[error("there is no red flag `{0}` in the knowledge base; the atlas lists them")]
    NoRedFlag(RuleId),
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
        Command::Open { .. } if course.phase == Phase::Open => return Err(Refusal::AlreadyOpen),
        Command::Open { patient, complaint } => open(knowledge, patient, complaint, act)?,
        Command::Reassess { complaint } => {
            check_complaint(knowledge, &complaint)?;
            Event::Reassessed { complaint, act }
        }
        Command::DraftPlan { plan } => drafted(knowledge, plan, act)?,
        Command::TakeProtocol {
            id,
            version,
            protocol,
        } => take_over(knowledge, course, (id, version), &protocol, act)?,
        Command::UndoDraft if course.earlier_drafts.is_empty() => {
            return Err(Refusal::NothingToUndo);
        }
        Command::UndoDraft => Event::DraftUndone { act },
        Command::AnswerFinding { answer, authority } => {
            course.draft.as_ref().ok_or(Refusal::NoDraft)?;
            let under = authority.check()?;
            refuse_unreferred(knowledge, course, &answer.rule, answer.severity)?;
            Event::FindingAnswered { answer, under, act }
        }
        Command::AgreePlan {
            findings,
            overrides,
            authority,
            found,
        } => {
            let under = authority.check()?;
            let given = answered(overrides, &under, act);
            agree(knowledge, course, &findings, given, found, act)?
        }
        Command::Rescreen {
            before,
            after,
            because,
        } => return Ok(rescreened(&before, &after, because, act)),
        Command::Refer { rules, letter } => {
            check_red_flags(knowledge, &rules)?;
            Event::Referred { rules, letter, act }
        }
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

fn drafted(knowledge: &Knowledge, plan: Plan, act: Act) -> Result<Event, Refusal> {
    plan.check(knowledge)?;
    let from = None;
    Ok(Event::PlanDrafted { plan, from, act })
}

/// The protocol for the side of this complaint, as far as its points are still there.
fn take_over(
    knowledge: &Knowledge,
    course: &Course,
    (id, version): (ProtocolId, u32),
    protocol: &Protocol,
    act: Act,
) -> Result<Event, Refusal> {
    let side = course
        .complaint
        .as_ref()
        .map_or(Laterality::Unknown, |complaint| complaint.side);
    let content = protocol.offered(version)?;
    let taken = protocol::take(knowledge, content, side);
    if taken.plan.needles.is_empty() {
        return Err(protocol::Refusal::NothingLeft(content.name.clone()).into());
    }
    taken.plan.check(knowledge)?;
    Ok(Event::PlanDrafted {
        plan: taken.plan,
        from: Some(FromProtocol {
            protocol: id,
            name: content.name.clone(),
            version,
            fit: taken.fit,
            left_out: taken.left_out,
        }),
        act,
    })
}

fn open(
    knowledge: &Knowledge,
    patient: PatientId,
    complaint: Complaint,
    act: Act,
) -> Result<Event, Refusal> {
    check_complaint(knowledge, &complaint)?;
    check_offered(knowledge, &complaint)?;
    Ok(Event::Opened {
        patient,
        complaint,
        act,
    })
}

/// The most further conditions of one course; more than a session can aim at.
const ALSO_MAX: usize = 3;

fn check_complaint(knowledge: &Knowledge, complaint: &Complaint) -> Result<(), Refusal> {
    let unknown = |what, name: &str| Refusal::Unknown {
        what,
        name: name.to_owned(),
    };
    if complaint.also.len() > ALSO_MAX {
        return Err(Refusal::TooManyComplaints { most: 1 + ALSO_MAX });
    }
    let also = complaint.also.iter().map(|(id, _)| id);
    for condition in std::iter::once(&complaint.condition).chain(also) {
        let name = condition.as_str();
        knowledge
            .condition_key(name)
            .ok_or_else(|| unknown("condition", name))?;
    }
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
    for (segment, _) in &complaint.tender_segments {
        let name = segment.as_str();
        knowledge
            .segment_key(name)
            .ok_or_else(|| unknown("segment", name))?;
    }
    Ok(())
}

/// A course that is open keeps a condition that was withdrawn later; a new one is not opened for it.
fn check_offered(knowledge: &Knowledge, complaint: &Complaint) -> Result<(), Refusal> {
    for key in complaint.conditions(knowledge) {
        let condition = knowledge.condition(key);
        if let Some(withdrawn) = &condition.provenance.withdrawn {
            return Err(Refusal::Withdrawn {
                name: condition.id.to_string(),
                why: withdrawn.why.clone(),
            });
        }
    }
    Ok(())
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

/// A red flag that somebody answered yes to says more than a question; until the patient was referred
/// because of it, no reason goes over it.
fn refuse_unreferred(
    knowledge: &Knowledge,
    course: &Course,
    rule: &RuleId,
    severity: Severity,
) -> Result<(), Refusal> {
    let is_positive = severity > Severity::Ask && is_red_flag(knowledge, rule);
    if is_positive && !course.is_referred_for(rule) {
        return Err(Refusal::NotReferred(rule.clone()));
    }
    Ok(())
}

fn is_red_flag(knowledge: &Knowledge, rule: &RuleId) -> bool {
    let found = knowledge.rule_key(rule.as_str());
    found.is_some_and(|key| matches!(knowledge.rule(key).kind, RuleKind::RedFlag(_)))
}

fn check_red_flags(knowledge: &Knowledge, rules: &[RuleId]) -> Result<(), Refusal> {
    if rules.is_empty() {
        return Err(Refusal::NothingToRefer);
    }
    let mut others = rules.iter().filter(|rule| !is_red_flag(knowledge, rule));
    others
        .next()
        .map_or(Ok(()), |rule| Err(Refusal::NoRedFlag(rule.clone())))
}

fn agree(
    knowledge: &Knowledge,
    course: &Course,
    findings: &[OpenFinding],
    given: Vec<Answered>,
    found: Vec<Found>,
    act: Act,
) -> Result<Event, Refusal> {
    let plan = agreeable(knowledge, course)?;
    let answers = merged(&course.overrides, given);
    for finding in findings {
        refuse_unreferred(knowledge, course, &finding.rule, finding.severity)?;
    }
    refuse_unanswered(findings, &answers)?;
    Ok(Event::PlanAgreed {
        plan,
        overrides: kept(answers, findings),
        found: Some(found),
        act,
    })
}

/// Nothing happens when facts change nothing.
fn rescreened(before: &[Found], after: &[Found], because: ShortText, act: Act) -> Vec<Event> {
    let changes = difference(before, after);
    if changes.is_empty() {
        return Vec::new();
    }
    vec![Event::Rescreened {
        changes,
        because,
        act,
    }]
}

/// The draft, when it has needles and makes sense.
fn agreeable(knowledge: &Knowledge, course: &Course) -> Result<Plan, Refusal> {
    let plan = course.draft.clone().ok_or(Refusal::NoDraft)?;
    if plan.needles.is_empty() {
        return Err(Refusal::NoNeedles);
    }
    plan.check(knowledge)?;
    Ok(plan)
}

/// Every stop, referral and question needs an answer of the same or a higher severity: an answer to
/// a question does not answer the stop that the same rule became.
fn refuse_unanswered(findings: &[OpenFinding], answers: &[Answered]) -> Result<(), Refusal> {
    let is_answered = |finding: &OpenFinding| {
        let mut answers = answers.iter();
        answers.any(|held| held.settles(&finding.rule, finding.severity))
    };
    let mut open = findings
        .iter()
        .filter(|finding| finding.severity >= Severity::Ask && !is_answered(finding));
    match open.next() {
        Some(finding) => Err(Refusal::Unanswered {
            rule: finding.rule.clone(),
            severity: finding.severity,
        }),
        None => Ok(()),
    }
}

/// An agreement keeps the answers to what was found, each as severe as it was found: an answer given in
/// advance opens nothing that is found later.
fn kept(answers: Vec<Answered>, findings: &[OpenFinding]) -> Vec<Answered> {
    let found = |answer: &Override| {
        let of_rule = findings.iter().filter(|found| found.rule == answer.rule);
        of_rule.map(|found| found.severity).max()
    };
    let keep = |mut held: Answered| {
        let found = found(&held.answer).filter(|found| *found >= Severity::Ask)?;
        held.answer.severity = held.answer.severity.min(found);
        Some(held)
    };
    answers.into_iter().filter_map(keep).collect()
}

fn answered(given: Vec<Override>, under: &[PrivilegeId], act: Act) -> Vec<Answered> {
    let stand = |answer| Answered {
        answer,
        under: under.to_vec(),
        act,
    };
    given.into_iter().map(stand).collect()
}

/// Answers given now take the place of earlier ones to the same rule.
fn merged(earlier: &[Answered], now: Vec<Answered>) -> Vec<Answered> {
    let replaced = |held: &&Answered| {
        !now.iter()
            .any(|given| given.answer.rule == held.answer.rule)
    };
    let mut all: Vec<Answered> = earlier.iter().filter(replaced).cloned().collect();
    all.extend(now);
    all
}
