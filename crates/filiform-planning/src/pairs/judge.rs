//! Whether two needles may be joined, and what they share.

use filiform_knowledge::{
    CurrentPath, Knowledge, Place, Point, PointKey, RuleKey, SegmentSet, Severity, Technique,
};
use filiform_screening::{Needle, current_takes};

use super::{ScreensPairs, Shared};

/// Id of the set of points whose needles stand at a large joint of arm or leg.
const AT_JOINT: &str = "PS-JOINT";
/// Paths that no proposed pair takes, whoever the person is.
const NEVER: [CurrentPath; 3] = [
    CurrentPath::AcrossChest,
    CurrentPath::AcrossSkull,
    CurrentPath::FrontOfNeck,
];

/// Why two needles are not joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotPaired {
    /// A free site, whose place within its region is not known, or the same point twice.
    NoDistance,
    /// A needle that goes home or is warmed.
    Technique,
    /// On different sides: the current would cross the spine or the midline.
    OtherSide,
    /// The current would take this path.
    Path(CurrentPath),
    /// At a joint, or on two sides of one as far as the tables can tell, or too far apart.
    AcrossJoint,
    /// Neighbours on one line, or beside the same spinal level.
    TooNear,
    /// Screening stops it; the rules.
    Stopped(Vec<RuleKey>),
}

/// What two needles share when they may be joined.
///
/// # Errors
/// Why they may not.
pub fn judge_pair(
    knowledge: &Knowledge,
    screen: &impl ScreensPairs,
    a: &Needle,
    b: &Needle,
) -> Result<Shared, NotPaired> {
    let (Place::Point(at_a), Place::Point(at_b)) = (a.place, b.place) else {
        return Err(NotPaired::NoDistance);
    };
    if at_a == at_b && a.side == b.side {
        return Err(NotPaired::NoDistance);
    }
    let (a, b) = (electrical(a)?, electrical(b)?);
    if a.side != b.side {
        return Err(NotPaired::OtherSide);
    }
    let mut never = NEVER.into_iter();
    if let Some(path) = never.find(|path| current_takes(knowledge, &a, &b, *path)) {
        return Err(NotPaired::Path(path));
    }
    let ends = Ends::new(knowledge, at_a, at_b);
    if ends.cross_joint() {
        return Err(NotPaired::AcrossJoint);
    }
    if ends.too_near() {
        return Err(NotPaired::TooNear);
    }
    let said = screen.pair(&a, &b);
    if said.severity >= Severity::Stop {
        return Err(NotPaired::Stopped(said.stops));
    }
    Ok(Shared {
        severity: said.severity,
        ..ends.shared()
    })
}

/// The needle with current; only one that is needled by hand can have it.
fn electrical(needle: &Needle) -> Result<Needle, NotPaired> {
    match needle.technique {
        Technique::Manual | Technique::Electrical => Ok(Needle {
            technique: Technique::Electrical,
            ..*needle
        }),
        Technique::Indwelling | Technique::Heat => Err(NotPaired::Technique),
    }
}

/// Two points, as the tables know them.
struct Ends<'k> {
    knowledge: &'k Knowledge,
    keys: [PointKey; 2],
    a: &'k Point,
    b: &'k Point,
    customary: bool,
}

impl<'k> Ends<'k> {
    fn new(knowledge: &'k Knowledge, at_a: PointKey, at_b: PointKey) -> Self {
        let (a, b) = (knowledge.point(at_a), knowledge.point(at_b));
        Self {
            knowledge,
            keys: [at_a, at_b],
            a,
            b,
            customary: a.electrical_partners.contains(&b.code)
                || b.electrical_partners.contains(&a.code),
        }
    }

    fn cross_joint(&self) -> bool {
        let at_joint = self.keys.into_iter().filter(|key| self.at_joint(*key));
        let next = &self.knowledge.region(self.a.region).continues_into;
        // A region that goes over into none is small and full of joints: fingers, toes.
        let touch = if self.a.region == self.b.region {
            !next.is_empty()
        } else {
            next.contains(&self.b.region)
        };
        match at_joint.count() {
            0 => !touch,
            1 => !touch || !self.customary,
            _ => true,
        }
    }

    /// Whether a needle stands at a large joint; without the set in the tables each may.
    fn at_joint(&self, point: PointKey) -> bool {
        let Some(set) = self.knowledge.point_set_key(AT_JOINT) else {
            return true;
        };
        let members = &self.knowledge.point_set(set).members;
        let place = Place::Point(point);
        members.iter().any(|member| member.place == place)
    }

    fn too_near(&self) -> bool {
        let [a, b] = self.keys;
        let neighbours = self.same_line() && a.index().abs_diff(b.index()) == 1;
        let same_level = !self.a.paraspinal.and(self.b.paraspinal).is_empty();
        (neighbours || same_level) && !self.customary
    }

    fn same_line(&self) -> bool {
        let line = line(self.a.code.as_str());
        line.is_some() && line == self::line(self.b.code.as_str())
    }

    fn shared(&self) -> Shared {
        let muscles = self.a.muscles.iter().copied();
        Shared {
            muscles: muscles
                .filter(|muscle| self.b.muscles.contains(muscle))
                .collect(),
            segments: segments(self.a).and(segments(self.b)),
            customary: self.customary,
            same_region: self.a.region == self.b.region,
            same_line: self.same_line(),
            severity: Severity::None,
        }
    }
}

/// Segments of muscle and spinal level; those of the skin where neither is known.
fn segments(point: &Point) -> SegmentSet {
    let deep = point.myotomes.or(point.paraspinal);
    if deep.is_empty() {
        point.dermatomes
    } else {
        deep
    }
}

/// The line of points that a code belongs to: `ST` of `ST36`, `EX-B2` of `EX-B2-L4`.
fn line(code: &str) -> Option<&str> {
    if let Some((line, _)) = code.rsplit_once('-') {
        return line.contains('-').then_some(line);
    }
    let line = code.trim_end_matches(|letter: char| letter.is_ascii_digit());
    (!line.is_empty() && line.len() < code.len()).then_some(line)
}
