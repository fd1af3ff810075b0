//! What an event looks like on disk.
//!
//! Stored formats are types of their own, never the domain's: the domain may be renamed, a format that
//! was once written is read for ever. Format 1 is JSON in the order of the fields. A new format gets a
//! new number and a new reader beside the old one.

mod course;
mod overlay;
mod parts;
mod patient;
mod preference;
mod protocol;
mod session;
mod skin;

use filiform_care::patient::Identity;
use filiform_units::{PartialDate, PractitionerId, Sex, Timestamp};
use serde::{Deserialize, Serialize};

use crate::StoreError;

/// The format written today.
const FORMAT: u32 = 1;

/// An event ready to be sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// Name of the event.
    pub event_type: &'static str,
    /// Format of the content.
    pub format: u32,
    /// The content.
    pub content: Vec<u8>,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: PractitionerId,
}

fn encode(
    event_type: &'static str,
    stored: &impl Serialize,
    act: filiform_care::Act,
) -> Result<Encoded, StoreError> {
    let content =
        serde_json::to_vec(stored).map_err(|error| StoreError::content("event", error))?;
    Ok(Encoded {
        event_type,
        format: FORMAT,
        content,
        at: act.at,
        by: act.by,
    })
}

/// Encodes an event of a patient.
///
/// # Errors
/// When a laboratory value is not finite: it could not be read again.
pub fn encode_patient(event: &filiform_care::patient::Event) -> Result<Encoded, StoreError> {
    let (name, stored, act) = patient::to_stored(event);
    encode(name, &stored, act)
}

/// Encodes an event of a course.
///
/// # Errors
/// Never in practice: every domain value has a stored form.
pub fn encode_course(event: &filiform_care::course::Event) -> Result<Encoded, StoreError> {
    let (name, stored, act) = course::to_stored(event);
    encode(name, &stored, act)
}

/// Encodes an event of a session.
///
/// # Errors
/// Never in practice: every domain value has a stored form.
pub fn encode_session(event: &filiform_care::session::Event) -> Result<Encoded, StoreError> {
    let (name, stored, act) = session::to_stored(event);
    encode(name, &stored, act)
}

/// Encodes an event of a clinic's local knowledge.
///
/// # Errors
/// Never in practice: every domain value has a stored form.
pub fn encode_overlay(event: &filiform_care::overlay::Event) -> Result<Encoded, StoreError> {
    let (name, stored, act) = overlay::to_stored(event);
    encode(name, &stored, act)
}

/// Encodes an event of a clinic's protocol.
///
/// # Errors
/// Never in practice: every domain value has a stored form.
pub fn encode_protocol(event: &filiform_care::protocol::Event) -> Result<Encoded, StoreError> {
    let (name, stored, act) = protocol::to_stored(event);
    encode(name, &stored, act)
}

/// Encodes an event of a clinician's preferences.
///
/// # Errors
/// Never in practice: every domain value has a stored form.
pub fn encode_preference(event: &filiform_care::preference::Event) -> Result<Encoded, StoreError> {
    let (name, stored, act) = preference::to_stored(event);
    encode(name, &stored, act)
}

/// Decodes an event of a patient.
///
/// # Errors
/// What cannot be read, in words.
pub fn patient_event(
    event_type: &str,
    format: u64,
    content: &[u8],
) -> Result<filiform_care::patient::Event, String> {
    known(format)?;
    patient::from_stored(&read(event_type, content)?)
}

/// Decodes an event of a course.
///
/// # Errors
/// What cannot be read, in words.
pub fn course_event(
    event_type: &str,
    format: u64,
    content: &[u8],
) -> Result<filiform_care::course::Event, String> {
    known(format)?;
    course::from_stored(&read(event_type, content)?)
}

/// Decodes an event of a session.
///
/// # Errors
/// What cannot be read, in words.
pub fn session_event(
    event_type: &str,
    format: u64,
    content: &[u8],
) -> Result<filiform_care::session::Event, String> {
    known(format)?;
    session::from_stored(&read(event_type, content)?)
}

/// Decodes an event of a clinic's local knowledge.
///
/// # Errors
/// What cannot be read, in words.
pub fn overlay_event(
    event_type: &str,
    format: u64,
    content: &[u8],
) -> Result<filiform_care::overlay::Event, String> {
    known(format)?;
    overlay::from_stored(read(event_type, content)?)
}

/// Decodes an event of a clinic's protocol.
///
/// # Errors
/// What cannot be read, in words.
pub fn protocol_event(
    event_type: &str,
    format: u64,
    content: &[u8],
) -> Result<filiform_care::protocol::Event, String> {
    known(format)?;
    protocol::from_stored(&read(event_type, content)?)
}

/// Decodes an event of a clinician's preferences.
///
/// # Errors
/// What cannot be read, in words.
pub fn preference_event(
    event_type: &str,
    format: u64,
    content: &[u8],
) -> Result<filiform_care::preference::Event, String> {
    known(format)?;
    preference::from_stored(&read(event_type, content)?)
}

fn known(format: u64) -> Result<(), String> {
    if format == u64::from(FORMAT) {
        Ok(())
    } else {
        Err(format!(
            "format {format} is not one this program reads; use the program that wrote it"
        ))
    }
}

fn read<'a, T: Deserialize<'a>>(event_type: &str, content: &'a [u8]) -> Result<T, String> {
    serde_json::from_slice(content).map_err(|error| format!("`{event_type}`: {error}"))
}

/// What a list shows of a person, sealed in the read model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// `Aoife Kerr`.
    pub display_name: String,
    /// `A.K.`
    pub initials: String,
    /// Birth date as recorded; `None` when not known.
    pub born: Option<String>,
    /// `female`, `male` or `unknown`.
    pub sex: String,
}

impl Summary {
    /// The summary of a person.
    pub fn of(identity: &Identity) -> Self {
        Self {
            display_name: identity.display_name(),
            initials: identity.initials(),
            born: identity.born.map(|born| born.to_string()),
            sex: identity.sex.as_str().to_owned(),
        }
    }

    /// Birth date, when it is known.
    pub fn birth_date(&self) -> Option<PartialDate> {
        self.born
            .as_deref()
            .and_then(|text| PartialDate::parse(text).ok())
    }

    /// Recorded sex.
    pub fn recorded_sex(&self) -> Sex {
        Sex::parse(&self.sex)
    }

    pub(crate) fn encode(&self) -> Result<Vec<u8>, StoreError> {
        serde_json::to_vec(self).map_err(|error| StoreError::content("patient", error))
    }

    pub(crate) fn decode(content: &[u8]) -> Result<Self, StoreError> {
        serde_json::from_slice(content).map_err(|error| StoreError::content("patient", error))
    }
}
