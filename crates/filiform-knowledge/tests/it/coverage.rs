//! Nothing of the safety reference is missing: every rule, red flag and class of medicines is there.
//!
//! The lists were written by hand. Where the reference itself is at hand, its tables are read instead.

use std::path::{Path, PathBuf};

use filiform_knowledge::{Condition, Knowledge, RuleKind};

const PREGNANCY: &[&str] = &[
    "preg-unknown",
    "preg-t1",
    "preg-t2t3",
    "preg-points",
    "preg-uterus",
    "preg-ea-trunk",
    "preg-ea",
    "preg-moxa",
    "preg-complicated",
    "preg-position",
    "postnatal",
];

const BLEEDING: &[&str] = &[
    "bleed-disorder-severe",
    "bleed-disorder-mild",
    "anticoag-vka",
    "anticoag-inr-high",
    "anticoag-inr-stop",
    "anticoag-inr-unknown",
    "anticoag-doac",
    "anticoag-doac-renal",
    "anticoag-heparin-prophylactic",
    "anticoag-heparin-treatment",
    "anticoag-deep",
    "anticoag-plus-antiplatelet",
    "antiplatelet-dual",
    "antiplatelet-single",
    "anticoag-recent",
    "lytic-recent",
    "platelet-lt20",
    "platelet-20-49",
    "platelet-50-99",
    "liver-cirrhosis",
    "bleed-minor-agents",
];

const INFECTION: &[&str] = &[
    "fever-systemic",
    "neutropenia-severe",
    "neutropenia-moderate",
    "neutropenia-mild",
    "chemo-no-counts",
    "immunosuppressed",
    "immunosuppressed-in",
    "asplenia",
    "valve-high",
    "valve-high-in",
    "valve-native",
    "prosthetic-joint",
    "prosthetic-joint-near",
    "skin-local",
    "varicose",
    "lymphoedema-limb",
    "lymphoedema-risk",
    "lymphoedema-quadrant",
    "blood-borne-virus",
    "antiseptic-allergy",
    "metal-allergy",
    "metal-allergy-in",
];

const DEVICES: &[&str] = &[
    "pacemaker-ea-thorax",
    "pacemaker-ea-limb",
    "icd-ea",
    "cied-manual",
    "cied-pocket",
    "loop-recorder-ea",
    "neurostim-ea",
    "neurostim-site",
    "neurostim-manual",
    "heat-over-implant",
    "shunt-cranial",
    "line-fistula",
    "breast-implant",
    "metalwork-ea",
    "ea-chest-anyone",
    "ea-neck-front",
    "ea-head",
    "ea-dvt",
    "ea-insensate",
    "ea-hardware",
];

const MIND: &[&str] = &[
    "epilepsy-stable",
    "epilepsy-unstable",
    "epilepsy-inferred",
    "syncope-risk",
    "needle-phobia-severe",
    "needle-phobia-mild",
    "strong-reactor",
    "previous-serious",
    "no-capacity",
    "dementia-fluctuating",
    "psychosis-acute",
    "suicidal",
    "intoxicated",
    "involuntary-movement",
    "cannot-call",
    "child",
    "infant-scalp",
    "frail-older",
    "autonomic-dysreflexia",
];

const METABOLISM: &[&str] = &[
    "diabetes-hypo",
    "diabetes-unstable",
    "diabetic-foot",
    "neuropathy-sensory-loss",
    "pvd-severe",
    "ckd-heart-failure-leg",
    "acute-coronary",
    "hypotension",
    "fasting",
    "driving-after",
    "blood-donor",
    "flight-dive-24h",
    "mri-in",
];

/// `thorax-anyone` points to a table of hazards by depth and direction. The note is a rule; the depths and
/// directions are those of the point table, which a test of the shipped points holds.
const STRUCTURE: &[&str] = &[
    "sternum-anyone",
    "thorax-anyone",
    "thorax-risk-lung",
    "thorax-thin",
    "unstable-spine",
    "osteoporosis",
    "tumour-site",
    "cancer-active",
    "radiotherapy-field",
    "cancer-past",
    "surgery-recent",
    "scar-fresh-keloid",
    "organ-enlarged",
    "eye-disease",
    "oxygen-moxa",
    "asthma-moxa",
    "heat-face-vessel",
    "never-sites",
];

const RED_FLAGS: &[&str] = &[
    "rf-cauda",
    "rf-cord",
    "rf-msk-cancer",
    "rf-fracture",
    "rf-spine-infection",
    "rf-inflammatory",
    "rf-deficit",
    "rf-aaa",
    "rf-chest",
    "rf-pe-ptx-after",
    "rf-dvt",
    "rf-septic-joint",
    "rf-pmr-gca",
    "rf-thunderclap",
    "rf-headache-other",
    "rf-stroke-dissection",
    "rf-meningitis",
    "rf-glaucoma",
    "rf-preeclampsia",
    "rf-abdomen",
    "rf-gi-alarm",
    "rf-testis-ectopic",
    "rf-neuropathy-fast",
    "rf-suicide",
    "rf-safeguard",
    "rf-fatigue-alarm",
    "rf-no-response",
];

const CLASSES: &[&str] = &[
    "M-VKA",
    "M-DOAC",
    "M-HEP",
    "M-PARENTERAL",
    "M-APT-ASA",
    "M-APT-P2Y12",
    "M-APT-OTHER",
    "M-PROSTACYCLIN",
    "M-LYTIC",
    "M-BLEED-MARK",
    "M-REVERSAL",
    "M-MINOR-BLEED",
    "M-BTK-VEGF",
    "M-IMMUNO",
    "M-CHEMO",
    "M-STEROID",
    "M-HYPO",
    "M-AED",
    "M-OPIOID",
    "M-SEDATIVE",
];

const RULES: [&[&str]; 7] = [
    PREGNANCY, BLEEDING, INFECTION, DEVICES, MIND, METABOLISM, STRUCTURE,
];

/// What the reference names.
struct Named {
    rules: Vec<String>,
    classes: Vec<String>,
}

fn by_hand() -> Named {
    let owned = |id: &&str| (*id).to_owned();
    let rules = RULES.into_iter().chain([RED_FLAGS]).flatten();
    Named {
        rules: rules.map(owned).collect(),
        classes: CLASSES.iter().map(owned).collect(),
    }
}

/// The ids in the first column of the tables: rules and red flags in sections 1 and 2, classes in section 3.
fn in_the_reference(text: &str) -> Named {
    let mut named = Named {
        rules: Vec::new(),
        classes: Vec::new(),
    };
    let mut section = "";
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            section = heading.split('.').next().unwrap_or_default();
        }
        let Some(id) = line
            .strip_prefix("| `")
            .and_then(|rest| rest.split('`').next())
        else {
            continue;
        };
        match section {
            "1" | "2" => named.rules.push(id.to_owned()),
            "3" if id.starts_with("M-") => named.classes.push(id.to_owned()),
            _ => {}
        }
    }
    named
}

fn reference() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("FILIFORM_REFERENCE").map_or_else(beside, PathBuf::from);
    folder.join("clinical/safety.md")
}

/// What is named and not there. One row of the reference may be several files with the same beginning.
fn missing(knowledge: &Knowledge, named: &Named) -> Vec<String> {
    let is_there = |id: &String| {
        knowledge.rules().iter().any(|(_, rule)| {
            let rest = rule.id.as_str().strip_prefix(id.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        })
    };
    let rules = named.rules.iter().filter(|id| !is_there(id));
    let classes = named
        .classes
        .iter()
        .filter(|id| knowledge.concept_key(id).is_none());
    rules.chain(classes).cloned().collect()
}

fn shipped() -> Knowledge {
    Knowledge::embedded().unwrap_or_else(|errors| panic!("{errors}"))
}

#[test]
fn every_rule_red_flag_and_class_of_medicines_is_there() {
    assert_eq!(missing(&shipped(), &by_hand()), Vec::<String>::new());
}

#[test]
fn nothing_that_the_reference_names_is_missing() {
    let path = reference();
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: there is no reference at {}", path.display());
        return;
    };
    let named = in_the_reference(&text);
    assert!(named.rules.len() > 100, "{} rules read", named.rules.len());
    assert!(named.classes.len() > 10, "{:?}", named.classes);
    assert_eq!(missing(&shipped(), &named), Vec::<String>::new());
    let by_hand = by_hand();
    let unlisted = named
        .rules
        .iter()
        .filter(|id| !by_hand.rules.contains(id))
        .chain(
            named
                .classes
                .iter()
                .filter(|id| !by_hand.classes.contains(id)),
        );
    assert_eq!(unlisted.collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn every_red_flag_is_a_red_flag() {
    let knowledge = shipped();
    for id in RED_FLAGS {
        let rule = knowledge.rules().find(*id).unwrap();
        assert!(matches!(rule.kind, RuleKind::RedFlag(_)), "{id}");
    }
}

#[test]
fn every_class_of_medicines_matters_to_some_rule() {
    let knowledge = shipped();
    let mut spoken_of = Vec::new();
    for (_, rule) in knowledge.rules().iter() {
        mentioned(&rule.when, &mut spoken_of);
    }
    for id in CLASSES {
        let mut open = vec![knowledge.concept_key(id).unwrap()];
        let mut found = false;
        while let Some(concept) = open.pop() {
            found |= spoken_of.contains(&concept);
            open.extend(&knowledge.concept(concept).implies);
        }
        assert!(found, "{id}");
    }
}

fn mentioned(condition: &Condition, found: &mut Vec<filiform_knowledge::ConceptKey>) {
    match condition {
        Condition::Concept(concept) | Condition::Recent(concept) | Condition::Ever(concept) => {
            found.push(*concept);
        }
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast { of: parts, .. } => {
            for part in parts {
                mentioned(part, found);
            }
        }
        Condition::Not(part) => mentioned(part, found),
        Condition::Anyone
        | Condition::NotAsked(_)
        | Condition::Which(_)
        | Condition::Lab { .. }
        | Condition::LabMissing { .. }
        | Condition::Age { .. }
        | Condition::Sex(_)
        | Condition::Gestation { .. } => {}
    }
}
