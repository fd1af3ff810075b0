//! Plans and needles.

use filiform_care::{Plan, PlannedNeedle, Site};
use filiform_knowledge::{Angle, PointCode, Position, RegionId, Technique};
use filiform_units::{DepthRange, Minutes, Side};

use crate::{mm, short};

/// A plan for these needles: manual, 10 to 20 mm, 20 minutes, six weekly sessions, patient supine.
///
/// A needle is written `ST36 left`; without a side it is on the midline: `GV20`.
pub fn a_plan(needles: &[&str]) -> Plan {
    Plan {
        position: Position::Supine,
        needles: needles.iter().map(|needle| a_needle(needle)).collect(),
        pairs: Vec::new(),
        retention: Minutes::literal(20),
        retention_reason: None,
        sessions: 6,
        per_week: 1,
        co_treatments: Vec::new(),
    }
}

/// One needle at a named point: `ST36 left`.
pub fn a_needle(written: &str) -> PlannedNeedle {
    let (site, side) = a_site(written);
    PlannedNeedle {
        site,
        side,
        depth: Some(DepthRange::new(mm(10), mm(20)).expect("10 to 20 mm")),
        angle: Angle::Perpendicular,
        technique: Technique::Manual,
        stimulation: None,
    }
}

/// One needle at a tender spot of a region.
pub fn a_free_needle(region: &str, label: &str, side: Side) -> PlannedNeedle {
    PlannedNeedle {
        site: Site::Free {
            skin: None,
            region: RegionId::new(region),
            label: short(label),
        },
        side,
        ..a_needle("ST36 left")
    }
}

/// Point and side of `ST36 left`; without a side the midline. Whether the point exists is not checked.
pub fn a_site(written: &str) -> (Site, Side) {
    let (code, side) = match written.rsplit_once(' ') {
        Some((code, word)) => match Side::parse(word) {
            Ok(side) => (code, side),
            Err(error) => panic!("`{written}`: {error}"),
        },
        None => (written, Side::Midline),
    };
    (Site::Point(PointCode::new(code)), side)
}
