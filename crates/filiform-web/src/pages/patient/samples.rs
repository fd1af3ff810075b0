//! The states of the patient page.

use super::super::sample;
use super::{
    CourseView, Fact, FactGroup, FormState, History, MeasureLine, Patient, SessionLine, Step,
    TabView, Trend, paths,
};
use crate::ui::trend::{Band, Reading};

pub(super) fn all() -> Vec<(&'static str, Patient)> {
    let with = |tab| Patient {
        shell: sample::shell(),
        patient: sample::banner(),
        trail: sample::trail(Step::Patient),
        form: sample::form(),
        state: FormState::default(),
        tab,
    };
    let nobody = |tab| Patient {
        patient: sample::banner_without_alerts(),
        ..with(tab)
    };
    let mut refused = with(TabView::History(history()));
    refused.state = FormState::of(
        &[("kind", "medicine"), ("date", "31 June")],
        &[
            ("text", "Write what the fact is."),
            (
                "date",
                "`31 June` is not a date. Write a year, a month or a day.",
            ),
        ],
    );
    let no_history = History {
        groups: Vec::new(),
        has_course: false,
    };
    vec![
        ("course", with(TabView::Course(Some(Box::new(course()))))),
        ("course-empty", nobody(TabView::Course(None))),
        ("history", with(TabView::History(history()))),
        ("history-empty", nobody(TabView::History(no_history))),
        ("history-refused", refused),
        ("sessions", with(TabView::Sessions(sessions()))),
        ("sessions-empty", with(TabView::Sessions(Vec::new()))),
        (
            "measures",
            with(TabView::Measures(measures(), Some("c-1".to_owned()))),
        ),
        ("measures-empty", with(TabView::Measures(Vec::new(), None))),
        ("record", with(TabView::Record(Some("c-1".to_owned())))),
        ("record-empty", with(TabView::Record(None))),
    ]
}

fn course() -> CourseView {
    CourseView {
        course_id: "c-1".to_owned(),
        complaint: "Knee osteoarthritis, left, since April 2025".to_owned(),
        plan: "6 needles, 20 min, 8 sessions, one a week".to_owned(),
        progress: "Session 4 of 8 on 17 November 2026".to_owned(),
        working: Some("Improving: 2.4 of 10 better after 4 sessions".to_owned()),
        trend: Some(trend()),
        next: (paths::plan("c-1"), "Start session 5".to_owned()),
    }
}

/// A trend with a value that is missing.
pub(in super::super) fn trend() -> Trend {
    let reading = |day, date: &str, value| Reading {
        day,
        date: date.to_owned(),
        value,
    };
    Trend {
        id: "nprs".to_owned(),
        title: "Pain, last 7 days (NPRS)".to_owned(),
        axis: "0 to 10, lower is better".to_owned(),
        max: 10.0,
        readings: vec![
            reading(0, "27 October 2026", Some(7.0)),
            reading(7, "3 November 2026", Some(6.0)),
            reading(14, "10 November 2026", None),
            reading(21, "17 November 2026", Some(5.0)),
            reading(28, "24 November 2026", Some(4.0)),
        ],
        session_days: vec![0, 7, 14, 21],
        band: Some(Band { from: 4.9, to: 0.0, words: "a real change: 30 % or more below the start".to_owned() }),
        summary: "Pain fell from 7 of 10 on 27 October 2026 to 4 of 10 on 24 November 2026; one value is missing.".to_owned(),
    }
}

const IMPORTED: &str = "ellis-margaret.json, entry 41";

/// What, status, date, recognised as, source.
type FactWords = [&'static str; 5];

const PROBLEMS: &[FactWords] = &[
    [
        "Osteoarthritis of left knee",
        "active",
        "April 2025",
        "osteoarthritis, knee",
        IMPORTED,
    ],
    [
        "Deep vein thrombosis",
        "resolved",
        "2016",
        "thrombosis",
        IMPORTED,
    ],
];
const MEDICINES: &[FactWords] = &[
    [
        "Apixaban 5 mg twice a day",
        "active",
        "since 11 January 2025",
        "anticoagulant",
        IMPORTED,
    ],
    [
        "Prednisolone 5 mg",
        "recent",
        "stopped 2 November 2026",
        "corticosteroid",
        IMPORTED,
    ],
    ["Calcium carbonate", "stopped", "2021", "", IMPORTED],
];
const ALLERGIES: &[FactWords] = &[[
    "Nickel",
    "active",
    "1998",
    "nickel allergy",
    "asked at assessment",
]];
const DEVICES: &[FactWords] = &[[
    "Cardiac pacemaker",
    "active",
    "2 June 2019",
    "pacemaker",
    IMPORTED,
]];
const LABORATORY: &[FactWords] = &[[
    "Platelets 231 x 10\u{2079}/l",
    "recent",
    "3 November 2026",
    "platelet count",
    IMPORTED,
]];

fn history() -> History {
    let fact = |[words, status, date, recognised, source]: &FactWords| Fact {
        words: (*words).to_owned(),
        status: (*status).to_owned(),
        date: (*date).to_owned(),
        source: (*source).to_owned(),
        recognised: (*recognised).to_owned(),
    };
    let group = |title: &str, facts: &[FactWords], more| FactGroup {
        title: title.to_owned(),
        facts: facts.iter().map(fact).collect(),
        more,
    };
    History {
        groups: vec![
            group("Problems", PROBLEMS, 9),
            group("Medicines", MEDICINES, 0),
            group("Allergies", ALLERGIES, 0),
            group("Devices and procedures", DEVICES, 0),
            group("Laboratory", LABORATORY, 214),
        ],
        has_course: false,
    }
}

fn sessions() -> Vec<SessionLine> {
    let line = |id: &str, date: &str, needles: &str, after: &str, signed: &str| SessionLine {
        session_id: id.to_owned(),
        date: date.to_owned(),
        needles: needles.to_owned(),
        signed: signed.to_owned(),
        after: after.to_owned(),
    };
    vec![
        line(
            "s-4",
            "24 November 2026, 13:50",
            "6 in, 0 out",
            "",
            "not signed",
        ),
        line(
            "s-3",
            "17 November 2026, 14:00",
            "6 in, 6 out",
            "drop of blood at SP9",
            "Dr Ines Okafor",
        ),
        line(
            "s-2",
            "10 November 2026, 14:05",
            "6 in, 6 out",
            "nothing",
            "Dr Ines Okafor",
        ),
    ]
}

fn measures() -> Vec<MeasureLine> {
    let line = |date: &str, instrument: &str, score: &str| MeasureLine {
        date: date.to_owned(),
        instrument: instrument.to_owned(),
        score: score.to_owned(),
        by: "patient".to_owned(),
    };
    vec![
        line("24 November 2026", "NPRS", "4 of 10"),
        line("24 November 2026", "PEG", "4.3 of 10"),
        line("27 October 2026", "NPRS", "7 of 10"),
    ]
}
