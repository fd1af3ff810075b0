//! Reads the files of the body, and refuses what does not fit together.

use std::collections::{BTreeMap, HashMap};

use filiform_units::Side;
use serde::Deserialize;

use super::{
    Body, Camera, Confidence, Figure, Labels, PointPlace, Shape, SkinPlace, cross, length, less,
    unit,
};
use crate::PointCode;

const MAGIC: &[u8] = b"FILBODY1";

/// Why the files of the body cannot be used. All are made by `cargo xtask body`: run it again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// Not the format.
    #[error("knowledge/body/body.bin {0}; make it again with `cargo xtask body`")]
    Mesh(String),
    /// A row that does not fit.
    #[error("knowledge/body/places.csv:{line}: {what}; make it again with `cargo xtask body`")]
    Places {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
}

#[derive(Deserialize)]
struct Header {
    mesh: String,
    vertices: usize,
    quads: usize,
    grid_mm: f32,
    offset_mm: [f32; 3],
    sections: BTreeMap<String, Section>,
    regions: Vec<String>,
    dermatomes: Vec<String>,
    muscles: Vec<String>,
    hazards: Vec<String>,
    cameras: Vec<CameraHeader>,
}

#[derive(Deserialize)]
struct Section {
    at: usize,
    #[serde(rename = "type")]
    kind: String,
    count: usize,
}

#[derive(Deserialize)]
struct CameraHeader {
    name: String,
    words: String,
    yaw: f32,
    pitch: f32,
    width_px: u16,
    height_px: u16,
    female: Frame,
    male: Frame,
}

#[derive(Deserialize)]
struct Frame {
    centre_mm: [f32; 3],
    height_mm: f32,
}

impl Body {
    /// Reads the mesh and the places of the points.
    pub(super) fn read(mesh: &[u8], places: &str) -> Result<Self, BodyError> {
        let header = header(mesh)?;
        let file = File {
            bytes: mesh,
            header: &header,
        };
        let quads = file.u16s("quads", header.quads * 4)?;
        if let Some(corner) = quads.iter().find(|c| usize::from(**c) >= header.vertices) {
            return Err(BodyError::Mesh(format!("has no vertex {corner}")));
        }
        let triangles: Vec<[u16; 3]> = quads
            .as_chunks::<4>()
            .0
            .iter()
            .flat_map(|&[a, b, c, d]| [[a, b, c], [a, c, d]])
            .collect();
        if triangles.len() * 2 > usize::from(u16::MAX) {
            return Err(BodyError::Mesh("has too many triangles".to_owned()));
        }
        let shape = |figure: Figure| -> Result<Shape, BodyError> {
            let positions = file.positions(figure)?;
            Ok(shape_of(positions, &triangles))
        };
        let shapes = [shape(Figure::Female)?, shape(Figure::Male)?];
        let labels = |name: &str, names: &[String]| -> Result<Labels, BodyError> {
            let of = file.bytes_of(name, triangles.len())?;
            match of.iter().find(|index| usize::from(**index) >= names.len()) {
                Some(index) => Err(BodyError::Mesh(format!("has no {name} number {index}"))),
                None => Ok(Labels::new(names.to_vec(), of.to_vec())),
            }
        };
        let mut body = Self {
            regions: labels("region", &header.regions)?,
            dermatomes: labels("dermatome", &header.dermatomes)?,
            muscles: labels("muscle", &header.muscles)?,
            hazard_bits: file.bytes_of("hazard", triangles.len())?.to_vec(),
            hazards: header.hazards.clone(),
            cameras: header.cameras.iter().map(camera).collect(),
            mesh: header.mesh.clone(),
            triangles,
            shapes,
        };
        body.read_places(places)?;
        Ok(body)
    }

    fn read_places(&mut self, table: &str) -> Result<(), BodyError> {
        for (index, line) in table.lines().enumerate().skip(1) {
            let wrong = |what: &str| BodyError::Places {
                line: index + 1,
                what: what.to_owned(),
            };
            let (figure, code, place) = row(line).ok_or_else(|| wrong("is not a row"))?;
            if place.place.triangle() >= self.half() {
                return Err(wrong("lies on the right half"));
            }
            if let Some(view) = place.views.iter().find(|it| self.camera(it).is_none()) {
                return Err(wrong(&format!("there is no camera `{view}`")));
            }
            let at = self.position(figure, place.place);
            let both = match self.side(place.place) {
                Side::Midline => vec![(at, Side::Midline)],
                Side::Left | Side::Right => {
                    vec![(at, Side::Left), ([-at[0], at[1], at[2]], Side::Right)]
                }
            };
            let shape = &mut self.shapes[figure.index()];
            shape
                .order
                .extend(both.into_iter().map(|(at, side)| (code.clone(), at, side)));
            if shape.places.insert(code, place).is_some() {
                return Err(wrong("the point stands twice"));
            }
        }
        Ok(())
    }
}

fn row(line: &str) -> Option<(Figure, PointCode, PointPlace)> {
    let cells: Vec<&str> = line.split(',').collect();
    let &[figure, code, triangle, wa, wb, wc, views, confidence] = cells.as_slice() else {
        return None;
    };
    let figure = Figure::ALL.into_iter().find(|it| it.as_str() == figure)?;
    let weight = |text: &str| text.parse::<f32>().ok();
    let weights = [weight(wa)?, weight(wb)?, weight(wc)?];
    Some((
        figure,
        PointCode::new(code),
        PointPlace {
            place: SkinPlace::new(triangle.parse().ok()?, weights)?,
            views: views.split(';').map(str::to_owned).collect(),
            confidence: Confidence::parse(confidence)?,
        },
    ))
}

fn header(mesh: &[u8]) -> Result<Header, BodyError> {
    let wrong = |what: &str| BodyError::Mesh(what.to_owned());
    let rest = mesh
        .strip_prefix(MAGIC)
        .ok_or_else(|| wrong("is not a body"))?;
    let (length, rest) = rest
        .split_first_chunk::<4>()
        .ok_or_else(|| wrong("ends early"))?;
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| wrong("is too long"))?;
    let text = rest.get(..length).ok_or_else(|| wrong("ends early"))?;
    serde_json::from_slice(text).map_err(|error| wrong(&format!("has no readable header: {error}")))
}

struct File<'a> {
    bytes: &'a [u8],
    header: &'a Header,
}

impl<'a> File<'a> {
    fn section(&self, name: &str, kind: &str, count: usize) -> Result<&'a [u8], BodyError> {
        let wrong = |what: &str| BodyError::Mesh(format!("{what} `{name}`"));
        let section = self.header.sections.get(name);
        let section = section.ok_or_else(|| wrong("has no section"))?;
        if section.kind != kind || section.count != count {
            return Err(wrong("has another shape of section"));
        }
        let size = if kind.ends_with("16") { 2 } else { 1 };
        let end = section.at.checked_add(count * size);
        end.and_then(|end| self.bytes.get(section.at..end))
            .ok_or_else(|| wrong("ends in section"))
    }

    fn bytes_of(&self, name: &str, count: usize) -> Result<&'a [u8], BodyError> {
        self.section(name, "u8", count)
    }

    fn u16s(&self, name: &str, count: usize) -> Result<Vec<u16>, BodyError> {
        let bytes = self.section(name, "u16", count)?;
        Ok(bytes
            .as_chunks::<2>()
            .0
            .iter()
            .map(|pair| u16::from_le_bytes(*pair))
            .collect())
    }

    fn positions(&self, figure: Figure) -> Result<Vec<[f32; 3]>, BodyError> {
        let bytes = self.section(figure.as_str(), "i16", self.header.vertices * 3)?;
        let (grid, offset) = (self.header.grid_mm, self.header.offset_mm);
        let number = |pair: [u8; 2]| f32::from(i16::from_le_bytes(pair)) * grid;
        Ok(bytes
            .as_chunks::<6>()
            .0
            .iter()
            .map(|&[a, b, c, d, e, f]| {
                [
                    number([a, b]) + offset[0],
                    number([c, d]) + offset[1],
                    number([e, f]) + offset[2],
                ]
            })
            .collect())
    }
}

/// Areas and smooth normals of the left half. On the midline a normal has no sideways part, because the
/// right half is the mirror image.
fn shape_of(positions: Vec<[f32; 3]>, triangles: &[[u16; 3]]) -> Shape {
    let mut normals = vec![[0.0_f32; 3]; positions.len()];
    let mut areas = Vec::with_capacity(triangles.len());
    let at = |corner: u16| {
        positions
            .get(usize::from(corner))
            .copied()
            .unwrap_or_default()
    };
    for &[a, b, c] in triangles {
        let across = cross(less(at(b), at(a)), less(at(c), at(a)));
        areas.push(length(across) / 2.0);
        for corner in [a, b, c] {
            if let Some(normal) = normals.get_mut(usize::from(corner)) {
                for (sum, part) in normal.iter_mut().zip(across) {
                    *sum += part;
                }
            }
        }
    }
    for (normal, position) in normals.iter_mut().zip(&positions) {
        if position[0] == 0.0 {
            normal[0] = 0.0;
        }
        *normal = unit(*normal);
    }
    Shape {
        area: areas.iter().sum::<f32>() * 2.0,
        positions,
        normals,
        areas,
        places: HashMap::new(),
        order: Vec::new(),
    }
}

fn camera(header: &CameraHeader) -> Camera {
    let frame = |frame: &Frame| (frame.centre_mm, frame.height_mm);
    Camera {
        name: header.name.clone(),
        words: header.words.clone(),
        width_px: header.width_px,
        height_px: header.height_px,
        axes: Camera::axes_of(header.yaw, header.pitch),
        frames: [frame(&header.female), frame(&header.male)],
    }
}
