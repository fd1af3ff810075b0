//! "Is it working?"

use filiform_knowledge::{Instrument, WorkingRule};

use crate::{Tenths, Trend};

/// The answer, with the numbers that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Working {
    /// No baseline, no verdict.
    NotEnoughData,
    /// Fewer sessions than the rule asks for.
    TooEarly {
        /// Sessions so far.
        sessions: u32,
        /// Sessions needed.
        needed: u8,
    },
    /// Better by at least the responder threshold.
    Improving {
        /// Improvement in points.
        by: Tenths,
        /// In tenths of a percent of the baseline.
        permille: i32,
    },
    /// Better, but less than the responder threshold.
    Uncertain {
        /// Improvement in points.
        by: Tenths,
        /// In tenths of a percent of the baseline.
        permille: i32,
    },
    /// No change that matters.
    Unchanged {
        /// Change in points, positive when better.
        by: Tenths,
    },
    /// Worse by at least the important change.
    Worse {
        /// Worsening in points, positive.
        by: Tenths,
    },
}

/// Judges a trend after `sessions` signed sessions.
///
/// Worse comes before too early: a worsening is shown whenever it is seen.
/// Source: the working rule's own provenance; it is clinic policy, not a guideline.
pub fn judge(rule: &WorkingRule, instrument: &Instrument, trend: &Trend, sessions: u32) -> Working {
    let Some(by) = trend.improvement else {
        return Working::NotEnoughData;
    };
    let important = i32::from(instrument.important_change_tenths);
    if by.0 < 0 && by.0 <= -important {
        return Working::Worse { by: Tenths(-by.0) };
    }
    if sessions < u32::from(rule.first_check_sessions) {
        return Working::TooEarly {
            sessions,
            needed: rule.first_check_sessions,
        };
    }
    match trend.improvement_permille {
        Some(permille) if permille >= i32::from(rule.responding_percent) * 10 => {
            Working::Improving { by, permille }
        }
        Some(permille) if permille >= i32::from(rule.not_responding_percent) * 10 => {
            Working::Uncertain { by, permille }
        }
        _ => Working::Unchanged { by },
    }
}
