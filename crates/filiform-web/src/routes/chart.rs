//! Where points and regions stand on the body pictures.

use std::collections::HashMap;

use filiform_care::Site;
use filiform_knowledge::Knowledge;
use filiform_units::{Sex, Side};

use crate::ui::body::{Area, Figure, View};

/// The chart table: a dot for every point, side and body.
const TABLE: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../knowledge/body/chart.csv"
));

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

/// A place on a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spot {
    /// Which picture.
    pub(crate) view: View,
    /// Across, 0 to 1.
    pub(crate) x: f32,
    /// Down, 0 to 1.
    pub(crate) y: f32,
}

/// The chart of both bodies.
#[derive(Debug)]
pub(crate) struct BodyChart {
    points: HashMap<(Figure, String, Side), Vec<Spot>>,
}

impl BodyChart {
    /// Reads the embedded table. A row that cannot be read is left out: the list beside the body says
    /// the same in words.
    pub(crate) fn read() -> Self {
        let mut points: HashMap<_, Vec<Spot>> = HashMap::new();
        for line in TABLE.lines().skip(1) {
            if let Some((key, spot)) = row(line) {
                points.entry(key).or_default().push(spot);
            }
        }
        Self { points }
    }

    /// Where a site is drawn: a point at its dot, a free site in the middle of its region.
    pub(crate) fn spot(
        &self,
        knowledge: &Knowledge,
        figure: Figure,
        site: &Site,
        side: Side,
    ) -> Option<Spot> {
        match site {
            Site::Point(code) => self.first(figure, code.as_str(), side),
            Site::Free { region, .. } => {
                let spots = self.region(knowledge, figure, region.as_str(), side, None);
                middle(&spots)
            }
        }
    }

    fn first(&self, figure: Figure, code: &str, side: Side) -> Option<Spot> {
        self.points
            .get(&(figure, code.to_owned(), side))?
            .first()
            .copied()
    }

    /// Every dot of a region on one side, on one view or on the view of the first.
    fn region(
        &self,
        knowledge: &Knowledge,
        figure: Figure,
        region: &str,
        side: Side,
        view: Option<View>,
    ) -> Vec<Spot> {
        let Some(key) = knowledge.region_key(region) else {
            return Vec::new();
        };
        let points = knowledge
            .points()
            .iter()
            .filter(|(_, point)| point.region == key);
        let spots: Vec<Spot> = points
            .filter_map(|(_, point)| {
                let side = if point.midline { Side::Midline } else { side };
                let spots = self.points.get(&(figure, point.code.to_string(), side))?;
                spots
                    .iter()
                    .find(|spot| view.is_none_or(|view| spot.view == view))
                    .copied()
            })
            .collect();
        let first = spots.first().map(|spot| spot.view);
        spots
            .into_iter()
            .filter(|spot| Some(spot.view) == first)
            .collect()
    }

    /// The areas that can be chosen, with those in `chosen` ticked.
    pub(crate) fn areas(
        &self,
        knowledge: &Knowledge,
        figure: Figure,
        chosen: &[String],
    ) -> Vec<Area> {
        let mut areas = Vec::new();
        for (region, view) in AREAS {
            let name = knowledge
                .region_key(region)
                .map_or(region, |key| knowledge.region(key).name.as_str());
            for side in [Side::Left, Side::Right] {
                let spots = self.region(knowledge, figure, region, side, Some(view));
                let id = format!("{region}.{}", side.as_str());
                let Some(centre) = middle(&spots) else {
                    continue;
                };
                let (half_width, half_height) = extent(&spots, centre);
                areas.push(Area {
                    words: format!("{name}, {}", side.as_str()),
                    view,
                    x: centre.x,
                    y: centre.y,
                    half_width,
                    half_height,
                    is_chosen: chosen.contains(&id),
                    id,
                });
            }
        }
        areas
    }
}

/// The body that is drawn for a person; without a recorded sex the female one.
pub(crate) const fn figure(sex: Sex) -> Figure {
    match sex {
        Sex::Male => Figure::Male,
        Sex::Female | Sex::Unknown => Figure::Female,
    }
}

fn row(line: &str) -> Option<((Figure, String, Side), Spot)> {
    let mut cells = line.split(',');
    let figure = match cells.next()? {
        "female" => Figure::Female,
        "male" => Figure::Male,
        _ => return None,
    };
    let view = match cells.next()? {
        "front" => View::Front,
        "back" => View::Back,
        _ => return None,
    };
    let code = cells.next()?.to_owned();
    let side = Side::parse(cells.next()?).ok()?;
    let spot = Spot {
        view,
        x: cells.next()?.parse().ok()?,
        y: cells.next()?.parse().ok()?,
    };
    Some(((figure, code, side), spot))
}

fn middle(spots: &[Spot]) -> Option<Spot> {
    let view = spots.first()?.view;
    let bounds = |values: &mut dyn Iterator<Item = f32>| {
        let (low, high) = values.fold((f32::MAX, f32::MIN), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        f32::midpoint(low, high)
    };
    let x = bounds(&mut spots.iter().map(|spot| spot.x));
    let y = bounds(&mut spots.iter().map(|spot| spot.y));
    Some(Spot { view, x, y })
}

/// Half the width and height of an area, never too small for a finger.
fn extent(spots: &[Spot], centre: Spot) -> (f32, f32) {
    let reach = |of: fn(&Spot) -> f32, middle: f32| {
        spots
            .iter()
            .map(|spot| (of(spot) - middle).abs())
            .fold(0.0, f32::max)
    };
    let half_width = reach(|spot| spot.x, centre.x).clamp(0.04, 0.11);
    let half_height = reach(|spot| spot.y, centre.y).clamp(0.022, 0.06);
    (half_width, half_height)
}
