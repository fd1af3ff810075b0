//! One needle of a plan in another way, or another needle in its place.

use filiform_units::Side;

use super::{ElectricalPair, Plan, PlannedNeedle};

impl Plan {
    /// The plan with `needle` in the place of the one at `index`. Its pairs stay, unless it goes to another
    /// side than the needle that it is joined with: a current that crosses the body is joined on purpose.
    #[must_use]
    pub fn with_needle(mut self, index: usize, needle: PlannedNeedle) -> Self {
        let Some(place) = self.needles.get_mut(index) else {
            return self;
        };
        let is_same_side = place.side == needle.side;
        let side = needle.side;
        *place = needle;
        let needles = &self.needles;
        let side_of = |other: usize| needles.get(other).map(|needle| needle.side);
        self.pairs
            .retain(|pair| is_same_side || still_agrees(*pair, index, side, side_of));
        self
    }
}

/// Whether the pair does not join the needle at all, or joins it with one of the same side.
fn still_agrees(
    pair: ElectricalPair,
    index: usize,
    side: Side,
    side_of: impl Fn(usize) -> Option<Side>,
) -> bool {
    let partner = match (pair.a == index, pair.b == index) {
        (true, _) => pair.b,
        (_, true) => pair.a,
        (false, false) => return true,
    };
    side_of(partner) == Some(side)
}
