//! A place of the skin that has no name of its own, as it was tapped on the body.

use filiform_knowledge::{
    Body, Knowledge, MuscleName, PointCode, PointKey, RegionId, SegmentName, SkinPlace,
};
use filiform_units::Side;

/// How near a named point must lie for its rules to hold at a free place, in millimetres: a dot of the
/// chart may lie 1 to 2 cm off the palpated point (`knowledge/body/README.md`).
pub const NEAR_MM: u16 = 20;

/// A place of the skin, and what lay there on the chart when it was tapped.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SkinSite {
    /// The mesh that the place belongs to.
    pub mesh: String,
    /// The place on the left half of the mesh. The needle's side says on which side it is meant.
    pub place: SkinPlace,
    /// The nearest named point, and how many millimetres away it is in a straight line.
    pub near: Option<(PointCode, u16)>,
    /// The first muscle under the skin there.
    pub muscle: Option<MuscleName>,
    /// The segment that supplies the skin there.
    pub dermatome: Option<SegmentName>,
}

/// A tapped place with the region and the side it lies in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tapped {
    /// The region.
    pub region: RegionId,
    /// The side.
    pub side: Side,
    /// The place.
    pub skin: SkinSite,
}

impl Tapped {
    /// Reads what lies at a place of the body; `None` where the mesh has no region.
    pub fn read(body: &Body, place: SkinPlace) -> Option<Self> {
        let region = RegionId::new(body.region(place)?);
        let side = body.side(place);
        let near = body.nearest(place);
        Some(Self {
            region,
            side,
            skin: SkinSite {
                mesh: body.mesh().to_owned(),
                near: near.map(|near| (near.code, near.distance_mm)),
                muscle: body.muscle(place).map(MuscleName::new),
                dermatome: body.dermatome(place).map(SegmentName::new),
                place: body.on_left(place),
            },
        })
    }
}

impl SkinSite {
    /// The place on the side of the needle; `None` when it belongs to another mesh.
    pub fn on(&self, body: &Body, side: Side) -> Option<SkinPlace> {
        if self.mesh != body.mesh() {
            return None;
        }
        Some(match side {
            Side::Left | Side::Midline => self.place,
            Side::Right => body.mirrored(self.place),
        })
    }

    /// The named point whose rules hold here too, because it is near.
    pub fn near_point(&self, knowledge: &Knowledge) -> Option<PointKey> {
        let (code, mm) = self.near.as_ref()?;
        (*mm <= NEAR_MM)
            .then(|| knowledge.point_key(code.as_str()))
            .flatten()
    }

    /// What it is called when nobody named it: the muscle, or the nearest point with its distance.
    pub fn words(&self) -> String {
        match (&self.near, &self.muscle) {
            (Some((code, mm)), Some(muscle)) => format!("{muscle}, {mm} mm from {code}"),
            (Some((code, mm)), None) => format!("{mm} mm from {code}"),
            (None, Some(muscle)) => muscle.to_string(),
            (None, None) => "free place".to_owned(),
        }
    }
}
