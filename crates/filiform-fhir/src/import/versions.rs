//! Several versions of one resource in one file: the newest counts.

use std::collections::{HashMap, HashSet};

use super::envelope::{Body, Entry, Resource};
use super::kinds;

type Name<'a> = (&'a str, &'a str, &'a str);

/// For every entry the reason why another one stands for it, if so.
///
/// The newest by `meta.lastUpdated` counts; without dates, the first, as a history begins with the
/// newest. What stands after the note of its deletion is gone.
pub(super) fn superseded(entries: &[Entry<'_>]) -> Vec<Option<&'static str>> {
    let mut reasons = vec![None; entries.len()];
    let mut newest: HashMap<Name<'_>, usize> = HashMap::new();
    let mut deleted: HashSet<(&str, &str)> = HashSet::new();
    for (at, entry) in entries.iter().enumerate() {
        let resource = match &entry.body {
            Body::Resource(resource) => resource,
            Body::Deletion { resource_type, id } => {
                deleted.insert((resource_type, id));
                continue;
            }
            Body::Broken { .. } => continue,
        };
        let Some(id) = resource.id.as_deref() else {
            continue;
        };
        if kinds::read(&resource.kind).is_none() {
            continue;
        }
        if deleted.contains(&(resource.kind.as_ref(), id)) {
            mark(&mut reasons, at, "deleted in the source");
            continue;
        }
        let url = entry.full_url.as_deref().unwrap_or_default();
        let name = (resource.kind.as_ref(), id, url);
        let Some(before) = newest.insert(name, at) else {
            continue;
        };
        let older = if is_newer(resource, entries.get(before)) {
            before
        } else {
            newest.insert(name, before);
            at
        };
        mark(
            &mut reasons,
            older,
            "an older version of a resource in this file",
        );
    }
    reasons
}

fn mark(reasons: &mut [Option<&'static str>], at: usize, reason: &'static str) {
    if let Some(slot) = reasons.get_mut(at) {
        *slot = Some(reason);
    }
}

fn is_newer(resource: &Resource<'_>, before: Option<&Entry<'_>>) -> bool {
    let Some(Entry {
        body: Body::Resource(before),
        ..
    }) = before
    else {
        return true;
    };
    matches!((resource.updated, before.updated), (Some(now), Some(then)) if now > then)
}
