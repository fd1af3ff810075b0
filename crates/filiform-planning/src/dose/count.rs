//! What a plan amounts to.

use std::fmt;

use filiform_knowledge::{FrequencyRange, Technique};
use filiform_screening::Needle;
use filiform_units::{Minutes, NeedleCount};

/// Depths added up, in half millimetres, since the middle of a range can lie between two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct DepthSum(u32);

impl DepthSum {
    /// Millimetres.
    pub fn mm(self) -> f64 {
        f64::from(self.0) / 2.0
    }
}

impl fmt::Display for DepthSum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} mm", self.mm())
    }
}

/// Needles times the minutes they stay in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct NeedleMinutes(u32);

impl NeedleMinutes {
    /// The product.
    pub const fn get(self) -> u32 {
        self.0
    }

    const fn times(self, sessions: u8) -> Self {
        Self(self.0.saturating_mul(sessions as u32))
    }
}

impl fmt::Display for NeedleMinutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} needle-minutes", self.0)
    }
}

/// What is counted.
#[derive(Clone, Copy, Debug)]
pub struct SessionPlan<'p> {
    /// Needles, each with its technique.
    pub needles: &'p [Needle],
    /// Frequencies of the electrical pairs; a single one is a range from itself to itself.
    pub frequencies: &'p [FrequencyRange],
    /// How long the needles stay in.
    pub retention: Minutes,
    /// How long the current runs; no longer than the needles stay.
    pub current: Minutes,
    /// Sessions of the course.
    pub sessions: u8,
    /// Sessions a week; 0 counts as 1.
    pub per_week: u8,
}

/// The dose of a session and of its course, as figures to compare outcomes with later.
///
/// They are not a measure of effect; see [`PRINCIPLE`](super::PRINCIPLE).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountedDose {
    /// Needles of a session.
    pub needles: NeedleCount,
    /// Needles without current, those that are warmed or go home included.
    pub without_current: NeedleCount,
    /// Needles with current.
    pub electrical: NeedleCount,
    /// Needles with a planned depth; only they count in the next two figures.
    pub with_depth: NeedleCount,
    /// Planned depths added up, each by the middle of its range.
    pub summed_depth: DepthSum,
    /// Mean planned depth in millimetres; `None` when no needle has one.
    pub mean_depth_mm: Option<f64>,
    /// How long the current runs in a session; 0 without electrical needles.
    pub current: Minutes,
    /// Lowest and highest frequency of any pair.
    pub frequency: Option<FrequencyRange>,
    /// How long the needles stay in.
    pub retention: Minutes,
    /// Needle-minutes of a session, without needles that go home.
    pub needle_minutes: NeedleMinutes,
    /// Sessions of the course.
    pub sessions: u8,
    /// Sessions a week.
    pub per_week: u8,
    /// Weeks of the course; a begun one counts.
    pub weeks: u8,
    /// Needle-minutes of a full week.
    pub needle_minutes_a_week: NeedleMinutes,
    /// Needle-minutes of the course.
    pub needle_minutes_of_course: NeedleMinutes,
}

/// Counts the dose of `plan`.
pub fn counted_dose(plan: &SessionPlan<'_>) -> CountedDose {
    let with = |technique: Technique| {
        let needles = plan.needles.iter();
        needles.filter(|it| it.technique == technique).count()
    };
    let electrical = with(Technique::Electrical);
    let stay = plan.needles.len() - with(Technique::Indwelling);
    let halves: Vec<u32> = plan
        .needles
        .iter()
        .filter_map(|needle| needle.depth)
        .map(|depth| u32::from(depth.min().get()) + u32::from(depth.max().get()))
        .collect();
    let summed_depth = DepthSum(halves.iter().sum());
    let with_depth = count(halves.len());
    let per_week = plan.per_week.max(1);
    let needle_minutes = NeedleMinutes(u32::from(count(stay).get()) * minutes(plan.retention));
    CountedDose {
        needles: count(plan.needles.len()),
        without_current: count(plan.needles.len() - electrical),
        electrical: count(electrical),
        with_depth,
        summed_depth,
        mean_depth_mm: (with_depth.get() > 0)
            .then(|| summed_depth.mm() / f64::from(with_depth.get())),
        current: match electrical {
            0 => Minutes::literal(0),
            _ => plan.current.min(plan.retention),
        },
        frequency: plan.frequencies.iter().copied().reduce(widest),
        retention: plan.retention,
        needle_minutes,
        sessions: plan.sessions,
        per_week,
        weeks: plan.sessions.div_ceil(per_week),
        needle_minutes_a_week: needle_minutes.times(per_week.min(plan.sessions)),
        needle_minutes_of_course: needle_minutes.times(plan.sessions),
    }
}

fn widest(a: FrequencyRange, b: FrequencyRange) -> FrequencyRange {
    FrequencyRange {
        from: a.from.min(b.from),
        to: a.to.max(b.to),
    }
}

fn minutes(minutes: Minutes) -> u32 {
    u32::from(minutes.get())
}

/// More needles than one session can hold count as the most it can.
fn count(needles: usize) -> NeedleCount {
    let most = u32::from(NeedleCount::MAX);
    let needles = u32::try_from(needles).unwrap_or(most).min(most);
    NeedleCount::new(needles).unwrap_or_default()
}
