//! Whatever is sent: no panic, a bounded answer, and cards that keep the rules.

use filiform_fhir::cds::{Service, read_feedback};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::cds_support::{Given, answer, answer_bytes, knowledge, needle, order, statement};
use crate::laws::{replace, scalar};

/// Far more than cards for 60 needles need.
const ANSWER_LIMIT: usize = 4 * 1024 * 1024;

fn points() -> impl Strategy<Value = Value> {
    let point = prop_oneof![
        Just("GB21"),
        Just("ST36"),
        Just("LI4"),
        Just("PC6"),
        Just("BL13"),
        Just("CV17"),
        Just("GV20"),
        Just("SP6"),
        Just("KI27"),
        Just("nowhere"),
    ];
    let side = prop_oneof![
        Just(None),
        Just(Some("left")),
        Just(Some("right")),
        Just(Some("midline"))
    ];
    let depth = prop::option::of((1..60u8, 1..60u8));
    let technique = prop::option::of(prop_oneof![Just("MA"), Just("EA"), Just("IN"), Just("?")]);
    let pair = prop::option::of(prop_oneof![Just("1"), Just("2")]);
    (point, side, depth, technique, pair).prop_map(|(point, side, depth, technique, pair)| {
        let mut site = needle(point, side, depth);
        if let Some(parts) = site["extension"][0]["extension"].as_array_mut() {
            parts.extend(technique.map(|code| json!({ "url": "technique", "valueCode": code })));
            parts.extend(pair.map(|pair| json!({ "url": "pair", "valueString": pair })));
        }
        site
    })
}

fn record() -> impl Strategy<Value = Vec<(&'static str, Value)>> {
    let words = prop_oneof![
        Just("Warfarin"),
        Just("Apixaban 5 mg"),
        Just("Haemophilia A"),
        Just("Pacemaker"),
        Just("Lymphoedema of left arm"),
        Just("Epilepsy"),
        Just("Pregnancy"),
        Just("<b>*x*</b>"),
    ];
    let key = prop_oneof![
        Just("medications"),
        Just("conditions"),
        Just("devices"),
        Just("allergies")
    ];
    prop::collection::vec((key, words), 0..4).prop_map(|items| {
        items
            .into_iter()
            .map(|(key, words)| {
                let subject = json!({ "reference": "Patient/p" });
                let resource = match key {
                    "medications" => statement(words, "active"),
                    "devices" => json!({ "resourceType": "DeviceUseStatement", "status": "active",
                        "subject": subject, "device": { "display": words } }),
                    "allergies" => {
                        json!({ "resourceType": "AllergyIntolerance", "patient": subject,
                        "code": { "text": words } })
                    }
                    _ => json!({ "resourceType": "Condition", "subject": subject,
                        "code": { "text": words },
                        "clinicalStatus": { "coding": [{ "code": "active" }] } }),
                };
                (key, resource)
            })
            .collect()
    })
}

fn given(record: &[(&'static str, Value)]) -> Given {
    record
        .iter()
        .fold(Given::patient(), |given, (key, resource)| {
            given.with(key, resource)
        })
}

/// Any JSON at all, of names and words that are looked for in a request.
fn anything() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(vec![
        "Bundle",
        "Patient",
        "Condition",
        "MedicationStatement",
        "OperationOutcome",
        "Observation",
        "ServiceRequest",
        "CarePlan",
        "p",
        "Patient/p",
        "active",
        "next",
        "Warfarin",
        "GB21",
    ]);
    let name = prop::sample::select(vec![
        "resourceType",
        "id",
        "entry",
        "resource",
        "fullUrl",
        "link",
        "relation",
        "code",
        "coding",
        "system",
        "text",
        "status",
        "subject",
        "reference",
        "severity",
        "issue",
        "contained",
        "bodySite",
        "extension",
        "url",
        "valueRange",
        "low",
        "value",
        "unit",
        "name",
        "birthDate",
    ]);
    let leaf = prop_oneof![scalar(), word.prop_map(Value::from)];
    leaf.prop_recursive(6, 80, 8, move |inner| {
        let members = prop::collection::vec((name.clone(), inner.clone()), 0..8);
        prop_oneof![
            prop::collection::vec(inner, 0..8).prop_map(Value::from),
            members.prop_map(|members| {
                let members = members.into_iter();
                Value::Object(
                    members
                        .map(|(name, value)| (name.to_owned(), value))
                        .collect(),
                )
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn cards_keep_the_rules_whatever_is_planned_for_whomever(
        record in record(),
        sites in prop::collection::vec(points(), 0..12),
    ) {
        let request = given(&record).ordering("order-sign", &[order(&sites)]);
        let text = answer(&request).unwrap().to_string();
        prop_assert!(text.len() < ANSWER_LIMIT);
    }

    #[test]
    fn another_fact_never_takes_a_critical_card_away(
        record in record(),
        sites in prop::collection::vec(points(), 1..6),
    ) {
        let critical = |record: &[(&'static str, Value)]| {
            let request = given(record).ordering("order-sign", &[order(&sites)]);
            let answered = answer(&request).unwrap();
            let cards = answered["cards"].as_array().unwrap().clone();
            cards.iter().filter(|card| card["indicator"] == "critical").count()
        };
        let before = critical(&record);
        let mut more = record;
        if more.iter().all(|(key, _)| *key != "prescriptions") {
            let mut warfarin = statement("Warfarin", "active");
            warfarin["id"] = json!("w");
            more.push(("prescriptions", warfarin));
        }
        prop_assert!(critical(&more) >= before);
    }

    #[test]
    fn a_damaged_request_never_panics_and_what_is_answered_keeps_the_rules(
        record in record(),
        sites in prop::collection::vec(points(), 0..4),
        damage in prop::collection::vec((0..200usize, scalar()), 1..4),
    ) {
        let mut request = given(&record).ordering("order-sign", &[order(&sites)]);
        for (at, by) in damage {
            replace(&mut request, &mut { at }, &by);
        }
        if let Ok(cards) = answer(&request) {
            prop_assert!(cards.to_string().len() < ANSWER_LIMIT);
        }
    }

    #[test]
    fn whatever_json_is_sent_gets_cards_that_keep_the_rules_or_a_refusal(
        prefetched in prop::collection::vec(anything(), 7),
        drafted in anything(),
        whole in anything(),
    ) {
        let keys = ["patient", "conditions", "medications", "prescriptions", "allergies", "devices",
            "pregnancy"];
        let mut request = Given::patient().ordering("order-sign", &[]);
        request["context"]["draftOrders"]["entry"] = json!([{ "resource": drafted }]);
        for (key, value) in keys.into_iter().zip(prefetched) {
            request["prefetch"][key] = value;
        }
        for request in [request, whole] {
            match answer(&request) {
                Ok(cards) => prop_assert!(cards.to_string().len() < ANSWER_LIMIT),
                Err(error) => prop_assert!([400, 412].contains(&error.status())),
            }
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic_in_a_hook(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for service in Service::ALL {
            let _ = answer_bytes(service, &bytes);
        }
        let _ = read_feedback(knowledge(), &bytes);
    }

    #[test]
    fn damaged_feedback_never_panics(at in 0..20usize, by in scalar()) {
        let mut message = json!({ "feedback": [{ "card": "00000000-0000-8000-8000-000000000000",
            "outcome": "overridden", "overrideReason": { "reason": { "code": "discussed" } },
            "outcomeTimestamp": "2026-11-24T09:30:00Z" }] });
        replace(&mut message, &mut { at }, &by);
        let _ = read_feedback(knowledge(), message.to_string().as_bytes());
    }
}

#[test]
fn too_much_is_refused_before_it_is_read() {
    let long = vec![b' '; 3 * 1024 * 1024];
    let error = answer_bytes(Service::NeedlingSafety, &long).unwrap_err();
    assert_eq!(error.status(), 413);
    let deep = "[".repeat(100_000);
    let error = answer_bytes(Service::NeedlingSafety, deep.as_bytes()).unwrap_err();
    assert_eq!(error.status(), 400);
    let many: Vec<Value> = (0..61)
        .map(|_| needle("ST36", Some("left"), None))
        .collect();
    let error = answer(&Given::patient().ordering("order-sign", &[order(&many)])).unwrap_err();
    assert_eq!(error.status(), 400);
}

#[test]
fn a_request_at_its_limits_is_answered_within_bounds() {
    let conditions = |count: usize| {
        let one = |number: usize| {
            json!({ "resource": { "resourceType": "Condition", "id": number.to_string(),
                "subject": { "reference": "Patient/p" }, "code": { "text": "Haemophilia A" } } })
        };
        let entries: Vec<Value> = (0..count).map(one).collect();
        let mut request = Given::patient().request("patient-view", &json!({}));
        request["prefetch"]["conditions"] =
            json!({ "resourceType": "Bundle", "type": "searchset", "entry": entries });
        request
    };
    // The patient, and five more keys, are resources too.
    let most = conditions(9_994);
    assert!(most.to_string().len() < 2 * 1024 * 1024);
    let answered = answer(&most).unwrap();
    assert!(answered.to_string().len() < ANSWER_LIMIT);
    assert_eq!(answer(&conditions(9_995)).unwrap_err().status(), 400);
}

#[test]
fn resources_as_deep_as_the_parser_goes_are_read_or_refused() {
    for depth in 1..130 {
        let deep = (0..depth).fold(json!("Warfarin"), |inner, _| json!({ "text": [inner] }));
        let mut resource = statement("Warfarin", "active");
        resource["medicationCodeableConcept"] = deep.clone();
        let mut site = needle("ST36", Some("left"), None);
        site["extension"][0]["extension"][0]["extension"] = deep;
        let request = Given::patient().with("medications", &resource);
        match answer(&request.ordering("order-sign", &[order(&[site])])) {
            Ok(cards) => assert!(cards.to_string().len() < ANSWER_LIMIT),
            Err(error) => assert_eq!(error.status(), 400),
        }
    }
}
