//! A proposal in sentences, for pages, letters and the command line.
//!
//! Where a point acts is anatomy; that acting there helps is another question. Every mechanism
//! therefore comes with its [`Basis`], and a page shows the two together.

use filiform_knowledge::{
    Certainty, Knowledge, NeedleAim, PointKey, RuleKey, SegmentSet, Tissue, Verification,
};
use filiform_units::Side;

mod patient;

use crate::{Effect, LeftOut, LeftOutReason, Mechanism, Proof, Proposal, TrialUse};

pub use patient::{PATIENT_BASIS, for_patient};

/// How far a mechanism can be trusted as a reason for choosing a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basis {
    /// One sentence for the page.
    pub words: &'static str,
    /// Certainty that choosing points by it helps more than choosing others.
    pub certainty: Certainty,
    /// How the sentence was checked.
    pub verification: Verification,
}

/// The basis of a mechanism. These are statements about how Filiform plans, not findings.
pub const fn basis(mechanism: Mechanism) -> Basis {
    let words = match mechanism {
        Mechanism::Local => {
            "Plausible anatomy: the needle is in the tissue that is aimed at. Trials have not shown that \
             this tissue has to be needled."
        }
        Mechanism::Segmental => {
            "Plausible anatomy of moderate certainty: the needle shares a spinal segment with the \
             target. No trial shows that choosing points by segment beats other points."
        }
        Mechanism::Regional => {
            "Plausible anatomy: the needle is in the painful area or its skin segment. No trial shows \
             that this beats other points."
        }
        Mechanism::Autonomic => {
            "Plausible anatomy: the needle shares the spinal level of the organ's autonomic nerves. No \
             trial shows that choosing points by it beats other points."
        }
        Mechanism::Distal => {
            "Trials used the point, away from the painful tissue. That says what was done, not that this \
             point is what helped."
        }
        Mechanism::Central => {
            "Trials used the point for a complaint that has no tissue to aim at. What it does, it does \
             through the brain; that this point matters was not shown."
        }
    };
    Basis {
        words,
        certainty: Certainty::None,
        verification: Verification::Policy,
    }
}

/// The ways of working that a needle with this mechanism is said to use. What is known of each stands with
/// the claims of the knowledge base; sorting a mechanism under them is ours, not a finding.
pub const fn ways(mechanism: Mechanism) -> &'static [NeedleAim] {
    match mechanism {
        Mechanism::Local => &[
            NeedleAim::Muscle,
            NeedleAim::CirculationAndInflammation,
            NeedleAim::LocalHealing,
        ],
        Mechanism::Segmental | Mechanism::Regional | Mechanism::Distal => {
            &[NeedleAim::PainModulation]
        }
        Mechanism::Autonomic => &[NeedleAim::NervousSystem],
        Mechanism::Central => &[NeedleAim::NervousSystem, NeedleAim::PainModulation],
    }
}

/// What stands under every plan.
pub const PLAN_BASIS: &str = "Chosen by anatomy and by the points that trials used, with weights that \
     are planning policy, not evidence. Proven best means best for these targets and weights; it does \
     not mean that this plan helps more than another.";

/// Why a needle is there, without a full stop: `in vastus medialis (local); shares L3 and L4 with the
/// target (segmental); used in 4 of 8 trials of knee osteoarthritis`.
///
/// Empty when it has no effect on any target.
pub fn needle(
    knowledge: &Knowledge,
    reasons: &[Effect],
    trials: &TrialUse,
    mechanisms: &[Mechanism],
) -> String {
    let mut parts: Vec<String> = mechanisms
        .iter()
        .filter_map(|mechanism| mechanism_part(knowledge, *mechanism, reasons))
        .collect();
    let by_use_alone = mechanisms.iter().find(|mechanism| match mechanism {
        Mechanism::Distal | Mechanism::Central => true,
        Mechanism::Local | Mechanism::Segmental | Mechanism::Regional | Mechanism::Autonomic => {
            false
        }
    });
    let used = trial_part(knowledge, trials);
    parts.extend(used.map(|used| match by_use_alone {
        Some(mechanism) => format!("{used} ({})", mechanism.as_str()),
        None => used,
    }));
    parts.join("; ")
}

/// Why a point is not in the plan, as a sentence: ``GB21 left: stopped by `Deep needling with reduced
/// clotting`.``
pub fn left_out(knowledge: &Knowledge, proposal: &Proposal, left_out: &LeftOut) -> String {
    let why = match &left_out.why {
        LeftOutReason::Stopped(rules) => format!("stopped by {}", titles(knowledge, rules)),
        LeftOutReason::OutOfReach => {
            format!("cannot be reached {}", position_words(proposal))
        }
        LeftOutReason::NotNeedled => "is a landmark that is not needled".to_owned(),
        LeftOutReason::SeveralNeedles(parts) if parts.is_empty() => {
            "stands for several needles and is planned by hand".to_owned()
        }
        LeftOutReason::SeveralNeedles(parts) => format!(
            "stands for several needles, planned as {}",
            list(parts.iter().map(|point| code(knowledge, *point)).collect())
        ),
        LeftOutReason::OutsidePrivilege(privilege) => {
            let name = knowledge
                .privilege(privilege.as_str())
                .map_or(privilege.as_str(), |privilege| privilege.name.as_str());
            format!("needs the privilege `{name}`, which you do not hold")
        }
        LeftOutReason::NeverUsed => "left out because you said never".to_owned(),
        LeftOutReason::AddsLittle(beside) => match needles(knowledge, proposal, beside) {
            Some(beside) => format!("adds little beside {beside}"),
            None => "adds less than a needle costs".to_owned(),
        },
        LeftOutReason::TooClose(index) => match needles(knowledge, proposal, &[*index]) {
            Some(near) => {
                format!("does the same in the same region as {near}, which is worth more")
            }
            None => "does the same in the same region as a needle that is worth more".to_owned(),
        },
        LeftOutReason::NeedleLimit => format!(
            "would help, but with {} every chosen needle is worth more",
            count(proposal.needles.len(), "needle")
        ),
    };
    format!(
        "{}: {why}.",
        place(knowledge, left_out.point, left_out.side)
    )
}

/// What to say of a plan without needles although there are targets or trials.
pub const NOTHING_IS_LEFT: &str = "No needle is proposed: every point that would reach the targets is \
     stopped, cannot be reached in this position, or costs more in needle and risk than it covers. The \
     reasons stand beside the points that were left out.";

/// What to say of a plan without needles that has nothing to aim at.
pub const NOTHING_TO_AIM_AT: &str = "There is nothing to aim at: this complaint has no fixed place. \
     Mark where it hurts and which muscles are tender, or add the points by hand.";

/// Whether anything better can exist, as a sentence.
pub fn proof(proposal: &Proposal) -> String {
    if proposal.needles.is_empty() && proposal.coverage.is_empty() {
        return NOTHING_TO_AIM_AT.to_owned();
    }
    if proposal.needles.is_empty() {
        return NOTHING_IS_LEFT.to_owned();
    }
    let plan = format!("{}-needle plan", proposal.needles.len());
    match proposal.proof {
        Proof::Optimal { nodes } => format!(
            "No better {plan} exists for these targets: proven, {}.",
            count_u64(nodes, "node")
        ),
        Proof::Bounded { bound, nodes } => format!(
            "The search ended after {}: a better {plan} may exist, worth at most {:.1} % more.",
            count_u64(nodes, "node"),
            gap_percent(proposal.value, bound)
        ),
    }
}

/// A point with its side: `ST36 left`, `GV20`.
pub fn place(knowledge: &Knowledge, point: PointKey, side: Side) -> String {
    let code = code(knowledge, point);
    match side {
        Side::Left | Side::Right => format!("{code} {}", side.as_str()),
        Side::Midline => code,
    }
}

/// The name of a target.
pub fn tissue(knowledge: &Knowledge, tissue: Tissue) -> &str {
    match tissue {
        Tissue::Muscle(muscle) => knowledge.muscle(muscle).name.as_str(),
        Tissue::Nerve(nerve) => knowledge.nerve(nerve).name.as_str(),
        Tissue::Segment(segment) => knowledge.segment(segment).name.as_str(),
    }
}

fn mechanism_part(
    knowledge: &Knowledge,
    mechanism: Mechanism,
    reasons: &[Effect],
) -> Option<String> {
    let of = |wanted: fn(Tissue) -> bool| -> Vec<String> {
        reasons
            .iter()
            .filter(|effect| effect.mechanism == mechanism && wanted(effect.tissue))
            .map(|effect| tissue(knowledge, effect.tissue).to_owned())
            .collect()
    };
    let muscles = of(|tissue| matches!(tissue, Tissue::Muscle(_)));
    let nerves = of(|tissue| matches!(tissue, Tissue::Nerve(_)));
    let segments = segments_of(knowledge, mechanism, reasons);
    let words = match mechanism {
        Mechanism::Local => [("in ", muscles), ("in the supply of the ", nerves)]
            .into_iter()
            .filter(|(_, names)| !names.is_empty())
            .map(|(before, names)| format!("{before}{}", list(names)))
            .collect::<Vec<_>>()
            .join(" and "),
        Mechanism::Segmental if segments.is_empty() => {
            let tissues: Vec<String> = muscles.into_iter().chain(nerves).collect();
            if tissues.is_empty() {
                return None;
            }
            format!("shares a root with {}", list(tissues))
        }
        Mechanism::Segmental => format!("shares {} with the target", list(segments)),
        Mechanism::Regional => {
            let skin: Vec<String> = nerves
                .into_iter()
                .map(|nerve| format!("the {nerve}"))
                .chain(segments)
                .collect();
            if skin.is_empty() {
                return None;
            }
            format!("in the skin of {}", list(skin))
        }
        Mechanism::Autonomic => format!(
            "shares the autonomic level {} with the organ",
            list(segments)
        ),
        Mechanism::Distal | Mechanism::Central => return None,
    };
    (!words.is_empty()).then(|| format!("{words} ({})", mechanism.as_str()))
}

/// Segments from the head down, as anybody reads them.
fn segments_of(knowledge: &Knowledge, mechanism: Mechanism, reasons: &[Effect]) -> Vec<String> {
    reasons
        .iter()
        .filter(|effect| effect.mechanism == mechanism)
        .fold(SegmentSet::EMPTY, |all, effect| match effect.tissue {
            Tissue::Segment(segment) => all.with(segment),
            Tissue::Muscle(_) | Tissue::Nerve(_) => all,
        })
        .iter()
        .map(|segment| knowledge.segment(segment).name.as_str().to_owned())
        .collect()
}

/// By the trials of the condition where they used the point, otherwise by those of its region, otherwise by
/// all: what stands behind the number that planning made of it.
fn trial_part(knowledge: &Knowledge, trials: &TrialUse) -> Option<String> {
    let condition = knowledge.condition(trials.condition?);
    if trials.strength <= 0.0 {
        return None;
    }
    let name = lower_first(&condition.name);
    let of = |(used, of): (u16, u16)| format!("{used} of {}", count(usize::from(of), "trial"));
    let named = trials
        .named
        .then(|| format!("among the points of the main trials of {name}"));
    let used = if trials.used > 0 {
        Some(format!(
            "used in {} of {name}",
            of((trials.used, trials.of))
        ))
    } else if named.is_some() {
        None
    } else if trials.region.0 > 0 {
        let of_region = of(trials.region);
        Some(format!(
            "used in {of_region} of complaints that aim at the same tissue"
        ))
    } else {
        let anywhere = of(trials.anywhere);
        Some(format!("used in {anywhere} of pain anywhere in the body"))
    };
    used.or(named)
}

fn position_words(proposal: &Proposal) -> String {
    use filiform_knowledge::Position;
    match proposal.position {
        Position::Supine => "lying on the back",
        Position::Prone => "lying on the front",
        Position::LeftSideUp => "lying on the right side",
        Position::RightSideUp => "lying on the left side",
        Position::Sitting => "sitting",
    }
    .to_owned()
}

fn needles(knowledge: &Knowledge, proposal: &Proposal, indices: &[usize]) -> Option<String> {
    let names: Vec<String> = indices
        .iter()
        .filter_map(|index| proposal.needles.get(*index))
        .map(|needle| place(knowledge, needle.point, needle.side))
        .collect();
    (!names.is_empty()).then(|| list(names))
}

fn titles(knowledge: &Knowledge, rules: &[RuleKey]) -> String {
    list(
        rules
            .iter()
            .map(|rule| format!("`{}`", knowledge.rule(*rule).title))
            .collect(),
    )
}

fn code(knowledge: &Knowledge, point: PointKey) -> String {
    knowledge.point(point).code.as_str().to_owned()
}

/// `a`, `a and b`, `a, b and c`.
fn list(mut names: Vec<String>) -> String {
    match names.pop() {
        None => String::new(),
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} and {last}", names.join(", ")),
    }
}

fn count(number: usize, thing: &str) -> String {
    count_u64(u64::try_from(number).unwrap_or(u64::MAX), thing)
}

/// `1 node`, `1,240 nodes`.
fn count_u64(number: u64, thing: &str) -> String {
    let digits = number.to_string();
    let mut words = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    let plural = if number == 1 { "" } else { "s" };
    format!("{words} {thing}{plural}")
}

fn gap_percent(value: f64, bound: f64) -> f64 {
    if value > 0.0 {
        (bound - value).max(0.0) / value * 100.0
    } else {
        100.0
    }
}

/// Condition names begin with a capital on a page of their own, not inside a sentence.
fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}
