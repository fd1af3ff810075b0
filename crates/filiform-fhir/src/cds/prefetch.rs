//! From prefetched resources to facts, by the mapping of the import.

use filiform_care::patient::Identity;
use filiform_knowledge::{CodeSystem, Knowledge};
use filiform_screening::{Code, Fact};
use filiform_units::Timestamp;
use serde_json::{Value, json};

use super::json::{kind, list, resources, text};
use super::service::PREFETCH;
use super::{HookError, HookRequest};
use crate::{Limits, read_import};

/// What was prefetched, as far as it can be used.
#[derive(Clone, Debug)]
pub(super) struct Prefetched {
    pub(super) identity: Identity,
    pub(super) facts: Vec<Fact>,
    /// What could not be looked at, in words for a card.
    pub(super) gaps: Vec<String>,
}

/// How one key came.
enum Given<'a> {
    Resources(Vec<&'a Value>),
    /// Looked for, and there is nothing.
    Nothing,
    /// Not sent, or the other system could not find out.
    Missing,
}

/// Reads what was prefetched.
///
/// A key with `null` was asked for and nothing was found: that is no gap, and it is no "no" either.
///
/// # Errors
/// When nothing at all was sent, or it is about somebody else.
pub(super) fn read(
    knowledge: &Knowledge,
    request: &HookRequest,
    now: Timestamp,
) -> Result<Prefetched, HookError> {
    let mut gaps = Vec::new();
    let mut entries = Vec::new();
    let mut missing = Vec::new();
    let mut is_patient_there = false;
    for (key, _, words) in PREFETCH {
        let value = request.prefetch.get(key);
        match given(value) {
            Given::Resources(found) if key == "patient" => {
                entries.insert(0, patient(request, &found)?);
                is_patient_there = true;
            }
            Given::Resources(found) => entries.extend(of_others(request, value, &found)),
            Given::Nothing if key == "patient" => missing.push(key),
            Given::Nothing => {}
            Given::Missing => missing.push(key),
        }
        if missing.last() == Some(&key) {
            gaps.push(format!("{words}: not sent with the request"));
        }
        if value.is_some_and(has_another_page) {
            gaps.push(format!("{words}: only the first page was sent"));
        }
    }
    if missing.len() == PREFETCH.len() {
        return Err(HookError::NothingPrefetched {
            missing: missing.join(", "),
        });
    }
    if !is_patient_there {
        entries.insert(0, nobody(request));
    }
    if let Some(read) = facts(knowledge, request, &entries, &gaps, now)? {
        return Ok(read);
    }
    gaps.push("the patient: could not be read".to_owned());
    if let Some(first) = entries.first_mut() {
        *first = nobody(request);
    }
    facts(knowledge, request, &entries, &gaps, now)?.ok_or(HookError::Member {
        member: "context.patientId",
        expected: "an id",
    })
}

/// A patient of whom only the id is known.
fn nobody(request: &HookRequest) -> Value {
    json!({ "resource": { "resourceType": "Patient", "id": request.patient } })
}

fn given(value: Option<&Value>) -> Given<'_> {
    let Some(value) = value else {
        return Given::Missing;
    };
    if value.is_null() {
        return Given::Nothing;
    }
    let found = resources(value);
    if found.iter().any(|resource| is_failure(resource)) || kind(value).is_none() {
        Given::Missing
    } else if found.is_empty() {
        Given::Nothing
    } else {
        Given::Resources(found)
    }
}

/// An `OperationOutcome`; one in a Bundle may also be a mere remark.
fn is_failure(resource: &Value) -> bool {
    let remark = |issue: &Value| matches!(text(issue, "severity"), Some("warning" | "information"));
    kind(resource) == Some("OperationOutcome")
        && (list(resource, "issue").is_empty() || !list(resource, "issue").iter().all(remark))
}

fn has_another_page(value: &Value) -> bool {
    list(value, "link")
        .iter()
        .any(|link| text(link, "relation") == Some("next"))
}

/// The patient of the context. It stands without a full address, so that references to it are found
/// however they are written.
fn patient(request: &HookRequest, found: &[&Value]) -> Result<Value, HookError> {
    let is_the_one = |resource: &&&Value| {
        kind(resource) == Some("Patient") && text(resource, "id") == Some(&request.patient)
    };
    let found = found.iter().find(is_the_one);
    let patient = found.ok_or(HookError::AnotherPatient)?;
    Ok(json!({ "resource": patient }))
}

/// Everything but the patient, who is there already.
fn of_others(request: &HookRequest, value: Option<&Value>, found: &[&Value]) -> Vec<Value> {
    let is_other = |resource: &Value| {
        !(kind(resource) == Some("Patient") && text(resource, "id") == Some(&request.patient))
    };
    let entries = value.map_or(&[][..], |value| list(value, "entry"));
    if entries.is_empty() {
        return found
            .iter()
            .filter(|resource| is_other(resource))
            .map(|resource| json!({ "resource": resource }))
            .collect();
    }
    entries
        .iter()
        .filter_map(|entry| {
            let resource = entry
                .get("resource")
                .filter(|resource| is_other(resource))?;
            Some(match text(entry, "fullUrl") {
                Some(url) => json!({ "fullUrl": url, "resource": resource }),
                None => json!({ "resource": resource }),
            })
        })
        .collect()
}

/// The facts, or nothing when the patient could not be read.
fn facts(
    knowledge: &Knowledge,
    request: &HookRequest,
    entries: &[Value],
    gaps: &[String],
    now: Timestamp,
) -> Result<Option<Prefetched>, HookError> {
    let bundle = json!({ "resourceType": "Bundle", "type": "collection", "entry": entries });
    let lexicon = knowledge.lexicon();
    let wanted = |code: &Code| {
        code.system == CodeSystem::Loinc && lexicon.lab_for_loinc(&code.code).is_some()
    };
    let bytes = bundle.to_string();
    let import = read_import("the request", bytes.as_bytes(), &Limits::default(), &wanted)
        .map_err(|error| HookError::NotJson(error.to_string()))?;
    let key = format!("Patient/{}", request.patient);
    let Some(own) = import.patients.iter().find(|one| one.patient_key == key) else {
        return Ok(None);
    };
    let mut gaps = gaps.to_vec();
    let unreadable = import.unreadable.len();
    if unreadable > 0 {
        gaps.push(format!(
            "{unreadable} of the entries sent could not be read"
        ));
    }
    let others = import.patients.iter().filter(|one| one.patient_key != key);
    let about_others: usize = others.map(|one| one.facts.len()).sum();
    if about_others > 0 {
        gaps.push(format!(
            "{about_others} of the entries sent are about somebody else"
        ));
    }
    Ok(Some(Prefetched {
        identity: own.to_identity(),
        facts: own
            .to_facts(now)
            .into_iter()
            .map(|(fact, _)| fact)
            .collect(),
        gaps,
    }))
}
