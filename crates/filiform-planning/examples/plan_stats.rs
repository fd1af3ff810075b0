//! Times every benchmark complaint and says how many plans were proven best.
//!
//! `cargo run --release -p filiform-planning --example plan_stats`; with `plans` as argument it prints
//! one plan per condition with its reasons instead.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::time::{Duration, Instant};

use filiform_knowledge::{Knowledge, Technique};
use filiform_planning::{Assessment, Limits, Proof, Proposal, USUAL_NODE_LIMIT, explain, propose};
use filiform_screening::{Chart, Fact, FactKind, Person, RecordedStatus, Rulebook, Screener};
use filiform_units::{FactId, Laterality, Sex, Side, Timestamp};

const CONDITIONS: [&str; 6] = ["knee_oa", "clbp", "neck", "tth", "migraine", "heel"];
const SIDES: [Laterality; 4] = [
    Laterality::Left,
    Laterality::Right,
    Laterality::Both,
    Laterality::Unknown,
];
const CHARTS: [(&str, FactKind, &str); 4] = [
    ("nothing recorded", FactKind::Problem, ""),
    (
        "warfarin",
        FactKind::Medicine,
        "Warfarin Sodium 5 MG Oral Tablet",
    ),
    ("pacemaker", FactKind::Device, "Cardiac pacemaker"),
    ("pregnant", FactKind::Problem, "Normal pregnancy"),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let knowledge = Knowledge::embedded()?;
    if std::env::args().any(|argument| argument == "plans") {
        return print_plans(&knowledge);
    }
    let mut all = Runs::default();
    let mut plain = Runs::default();
    for (chart_name, kind, text) in CHARTS {
        let rulebook = Rulebook::new(&knowledge);
        let chart = chart(&rulebook, kind, text)?;
        let mut runs = Runs::default();
        for assessment in complaints(&knowledge) {
            let screener = Screener::new(&rulebook, &chart, Some(assessment.condition));
            for max_needles in 4..=12 {
                let limits = limits(max_needles);
                let (time, proposal) =
                    timed(|| propose(&knowledge, &screener, &assessment, &limits));
                runs.add(time, max_needles, &proposal);
                if assessment.tender_muscles.is_empty() {
                    plain.add(time, max_needles, &proposal);
                }
            }
        }
        runs.print(chart_name);
        all.append(runs);
    }
    plain.print("without tender muscles");
    all.print("all");
    Ok(())
}

/// The shortest of five, since other programs share the machine.
fn timed(plan: impl Fn() -> Proposal) -> (Duration, Proposal) {
    let mut shortest = Duration::MAX;
    let mut last = None;
    for _ in 0..5 {
        let began = Instant::now();
        last = Some(plan());
        shortest = shortest.min(began.elapsed());
    }
    (shortest, last.unwrap_or_else(plan))
}

fn limits(max_needles: u8) -> Limits {
    Limits {
        max_needles,
        position: None,
        technique: Technique::Manual,
        never: Vec::new(),
        always: Vec::new(),
        node_limit: USUAL_NODE_LIMIT,
    }
}

/// Six conditions on each side, plain, with drawn pain, and with tender muscles as well.
fn complaints(knowledge: &Knowledge) -> Vec<Assessment> {
    let areas = [
        ("knee_oa", "knee"),
        ("clbp", "back-lower"),
        ("clbp", "buttock"),
        ("neck", "shoulder"),
        ("neck", "back-upper"),
        ("tth", "scalp"),
        ("migraine", "face"),
        ("heel", "leg-posterior"),
    ];
    let mut all = Vec::new();
    for condition in CONDITIONS {
        let Some(key) = knowledge.condition_key(condition) else {
            continue;
        };
        for side in SIDES {
            let plain = Assessment {
                condition: key,
                side,
                pain_areas: Vec::new(),
                tender_muscles: Vec::new(),
            };
            let here = match side {
                Laterality::Left => Side::Left,
                Laterality::Right => Side::Right,
                Laterality::Both | Laterality::Unknown | Laterality::None => Side::Midline,
            };
            let mut drawn = plain.clone();
            for (_, region) in areas.iter().filter(|(of, _)| *of == condition) {
                drawn
                    .pain_areas
                    .extend(knowledge.region_key(region).map(|region| (region, here)));
            }
            let mut tender = drawn.clone();
            for (muscle, _) in knowledge.muscles().iter().step_by(37) {
                tender.tender_muscles.push((muscle, here));
            }
            all.extend([plain, drawn, tender]);
        }
    }
    all
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

#[derive(Default)]
struct Runs {
    times: Vec<Duration>,
    twelve: Vec<Duration>,
    nodes: Vec<u64>,
    proven: usize,
    needles: usize,
}

impl Runs {
    fn add(&mut self, time: Duration, max_needles: u8, proposal: &Proposal) {
        self.times.push(time);
        if max_needles == 12 {
            self.twelve.push(time);
        }
        self.needles += proposal.needles.len();
        let nodes = match proposal.proof {
            Proof::Optimal { nodes } => {
                self.proven += 1;
                nodes
            }
            Proof::Bounded { nodes, .. } => nodes,
        };
        self.nodes.push(nodes);
    }

    fn append(&mut self, other: Self) {
        self.times.extend(other.times);
        self.twelve.extend(other.twelve);
        self.nodes.extend(other.nodes);
        self.proven += other.proven;
        self.needles += other.needles;
    }

    fn print(&self, name: &str) {
        println!(
            "{name}: {} plans, {} proven best, {} needles; nodes p50 {} p99 {} most {}",
            self.times.len(),
            self.proven,
            self.needles,
            at(&self.nodes, 50),
            at(&self.nodes, 99),
            at(&self.nodes, 100),
        );
        for (what, times) in [
            ("4 to 12 needles", &self.times),
            ("12 needles", &self.twelve),
        ] {
            println!(
                "  {what}: p50 {:?}, p99 {:?}, longest {:?}",
                at(times, 50),
                at(times, 99),
                at(times, 100)
            );
        }
    }
}

/// The value at a percentile, by nearest rank.
fn at<T: Copy + Ord + Default>(values: &[T], percent: usize) -> T {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let rank = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(rank).copied().unwrap_or_default()
}

fn print_plans(knowledge: &Knowledge) -> Result<(), Box<dyn std::error::Error>> {
    let rulebook = Rulebook::new(knowledge);
    for (_, kind, text) in CHARTS.iter().take(2) {
        let chart = chart(&rulebook, *kind, text)?;
        for assessment in complaints(knowledge).iter().step_by(12) {
            let screener = Screener::new(&rulebook, &chart, Some(assessment.condition));
            let proposal = propose(knowledge, &screener, assessment, &limits(10));
            println!(
                "\n== {} left; {text}; {:?}; value {:.2}",
                knowledge.condition(assessment.condition).name,
                proposal.position,
                proposal.value
            );
            print_plan(knowledge, assessment, &proposal);
        }
    }
    Ok(())
}

fn print_plan(knowledge: &Knowledge, assessment: &Assessment, proposal: &Proposal) {
    for needle in &proposal.needles {
        println!(
            "{:12} {:14} {:7} {:5.2}  {}",
            explain::place(knowledge, needle.point, needle.side),
            needle.depth.to_string(),
            needle.severity.as_str(),
            needle.worth,
            explain::needle(
                knowledge,
                assessment.condition,
                &needle.reasons,
                &needle.trials
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
