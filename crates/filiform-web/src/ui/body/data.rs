//! What the island of the body reads, beside the pictures it takes the place of.

use std::collections::BTreeMap;

use filiform_knowledge::{Angle, SkinPlace};
use filiform_units::{Side, Timestamp};
use serde::Serialize;

use super::{Chart, Does, Dot, Figure, Mark, Press, picture_url};
use crate::assets;

/// What a hand does on the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Looks.
    Show,
    /// Places, moves and removes needles.
    Needles,
    /// Draws where it hurts.
    Draw,
}

/// A device that the patient wears, where it usually is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Device {
    /// What it is, and that this is only the usual place.
    pub words: String,
    /// The region.
    pub region: String,
    /// The side, as written in records.
    pub side: &'static str,
}

/// Where a place of the skin that was tapped goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FreePlace {
    /// The id of the form; its field `spot` takes the place.
    pub form: String,
    /// What the button says, for example "Place needle here".
    pub words: String,
    /// What stands before the name of a point on a button, for example "Place needle at".
    pub named: String,
}

/// Where a drawing goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Draw {
    /// The id of the field.
    pub field: String,
}

/// What the island needs besides the dots.
#[derive(Clone, Debug)]
pub struct Stage {
    /// What a hand does.
    pub mode: Mode,
    /// The address of the table of points.
    pub atlas: String,
    /// The cameras of the pictures.
    pub cameras: Vec<String>,
    /// Names of the regions by their ids.
    pub regions: BTreeMap<String, String>,
    /// Where it hurts, as the drawing is sent.
    pub pain: Option<String>,
    /// Where it hurt before.
    pub earlier_pain: Option<String>,
    /// Devices that the patient wears.
    pub devices: Vec<Device>,
    /// Where a tapped place goes.
    pub free: Option<FreePlace>,
    /// Where a drawing goes.
    pub draw: Option<Draw>,
    /// When the page was drawn, where needles are in.
    pub now: Option<Timestamp>,
}

#[derive(Serialize)]
struct Data<'a> {
    mode: Mode,
    sex: &'static str,
    mesh: String,
    atlas: &'a str,
    pictures: BTreeMap<String, String>,
    regions: &'a BTreeMap<String, String>,
    marks: Vec<MarkData<'a>>,
    pairs: Vec<PairData<'a>>,
    pain: Option<&'a str>,
    earlier_pain: Option<&'a str>,
    devices: &'a [Device],
    ticked: Vec<Ticked<'a>>,
    now: Option<i64>,
    free: Option<&'a FreePlace>,
    draw: Option<&'a Draw>,
}

/// A region ticked in words.
#[derive(Serialize)]
struct Ticked<'a> {
    region: &'a str,
    side: &'a str,
}

#[derive(Serialize)]
struct MarkData<'a> {
    id: &'a str,
    label: &'a str,
    words: &'a str,
    mark: &'static str,
    side: &'static str,
    place: Places,
    press: Option<PressData<'a>>,
    actions: Vec<ActionData<'a>>,
    depth_mm: Option<u8>,
    angle: Option<&'static str>,
    since: Option<i64>,
}

/// Triangle and weights on each body.
#[derive(Serialize)]
struct Places {
    female: [f32; 4],
    male: [f32; 4],
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum PressData<'a> {
    Submit(&'a str),
    Open(&'a str),
}

#[derive(Serialize)]
struct ActionData<'a> {
    words: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    submit: Option<&'a str>,
    #[serde(rename = "move", skip_serializing_if = "Option::is_none")]
    moves: Option<&'a str>,
}

#[derive(Serialize)]
struct PairData<'a> {
    a: &'a str,
    b: &'a str,
    words: &'a str,
    forbidden: Option<&'a str>,
}

/// The data as JSON that may stand inside a `script` element.
pub(super) fn json(chart: &Chart, stage: &Stage) -> String {
    let pictures = Figure::ALL.into_iter().flat_map(|figure| {
        stage.cameras.iter().map(move |camera| {
            let name = format!("{}-{camera}", figure.as_str());
            (name, picture_url(figure, camera))
        })
    });
    let data = Data {
        mode: stage.mode,
        sex: chart.figure.as_str(),
        mesh: assets::url("body/body.bin"),
        atlas: &stage.atlas,
        pictures: pictures.collect(),
        regions: &stage.regions,
        marks: chart.dots.iter().filter_map(mark).collect(),
        pairs: chart
            .pairs
            .iter()
            .map(|pair| PairData {
                a: &pair.a,
                b: &pair.b,
                words: &pair.words,
                forbidden: pair.forbidden.as_deref(),
            })
            .collect(),
        pain: stage.pain.as_deref(),
        earlier_pain: stage.earlier_pain.as_deref(),
        devices: &stage.devices,
        ticked: ticked(chart),
        now: stage.now.map(seconds),
        free: stage.free.as_ref(),
        draw: stage.draw.as_ref(),
    };
    // Plain strings and numbers always serialise; an empty object draws no body, and the pictures stay.
    let text = serde_json::to_string(&data).unwrap_or_else(|_| "{}".to_owned());
    // `<` could end the element or begin a comment.
    text.replace('<', "\\u003c")
}

/// The areas ticked for good; while they can still be ticked the list beside the body says which.
fn ticked(chart: &Chart) -> Vec<Ticked<'_>> {
    let chosen = chart
        .areas
        .iter()
        .filter(|area| area.is_chosen && !chart.areas_can_be_chosen);
    chosen
        .filter_map(|area| area.id.rsplit_once('.'))
        .map(|(region, side)| Ticked { region, side })
        .collect()
}

fn seconds(at: Timestamp) -> i64 {
    at.micros() / 1_000_000
}

fn mark(dot: &Dot) -> Option<MarkData<'_>> {
    let [female, male] = dot.skin?;
    Some(MarkData {
        id: &dot.id,
        label: &dot.label,
        words: &dot.words,
        mark: word(dot.mark),
        side: side(dot.side),
        place: Places {
            female: numbers(female),
            male: numbers(male),
        },
        press: match &dot.press {
            Press::Nothing => None,
            Press::Opens(url) => Some(PressData::Open(url)),
            Press::Submits(form) => Some(PressData::Submit(form)),
        },
        actions: dot
            .actions
            .iter()
            .map(|action| ActionData {
                words: &action.words,
                submit: match &action.does {
                    Does::Submits(form) => Some(form),
                    Does::Moves(_) => None,
                },
                moves: match &action.does {
                    Does::Moves(form) => Some(form),
                    Does::Submits(_) => None,
                },
            })
            .collect(),
        depth_mm: dot.pin.map(|pin| pin.depth_mm),
        angle: dot
            .pin
            .filter(|pin| pin.angle != Angle::Unrecorded)
            .map(|pin| pin.angle.as_str()),
        since: dot.since.map(seconds),
    })
}

fn numbers(place: SkinPlace) -> [f32; 4] {
    let [a, b, c] = place.weights();
    [f32::from(place.triangle()), a, b, c]
}

const fn word(mark: Mark) -> &'static str {
    match mark {
        Mark::Planned => "planned",
        Mark::Suggested => "suggested",
        Mark::In => "in",
        Mark::Removed => "removed",
        Mark::Stopped => "stopped",
        Mark::Last => "last",
        Mark::Point => "point",
    }
}

const fn side(side: Side) -> &'static str {
    side.as_str()
}
