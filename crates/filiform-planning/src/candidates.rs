//! Every point and side that could be planned, and why the others cannot.

use std::collections::HashMap;

use filiform_knowledge::{
    Angle, Knowledge, Place, Point, PointKey, Position, Reach, RegionKey, RuleKey, Severity,
};
use filiform_screening::{Needle, NeedleScreen};
use filiform_units::{DepthRange, Side};

use crate::effects::{Model, SamePlace, anywhere, cost};
use crate::trials::parts;
use crate::{LeftOutReason, Limits, ScreensNeedles, policy};

/// A needle that could be planned.
pub(crate) struct Candidate {
    pub(crate) point: PointKey,
    pub(crate) side: Side,
    pub(crate) depth: DepthRange,
    pub(crate) depth_limited_by: Option<RuleKey>,
    pub(crate) angle: Angle,
    pub(crate) severity: Severity,
    pub(crate) strengths: Vec<f64>,
    pub(crate) cost: f64,
    /// What it is worth by itself.
    pub(crate) alone: f64,
    /// Of the candidates of one group one is enough.
    pub(crate) group: Option<u32>,
    place: Option<SamePlace>,
    /// The clinician asked for it.
    pub(crate) always: bool,
}

/// Candidates in point order, left before right, and the sides that are out.
#[derive(Default)]
pub(crate) struct Candidates {
    pub(crate) all: Vec<Candidate>,
    pub(crate) out: HashMap<(PointKey, Side), LeftOutReason>,
}

/// The sides on which a point exists.
pub(crate) fn sides_of(point: &Point) -> &'static [Side] {
    if point.midline {
        &[Side::Midline]
    } else {
        &[Side::Left, Side::Right]
    }
}

/// Whether a place can be needled in a position. Lying on the right side reaches the left.
pub(crate) fn reachable(
    knowledge: &Knowledge,
    region: RegionKey,
    side: Side,
    position: Position,
) -> bool {
    let reach = &knowledge.region(region).reach;
    match position {
        Position::Supine => reach.contains(&Reach::Supine),
        Position::Prone => reach.contains(&Reach::Prone),
        Position::Sitting => reach.contains(&Reach::Sitting),
        Position::LeftSideUp => reach.contains(&Reach::SideUp) && side != Side::Right,
        Position::RightSideUp => reach.contains(&Reach::SideUp) && side != Side::Left,
    }
}

/// Builds the candidates. Those that are worth less than nothing by themselves are not screened.
pub(crate) fn candidates(
    model: &Model<'_>,
    screen: &impl ScreensNeedles,
    limits: &Limits,
) -> Candidates {
    let builder = Builder {
        model,
        screen,
        limits,
        weights: model.weights(),
        anywhere: anywhere(model.knowledge, screen, limits.technique),
    };
    let mut found = Candidates::default();
    for (key, point) in model.knowledge.points().iter() {
        for side in sides_of(point) {
            match builder.candidate(key, *side) {
                Outcome::Worth(candidate) => found.all.push(*candidate),
                Outcome::Out(reason) => {
                    found.out.insert((key, *side), reason);
                }
                Outcome::Worthless => {}
            }
        }
    }
    set_groups(&mut found.all);
    found
}

enum Outcome {
    Worth(Box<Candidate>),
    Out(LeftOutReason),
    Worthless,
}

struct Builder<'b, S> {
    model: &'b Model<'b>,
    screen: &'b S,
    limits: &'b Limits,
    weights: Vec<f64>,
    /// What screening says of any needle.
    anywhere: Severity,
}

impl<S: ScreensNeedles> Builder<'_, S> {
    fn candidate(&self, key: PointKey, side: Side) -> Outcome {
        let point = self.model.knowledge.point(key);
        let Some(customary) = point.depth.filter(|_| point.needled) else {
            return Outcome::Out(LeftOutReason::NotNeedled);
        };
        if point.needles > 1 {
            let parts = parts(self.model.knowledge, point);
            return Outcome::Out(LeftOutReason::SeveralNeedles(parts));
        }
        if self.limits.never.contains(&key) {
            return Outcome::Out(LeftOutReason::NeverUsed);
        }
        let always = self.limits.always.contains(&(key, side));
        let unscreened = Allowed {
            depth: customary,
            limited_by: None,
            severity: self.anywhere,
        };
        let free = self.built(key, side, &unscreened, always);
        if free.alone <= 0.0 && !always {
            return Outcome::Worthless;
        }
        let needle = Needle {
            near: None,
            place: Place::Point(key),
            side,
            depth: Some(customary),
            angle: point.angle,
            technique: self.limits.technique,
        };
        if let Some(privilege) = self.screen.withheld(&needle) {
            return Outcome::Out(LeftOutReason::OutsidePrivilege(privilege));
        }
        match allow(self.screen, needle, customary) {
            Ok(allowed) if allowed == unscreened => Outcome::Worth(Box::new(free)),
            Ok(allowed) => Outcome::Worth(Box::new(Candidate {
                // A shallower needle is still in the same place.
                place: free.place,
                ..self.built(key, side, &allowed, always)
            })),
            Err(stops) => Outcome::Out(LeftOutReason::Stopped(stops)),
        }
    }

    fn built(&self, key: PointKey, side: Side, allowed: &Allowed, always: bool) -> Candidate {
        let place = Place::Point(key);
        let site = self.model.site(place, side, Some(allowed.depth));
        let mut strengths = Vec::with_capacity(self.weights.len());
        self.model.row(&site, &mut strengths);
        let covered: f64 = strengths
            .iter()
            .zip(&self.weights)
            .map(|(s, w)| s * w)
            .sum();
        let region = self.model.knowledge.point(key).region;
        let findings = policy::severity_cost(allowed.severity, self.anywhere);
        let depth = Some(allowed.depth);
        let cost = cost(self.model.knowledge, place, depth, findings, &site.trials);
        Candidate {
            point: key,
            side,
            depth: allowed.depth,
            depth_limited_by: allowed.limited_by,
            angle: self.model.knowledge.point(key).angle,
            severity: allowed.severity,
            cost,
            alone: covered - cost,
            group: None,
            place: self.model.same_place(region, side, &strengths),
            strengths,
            always,
        }
    }
}

#[derive(PartialEq)]
struct Allowed {
    depth: DepthRange,
    limited_by: Option<RuleKey>,
    severity: Severity,
}

/// The depth at which nothing stops the needle, when a sensible needle remains; otherwise the stops.
fn allow(
    screen: &impl ScreensNeedles,
    needle: Needle,
    customary: DepthRange,
) -> Result<Allowed, Vec<RuleKey>> {
    let NeedleScreen {
        severity,
        stops,
        depth_limit,
    } = screen.needle(&needle);
    if severity < Severity::Stop {
        return Ok(Allowed {
            depth: customary,
            limited_by: None,
            severity,
        });
    }
    let Some(limit) = depth_limit.filter(|limit| {
        limit.get() >= policy::SHALLOWEST_MM
            && limit.get() >= customary.min().get().div_ceil(policy::SHALLOWEST_PART)
    }) else {
        return Err(stops);
    };
    let depth = customary.capped(limit);
    let again = screen.needle(&Needle {
        depth: Some(depth),
        ..needle
    });
    if again.severity < Severity::Stop {
        Ok(Allowed {
            depth,
            limited_by: stops.first().copied(),
            severity: again.severity,
        })
    } else {
        Err(stops)
    }
}

fn set_groups(candidates: &mut [Candidate]) {
    let mut first: HashMap<SamePlace, usize> = HashMap::new();
    let mut next = 0;
    for index in 0..candidates.len() {
        let Some(place) = candidates[index].place.take() else {
            continue;
        };
        let mate = *first.entry(place).or_insert(index);
        if mate == index {
            continue;
        }
        let group = candidates[mate].group.unwrap_or_else(|| {
            next += 1;
            next
        });
        candidates[mate].group = Some(group);
        candidates[index].group = Some(group);
    }
}
