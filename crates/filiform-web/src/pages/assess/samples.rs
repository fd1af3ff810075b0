//! The states of the assessment.

use super::super::sample;
use super::{Assess, Chart, Choice, Condition, Evidence, FormState, Question, Step};
use crate::ui::body::{Area, View};
use crate::ui::evidence::Certainty;

pub(super) fn all() -> Vec<(&'static str, Assess)> {
    let blank = Assess {
        shell: sample::shell(),
        patient: sample::banner(),
        trail: sample::trail(Step::Assess),
        form: sample::form(),
        state: FormState::default(),
        conditions: conditions(),
        red_flags: Vec::new(),
        questions: questions(),
        chart: chart(areas()),
        muscles: Choice::list(&[
            ("", "None found"),
            ("vastus-medialis", "Vastus medialis"),
            ("popliteus", "Popliteus"),
        ]),
        segments: Choice::list(&[("", "None found"), ("L3", "L3"), ("L4", "L4")]),
        also: Choice::list(&[("", "None"), ("clbp", "Chronic low back pain")]),
    };
    let answers = [
        ("condition", "knee_oa"),
        ("side", "left"),
        ("onset", "2025-04"),
        ("goals", "Walk to the market without stopping."),
        ("nprs", "6"),
        ("peg_pain", "6"),
        ("peg_enjoyment", "5"),
        ("peg_activity", "7"),
        ("first_needles", "yes"),
        ("flag-fever", "no"),
    ];
    let mut chosen = areas();
    for area in &mut chosen {
        area.is_chosen = area.id == "knee-left";
    }
    let full = Assess {
        state: FormState::of(&answers, &[]),
        red_flags: red_flags(),
        chart: chart(chosen),
        shell: crate::ui::layout::Shell {
            saved_at: Some("14:02".to_owned()),
            ..sample::shell()
        },
        ..blank.clone()
    };
    let errors = [
        ("condition", "Choose what brings the patient."),
        (
            "onset",
            "`last spring` is not a date. Write a year, a month or a day, for example 2026-03.",
        ),
        ("nprs", "Choose a number from 0 to 10."),
    ];
    let refused = Assess {
        state: FormState::of(&[("onset", "last spring")], &errors),
        ..blank.clone()
    };
    let answered = Assess {
        questions: Vec::new(),
        ..full.clone()
    };
    vec![
        ("blank", blank),
        ("filled", full),
        ("refused", refused),
        ("all-answered", answered),
    ]
}

fn conditions() -> Vec<Condition> {
    let of = |comparison: &str, answer: &str, certainty| Evidence {
        comparison: comparison.to_owned(),
        answer: answer.to_owned(),
        certainty,
        detail:
            "Sample figures: 1.1 of 10 better, 95 % interval 0.4 to 1.8, 12 trials, 2,410 people."
                .to_owned(),
        sources: sample::strings(&["Sample review, 2018", "Sample guideline, 2021"]),
        review: "Not yet reviewed by a clinician of this clinic".to_owned(),
    };
    let condition =
        |id: &str, name: &str, sham: (&str, Certainty), usual: (&str, Certainty)| Condition {
            id: id.to_owned(),
            name: name.to_owned(),
            evidence: vec![
                of("Against sham", sham.0, sham.1),
                of("Against usual care", usual.0, usual.1),
            ],
        };
    vec![
        condition(
            "knee_oa",
            "Knee osteoarthritis",
            ("small", Certainty::Moderate),
            ("moderate", Certainty::Moderate),
        ),
        condition(
            "low_back",
            "Chronic low back pain",
            ("small", Certainty::Low),
            ("moderate", Certainty::Moderate),
        ),
        condition(
            "neck",
            "Chronic neck pain",
            ("small", Certainty::Low),
            ("small", Certainty::Low),
        ),
        condition(
            "tension_headache",
            "Tension-type headache",
            ("small", Certainty::Moderate),
            ("large", Certainty::Low),
        ),
        condition(
            "migraine",
            "Migraine prevention",
            ("small", Certainty::Moderate),
            ("moderate", Certainty::Moderate),
        ),
        condition(
            "shoulder",
            "Shoulder pain",
            ("uncertain", Certainty::VeryLow),
            ("small", Certainty::Low),
        ),
    ]
}

fn question(field: &str, question: &str, why: &str) -> Question {
    Question {
        field: field.to_owned(),
        question: question.to_owned(),
        why: why.to_owned(),
    }
}

fn red_flags() -> Vec<Question> {
    vec![
        question(
            "flag-fever",
            "Is the joint hot and swollen, with fever?",
            "An infected joint needs a doctor today.",
        ),
        question(
            "flag-weight",
            "Weight lost without trying?",
            "It can be a sign of another illness.",
        ),
        question(
            "flag-night",
            "Pain at night that no position eases?",
            "It can be a sign of another illness.",
        ),
    ]
}

fn questions() -> Vec<Question> {
    vec![
        question(
            "ask-bleeding",
            "Does a small cut bleed for a long time?",
            "No bleeding history is on record.",
        ),
        question(
            "ask-faint",
            "Ever fainted at an injection or a blood sample?",
            "Lying down prevents a fall.",
        ),
    ]
}

/// Half the width and half the height of every sample area.
const HALF: (f32, f32) = (0.065, 0.035);

const AREAS: [(&str, &str, View, f32, f32); 11] = [
    ("head", "Forehead", View::Front, 0.5, 0.055),
    ("shoulder-right", "Shoulder, right", View::Front, 0.33, 0.19),
    ("shoulder-left", "Shoulder, left", View::Front, 0.67, 0.19),
    ("thigh-right", "Thigh, right", View::Front, 0.38, 0.57),
    ("thigh-left", "Thigh, left", View::Front, 0.62, 0.57),
    ("knee-right", "Knee, right", View::Front, 0.36, 0.695),
    ("knee-left", "Knee, left", View::Front, 0.64, 0.695),
    ("neck", "Neck", View::Back, 0.5, 0.13),
    ("low-back", "Low back", View::Back, 0.5, 0.35),
    ("buttock-left", "Buttock, left", View::Back, 0.42, 0.46),
    ("buttock-right", "Buttock, right", View::Back, 0.58, 0.46),
];

fn chart(areas: Vec<Area>) -> Chart {
    Chart {
        areas,
        areas_can_be_chosen: true,
        ..sample::chart("assess")
    }
}

fn areas() -> Vec<Area> {
    let area = |(id, words, view, x, y): (&str, &str, View, f32, f32)| Area {
        id: id.to_owned(),
        words: words.to_owned(),
        view,
        x,
        y,
        half_width: HALF.0,
        half_height: HALF.1,
        is_chosen: false,
    };
    AREAS.map(area).to_vec()
}
