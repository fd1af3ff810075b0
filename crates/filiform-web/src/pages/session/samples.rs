//! The states of a session.

use super::super::sample;
use super::{
    Chart, Choice, Clock, Finding, FormState, InUse, Level, Placed, Planned, Session, SignRefused,
    Stage, Step, Whereabouts,
};
use crate::ui::body::{Area, Dot, Mark, Press, Spot, View};

const POINTS: [(&str, &str, f32, f32); 6] = [
    ("ST36", "left", 0.6753, 0.7443),
    ("SP9", "left", 0.6086, 0.7336),
    ("SP10", "left", 0.5926, 0.6525),
    ("GB34", "left", 0.7018, 0.7282),
    ("ST34", "left", 0.665, 0.645),
    ("ST36", "right", 0.3247, 0.7443),
];

pub(super) fn all() -> Vec<(&'static str, Session)> {
    let resting = Clock::Resting {
        due_at: "2026-11-24T14:20:00Z".to_owned(),
        left: "12:41".to_owned(),
    };
    let overdue = Clock::Overdue {
        due_at: "2026-11-24T14:00:50Z".to_owned(),
        by: "01:10".to_owned(),
    };
    let planned = || Clock::Planned("20:00".to_owned());
    let mut before_a_stop = at(Stage::Place, 0, 0, planned());
    before_a_stop.findings = vec![stop()];
    let mut refused = at(Stage::After, 6, 4, Clock::Over("24:10".to_owned()));
    refused.sign_refused = Some(SignRefused {
        why: "A session is signed when every needle is out or accounted for.".to_owned(),
        needles: sample::strings(&["ST34 left", "ST36 right"]),
    });
    refused.state = FormState::of(
        &[
            ("counted_in", "6"),
            ("counted_out", "6"),
            ("sharps_disposed", "yes"),
        ],
        &[],
    );
    let mut bad_depth = at(Stage::Place, 2, 0, planned());
    bad_depth.state = FormState::of(
        &[
            ("point", "ST360"),
            ("depth_mm", "20"),
            ("length_mm", "40"),
            ("gauge", "0.25"),
        ],
        &[("point", "There is no point `ST360`. Did you mean ST36?")],
    );
    let mut accounted = at(Stage::After, 6, 5, Clock::Over("24:10".to_owned()));
    accounted.count_accounted = 1;
    accounted.count_in = 0;
    if let Some(last) = accounted.placed.last_mut() {
        accounted.chart.dots = dots(Stage::After, 6, 6);
        last.whereabouts = Whereabouts::Accounted(
            "Left in on purpose, with consent; removal on 27 November 2026".to_owned(),
        );
    }
    let mut signed = at(Stage::Signed, 6, 6, Clock::Over("24:10".to_owned()));
    signed.signed = Some("Dr Ines Okafor, 24 November 2026, 14:31".to_owned());
    vec![
        ("place-first-with-stop", before_a_stop),
        ("place-first", at(Stage::Place, 0, 0, planned())),
        ("place-some", at(Stage::Place, 3, 0, planned())),
        ("place-refused", bad_depth),
        ("place-all", at(Stage::Place, 6, 0, planned())),
        ("rest", at(Stage::Rest, 6, 0, resting)),
        ("overdue", at(Stage::Rest, 6, 2, overdue)),
        (
            "after",
            at(Stage::After, 6, 6, Clock::Over("24:10".to_owned())),
        ),
        ("sign-refused", refused),
        ("accounted", accounted),
        ("signed", signed),
    ]
}

fn at(stage: Stage, placed: usize, removed: usize, clock: Clock) -> Session {
    Session {
        shell: sample::shell(),
        patient: sample::banner(),
        trail: sample::trail(Step::Session),
        session_id: "s-1".to_owned(),
        course_id: "c-1".to_owned(),
        title: "Session 3 of 8, room 2".to_owned(),
        form: sample::form(),
        state: FormState::of(
            &[
                ("retention_min", "20"),
                ("length_mm", "40"),
                ("gauge", "0.25"),
                ("lot", "A1234"),
            ],
            &[],
        ),
        stage,
        count_in: placed - removed,
        count_out: removed,
        count_accounted: 0,
        clock,
        findings: vec![caution()],
        chart: Chart {
            dots: dots(stage, placed, removed),
            areas: vec![knee()],
            ..sample::chart("session")
        },
        planned: (placed..POINTS.len()).map(planned_needle).collect(),
        placed: (0..placed)
            .map(|index| placed_needle(index, index < removed))
            .collect(),
        in_use: InUse {
            length_mm: 40,
            gauge: "0.25".to_owned(),
            lot: "A1234".to_owned(),
            lot_words: "A1234".to_owned(),
            gauges: Choice::list(&[
                ("0.20", "0.20 mm"),
                ("0.25", "0.25 mm"),
                ("0.30", "0.30 mm"),
            ]),
        },
        points: Choice::list(&[("ST36", "ST36 Zusanli"), ("GB34", "GB34 Yanglingquan")]),
        regions: Choice::list(&[
            ("", "None"),
            ("knee-anterior", "Knee, front"),
            ("calf", "Calf"),
        ]),
        refusal: None,
        sign_refused: None,
        signed: None,
    }
}

fn finding(rule_id: &str, level: Level, title: &str, why: &str, action: &str) -> Finding {
    Finding {
        rule_id: rule_id.to_owned(),
        level,
        title: title.to_owned(),
        why: why.to_owned(),
        fact_source: "medication line 7, imported 24 November 2026".to_owned(),
        action: action.to_owned(),
        alternative: None,
        needles: Vec::new(),
        source: "sample guideline, 2021".to_owned(),
        status: "V, read in the source".to_owned(),
        is_policy: false,
        is_local: false,
        overridden: None,
    }
}

fn stop() -> Finding {
    Finding {
        overridden: Some(
            "Cardiology letter of 3 November 2026 allows it; Dr Ines Okafor".to_owned(),
        ),
        ..finding(
            "FK-0001",
            Level::Stop,
            "Pacemaker: no electrical stimulation",
            "The record holds a pacemaker, implanted 2 June 2019.",
            "Needle by hand.",
        )
    }
}

fn caution() -> Finding {
    finding(
        "FK-0014",
        Level::Caution,
        "Takes apixaban",
        "Apixaban 5 mg is active since 11 January 2025.",
        "Press for two minutes after each needle.",
    )
}

fn dots(stage: Stage, placed: usize, removed: usize) -> Vec<Dot> {
    let may_place = matches!(stage, Stage::Place | Stage::Rest);
    let dot = |(index, &(code, side, x, y)): (usize, &(&str, &str, f32, f32))| {
        let (mark, words, press) = if index < removed {
            (
                Mark::Removed,
                format!("{code} {side} is out"),
                Press::Nothing,
            )
        } else if index < placed {
            let press = Press::Submits(format!("remove-n-{index}"));
            (Mark::In, format!("Remove needle {code} {side}"), press)
        } else {
            let press = Press::Submits(format!("place-p-{index}"));
            (Mark::Planned, format!("Place needle {code} {side}"), press)
        };
        let press = if may_place || (mark == Mark::In && stage != Stage::Signed) {
            press
        } else {
            Press::Nothing
        };
        Dot {
            press,
            ..Dot::new(code, words, Spot::flat(View::Front, x, y), mark)
        }
    };
    POINTS.iter().enumerate().map(dot).collect()
}

fn knee() -> Area {
    Area {
        id: "knee-left".to_owned(),
        words: "Knee, left".to_owned(),
        view: View::Front,
        x: 0.64,
        y: 0.695,
        half_width: 0.06,
        half_height: 0.035,
        is_chosen: true,
    }
}

fn planned_needle(index: usize) -> Planned {
    let (label, side, ..) = POINTS[index];
    Planned {
        id: format!("p-{index}"),
        label: label.to_owned(),
        side: side.to_owned(),
        depth: "15 to 25 mm".to_owned(),
        depth_mm: 15,
        angle: "perpendicular".to_owned(),
        level: if index == 3 {
            Level::Caution
        } else {
            Level::None
        },
        level_words: (index == 3).then(|| "keep to 15 mm".to_owned()),
    }
}

fn placed_needle(index: usize, is_out: bool) -> Placed {
    let (label, side, ..) = POINTS[index];
    Placed {
        id: format!("n-{index}"),
        label: label.to_owned(),
        side: side.to_owned(),
        depth: "15 mm".to_owned(),
        needle: "0.25 x 40 mm, lot A1234".to_owned(),
        placed: format!("13:5{index}, Dr Ines Okafor"),
        whereabouts: if is_out {
            Whereabouts::Out(format!("14:2{index}, Tom Reed"))
        } else {
            Whereabouts::In
        },
    }
}
