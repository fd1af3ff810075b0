//! What the service answers to a request.

use filiform_fhir::cds::{CANONICAL, CardId, HookError, discovery, read_feedback};
use serde_json::{Value, json};

use crate::cds_support::{
    Given, answer, answer_plan, assert_lawful, cards, knowledge, needle, order, statement,
};

fn summaries(cards: &Value) -> Vec<&str> {
    let cards = cards["cards"].as_array().unwrap();
    cards
        .iter()
        .map(|card| card["summary"].as_str().unwrap())
        .collect()
}

fn card<'a>(cards: &'a Value, words: &str) -> &'a Value {
    cards["cards"]
        .as_array()
        .unwrap()
        .iter()
        .find(|card| card["summary"].as_str().unwrap().contains(words))
        .unwrap_or_else(|| unreachable!("no card about {words}: {:?}", summaries(cards)))
}

fn on_warfarin() -> Given {
    Given::patient().with("medications", &statement("Warfarin 5 mg tablet", "active"))
}

#[test]
fn discovery_names_every_service_on_every_hook() {
    insta::assert_json_snapshot!(discovery());
}

#[test]
fn opening_the_record_of_somebody_on_warfarin_names_the_line_and_its_source() {
    let request = on_warfarin().request("patient-view", &json!({}));
    insta::assert_json_snapshot!(cards(&request));
}

#[test]
fn a_needle_over_the_lung_that_may_go_too_deep_gets_a_shallower_one_suggested() {
    let plan = order(&[
        needle("GB21", Some("left"), Some((20, 30))),
        needle("ST36", Some("left"), Some((10, 20))),
    ]);
    let request = on_warfarin().ordering("order-sign", &[plan]);
    let answered = cards(&request);
    let found = answered["cards"].as_array().unwrap();
    let suggested = found
        .iter()
        .find(|card| {
            !card["suggestions"].is_null() && card["detail"].as_str().unwrap().contains("GB21")
        })
        .unwrap_or_else(|| panic!("no suggestion: {:?}", summaries(&answered)));
    insta::assert_json_snapshot!(suggested);
}

#[test]
fn taking_the_suggestion_makes_the_card_go_away() {
    let plan = order(&[needle("GB21", Some("left"), Some((20, 30)))]);
    let before = cards(&on_warfarin().ordering("order-sign", &[plan]));
    let (summary, changed) = before["cards"]
        .as_array()
        .unwrap()
        .iter()
        .find_map(|card| {
            let resource = card["suggestions"][0]["actions"][0]["resource"].clone();
            (!resource.is_null()).then(|| (card["summary"].as_str().unwrap(), resource))
        })
        .unwrap();
    let after = cards(&on_warfarin().ordering("order-sign", &[changed]));
    assert!(!summaries(&after).contains(&summary), "{summary}");
}

#[test]
fn a_plan_that_is_signed_is_checked_the_same_way_when_a_care_plan_holds_its_orders() {
    let plain = order(&[needle("GB21", Some("left"), Some((20, 30)))]);
    let mut contained = plain.clone();
    contained["id"] = json!("n1");
    let plan = json!({
        "resourceType": "CarePlan", "id": "plan", "status": "draft", "intent": "plan",
        "subject": { "reference": "Patient/p" },
        "contained": [contained],
        "activity": [{ "reference": { "reference": "#n1" } }],
    });
    let one = answer_plan(&on_warfarin().planning(&plain)).unwrap();
    let other = answer_plan(&on_warfarin().planning(&plan)).unwrap();
    assert_eq!(summaries(&one), summaries(&other));
    let resources: Vec<_> = other["cards"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|card| {
            card["suggestions"][0]["actions"][0]["resource"]["resourceType"].as_str()
        })
        .collect();
    assert_eq!(resources, ["CarePlan"]);
}

#[test]
fn a_pair_of_electrodes_meets_the_device_in_the_record() {
    let device = json!({
        "resourceType": "DeviceUseStatement", "id": "d", "status": "active",
        "subject": { "reference": "Patient/p" },
        "device": { "display": "Implantable cardioverter defibrillator" },
    });
    let mut left = needle("PC6", Some("left"), Some((5, 10)));
    let mut right = needle("PC6", Some("right"), Some((5, 10)));
    for site in [&mut left, &mut right] {
        let parts = site["extension"][0]["extension"].as_array_mut().unwrap();
        parts.push(json!({ "url": "technique", "valueCode": "EA" }));
        parts.push(json!({ "url": "pair", "valueString": "1" }));
    }
    let request = Given::patient()
        .with("devices", &device)
        .ordering("order-sign", &[order(&[left, right])]);
    let answered = cards(&request);
    let critical: Vec<_> = answered["cards"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|card| card["indicator"] == "critical")
        .map(|card| (&card["summary"], &card["suggestions"][0]["label"]))
        .collect();
    insta::assert_json_snapshot!(critical);
}

#[test]
fn what_cannot_be_checked_is_said_and_the_rest_is_checked() {
    let mut wrong_unit = needle("ST36", Some("left"), None);
    wrong_unit["extension"][0]["extension"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "url": "depth", "valueQuantity": { "value": 1, "unit": "in" } }));
    let plan = order(&[
        needle("ST999", Some("left"), None),
        needle("GB21", None, None),
        json!({ "text": "tender spot" }),
        wrong_unit,
    ]);
    let answered = cards(&Given::patient().ordering("order-sign", &[plan]));
    insta::assert_snapshot!(card(&answered, "incomplete")["detail"].as_str().unwrap());
}

#[test]
fn a_key_that_is_missing_or_failed_is_never_left_to_silence() {
    let failed = json!({ "resourceType": "OperationOutcome",
        "issue": [{ "severity": "error", "code": "exception" }] });
    let mut request = Given::patient()
        .with("conditions", &failed)
        .request("patient-view", &json!({}));
    request["prefetch"]
        .as_object_mut()
        .unwrap()
        .remove("allergies");
    let answered = cards(&request);
    let detail = card(&answered, "incomplete")["detail"].as_str().unwrap();
    insta::assert_snapshot!(detail);
}

#[test]
fn a_key_with_null_was_asked_for_and_is_no_gap() {
    let answered = cards(&Given::patient().request("patient-view", &json!({})));
    assert!(
        !summaries(&answered)
            .iter()
            .any(|words| words.contains("incomplete"))
    );
}

#[test]
fn another_page_of_results_is_a_gap() {
    let mut request = Given::patient().request("patient-view", &json!({}));
    request["prefetch"]["conditions"] = json!({
        "resourceType": "Bundle", "type": "searchset",
        "link": [{ "relation": "next", "url": "https://ehr.example.org/next" }],
        "entry": [],
    });
    let answered = cards(&request);
    let detail = card(&answered, "incomplete")["detail"].as_str().unwrap();
    assert!(detail.contains("only the first page"), "{detail}");
}

#[test]
fn without_any_prefetch_the_answer_is_a_failed_precondition() {
    for prefetch in [Value::Null, json!({}), json!({ "patient": null })] {
        let mut request = Given::patient().request("patient-view", &json!({}));
        request["prefetch"] = prefetch;
        let error = answer(&request).unwrap_err();
        assert_eq!(error.status(), 412, "{error}");
        assert_eq!(error.outcome()["issue"][0]["code"], "incomplete");
    }
}

#[test]
fn orders_that_cannot_be_about_needles_are_left_without_a_word() {
    let medicine = json!({ "resourceType": "MedicationRequest", "status": "draft" });
    let mut request = Given::patient().ordering("order-sign", &[medicine]);
    request["prefetch"] = json!({});
    assert_eq!(cards(&request), json!({ "cards": [] }));
}

#[test]
fn what_is_not_to_be_done_is_not_screened() {
    let mut plan = order(&[needle("GB21", Some("left"), Some((20, 30)))]);
    plan["doNotPerform"] = json!(true);
    let answered = cards(&Given::patient().ordering("order-sign", &[plan]));
    assert_eq!(answered, json!({ "cards": [] }));
}

#[test]
fn a_request_about_somebody_else_is_refused() {
    let mut request = Given::patient().request("patient-view", &json!({}));
    request["context"]["patientId"] = json!("q");
    assert_eq!(answer(&request), Err(HookError::AnotherPatient));
}

#[test]
fn facts_about_somebody_else_are_not_used_and_that_is_said() {
    let mut warfarin = statement("Warfarin 5 mg tablet", "active");
    warfarin["subject"]["reference"] = json!("Patient/q");
    let request = Given::patient()
        .with("medications", &warfarin)
        .request("patient-view", &json!({}));
    let answered = cards(&request);
    assert!(!answered.to_string().contains("Warfarin"), "{answered}");
    card(&answered, "incomplete");
}

#[test]
fn a_hook_of_another_service_is_refused() {
    let request = Given::patient().request("patient-view", &json!({}));
    let error = answer_plan(&request).unwrap_err();
    assert_eq!((error.status(), error.issue()), (400, "not-supported"));
}

#[test]
fn members_that_are_not_known_are_ignored() {
    let request = Given::patient().request("patient-view", &json!({}));
    let mut more = request.clone();
    more["fhirServer"] = json!("http://169.254.169.254/latest");
    more["fhirAuthorization"] = json!({ "access_token": "x" });
    more["extension"] = json!({ "a": [null] });
    more["context"]["encounterId"] = json!("e");
    assert_eq!(cards(&request), cards(&more));
}

#[test]
fn words_of_the_record_stay_words() {
    let nasty =
        "Warfarin <img src=x onerror=alert(1)> [here](https://evil.example) https://evil.example";
    let request = Given::patient()
        .with("medications", &statement(nasty, "active"))
        .request("patient-view", &json!({}));
    let answered = cards(&request);
    let text = answered["cards"][0]["detail"].as_str().unwrap();
    assert!(text.contains("Warfarin"), "{text}");
    let plain = text
        .replace("\\<", "")
        .replace("\\[", "")
        .replace("\\:", "");
    for markup in ["<", "[", "https://"] {
        assert!(!plain.contains(markup), "{text}");
    }
}

#[test]
fn every_rule_can_be_found_again_from_the_id_of_its_card() {
    let request = on_warfarin().request("patient-view", &json!({}));
    let answered = cards(&request);
    for card in answered["cards"].as_array().unwrap() {
        let id = CardId::parse(card["uuid"].as_str().unwrap()).unwrap();
        let rule = id.rule(knowledge()).unwrap();
        let is_about_the_check =
            card["source"]["url"] == "https://filiform.example.org/atlas/rules";
        let url = card["source"]["url"].as_str().unwrap();
        assert!(
            is_about_the_check || url.ends_with(&format!("/{rule}")),
            "{rule} {url}"
        );
    }
}

#[test]
fn feedback_is_reduced_to_rule_outcome_and_a_reason_of_ours() {
    let request = on_warfarin().request("patient-view", &json!({}));
    let answered = cards(&request);
    let uuid = &answered["cards"][0]["uuid"];
    let system = format!("{CANONICAL}/CodeSystem/override-reason");
    let outcome = |reason: Value| {
        json!({ "card": uuid, "outcome": "overridden", "overrideReason": reason,
            "outcomeTimestamp": "2026-11-24T09:30:00Z" })
    };
    let message = json!({ "feedback": [
        outcome(json!({ "reason": { "system": system, "code": "discussed" }, "userComment": "Mrs Kerr" })),
        outcome(json!({ "userComment": "Mrs Kerr says no" })),
        { "card": uuid, "outcome": "accepted", "acceptedSuggestions": [{ "id": "s" }],
          "outcomeTimestamp": "2026-11-24T09:30:00.000Z" },
    ]});
    let read = read_feedback(knowledge(), message.to_string().as_bytes()).unwrap();
    let told: Vec<_> = read
        .iter()
        .map(|one| (one.outcome.as_str(), one.reason))
        .collect();
    assert_eq!(
        told,
        [
            ("overridden", Some("discussed")),
            ("overridden", Some("other")),
            ("accepted", None)
        ]
    );
    assert!(!format!("{read:?}").contains("Kerr"));
}

#[test]
fn accepted_without_a_suggestion_and_foreign_cards_are_refused() {
    let refused = |item: Value| {
        let message = json!({ "feedback": [item] });
        read_feedback(knowledge(), message.to_string().as_bytes()).unwrap_err()
    };
    let ours = CardId::parse("00000000-0000-8000-8000-000000000000").unwrap();
    let accepted = json!({ "card": ours.to_string(), "outcome": "accepted",
        "outcomeTimestamp": "2026-11-24T09:30:00Z" });
    assert!(
        refused(accepted)
            .to_string()
            .contains("acceptedSuggestions")
    );
    let foreign = json!({ "card": "2b0ee2ab-1c34-4d3a-9c24-3d8b1a0a9a52", "outcome": "overridden",
        "outcomeTimestamp": "2026-11-24T09:30:00Z" });
    assert!(refused(foreign).to_string().contains("feedback.card"));
}

#[test]
fn every_answer_of_this_file_keeps_the_rules_of_cards() {
    let planted = [
        json!({ "cards": [{ "uuid": "a", "summary": "", "detail": "d", "indicator": "info",
            "source": { "label": "l", "url": "https://e.org" } }] }),
        json!({ "cards": [{ "uuid": "a", "summary": "s", "detail": "d", "indicator": "info",
            "source": { "label": "l", "url": "https://e.org" },
            "suggestions": [{ "label": "l", "uuid": "b", "actions": [
                { "type": "delete", "description": "d", "resource": {"id": "x"} }] }],
            "selectionBehavior": "at-most-one" }] }),
        json!({ "cards": [{ "uuid": "a", "summary": "s", "detail": "d", "indicator": "info",
            "source": { "label": "l", "url": "https://e.org" },
            "links": [{ "label": "l", "url": "https://e.org", "type": "absolute", "appContext": "c" }] }] }),
    ];
    for answer in planted {
        assert!(assert_lawful(&answer).is_err(), "{answer}");
    }
}
