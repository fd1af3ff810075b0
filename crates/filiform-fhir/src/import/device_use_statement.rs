//! `DeviceUseStatement`: a device that the person has or had.

use filiform_screening::{FactKind, RecordedStatus};

use super::device;
use super::draft::{Context, Draft, Outcome, sites};
use super::medication::contained;
use super::view::{Read, View, Why};

pub(super) fn read(view: View<'_>, context: &Context<'_>) -> Read<Outcome> {
    let Some(reference) = view.reference("device")? else {
        return Err(Why("it names no device".to_owned()));
    };
    let concept = match reference.url.and_then(|url| url.strip_prefix('#')) {
        Some(id) => device::concept(contained(view, id)?)?,
        None => context.devices.concept(&reference, context.from)?,
    };
    let (onset, ended) = view.moment("timing")?;
    // A device on hold is still there; whether it runs is a question.
    let status = match view.text("status")? {
        Some("active") => RecordedStatus::Active,
        Some("completed" | "stopped") => RecordedStatus::Ended,
        Some("intended") => RecordedStatus::Planned,
        Some("entered-in-error") => RecordedStatus::Void,
        Some(_) | None => RecordedStatus::Unknown,
    };
    Ok(Draft::new(FactKind::Device, concept, status, &sites(view)?)
        .dated(onset, ended)
        .alone())
}
