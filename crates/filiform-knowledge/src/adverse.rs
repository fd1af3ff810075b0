//! Adverse events: what to call them, how to grade them, how often others counted them.

use crate::{AdverseCode, Decimal, PrincipleId, Provenance};

/// A kind of adverse event. One event is one row of a record; the codes are ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdverseEvent {
    /// Its code: `AE-PTX`.
    pub code: AdverseCode,
    /// Its name.
    pub event: String,
    /// What counts as one, for the form.
    pub definition: String,
    /// What else to record.
    pub record: Vec<String>,
    /// Where it belongs.
    pub category: AdverseCategory,
    /// Whether it is expected.
    pub expected: Expected,
    /// Whether a patient can meet it.
    pub patient_may_meet: bool,
    /// The rule of the session that says what to do.
    pub session_rule: Option<PrincipleId>,
    /// Source, certainty, review.
    pub provenance: Provenance,
}

/// Where an adverse event belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AdverseCategory {
    /// At the needle.
    Local,
    /// The whole person.
    Systemic,
    /// Skin.
    Skin,
    /// Infection.
    Infection,
    /// An organ or nerve.
    Organ,
    /// A needle or apparatus.
    Device,
    /// The way of working.
    Process,
}

/// Whether an adverse event is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Expected {
    /// Yes.
    Yes,
    /// It happens, uncommonly.
    Uncommon,
    /// No.
    No,
    /// The question does not arise.
    NotJudged,
}

/// A scale by which an event is judged. Severity and seriousness are two things: store both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AdverseScale {
    /// CTCAE grade, 1 to 5.
    Grade,
    /// Serious in the regulatory sense: any of these.
    Serious,
    /// Serious in the York survey: any of these.
    SeriousYork,
    /// Significant minor event in the surveys of the United Kingdom: any of these.
    SignificantMinor,
    /// The questions of the large German survey, to stay comparable.
    PatientQuestions,
    /// WHO-UMC causality.
    Causality,
    /// Whether it could have been avoided.
    Preventability,
    /// When it began.
    Onset,
}

/// One level of a scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScaleLevel {
    /// The scale.
    pub scale: AdverseScale,
    /// The level's id within the scale.
    pub level: String,
    /// Its place, from 1.
    pub rank: u8,
    /// Its words.
    pub words: String,
    /// Source, certainty, review.
    pub provenance: Provenance,
}

/// How an event is graded, as an example: clinic policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GradeExample {
    /// The event.
    pub code: AdverseCode,
    /// The case.
    pub example: String,
    /// Its grade, 1 to 5.
    pub grade: u8,
    /// Source, certainty, review.
    pub provenance: Provenance,
}

/// A published rate. Compare only like with like: same unit, same reporter, same definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedRate {
    /// Its id.
    pub id: String,
    /// The study.
    pub study: String,
    /// The events it counts; empty when it counts all kinds.
    pub codes: Vec<AdverseCode>,
    /// What was counted.
    pub definition: String,
    /// How many; `None` when not given.
    pub numerator: Option<u64>,
    /// Of how many; `None` when not given.
    pub denominator: Option<u64>,
    /// What the denominator counts.
    pub unit: RateUnit,
    /// The rate as printed: so many per so many. `None` when only the count was given.
    pub rate: Option<Rate>,
    /// How many studies were pooled.
    pub studies: Option<u16>,
    /// Who reported.
    pub reporter: Reporter,
    /// Where, whom, how large.
    pub setting: String,
    /// Cautions and errata; may be empty.
    pub note: String,
    /// Source, certainty, review.
    pub provenance: Provenance,
}

/// So many per so many, with the 95 % interval where one was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub value: Decimal,
    /// Per how many.
    pub per: u64,
    /// Ends of the interval.
    pub interval: Option<(Decimal, Decimal)>,
}

/// What a denominator counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RateUnit {
    /// Patients over a series of treatments.
    PatientSeries,
    /// Treatments.
    Treatment,
    /// Needles.
    Needles,
    /// Reports of incidents: a share, no rate.
    IncidentReport,
    /// Published cases: a share, no rate.
    PublishedCase,
}

/// Who reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reporter {
    /// Patients.
    Patient,
    /// Practitioners.
    Practitioner,
    /// Claims data.
    ClaimsData,
    /// Reports of incidents.
    IncidentReports,
    /// Case reports.
    CaseReports,
    /// Studies with different reporters.
    Mixed,
    /// Not given.
    NotGiven,
}
