//! Device: something implanted or attached.

use filiform_screening::{FactKind, RecordedStatus};

use super::concept::{Concept, required};
use super::draft::{Draft, Outcome};
use super::view::{Read, View};

/// Codes and words of a Device: its type, else its name or model.
pub(super) fn concept(view: View<'_>) -> Read<Concept> {
    let typed = view.concept("type")?.filter(|concept| !concept.is_empty());
    let concept = match typed {
        Some(concept) => Some(concept),
        None => name(view)?.as_deref().and_then(Concept::from_words),
    };
    required(concept, "type and no name")
}

fn name(view: View<'_>) -> Read<Option<String>> {
    for device_name in view.objects("deviceName")? {
        if let Some(name) = device_name.words("name")? {
            return Ok(Some(name));
        }
    }
    view.words("modelNumber")
}

/// A Device that names its patient is affixed to them. Any other is read only where a
/// `DeviceUseStatement` points to it.
pub(super) fn read(view: View<'_>) -> Read<Outcome> {
    if !view.has("patient") {
        return Ok(Outcome::ThroughOthers);
    }
    let status = match view.text("status")? {
        Some("active") => RecordedStatus::Active,
        Some("inactive") => RecordedStatus::Ended,
        Some("entered-in-error") => RecordedStatus::Void,
        Some(_) | None => RecordedStatus::Unknown,
    };
    Ok(Draft::new(FactKind::Device, concept(view)?, status, &[]).alone())
}
