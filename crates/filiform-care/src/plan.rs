//! A plan in the names a record keeps, and its resolution against the knowledge base.

use filiform_knowledge::{
    Angle, ConditionKey, Knowledge, Place, Point, PointCode, Position, RegionId, Technique,
};
use filiform_screening::{ElectrodePair, Needle, PlanToScreen};
use filiform_units::{DepthRange, Hertz, Minutes, Side};

use crate::{ShortText, SkinSite};

mod alongside;
mod change;
mod difference;

pub use alongside::{CO_TREATMENTS_MAX, CoTreatment, CoTreatmentKind};
pub use difference::{Changed, JoinedPair, PlanDifference};

/// Where a needle goes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Site {
    /// A named point.
    Point(PointCode),
    /// Any other place: a trigger point, a tender spot.
    Free {
        /// The part of the body.
        region: RegionId,
        /// What it is, in the clinician's words.
        label: ShortText,
        /// Where on the skin, when it was tapped on the body.
        skin: Option<SkinSite>,
    },
}

impl Site {
    /// The name a page shows.
    pub fn label(&self) -> &str {
        match self {
            Self::Point(code) => code.as_str(),
            Self::Free { label, .. } => label.as_str(),
        }
    }
}

/// One planned needle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedNeedle {
    /// Where.
    pub site: Site,
    /// Which side.
    pub side: Side,
    /// How deep; `None` when left open.
    pub depth: Option<DepthRange>,
    /// Direction.
    pub angle: Angle,
    /// Technique.
    pub technique: Technique,
    /// How it is stimulated once it is in, in the clinician's words; `None` when left open.
    pub stimulation: Option<ShortText>,
}

impl PlannedNeedle {
    /// The place with its side, in words: `ST36 left`, `GV4`.
    pub fn words(&self) -> String {
        match self.side {
            Side::Midline => self.site.label().to_owned(),
            Side::Left | Side::Right => format!("{} {}", self.site.label(), self.side.as_str()),
        }
    }
}

/// Two needles joined for electrical stimulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ElectricalPair {
    /// Index of one needle.
    pub a: usize,
    /// Index of the other.
    pub b: usize,
    /// Frequency.
    pub frequency: Hertz,
}

/// A point plan with its dose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How the patient lies or sits.
    pub position: Position,
    /// Needles.
    pub needles: Vec<PlannedNeedle>,
    /// Electrode pairs.
    pub pairs: Vec<ElectricalPair>,
    /// Retention.
    pub retention: Minutes,
    /// Why the needles stay in for less than 10 or more than 30 minutes; needed then.
    pub retention_reason: Option<ShortText>,
    /// Sessions planned.
    pub sessions: u8,
    /// Sessions a week.
    pub per_week: u8,
    /// What goes on beside the needles.
    pub co_treatments: Vec<CoTreatment>,
}

/// Why a plan does not make sense, whatever screening says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// No such point.
    #[error("there is no point `{code}`{}", hint.as_ref().map_or_else(|| "; the atlas lists them".to_owned(), |hint| format!("; did you mean `{hint}`?")))]
    UnknownPoint {
        /// As written.
        code: String,
        /// The nearest name.
        hint: Option<String>,
    },
    /// No such region.
    #[error("there is no region `{0}`; choose one from the list")]
    UnknownRegion(String),
    /// A midline point with a side, or a paired point without one.
    #[error("`{code}` {problem}")]
    Side {
        /// The point.
        code: PointCode,
        /// `lies on the midline and has no side` or `needs a side: left or right`.
        problem: &'static str,
    },
    /// A point that is not needled.
    #[error("`{0}` is never needled")]
    NotNeedled(PointCode),
    /// The same place twice.
    #[error("`{label}` {side} stands twice in the plan", side = side.as_str())]
    Twice {
        /// The place.
        label: String,
        /// The side.
        side: Side,
    },
    /// An electrode pair that names a needle that is not there, or one needle twice.
    #[error("electrode pair {0} does not join two needles of this plan")]
    Pair(usize),
    /// Retention outside 10 to 30 minutes without a reason, or outside 1 to 60.
    #[error("retention is 10 to 30 minutes, not {0}; with a reason 1 to 60")]
    Retention(Minutes),
    /// No sessions, or more than 40, or more than 7 a week.
    #[error("a course has 1 to 40 sessions, 1 to 7 a week")]
    Dose,
    /// More needles than a session can hold.
    #[error("a plan has at most {most} needles")]
    TooManyNeedles {
        /// The limit.
        most: usize,
    },
    /// More treatments beside the needles than anybody follows.
    #[error("a plan has at most {most} treatments beside the needles")]
    TooManyCoTreatments {
        /// The limit.
        most: usize,
    },
    /// The same treatment twice.
    #[error("`{0}` stands twice beside the needles")]
    CoTreatmentTwice(ShortText),
}

/// The longest retention of a plan with a reason, in minutes; catches keying errors.
const RETENTION_MAX: u16 = 60;

/// The most needles of one plan; catches keying errors.
pub const NEEDLES_MAX: usize = 60;

impl Plan {
    /// Checks everything that does not depend on the patient.
    ///
    /// # Errors
    /// The first thing that is wrong, with the needle or field it is about.
    pub fn check(&self, knowledge: &Knowledge) -> Result<(), PlanError> {
        if self.needles.len() > NEEDLES_MAX {
            return Err(PlanError::TooManyNeedles { most: NEEDLES_MAX });
        }
        for (index, needle) in self.needles.iter().enumerate() {
            resolve(knowledge, needle)?;
            let same =
                |other: &PlannedNeedle| other.site == needle.site && other.side == needle.side;
            if self.needles.iter().take(index).any(same) {
                return Err(PlanError::Twice {
                    label: needle.site.label().to_owned(),
                    side: needle.side,
                });
            }
        }
        for (index, pair) in self.pairs.iter().enumerate() {
            let inside = pair.a < self.needles.len() && pair.b < self.needles.len();
            if pair.a == pair.b || !inside {
                return Err(PlanError::Pair(index + 1));
            }
        }
        let usual = (10..=30).contains(&self.retention.get());
        let possible = (1..=RETENTION_MAX).contains(&self.retention.get());
        if !possible || (!usual && self.retention_reason.is_none()) {
            return Err(PlanError::Retention(self.retention));
        }
        if !(1..=40).contains(&self.sessions) || !(1..=7).contains(&self.per_week) {
            return Err(PlanError::Dose);
        }
        self.check_co_treatments()
    }

    /// The plan without one needle. Its pairs go with it, and those of the others still join the same needles.
    #[must_use]
    pub fn without_needle(mut self, index: usize) -> Self {
        if index >= self.needles.len() {
            return self;
        }
        self.needles.remove(index);
        self.pairs.retain(|pair| pair.a != index && pair.b != index);
        let moved = |place: usize| if place > index { place - 1 } else { place };
        for pair in &mut self.pairs {
            (pair.a, pair.b) = (moved(pair.a), moved(pair.b));
        }
        self
    }

    /// The plan for the other side of the body. The midline stays, and so does whatever has no side.
    #[must_use]
    pub fn mirrored(mut self) -> Self {
        self.position = match self.position {
            Position::LeftSideUp => Position::RightSideUp,
            Position::RightSideUp => Position::LeftSideUp,
            other @ (Position::Supine | Position::Prone | Position::Sitting) => other,
        };
        for needle in &mut self.needles {
            needle.side = match needle.side {
                Side::Left => Side::Right,
                Side::Right => Side::Left,
                Side::Midline => Side::Midline,
            };
        }
        self
    }

    /// Whether the needles are the same, place by place, in the same position and joined in the same
    /// pairs. The dose may differ, and so may what goes on beside the needles: screening does not read it.
    pub fn has_same_needles(&self, other: &Self) -> bool {
        self.position == other.position
            && self.needles == other.needles
            && self.pairs == other.pairs
    }

    /// The needles that can be read, without the others, and the place of each in this plan: a record
    /// outlives points. Pairs stay where both needles do.
    #[must_use]
    pub fn readable(&self, knowledge: &Knowledge) -> (Self, Vec<usize>) {
        let (mut plan, mut places) = (self.clone(), (0..self.needles.len()).collect::<Vec<_>>());
        for index in (0..self.needles.len()).rev() {
            let needle = self.needles.get(index);
            if needle.is_some_and(|needle| resolve(knowledge, needle).is_err()) {
                plan = plan.without_needle(index);
                places.remove(index);
            }
        }
        (plan, places)
    }

    /// The plan as screening reads it.
    ///
    /// # Errors
    /// When a needle does not resolve.
    pub fn to_screen(
        &self,
        knowledge: &Knowledge,
        conditions: &[ConditionKey],
    ) -> Result<PlanToScreen, PlanError> {
        let mut needles = self
            .needles
            .iter()
            .map(|needle| resolve(knowledge, needle))
            .collect::<Result<Vec<_>, _>>()?;
        for pair in &self.pairs {
            for index in [pair.a, pair.b] {
                if let Some(needle) = needles.get_mut(index) {
                    needle.technique = Technique::Electrical;
                }
            }
        }
        let pairs = self
            .pairs
            .iter()
            .map(|pair| ElectrodePair {
                a: pair.a,
                b: pair.b,
            })
            .collect();
        Ok(PlanToScreen {
            needles,
            pairs,
            position: Some(self.position),
            conditions: conditions.to_vec(),
        })
    }
}

/// One needle as screening reads it.
///
/// # Errors
/// When the site does not exist, is never needled, or the side does not fit.
pub fn resolve(knowledge: &Knowledge, needle: &PlannedNeedle) -> Result<Needle, PlanError> {
    let place = match &needle.site {
        Site::Point(code) => {
            let key = knowledge
                .point_key(code.as_str())
                .ok_or_else(|| unknown_point(knowledge, code.as_str()))?;
            let point = knowledge.point(key);
            if !point.needled {
                return Err(PlanError::NotNeedled(code.clone()));
            }
            match (point.midline, needle.side) {
                (true, Side::Midline) | (false, Side::Left | Side::Right) => Place::Point(key),
                (true, Side::Left | Side::Right) => {
                    return Err(PlanError::Side {
                        code: code.clone(),
                        problem: "lies on the midline and has no side",
                    });
                }
                (false, Side::Midline) => {
                    return Err(PlanError::Side {
                        code: code.clone(),
                        problem: "needs a side: left or right",
                    });
                }
            }
        }
        Site::Free { region, .. } => knowledge
            .region_key(region.as_str())
            .map(Place::Region)
            .ok_or_else(|| PlanError::UnknownRegion(region.to_string()))?,
    };
    let skin = match &needle.site {
        Site::Free { skin, .. } => skin.as_ref(),
        Site::Point(_) => None,
    };
    Ok(Needle {
        place,
        near: skin.and_then(|skin| skin.near_point(knowledge)),
        side: needle.side,
        depth: needle.depth,
        angle: needle.angle,
        technique: needle.technique,
    })
}

pub(crate) fn unknown_point(knowledge: &Knowledge, code: &str) -> PlanError {
    PlanError::UnknownPoint {
        code: code.to_owned(),
        hint: nearest_point(knowledge, code).map(|point| point.code.to_string()),
    }
}

/// The point that was probably meant: its code in another spelling (`st-36`, `St 036`), or its name.
pub fn nearest_point<'a>(knowledge: &'a Knowledge, typed: &str) -> Option<&'a Point> {
    let wanted = spelling(typed);
    let mut points = knowledge.points().iter().map(|(_, point)| point);
    points.find(|point| {
        spelling(point.code.as_str()) == wanted || point.name.eq_ignore_ascii_case(typed.trim())
    })
}

/// Letters in upper case and digits without leading zeros; what stands between them does not count.
fn spelling(code: &str) -> String {
    let mut spelling = String::with_capacity(code.len());
    for c in code.chars().filter(char::is_ascii_alphanumeric) {
        let begins_number = !spelling.ends_with(|last: char| last.is_ascii_digit());
        if !(c == '0' && begins_number) {
            spelling.push(c.to_ascii_uppercase());
        }
    }
    spelling
}
