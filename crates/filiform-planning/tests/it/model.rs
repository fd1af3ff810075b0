//! What the model takes in: segments, several complaints, privileges, trials of other complaints.

use filiform_knowledge::{PrivilegeId, Tissue, Zone};
use filiform_planning::{
    Assessment, LeftOutReason, Mechanism, Unscreened, WithPrivileges, explain, propose,
};
use filiform_screening::{Chart, FactKind, Rulebook, Screener};
use filiform_units::{Laterality, Side};

use crate::support::{KNOWLEDGE, at_most, chart_with, codes, complaint, point};

fn with_side(condition: &str, side: Laterality) -> (filiform_knowledge::ConditionKey, Laterality) {
    (KNOWLEDGE.condition_key(condition).expect("shipped"), side)
}

#[test]
fn a_segment_found_tender_becomes_a_target_and_is_covered() {
    let segment = KNOWLEDGE.segment_key("T6").expect("shipped");
    let plain = complaint("clbp", Laterality::Left);
    let mut found = plain.clone();
    found.tender_segments.push((segment, Side::Left));
    let covered = |complaint: &Assessment| {
        let proposal = propose(&KNOWLEDGE, &Unscreened, complaint, &at_most(12));
        let is_t6 = |tissue| explain::tissue(&KNOWLEDGE, tissue) == "T6";
        let mut targets = proposal.coverage.iter();
        targets
            .find(|target| is_t6(target.tissue))
            .map(|target| target.covered)
    };
    assert_eq!(covered(&plain), None);
    assert!(covered(&found).is_some_and(|part| part > 0.0));
}

#[test]
fn two_complaints_at_once_are_both_aimed_at() {
    let knee = complaint("knee_oa", Laterality::Left);
    let mut both = knee.clone();
    both.also.push(with_side("lat_epi", Laterality::Right));
    let proposal = propose(&KNOWLEDGE, &Unscreened, &both, &at_most(12));
    let on = |zone: Zone, side: Side| {
        let needles = proposal.needles.iter();
        needles
            .filter(|it| KNOWLEDGE.region(KNOWLEDGE.point(it.point).region).zone == zone)
            .filter(|it| it.side == side)
            .count()
    };
    assert!(on(Zone::Leg, Side::Left) > 0, "{:?}", codes(&proposal));
    assert!(on(Zone::Arm, Side::Right) > 0, "{:?}", codes(&proposal));
    let alone = propose(&KNOWLEDGE, &Unscreened, &knee, &at_most(12));
    assert!(proposal.value > alone.value);
}

#[test]
fn the_same_complaint_twice_is_one_complaint() {
    let knee = complaint("knee_oa", Laterality::Left);
    let mut twice = knee.clone();
    twice.also.push(with_side("knee_oa", Laterality::Left));
    let once = propose(&KNOWLEDGE, &Unscreened, &knee, &at_most(8));
    let again = propose(&KNOWLEDGE, &Unscreened, &twice, &at_most(8));
    assert_eq!(once.needles, again.needles);
}

#[test]
fn a_point_outside_the_privileges_is_left_out_and_says_so() {
    let rulebook = Rulebook::new(&KNOWLEDGE);
    let chart: Chart = chart_with(&rulebook, FactKind::Problem, "nothing of note");
    let neck = complaint("neck", Laterality::Left);
    let screener = Screener::new(&rulebook, &chart, &[neck.condition]);
    let planned = |held: &[PrivilegeId]| {
        let allowed = WithPrivileges {
            screener: &screener,
            knowledge: &KNOWLEDGE,
            chart: &chart,
            held,
        };
        propose(&KNOWLEDGE, &allowed, &neck, &at_most(6))
    };
    let needling = PrivilegeId::new("needling");
    let thorax = PrivilegeId::new("thoracic-needling");
    let without = planned(std::slice::from_ref(&needling));
    assert!(without.needles.iter().all(|it| it.point != point("GB21")));
    let out = without
        .left_out
        .iter()
        .find(|out| out.point == point("GB21"));
    let out = out.expect("neck trials use it");
    assert_eq!(out.why, LeftOutReason::OutsidePrivilege(thorax.clone()));
    assert_eq!(
        explain::left_out(&KNOWLEDGE, &without, out),
        "GB21 left: needs the privilege `Thoracic needling`, which you do not hold."
    );
    let with = planned(&[needling, thorax]);
    assert!(with.needles.iter().any(|it| it.point == point("GB21")));
}

#[test]
fn trials_of_another_complaint_count_for_points_of_arm_and_leg_only() {
    let ankle = complaint("ankle", Laterality::Left);
    let proposal = propose(&KNOWLEDGE, &Unscreened, &ankle, &at_most(12));
    for needle in proposal.needles {
        let zone = KNOWLEDGE.region(KNOWLEDGE.point(needle.point).region).zone;
        let alone = needle.mechanisms == [Mechanism::Distal];
        assert!(!alone || needle.trials.named || [Zone::Arm, Zone::Leg].contains(&zone));
    }
}

#[test]
fn a_complaint_without_a_tissue_is_not_planned_from_trials_of_pain() {
    // Nausea after an operation: the statement names one point, and the table has no trial of it.
    let nausea = complaint("ponv", Laterality::None);
    let proposal = propose(&KNOWLEDGE, &Unscreened, &nausea, &at_most(12));
    assert_eq!(codes(&proposal), ["PC6 left", "PC6 right"]);
    for needle in &proposal.needles {
        assert_eq!(needle.mechanisms, [Mechanism::Central]);
    }
}

#[test]
fn an_autonomic_level_is_named_as_such() {
    let bowel = complaint("ibs", Laterality::None);
    let proposal = propose(&KNOWLEDGE, &Unscreened, &bowel, &at_most(12));
    let reasons = proposal.needles.iter().flat_map(|it| it.reasons.iter());
    let at_segments: Vec<Mechanism> = reasons
        .filter(|reason| matches!(reason.tissue, Tissue::Segment(_)))
        .map(|reason| reason.mechanism)
        .collect();
    assert!(!at_segments.is_empty());
    assert!(at_segments.iter().all(|it| *it == Mechanism::Autonomic));
}

#[test]
fn a_patient_reads_why_in_plain_words() {
    let words = explain::for_patient(
        &KNOWLEDGE,
        point("ST36"),
        Side::Left,
        &[Mechanism::Segmental, Mechanism::Regional],
    );
    assert_eq!(
        words,
        "Front of the lower leg, left: its nerves come from the same part of the spine as those of the \
         place that hurts."
    );
}

#[test]
fn every_condition_yields_a_plan_or_a_sentence_why_not() {
    let mut without = Vec::new();
    for (condition, statement) in KNOWLEDGE.conditions().iter() {
        let side = if statement.sided {
            Laterality::Left
        } else {
            Laterality::None
        };
        let assessment = Assessment::of(condition, side);
        let proposal = propose(&KNOWLEDGE, &Unscreened, &assessment, &at_most(10));
        if proposal.needles.is_empty() {
            assert_eq!(explain::proof(&proposal), explain::NOTHING_TO_AIM_AT);
            without.push(statement.id.as_str());
        }
    }
    // The points are where the trigger point or the injury is.
    assert_eq!(without, ["mps", "sports_inj"]);
}
