//! Dose and electrical pairs as values of the report.

use filiform_knowledge::{FrequencyRange, Knowledge, Place, Technique};
use filiform_planning::dose::{
    self, CountedDose, ProposedDose, ProposedStimulation, SessionPlan, Stimulus, StimulusOrigin,
    counted_dose, proposed_dose, stimulus_words,
};
use filiform_planning::pairs::{self, ProposedPairs, USUAL_CHANNELS, pair_words, propose_pairs};
use filiform_planning::{Assessment, Proposal};
use filiform_screening::{Needle, Screener};
use filiform_units::Minutes;
use serde::Serialize;

use crate::output::{count, wrapped};

/// The dose of a plan, and its electrical pairs where they were asked for.
#[derive(Debug, Serialize)]
pub(crate) struct Doses {
    /// What the plan begins with.
    pub(crate) proposed_dose: Proposed,
    /// What it amounts to.
    pub(crate) counted_dose: Counted,
    /// Electrical pairs; absent when they were not asked for.
    pub(crate) pairs: Option<Pairs>,
}

/// What a new plan begins with.
#[derive(Debug, Serialize)]
pub(crate) struct Proposed {
    /// Sessions.
    pub(crate) sessions: u8,
    /// Sessions a week.
    pub(crate) per_week: u8,
    /// Minutes that the needles stay in.
    pub(crate) retention_min: u16,
    /// The current that the evidence speaks of; absent when it speaks of none.
    pub(crate) current: Option<Current>,
    /// Minutes that the current runs.
    pub(crate) current_min: Option<u16>,
    /// Where it differs from the evidence, or the evidence is silent.
    pub(crate) notes: Vec<String>,
}

/// A current.
#[derive(Debug, Serialize)]
pub(crate) struct Current {
    /// In words, with its marks.
    pub(crate) words: String,
    /// Lowest and highest frequency.
    pub(crate) frequency_hz: [u8; 2],
    /// Letter of how the frequency was checked.
    pub(crate) frequency_status: &'static str,
    /// Whether the evidence of the condition names the frequency.
    pub(crate) from_evidence: bool,
    /// The pattern in which both are given; absent when any within the range will do.
    pub(crate) pattern: Option<String>,
    /// Shortest and longest pulse, as the table writes them.
    pub(crate) pulse_ms: Vec<String>,
    /// Letter of how the pulse was checked.
    pub(crate) pulse_status: &'static str,
}

/// What a plan amounts to.
#[derive(Debug, Serialize)]
pub(crate) struct Counted {
    /// Needles of a session.
    pub(crate) needles: u16,
    /// Needles without current.
    pub(crate) without_current: u16,
    /// Needles with current.
    pub(crate) electrical: u16,
    /// Needles with a planned depth.
    pub(crate) with_depth: u16,
    /// Their depths added up, each by the middle of its range.
    pub(crate) summed_depth_mm: f64,
    /// Their mean depth.
    pub(crate) mean_depth_mm: Option<f64>,
    /// Minutes of current in a session.
    pub(crate) current_min: u16,
    /// Lowest and highest frequency.
    pub(crate) frequency_hz: Option<[u8; 2]>,
    /// Minutes that the needles stay in.
    pub(crate) retention_min: u16,
    /// Needle-minutes of a session.
    pub(crate) needle_minutes: u32,
    /// Sessions of the course.
    pub(crate) sessions: u8,
    /// Sessions a week.
    pub(crate) per_week: u8,
    /// Weeks of the course.
    pub(crate) weeks: u8,
    /// Needle-minutes of a full week.
    pub(crate) needle_minutes_a_week: u32,
    /// Needle-minutes of the course.
    pub(crate) needle_minutes_of_course: u32,
    /// What these figures mean and what they do not.
    pub(crate) meaning: Option<String>,
    /// Letter of how the meaning was checked.
    pub(crate) status: Option<&'static str>,
    /// Sources of the meaning.
    pub(crate) sources: Vec<String>,
}

/// Electrical pairs.
#[derive(Debug, Serialize)]
pub(crate) struct Pairs {
    /// The pairs.
    pub(crate) pairs: Vec<Pair>,
    /// The current for all of them.
    pub(crate) current: Option<Current>,
    /// Needles that were not compared, counted from 1.
    pub(crate) not_compared: Vec<usize>,
    /// What stands under every set of pairs.
    pub(crate) basis: String,
}

/// One electrical pair.
#[derive(Debug, Serialize)]
pub(crate) struct Pair {
    /// Its needles, counted from 1.
    pub(crate) needles: [usize; 2],
    /// Their points.
    pub(crate) points: [String; 2],
    /// The side of both.
    pub(crate) side: &'static str,
    /// What screening says.
    pub(crate) severity: &'static str,
    /// Why these two, as a sentence.
    pub(crate) why: String,
}

/// Whether electrical pairs are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joining {
    /// Needles by hand only.
    None,
    /// Join what may be joined.
    Pairs,
}

/// Dose and pairs of a proposal.
pub(super) fn doses(
    knowledge: &Knowledge,
    screener: &Screener<'_>,
    assessment: &Assessment,
    proposal: &Proposal,
    joining: Joining,
) -> Doses {
    let condition = assessment.condition;
    let mut needles: Vec<Needle> = proposal
        .needles
        .iter()
        .map(|it| Needle {
            near: None,
            place: Place::Point(it.point),
            side: it.side,
            depth: Some(it.depth),
            angle: it.angle,
            technique: Technique::Manual,
        })
        .collect();
    let joined = match joining {
        Joining::None => None,
        Joining::Pairs => Some(propose_pairs(
            knowledge,
            screener,
            condition,
            &needles,
            USUAL_CHANNELS,
        )),
    };
    for pair in joined.iter().flat_map(|it| &it.pairs) {
        needles[pair.a].technique = Technique::Electrical;
        needles[pair.b].technique = Technique::Electrical;
    }
    let dose = proposed_dose(knowledge, condition);
    let counted = count_plan(&needles, joined.as_ref(), &dose);
    Doses {
        counted_dose: counted_values(knowledge, &counted),
        pairs: joined.map(|it| pair_values(knowledge, &needles, &it)),
        proposed_dose: proposed_values(&dose),
    }
}

fn count_plan(
    needles: &[Needle],
    joined: Option<&ProposedPairs>,
    dose: &ProposedDose,
) -> CountedDose {
    let stimulus = joined.and_then(|it| it.stimulus.as_ref().filter(|_| !it.pairs.is_empty()));
    let frequencies: Vec<FrequencyRange> = stimulus.map(|it| it.frequency).into_iter().collect();
    let current = match &dose.stimulation {
        ProposedStimulation::Electrical { minutes, .. } => *minutes,
        ProposedStimulation::Manual => dose.retention,
    };
    counted_dose(&SessionPlan {
        needles,
        frequencies: &frequencies,
        retention: dose.retention,
        current,
        sessions: dose.sessions,
        per_week: dose.per_week,
    })
}

fn proposed_values(dose: &ProposedDose) -> Proposed {
    let (current, minutes): (_, Option<Minutes>) = match &dose.stimulation {
        ProposedStimulation::Manual => (None, None),
        ProposedStimulation::Electrical { stimulus, minutes } => {
            (Some(current(stimulus)), Some(*minutes))
        }
    };
    Proposed {
        sessions: dose.sessions,
        per_week: dose.per_week,
        retention_min: dose.retention.get(),
        current,
        current_min: minutes.map(Minutes::get),
        notes: dose.notes.iter().map(dose::note).collect(),
    }
}

fn current(stimulus: &Stimulus) -> Current {
    let pulse = stimulus.pulse;
    let ends = std::iter::once(pulse.from).chain(pulse.to);
    Current {
        words: stimulus_words(stimulus),
        frequency_hz: hertz(stimulus.frequency),
        frequency_status: stimulus.frequency_checked.letter(),
        from_evidence: stimulus.origin == StimulusOrigin::Condition,
        pattern: stimulus.pattern.clone(),
        pulse_ms: ends.map(|it| it.to_string()).collect(),
        pulse_status: stimulus.pulse_checked.letter(),
    }
}

const fn hertz(range: FrequencyRange) -> [u8; 2] {
    [range.from.get(), range.to.get()]
}

fn counted_values(knowledge: &Knowledge, dose: &CountedDose) -> Counted {
    let meaning = knowledge.principle(dose::PRINCIPLE);
    let sources = meaning.into_iter().flat_map(|it| &it.provenance.sources);
    Counted {
        needles: dose.needles.get(),
        without_current: dose.without_current.get(),
        electrical: dose.electrical.get(),
        with_depth: dose.with_depth.get(),
        summed_depth_mm: dose.summed_depth.mm(),
        mean_depth_mm: dose.mean_depth_mm,
        current_min: dose.current.get(),
        frequency_hz: dose.frequency.map(hertz),
        retention_min: dose.retention.get(),
        needle_minutes: dose.needle_minutes.get(),
        sessions: dose.sessions,
        per_week: dose.per_week,
        weeks: dose.weeks,
        needle_minutes_a_week: dose.needle_minutes_a_week.get(),
        needle_minutes_of_course: dose.needle_minutes_of_course.get(),
        sources: sources.map(ToString::to_string).collect(),
        status: meaning.map(|it| it.provenance.verification.letter()),
        meaning: meaning.map(|it| it.text.clone()),
    }
}

fn pair_values(knowledge: &Knowledge, needles: &[Needle], joined: &ProposedPairs) -> Pairs {
    let code = |index: usize| match needles[index].place {
        Place::Point(point) => knowledge.point(point).code.to_string(),
        Place::Region(region) => knowledge.region(region).name.clone(),
    };
    let pairs = joined.pairs.iter();
    Pairs {
        pairs: pairs
            .map(|pair| Pair {
                needles: [pair.a + 1, pair.b + 1],
                points: [code(pair.a), code(pair.b)],
                side: needles[pair.a].side.as_str(),
                severity: pair.shared.severity.as_str(),
                why: pair_words(knowledge, needles, pair),
            })
            .collect(),
        current: joined.stimulus.as_ref().map(current),
        not_compared: joined.not_compared.iter().map(|index| index + 1).collect(),
        basis: pairs::basis(knowledge),
    }
}

/// Pairs for a reader; empty when they were not asked for.
pub(super) fn pairs_text(doses: &Doses) -> String {
    let Some(joined) = &doses.pairs else {
        return String::new();
    };
    let mut text = String::from("\nElectrical pairs\n");
    if joined.pairs.is_empty() {
        text.push_str("  None of these needles may be joined.\n");
    }
    for pair in &joined.pairs {
        let why = format!("{} Screening: {}.", pair.why, pair.severity);
        text.push_str(&wrapped("  - ", &why));
    }
    if let (Some(current), false) = (&joined.current, joined.pairs.is_empty()) {
        text.push_str(&wrapped("  Current: ", &format!("{}.", current.words)));
    }
    if !joined.not_compared.is_empty() {
        let numbers = joined.not_compared.iter().map(ToString::to_string);
        let numbers: Vec<_> = numbers.collect();
        text.push_str(&wrapped("  Not compared: needles ", &numbers.join(", ")));
    }
    text.push_str(&wrapped("  Basis: ", &joined.basis));
    text
}

/// The dose for a reader.
pub(super) fn dose_text(doses: &Doses) -> String {
    let (proposed, counted) = (&doses.proposed_dose, &doses.counted_dose);
    let mut words = format!(
        "{}, {} a week, {} min",
        count(proposed.sessions.into(), "session"),
        proposed.per_week,
        proposed.retention_min
    );
    if let (Some(current), Some(minutes)) = (&proposed.current, proposed.current_min) {
        let said = format!(
            "; the evidence speaks of current: {}, {minutes} min",
            current.words
        );
        words.push_str(&said);
    }
    let mut text = wrapped("Proposed dose: ", &format!("{words}."));
    for note in &proposed.notes {
        text.push_str(&wrapped("  - ", note));
    }
    let depth = match counted.mean_depth_mm {
        Some(mean) => format!(
            ", {} mm deep in all and {mean:.1} mm on average",
            counted.summed_depth_mm
        ),
        None => String::new(),
    };
    let words = format!(
        "{} ({} with current){depth}; {} needle-minutes a session, {} a week, {} in {}.",
        count(counted.needles.into(), "needle"),
        counted.electrical,
        counted.needle_minutes,
        counted.needle_minutes_a_week,
        counted.needle_minutes_of_course,
        count(counted.weeks.into(), "week"),
    );
    text.push_str(&wrapped("Counted dose: ", &words));
    if let Some(meaning) = &counted.meaning {
        let marks: Vec<_> = counted.status.into_iter().collect();
        let marks = [marks.concat(), counted.sources.join(", ")].join(", ");
        let said = format!("{meaning} ({marks})");
        text.push_str(&wrapped("  ", &said));
    }
    text
}
