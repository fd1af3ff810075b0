//! Scores, trends and whether treatment is working.
#![expect(
    clippy::unwrap_used,
    reason = "the helpers of tests end a test that is written wrongly"
)]

mod score;
mod trend;
mod working;

use filiform_knowledge::{
    Better, Definition, Formula, Instrument, Provenance, Review, Verification, WorkingRule,
};
use filiform_outcomes::{Answer, Measure};
use filiform_units::{MeasureId, Minutes, Timestamp};

/// One question, 0 to 10, lower is better, two points matter.
fn nprs() -> Instrument {
    Instrument {
        id: "nprs".to_owned(),
        name: "Pain rating 0 to 10".to_owned(),
        items: vec!["Average pain over the last 7 days".to_owned()],
        item_min: 0,
        item_max: 10,
        better: Better::Lower,
        formula: Formula::Sum,
        items_needed: 1,
        important_change_tenths: 20,
        loinc: String::new(),
        provenance: from_memory(),
        definition: Definition::default(),
    }
}

/// Three questions, 0 to 10, the mean counts, all are needed, one point matters.
fn peg() -> Instrument {
    Instrument {
        id: "peg".to_owned(),
        name: "Pain and its effect on life".to_owned(),
        items: ["pain", "enjoyment", "activity"]
            .map(str::to_owned)
            .to_vec(),
        formula: Formula::Mean,
        items_needed: 3,
        important_change_tenths: 10,
        ..nprs()
    }
}

/// Ten questions, 1 to 5, the sum counts, eight are needed, higher is better.
fn function() -> Instrument {
    Instrument {
        id: "function".to_owned(),
        items: vec!["a neutral label".to_owned(); 10],
        item_min: 1,
        item_max: 5,
        better: Better::Higher,
        items_needed: 8,
        important_change_tenths: 50,
        ..nprs()
    }
}

fn working_rule() -> WorkingRule {
    WorkingRule {
        responding_percent: 30,
        not_responding_percent: 15,
        first_check_sessions: 4,
        decision_sessions: 6,
        text: String::new(),
        provenance: from_memory(),
    }
}

fn from_memory() -> Provenance {
    Provenance {
        verification: Verification::FromMemory,
        policy: true,
        sources: Vec::new(),
        review: Review::NotYet,
        version: 1,
        withdrawn: None,
    }
}

/// A measure answered so many minutes after the first session began.
fn measure(instrument: &Instrument, minute: u16, answers: &[Answer]) -> Measure {
    Measure {
        id: MeasureId::from_bits(u128::from(minute)),
        instrument: instrument.id.clone(),
        answers: answers.to_vec(),
        at: minute_of_course(minute),
    }
}

fn minute_of_course(minute: u16) -> Timestamp {
    let start = Timestamp::parse("2026-11-24T09:00:00Z").unwrap();
    start.plus(Minutes::literal(minute))
}
