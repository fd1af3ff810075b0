//! What a plan amounts to, and what a new one begins with.

use filiform_knowledge::{Angle, ConditionKey, FrequencyRange, Place, Technique};
use filiform_planning::dose::{
    DoseNote, DosePart, PRINCIPLE, ProposedDose, ProposedStimulation, RetentionCheck, SessionPlan,
    StimulusOrigin, check_retention, counted_dose, note, proposed_dose, stimulus_words,
};
use filiform_screening::Needle;
use filiform_units::{DepthRange, Hertz, Millimetres, Minutes, NeedleCount, Side};

use crate::support::{KNOWLEDGE, point};

fn condition(id: &str) -> ConditionKey {
    KNOWLEDGE.condition_key(id).expect("shipped")
}

fn proposed(id: &str) -> ProposedDose {
    proposed_dose(&KNOWLEDGE, condition(id))
}

fn needle(depth_mm: Option<(u8, u8)>, technique: Technique) -> Needle {
    let mm = Millimetres::literal;
    Needle {
        near: None,
        place: Place::Point(point("ST36")),
        side: Side::Left,
        depth: depth_mm.map(|(min, max)| DepthRange::new(mm(min), mm(max)).expect("in order")),
        angle: Angle::Perpendicular,
        technique,
    }
}

fn hertz(from: u32, to: u32) -> FrequencyRange {
    let hertz = |it| Hertz::new(it).expect("in range");
    FrequencyRange {
        from: hertz(from),
        to: hertz(to),
    }
}

#[test]
fn a_dose_is_counted_from_the_numbers_of_the_plan() {
    let needles = [
        needle(Some((12, 25)), Technique::Manual),
        needle(Some((20, 30)), Technique::Electrical),
        needle(None, Technique::Electrical),
        needle(Some((2, 3)), Technique::Indwelling),
    ];
    let dose = counted_dose(&SessionPlan {
        needles: &needles,
        frequencies: &[hertz(2, 4), hertz(80, 100)],
        retention: Minutes::literal(20),
        current: Minutes::literal(30),
        sessions: 8,
        per_week: 3,
    });
    let counts = [
        dose.needles,
        dose.without_current,
        dose.electrical,
        dose.with_depth,
    ];
    assert_eq!(counts.map(NeedleCount::get), [4, 2, 2, 3]);
    assert_eq!(dose.summed_depth.to_string(), "46 mm");
    assert_eq!(dose.mean_depth_mm, Some(46.0 / 3.0));
    assert_eq!(dose.current, Minutes::literal(20));
    assert_eq!(dose.frequency, Some(hertz(2, 100)));
    assert_eq!(dose.needle_minutes.get(), 60);
    assert_eq!(dose.weeks, 3);
    assert_eq!(dose.needle_minutes_a_week.get(), 180);
    assert_eq!(dose.needle_minutes_of_course.get(), 480);
}

#[test]
fn a_plan_without_needles_counts_as_nothing() {
    let dose = counted_dose(&SessionPlan {
        needles: &[],
        frequencies: &[],
        retention: Minutes::literal(20),
        current: Minutes::literal(20),
        sessions: 1,
        per_week: 0,
    });
    assert_eq!(dose.mean_depth_mm, None);
    assert_eq!(dose.current, Minutes::literal(0));
    assert_eq!((dose.weeks, dose.needle_minutes.get()), (1, 0));
}

#[test]
fn what_a_counted_dose_means_stands_in_the_knowledge_with_its_source() {
    let principle = KNOWLEDGE.principle(PRINCIPLE).expect("shipped");
    assert_eq!(principle.provenance.sources[0].as_str(), "evidence-S4");
    assert!(principle.text.contains("pretend treatment"));
}

#[test]
fn the_evidence_gives_current_its_frequency_and_the_usual_setting_where_it_is_silent() {
    let words = |id: &str| match proposed(id).stimulation {
        ProposedStimulation::Manual => "by hand".to_owned(),
        ProposedStimulation::Electrical { stimulus, minutes } => {
            format!("{}; {minutes}", stimulus_words(&stimulus))
        }
    };
    let pulses = "pulses of 0.1 to 0.6 ms (from memory, not verified)";
    let knee = "dense and disperse, 2 and 100 Hz in turn (read as quoted by another source)";
    assert_eq!(words("knee_oa"), format!("{knee}, {pulses}; 25 min"));
    let around = "2 to 100 Hz (from memory, not verified)";
    assert_eq!(words("postop_pain"), format!("{around}, {pulses}; 30 min"));
    let usual = "2 to 4 Hz (from memory, not verified)";
    assert_eq!(words("fm"), format!("{usual}, {pulses}; 25 min"));
    assert_eq!(words("clbp"), "by hand");
    assert!(
        proposed("fm")
            .notes
            .contains(&DoseNote::NotGiven(DosePart::Frequency))
    );
    let ProposedStimulation::Electrical { stimulus, .. } = proposed("knee_oa").stimulation else {
        panic!("the trial used current");
    };
    assert_eq!(stimulus.origin, StimulusOrigin::Condition);
}

#[test]
fn a_retention_outside_what_a_session_allows_is_kept_within_it_and_says_so() {
    let neck = proposed("neck");
    assert_eq!(neck.retention, Minutes::literal(25));
    let notes: Vec<_> = neck.notes.iter().map(note).collect();
    assert_eq!(
        notes,
        [
            "The ATLAS trial offered sessions of 50 minutes (from memory, not verified). A session \
             allows 10 to 30 min, so 25 min is proposed."
        ]
    );
    assert_eq!(proposed("mps").retention, Minutes::literal(10));
}

#[test]
fn a_retention_outside_is_checked_for_somebody_who_gave_it() {
    let check = |id: &str, minutes: u16| {
        check_retention(&KNOWLEDGE, condition(id), Minutes::literal(minutes))
    };
    assert_eq!(check("neck", 30), RetentionCheck::Within);
    assert!(matches!(
        check("neck", 50),
        RetentionCheck::OutsideWithReason(_)
    ));
    assert!(matches!(
        check("mps", 5),
        RetentionCheck::OutsideWithReason(_)
    ));
    assert_eq!(check("neck", 45), RetentionCheck::Outside);
    assert_eq!(check("clbp", 50), RetentionCheck::Outside);
}

#[test]
fn every_proposed_dose_is_one_that_a_plan_may_have() {
    for (key, condition) in KNOWLEDGE.conditions().iter() {
        let dose = proposed_dose(&KNOWLEDGE, key);
        assert!(
            (10..=30).contains(&dose.retention.get()),
            "{}",
            condition.id
        );
        assert!((1..=40).contains(&dose.sessions), "{}", condition.id);
        assert!((1..=7).contains(&dose.per_week), "{}", condition.id);
        let silent = dose.notes.iter().any(|it| {
            let part = DosePart::Sessions;
            *it == DoseNote::NotGiven(part)
        });
        assert_eq!(
            silent,
            condition.dose.sessions.is_none(),
            "{}",
            condition.id
        );
    }
}
