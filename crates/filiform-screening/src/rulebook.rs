//! The knowledge base as screening needs it: indexed for words, codes, places and rules.

mod needs;
mod places;

use filiform_knowledge::{
    Angle, ConceptKey, ConceptKind, Condition, ConditionKey, CurrentPath, Knowledge, Position,
    Rule, RuleKey, RuleKind, Scope, Severity, SideRule, Technique,
};

use crate::recognise::{Index, Reader};
use crate::words::FastMap;

pub(crate) use needs::Needs;
pub(crate) use places::{Facing, Places, Reach, Site, site};

/// Id of the concept whose onset gives the weeks of pregnancy.
const PREGNANCY: &str = "pregnancy";

/// Rules, codes and words of one knowledge base, indexed once so that a screen takes microseconds.
///
/// Keys in charts and verdicts made with it belong to the knowledge base it was built from.
#[derive(Debug)]
pub struct Rulebook {
    pub(crate) index: Index,
    pub(crate) kinds: Vec<ConceptKind>,
    pub(crate) stale_after_days: Vec<Option<u16>>,
    /// Broader concepts of every concept, all the way up.
    pub(crate) broader: Vec<Box<[ConceptKey]>>,
    washouts: Vec<u16>,
    concept_keys: FastMap<Box<str>, ConceptKey>,
    pub(crate) pregnancy: Option<ConceptKey>,
    pub(crate) labs: Vec<LabUnits>,
    pub(crate) rules: Vec<RuleBody>,
    pub(crate) places: Places,
}

/// Units of a laboratory value with their factors, its own unit first.
#[derive(Debug)]
pub(crate) struct LabUnits(Box<[(Box<str>, f64)]>);

impl LabUnits {
    /// The factor that turns a value in `unit` into the unit of the thresholds.
    pub(crate) fn factor(&self, unit: &str) -> Option<f64> {
        let unit = unit.trim();
        self.0
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(unit))
            .map(|(_, factor)| *factor)
    }
}

/// A rule as screening needs it.
#[derive(Debug)]
pub(crate) struct RuleBody {
    pub(crate) key: RuleKey,
    pub(crate) when: Condition,
    pub(crate) severity: Severity,
    pub(crate) ask_when_unknown: bool,
    pub(crate) red_flag: bool,
    pub(crate) techniques: u8,
    /// A direction that was not recorded counts as the dangerous one.
    pub(crate) angles: u8,
    /// Positions in which it speaks; empty: in any.
    positions: Box<[Position]>,
    pub(crate) current: Option<CurrentPath>,
    pub(crate) side: SideRule,
    conditions: Box<[ConditionKey]>,
    /// What must be recorded for it to be met.
    pub(crate) needs: Needs,
    /// Whether it can speak of the person as a whole: no place, depth, direction, path or side.
    pub(crate) anywhere: bool,
}

impl RuleBody {
    pub(crate) const fn has_technique(&self, technique: Technique) -> bool {
        self.techniques & technique_bit(technique) != 0
    }

    pub(crate) const fn covers(&self, techniques: u8) -> bool {
        self.techniques & techniques == techniques
    }

    /// Whether it speaks while the person lies or sits so; a position that is not stated may be any.
    pub(crate) fn speaks_in(&self, position: Option<Position>) -> bool {
        self.positions.is_empty()
            || position.is_none_or(|position| self.positions.contains(&position))
    }

    /// Whether it is asked while a plan treats `conditions`: a red flag for its conditions, a precaution
    /// always.
    pub(crate) fn is_asked_for(&self, conditions: &[ConditionKey]) -> bool {
        !self.red_flag || conditions.iter().any(|key| self.conditions.contains(key))
    }

    fn new(key: RuleKey, rule: &Rule) -> Self {
        let Scope {
            techniques,
            within,
            outside,
            deeper_than,
            angles,
            positions,
            current,
            side,
            conditions,
        } = &rule.scope;
        let angles = angles
            .iter()
            .fold(0, |bits, angle| bits | angle_bit(*angle));
        let current = current.filter(|path| *path != CurrentPath::Anywhere);
        let placed = !within.is_empty() || !outside.is_empty() || deeper_than.is_some();
        Self {
            key,
            when: rule.when.clone(),
            severity: rule.severity,
            ask_when_unknown: rule.ask_when_unknown,
            red_flag: matches!(rule.kind, RuleKind::RedFlag(_)),
            techniques: techniques
                .iter()
                .fold(0, |bits, one| bits | technique_bit(*one)),
            angles: if angles == 0 {
                u8::MAX
            } else {
                angles | angle_bit(Angle::Unrecorded)
            },
            positions: positions.as_slice().into(),
            current,
            side: *side,
            conditions: conditions.as_slice().into(),
            needs: Needs::of(&rule.when),
            anywhere: !placed && angles == 0 && current.is_none() && *side == SideRule::Either,
        }
    }
}

/// The bit of a technique.
pub(crate) const fn technique_bit(technique: Technique) -> u8 {
    match technique {
        Technique::Manual => 1,
        Technique::Electrical => 2,
        Technique::Indwelling => 4,
        Technique::Heat => 8,
    }
}

/// The bit of a direction.
pub(crate) const fn angle_bit(angle: Angle) -> u8 {
    match angle {
        Angle::Perpendicular => 1,
        Angle::Oblique => 2,
        Angle::Tangential => 4,
        Angle::Unrecorded => 8,
    }
}

impl Rulebook {
    /// Indexes `knowledge`. Takes milliseconds; keep the result.
    pub fn new(knowledge: &Knowledge) -> Self {
        let concepts = || knowledge.concepts().iter();
        let broader: Vec<_> = concepts().map(|(key, _)| broader(knowledge, key)).collect();
        Self {
            index: Index::new(knowledge),
            kinds: concepts().map(|(_, concept)| concept.kind).collect(),
            stale_after_days: concepts()
                .map(|(_, concept)| concept.stale_after_days)
                .collect(),
            washouts: washouts(knowledge, &broader),
            broader,
            concept_keys: concepts()
                .map(|(key, concept)| (concept.id.as_str().into(), key))
                .collect(),
            pregnancy: knowledge.concept_key(PREGNANCY),
            labs: knowledge
                .labs()
                .iter()
                .map(|(_, lab)| lab_units(lab))
                .collect(),
            rules: knowledge
                .rules()
                .iter()
                .map(|(key, rule)| match rule.provenance.withdrawn {
                    None => RuleBody::new(key, rule),
                    Some(_) => RuleBody::new(key, &silent(rule)),
                })
                .collect(),
            places: Places::new(knowledge),
        }
    }

    /// How many concepts there are.
    pub(crate) fn concepts(&self) -> usize {
        self.kinds.len()
    }

    /// The concept with this id.
    pub(crate) fn concept(&self, id: &str) -> Option<ConceptKey> {
        self.concept_keys.get(id).copied()
    }

    pub(crate) fn kind(&self, concept: ConceptKey) -> ConceptKind {
        self.kinds
            .get(concept.index())
            .copied()
            .unwrap_or(ConceptKind::Problem)
    }

    /// Whether the state comes and goes by itself, so that its end is no answer about today.
    pub(crate) fn is_passing(&self, concept: ConceptKey) -> bool {
        self.stale_after_days
            .get(concept.index())
            .is_some_and(Option::is_some)
    }

    /// Days after which no medicine that was stopped counts any more.
    pub(crate) fn longest_washout_days(&self) -> u16 {
        self.washouts.iter().copied().max().unwrap_or(0)
    }

    pub(crate) fn broader(&self, concept: ConceptKey) -> &[ConceptKey] {
        self.broader.get(concept.index()).map_or(&[], |all| all)
    }

    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader {
            index: &self.index,
            kinds: &self.kinds,
            washouts: &self.washouts,
        }
    }
}

fn broader(knowledge: &Knowledge, concept: ConceptKey) -> Box<[ConceptKey]> {
    let mut all: Vec<ConceptKey> = Vec::new();
    let mut open = vec![concept];
    while let Some(next) = open.pop() {
        for wider in &knowledge.concept(next).implies {
            if *wider != concept && !all.contains(wider) {
                all.push(*wider);
                open.push(*wider);
            }
        }
    }
    all.sort();
    all.into()
}

/// The longest washout of any medicine in each class or in a class below it.
fn washouts(knowledge: &Knowledge, broader: &[Box<[ConceptKey]>]) -> Vec<u16> {
    let mut longest = vec![0u16; broader.len()];
    for ingredient in knowledge.ingredients() {
        for class in &ingredient.classes {
            let wider = broader.get(class.index()).map_or(&[][..], |all| all);
            for concept in wider.iter().chain(std::iter::once(class)) {
                if let Some(days) = longest.get_mut(concept.index()) {
                    *days = ingredient.washout_days.max(*days);
                }
            }
        }
    }
    longest
}

fn lab_units(lab: &filiform_knowledge::Lab) -> LabUnits {
    let own = std::iter::once((lab.unit.trim().into(), 1.0));
    let others = lab
        .factors
        .iter()
        .map(|(unit, factor)| (unit.trim().into(), factor.get()));
    LabUnits(own.chain(others).collect())
}

/// A withdrawn rule keeps its place and says nothing.
fn silent(rule: &Rule) -> Rule {
    Rule {
        when: Condition::Not(Box::new(Condition::Anyone)),
        ask_when_unknown: false,
        ..rule.clone()
    }
}
