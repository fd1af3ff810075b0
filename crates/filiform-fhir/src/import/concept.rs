//! `CodeableConcept`: codes and words.

use filiform_knowledge::CodeSystem;
use filiform_screening::{Code, RecordedStatus};

use super::side::{self, Sides};
use super::view::{Read, View, Why, clean};

/// Codes and words of one idea.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Concept {
    pub(super) codes: Vec<Code>,
    pub(super) text: String,
    /// Sides named by codes.
    pub(super) sides: Sides,
    /// `no known ...` or `no information about ...`.
    pub(super) says: Option<RecordedStatus>,
}

/// "No known ..." in SNOMED CT, from the value set that the International Patient Summary
/// recommends for absent content.
const NONE_KNOWN: [&str; 7] = [
    "716186003",
    "409137002",
    "428607008",
    "429625007",
    "787483001",
    "787481004",
    "160245001",
];

const ABSENT_UNKNOWN: &str = "absent-unknown-uv-ips";

impl Concept {
    /// Reads a `CodeableConcept`. The words are its text, or else its first display. A display in a
    /// system that is not understood is added: there the words are all that can be recognised.
    pub(super) fn read(view: View<'_>) -> Read<Self> {
        let mut concept = Self {
            text: view.words("text")?.unwrap_or_default(),
            ..Self::default()
        };
        for coding in view.few("coding")? {
            let uri = coding.text("system")?.unwrap_or_default();
            let system = system(uri);
            let code = coding.words("code")?;
            if let Some(display) = coding.words("display")?
                && (concept.text.is_empty() || system == CodeSystem::Other)
            {
                concept.add_words(&display);
            }
            let Some(code) = code else { continue };
            if system == CodeSystem::Snomed {
                concept.sides.add(side::of_code(&code));
            }
            concept.says = concept.says.or_else(|| says(uri, system, &code));
            concept.add_code(Code { system, code });
        }
        for extension in view.few("extension")? {
            if let Some(qualifier) = extension.concept("valueCodeableConcept")? {
                concept.sides.add(qualifier.sides);
            }
        }
        if concept.text.is_empty()
            && let Some(code) = concept.codes.first()
        {
            concept.text.clone_from(&code.code);
        }
        if concept.says.is_none() && starts_with_no_known(&concept.text) {
            concept.says = Some(RecordedStatus::Absent);
        }
        Ok(concept)
    }

    /// Only words, such as the display of a reference.
    pub(super) fn from_words(text: &str) -> Option<Self> {
        let text = clean(text);
        (!text.is_empty()).then(|| Self {
            text,
            ..Self::default()
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.codes.is_empty() && self.text.is_empty()
    }

    /// Adds codes and words of another concept: an ingredient to its product.
    pub(super) fn merge(&mut self, other: Self) {
        self.add_words(&other.text);
        for code in other.codes {
            self.add_code(code);
        }
        self.sides.add(other.sides);
        self.says = self.says.or(other.says);
    }

    fn add_code(&mut self, code: Code) {
        if !self.codes.contains(&code) {
            self.codes.push(code);
        }
    }

    fn add_words(&mut self, words: &str) {
        if self.text.is_empty() {
            words.clone_into(&mut self.text);
        } else if !contains_words(&self.text, words) {
            self.text.push_str("; ");
            self.text.push_str(words);
        }
    }
}

/// The concept that names the resource; a resource without one says nothing.
pub(super) fn required(concept: Option<Concept>, what: &str) -> Read<Concept> {
    concept
        .filter(|concept| !concept.is_empty())
        .ok_or_else(|| Why(format!("it has no {what}")))
}

/// Whether `text` holds `words`, whatever the case of the letters.
pub(super) fn contains_words(text: &str, words: &str) -> bool {
    text.to_lowercase().contains(&words.to_lowercase())
}

fn says(uri: &str, system: CodeSystem, code: &str) -> Option<RecordedStatus> {
    if uri.contains(ABSENT_UNKNOWN) {
        return if code.starts_with("no-known-") {
            Some(RecordedStatus::Absent)
        } else {
            Some(RecordedStatus::Unknown)
        };
    }
    (system == CodeSystem::Snomed && NONE_KNOWN.contains(&code)).then_some(RecordedStatus::Absent)
}

fn starts_with_no_known(text: &str) -> bool {
    text.get(..9)
        .is_some_and(|start| start.eq_ignore_ascii_case("no known "))
}

/// The coding system behind a URI, as FHIR, national registries and OIDs write it.
fn system(uri: &str) -> CodeSystem {
    let uri = uri.split('|').next().unwrap_or_default();
    let uri = uri.trim().trim_end_matches('/').to_ascii_lowercase();
    match uri.as_str() {
        "urn:oid:2.16.840.1.113883.6.96" => CodeSystem::Snomed,
        "http://www.nlm.nih.gov/research/umls/rxnorm" | "urn:oid:2.16.840.1.113883.6.88" => {
            CodeSystem::RxNorm
        }
        "http://www.whocc.no/atc"
        | "http://fhir.de/codesystem/bfarm/atc"
        | "http://fhir.de/codesystem/dimdi/atc"
        | "urn:oid:2.16.840.1.113883.6.73" => CodeSystem::Atc,
        "http://loinc.org" | "https://loinc.org" | "urn:oid:2.16.840.1.113883.6.1" => {
            CodeSystem::Loinc
        }
        "urn:oid:2.16.840.1.113883.6.3" | "urn:oid:2.16.840.1.113883.6.90" => CodeSystem::Icd10,
        other if other.starts_with("http://snomed.info/") => CodeSystem::Snomed,
        // ICD-10-PCS codes procedures, by a scheme of its own that looks like diagnoses.
        other if other.contains("icd-10-pcs") => CodeSystem::Other,
        other if other.contains("/icd-10") => CodeSystem::Icd10,
        _ => CodeSystem::Other,
    }
}
