//! The states of the record.

use super::super::sample;
use filiform_knowledge::Angle;

use super::{Chart, DrawnArea, Finding, MeasureRecord, NeedleLine, Record, SessionRecord};
use crate::ui::body::{Dot, Mark, Patch, Pin, Spot, View};
use crate::ui::verdict::Level;

pub(super) fn all() -> Vec<(&'static str, Record)> {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let full = Record {
        shell: sample::shell(),
        patient: sample::banner(),
        patient_id: "p-1".to_owned(),
        complaint: "Knee osteoarthritis, left, since April 2025. Pain 7 of 10 at the start."
            .to_owned(),
        pain: Some(pain()),
        drawn: vec![DrawnArea {
            feels: "Ache, 6 of 10".to_owned(),
            regions: "left front and sides of the knee".to_owned(),
            size: "0.9 %".to_owned(),
            dermatomes: "L3 and L4".to_owned(),
            muscles: "vastus medialis".to_owned(),
        }],
        plan: vec![
            pair("Position", "on the back"),
            pair("Needles", "ST36, SP9, SP10, GB34, ST34 left; ST36 right"),
            pair("Dose", "8 sessions, one a week, 20 min"),
            pair("Agreed", "Dr Ines Okafor, 27 October 2026, 13:40"),
        ],
        findings: vec![caution()],
        referrals: vec![(
            "Dr Ines Okafor, 24 November 2026, 14:02".to_owned(),
            "Sample red flag".to_owned(),
        )],
        sessions: (1..=2).map(session).collect(),
        measures: vec![
            MeasureRecord {
                date: "27 October 2026".to_owned(),
                instrument: "NPRS".to_owned(),
                score: "7 of 10".to_owned(),
            },
            MeasureRecord {
                date: "24 November 2026".to_owned(),
                instrument: "NPRS".to_owned(),
                score: "4 of 10".to_owned(),
            },
        ],
        ledger_head: "7c1fd9a0b6e2483f9d55e0aa3c81f7720e6f1b94d2c85a36f0b7e19c4d8a2b61".to_owned(),
        generated_at: "24 November 2026, 14:35".to_owned(),
    };
    let begun = Record {
        pain: None,
        drawn: Vec::new(),
        plan: Vec::new(),
        findings: Vec::new(),
        referrals: Vec::new(),
        sessions: Vec::new(),
        measures: Vec::new(),
        ..full.clone()
    };
    vec![("full", full), ("begun", begun)]
}

/// Pain drawn on the left knee.
fn pain() -> Chart {
    Chart {
        patches: vec![Patch {
            view: View::Front,
            kind: "ache",
            words: "ache, 6 of 10".to_owned(),
            path: "M360 840L430 840L440 900L350 905Z".to_owned(),
        }],
        ..sample::chart("pain")
    }
}

/// Two needles that are out again, with their depth.
fn session_chart() -> Chart {
    let dot = |code: &str, x, y| Dot {
        pin: Some(Pin {
            depth_mm: 15,
            angle: Angle::Oblique,
        }),
        ..Dot::new(
            code,
            format!("{code} left, out"),
            Spot {
                out: [0.6, 0.1],
                ..Spot::flat(View::Front, x, y)
            },
            Mark::Removed,
        )
    };
    Chart {
        dots: vec![dot("ST36", 0.6753, 0.7443), dot("SP9", 0.6086, 0.7336)],
        ..sample::chart("record")
    }
}

fn session(number: u32) -> SessionRecord {
    let line = |place: &str, minute: u32| NeedleLine {
        place: place.to_owned(),
        how: "15 mm, 0.25 x 40 mm, lot A1234".to_owned(),
        placed: format!("13:5{minute}, Dr Ines Okafor"),
        removed: format!("14:1{minute}, Tom Reed"),
    };
    SessionRecord {
        chart: (number == 2).then(session_chart),
        title: format!("Session {number}, {} November 2026", 3 + number * 7),
        told: "slept badly after the last session".to_owned(),
        overridden: "none".to_owned(),
        rest: "20 min, from 13:56 to 14:16".to_owned(),
        count: "3 in, 3 out, counted by Tom Reed".to_owned(),
        after: "A drop of blood at SP9. Felt relaxed. Advised to rest today.".to_owned(),
        signed: "Dr Ines Okafor, 14:31".to_owned(),
        needles: vec![
            line("ST36 left", 1),
            line("SP9 left", 2),
            line("SP10 left", 3),
        ],
    }
}

fn caution() -> Finding {
    Finding {
        rule_id: "FK-0014".to_owned(),
        level: Level::Caution,
        title: "Takes apixaban".to_owned(),
        why: "Apixaban 5 mg is active since 11 January 2025.".to_owned(),
        fact_source: "medication line 7, imported 24 October 2026".to_owned(),
        action: "Press for two minutes after each needle.".to_owned(),
        alternative: None,
        needles: sample::strings(&["ST36 left"]),
        source: "sample guideline, 2021".to_owned(),
        status: "P, clinic policy".to_owned(),
        is_policy: true,
        is_local: false,
        overridden: None,
    }
}
