//! Condition: a disease, state or history item.

use filiform_screening::{FactKind, RecordedStatus};

use super::concept::required;
use super::draft::{Draft, Outcome, sites};
use super::view::{Read, View};

/// Every category is read alike: what stands on a problem list and what was diagnosed at a visit.
pub(super) fn read(view: View<'_>) -> Read<Outcome> {
    let concept = required(view.concept("code")?, "code and no words")?;
    let (onset, _) = view.moment("onset")?;
    let (begins_to_end, ended) = view.moment("abatement")?;
    let ended = ended.or(begins_to_end);
    let status = status(view)?;
    Ok(
        Draft::new(FactKind::Problem, concept, status, &sites(view)?)
            .dated(onset, ended)
            .alone(),
    )
}

/// What nobody has confirmed (`provisional`, `differential`, `unconfirmed`) is a question, not a fact.
/// Without a clinical status, only a recorded end says that it is over.
fn status(view: View<'_>) -> Read<RecordedStatus> {
    let verification = view.status_code("verificationStatus")?;
    if let Some("refuted" | "entered-in-error") = verification {
        return Ok(RecordedStatus::Void);
    }
    let unconfirmed = matches!(
        verification,
        Some("provisional" | "differential" | "unconfirmed")
    );
    Ok(match view.status_code("clinicalStatus")? {
        Some("active" | "recurrence" | "relapse") if !unconfirmed => RecordedStatus::Active,
        Some("resolved" | "inactive" | "remission") => RecordedStatus::Ended,
        None if abated(view)? => RecordedStatus::Ended,
        Some(_) | None => RecordedStatus::Unknown,
    })
}

fn abated(view: View<'_>) -> Read<bool> {
    let ends = ["DateTime", "Age", "Period", "Range", "String"];
    Ok(view.flag("abatementBoolean")? == Some(true)
        || ends
            .iter()
            .any(|choice| view.has(&format!("abatement{choice}"))))
}
