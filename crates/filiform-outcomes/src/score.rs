//! From answers to a score.

use std::fmt;

use filiform_knowledge::{Formula, Instrument};
use filiform_units::{MeasureId, Timestamp};

/// A score in tenths of a point: `Tenths(47)` is 4.7.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tenths(pub i32);

impl Tenths {
    /// The score as a number, for drawing.
    pub fn as_f64(self) -> f64 {
        f64::from(self.0) / 10.0
    }
}

impl fmt::Display for Tenths {
    /// One decimal, none when it is zero: `4.7`, `5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        match (self.0.abs() / 10, self.0.abs() % 10) {
            (whole, 0) => write!(f, "{sign}{whole}"),
            (whole, tenth) => write!(f, "{sign}{whole}.{tenth}"),
        }
    }
}

/// The answer to one item; `None` when it was not answered.
pub type Answer = Option<u8>;

/// One completed instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Its id.
    pub id: MeasureId,
    /// The instrument, by id.
    pub instrument: String,
    /// Answers in item order.
    pub answers: Vec<Answer>,
    /// When it was answered.
    pub at: Timestamp,
}

/// A score, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Score {
    /// The number, and how many items it rests on.
    Scored {
        /// The score.
        value: Tenths,
        /// Items answered.
        answered: u8,
    },
    /// Too few answers: no number.
    NotScorable {
        /// Items answered.
        answered: u8,
        /// Items needed.
        needed: u8,
    },
}

impl Score {
    /// The number, if there is one.
    pub const fn value(&self) -> Option<Tenths> {
        match self {
            Self::Scored { value, .. } => Some(*value),
            Self::NotScorable { .. } => None,
        }
    }
}

/// Answers that do not fit the instrument.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswersError {
    /// More or fewer answers than items.
    #[error("`{instrument}` takes {expected} {}, but {found} came", if *expected == 1 { "answer" } else { "answers" })]
    Count {
        /// The instrument.
        instrument: String,
        /// Items it has.
        expected: usize,
        /// Answers given.
        found: usize,
    },
    /// An answer outside the range. Never clamped.
    #[error(
        "item {item} of `{instrument}` must be a whole number from {min} to {max}, not `{found}`"
    )]
    Range {
        /// The instrument.
        instrument: String,
        /// Item number, from 1.
        item: usize,
        /// Lowest answer.
        min: u8,
        /// Highest answer.
        max: u8,
        /// What was given.
        found: String,
    },
}

/// Reads the texts of a form into answers. An empty text is an item that was not answered.
///
/// # Errors
/// When the number of texts differs from the number of items, or one is not in range.
pub fn read_answers(
    instrument: &Instrument,
    texts: &[impl AsRef<str>],
) -> Result<Vec<Answer>, AnswersError> {
    check_count(instrument, texts.len())?;
    texts
        .iter()
        .enumerate()
        .map(|(index, text)| read_answer(instrument, index + 1, text.as_ref().trim()))
        .collect()
}

/// Checks answers that were not read from a form.
///
/// # Errors
/// When the number of answers differs from the number of items, or one is not in range.
pub fn check_answers(instrument: &Instrument, answers: &[Answer]) -> Result<(), AnswersError> {
    check_count(instrument, answers.len())?;
    let mut given = answers.iter().enumerate();
    given.try_for_each(|(index, answer)| match answer {
        Some(answer) if !in_range(instrument, *answer) => {
            Err(out_of_range(instrument, index + 1, answer.to_string()))
        }
        Some(_) | None => Ok(()),
    })
}

fn check_count(instrument: &Instrument, found: usize) -> Result<(), AnswersError> {
    if found == instrument.items.len() {
        Ok(())
    } else {
        Err(AnswersError::Count {
            instrument: instrument.id.clone(),
            expected: instrument.items.len(),
            found,
        })
    }
}

fn read_answer(instrument: &Instrument, item: usize, text: &str) -> Result<Answer, AnswersError> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse::<u8>()
        .ok()
        .filter(|answer| in_range(instrument, *answer))
        .map(Some)
        .ok_or_else(|| out_of_range(instrument, item, text.to_owned()))
}

fn in_range(instrument: &Instrument, answer: u8) -> bool {
    (instrument.item_min..=instrument.item_max).contains(&answer)
}

fn out_of_range(instrument: &Instrument, item: usize, found: String) -> AnswersError {
    AnswersError::Range {
        instrument: instrument.id.clone(),
        item,
        min: instrument.item_min,
        max: instrument.item_max,
        found,
    }
}

/// Scores answers by the instrument's own rule. Rounds once, half away from zero, to one decimal.
pub fn score(instrument: &Instrument, answers: &[Answer]) -> Score {
    let given: Vec<i32> = answers
        .iter()
        .flatten()
        .map(|answer| i32::from(*answer))
        .collect();
    let answered = u8::try_from(given.len()).unwrap_or(u8::MAX);
    if answered < instrument.items_needed || given.is_empty() {
        return Score::NotScorable {
            answered,
            needed: instrument.items_needed,
        };
    }
    let sum: i32 = given.iter().sum();
    let value = match instrument.formula {
        Formula::OwnRule => {
            return Score::NotScorable {
                answered,
                needed: instrument.items_needed,
            };
        }
        Formula::Sum => Tenths(sum * 10),
        Formula::Mean => {
            let n = i32::from(answered);
            Tenths((sum * 20 + n) / (2 * n))
        }
    };
    Score::Scored { value, answered }
}
