//! `MedicationRequest`: a prescription.

use filiform_screening::{FactKind, RecordedStatus};
use filiform_units::PartialDate;

use super::draft::{Context, Draft, Outcome};
use super::medication;
use super::view::{Read, View};

pub(super) fn read(view: View<'_>, context: &Context<'_>) -> Read<Outcome> {
    let concept = medication::of(view, context)?;
    let onset = view.date("authoredOn")?;
    Ok(Draft::new(FactKind::Medicine, concept, status(view)?, &[])
        .dated(onset, supply_ends(view)?)
        .alone())
}

/// A prescription that was only proposed is planned. `doNotPerform` forbids the medicine and says
/// nothing about whether it is taken.
fn status(view: View<'_>) -> Read<RecordedStatus> {
    if view.flag("doNotPerform")? == Some(true) {
        return Ok(RecordedStatus::Void);
    }
    let proposed = matches!(view.text("intent")?, Some("proposal" | "plan" | "option"));
    Ok(match view.text("status")? {
        Some("entered-in-error") => RecordedStatus::Void,
        Some("stopped" | "completed" | "cancelled" | "ended") => RecordedStatus::Ended,
        Some("draft") => RecordedStatus::Planned,
        Some("active") if proposed => RecordedStatus::Planned,
        Some("active") => RecordedStatus::Active,
        Some(_) | None => RecordedStatus::Unknown,
    })
}

fn supply_ends(view: View<'_>) -> Read<Option<PartialDate>> {
    let Some(dispense) = view.object("dispenseRequest")? else {
        return Ok(None);
    };
    match dispense.object("validityPeriod")? {
        Some(period) => period.date("end"),
        None => Ok(None),
    }
}
