//! What a person has to read, because nothing in it was understood.

use filiform_knowledge::CodeSystem;
use filiform_units::{Date, PartialDate};

use crate::recognise::said_on;
use crate::{Fact, FactKind, RecordedStatus, Rulebook};

/// Whether `fact`, in which nothing was understood, may still matter.
///
/// A code of a system that is read and that the knowledge base does not list is understood as something
/// else: most diagnoses are no reason against needles. Not so for medicines, where an unknown name may be
/// a new anticoagulant.
pub(super) fn has_to_be_read(rulebook: &Rulebook, fact: &Fact, today: Date) -> bool {
    if !speaks_of_the_person(fact.status) {
        return false;
    }
    match fact.kind {
        FactKind::Medicine => !is_washed_out(rulebook, fact, today),
        FactKind::Problem
        | FactKind::Allergy
        | FactKind::Device
        | FactKind::Procedure
        | FactKind::Lab => !is_coded(fact),
        FactKind::Answer => fact.concept.is_none() && !is_coded(fact),
    }
}

const fn speaks_of_the_person(status: RecordedStatus) -> bool {
    match status {
        RecordedStatus::Active
        | RecordedStatus::Ended
        | RecordedStatus::Planned
        | RecordedStatus::Unknown => true,
        RecordedStatus::Absent | RecordedStatus::Void | RecordedStatus::FamilyHistory => false,
    }
}

fn is_coded(fact: &Fact) -> bool {
    fact.codes
        .iter()
        .any(|code| code.system != CodeSystem::Other && !code.code.trim().is_empty())
}

/// Whether it was stopped longer ago than any medicine of the knowledge base counts.
fn is_washed_out(rulebook: &Rulebook, fact: &Fact, today: Date) -> bool {
    let ended = fact.status == RecordedStatus::Ended
        || (fact.status == RecordedStatus::Unknown && fact.ended.is_some());
    let last = fact
        .ended
        .or(fact.onset)
        .map_or_else(|| said_on(fact), PartialDate::latest);
    ended && today.days_since(last) > i64::from(rulebook.longest_washout_days())
}
