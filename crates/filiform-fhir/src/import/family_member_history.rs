//! `FamilyMemberHistory`: diseases of relatives.

use filiform_screening::{FactKind, RecordedStatus};

use super::concept::required;
use super::draft::{Draft, Outcome};
use super::view::{Read, View};

/// One fact for every disease; the relative stands in brackets after it.
pub(super) fn read(view: View<'_>) -> Read<Outcome> {
    let status = match view.text("status")? {
        Some("entered-in-error") => RecordedStatus::Void,
        Some(_) | None => RecordedStatus::FamilyHistory,
    };
    let relative = view.concept("relationship")?.unwrap_or_default().text;
    let mut facts: Vec<Draft> = Vec::new();
    for condition in view.objects("condition")? {
        let mut concept = required(condition.concept("code")?, "name for a disease")?;
        let part = concept
            .codes
            .first()
            .map_or_else(|| concept.text.clone(), |code| code.code.clone());
        if !relative.is_empty() {
            concept.text = format!("{} ({relative})", concept.text);
        }
        let mut fact = Draft::new(FactKind::Problem, concept, status, &[]);
        fact.part = Some(part);
        facts.push(fact);
    }
    Ok(if facts.is_empty() {
        Outcome::NotUsed("names no disease")
    } else {
        Outcome::Facts(facts)
    })
}
