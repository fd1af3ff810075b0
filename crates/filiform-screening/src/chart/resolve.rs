//! Many statements, one meaning per concept.

use filiform_knowledge::ConceptKey;
use filiform_units::Date;

use super::reading::{Reading, Source};
use super::{Evidence, Slot, Standing};
use crate::Rulebook;

/// Resolves `readings` into one slot per concept and its evidence, the deciding facts first.
pub(crate) fn resolve(
    rulebook: &Rulebook,
    readings: &mut Vec<Reading>,
) -> (Vec<Slot>, Vec<Evidence>) {
    keep_latest_answers(readings);
    take_out_removed(rulebook, readings);
    let denials = denials(readings);
    settle_hints(rulebook, readings, &denials);
    let mut order = Vec::with_capacity(readings.len() * 2);
    for (place, reading) in readings.iter().enumerate() {
        let standing = if is_outlived(rulebook, reading, &denials) {
            Standing::Absent
        } else {
            reading.standing
        };
        order.push((reading.concept, standing, place));
        if is_carried(reading.standing) {
            let wider = rulebook.broader(reading.concept);
            order.extend(
                wider
                    .iter()
                    .map(|concept| (*concept, reading.standing, place)),
            );
        }
    }
    order.sort_unstable();
    let mut slots = vec![Slot::default(); rulebook.concepts()];
    let mut evidence = Vec::with_capacity(order.len());
    for (concept, standing, place) in order {
        let Some((slot, reading)) = slots.get_mut(concept.index()).zip(readings.get(place)) else {
            continue;
        };
        let at = u32::try_from(evidence.len()).unwrap_or(u32::MAX);
        if slot.from == slot.to {
            slot.from = at;
            slot.standing = standing;
        }
        slot.to = at.saturating_add(1);
        evidence.push(Evidence {
            fact: reading.fact,
            concept: reading.concept,
            state: reading.standing.state(),
            side: reading.side,
            near_match: reading.near_match.clone(),
        });
    }
    deny_narrower(rulebook, &mut slots);
    (slots, evidence)
}

/// What holds for a concept holds for the broader ones. That it is absent or past does not: who stopped
/// warfarin may take another anticoagulant.
const fn is_carried(standing: Standing) -> bool {
    match standing {
        Standing::Present | Standing::Recent | Standing::Hinted => true,
        Standing::Past | Standing::Absent | Standing::Unknown => false,
    }
}

/// Of several answers to one question the latest counts.
fn keep_latest_answers(readings: &mut Vec<Reading>) {
    let answers: Vec<(ConceptKey, Option<Date>, usize)> = readings
        .iter()
        .enumerate()
        // "Not known" takes nothing back.
        .filter(|(_, reading)| {
            reading.source == Source::Answer && reading.standing != Standing::Unknown
        })
        .map(|(place, reading)| (reading.concept, reading.on, place))
        .collect();
    if answers.len() < 2 {
        return;
    }
    let mut place = 0;
    readings.retain(|reading| {
        let here = place;
        place += 1;
        reading.source != Source::Answer
            || !answers.iter().any(|(concept, on, other)| {
                *concept == reading.concept && (*on, *other) > (reading.on, here)
            })
    });
}

/// A device that was put in and taken out later is past.
fn take_out_removed(rulebook: &Rulebook, readings: &mut [Reading]) {
    let removals: Vec<(ConceptKey, Date)> = readings
        .iter()
        .filter(|reading| reading.source == Source::Removal)
        .filter_map(|reading| reading.on.map(|on| (reading.concept, on)))
        .collect();
    if removals.is_empty() {
        return;
    }
    for reading in readings
        .iter_mut()
        .filter(|reading| reading.source == Source::Insertion)
    {
        let Some(inserted) = reading.on else { continue };
        let removed = removals.iter().any(|(concept, on)| {
            let same =
                *concept == reading.concept || rulebook.broader(reading.concept).contains(concept);
            same && *on >= inserted
        });
        if removed {
            reading.standing = Standing::Past;
        }
    }
}

/// Concepts that were answered with "no", and when.
type Denials = Vec<(ConceptKey, Option<Date>)>;

fn denials(readings: &[Reading]) -> Denials {
    readings
        .iter()
        .filter(|reading| reading.source == Source::Answer && reading.standing == Standing::Absent)
        .map(|reading| (reading.concept, reading.on))
        .collect()
}

/// Whether a "no" to the same or a broader question came on the day that `reading` speaks of, or later.
fn is_denied_later(rulebook: &Rulebook, reading: &Reading, denials: &Denials) -> bool {
    denials.iter().any(|(concept, on)| {
        let same =
            *concept == reading.concept || rulebook.broader(reading.concept).contains(concept);
        same && *on >= reading.on
    })
}

/// A later "no" settles what was only hinted at before.
fn settle_hints(rulebook: &Rulebook, readings: &mut [Reading], denials: &Denials) {
    for reading in readings
        .iter_mut()
        .filter(|reading| reading.standing == Standing::Hinted)
    {
        if is_denied_later(rulebook, reading, denials) {
            reading.standing = Standing::Absent;
        }
    }
}

/// That a pregnancy is over says nothing about the next one, but a later "no" does. It stays on record as
/// past.
fn is_outlived(rulebook: &Rulebook, reading: &Reading, denials: &Denials) -> bool {
    reading.standing == Standing::Past
        && reading.on.is_some()
        && rulebook.is_passing(reading.concept)
        && is_denied_later(rulebook, reading, denials)
}

/// Who takes no anticoagulant takes no warfarin: a "no" to the broad question answers the narrow ones
/// that nobody asked.
fn deny_narrower(rulebook: &Rulebook, slots: &mut [Slot]) {
    for place in 0..slots.len() {
        let open = slots
            .get(place)
            .is_some_and(|slot| slot.standing == Standing::Unknown);
        let Some(wider) = rulebook.broader.get(place).filter(|_| open) else {
            continue;
        };
        let denied = wider
            .iter()
            .filter_map(|concept| slots.get(concept.index()).copied())
            .find(|slot| slot.standing == Standing::Absent);
        if let Some((slot, denied)) = slots.get_mut(place).zip(denied) {
            *slot = denied;
        }
    }
}
