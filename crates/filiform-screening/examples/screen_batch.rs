//! How many plans a machine screens in a second: one million screens on all cores.
//!
//! `cargo run --release -p filiform-screening --example screen_batch [screens]`
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "an example ends where it cannot go on, and prints what it found"
)]

use std::num::NonZero;
use std::time::Instant;

use filiform_knowledge::{Knowledge, Place, Severity, Technique};
use filiform_screening::{
    Chart, ElectrodePair, Fact, FactKind, Needle, Person, PlanToScreen, RecordedStatus, Rulebook,
    screen,
};
use filiform_units::{FactId, Laterality, PartialDate, Sex, Side, Timestamp};

/// Twelve needles, two of them with a current.
const POINTS: [&str; 12] = [
    "BL23", "BL25", "GB30", "GB34", "BL40", "BL60", "GB21", "SI11", "ST36", "SP6", "LI4", "LR3",
];

/// People who differ in what matters to such a plan.
const HISTORIES: [&[(FactKind, &str)]; 4] = [
    &[],
    &[
        (FactKind::Medicine, "Warfarin Sodium 5 MG Oral Tablet"),
        (FactKind::Problem, "Atrial Fibrillation"),
    ],
    &[(FactKind::Device, "Cardiac pacemaker")],
    &[
        (FactKind::Problem, "Pulmonary emphysema (disorder)"),
        (FactKind::Problem, "Epilepsy"),
        (FactKind::Medicine, "Carbamazepine 200 MG"),
    ],
];

fn main() {
    let wanted: usize = std::env::args()
        .nth(1)
        .map_or(1_000_000, |count| count.parse().unwrap());
    let knowledge = Knowledge::embedded().unwrap();
    let rulebook = Rulebook::new(&knowledge);
    let charts: Vec<Chart> = HISTORIES
        .iter()
        .map(|lines| chart(&rulebook, lines))
        .collect();
    let plan = plan(&knowledge);
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let begun = Instant::now();
    let stopped: usize = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores)
            .map(|worker| {
                let share = wanted / cores + usize::from(worker < wanted % cores);
                let (rulebook, charts, plan) = (&rulebook, &charts, &plan);
                scope.spawn(move || {
                    let charts = charts.iter().cycle().take(share);
                    charts
                        .map(|chart| screen(rulebook, chart, plan).severity())
                        .filter(|severity| *severity == Severity::Stop)
                        .count()
                })
            })
            .collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap())
            .sum()
    });
    let seconds = begun.elapsed().as_secs_f64();
    let rate = f64::from(u32::try_from(wanted).unwrap()) / seconds;
    println!(
        "{wanted} plans of {} needles on {cores} cores in {seconds:.1} s: {rate:.0} a second",
        POINTS.len()
    );
    println!("{stopped} of them held a stop");
}

fn now() -> Timestamp {
    Timestamp::parse("2026-11-24T12:00:00Z").unwrap()
}

fn chart(rulebook: &Rulebook, lines: &[(FactKind, &str)]) -> Chart {
    let person = Person {
        sex: Sex::Female,
        born: Some(PartialDate::parse("1951-02-03").unwrap()),
    };
    let facts: Vec<Fact> = (1..)
        .zip(lines)
        .map(|(number, (kind, text))| Fact {
            id: FactId::from_bits(number),
            kind: *kind,
            concept: None,
            codes: Vec::new(),
            text: (*text).to_owned(),
            status: RecordedStatus::Active,
            onset: None,
            ended: None,
            value: None,
            side: Laterality::None,
            source: "example".to_owned(),
            recorded_at: now(),
        })
        .collect();
    Chart::read(rulebook, &person, &facts, now())
}

fn plan(knowledge: &Knowledge) -> PlanToScreen {
    let needles = POINTS.iter().enumerate().map(|(index, code)| {
        let key = knowledge.point_key(code).unwrap();
        let point = knowledge.point(key);
        Needle {
            near: None,
            place: Place::Point(key),
            side: Side::Left,
            depth: point.depth,
            angle: point.angle,
            technique: if index < 2 {
                Technique::Electrical
            } else {
                Technique::Manual
            },
        }
    });
    PlanToScreen {
        needles: needles.collect(),
        pairs: vec![ElectrodePair { a: 0, b: 1 }],
        position: None,
        conditions: knowledge.condition_key("clbp").into_iter().collect(),
    }
}
