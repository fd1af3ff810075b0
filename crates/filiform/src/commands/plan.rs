//! `filiform plan`.

mod dose;
mod found;
mod report;
mod words;

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use filiform_app::{Clock as _, SystemClock};
use filiform_knowledge::{Knowledge, Position, Technique};
use filiform_planning::{Assessment, Limits, propose};
use filiform_screening::{Chart, Person, Rulebook, Screener};
use filiform_units::{Laterality, Sex, Timestamp};

use crate::cli::Global;
use crate::commands::{Answer, screen};
use crate::failure::Failure;
use crate::instance;
use crate::output::{say, say_json};
use crate::plan_file;

use dose::Joining;

/// Search nodes before a proposal is given with a stated gap instead of a proof.
const NODE_LIMIT: u64 = 2_000_000;

/// Propose needles for a condition.
#[derive(Debug, Args)]
pub(crate) struct Plan {
    /// The condition by its id in the knowledge base, such as `knee_oa`. One that does not exist is
    /// answered with all that do.
    #[arg(long, value_name = "ID")]
    condition: String,
    /// Side of the complaint.
    #[arg(long)]
    side: Option<SideName>,
    /// The most needles.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u8).range(1..=40))]
    needles: u8,
    /// Position of the patient [default: the best one].
    #[arg(long)]
    position: Option<PositionName>,
    /// A FHIR R4 file about the person: what screening stops is left out.
    #[arg(long, alias = "facts", value_name = "FILE")]
    patient: Option<PathBuf>,
    /// Where it hurts, such as `knee:left`; may be given more than once.
    #[arg(long, value_name = "REGION:SIDE")]
    pain_area: Vec<String>,
    /// A tender muscle, such as `piriformis:left`; may be given more than once.
    #[arg(long, value_name = "MUSCLE:SIDE")]
    tender: Vec<String>,
    /// A segment tender beside the spine, such as `L4:left`; may be given more than once.
    #[arg(long, value_name = "SEGMENT:SIDE")]
    tender_segment: Vec<String>,
    /// Another condition treated in the same sessions, with its side if it has one: `clbp:both`; may be
    /// given more than once.
    #[arg(long, value_name = "ID[:SIDE]")]
    also: Vec<String>,
    /// Join needles to pairs for current, where that may be.
    #[arg(long)]
    electrical: bool,
    /// Screen as of this day or instant [default: now].
    #[arg(long, value_name = "DATE", value_parser = screen::read_now)]
    now: Option<Timestamp>,
}

/// Side of a complaint.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum SideName {
    /// Left.
    Left,
    /// Right.
    Right,
    /// Both.
    Both,
}

impl SideName {
    const fn laterality(self) -> Laterality {
        match self {
            Self::Left => Laterality::Left,
            Self::Right => Laterality::Right,
            Self::Both => Laterality::Both,
        }
    }
}

/// How the patient lies or sits.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum PositionName {
    /// On the back.
    Supine,
    /// On the front.
    Prone,
    /// On the right side.
    LeftSideUp,
    /// On the left side.
    RightSideUp,
    /// Sitting.
    Sitting,
}

impl PositionName {
    const fn position(self) -> Position {
        match self {
            Self::Supine => Position::Supine,
            Self::Prone => Position::Prone,
            Self::LeftSideUp => Position::LeftSideUp,
            Self::RightSideUp => Position::RightSideUp,
            Self::Sitting => Position::Sitting,
        }
    }
}

/// Proposes a plan and says why.
///
/// # Errors
/// When the condition is not known, a side is missing or the facts cannot be read.
pub(crate) fn run(global: &Global, plan: &Plan) -> anyhow::Result<Answer> {
    let knowledge = instance::knowledge(global.knowledge.as_deref())?;
    let rulebook = Rulebook::new(&knowledge);
    let assessment = assessment(&knowledge, plan)?;
    let (person, chart) = chart(&knowledge, &rulebook, plan)?;
    let conditions: Vec<_> = assessment.complaints().map(|(key, _)| key).collect();
    let screener = Screener::new(&rulebook, &chart, &conditions);
    let limits = Limits {
        max_needles: plan.needles,
        position: plan.position.map(PositionName::position),
        technique: Technique::Manual,
        never: Vec::new(),
        always: Vec::new(),
        node_limit: NODE_LIMIT,
    };
    let proposal = propose(&knowledge, &screener, &assessment, &limits);
    let joining = if plan.electrical {
        Joining::Pairs
    } else {
        Joining::None
    };
    let doses = dose::doses(&knowledge, &screener, &assessment, &proposal, joining);
    let report = report::report(&knowledge, &assessment, &proposal, doses, person);
    if global.json {
        say_json(&report)?;
    } else {
        say(&words::words(&report));
    }
    Ok(Answer::Fine)
}

fn assessment(knowledge: &Knowledge, plan: &Plan) -> Result<Assessment, Failure> {
    let condition = knowledge
        .condition_key(&plan.condition)
        .ok_or_else(|| plan_file::unknown_condition(knowledge, &plan.condition))?;
    let sided = knowledge.condition(condition).sided;
    let side = match plan.side.map(SideName::laterality) {
        Some(side) => side,
        None if sided => {
            let what = format!("`{}` has a side, and none was given", plan.condition);
            return Err(Failure::new(what, "add `--side left`, `right` or `both`"));
        }
        None => Laterality::None,
    };
    Ok(Assessment {
        pain_areas: found::pain_areas(knowledge, &plan.pain_area)?,
        tender_muscles: found::tender_muscles(knowledge, &plan.tender)?,
        tender_segments: found::tender_segments(knowledge, &plan.tender_segment)?,
        also: found::also(knowledge, &plan.also)?,
        ..Assessment::of(condition, side)
    })
}

/// The person's facts, or nobody's: then only what holds for anybody is known.
fn chart(
    knowledge: &Knowledge,
    rulebook: &Rulebook,
    plan: &Plan,
) -> anyhow::Result<(Option<String>, Chart)> {
    let now = plan.now.unwrap_or_else(|| SystemClock.now());
    let Some(path) = &plan.patient else {
        let unknown = Person {
            sex: Sex::Unknown,
            born: None,
        };
        return Ok((None, Chart::read(rulebook, &unknown, &[], now)));
    };
    let (name, chart) =
        screen::chart_of(knowledge, rulebook, path, now).context("nobody was planned for")?;
    Ok((Some(name), chart))
}
