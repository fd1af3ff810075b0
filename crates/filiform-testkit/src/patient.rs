//! People and facts about them.

use filiform_care::patient::{Event, Identity, ImportStamp, RecordedFact};
use filiform_screening::{Fact, FactKind, RecordedStatus};
use filiform_units::{FactId, Laterality, PartialDate, Sex};

use crate::{Clock, an_act, short};

/// Aoife Kerr, a woman born on 14 May 1958.
pub fn a_patient() -> Identity {
    Identity {
        family: short("Kerr"),
        given: Some(short("Aoife")),
        born: Some(PartialDate::parse("1958-05-14").expect("a birth date")),
        sex: Sex::Female,
        identifiers: vec![(
            "https://clinic.example/numbers".to_owned(),
            "0042".to_owned(),
        )],
    }
}

/// A medicine that is taken now, by the words of the record. The same words give the same id.
pub fn a_fact(text: &str) -> Fact {
    Fact {
        id: FactId::from_bits(fingerprint(text)),
        kind: FactKind::Medicine,
        concept: None,
        codes: Vec::new(),
        text: text.to_owned(),
        status: RecordedStatus::Active,
        onset: None,
        ended: None,
        value: None,
        side: Laterality::None,
        source: "asked at assessment".to_owned(),
        recorded_at: Clock::start(),
    }
}

/// A problem that holds now, by the words of the record. The same words give the same id.
pub fn a_problem(text: &str) -> Fact {
    Fact {
        kind: FactKind::Problem,
        ..a_fact(text)
    }
}

/// A fact recorded here.
pub const fn asked_fact(fact: Fact) -> RecordedFact {
    RecordedFact {
        fact,
        import: None,
        corrects: None,
    }
}

/// A fact from another system: the resource `key`, whose mapped content is the fact's words.
pub fn an_imported_fact(key: &str, fact: Fact) -> RecordedFact {
    RecordedFact {
        import: Some(ImportStamp {
            key: key.to_owned(),
            fingerprint: format!("{:032x}", fingerprint(&fact.text)),
        }),
        fact,
        corrects: None,
    }
}

/// [`a_patient`] was registered.
pub fn patient_registered() -> Vec<Event> {
    vec![Event::Registered {
        identity: a_patient(),
        act: an_act(),
    }]
}

/// These facts were recorded.
pub fn facts_recorded(facts: &[RecordedFact]) -> Vec<Event> {
    vec![Event::FactsRecorded {
        facts: facts.to_vec(),
        origin: short("asked at assessment"),
        act: an_act(),
    }]
}

/// FNV-1a over the text: stable on every machine.
fn fingerprint(text: &str) -> u128 {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    text.bytes().fold(OFFSET, |hash, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(PRIME)
    })
}
