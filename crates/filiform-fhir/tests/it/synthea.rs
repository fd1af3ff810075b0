use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use filiform_fhir::{Import, Limits, read_import};
use filiform_knowledge::Knowledge;
use filiform_screening::{Chart, Fact, FactKind, Person, RecordedStatus, Rulebook};
use filiform_units::{FactId, Sex, Timestamp};

use crate::support::{assert_adds_up, wanted};

/// The generated sample histories beside the workspace, when they are there.
fn bundles() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/synthea-r4");
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is absent", folder.display());
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = files
        .filter_map(|file| file.ok().map(|file| file.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect();
    paths.sort();
    paths
}

fn imports() -> Vec<Import> {
    bundles()
        .iter()
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy();
            let bytes = std::fs::read(path).unwrap();
            read_import(&name, &bytes, &Limits::default(), &wanted).unwrap()
        })
        .collect()
}

#[test]
fn generated_histories_are_read_without_error_and_nothing_is_lost() {
    let imports = imports();
    if imports.is_empty() {
        return;
    }
    assert_eq!(imports.len(), 39);
    for import in &imports {
        assert_adds_up(import);
        assert_eq!(import.unreadable, []);
        assert_eq!(import.patients.len(), 1);
    }
    let resources: usize = imports.iter().map(|import| import.resources).sum();
    assert_eq!(resources, 10_247);
}

#[test]
fn active_and_ended_entries_are_told_apart() {
    let imports = imports();
    if imports.is_empty() {
        return;
    }
    let mut counts: BTreeMap<(FactKind, RecordedStatus), usize> = BTreeMap::new();
    let facts = imports.iter().flat_map(|import| &import.patients[0].facts);
    for fact in facts.clone() {
        *counts.entry((fact.kind, fact.status)).or_default() += 1;
    }
    assert_eq!(counts[&(FactKind::Problem, RecordedStatus::Active)], 186);
    assert_eq!(counts[&(FactKind::Problem, RecordedStatus::Ended)], 132);
    assert_eq!(counts[&(FactKind::Medicine, RecordedStatus::Active)], 101);
    assert_eq!(counts[&(FactKind::Medicine, RecordedStatus::Ended)], 129);
    assert_eq!(counts[&(FactKind::Allergy, RecordedStatus::Active)], 31);
    assert_eq!(counts[&(FactKind::Procedure, RecordedStatus::Ended)], 534);
    // Platelets, temperature, body mass index, pain.
    assert_eq!(
        counts[&(FactKind::Lab, RecordedStatus::Active)],
        74 + 23 + 321 + 364
    );
    let defibrillators = facts
        .filter(|fact| fact.kind == FactKind::Procedure && fact.text.contains("defibrillator"))
        .count();
    assert_eq!(defibrillators, 3);
}

/// Facts as they stand in a record, imported on the day that `now` says.
fn as_facts(import: &Import, now: Timestamp) -> Vec<Fact> {
    import.patients[0]
        .facts
        .iter()
        .zip(1u128..)
        .map(|(fact, number)| Fact {
            id: FactId::from_bits(number),
            kind: fact.kind,
            concept: None,
            codes: fact.codes.clone(),
            text: fact.text.clone(),
            status: fact.status,
            onset: fact.onset,
            ended: fact.ended,
            value: fact.value.clone(),
            side: fact.side,
            source: fact.source.clone(),
            recorded_at: now,
        })
        .collect()
}

#[test]
fn few_lines_of_generated_histories_are_left_for_a_person_to_read() {
    let imports = imports();
    if imports.is_empty() {
        return;
    }
    let knowledge = Knowledge::embedded().unwrap();
    let rulebook = Rulebook::new(&knowledge);
    let nobody = Person {
        sex: Sex::Unknown,
        born: None,
    };
    let now = Timestamp::parse("2026-11-24T12:00:00Z").unwrap();
    let mut counts = Vec::new();
    for import in &imports {
        let facts = as_facts(import, now);
        let chart = Chart::read(&rulebook, &nobody, &facts, now);
        let unread = chart.not_understood();
        let unread: Vec<&Fact> = facts
            .iter()
            .filter(|fact| unread.contains(&fact.id))
            .collect();
        // Everything else in these histories is coded.
        for fact in &unread {
            assert_eq!(fact.kind, FactKind::Medicine, "{}", fact.text);
        }
        counts.push(unread.len());
    }
    counts.sort_unstable();
    // More would be noise that nobody reads.
    assert!(counts[counts.len() / 2] <= 3, "{counts:?}");
    assert!(counts[counts.len() - 1] <= 10, "{counts:?}");
}
