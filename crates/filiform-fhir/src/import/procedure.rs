//! Procedure: something done to the person.

use filiform_screening::{FactKind, RecordedStatus};

use super::concept::required;
use super::draft::{Draft, Outcome, sites};
use super::view::{Read, View};

/// A completed procedure is `Ended`: the doing is over. Whether something stays behind is not decided
/// here; screening takes a completed implantation as a device in place.
pub(super) fn read(view: View<'_>) -> Read<Outcome> {
    let concept = required(view.concept("code")?, "code and no words")?;
    let (onset, ended) = view.moment("performed")?;
    let status = match view.text("status")? {
        Some("completed" | "stopped") => RecordedStatus::Ended,
        Some("in-progress") => RecordedStatus::Active,
        Some("preparation") => RecordedStatus::Planned,
        Some("not-done") => RecordedStatus::Absent,
        Some("entered-in-error") => RecordedStatus::Void,
        Some(_) | None => RecordedStatus::Unknown,
    };
    Ok(
        Draft::new(FactKind::Procedure, concept, status, &sites(view)?)
            .dated(onset, ended)
            .alone(),
    )
}
