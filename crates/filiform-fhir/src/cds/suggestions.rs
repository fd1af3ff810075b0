//! The ways on that screening names, as changed drafts.

use filiform_screening::{Alternative, AppliesTo, Finding};
use filiform_units::{DepthRange, Millimetres};
use serde_json::{Value, json};

use super::json::{has_nothing_in_it, list, short, text};
use super::needles::{Described, Place};
use super::wire::{Action, Suggestion};
use super::{CANONICAL, CardId};

/// What a needle is changed to.
#[derive(Clone, Copy)]
enum Change {
    Depth(DepthRange),
    Manual,
}

/// The way on that a finding names, as one suggestion that changes every needle it is about. None when a
/// draft has no id to be known by, or could not be sent back as it came.
pub(super) fn suggestion(
    drafts: &[Value],
    described: &Described,
    finding: &Finding,
    (rule, request): (&str, &str),
) -> Option<Suggestion> {
    let alternative = finding.alternative?;
    let needles: Vec<usize> = match &finding.applies_to {
        AppliesTo::Person => (0..described.needles.len()).collect(),
        AppliesTo::Needles(needles) => needles.clone(),
    };
    let mut changed: Vec<(usize, Value)> = Vec::new();
    let mut labels = Vec::new();
    for needle in needles {
        let place = described.needles.get(needle)?;
        let before = described.plan.needles.get(needle).and_then(|n| n.depth);
        let change = match alternative {
            Alternative::NotDeeperThan(limit) => Change::Depth(not_deeper(before, limit)?),
            Alternative::Manual => Change::Manual,
        };
        apply(
            site(copy(&mut changed, drafts, place.draft)?, place)?,
            change,
        )?;
        labels.push(place.label.as_str());
    }
    let named = short(&labels.join(", "), 60);
    let (what, part) = match alternative {
        Alternative::NotDeeperThan(limit) => (format!("Not deeper than {limit}"), "depth"),
        Alternative::Manual => ("Manual needling".to_owned(), "manual"),
    };
    let words = format!("{what}: {named}");
    let actions: Vec<Action> = changed
        .into_iter()
        .map(|(_, resource)| Action {
            kind: "update",
            description: words.clone(),
            resource,
        })
        .collect();
    (!actions.is_empty()).then(|| Suggestion {
        uuid: CardId::new(rule, request, part).to_string(),
        label: words,
        actions,
    })
}

/// The copy of a draft that is being changed.
fn copy<'a>(
    changed: &'a mut Vec<(usize, Value)>,
    drafts: &[Value],
    draft: usize,
) -> Option<&'a mut Value> {
    if !changed.iter().any(|(known, _)| *known == draft) {
        let original = drafts.get(draft).filter(|draft| can_be_sent(draft))?;
        changed.push((draft, original.clone()));
    }
    changed
        .iter_mut()
        .find(|(known, _)| *known == draft)
        .map(|(_, copy)| copy)
}

fn not_deeper(before: Option<DepthRange>, limit: Millimetres) -> Option<DepthRange> {
    match before {
        Some(before) => Some(before.capped(limit)),
        None => DepthRange::new(limit, limit).ok(),
    }
}

fn can_be_sent(draft: &Value) -> bool {
    text(draft, "id").is_some() && !has_nothing_in_it(draft)
}

fn site<'a>(draft: &'a mut Value, place: &Place) -> Option<&'a mut Value> {
    let order = match place.contained {
        Some(at) => draft.get_mut("contained")?.get_mut(at)?,
        None => draft,
    };
    order.get_mut("bodySite")?.get_mut(place.site)
}

/// Writes the change into the extension of a body site.
fn apply(site: &mut Value, change: Change) -> Option<()> {
    let insertion = format!("{CANONICAL}/StructureDefinition/needle-insertion");
    let position = list(site, "extension")
        .iter()
        .position(|extension| text(extension, "url") == Some(&insertion));
    let part = match change {
        Change::Depth(range) => json!({ "url": "depth", "valueRange": {
            "low": quantity(range.min()), "high": quantity(range.max()),
        }}),
        Change::Manual => json!({ "url": "technique", "valueCode": "MA" }),
    };
    let gone: &[&str] = match change {
        Change::Depth(_) => &["depth"],
        Change::Manual => &["technique", "pair"],
    };
    let extensions = site
        .as_object_mut()?
        .entry("extension")
        .or_insert_with(|| json!([]))
        .as_array_mut()?;
    if let Some(at) = position {
        let parts = extensions
            .get_mut(at)?
            .get_mut("extension")?
            .as_array_mut()?;
        parts.retain(|part| !text(part, "url").is_some_and(|url| gone.contains(&url)));
        parts.push(part);
    } else {
        extensions.push(json!({ "url": insertion, "extension": [part] }));
    }
    Some(())
}

fn quantity(depth: Millimetres) -> Value {
    json!({
        "value": depth.get(),
        "unit": "mm",
        "system": "http://unitsofmeasure.org",
        "code": "mm",
    })
}
