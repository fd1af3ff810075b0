//! Times 200 generated complaints and says how many plans were proven best.
//!
//! `cargo run --release -p filiform-planning --example plan_stats`; with `plans` as argument it prints
//! one plan for each condition with its reasons instead, with `plans knee_oa` that of one.
//!
//! The complaints come from a fixed seed: every condition of the knowledge base, any side, up to two
//! painful areas, three tender muscles and two tender segments, a second complaint in one of four, and
//! four different people. Each is planned over every point, side and position, with up to twelve needles.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::time::{Duration, Instant};

use filiform_knowledge::{ConditionKey, Knowledge};
use filiform_planning::{Assessment, Limits, Proof, Proposal, alternatives, explain, propose};
use filiform_screening::{Chart, Fact, FactKind, Person, RecordedStatus, Rulebook, Screener};
use filiform_units::{FactId, Laterality, Sex, Side, Timestamp};

const COMPLAINTS: usize = 200;
const NEEDLES: u8 = 12;
/// Other programs share the machine: the shortest of so many runs counts.
const RUNS: usize = 5;

const SIDES: [Laterality; 4] = [
    Laterality::Left,
    Laterality::Right,
    Laterality::Both,
    Laterality::Unknown,
];
const CHARTS: [(FactKind, &str); 4] = [
    (FactKind::Problem, ""),
    (FactKind::Medicine, "Warfarin Sodium 5 MG Oral Tablet"),
    (FactKind::Device, "Cardiac pacemaker"),
    (FactKind::Problem, "Normal pregnancy"),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let knowledge = Knowledge::embedded()?;
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == "plans") {
        print_plans(&knowledge, arguments.get(1).map(String::as_str));
        return Ok(());
    }
    let rulebook = Rulebook::new(&knowledge);
    let charts = CHARTS
        .iter()
        .map(|(kind, text)| chart(&rulebook, *kind, text))
        .collect::<Result<Vec<_>, _>>()?;
    let mut seed = Seed(1);
    let mut times = Vec::with_capacity(COMPLAINTS);
    let mut others = Vec::with_capacity(COMPLAINTS);
    let (mut proven, mut needles, mut most_nodes) = (0, 0, 0);
    for _ in 0..COMPLAINTS {
        let assessment = complaint(&knowledge, &mut seed);
        let chart = &charts[seed.below(charts.len())];
        let screener = Screener::new(&rulebook, chart, &[assessment.condition]);
        let (time, proposal) =
            timed(|| propose(&knowledge, &screener, &assessment, &Limits::of(NEEDLES)));
        times.push(time);
        let (time, _) =
            timed(|| alternatives(&knowledge, &screener, &assessment, &Limits::of(NEEDLES)));
        others.push(time);
        needles += proposal.needles.len();
        match proposal.proof {
            Proof::Optimal { nodes } => {
                proven += 1;
                most_nodes = most_nodes.max(nodes);
            }
            Proof::Bounded { nodes, .. } => most_nodes = most_nodes.max(nodes),
        }
    }
    println!(
        "{COMPLAINTS} complaints, at most {NEEDLES} needles: {proven} proven best, {needles} needles, \
         at most {most_nodes} nodes"
    );
    for (what, times) in [("best plan", &times), ("all alternatives", &others)] {
        println!(
            "{what}: median {:?}, 99th percentile {:?}, longest {:?}",
            at(times, 50),
            at(times, 99),
            at(times, 100)
        );
    }
    Ok(())
}

/// The same numbers on every machine: a linear congruence with the constants of Knuth's MMIX.
struct Seed(u64);

impl Seed {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from((self.0 >> 33) % end).unwrap_or_default()
    }
}

fn complaint(knowledge: &Knowledge, seed: &mut Seed) -> Assessment {
    let (condition, side) = one_complaint(knowledge, seed);
    let mut assessment = Assessment::of(condition, side);
    if seed.below(4) == 0 {
        let second = one_complaint(knowledge, seed);
        if second.0 != condition {
            assessment.also.push(second);
        }
    }
    let here = match side {
        Laterality::Left => Side::Left,
        Laterality::Right => Side::Right,
        Laterality::Both | Laterality::Unknown | Laterality::None => Side::Midline,
    };
    for _ in 0..seed.below(3) {
        let region = knowledge
            .regions()
            .iter()
            .nth(seed.below(knowledge.regions().len()));
        assessment
            .pain_areas
            .extend(region.map(|(key, _)| (key, here)));
    }
    for _ in 0..seed.below(4) {
        let muscle = knowledge
            .muscles()
            .iter()
            .nth(seed.below(knowledge.muscles().len()));
        assessment
            .tender_muscles
            .extend(muscle.map(|(key, _)| (key, here)));
    }
    for _ in 0..seed.below(3) {
        let segment = knowledge
            .segments()
            .iter()
            .nth(seed.below(knowledge.segments().len()));
        assessment
            .tender_segments
            .extend(segment.map(|(key, _)| (key, here)));
    }
    assessment
}

fn one_complaint(knowledge: &Knowledge, seed: &mut Seed) -> (ConditionKey, Laterality) {
    let conditions: Vec<_> = knowledge.conditions().iter().collect();
    let (key, statement) = conditions[seed.below(conditions.len())];
    let side = SIDES[seed.below(SIDES.len())];
    (
        key,
        if statement.sided {
            side
        } else {
            Laterality::None
        },
    )
}

fn timed<T>(plan: impl Fn() -> T) -> (Duration, T) {
    let mut shortest = Duration::MAX;
    let mut last = None;
    for _ in 0..RUNS {
        let began = Instant::now();
        last = Some(plan());
        shortest = shortest.min(began.elapsed());
    }
    (shortest, last.unwrap_or_else(plan))
}

fn chart(
    rulebook: &Rulebook,
    kind: FactKind,
    text: &str,
) -> Result<Chart, Box<dyn std::error::Error>> {
    let now = Timestamp::parse("2026-03-02T09:30:00Z")?;
    let person = Person {
        sex: Sex::Female,
        born: None,
    };
    let fact = Fact {
        id: FactId::from_bits(1),
        kind,
        concept: None,
        codes: Vec::new(),
        text: text.to_owned(),
        status: RecordedStatus::Active,
        onset: None,
        ended: None,
        value: None,
        side: Laterality::None,
        source: "benchmark".to_owned(),
        recorded_at: now,
    };
    let facts: &[Fact] = if text.is_empty() { &[] } else { &[fact] };
    Ok(Chart::read(rulebook, &person, facts, now))
}

/// The value at a percentile, by nearest rank.
fn at(values: &[Duration], percent: usize) -> Duration {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let rank = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(rank).copied().unwrap_or_default()
}

fn print_plans(knowledge: &Knowledge, only: Option<&str>) {
    for (condition, statement) in knowledge.conditions().iter() {
        if only.is_some_and(|only| only != statement.id.as_str()) {
            continue;
        }
        let side = if statement.sided {
            Laterality::Left
        } else {
            Laterality::None
        };
        let assessment = Assessment::of(condition, side);
        let unscreened = filiform_planning::Unscreened;
        let proposal = propose(knowledge, &unscreened, &assessment, &Limits::of(NEEDLES));
        println!(
            "\n== {}; {:?}; value {:.2}",
            statement.name, proposal.position, proposal.value
        );
        print_plan(knowledge, &proposal);
    }
}

fn print_plan(knowledge: &Knowledge, proposal: &Proposal) {
    for needle in &proposal.needles {
        println!(
            "{:12} {:14} {:7} {:5.2}  {}",
            explain::place(knowledge, needle.point, needle.side),
            needle.depth.to_string(),
            needle.severity.as_str(),
            needle.worth,
            explain::needle(
                knowledge,
                &needle.reasons,
                &needle.trials,
                &needle.mechanisms
            )
        );
    }
    for left_out in &proposal.left_out {
        println!("  {}", explain::left_out(knowledge, proposal, left_out));
    }
    for target in &proposal.coverage {
        println!(
            "  {:30} {:8} weight {:2} covered {:.2}",
            explain::tissue(knowledge, target.tissue),
            target.side.as_str(),
            target.weight,
            target.covered
        );
    }
    println!("  positions {:?}", proposal.positions);
    println!("  values {:.2?}", proposal.value_by_needles);
    println!("  {}", explain::proof(proposal));
}
