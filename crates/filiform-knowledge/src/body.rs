//! The skin of an adult body, woman and man, and where the named points lie on it.
//!
//! The mesh is a chart, not a measuring tool: it says where, never how deep, and a dot may lie 1 to 2 cm
//! off the palpated point. Its files are made by `cargo xtask body`; `knowledge/body/README.md` tells
//! from what, and how far to trust a dot.
//!
//! Lengths are millimetres; x points to the body's own left, y up, z forward. Only the left half of the
//! skin is stored. Triangle `t` of it has the mirror image `t + half`, so a place changes sides by its
//! number alone.

mod camera;
mod read;
mod reading;
mod surface;

pub use camera::{Camera, OnPicture};
pub use read::BodyError;
pub use reading::{AreaReading, DrawnSkin, Share};
pub use surface::{SkinPlace, SkinPlaceError, TriangleSet, TriangleSetError};

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use filiform_units::{Sex, Side};

use crate::PointCode;

/// The mesh with its regions, as it is sent to browsers.
const MESH: &[u8] = include_bytes!("../../../knowledge/body/body.bin");

/// Where every point lies.
const PLACES: &str = include_str!("../../../knowledge/body/places.csv");

/// A place this near to the midline has no side.
const MIDLINE_MM: f32 = 3.0;

/// Which body is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Figure {
    /// A woman's body.
    Female,
    /// A man's body.
    Male,
}

impl Figure {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Female, Self::Male];

    /// The body that is drawn for a person; without a recorded sex the woman's.
    pub const fn of(sex: Sex) -> Self {
        match sex {
            Sex::Male => Self::Male,
            Sex::Female | Sex::Unknown => Self::Female,
        }
    }

    /// The word used in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
        }
    }

    const fn index(self) -> usize {
        match self {
            Self::Female => 0,
            Self::Male => 1,
        }
    }
}

/// How far the place of a point can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Computed from bony proportion and judged by eye on both bodies.
    Mesh,
    /// The same proportional rules with weaker landmarks.
    Rule,
    /// Set by hand, or shown at the nearest visible place.
    Estimated,
}

impl Confidence {
    /// The word used in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mesh => "mesh",
            Self::Rule => "rule",
            Self::Estimated => "estimated",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Mesh, Self::Rule, Self::Estimated]
            .into_iter()
            .find(|it| it.as_str() == text)
    }
}

/// Where a named point lies on one body: on the left half, or on the midline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointPlace {
    /// Where.
    pub place: SkinPlace,
    /// The pictures that show it, best first, by the name of their camera.
    pub views: Vec<String>,
    /// How far to trust it.
    pub confidence: Confidence,
}

/// A named point near a place of the skin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearPoint {
    /// The point.
    pub code: PointCode,
    /// On which side it lies.
    pub side: Side,
    /// How far it is in a straight line, in whole millimetres.
    pub distance_mm: u16,
}

/// One body of the mesh.
#[derive(Debug)]
struct Shape {
    /// Left half, one entry a vertex.
    positions: Vec<[f32; 3]>,
    normals: Vec<[f32; 3]>,
    /// Square millimetres, one entry a triangle of the left half.
    areas: Vec<f32>,
    /// The skin as a whole, both halves, in square millimetres.
    area: f32,
    places: HashMap<PointCode, PointPlace>,
    /// Points in the order of their table, for the search of the nearest.
    order: Vec<(PointCode, [f32; 3], Side)>,
}

/// A name for each triangle of the left half.
#[derive(Debug)]
struct Labels {
    names: Vec<String>,
    of: Vec<u8>,
    /// The triangles of each name.
    triangles: Vec<Vec<u16>>,
}

impl Labels {
    fn new(names: Vec<String>, of: Vec<u8>) -> Self {
        let mut triangles = vec![Vec::new(); names.len()];
        for (triangle, name) in of.iter().enumerate() {
            let of_name = triangles.get_mut(usize::from(*name));
            if let (Some(of_name), Ok(triangle)) = (of_name, u16::try_from(triangle)) {
                of_name.push(triangle);
            }
        }
        Self {
            names,
            of,
            triangles,
        }
    }

    /// Triangles of the left half with this name.
    fn of_name(&self, name: &str) -> &[u16] {
        let index = self.names.iter().position(|it| it == name);
        let triangles = index.and_then(|index| self.triangles.get(index));
        triangles.map_or(&[], Vec::as_slice)
    }

    fn name(&self, triangle: usize) -> Option<&str> {
        let index = usize::from(*self.of.get(triangle)?);
        let name = self.names.get(index)?;
        (!name.is_empty()).then_some(name.as_str())
    }
}

/// The skin of both bodies.
#[derive(Debug)]
pub struct Body {
    mesh: String,
    /// Corners of each triangle of the left half.
    triangles: Vec<[u16; 3]>,
    shapes: [Shape; 2],
    regions: Labels,
    dermatomes: Labels,
    muscles: Labels,
    hazards: Vec<String>,
    hazard_bits: Vec<u8>,
    cameras: Vec<Camera>,
}

static EMBEDDED: LazyLock<Result<Arc<Body>, BodyError>> =
    LazyLock::new(|| Body::read(MESH, PLACES).map(Arc::new));

impl Body {
    /// The body that was in the knowledge folder when the program was built. Read once.
    ///
    /// # Errors
    /// When the files do not belong together; see [`BodyError`].
    pub fn embedded() -> Result<Arc<Self>, BodyError> {
        EMBEDDED.clone()
    }

    /// The bytes of the mesh, for browsers.
    pub const fn bytes() -> &'static [u8] {
        MESH
    }

    /// The name of the mesh; a stored place names it.
    pub fn mesh(&self) -> &str {
        &self.mesh
    }

    /// Triangles of both halves; a place has a number below this.
    pub fn triangles(&self) -> usize {
        self.triangles.len() * 2
    }

    /// The cameras of the pictures and close-ups.
    pub fn cameras(&self) -> &[Camera] {
        &self.cameras
    }

    /// The camera of this name.
    pub fn camera(&self, name: &str) -> Option<&Camera> {
        self.cameras.iter().find(|camera| camera.name == name)
    }

    /// Where a named point lies, on the left half or the midline.
    pub fn point(&self, figure: Figure, code: &str) -> Option<&PointPlace> {
        self.shape(figure).places.get(code)
    }

    /// Where a named point lies on one side.
    pub fn place(&self, figure: Figure, code: &str, side: Side) -> Option<SkinPlace> {
        let place = self.point(figure, code)?.place;
        Some(match side {
            Side::Left | Side::Midline => place,
            Side::Right => self.mirrored(place),
        })
    }

    /// The same place on the other side.
    #[must_use]
    pub fn mirrored(&self, place: SkinPlace) -> SkinPlace {
        let half = self.half();
        place.on(if place.triangle() < half {
            place.triangle() + half
        } else {
            place.triangle() - half
        })
    }

    /// The place itself on the left half, or its mirror image there.
    #[must_use]
    pub fn on_left(&self, place: SkinPlace) -> SkinPlace {
        if self.is_right(place.triangle()) {
            self.mirrored(place)
        } else {
            place
        }
    }

    /// A place as a form sends it: `triangle:wa:wb:wc`.
    ///
    /// # Errors
    /// When it is not such a text, or there is no such triangle.
    pub fn parse_place(&self, text: &str) -> Result<SkinPlace, SkinPlaceError> {
        let place = SkinPlace::parse(text)?;
        if usize::from(place.triangle()) < self.triangles() {
            Ok(place)
        } else {
            Err(SkinPlaceError::NoTriangle(place.triangle()))
        }
    }

    /// Where a place lies in space, in millimetres.
    pub fn position(&self, figure: Figure, place: SkinPlace) -> [f32; 3] {
        self.blend(&self.shape(figure).positions, place)
    }

    /// The corners of a triangle of either half, in millimetres.
    pub fn corners(&self, figure: Figure, triangle: u16) -> Option<[[f32; 3]; 3]> {
        let positions = &self.shape(figure).positions;
        let corners = self.triangles.get(self.in_half(triangle))?;
        let mut found = [[0.0; 3]; 3];
        for (found, corner) in found.iter_mut().zip(corners) {
            *found = *positions.get(usize::from(*corner))?;
            if self.is_right(triangle) {
                found[0] = -found[0];
            }
        }
        Some(found)
    }

    /// The direction straight out of the skin, of length 1.
    pub fn normal(&self, figure: Figure, place: SkinPlace) -> [f32; 3] {
        unit(self.blend(&self.shape(figure).normals, place))
    }

    /// The side a place lies on; within 3 mm of the middle it has none.
    pub fn side(&self, place: SkinPlace) -> Side {
        let x = self.position(Figure::Female, place)[0];
        if x.abs() < MIDLINE_MM {
            Side::Midline
        } else if place.triangle() < self.half() {
            Side::Left
        } else {
            Side::Right
        }
    }

    /// The region of a place, by its id.
    pub fn region(&self, place: SkinPlace) -> Option<&str> {
        self.regions.name(self.in_half(place.triangle()))
    }

    /// The middle of a region on one side; `None` where the mesh has no such region.
    pub fn middle_of_region(&self, region: &str, side: Side) -> Option<SkinPlace> {
        let centre = |triangle: &u16| {
            let place = SkinPlace::new(*triangle, [1.0, 1.0, 1.0])?;
            Some((place, self.position(Figure::Female, place)))
        };
        let all: Vec<_> = self
            .regions
            .of_name(region)
            .iter()
            .filter_map(centre)
            .collect();
        #[expect(clippy::cast_precision_loss, reason = "there are few triangles")]
        let count = all.len() as f32;
        let mean = |axis: usize| all.iter().map(|(_, at)| at[axis]).sum::<f32>() / count;
        let middle = match side {
            Side::Midline => [0.0, mean(1), mean(2)],
            Side::Left | Side::Right => [mean(0), mean(1), mean(2)],
        };
        let (place, _) = all
            .iter()
            .min_by(|(_, a), (_, b)| distance(*a, middle).total_cmp(&distance(*b, middle)))?;
        Some(match side {
            Side::Left | Side::Midline => *place,
            Side::Right => self.mirrored(*place),
        })
    }

    /// The segment that supplies the skin of a place.
    pub fn dermatome(&self, place: SkinPlace) -> Option<&str> {
        self.dermatomes.name(self.in_half(place.triangle()))
    }

    /// The first muscle under the skin of a place.
    pub fn muscle(&self, place: SkinPlace) -> Option<&str> {
        self.muscles.name(self.in_half(place.triangle()))
    }

    /// What lies under a place that a needle must not reach, in words.
    pub fn hazards(&self, place: SkinPlace) -> Vec<&str> {
        let bits = self.hazard_bits.get(self.in_half(place.triangle()));
        let bits = bits.copied().unwrap_or(0);
        let hazards = self.hazards.iter().enumerate();
        hazards
            .filter(|(bit, _)| bits & (1 << bit) != 0)
            .map(|(_, words)| words.as_str())
            .collect()
    }

    /// The named point nearest to a place, in a straight line: on the body on which it is nearer, so that
    /// nothing near is missed because this patient is built otherwise.
    pub fn nearest(&self, place: SkinPlace) -> Option<NearPoint> {
        let found = Figure::ALL.into_iter().filter_map(|figure| {
            let at = self.position(figure, place);
            let order = self.shape(figure).order.iter();
            order
                .map(|(code, position, side)| (distance(*position, at), code, *side))
                .min_by(|a, b| a.0.total_cmp(&b.0))
        });
        let (mm, code, side) = found.min_by(|a, b| a.0.total_cmp(&b.0))?;
        Some(NearPoint {
            code: code.clone(),
            side,
            distance_mm: whole_millimetres(mm),
        })
    }

    fn shape(&self, figure: Figure) -> &Shape {
        // INVARIANT: `index` is 0 or 1.
        &self.shapes[figure.index()]
    }

    /// Triangles of the left half.
    fn half(&self) -> u16 {
        // INVARIANT: reading refuses a mesh whose triangles do not fit.
        u16::try_from(self.triangles.len()).unwrap_or(u16::MAX)
    }

    fn in_half(&self, triangle: u16) -> usize {
        let (triangle, half) = (usize::from(triangle), self.triangles.len());
        if triangle < half {
            triangle
        } else {
            triangle - half
        }
    }

    fn is_right(&self, triangle: u16) -> bool {
        triangle >= self.half()
    }

    /// The weighted mean of what the corners carry; x changes its sign on the right half.
    fn blend(&self, values: &[[f32; 3]], place: SkinPlace) -> [f32; 3] {
        let mut sum = [0.0; 3];
        let Some(corners) = self.triangles.get(self.in_half(place.triangle())) else {
            return sum;
        };
        for (corner, weight) in corners.iter().zip(place.weights()) {
            if let Some(value) = values.get(usize::from(*corner)) {
                for axis in 0..3 {
                    sum[axis] += weight * value[axis];
                }
            }
        }
        if self.is_right(place.triangle()) {
            sum[0] = -sum[0];
        }
        sum
    }
}

/// Rounded down, so that what lies near is never taken for far.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a body is less than 65 metres tall, and a distance is not negative"
)]
fn whole_millimetres(mm: f32) -> u16 {
    mm as u16
}

fn distance(a: [f32; 3], b: [f32; 3]) -> f32 {
    let square = |axis: usize| (a[axis] - b[axis]) * (a[axis] - b[axis]);
    (square(0) + square(1) + square(2)).sqrt()
}

fn cross(a: [f32; 3], b: [f32; 3]) -> [f32; 3] {
    [
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    ]
}

fn less(a: [f32; 3], b: [f32; 3]) -> [f32; 3] {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

fn dot(a: [f32; 3], b: [f32; 3]) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn length(a: [f32; 3]) -> f32 {
    dot(a, a).sqrt()
}

fn unit(a: [f32; 3]) -> [f32; 3] {
    let length = length(a).max(f32::MIN_POSITIVE);
    [a[0] / length, a[1] / length, a[2] / length]
}
