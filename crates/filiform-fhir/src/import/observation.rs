//! Observation: laboratory values, measurements, pregnancy status.

use filiform_knowledge::CodeSystem;
use filiform_screening::{Code, FactKind, Quantity, RecordedStatus};

use super::concept::{Concept, required};
use super::draft::{Context, Draft, Outcome};
use super::view::{Read, View};

const PREGNANCY_STATUS: &str = "82810-3";
/// The finding that the person is pregnant, in SNOMED CT.
const PREGNANT: &str = "77386006";

pub(super) fn read(view: View<'_>, context: &Context<'_>) -> Read<Outcome> {
    let concept = required(view.concept("code")?, "code and no words")?;
    if is_pregnancy_status(&concept) {
        return pregnancy(view, concept);
    }
    let mut facts = Vec::new();
    let mut asked = false;
    if wanted(&concept, context) {
        asked = true;
        facts.extend(measured(view, view, concept)?);
    }
    for component in view.objects("component")? {
        let Some(concept) = component.concept("code")? else {
            continue;
        };
        if wanted(&concept, context) {
            asked = true;
            let part = concept.codes.first().map(|code| code.code.clone());
            if let Some(mut fact) = measured(view, component, concept)? {
                fact.part = part;
                facts.push(fact);
            }
        }
    }
    Ok(if !facts.is_empty() {
        Outcome::Facts(facts)
    } else if asked {
        Outcome::NotUsed("no number recorded")
    } else {
        Outcome::NotUsed(why_not(view)?)
    })
}

fn wanted(concept: &Concept, context: &Context<'_>) -> bool {
    concept.codes.iter().any(|code| (context.wanted)(code))
}

fn why_not(view: View<'_>) -> Read<&'static str> {
    for category in view.concepts("category")? {
        for code in &category.codes {
            match code.code.as_str() {
                "vital-signs" => return Ok("vital sign"),
                "social-history" => return Ok("social history"),
                _ => {}
            }
        }
    }
    Ok("Observation code not needed for screening or outcomes")
}

/// `Active` means that it was measured. A result that is only announced is planned.
fn status(view: View<'_>) -> Read<RecordedStatus> {
    Ok(match view.text("status")? {
        Some("final" | "amended" | "corrected" | "preliminary") => RecordedStatus::Active,
        Some("registered") => RecordedStatus::Planned,
        Some("entered-in-error" | "cancelled") => RecordedStatus::Void,
        Some(_) | None => RecordedStatus::Unknown,
    })
}

/// A fact with the number that `part` (the observation or a component) holds. A mere bound, such as
/// `< 10`, is no value: the words keep it, and screening has to ask.
fn measured(view: View<'_>, part: View<'_>, mut concept: Concept) -> Read<Option<Draft>> {
    let mut value = None;
    if let Some(quantity) = part.object("valueQuantity")? {
        let Some(number) = quantity.number("value")? else {
            return Ok(None);
        };
        let unit = unit(quantity)?;
        match quantity.words("comparator")? {
            None => {
                value = Some(Quantity {
                    value: number,
                    unit,
                });
            }
            Some(bound) => {
                concept.text = format!("{}: {bound} {number} {unit}", concept.text);
            }
        }
    } else if let Some(number) = part.number("valueInteger")? {
        value = Some(Quantity {
            value: number,
            unit: String::new(),
        });
    } else {
        return Ok(None);
    }
    let (onset, _) = view.moment("effective")?;
    let mut fact = Draft::new(FactKind::Lab, concept, status(view)?, &[]).dated(onset, None);
    fact.value = value;
    Ok(Some(fact))
}

/// The UCUM code when there is one: it is written one way only. Else the unit as printed.
fn unit(quantity: View<'_>) -> Read<String> {
    let ucum = quantity.text("system")? == Some("http://unitsofmeasure.org");
    let code = quantity.words("code")?.filter(|_| ucum);
    Ok(match code {
        Some(code) => code,
        None => quantity.words("unit")?.unwrap_or_default(),
    })
}

fn is_pregnancy_status(concept: &Concept) -> bool {
    concept
        .codes
        .iter()
        .any(|code| code.system == CodeSystem::Loinc && code.code == PREGNANCY_STATUS)
}

/// Pregnancy is a state, not a number: it becomes a problem that is active, absent or unknown, with
/// the code for being pregnant whichever it is.
fn pregnancy(view: View<'_>, mut concept: Concept) -> Read<Outcome> {
    let Some(answer) = view.concept("valueCodeableConcept")? else {
        return Ok(Outcome::NotUsed("no answer recorded"));
    };
    let says = answer
        .codes
        .iter()
        .find_map(|code| match code.code.as_str() {
            PREGNANT | "LA15173-0" => Some(RecordedStatus::Active),
            "60001007" | "LA26683-5" => Some(RecordedStatus::Absent),
            _ => None,
        })
        .unwrap_or(RecordedStatus::Unknown);
    let status = match status(view)? {
        RecordedStatus::Active => says,
        other @ (RecordedStatus::Ended
        | RecordedStatus::Absent
        | RecordedStatus::Void
        | RecordedStatus::Planned
        | RecordedStatus::FamilyHistory
        | RecordedStatus::Unknown) => other,
    };
    concept.codes.push(Code {
        system: CodeSystem::Snomed,
        code: PREGNANT.to_owned(),
    });
    concept.text = format!("{}: {}", concept.text, answer.text);
    let (onset, _) = view.moment("effective")?;
    Ok(Draft::new(FactKind::Problem, concept, status, &[])
        .dated(onset, None)
        .alone())
}
