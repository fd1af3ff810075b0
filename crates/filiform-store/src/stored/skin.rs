//! Places and drawings on the skin, as they are stored.

use filiform_care::{PainArea, PainDrawing, PainKind, SkinSite};
use filiform_knowledge::{Figure, MuscleName, PointCode, SegmentName, SkinPlace, TriangleSet};
use filiform_units::Nprs;
use serde::{Deserialize, Serialize};

use super::parts::told;

/// Any triangle that a number can name: a record outlives its mesh.
const ANY_TRIANGLE: usize = 65_536;

#[derive(Serialize, Deserialize)]
pub(super) struct StoredSkinSite {
    mesh: String,
    /// `triangle:wa:wb:wc`
    place: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    near: Option<(String, u16)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    muscle: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dermatome: Option<String>,
}

impl StoredSkinSite {
    pub(super) fn of(skin: &SkinSite) -> Self {
        let near = skin.near.as_ref();
        Self {
            mesh: skin.mesh.clone(),
            place: skin.place.to_string(),
            near: near.map(|(code, mm)| (code.to_string(), *mm)),
            muscle: skin.muscle.as_ref().map(ToString::to_string),
            dermatome: skin.dermatome.as_ref().map(ToString::to_string),
        }
    }

    pub(super) fn read(&self) -> Result<SkinSite, String> {
        let near = self.near.as_ref();
        Ok(SkinSite {
            mesh: self.mesh.clone(),
            place: told(SkinPlace::parse(&self.place))?,
            near: near.map(|(code, mm)| (PointCode::new(code), *mm)),
            muscle: self.muscle.as_deref().map(MuscleName::new),
            dermatome: self.dermatome.as_deref().map(SegmentName::new),
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredDrawing {
    mesh: String,
    figure: String,
    areas: Vec<StoredArea>,
}

#[derive(Serialize, Deserialize)]
struct StoredArea {
    kind: String,
    intensity: u8,
    /// Triangles: `12-40.77`
    skin: String,
}

impl StoredDrawing {
    pub(super) fn of(drawing: &PainDrawing) -> Self {
        let areas = drawing.areas.iter();
        Self {
            mesh: drawing.mesh.clone(),
            figure: drawing.figure.as_str().to_owned(),
            areas: areas
                .map(|area| StoredArea {
                    kind: area.kind.as_str().to_owned(),
                    intensity: area.intensity.get(),
                    skin: area.skin.to_string(),
                })
                .collect(),
        }
    }

    pub(super) fn read(&self) -> Result<PainDrawing, String> {
        let figure = Figure::ALL
            .into_iter()
            .find(|it| it.as_str() == self.figure);
        let areas = self.areas.iter().map(StoredArea::read);
        Ok(PainDrawing {
            mesh: self.mesh.clone(),
            figure: figure.ok_or_else(|| format!("there is no body `{}`", self.figure))?,
            areas: areas.collect::<Result<_, String>>()?,
        })
    }
}

impl StoredArea {
    fn read(&self) -> Result<PainArea, String> {
        let kind = PainKind::parse(&self.kind);
        Ok(PainArea {
            kind: kind.ok_or_else(|| format!("there is no kind of pain `{}`", self.kind))?,
            intensity: told(Nprs::new(u32::from(self.intensity)))?,
            skin: told(TriangleSet::parse(&self.skin, ANY_TRIANGLE))?,
        })
    }
}
