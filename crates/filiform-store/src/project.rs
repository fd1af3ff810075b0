//! Read models: plain tables that pages query.
//!
//! Each is a pure function of an aggregate's state, so `verify` can build it again and compare.

mod protocol;
mod read;

pub use protocol::{ProtocolRow, protocols};
pub(crate) use protocol::{protocol, protocol_uses, protocol_values};
pub use read::{
    CourseRow, NeedleRow, PatientRow, SessionRow, count_patients, course_row, courses_of_patient,
    find_patients, needles, open_courses, patient_by_identifier, patient_row, patients,
    running_sessions, session_row, sessions_of_course, sessions_of_patient,
};

use std::slice;

use filiform_care::course::{Course, Phase};
use filiform_care::patient::{Identity, Patient};
use filiform_care::session::{self, PlacedNeedle, Session};
use filiform_units::{ClinicId, CourseId, NeedleId, PatientId, SessionId, Timestamp};

use crate::ledger::int;
use crate::seal::DataKey;
use crate::stored::Summary;
use crate::{InstanceKey, Loaded, StoreError, Streams, Tx, Val, sql};

/// Writes a patient's row and search tokens.
pub(crate) fn patient(
    tx: &mut dyn Tx,
    streams: Streams<'_>,
    key: &DataKey,
    id: PatientId,
    loaded: &Loaded<Patient>,
) -> Result<(), StoreError> {
    let clinic = streams.clinic();
    let Some(identity) = &loaded.state.identity else {
        return Ok(());
    };
    let content = Summary::of(identity).encode()?;
    let sealed = streams
        .keys()
        .seal(key, &content, &summary_context(clinic, id))?;
    let row = [
        clinic.into(),
        id.into(),
        int(loaded.version),
        sealed.as_slice().into(),
        int(loaded.state.facts.len() as u64),
        Val::I(loaded.state.changed_at.map_or(0, Timestamp::micros)),
    ];
    tx.exec(sql::UPSERT_PATIENT, &row)?;
    let own = [clinic.into(), id.into()];
    tx.exec(sql::DELETE_PATIENT_TOKENS, &own)?;
    for token in tokens(streams.keys().instance(), clinic, identity) {
        let row = [clinic.into(), token.as_slice().into(), id.into()];
        tx.exec(sql::INSERT_PATIENT_TOKEN, &row)?;
    }
    Ok(())
}

/// What the sealed summary of a patient is bound to.
pub(crate) fn summary_context(clinic: ClinicId, id: PatientId) -> Vec<u8> {
    format!("{clinic}/{id}/summary").into_bytes()
}

/// Search tokens: every beginning (from two letters) of every name part, and every outside identifier.
pub(crate) fn tokens(key: &InstanceKey, clinic: ClinicId, identity: &Identity) -> Vec<Vec<u8>> {
    let names = fold(&identity.display_name());
    let mut words: Vec<String> = Vec::new();
    for part in names.split_whitespace() {
        let letters: Vec<char> = part.chars().take(24).collect();
        words.extend((2..=letters.len()).map(|n| letters.iter().take(n).collect()));
    }
    words.extend(
        identity
            .identifiers
            .iter()
            .map(|(system, value)| identifier_word(system, value)),
    );
    let mut tokens: Vec<Vec<u8>> = words.iter().map(|word| key.token(clinic, word)).collect();
    tokens.sort();
    tokens.dedup();
    tokens
}

pub(crate) fn identifier_word(system: &str, value: &str) -> String {
    format!("id:{system}|{value}")
}

/// Lower case without the accents of western European names, so that `Gomez` finds `Gómez`.
pub(crate) fn fold(text: &str) -> String {
    let plain = |c: char| match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        other if other.is_alphanumeric() => other,
        _ => ' ',
    };
    text.chars()
        .flat_map(char::to_lowercase)
        .map(plain)
        .collect()
}

/// A course's row; `None` before it is opened.
pub(crate) fn course_values(
    clinic: ClinicId,
    id: CourseId,
    loaded: &Loaded<Course>,
    changed_at: i64,
) -> Option<Vec<Val>> {
    let (patient, complaint) = (loaded.state.patient?, loaded.state.complaint.as_ref()?);
    let phase = match loaded.state.phase {
        Phase::Unopened => return None,
        Phase::Open => "open",
        Phase::Ended => "ended",
    };
    let plan_state = match (&loaded.state.agreed, &loaded.state.draft) {
        (Some(agreed), Some(draft)) if agreed == draft => "agreed",
        (_, Some(_)) => "draft",
        (_, None) => "none",
    };
    Some(vec![
        clinic.into(),
        id.into(),
        int(loaded.version),
        patient.into(),
        complaint.condition.as_str().into(),
        complaint.side.as_str().into(),
        phase.into(),
        plan_state.into(),
        int(loaded.state.measures.len() as u64),
        int(loaded.state.rescreens.len() as u64),
        Val::I(changed_at),
    ])
}

/// Writes a course's row.
pub(crate) fn course(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    id: CourseId,
    loaded: &Loaded<Course>,
    now: Timestamp,
) -> Result<(), StoreError> {
    if let Some(row) = course_values(clinic, id, loaded, now.micros()) {
        tx.exec(sql::UPSERT_COURSE, &row)?;
    }
    protocol_uses(tx, clinic, id, &loaded.state)
}

/// A session's row; `None` before it began.
pub(crate) fn session_values(
    clinic: ClinicId,
    id: SessionId,
    loaded: &Loaded<Session>,
) -> Option<Vec<Val>> {
    let session = &loaded.state;
    let started = session.started.as_ref()?;
    Some(vec![
        clinic.into(),
        id.into(),
        int(loaded.version),
        started.course.into(),
        started.patient.into(),
        Val::opt_text(started.room.as_ref()),
        Val::I(started.act.at.micros()),
        started.act.by.into(),
        int(session.inserted() as u64),
        int(session.removed() as u64),
        int(session.accounted() as u64),
        Val::opt_int(session.rest.map(|rest| rest.due.micros())),
        Val::opt_int(session.signed.map(|act| act.at.micros())),
        session.signed.map_or(Val::Null, |act| act.by.into()),
    ])
}

/// The row of a session's needle; `ordinal` counts from 1.
pub(crate) fn needle_values(
    clinic: ClinicId,
    id: SessionId,
    ordinal: u64,
    needle: &PlacedNeedle,
) -> Vec<Val> {
    let insertion = &needle.insertion;
    let whereabouts = needle
        .whereabouts
        .as_ref()
        .map(|(answer, _)| answer.as_str());
    vec![
        clinic.into(),
        id.into(),
        insertion.needle.into(),
        int(ordinal),
        insertion.site.label().into(),
        insertion.side.as_str().into(),
        Val::I(i64::from(insertion.depth.get())),
        Val::I(i64::from(insertion.length.get())),
        Val::I(i64::from(insertion.gauge.hundredths_mm())),
        Val::opt_text(insertion.lot.as_ref()),
        Val::I(needle.placed.at.micros()),
        needle.placed.by.into(),
        Val::opt_int(needle.removed.map(|act| act.at.micros())),
        needle.removed.map_or(Val::Null, |act| act.by.into()),
        Val::opt_text(whereabouts),
    ]
}

/// Writes a session's row and the rows of the needles that these events are about.
pub(crate) fn session(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    id: SessionId,
    loaded: &Loaded<Session>,
    events: &[session::Event],
) -> Result<(), StoreError> {
    let Some(row) = session_values(clinic, id, loaded) else {
        return Ok(());
    };
    tx.exec(sql::UPSERT_SESSION, &row)?;
    let touched: Vec<NeedleId> = events.iter().flat_map(touched).copied().collect();
    for (needle, ordinal) in loaded.state.needles.iter().zip(1..) {
        if touched.contains(&needle.insertion.needle) {
            let row = needle_values(clinic, id, ordinal, needle);
            tx.exec(sql::UPSERT_NEEDLE, &row)?;
        }
    }
    Ok(())
}

/// The needles whose rows an event may change.
fn touched(event: &session::Event) -> &[NeedleId] {
    match event {
        session::Event::NeedlePlaced { insertion, .. } => slice::from_ref(&insertion.needle),
        session::Event::NeedleRemoved { needle, .. }
        | session::Event::NeedleAccountedFor { needle, .. } => slice::from_ref(needle),
        session::Event::AllRemoved { needles, .. } => needles,
        session::Event::Started { .. }
        | session::Event::RestStarted { .. }
        | session::Event::Counted { .. }
        | session::Event::AfterRecorded { .. }
        | session::Event::Signed { .. } => &[],
    }
}
