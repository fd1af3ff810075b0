//! The single questions of a condition.

use filiform_knowledge::{ConceptKey, ConceptKind, LabKey, Threshold};
use filiform_units::Sex;

use super::{Answer, Value};
use crate::chart::Standing;
use crate::{Chart, FactState, Rulebook};

pub(super) fn concept(rulebook: &Rulebook, chart: &Chart, concept: ConceptKey) -> Answer {
    match chart.standing(concept) {
        Standing::Present | Standing::Recent => Answer::by_fact(),
        // A pregnancy or a fever that is over says nothing about the next one.
        Standing::Past if rulebook.is_passing(concept) => never_asked(rulebook, concept),
        Standing::Past | Standing::Absent => Answer::NOT_MET,
        Standing::Hinted => Answer::UNDETERMINED,
        Standing::Unknown => never_asked(rulebook, concept),
    }
}

pub(super) fn recent(rulebook: &Rulebook, chart: &Chart, concept: ConceptKey) -> Answer {
    match chart.standing(concept) {
        Standing::Recent => Answer::by_fact(),
        Standing::Present | Standing::Past | Standing::Absent => Answer::NOT_MET,
        Standing::Hinted => Answer::UNDETERMINED,
        Standing::Unknown => never_asked(rulebook, concept),
    }
}

/// A recorded history counts, whatever else is said.
pub(super) fn ever(rulebook: &Rulebook, chart: &Chart, concept: ConceptKey) -> Answer {
    let held = chart.evidence(concept).iter().any(|evidence| {
        matches!(
            evidence.state,
            FactState::Present | FactState::Recent | FactState::Past
        )
    });
    if held {
        return Answer::by_fact();
    }
    match chart.standing(concept) {
        Standing::Hinted => Answer::UNDETERMINED,
        Standing::Unknown => never_asked(rulebook, concept),
        Standing::Present | Standing::Recent | Standing::Past | Standing::Absent => Answer::NOT_MET,
    }
}

pub(super) fn not_asked(rulebook: &Rulebook, chart: &Chart, concept: ConceptKey) -> Answer {
    match chart.standing(concept) {
        Standing::Unknown => Answer::met(),
        Standing::Past if rulebook.is_passing(concept) => Answer::met(),
        Standing::Hinted => Answer::UNDETERMINED,
        Standing::Present | Standing::Recent | Standing::Past | Standing::Absent => Answer::NOT_MET,
    }
}

/// A "no" to some of them does not say which it is.
pub(super) fn which(chart: &Chart, concepts: &[ConceptKey]) -> Answer {
    let mut answer = Answer::met();
    for concept in concepts {
        match chart.standing(*concept) {
            Standing::Present | Standing::Recent => return Answer::NOT_MET,
            Standing::Hinted => answer = Answer::UNDETERMINED,
            Standing::Unknown | Standing::Past | Standing::Absent => {}
        }
    }
    answer
}

fn never_asked(rulebook: &Rulebook, concept: ConceptKey) -> Answer {
    Answer::unknown(rulebook.kind(concept) == ConceptKind::Answer)
}

/// A range of laboratory values.
#[derive(Clone, Copy)]
pub(super) struct Range {
    pub(super) at_least: Option<Threshold>,
    pub(super) below: Option<Threshold>,
    pub(super) above: Option<Threshold>,
    pub(super) at_most: Option<Threshold>,
}

impl Range {
    fn contains(self, value: f64) -> bool {
        self.at_least.is_none_or(|limit| value >= limit.get())
            && self.below.is_none_or(|limit| value < limit.get())
            && self.above.is_none_or(|limit| value > limit.get())
            && self.at_most.is_none_or(|limit| value <= limit.get())
    }
}

/// A newer value that cannot be used takes the certainty from an older one that is out of range.
pub(super) fn lab(chart: &Chart, lab: LabKey, range: Range, max_age_days: u16) -> Answer {
    let slot = chart.lab_slot(lab);
    let unusable = slot.unusable_within(max_age_days, chart.today).is_some();
    match slot.within(max_age_days, chart.today) {
        Some(reading) if range.contains(reading.value) => Answer::by_fact(),
        Some(_) | None if unusable => Answer::UNDETERMINED,
        Some(_) => Answer::NOT_MET,
        None => Answer::unknown(true),
    }
}

pub(super) fn lab_missing(chart: &Chart, lab: LabKey, max_age_days: u16) -> Answer {
    let present = chart
        .lab_slot(lab)
        .within(max_age_days, chart.today)
        .is_some();
    Answer::certain(!present)
}

pub(super) fn age(chart: &Chart, at_least: Option<u16>, at_most: Option<u16>) -> Answer {
    let Some((youngest, oldest)) = chart.age else {
        return Answer::unknown(true);
    };
    between(
        (youngest, oldest),
        |age| at_least.is_none_or(|limit| age >= limit),
        |age| at_most.is_none_or(|limit| age <= limit),
    )
}

/// Whether a value that lies somewhere in `range` passes both tests: `from` holds for all larger values,
/// `to` for all smaller ones.
fn between<T: Copy>(range: (T, T), from: impl Fn(T) -> bool, to: impl Fn(T) -> bool) -> Answer {
    let (low, high) = range;
    if from(low) && to(high) {
        Answer::met()
    } else if from(high) && to(low) {
        Answer::unknown(true)
    } else {
        Answer::NOT_MET
    }
}

pub(super) fn sex(chart: &Chart, wanted: Sex) -> Answer {
    match chart.sex {
        Sex::Unknown => Answer::unknown(true),
        Sex::Female | Sex::Male => Answer::certain(chart.sex == wanted),
    }
}

pub(super) fn gestation(
    rulebook: &Rulebook,
    chart: &Chart,
    at_least: Option<u8>,
    below: Option<u8>,
) -> Answer {
    let standing = rulebook
        .pregnancy
        .map_or(Standing::Unknown, |pregnancy| chart.standing(pregnancy));
    match standing {
        Standing::Absent => Answer::NOT_MET,
        Standing::Past | Standing::Unknown => Answer::unknown(false),
        Standing::Hinted => Answer::UNDETERMINED,
        Standing::Present | Standing::Recent => match chart.weeks {
            None => Answer::UNDETERMINED,
            Some(weeks) => {
                let answer = between(
                    (weeks.fewest, weeks.most),
                    |week| at_least.is_none_or(|limit| week >= limit),
                    |week| below.is_none_or(|limit| week < limit),
                );
                match answer.value {
                    Value::Met => Answer::by_fact(),
                    Value::NotMet => answer,
                    Value::Unknown | Value::Undetermined => Answer::UNDETERMINED,
                }
            }
        },
    }
}
