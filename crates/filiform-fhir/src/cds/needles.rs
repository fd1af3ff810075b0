//! The needles that drafts describe.
//!
//! A needle is one `bodySite` of a `ServiceRequest` (or of one that a `CarePlan` contains) with a code of
//! `CodeSystem/point` or `CodeSystem/region`. The extension `needle-insertion` on it says side, depth,
//! angle, technique and electrode pair. What is not said is read as the dangerous case.

use filiform_care::{NEEDLES_MAX, PlanError, PlannedNeedle, ShortText, Site, resolve};
use filiform_knowledge::{Angle, Knowledge, PointCode, RegionId, Technique};
use filiform_screening::{ElectrodePair, PlanToScreen};
use filiform_units::{DepthRange, Millimetres, Side};
use serde_json::Value;

use super::json::{code, kind, list, short, text};
use super::{CANONICAL, HookError};

/// The plan in the drafts of a request.
#[derive(Clone, Debug, Default)]
pub(super) struct Described {
    pub(super) plan: PlanToScreen,
    /// Where each needle of the plan stands.
    pub(super) needles: Vec<Place>,
    /// What could not be read, in words for a card.
    pub(super) problems: Vec<String>,
}

/// Where a needle stands in the drafts.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// `GB21 left`.
    pub(super) label: String,
    /// Which draft.
    pub(super) draft: usize,
    /// Which of the orders that the draft contains; the draft itself otherwise.
    pub(super) contained: Option<usize>,
    /// Which of its body sites.
    pub(super) site: usize,
}

impl Described {
    /// Whether there is anything about needles in the drafts.
    pub(super) fn says_something(&self) -> bool {
        !self.needles.is_empty() || !self.problems.is_empty()
    }
}

/// One body site that was understood.
struct Planned {
    needle: PlannedNeedle,
    pair: Option<String>,
    problems: Vec<String>,
}

/// Reads the needles of the drafts.
///
/// # Errors
/// When there are more than a plan can have.
pub(super) fn read(knowledge: &Knowledge, drafts: &[Value]) -> Result<Described, HookError> {
    let mut described = Described::default();
    let mut pairs: Vec<(String, usize)> = Vec::new();
    let mut found = 0usize;
    for (draft, value) in drafts.iter().enumerate() {
        for (contained, order) in orders(value) {
            let treated = condition(knowledge, order);
            let known = &mut described.plan.conditions;
            if let Some(treated) = treated.filter(|treated| !known.contains(treated)) {
                known.push(treated);
            }
            let sites = list(order, "bodySite");
            if !sites.iter().any(is_ours) {
                continue;
            }
            found += sites.len();
            if found > NEEDLES_MAX {
                return Err(HookError::TooMany {
                    what: "needles",
                    found,
                    limit: NEEDLES_MAX,
                });
            }
            for (site, body_site) in sites.iter().enumerate() {
                let place = Place {
                    label: String::new(),
                    draft,
                    contained,
                    site,
                };
                add(knowledge, &mut described, &mut pairs, body_site, &place);
            }
        }
    }
    join(&mut described, &pairs);
    Ok(described)
}

/// The orders in a draft, with their place among what it contains.
fn orders(draft: &Value) -> Vec<(Option<usize>, &Value)> {
    let is_order = |resource: &Value| kind(resource) == Some("ServiceRequest");
    if is_order(draft) {
        return vec![(None, draft)];
    }
    list(draft, "contained")
        .iter()
        .enumerate()
        .filter(|(_, contained)| is_order(contained))
        .map(|(at, contained)| (Some(at), contained))
        .collect()
}

fn condition(knowledge: &Knowledge, order: &Value) -> Option<filiform_knowledge::ConditionKey> {
    let system = format!("{CANONICAL}/CodeSystem/condition");
    list(order, "reasonCode")
        .iter()
        .find_map(|reason| code(reason, &system))
        .and_then(|id| knowledge.condition_key(id))
}

fn is_ours(body_site: &Value) -> bool {
    ["point", "region"]
        .iter()
        .any(|name| code(body_site, &format!("{CANONICAL}/CodeSystem/{name}")).is_some())
}

fn add(
    knowledge: &Knowledge,
    described: &mut Described,
    pairs: &mut Vec<(String, usize)>,
    body_site: &Value,
    place: &Place,
) {
    let number = place.site + 1;
    let planned = match planned(body_site) {
        Ok(planned) => planned,
        Err(why) => {
            described.problems.push(format!("place {number}: {why}"));
            return;
        }
    };
    let label = label(&planned.needle);
    for problem in planned.problems {
        described.problems.push(format!("{label}: {problem}"));
    }
    match resolve(knowledge, &planned.needle) {
        Ok(needle) => {
            if let Some(pair) = planned.pair {
                pairs.push((pair, described.plan.needles.len()));
            }
            described.plan.needles.push(needle);
            described.needles.push(Place {
                label,
                ..place.clone()
            });
        }
        Err(error) => {
            let hint = match &error {
                PlanError::UnknownPoint {
                    hint: Some(hint), ..
                } => format!("; did you mean {hint}?"),
                PlanError::UnknownPoint { hint: None, .. }
                | PlanError::UnknownRegion(_)
                | PlanError::Side { .. }
                | PlanError::NotNeedled(_)
                | PlanError::Twice { .. }
                | PlanError::Pair(_)
                | PlanError::Retention(_)
                | PlanError::Dose
                | PlanError::TooManyNeedles { .. }
                | PlanError::TooManyCoTreatments { .. }
                | PlanError::CoTreatmentTwice(_) => String::new(),
            };
            described
                .problems
                .push(format!("{label} was not checked: {error}{hint}"));
        }
    }
}

/// `GB21 left`, `GV20`.
fn label(needle: &PlannedNeedle) -> String {
    let site = short(needle.site.label(), 40);
    match needle.side {
        Side::Left | Side::Right => format!("{site} {}", needle.side.as_str()),
        Side::Midline => site,
    }
}

fn planned(body_site: &Value) -> Result<Planned, String> {
    let point = code(body_site, &format!("{CANONICAL}/CodeSystem/point"));
    let region = code(body_site, &format!("{CANONICAL}/CodeSystem/region"));
    let site = match (point, region) {
        (Some(point), _) => Site::Point(PointCode::new(&short(point, 40))),
        (None, Some(region)) => Site::Free {
            skin: None,
            region: RegionId::new(&short(region, 40)),
            label: ShortText::new(&short(text(body_site, "text").unwrap_or(region), 60))
                .map_err(|error| format!("it was not checked: {error}"))?,
        },
        (None, None) => return Err("it has no code that is known here, and was not checked".into()),
    };
    let mut problems = Vec::new();
    let insertion = format!("{CANONICAL}/StructureDefinition/needle-insertion");
    let insertion = list(body_site, "extension")
        .iter()
        .find(|extension| text(extension, "url") == Some(&insertion));
    let part = |url: &str| {
        let parts = insertion.map_or(&[][..], |insertion| list(insertion, "extension"));
        parts.iter().find(|part| text(part, "url") == Some(url))
    };
    let word = |url: &str| part(url).and_then(|part| text(part, "valueCode"));
    let side = match word("side").map(Side::parse) {
        Some(Ok(side)) => side,
        Some(Err(_)) => return Err("its side is not `left`, `right` or `midline`".into()),
        None => Side::Midline,
    };
    let depth = part("depth").and_then(|part| match depth(part) {
        Ok(depth) => Some(depth),
        Err(why) => {
            problems.push(format!("{why}, so the depth counts as not stated"));
            None
        }
    });
    let angle = word("angle").map_or(Angle::Unrecorded, Angle::parse);
    let technique = match word("technique").map(Technique::parse) {
        Some(Some(technique)) => technique,
        Some(None) => {
            problems.push("its technique is not known, and was read as manual".to_owned());
            Technique::Manual
        }
        None => Technique::Manual,
    };
    Ok(Planned {
        needle: PlannedNeedle {
            site,
            side,
            depth,
            angle,
            technique,
            stimulation: None,
        },
        pair: part("pair")
            .and_then(|part| text(part, "valueString"))
            .map(str::to_owned),
        problems,
    })
}

/// `valueRange` or `valueQuantity` in millimetres. Fractions are rounded away from the safe side.
fn depth(part: &Value) -> Result<DepthRange, String> {
    let range = part.get("valueRange");
    let (low, high) = match (range, part.get("valueQuantity")) {
        (Some(range), _) => (range.get("low"), range.get("high")),
        (None, quantity) => (quantity, quantity),
    };
    let high = millimetres(high.ok_or("the deepest depth is missing")?)?;
    let low = low.map_or(Ok(high), millimetres)?;
    let whole = |value: f64| {
        (1..=125u32)
            .find(|mm| f64::from(*mm) >= value)
            .and_then(|mm| Millimetres::new(mm).ok())
            .ok_or("a depth is outside 1 to 125 mm")
    };
    let range = DepthRange::new(whole(low.floor())?, whole(high)?);
    range.map_err(|_| "the shallowest depth is deeper than the deepest".to_owned())
}

fn millimetres(quantity: &Value) -> Result<f64, String> {
    let unit = text(quantity, "code").or_else(|| text(quantity, "unit"));
    if unit != Some("mm") {
        return Err("a depth is not in mm".to_owned());
    }
    quantity
        .get("value")
        .and_then(Value::as_f64)
        .filter(|value| *value > 0.0)
        .ok_or_else(|| "a depth has no number".to_owned())
}

/// Joins the needles that carry the same pair.
fn join(described: &mut Described, pairs: &[(String, usize)]) {
    let mut seen: Vec<&str> = Vec::new();
    for (name, _) in pairs {
        if seen.contains(&name.as_str()) {
            continue;
        }
        seen.push(name);
        let members: Vec<usize> = pairs
            .iter()
            .filter(|(other, _)| other == name)
            .map(|(_, needle)| *needle)
            .collect();
        for needle in &members {
            if let Some(needle) = described.plan.needles.get_mut(*needle) {
                needle.technique = Technique::Electrical;
            }
        }
        match members.as_slice() {
            [a, b] => described.plan.pairs.push(ElectrodePair { a: *a, b: *b }),
            [] | [_] | [_, _, _, ..] => described.problems.push(format!(
                "electrode pair `{}` does not join two needles, so the path of its current is not known",
                short(name, 20)
            )),
        }
    }
}
