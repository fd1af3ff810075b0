//! The draft of a plan, and the way back from its last edits.

use filiform_knowledge::Severity;

use super::{Course, TakenOver};
use crate::Plan;

/// Drafts that can be gone back to, one edit each.
pub const EARLIER_DRAFTS_MAX: usize = 30;

/// A draft that can be gone back to.
#[derive(Clone, Debug, PartialEq)]
pub struct EarlierDraft {
    /// The plan.
    pub plan: Plan,
    /// The protocol that it came from.
    pub from: Option<TakenOver>,
}

/// Drafts the plan. The draft before it is kept, so that the edit can be undone.
pub(super) fn take(course: &mut Course, plan: Plan) {
    if let Some(before) = course.draft.clone().filter(|before| *before != plan) {
        if course.earlier_drafts.len() == EARLIER_DRAFTS_MAX {
            course.earlier_drafts.remove(0);
        }
        course.earlier_drafts.push(EarlierDraft {
            plan: before,
            from: course.draft_from.clone(),
        });
    }
    put(course, plan);
}

/// Goes back to the draft before the last edit.
pub(super) fn undo(course: &mut Course) {
    if let Some(EarlierDraft { plan, from }) = course.earlier_drafts.pop() {
        put(course, plan);
        course.draft_from = from;
    }
}

/// An answer to a stop is about the needles it was given for: other ones take it away, an undone edit too.
fn put(course: &mut Course, plan: Plan) {
    let draft = course.draft.as_ref();
    if !draft.is_some_and(|draft| draft.has_same_needles(&plan)) {
        course
            .overrides
            .retain(|held| held.answer.severity < Severity::Stop);
    }
    course.draft = Some(plan);
    course.rescreens.clear();
}
