//! Whatever a record says and whatever is planned: an answer, soon, and the same one again.

use std::time::{Duration, Instant};

use filiform_knowledge::{Angle, CodeSystem, ConditionKey, Place, Technique};
use filiform_screening::{
    Chart, Code, ElectrodePair, Fact, FactKind, Needle, Person, PlanToScreen, Quantity,
    RecordedStatus, Verdict, explain, open_questions, screen,
};
use filiform_units::{Date, DepthRange, Laterality, Millimetres, PartialDate, Sex, Side};
use proptest::prelude::*;

use crate::support::*;

/// Far more than a screen takes, even unoptimised on a busy machine.
const SOON: Duration = Duration::from_secs(5);

/// Words that names and cues are made of, so that what is generated comes near to what is looked for.
const WORDS: [&str; 48] = [
    "warfarin",
    "warferin",
    "heparin",
    "aspirin",
    "clopidogrel",
    "insulin",
    "morphine",
    "prednisolone",
    "pacemaker",
    "defibrillator",
    "implant",
    "knee",
    "replacement",
    "epilepsy",
    "haemophilia",
    "cancer",
    "pregnant",
    "weeks",
    "gestation",
    "no",
    "not",
    "denies",
    "stopped",
    "until",
    "since",
    "2019",
    "3",
    "0",
    "99999999999",
    "ago",
    "last",
    "month",
    "mother",
    "history",
    "allergic",
    "to",
    "cream",
    "removed",
    "and",
    "or",
    ",",
    ".",
    "?",
    "left",
    "bilateral",
    "starting",
    "instead",
    "of",
];

fn texts() -> impl Strategy<Value = String> {
    let words = prop::collection::vec(0..WORDS.len(), 0..40).prop_map(|words| {
        let words: Vec<&str> = words.iter().map(|word| WORDS[*word]).collect();
        words.join(" ")
    });
    prop_oneof![
        words,
        "\\PC{0,200}",
        any::<String>(),
        "[ -~]{0,400}",
        // Names of the lexicon with letters around them.
        (0..WORDS.len(), "\\PC{0,3}", "\\PC{0,3}")
            .prop_map(|(word, before, behind)| format!("{before}{}{behind}", WORDS[word])),
    ]
}

fn dates() -> impl Strategy<Value = PartialDate> {
    prop_oneof![
        (1800i16..=2200).prop_map(PartialDate::Year),
        (1800i16..=2200, 1i8..=12, 1i8..=31).prop_filter_map("a day", |(year, month, day)| {
            Date::new(year, month, day).ok().map(PartialDate::Day)
        }),
    ]
}

fn codes() -> impl Strategy<Value = Code> {
    let systems = prop::sample::select(vec![
        CodeSystem::Snomed,
        CodeSystem::RxNorm,
        CodeSystem::Icd10,
        CodeSystem::Atc,
        CodeSystem::Loinc,
        CodeSystem::Other,
    ]);
    (
        systems,
        prop_oneof![
            "[A-Z][0-9]{2}\\.?[0-9]{0,3}",
            "[0-9]{1,18}",
            any::<String>()
        ],
    )
        .prop_map(|(system, code)| Code { system, code })
}

fn facts() -> impl Strategy<Value = Vec<Fact>> {
    let one = (
        prop::sample::select(FactKind::ALL.to_vec()),
        prop::sample::select(RecordedStatus::ALL.to_vec()),
        texts(),
        prop::collection::vec(codes(), 0..3),
        (prop::option::of(dates()), prop::option::of(dates())),
        prop::option::of((any::<f64>(), "\\PC{0,12}")),
        prop::sample::select(vec![
            Laterality::Left,
            Laterality::Both,
            Laterality::Unknown,
            Laterality::None,
        ]),
    )
        .prop_map(|(kind, status, text, codes, (onset, ended), value, side)| {
            let mut fact = fact(kind, &text);
            fact.status = status;
            fact.codes = codes;
            fact.onset = onset;
            fact.ended = ended;
            fact.value = value.map(|(value, unit)| Quantity { value, unit });
            fact.side = side;
            fact
        });
    prop::collection::vec(one, 0..8)
}

/// Needles and pairs that no form would let through, such as pairs of needles that are not there.
fn plans() -> impl Strategy<Value = PlanToScreen> {
    let needle = (
        any::<prop::sample::Index>(),
        prop::sample::select(vec![Side::Left, Side::Right, Side::Midline]),
        prop::option::of((1u32..=125, 0u32..=124)),
        prop::sample::select(vec![
            Angle::Perpendicular,
            Angle::Oblique,
            Angle::Tangential,
            Angle::Unrecorded,
        ]),
        prop::sample::select(Technique::ALL.to_vec()),
    )
        .prop_map(|(place, side, depth, angle, technique)| Needle {
            near: None,
            place: place_at(place),
            side,
            depth: depth.map(|(min, more)| {
                let mm = |mm: u32| Millimetres::new(mm.min(125)).unwrap();
                DepthRange::new(mm(min), mm(min + more)).unwrap()
            }),
            angle,
            technique,
        });
    let pairs = prop::collection::vec((0usize..20, 0usize..20), 0..6);
    let condition = prop::option::of(any::<prop::sample::Index>());
    (prop::collection::vec(needle, 0..16), pairs, condition).prop_map(
        |(needles, pairs, condition)| PlanToScreen {
            needles,
            pairs: pairs
                .into_iter()
                .map(|(a, b)| ElectrodePair { a, b })
                .collect(),
            position: None,
            conditions: condition.map(condition_at).into_iter().collect(),
        },
    )
}

fn place_at(index: prop::sample::Index) -> Place {
    let points = KNOWLEDGE.points().len();
    let row = index.index(points + KNOWLEDGE.regions().len());
    if row < points {
        Place::Point(KNOWLEDGE.points().iter().nth(row).unwrap().0)
    } else {
        Place::Region(KNOWLEDGE.regions().iter().nth(row - points).unwrap().0)
    }
}

fn condition_at(index: prop::sample::Index) -> ConditionKey {
    let row = index.index(KNOWLEDGE.conditions().len());
    KNOWLEDGE.conditions().iter().nth(row).unwrap().0
}

fn persons() -> impl Strategy<Value = Person> {
    let sexes = prop::sample::select(vec![Sex::Female, Sex::Male, Sex::Unknown]);
    (sexes, prop::option::of(dates())).prop_map(|(sex, born)| Person { sex, born })
}

fn answer(person: &Person, facts: &[Fact], plan: &PlanToScreen) -> Verdict {
    let begun = Instant::now();
    let chart = Chart::read(&RULEBOOK, person, facts, now());
    let verdict = screen(&RULEBOOK, &chart, plan);
    for finding in verdict.findings() {
        explain(&KNOWLEDGE, facts, finding);
    }
    open_questions(&KNOWLEDGE, &verdict);
    let took = begun.elapsed();
    assert!(took < SOON, "it took {took:?}");
    verdict
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]

    #[test]
    fn any_record_and_any_plan_are_answered_soon_and_alike(
        person in persons(),
        facts in facts(),
        plan in plans(),
    ) {
        let verdict = answer(&person, &facts, &plan);
        prop_assert_eq!(&verdict, &answer(&person, &facts, &plan));
        prop_assert_eq!(verdict.needles().len(), plan.needles.len());
        for finding in verdict.findings() {
            prop_assert!(!finding.because.is_empty());
        }
    }

    #[test]
    fn any_line_of_medicine_or_problem_is_read_the_same_way_beside_others(text in texts()) {
        let person = Person { sex: Sex::Unknown, born: None };
        for kind in FactKind::ALL {
            let line = fact(kind, &text);
            let alone = Chart::read(&RULEBOOK, &person, std::slice::from_ref(&line), now());
            let facts = [medicine("warfarin stopped"), line.clone(), problem("no epilepsy")];
            let among = Chart::read(&RULEBOOK, &person, &facts, now());
            prop_assert_eq!(alone.recognised(line.id), among.recognised(line.id));
        }
    }
}

#[test]
fn a_line_as_long_as_a_letter_is_read_soon() {
    let person = Person {
        sex: Sex::Female,
        born: None,
    };
    for words in [
        "warfarin ",
        "no warfarin and ",
        "mother history warfarin ",
        "warferin ",
        "pacemaker removed ",
        "history of cancer ",
        "a",
        "ae",
        "?",
        "9 ",
        "left knee replacement ",
    ] {
        let text = words.repeat(32_768 / words.len());
        for kind in [FactKind::Medicine, FactKind::Problem, FactKind::Allergy] {
            let facts = [fact(kind, &text).status(RecordedStatus::Unknown)];
            answer(&person, &facts, &PlanToScreen::default());
        }
    }
}
