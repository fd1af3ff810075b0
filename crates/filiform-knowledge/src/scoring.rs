//! How scores are made from answers, and what a score and a change of it mean.

use crate::{Better, Decimal, Mark};

/// How one score is made. The value is `offset + factor x result`, rounded once, half away from zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreRule {
    /// Its id within the instrument: `total`.
    pub id: String,
    /// Name for the page.
    pub name: String,
    /// What it is made from.
    pub inputs: Inputs,
    /// What is done with them.
    pub method: Method,
    /// The result is multiplied by this.
    pub factor: i32,
    /// Then this is added.
    pub offset: i32,
    /// Places after the point of the reported score.
    pub decimals: u8,
    /// Lowest reported score.
    pub min: Decimal,
    /// Highest reported score.
    pub max: Decimal,
    /// Direction of improvement.
    pub better: Better,
    /// In a diary: how the days of a window become one score.
    pub window: Window,
    /// What to do with blanks.
    pub missing: Missing,
    /// How the formula was checked.
    pub mark: Mark,
}

/// What a score is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inputs {
    /// Items: row numbers, from 0.
    Items(Vec<usize>),
    /// Earlier scores of the same instrument before rounding: row numbers, from 0. One that cannot be
    /// scored leaves this one without a number.
    Scores(Vec<usize>),
}

/// What is done with the inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Method {
    /// Their sum.
    Sum,
    /// Their mean.
    Mean,
    /// How many are at this answer or above.
    Count {
        /// The lowest answer that counts.
        at_least: u16,
    },
    /// Their sum in percent of the highest possible sum of those answered; of scores, of their highest
    /// values.
    PercentOfMost,
    /// Their sum, each divided by its number first.
    SumOfParts(Vec<u16>),
    /// Points by steps: those of the first step that reaches the input, else `beyond`.
    Steps {
        /// The steps, ascending.
        steps: Vec<Step>,
        /// Points above the last step.
        beyond: i32,
    },
    /// The row of a table: `values[input - first]`.
    Table {
        /// The input of the first row.
        first: i32,
        /// The rows.
        values: Vec<Decimal>,
    },
    /// The first input less all others.
    Difference,
    /// The first input in percent of the second.
    Ratio,
    /// Minutes from the first time of day to the second, over midnight when the second is earlier.
    MinutesBetween,
    /// The answers written one after the other: a state, not a number to reckon with.
    Profile,
}

/// One step of [`Method::Steps`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// How far it reaches.
    pub reach: StepReach,
    /// Its points.
    pub points: i32,
}

/// How far a step reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepReach {
    /// Up to and with this value.
    UpTo(Decimal),
    /// Up to, but without this value.
    Below(Decimal),
}

/// How the days of a diary become one score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Window {
    /// No diary.
    #[default]
    Once,
    /// One result for each day, for other scores to use.
    EachDay,
    /// The mean of the recorded days.
    MeanOfDays,
    /// Days on which the result is above zero, per so many recorded days.
    DaysPer(u16),
}

/// What to do with blanks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// What takes the place of a blank.
    pub fill: Fill,
    /// Most items that may be missing; one more, and there is no score. For a score made from scores
    /// it counts the items behind all of them.
    pub most: u16,
    /// Items whose blank counts zero while the person says they have no such trouble: row numbers.
    pub zero_items: Vec<usize>,
    /// How the rule was found: [`Verification::Policy`](crate::Verification::Policy) when nobody
    /// published one.
    pub mark: Mark,
}

/// What takes the place of a blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fill {
    /// Nothing: the method runs over what was answered.
    Nothing,
    /// The mean of the answered items of the same score.
    MeanOfAnswered,
    /// Zero: a box left unticked is a no.
    Zero,
}

/// What a score and a change mean. Measurement error, important change and responder rule are three
/// different things and never merged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeRules {
    /// Bands of scores.
    pub bands: Vec<Bands>,
    /// Single limits.
    pub limits: Vec<Limit>,
    /// Changes found by others.
    pub changes: Vec<Change>,
    /// What the product counts as improved, when it counts anything.
    pub improved: Option<Improved>,
}

/// Names for ranges of a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bands {
    /// The score: a row number, from 0.
    pub score: usize,
    /// Round the score to so many places before looking it up.
    pub decimals: u8,
    /// Whether the instrument's owner or its validation gives them.
    pub standing: Standing,
    /// The bands, ascending, without gaps.
    pub bands: Vec<Band>,
    /// A caution for the reader; may be empty.
    pub note: String,
    /// How they were checked.
    pub mark: Mark,
}

/// Who stands behind a set of bands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// The owner, or the study that validated the instrument.
    Published,
    /// They circulate; label them so.
    Unofficial,
}

/// One band, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// Lowest score.
    pub from: Decimal,
    /// Highest score.
    pub to: Decimal,
    /// Its name.
    pub name: String,
}

/// A single limit of a score and what it suggests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The score: a row number, from 0.
    pub score: usize,
    /// Which side of the number counts.
    pub side: LimitSide,
    /// The number.
    pub value: Decimal,
    /// What it suggests.
    pub means: String,
    /// Sensitivity in percent, from and to; `None` when not given.
    pub sensitivity_percent: Option<(Decimal, Decimal)>,
    /// Specificity in percent, from and to; `None` when not given.
    pub specificity_percent: Option<(Decimal, Decimal)>,
    /// How it was checked.
    pub mark: Mark,
}

/// Which side of a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LimitSide {
    /// At the number or above.
    AtLeast,
    /// Below the number.
    Below,
}

/// A change that somebody found or uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which of the three things it is.
    pub kind: ChangeKind,
    /// The score: a row number, from 0. `None`: any score of the instrument.
    pub score: Option<usize>,
    /// How large.
    pub size: ChangeSize,
    /// In whom, over what time, by which method; as far as known.
    pub population: String,
    /// How it was checked.
    pub mark: Mark,
}

/// What kind of threshold a change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// Measurement error: smaller changes may be noise.
    MeasurementError,
    /// The smallest change that matters to people.
    Important,
    /// A rule by which a person is called a responder.
    Responder,
}

/// How large a change is, always positive: the direction is that of the score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeSize {
    /// Points, from and to.
    Points(Decimal, Decimal),
    /// Percent of the baseline, from and to.
    Percent(Decimal, Decimal),
}

/// What the product counts as improved: a default that a clinic may edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Improved {
    /// The score: a row number, from 0. `None`: one that the clinician names as primary.
    pub score: Option<usize>,
    /// At least so many points better.
    pub points: Option<Decimal>,
    /// At least so many points when only one item is compared.
    pub points_of_single_item: Option<Decimal>,
    /// Or at least so many percent of the baseline better.
    pub percent: Option<Decimal>,
    /// Or one of these answers.
    pub answers: Vec<u16>,
    /// How it was checked.
    pub mark: Mark,
}
