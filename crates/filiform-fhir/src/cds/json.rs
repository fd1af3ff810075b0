//! Small questions to JSON that somebody else wrote.

use serde_json::Value;

/// The text under `key`, without outer white space; absent when nothing is left.
pub(super) fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value
        .get(key)
        .and_then(Value::as_str)
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

/// The items of the list under `key`; none when there is no list.
pub(super) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// The kind of a resource.
pub(super) fn kind(resource: &Value) -> Option<&str> {
    text(resource, "resourceType")
}

/// The resources of a Bundle, or the one resource that `value` is.
pub(super) fn resources(value: &Value) -> Vec<&Value> {
    if kind(value) == Some("Bundle") {
        list(value, "entry")
            .iter()
            .filter_map(|entry| entry.get("resource"))
            .collect()
    } else {
        vec![value]
    }
}

/// The code of `concept` in `system`.
pub(super) fn code<'a>(concept: &'a Value, system: &str) -> Option<&'a str> {
    list(concept, "coding")
        .iter()
        .find(|coding| text(coding, "system") == Some(system))
        .and_then(|coding| text(coding, "code"))
}

/// Whether there is a `null`, an empty text, an empty list or an empty object anywhere in it, which
/// must not be sent.
pub(super) fn has_nothing_in_it(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(_) | Value::Number(_) => false,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty() || items.iter().any(has_nothing_in_it),
        Value::Object(members) => members.is_empty() || members.values().any(has_nothing_in_it),
    }
}

/// Words of another system in a sentence of ours: on one line, and cut at `most` characters.
pub(super) fn short(words: &str, most: usize) -> String {
    let mut kept: String = words
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(most.saturating_add(1))
        .collect();
    if let Some((at, _)) = kept.char_indices().nth(most) {
        let before = kept.char_indices().nth(most.saturating_sub(1));
        kept.truncate(before.map_or(at, |(at, _)| at));
        kept.push('…');
    }
    kept
}
