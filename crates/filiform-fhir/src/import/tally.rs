//! The result while it is being made. Every resource is entered exactly once.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::draft::Draft;
use super::envelope::{Body, Entry, Envelope, Resource, Shape};
use super::report::{
    Counts, Import, ImportedFact, ImportedPatient, NotUsed, PatientIdentity, Unreadable,
};
use super::view::{Why, clean, quote};

const NO_TYPE: &str = "no type";

pub(super) struct Tally {
    file: String,
    shape: Shape,
    total: usize,
    patients: Vec<ImportedPatient>,
    keys: HashSet<String>,
    /// Key of each fact of each patient, with its place in the list of facts.
    known: Vec<HashMap<String, usize>>,
    counts: BTreeMap<String, Counts>,
    not_used: BTreeMap<(String, &'static str), usize>,
    unreadable: Vec<Unreadable>,
}

impl Tally {
    pub(super) fn new(name: &str, envelope: &Envelope<'_>) -> Self {
        Self {
            file: file_name(name),
            shape: envelope.shape,
            // The last line may not be the last position: empty lines are no resources.
            total: envelope.entries.last().map_or(0, |entry| entry.position),
            patients: Vec::new(),
            keys: HashSet::new(),
            known: Vec::new(),
            counts: BTreeMap::new(),
            not_used: BTreeMap::new(),
            unreadable: Vec::new(),
        }
    }

    /// Enters a patient and gives its row; none when another patient has the key already, as two
    /// people must not become one.
    pub(super) fn patient(
        &mut self,
        entry: &Entry<'_>,
        resource: &Resource<'_>,
        identity: PatientIdentity,
    ) -> Option<usize> {
        let patient_key = match resource.id.as_deref() {
            Some(id) => format!("Patient/{id}"),
            None => format!("Patient/#{}", hash(&identity_line(&identity))),
        };
        if !self.keys.insert(patient_key.clone()) {
            let why = "another Patient in this file has the same id, or the same name and no id";
            self.unreadable(entry, Why(why.to_owned()));
            return None;
        }
        self.count(&resource.kind).mapped += 1;
        self.patients.push(ImportedPatient {
            patient_key,
            identity,
            facts: Vec::new(),
            source: self.source(&resource.kind, entry.position),
        });
        self.known.push(HashMap::new());
        Some(self.patients.len() - 1)
    }

    /// Enters the facts of one resource. The same statement twice is one fact; two different ones
    /// under one id are not both believed.
    pub(super) fn facts(
        &mut self,
        entry: &Entry<'_>,
        resource: &Resource<'_>,
        row: usize,
        drafts: Vec<Draft>,
    ) {
        let source = self.source(&resource.kind, entry.position);
        let (Some(patient), Some(known)) = (self.patients.get_mut(row), self.known.get_mut(row))
        else {
            return self.unreadable(entry, Why("its patient is missing".to_owned()));
        };
        let mut fresh: Vec<ImportedFact> = Vec::with_capacity(drafts.len());
        let mut stems: HashMap<String, usize> = HashMap::new();
        let mut clash = false;
        for draft in drafts {
            let mut fact = finish(draft, resource, &source);
            // Two parts of one resource under one code: numbered in order.
            let nth = stems.entry(fact.fact_key.clone()).or_default();
            *nth += 1;
            if *nth > 1 {
                fact.fact_key = format!("{}#{nth}", fact.fact_key);
            }
            match known
                .get(&fact.fact_key)
                .and_then(|at| patient.facts.get(*at))
            {
                None => fresh.push(fact),
                Some(before) => clash |= before.content() != fact.content(),
            }
        }
        if clash {
            let why = "another resource in this file has the same type and id and says otherwise";
            return self.unreadable(entry, Why(why.to_owned()));
        }
        if fresh.is_empty() {
            return self.not_used(entry, "says the same as another entry");
        }
        for fact in fresh {
            known.insert(fact.fact_key.clone(), patient.facts.len());
            patient.facts.push(fact);
        }
        self.mapped(entry);
    }

    pub(super) fn mapped(&mut self, entry: &Entry<'_>) {
        let (kind, _) = head(entry);
        self.count(&kind).mapped += 1;
    }

    pub(super) fn not_used(&mut self, entry: &Entry<'_>, reason: &'static str) {
        let (kind, _) = head(entry);
        self.count(&kind).not_used += 1;
        *self.not_used.entry((kind, reason)).or_default() += 1;
    }

    pub(super) fn unreadable(&mut self, entry: &Entry<'_>, why: Why) {
        let (resource_type, id) = head(entry);
        self.count(&resource_type).unreadable += 1;
        self.unreadable.push(Unreadable {
            position: entry.position,
            resource_type,
            id,
            why: why.0,
        });
    }

    pub(super) fn finish(mut self) -> Import {
        self.unreadable.sort_by_key(|item| item.position);
        Import {
            resources: self.counts.values().map(|counts| counts.total()).sum(),
            patients: self.patients,
            counts: self.counts,
            not_used: self
                .not_used
                .into_iter()
                .map(|((resource_type, reason), count)| NotUsed {
                    resource_type,
                    reason,
                    count,
                })
                .collect(),
            unreadable: self.unreadable,
        }
    }

    fn count(&mut self, kind: &str) -> &mut Counts {
        self.counts.entry(quote(kind)).or_default()
    }

    fn source(&self, kind: &str, position: usize) -> String {
        let (file, total) = (&self.file, self.total);
        match self.shape {
            Shape::Bundle => format!("{kind}, entry {position} of {total} in {file}"),
            Shape::Lines => format!("{kind}, line {position} of {total} in {file}"),
            Shape::Single => format!("{kind} in {file}"),
        }
    }
}

fn finish(draft: Draft, resource: &Resource<'_>, source: &str) -> ImportedFact {
    let mut fact = ImportedFact {
        fact_key: String::new(),
        kind: draft.kind,
        codes: draft.codes,
        text: draft.text,
        status: draft.status,
        onset: draft.onset,
        ended: draft.ended,
        value: draft.value,
        side: draft.side,
        source: source.to_owned(),
    };
    let kind = &resource.kind;
    fact.fact_key = match (resource.id.as_deref(), draft.part) {
        (None, _) => format!("{kind}/#{}", hash(&fact.content())),
        (Some(id), None) => format!("{kind}/{id}"),
        (Some(id), Some(part)) => format!("{kind}/{id}/{}", key_part(&part)),
    };
    fact
}

/// Letters, digits, `-` and `.`; what else a key holds is put there here.
fn key_part(part: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
    part.chars()
        .take(64)
        .map(|c| if plain(c) { c } else { '_' })
        .collect()
}

/// What tells a patient without id from others.
fn identity_line(identity: &PatientIdentity) -> String {
    let born = identity.born.map(|born| born.to_string());
    let mut parts = vec![
        identity.display_name.as_str(),
        born.as_deref().unwrap_or_default(),
        identity.sex.as_str(),
    ];
    for (system, value) in &identity.source_ids {
        parts.extend([system.as_str(), value.as_str()]);
    }
    parts.join("|")
}

/// 32 hexadecimal digits of the content.
fn hash(content: &str) -> String {
    let mut hex = blake3::hash(content.as_bytes()).to_hex().to_string();
    hex.truncate(32);
    hex
}

fn head(entry: &Entry<'_>) -> (String, Option<String>) {
    match &entry.body {
        Body::Resource(resource) => (
            quote(&resource.kind),
            resource.id.as_deref().map(str::to_owned),
        ),
        Body::Deletion { resource_type, id } => (resource_type.clone(), Some(id.clone())),
        Body::Broken { resource_type, .. } => (
            resource_type.clone().unwrap_or_else(|| NO_TYPE.to_owned()),
            None,
        ),
    }
}

/// The last part of a path, as browsers of several systems send it, short and without control
/// characters.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = clean(last).chars().take(120).collect();
    if clean.is_empty() {
        "the file".to_owned()
    } else {
        clean
    }
}
