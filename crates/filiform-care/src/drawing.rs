//! Where it hurts, as the patient drew it on the body.

use std::fmt;

use filiform_knowledge::{
    AreaReading, Body, DrawnSkin, Figure, RegionId, TriangleSet, TriangleSetError,
};
use filiform_units::{Nprs, OutOfRange, Side};

/// The most areas of one drawing; catches keying errors.
pub const PAIN_AREAS_MAX: usize = 20;

/// What it feels like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PainKind {
    /// A dull or deep ache.
    Ache,
    /// Burning.
    Burning,
    /// Pins and needles.
    PinsAndNeedles,
    /// Numb.
    Numb,
}

impl PainKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Ache, Self::Burning, Self::PinsAndNeedles, Self::Numb];

    /// The word used in stored records and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ache => "ache",
            Self::Burning => "burning",
            Self::PinsAndNeedles => "pins",
            Self::Numb => "numb",
        }
    }

    /// The words of a page.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Ache => "ache",
            Self::Burning => "burning",
            Self::PinsAndNeedles => "pins and needles",
            Self::Numb => "numb",
        }
    }

    /// The kind called `text`, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// One area that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PainArea {
    /// What it feels like.
    pub kind: PainKind,
    /// How strong it is.
    pub intensity: Nprs,
    /// The skin.
    pub skin: TriangleSet,
}

/// A drawing of where it hurts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PainDrawing {
    /// The mesh that the areas belong to.
    pub mesh: String,
    /// The body that was drawn on.
    pub figure: Figure,
    /// The areas in the order they were drawn; at least one.
    pub areas: Vec<PainArea>,
}

/// Why a text is not a drawing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DrawingError {
    /// Not `kind,intensity,triangles`.
    #[error("area {0} of the drawing cannot be read; draw it again")]
    Area(usize),
    /// The strength is out of range.
    #[error("area {area} of the drawing: {problem}")]
    Intensity {
        /// Which area, from 1.
        area: usize,
        /// What is wrong.
        problem: OutOfRange,
    },
    /// The skin cannot be read.
    #[error("area {area} of the drawing: {problem}")]
    Skin {
        /// Which area, from 1.
        area: usize,
        /// What is wrong.
        problem: TriangleSetError,
    },
    /// More areas than anybody draws.
    #[error("a drawing has at most {PAIN_AREAS_MAX} areas, not {0}; join some of them")]
    TooMany(usize),
}

impl PainDrawing {
    /// Reads areas joined by `;`, each `kind,intensity,triangles`. `None` when nothing was drawn.
    ///
    /// # Errors
    /// The first area that cannot be read, with its number.
    pub fn parse(text: &str, body: &Body, figure: Figure) -> Result<Option<Self>, DrawingError> {
        let mut areas = Vec::new();
        for (index, part) in text
            .split(';')
            .filter(|part| !part.trim().is_empty())
            .enumerate()
        {
            let area = index + 1;
            if area > PAIN_AREAS_MAX {
                return Err(DrawingError::TooMany(text.split(';').count()));
            }
            let mut cells = part.trim().splitn(3, ',');
            let kind = cells.next().and_then(PainKind::parse);
            let number = cells.next().and_then(|cell| cell.parse::<u32>().ok());
            let (Some(kind), Some(number), Some(skin)) = (kind, number, cells.next()) else {
                return Err(DrawingError::Area(area));
            };
            let intensity =
                Nprs::new(number).map_err(|problem| DrawingError::Intensity { area, problem })?;
            let skin = TriangleSet::parse(skin, body.triangles())
                .map_err(|problem| DrawingError::Skin { area, problem })?;
            if !skin.is_empty() {
                areas.push(PainArea {
                    kind,
                    intensity,
                    skin,
                });
            }
        }
        Ok((!areas.is_empty()).then(|| Self {
            mesh: body.mesh().to_owned(),
            figure,
            areas,
        }))
    }

    /// What each area covers, in the order they were drawn; nothing for a drawing on another mesh.
    pub fn read(&self, body: &Body) -> Vec<(&PainArea, AreaReading)> {
        if self.mesh != body.mesh() {
            return Vec::new();
        }
        let read = |area: &PainArea| {
            body.read_area(DrawnSkin {
                figure: self.figure,
                area: &area.skin,
            })
        };
        self.areas.iter().map(|area| (area, read(area))).collect()
    }

    /// The regions it touches, each side once, for the planner.
    pub fn regions(&self, body: &Body) -> Vec<(RegionId, Side)> {
        let mut regions = Vec::new();
        for (_, reading) in self.read(body) {
            for share in reading.regions {
                let region = (RegionId::new(&share.name), share.side);
                if !regions.contains(&region) {
                    regions.push(region);
                }
            }
        }
        regions
    }
}

impl fmt::Display for PainDrawing {
    /// As [`PainDrawing::parse`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, area) in self.areas.iter().enumerate() {
            if index > 0 {
                f.write_str(";")?;
            }
            let (kind, intensity) = (area.kind.as_str(), area.intensity.get());
            write!(f, "{kind},{intensity},{}", area.skin)?;
        }
        Ok(())
    }
}
