//! The plan of a course under the eyes of screening and planning.

use filiform_care::course;
use filiform_care::preference::Wished;
use filiform_care::{Authority, Plan};
use filiform_knowledge::{Position, RuleKey};
use filiform_planning::{Evaluation, Proposal, evaluate, propose};
use filiform_screening::{
    Change, Questionnaire, Verdict, difference, found, privileges_needed, questionnaire, screen,
};
use filiform_units::{CourseId, Timestamp};

use crate::access::authority;
use crate::app::Work;
use crate::courses::{CourseView, complaint, course_view};
use crate::earlier::{Comparison, compared};
use crate::on_body::{OnBody, on_body};
use crate::planning::planning;
use crate::proposals::shown;
use crate::{Action, Actor, App, AppError, OfferedProtocol, protocols};

/// A plan under the eyes of screening and planning.
#[derive(Clone, Debug)]
pub struct PlanView {
    /// The course.
    pub course: CourseView,
    /// The plan shown: the draft, or what is proposed when there is none.
    pub plan: Plan,
    /// Where it comes from.
    pub source: PlanSource,
    /// Who agreed it, and when; `None` while the plan shown is not the agreed one.
    pub agreed_by: Option<(String, Timestamp)>,
    /// What screening says of it now.
    pub verdict: Verdict,
    /// What it covers; `None` when the condition is gone from the knowledge base.
    pub evaluation: Option<Evaluation>,
    /// What would be proposed in its place.
    pub proposal: Proposal,
    /// The fewest questions that settle what is still open.
    pub questionnaire: Questionnaire,
    /// What the needles need of whoever places them, and what the person who looks holds.
    pub authority: Authority,
    /// What screening says otherwise than when the plan shown was agreed; empty for any other plan.
    pub since_agreed: Vec<Change>,
    /// Needles of the plan whose points are no longer in the knowledge base: left out of what is shown.
    pub gone: Vec<String>,
    /// The plan of the patient's last course, where one was looked for and there is one.
    pub earlier: Option<Comparison>,
    /// Protocols of the clinic that can be taken over: those of this condition first.
    pub protocols: Vec<OfferedProtocol>,
    /// The most needles that were proposed.
    pub max_needles: u8,
    /// Rules of screening because of which few needles were proposed.
    pub few_because: Vec<RuleKey>,
    /// What whoever looks prefers for this complaint; it bounds what is proposed.
    pub wished: Wished,
    /// What the body shows beside the needles, where a plan is looked at.
    pub on_body: OnBody,
}

/// Where a shown plan comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanSource {
    /// Proposed now; nobody has saved it.
    Proposed,
    /// Drafted by a clinician.
    Drafted,
    /// Agreed.
    Agreed,
}

/// What the clinician asks of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProposeLimits {
    /// The most needles.
    pub max_needles: u8,
    /// A fixed position.
    pub position: Option<Position>,
}

impl App {
    /// The plan of a course with its verdict and coverage, proposing one when none is drafted.
    ///
    /// # Errors
    /// Not found, not allowed, or what the database says.
    pub fn plan(
        &self,
        actor: &Actor,
        id: CourseId,
        limits: Option<ProposeLimits>,
    ) -> Result<PlanView, AppError> {
        let view = self.read(actor, Action::ReadChart, move |work| {
            let course = course_view(work, id)?;
            let mut view = plan_view(work, course, limits)?;
            view.earlier = compared(work, &view)?;
            view.on_body = on_body(work, &view.course, &view.plan, None)?;
            Ok(view)
        })?;
        self.note_look(actor, view.course.patient_id, "plan")?;
        Ok(view)
    }

    /// The best plan within other limits, with the dose and what goes on beside the needles as they are.
    /// Nothing is saved.
    ///
    /// # Errors
    /// Not found, not allowed, or what the database says.
    pub fn propose_plan(
        &self,
        actor: &Actor,
        id: CourseId,
        limits: ProposeLimits,
    ) -> Result<Plan, AppError> {
        let (patient, plan) = self.read(actor, Action::Treat, move |work| {
            let course = course_view(work, id)?;
            let patient = course.patient_id;
            let planning = planning(work, &course, Some(limits))?;
            Ok((patient, planning.in_place_of(work, &course)))
        })?;
        self.note_look(actor, patient, "proposal")?;
        Ok(plan)
    }

    /// The plan as it is shown, with the best pairs for current in the place of its own; `None` when no two
    /// of its needles can be joined. Nothing is saved.
    ///
    /// # Errors
    /// Not found, not allowed, or what the database says.
    pub fn propose_pairs(&self, actor: &Actor, id: CourseId) -> Result<Option<Plan>, AppError> {
        let (patient, plan) = self.read(actor, Action::Treat, move |work| {
            let course = course_view(work, id)?;
            let patient = course.patient_id;
            let view = plan_view(work, course, None)?;
            let planning = planning(work, &view.course, None)?;
            let plan = planning.with_pairs(work, &view.course, &view.plan)?;
            Ok((patient, plan))
        })?;
        self.note_look(actor, patient, "pairs")?;
        Ok(plan)
    }
}

fn plan_view(
    work: &mut Work<'_>,
    view: CourseView,
    limits: Option<ProposeLimits>,
) -> Result<PlanView, AppError> {
    let planning = planning(work, &view, limits)?;
    let knowledge = work.knowledge();
    let rulebook = &work.inner.rulebook;
    let proposal = planning.ask(work, &view, |screen| {
        propose(knowledge, screen, &planning.assessment, &planning.limits)
    });
    let (plan, source, gone) = shown(
        knowledge,
        &view.course,
        planning.assessment.condition,
        &proposal,
    );
    let resolved = plan
        .to_screen(knowledge, &planning.conditions)
        .map_err(course::Refusal::Plan)?;
    let verdict = screen(rulebook, &view.chart, &resolved);
    let evaluation = planning.ask(work, &view, |screen| {
        let (assessment, limits) = (&planning.assessment, &planning.limits);
        evaluate(
            knowledge,
            screen,
            assessment,
            limits,
            &resolved.needles,
            plan.position,
        )
    });
    let questionnaire = questionnaire(knowledge, rulebook, &view.chart, &resolved);
    let needs = privileges_needed(knowledge, &view.chart, &resolved);
    let authority = authority(work.actor, &plan.needles, &needs);
    let since_agreed = match (source, &view.course.agreed_found) {
        (PlanSource::Agreed, Some(then)) => difference(then, &found(knowledge, &verdict)),
        (PlanSource::Agreed | PlanSource::Drafted | PlanSource::Proposed, _) => Vec::new(),
    };
    let protocols = protocols::offered(work, complaint(&view)?)?;
    Ok(PlanView {
        on_body: OnBody::default(),
        agreed_by: agreed_by(&view, source),
        course: view,
        plan,
        source,
        verdict,
        evaluation: Some(evaluation),
        proposal,
        questionnaire,
        authority,
        since_agreed,
        gone,
        earlier: None,
        protocols,
        wished: planning.wished,
        few_because: planning.few_because,
        max_needles: planning.limits.max_needles,
    })
}

/// Who agreed the plan that is shown, and when.
fn agreed_by(view: &CourseView, source: PlanSource) -> Option<(String, Timestamp)> {
    let act = view
        .course
        .agreed_act
        .filter(|_| source == PlanSource::Agreed)?;
    let name = view.names.get(&act.by).cloned();
    Some((name.unwrap_or_else(|| "somebody".to_owned()), act.at))
}
