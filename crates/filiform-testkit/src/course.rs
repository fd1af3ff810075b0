//! Courses.

use filiform_care::Plan;
use filiform_care::course::{Complaint, Event};
use filiform_knowledge::ConditionId;
use filiform_outcomes::{Answer, Measure};
use filiform_units::{CourseId, Laterality, MeasureId, PartialDate, PatientId};

use crate::{Clock, an_act, long};

/// The id of [`a_patient`](crate::a_patient).
pub const fn a_patient_id() -> PatientId {
    PatientId::from_bits(0xa01f_e000_0000_4000_8000_0000_0000_0001)
}

/// The id of a course.
pub const fn a_course() -> CourseId {
    CourseId::from_bits(0xc0de_0000_0000_4000_8000_0000_0000_0001)
}

/// A complaint since March 2026, with a goal, without findings of the examination.
pub fn a_complaint(condition: &str, side: Laterality) -> Complaint {
    Complaint {
        condition: ConditionId::new(condition),
        side,
        onset: Some(PartialDate::parse("2026-03").expect("a month")),
        pain_areas: Vec::new(),
        tender_muscles: Vec::new(),
        also: Vec::new(),
        tender_segments: Vec::new(),
        drawing: None,
        goals: Some(long("walk to the shops without stopping")),
    }
}

/// A completed instrument.
pub fn a_measure(instrument: &str, answers: &[Answer]) -> Measure {
    Measure {
        id: MeasureId::from_bits(0x3ea5_0000_0000_4000_8000_0000_0000_0001),
        instrument: instrument.to_owned(),
        answers: answers.to_vec(),
        at: Clock::start(),
    }
}

/// A course was opened for a left-sided osteoarthritic knee.
pub fn course_opened() -> Vec<Event> {
    vec![Event::Opened {
        patient: a_patient_id(),
        complaint: a_complaint("knee_oa", Laterality::Left),
        act: an_act(),
    }]
}

/// A plan was drafted.
pub fn plan_drafted(plan: Plan) -> Vec<Event> {
    vec![Event::PlanDrafted {
        plan,
        from: None,
        act: an_act(),
    }]
}

/// A plan was agreed that needed no answers.
pub fn plan_agreed(plan: Plan) -> Vec<Event> {
    vec![Event::PlanAgreed {
        plan,
        overrides: Vec::new(),
        found: Some(Vec::new()),
        act: an_act(),
    }]
}

/// A completed instrument was recorded.
pub fn measure_recorded(measure: Measure) -> Vec<Event> {
    vec![Event::MeasureRecorded {
        measure,
        act: an_act(),
    }]
}
