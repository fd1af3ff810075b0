use filiform_fhir::{Import, ImportError, ImportedFact, Limits, read_import};
use filiform_knowledge::CodeSystem;
use filiform_screening::Code;
use serde_json::{Value, json};

pub(crate) const KNEE: &str = include_str!("../../fixtures/knee-warfarin.json");
pub(crate) const KNEE_LINES: &str = include_str!("../../fixtures/knee-warfarin.ndjson");
pub(crate) const ICD: &str = include_str!("../../fixtures/icd-procedure.json");

/// Platelets, temperature, body mass index, pain: a table such as the knowledge base holds.
pub(crate) fn wanted(code: &Code) -> bool {
    code.system == CodeSystem::Loinc
        && ["777-3", "6301-6", "8331-1", "39156-5", "72514-3"].contains(&code.code.as_str())
}

pub(crate) fn read(name: &str, text: &str) -> Result<Import, ImportError> {
    read_import(name, text.as_bytes(), &Limits::default(), &wanted)
}

pub(crate) fn read_value(value: &Value) -> Import {
    read("test.json", &value.to_string()).expect("the bundle is readable")
}

/// A bundle of a patient `p` and these resources.
pub(crate) fn with_patient(resources: &[Value]) -> Value {
    let mut entries = vec![json!({ "resource": { "resourceType": "Patient", "id": "p" } })];
    entries.extend(
        resources
            .iter()
            .map(|resource| json!({ "resource": resource })),
    );
    json!({ "resourceType": "Bundle", "type": "collection", "entry": entries })
}

/// The facts that a resource of patient `p` turns into.
pub(crate) fn facts_of(resource: Value) -> Vec<ImportedFact> {
    let mut import = read_value(&with_patient(&[resource]));
    assert_eq!(import.unreadable, []);
    import.patients.remove(0).facts
}

/// The only fact that a resource of patient `p` turns into.
pub(crate) fn fact_of(resource: Value) -> ImportedFact {
    let mut facts = facts_of(resource);
    assert_eq!(facts.len(), 1, "{facts:?}");
    facts.remove(0)
}

/// Why a resource of patient `p` cannot be read.
pub(crate) fn why(resource: Value) -> String {
    let mut import = read_value(&with_patient(&[resource]));
    assert_eq!(import.unreadable.len(), 1, "{import:?}");
    import.unreadable.remove(0).why
}

/// Sums agree with each other and with the number of resources.
pub(crate) fn assert_adds_up(import: &Import) {
    let total: usize = import.counts.values().map(|counts| counts.total()).sum();
    assert_eq!(total, import.resources);
    for (resource_type, counts) in &import.counts {
        let aside: usize = import
            .not_used
            .iter()
            .filter(|item| item.resource_type == *resource_type)
            .map(|item| item.count)
            .sum();
        let unreadable = import
            .unreadable
            .iter()
            .filter(|item| item.resource_type == *resource_type)
            .count();
        assert_eq!((aside, unreadable), (counts.not_used, counts.unreadable));
    }
}
