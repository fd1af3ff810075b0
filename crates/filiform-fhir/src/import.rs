//! Reading what another record system exports.
//!
//! A file becomes patients with facts, and an account of every resource in it: mapped, left aside for
//! a reason, or unreadable for a reason. Nothing is dropped in silence and nothing is interpreted;
//! what a fact means is for screening to say.

mod allergy_intolerance;
mod concept;
mod condition;
mod device;
mod device_use_statement;
mod draft;
mod envelope;
mod error;
mod family_member_history;
mod kinds;
mod links;
mod medication;
mod medication_request;
mod medication_statement;
mod observation;
mod patient;
mod procedure;
mod report;
mod side;
mod tally;
mod versions;
mod view;

use std::cell::Cell;
use std::collections::HashMap;

use filiform_screening::Code;
use serde_json::Value;

use draft::{Context, Draft, Outcome};
use envelope::{Body, Entry, Envelope, Resource};
use kinds::Kind;
use links::{Directory, Found, Linked, ambiguous, missing};
use tally::Tally;
use view::{Read, View, Why};

pub use error::ImportError;
pub use report::{
    Counts, Deceased, Import, ImportedFact, ImportedPatient, Limits, NotUsed, PatientIdentity,
    Unreadable,
};

/// Reads a FHIR R4 export: a Bundle, a single resource, or one resource per line (NDJSON).
///
/// `name` is the file name; it goes into the sources and decides, by `.ndjson` or `.jsonl`, for one
/// resource per line. `wanted` says which observation codes are of use, so that the table of
/// laboratory values decides and not this crate; the pregnancy status is always read.
///
/// The same bytes give the same keys, whatever the file is called. See [`ImportedFact`] for how keys
/// become ids and how a changed resource shows.
///
/// # Errors
/// When the file as a whole is not FHIR in JSON or is over a limit. A single resource that cannot be
/// read is no error: it is listed in [`Import::unreadable`].
pub fn read_import(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    wanted: &dyn Fn(&Code) -> bool,
) -> Result<Import, ImportError> {
    let envelope = envelope::open(name, bytes, limits)?;
    let superseded = versions::superseded(&envelope.entries);
    let mut reader = Reader {
        limits,
        wanted,
        patients: Directory::new("Patient"),
        identified: HashMap::new(),
        medications: Directory::new("Medication"),
        devices: Directory::new("Device"),
        tally: Tally::new(name, &envelope),
    };
    reader.index(&envelope, &superseded);
    reader.map(&envelope, &superseded);
    Ok(reader.tally.finish())
}

struct Reader<'a> {
    limits: &'a Limits,
    wanted: &'a dyn Fn(&Code) -> bool,
    patients: Directory<Option<usize>>,
    /// Rows of the patients with an identifier.
    identified: HashMap<(String, String), Vec<usize>>,
    medications: Directory<Linked>,
    devices: Directory<Linked>,
    tally: Tally,
}

/// What becomes of a resource that is of a type to be read.
enum Sorted {
    Facts(usize, Vec<Draft>),
    NotUsed(&'static str),
    /// A Medication or Device: known only when all others are done.
    Later,
}

impl Reader<'_> {
    /// First pass: what others refer to.
    fn index(&mut self, envelope: &Envelope<'_>, superseded: &[Option<&'static str>]) {
        for (entry, superseded) in envelope.entries.iter().zip(superseded) {
            let (Body::Resource(resource), None) = (&entry.body, superseded) else {
                continue;
            };
            let Some(kind) = kinds::read(&resource.kind) else {
                continue;
            };
            let (url, id) = (entry.full_url.as_deref(), resource.id.as_deref());
            match kind {
                Kind::Patient => {
                    let person = self.person(entry, resource);
                    self.patients.insert(url, id, person);
                }
                Kind::Medication => {
                    let concept = self.linked(resource, medication::concept);
                    self.medications
                        .insert(url, id, linked(entry.position, concept));
                }
                Kind::Device => {
                    let concept = self.linked(resource, device::concept);
                    self.devices
                        .insert(url, id, linked(entry.position, concept));
                }
                Kind::Condition
                | Kind::MedicationRequest
                | Kind::MedicationStatement
                | Kind::AllergyIntolerance
                | Kind::Procedure
                | Kind::DeviceUseStatement
                | Kind::Observation
                | Kind::FamilyMemberHistory => {}
            }
        }
    }

    /// Enters a patient; its row, when it can be read.
    fn person(&mut self, entry: &Entry<'_>, resource: &Resource<'_>) -> Option<usize> {
        match self.linked(resource, patient::read) {
            Ok(identity) => {
                let ids = identity.source_ids.clone();
                let row = self.tally.patient(entry, resource, identity)?;
                for id in ids {
                    self.identified.entry(id).or_default().push(row);
                }
                Some(row)
            }
            Err(why) => {
                self.tally.unreadable(entry, why);
                None
            }
        }
    }

    fn linked<T>(&self, resource: &Resource<'_>, read: fn(View<'_>) -> Read<T>) -> Read<T> {
        parse(resource, self.limits).and_then(|value| View::of(&value).and_then(read))
    }

    /// Second pass: facts, and the account of everything else.
    fn map(&mut self, envelope: &Envelope<'_>, superseded: &[Option<&'static str>]) {
        let mut through_others = Vec::new();
        for (entry, superseded) in envelope.entries.iter().zip(superseded) {
            let resource = match &entry.body {
                Body::Resource(resource) => resource,
                Body::Deletion { .. } => {
                    self.tally
                        .not_used(entry, "says that a resource was deleted");
                    continue;
                }
                Body::Broken { why, .. } => {
                    self.tally.unreadable(entry, Why(why.clone()));
                    continue;
                }
            };
            if let Some(reason) = superseded {
                self.tally.not_used(entry, reason);
                continue;
            }
            let Some(kind) = kinds::read(&resource.kind) else {
                self.leave_aside(entry, &resource.kind);
                continue;
            };
            // Patients were read, and accounted for, in the first pass.
            if kind == Kind::Patient {
                continue;
            }
            match self.sort(kind, entry, resource) {
                Ok(Sorted::Facts(row, drafts)) => self.tally.facts(entry, resource, row, drafts),
                Ok(Sorted::NotUsed(reason)) => self.tally.not_used(entry, reason),
                Ok(Sorted::Later) => through_others.push((kind, entry)),
                Err(why) => self.tally.unreadable(entry, why),
            }
        }
        for (kind, entry) in through_others {
            self.settle(kind, entry);
        }
    }

    fn leave_aside(&mut self, entry: &Entry<'_>, kind: &str) {
        if kind == "Bundle" {
            let why = "a Bundle inside another file is not opened: import it on its own";
            self.tally.unreadable(entry, Why(why.to_owned()));
        } else {
            self.tally.not_used(entry, kinds::left_aside(kind));
        }
    }

    /// What `resource` turns into.
    fn sort(&self, kind: Kind, entry: &Entry<'_>, resource: &Resource<'_>) -> Read<Sorted> {
        let value = parse(resource, self.limits)?;
        let view = View::of(&value)?;
        let context = Context {
            medications: &self.medications,
            devices: &self.devices,
            wanted: self.wanted,
            from: entry.full_url.as_deref(),
        };
        let outcome = match kind {
            Kind::Condition => condition::read(view),
            Kind::MedicationRequest => medication_request::read(view, &context),
            Kind::MedicationStatement => medication_statement::read(view, &context),
            Kind::AllergyIntolerance => allergy_intolerance::read(view),
            Kind::Procedure => procedure::read(view),
            Kind::Device => device::read(view),
            Kind::DeviceUseStatement => device_use_statement::read(view, &context),
            Kind::Observation => observation::read(view, &context),
            Kind::FamilyMemberHistory => family_member_history::read(view),
            Kind::Patient | Kind::Medication => Ok(Outcome::ThroughOthers),
        }?;
        Ok(match outcome {
            Outcome::Facts(drafts) => Sorted::Facts(self.patient_of(view, context.from)?, drafts),
            Outcome::NotUsed(reason) => Sorted::NotUsed(reason),
            Outcome::ThroughOthers => Sorted::Later,
        })
    }

    /// The row of the patient that a resource names.
    fn patient_of(&self, view: View<'_>, from: Option<&str>) -> Read<usize> {
        let subject = match view.reference("subject")? {
            Some(subject) => Some(subject),
            None => view.reference("patient")?,
        };
        let none = || Why("it names no patient".to_owned());
        let subject = subject.ok_or_else(none)?;
        let Some(reference) = subject.url else {
            let identifier = subject.identifier.ok_or_else(none)?;
            return self.patient_with(identifier);
        };
        match self.patients.find(reference, from) {
            Found::One(Some(row)) => Ok(*row),
            Found::One(None) => Err(Why("its patient could not be read".to_owned())),
            Found::Several => Err(ambiguous(reference)),
            Found::None => Err(missing(reference)),
        }
    }

    /// The row of the only patient with this identifier.
    fn patient_with(&self, identifier: View<'_>) -> Read<usize> {
        let value = identifier.words("value")?.unwrap_or_default();
        let id = (identifier.words("system")?.unwrap_or_default(), value);
        match self.identified.get(&id).map(Vec::as_slice) {
            Some([row]) => Ok(*row),
            Some([_, ..]) => Err(ambiguous(&id.1)),
            Some([]) | None => Err(missing(&id.1)),
        }
    }

    /// A Medication or Device counts as mapped when a fact has taken its codes.
    fn settle(&mut self, kind: Kind, entry: &Entry<'_>) {
        let (directory, reason) = if kind == Kind::Medication {
            let reason = "no prescription or statement in this file refers to it";
            (&self.medications, reason)
        } else {
            (&self.devices, "no patient in this file is said to have it")
        };
        let linked = directory.at(entry.position);
        match linked.map(|row| (&row.concept, row.used.get())) {
            Some((Err(why), _)) => self.tally.unreadable(entry, why.clone()),
            Some((Ok(_), true)) => self.tally.mapped(entry),
            Some((Ok(_), false)) | None => self.tally.not_used(entry, reason),
        }
    }
}

fn linked(position: usize, concept: Read<concept::Concept>) -> Linked {
    Linked {
        position,
        concept,
        used: Cell::new(false),
    }
}

/// Parses one resource. Its syntax was checked with the file; what can still fail is its depth, a
/// number out of range or half a character.
fn parse(resource: &Resource<'_>, limits: &Limits) -> Read<Value> {
    if resource.raw.len() > limits.max_resource_bytes {
        return Err(Why(format!(
            "it has {} bytes, more than the {} that are read for one resource",
            resource.raw.len(),
            limits.max_resource_bytes
        )));
    }
    serde_json::from_str(resource.raw).map_err(|error| Why(error.to_string()))
}
