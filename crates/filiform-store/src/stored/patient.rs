//! Events of a patient, format 1.

use filiform_care::Act;
use filiform_care::patient::{Event, Identity, ImportStamp, RecordedFact};
use filiform_knowledge::{CodeSystem, ConceptId};
use filiform_screening::{Code, Fact, FactKind, Quantity, RecordedStatus};
use filiform_units::{FactId, Sex, Timestamp};
use serde::{Deserialize, Serialize, Serializer};

use super::parts::{StoredAct, laterality, opt_date, opt_short, short, told};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stored {
    Registered {
        identity: StoredIdentity,
        act: StoredAct,
    },
    IdentityChanged {
        identity: StoredIdentity,
        act: StoredAct,
    },
    FactsRecorded {
        facts: Vec<StoredFact>,
        origin: String,
        act: StoredAct,
    },
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredIdentity {
    family: String,
    given: Option<String>,
    born: Option<String>,
    sex: String,
    identifiers: Vec<(String, String)>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredFact {
    id: String,
    kind: String,
    concept: Option<String>,
    codes: Vec<(String, String)>,
    text: String,
    status: String,
    onset: Option<String>,
    ended: Option<String>,
    #[serde(serialize_with = "finite")]
    value: Option<(f64, String)>,
    side: String,
    source: String,
    recorded_at: i64,
    import: Option<(String, String)>,
    corrects: Option<String>,
}

/// JSON has no word for what is not a number: written as `null`, the event could never be read again.
#[expect(clippy::ref_option, reason = "serde hands the field over so")]
fn finite<S: Serializer>(value: &Option<(f64, String)>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some((number, _)) if !number.is_finite() => {
            let what = format_args!("a value of `{number}` is not a number");
            Err(serde::ser::Error::custom(what))
        }
        Some(_) | None => value.serialize(serializer),
    }
}

pub(super) fn to_stored(event: &Event) -> (&'static str, Stored, Act) {
    match event {
        Event::Registered { identity, act } => (
            "patient_registered",
            Stored::Registered {
                identity: identity.into(),
                act: StoredAct::of(*act),
            },
            *act,
        ),
        Event::IdentityChanged { identity, act } => (
            "identity_changed",
            Stored::IdentityChanged {
                identity: identity.into(),
                act: StoredAct::of(*act),
            },
            *act,
        ),
        Event::FactsRecorded { facts, origin, act } => (
            "facts_recorded",
            Stored::FactsRecorded {
                facts: facts.iter().map(StoredFact::from).collect(),
                origin: origin.to_string(),
                act: StoredAct::of(*act),
            },
            *act,
        ),
    }
}

pub(super) fn from_stored(stored: &Stored) -> Result<Event, String> {
    Ok(match stored {
        Stored::Registered { identity, act } => Event::Registered {
            identity: identity.read()?,
            act: act.read()?,
        },
        Stored::IdentityChanged { identity, act } => Event::IdentityChanged {
            identity: identity.read()?,
            act: act.read()?,
        },
        Stored::FactsRecorded { facts, origin, act } => Event::FactsRecorded {
            facts: facts
                .iter()
                .map(StoredFact::read)
                .collect::<Result<_, _>>()?,
            origin: short(origin)?,
            act: act.read()?,
        },
    })
}

impl From<&Identity> for StoredIdentity {
    fn from(identity: &Identity) -> Self {
        Self {
            family: identity.family.to_string(),
            given: identity.given.as_ref().map(ToString::to_string),
            born: identity.born.map(|born| born.to_string()),
            sex: identity.sex.as_str().to_owned(),
            identifiers: identity.identifiers.clone(),
        }
    }
}

impl StoredIdentity {
    fn read(&self) -> Result<Identity, String> {
        Ok(Identity {
            family: short(&self.family)?,
            given: opt_short(self.given.as_ref())?,
            born: opt_date(self.born.as_ref())?,
            sex: Sex::parse(&self.sex),
            identifiers: self.identifiers.clone(),
        })
    }
}

impl From<&RecordedFact> for StoredFact {
    fn from(recorded: &RecordedFact) -> Self {
        let fact = &recorded.fact;
        let code = |code: &Code| (code.system.as_str().to_owned(), code.code.clone());
        Self {
            id: fact.id.to_string(),
            kind: fact.kind.as_str().to_owned(),
            concept: fact.concept.as_ref().map(ToString::to_string),
            codes: fact.codes.iter().map(code).collect(),
            text: fact.text.clone(),
            status: fact.status.as_str().to_owned(),
            onset: fact.onset.map(|date| date.to_string()),
            ended: fact.ended.map(|date| date.to_string()),
            value: fact
                .value
                .as_ref()
                .map(|value| (value.value, value.unit.clone())),
            side: fact.side.as_str().to_owned(),
            source: fact.source.clone(),
            recorded_at: fact.recorded_at.micros(),
            import: recorded
                .import
                .as_ref()
                .map(|i| (i.key.clone(), i.fingerprint.clone())),
            corrects: recorded.corrects.map(|id| id.to_string()),
        }
    }
}

impl StoredFact {
    fn read(&self) -> Result<RecordedFact, String> {
        let kind = FactKind::parse(&self.kind)
            .ok_or_else(|| format!("unknown kind of fact `{}`", self.kind))?;
        let status = RecordedStatus::parse(&self.status)
            .ok_or_else(|| format!("unknown status of fact `{}`", self.status))?;
        let codes = self.codes.iter().map(|(system, code)| Code {
            system: CodeSystem::parse(system),
            code: code.clone(),
        });
        let value = self.value.as_ref();
        let import = self.import.as_ref();
        let corrects = self.corrects.as_deref().map(FactId::parse);
        Ok(RecordedFact {
            fact: Fact {
                id: told(FactId::parse(&self.id))?,
                kind,
                concept: self.concept.as_deref().map(ConceptId::new),
                codes: codes.collect(),
                text: self.text.clone(),
                status,
                onset: opt_date(self.onset.as_ref())?,
                ended: opt_date(self.ended.as_ref())?,
                value: value.map(|(value, unit)| Quantity {
                    value: *value,
                    unit: unit.clone(),
                }),
                side: laterality(&self.side)?,
                source: self.source.clone(),
                recorded_at: Timestamp::from_micros(self.recorded_at),
            },
            import: import.map(|(key, fingerprint)| ImportStamp {
                key: key.clone(),
                fingerprint: fingerprint.clone(),
            }),
            corrects: told(corrects.transpose())?,
        })
    }
}
