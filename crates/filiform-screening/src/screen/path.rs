//! Which way the current of an electrode pair runs, from the zones and sides of its needles.
//!
//! Where the table cannot tell, the answer is the dangerous one.

use filiform_knowledge::{CurrentPath, Knowledge, Zone};
use filiform_units::Side;

use crate::Needle;
use crate::rulebook::{Facing, Places, Site, site};

/// A set of current paths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Paths(u8);

impl Paths {
    pub(crate) const fn contains(self, path: CurrentPath) -> bool {
        self.0 & bit(path) != 0
    }

    #[must_use]
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    const fn with(self, path: CurrentPath, holds: bool) -> Self {
        if holds {
            Self(self.0 | bit(path))
        } else {
            self
        }
    }
}

const fn bit(path: CurrentPath) -> u8 {
    match path {
        CurrentPath::Anywhere => 1,
        CurrentPath::NearHeart => 2,
        CurrentPath::OneLeg => 4,
        CurrentPath::LowerTrunk => 8,
        CurrentPath::Limbs => 16,
        CurrentPath::AcrossChest => 32,
        CurrentPath::FrontOfNeck => 64,
        CurrentPath::AcrossSkull => 128,
    }
}

/// Paths that hold for `needle` whatever it is joined with.
pub(crate) fn of_needle(places: &Places, needle: &Needle) -> Paths {
    let site = places.site(needle.place);
    Paths::default()
        .with(CurrentPath::Anywhere, true)
        .with(CurrentPath::NearHeart, is_upper(site.zone))
        .with(CurrentPath::LowerTrunk, site.zone == Zone::Trunk)
        .with(CurrentPath::FrontOfNeck, is_front_of_neck(site))
}

/// Paths that may hold for `needle` when its partner is not known.
pub(crate) fn possible(places: &Places, needle: &Needle) -> Paths {
    let site = places.site(needle.place);
    of_needle(places, needle)
        .with(CurrentPath::NearHeart, true)
        .with(CurrentPath::LowerTrunk, true)
        .with(CurrentPath::AcrossChest, true)
        .with(CurrentPath::OneLeg, site.zone == Zone::Leg)
        .with(CurrentPath::Limbs, is_limb(site.zone))
        .with(CurrentPath::AcrossSkull, site.zone == Zone::Head)
}

/// Whether the current between two needles takes `path`, as rules about paths read it, whoever the person
/// is. Where the tables cannot tell, it does.
pub fn current_takes(knowledge: &Knowledge, a: &Needle, b: &Needle, path: CurrentPath) -> bool {
    let (at_a, at_b) = (site(knowledge, a.place), site(knowledge, b.place));
    between((a, at_a), (b, at_b)).contains(path)
}

/// Paths of the current between two needles.
pub(crate) fn of_pair(places: &Places, a: &Needle, b: &Needle) -> Paths {
    between((a, places.site(a.place)), (b, places.site(b.place)))
}

fn between((a, at_a): (&Needle, Site), (b, at_b): (&Needle, Site)) -> Paths {
    let ends = Ends {
        a: at_a,
        b: at_b,
        same_side: a.side == b.side,
        both_midline: a.side == Side::Midline && b.side == Side::Midline,
    };
    Paths::default()
        .with(CurrentPath::Anywhere, true)
        .with(CurrentPath::NearHeart, ends.near_heart())
        .with(CurrentPath::OneLeg, ends.one_leg())
        .with(CurrentPath::LowerTrunk, ends.lower_trunk())
        .with(
            CurrentPath::Limbs,
            is_limb(ends.a.zone) && is_limb(ends.b.zone),
        )
        .with(CurrentPath::AcrossChest, ends.across_chest())
        .with(
            CurrentPath::FrontOfNeck,
            is_front_of_neck(ends.a) || is_front_of_neck(ends.b),
        )
        .with(CurrentPath::AcrossSkull, ends.across_skull())
}

struct Ends {
    a: Site,
    b: Site,
    same_side: bool,
    both_midline: bool,
}

impl Ends {
    fn either(&self, test: impl Fn(Zone) -> bool) -> bool {
        test(self.a.zone) || test(self.b.zone)
    }

    fn both(&self, test: impl Fn(Zone) -> bool) -> bool {
        test(self.a.zone) && test(self.b.zone)
    }

    fn one_leg(&self) -> bool {
        self.both(|zone| zone == Zone::Leg) && self.same_side && !self.both_midline
    }

    fn same_limb(&self) -> bool {
        self.both(is_limb) && self.a.zone == self.b.zone && self.same_side
    }

    /// Touches chest, shoulder girdle, neck, upper back or an arm, joins two limbs, or runs from the head
    /// to anywhere below it.
    fn near_heart(&self) -> bool {
        let from_head =
            self.either(|zone| zone == Zone::Head) && !self.both(|zone| zone == Zone::Head);
        let two_limbs = self.both(is_limb) && !self.same_limb();
        self.either(is_upper) || two_limbs || from_head
    }

    /// An end in the trunk, or a leg joined with anything but itself.
    fn lower_trunk(&self) -> bool {
        let leg = self.either(|zone| zone == Zone::Leg);
        self.either(|zone| zone == Zone::Trunk) || (leg && !self.one_leg())
    }

    /// From side to side or from front to back above T12, or from an arm, the neck or the head past the
    /// chest to the trunk or a leg.
    fn across_chest(&self) -> bool {
        let above = |zone| is_upper(zone) || zone == Zone::Head;
        let below = |zone| zone == Zone::Trunk || zone == Zone::Leg;
        let both_head = self.both(|zone| zone == Zone::Head);
        if self.both(above) && !both_head {
            let front_to_back = matches!(
                (self.a.facing, self.b.facing),
                (Facing::Front, Facing::Back) | (Facing::Back, Facing::Front)
            );
            let over_the_front = self.both_midline && self.either_faces_front();
            let arm_to_trunk =
                self.either(|zone| zone == Zone::Arm) && self.either(|zone| zone == Zone::Head);
            return !self.same_side || front_to_back || over_the_front || arm_to_trunk;
        }
        let past = self.either(|zone| above(zone) && zone != Zone::Thorax) && self.either(below);
        let slanting = self.either(above) && self.either(below) && !self.same_side;
        let chest_to_below = self.either(|zone| zone == Zone::Thorax)
            && self.either(below)
            && (self.either_faces_front() || self.either(|zone| zone == Zone::Leg));
        past || slanting || chest_to_below
    }

    fn either_faces_front(&self) -> bool {
        self.a.facing == Facing::Front || self.b.facing == Facing::Front
    }

    /// From side to side of the head, or over the scalp.
    fn across_skull(&self) -> bool {
        let head = self.both(|zone| zone == Zone::Head);
        head && (!self.same_side || self.a.scalp || self.b.scalp)
    }
}

const fn is_limb(zone: Zone) -> bool {
    matches!(zone, Zone::Arm | Zone::Leg)
}

/// Neck, chest with shoulder girdle and upper back, arm.
const fn is_upper(zone: Zone) -> bool {
    matches!(zone, Zone::Neck | Zone::Thorax | Zone::Arm)
}

const fn is_front_of_neck(site: Site) -> bool {
    matches!(site.zone, Zone::Neck) && !matches!(site.facing, Facing::Back)
}
