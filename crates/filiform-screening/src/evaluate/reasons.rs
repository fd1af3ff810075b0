//! Which facts and gaps an answer rests on.

use filiform_knowledge::{ConceptKey, ConceptKind, Condition, LabKey};
use filiform_units::{FactId, Laterality};

use super::{Value, evaluate};
use crate::chart::{Evidence, Standing};
use crate::{Chart, FactState, Reason, Rulebook};

/// Adds the reasons why `condition` is met, or why it is a question.
pub(crate) fn collect(
    rulebook: &Rulebook,
    chart: &Chart,
    condition: &Condition,
    reasons: &mut Vec<Reason>,
) {
    let collector = Collector { rulebook, chart };
    match evaluate(rulebook, chart, condition).value {
        Value::Met => collector.why_met(condition, reasons),
        Value::Unknown | Value::Undetermined => collector.why_open(condition, reasons),
        Value::NotMet => {}
    }
}

struct Collector<'a> {
    rulebook: &'a Rulebook,
    chart: &'a Chart,
}

impl Collector<'_> {
    fn value(&self, condition: &Condition) -> Value {
        evaluate(self.rulebook, self.chart, condition).value
    }

    fn why_met(&self, condition: &Condition, reasons: &mut Vec<Reason>) {
        match condition {
            Condition::All(parts)
            | Condition::Any(parts)
            | Condition::AtLeast { of: parts, .. } => {
                for part in parts.iter().filter(|part| self.value(part) == Value::Met) {
                    self.why_met(part, reasons);
                }
            }
            Condition::Concept(concept) => {
                let counts = [FactState::Present, FactState::Recent];
                self.facts(*concept, &counts, reasons);
            }
            Condition::Recent(concept) => self.facts(*concept, &[FactState::Recent], reasons),
            Condition::Ever(concept) => {
                let counts = [FactState::Present, FactState::Recent, FactState::Past];
                self.facts(*concept, &counts, reasons);
            }
            Condition::NotAsked(concept) => add(reasons, Reason::NotAsked(*concept)),
            Condition::Lab { lab, .. } => self.lab(*lab, reasons),
            Condition::LabMissing { lab, max_age_days } => {
                self.unusable(*lab, *max_age_days, reasons);
                add(
                    reasons,
                    Reason::LabMissing {
                        lab: *lab,
                        max_age_days: *max_age_days,
                    },
                );
            }
            Condition::Age { .. } => {
                if let Some((_, oldest)) = self.chart.age {
                    add(reasons, Reason::Age(oldest));
                }
            }
            Condition::Gestation { .. } => {
                if let Some(weeks) = self.chart.weeks {
                    add(reasons, Reason::Gestation(weeks.most));
                }
            }
            // What is known of the whole is the reason; of its parts nothing is.
            Condition::Anyone | Condition::Not(_) | Condition::Which(_) | Condition::Sex(_) => {}
        }
    }

    fn why_open(&self, condition: &Condition, reasons: &mut Vec<Reason>) {
        match condition {
            Condition::All(parts) | Condition::AtLeast { of: parts, .. } => {
                for part in parts {
                    match self.value(part) {
                        Value::Met => self.why_met(part, reasons),
                        Value::Unknown | Value::Undetermined => self.why_open(part, reasons),
                        Value::NotMet => {}
                    }
                }
            }
            Condition::Any(parts) => self.why_any_is_open(parts, reasons),
            Condition::Not(part) => self.why_open(part, reasons),
            Condition::Concept(concept)
            | Condition::Recent(concept)
            | Condition::Ever(concept)
            | Condition::NotAsked(concept) => {
                self.open_concept(*concept, reasons);
            }
            Condition::Which(concepts) => {
                for concept in concepts {
                    self.open_concept(*concept, reasons);
                }
            }
            Condition::Lab {
                lab, max_age_days, ..
            } => {
                let missing = !self.unusable(*lab, *max_age_days, reasons);
                if missing
                    && self
                        .chart
                        .lab_slot(*lab)
                        .within(*max_age_days, self.chart.today)
                        .is_none()
                {
                    add(
                        reasons,
                        Reason::LabMissing {
                            lab: *lab,
                            max_age_days: *max_age_days,
                        },
                    );
                }
            }
            Condition::Age { .. } => add(reasons, Reason::AgeUnknown),
            Condition::Sex(_) => add(reasons, Reason::SexUnknown),
            Condition::Gestation { .. } => self.open_gestation(reasons),
            Condition::Anyone | Condition::LabMissing { .. } => {}
        }
    }

    /// Parts that a recorded fact makes a question come alone: what nobody asked is not why.
    fn why_any_is_open(&self, parts: &[Condition], reasons: &mut Vec<Reason>) {
        let has = |wanted| parts.iter().any(|part| self.value(part) == wanted);
        let wanted = if has(Value::Undetermined) {
            Value::Undetermined
        } else {
            Value::Unknown
        };
        for part in parts.iter().filter(|part| self.value(part) == wanted) {
            self.why_open(part, reasons);
        }
    }

    fn facts(&self, concept: ConceptKey, counts: &[FactState], reasons: &mut Vec<Reason>) {
        for evidence in self.chart.evidence(concept) {
            if counts.contains(&evidence.state) {
                add(reasons, fact(evidence));
            }
        }
    }

    fn open_concept(&self, concept: ConceptKey, reasons: &mut Vec<Reason>) {
        for evidence in self.chart.evidence(concept) {
            if evidence.state == FactState::Unknown {
                add(reasons, fact(evidence));
            }
        }
        add(reasons, Reason::NotAsked(concept));
    }

    fn open_gestation(&self, reasons: &mut Vec<Reason>) {
        let Some(pregnancy) = self.rulebook.pregnancy else {
            return;
        };
        match self.chart.standing(pregnancy) {
            Standing::Present | Standing::Recent => {
                let counts = [FactState::Present, FactState::Recent];
                self.facts(pregnancy, &counts, reasons);
                add(reasons, Reason::GestationUnknown);
            }
            Standing::Hinted | Standing::Unknown | Standing::Past | Standing::Absent => {
                self.open_concept(pregnancy, reasons);
            }
        }
    }

    fn lab(&self, lab: LabKey, reasons: &mut Vec<Reason>) {
        if let Some(reading) = self.chart.lab(lab) {
            add(
                reasons,
                Reason::Fact {
                    id: reading.fact,
                    concept: None,
                    state: FactState::Present,
                    near_match: None,
                },
            );
        }
    }

    fn unusable(&self, lab: LabKey, max_age_days: u16, reasons: &mut Vec<Reason>) -> bool {
        let unusable = self
            .chart
            .lab_slot(lab)
            .unusable_within(max_age_days, self.chart.today);
        if let Some(id) = unusable {
            add(reasons, Reason::LabUnusable { lab, id });
        }
        unusable.is_some()
    }
}

fn fact(evidence: &Evidence) -> Reason {
    Reason::Fact {
        id: evidence.fact,
        concept: Some(evidence.concept),
        state: evidence.state,
        near_match: evidence.near_match.as_deref().map(str::to_owned),
    }
}

fn add(reasons: &mut Vec<Reason>, reason: Reason) {
    if !reasons.contains(&reason) {
        reasons.push(reason);
    }
}

/// The sides that a met condition speaks of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sides {
    pub(crate) left: bool,
    pub(crate) right: bool,
    /// Facts whose side nobody recorded.
    pub(crate) unknown: Vec<FactId>,
}

/// The sides of the problems, devices and answers by which `condition` is met. Medicines have no side,
/// and neither has what nobody asked about.
pub(crate) fn sides(rulebook: &Rulebook, chart: &Chart, condition: &Condition) -> Sides {
    let mut found = Vec::new();
    find_sides(rulebook, chart, condition, &mut found);
    let is_sided = |concept: ConceptKey| {
        found.iter().any(|(other, _, side)| {
            *other == concept
                && matches!(
                    side,
                    Laterality::Left | Laterality::Right | Laterality::Both
                )
        })
    };
    let mut sides = Sides::default();
    for (concept, fact, side) in &found {
        match side {
            Laterality::Left => sides.left = true,
            Laterality::Right => sides.right = true,
            Laterality::Both => (sides.left, sides.right) = (true, true),
            // Another record of the same thing knows its side.
            Laterality::None if is_sided(*concept) => {}
            Laterality::Unknown | Laterality::None => {
                if !sides.unknown.contains(fact) {
                    sides.unknown.push(*fact);
                }
            }
        }
    }
    sides
}

type Sided = (ConceptKey, FactId, Laterality);

fn find_sides(rulebook: &Rulebook, chart: &Chart, condition: &Condition, found: &mut Vec<Sided>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast { of: parts, .. } => {
            for part in parts {
                find_sides(rulebook, chart, part, found);
            }
        }
        Condition::Concept(concept) | Condition::Recent(concept) | Condition::Ever(concept) => {
            if rulebook.kind(*concept) == ConceptKind::MedicineClass {
                return;
            }
            for evidence in chart.evidence(*concept) {
                let held = match evidence.state {
                    FactState::Present | FactState::Recent => true,
                    FactState::Past => matches!(condition, Condition::Ever(_)),
                    FactState::Absent | FactState::Unknown => false,
                };
                if held {
                    found.push((evidence.concept, evidence.fact, evidence.side));
                }
            }
        }
        Condition::Anyone
        | Condition::Not(_)
        | Condition::NotAsked(_)
        | Condition::Which(_)
        | Condition::Lab { .. }
        | Condition::LabMissing { .. }
        | Condition::Age { .. }
        | Condition::Sex(_)
        | Condition::Gestation { .. } => {}
    }
}
