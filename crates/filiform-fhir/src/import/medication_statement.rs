//! `MedicationStatement`: a medicine that the person takes, took or does not take.

use filiform_screening::{FactKind, RecordedStatus};

use super::draft::{Context, Draft, Outcome};
use super::medication;
use super::view::{Read, View};

pub(super) fn read(view: View<'_>, context: &Context<'_>) -> Read<Outcome> {
    let concept = medication::of(view, context)?;
    let (onset, ended) = view.moment("effective")?;
    let status = match view.text("status")? {
        Some("active") => RecordedStatus::Active,
        Some("stopped" | "completed") => RecordedStatus::Ended,
        Some("not-taken") => RecordedStatus::Absent,
        Some("entered-in-error") => RecordedStatus::Void,
        Some("intended") => RecordedStatus::Planned,
        Some(_) | None => RecordedStatus::Unknown,
    };
    Ok(Draft::new(FactKind::Medicine, concept, status, &[])
        .dated(onset, ended)
        .alone())
}
