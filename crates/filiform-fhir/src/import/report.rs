use std::collections::BTreeMap;
use std::fmt::Write as _;

use filiform_screening::{Code, FactKind, Quantity, RecordedStatus};
use filiform_units::{Laterality, PartialDate, Sex};

/// How much is read at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Size of the file in bytes.
    pub max_bytes: usize,
    /// Number of entries or lines.
    pub max_resources: usize,
    /// Size of one resource that is mapped, in bytes. It bounds the memory that one crafted
    /// resource can take; resources that are not used are never held apart from the file.
    pub max_resource_bytes: usize,
}

impl Default for Limits {
    /// 50 MiB, 200,000 resources, 4 MiB each.
    fn default() -> Self {
        Self {
            max_bytes: 50 * 1024 * 1024,
            max_resources: 200_000,
            max_resource_bytes: 4 * 1024 * 1024,
        }
    }
}

/// What a file said, and what became of every resource in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    // INVARIANT: the sum of `counts`; `counts` agrees with `not_used` and `unreadable`. The tally
    // in `import.rs` is the only writer.
    /// Number of resources in the file: bundle entries, lines, or one.
    pub resources: usize,
    /// The patients in file order.
    pub patients: Vec<ImportedPatient>,
    /// What became of the resources, by resource type.
    pub counts: BTreeMap<String, Counts>,
    /// What was left aside and why, by resource type and reason.
    pub not_used: Vec<NotUsed>,
    /// What could not be read, in file order.
    pub unreadable: Vec<Unreadable>,
}

/// What became of the resources of one type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Turned into a patient or into facts.
    pub mapped: usize,
    /// Left aside, with a reason.
    pub not_used: usize,
    /// Not understood.
    pub unreadable: usize,
}

impl Counts {
    /// All of them.
    pub const fn total(self) -> usize {
        self.mapped + self.not_used + self.unreadable
    }
}

/// Resources that were left aside for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotUsed {
    /// Resource type.
    pub resource_type: String,
    /// Why, in words for a page: `vital sign`.
    pub reason: &'static str,
    /// How many.
    pub count: usize,
}

/// A resource that could not be read. The rest of the file was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Entry of the bundle or line of the file, from 1.
    pub position: usize,
    /// Resource type; `no type` when it has none.
    pub resource_type: String,
    /// Its id, when it has one.
    pub id: Option<String>,
    /// Why, in words for a page.
    pub why: String,
}

/// A patient and the facts about them.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedPatient {
    /// Stable key: `Patient/` and the id, or `Patient/#` and a hash of the identity when there is
    /// no id.
    pub patient_key: String,
    /// Who it is.
    pub identity: PatientIdentity,
    /// Facts in file order. Keys are unique within a patient.
    pub facts: Vec<ImportedFact>,
    /// Where the patient stands in the file.
    pub source: String,
}

/// Who a patient is, as the file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatientIdentity {
    /// Identifiers as (system, value); the system is empty when none was given.
    pub source_ids: Vec<(String, String)>,
    /// Family name.
    pub family: Option<String>,
    /// Given names, in order.
    pub given: Vec<String>,
    /// Name for the page, without prefix: given names, then family name. `name not recorded` when
    /// there is none. Digits stay as they are.
    pub display_name: String,
    /// Birth date, as precise as it is recorded.
    pub born: Option<PartialDate>,
    /// Administrative gender, as far as the record needs it.
    pub sex: Sex,
    /// Whether the person has died.
    pub deceased: Deceased,
    /// First telephone number in use.
    pub phone: Option<String>,
    /// First address in use, on one line.
    pub address: Option<String>,
}

/// Whether a person has died.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deceased {
    /// Not recorded as dead.
    No,
    /// Died; the record does not say when.
    DateUnknown,
    /// Died on this date.
    On(PartialDate),
}

/// One statement about a patient, as the file records it.
///
/// There is no `FactId` here. The shell derives it from clinic, patient and [`fact_key`], so that a
/// second import of the same file meets the facts it has already. When the key is known and
/// [`content`] differs from what is stored, the source has changed its mind: that is a correction.
///
/// [`fact_key`]: Self::fact_key
/// [`content`]: Self::content
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedFact {
    /// Stable within the patient: resource type, `/`, id (`Condition/3f22`); for one part of a
    /// resource with several also `/` and what names the part (`Observation/3f22/777-3`). Without an
    /// id: resource type, `/#` and a hash of the content; then a changed resource is a new fact.
    pub fact_key: String,
    /// What sort of statement.
    pub kind: FactKind,
    /// Codes as recorded, in order, without repeats.
    pub codes: Vec<Code>,
    /// The words of the record.
    pub text: String,
    /// Status as recorded.
    pub status: RecordedStatus,
    /// When it began, was prescribed, done or measured. Never guessed from the date of entry.
    pub onset: Option<PartialDate>,
    /// When it ended.
    pub ended: Option<PartialDate>,
    /// The measured value. Absent when the record gives only a bound (`< 10`): the words hold it.
    pub value: Option<Quantity>,
    /// Side. `None` means that no side is recorded and nothing shows that the thing has one; only a
    /// replaced joint without a side is `Unknown`.
    pub side: Laterality,
    /// Lets a person find the line again: `Condition, entry 118 of 265 in becker.json`. It is not
    /// part of the content.
    pub source: String,
}

impl ImportedFact {
    /// All mapped fields as one stable line, to be stored and compared. The order of codes does not
    /// count; key and source are not part of it.
    pub fn content(&self) -> String {
        let mut codes: Vec<String> = self
            .codes
            .iter()
            .map(|code| format!("{} {}", code.system.as_str(), code.code))
            .collect();
        codes.sort();
        let date =
            |date: Option<PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
        let value = self
            .value
            .as_ref()
            .map(|value| format!("{} {}", value.value, value.unit))
            .unwrap_or_default();
        let mut line = String::from("1");
        for field in [
            self.kind.as_str(),
            &codes.join(","),
            &self.text,
            self.status.as_str(),
            &date(self.onset),
            &date(self.ended),
            &value,
            self.side.as_str(),
        ] {
            let field = field.replace('\\', "\\\\").replace('|', "\\p");
            // Writing into a `String` cannot fail.
            let _ = write!(line, "|{field}");
        }
        line
    }
}
