//! From an imported patient to the values that a record keeps.

use filiform_care::ShortText;
use filiform_care::patient::{Identity, ImportStamp};
use filiform_screening::{Fact, FactKind, RecordedStatus};
use filiform_units::{FactId, Laterality, Timestamp};

use crate::{Deceased, ImportedFact, ImportedPatient};

impl ImportedPatient {
    /// Who it is, as the record keeps a person. Names longer than the record's limit are cut at it,
    /// because a name from elsewhere must never keep a history out.
    pub fn to_identity(&self) -> Identity {
        let given = self.identity.given.join(" ");
        let display = self.identity.display_name.as_str();
        let family = self.identity.family.as_deref().and_then(name);
        let (family, given) = match (family, name(&given)) {
            (Some(family), given) => (family, given),
            (None, Some(given)) => (given, None),
            (None, None) => (name(display).unwrap_or_else(unnamed), None),
        };
        let mut identifiers = self.identity.source_ids.clone();
        identifiers.sort();
        identifiers.dedup();
        Identity {
            family,
            given,
            born: self.identity.born,
            sex: self.identity.sex,
            identifiers,
        }
    }

    /// The facts with the stamps that recognise them again. Ids count from 1 in file order: good
    /// enough to screen with; a record gives its own.
    pub fn to_facts(&self, now: Timestamp) -> Vec<(Fact, ImportStamp)> {
        let death = self.death();
        self.facts
            .iter()
            .chain(death.as_ref())
            .zip(1u128..)
            .map(|(imported, number)| (to_fact(imported, number, now), stamp(imported)))
            .collect()
    }

    /// A recorded death is a statement about the person like any other.
    fn death(&self) -> Option<ImportedFact> {
        let onset = match self.identity.deceased {
            Deceased::No => return None,
            Deceased::DateUnknown => None,
            Deceased::On(date) => Some(date),
        };
        Some(ImportedFact {
            fact_key: format!("{}/deceased", self.patient_key),
            kind: FactKind::Problem,
            codes: Vec::new(),
            text: "Recorded as deceased".to_owned(),
            status: RecordedStatus::Active,
            onset,
            ended: None,
            value: None,
            side: Laterality::None,
            source: self.source.clone(),
        })
    }
}

fn to_fact(imported: &ImportedFact, number: u128, now: Timestamp) -> Fact {
    Fact {
        id: FactId::from_bits(number),
        kind: imported.kind,
        concept: None,
        codes: imported.codes.clone(),
        text: imported.text.clone(),
        status: imported.status,
        onset: imported.onset,
        ended: imported.ended,
        value: imported.value.clone(),
        side: imported.side,
        source: imported.source.clone(),
        recorded_at: now,
    }
}

fn stamp(imported: &ImportedFact) -> ImportStamp {
    ImportStamp {
        key: imported.fact_key.clone(),
        fingerprint: imported.content(),
    }
}

fn name(text: &str) -> Option<ShortText> {
    let clean: String = text
        .chars()
        .filter(|c| !c.is_control())
        .take(ShortText::MAX)
        .collect();
    ShortText::new(&clean).ok()
}

/// What stands where a name should be. INVARIANT: the literals are valid short texts, so the second
/// round is never reached.
fn unnamed() -> ShortText {
    let mut words = ["name not recorded", "-"].into_iter().cycle();
    loop {
        if let Some(text) = words.next().and_then(name) {
            return text;
        }
    }
}
