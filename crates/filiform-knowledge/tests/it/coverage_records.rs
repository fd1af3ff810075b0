//! Nothing of the reference was forgotten: instruments and adverse events.

use std::path::{Path, PathBuf};

use filiform_knowledge::Knowledge;

/// A heading of the reference and the ids that stand for it.
const INSTRUMENTS: &[(&str, &[&str])] = &[
    ("NPRS", &["nprs"]),
    ("PEG", &["peg"]),
    ("PSFS", &["psfs", "activity_goals"]),
    ("RMDQ", &["rmdq"]),
    ("ODI", &["odi"]),
    ("NDI", &["ndi"]),
    ("SPADI", &["spadi"]),
    ("KOOS", &["koos"]),
    ("HOOS", &["hoos"]),
    ("FAOS", &["faos"]),
    ("WOMAC", &["womac"]),
    ("HIT-6", &["hit6"]),
    ("MIDAS", &["midas"]),
    ("Headache diary", &["headache_diary"]),
    ("ISI", &["isi"]),
    ("PSQI", &["psqi"]),
    ("Sleep diary", &["sleep_diary"]),
    ("PHQ-9", &["phq9"]),
    ("GAD-7", &["gad7"]),
    ("PSS-10", &["pss10"]),
    (
        "PROMIS",
        &[
            "promis_pain_interference_4a",
            "promis_sleep_disturbance_4a",
            "promis_fatigue_4a",
            "promis_anxiety_4a",
            "promis_depression_4a",
            "promis_physical_function_4a",
        ],
    ),
    ("FIQR", &["fiqr"]),
    ("IBS-SSS", &["ibs_sss"]),
    ("CFQ-11", &["cfq11"]),
    ("DN4", &["dn4"]),
    ("painDETECT", &["paindetect"]),
    ("S-LANSS", &["s_lanss"]),
    ("MYMOP2", &["mymop2"]),
    ("EQ-5D", &["eq5d", "eq5d_3l"]),
    ("PGIC", &["pgic"]),
    ("VISA-A", &["visa_a"]),
    ("PRTEE", &["prtee"]),
    ("Oxford", &["oxford_hip", "oxford_knee", "oxford_shoulder"]),
    ("PONV", &["ponv"]),
];

const ADVERSE_EVENTS: &[&str] = &[
    "AE-BLEED",
    "AE-HAEM",
    "AE-PAIN-IN",
    "AE-PAIN-POST",
    "AE-AGGR",
    "AE-DROWSY",
    "AE-DIZZY",
    "AE-SYNC",
    "AE-SEIZ",
    "AE-NAUS",
    "AE-HEAD",
    "AE-SWEAT",
    "AE-EMO",
    "AE-RASH",
    "AE-BURN",
    "AE-INF-LOC",
    "AE-INF-SYS",
    "AE-PTX",
    "AE-CARD",
    "AE-CNS",
    "AE-VISC",
    "AE-NERVE",
    "AE-STUCK",
    "AE-BENT",
    "AE-BROKEN",
    "AE-RETAIN",
    "AE-FORGOT-PT",
    "AE-FALL",
    "AE-SHARP",
    "AE-PREG",
    "AE-DEVICE",
    "AE-OMIT",
    "AE-NEAR",
];

fn shipped() -> Knowledge {
    Knowledge::embedded().unwrap_or_else(|errors| panic!("{errors}"))
}

/// A text of the reference, which is not part of this repository.
pub(crate) fn reference(name: &str) -> Option<String> {
    reference_text(&format!("clinical/{name}"))
}

/// A text of the reference by its path, when the reference is here.
#[expect(clippy::print_stderr, reason = "a test that skips itself says so")]
pub(crate) fn reference_text(path: &str) -> Option<String> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("FILIFORM_REFERENCE").map_or_else(beside, PathBuf::from);
    let text = std::fs::read_to_string(folder.join(path)).ok();
    if text.is_none() {
        eprintln!("skipped: the reference `{path}` is not here");
    }
    text
}

#[test]
fn every_instrument_of_the_list_is_there_and_no_other() {
    let knowledge = shipped();
    let mut listed: Vec<_> = INSTRUMENTS
        .iter()
        .flat_map(|(_, ids)| *ids)
        .copied()
        .collect();
    listed.sort_unstable();
    let shipped: Vec<_> = knowledge
        .instruments()
        .iter()
        .map(|it| it.id.as_str())
        .collect();
    assert_eq!(shipped, listed);
}

#[test]
fn every_adverse_event_of_the_list_is_there_and_no_other() {
    let knowledge = shipped();
    let events = knowledge.adverse_events().iter();
    let shipped: Vec<_> = events.map(|event| event.code.as_str()).collect();
    assert_eq!(shipped, ADVERSE_EVENTS);
}

#[test]
fn every_instrument_of_the_reference_is_there() {
    let Some(text) = reference("instruments.md") else {
        return;
    };
    let headings = text.lines().filter_map(|line| line.strip_prefix("### 3."));
    let headings: Vec<_> = headings.filter_map(|rest| rest.split_once(' ')).collect();
    assert!(!headings.is_empty(), "the reference has changed its form");
    for (number, title) in headings {
        let known = INSTRUMENTS.iter().any(|(name, _)| title.starts_with(name));
        assert!(known, "3.{number} {title}");
    }
}

#[test]
fn every_adverse_event_of_the_reference_is_there() {
    let Some(text) = reference("safety.md") else {
        return;
    };
    let rows = text.lines().filter_map(|line| line.strip_prefix("| AE-"));
    let cells = rows
        .filter_map(|row| row.split_once('|'))
        .map(|(first, _)| first);
    let codes: Vec<_> = cells
        .flat_map(|cell| cell.split(','))
        .map(|code| format!("AE-{}", code.trim().trim_start_matches("AE-")))
        .collect();
    assert!(!codes.is_empty(), "the reference has changed its form");
    let knowledge = shipped();
    for code in codes {
        assert!(knowledge.adverse_event(&code).is_some(), "{code}");
    }
}
