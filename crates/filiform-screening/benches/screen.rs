//! One plan of 12 needles against a record of 100 facts.
#![expect(
    clippy::unwrap_used,
    reason = "a bench that cannot be set up has nothing to measure"
)]

use std::sync::LazyLock;

use divan::{Bencher, black_box};
use filiform_knowledge::{CodeSystem, Knowledge, Place, Technique};
use filiform_screening::{
    Chart, Code, ElectrodePair, Fact, FactKind, Needle, Person, PlanToScreen, Quantity,
    RecordedStatus, Rulebook, Screener, questionnaire, screen,
};
use filiform_units::{FactId, Laterality, PartialDate, Sex, Side, Timestamp};

fn main() {
    divan::main();
}

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::embedded().unwrap());
static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::new(&KNOWLEDGE));

/// What American practice records hold: problems, medicines, procedures, laboratory values.
const RECORD: [(FactKind, CodeSystem, &str, &str); 20] = [
    (
        FactKind::Problem,
        CodeSystem::Snomed,
        "444814009",
        "Viral sinusitis (disorder)",
    ),
    (
        FactKind::Problem,
        CodeSystem::Snomed,
        "59621000",
        "Hypertension",
    ),
    (
        FactKind::Problem,
        CodeSystem::Snomed,
        "49436004",
        "Atrial Fibrillation",
    ),
    (
        FactKind::Problem,
        CodeSystem::Snomed,
        "64859006",
        "Osteoporosis (disorder)",
    ),
    (
        FactKind::Problem,
        CodeSystem::Snomed,
        "162864005",
        "Body mass index 30+ - obesity (finding)",
    ),
    (
        FactKind::Problem,
        CodeSystem::Snomed,
        "195662009",
        "Acute viral pharyngitis (disorder)",
    ),
    (
        FactKind::Medicine,
        CodeSystem::RxNorm,
        "855332",
        "Warfarin Sodium 5 MG Oral Tablet",
    ),
    (
        FactKind::Medicine,
        CodeSystem::RxNorm,
        "313782",
        "Acetaminophen 325 MG Oral Tablet",
    ),
    (
        FactKind::Medicine,
        CodeSystem::RxNorm,
        "314076",
        "lisinopril 10 MG Oral Tablet",
    ),
    (
        FactKind::Medicine,
        CodeSystem::RxNorm,
        "310798",
        "Hydrochlorothiazide 25 MG Oral Tablet",
    ),
    (
        FactKind::Medicine,
        CodeSystem::RxNorm,
        "197591",
        "Diazepam 5 MG Oral Tablet",
    ),
    (
        FactKind::Medicine,
        CodeSystem::RxNorm,
        "895994",
        "120 ACTUAT Fluticasone propionate 0.044 MG/ACTUAT Metered Dose Inhaler",
    ),
    (
        FactKind::Procedure,
        CodeSystem::Snomed,
        "447365002",
        "Insertion of biventricular implantable cardioverter defibrillator",
    ),
    (
        FactKind::Procedure,
        CodeSystem::Snomed,
        "430193006",
        "Medication Reconciliation (procedure)",
    ),
    (
        FactKind::Procedure,
        CodeSystem::Snomed,
        "73761001",
        "Colonoscopy",
    ),
    (
        FactKind::Allergy,
        CodeSystem::Snomed,
        "300916003",
        "Latex allergy",
    ),
    (
        FactKind::Lab,
        CodeSystem::Loinc,
        "6301-6",
        "INR in Platelet poor plasma by Coagulation assay",
    ),
    (
        FactKind::Lab,
        CodeSystem::Loinc,
        "777-3",
        "Platelets [#/volume] in Blood by Automated count",
    ),
    (FactKind::Lab, CodeSystem::Loinc, "8302-2", "Body Height"),
    (
        FactKind::Lab,
        CodeSystem::Loinc,
        "33914-3",
        "Estimated Glomerular Filtration Rate",
    ),
];

/// The same record with every line worded differently, so that nothing can be read once for all.
fn unlike_record() -> Vec<Fact> {
    let mut facts = record();
    for (number, fact) in facts.iter_mut().enumerate() {
        fact.text = format!("{} {number}", fact.text);
    }
    facts
}

fn record() -> Vec<Fact> {
    (0..100)
        .map(|number| {
            let (kind, system, code, text) = RECORD[number % RECORD.len()];
            let ended = number >= RECORD.len() && kind != FactKind::Lab;
            Fact {
                id: FactId::from_bits(number as u128),
                kind,
                concept: None,
                codes: vec![Code {
                    system,
                    code: code.to_owned(),
                }],
                text: text.to_owned(),
                status: if ended {
                    RecordedStatus::Ended
                } else {
                    RecordedStatus::Active
                },
                onset: Some(PartialDate::parse("2026-11-01").unwrap()),
                ended: ended.then(|| PartialDate::parse("2026-11-10").unwrap()),
                value: (kind == FactKind::Lab).then(|| Quantity {
                    value: 120.0,
                    unit: "10*3/uL".to_owned(),
                }),
                side: Laterality::None,
                source: format!("line {number}"),
                recorded_at: now(),
            }
        })
        .collect()
}

fn now() -> Timestamp {
    Timestamp::parse("2026-11-24T12:00:00Z").unwrap()
}

fn person() -> Person {
    Person {
        sex: Sex::Female,
        born: Some(PartialDate::parse("1951-02-03").unwrap()),
    }
}

fn plan() -> PlanToScreen {
    let codes = [
        "BL23", "BL25", "GB30", "GB34", "BL40", "BL60", "GB21", "SI11", "ST36", "SP6", "LI4", "LR3",
    ];
    PlanToScreen {
        needles: codes.iter().map(|code| needle(code)).collect(),
        pairs: vec![ElectrodePair { a: 0, b: 1 }],
        position: None,
        conditions: KNOWLEDGE.condition_key("clbp").into_iter().collect(),
    }
}

fn needle(code: &str) -> Needle {
    let key = KNOWLEDGE.point_key(code).unwrap();
    let point = KNOWLEDGE.point(key);
    Needle {
        near: None,
        place: Place::Point(key),
        side: Side::Left,
        depth: point.depth,
        angle: point.angle,
        technique: if code == "BL23" || code == "BL25" {
            Technique::Electrical
        } else {
            Technique::Manual
        },
    }
}

#[divan::bench]
fn chart_and_screen(bencher: Bencher<'_, '_>) {
    let (person, facts, plan) = (person(), record(), plan());
    bencher.bench_local(|| {
        let chart = Chart::read(&RULEBOOK, black_box(&person), black_box(&facts), now());
        screen(&RULEBOOK, &chart, black_box(&plan))
    });
}

#[divan::bench]
fn chart_and_screen_of_unlike_lines(bencher: Bencher<'_, '_>) {
    let (person, facts, plan) = (person(), unlike_record(), plan());
    bencher.bench_local(|| {
        let chart = Chart::read(&RULEBOOK, black_box(&person), black_box(&facts), now());
        screen(&RULEBOOK, &chart, black_box(&plan))
    });
}

#[divan::bench]
fn chart_alone(bencher: Bencher<'_, '_>) {
    let (person, facts) = (person(), record());
    bencher.bench_local(|| Chart::read(&RULEBOOK, black_box(&person), black_box(&facts), now()));
}

#[divan::bench]
fn screen_alone(bencher: Bencher<'_, '_>) {
    let plan = plan();
    let chart = Chart::read(&RULEBOOK, &person(), &record(), now());
    bencher.bench_local(|| screen(&RULEBOOK, black_box(&chart), black_box(&plan)));
}

#[divan::bench]
fn questionnaire_of_an_unknown_person(bencher: Bencher<'_, '_>) {
    let plan = plan();
    let nobody = Person {
        sex: Sex::Unknown,
        born: None,
    };
    let chart = Chart::read(&RULEBOOK, &nobody, &[], now());
    bencher
        .bench_local(|| questionnaire(&KNOWLEDGE, &RULEBOOK, black_box(&chart), black_box(&plan)));
}

#[divan::bench]
fn questionnaire_beside_a_record(bencher: Bencher<'_, '_>) {
    let plan = plan();
    let chart = Chart::read(&RULEBOOK, &person(), &record(), now());
    bencher
        .bench_local(|| questionnaire(&KNOWLEDGE, &RULEBOOK, black_box(&chart), black_box(&plan)));
}

#[divan::bench]
fn one_candidate_needle(bencher: Bencher<'_, '_>) {
    let chart = Chart::read(&RULEBOOK, &person(), &record(), now());
    let screener = Screener::new(
        &RULEBOOK,
        &chart,
        KNOWLEDGE.condition_key("clbp").as_slice(),
    );
    let needle = needle("BL40");
    bencher.bench_local(|| screener.needle(black_box(&needle)));
}

#[divan::bench]
fn rulebook(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| Rulebook::new(&KNOWLEDGE));
}
