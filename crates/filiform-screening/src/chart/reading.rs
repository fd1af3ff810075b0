//! What one fact says about one concept today.

use std::sync::Arc;

use filiform_knowledge::{ConceptKey, ConceptKind};
use filiform_units::{Date, FactId, Laterality, PartialDate};

use super::Standing;
use crate::recognise::{Assertion, How, Meaning, days_before, said_on, side_of, status_speaks};
use crate::{Fact, FactKind, RecordedStatus, Rulebook};

/// Days after which a plan without a date is taken to be under way, perhaps.
const PLAN_DAYS: i64 = 7;

/// What one fact says about one concept.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) fact: FactId,
    pub(crate) concept: ConceptKey,
    pub(crate) standing: Standing,
    pub(crate) side: Laterality,
    pub(crate) near_match: Option<Arc<str>>,
    /// The day it speaks of, for deciding which of two statements is later.
    pub(crate) on: Option<Date>,
    pub(crate) source: Source,
}

impl Reading {
    /// The answer "no" of `today`, which no fact holds.
    pub(crate) const fn no(concept: ConceptKey, today: Date) -> Self {
        Self {
            fact: FactId::from_bits(0),
            concept,
            standing: Standing::Absent,
            side: Laterality::None,
            near_match: None,
            on: Some(today),
            source: Source::Answer,
        }
    }
}

/// What sort of statement a reading comes from, as far as statements supersede one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// An answer; a later one takes its place.
    Answer,
    /// A procedure that put a device in.
    Insertion,
    /// A procedure that took it out.
    Removal,
    /// Anything else.
    Other,
}

/// What `fact` says about the concept of `meaning`; `None` when it says nothing about this person.
pub(crate) fn read_fact(
    rulebook: &Rulebook,
    fact: &Fact,
    meaning: &Meaning,
    today: Date,
) -> Option<Reading> {
    let subject = Subject {
        fact,
        meaning,
        kind: rulebook.kind(meaning.concept),
        today,
    };
    let stale_after = rulebook
        .stale_after_days
        .get(meaning.concept.index())
        .copied()
        .flatten();
    let standing = subject.standing()?;
    let standing = if subject.is_stale(standing, stale_after) {
        Standing::Unknown
    } else {
        subject.weakened(standing)
    };
    Some(Reading {
        fact: fact.id,
        concept: meaning.concept,
        standing,
        side: side_of(fact, meaning),
        near_match: match &meaning.how {
            How::NearMatch { suggested, .. } => Some(Arc::clone(suggested)),
            How::Named | How::Code(_) | How::Words(_) | How::Generic(_) => None,
        },
        on: subject.day(standing),
        source: subject.source(standing),
    })
}

struct Subject<'a> {
    fact: &'a Fact,
    meaning: &'a Meaning,
    kind: ConceptKind,
    today: Date,
}

impl Subject<'_> {
    fn standing(&self) -> Option<Standing> {
        match self.fact.status {
            RecordedStatus::Void | RecordedStatus::FamilyHistory => return None,
            RecordedStatus::Active
            | RecordedStatus::Ended
            | RecordedStatus::Absent
            | RecordedStatus::Planned
            | RecordedStatus::Unknown => {}
        }
        if self.fact.kind == FactKind::Procedure {
            return self.of_procedure();
        }
        if status_speaks(self.fact, self.meaning) {
            return self.of_status();
        }
        match &self.meaning.says {
            Assertion::OtherPerson(_) | Assertion::NotMeant(_) => None,
            Assertion::Affirmed => self.of_status(),
            Assertion::Negated(_) => Some(Standing::Absent),
            Assertion::Removed(_) => Some(Standing::Past),
            Assertion::Suspected(_) => self.at_most_hinted(),
            Assertion::Planned(_) => match self.fact.status {
                RecordedStatus::Active if self.fact.kind == FactKind::Medicine => {
                    Some(Standing::Hinted)
                }
                RecordedStatus::Ended => self.of_status(),
                RecordedStatus::Active
                | RecordedStatus::Absent
                | RecordedStatus::Void
                | RecordedStatus::Planned
                | RecordedStatus::FamilyHistory
                | RecordedStatus::Unknown => self.of_plan(0),
            },
            Assertion::Ended { on, .. } => match self.fact.status {
                // The record says taken, the words say stopped: a question.
                RecordedStatus::Active if self.fact.kind == FactKind::Medicine => {
                    Some(Standing::Hinted)
                }
                RecordedStatus::Absent => Some(Standing::Absent),
                RecordedStatus::Active
                | RecordedStatus::Ended
                | RecordedStatus::Void
                | RecordedStatus::Planned
                | RecordedStatus::FamilyHistory
                | RecordedStatus::Unknown => Some(self.ended(*on)),
            },
        }
    }

    fn at_most_hinted(&self) -> Option<Standing> {
        self.of_status()
            .map(|standing| standing.max(Standing::Hinted))
    }

    /// What the recorded status says.
    fn of_status(&self) -> Option<Standing> {
        match self.fact.status {
            RecordedStatus::Ended => Some(self.ended(None)),
            RecordedStatus::Absent => Some(Standing::Absent),
            RecordedStatus::Void | RecordedStatus::FamilyHistory => None,
            RecordedStatus::Planned => self.of_plan(PLAN_DAYS),
            RecordedStatus::Unknown if self.fact.kind == FactKind::Answer => {
                Some(Standing::Unknown)
            }
            RecordedStatus::Unknown if self.fact.ended.is_some() => Some(self.ended(None)),
            // Written down without a status is taken as meant.
            RecordedStatus::Active | RecordedStatus::Unknown => Some(Standing::Present),
        }
    }

    /// A plan says nothing about today, until its day has passed.
    fn of_plan(&self, patience_days: i64) -> Option<Standing> {
        let begun = match self.fact.onset {
            Some(onset) => onset.earliest() < self.today,
            None => self.today.days_since(said_on(self.fact)) > patience_days,
        };
        begun.then_some(Standing::Hinted)
    }

    /// Something that ended, or will; `on` is the day that its words give.
    fn ended(&self, on: Option<Date>) -> Standing {
        if self
            .fact
            .ended
            .is_some_and(|end| end.earliest() > self.today)
        {
            return Standing::Present;
        }
        let washout = i64::from(self.meaning.washout_days);
        if washout == 0 || self.kind != ConceptKind::MedicineClass {
            return Standing::Past;
        }
        let since = |day: Date| self.today.days_since(day);
        let recent = |inside: bool| {
            if inside {
                Standing::Recent
            } else {
                Standing::Past
            }
        };
        if let Some(ended) = self.fact.ended.map(PartialDate::latest).or(on) {
            return recent(since(ended) <= washout);
        }
        if let Some(onset) = self.fact.onset.map(PartialDate::latest) {
            return recent(since(onset) <= washout);
        }
        // Whatever ended had ended by the day it was written down.
        if since(said_on(self.fact)) > washout {
            Standing::Past
        } else {
            Standing::Hinted
        }
    }

    /// A completed procedure: a device is in or out, a state exists, a medicine was given once.
    fn of_procedure(&self) -> Option<Standing> {
        match &self.meaning.says {
            Assertion::Removed(_) => return Some(Standing::Past),
            Assertion::OtherPerson(_) | Assertion::NotMeant(_) | Assertion::Negated(_)
                if !status_speaks(self.fact, self.meaning) =>
            {
                return None;
            }
            Assertion::Planned(_) if self.fact.status == RecordedStatus::Unknown => {
                return self.of_plan(0);
            }
            Assertion::Suspected(_) => return self.at_most_hinted(),
            Assertion::Affirmed
            | Assertion::Negated(_)
            | Assertion::Ended { .. }
            | Assertion::Planned(_)
            | Assertion::OtherPerson(_)
            | Assertion::NotMeant(_) => {}
        }
        match self.fact.status {
            RecordedStatus::Absent | RecordedStatus::Void | RecordedStatus::FamilyHistory => None,
            RecordedStatus::Planned => self.of_plan(PLAN_DAYS),
            RecordedStatus::Active | RecordedStatus::Ended | RecordedStatus::Unknown => {
                Some(match self.kind {
                    ConceptKind::MedicineClass if self.fact.status != RecordedStatus::Active => {
                        self.ended(None)
                    }
                    ConceptKind::MedicineClass
                    | ConceptKind::Problem
                    | ConceptKind::Device
                    | ConceptKind::Answer => Standing::Present,
                })
            }
        }
    }

    /// A general word is a hint, not a fact.
    fn weakened(&self, standing: Standing) -> Standing {
        let general = matches!(self.meaning.how, How::Generic(_));
        match standing {
            Standing::Present | Standing::Recent if general => Standing::Hinted,
            Standing::Present
            | Standing::Recent
            | Standing::Hinted
            | Standing::Past
            | Standing::Absent
            | Standing::Unknown => standing,
        }
    }

    /// Self-limiting states, and the answer that they are not there, are not believed for ever.
    fn is_stale(&self, standing: Standing, after_days: Option<u16>) -> bool {
        let Some(after_days) = after_days else {
            return false;
        };
        let ages = match standing {
            Standing::Present | Standing::Absent | Standing::Hinted => true,
            Standing::Recent | Standing::Past | Standing::Unknown => false,
        };
        let begun = self
            .fact
            .onset
            .map_or_else(|| said_on(self.fact), PartialDate::latest);
        ages && self.today.days_since(begun) > i64::from(after_days)
    }

    /// The day the statement speaks of.
    fn day(&self, standing: Standing) -> Option<Date> {
        match self.source(standing) {
            Source::Answer => Some(
                self.fact
                    .onset
                    .map_or_else(|| said_on(self.fact), PartialDate::latest),
            ),
            Source::Insertion | Source::Removal => {
                self.fact.onset.or(self.fact.ended).map(PartialDate::latest)
            }
            // Only hints, and what is over, are settled by what is said later.
            Source::Other => match standing {
                Standing::Hinted => Some(said_on(self.fact)),
                Standing::Past => Some(self.over_by()),
                Standing::Present | Standing::Recent | Standing::Absent | Standing::Unknown => None,
            },
        }
    }

    /// The last day on which something that is over can have ended.
    fn over_by(&self) -> Date {
        self.fact
            .ended
            .or(self.fact.onset)
            .map_or_else(|| said_on(self.fact), PartialDate::latest)
            .min(self.today)
    }

    fn source(&self, standing: Standing) -> Source {
        match self.fact.kind {
            FactKind::Answer => Source::Answer,
            FactKind::Procedure if self.kind == ConceptKind::Device => {
                if standing == Standing::Past || matches!(self.meaning.says, Assertion::Removed(_))
                {
                    Source::Removal
                } else {
                    Source::Insertion
                }
            }
            FactKind::Procedure
            | FactKind::Problem
            | FactKind::Medicine
            | FactKind::Allergy
            | FactKind::Device
            | FactKind::Lab => Source::Other,
        }
    }
}

/// The first day of a pregnancy that is `weeks` old on `day`.
pub(crate) fn begun_before(day: Date, weeks: u8) -> Date {
    days_before(day, i64::from(weeks) * 7)
}
