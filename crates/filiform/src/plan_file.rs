//! A point plan in a TOML file.
//!
//! ```toml
//! condition = "knee_oa"
//! position = "supine"
//! needles = [
//!     { point = "ST36", side = "left", depth_mm = [15, 25], angle = "perpendicular", technique = "MA" },
//!     { region = "knee", label = "tender spot", side = "left" },
//! ]
//! pairs = [[1, 2]] # electrode pairs, counted from 1
//! ```

use std::path::Path;

use filiform_care::{NEEDLES_MAX, PlanError, PlannedNeedle, ShortText, Site, resolve};
use filiform_knowledge::{Angle, Knowledge, PointCode, Position, RegionId, Technique};
use filiform_screening::{ElectrodePair, PlanToScreen};
use filiform_units::{DepthRange, Millimetres, OutOfRange, Side};
use serde::Deserialize;

use crate::failure::Failure;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    condition: Option<String>,
    position: Option<String>,
    needles: Vec<Needle>,
    #[serde(default)]
    pairs: Vec<[usize; 2]>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Needle {
    point: Option<String>,
    region: Option<String>,
    label: Option<String>,
    side: String,
    depth_mm: Option<Depth>,
    angle: Option<String>,
    technique: Option<String>,
}

/// One depth, or the shallower and the deeper one.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Depth {
    One(u32),
    Range([u32; 2]),
}

/// A plan that was read, with the names of its needles as the file gives them.
#[derive(Debug)]
pub(crate) struct PlanFile {
    /// The plan.
    pub(crate) plan: PlanToScreen,
    /// `GB21 left`, in plan order.
    pub(crate) labels: Vec<String>,
}

/// Reads a plan.
///
/// # Errors
/// What is wrong, with the needle it is about and the way out.
pub(crate) fn read(knowledge: &Knowledge, path: &Path) -> anyhow::Result<PlanFile> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        let what = format!("the plan `{}` cannot be read", path.display());
        Failure::new(what, "check the name and the rights of the file").because(error)
    })?;
    let read = parse(knowledge, &text);
    read.map_err(|failure| {
        anyhow::Error::new(failure).context(format!("the plan `{}` was not used", path.display()))
    })
}

fn position(word: &str) -> Result<Position, Failure> {
    Position::parse(word).ok_or_else(|| {
        let words: Vec<&str> = Position::ALL.iter().map(|one| one.as_str()).collect();
        let what = format!("there is no position `{word}`");
        Failure::new(what, format!("write one of {}", words.join(", ")))
    })
}

fn parse(knowledge: &Knowledge, text: &str) -> Result<PlanFile, Failure> {
    let file: File = toml::from_str(text).map_err(|error| {
        let what = error.to_string();
        let way_out = "a needle is written `{ point = \"GB21\", side = \"left\", depth_mm = [7, 12], \
             angle = \"perpendicular\", technique = \"MA\" }`";
        Failure::new(what.trim_end().to_owned(), way_out)
    })?;
    let condition = file.condition.as_deref().map(|name| {
        knowledge
            .condition_key(name)
            .ok_or_else(|| unknown_condition(knowledge, name))
    });
    let condition = condition.transpose()?;
    let position = file.position.as_deref().map(position).transpose()?;
    if file.needles.len() > NEEDLES_MAX {
        let what = format!("the plan has {} needles", file.needles.len());
        return Err(Failure::new(what, format!("use at most {NEEDLES_MAX}")));
    }
    let mut plan = PlanToScreen {
        conditions: condition.into_iter().collect(),
        position,
        ..PlanToScreen::default()
    };
    let mut seen: Vec<PlannedNeedle> = Vec::new();
    for (number, needle) in (1..).zip(&file.needles) {
        let planned = planned(needle, number)?;
        let resolved = resolve(knowledge, &planned).map_err(|error| unresolved(number, &error))?;
        if seen
            .iter()
            .any(|other| other.site == planned.site && other.side == planned.side)
        {
            let what = format!(
                "needle {number}, {}, stands twice in the plan",
                planned.words()
            );
            return Err(Failure::new(what, "remove one of the two"));
        }
        plan.needles.push(resolved);
        seen.push(planned);
    }
    for (number, pair) in (1..).zip(&file.pairs) {
        let joined = join(number, *pair, plan.needles.len())?;
        for index in [joined.a, joined.b] {
            if let Some(needle) = plan.needles.get_mut(index) {
                needle.technique = Technique::Electrical;
            }
        }
        plan.pairs.push(joined);
    }
    let labels = seen.iter().map(PlannedNeedle::words).collect();
    Ok(PlanFile { plan, labels })
}

/// What to say of a condition that is not there.
pub(crate) fn unknown_condition(knowledge: &Knowledge, name: &str) -> Failure {
    let names: Vec<_> = knowledge
        .offered_conditions()
        .map(|condition| format!("`{}`", condition.id))
        .collect();
    let what = format!("there is no condition `{name}`");
    Failure::new(what, format!("use one of {}", names.join(", ")))
}

fn planned(needle: &Needle, number: usize) -> Result<PlannedNeedle, Failure> {
    let site = site(needle, number)?;
    let named = format!("needle {number}, {}", site.label());
    let wrong =
        |error: OutOfRange, way_out: &str| Failure::new(format!("{named}: {error}"), way_out);
    let side = Side::parse(&needle.side).map_err(|error| {
        wrong(
            error,
            "write `side = \"left\"`, `\"right\"` or `\"midline\"`",
        )
    })?;
    let depth = needle
        .depth_mm
        .as_ref()
        .map(depth)
        .transpose()
        .map_err(|error| {
            wrong(
                error,
                "write the depth in whole millimetres, `depth_mm = [7, 12]`",
            )
        })?;
    let angle = match needle.angle.as_deref() {
        None => Angle::Unrecorded,
        Some(word) => {
            let angle = Angle::parse(word);
            if angle == Angle::Unrecorded && word != angle.as_str() {
                let way_out = "write `perpendicular`, `oblique` or `tangential`";
                return Err(Failure::new(
                    format!("{named}: there is no angle `{word}`"),
                    way_out,
                ));
            }
            angle
        }
    };
    let technique = match needle.technique.as_deref() {
        None => Technique::Manual,
        Some(code) => Technique::parse(code).ok_or_else(|| {
            let way_out =
                "write `MA` (manual), `EA` (electrical), `IN` (indwelling) or `MX` (heat)";
            Failure::new(format!("{named}: there is no technique `{code}`"), way_out)
        })?,
    };
    Ok(PlannedNeedle {
        site,
        side,
        depth,
        angle,
        technique,
        stimulation: None,
    })
}

fn site(needle: &Needle, number: usize) -> Result<Site, Failure> {
    match (&needle.point, &needle.region) {
        (Some(code), None) => Ok(Site::Point(PointCode::new(code.trim()))),
        (None, Some(region)) => {
            let label = needle.label.as_deref().unwrap_or(region);
            let label = ShortText::new(label).map_err(|error| {
                Failure::new(
                    format!("needle {number}: its label cannot be used, {error}"),
                    "write a few words, `label = \"tender spot\"`",
                )
            })?;
            Ok(Site::Free {
                skin: None,
                region: RegionId::new(region),
                label,
            })
        }
        (Some(_), Some(_)) | (None, None) => Err(Failure::new(
            format!("needle {number} needs a place"),
            "write either `point = \"GB21\"` or `region = \"knee\"`",
        )),
    }
}

fn depth(depth: &Depth) -> Result<DepthRange, OutOfRange> {
    let (min, max) = match depth {
        Depth::One(mm) => (*mm, *mm),
        Depth::Range([min, max]) => (*min, *max),
    };
    DepthRange::new(Millimetres::new(min)?, Millimetres::new(max)?)
}

fn join(number: usize, [a, b]: [usize; 2], needles: usize) -> Result<ElectrodePair, Failure> {
    let inside = |index: usize| (1..=needles).contains(&index);
    if a == b || !inside(a) || !inside(b) {
        let what = format!("pair {number}, `[{a}, {b}]`, does not join two needles of this plan");
        let way_out = format!("count the needles from 1 to {needles}");
        return Err(Failure::new(what, way_out));
    }
    Ok(ElectrodePair { a: a - 1, b: b - 1 })
}

fn unresolved(number: usize, error: &PlanError) -> Failure {
    let way_out = match error {
        PlanError::UnknownPoint {
            hint: Some(hint), ..
        } => format!("write `{hint}`"),
        PlanError::UnknownPoint { hint: None, .. } => {
            "write the WHO code of a point, such as `ST36`".to_owned()
        }
        PlanError::UnknownRegion(_) => {
            "write a region of `anatomy/regions.csv`, such as `knee`".to_owned()
        }
        PlanError::Side { .. } => {
            "write `side = \"midline\"` for points of the midline, and a side for the others"
                .to_owned()
        }
        PlanError::NotNeedled(_) => "choose another point".to_owned(),
        PlanError::Twice { .. }
        | PlanError::Pair(_)
        | PlanError::Retention(_)
        | PlanError::Dose
        | PlanError::TooManyNeedles { .. }
        | PlanError::TooManyCoTreatments { .. }
        | PlanError::CoTreatmentTwice(_) => "correct the plan".to_owned(),
    };
    Failure::new(format!("needle {number}: {error}"), way_out)
}
