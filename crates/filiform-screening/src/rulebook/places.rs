//! Where every rule applies, worked out for every point and region.

use std::borrow::Cow;

use filiform_knowledge::{Knowledge, Place, PointSetKey, Rule, Zone};
use filiform_units::{DepthRange, Millimetres};

use crate::Needle;

/// Deeper than any needle: the place does not belong.
const NEVER: u8 = u8::MAX;

/// How deep a needle must go at one place for one rule to apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reach {
    /// The rule applies to needles deeper than this; 0 at any depth, `NEVER` not at this place.
    deeper_than: u8,
    /// The rule ends where a needle is certainly deeper than this; `NEVER` does not end.
    until: u8,
}

impl Reach {
    const EVERYWHERE: Self = Self {
        deeper_than: 0,
        until: NEVER,
    };

    /// The depth at or above which the rule says nothing, where there is one.
    pub(crate) fn clears_at(self) -> Option<Millimetres> {
        if self.deeper_than == 0 {
            return None;
        }
        Millimetres::new(u32::from(self.deeper_than)).ok()
    }

    /// The rule applies wherever either of the two does.
    const fn or(self, other: Self) -> Self {
        // Neither bound may come from a place where the rule never applies.
        if self.deeper_than == NEVER {
            return other;
        }
        if other.deeper_than == NEVER {
            return self;
        }
        let deeper = self.deeper_than < other.deeper_than;
        let longer = self.until > other.until;
        Self {
            deeper_than: if deeper {
                self.deeper_than
            } else {
                other.deeper_than
            },
            until: if longer { self.until } else { other.until },
        }
    }

    /// Whether a needle may be where the rule applies. A depth that is not stated may be any.
    pub(crate) const fn includes(self, depth: Option<DepthRange>) -> bool {
        match depth {
            None => self.deeper_than != NEVER && self.until != 0,
            Some(depth) => self.deeper_than < depth.max().get() && depth.min().get() <= self.until,
        }
    }
}

/// What current paths need to know of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Site {
    pub(crate) zone: Zone,
    pub(crate) facing: Facing,
    pub(crate) scalp: bool,
}

/// Which way a region faces, as far as the positions tell in which it can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Facing {
    /// Reached lying on the back only.
    Front,
    /// Reached lying on the front only.
    Back,
    /// Neither or both.
    Side,
}

/// Reach of every rule at every place, and what the current needs to know of it.
#[derive(Debug)]
pub(crate) struct Places {
    points: usize,
    rules: usize,
    // INVARIANT: one row of `rules` entries per place, points first, then regions.
    reach: Vec<Reach>,
    sites: Vec<Site>,
}

impl Places {
    pub(crate) fn new(knowledge: &Knowledge) -> Self {
        let points = knowledge.points().len();
        let places = places(knowledge);
        let depths: Vec<Vec<u8>> = knowledge
            .point_sets()
            .iter()
            .map(|(key, _)| set_depths(knowledge, key, points, places.len()))
            .collect();
        let mut reach = Vec::with_capacity(places.len() * knowledge.rules().len());
        for place in 0..places.len() {
            for (_, rule) in knowledge.rules().iter() {
                reach.push(rule_reach(rule, place, &depths));
            }
        }
        Self {
            points,
            rules: knowledge.rules().len(),
            reach,
            sites: places.iter().map(|place| site(knowledge, *place)).collect(),
        }
    }

    /// Reach of all rules for a needle, in rule order: at its place, and at the point near it.
    pub(crate) fn reach_of(&self, needle: &Needle) -> Cow<'_, [Reach]> {
        let own = self.row(needle.place);
        let Some(near) = needle.near else {
            return Cow::Borrowed(own);
        };
        let both = own.iter().zip(self.row(Place::Point(near)));
        Cow::Owned(both.map(|(own, near)| own.or(*near)).collect())
    }

    /// Reach of all rules at `place`, in rule order.
    fn row(&self, place: Place) -> &[Reach] {
        let from = self.index(place) * self.rules;
        self.reach.get(from..from + self.rules).unwrap_or(&[])
    }

    /// What the current needs to know of `place`.
    pub(crate) fn site(&self, place: Place) -> Site {
        self.sites.get(self.index(place)).copied().unwrap_or(Site {
            zone: Zone::Thorax,
            facing: Facing::Side,
            scalp: false,
        })
    }

    const fn index(&self, place: Place) -> usize {
        match place {
            Place::Point(point) => point.index(),
            Place::Region(region) => self.points + region.index(),
        }
    }
}

fn places(knowledge: &Knowledge) -> Vec<Place> {
    let points = knowledge.points().iter().map(|(key, _)| Place::Point(key));
    let regions = knowledge
        .regions()
        .iter()
        .map(|(key, _)| Place::Region(key));
    points.chain(regions).collect()
}

/// For every place, the depth below which it belongs to the set.
fn set_depths(knowledge: &Knowledge, set: PointSetKey, points: usize, places: usize) -> Vec<u8> {
    let mut depths = vec![NEVER; places];
    for member in &knowledge.point_set(set).members {
        let index = match member.place {
            Place::Point(point) => point.index(),
            Place::Region(region) => points + region.index(),
        };
        if let Some(depth) = depths.get_mut(index) {
            *depth = (*depth).min(member.deeper_than.map_or(0, Millimetres::get));
        }
    }
    depths
}

fn rule_reach(rule: &Rule, place: usize, depths: &[Vec<u8>]) -> Reach {
    let shallowest = |sets: &[PointSetKey]| {
        sets.iter()
            .filter_map(|set| depths.get(set.index()).and_then(|set| set.get(place)))
            .copied()
            .min()
            .unwrap_or(NEVER)
    };
    let within = if rule.scope.within.is_empty() {
        Reach::EVERYWHERE.deeper_than
    } else {
        shallowest(&rule.scope.within)
    };
    Reach {
        deeper_than: rule
            .scope
            .deeper_than
            .map_or(within, |limit| within.max(limit.get())),
        until: shallowest(&rule.scope.outside),
    }
}

/// What the current needs to know of `place`.
pub(crate) fn site(knowledge: &Knowledge, place: Place) -> Site {
    use filiform_knowledge::Reach as Position;
    let region = knowledge.region_of(place);
    let supine = region.reach.contains(&Position::Supine);
    let prone = region.reach.contains(&Position::Prone);
    Site {
        zone: region.zone,
        facing: match (supine, prone) {
            (true, false) => Facing::Front,
            (false, true) => Facing::Back,
            (true, true) | (false, false) => Facing::Side,
        },
        scalp: region.id.as_str().contains("scalp"),
    }
}
