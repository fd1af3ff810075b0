//! Conditions in four values: met, not met, never asked, and known only in part.

mod leaf;
mod reasons;

use filiform_knowledge::Condition;

use crate::{Chart, Rulebook};

pub(crate) use reasons::{Sides, collect, sides};

/// What a condition comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Met,
    NotMet,
    /// Nobody asked.
    Unknown,
    /// A recorded fact holds, and a detail that decides is missing. This is always a question.
    Undetermined,
}

/// A value, and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) value: Value,
    /// Met by something recorded about the person, more than age and sex.
    pub(crate) rests_on_fact: bool,
    /// Not known because of a detail: a laboratory value, an answer, weeks, age, an exception. That a
    /// further disease, device or medicine was never asked about is not a detail.
    pub(crate) lacks_detail: bool,
}

impl Answer {
    pub(crate) const NOT_MET: Self = Self::plain(Value::NotMet);
    pub(crate) const UNDETERMINED: Self = Self::plain(Value::Undetermined);

    const fn plain(value: Value) -> Self {
        Self {
            value,
            rests_on_fact: false,
            lacks_detail: false,
        }
    }

    /// Met by a recorded fact.
    pub(crate) const fn by_fact() -> Self {
        Self {
            value: Value::Met,
            rests_on_fact: true,
            lacks_detail: false,
        }
    }

    /// Met by something that says nothing about the person's health.
    pub(crate) const fn met() -> Self {
        Self::plain(Value::Met)
    }

    /// Not known; `detail` as in [`Answer::lacks_detail`].
    pub(crate) const fn unknown(detail: bool) -> Self {
        Self {
            value: Value::Unknown,
            rests_on_fact: false,
            lacks_detail: detail,
        }
    }

    /// Met, not met, or a missing detail.
    pub(crate) const fn certain(met: bool) -> Self {
        if met { Self::met() } else { Self::NOT_MET }
    }
}

/// Evaluates `condition` for the person of `chart`.
pub(crate) fn evaluate(rulebook: &Rulebook, chart: &Chart, condition: &Condition) -> Answer {
    match condition {
        Condition::Anyone => Answer::met(),
        Condition::All(parts) => all(rulebook, chart, parts),
        Condition::Any(parts) => any(rulebook, chart, parts),
        Condition::Not(part) => not(evaluate(rulebook, chart, part)),
        Condition::AtLeast { count, of } => at_least(rulebook, chart, usize::from(*count), of),
        Condition::Concept(concept) => leaf::concept(rulebook, chart, *concept),
        Condition::Recent(concept) => leaf::recent(rulebook, chart, *concept),
        Condition::Ever(concept) => leaf::ever(rulebook, chart, *concept),
        Condition::NotAsked(concept) => leaf::not_asked(rulebook, chart, *concept),
        Condition::Which(concepts) => leaf::which(chart, concepts),
        Condition::Lab {
            lab,
            at_least,
            below,
            above,
            at_most,
            max_age_days,
        } => {
            let range = leaf::Range {
                at_least: *at_least,
                below: *below,
                above: *above,
                at_most: *at_most,
            };
            leaf::lab(chart, *lab, range, *max_age_days)
        }
        Condition::LabMissing { lab, max_age_days } => {
            leaf::lab_missing(chart, *lab, *max_age_days)
        }
        Condition::Age { at_least, at_most } => leaf::age(chart, *at_least, *at_most),
        Condition::Sex(sex) => leaf::sex(chart, *sex),
        Condition::Gestation { at_least, below } => {
            leaf::gestation(rulebook, chart, *at_least, *below)
        }
    }
}

fn all(rulebook: &Rulebook, chart: &Chart, parts: &[Condition]) -> Answer {
    let mut whole = Answer::met();
    let mut undetermined = false;
    let mut unknown = false;
    for part in parts {
        let answer = evaluate(rulebook, chart, part);
        match answer.value {
            Value::NotMet => return Answer::NOT_MET,
            Value::Met => {}
            Value::Unknown => unknown = true,
            Value::Undetermined => undetermined = true,
        }
        whole.rests_on_fact |= answer.rests_on_fact;
        whole.lacks_detail |= answer.lacks_detail;
    }
    if undetermined || (unknown && whole.rests_on_fact && whole.lacks_detail) {
        Answer::UNDETERMINED
    } else if unknown {
        Answer::unknown(whole.lacks_detail)
    } else {
        whole
    }
}

fn any(rulebook: &Rulebook, chart: &Chart, parts: &[Condition]) -> Answer {
    let mut met = None;
    let mut open = Answer::NOT_MET;
    for part in parts {
        let answer = evaluate(rulebook, chart, part);
        match answer.value {
            Value::Met if answer.rests_on_fact => return answer,
            Value::Met => met = Some(answer),
            Value::NotMet => {}
            Value::Undetermined => open.value = Value::Undetermined,
            Value::Unknown => {
                if open.value == Value::NotMet {
                    open.value = Value::Unknown;
                }
                open.lacks_detail |= answer.lacks_detail;
            }
        }
    }
    met.unwrap_or(open)
}

const fn not(answer: Answer) -> Answer {
    match answer.value {
        Value::Met => Answer::NOT_MET,
        Value::NotMet => Answer::met(),
        Value::Undetermined => Answer::UNDETERMINED,
        // An exception that nobody asked about is a detail of whatever it is an exception to.
        Value::Unknown => Answer::unknown(true),
    }
}

fn at_least(rulebook: &Rulebook, chart: &Chart, count: usize, of: &[Condition]) -> Answer {
    let mut whole = Answer::met();
    let (mut met, mut undetermined, mut unknown) = (0, 0, 0);
    for part in of {
        let answer = evaluate(rulebook, chart, part);
        match answer.value {
            Value::Met => met += 1,
            Value::NotMet => {}
            Value::Undetermined => undetermined += 1,
            Value::Unknown => unknown += 1,
        }
        whole.rests_on_fact |= answer.rests_on_fact;
        whole.lacks_detail |= answer.lacks_detail;
    }
    if met >= count {
        whole.lacks_detail = false;
        whole
    } else if met + undetermined >= count {
        Answer::UNDETERMINED
    } else if met + undetermined + unknown >= count {
        Answer::unknown(whole.lacks_detail)
    } else {
        Answer::NOT_MET
    }
}
