//! What a new plan begins with.

use filiform_knowledge::{ConditionKey, Dose, Knowledge, NamedNumber, OtherMinutes};
use filiform_units::Minutes;

use super::stimulus::{Stimulus, StimulusOrigin, setting, stimulus};

/// Id of the principle, and of its number, that says how long needles may stay in.
const RETENTION: &str = "retention";
/// Id of the setting of how long a current runs.
const DURATION: &str = "duration";

/// The dose that a new plan for a condition begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedDose {
    /// Sessions: the fewest that the evidence names, so that somebody looks before there are more.
    pub sessions: u8,
    /// Sessions a week.
    pub per_week: u8,
    /// How long the needles stay in, within what a session allows.
    pub retention: Minutes,
    /// By hand or with current.
    pub stimulation: ProposedStimulation,
    /// Where it differs from the evidence, or the evidence is silent.
    pub notes: Vec<DoseNote>,
}

/// How needles are stimulated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProposedStimulation {
    /// By hand.
    Manual,
    /// With current.
    Electrical {
        /// Frequency and pulse.
        stimulus: Stimulus,
        /// How long it runs; no longer than the needles stay.
        minutes: Minutes,
    },
}

/// A part of a dose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DosePart {
    /// Sessions of the course.
    Sessions,
    /// Sessions a week.
    PerWeek,
    /// Retention.
    Retention,
    /// Frequency of the current.
    Frequency,
}

/// Where a proposed dose differs from the evidence, or the evidence is silent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DoseNote {
    /// The evidence names a retention that a session does not allow; the nearest is proposed.
    Kept {
        /// What the evidence names.
        named: Minutes,
        /// What is proposed.
        proposed: Minutes,
        /// What a session allows.
        allowed: (Minutes, Minutes),
    },
    /// Somebody gave other minutes than a session allows.
    Other {
        /// The minutes, who gave them, and how that was checked.
        other: OtherMinutes,
        /// What is proposed.
        proposed: Minutes,
        /// What a session allows.
        allowed: (Minutes, Minutes),
    },
    /// Nobody gives it: the least, or the usual setting, is proposed.
    NotGiven(DosePart),
}

/// Whether a retention may be, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetentionCheck<'k> {
    /// Within what a session allows.
    Within,
    /// Outside, and somebody gave such minutes for this condition.
    OutsideWithReason(&'k OtherMinutes),
    /// Outside, and nobody gave such minutes.
    Outside,
}

/// The dose that a new plan for `condition` begins with.
pub fn proposed_dose(knowledge: &Knowledge, condition: ConditionKey) -> ProposedDose {
    let dose = &knowledge.condition(condition).dose;
    let mut notes = Vec::new();
    let sessions = dose.sessions.map(|range| range.min);
    let sessions = given(sessions, DosePart::Sessions, 1, &mut notes);
    let per_week = given(dose.per_week, DosePart::PerWeek, 1, &mut notes);
    let retention = retention(knowledge, dose, &mut notes);
    ProposedDose {
        sessions,
        per_week,
        retention,
        stimulation: stimulation(knowledge, condition, retention, &mut notes),
        notes,
    }
}

/// Whether needles may stay in for `minutes`, and who gave such minutes when it is not usual.
///
/// Without a range in the knowledge everything is within.
pub fn check_retention(
    knowledge: &Knowledge,
    condition: ConditionKey,
    minutes: Minutes,
) -> RetentionCheck<'_> {
    let Some((least, most)) = allowed(knowledge) else {
        return RetentionCheck::Within;
    };
    if (least..=most).contains(&minutes) {
        return RetentionCheck::Within;
    }
    let others = knowledge.condition(condition).dose.other_minutes.iter();
    let mut fitting = others.filter(|it| (it.from..=it.to).contains(&minutes));
    match fitting.next() {
        Some(reason) => RetentionCheck::OutsideWithReason(reason),
        None => RetentionCheck::Outside,
    }
}

/// A note as sentences.
pub fn note(note: &DoseNote) -> String {
    let kept = |(least, most): (Minutes, Minutes), proposed: Minutes| {
        format!(
            "A session allows {} to {most}, so {proposed} is proposed.",
            least.get()
        )
    };
    match note {
        DoseNote::Kept {
            named,
            proposed,
            allowed,
        } => format!("The evidence names {named}. {}", kept(*allowed, *proposed)),
        DoseNote::Other {
            other,
            proposed,
            allowed,
        } => format!(
            "{} ({}). {}",
            other.text.trim_end_matches('.'),
            other.mark.verification.words(),
            kept(*allowed, *proposed)
        ),
        DoseNote::NotGiven(part) => match part {
            DosePart::Sessions => "Nobody gives the number of sessions: one is proposed.",
            DosePart::PerWeek => "Nobody gives the rhythm: one session a week is proposed.",
            DosePart::Retention => "Nobody gives the minutes: the fewest are proposed.",
            DosePart::Frequency => "Nobody gives the frequency: the usual low one is proposed.",
        }
        .to_owned(),
    }
}

fn given(number: Option<u8>, part: DosePart, least: u8, notes: &mut Vec<DoseNote>) -> u8 {
    if number.is_none() {
        notes.push(DoseNote::NotGiven(part));
    }
    number.map_or(least, |number| number.max(least))
}

fn retention(knowledge: &Knowledge, dose: &Dose, notes: &mut Vec<DoseNote>) -> Minutes {
    let allowed = allowed(knowledge);
    let least = allowed.map_or(Minutes::literal(0), |(least, _)| least);
    if dose.retention.is_none() {
        notes.push(DoseNote::NotGiven(DosePart::Retention));
    }
    let named = dose.retention.unwrap_or(least);
    let Some((least, most)) = allowed else {
        return named;
    };
    let proposed = named.clamp(least, most);
    if proposed != named {
        notes.push(DoseNote::Kept {
            named,
            proposed,
            allowed: (least, most),
        });
    }
    let outside = |it: &&OtherMinutes| it.from < least || it.to > most;
    let others = dose.other_minutes.iter().filter(outside);
    notes.extend(others.map(|other| DoseNote::Other {
        other: other.clone(),
        proposed,
        allowed: (least, most),
    }));
    proposed
}

fn stimulation(
    knowledge: &Knowledge,
    condition: ConditionKey,
    retention: Minutes,
    notes: &mut Vec<DoseNote>,
) -> ProposedStimulation {
    let evidence = knowledge.condition(condition).dose.stimulation.as_ref();
    let Some(stimulus) = evidence.and_then(|_| stimulus(knowledge, condition)) else {
        return ProposedStimulation::Manual;
    };
    if stimulus.origin == StimulusOrigin::UsualSetting {
        notes.push(DoseNote::NotGiven(DosePart::Frequency));
    }
    let longest = setting(knowledge, DURATION)
        .and_then(|it| it.range?.to?.to_whole())
        .and_then(whole_minutes);
    ProposedStimulation::Electrical {
        stimulus,
        minutes: longest.map_or(retention, |longest| retention.min(longest)),
    }
}

/// How long needles may stay in, from the principle.
fn allowed(knowledge: &Knowledge) -> Option<(Minutes, Minutes)> {
    let NamedNumber { from, to, .. } = knowledge.principle(RETENTION)?.number(RETENTION)?;
    let (least, most) = (from.to_whole()?, to.to_whole()?);
    let (least, most) = (whole_minutes(least)?, whole_minutes(most)?);
    (least <= most).then_some((least, most))
}

fn whole_minutes(minutes: i64) -> Option<Minutes> {
    Minutes::new(u32::try_from(minutes).ok()?).ok()
}
