//! From a complaint to what the planner needs, and from its proposal to a plan of the record.

use filiform_care::course::{Complaint, Course};
use filiform_care::preference::Wished;
use filiform_care::{Plan, PlannedNeedle, Site};
use filiform_knowledge::{Angle, ConditionKey, Knowledge, PointCode, PointKey, Technique};
use filiform_planning::dose::proposed_dose;
use filiform_planning::{Assessment, Limits, Proposal};
use filiform_units::{DepthRange, Side};

use crate::{PlanSource, ProposeLimits};

/// Search nodes before a proposal is given with a stated gap instead of a proof.
const NODE_LIMIT: u64 = 2_000_000;

/// What the planner needs of a complaint; `None` when its condition left the knowledge base.
pub(crate) fn assessment(knowledge: &Knowledge, complaint: &Complaint) -> Option<Assessment> {
    let condition = knowledge.condition_key(complaint.condition.as_str())?;
    let areas = complaint.pain_areas.iter();
    let muscles = complaint.tender_muscles.iter();
    let also = complaint.also.iter();
    let segments = complaint.tender_segments.iter();
    Some(Assessment {
        also: also
            .filter_map(|(id, side)| Some((knowledge.condition_key(id.as_str())?, *side)))
            .collect(),
        tender_segments: segments
            .filter_map(|(name, side)| Some((knowledge.segment_key(name.as_str())?, *side)))
            .collect(),
        pain_areas: areas
            .filter_map(|(region, side)| Some((knowledge.region_key(region.as_str())?, *side)))
            .collect(),
        tender_muscles: muscles
            .filter_map(|(muscle, side)| Some((knowledge.muscle_key(muscle.as_str())?, *side)))
            .collect(),
        ..Assessment::of(condition, complaint.side)
    })
}

/// Limits of a proposal with manual needling. A wish outlives its point: what is gone wishes nothing.
pub(crate) fn planning_limits(
    knowledge: &Knowledge,
    asked: ProposeLimits,
    wished: &Wished,
) -> Limits {
    let key = |code: &PointCode| knowledge.point_key(code.as_str());
    let always = wished.always.iter();
    Limits {
        max_needles: asked.max_needles,
        position: asked.position,
        technique: Technique::Manual,
        never: wished.never.iter().filter_map(key).collect(),
        always: always
            .filter_map(|(code, side)| Some((key(code)?, *side)))
            .collect(),
        node_limit: NODE_LIMIT,
    }
}

/// A proposal in the names a record keeps.
pub(crate) fn plan_of(knowledge: &Knowledge, condition: ConditionKey, proposal: &Proposal) -> Plan {
    let dose = proposed_dose(knowledge, condition);
    Plan {
        position: proposal.position,
        needles: proposal
            .needles
            .iter()
            .map(|one| by_hand(knowledge, one.point, one.side, (one.depth, one.angle)))
            .collect(),
        pairs: Vec::new(),
        retention: dose.retention,
        retention_reason: None,
        sessions: dose.sessions,
        per_week: dose.per_week,
        co_treatments: Vec::new(),
    }
}

/// A needle at a point, placed by hand.
pub(crate) fn by_hand(
    knowledge: &Knowledge,
    point: PointKey,
    side: Side,
    (depth, angle): (DepthRange, Angle),
) -> PlannedNeedle {
    PlannedNeedle {
        site: Site::Point(knowledge.point(point).code.clone()),
        side,
        depth: Some(depth),
        angle,
        technique: Technique::Manual,
        stimulation: None,
    }
}

/// The plan that a page shows, where it comes from, and its needles whose points are gone. A record
/// outlives points: what can be read is shown, so that the rest can be mended.
pub(crate) fn shown(
    knowledge: &Knowledge,
    course: &Course,
    condition: ConditionKey,
    proposal: &Proposal,
) -> (Plan, PlanSource, Vec<String>) {
    let (plan, source) = match (&course.draft, &course.agreed) {
        (Some(draft), Some(agreed)) if draft == agreed => (draft.clone(), PlanSource::Agreed),
        (Some(draft), _) => (draft.clone(), PlanSource::Drafted),
        (None, _) => (
            plan_of(knowledge, condition, proposal),
            PlanSource::Proposed,
        ),
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
