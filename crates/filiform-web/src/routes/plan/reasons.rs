//! More of why, as the plan page shows it.

use filiform_app::{App, PlanView};
use filiform_care::Site;
use filiform_knowledge::{Knowledge, NeedleAim};
use filiform_planning::{EvaluatedNeedle, Mechanism, explain};

use crate::pages::plan::{Reasons, Way};
use crate::routes::fault::sentence;
use crate::routes::view;

pub(super) fn reasons(app: &App, view: &PlanView) -> Reasons {
    let knowledge = app.knowledge();
    Reasons {
        limit: limit(knowledge, view),
        ways: ways(knowledge, view),
        bases: bases(view),
        for_patient: for_patient(knowledge, view),
        patient_basis: explain::PATIENT_BASIS.to_owned(),
    }
}

/// How many needles were proposed at most, and why no more.
fn limit(knowledge: &Knowledge, view: &PlanView) -> String {
    if view.proposal.needles.is_empty() {
        return String::new();
    }
    let mut why: Vec<String> = Vec::new();
    if view.course.sessions.is_empty() {
        why.push("it is the first session".to_owned());
    }
    let few = view
        .few_because
        .iter()
        .map(|rule| &knowledge.rule(*rule).title);
    why.extend(few.map(|title| format!("“{title}” asks for few")));
    let most = view.max_needles;
    if why.is_empty() {
        sentence(&format!("at most {most} needles were proposed"))
    } else {
        let why = why.join(", and ");
        sentence(&format!("at most {most} needles were proposed: {why}"))
    }
}

fn evaluated(view: &PlanView) -> impl Iterator<Item = (usize, &EvaluatedNeedle)> {
    let needles = view.evaluation.iter().flat_map(|all| &all.needles);
    needles.enumerate()
}

/// The ways of working, in the order of the knowledge base, each with what its claims come to.
fn ways(knowledge: &Knowledge, view: &PlanView) -> Vec<Way> {
    let aims_at = |needle: &EvaluatedNeedle, way: NeedleAim| {
        let mechanisms = needle.mechanisms.iter();
        mechanisms
            .flat_map(|mechanism| explain::ways(*mechanism))
            .any(|aim| *aim == way)
    };
    NeedleAim::ALL
        .into_iter()
        .filter_map(|way| {
            let needles: Vec<String> = evaluated(view)
                .filter(|(_, needle)| aims_at(needle, way))
                .filter_map(|(index, _)| view.plan.needles.get(index))
                .map(view::needle_words)
                .collect();
            (!needles.is_empty()).then(|| Way {
                name: way.words().to_owned(),
                needles: needles.join(", "),
                how_sure: how_sure(knowledge, way),
            })
        })
        .collect()
}

/// The sorts of reason that stand in this plan, in the order of the planner.
fn bases(view: &PlanView) -> Vec<[String; 3]> {
    let mut there: Vec<Mechanism> = evaluated(view)
        .flat_map(|(_, needle)| needle.mechanisms.iter().copied())
        .collect();
    there.sort_unstable();
    there.dedup();
    let row = |mechanism: Mechanism| {
        let basis = explain::basis(mechanism);
        [
            mechanism.as_str().to_owned(),
            basis.words.to_owned(),
            basis.certainty.words().to_owned(),
        ]
    };
    there.into_iter().map(row).collect()
}

fn how_sure(knowledge: &Knowledge, way: NeedleAim) -> String {
    let claims = knowledge.mechanisms().iter();
    let of_way = claims.filter(|(_, claim)| claim.aim == Some(way));
    let words: Vec<String> = of_way
        .map(|(_, claim)| format!("{} ({})", claim.say, claim.verdict))
        .collect();
    words.join(" ")
}

fn for_patient(knowledge: &Knowledge, view: &PlanView) -> Vec<String> {
    let words = |(index, evaluated): (usize, &EvaluatedNeedle)| {
        let needle = view.plan.needles.get(index)?;
        let Site::Point(code) = &needle.site else {
            return None;
        };
        let point = knowledge.point_key(code.as_str())?;
        let mechanisms = &evaluated.mechanisms;
        Some(explain::for_patient(
            knowledge,
            point,
            needle.side,
            mechanisms,
        ))
    };
    evaluated(view).filter_map(words).collect()
}
