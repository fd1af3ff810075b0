//! Points that one clinician never uses or always wants, each with the reason.

mod decide;

pub use decide::{Command, MOST, Refusal, decide};

use filiform_knowledge::{ConditionId, PointCode};
use filiform_units::{Laterality, Side};

use crate::{Act, ShortText};

/// Where a wanted point goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WantedSide {
    /// On the side of the complaint.
    Complaint,
    /// On both sides.
    Both,
    /// On the midline.
    Midline,
}

impl WantedSide {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Complaint, Self::Both, Self::Midline];

    /// The word used in stored records and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Complaint => "complaint",
            Self::Both => "both",
            Self::Midline => "midline",
        }
    }

    /// The one called `text`, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.as_str() == text)
    }

    /// The sides that are needled for a complaint. One without a side of its own wants both.
    pub const fn sides(self, complaint: Laterality) -> &'static [Side] {
        match (self, complaint) {
            (Self::Midline, _) => &[Side::Midline],
            (Self::Complaint, Laterality::Left) => &[Side::Left],
            (Self::Complaint, Laterality::Right) => &[Side::Right],
            (Self::Complaint, Laterality::Both | Laterality::Unknown | Laterality::None)
            | (Self::Both, _) => &[Side::Left, Side::Right],
        }
    }
}

/// What is wished of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wish {
    /// It is never proposed.
    Never,
    /// It is always proposed, unless a stop or the position forbids.
    Always(WantedSide),
}

impl Wish {
    /// `never` or `always`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Always(_) => "always",
        }
    }

    const fn contradicts(self, other: Self) -> bool {
        matches!(
            (self, other),
            (Self::Never, Self::Always(_)) | (Self::Always(_), Self::Never)
        )
    }
}

/// A wish about one point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preference {
    /// The point.
    pub point: PointCode,
    /// What is wished of it.
    pub wish: Wish,
    /// The condition for which it holds; `None`: for any.
    pub condition: Option<ConditionId>,
    /// Why, in a few words.
    pub reason: ShortText,
}

impl Preference {
    fn is_for(&self, condition: &ConditionId) -> bool {
        self.condition.as_ref().is_none_or(|own| own == condition)
    }

    /// Whether there is a condition for which both hold.
    fn meets(&self, other: &Self) -> bool {
        match (&self.condition, &other.condition) {
            (Some(one), Some(two)) => one == two,
            (None, _) | (_, None) => true,
        }
    }
}

/// A wish that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The wish.
    pub preference: Preference,
    /// Who wrote it down, and when.
    pub act: Act,
}

/// What happened to the wishes of a clinician.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A wish was written down.
    Added(Held),
    /// A wish was taken back.
    Removed {
        /// The point.
        point: PointCode,
        /// The condition for which it held.
        condition: Option<ConditionId>,
        /// Who took it back, and when.
        act: Act,
    },
}

/// The wishes of a clinician as they stand, in the order in which they were written down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    /// Every wish. No two are about one point for one condition.
    pub held: Vec<Held>,
}

/// What is wished for one complaint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wished {
    /// Points that are never proposed.
    pub never: Vec<PointCode>,
    /// Points that are always proposed, each with its side.
    pub always: Vec<(PointCode, Side)>,
}

impl Wished {
    /// Whether nothing is wished.
    pub const fn is_empty(&self) -> bool {
        self.never.is_empty() && self.always.is_empty()
    }
}

impl Preferences {
    /// What is wished for a condition on this side.
    pub fn wished(&self, condition: &ConditionId, complaint: Laterality) -> Wished {
        let mut wished = Wished::default();
        let held = self.held.iter().map(|held| &held.preference);
        for one in held.filter(|one| one.is_for(condition)) {
            match one.wish {
                Wish::Never if !wished.never.contains(&one.point) => {
                    wished.never.push(one.point.clone());
                }
                Wish::Never => {}
                Wish::Always(side) => {
                    let sides = side.sides(complaint).iter();
                    let places = sides.map(|side| (one.point.clone(), *side));
                    let new: Vec<_> = places
                        .filter(|place| !wished.always.contains(place))
                        .collect();
                    wished.always.extend(new);
                }
            }
        }
        wished
    }

    fn find(&self, point: &PointCode, condition: Option<&ConditionId>) -> Option<&Held> {
        self.held.iter().find(|held| {
            held.preference.point == *point && held.preference.condition.as_ref() == condition
        })
    }
}

/// Reads one event. Total: history is never refused.
#[must_use]
pub fn evolve(mut preferences: Preferences, event: &Event) -> Preferences {
    match event {
        Event::Added(held) => preferences.held.push(held.clone()),
        Event::Removed {
            point, condition, ..
        } => preferences.held.retain(|held| {
            held.preference.point != *point || held.preference.condition != *condition
        }),
    }
    preferences
}
