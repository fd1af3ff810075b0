//! A fact before it has a key and a patient.

use filiform_screening::{Code, FactKind, Quantity, RecordedStatus};
use filiform_units::{Laterality, PartialDate};

use super::concept::{Concept, contains_words};
use super::links::{Directory, Linked};
use super::side;
use super::view::{Read, View};

/// What the mappings of single resources look at besides the resource itself.
pub(super) struct Context<'a> {
    pub(super) medications: &'a Directory<Linked>,
    pub(super) devices: &'a Directory<Linked>,
    /// Whether a numeric observation with this code is of use.
    pub(super) wanted: &'a dyn Fn(&Code) -> bool,
    /// Full URL of the resource, against which relative references are read.
    pub(super) from: Option<&'a str>,
}

/// What one resource turned into.
pub(super) enum Outcome {
    /// At least one fact.
    Facts(Vec<Draft>),
    NotUsed(&'static str),
    /// Nothing of its own: it counts as mapped when another resource has taken its codes.
    ThroughOthers,
}

pub(super) struct Draft {
    /// Names the part, when the resource has several.
    pub(super) part: Option<String>,
    pub(super) kind: FactKind,
    pub(super) codes: Vec<Code>,
    pub(super) text: String,
    pub(super) status: RecordedStatus,
    pub(super) onset: Option<PartialDate>,
    pub(super) ended: Option<PartialDate>,
    pub(super) value: Option<Quantity>,
    pub(super) side: Laterality,
}

impl Draft {
    /// A fact about `concept` at `sites`. The words of a site stand after those of the concept.
    pub(super) fn new(
        kind: FactKind,
        concept: Concept,
        status: RecordedStatus,
        sites: &[Concept],
    ) -> Self {
        let mut sides = concept.sides;
        let mut text = concept.text;
        for site in sites {
            sides.add(site.sides);
            if !side::is_bare(&site.text) && !contains_words(&text, &site.text) {
                text.push_str(" (");
                text.push_str(&site.text);
                text.push(')');
            } else if sides == side::Sides::default() {
                sides.add(side::of_words(&site.text));
            }
        }
        Self {
            part: None,
            kind,
            status: concept.says.map_or(status, |says| told(status, says)),
            side: side::decide(sides, &text),
            codes: concept.codes,
            text,
            onset: None,
            ended: None,
            value: None,
        }
    }

    #[must_use]
    pub(super) fn dated(mut self, onset: Option<PartialDate>, ended: Option<PartialDate>) -> Self {
        self.onset = onset;
        self.ended = ended;
        self
    }

    pub(super) fn alone(self) -> Outcome {
        Outcome::Facts(vec![self])
    }
}

/// The status of "no known ..." or "no information about ...". Once it is over or withdrawn, it says
/// nothing any more.
const fn told(status: RecordedStatus, says: RecordedStatus) -> RecordedStatus {
    match status {
        RecordedStatus::Active | RecordedStatus::Absent | RecordedStatus::Unknown => says,
        RecordedStatus::Ended | RecordedStatus::Void => RecordedStatus::Void,
        RecordedStatus::Planned | RecordedStatus::FamilyHistory => status,
    }
}

/// Body sites, and sides given by extensions of the resource itself.
pub(super) fn sites(view: View<'_>) -> Read<Vec<Concept>> {
    let mut sites = view.concepts("bodySite")?;
    for extension in view.few("extension")? {
        if let Some(qualifier) = extension.concept("valueCodeableConcept")?
            && qualifier.sides != side::Sides::default()
        {
            sites.push(qualifier);
        }
    }
    Ok(sites)
}
