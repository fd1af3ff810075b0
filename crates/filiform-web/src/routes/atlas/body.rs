//! Pages of the body: points, muscles, nerves, segments.

use filiform_care::Site;
use filiform_knowledge::{
    Angle, Confidence, DefaultDepth, Figure, Kind, Knowledge, Measured, MuscleKey, NeedleStop,
    NerveKey, Place, Point, PointCode, PointKey, Tissue, Trial,
};
use filiform_units::Side;

use super::part::{
    Parts, condition, marks_of_row, point as point_link, row, segments, tissue, to, values, words,
};
use crate::pages::atlas::{Block, Link};
use crate::routes::view::place_words;
use crate::routes::{body, chart};
use crate::ui::body::{Chart, Mark, Mode};

/// Said beside every depth.
const DEPTH_CAVEAT: &str = "The depth is what textbooks and trials used, not a limit that is safe for everybody: measured distances differ threefold between people, and with the direction of the needle.";

/// Where a point lies, on both sides unless it lies on the midline.
fn on_body(knowledge: &Knowledge, point: &Point) -> Option<Block> {
    let place = knowledge
        .body()
        .point(Figure::Female, point.code.as_str())?;
    let trust = match place.confidence {
        Confidence::Mesh => "computed from bony proportion and judged by eye on both bodies",
        Confidence::Rule => "computed from bony proportion with weaker landmarks",
        Confidence::Estimated => "set by hand, or shown at the nearest visible place",
    };
    let sides: &[Side] = if point.midline {
        &[Side::Midline]
    } else {
        &[Side::Left, Side::Right]
    };
    let site = Site::Point(PointCode::new(point.code.as_str()));
    let dots = sides.iter().filter_map(|side| {
        let name = place_words(point.code.as_str(), *side);
        let named = (name.clone(), name, Mark::Point);
        body::dot(knowledge, Figure::Female, (&site, *side), named)
    });
    Some(Block::Body {
        chart: Box::new(Chart {
            dots: dots.collect(),
            stage: Some(chart::stage(knowledge, Mode::Show)),
            ..body::empty(knowledge, "atlas", Figure::Female)
        }),
        trust: format!("This dot is {trust}. It shows where, never how deep; palpation decides."),
    })
}

pub(super) fn point(knowledge: &Knowledge, code: &str) -> Option<Parts> {
    let key = knowledge.point_key(code)?;
    let point = knowledge.point(key);
    let side = if point.midline {
        "midline"
    } else {
        "both sides"
    };
    let mut blocks = vec![Block::Lead(point.landmark.clone())];
    if !point.needled {
        blocks.push(Block::Caveat("This point is never needled.".to_owned()));
    }
    blocks.extend(on_body(knowledge, point));
    blocks.push(values("Under the needle", passes(knowledge, point)));
    blocks.push(values(
        "Nerves and segments",
        vec![
            row("Deep nerves", nerves(knowledge, &point.deep_nerves)),
            row(
                "Nerves of the skin",
                nerves(knowledge, &point.cutaneous_nerves),
            ),
            row(
                "Segments of the skin",
                segments(knowledge, point.dermatomes),
            ),
            row(
                "Segments of the muscle",
                segments(knowledge, point.myotomes),
            ),
            row("Beside the spine at", segments(knowledge, point.paraspinal)),
        ],
    ));
    if let Some(depth) = point.depth {
        let partners = point.electrical_partners.iter();
        let partners = partners.map(|code| to(Kind::Point, code.as_str(), code.as_str()));
        blocks.push(values(
            "Customary needling",
            vec![
                words("Depth", &format!("{depth} ({})", point.depth_basis)),
                words("Direction", &point.angle_words),
                words("Needles", &point.needles.to_string()),
                row("Electrical pairs", partners.collect()),
            ],
        ));
        blocks.push(Block::Caveat(DEPTH_CAVEAT.to_owned()));
    }
    blocks.extend(hazards(knowledge, key));
    blocks.extend(conditions_of(knowledge, key));
    blocks.extend(trials(knowledge, |trial| trial.points.contains(&key)));
    Some(Parts {
        title: point.code.to_string(),
        subtitle: format!(
            "{}, {}, {side}",
            point.name,
            knowledge.region(point.region).name
        ),
        blocks,
        marks: marks_of_row(&format!(
            "{} ({} confidence)",
            point.source, point.confidence
        )),
    })
}

fn passes(knowledge: &Knowledge, point: &Point) -> Vec<(String, Vec<Link>)> {
    vec![
        row("Muscles", muscles(knowledge, &point.muscles)),
        words("Trigger or motor point", &point.trigger_or_motor),
        words("Vessels", &point.vessels.join(", ")),
        words("Hazards", &point.hazards.join(", ").replace('-', " ")),
    ]
}

/// What lies under a point, with everything that was measured: never one number alone.
fn hazards(knowledge: &Knowledge, key: PointKey) -> Option<Block> {
    let place = Place::Point(key);
    let rows: Vec<Vec<Link>> = knowledge
        .hazards_of(place)
        .map(|hazard| {
            let measures = hazard.measures.iter();
            let measures = measures.filter(|it| it.places.is_empty() || it.places.contains(&place));
            let measures: Vec<String> = measures.map(measured).collect();
            vec![
                Link::plain(hazard.structures.join(", ")),
                Link::plain(measures.join("; ")),
                Link::plain(&hazard.technique),
                Link::plain(default_depth(
                    hazard.default_depth(place, Angle::Unrecorded),
                )),
                Link::plain(hazard.provenance.verification.letter()),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| Block::Table {
        title: "Structures at risk".to_owned(),
        columns: vec![
            "Structure",
            "Measured",
            "Safe technique",
            "Default (policy)",
            "Checked",
        ],
        rows,
    })
}

/// One figure with what was measured, how and in how many.
pub(super) fn measured(it: &Measured) -> String {
    let figure = if it.from == it.to {
        it.from.to_string()
    } else {
        format!("{} to {}", it.from, it.to)
    };
    let people = it.people.map(|n| format!(", n = {n}")).unwrap_or_default();
    let parts = [it.what.as_str(), it.statistic.as_str()].join(", ");
    format!("{parts} {figure} {} ({}{people})", it.unit, it.method)
}

fn default_depth(depth: DefaultDepth) -> String {
    match depth {
        DefaultDepth::Limit(limit) => format!("not deeper than {limit}"),
        DefaultDepth::Structure(stop) => stop_words(stop),
        DefaultDepth::OtherDirection => "outside the default: another direction".to_owned(),
        DefaultDepth::None => "none given".to_owned(),
    }
}

/// Where a needle stops, in words.
pub(super) fn stop_words(stop: NeedleStop) -> String {
    match stop {
        NeedleStop::Depth { limit, highest } => match highest {
            Some(highest) => format!("not deeper than {limit} to {highest}"),
            None => format!("not deeper than {limit}"),
        },
        NeedleStop::Bone => "to bone".to_owned(),
        NeedleStop::Lamina => "to the lamina".to_owned(),
        NeedleStop::Fascia => "to the fascia, not through it".to_owned(),
        NeedleStop::Fold => "inside the lifted fold of muscle".to_owned(),
        NeedleStop::UnderScalp => "under the scalp, flat".to_owned(),
    }
}

fn conditions_of(knowledge: &Knowledge, key: PointKey) -> Option<Block> {
    let conditions = knowledge.conditions().iter();
    let used = conditions.filter(|(_, condition)| condition.trial_points.contains(&key));
    let used: Vec<Link> = used.map(|(key, _)| condition(knowledge, key)).collect();
    (!used.is_empty()).then(|| values("Used for", vec![row("Conditions", used)]))
}

/// A table of the trials that fit.
pub(super) fn trials(knowledge: &Knowledge, fits: impl Fn(&Trial) -> bool) -> Option<Block> {
    let trials = knowledge.trials().iter().filter(|(_, trial)| fits(trial));
    let rows: Vec<Vec<Link>> = trials
        .map(|(_, trial)| {
            vec![
                to(Kind::Trial, trial.id.as_str(), &trial.condition),
                Link::plain(trial.year.to_string()),
                Link::plain(
                    trial
                        .n_total
                        .map_or("not known".to_owned(), |n| n.to_string()),
                ),
                Link::plain(&trial.comparator),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| Block::Table {
        title: "Trials that used it".to_owned(),
        columns: vec!["Condition", "Year", "People", "Compared with"],
        rows,
    })
}

pub(super) fn muscle(knowledge: &Knowledge, name: &str) -> Option<Parts> {
    let key = knowledge.muscle_key(name)?;
    let muscle = knowledge.muscle(key);
    let blocks = vec![values(
        "",
        vec![
            words("Action", &muscle.action),
            row("Nerves", nerves(knowledge, &muscle.nerves)),
            row("Main segments", segments(knowledge, muscle.main_segments)),
            row("All segments", segments(knowledge, muscle.segments)),
            words("Pain is referred to", &muscle.pain_referral),
            row(
                "Points",
                points(knowledge, |point| point.muscles.contains(&key)),
            ),
            row("Aimed at in", aimed_at(knowledge, Tissue::Muscle(key))),
        ],
    )];
    Some(Parts {
        title: muscle.name.to_string(),
        subtitle: muscle.region.clone(),
        blocks,
        marks: marks_of_row(&muscle.source),
    })
}

pub(super) fn nerve(knowledge: &Knowledge, name: &str) -> Option<Parts> {
    let key = knowledge.nerve_key(name)?;
    let nerve = knowledge.nerve(key);
    let near =
        |point: &Point| point.deep_nerves.contains(&key) || point.cutaneous_nerves.contains(&key);
    let blocks = vec![values(
        "",
        vec![
            words("Other names", &nerve.aliases.join(", ")),
            row("Segments", segments(knowledge, nerve.segments)),
            row("Muscles", muscles(knowledge, &nerve.muscles)),
            words("Skin", &nerve.skin_area),
            row("Points", points(knowledge, near)),
            row("Aimed at in", aimed_at(knowledge, Tissue::Nerve(key))),
        ],
    )];
    Some(Parts {
        title: nerve.name.to_string(),
        subtitle: nerve.kind.clone(),
        blocks,
        marks: marks_of_row(&nerve.source),
    })
}

pub(super) fn segment(knowledge: &Knowledge, name: &str) -> Option<Parts> {
    let key = knowledge.segment_key(name)?;
    let segment = knowledge.segment(key);
    let supplied = knowledge.muscles().iter();
    let supplied = supplied.filter(|(_, muscle)| muscle.main_segments.contains(key));
    let supplied = supplied.map(|(muscle, _)| tissue(knowledge, Tissue::Muscle(muscle)));
    let paraspinal = segment.paraspinal_points.iter();
    let paraspinal = paraspinal.map(|code| to(Kind::Point, code.as_str(), code.as_str()));
    let here = |point: &Point| point.dermatomes.contains(key);
    let blocks = vec![values(
        "",
        vec![
            words("Skin", &segment.dermatome),
            words("Movement that tests it", &segment.key_movement),
            row("Main muscles", supplied.collect()),
            words("Organs, sympathetic", &segment.viscera.join(", ")),
            words(
                "Organs, parasympathetic",
                &segment.parasympathetic.join(", "),
            ),
            row("Points beside the spine", paraspinal.collect()),
            row("Points in its skin", points(knowledge, here)),
            row("Aimed at in", aimed_at(knowledge, Tissue::Segment(key))),
        ],
    )];
    Some(Parts {
        title: segment.name.to_string(),
        subtitle: "segment".to_owned(),
        blocks,
        marks: marks_of_row(&segment.source),
    })
}

fn points(knowledge: &Knowledge, fits: impl Fn(&Point) -> bool) -> Vec<Link> {
    let points = knowledge.points().iter().filter(|(_, point)| fits(point));
    points.map(|(key, _)| point_link(knowledge, key)).collect()
}

fn aimed_at(knowledge: &Knowledge, wanted: Tissue) -> Vec<Link> {
    let conditions = knowledge.conditions().iter().filter(|(_, condition)| {
        let mut targets = condition.targets.iter();
        targets.any(|target| target.tissue == wanted)
    });
    conditions
        .map(|(key, _)| condition(knowledge, key))
        .collect()
}

fn muscles(knowledge: &Knowledge, keys: &[MuscleKey]) -> Vec<Link> {
    let links = keys
        .iter()
        .map(|key| tissue(knowledge, Tissue::Muscle(*key)));
    links.collect()
}

fn nerves(knowledge: &Knowledge, keys: &[NerveKey]) -> Vec<Link> {
    let links = keys
        .iter()
        .map(|key| tissue(knowledge, Tissue::Nerve(*key)));
    links.collect()
}
