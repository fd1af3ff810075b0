//! What a pair is worth. Every number is planning policy, set by judgement and not found in any study.

use filiform_knowledge::Severity;

use super::Shared;

/// Any pair that may be: more needles with current come before better ones.
const PAIR: u16 = 8;
/// Both needles in one muscle.
const SAME_MUSCLE: u16 = 4;
/// Both needles in one segment.
const SAME_SEGMENT: u16 = 3;
/// The point table names the two as commonly joined.
const CUSTOMARY: u16 = 2;
/// Both needles in one region.
const SAME_REGION: u16 = 1;
/// Both needles on one line of points.
const SAME_LINE: u16 = 1;

/// What a finding of screening costs beyond what holds of every pair in this person.
const fn price(severity: Severity) -> u16 {
    match severity {
        Severity::None | Severity::Note => 0,
        Severity::Caution => 2,
        Severity::Ask => 4,
        Severity::Refer | Severity::Stop => 7,
    }
}

/// The value of a pair, above 0.
pub(super) fn value(shared: &Shared, mildest: Severity) -> u16 {
    let when = |holds: bool, worth: u16| if holds { worth } else { 0 };
    let worth = PAIR
        + when(!shared.muscles.is_empty(), SAME_MUSCLE)
        + when(!shared.segments.is_empty(), SAME_SEGMENT)
        + when(shared.customary, CUSTOMARY)
        + when(shared.same_region, SAME_REGION)
        + when(shared.same_line, SAME_LINE);
    let cost = price(shared.severity).saturating_sub(price(mildest));
    worth.saturating_sub(cost).max(1)
}
