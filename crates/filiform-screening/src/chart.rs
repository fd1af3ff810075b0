//! What each concept means now, from all facts of a person.

mod labs;
mod pregnancy;
mod reading;
mod resolve;
mod unread;

use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

use filiform_knowledge::{ConceptKey, LabKey};
use filiform_units::{Date, FactId, Laterality, Sex, Timestamp};

use crate::recognise::{Recognised, Scratch};
use crate::rulebook::Needs;
use crate::words::{FastHasher, FastMap};
use crate::{Fact, FactState, Person, Rulebook};

pub(crate) use labs::LabSlot;
pub(crate) use pregnancy::Weeks;
use reading::{Reading, read_fact};

/// A person's facts, read: what each concept means now, and from which facts.
#[derive(Clone, Debug)]
pub struct Chart {
    pub(crate) today: Date,
    /// Youngest and oldest age the birth date allows.
    pub(crate) age: Option<(u16, u16)>,
    pub(crate) sex: Sex,
    // INVARIANT: one entry per concept of the rulebook.
    slots: Vec<Slot>,
    // INVARIANT: grouped by concept; `slots` holds the ranges.
    evidence: Vec<Evidence>,
    /// What each fact says, superseded statements left out.
    readings: Vec<Reading>,
    labs: Vec<LabSlot>,
    pub(crate) weeks: Option<Weeks>,
    recognised: Vec<(FactId, Recognised)>,
    not_understood: Vec<FactId>,
    unusable: Vec<FactId>,
}

/// What reading one fact leaves for the next.
#[derive(Debug, Default)]
struct Memory {
    scratch: Scratch,
    /// The first fact with each text, by the hash of the text.
    lines: FastMap<u64, usize>,
}

/// Whether two facts mean the same: they differ in status, date, side, number or source only.
fn reads_alike(one: &Fact, other: &Fact) -> bool {
    one.kind == other.kind
        && one.text == other.text
        && one.codes == other.codes
        && one.concept == other.concept
        && one.recorded_at == other.recorded_at
        && one.value.is_some() == other.value.is_some()
}

/// What a concept means and where its evidence lies.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Slot {
    pub(crate) standing: Standing,
    from: u32,
    to: u32,
}

/// What a concept means, in the order in which facts win over one another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// Holds now.
    Present,
    /// Ended inside its washout.
    Recent,
    /// A fact hints at it: a general word, a suspicion, an ending without a date. It makes a question.
    Hinted,
    /// Held once.
    Past,
    /// Asked, and does not hold.
    Absent,
    /// Nobody asked, or what was said is stale.
    #[default]
    Unknown,
}

impl Standing {
    pub(crate) const fn state(self) -> FactState {
        match self {
            Self::Present => FactState::Present,
            Self::Recent => FactState::Recent,
            Self::Past => FactState::Past,
            Self::Absent => FactState::Absent,
            Self::Hinted | Self::Unknown => FactState::Unknown,
        }
    }
}

/// One fact that says something about a concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The fact.
    pub fact: FactId,
    /// What the fact itself was recognised as; it may be narrower than the concept asked for.
    pub concept: ConceptKey,
    /// What it says.
    pub state: FactState,
    /// Side.
    pub side: Laterality,
    /// The word of the knowledge base that a near match reached.
    pub near_match: Option<Arc<str>>,
}

/// The newest laboratory value that could be used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabReading {
    /// The fact.
    pub fact: FactId,
    /// The value in the unit of the knowledge base.
    pub value: f64,
    /// The earliest day it can be from.
    pub on: Date,
}

impl Chart {
    /// Reads `facts` as they stand at `now`.
    pub fn read(rulebook: &Rulebook, person: &Person, facts: &[Fact], now: Timestamp) -> Self {
        let today = now.date();
        let mut chart = Self {
            today,
            age: person
                .born
                .map(|born| (born.latest().age_on(today), born.earliest().age_on(today))),
            sex: person.sex,
            slots: Vec::new(),
            evidence: Vec::new(),
            readings: Vec::new(),
            labs: vec![LabSlot::default(); rulebook.labs.len()],
            weeks: None,
            recognised: Vec::with_capacity(facts.len()),
            not_understood: Vec::new(),
            unusable: Vec::new(),
        };
        let mut readings = Vec::with_capacity(facts.len());
        let mut memory = Memory::default();
        memory.lines.reserve(facts.len());
        for (place, fact) in facts.iter().enumerate() {
            let recognised = chart.recognise(rulebook, &mut memory, facts, place);
            chart.take(rulebook, fact, recognised, &mut readings);
        }
        (chart.slots, chart.evidence) = resolve::resolve(rulebook, &mut readings);
        chart.weeks = pregnancy::weeks(rulebook, facts, &readings, today);
        chart.readings = readings;
        chart
    }

    /// The chart as it would be if each of `denied` were asked about today and answered "no". What facts
    /// were recognised as is left out.
    pub(crate) fn supposing_no(
        &self,
        rulebook: &Rulebook,
        denied: impl Iterator<Item = ConceptKey>,
    ) -> Self {
        let mut readings = self.readings.clone();
        readings.extend(denied.map(|concept| Reading::no(concept, self.today)));
        let (slots, evidence) = resolve::resolve(rulebook, &mut readings);
        Self {
            today: self.today,
            age: self.age,
            sex: self.sex,
            slots,
            evidence,
            readings: Vec::new(),
            labs: self.labs.clone(),
            weeks: self.weeks,
            recognised: Vec::new(),
            not_understood: Vec::new(),
            unusable: Vec::new(),
        }
    }

    /// What the fact at `place` means. Records repeat their lines: one is read once.
    fn recognise(
        &self,
        rulebook: &Rulebook,
        memory: &mut Memory,
        facts: &[Fact],
        place: usize,
    ) -> Recognised {
        let Some(fact) = facts.get(place) else {
            return Recognised::default();
        };
        let mut hasher = FastHasher::default();
        fact.text.hash(&mut hasher);
        let earlier = memory.lines.entry(hasher.finish()).or_insert(place);
        if *earlier != place
            && facts
                .get(*earlier)
                .is_some_and(|other| reads_alike(other, fact))
            && let Some((_, recognised)) = self.recognised.get(*earlier)
        {
            return recognised.clone();
        }
        let named = fact
            .concept
            .as_ref()
            .and_then(|id| rulebook.concept(id.as_str()));
        rulebook.reader().read(&mut memory.scratch, fact, named)
    }

    fn take(
        &mut self,
        rulebook: &Rulebook,
        fact: &Fact,
        recognised: Recognised,
        readings: &mut Vec<Reading>,
    ) {
        if recognised.is_empty() && unread::has_to_be_read(rulebook, fact, self.today) {
            self.not_understood.push(fact.id);
        }
        if let Some(lab) = recognised.lab
            && let Some(slot) = self.labs.get_mut(lab.index())
            && let Some(units) = rulebook.labs.get(lab.index())
            && !slot.take(fact, units)
        {
            self.unusable.push(fact.id);
        }
        for meaning in &recognised.meanings {
            readings.extend(read_fact(rulebook, fact, meaning, self.today));
        }
        self.recognised.push((fact.id, recognised));
    }

    /// What `concept` means now.
    pub fn state_of(&self, concept: ConceptKey) -> FactState {
        self.standing(concept).state()
    }

    /// The facts that speak about `concept`, the deciding ones first.
    pub fn evidence(&self, concept: ConceptKey) -> &[Evidence] {
        let slot = self.slot(concept);
        self.evidence
            .get(slot.from as usize..slot.to as usize)
            .unwrap_or(&[])
    }

    /// The newest usable value of `lab`.
    pub fn lab(&self, lab: LabKey) -> Option<LabReading> {
        self.lab_slot(lab).newest
    }

    /// What the fact with this id was recognised as.
    pub fn recognised(&self, fact: FactId) -> Option<&Recognised> {
        self.recognised
            .iter()
            .find(|(id, _)| *id == fact)
            .map(|(_, recognised)| recognised)
    }

    /// Facts in which nothing was understood and that may matter, so that a page shows them to a person.
    ///
    /// Left out are facts that say nothing about this person, answers to questions of the knowledge base,
    /// everything but medicines that carries a code of a known system, and medicines stopped longer ago
    /// than any washout.
    pub fn not_understood(&self) -> &[FactId] {
        &self.not_understood
    }

    /// Laboratory values that could not be used: no number, or a unit that is not known.
    pub fn unusable_labs(&self) -> &[FactId] {
        &self.unusable
    }

    pub(crate) fn standing(&self, concept: ConceptKey) -> Standing {
        self.slot(concept).standing
    }

    /// Whether anything is recorded of what a rule needs.
    pub(crate) fn may_meet(&self, rulebook: &Rulebook, needs: &Needs) -> bool {
        let is_told = |concept: ConceptKey| match self.standing(concept) {
            Standing::Present | Standing::Recent | Standing::Hinted | Standing::Past => true,
            Standing::Absent | Standing::Unknown => false,
        };
        needs.is_empty()
            || needs.concepts.iter().any(|concept| is_told(*concept))
            || needs.labs.iter().any(|lab| self.lab_slot(*lab).holds_any())
            || (needs.weeks && rulebook.pregnancy.is_some_and(is_told))
    }

    pub(crate) fn lab_slot(&self, lab: LabKey) -> LabSlot {
        self.labs.get(lab.index()).copied().unwrap_or_default()
    }

    fn slot(&self, concept: ConceptKey) -> Slot {
        self.slots.get(concept.index()).copied().unwrap_or_default()
    }
}
