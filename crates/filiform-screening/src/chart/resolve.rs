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
    settle_hints(rulebook, readings);
    let mut order = Vec::with_capacity(readings.len() * 2);
    for (place, reading) in readings.iter().enumerate() {
        let rank = (reading.concept, reading.standing, place);
        order.push(rank);
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
            state: standing.state(),
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

/// A later "no" settles what was only hinted at before.
fn settle_hints(rulebook: &Rulebook, readings: &mut [Reading]) {
    let denials: Vec<(ConceptKey, Option<Date>)> = readings
        .iter()
        .filter(|reading| reading.source == Source::Answer && reading.standing == Standing::Absent)
        .map(|reading| (reading.concept, reading.on))
        .collect();
    if denials.is_empty() {
        return;
    }
    for reading in readings
        .iter_mut()
        .filter(|reading| reading.standing == Standing::Hinted)
    {
        let denied = denials.iter().any(|(concept, on)| {
            let same =
                *concept == reading.concept || rulebook.broader(reading.concept).contains(concept);
            same && *on >= reading.on
        });
        if denied {
            reading.standing = Standing::Absent;
        }
    }
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
