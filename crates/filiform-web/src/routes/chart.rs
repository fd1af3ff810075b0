//! Where points, places and regions stand on the body.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use filiform_care::{PainDrawing, Site};
use filiform_knowledge::{Body, Camera, Figure, Knowledge, SkinPlace, TriangleSet};
use filiform_units::Side;

use crate::paths;
use crate::ui::body::{Area, Mode, Patch, Picture, Spot, Stage, View};

/// Regions offered as pain areas, each with the view it is drawn on. A choice of the page: large
/// enough to hit with a finger, none twice.
const AREAS: [(&str, View); 32] = [
    ("face", View::Front),
    ("scalp", View::Front),
    ("neck-anterior", View::Front),
    ("shoulder", View::Front),
    ("chest-anterior", View::Front),
    ("arm-anterior", View::Front),
    ("elbow-anterior", View::Front),
    ("forearm-anterior", View::Front),
    ("hand-palmar", View::Front),
    ("abdomen-upper", View::Front),
    ("abdomen-lower", View::Front),
    ("groin", View::Front),
    ("thigh-anterior", View::Front),
    ("knee", View::Front),
    ("leg-anterior", View::Front),
    ("ankle-anterior", View::Front),
    ("foot-dorsal", View::Front),
    ("scalp-posterior", View::Back),
    ("neck-posterior", View::Back),
    ("shoulder-posterior", View::Back),
    ("scapular", View::Back),
    ("back-upper", View::Back),
    ("arm-posterior", View::Back),
    ("elbow-lateral", View::Back),
    ("forearm-posterior", View::Back),
    ("hand-dorsal", View::Back),
    ("back-lower", View::Back),
    ("sacrum", View::Back),
    ("buttock", View::Back),
    ("thigh-posterior", View::Back),
    ("leg-posterior", View::Back),
    ("foot-plantar", View::Back),
];

/// The height of a picture in drawing units, which its width is told in.
const PICTURE_HEIGHT: f32 = 1240.0;

/// Half the size of an area that can be tapped, in parts of the picture: never too small for a finger.
const AREA_HALF_WIDTH: (f32, f32) = (0.04, 0.12);
const AREA_HALF_HEIGHT: (f32, f32) = (0.022, 0.06);

/// Where a site is drawn: on a picture, and on the skin of both bodies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Drawn {
    /// On a picture.
    pub(crate) spot: Spot,
    /// On the skin of the woman and of the man.
    pub(crate) skin: [SkinPlace; 2],
}

/// Where a site is drawn: a point at its place, a free site where it was tapped, or in the middle of its
/// region.
pub(crate) fn drawn(
    knowledge: &Knowledge,
    figure: Figure,
    site: &Site,
    side: Side,
) -> Option<Drawn> {
    let body = knowledge.body();
    let (skin, views) = match site {
        Site::Point(code) => {
            let on = |figure| body.place(figure, code.as_str(), side);
            let point = body.point(figure, code.as_str())?;
            let views = point.views.iter().filter_map(|name| view_on(name, side));
            (
                [on(Figure::Female)?, on(Figure::Male)?],
                views.collect::<Vec<_>>(),
            )
        }
        Site::Free { region, skin, .. } => {
            let tapped = skin.as_ref().and_then(|skin| skin.on(body, side));
            let place = tapped.or_else(|| body.middle_of_region(region.as_str(), side))?;
            ([place; 2], Vec::new())
        }
    };
    let place = match figure {
        Figure::Female => skin[0],
        Figure::Male => skin[1],
    };
    let preferred = views
        .iter()
        .find(|view| matches!(view, View::Front | View::Back));
    let view = preferred.or(views.first()).copied();
    Some(Drawn {
        spot: spot(body, figure, place, view)?,
        skin,
    })
}

/// The view of a camera; what shows the left of a point on the left shows its right from the right.
fn view_on(camera: &str, side: Side) -> Option<View> {
    let view = View::ALL.into_iter().find(|view| view.camera() == camera)?;
    Some(match (view, side) {
        (View::Left, Side::Right) => View::Right,
        (View::Right, Side::Right) => View::Left,
        (view, Side::Left | Side::Right | Side::Midline) => view,
    })
}

fn spot(body: &Body, figure: Figure, place: SkinPlace, view: Option<View>) -> Option<Spot> {
    let normal = body.normal(figure, place);
    let faces = |view: View| {
        let camera = body.camera(view.camera());
        camera.is_some_and(|camera| camera.facing(normal) >= 0.0)
    };
    let view = view.unwrap_or(if faces(View::Front) {
        View::Front
    } else {
        View::Back
    });
    let camera = body.camera(view.camera())?;
    let on = camera.project(figure, body.position(figure, place));
    Some(Spot {
        view,
        x: on.x,
        y: on.y,
        out: camera.flatten(normal),
    })
}

/// The pictures there are of the whole body.
pub(crate) fn pictures(body: &Body) -> Vec<Picture> {
    let picture = |view: View| {
        let camera = body.camera(view.camera())?;
        Some(Picture {
            view,
            width: PICTURE_HEIGHT * aspect(camera),
        })
    };
    View::ALL.into_iter().filter_map(picture).collect()
}

fn aspect(camera: &Camera) -> f32 {
    f32::from(camera.width_px) / f32::from(camera.height_px)
}

/// The areas that can be chosen, with those in `chosen` ticked.
pub(crate) fn areas(knowledge: &Knowledge, figure: Figure, chosen: &[String]) -> Vec<Area> {
    let all = AREAS.iter().flat_map(|(region, view)| {
        [Side::Left, Side::Right].map(|side| area(knowledge, figure, (region, side), *view))
    });
    let ticked = |area: Area| Area {
        is_chosen: chosen.contains(&area.id),
        ..area
    };
    all.flatten().map(ticked).collect()
}

/// The areas that were chosen, and no others.
pub(crate) fn chosen_areas(knowledge: &Knowledge, figure: Figure, chosen: &[String]) -> Vec<Area> {
    let all = AREAS
        .iter()
        .flat_map(|(region, view)| [Side::Left, Side::Right].map(|side| (*region, side, *view)));
    let chosen = all.filter(|(region, side, _)| chosen.contains(&area_id(region, *side)));
    let area = |(region, side, view)| {
        let area = area(knowledge, figure, (region, side), view)?;
        Some(Area {
            is_chosen: true,
            ..area
        })
    };
    chosen.filter_map(area).collect()
}

fn area_id(region: &str, side: Side) -> String {
    format!("{region}.{}", side.as_str())
}

fn area(
    knowledge: &Knowledge,
    figure: Figure,
    (region, side): (&str, Side),
    view: View,
) -> Option<Area> {
    let body = knowledge.body();
    let camera = body.camera(view.camera())?;
    let [left, top, right, bottom] = extent(body, camera, figure, region, side)?;
    let name = knowledge
        .region_key(region)
        .map_or(region, |key| knowledge.region(key).name.as_str());
    let half =
        |low: f32, high: f32, (least, most): (f32, f32)| ((high - low) / 2.0).clamp(least, most);
    Some(Area {
        id: area_id(region, side),
        words: format!("{name}, {}", side.as_str()),
        view,
        x: f32::midpoint(left, right),
        y: f32::midpoint(top, bottom),
        half_width: half(left, right, AREA_HALF_WIDTH),
        half_height: half(top, bottom, AREA_HALF_HEIGHT),
        is_chosen: false,
    })
}

/// The box around what a picture shows of a region: left, top, right, bottom.
fn extent(
    body: &Body,
    camera: &Camera,
    figure: Figure,
    region: &str,
    side: Side,
) -> Option<[f32; 4]> {
    let places = body.triangles_of_region(region, side);
    let places = places
        .iter()
        .filter_map(|triangle| SkinPlace::new(triangle, [1.0, 1.0, 1.0]));
    let seen = places.filter(|place| camera.facing(body.normal(figure, *place)) > 0.0);
    let spots = seen.map(|place| camera.project(figure, body.position(figure, place)));
    spots.map(|on| [on.x, on.y, on.x, on.y]).reduce(|all, one| {
        [
            all[0].min(one[0]),
            all[1].min(one[1]),
            all[2].max(one[2]),
            all[3].max(one[3]),
        ]
    })
}

/// A drawing as it appears on the front and the back.
pub(crate) fn patches(body: &Body, drawing: &PainDrawing) -> Vec<Patch> {
    if drawing.mesh != body.mesh() {
        return Vec::new();
    }
    let mut patches = Vec::new();
    for area in &drawing.areas {
        for view in [View::Front, View::Back] {
            let path = body
                .camera(view.camera())
                .map(|camera| path(body, camera, drawing.figure, &area.skin))
                .unwrap_or_default();
            if !path.is_empty() {
                patches.push(Patch {
                    view,
                    kind: area.kind.as_str(),
                    words: format!("{}, {} of 10", area.kind.words(), area.intensity.get()),
                    path,
                });
            }
        }
    }
    patches
}

/// The triangles that face the viewer, in whole drawing units.
fn path(body: &Body, camera: &Camera, figure: Figure, skin: &TriangleSet) -> String {
    let (width, height) = (PICTURE_HEIGHT * aspect(camera), PICTURE_HEIGHT);
    let mut path = String::new();
    for triangle in skin.iter() {
        let centre = SkinPlace::new(triangle, [1.0, 1.0, 1.0]);
        let faces = centre.is_some_and(|at| camera.facing(body.normal(figure, at)) > 0.0);
        let Some(corners) = body.corners(figure, triangle).filter(|_| faces) else {
            continue;
        };
        for (corner, letter) in corners.into_iter().zip(['M', 'L', 'L']) {
            let on = camera.project(figure, corner);
            let _ = write!(path, "{letter}{:.0} {:.0}", on.x * width, on.y * height);
        }
        path.push('Z');
    }
    path
}

/// What the island needs of the body, before anything of the patient.
pub(crate) fn stage(knowledge: &Knowledge, mode: Mode) -> Stage {
    let body = knowledge.body();
    let regions = knowledge.regions().iter();
    Stage {
        mode,
        atlas: paths::body_atlas(knowledge.version()),
        cameras: body
            .cameras()
            .iter()
            .map(|camera| camera.name.clone())
            .collect(),
        regions: regions
            .map(|(_, region)| (region.id.to_string(), region.name.clone()))
            .collect::<BTreeMap<_, _>>(),
        pain: None,
        earlier_pain: None,
        devices: Vec::new(),
        free: None,
        draw: None,
        now: None,
    }
}
