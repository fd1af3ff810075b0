use filiform_fhir::Deceased;
use filiform_knowledge::CodeSystem;
use filiform_screening::{FactKind, RecordedStatus};
use filiform_units::{Laterality, Sex};
use serde_json::{Value, json};

use crate::support::{assert_adds_up, fact_of, facts_of, read_value, why, with_patient};

fn merge(mut resource: Value, more: &Value) -> Value {
    for (key, value) in more.as_object().unwrap() {
        resource[key] = value.clone();
    }
    resource
}

fn condition(more: &Value) -> Value {
    merge(
        json!({ "resourceType": "Condition", "id": "c", "code": { "text": "Asthma" },
            "clinicalStatus": { "coding": [{ "code": "active" }] },
            "subject": { "reference": "Patient/p" } }),
        more,
    )
}

fn prescription(more: &Value) -> Value {
    merge(
        json!({ "resourceType": "MedicationRequest", "id": "m", "status": "active",
            "intent": "order", "medicationCodeableConcept": { "text": "Warfarin" },
            "subject": { "reference": "Patient/p" } }),
        more,
    )
}

fn procedure(more: &Value) -> Value {
    merge(
        json!({ "resourceType": "Procedure", "id": "o", "status": "completed",
            "code": { "text": "Appendectomy" }, "subject": { "reference": "Patient/p" } }),
        more,
    )
}

fn observation(more: &Value) -> Value {
    merge(
        json!({ "resourceType": "Observation", "id": "l", "status": "final",
            "code": { "text": "Platelets",
                "coding": [{ "system": "http://loinc.org", "code": "777-3" }] },
            "effectiveDateTime": "2026-09-14T09:05:00+01:00",
            "subject": { "reference": "Patient/p" } }),
        more,
    )
}

#[test]
fn a_condition_is_active_ended_void_or_unknown_as_recorded() {
    let coded = |code: &str| json!({ "coding": [{ "code": code }] });
    for (clinical, verification, status) in [
        ("active", "confirmed", RecordedStatus::Active),
        ("recurrence", "confirmed", RecordedStatus::Active),
        ("relapse", "confirmed", RecordedStatus::Active),
        ("resolved", "confirmed", RecordedStatus::Ended),
        ("inactive", "confirmed", RecordedStatus::Ended),
        ("remission", "provisional", RecordedStatus::Ended),
        ("active", "refuted", RecordedStatus::Void),
        ("active", "entered-in-error", RecordedStatus::Void),
        ("active", "differential", RecordedStatus::Unknown),
        ("strange", "confirmed", RecordedStatus::Unknown),
    ] {
        let fact = fact_of(condition(&json!({
            "clinicalStatus": coded(clinical), "verificationStatus": coded(verification) })));
        assert_eq!(fact.status, status, "{clinical} {verification}");
    }
    let plain = fact_of(condition(&json!({ "clinicalStatus": "resolved" })));
    assert_eq!(plain.status, RecordedStatus::Ended);
    let silent = fact_of(condition(&json!({ "clinicalStatus": null })));
    assert_eq!(silent.status, RecordedStatus::Unknown);
    let over = json!({ "clinicalStatus": null, "abatementString": "in spring" });
    assert_eq!(fact_of(condition(&over)).status, RecordedStatus::Ended);
}

#[test]
fn dates_keep_their_precision_and_ages_do_not_become_dates() {
    let fact = fact_of(condition(&json!({
        "onsetPeriod": { "start": "2019-03" }, "abatementDateTime": "2020" })));
    assert_eq!(fact.onset.unwrap().to_string(), "2019-03");
    assert_eq!(fact.ended.unwrap().to_string(), "2020");
    let aged = json!({ "onsetAge": { "value": 30, "unit": "a" }, "recordedDate": "2001-01-01" });
    assert_eq!(fact_of(condition(&aged)).onset, None);
    let no_offset = json!({ "onsetDateTime": "2026-02-03T10:30" });
    assert_eq!(
        fact_of(condition(&no_offset)).onset.unwrap().to_string(),
        "2026-02-03"
    );
    let broken = json!({ "onsetDateTime": "2026-02-30" });
    assert_eq!(why(condition(&broken)), "`onsetDateTime` is not a date");
}

#[test]
fn no_known_allergies_is_a_no_and_no_information_is_not() {
    let allergy = |code: Value, clinical: &str| {
        fact_of(
            json!({ "resourceType": "AllergyIntolerance", "id": "a", "code": code,
            "clinicalStatus": { "coding": [{ "code": clinical }] },
            "patient": { "reference": "Patient/p" } }),
        )
        .status
    };
    let ips = |code: &str| {
        json!({ "coding": [{ "code": code,
            "system": "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips" }] })
    };
    let snomed = json!({ "coding": [{ "system": "http://snomed.info/sct", "code": "716186003" }] });
    assert_eq!(
        allergy(ips("no-known-allergies"), "active"),
        RecordedStatus::Absent
    );
    assert_eq!(
        allergy(ips("no-allergy-info"), "active"),
        RecordedStatus::Unknown
    );
    assert_eq!(allergy(snomed.clone(), "active"), RecordedStatus::Absent);
    assert_eq!(allergy(snomed, "inactive"), RecordedStatus::Void);
    let words = json!({ "text": "No known latex allergy" });
    assert_eq!(allergy(words, "active"), RecordedStatus::Absent);
    assert_eq!(
        allergy(json!({ "text": "Nickel" }), "active"),
        RecordedStatus::Active
    );
}

#[test]
fn a_prescription_is_taken_only_when_it_is_active_and_ordered() {
    for (more, status) in [
        (json!({}), RecordedStatus::Active),
        (json!({ "status": "stopped" }), RecordedStatus::Ended),
        (json!({ "status": "completed" }), RecordedStatus::Ended),
        (json!({ "status": "cancelled" }), RecordedStatus::Ended),
        (
            json!({ "status": "entered-in-error" }),
            RecordedStatus::Void,
        ),
        (json!({ "status": "draft" }), RecordedStatus::Planned),
        (json!({ "intent": "plan" }), RecordedStatus::Planned),
        (json!({ "status": "on-hold" }), RecordedStatus::Unknown),
        (json!({ "status": null }), RecordedStatus::Unknown),
        (json!({ "doNotPerform": true }), RecordedStatus::Void),
    ] {
        assert_eq!(fact_of(prescription(&more)).status, status, "{more}");
    }
}

#[test]
fn a_medicine_is_found_wherever_it_is_written() {
    let code = json!({ "coding": [{ "code": "855332", "display": "Warfarin Sodium 5 MG Oral Tablet",
        "system": "http://www.nlm.nih.gov/research/umls/rxnorm" }] });
    let medication = json!({ "resourceType": "Medication", "id": "w", "code": code });
    let refers = |reference: &str| {
        prescription(&json!({ "medicationCodeableConcept": null,
            "medicationReference": { "reference": reference }, "contained": [medication] }))
    };
    for reference in [
        "#w",
        "Medication/w",
        "https://ehr.example/fhir/Medication/w",
    ] {
        let import = read_value(&with_patient(&[refers(reference), medication.clone()]));
        assert_adds_up(&import);
        let fact = &import.patients[0].facts[0];
        assert_eq!(fact.text, "Warfarin Sodium 5 MG Oral Tablet");
        assert_eq!(fact.codes[0].system, CodeSystem::RxNorm);
        let counts = import.counts["Medication"];
        assert_eq!(counts.mapped, usize::from(reference != "#w"));
    }
    let mut bundle = with_patient(&[refers("urn:uuid:9"), medication.clone()]);
    bundle["entry"][2]["fullUrl"] = json!("urn:uuid:9");
    assert_eq!(read_value(&bundle).patients[0].facts.len(), 1);
    assert_eq!(
        why(refers("Medication/gone")),
        "it refers to `Medication/gone`, which is not in this file"
    );
    let named = prescription(&json!({ "medicationCodeableConcept": null,
        "medicationReference": { "reference": "Medication/gone", "display": "Warfarin 3 mg" } }));
    assert_eq!(fact_of(named).text, "Warfarin 3 mg");
    let nothing = prescription(&json!({ "medicationCodeableConcept": null }));
    assert_eq!(why(nothing), "it names no medicine");
}

#[test]
fn a_product_with_a_local_code_is_still_known_by_its_ingredients() {
    let medication = json!({ "resourceType": "Medication", "id": "w",
        "code": { "text": "House brand 7" },
        "ingredient": [{ "itemCodeableConcept": { "coding": [
            { "system": "http://www.whocc.no/atc", "code": "B01AA03", "display": "warfarin" }] } }] });
    let fact = fact_of(prescription(&json!({ "medicationCodeableConcept": null,
        "medicationReference": { "reference": "#w" }, "contained": [medication] })));
    assert_eq!(fact.text, "House brand 7; warfarin");
    assert_eq!(fact.codes[0].system, CodeSystem::Atc);
}

#[test]
fn a_medicine_that_is_not_taken_is_absent() {
    let statement = |status: &str| {
        fact_of(
            json!({ "resourceType": "MedicationStatement", "id": "s", "status": status,
            "medicationCodeableConcept": { "text": "Apixaban" },
            "effectivePeriod": { "start": "2020", "end": "2021-05" },
            "subject": { "reference": "Patient/p" } }),
        )
    };
    assert_eq!(statement("active").status, RecordedStatus::Active);
    assert_eq!(statement("not-taken").status, RecordedStatus::Absent);
    assert_eq!(statement("intended").status, RecordedStatus::Planned);
    assert_eq!(statement("on-hold").status, RecordedStatus::Unknown);
    let stopped = statement("stopped");
    assert_eq!(stopped.status, RecordedStatus::Ended);
    assert_eq!(stopped.ended.unwrap().to_string(), "2021-05");
}

#[test]
fn a_procedure_that_was_not_done_is_absent() {
    for (status, expected) in [
        ("completed", RecordedStatus::Ended),
        ("in-progress", RecordedStatus::Active),
        ("preparation", RecordedStatus::Planned),
        ("not-done", RecordedStatus::Absent),
        ("entered-in-error", RecordedStatus::Void),
        ("unknown", RecordedStatus::Unknown),
    ] {
        assert_eq!(
            fact_of(procedure(&json!({ "status": status }))).status,
            expected
        );
    }
}

#[test]
fn the_side_comes_from_codes_then_words_and_is_never_guessed() {
    let snomed =
        |code: &str| json!({ "coding": [{ "system": "http://snomed.info/sct", "code": code }] });
    for (more, side) in [
        (json!({ "bodySite": [snomed("7771000")] }), Laterality::Left),
        (
            json!({ "bodySite": [snomed("24028007")] }),
            Laterality::Right,
        ),
        (
            json!({ "bodySite": [snomed("51440002")] }),
            Laterality::Both,
        ),
        (
            json!({ "bodySite": [snomed("72696002:272741003=7771000")] }),
            Laterality::Left,
        ),
        (
            json!({ "extension": [{ "url": "x", "valueCodeableConcept": snomed("24028007") }] }),
            Laterality::Right,
        ),
        (
            json!({ "bodySite": [{ "text": "Left" }] }),
            Laterality::Left,
        ),
        (
            json!({ "bodySite": [{ "text": "right forearm" }] }),
            Laterality::Right,
        ),
        (
            json!({ "code": { "text": "Total replacement of left hip" } }),
            Laterality::Left,
        ),
        (
            json!({ "code": { "text": "Bilateral knee replacement" } }),
            Laterality::Both,
        ),
        (
            json!({ "code": { "text": "Total knee replacement" } }),
            Laterality::Unknown,
        ),
        (
            json!({ "code": { "text": "Left ventricular assist device insertion" } }),
            Laterality::None,
        ),
        (
            json!({ "code": { "text": "Percutaneous closure, right-to-left shunt" } }),
            Laterality::None,
        ),
        (
            json!({ "code": { "text": "Repair of left anterior cruciate ligament" } }),
            Laterality::Left,
        ),
        (json!({}), Laterality::None),
    ] {
        assert_eq!(fact_of(procedure(&more)).side, side, "{more}");
    }
}

#[test]
fn the_words_of_a_site_stand_after_those_of_the_thing() {
    let site =
        json!({ "code": { "text": "Cellulitis" }, "bodySite": [{ "text": "left lower leg" }] });
    assert_eq!(
        fact_of(condition(&site)).text,
        "Cellulitis (left lower leg)"
    );
    let bare = json!({ "code": { "text": "Cellulitis" }, "bodySite": [{ "text": "Left" }] });
    assert_eq!(fact_of(condition(&bare)).text, "Cellulitis");
}

#[test]
fn a_device_is_read_from_itself_or_from_its_use() {
    let kind = json!({ "text": "Cardiac pacemaker" });
    let affixed = json!({ "resourceType": "Device", "id": "d", "status": "active", "type": kind,
        "patient": { "reference": "Patient/p" } });
    let fact = fact_of(affixed);
    assert_eq!(
        (fact.kind, fact.status),
        (FactKind::Device, RecordedStatus::Active)
    );
    let device = json!({ "resourceType": "Device", "id": "d", "type": kind });
    let used = json!({ "resourceType": "DeviceUseStatement", "id": "u", "status": "active",
        "device": { "reference": "Device/d" }, "timingDateTime": "2018",
        "subject": { "reference": "Patient/p" } });
    let import = read_value(&with_patient(&[device.clone(), used]));
    assert_eq!(import.counts["Device"].mapped, 1);
    assert_eq!(import.patients[0].facts[0].text, "Cardiac pacemaker");
    let import = read_value(&with_patient(&[device]));
    assert_eq!(
        import.not_used[0].reason,
        "no patient in this file is said to have it"
    );
}

#[test]
fn only_wanted_numbers_are_kept() {
    let number = json!({ "valueQuantity": { "value": 210, "unit": "x10^3/µL", "code": "10*3/uL",
        "system": "http://unitsofmeasure.org" } });
    let value = fact_of(observation(&number)).value.unwrap();
    assert_eq!((value.value, value.unit.as_str()), (210.0, "10*3/uL"));
    let reason = |more: &Value| {
        let import = read_value(&with_patient(&[observation(more)]));
        assert_adds_up(&import);
        import.not_used[0].reason
    };
    assert_eq!(reason(&json!({})), "no number recorded");
    let other = json!({ "code": { "text": "Sodium" } });
    assert_eq!(
        reason(&other),
        "Observation code not needed for screening or outcomes"
    );
    let vital = json!({ "code": { "text": "Height" },
        "category": [{ "coding": [{ "code": "vital-signs" }] }] });
    assert_eq!(reason(&vital), "vital sign");
    let wrong = json!({ "valueQuantity": { "value": "210" } });
    assert_eq!(why(observation(&wrong)), "`value` is not a number");
}

#[test]
fn a_bound_is_no_value() {
    let fact = fact_of(observation(&json!({
        "valueQuantity": { "value": 100, "comparator": "<", "unit": "10*3/uL" } })));
    assert_eq!(fact.value, None);
    assert_eq!(fact.text, "Platelets: < 100 10*3/uL");
}

#[test]
fn a_panel_gives_a_fact_for_each_wanted_component() {
    let loinc = |code: &str| json!({ "coding": [{ "system": "http://loinc.org", "code": code }] });
    let facts = facts_of(observation(
        &json!({ "code": { "text": "Blood count" }, "component": [
        { "code": loinc("777-3"), "valueQuantity": { "value": 90, "unit": "10*3/uL" } },
        { "code": loinc("718-7"), "valueQuantity": { "value": 13, "unit": "g/dL" } },
        { "code": loinc("6301-6"), "valueQuantity": { "value": 2.5 } }] }),
    ));
    let keys: Vec<&str> = facts.iter().map(|fact| fact.fact_key.as_str()).collect();
    assert_eq!(keys, ["Observation/l/777-3", "Observation/l/6301-6"]);
}

#[test]
fn pregnancy_status_becomes_a_state() {
    let answer = |code: &str| {
        fact_of(observation(&json!({
            "code": { "text": "Pregnancy status",
                "coding": [{ "system": "http://loinc.org", "code": "82810-3" }] },
            "valueCodeableConcept": { "text": "as coded", "coding": [{ "code": code }] } })))
    };
    let pregnant = answer("LA15173-0");
    assert_eq!(
        (pregnant.kind, pregnant.status),
        (FactKind::Problem, RecordedStatus::Active)
    );
    assert!(pregnant.codes.iter().any(|code| code.code == "77386006"));
    assert_eq!(answer("LA26683-5").status, RecordedStatus::Absent);
    assert_eq!(answer("LA4489-6").status, RecordedStatus::Unknown);
}

#[test]
fn what_a_relative_has_is_family_history() {
    let facts = facts_of(json!({ "resourceType": "FamilyMemberHistory", "id": "f",
        "status": "completed", "patient": { "reference": "Patient/p" },
        "relationship": { "text": "mother" },
        "condition": [{ "code": { "text": "Haemophilia A" } }, { "code": { "text": "Stroke" } }] }));
    assert_eq!(facts.len(), 2);
    assert_eq!(facts[0].text, "Haemophilia A (mother)");
    assert_eq!(facts[0].status, RecordedStatus::FamilyHistory);
    assert_eq!(facts[0].fact_key, "FamilyMemberHistory/f/Haemophilia_A");
}

#[test]
fn what_is_not_read_says_why() {
    let import = read_value(&with_patient(&[
        json!({ "resourceType": "Claim" }),
        json!({ "resourceType": "Claim", "id": 3 }),
        json!({ "resourceType": "Unheard" }),
        json!({ "resourceType": "Bundle", "entry": [] }),
        json!({ "resourceType": "Condition", "subject": { "reference": "Patient/p" } }),
        json!({ "resourceType": "Condition", "code": { "text": "Asthma" } }),
        json!({}),
        json!(7),
    ]));
    assert_adds_up(&import);
    let aside: Vec<_> = import
        .not_used
        .iter()
        .map(|item| (item.resource_type.as_str(), item.reason))
        .collect();
    assert_eq!(
        aside,
        [
            ("Claim", "billing and administration"),
            ("Unheard", "not a resource type of FHIR R4")
        ]
    );
    let whys: Vec<_> = import
        .unreadable
        .iter()
        .map(|item| (item.position, item.why.as_str()))
        .collect();
    assert_eq!(
        whys,
        [
            (3, "`3` is not an id"),
            (
                5,
                "a Bundle inside another file is not opened: import it on its own"
            ),
            (6, "it has no code and no words"),
            (7, "it names no patient"),
            (8, "it has no `resourceType`"),
            (9, "it is not a JSON object"),
        ]
    );
}

#[test]
fn a_fact_goes_to_the_patient_it_names_and_to_no_other() {
    let patient = |server: &str, id: &str, number: &str| {
        json!({ "fullUrl": format!("{server}/Patient/{id}"), "resource": {
            "resourceType": "Patient", "id": id, "identifier": [{ "value": number }] } })
    };
    let about = |id: &str, subject: Value| {
        json!({ "fullUrl": format!("https://a.example/fhir/Condition/{id}"), "resource": {
            "resourceType": "Condition", "id": id, "code": { "text": id }, "subject": subject } })
    };
    let refers = |to: &str| json!({ "reference": to });
    let bundle = json!({ "resourceType": "Bundle", "type": "collection", "entry": [
        patient("https://a.example/fhir", "1", "A1"), patient("https://a.example/fhir", "2", "A2"),
        patient("https://b.example/fhir", "3", "B3"),
        about("relative", refers("Patient/1")),
        about("absolute", refers("https://a.example/fhir/Patient/2")),
        about("versioned", refers("https://a.example/fhir/Patient/2/_history/4")),
        about("by-number", json!({ "identifier": { "value": "B3" } })),
        about("elsewhere", refers("https://c.example/fhir/Patient/1")),
        about("other-server", refers("Patient/3")),
        about("group", refers("Group/1"))] });
    let import = read_value(&bundle);
    assert_adds_up(&import);
    let texts = |row: usize| -> Vec<&str> {
        let facts = import.patients[row].facts.iter();
        facts.map(|fact| fact.text.as_str()).collect()
    };
    assert_eq!(texts(0), ["relative"]);
    assert_eq!(texts(1), ["absolute", "versioned"]);
    assert_eq!(texts(2), ["by-number"]);
    assert_eq!(import.unreadable.len(), 3);
}

#[test]
fn two_people_with_one_id_never_become_one() {
    let patient = |server: &str, name: &str| {
        json!({ "fullUrl": format!("{server}/Patient/1"), "resource": {
            "resourceType": "Patient", "id": "1", "name": [{ "family": name }] } })
    };
    let bundle = json!({ "resourceType": "Bundle", "type": "collection", "entry": [
        patient("https://a.example/fhir", "Adler"), patient("https://b.example/fhir", "Berg"),
        { "resource": { "resourceType": "Condition", "id": "c", "code": { "text": "Asthma" },
            "subject": { "reference": "Patient/1" } } }] });
    let import = read_value(&bundle);
    assert_adds_up(&import);
    assert_eq!(import.patients.len(), 1);
    assert_eq!(import.patients[0].facts, []);
    assert_eq!(import.unreadable.len(), 2);
}

#[test]
fn the_same_statement_twice_is_one_fact() {
    let asthma = json!({ "resourceType": "Condition", "code": { "text": "Asthma" },
        "subject": { "reference": "Patient/p" } });
    let import = read_value(&with_patient(&[asthma.clone(), asthma]));
    assert_adds_up(&import);
    assert_eq!(import.patients[0].facts.len(), 1);
    assert_eq!(import.not_used[0].reason, "says the same as another entry");
}

#[test]
fn a_patient_is_shown_as_recorded() {
    let import = read_value(&json!({ "resourceType": "Patient", "id": "p",
        "identifier": [{ "system": "s", "value": "1" }, { "use": "old", "value": "0" }],
        "name": [{ "use": "maiden", "family": "Old1" },
            { "use": "official", "family": "Becker968", "given": ["Derek111", "J."],
              "prefix": ["Mr."] }],
        "gender": "other", "birthDate": "1950", "deceasedDateTime": "2018-04-19T10:00:00Z",
        "telecom": [{ "system": "email", "value": "x" }, { "system": "phone", "value": "555" }],
        "address": [{ "line": ["1 Road\u{0}"], "city": "Town" }] }));
    let identity = &import.patients[0].identity;
    assert_eq!(identity.display_name, "Derek111 J. Becker968");
    assert_eq!(identity.sex, Sex::Unknown);
    assert_eq!(identity.source_ids, [("s".to_owned(), "1".to_owned())]);
    assert_eq!(identity.born.unwrap().to_string(), "1950");
    assert!(matches!(identity.deceased, Deceased::On(date) if date.to_string() == "2018-04-19"));
    assert_eq!(identity.phone.as_deref(), Some("555"));
    assert_eq!(identity.address.as_deref(), Some("1 Road, Town"));
}
