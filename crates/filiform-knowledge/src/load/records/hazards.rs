//! Hazards, their default limits and what was measured.

use filiform_units::Millimetres;

use super::{Known, YES_OR_NO, columns};
use crate::load::files::Files;
use crate::load::problem::Problems;
use crate::load::scope::ANGLES;
use crate::load::sheet::{Cells, Sheet, one_of};
use crate::records::Records;
use crate::{DepthLimit, Hazard, HazardId, Measured, NeedleStop};

const HAZARDS: &[&str] = columns!["id", "places", "structures", "technique", "note"];
const LIMITS: &[&str] = columns!["hazard", "places", "angle", "stop", "mm", "mm_to", "note"];
const MEASURES: &[&str] = columns![
    "hazard",
    "places",
    "what",
    "statistic",
    "from",
    "to",
    "unit",
    "people",
    "method",
    "direction",
    "organ_distance",
];

const STATISTICS: &[(&str, ())] = &[
    ("mean", ()),
    ("shortest", ()),
    ("range", ()),
    ("advised", ()),
    ("textbook", ()),
    ("share", ()),
    ("count", ()),
    ("ratio", ()),
];

/// The three tables.
pub(super) struct Sheets {
    pub(super) hazards: Sheet,
    limits: Sheet,
    measures: Sheet,
}

impl Sheets {
    pub(super) fn read(files: &Files<'_>, problems: &mut Problems) -> Self {
        Self {
            hazards: Sheet::read(files, "anatomy/hazards.csv", HAZARDS, problems),
            limits: Sheet::read(files, "anatomy/hazard-limits.csv", LIMITS, problems),
            measures: Sheet::read(files, "anatomy/hazard-measures.csv", MEASURES, problems),
        }
    }

    pub(super) fn fill(&self, known: &Known<'_>, records: &mut Records, problems: &mut Problems) {
        for cells in self.hazards.rows() {
            records.hazards.push(hazard(cells, known, problems));
        }
        for cells in self.limits.rows() {
            let limit = limit(cells, known, problems);
            if let Some(hazard) = owner(cells, known, records, problems) {
                check_places(&limit.places, hazard, cells, problems);
                hazard.limits.extend(limit.stop.map(|stop| DepthLimit {
                    places: limit.places,
                    angle: limit.angle,
                    stop,
                    note: cells.text("note").to_owned(),
                    provenance: cells.provenance(&known.index.sources, problems),
                }));
            }
        }
        for cells in self.measures.rows() {
            let measured = measured(cells, known, problems);
            if let Some(hazard) = owner(cells, known, records, problems) {
                check_places(&measured.places, hazard, cells, problems);
                hazard.measures.push(measured);
            }
        }
        for (row, hazard) in records.hazards.iter().enumerate() {
            for place in &hazard.places {
                records.hazards_of.entry(*place).or_default().push(row);
            }
        }
    }
}

fn hazard(cells: Cells<'_>, known: &Known<'_>, problems: &mut Problems) -> Hazard {
    cells.check_wording(problems);
    let places = known.places(cells, "places", problems);
    let structures = cells.strings("structures");
    if places.is_empty() || structures.is_empty() {
        problems.add(cells.at(), "a hazard without a place or a structure");
    }
    Hazard {
        id: HazardId::new(cells.text("id")),
        places,
        structures,
        technique: cells.required("technique", problems).to_owned(),
        note: cells.text("note").to_owned(),
        limits: Vec::new(),
        measures: Vec::new(),
        provenance: cells.provenance(&known.index.sources, problems),
    }
}

fn owner<'a>(
    cells: Cells<'_>,
    known: &Known<'_>,
    records: &'a mut Records,
    problems: &mut Problems,
) -> Option<&'a mut Hazard> {
    cells.check_wording(problems);
    let name = cells.text("hazard");
    known.hazards.find(name, cells.at(), problems)?;
    let mut hazards = records.hazards.iter_mut();
    hazards.find(|hazard| hazard.id.as_str() == name)
}

fn check_places(
    places: &[crate::Place],
    hazard: &Hazard,
    cells: Cells<'_>,
    problems: &mut Problems,
) {
    if places.iter().any(|place| !hazard.places.contains(place)) {
        let what = format!("a place that hazard `{}` does not name", hazard.id);
        let hint = "add it to the hazard, or leave `places` empty for all of it";
        problems.add_with_hint(cells.at(), what, hint);
    }
}

/// A limit before it has an owner.
struct Limit {
    places: Vec<crate::Place>,
    angle: Option<crate::Angle>,
    stop: Option<NeedleStop>,
}

fn limit(cells: Cells<'_>, known: &Known<'_>, problems: &mut Problems) -> Limit {
    let word = cells.text("angle");
    let angle = (!word.is_empty())
        .then(|| one_of("angle", word, cells.at(), ANGLES, problems))
        .flatten();
    Limit {
        places: known.places(cells, "places", problems),
        angle,
        stop: stop(cells, problems),
    }
}

fn stop(cells: Cells<'_>, problems: &mut Problems) -> Option<NeedleStop> {
    const STOPS: &[(&str, Option<NeedleStop>)] = &[
        ("depth", None),
        ("bone", Some(NeedleStop::Bone)),
        ("lamina", Some(NeedleStop::Lamina)),
        ("fascia", Some(NeedleStop::Fascia)),
        ("fold", Some(NeedleStop::Fold)),
        ("under scalp", Some(NeedleStop::UnderScalp)),
    ];
    let mut depth = |column: &str| {
        let mm: Option<u32> = cells.number(column, problems);
        mm.and_then(|mm| problems.check(cells.at(), Millimetres::new(mm)))
    };
    let (mm, highest) = (depth("mm"), depth("mm_to"));
    let stop = cells.one_of("stop", STOPS, problems)?;
    match (stop, mm) {
        (None, Some(limit)) => {
            if highest.is_some_and(|highest| highest <= limit) {
                problems.add(cells.at(), "`mm_to` is not above `mm`");
            }
            Some(NeedleStop::Depth { limit, highest })
        }
        (None, None) => {
            problems.add(cells.at(), "a depth without `mm`");
            None
        }
        (stop, None) => stop,
        (stop, Some(_)) => {
            problems.add(cells.at(), "only a `depth` has millimetres");
            stop
        }
    }
}

fn measured(cells: Cells<'_>, known: &Known<'_>, problems: &mut Problems) -> Measured {
    cells.one_of("statistic", STATISTICS, problems);
    let from = cells.decimal("from", problems).unwrap_or_default();
    let to = cells.decimal("to", problems).unwrap_or_default();
    let unit = cells.required("unit", problems);
    let is_organ_distance = cells
        .one_of("organ_distance", YES_OR_NO, problems)
        .unwrap_or(false);
    if to < from || from <= crate::Decimal::whole(0) {
        problems.add(cells.at(), format!("{from} to {to} is not a measure"));
    }
    if is_organ_distance && unit != "mm" {
        problems.add(cells.at(), "a distance to an organ is in `mm`");
    }
    cells.provenance(&known.index.sources, problems);
    Measured {
        places: known.places(cells, "places", problems),
        what: cells.required("what", problems).to_owned(),
        statistic: cells.text("statistic").to_owned(),
        from,
        to,
        unit: unit.to_owned(),
        people: cells.number("people", problems),
        method: cells.text("method").to_owned(),
        direction: cells.text("direction").to_owned(),
        is_organ_distance,
        mark: cells.mark(&known.index.sources, problems),
    }
}
