//! Courses: assessment, plan, agreement, outcome, review.

use std::collections::HashMap;

use filiform_care::course::{self, Command as Order, Complaint, Course, Override};
use filiform_care::patient::Patient;
use filiform_care::{Authority, Plan};
use filiform_knowledge::{ConditionKey, Knowledge};
use filiform_outcomes::{Answer, Measure};
use filiform_screening::{
    AppliesTo, Chart, PrivilegeNeed, Verdict, found, needed_for, privileges_needed, screen,
};
use filiform_store::Loaded;
use filiform_store::project::{self, SessionRow};
use filiform_units::{CourseId, MeasureId, PatientId, PractitionerId};

use crate::access::authority;
use crate::app::Work;
use crate::patients::open_findings;
use crate::record::names;
use crate::sessions::running_session;
use crate::{Action, Actor, App, AppError, Command, protocols};

/// A course to open.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenCourse {
    /// Whose.
    pub patient: PatientId,
    /// What brings them.
    pub complaint: Complaint,
    /// Outcome answers at the start.
    pub baseline: Vec<Baseline>,
}

/// Answers to an instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Baseline {
    /// The instrument.
    pub instrument: String,
    /// The answers.
    pub answers: Vec<Answer>,
}

/// A course as a page shows it.
#[derive(Clone, Debug)]
pub struct CourseView {
    /// Which.
    pub id: CourseId,
    /// Version of the course.
    pub version: u64,
    /// The course.
    pub course: Course,
    /// Whose.
    pub patient_id: PatientId,
    /// The patient's record.
    pub patient: Patient,
    /// Version of the patient's record.
    pub patient_version: u64,
    /// What the facts mean now.
    pub chart: Chart,
    /// Sessions, newest first.
    pub sessions: Vec<SessionRow>,
    /// Names of the people of the clinic.
    pub names: HashMap<PractitionerId, String>,
}

impl App {
    /// Opens a course with its baseline.
    ///
    /// # Errors
    /// Refused, not found, not allowed, or what the database says.
    pub fn open_course(
        &self,
        actor: &Actor,
        command: Command<OpenCourse>,
    ) -> Result<CourseId, AppError> {
        self.write(actor, Action::Treat, move |work| {
            let key_stream = work.made_by("open", &command.order);
            let OpenCourse {
                patient,
                complaint,
                baseline,
            } = command.order;
            let id = match &command.key {
                Some(key) => CourseId::from_bits(work.derived(&["course", key.as_str()])),
                None => CourseId::from_bits(work.inner.ids.id()),
            };
            if work
                .done_before(command.key.as_ref(), &key_stream)?
                .is_some()
            {
                return Ok(id);
            }
            let loaded = work.streams().course(work.tx, patient, id)?;
            work.patient(patient)?;
            let mut state = loaded.state.clone();
            let mut events = Vec::new();
            let mut orders = vec![Order::Open { patient, complaint }];
            orders.extend(baseline.into_iter().filter(answered).map(|given| {
                Order::RecordMeasure {
                    measure: measure(work, given),
                }
            }));
            for order in orders {
                let decided = course::decide(work.knowledge(), &state, order, work.act())?;
                state = decided.iter().fold(state, course::evolve);
                events.extend(decided);
            }
            let now = work.now;
            let streams = work.streams();
            let version = streams
                .append_course(work.tx, (patient, id), loaded, &events, now)?
                .version;
            work.remember(command.key.as_ref(), &key_stream, version)?;
            work.audit(Some(patient), "course opened")?;
            Ok(id)
        })
    }

    /// A course with the patient's chart. The look is in the audit trail before it is shown.
    ///
    /// # Errors
    /// Not found, not allowed, or what the database says.
    pub fn course(&self, actor: &Actor, id: CourseId) -> Result<CourseView, AppError> {
        let view = self.read(actor, Action::ReadChart, move |work| course_view(work, id))?;
        self.note_look(actor, view.patient_id, "course")?;
        Ok(view)
    }

    /// Gives an order to a course; answers the new version.
    ///
    /// # Errors
    /// Refused, stale, not found, not allowed, or what the database says.
    pub fn order_course(
        &self,
        actor: &Actor,
        id: CourseId,
        command: Command<Order>,
    ) -> Result<u64, AppError> {
        let action = match &command.order {
            Order::RecordMeasure { .. } => Action::RecordMeasure,
            Order::Open { .. }
            | Order::Reassess { .. }
            | Order::DraftPlan { .. }
            | Order::TakeProtocol { .. }
            | Order::UndoDraft
            | Order::AnswerFinding { .. }
            | Order::AgreePlan { .. }
            | Order::Rescreen { .. }
            | Order::Refer { .. }
            | Order::Review { .. }
            | Order::End { .. } => Action::Treat,
        };
        self.write(actor, action, move |work| {
            if let Some(version) = work.done_before(command.key.as_ref(), &id.to_string())? {
                return Ok(version);
            }
            let (owner, version) = order(work, id, command)?;
            work.audit(Some(owner), "course")?;
            Ok(version)
        })
    }

    /// Agrees the drafted plan: screens it with today's facts and asks for an answer to everything
    /// that is not settled.
    ///
    /// # Errors
    /// Refused, stale, not found, not allowed, or what the database says.
    pub fn agree_plan(
        &self,
        actor: &Actor,
        id: CourseId,
        command: Command<(Plan, Vec<Override>)>,
    ) -> Result<u64, AppError> {
        self.write(actor, Action::Treat, move |work| {
            let Command {
                order: (plan, overrides),
                expected,
                key,
            } = command;
            if let Some(version) = work.done_before(key.as_ref(), &id.to_string())? {
                return Ok(version);
            }
            let draft = Command {
                order: Order::DraftPlan { plan },
                expected,
                key: None,
            };
            let (_, version) = order(work, id, draft)?;
            let agree = Command {
                order: Order::AgreePlan {
                    findings: Vec::new(),
                    overrides,
                    authority: Authority::default(),
                    found: Vec::new(),
                },
                expected: Some(version),
                key,
            };
            let (owner, version) = order(work, id, agree)?;
            work.audit(Some(owner), "plan agreed")?;
            Ok(version)
        })
    }

    /// Records a completed instrument; answers the new version.
    ///
    /// # Errors
    /// Refused, stale, not found, not allowed, or what the database says.
    pub fn record_measures(
        &self,
        actor: &Actor,
        id: CourseId,
        command: Command<Vec<Baseline>>,
    ) -> Result<u64, AppError> {
        self.write(actor, Action::RecordMeasure, move |work| {
            let Command {
                order: given,
                mut expected,
                key,
            } = command;
            if let Some(version) = work.done_before(key.as_ref(), &id.to_string())? {
                return Ok(version);
            }
            let answered: Vec<_> = given.into_iter().filter(answered).collect();
            if answered.is_empty() {
                return Err(course::Refusal::EmptyMeasure.into());
            }
            let mut of = None;
            for given in answered {
                let record = Order::RecordMeasure {
                    measure: measure(work, given),
                };
                let command = Command {
                    order: record,
                    expected,
                    key: None,
                };
                let (owner, version) = order(work, id, command)?;
                (of, expected) = (Some(owner), Some(version));
            }
            let version = expected.unwrap_or(0);
            work.remember(key.as_ref(), &id.to_string(), version)?;
            work.audit(of, "measures")?;
            Ok(version)
        })
    }
}

/// Completes the order with what the record says, loads, decides, appends. Answers whose course it is and
/// the new version; the audit line is the caller's, one for each command.
pub(crate) fn order(
    work: &mut Work<'_>,
    id: CourseId,
    command: Command<Order>,
) -> Result<(PatientId, u64), AppError> {
    let stream_id = id.to_string();
    let owner = owner(work, id)?;
    let order = completed(work, id, owner, command.order)?;
    let loaded = work.streams().course(work.tx, owner, id)?;
    if let Some(expected) = command.expected {
        loaded.expect(expected)?;
    }
    let events = course::decide(work.knowledge(), &loaded.state, order, work.act())?;
    let now = work.now;
    let streams = work.streams();
    let version = streams
        .append_course(work.tx, (owner, id), loaded, &events, now)?
        .version;
    work.remember(command.key.as_ref(), &stream_id, version)?;
    Ok((owner, version))
}

/// What only the record can say is never taken from the caller: the findings of a plan, what its needles
/// need, and whether a session still runs.
fn completed(
    work: &mut Work<'_>,
    id: CourseId,
    owner: PatientId,
    order: Order,
) -> Result<Order, AppError> {
    match order {
        Order::AgreePlan { overrides, .. } => {
            let screened = screened_draft(work, id, owner)?;
            let verdict = screened.as_ref().map(|screened| &screened.verdict);
            Ok(Order::AgreePlan {
                findings: verdict.map_or_else(Vec::new, |verdict| open_findings(work, verdict)),
                found: verdict.map_or_else(Vec::new, |verdict| found(work.knowledge(), verdict)),
                authority: screened
                    .map(|screened| authority(work.actor, &screened.plan.needles, &screened.needs))
                    .unwrap_or_default(),
                overrides,
            })
        }
        Order::AnswerFinding { answer, .. } => {
            let screened = screened_draft(work, id, owner)?;
            let authority = screened.map(|screened| {
                let mut findings = screened.verdict.findings().iter();
                let knowledge = work.knowledge();
                let of_rule = findings.find(|found| knowledge.rule(found.rule).id == answer.rule);
                let applies_to = of_rule.map_or(&AppliesTo::Person, |found| &found.applies_to);
                authority(
                    work.actor,
                    &screened.plan.needles,
                    &needed_for(&screened.needs, applies_to),
                )
            });
            Ok(Order::AnswerFinding {
                answer,
                authority: authority.unwrap_or_default(),
            })
        }
        Order::TakeProtocol { id, version, .. } => protocols::completed(work, id, version),
        // Facts change a verdict, and nothing that a caller says.
        Order::Rescreen { because, .. } => Ok(Order::Rescreen {
            before: Vec::new(),
            after: Vec::new(),
            because,
        }),
        Order::End { reason, .. } => {
            let running = running_session(work, id)?;
            Ok(Order::End { reason, running })
        }
        other @ (Order::Open { .. }
        | Order::Reassess { .. }
        | Order::DraftPlan { .. }
        | Order::UndoDraft
        | Order::Refer { .. }
        | Order::RecordMeasure { .. }
        | Order::Review { .. }) => Ok(other),
    }
}

/// A draft with what screening says of it now.
struct Screened {
    plan: Plan,
    verdict: Verdict,
    needs: Vec<PrivilegeNeed>,
}

fn screened_draft(
    work: &mut Work<'_>,
    id: CourseId,
    owner: PatientId,
) -> Result<Option<Screened>, AppError> {
    let patient = work.patient(owner)?;
    let chart = work.chart(&patient.state);
    let course = work.streams().course(work.tx, owner, id)?.state;
    let Some(plan) = course.draft.clone() else {
        return Ok(None);
    };
    let resolved = plan
        .to_screen(work.knowledge(), &conditions_of(work.knowledge(), &course))
        .map_err(course::Refusal::Plan)?;
    Ok(Some(Screened {
        plan,
        verdict: screen(&work.inner.rulebook, &chart, &resolved),
        needs: privileges_needed(work.knowledge(), &chart, &resolved),
    }))
}

/// What screening says of a plan for this course.
pub(crate) fn screen_plan(
    work: &Work<'_>,
    chart: &Chart,
    course: &Course,
    plan: &Plan,
) -> Result<Verdict, AppError> {
    let conditions = conditions_of(work.knowledge(), course);
    let resolved = plan
        .to_screen(work.knowledge(), &conditions)
        .map_err(course::Refusal::Plan)?;
    Ok(screen(&work.inner.rulebook, chart, &resolved))
}

/// The conditions that a course treats.
pub(crate) fn conditions_of(knowledge: &Knowledge, course: &Course) -> Vec<ConditionKey> {
    let complaint = course.complaint.as_ref();
    complaint.map_or_else(Vec::new, |complaint| complaint.conditions(knowledge))
}

/// The patient of a course of this clinic.
pub(crate) fn owner(work: &mut Work<'_>, id: CourseId) -> Result<PatientId, AppError> {
    let row = project::course_row(work.tx, work.clinic, id)?;
    row.map(|row| row.patient)
        .ok_or(AppError::NotFound("course"))
}

/// What brings the patient.
pub(crate) fn complaint(view: &CourseView) -> Result<&Complaint, AppError> {
    let complaint = view.course.complaint.as_ref();
    complaint.ok_or(AppError::NotFound("complaint"))
}

pub(crate) fn course_view(work: &mut Work<'_>, id: CourseId) -> Result<CourseView, AppError> {
    let patient_id = owner(work, id)?;
    let Loaded {
        state: course,
        version,
    } = work.streams().course(work.tx, patient_id, id)?;
    let patient = work.patient(patient_id)?;
    let chart = work.chart(&patient.state);
    let sessions = project::sessions_of_course(work.tx, work.clinic, id, 200)?;
    Ok(CourseView {
        id,
        version,
        course,
        patient_id,
        patient: patient.state,
        patient_version: patient.version,
        chart,
        sessions,
        names: names(work)?,
    })
}

fn measure(work: &Work<'_>, given: Baseline) -> Measure {
    Measure {
        id: MeasureId::from_bits(work.inner.ids.id()),
        instrument: given.instrument,
        answers: given.answers,
        at: work.now,
    }
}

fn answered(given: &Baseline) -> bool {
    given.answers.iter().any(Option::is_some)
}
