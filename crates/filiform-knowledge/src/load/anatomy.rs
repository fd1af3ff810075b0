//! Segments, nerves, muscles, regions and points.

use filiform_units::{DepthRange, Millimetres};

use super::files::Files;
use super::index::Index;
use super::problem::Problems;
use super::sheet::{Cells, Sheet};
use crate::{
    Angle, Muscle, MuscleKey, MuscleName, Nerve, NerveKey, NerveName, Point, PointCode, Reach,
    Region, RegionId, RegionKey, Segment, SegmentName, SegmentSet, Zone,
};

const POINTS: &[&str] = &[
    "code",
    "pinyin",
    "region",
    "views",
    "laterality",
    "landmark_from",
    "landmark_to",
    "fraction",
    "distance_bcun",
    "direction",
    "lateral_bcun",
    "landmark_note",
    "muscles",
    "deep_nerves",
    "cutaneous_nerves",
    "dermatome_segments",
    "paraspinal_segments",
    "myotome_segments",
    "vessels_at_risk",
    "other_hazards",
    "depth_min_mm",
    "depth_max_mm",
    "angle",
    "depth_basis",
    "pregnancy_caution",
    "pregnancy_class",
    "trigger_or_motor",
    "ea_pair_common",
    "needles",
    "needled",
    "confidence",
    "tara_nerve_check",
    "tara_trials",
    "source",
];
const NERVES: &[&str] = &[
    "name",
    "aliases",
    "kind",
    "segments",
    "parent",
    "muscles",
    "skin_area",
    "n_points",
    "note",
    "verification",
    "source",
];
const MUSCLES: &[&str] = &[
    "name",
    "region",
    "nerves",
    "segments",
    "main_segments",
    "action",
    "pain_referral",
    "n_points",
    "verification",
    "source",
];
const SEGMENTS: &[&str] = &[
    "segment",
    "dermatome_area",
    "key_sensory_point",
    "key_muscles",
    "key_movement",
    "viscera_sympathetic",
    "parasympathetic",
    "paraspinal_points",
    "n_points_dermatome",
    "n_points_myotome",
    "verification",
    "source",
];
const REGIONS: &[&str] = &["region", "name", "zone", "reach", "continues_into"];

const ZONES: &[(&str, Zone)] = &[
    ("head", Zone::Head),
    ("neck", Zone::Neck),
    ("thorax", Zone::Thorax),
    ("trunk", Zone::Trunk),
    ("arm", Zone::Arm),
    ("leg", Zone::Leg),
];
const REACHES: &[(&str, Reach)] = &[
    ("supine", Reach::Supine),
    ("prone", Reach::Prone),
    ("side-up", Reach::SideUp),
    ("sitting", Reach::Sitting),
];

/// The five tables.
pub(super) struct Sheets {
    pub(super) points: Sheet,
    pub(super) nerves: Sheet,
    pub(super) muscles: Sheet,
    pub(super) segments: Sheet,
    pub(super) regions: Sheet,
}

impl Sheets {
    pub(super) fn read(files: &Files<'_>, problems: &mut Problems) -> Self {
        Self {
            points: Sheet::read(files, "anatomy/points.csv", POINTS, problems),
            nerves: Sheet::read(files, "anatomy/nerves.csv", NERVES, problems),
            muscles: Sheet::read(files, "anatomy/muscles.csv", MUSCLES, problems),
            segments: Sheet::read(files, "anatomy/segments.csv", SEGMENTS, problems),
            regions: Sheet::read(files, "anatomy/regions.csv", REGIONS, problems),
        }
    }
}

pub(super) fn segment(cells: Cells<'_>, index: &Index, problems: &mut Problems) -> Segment {
    cells.keys("paraspinal_points", &index.points, problems);
    Segment {
        name: SegmentName::new(cells.text("segment")),
        dermatome: cells.required("dermatome_area", problems).to_owned(),
        key_movement: cells.text("key_movement").to_owned(),
        viscera: cells.strings("viscera_sympathetic"),
        parasympathetic: cells.strings("parasympathetic"),
        paraspinal_points: cells
            .list("paraspinal_points")
            .map(PointCode::new)
            .collect(),
        source: source(cells, problems),
    }
}

pub(super) fn nerve(cells: Cells<'_>, index: &Index, problems: &mut Problems) -> Nerve {
    Nerve {
        name: NerveName::new(cells.text("name")),
        aliases: cells.strings("aliases"),
        kind: cells.required("kind", problems).to_owned(),
        segments: segments(cells, "segments", index, problems),
        muscles: cells.keys("muscles", &index.muscles, problems),
        skin_area: cells.text("skin_area").to_owned(),
        source: source(cells, problems),
    }
}

pub(super) fn muscle(cells: Cells<'_>, index: &Index, problems: &mut Problems) -> Muscle {
    let all = segments(cells, "segments", index, problems);
    let main = segments(cells, "main_segments", index, problems);
    if main.and(all) != main {
        problems.add(
            cells.at(),
            "`main_segments` names a segment that `segments` does not",
        );
    }
    Muscle {
        name: MuscleName::new(cells.text("name")),
        region: cells.text("region").to_owned(),
        nerves: cells.keys("nerves", &index.nerves, problems),
        segments: all,
        main_segments: main,
        action: cells.text("action").to_owned(),
        pain_referral: cells.text("pain_referral").to_owned(),
        source: source(cells, problems),
    }
}

pub(super) fn region(cells: Cells<'_>, index: &Index, problems: &mut Problems) -> Region {
    let mut reach = Vec::new();
    for word in cells.list("reach") {
        reach.extend(super::sheet::one_of(
            "reach",
            word,
            cells.at(),
            REACHES,
            problems,
        ));
    }
    if reach.is_empty() {
        problems.add(cells.at(), "a region that no position reaches");
    }
    let zone = cells.one_of("zone", ZONES, problems);
    Region {
        id: RegionId::new(cells.text("region")),
        name: cells.required("name", problems).to_owned(),
        zone: zone.unwrap_or(Zone::Trunk),
        reach,
        continues_into: cells.keys("continues_into", &index.regions, problems),
    }
}

/// What one region goes over into goes over into it.
pub(super) fn check_continuing(sheet: &Sheet, problems: &mut Problems) {
    for cells in sheet.rows() {
        let (name, column) = (cells.text("region"), "continues_into");
        for other in cells.list(column) {
            let back = sheet.rows().find(|row| row.text("region") == other);
            let is_mutual = back.is_none_or(|row| row.list(column).any(|it| it == name));
            if !is_mutual || other == name {
                let what = format!("`{name}` goes over into `{other}`, and not the other way");
                let hint = format!("name `{name}` in the row of `{other}`, or take it out here");
                problems.add_with_hint(cells.at(), what, hint);
            }
        }
    }
}

pub(super) fn point(cells: Cells<'_>, index: &Index, problems: &mut Problems) -> Point {
    let midline = cells.one_of(
        "laterality",
        &[("midline", true), ("bilateral", false)],
        problems,
    );
    let needled = cells.one_of("needled", YES_NO, problems).unwrap_or(false);
    cells.one_of("pregnancy_caution", YES_NO, problems);
    cells.one_of(
        "confidence",
        &[("high", ()), ("medium", ()), ("low", ())],
        problems,
    );
    cells.keys("ea_pair_common", &index.points, problems);
    let region = index
        .regions
        .find(cells.text("region"), cells.at(), problems);
    Point {
        code: PointCode::new(cells.text("code")),
        name: cells.required("pinyin", problems).to_owned(),
        region: region.unwrap_or(RegionKey(0)),
        midline: midline.unwrap_or(false),
        landmark: landmark(cells),
        muscles: muscles(cells, index, problems),
        deep_nerves: cells.keys::<NerveKey>("deep_nerves", &index.nerves, problems),
        cutaneous_nerves: cells.keys("cutaneous_nerves", &index.nerves, problems),
        dermatomes: segments(cells, "dermatome_segments", index, problems),
        myotomes: segments(cells, "myotome_segments", index, problems),
        paraspinal: segments(cells, "paraspinal_segments", index, problems),
        vessels: cells.strings("vessels_at_risk"),
        hazards: cells.strings("other_hazards"),
        depth: if needled {
            depth(cells, problems)
        } else {
            None
        },
        depth_basis: cells.text("depth_basis").to_owned(),
        angle: angle(cells.text("angle")),
        angle_words: cells.text("angle").to_owned(),
        trigger_or_motor: cells.text("trigger_or_motor").to_owned(),
        electrical_partners: cells.list("ea_pair_common").map(PointCode::new).collect(),
        needles: needles(cells, problems),
        needled,
        confidence: cells.text("confidence").to_owned(),
        trial_count: cells.number("tara_trials", problems).unwrap_or(0),
        source: cells.required("source", problems).to_owned(),
    }
}

const YES_NO: &[(&str, bool)] = &[("y", true), ("n", false)];

fn needles(cells: Cells<'_>, problems: &mut Problems) -> u8 {
    let needles = cells.number("needles", problems).unwrap_or(0);
    if needles == 0 {
        problems.add(cells.at(), "a point means at least one needle");
    }
    needles
}

/// The customary depth, which a point that is needled has.
fn depth(cells: Cells<'_>, problems: &mut Problems) -> Option<DepthRange> {
    let min = cells.number::<u32>("depth_min_mm", problems);
    let max = cells.number::<u32>("depth_max_mm", problems);
    let (Some(min), Some(max)) = (min, max) else {
        problems.add(cells.at(), "a point that is needled has no depth");
        return None;
    };
    let min = problems.check(cells.at(), Millimetres::new(min))?;
    let max = problems.check(cells.at(), Millimetres::new(max))?;
    problems.check(cells.at(), DepthRange::new(min, max))
}

/// Muscles; `(tendon)` and `(aponeurosis)` name the part of the muscle that lies under the point.
fn muscles(cells: Cells<'_>, index: &Index, problems: &mut Problems) -> Vec<MuscleKey> {
    let mut keys = Vec::new();
    for name in cells.list("muscles") {
        let whole = [" (tendon)", " (aponeurosis)"]
            .iter()
            .find_map(|part| name.strip_suffix(part));
        let key = index
            .muscles
            .get(name)
            .or_else(|| index.muscles.get(whole?));
        match key {
            Some(key) if keys.contains(&key) => {}
            Some(key) => keys.push(key),
            None => index
                .muscles
                .unknown(whole.unwrap_or(name), cells.at(), problems),
        }
    }
    keys
}

fn segments(cells: Cells<'_>, column: &str, index: &Index, problems: &mut Problems) -> SegmentSet {
    let keys = cells.keys(column, &index.segments, problems);
    let keys = keys
        .into_iter()
        .filter(|key| key.index() < SegmentSet::MOST);
    keys.fold(SegmentSet::EMPTY, SegmentSet::with)
}

fn source(cells: Cells<'_>, problems: &mut Problems) -> String {
    let verification = cells.required("verification", problems);
    format!("{verification}; {}", cells.required("source", problems))
}

/// The direction that the words name first.
pub(super) fn angle(words: &str) -> Angle {
    const WORDS: &[(&str, Angle)] = &[
        ("perpendicular", Angle::Perpendicular),
        ("oblique", Angle::Oblique),
        ("subcutaneous", Angle::Tangential),
        ("tangential", Angle::Tangential),
        ("horizontal", Angle::Tangential),
        ("along", Angle::Tangential),
        ("pinched", Angle::Tangential),
    ];
    let named = WORDS.iter().filter_map(|(word, angle)| {
        let at = words.find(word)?;
        Some((at, *angle))
    });
    named.min().map_or(Angle::Unrecorded, |(_, angle)| angle)
}

/// How to find the point, in words. `B-cun` is the proportional unit of the person's own bones.
fn landmark(cells: Cells<'_>) -> String {
    let from = cells.text("landmark_from");
    let to = cells.text("landmark_to");
    let distance = cells.text("distance_bcun");
    let direction = cells.text("direction");
    let lateral = cells.text("lateral_bcun");
    let and_to = if to.is_empty() {
        String::new()
    } else {
        format!(" and {to}")
    };
    let mut parts = Vec::new();
    if direction == "along the line" || direction.is_empty() && !to.is_empty() {
        let share = cells.text("fraction").parse::<f64>().ok();
        parts.push(match share {
            _ if !distance.is_empty() => format!("{distance} B-cun from {from} towards {to}"),
            Some(share) => format!("{:.0} % of the way from {from} to {to}", share * 100.0),
            None => format!("between {from} and {to}"),
        });
    } else if !from.is_empty() {
        parts.push(match (direction, distance) {
            ("at" | "", _) => format!("{from}{and_to}"),
            ("at level", _) => format!("level with {from}{and_to}"),
            (_, "") => format!("{from}{and_to}, {direction}"),
            _ => format!("{from}{and_to}, {distance} B-cun {direction}"),
        });
    } else if !direction.is_empty() {
        parts.push(direction.to_owned());
    }
    if !lateral.is_empty() && lateral != "0" {
        parts.push(format!("{lateral} B-cun from the midline"));
    }
    parts.push(cells.text("landmark_note").to_owned());
    parts.retain(|part| !part.is_empty());
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_directions_the_first_named_counts() {
        assert_eq!(angle("oblique medial or tangential"), Angle::Oblique);
        assert_eq!(angle("perpendicular or oblique"), Angle::Perpendicular);
        assert_eq!(
            angle("subcutaneous, never perpendicular"),
            Angle::Tangential
        );
        let pinched = "pinched muscle, tangential front to back; never straight down";
        assert_eq!(angle(pinched), Angle::Tangential);
        assert_eq!(angle("not needled"), Angle::Unrecorded);
    }
}
