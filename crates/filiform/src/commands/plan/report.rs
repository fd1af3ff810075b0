//! A proposal as values. The JSON is these values; its names are kept stable.

use filiform_knowledge::{Knowledge, PointKey};
use filiform_planning::{Assessment, LeftOut, Mechanism, Proof, Proposal, ProposedNeedle, explain};
use filiform_units::Side;
use serde::Serialize;

use super::dose::Doses;

/// A proposal with its reasons.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// Name of this format.
    pub(crate) schema: &'static str,
    /// Version of the knowledge.
    pub(crate) knowledge: String,
    /// The condition.
    pub(crate) condition: String,
    /// Its name.
    pub(crate) condition_name: String,
    /// Side of the complaint.
    pub(crate) side: &'static str,
    /// Who was screened; absent when nobody was.
    pub(crate) person: Option<String>,
    /// How the patient lies or sits.
    pub(crate) position: &'static str,
    /// Needles, most valuable first.
    pub(crate) needles: Vec<Needle>,
    /// Points that were left out, with the reason.
    pub(crate) left_out: Vec<Left>,
    /// How well each target is covered.
    pub(crate) coverage: Vec<Coverage>,
    /// Value of the plan.
    pub(crate) value: f64,
    /// Whether it is proven that no better plan exists.
    pub(crate) optimal: bool,
    /// The proof in words.
    pub(crate) proof: String,
    /// Positions that were compared, best first.
    pub(crate) positions: Vec<PositionValue>,
    /// Value with at most 1, 2, 3, ... needles.
    pub(crate) value_by_needles: Vec<f64>,
    /// The usual dose.
    pub(crate) dose: String,
    /// The proposed dose, the counted one, and the electrical pairs.
    #[serde(flatten)]
    pub(crate) doses: Doses,
    /// What is known of the effect.
    pub(crate) evidence: Evidence,
    /// What stands behind each mechanism of these needles, and how sure anybody is.
    pub(crate) mechanisms: Vec<MechanismBasis>,
    /// What stands under every plan.
    pub(crate) basis: &'static str,
}

/// What stands behind a mechanism as a reason for choosing a point.
#[derive(Debug, Serialize)]
pub(crate) struct MechanismBasis {
    /// The mechanism.
    pub(crate) mechanism: &'static str,
    /// What stands behind it.
    pub(crate) words: &'static str,
    /// Certainty that choosing points by it helps more than choosing others.
    pub(crate) certainty: &'static str,
}

/// One needle.
#[derive(Debug, Serialize)]
pub(crate) struct Needle {
    /// Code of the point.
    pub(crate) point: String,
    /// Name of the point.
    pub(crate) name: String,
    /// Side.
    pub(crate) side: &'static str,
    /// Shallowest and deepest depth in millimetres.
    pub(crate) depth_mm: [u8; 2],
    /// Direction.
    pub(crate) angle: &'static str,
    /// What screening says.
    pub(crate) severity: &'static str,
    /// The rule that made it shallower than customary.
    pub(crate) depth_limited_by: Option<String>,
    /// Why it is there.
    pub(crate) why: String,
    /// The same for the person who gets it.
    pub(crate) for_patient: String,
    /// How it is thought to act, strongest first.
    pub(crate) mechanisms: Vec<&'static str>,
    /// What each target gets of it, strongest first.
    pub(crate) effects: Vec<TargetEffect>,
    /// Trials of the condition that used the point, of those whose points are known.
    pub(crate) trials: [u16; 2],
    /// The same for trials of complaints that aim at the same tissue.
    pub(crate) trials_alike: [u16; 2],
    /// The same for all trials of the table.
    pub(crate) trials_anywhere: [u16; 2],
    /// What the plan loses without it.
    pub(crate) worth: f64,
}

/// One effect of a needle on one target.
#[derive(Debug, Serialize)]
pub(crate) struct TargetEffect {
    /// The target.
    pub(crate) target: String,
    /// How it is reached.
    pub(crate) mechanism: &'static str,
    /// Strength, 0 to 1.
    pub(crate) strength: f64,
}

/// A point that was left out.
#[derive(Debug, Serialize)]
pub(crate) struct Left {
    /// Code of the point.
    pub(crate) point: String,
    /// Side.
    pub(crate) side: &'static str,
    /// Why, as a sentence that names the point.
    pub(crate) why: String,
}

/// How well one target is covered.
#[derive(Debug, Serialize)]
pub(crate) struct Coverage {
    /// The target.
    pub(crate) target: String,
    /// Side.
    pub(crate) side: &'static str,
    /// Weight, 1 to 10.
    pub(crate) weight: u8,
    /// Covered part, 0 to 1.
    pub(crate) covered: f64,
    /// Needles that cover it.
    pub(crate) by: Vec<String>,
}

/// A position and what the best plan in it is worth.
#[derive(Debug, Serialize)]
pub(crate) struct PositionValue {
    /// The position.
    pub(crate) position: &'static str,
    /// The value.
    pub(crate) value: f64,
}

/// What trials say of the condition.
#[derive(Debug, Serialize)]
pub(crate) struct Evidence {
    /// Certainty against sham.
    pub(crate) vs_sham_certainty: &'static str,
    /// Against sham, in words.
    pub(crate) vs_sham: String,
    /// Certainty against usual care.
    pub(crate) vs_care_certainty: &'static str,
    /// Against usual care, in words.
    pub(crate) vs_care: String,
    /// What it does not show.
    pub(crate) limits: String,
    /// Sources.
    pub(crate) sources: Vec<String>,
}

/// The report on a proposal.
pub(super) fn report(
    knowledge: &Knowledge,
    assessment: &Assessment,
    proposal: &Proposal,
    doses: Doses,
    person: Option<String>,
) -> Report {
    let condition = knowledge.condition(assessment.condition);
    let needles = proposal.needles.iter();
    let left_out = proposal.left_out.iter();
    let positions = proposal.positions.iter();
    Report {
        schema: "filiform-plan-1",
        knowledge: knowledge.version().to_owned(),
        condition: condition.id.to_string(),
        condition_name: condition.name.clone(),
        side: assessment.side.as_str(),
        person,
        position: proposal.position.as_str(),
        needles: needles.map(|it| needle(knowledge, it)).collect(),
        left_out: left_out.map(|it| left(knowledge, proposal, it)).collect(),
        coverage: coverage(knowledge, proposal),
        value: proposal.value,
        optimal: matches!(proposal.proof, Proof::Optimal { .. }),
        proof: explain::proof(proposal),
        positions: positions
            .map(|(position, value)| PositionValue {
                position: position.as_str(),
                value: *value,
            })
            .collect(),
        value_by_needles: proposal.value_by_needles.clone(),
        dose: proposal.dose.text.clone(),
        doses,
        evidence: evidence(condition),
        mechanisms: mechanisms(proposal),
        basis: explain::PLAN_BASIS,
    }
}

fn mechanisms(proposal: &Proposal) -> Vec<MechanismBasis> {
    let needles = proposal.needles.iter();
    let mut there: Vec<_> = needles
        .flat_map(|it| it.mechanisms.iter().copied())
        .collect();
    there.sort_unstable();
    there.dedup();
    let basis = |mechanism: Mechanism| {
        let basis = explain::basis(mechanism);
        MechanismBasis {
            mechanism: mechanism.as_str(),
            words: basis.words,
            certainty: basis.certainty.words(),
        }
    };
    there.into_iter().map(basis).collect()
}

fn evidence(condition: &filiform_knowledge::ConditionStatement) -> Evidence {
    let (sham, care) = (&condition.vs_sham, &condition.vs_care);
    let mut sources: Vec<String> = sham
        .sources
        .iter()
        .chain(&care.sources)
        .map(ToString::to_string)
        .collect();
    sources.sort();
    sources.dedup();
    Evidence {
        vs_sham_certainty: sham.certainty.words(),
        vs_sham: sham.text.clone(),
        vs_care_certainty: care.certainty.words(),
        vs_care: care.text.clone(),
        limits: condition.limits.clone(),
        sources,
    }
}

fn needle(knowledge: &Knowledge, it: &ProposedNeedle) -> Needle {
    let point = knowledge.point(it.point);
    Needle {
        point: point.code.to_string(),
        name: point.name.clone(),
        side: it.side.as_str(),
        depth_mm: [it.depth.min().get(), it.depth.max().get()],
        angle: it.angle.as_str(),
        severity: it.severity.as_str(),
        depth_limited_by: it
            .depth_limited_by
            .map(|rule| knowledge.rule(rule).title.clone()),
        why: explain::needle(knowledge, &it.reasons, &it.trials, &it.mechanisms),
        for_patient: explain::for_patient(knowledge, it.point, it.side, &it.mechanisms),
        mechanisms: it.mechanisms.iter().map(|one| one.as_str()).collect(),
        effects: it
            .reasons
            .iter()
            .map(|effect| TargetEffect {
                target: explain::tissue(knowledge, effect.tissue).to_owned(),
                mechanism: effect.mechanism.as_str(),
                strength: effect.strength,
            })
            .collect(),
        trials: [it.trials.used, it.trials.of],
        trials_alike: it.trials.region.into(),
        trials_anywhere: it.trials.anywhere.into(),
        worth: it.worth,
    }
}

fn left(knowledge: &Knowledge, proposal: &Proposal, it: &LeftOut) -> Left {
    Left {
        point: knowledge.point(it.point).code.to_string(),
        side: it.side.as_str(),
        why: explain::left_out(knowledge, proposal, it),
    }
}

fn coverage(knowledge: &Knowledge, proposal: &Proposal) -> Vec<Coverage> {
    let place = |point: PointKey, side: Side| explain::place(knowledge, point, side);
    let targets = proposal.coverage.iter();
    targets
        .map(|target| Coverage {
            target: explain::tissue(knowledge, target.tissue).to_owned(),
            side: target.side.as_str(),
            weight: target.weight,
            covered: target.covered,
            by: target
                .by
                .iter()
                .filter_map(|index| proposal.needles.get(*index))
                .map(|needle| place(needle.point, needle.side))
                .collect(),
        })
        .collect()
}
