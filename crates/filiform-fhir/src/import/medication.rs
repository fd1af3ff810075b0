//! Medication, and the medicine that a prescription or statement names.

use super::concept::{Concept, required};
use super::draft::Context;
use super::view::{Read, View, Why};

/// Codes and words of a Medication with its ingredients, so that a product with a local code is still
/// recognised by what is in it.
pub(super) fn concept(view: View<'_>) -> Read<Concept> {
    let mut concept = view.concept("code")?.unwrap_or_default();
    for ingredient in view.few("ingredient")? {
        if let Some(item) = ingredient.concept("itemCodeableConcept")? {
            concept.merge(item);
        } else if let Some(item) = ingredient.reference("itemReference")?
            && let Some(item) = item.display.and_then(Concept::from_words)
        {
            concept.merge(item);
        }
    }
    required(Some(concept), "code and no words")
}

/// The medicine: written in place, contained, or a Medication of the same file.
pub(super) fn of(view: View<'_>, context: &Context<'_>) -> Read<Concept> {
    if let Some(concept) = view.concept("medicationCodeableConcept")? {
        return required(Some(concept), "medicine");
    }
    let Some(reference) = view.reference("medicationReference")? else {
        return Err(Why("it names no medicine".to_owned()));
    };
    if let Some(id) = reference.url.and_then(|url| url.strip_prefix('#')) {
        return concept(contained(view, id)?);
    }
    context.medications.concept(&reference, context.from)
}

/// The contained resource called `id`.
pub(super) fn contained<'a>(view: View<'a>, id: &str) -> Read<View<'a>> {
    for resource in view.objects("contained")? {
        if resource.text("id")? == Some(id) {
            return Ok(resource);
        }
    }
    Err(Why(
        "it refers to a contained resource that it does not contain".to_owned(),
    ))
}
