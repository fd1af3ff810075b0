//! Requests, and the rules that every answer keeps.

use std::sync::LazyLock;

use filiform_fhir::cds::{self, CANONICAL, Desk, HookError, HookRequest, Service};
use filiform_knowledge::Knowledge;
use filiform_screening::Rulebook;
use filiform_units::Timestamp;
use serde_json::{Map, Value, json};

static KNOWLEDGE: LazyLock<(Knowledge, Rulebook)> = LazyLock::new(|| {
    let knowledge = Knowledge::embedded().unwrap();
    let rulebook = Rulebook::new(&knowledge);
    (knowledge, rulebook)
});

pub(crate) fn knowledge() -> &'static Knowledge {
    &KNOWLEDGE.0
}

/// What a record system sends about the patient `p`.
pub(crate) struct Given(Map<String, Value>);

impl Given {
    /// A woman of 70 about whom everything was asked and nothing found.
    pub(crate) fn patient() -> Self {
        let mut prefetch = Map::new();
        for key in [
            "conditions",
            "medications",
            "prescriptions",
            "allergies",
            "devices",
            "pregnancy",
        ] {
            prefetch.insert(key.to_owned(), Value::Null);
        }
        let patient = json!({ "resourceType": "Patient", "id": "p", "gender": "female",
            "birthDate": "1956-04-11", "name": [{ "family": "Kerr", "given": ["Aoife"] }] });
        prefetch.insert("patient".to_owned(), patient);
        Self(prefetch)
    }

    /// With one resource under `key`.
    pub(crate) fn with(mut self, key: &str, resource: &Value) -> Self {
        let bundle = if resource["resourceType"] == "OperationOutcome" {
            resource.clone()
        } else {
            json!({ "resourceType": "Bundle", "type": "searchset", "total": 1,
                "entry": [{ "fullUrl": "https://ehr.example.org/fhir/X/1", "resource": resource,
                    "search": { "mode": "match" } }] })
        };
        self.0.insert(key.to_owned(), bundle);
        self
    }

    pub(crate) fn request(self, hook: &str, context: &Value) -> Value {
        let mut context = context.clone();
        context["patientId"] = json!("p");
        context["userId"] = json!("Practitioner/n");
        json!({ "hook": hook, "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
            "context": context, "prefetch": self.0 })
    }

    pub(crate) fn ordering(self, hook: &str, drafts: &[Value]) -> Value {
        let entries: Vec<Value> = drafts
            .iter()
            .map(|draft| json!({ "resource": draft }))
            .collect();
        let bundle = json!({ "resourceType": "Bundle", "type": "collection", "entry": entries });
        self.request(
            hook,
            &json!({ "draftOrders": bundle, "selections": ["ServiceRequest/o"] }),
        )
    }

    pub(crate) fn planning(self, plan: &Value) -> Value {
        self.request(
            "org.w3id.filiform.needling-plan-sign",
            &json!({ "plan": plan }),
        )
    }
}

pub(crate) fn statement(words: &str, status: &str) -> Value {
    json!({ "resourceType": "MedicationStatement", "id": "m", "status": status,
        "subject": { "reference": "Patient/p" }, "medicationCodeableConcept": { "text": words },
        "effectiveDateTime": "2026-01-05" })
}

pub(crate) fn order(sites: &[Value]) -> Value {
    json!({ "resourceType": "ServiceRequest", "id": "o", "status": "draft", "intent": "order",
        "subject": { "reference": "Patient/p" }, "code": { "text": "Needling" }, "bodySite": sites })
}

pub(crate) fn needle(point: &str, side: Option<&str>, depth: Option<(u8, u8)>) -> Value {
    let mut parts = Vec::new();
    if let Some(side) = side {
        parts.push(json!({ "url": "side", "valueCode": side }));
    }
    if let Some((low, high)) = depth {
        let mm = |value: u8| json!({ "value": value, "unit": "mm" });
        parts.push(json!({ "url": "depth", "valueRange": { "low": mm(low), "high": mm(high) } }));
    }
    parts.push(json!({ "url": "angle", "valueCode": "perpendicular" }));
    let insertion = format!("{CANONICAL}/StructureDefinition/needle-insertion");
    json!({ "coding": [{ "system": format!("{CANONICAL}/CodeSystem/point"), "code": point }],
        "extension": [{ "url": insertion, "extension": parts }] })
}

pub(crate) fn answer(request: &Value) -> Result<Value, HookError> {
    answer_bytes(Service::NeedlingSafety, request.to_string().as_bytes())
}

pub(crate) fn answer_plan(request: &Value) -> Result<Value, HookError> {
    answer_bytes(Service::NeedlingPlanCheck, request.to_string().as_bytes())
}

pub(crate) fn answer_bytes(service: Service, bytes: &[u8]) -> Result<Value, HookError> {
    let desk = Desk {
        knowledge: &KNOWLEDGE.0,
        rulebook: &KNOWLEDGE.1,
        now: Timestamp::parse("2026-11-24T09:00:00Z").unwrap(),
        pages: "https://filiform.example.org",
    };
    let cards = cds::answer(&desk, &HookRequest::parse(service, bytes)?)?;
    let value = serde_json::to_value(cards).unwrap();
    assert_lawful(&value).unwrap();
    Ok(value)
}

/// The cards, after they were checked.
#[track_caller]
pub(crate) fn cards(request: &Value) -> Value {
    answer(request).unwrap()
}

/// What the specification asks of every card.
pub(crate) fn assert_lawful(answer: &Value) -> Result<(), String> {
    let cards = answer["cards"].as_array().ok_or("no cards")?;
    let mut ids = Vec::new();
    for card in cards {
        nothing_empty(card)?;
        let rule = |holds: bool, words: &str| holds.then_some(()).ok_or(format!("{words}: {card}"));
        let summary = card["summary"].as_str().ok_or("no summary")?;
        rule(summary.chars().count() < 140, "the summary is too long")?;
        rule(!summary.contains('\n'), "the summary has several lines")?;
        rule(
            ["info", "warning", "critical"].contains(&card["indicator"].as_str().unwrap_or("")),
            "the indicator is none",
        )?;
        rule(
            card["source"]["label"].is_string(),
            "the source has no label",
        )?;
        let url = card["source"]["url"].as_str().unwrap_or_default();
        rule(
            url.starts_with("https://"),
            "the source has no absolute address",
        )?;
        ids.push(card["uuid"].as_str().ok_or("no uuid")?.to_owned());
        let none = Vec::new();
        let suggestions = card["suggestions"].as_array().unwrap_or(&none);
        rule(
            suggestions.is_empty() || card["selectionBehavior"].is_string(),
            "suggestions imply a selection behaviour",
        )?;
        let recommended = suggestions
            .iter()
            .filter(|one| one["isRecommended"] == true);
        rule(
            card["selectionBehavior"] != "at-most-one" || recommended.count() <= 1,
            "at most one is recommended",
        )?;
        for suggestion in suggestions {
            ids.push(suggestion["uuid"].as_str().ok_or("no uuid")?.to_owned());
            for action in suggestion["actions"].as_array().unwrap_or(&none) {
                rule(
                    action["description"].is_string(),
                    "actions have a description",
                )?;
                let is_delete = action["type"] == "delete";
                rule(
                    is_delete == action["resource"].is_null(),
                    "only a deletion has no resource",
                )?;
                rule(
                    is_delete != action["resourceId"].is_null(),
                    "only a deletion has an id",
                )?;
            }
        }
        for link in card["links"].as_array().unwrap_or(&none) {
            rule(
                link["type"] == "smart" || link["appContext"].is_null(),
                "only smart links have a context",
            )?;
        }
        for reason in card["overrideReasons"].as_array().unwrap_or(&none) {
            rule(reason["display"].is_string(), "override reasons have words")?;
        }
    }
    let count = ids.len();
    ids.sort();
    ids.dedup();
    (ids.len() == count)
        .then_some(())
        .ok_or_else(|| format!("ids are given twice: {answer}"))
}

fn nothing_empty(value: &Value) -> Result<(), String> {
    let is_empty = match value {
        Value::Null => true,
        Value::Bool(_) | Value::Number(_) => false,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => {
            items.iter().try_for_each(nothing_empty)?;
            items.is_empty()
        }
        Value::Object(members) => {
            members.values().try_for_each(nothing_empty)?;
            members.is_empty()
        }
    };
    if is_empty {
        return Err("something empty is sent".to_owned());
    }
    Ok(())
}
