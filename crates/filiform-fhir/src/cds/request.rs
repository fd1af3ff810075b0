//! Reading a request. Members that are not known are ignored.

use serde_json::Value;

use super::json::{kind, list, resources, text};
use super::{Hook, HookError, REQUEST_LIMIT, Service};

/// Most entries of all prefetched bundles together.
const RESOURCES: usize = 10_000;

/// Most drafts of one request.
const DRAFTS: usize = 100;

/// A request that was understood so far that it can be answered.
#[derive(Clone, Debug, PartialEq)]
pub struct HookRequest {
    pub(super) hook: Hook,
    /// Names this one call of the hook.
    pub(super) instance: String,
    pub(super) patient: String,
    /// Drafts that may be about needling.
    pub(super) drafts: Vec<Value>,
    /// Whether there were drafts, none of which can be about needling.
    pub(super) is_about_something_else: bool,
    /// What was prefetched, by key.
    pub(super) prefetch: serde_json::Map<String, Value>,
}

impl HookRequest {
    /// Reads a request to `service`.
    ///
    /// # Errors
    /// When it is over a limit, is not JSON, or a member that is needed is missing.
    pub fn parse(service: Service, bytes: &[u8]) -> Result<Self, HookError> {
        if bytes.len() > REQUEST_LIMIT {
            return Err(HookError::TooLarge {
                limit: REQUEST_LIMIT,
            });
        }
        let mut value: Value = serde_json::from_slice(bytes).map_err(|error| {
            // The message of the parser can quote the text; where it is says enough.
            HookError::NotJson(format!("line {}, column {}", error.line(), error.column()))
        })?;
        let hook = read_hook(service, &value)?;
        let instance = member(&value, "hookInstance", "hookInstance", "a text")?;
        let context = value.get("context").filter(|context| context.is_object());
        let context = context.ok_or(HookError::Member {
            member: "context",
            expected: "an object",
        })?;
        let patient = member(context, "patientId", "context.patientId", "an id")?;
        let all = drafts(hook, context)?;
        let of_needling: Vec<Value> = all
            .iter()
            .copied()
            .filter(|draft| may_be_needling(draft))
            .cloned()
            .collect();
        let is_about_something_else = of_needling.is_empty() && !all.is_empty();
        let prefetch = match value.get_mut("prefetch").map(Value::take) {
            Some(Value::Object(prefetch)) => prefetch,
            None | Some(Value::Null) => serde_json::Map::new(),
            Some(Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
                return Err(HookError::Member {
                    member: "prefetch",
                    expected: "an object",
                });
            }
        };
        let found = prefetch.values().map(|value| resources(value).len()).sum();
        if found > RESOURCES {
            return Err(HookError::TooMany {
                what: "prefetched resources",
                found,
                limit: RESOURCES,
            });
        }
        Ok(Self {
            hook,
            instance,
            patient,
            drafts: of_needling,
            is_about_something_else,
            prefetch,
        })
    }
}

fn read_hook(service: Service, value: &Value) -> Result<Hook, HookError> {
    let name = value.is_object().then(|| text(value, "hook")).flatten();
    let name = name.ok_or(HookError::Member {
        member: "hook",
        expected: "a text",
    })?;
    let found = service.hooks().iter().find(|hook| hook.name() == name);
    found.copied().ok_or(HookError::WrongHook {
        service: service.id(),
    })
}

/// A short text that has to be there.
fn member(
    value: &Value,
    key: &str,
    member: &'static str,
    expected: &'static str,
) -> Result<String, HookError> {
    text(value, key)
        .filter(|text| text.len() <= 255)
        .map(str::to_owned)
        .ok_or(HookError::Member { member, expected })
}

/// The drafts that a hook is about.
fn drafts(hook: Hook, context: &Value) -> Result<Vec<&Value>, HookError> {
    let (key, member) = match hook {
        Hook::PatientView | Hook::AppointmentBook | Hook::EncounterStart => return Ok(Vec::new()),
        Hook::OrderSelect | Hook::OrderSign => ("draftOrders", "context.draftOrders"),
        Hook::NeedlingPlanSign => ("plan", "context.plan"),
    };
    let value = context.get(key).filter(|value| kind(value).is_some());
    let value = value.ok_or(HookError::Member {
        member,
        expected: "a resource",
    })?;
    let drafts = resources(value);
    if drafts.len() > DRAFTS {
        return Err(HookError::TooMany {
            what: "drafts",
            found: drafts.len(),
            limit: DRAFTS,
        });
    }
    Ok(drafts)
}

/// Orders for medicines and the like are never about needles; neither is what is not to be done.
fn may_be_needling(draft: &Value) -> bool {
    let is_order = match kind(draft) {
        Some("ServiceRequest") => true,
        Some("CarePlan") => !list(draft, "contained").is_empty() || draft.get("activity").is_some(),
        Some(_) | None => false,
    };
    let is_withdrawn = matches!(text(draft, "status"), Some("revoked" | "entered-in-error"));
    let is_not_to_be_done = draft.get("doNotPerform") == Some(&Value::Bool(true));
    is_order && !is_withdrawn && !is_not_to_be_done
}
