//! The plan of the patient's last course, beside the one of this course.

use std::cmp::Reverse;

use filiform_care::course::{Complaint, Course};
use filiform_care::{Act, Plan, PlanDifference};
use filiform_store::project;
use filiform_units::CourseId;

use crate::app::Work;
use crate::courses::{CourseView, owner};
use crate::proposals::readable;
use crate::{AppError, PlanView};

/// Courses of the patient that are looked through, changed last first.
const LOOKED_THROUGH: usize = 20;

/// An agreed plan of an earlier course.
#[derive(Clone, Debug, PartialEq)]
pub struct EarlierPlan {
    /// The course.
    pub course: CourseId,
    /// What brought the patient then.
    pub complaint: Option<Complaint>,
    /// Who agreed it, and when.
    pub agreed: Option<Act>,
    /// The plan, without needles whose points are gone.
    pub plan: Plan,
    /// Needles whose points are no longer in the knowledge base.
    pub gone: Vec<String>,
}

/// An earlier plan, and what tells the plan of this course from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The earlier plan.
    pub earlier: EarlierPlan,
    /// What differs now.
    pub difference: PlanDifference,
}

/// The last plan that was agreed in a course opened before this one: of the same condition when there is
/// one, or else of any.
pub(crate) fn compared(
    work: &mut Work<'_>,
    view: &PlanView,
) -> Result<Option<Comparison>, AppError> {
    let CourseView {
        id,
        course,
        patient_id,
        ..
    } = &view.course;
    let condition = course.complaint.as_ref().map(|it| it.condition.as_str());
    let mut rows = project::courses_of_patient(work.tx, work.clinic, *patient_id)?;
    rows.retain(|row| row.id != *id && row.plan_state != "none");
    rows.sort_by_key(|row| condition != Some(row.condition.as_str()));
    let mut found = Vec::new();
    for row in rows.iter().take(LOOKED_THROUGH) {
        let earlier = work.streams().course(work.tx, *patient_id, row.id)?.state;
        if is_before(&earlier, course) && earlier.agreed.is_some() {
            let is_other = condition != Some(row.condition.as_str());
            let agreed_at = earlier.agreed_act.map(|act| act.at);
            found.push(((is_other, Reverse(agreed_at)), row.id, earlier));
        }
    }
    let nearest = found.into_iter().min_by_key(|(order, ..)| *order);
    let earlier = nearest.and_then(|(_, id, course)| taken_from(work, id, course));
    Ok(earlier.map(|earlier| Comparison {
        difference: view.plan.difference(&earlier.plan),
        earlier,
    }))
}

/// The agreed plan of a named earlier course of the same patient.
pub(crate) fn earlier_plan_of(
    work: &mut Work<'_>,
    id: CourseId,
    from: CourseId,
) -> Result<EarlierPlan, AppError> {
    let (patient, other) = (owner(work, id)?, owner(work, from)?);
    if patient != other || id == from {
        return Err(AppError::NotFound("course"));
    }
    let course = work.streams().course(work.tx, patient, from)?.state;
    taken_from(work, from, course).ok_or(AppError::NotFound("plan"))
}

fn taken_from(work: &Work<'_>, id: CourseId, course: Course) -> Option<EarlierPlan> {
    let (plan, gone) = readable(work.knowledge(), &course.agreed?);
    Some(EarlierPlan {
        course: id,
        complaint: course.complaint,
        agreed: course.agreed_act,
        plan,
        gone,
    })
}

fn is_before(earlier: &Course, course: &Course) -> bool {
    match (earlier.opened, course.opened) {
        (Some(earlier), Some(now)) => earlier.at < now.at,
        (None, _) | (_, None) => false,
    }
}
