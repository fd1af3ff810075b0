//! What the body shows beside the needles of a plan: needles of the last session, pairs that a rule
//! forbids, regions in which a rule stops any needle in this patient.

use filiform_care::Plan;
use filiform_care::session::PlacedNeedle;
use filiform_knowledge::{Angle, Condition, Place, RegionKey, RuleKey, Technique};
use filiform_screening::{Needle, PlanToScreen, Screener};
use filiform_store::project::SessionRow;
use filiform_units::{DepthRange, Millimetres, PatientId, SessionId, Side};

use crate::AppError;
use crate::app::Work;
use crate::courses::{CourseView, conditions_of};

/// A rule that stops even this needle stops any.
const SHALLOWEST: Millimetres = Millimetres::literal(1);

/// What the body shows beside the needles of a plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OnBody {
    /// The needles of the session before, in the order they went in.
    pub last: Vec<PlacedNeedle>,
    /// For each pair of the plan the rules that stop it; empty where none does.
    pub pair_stops: Vec<Vec<RuleKey>>,
    /// Regions in which a rule stops any needle in this patient.
    pub no_go: Vec<NoGo>,
}

/// A region in which a rule stops any needle in this patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoGo {
    /// The region.
    pub region: RegionKey,
    /// The side.
    pub side: Side,
    /// The rule.
    pub rule: RuleKey,
}

/// Reads it for a plan as it can be read today. `session` is the one that is looked at, if there is one.
pub(crate) fn on_body(
    work: &mut Work<'_>,
    view: &CourseView,
    plan: &Plan,
    session: Option<SessionId>,
) -> Result<OnBody, AppError> {
    let last = needles_before(work, view.patient_id, &view.sessions, session)?;
    let conditions = conditions_of(work.knowledge(), &view.course);
    let screener = Screener::new(&work.inner.rulebook, &view.chart, &conditions);
    let (plan, _) = plan.readable(work.knowledge());
    let resolved = plan.to_screen(work.knowledge(), &conditions);
    let resolved = resolved.map_err(filiform_care::course::Refusal::Plan)?;
    Ok(OnBody {
        last,
        pair_stops: pair_stops(&screener, &resolved),
        no_go: no_go(work, &screener),
    })
}

/// The needles of the newest session before the one that is looked at.
fn needles_before(
    work: &mut Work<'_>,
    patient: PatientId,
    sessions: &[SessionRow],
    looked_at: Option<SessionId>,
) -> Result<Vec<PlacedNeedle>, AppError> {
    let mut newest_first = sessions.iter();
    if let Some(id) = looked_at {
        newest_first.find(|row| row.id == id);
    }
    let Some(row) = newest_first.find(|row| row.inserted > 0) else {
        return Ok(Vec::new());
    };
    let session = work.streams().session(work.tx, patient, row.id)?;
    Ok(session.state.needles)
}

fn pair_stops(screener: &Screener<'_>, plan: &PlanToScreen) -> Vec<Vec<RuleKey>> {
    let needle = |index: usize| plan.needles.get(index);
    let stops = |a: usize, b: usize| Some(screener.pair(needle(a)?, needle(b)?).stops);
    plan.pairs
        .iter()
        .map(|pair| stops(pair.a, pair.b).unwrap_or_default())
        .collect()
}

/// A rule that stops a needle in some regions and not in others, because of this patient. What stops one
/// everywhere is said above the plan, what stops one in everybody is known; neither is drawn.
fn no_go(work: &Work<'_>, screener: &Screener<'_>) -> Vec<NoGo> {
    let regions = work.knowledge().regions();
    let mut found = Vec::new();
    for (region, _) in regions.iter() {
        for side in [Side::Left, Side::Right] {
            let stopped = screener.needle(&Needle {
                place: Place::Region(region),
                near: None,
                side,
                depth: DepthRange::new(SHALLOWEST, SHALLOWEST).ok(),
                angle: Angle::Perpendicular,
                technique: Technique::Manual,
            });
            let for_this_patient =
                |rule: &RuleKey| work.knowledge().rule(*rule).when != Condition::Anyone;
            let rules = stopped.stops.into_iter().filter(for_this_patient);
            found.extend(rules.map(|rule| NoGo { region, side, rule }));
        }
    }
    let everywhere = regions.len() * 2;
    let counted = found.clone();
    found.retain(|one| {
        let times = counted
            .iter()
            .filter(|other| other.rule == one.rule)
            .count();
        times < everywhere
    });
    found
}
