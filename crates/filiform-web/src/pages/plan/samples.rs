//! The states of the plan.

use super::super::sample;
use super::{
    Bar, Changes, Chart, Choice, CoTreatment, DoseWords, EarlierPlan, Evidence, Finding, First,
    FormState, LeftOut, Level, Offered, OpenFinding, Own, Plan, PlannedNeedle, PositionChoice,
    Questions, Reasons, Step, ToAsk, ToFindOut, Way, Withheld,
};
use crate::ui::body::{Area, Dot, Mark, Pair, Press, Spot, View};
use crate::ui::changes::ChangeLine;
use crate::ui::evidence::Certainty;

pub(super) fn all() -> Vec<(&'static str, Plan)> {
    let ordinary = ordinary();
    let stopped = stopped(&ordinary);
    let mut override_refused = stopped.clone();
    override_refused.state.errors = vec![(
        "reason-FK-0001".to_owned(),
        "Write the reason for going ahead in a sentence.".to_owned(),
    )];
    override_refused.refusal = Some(
        "One stop has no recorded reason. Take the needle out, or give the reason with your name."
            .to_owned(),
    );
    let mut point_refused = ordinary.clone();
    point_refused.state = FormState::of(
        &[
            ("point", "ST360"),
            ("sessions", "8"),
            ("per_week", "1"),
            ("retention_min", "20"),
        ],
        &[("point", "There is no point `ST360`. Did you mean ST36?")],
    );
    let empty = Plan {
        needles: Vec::new(),
        chart: Chart {
            dots: Vec::new(),
            ..ordinary.chart.clone()
        },
        coverage: Vec::new(),
        reasons: Reasons::default(),
        optimality: "No needle can be placed in this position without a stop.".to_owned(),
        ..ordinary.clone()
    };
    let clear = Plan {
        findings: Vec::new(),
        patient: sample::banner_without_alerts(),
        ..ordinary.clone()
    };
    let again = Plan {
        standing: Some("Dr Ines Okafor, 24 November 2026, 14:02".to_owned()),
        ..stopped.clone()
    };
    let agreed = Plan {
        agreed: Some("Dr Ines Okafor, 24 November 2026, 14:02".to_owned()),
        ..ordinary.clone()
    };
    let from_protocol = from_protocol(&clear);
    let edited = edited(&ordinary);
    let forbidden = forbidden_pair(&ordinary);
    let change_refused = change_refused(&ordinary);
    vec![
        ("ordinary", ordinary),
        ("stopped", stopped),
        ("override-refused", override_refused),
        ("point-refused", point_refused),
        ("clear", clear),
        ("empty", empty),
        ("agreed", agreed),
        ("agree-again", again),
        ("from-protocol", from_protocol),
        ("edited", edited),
        ("change-refused", change_refused),
        ("forbidden-pair", forbidden),
    ]
}

/// A plan that came from a protocol, and what else can be taken over.
fn from_protocol(clear: &Plan) -> Plan {
    let knee = Offered {
        id: "pr-1".to_owned(),
        version: 2,
        name: "Knee, ours".to_owned(),
        saved_for: "Knee osteoarthritis, right".to_owned(),
        fit: Some("Mirrored to the side of this complaint.".to_owned()),
        needles: "ST36 left 15 to 25 mm, SP9 left 10 to 20 mm".to_owned(),
        dose: "On the back, 8 sessions, 1 a week, 20 min rest".to_owned(),
        left_out: sample::strings(&["ST99 left"]),
        note: Some("For stairs.".to_owned()),
    };
    let neck = Offered {
        id: "pr-2".to_owned(),
        name: "Neck, ours".to_owned(),
        saved_for: "Neck pain".to_owned(),
        fit: None,
        left_out: Vec::new(),
        note: None,
        ..knee.clone()
    };
    Plan {
        own: Own {
            from: Some("“Knee, ours”, version 2, mirrored, changed since".to_owned()),
            left_out: sample::strings(&["ST99 left"]),
            preferences: Some("never GB21; always ST36 left".to_owned()),
            of_condition: vec![knee],
            of_others: vec![neck],
        },
        ..clear.clone()
    }
}

/// A plan with an edit that can be undone, treatments beside it and a last course to compare with.
fn edited(ordinary: &Plan) -> Plan {
    let treatment = |id: &str, kind: &str, text: &str| CoTreatment {
        id: id.to_owned(),
        kind: kind.to_owned(),
        text: text.to_owned(),
    };
    let line = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Plan {
        undo: Some("ST35 left removed".to_owned()),
        co_treatments: vec![
            treatment("0", "Exercise", "Walks of 20 minutes, daily"),
            treatment("1", "Medicine", "Ibuprofen, as the family doctor advises"),
        ],
        earlier: Some(EarlierPlan {
            course_id: "c-0".to_owned(),
            complaint: "Knee osteoarthritis, left".to_owned(),
            agreed: "Dr Ines Okafor, 3 March 2026, 10:15".to_owned(),
            short: "4 needles kept, 1 changed, 1 new, 1 gone".to_owned(),
            lines: vec![
                line("Kept", "ST36 left, SP9 left, SP10 left, GB34 left"),
                line("Changed", "ST34 left: 10 to 20 mm before, 15 to 25 mm now"),
                line("New", "EX-LE4 left"),
                line("Gone", "LI4 right"),
                line("Sessions", "6 before, 8 now"),
            ],
            gone: vec!["XX1 left".to_owned()],
            is_same: false,
        }),
        ..ordinary.clone()
    }
}

/// A needle that was to go deeper than a needle is long.
fn change_refused(ordinary: &Plan) -> Plan {
    let mut plan = ordinary.clone();
    let typed = [
        ("point.n-ST36", "ST36"),
        ("side.n-ST36", "left"),
        ("depth_min_mm.n-ST36", "15"),
        ("depth_max_mm.n-ST36", "250"),
        ("angle.n-ST36", "oblique"),
        ("technique.n-ST36", "EA"),
        ("stimulation.n-ST36", "a visible twitch"),
    ];
    let error = "A depth is 1 to 125 mm, not `250`.";
    let values = plan.state.values.clone();
    plan.state = FormState::of(&typed, &[("depth_max_mm.n-ST36", error)]);
    plan.state.values.extend(values);
    plan
}

fn kinds() -> Vec<Choice> {
    Choice::list(&[
        ("exercise", "Exercise"),
        ("physiotherapy", "Physiotherapy"),
        ("medicine", "Medicine"),
        ("psychological", "Psychological treatment"),
        ("other", "Something else"),
    ])
}

fn ordinary() -> Plan {
    Plan {
        shell: sample::shell(),
        patient: sample::banner(),
        trail: sample::trail(Step::Plan),
        course_id: "c-1".to_owned(),
        complaint: "Knee osteoarthritis, left, since April 2025".to_owned(),
        form: sample::form(),
        state: FormState::of(&[("sessions", "8"), ("per_week", "1"), ("retention_min", "20")], &[]),
        refusal: None,
        findings: vec![caution(), note()],
        open: Vec::new(),
        changes: None,
        questions: Questions::default(),
        withheld: Vec::new(),
        unread: Vec::new(),
        chart: Chart {
            dots: dots(),
            areas: vec![knee()],
            ..sample::chart("plan")
        },
        drawn: Vec::new(),
        needles: needles(),
        pairs: vec!["ST36 left and SP9 left, 2 Hz".to_owned()],
        undo: None,
        co_treatments: Vec::new(),
        co_treatment_kinds: kinds(),
        earlier: None,
        left_out: left_out(),
        points: Choice::list(&[("ST36", "ST36 Zusanli"), ("GB34", "GB34 Yanglingquan"), ("SP9", "SP9 Yinlingquan")]),
        positions: positions(),
        coverage: bars(),
        dose: DoseWords { usual: "Usual for this condition: 8 to 12 sessions, 1 or 2 a week, 20 to 30 min (sample source).".to_owned(),
            ..DoseWords::default()
        },
        reasons: reasons(),
        optimality: "No better plan of 6 needles exists in this position: proven, value 41.2.".to_owned(),
        evidence: evidence(),
        agreed: None,
        standing: None,
        own: Own::default(),
    }
}

fn stopped(ordinary: &Plan) -> Plan {
    let mut plan = ordinary.clone();
    plan.findings.insert(0, stop());
    plan.findings.insert(1, ask());
    if let Some(needle) = plan.needles.first_mut() {
        needle.level = Level::Stop;
        needle.level_words = Some("electrical stimulation with a pacemaker".to_owned());
    }
    if let Some(dot) = plan.chart.dots.first_mut() {
        dot.mark = Mark::Stopped;
        "Stop: ST36 left, opens the reason".clone_into(&mut dot.words);
    }
    plan.open = vec![
        OpenFinding {
            rule_id: "FK-0001".to_owned(),
            level: Level::Stop,
            first: First::Nothing,
        },
        OpenFinding {
            rule_id: "FK-0031".to_owned(),
            level: Level::Ask,
            first: First::Question,
        },
    ];
    plan.questions = Questions {
        to_ask: vec![ToAsk {
            field: "answer-fainting".to_owned(),
            question: "Fainted at an injection or a blood sample?".to_owned(),
            why: "It decides: fainting with needles.".to_owned(),
        }],
        to_find_out: vec![ToFindOut {
            words: "What is the latest INR, and when was it taken?".to_owned(),
            why: "It decides: blood thinner, INR not known.".to_owned(),
        }],
        fewest: "1 question settles what a yes or no can settle.".to_owned(),
    };
    plan.withheld = vec![Withheld {
        privilege: "Thoracic needling".to_owned(),
        needles: "BL13 left, BL13 right".to_owned(),
    }];
    plan.unread = vec![(
        "Tabletten gegen Gicht".to_owned(),
        "medication line 9, imported 24 November 2026".to_owned(),
    )];
    plan.changes = Some(Changes {
        since: "Since this plan was drafted".to_owned(),
        lines: vec![ChangeLine {
            title: "Deep needle under a blood thinner".to_owned(),
            before: Level::None,
            after: Level::Stop,
            needles: vec!["GB21 left".to_owned()],
        }],
        because: vec!["Import of becker.json, Dr Ines Okafor, 24 November 2026, 14:02".to_owned()],
    });
    plan
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
        fact_source: "procedure line 3, imported 24 November 2026".to_owned(),
        needles: sample::strings(&["ST36 left"]),
        alternative: Some("the same points by hand, without current".to_owned()),
        ..finding(
            "FK-0001",
            Level::Stop,
            "Pacemaker: no electrical stimulation",
            "The record holds a pacemaker, implanted 2 June 2019, and this plan stimulates electrically.",
            "Needle by hand.",
        )
    }
}

fn ask() -> Finding {
    finding(
        "FK-0031",
        Level::Ask,
        "Fainting was never asked",
        "No answer is on record, and a first treatment makes fainting more likely.",
        "Ask before the first needle.",
    )
}

fn caution() -> Finding {
    Finding {
        needles: sample::strings(&["ST36 left", "GB34 left"]),
        is_policy: true,
        is_local: false,
        status: "P, clinic policy".to_owned(),
        ..finding(
            "FK-0014",
            Level::Caution,
            "Takes apixaban",
            "Apixaban 5 mg is active since 11 January 2025.",
            "Use thin needles, keep to the shallower depth, press for two minutes afterwards.",
        )
    }
}

fn note() -> Finding {
    finding(
        "FK-0052",
        Level::Note,
        "First treatment with needles",
        "No earlier needling is on record.",
        "Use few needles and let the patient lie down.",
    )
}

const POINTS: [(&str, &str, f32, f32); 6] = [
    ("ST36", "Zusanli", 0.6753, 0.7443),
    ("SP9", "Yinlingquan", 0.6086, 0.7336),
    ("SP10", "Xuehai", 0.5926, 0.6525),
    ("GB34", "Yanglingquan", 0.7018, 0.7282),
    ("ST34", "Liangqiu", 0.665, 0.645),
    ("EX-LE4", "Neixiyan", 0.622, 0.703),
];

fn dots() -> Vec<Dot> {
    let dot = |code: &str, spot, mark: Mark| Dot {
        press: Press::Opens(format!("#needle-{code}")),
        ..Dot::new(code, format!("{code} left, {}", mark.words()), spot, mark)
    };
    let front = |x, y| Spot::flat(View::Front, x, y);
    let mut dots: Vec<Dot> = POINTS
        .iter()
        .map(|&(code, _, x, y)| dot(code, front(x, y), Mark::Planned))
        .collect();
    dots.push(dot("ST35", front(0.655, 0.706), Mark::Suggested));
    let loin = Spot::flat(View::Back, 0.4658, 0.3421);
    dots.push(dot("BL23", loin, Mark::Suggested));
    dots
}

/// A plan with one pair that may be joined and one that a rule forbids.
fn forbidden_pair(ordinary: &Plan) -> Plan {
    let pair = |a: &str, b: &str, forbidden: Option<&str>| Pair {
        a: a.to_owned(),
        b: b.to_owned(),
        words: format!("{a} left and {b} left, 2 Hz"),
        forbidden: forbidden.map(str::to_owned),
    };
    Plan {
        chart: Chart {
            pairs: vec![
                pair("ST36", "SP9", None),
                pair("SP10", "GB34", Some("Pacemaker: no electrical stimulation")),
            ],
            ..ordinary.chart.clone()
        },
        ..ordinary.clone()
    }
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

fn needles() -> Vec<PlannedNeedle> {
    POINTS
        .iter()
        .map(|&(code, name, ..)| PlannedNeedle {
            id: format!("n-{code}"),
            code: code.to_owned(),
            name: name.to_owned(),
            side: "left".to_owned(),
            depth: "15 to 25 mm".to_owned(),
            angle: "perpendicular".to_owned(),
            technique: (code == "ST36").then(|| "current, a visible twitch".to_owned()),
            is_free: false,
            why: "Shares the roots that supply the knee and lies in a muscle that moves it."
                .to_owned(),
            covers: "Segmental L4, local quadriceps".to_owned(),
            trials: "In 7 of 12 trials.".to_owned(),
            level: if matches!(code, "ST36" | "GB34") {
                Level::Caution
            } else {
                Level::None
            },
            level_words: matches!(code, "ST36" | "GB34").then(|| "keep to 15 mm".to_owned()),
        })
        .collect()
}

fn left_out() -> Vec<LeftOut> {
    let out = |point: &str, reason: &str, level| LeftOut {
        point: point.to_owned(),
        reason: reason.to_owned(),
        level,
    };
    vec![
        out(
            "ST35 left",
            "a line into the joint: needs a depth that this record does not allow",
            Some(Level::Stop),
        ),
        out("BL40 left", "cannot be reached lying on the back", None),
        out("LI4 right", "adds little beside ST36 and GB34", None),
    ]
}

fn positions() -> Vec<PositionChoice> {
    let position = |id: &str, words: &str, value: &str, is_chosen| PositionChoice {
        id: id.to_owned(),
        words: words.to_owned(),
        value: value.to_owned(),
        is_chosen,
    };
    vec![
        position("supine", "On the back", "value 41.2", true),
        position("side-right", "On the right side", "value 38.9", false),
        position("prone", "On the front", "value 22.4", false),
        position("sitting", "Sitting", "value 30.0", false),
    ]
}

fn bars() -> Vec<Bar> {
    let bar = |target: &str, kind: &str, percent, by: &str| Bar {
        target: target.to_owned(),
        kind: kind.to_owned(),
        percent,
        by: by.to_owned(),
    };
    vec![
        bar("Quadriceps", "muscle", 86, "SP10, ST34"),
        bar("L3", "segment", 64, "SP10, SP9"),
        bar("L4", "segment", 91, "ST36, SP9, GB34"),
        bar("Saphenous", "nerve", 48, "SP9"),
        bar("Popliteus", "muscle", 0, "not reached in this position"),
    ]
}

fn evidence() -> Vec<Evidence> {
    let of = |comparison: &str, answer: &str| Evidence {
        comparison: comparison.to_owned(),
        answer: answer.to_owned(),
        certainty: Certainty::Moderate,
        detail:
            "Sample figures: 1.1 of 10 better, 95 % interval 0.4 to 1.8, 12 trials, 2,410 people."
                .to_owned(),
        sources: sample::strings(&["Sample review, 2018"]),
        review: "Not yet reviewed by a clinician of this clinic".to_owned(),
    };
    vec![
        of("Against sham", "small benefit"),
        of("Against usual care", "moderate benefit"),
    ]
}

fn reasons() -> Reasons {
    Reasons {
        limit: "At most 6 needles were proposed: it is the first session.".to_owned(),
        ways: vec![Way {
            name: "muscle".to_owned(),
            needles: "SP10 left, ST36 left".to_owned(),
            how_sure: "May ease tight, tender muscle for days to weeks. (uncertain)".to_owned(),
        }],
        bases: vec![[
            "segmental".to_owned(),
            "Plausible anatomy: the needle shares a spinal segment with the target.".to_owned(),
            "no evidence".to_owned(),
        ]],
        for_patient: vec![
            "Front of the lower leg, left: near the place that hurts, where the same nerve feels the skin."
                .to_owned(),
        ],
        patient_basis: "Nobody has shown that these points help more than others.".to_owned(),
    }
}
