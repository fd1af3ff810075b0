//! Edits of a plan: one at a time, each of which can be undone.

use filiform_care::Plan;
use filiform_care::course::Command as Order;
use filiform_units::CourseId;

use crate::app::Work;
use crate::courses::{order, owner};
use crate::earlier::{EarlierPlan, earlier_plan_of};
use crate::{Action, Actor, App, AppError, Command};

/// An edit of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct EditPlan {
    /// The plan that was edited, as it was shown.
    pub shown: Plan,
    /// The plan with the edit.
    pub plan: Plan,
}

/// The plan of an earlier course, taken over.
#[derive(Clone, Debug, PartialEq)]
pub struct TakeOver {
    /// The plan that it takes the place of, as it was shown.
    pub shown: Plan,
    /// The earlier course.
    pub from: CourseId,
}

impl App {
    /// Drafts a plan with one edit; answers the new version. A proposal that nobody saved is drafted before
    /// it is edited, so that the first edit can be undone as well.
    ///
    /// # Errors
    /// Refused, stale, not found, not allowed, or what the database says.
    pub fn edit_plan(
        &self,
        actor: &Actor,
        id: CourseId,
        command: Command<EditPlan>,
    ) -> Result<u64, AppError> {
        self.write(actor, Action::Treat, move |work| edit(work, id, command))
    }

    /// Drafts the plan of an earlier course of the same patient; screening answers anew. Answers the new
    /// version, and the needles whose points are no longer in the knowledge base: they are left out.
    ///
    /// # Errors
    /// Refused, stale, not found, not allowed, or what the database says.
    pub fn take_over_plan(
        &self,
        actor: &Actor,
        id: CourseId,
        command: Command<TakeOver>,
    ) -> Result<(u64, Vec<String>), AppError> {
        self.write(actor, Action::Treat, move |work| {
            let Command {
                order: TakeOver { shown, from },
                expected,
                key,
            } = command;
            let EarlierPlan { plan, gone, .. } = earlier_plan_of(work, id, from)?;
            let command = Command {
                order: EditPlan { shown, plan },
                expected,
                key,
            };
            Ok((edit(work, id, command)?, gone))
        })
    }
}

fn edit(work: &mut Work<'_>, id: CourseId, command: Command<EditPlan>) -> Result<u64, AppError> {
    let Command {
        order: EditPlan { shown, plan },
        mut expected,
        key,
    } = command;
    if let Some(version) = work.done_before(key.as_ref(), &id.to_string())? {
        return Ok(version);
    }
    let patient = owner(work, id)?;
    let course = work.streams().course(work.tx, patient, id)?.state;
    if course.draft.is_none() && shown != plan {
        let first = Command {
            order: Order::DraftPlan { plan: shown },
            expected,
            key: None,
        };
        expected = Some(order(work, id, first)?.1);
    }
    let edited = Command {
        order: Order::DraftPlan { plan },
        expected,
        key,
    };
    let (_, version) = order(work, id, edited)?;
    work.audit(Some(patient), "plan edited")?;
    Ok(version)
}
