//! What could be done instead of the plan of a course.

use filiform_care::course;
use filiform_care::{Plan, PlannedNeedle};
use filiform_knowledge::{Knowledge, PointCode, Position};
use filiform_planning::{
    Alternatives, OtherNeedle, OtherPlan, Substitute, alternatives, evaluate, propose, substitutes,
};
use filiform_screening::{Verdict, screen};
use filiform_units::{CourseId, Side};

use crate::app::Work;
use crate::courses::{CourseView, course_view};
use crate::planning::{Planning, planning};
use crate::proposals::{by_hand, shown};
use crate::{Action, Actor, App, AppError, Command, EditPlan, ProposeLimits};

/// A plan and what could be done instead.
#[derive(Clone, Debug)]
pub struct AlternativesView {
    /// The course.
    pub course: CourseView,
    /// The plan as it stands, or as it is proposed.
    pub plan: Plan,
    /// What screening says of it now.
    pub verdict: Verdict,
    /// What it is worth.
    pub value: f64,
    /// Other plans, on the same scale.
    pub others: Alternatives,
    /// The best points in the place of each needle.
    pub in_place: Vec<Vec<Substitute>>,
}

/// What is taken over instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Take {
    /// The best plan.
    Best,
    /// The next best one.
    NextBest,
    /// The best one in a position.
    In(Position),
    /// The best one with so many needles at most.
    Fewer(u8),
    /// Another point in the place of one needle.
    InPlace {
        /// The needle, by its place in the plan.
        needle: usize,
        /// The point.
        point: PointCode,
        /// Its side.
        side: Side,
    },
}

impl App {
    /// What could be done instead of the plan of a course.
    ///
    /// # Errors
    /// Not found, not allowed, or what the database says.
    pub fn alternatives(&self, actor: &Actor, id: CourseId) -> Result<AlternativesView, AppError> {
        let view = self.read(actor, Action::ReadChart, move |work| {
            let course = course_view(work, id)?;
            alternatives_view(work, course)
        })?;
        self.note_look(actor, view.course.patient_id, "alternatives")?;
        Ok(view)
    }

    /// Drafts what was chosen; answers the new version, or `None` when it is not on offer any more.
    ///
    /// # Errors
    /// Refused, stale, not found, not allowed, or what the database says.
    pub fn take_alternative(
        &self,
        actor: &Actor,
        id: CourseId,
        command: Command<Take>,
    ) -> Result<Option<u64>, AppError> {
        let take = command.order;
        let (shown, plan) = self.read(actor, Action::Treat, move |work| {
            let course = course_view(work, id)?;
            let view = alternatives_view(work, course)?;
            let plan = taken(work, &view, &take)?;
            Ok((view.plan, plan))
        })?;
        let Some(plan) = plan else { return Ok(None) };
        let edit = Command {
            order: EditPlan { shown, plan },
            expected: command.expected,
            key: command.key,
        };
        self.edit_plan(actor, id, edit).map(Some)
    }
}

fn alternatives_view(work: &mut Work<'_>, view: CourseView) -> Result<AlternativesView, AppError> {
    let planning = planning(work, &view, None)?;
    let knowledge = work.knowledge();
    let others = planning.ask(work, &view, |screen| {
        alternatives(knowledge, screen, &planning.assessment, &planning.limits)
    });
    let proposal = planning.ask(work, &view, |screen| {
        propose(knowledge, screen, &planning.assessment, &planning.limits)
    });
    let (plan, _, _) = shown(
        knowledge,
        &view.course,
        planning.assessment.condition,
        &proposal,
    );
    let resolved = plan
        .to_screen(knowledge, &planning.conditions)
        .map_err(course::Refusal::Plan)?;
    let (value, in_place) = planning.ask(work, &view, |screen| {
        let Planning {
            assessment, limits, ..
        } = &planning;
        let needles = &resolved.needles;
        let evaluated = evaluate(
            knowledge,
            screen,
            assessment,
            limits,
            needles,
            plan.position,
        );
        let in_place = substitutes(
            knowledge,
            screen,
            assessment,
            limits,
            needles,
            plan.position,
        );
        (evaluated.value, in_place)
    });
    let verdict = screen(&work.inner.rulebook, &view.chart, &resolved);
    Ok(AlternativesView {
        course: view,
        plan,
        verdict,
        value,
        others,
        in_place,
    })
}

/// The plan with what was chosen; its dose stays. `None` when that is not on offer.
fn taken(
    work: &mut Work<'_>,
    view: &AlternativesView,
    take: &Take,
) -> Result<Option<Plan>, AppError> {
    let knowledge = work.knowledge();
    let other = |other: &OtherPlan| with_needles(knowledge, &view.plan, other);
    Ok(match take {
        Take::Best => view.others.positions.first().map(other),
        Take::NextBest => view.others.next_best.as_ref().map(other),
        Take::In(position) => {
            let mut all = view.others.positions.iter();
            all.find(|one| one.position == *position).map(other)
        }
        Take::Fewer(most) => {
            let limits = ProposeLimits {
                max_needles: *most,
                position: view.others.positions.first().map(|best| best.position),
            };
            let planning = planning(work, &view.course, Some(limits))?;
            Some(planning.in_place_of(work, &view.course))
        }
        Take::InPlace {
            needle,
            point,
            side,
        } => {
            let offers = view.in_place.get(*needle).into_iter().flatten();
            let mut offers = offers.map(|offer| offer.needle);
            offers
                .find(|one| knowledge.point(one.point).code == *point && one.side == *side)
                .map(|one| in_place(knowledge, &view.plan, *needle, one))
        }
    })
}

fn with_needles(knowledge: &Knowledge, plan: &Plan, other: &OtherPlan) -> Plan {
    let needles = other
        .needles
        .iter()
        .map(|needle| planned(knowledge, *needle));
    Plan {
        position: other.position,
        needles: needles.collect(),
        pairs: Vec::new(),
        ..plan.clone()
    }
}

/// A current that ran through the needle goes with it: it was chosen for its place.
fn in_place(knowledge: &Knowledge, plan: &Plan, index: usize, other: OtherNeedle) -> Plan {
    let mut plan = plan.clone();
    if let Some(needle) = plan.needles.get_mut(index) {
        *needle = planned(knowledge, other);
        plan.pairs.retain(|pair| pair.a != index && pair.b != index);
    }
    plan
}

fn planned(knowledge: &Knowledge, needle: OtherNeedle) -> PlannedNeedle {
    let how = (needle.depth, needle.angle);
    by_hand(knowledge, needle.point, needle.side, how)
}
