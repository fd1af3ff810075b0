//! What a plan is worth, and what was left out of it.

use filiform_app::{App, PlanSource, PlanView};
use filiform_care::Site;
use filiform_planning::explain;

use crate::pages::plan::LeftOut;
use crate::routes::fault::sentence;
use crate::routes::view;
use crate::ui::bars::Bar;
use crate::ui::verdict::Level;

/// How well each target is covered, and how far the needles follow the trials.
pub(super) fn coverage(app: &App, view: &PlanView) -> Vec<Bar> {
    let knowledge = app.knowledge();
    let Some(evaluation) = &view.evaluation else {
        return Vec::new();
    };
    let by = |needles: &[usize]| {
        let needles = needles
            .iter()
            .filter_map(|index| view.plan.needles.get(*index));
        let words: Vec<String> = needles.map(view::needle_words).collect();
        words.join(", ")
    };
    let targets = evaluation.coverage.iter().map(|target| Bar {
        target: view::place_words(explain::tissue(knowledge, target.tissue), target.side),
        kind: kind(target.tissue).to_owned(),
        percent: percent(target.covered),
        by: by(&target.by),
    });
    let trials = evaluation.trial_use.iter().map(|trials| Bar {
        target: "Points that trials used".to_owned(),
        kind: "Of what so many needles could follow".to_owned(),
        percent: percent(trials.covered),
        by: by(&trials.by),
    });
    targets.chain(trials).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0 to 100 first"
)]
fn percent(part: f64) -> u8 {
    (part * 100.0).round().clamp(0.0, 100.0) as u8
}

const fn kind(tissue: filiform_knowledge::Tissue) -> &'static str {
    match tissue {
        filiform_knowledge::Tissue::Muscle(_) => "Muscle",
        filiform_knowledge::Tissue::Nerve(_) => "Nerve",
        filiform_knowledge::Tissue::Segment(_) => "Segment",
    }
}

pub(super) fn optimality(view: &PlanView) -> String {
    let proof = explain::proof(&view.proposal);
    let own = match view.source {
        PlanSource::Proposed => proof,
        PlanSource::Drafted | PlanSource::Agreed => format!(
            "This plan is worth {:.1}; the best one proposed is worth {:.1}. {proof}",
            value(view),
            view.proposal.value
        ),
    };
    format!("{own} {}", explain::PLAN_BASIS)
}

pub(super) fn value(view: &PlanView) -> f64 {
    view.evaluation
        .as_ref()
        .map_or(0.0, |evaluation| evaluation.value)
}

pub(super) fn left_out(app: &App, view: &PlanView) -> Vec<LeftOut> {
    let knowledge = app.knowledge();
    let is_planned = |out: &&filiform_planning::LeftOut| {
        let code = &knowledge.point(out.point).code;
        !view.plan.needles.iter().any(|needle| {
            needle.side == out.side && matches!(&needle.site, Site::Point(c) if c == code)
        })
    };
    let stopped = |out: &filiform_planning::LeftOut| {
        matches!(out.why, filiform_planning::LeftOutReason::Stopped(_))
    };
    view.proposal
        .left_out
        .iter()
        .filter(is_planned)
        .map(|out| LeftOut {
            point: explain::place(knowledge, out.point, out.side),
            reason: sentence(&explain::left_out(knowledge, &view.proposal, out)),
            level: stopped(out).then_some(Level::Stop),
        })
        .collect()
}
