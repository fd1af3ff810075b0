//! Conditions that people are needled for, and the trials behind them.

use filiform_units::{Hertz, Minutes};

use crate::{
    Certainty, ConditionId, Mark, MuscleKey, NerveKey, PointKey, Provenance, RuleKey, SegmentKey,
    SourceId, TrialId, TrialKey,
};

/// A condition: what the evidence says, what is aimed at, how it is dosed and followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionStatement {
    /// Its id: `knee_oa`.
    pub id: ConditionId,
    /// Name for the page.
    pub name: String,
    /// What it is and what needling may do, in words that a child of twelve reads.
    pub plain: String,
    /// Whether the complaint can be on one side.
    pub sided: bool,
    /// Whether the popular claim is stronger than the evidence.
    pub contested: bool,
    /// Is the needle better than a pretend treatment?
    pub vs_sham: Effect,
    /// Is offering it better than not offering it? Never shown without `vs_sham`.
    pub vs_care: Effect,
    /// Why the certainty is not higher.
    pub limits: String,
    /// What guidelines say, with jurisdiction and year.
    pub guidelines: Vec<Guideline>,
    /// Usual dose.
    pub dose: Dose,
    /// Points used in the main trials.
    pub trial_points: Vec<PointKey>,
    /// Trials of the trial table that studied it.
    pub trials: Vec<TrialKey>,
    /// Tissue that is aimed at.
    pub targets: Vec<Target>,
    /// Red flags that are asked.
    pub red_flags: Vec<RuleKey>,
    /// Outcome instruments, by id: `nprs`, `peg`.
    pub instruments: Vec<String>,
    /// Codes by system: (`icd10`, `M17.9`).
    pub codes: Vec<(String, String)>,
    /// What a clinician should know, for a reader.
    pub rationale: String,
    /// Source, certainty, review.
    pub provenance: Provenance,
}

/// One side of the evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// Certainty.
    pub certainty: Certainty,
    /// The finding in one or two sentences with its figures.
    pub text: String,
    /// Sources.
    pub sources: Vec<SourceId>,
}

/// What a guideline says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guideline {
    /// `for`, `against`, `conditional`, `no recommendation`, `silent`.
    pub position: String,
    /// Body, document and year.
    pub body: String,
    /// The statement.
    pub text: String,
    /// Source.
    pub source: SourceId,
}

/// Usual dose of a course. A number that nobody gives is `None`, not a guess.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dose {
    /// Sessions of the course.
    pub sessions: Option<SessionRange>,
    /// Sessions a week.
    pub per_week: Option<u8>,
    /// Retention.
    pub retention: Option<Minutes>,
    /// What the evidence says of current through the needles; `None` when it says nothing.
    pub stimulation: Option<Stimulation>,
    /// Minutes in the evidence that differ from what a session allows, each with its reason.
    pub other_minutes: Vec<OtherMinutes>,
    /// The rhythm in words, with its marks.
    pub text: String,
}

/// What the evidence of a condition says of current through the needles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stimulation {
    /// How current stands to needling by hand.
    pub electrical: ElectricalUse,
    /// Frequency; `None` when nobody gives it.
    pub frequency: Option<FrequencyRange>,
    /// Id of the electrical setting that the frequencies follow, such as `dense-disperse`; without one
    /// they are a range.
    pub setting: Option<String>,
    /// How it was checked.
    pub mark: Mark,
}

/// How current stands to needling by hand in the evidence of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ElectricalUse {
    /// The trials that give the dose used it.
    Used,
    /// It is preferred to needling by hand.
    Preferred,
}

/// The lowest and the highest frequency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrequencyRange {
    /// Lowest.
    pub from: Hertz,
    /// Highest.
    pub to: Hertz,
}

/// Minutes that somebody gave and that a session does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherMinutes {
    /// Shortest.
    pub from: Minutes,
    /// Longest.
    pub to: Minutes,
    /// Who gave them, as a sentence.
    pub text: String,
    /// How it was checked.
    pub mark: Mark,
}

/// How many sessions a course has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionRange {
    /// Fewest.
    pub min: u8,
    /// Most.
    pub max: u8,
}

/// Tissue that is aimed at, with its weight in the complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The tissue.
    pub tissue: Tissue,
    /// Weight, 1 to 10.
    pub weight: u8,
    /// What the needles are for there.
    pub aim: Aim,
}

/// What needles at a target are for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Aim {
    /// Painful tissue and the segments that supply it.
    #[default]
    Tissue,
    /// The spinal level from which an organ or the whole body gets its autonomic nerves.
    Autonomic,
}

/// A muscle, nerve or segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tissue {
    /// A muscle.
    Muscle(MuscleKey),
    /// A nerve.
    Nerve(NerveKey),
    /// A segment.
    Segment(SegmentKey),
}

/// A trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// Its id.
    pub id: TrialId,
    /// DOI.
    pub doi: String,
    /// Year of publication.
    pub year: u16,
    /// Condition in the words of the table.
    pub condition: String,
    /// Points used; empty when not known.
    pub points: Vec<PointKey>,
    /// Technique in words.
    pub technique: String,
    /// Participants; `None` when not known.
    pub n_total: Option<u16>,
    /// Compared with.
    pub comparator: String,
    /// What was read.
    pub source: String,
}
