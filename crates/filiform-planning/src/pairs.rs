//! Electrical pairs, chosen together: which needles of a plan to join, and why.
//!
//! ```text
//! needles --judge (side, path, joint, distance, screening)--> pairs that may be, with what they share
//! pairs with values --matching, at most so many channels--> the best set in which no needle is twice
//! ```
//!
//! Points have no coordinates here, so distance is approximated, and always towards fewer pairs:
//!
//! - **Near enough** means in one region or in two that go over into each other.
//! - **Far enough** means neither neighbours on one line nor beside the same spinal level, unless the
//!   point table names the two as commonly joined. Nobody measured: [`basis`] says so.
//! - **Across a joint** means in regions that do not go over into each other, or with both ends at a
//!   joint, or with one end at a joint unless the table names the two as commonly joined: it cannot tell
//!   on which side of the joint such a needle stands.
//! - Free sites are not joined, since only their region is known.
//!
//! Which way the current runs past chest, neck and skull is what screening says of paths.

mod judge;
pub mod matching;
mod policy;
mod words;

use filiform_knowledge::{ConditionKey, Knowledge, MuscleKey, SegmentSet, Severity};
use filiform_screening::{Needle, NeedleScreen, Screener};

use crate::Unscreened;
use crate::dose::{Stimulus, stimulus};
use matching::{Matching, best_matching};

pub use judge::{NotPaired, judge_pair};
pub use words::{basis, not_paired_words, pair_words};

/// Channels of a stimulator that a clinic can count on when nobody says how many. Policy.
pub const USUAL_CHANNELS: usize = 4;

/// Screens two needles that are joined, for a person and a condition that stay the same.
pub trait ScreensPairs {
    /// What screening says of both needles and of the current between them.
    fn pair(&self, a: &Needle, b: &Needle) -> NeedleScreen;
}

impl ScreensPairs for Unscreened {
    fn pair(&self, _: &Needle, _: &Needle) -> NeedleScreen {
        NeedleScreen::default()
    }
}

impl ScreensPairs for Screener<'_> {
    fn pair(&self, a: &Needle, b: &Needle) -> NeedleScreen {
        Self::pair(self, a, b)
    }
}

impl<S: ScreensPairs + ?Sized> ScreensPairs for &S {
    fn pair(&self, a: &Needle, b: &Needle) -> NeedleScreen {
        (**self).pair(a, b)
    }
}

/// What two needles share, and what screening says of joining them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Muscles that both are in.
    pub muscles: Vec<MuscleKey>,
    /// Segments of both: of muscle and spinal level, or of the skin where neither is known.
    pub segments: SegmentSet,
    /// Whether the point table names the two as commonly joined.
    pub customary: bool,
    /// Whether both are in one region.
    pub same_region: bool,
    /// Whether both are on one line of points.
    pub same_line: bool,
    /// What screening says of the pair; never `Stop`.
    pub severity: Severity,
}

/// Two needles to join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedPair {
    /// Index of one needle.
    pub a: usize,
    /// Index of the other, higher than `a`.
    pub b: usize,
    /// Why these two.
    pub shared: Shared,
    /// What the pair is worth, on a scale of planning policy.
    pub value: u16,
}

/// The best set of pairs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedPairs {
    /// Pairs in the order of their first needles; no needle is in two.
    pub pairs: Vec<ProposedPair>,
    /// Their values added up. No other set of so many channels is worth more, as far as `not_compared`
    /// is empty.
    pub value: u32,
    /// Current for all pairs; `None` when the tables hold no usual frequency.
    pub stimulus: Option<Stimulus>,
    /// Needles beyond the first [`matching::MOST`] that can all be joined with one another in a chain;
    /// they stay without a pair.
    pub not_compared: Vec<usize>,
}

/// The best pairs among `needles`, on at most `channels` channels.
///
/// Pure and deterministic; ties go to the earlier needles. Only points needled by hand or with current
/// are joined, and each is screened as electrical.
pub fn propose_pairs(
    knowledge: &Knowledge,
    screen: &impl ScreensPairs,
    condition: ConditionKey,
    needles: &[Needle],
    channels: usize,
) -> ProposedPairs {
    let mut possible = Vec::new();
    for (a, first) in needles.iter().enumerate() {
        for (b, second) in needles.iter().enumerate().skip(a + 1) {
            if let Ok(shared) = judge_pair(knowledge, screen, first, second) {
                possible.push((a, b, shared));
            }
        }
    }
    let severities = possible.iter().map(|(_, _, shared)| shared.severity);
    let mildest = severities.min().unwrap_or_default();
    let possible: Vec<ProposedPair> = possible
        .into_iter()
        .map(|(a, b, shared)| ProposedPair {
            value: policy::value(&shared, mildest),
            a,
            b,
            shared,
        })
        .collect();
    let values: Vec<_> = possible.iter().map(|it| (it.a, it.b, it.value)).collect();
    let Matching {
        pairs,
        value,
        not_compared,
    } = best_matching(&values, channels);
    let chosen = |it: &ProposedPair| pairs.contains(&(it.a, it.b));
    ProposedPairs {
        pairs: possible.into_iter().filter(chosen).collect(),
        value,
        stimulus: stimulus(knowledge, condition),
        not_compared,
    }
}
