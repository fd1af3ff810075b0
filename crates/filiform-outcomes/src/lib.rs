//! Scores, trends and whether treatment is working.
//!
//! Scores are computed exactly, in tenths of a point, and rounded once. Absent is never zero: an
//! instrument with too few answers has no number.

mod score;
mod trend;
mod working;

pub use score::{Answer, AnswersError, Measure, Score, Tenths, check_answers, read_answers, score};
pub use trend::{Trend, TrendPoint, trend};
pub use working::{Working, judge};
