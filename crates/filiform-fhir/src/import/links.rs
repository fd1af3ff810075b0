//! References between the resources of one file.

use std::cell::Cell;
use std::collections::HashMap;

use super::concept::Concept;
use super::view::{Read, Reference, Why, quote};

/// Resources of one type, found by reference.
pub(super) struct Directory<T> {
    resource_type: &'static str,
    rows: Vec<T>,
    by_url: HashMap<String, Vec<usize>>,
    by_id: HashMap<String, Vec<usize>>,
    /// Server and id; the server is empty when the full URL names none.
    by_home: HashMap<(String, String), Vec<usize>>,
}

/// What a reference leads to.
pub(super) enum Found<'a, T> {
    One(&'a T),
    /// More than one resource answers to it: no choice is made.
    Several,
    None,
}

/// A Medication or Device, read once and pointed to by others.
pub(super) struct Linked {
    pub(super) position: usize,
    pub(super) concept: Read<Concept>,
    /// Whether a fact has taken its codes from it.
    pub(super) used: Cell<bool>,
}

impl<T> Directory<T> {
    pub(super) fn new(resource_type: &'static str) -> Self {
        Self {
            resource_type,
            rows: Vec::new(),
            by_url: HashMap::new(),
            by_id: HashMap::new(),
            by_home: HashMap::new(),
        }
    }

    pub(super) fn insert(&mut self, full_url: Option<&str>, id: Option<&str>, item: T) {
        let at = self.rows.len();
        if let Some(url) = full_url {
            self.by_url.entry(url.to_owned()).or_default().push(at);
        }
        if let Some(id) = id {
            let home = full_url.and_then(base).unwrap_or_default();
            self.by_id.entry(id.to_owned()).or_default().push(at);
            self.by_home
                .entry((home.to_owned(), id.to_owned()))
                .or_default()
                .push(at);
        }
        self.rows.push(item);
    }

    /// The resource that `reference`, standing in the resource with the full URL `from`, points to.
    ///
    /// A relative reference means the server of the one who refers. Two servers may use the same id
    /// for two people, so an id alone never decides between them.
    pub(super) fn find(&self, reference: &str, from: Option<&str>) -> Found<'_, T> {
        let reference = reference.trim();
        let reference = reference.split("/_history/").next().unwrap_or_default();
        if let Some(rows) = self.by_url.get(reference) {
            return self.one(rows.iter().copied());
        }
        if let Some(id) = ["urn:uuid:", "urn:oid:"]
            .iter()
            .find_map(|scheme| reference.strip_prefix(scheme))
        {
            return self.one(self.with_id(id));
        }
        let Some((path, id)) = reference.rsplit_once('/') else {
            return Found::None;
        };
        let (home, kind) = match path.rsplit_once('/') {
            Some((home, kind)) => (Some(home), kind),
            None => (from.and_then(base), path),
        };
        if kind != self.resource_type {
            return Found::None;
        }
        match home {
            Some(home) => self.one(self.at_home(home, id).chain(self.at_home("", id))),
            None => self.one(self.with_id(id)),
        }
    }

    fn with_id(&self, id: &str) -> impl Iterator<Item = usize> {
        self.by_id.get(id).into_iter().flatten().copied()
    }

    fn at_home(&self, home: &str, id: &str) -> impl Iterator<Item = usize> {
        let name = (home.to_owned(), id.to_owned());
        self.by_home.get(&name).into_iter().flatten().copied()
    }

    fn one(&self, mut rows: impl Iterator<Item = usize>) -> Found<'_, T> {
        match (rows.next().and_then(|at| self.rows.get(at)), rows.next()) {
            (None, _) => Found::None,
            (Some(item), None) => Found::One(item),
            (Some(_), Some(_)) => Found::Several,
        }
    }
}

/// `https://example.org/fhir` of `https://example.org/fhir/Patient/1`.
fn base(full_url: &str) -> Option<&str> {
    if !full_url.starts_with("http://") && !full_url.starts_with("https://") {
        return None;
    }
    let (path, _) = full_url.rsplit_once('/')?;
    path.rsplit_once('/').map(|(base, _)| base)
}

impl Directory<Linked> {
    /// The resource at a position of the file. Rows are inserted in file order.
    pub(super) fn at(&self, position: usize) -> Option<&Linked> {
        let at = self
            .rows
            .binary_search_by_key(&position, |row| row.position)
            .ok()?;
        self.rows.get(at)
    }

    /// Codes and words of the thing that `reference` names: from its resource, else from the words of
    /// the reference itself.
    pub(super) fn concept(&self, reference: &Reference<'_>, from: Option<&str>) -> Read<Concept> {
        let words = || reference.display.and_then(Concept::from_words);
        let Some(url) = reference.url else {
            return words().ok_or_else(|| Why(format!("it names no {}", self.resource_type)));
        };
        match self.find(url, from) {
            Found::One(linked) => {
                let concept = linked.concept.clone().map_err(|Why(why)| {
                    Why(format!("its {} cannot be read: {why}", self.resource_type))
                })?;
                linked.used.set(true);
                Ok(concept)
            }
            Found::Several => Err(ambiguous(url)),
            Found::None => words().ok_or_else(|| missing(url)),
        }
    }
}

pub(super) fn missing(reference: &str) -> Why {
    Why(format!(
        "it refers to `{}`, which is not in this file",
        quote(reference)
    ))
}

pub(super) fn ambiguous(reference: &str) -> Why {
    Why(format!(
        "it refers to `{}`, and more than one resource in this file has that name",
        quote(reference)
    ))
}
