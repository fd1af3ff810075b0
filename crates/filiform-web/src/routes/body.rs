//! The body as pages show it: needles of a plan, needles of a session, and the table of points.

use axum::body::Body as Answer;
use axum::extract::{Path, State};
use axum::http::{Response, StatusCode, header};
use filiform_app::{CourseView, OnBody};
use filiform_care::course::{Complaint, Course};
use filiform_care::patient::Patient;
use filiform_care::session::{PlacedNeedle, Session};
use filiform_care::{Plan, PlannedNeedle, Site};
use filiform_knowledge::{Confidence, Figure, Knowledge, Point};
use filiform_units::{Sex, Side};
use serde::Serialize;

use super::chart::{self, Drawn};
use super::drawing;
use super::state::WebState;
use super::view;
use super::visitor::Visitor;
use crate::pages::drawing::DrawnArea;
use crate::ui::body::{Chart, Device, Dot, Mark, Mode, Pair, Patch, Pin, Press, Stage};

/// The body that is drawn for a patient.
pub(crate) fn figure(patient: &Patient) -> Figure {
    let identity = patient.identity.as_ref();
    Figure::of(identity.map_or(Sex::Unknown, |identity| identity.sex))
}

/// A body with nothing on it.
pub(crate) fn empty(knowledge: &Knowledge, key: &'static str, figure: Figure) -> Chart {
    Chart {
        key,
        figure,
        pictures: chart::pictures(knowledge.body()),
        dots: Vec::new(),
        pairs: Vec::new(),
        patches: Vec::new(),
        areas: Vec::new(),
        areas_can_be_chosen: false,
        stage: None,
    }
}

/// The dot of a site, without what a press does; `None` where the chart has no place for it.
pub(crate) fn dot(
    knowledge: &Knowledge,
    figure: Figure,
    (site, side): (&Site, Side),
    (id, words, mark): (String, String, Mark),
) -> Option<Dot> {
    let Drawn { spot, skin } = chart::drawn(knowledge, figure, site, side)?;
    Some(Dot {
        id,
        skin: Some(skin),
        side,
        ..Dot::new(site.label(), words, spot, mark)
    })
}

/// The direction and the middle of the depth of a planned needle.
pub(crate) fn pin(needle: &PlannedNeedle) -> Option<Pin> {
    let depth = needle.depth?;
    Some(Pin {
        depth_mm: u8::midpoint(depth.min().get(), depth.max().get()),
        angle: needle.angle,
    })
}

/// The pairs of a plan as lines between its dots, named by `id`.
pub(crate) fn pairs(
    knowledge: &Knowledge,
    plan: &Plan,
    on_body: &OnBody,
    id: &dyn Fn(usize) -> Option<String>,
) -> Vec<Pair> {
    let pairs = plan.pairs.iter().enumerate();
    pairs
        .filter_map(|(index, pair)| {
            let (a, b) = (plan.needles.get(pair.a)?, plan.needles.get(pair.b)?);
            let stops = on_body.pair_stops.get(index).map_or(&[][..], Vec::as_slice);
            let why: Vec<&str> = stops
                .iter()
                .map(|rule| knowledge.rule(*rule).title.as_str())
                .collect();
            Some(Pair {
                a: id(pair.a)?,
                b: id(pair.b)?,
                words: format!("{} and {}, {}", a.words(), b.words(), pair.frequency),
                forbidden: (!why.is_empty()).then(|| why.join("; ")),
            })
        })
        .collect()
}

/// Where needles were in the session before, apart from the places that are marked already.
pub(crate) fn last_session(
    knowledge: &Knowledge,
    figure: Figure,
    last: &[PlacedNeedle],
    is_marked: &dyn Fn(&Site, Side) -> bool,
) -> Vec<Dot> {
    let elsewhere = last
        .iter()
        .map(|needle| &needle.insertion)
        .filter(|insertion| !is_marked(&insertion.site, insertion.side));
    elsewhere
        .filter_map(|insertion| {
            let place = view::place_words(insertion.site.label(), insertion.side);
            let named = (
                format!("last-{}", insertion.needle),
                format!("{place}, last session"),
                Mark::Last,
            );
            dot(knowledge, figure, (&insertion.site, insertion.side), named)
        })
        .collect()
}

/// What the island shows of a course besides its needles.
pub(crate) fn stage(knowledge: &Knowledge, mode: Mode, course: &Course, on_body: &OnBody) -> Stage {
    Stage {
        pain: course
            .complaint
            .as_ref()
            .and_then(|complaint| complaint.drawing.as_ref())
            .map(ToString::to_string),
        earlier_pain: course.earlier_drawing.as_ref().map(ToString::to_string),
        devices: devices(knowledge, on_body),
        ..chart::stage(knowledge, mode)
    }
}

fn devices(knowledge: &Knowledge, on_body: &OnBody) -> Vec<Device> {
    let no_go = on_body.no_go.iter();
    no_go
        .map(|one| Device {
            words: knowledge.rule(one.rule).title.clone(),
            region: knowledge.region(one.region).id.to_string(),
            side: one.side.as_str(),
        })
        .collect()
}

/// The areas ticked in words, for the picture without script.
pub(crate) fn ticked(complaint: Option<&Complaint>) -> Vec<String> {
    let areas = complaint
        .into_iter()
        .flat_map(|complaint| &complaint.pain_areas);
    areas
        .map(|(region, side)| format!("{region}.{}", side.as_str()))
        .collect()
}

/// Where it hurts, as it was drawn, for the pictures.
pub(crate) fn patches(knowledge: &Knowledge, complaint: Option<&Complaint>) -> Vec<Patch> {
    let drawing = complaint.and_then(|complaint| complaint.drawing.as_ref());
    drawing.map_or_else(Vec::new, |it| chart::patches(knowledge.body(), it))
}

/// Where it hurts, on pictures alone: as it was drawn, or as it was ticked. Nothing where nobody said.
pub(crate) fn pain(knowledge: &Knowledge, course: &CourseView) -> Option<Chart> {
    let complaint = course.course.complaint.as_ref();
    let figure = figure(&course.patient);
    let patches = patches(knowledge, complaint);
    let ticked = ticked(complaint);
    let areas = if patches.is_empty() {
        chart::chosen_areas(knowledge, figure, &ticked)
    } else {
        Vec::new()
    };
    (!patches.is_empty() || !areas.is_empty()).then(|| Chart {
        patches,
        areas,
        ..empty(knowledge, "pain", figure)
    })
}

/// What a drawing says, in the words of a clinician.
pub(crate) fn drawn(knowledge: &Knowledge, complaint: Option<&Complaint>) -> Vec<DrawnArea> {
    let drawing = complaint.and_then(|complaint| complaint.drawing.as_ref());
    drawing.map_or_else(Vec::new, |drawing| drawing::in_words(knowledge, drawing))
}

/// The dots of a session: planned needles that are not in yet, and every needle that went in.
pub(crate) fn session_dots(
    knowledge: &Knowledge,
    figure: Figure,
    session: &Session,
    press: &dyn Fn(Needle<'_>) -> Press,
) -> Vec<Dot> {
    let mut dots = Vec::new();
    let plan = session.started.as_ref().map(|started| &started.plan);
    let planned = plan.iter().flat_map(|plan| plan.needles.iter().enumerate());
    for (index, needle) in planned.filter(|(_, needle)| placed_at(session, needle).is_none()) {
        let words = format!("Place needle {}", needle.words());
        let named = (format!("plan-{index}"), words, Mark::Planned);
        dots.extend(
            dot(knowledge, figure, (&needle.site, needle.side), named).map(|dot| Dot {
                press: press(Needle::Planned(index)),
                pin: pin(needle),
                ..dot
            }),
        );
    }
    for needle in &session.needles {
        let insertion = &needle.insertion;
        let place = view::place_words(insertion.site.label(), insertion.side);
        let (words, mark) = if needle.is_in() {
            (format!("Remove needle {place}"), Mark::In)
        } else {
            (format!("{place}, out"), Mark::Removed)
        };
        let named = (insertion.needle.to_string(), words, mark);
        let angle = plan.and_then(|plan| {
            let mut planned = plan.needles.iter();
            planned.find(|it| it.site == insertion.site && it.side == insertion.side)
        });
        dots.extend(
            dot(knowledge, figure, (&insertion.site, insertion.side), named).map(|dot| Dot {
                press: press(Needle::Placed(needle)),
                pin: Some(Pin {
                    depth_mm: insertion.depth.get(),
                    angle: angle.map_or(filiform_knowledge::Angle::Unrecorded, |it| it.angle),
                }),
                since: needle.is_in().then_some(needle.placed.at),
                ..dot
            }),
        );
    }
    dots
}

/// A needle of a session, as its dot stands for it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Needle<'a> {
    /// Planned and not placed, by its number in the plan.
    Planned(usize),
    /// Placed.
    Placed(&'a PlacedNeedle),
}

/// The needle of a session that stands where a needle was planned.
pub(crate) fn placed_at<'a>(
    session: &'a Session,
    planned: &PlannedNeedle,
) -> Option<&'a PlacedNeedle> {
    session.needles.iter().find(|placed| {
        placed.insertion.site == planned.site && placed.insertion.side == planned.side
    })
}

#[derive(Serialize)]
struct Atlas<'a> {
    points: Vec<AtlasPoint<'a>>,
}

#[derive(Serialize)]
struct AtlasPoint<'a> {
    code: &'a str,
    name: &'a str,
    midline: bool,
    needled: bool,
    place: AtlasPlace,
    region: &'a str,
    muscles: Vec<&'a str>,
    nerves: Vec<&'a str>,
    dermatomes: Vec<&'a str>,
    segments: Vec<&'a str>,
    hazards: Vec<&'a str>,
    confidence: &'static str,
}

#[derive(Serialize)]
struct AtlasPlace {
    female: [f32; 4],
    male: [f32; 4],
}

/// Every point with its place and what is known of it. It changes with the knowledge, and its address too.
pub(crate) async fn atlas(
    State(state): State<WebState>,
    _visitor: Visitor,
    Path(version): Path<String>,
) -> Response<Answer> {
    let knowledge = state.app.knowledge();
    let cache = if version == knowledge.version() {
        "private, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let points = knowledge.points().iter().map(|(_, point)| point);
    let atlas = Atlas {
        points: points.filter_map(|point| row(knowledge, point)).collect(),
    };
    let body = serde_json::to_vec(&atlas).unwrap_or_default();
    Response::builder()
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CACHE_CONTROL, cache)
        .body(Answer::from(body))
        .unwrap_or_else(|_| {
            let mut failed = Response::new(Answer::empty());
            *failed.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            failed
        })
}

fn row<'a>(knowledge: &'a Knowledge, point: &'a Point) -> Option<AtlasPoint<'a>> {
    let body = knowledge.body();
    let numbers = |figure: Figure| {
        let place = body.point(figure, point.code.as_str())?.place;
        let [a, b, c] = place.weights();
        Some([f32::from(place.triangle()), a, b, c])
    };
    let segments = |set: &'a filiform_knowledge::SegmentSet| {
        set.iter()
            .map(|key| knowledge.segment(key).name.as_str())
            .collect::<Vec<_>>()
    };
    let confidence = body.point(Figure::Female, point.code.as_str())?.confidence;
    Some(AtlasPoint {
        code: point.code.as_str(),
        name: &point.name,
        midline: point.midline,
        needled: point.needled,
        place: AtlasPlace {
            female: numbers(Figure::Female)?,
            male: numbers(Figure::Male)?,
        },
        region: knowledge.region(point.region).id.as_str(),
        muscles: point
            .muscles
            .iter()
            .map(|key| knowledge.muscle(*key).name.as_str())
            .collect(),
        nerves: point
            .deep_nerves
            .iter()
            .chain(&point.cutaneous_nerves)
            .map(|key| knowledge.nerve(*key).name.as_str())
            .collect(),
        dermatomes: segments(&point.dermatomes),
        segments: segments(&point.myotomes),
        hazards: knowledge
            .hazards_of(filiform_knowledge::Place::Point(
                knowledge.point_key(point.code.as_str())?,
            ))
            .flat_map(|hazard| &hazard.structures)
            .map(String::as_str)
            .collect(),
        confidence: Confidence::as_str(confidence),
    })
}
