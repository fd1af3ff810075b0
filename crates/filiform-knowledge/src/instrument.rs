//! Outcome instruments and the rule by which a course is judged.

use crate::{ChangeRules, Decimal, Mark, Provenance, ScoreRule};

/// Which direction is improvement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Better {
    /// A lower score is better.
    #[default]
    Lower,
    /// A higher score is better.
    Higher,
}

/// How a total is made from the items, when that is simple.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Formula {
    /// The mean of the items, one decimal.
    Mean,
    /// The sum of the items.
    Sum,
    /// Neither a plain sum nor a plain mean: the rules of [`Definition::scores`] say how.
    OwnRule,
}

/// An outcome instrument: how it is scored and what change matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instrument {
    /// Its id: `nprs`.
    pub id: String,
    /// Name for the page.
    pub name: String,
    /// Our own wording of the items, or neutral labels where the licence forbids the text.
    pub items: Vec<String>,
    /// Lowest answer of any item; the range of each stands in [`Definition::items`].
    pub item_min: u8,
    /// Highest answer of any item, at most 255.
    pub item_max: u8,
    /// Direction of improvement.
    pub better: Better,
    /// How the total is made.
    pub formula: Formula,
    /// Fewest answered items that can be scored.
    pub items_needed: u8,
    /// Smallest change that matters to patients, in tenths of a point; 0 when none in points is known.
    pub important_change_tenths: u16,
    /// LOINC code of the score; empty when none was verified.
    pub loinc: String,
    /// Source, certainty, review. The letter speaks of items, ranges and formula.
    pub provenance: Provenance,
    /// The whole definition.
    pub definition: Definition,
}

/// All that a program needs to offer and score an instrument.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Definition {
    /// What the page may show.
    pub licence: Licence,
    /// The time that the questions speak of, and what to hold fixed in a series.
    pub recall: String,
    /// Whether it measures change, or only screens at intake.
    pub purpose: Purpose,
    /// What follow-up compares.
    pub compare: Compare,
    /// What happens when two boxes are marked where one is allowed.
    pub two_marks: TwoMarks,
    /// The items, in the order of [`Instrument::items`].
    pub items: Vec<Item>,
    /// Groups of items of which exactly one is answered, so that a group counts as one item: row
    /// numbers, from 0.
    pub only_one_of: Vec<Vec<usize>>,
    /// Set when the items are answered once for each day or night.
    pub diary: Option<Diary>,
    /// The scores, each after those it is made from.
    pub scores: Vec<ScoreRule>,
    /// The score that stands for the instrument: a row of `scores`. `None`: it has no total.
    pub main_score: Option<usize>,
    /// What a score and a change mean.
    pub meaning: ChangeRules,
    /// Answers that do not fit together: warn, never refuse.
    pub checks: Vec<Check>,
    /// Answers that raise a task for a named clinician, even when nothing can be scored.
    pub safety: Vec<SafetyItem>,
    /// LOINC codes.
    pub codes: Vec<LoincCode>,
    /// Traps and controversies, for a reader.
    pub rationale: String,
}

/// May the wording be shipped?
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Licence {
    /// The tier.
    pub tier: LicenceTier,
    /// Why.
    pub reason: String,
    /// Where the words of the items come from.
    pub wording: Wording,
    /// How the licence was checked.
    pub mark: Mark,
}

/// What the repository may contain of an instrument.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LicenceTier {
    /// Public domain, open licence or our own words: full text.
    Open,
    /// As open, but a statement has to be looked up before the text is shipped.
    OpenAfterCheck,
    /// Free to use for many, redistribution restricted or unclear: formula and neutral labels.
    Restricted,
    /// Licence or fee needed: entry of the score; items only from a pack that the site installs.
    #[default]
    Licensed,
}

impl LicenceTier {
    /// The letter of the tables.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Open | Self::OpenAfterCheck => "A",
            Self::Restricted => "B",
            Self::Licensed => "C",
        }
    }
}

/// Where the words of the items come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wording {
    /// Our own words.
    Own,
    /// The owner's words, in the public domain.
    PublicDomain,
    /// Labels like `item 1`: the text comes from elsewhere.
    #[default]
    Neutral,
}

/// What an instrument is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// It measures change.
    #[default]
    Outcome,
    /// It sorts people at intake and measures no change.
    Screen,
}

/// What is compared from one time to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Compare {
    /// The scores.
    #[default]
    Scores,
    /// Only the items answered both times; new ones start a baseline of their own.
    ItemsAnsweredBothTimes,
}

/// Two boxes marked where one is allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TwoMarks {
    /// An error.
    #[default]
    Refuse,
    /// The higher answer counts.
    Higher,
    /// The worse answer counts.
    Worse,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The part of the form it belongs to: `pain`.
    pub part: String,
    /// Words of the answers from `min` to `max`; empty when the number speaks, or the licence forbids.
    pub answers: Vec<String>,
    /// Lowest answer.
    pub min: u16,
    /// Highest answer.
    pub max: u16,
    /// What the answer counts.
    pub unit: AnswerUnit,
    /// What each answer from `min` to `max` is worth; empty when the answer counts itself.
    pub worth: Vec<i32>,
    /// Whether a blank counts as missing.
    pub need: Need,
}

/// What an answer counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnswerUnit {
    /// Points on a scale.
    Points,
    /// 0 no, 1 yes or ticked.
    YesNo,
    /// Days.
    Days,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Time of day, in minutes after midnight.
    ClockMinutes,
    /// How often or how many.
    Count,
}

/// Whether a blank counts as missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    /// A blank is missing, and the rule of the score says how many may be.
    Usual,
    /// Without it no score can be made.
    Always,
    /// A blank is no gap.
    Optional,
}

/// An instrument that is answered once for each day or night.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diary {
    /// Length of the window in days.
    pub window_days: u16,
    /// Fewest recorded days in a window that can be scored.
    pub recorded_needed: u16,
    /// How that number was chosen.
    pub mark: Mark,
}

/// Answers that do not fit together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Row numbers of the items, from 0.
    pub items: Vec<usize>,
    /// Their sum is not above this.
    pub sum_at_most: u16,
    /// What to say.
    pub warning: String,
    /// How sure.
    pub mark: Mark,
}

/// An answer that raises a task for a named clinician.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafetyItem {
    /// Row number of the item, from 0.
    pub item: usize,
    /// From this answer.
    pub at_least: u16,
    /// What has to happen.
    pub action: String,
    /// What has to happen when the item was left blank.
    pub when_blank: String,
    /// How sure.
    pub mark: Mark,
}

/// A LOINC code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoincCode {
    /// What it stands for.
    pub of: Coded,
    /// The code.
    pub code: String,
    /// How it was checked.
    pub mark: Mark,
}

/// What a code stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coded {
    /// The instrument as a whole.
    Panel,
    /// Its main score.
    Score,
    /// An item: row number, from 0.
    Item(usize),
    /// An answer.
    Answer(u16),
}

impl Instrument {
    /// The score that stands for the instrument, when it has one.
    pub fn main_score(&self) -> Option<&ScoreRule> {
        let row = self.definition.main_score?;
        self.definition.scores.get(row)
    }

    /// The rule of a score, by id.
    pub fn score_rule(&self, id: &str) -> Option<&ScoreRule> {
        self.definition.scores.iter().find(|score| score.id == id)
    }

    /// From the lowest to the highest value of the main score.
    pub fn main_range(&self) -> Option<(Decimal, Decimal)> {
        self.main_score().map(|score| (score.min, score.max))
    }
}

/// "Is it working?": clinic policy, not a guideline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingRule {
    /// Improvement, in percent of the baseline, from which a course is responding.
    pub responding_percent: u8,
    /// Improvement below which it is not responding; between the two it is uncertain.
    pub not_responding_percent: u8,
    /// No verdict before this many sessions.
    pub first_check_sessions: u8,
    /// Decide at this many sessions.
    pub decision_sessions: u8,
    /// The rule in words, for the page.
    pub text: String,
    /// Source, certainty, review.
    pub provenance: Provenance,
}
