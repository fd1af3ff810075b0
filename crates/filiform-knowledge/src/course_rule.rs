//! Rules of payers and guideline bodies on a course of treatment, so that a course can be held to them.

use filiform_units::Date;

use crate::{ConditionKey, CourseRuleId, Provenance, SourceId, Verification};

/// A dated rule of one body in one jurisdiction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseRule {
    /// Its id: `cms-ncd-30-3-3`.
    pub id: CourseRuleId,
    /// Name for the page.
    pub name: String,
    /// Where it holds.
    pub jurisdiction: String,
    /// The body.
    pub body: String,
    /// The document and its version.
    pub document: String,
    /// What it says of a course.
    pub stance: Stance,
    /// Since when it holds; `None` when nobody looked.
    pub from: Option<Since>,
    /// The last day on which it holds; `None` while it holds.
    pub until: Option<Date>,
    /// Conditions it is about.
    pub conditions: Vec<ConditionKey>,
    /// What must be true of the person, in words.
    pub requires: Vec<String>,
    /// What puts the person outside the rule, in words.
    pub excludes: Vec<String>,
    /// The numbers.
    pub limits: CourseLimits,
    /// What ends the course.
    pub stop_when: Vec<StopWhen>,
    /// Treatments that must be unsuitable or have failed before.
    pub must_have_failed: Vec<String>,
    /// Who may needle, in words.
    pub who_may_needle: Vec<String>,
    /// What a course must carry so that the rule can be checked.
    pub inputs: Vec<CourseInput>,
    /// What the rule leaves open and a site sets.
    pub unclear: Vec<Unclear>,
    /// The rule for a reader.
    pub rationale: String,
    /// Source, certainty, review; the letter is that of the limits.
    pub provenance: Provenance,
}

/// What a rule says of a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// A course is covered or may be considered within the limits.
    Allows,
    /// No course is to be started under it.
    DoNotStart,
    /// Nobody read it: nothing is asserted.
    NotRead,
}

impl Stance {
    /// The words a page shows.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Allows => "allows a course within limits",
            Self::DoNotStart => "do not start",
            Self::NotRead => "not read",
        }
    }
}

/// Since when a rule holds, as exactly as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// From a day.
    Day(Date),
    /// From some day of a year.
    Year(u16),
}

/// The numbers of a rule. What the rule does not limit is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CourseLimits {
    /// The complaint must have lasted this many days.
    pub minimum_duration_days: Option<u16>,
    /// Youngest age in years.
    pub minimum_age_years: Option<u8>,
    /// The first visits.
    pub first_block: Option<VisitBlock>,
    /// Further visits.
    pub extension: Option<Extension>,
    /// Most visits in a year.
    pub visits_per_year: Option<u16>,
    /// Most courses.
    pub courses: Option<u8>,
    /// Most hours of professional time in the whole course.
    pub professional_hours: Option<u8>,
}

/// Visits within a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisitBlock {
    /// Most visits.
    pub visits: u16,
    /// The window in days.
    pub window_days: u16,
    /// The shortest window in days, where a range is given.
    pub window_min_days: Option<u16>,
}

/// More visits after the first block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// Most further visits.
    pub visits: u16,
    /// On what condition.
    pub only_if: String,
}

/// What ends a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StopWhen {
    /// The person is not improving.
    NotImproving,
    /// The person is getting worse.
    Worse,
    /// The one course is over.
    CourseOver,
}

/// What a course must carry so that a rule can be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CourseInput {
    /// When the complaint began.
    Onset,
    /// Whether a systemic or other clear cause was looked for.
    Cause,
    /// Whether it is linked with surgery.
    SurgeryLink,
    /// Whether it is linked with pregnancy.
    PregnancyLink,
    /// Age in years.
    Age,
    /// Headache days in a month.
    HeadacheDays,
    /// Which treatments were tried or are unsuitable.
    TreatmentsTried,
    /// The days of the visits.
    VisitDates,
    /// Minutes of professional time of each visit.
    ProfessionalTime,
    /// The outcome before the first visit.
    OutcomeAtStart,
    /// The outcome at the end of the first block.
    OutcomeAtEnd,
    /// Profession, licence and training of whoever needles.
    Credential,
    /// Where the course is given.
    Setting,
}

/// Something that a rule leaves open: a setting of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear {
    /// Name of the setting: `improvement`.
    pub setting: String,
    /// What is open.
    pub text: String,
    /// What we propose; empty when nothing.
    pub proposal: String,
    /// How it was checked.
    pub verification: Verification,
    /// The source.
    pub source: SourceId,
}
