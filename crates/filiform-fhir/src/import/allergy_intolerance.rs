//! `AllergyIntolerance`: it never means that the thing is taken.

use filiform_screening::{FactKind, RecordedStatus};

use super::concept::{Concept, required};
use super::draft::{Draft, Outcome};
use super::view::{Read, View};

pub(super) fn read(view: View<'_>) -> Read<Outcome> {
    let concept = view.concept("code")?.filter(|concept| !concept.is_empty());
    let concept = match concept {
        Some(concept) => Some(concept),
        None => substance(view)?,
    };
    let concept = required(concept, "substance")?;
    let (onset, _) = view.moment("onset")?;
    Ok(Draft::new(FactKind::Allergy, concept, status(view)?, &[])
        .dated(onset, None)
        .alone())
}

/// The substance of the first reaction that names one.
fn substance(view: View<'_>) -> Read<Option<Concept>> {
    for reaction in view.objects("reaction")? {
        if let Some(concept) = reaction.concept("substance")? {
            return Ok(Some(concept));
        }
    }
    Ok(None)
}

/// An unconfirmed allergy counts: most allergies are what the person tells.
fn status(view: View<'_>) -> Read<RecordedStatus> {
    if let Some("refuted" | "entered-in-error") = view.status_code("verificationStatus")? {
        return Ok(RecordedStatus::Void);
    }
    Ok(match view.status_code("clinicalStatus")? {
        Some("active") => RecordedStatus::Active,
        Some("inactive" | "resolved") => RecordedStatus::Ended,
        Some(_) | None => RecordedStatus::Unknown,
    })
}
