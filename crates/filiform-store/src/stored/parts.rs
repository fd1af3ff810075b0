//! Pieces that several stored events share.

use filiform_care::{
    Act, CoTreatment, CoTreatmentKind, ElectricalPair, LongText, Plan, PlannedNeedle, ShortText,
    Site,
};
use filiform_knowledge::{Angle, PointCode, Position, RegionId, Technique};
use filiform_units::{
    DepthRange, Hertz, Laterality, Millimetres, Minutes, PartialDate, PractitionerId, Side,
    Timestamp,
};
use serde::{Deserialize, Serialize};

use super::skin::StoredSkinSite;

/// Turns any checked constructor's error into the words of a decoding error.
pub(super) fn told<T, E: std::fmt::Display>(result: Result<T, E>) -> Result<T, String> {
    result.map_err(|error| error.to_string())
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredAct {
    by: String,
    at: i64,
}

impl StoredAct {
    pub(super) fn of(act: Act) -> Self {
        Self {
            by: act.by.to_string(),
            at: act.at.micros(),
        }
    }

    pub(super) fn read(&self) -> Result<Act, String> {
        Ok(Act {
            by: told(PractitionerId::parse(&self.by))?,
            at: Timestamp::from_micros(self.at),
        })
    }
}

pub(super) fn short(text: &str) -> Result<ShortText, String> {
    told(ShortText::new(text))
}

pub(super) fn long(text: &str) -> Result<LongText, String> {
    told(LongText::new(text))
}

pub(super) fn opt_short(text: Option<&String>) -> Result<Option<ShortText>, String> {
    text.map(|text| short(text)).transpose()
}

pub(super) fn opt_long(text: Option<&String>) -> Result<Option<LongText>, String> {
    text.map(|text| long(text)).transpose()
}

pub(super) fn opt_date(text: Option<&String>) -> Result<Option<PartialDate>, String> {
    text.map(|text| told(PartialDate::parse(text))).transpose()
}

pub(super) fn side(text: &str) -> Result<Side, String> {
    told(Side::parse(text))
}

pub(super) fn laterality(text: &str) -> Result<Laterality, String> {
    told(Laterality::parse(text))
}

pub(super) fn millimetres(mm: u8) -> Result<Millimetres, String> {
    told(Millimetres::new(u32::from(mm)))
}

pub(super) fn minutes(minutes: u16) -> Result<Minutes, String> {
    told(Minutes::new(u32::from(minutes)))
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum StoredSite {
    Point(String),
    Free {
        region: String,
        label: String,
        /// Missing where nobody tapped the body, and in older records.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        skin: Option<Box<StoredSkinSite>>,
    },
}

impl StoredSite {
    pub(super) fn of(site: &Site) -> Self {
        match site {
            Site::Point(code) => Self::Point(code.to_string()),
            Site::Free {
                region,
                label,
                skin,
            } => Self::Free {
                region: region.to_string(),
                label: label.to_string(),
                skin: skin.as_ref().map(|skin| Box::new(StoredSkinSite::of(skin))),
            },
        }
    }

    pub(super) fn read(&self) -> Result<Site, String> {
        Ok(match self {
            Self::Point(code) => Site::Point(PointCode::new(code)),
            Self::Free {
                region,
                label,
                skin,
            } => Site::Free {
                region: RegionId::new(region),
                label: short(label)?,
                skin: skin.as_ref().map(|skin| skin.read()).transpose()?,
            },
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredPlan {
    position: String,
    needles: Vec<StoredNeedle>,
    pairs: Vec<StoredPair>,
    retention_min: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retention_reason: Option<String>,
    sessions: u8,
    per_week: u8,
    /// Missing in plans that were written before there were any, and where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    co_treatments: Vec<StoredCoTreatment>,
}

#[derive(Serialize, Deserialize)]
struct StoredCoTreatment {
    kind: String,
    text: String,
}

#[derive(Serialize, Deserialize)]
struct StoredNeedle {
    site: StoredSite,
    side: String,
    depth_mm: Option<(u8, u8)>,
    angle: String,
    technique: String,
    /// Missing in plans that were written before it was kept, and where it is left open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stimulation: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct StoredPair {
    a: usize,
    b: usize,
    hz: u8,
}

impl StoredPlan {
    pub(super) fn of(plan: &Plan) -> Self {
        let needles = plan.needles.iter().map(|needle| StoredNeedle {
            site: StoredSite::of(&needle.site),
            side: needle.side.as_str().to_owned(),
            depth_mm: needle
                .depth
                .map(|depth| (depth.min().get(), depth.max().get())),
            angle: needle.angle.as_str().to_owned(),
            technique: needle.technique.code().to_owned(),
            stimulation: needle.stimulation.as_ref().map(ToString::to_string),
        });
        let co_treatments = plan.co_treatments.iter().map(|one| StoredCoTreatment {
            kind: one.kind.as_str().to_owned(),
            text: one.text.to_string(),
        });
        let pairs = plan.pairs.iter().map(|pair| StoredPair {
            a: pair.a,
            b: pair.b,
            hz: pair.frequency.get(),
        });
        Self {
            position: plan.position.as_str().to_owned(),
            needles: needles.collect(),
            pairs: pairs.collect(),
            retention_min: plan.retention.get(),
            retention_reason: plan.retention_reason.as_ref().map(ToString::to_string),
            sessions: plan.sessions,
            per_week: plan.per_week,
            co_treatments: co_treatments.collect(),
        }
    }

    pub(super) fn read(&self) -> Result<Plan, String> {
        let position = Position::parse(&self.position)
            .ok_or_else(|| format!("unknown position `{}`", self.position))?;
        let pairs = self.pairs.iter().map(|pair| {
            let frequency = told(Hertz::new(u32::from(pair.hz)))?;
            Ok::<_, String>(ElectricalPair {
                a: pair.a,
                b: pair.b,
                frequency,
            })
        });
        Ok(Plan {
            position,
            needles: self
                .needles
                .iter()
                .map(StoredNeedle::read)
                .collect::<Result<_, _>>()?,
            pairs: pairs.collect::<Result<_, _>>()?,
            retention: minutes(self.retention_min)?,
            retention_reason: opt_short(self.retention_reason.as_ref())?,
            sessions: self.sessions,
            per_week: self.per_week,
            co_treatments: self
                .co_treatments
                .iter()
                .map(StoredCoTreatment::read)
                .collect::<Result<_, _>>()?,
        })
    }
}

impl StoredCoTreatment {
    fn read(&self) -> Result<CoTreatment, String> {
        Ok(CoTreatment {
            kind: CoTreatmentKind::parse(&self.kind)
                .ok_or_else(|| format!("unknown sort of treatment `{}`", self.kind))?,
            text: short(&self.text)?,
        })
    }
}

impl StoredNeedle {
    fn read(&self) -> Result<PlannedNeedle, String> {
        let depth = self
            .depth_mm
            .map(|(min, max)| told(DepthRange::new(millimetres(min)?, millimetres(max)?)));
        Ok(PlannedNeedle {
            site: self.site.read()?,
            side: side(&self.side)?,
            depth: depth.transpose()?,
            angle: Angle::parse(&self.angle),
            technique: Technique::parse(&self.technique)
                .ok_or_else(|| format!("unknown technique `{}`", self.technique))?,
            stimulation: opt_short(self.stimulation.as_ref())?,
        })
    }
}
