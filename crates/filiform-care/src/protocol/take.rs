//! A protocol as a plan for one complaint.

use filiform_knowledge::Knowledge;
use filiform_units::Laterality;

use super::Content;
use crate::{Plan, PlannedNeedle};

/// How a protocol fits the side of a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fit {
    /// As it was saved.
    AsSaved,
    /// Left and right exchanged.
    Mirrored,
}

impl Fit {
    /// The word used in stored records.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AsSaved => "as-saved",
            Self::Mirrored => "mirrored",
        }
    }

    /// The fit called `text`, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::AsSaved, Self::Mirrored]
            .into_iter()
            .find(|fit| fit.as_str() == text)
    }
}

/// A protocol as the draft of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The plan, without the needles that are left out.
    pub plan: Plan,
    /// Whether it was mirrored.
    pub fit: Fit,
    /// Needles whose points are gone, in words, on the side where they would be.
    pub left_out: Vec<String>,
}

/// A protocol that was saved for one side is mirrored for the other. One for both sides, or for none,
/// says itself where its needles go.
pub const fn fit(saved: Laterality, complaint: Laterality) -> Fit {
    use Laterality::{Both, Left, None, Right, Unknown};
    match (saved, complaint) {
        (Left, Right) | (Right, Left) => Fit::Mirrored,
        (Left, Left | Both | Unknown | None)
        | (Right, Right | Both | Unknown | None)
        | (Both | Unknown | None, _) => Fit::AsSaved,
    }
}

/// The plan of a protocol for a complaint on this side. A protocol outlives points: what is gone from the
/// knowledge base is left out and named.
pub fn take(knowledge: &Knowledge, content: &Content, side: Laterality) -> Taken {
    let fit = fit(content.side, side);
    let plan = match fit {
        Fit::AsSaved => content.plan.clone(),
        Fit::Mirrored => content.plan.clone().mirrored(),
    };
    let (readable, places) = plan.readable(knowledge);
    let needles = plan.needles.iter().enumerate();
    let gone = needles.filter(|(index, _)| !places.contains(index));
    Taken {
        left_out: gone
            .map(|(_, needle)| PlannedNeedle::words(needle))
            .collect(),
        plan: readable,
        fit,
    }
}
