use filiform_fhir::{ImportError, Limits, read_import};
use filiform_screening::{FactKind, RecordedStatus};
use filiform_units::{Laterality, Sex};
use serde_json::{Value, json};

use crate::support::{
    ICD, KNEE, KNEE_LINES, assert_adds_up, read, read_value, wanted, with_patient,
};

#[test]
fn a_bundle_becomes_a_patient_with_facts_and_an_account_of_every_resource() {
    let import = read("knee-warfarin.json", KNEE).unwrap();
    assert_adds_up(&import);
    insta::assert_debug_snapshot!("knee_warfarin", import);
}

#[test]
fn a_person_can_find_the_line_again() {
    let import = read("C:\\exports\\becker.json", KNEE).unwrap();
    let warfarin = &import.patients[0].facts[3];
    assert_eq!(
        warfarin.source,
        "MedicationRequest, entry 7 of 12 in becker.json"
    );
}

#[test]
fn one_resource_per_line_says_the_same_as_the_bundle() {
    let bundle = read("knee-warfarin.json", KNEE).unwrap();
    for name in ["knee-warfarin.ndjson", "knee-warfarin.txt"] {
        let lines = read(name, KNEE_LINES).unwrap();
        assert_eq!(lines.counts, bundle.counts);
        assert_eq!(lines.patients[0].identity, bundle.patients[0].identity);
        let keys = |import: &filiform_fhir::Import| -> Vec<(String, String)> {
            let facts = import.patients[0].facts.iter();
            facts
                .map(|fact| (fact.fact_key.clone(), fact.content()))
                .collect()
        };
        assert_eq!(keys(&lines), keys(&bundle));
    }
}

#[test]
fn a_second_import_of_the_same_file_meets_the_same_keys_under_any_name() {
    let without_ids = KNEE.replace("\"id\": \"5f0c8e1a", "\"was\": \"5f0c8e1a");
    for text in [KNEE, &without_ids] {
        let first = read("a.json", text).unwrap();
        let second = read("b.json", text).unwrap();
        for (one, two) in first.patients.iter().zip(&second.patients) {
            assert_eq!(one.patient_key, two.patient_key);
            assert_eq!(one.facts.len(), 7);
            for (one, two) in one.facts.iter().zip(&two.facts) {
                assert_eq!(one.fact_key, two.fact_key);
                assert_eq!(one.content(), two.content());
            }
        }
    }
}

#[test]
fn a_changed_resource_keeps_its_key_and_changes_its_content() {
    let stopped = KNEE.replace("\"status\": \"active\"", "\"status\": \"stopped\"");
    let before = read("a.json", KNEE).unwrap().patients.remove(0);
    let after = read("a.json", &stopped).unwrap().patients.remove(0);
    let changed: Vec<_> = before
        .facts
        .iter()
        .zip(&after.facts)
        .filter(|(one, two)| one.content() != two.content())
        .collect();
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0].0.fact_key, changed[0].1.fact_key);
    assert_eq!(changed[0].1.status, RecordedStatus::Ended);
}

#[test]
fn a_defibrillator_is_found_when_only_its_implantation_is_recorded() {
    let import = read("icd-procedure.json", ICD).unwrap();
    let patient = &import.patients[0];
    assert_eq!(patient.identity.sex, Sex::Male);
    let fact = &patient.facts[0];
    assert_eq!(
        (fact.kind, fact.status, fact.side),
        (FactKind::Procedure, RecordedStatus::Ended, Laterality::None)
    );
    assert_eq!(fact.codes[0].code, "447365002");
    assert_eq!(fact.onset.unwrap().to_string(), "2018-06-05");
}

#[test]
fn a_broken_resource_in_the_middle_does_not_stop_the_rest() {
    let mut bundle: Value = serde_json::from_str(KNEE).unwrap();
    bundle["entry"][4]["resource"]["code"] = json!(["not", "a", "concept"]);
    let import = read_value(&bundle);
    assert_adds_up(&import);
    assert_eq!(import.patients[0].facts.len(), 6);
    let broken = &import.unreadable[0];
    assert_eq!(
        (broken.position, broken.resource_type.as_str()),
        (5, "Condition")
    );
    assert_eq!(broken.why, "`code` is not an object");
}

#[test]
fn a_broken_line_does_not_stop_the_lines_after_it() {
    let text = KNEE_LINES.replacen("{\"resourceType\": \"Condition\"", "{resourceType", 1);
    let import = read("knee.ndjson", &text).unwrap();
    assert_adds_up(&import);
    assert_eq!(import.unreadable[0].position, 4);
    assert_eq!(import.unreadable[0].resource_type, "no type");
    assert_eq!(import.patients[0].facts.len(), 6);
}

#[test]
fn a_byte_order_mark_is_no_obstacle() {
    let import = read("a.json", &format!("\u{feff}{KNEE}")).unwrap();
    assert_eq!(import.patients.len(), 1);
}

#[test]
fn a_file_that_is_no_fhir_is_refused_with_the_reason_and_a_way_out() {
    let cases: [(&[u8], &str); 14] = [
        (b"", "the file is empty"),
        (b" \n ", "the file is empty"),
        (
            b"<Bundle xmlns=\"x\"/>",
            "the file is XML, not FHIR in JSON",
        ),
        (
            b"PK\x03\x04rest",
            "the file is a ZIP archive, not FHIR in JSON",
        ),
        (
            b"\xff\xfe{\0",
            "the file is text in UTF-16, not FHIR in JSON",
        ),
        (
            b"{\n\"a\": \"\xe9\"}",
            "the file is not UTF-8 text: line 2 has bytes that are no characters",
        ),
        (
            b"{\"resourceType\":\"Bundle\",\n\"type\" \"x\"}",
            "the JSON is broken at line 2, column 8: expected `:`",
        ),
        (
            b"{\"resourceType\":\"Bundle\",\n\"entry\":[{\"resource\":",
            "the file ends too early, at line 2, column 21",
        ),
        (
            b"{\"name\":\"x\"}",
            "the file is JSON but not FHIR: it has no `resourceType`",
        ),
        (
            b"[1,2]",
            "the file is JSON but not FHIR: it has no `resourceType`",
        ),
        (
            b"{\"a\":1}\n{\"a\":2}\n",
            "the file is JSON but not FHIR: it has no `resourceType`",
        ),
        (
            b"{\"resourceType\":\"Bandle\"}",
            "`Bandle` is neither a Bundle nor a resource of FHIR R4",
        ),
        (
            b"{\"resourceType\":\"Bundle\",\"type\":\"transaction-response\"}",
            "a Bundle of type `transaction-response` carries no record",
        ),
        (
            b"null",
            "the JSON is broken at line 1, column 4: invalid type: null, expected a FHIR resource",
        ),
    ];
    for (bytes, message) in cases {
        let error = read_import("x.json", bytes, &Limits::default(), &wanted).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert!(error.hint().ends_with('.'));
    }
}

#[test]
fn limits_hold_for_bytes_resources_and_one_resource() {
    let small = Limits {
        max_bytes: 100,
        ..Limits::default()
    };
    let error = read_import("x.json", KNEE.as_bytes(), &small, &wanted).unwrap_err();
    assert!(matches!(error, ImportError::TooLarge { limit: 100, .. }));
    let few = Limits {
        max_resources: 11,
        ..Limits::default()
    };
    for text in [KNEE, KNEE_LINES] {
        let error = read_import("x.json", text.as_bytes(), &few, &wanted).unwrap_err();
        assert_eq!(
            error,
            ImportError::TooMany {
                found: 12,
                limit: 11
            }
        );
    }
    let short = Limits {
        max_resource_bytes: 800,
        ..Limits::default()
    };
    let import = read_import("x.json", KNEE.as_bytes(), &short, &wanted).unwrap();
    assert!(
        import
            .unreadable
            .iter()
            .any(|item| item.why.contains("800"))
    );
    assert_adds_up(&import);
}

#[test]
fn deeply_nested_json_is_unreadable_and_nothing_worse() {
    let depth = 200_000;
    let bomb = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    let text = format!(
        "{{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{{\"resource\":\
         {{\"resourceType\":\"Condition\",\"id\":\"c\",\"code\":{bomb}}}}},\
         {{\"resource\":{{\"resourceType\":\"Claim\",\"x\":{bomb}}}}}]}}"
    );
    let import = read("x.json", &text).unwrap();
    assert_adds_up(&import);
    assert_eq!(import.unreadable.len(), 1);
    assert!(read("x.json", &format!("{{\"a\":{bomb}}}")).is_err());
    assert!(read("x.json", &"[".repeat(depth)).is_err());
    assert!(read("x.json", &"{\"a\":".repeat(depth)).is_err());
}

#[test]
fn a_single_patient_is_an_import_and_a_fact_without_its_patient_is_not() {
    let patient = json!({ "resourceType": "Patient", "id": "1" }).to_string();
    let import = read("p.json", &patient).unwrap();
    assert_eq!(import.patients[0].source, "Patient in p.json");
    assert_eq!(
        import.patients[0].identity.display_name,
        "name not recorded"
    );
    let condition = json!({ "resourceType": "Condition", "id": "1", "code": { "text": "Asthma" },
        "subject": { "reference": "Patient/1" } });
    let import = read("c.json", &condition.to_string()).unwrap();
    assert_eq!(
        import.unreadable[0].why,
        "it refers to `Patient/1`, which is not in this file"
    );
}

#[test]
fn every_type_of_bundle_that_carries_records_is_read() {
    for bundle_type in [
        "transaction",
        "batch",
        "collection",
        "searchset",
        "document",
        "history",
    ] {
        let text = KNEE.replace(
            "\"type\": \"transaction\"",
            &format!("\"type\": \"{bundle_type}\""),
        );
        assert_eq!(read("x.json", &text).unwrap().patients[0].facts.len(), 7);
    }
    let empty = json!({ "resourceType": "Bundle", "type": "searchset" });
    assert_eq!(read_value(&empty).resources, 0);
}

#[test]
fn of_several_versions_the_newest_counts() {
    let version = |updated: &str, text: &str| {
        json!({ "resourceType": "Condition", "id": "c", "meta": { "lastUpdated": updated },
            "code": { "text": text }, "subject": { "reference": "Patient/p" } })
    };
    let import = read_value(&with_patient(&[
        version("2024-01-01T00:00:00Z", "old"),
        version("2025-01-01T00:00:00Z", "new"),
    ]));
    assert_adds_up(&import);
    assert_eq!(import.patients[0].facts.len(), 1);
    assert_eq!(import.patients[0].facts[0].text, "new");
    let mut history = with_patient(&[version("2024-01-01T00:00:00Z", "old")]);
    history["entry"].as_array_mut().unwrap().insert(
        0,
        json!({ "request": { "method": "DELETE", "url": "Condition/c" } }),
    );
    let import = read_value(&history);
    assert_adds_up(&import);
    assert_eq!(import.patients[0].facts, []);
}
