use filiform_fhir::{Limits, read_import};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{ICD, KNEE, KNEE_LINES, assert_adds_up, wanted};

pub(crate) fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(json!("Patient/x")),
        Just(json!("2026-02-30")),
        Just(json!([])),
        Just(json!({})),
        Just(json!([{}, null, 1])),
    ]
}

/// Replaces the value that the `at`-th visit meets.
pub(crate) fn replace(value: &mut Value, at: &mut usize, by: &Value) -> bool {
    if *at == 0 {
        value.clone_from(by);
        return true;
    }
    *at -= 1;
    match value {
        Value::Array(items) => items.iter_mut().any(|item| replace(item, at, by)),
        Value::Object(map) => map.values_mut().any(|item| replace(item, at, by)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Entries of a bundle, or one for a single resource.
fn resources_in(value: &Value) -> usize {
    if value["resourceType"] == "Bundle" {
        value["entry"].as_array().map_or(0, Vec::len)
    } else {
        1
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for name in ["x.json", "x.ndjson"] {
            if let Ok(import) = read_import(name, &bytes, &Limits::default(), &wanted) {
                assert_adds_up(&import);
            }
        }
    }

    #[test]
    fn damaged_bytes_never_panic_and_still_add_up(
        lines in any::<bool>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
        cuts in any::<bool>(),
    ) {
        let (name, text) = if lines { ("x.ndjson", KNEE_LINES) } else { ("x.json", KNEE) };
        let mut bytes = text.as_bytes().to_vec();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(import) = read_import(name, &bytes, &Limits::default(), &wanted) {
            assert_adds_up(&import);
        }
    }

    #[test]
    fn a_fixture_with_any_values_changed_adds_up_to_its_entries(
        defibrillator in any::<bool>(),
        changes in prop::collection::vec((0usize..500, scalar()), 1..8),
    ) {
        let text = if defibrillator { ICD } else { KNEE };
        let mut value: Value = serde_json::from_str(text).unwrap();
        for (mut at, by) in changes {
            replace(&mut value, &mut at, &by);
        }
        let bytes = value.to_string();
        let read = || read_import("x.json", bytes.as_bytes(), &Limits::default(), &|_| true);
        if let Ok(import) = read() {
            assert_adds_up(&import);
            prop_assert_eq!(import.resources, resources_in(&value));
            prop_assert_eq!(import, read().unwrap());
        }
    }

    #[test]
    fn keys_are_unique_within_a_patient(
        ids in prop::collection::vec("[ab]{0,1}", 1..12),
        texts in prop::collection::vec("[xy]", 12),
    ) {
        let mut entries = vec![json!({ "resource": { "resourceType": "Patient", "id": "p" } })];
        for (id, text) in ids.iter().zip(&texts) {
            let mut resource = json!({ "resourceType": "Observation", "status": "final",
                "code": { "text": text, "coding": [{ "code": text }] }, "valueInteger": 1,
                "component": [{ "code": { "coding": [{ "code": "k" }] }, "valueInteger": 1 },
                    { "code": { "coding": [{ "code": "k" }] }, "valueInteger": 2 }],
                "subject": { "reference": "Patient/p" } });
            if !id.is_empty() {
                resource["id"] = json!(id);
            }
            entries.push(json!({ "fullUrl": format!("urn:x:{}", entries.len()), "resource": resource }));
        }
        let bundle = json!({ "resourceType": "Bundle", "type": "batch", "entry": entries }).to_string();
        let import =
            read_import("x.json", bundle.as_bytes(), &Limits::default(), &|_| true).unwrap();
        assert_adds_up(&import);
        let facts = &import.patients[0].facts;
        let keys: std::collections::HashSet<_> = facts.iter().map(|fact| &fact.fact_key).collect();
        prop_assert_eq!(keys.len(), facts.len());
    }
}
