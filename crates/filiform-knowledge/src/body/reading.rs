//! What an area of the skin covers, in the terms a clinician thinks in.

use std::collections::BTreeMap;

use filiform_units::Side;

use super::{Body, Figure, TriangleSet};

/// A part of an area.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// The name: a region's id, a segment, a muscle.
    pub name: String,
    /// On which side.
    pub side: Side,
    /// How much of the area, 0 to 1.
    pub of_area: f32,
    /// How much of the named part on that side is inside the area, 0 to 1.
    pub of_part: f32,
}

/// What an area of the skin covers; the largest part first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AreaReading {
    /// How much of the whole skin, in per cent.
    pub percent: f32,
    /// Regions of the body.
    pub regions: Vec<Share>,
    /// Segments that supply the skin.
    pub dermatomes: Vec<Share>,
    /// Muscles just under the skin.
    pub muscles: Vec<Share>,
}

/// Which body an area was drawn on matters for its size alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrawnSkin<'a> {
    /// The body.
    pub figure: Figure,
    /// The area.
    pub area: &'a TriangleSet,
}

impl Body {
    /// Reads an area. Parts of less than a twentieth of it are left out: a finger is not that exact.
    pub fn read_area(&self, drawn: DrawnSkin<'_>) -> AreaReading {
        let shape = self.shape(drawn.figure);
        let half = self.half();
        let size_of = |triangle: u16| {
            let size = shape.areas.get(self.in_half(triangle));
            size.copied().unwrap_or(0.0)
        };
        let whole: f32 = drawn.area.iter().map(size_of).sum();
        if whole <= 0.0 {
            return AreaReading::default();
        }
        let shares = |labels: &super::Labels| {
            let mut sums: BTreeMap<(&str, Side), f32> = BTreeMap::new();
            for triangle in drawn.area.iter() {
                let Some(name) = labels.name(self.in_half(triangle)) else {
                    continue;
                };
                let side = if triangle < half {
                    Side::Left
                } else {
                    Side::Right
                };
                *sums.entry((name, side)).or_default() += size_of(triangle);
            }
            let mut shares: Vec<Share> = sums
                .into_iter()
                .map(|((name, side), size)| Share {
                    of_area: size / whole,
                    of_part: size / self.size_of_part(drawn.figure, labels, name),
                    name: name.to_owned(),
                    side,
                })
                .filter(|share| share.of_area >= LEAST_SHARE)
                .collect();
            shares.sort_by(|a, b| b.of_area.total_cmp(&a.of_area));
            shares
        };
        AreaReading {
            percent: whole / shape.area * 100.0,
            regions: shares(&self.regions),
            dermatomes: shares(&self.dermatomes),
            muscles: shares(&self.muscles),
        }
    }

    /// Every triangle of a region on one side; both sides for the midline.
    pub fn triangles_of_region(&self, region: &str, side: Side) -> TriangleSet {
        let half = self.half();
        let all = self.regions.of_name(region).iter();
        TriangleSet::new(all.flat_map(move |&triangle| {
            let both = [triangle, triangle + half];
            let (from, to) = match side {
                Side::Left => (0, 1),
                Side::Right => (1, 2),
                Side::Midline => (0, 2),
            };
            both.into_iter().skip(from).take(to - from)
        }))
    }

    fn size_of_part(&self, figure: Figure, labels: &super::Labels, name: &str) -> f32 {
        let areas = &self.shape(figure).areas;
        let sizes = labels.of_name(name).iter();
        let sum: f32 = sizes
            .filter_map(|triangle| areas.get(usize::from(*triangle)))
            .sum();
        sum.max(f32::MIN_POSITIVE)
    }
}

/// A part of an area smaller than this is not named.
const LEAST_SHARE: f32 = 0.05;
