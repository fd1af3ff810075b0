//! The shipped knowledge, complaints on it, and a screen that stops what a test says.

use std::sync::LazyLock;

use filiform_knowledge::{Knowledge, MuscleKey, Place, PointKey, Position, Reach, Severity};
use filiform_planning::{Assessment, Limits, Proposal, ProposedNeedle, ScreensNeedles};
use filiform_screening::{
    Chart, Fact, FactKind, Needle, NeedleScreen, Person, RecordedStatus, Rulebook,
};
use filiform_units::{FactId, Laterality, Millimetres, Sex, Side, Timestamp};

pub(crate) static KNOWLEDGE: LazyLock<Knowledge> =
    LazyLock::new(|| Knowledge::embedded().expect("the shipped knowledge is valid"));

pub(crate) const CONDITIONS: [&str; 6] = ["knee_oa", "clbp", "neck", "tth", "migraine", "heel"];

pub(crate) fn complaint(condition: &str, side: Laterality) -> Assessment {
    let condition = KNOWLEDGE.condition_key(condition).expect("shipped");
    Assessment::of(condition, side)
}

pub(crate) fn at_most(max_needles: u8) -> Limits {
    Limits::of(max_needles)
}

pub(crate) fn point(code: &str) -> PointKey {
    KNOWLEDGE.point_key(code).expect("in the point table")
}

pub(crate) fn muscle(name: &str) -> MuscleKey {
    KNOWLEDGE.muscle_key(name).expect("in the muscle table")
}

/// Every needle as `ST36 left`.
pub(crate) fn codes(proposal: &Proposal) -> Vec<String> {
    proposal
        .needles
        .iter()
        .map(|needle| filiform_planning::explain::place(&KNOWLEDGE, needle.point, needle.side))
        .collect()
}

pub(crate) fn region_id(point: PointKey) -> &'static str {
    KNOWLEDGE.region_of(Place::Point(point)).id.as_str()
}

/// Whether the needle can be reached, told from the table without the planner.
pub(crate) fn in_reach(needle: &ProposedNeedle, position: Position) -> bool {
    let reach = &KNOWLEDGE.region_of(Place::Point(needle.point)).reach;
    match position {
        Position::Supine => reach.contains(&Reach::Supine),
        Position::Prone => reach.contains(&Reach::Prone),
        Position::Sitting => reach.contains(&Reach::Sitting),
        Position::LeftSideUp => reach.contains(&Reach::SideUp) && needle.side != Side::Right,
        Position::RightSideUp => reach.contains(&Reach::SideUp) && needle.side != Side::Left,
    }
}

/// Stops some points, and others below a depth.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stops {
    pub(crate) points: Vec<PointKey>,
    pub(crate) deeper_than: Vec<(PointKey, Millimetres)>,
}

impl ScreensNeedles for Stops {
    fn needle(&self, needle: &Needle) -> NeedleScreen {
        let Place::Point(point) = needle.place else {
            return NeedleScreen::default();
        };
        let stops: Vec<_> = KNOWLEDGE
            .rules()
            .iter()
            .map(|(rule, _)| rule)
            .take(1)
            .collect();
        let stop = |depth_limit| NeedleScreen {
            severity: Severity::Stop,
            stops: stops.clone(),
            depth_limit,
        };
        if self.points.contains(&point) {
            return stop(None);
        }
        let deepest = needle.depth.map(filiform_units::DepthRange::max);
        self.deeper_than
            .iter()
            .find(|(limited, limit)| *limited == point && deepest.is_none_or(|d| d > *limit))
            .map_or_else(NeedleScreen::default, |(_, limit)| stop(Some(*limit)))
    }
}

/// The chart of a person who takes one medicine.
pub(crate) fn chart_with_medicine(rulebook: &Rulebook, text: &str) -> Chart {
    chart_with(rulebook, FactKind::Medicine, text)
}

/// The chart of a person with one line in the record.
pub(crate) fn chart_with(rulebook: &Rulebook, kind: FactKind, text: &str) -> Chart {
    let now = Timestamp::parse("2026-03-02T09:30:00Z").expect("an instant");
    let person = Person {
        sex: Sex::Male,
        born: filiform_units::PartialDate::parse("1958").ok(),
    };
    let fact = Fact {
        id: FactId::from_bits(1),
        kind,
        concept: None,
        codes: Vec::new(),
        text: text.to_owned(),
        status: RecordedStatus::Active,
        onset: None,
        ended: None,
        value: None,
        side: Laterality::None,
        source: "test".to_owned(),
        recorded_at: now,
    };
    Chart::read(rulebook, &person, &[fact], now)
}
