//! What the planner is asked for a course, by whoever looks.

use filiform_care::preference::Wished;
use filiform_care::{ElectricalPair, Plan, course};
use filiform_knowledge::{ConditionKey, NeedleNumber, PrivilegeId, RuleKey};
use filiform_planning::pairs::{USUAL_CHANNELS, propose_pairs};
use filiform_planning::{Assessment, Experience, Limits, WithPrivileges, needle_limit, propose};
use filiform_screening::Screener;

use crate::app::Work;
use crate::courses::{CourseView, complaint};
use crate::proposals::{assessment, plan_of, planning_limits, shown};
use crate::{AppError, ProposeLimits, preferences};

/// The question.
pub(crate) struct Planning {
    pub(crate) assessment: Assessment,
    pub(crate) limits: Limits,
    /// Everything that the course treats.
    pub(crate) conditions: Vec<ConditionKey>,
    /// What whoever looks prefers.
    pub(crate) wished: Wished,
    /// Rules of screening because of which few needles are proposed.
    pub(crate) few_because: Vec<RuleKey>,
    /// What whoever looks may place.
    held: Vec<PrivilegeId>,
}

/// What the planner is asked, with the limits of `asked` or the usual ones.
pub(crate) fn planning(
    work: &mut Work<'_>,
    view: &CourseView,
    asked: Option<ProposeLimits>,
) -> Result<Planning, AppError> {
    let complaint = complaint(view)?;
    let wished = preferences::wished(work, complaint)?;
    let knowledge = work.knowledge();
    let assessment = assessment(knowledge, complaint).ok_or_else(|| course::Refusal::Unknown {
        what: "condition",
        name: complaint.condition.to_string(),
    })?;
    let conditions = complaint.conditions(knowledge);
    let screener = Screener::new(&work.inner.rulebook, &view.chart, &conditions);
    let few_because = screener.few_needles(knowledge);
    let asked = asked.unwrap_or(ProposeLimits {
        max_needles: usual_needles(view, &few_because),
        position: None,
    });
    Ok(Planning {
        limits: planning_limits(knowledge, asked, &wished),
        held: held(work),
        assessment,
        conditions,
        wished,
        few_because,
    })
}

impl Planning {
    /// Asks the planner with the screen of this person and the privileges of whoever looks.
    pub(crate) fn ask<R>(
        &self,
        work: &Work<'_>,
        view: &CourseView,
        ask: impl FnOnce(&WithPrivileges<'_>) -> R,
    ) -> R {
        let screener = Screener::new(&work.inner.rulebook, &view.chart, &self.conditions);
        ask(&WithPrivileges {
            screener: &screener,
            knowledge: work.knowledge(),
            chart: &view.chart,
            held: &self.held,
        })
    }

    /// The best needles in the place of those of the plan that is shown; its dose and what goes on beside
    /// the needles stay.
    pub(crate) fn in_place_of(&self, work: &Work<'_>, view: &CourseView) -> Plan {
        let knowledge = work.knowledge();
        let proposal = self.ask(work, view, |screen| {
            propose(knowledge, screen, &self.assessment, &self.limits)
        });
        let condition = self.assessment.condition;
        let (now, _, _) = shown(knowledge, &view.course, condition, &proposal);
        let best = plan_of(knowledge, condition, &proposal);
        Plan {
            position: best.position,
            needles: best.needles,
            pairs: Vec::new(),
            ..now
        }
    }

    /// The plan with the best pairs for current in the place of its own, and why each; `None` when no two of
    /// its needles can be joined.
    pub(crate) fn with_pairs(
        &self,
        work: &Work<'_>,
        view: &CourseView,
        plan: &Plan,
    ) -> Result<Option<Plan>, AppError> {
        let knowledge = work.knowledge();
        let bare = Plan {
            pairs: Vec::new(),
            ..plan.clone()
        };
        let resolved = bare
            .to_screen(knowledge, &self.conditions)
            .map_err(course::Refusal::Plan)?;
        let proposed = self.ask(work, view, |screen| {
            let condition = self.assessment.condition;
            propose_pairs(
                knowledge,
                screen,
                condition,
                &resolved.needles,
                USUAL_CHANNELS,
            )
        });
        let Some(stimulus) = proposed.stimulus.filter(|_| !proposed.pairs.is_empty()) else {
            return Ok(None);
        };
        let pairs = proposed.pairs.iter().map(|pair| ElectricalPair {
            a: pair.a,
            b: pair.b,
            frequency: stimulus.frequency.from,
        });
        Ok(Some(Plan {
            pairs: pairs.collect(),
            ..bare
        }))
    }
}

fn usual_needles(view: &CourseView, few_because: &[RuleKey]) -> u8 {
    let experience = if view.sessions.is_empty() {
        Experience::First
    } else {
        Experience::Some
    };
    let number = if few_because.is_empty() {
        NeedleNumber::Usual
    } else {
        NeedleNumber::Few
    };
    needle_limit(experience, number)
}

/// What whoever looks may place. Somebody who places no needles at all sees the plan as the clinic would
/// propose it; they can neither agree it nor follow it.
fn held(work: &Work<'_>) -> Vec<PrivilegeId> {
    let held: Vec<PrivilegeId> = work.actor.privileges.iter().cloned().collect();
    if held.is_empty() {
        let all = work.knowledge().privileges().iter();
        all.map(|privilege| privilege.id.clone()).collect()
    } else {
        held
    }
}
