//! From a complaint to what the planner needs, and from its proposal to a plan of the record.

use filiform_care::course::{Complaint, Course};
use filiform_care::{Plan, PlannedNeedle, Site};
use filiform_knowledge::{Angle, Knowledge, PointKey, Technique};
use filiform_planning::{Assessment, Limits, Proposal};
use filiform_units::{Minutes, Side};

use crate::{PlanSource, ProposeLimits};

/// Search nodes before a proposal is given with a stated gap instead of a proof.
const NODE_LIMIT: u64 = 2_000_000;

/// What the planner needs of a complaint; `None` when its condition left the knowledge base.
pub(crate) fn assessment(knowledge: &Knowledge, complaint: &Complaint) -> Option<Assessment> {
    let areas = complaint.pain_areas.iter();
    let muscles = complaint.tender_muscles.iter();
    Some(Assessment {
        condition: knowledge.condition_key(complaint.condition.as_str())?,
        side: complaint.side,
        pain_areas: areas
            .filter_map(|(region, side)| Some((knowledge.region_key(region.as_str())?, *side)))
            .collect(),
        tender_muscles: muscles
            .filter_map(|(muscle, side)| Some((knowledge.muscle_key(muscle.as_str())?, *side)))
            .collect(),
    })
}

/// Limits of a proposal with manual needling.
pub(crate) const fn planning_limits(asked: ProposeLimits) -> Limits {
    Limits {
        max_needles: asked.max_needles,
        position: asked.position,
        technique: Technique::Manual,
        never: Vec::new(),
        always: Vec::new(),
        node_limit: NODE_LIMIT,
    }
}

/// Shortest retention that a new plan begins with.
const RETENTION_LEAST: Minutes = Minutes::literal(10);
/// Longest retention that a new plan begins with.
const RETENTION_MOST: Minutes = Minutes::literal(30);

/// A proposal in the names a record keeps.
pub(crate) fn plan_of(knowledge: &Knowledge, proposal: &Proposal) -> Plan {
    let needle = |point: PointKey, side: Side, depth, angle: Angle| PlannedNeedle {
        site: Site::Point(knowledge.point(point).code.clone()),
        side,
        depth: Some(depth),
        angle,
        technique: Technique::Manual,
        stimulation: None,
    };
    let dose = &proposal.dose;
    // Where nobody gives a number the plan begins with the least; the practitioner sets the rest.
    let retention = dose
        .retention
        .unwrap_or(RETENTION_LEAST)
        .clamp(RETENTION_LEAST, RETENTION_MOST);
    Plan {
        position: proposal.position,
        needles: proposal
            .needles
            .iter()
            .map(|chosen| needle(chosen.point, chosen.side, chosen.depth, chosen.angle))
            .collect(),
        pairs: Vec::new(),
        retention,
        sessions: dose.sessions.map_or(1, |sessions| sessions.min.max(1)),
        per_week: dose.per_week.unwrap_or(1).clamp(1, 7),
        co_treatments: Vec::new(),
    }
}

/// The plan that a page shows, where it comes from, and its needles whose points are gone. A record
/// outlives points: what can be read is shown, so that the rest can be mended.
pub(crate) fn shown(
    knowledge: &Knowledge,
    course: &Course,
    proposal: &Proposal,
) -> (Plan, PlanSource, Vec<String>) {
    let (plan, source) = match (&course.draft, &course.agreed) {
        (Some(draft), Some(agreed)) if draft == agreed => (draft.clone(), PlanSource::Agreed),
        (Some(draft), _) => (draft.clone(), PlanSource::Drafted),
        (None, _) => (plan_of(knowledge, proposal), PlanSource::Proposed),
    };
    let (readable, gone) = readable(knowledge, &plan);
    if gone.is_empty() {
        (plan, source, gone)
    } else {
        (readable, PlanSource::Drafted, gone)
    }
}

/// The needles of a plan that can be read, and the names of the others.
pub(crate) fn readable(knowledge: &Knowledge, plan: &Plan) -> (Plan, Vec<String>) {
    let (readable, places) = plan.readable(knowledge);
    let needles = plan.needles.iter().enumerate();
    let gone = needles
        .filter(|(index, _)| !places.contains(index))
        .map(|(_, needle)| needle.words())
        .collect();
    (readable, gone)
}
