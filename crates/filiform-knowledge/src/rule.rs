//! Screening rules: when they are met, where they apply, what they say.

use filiform_units::{Millimetres, Sex};

use crate::{
    Angle, ConceptKey, ConditionKey, LabKey, PointKey, PointSetId, PointSetKey, Position,
    Provenance, RegionKey, RuleId, Verification,
};

/// How serious an answer is. The order is the order of severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing to say.
    #[default]
    None,
    /// Worth knowing.
    Note,
    /// Go ahead, modified.
    Caution,
    /// A fact that could change the answer is missing.
    Ask,
    /// Discuss with the prescriber, specialist or maternity team first, or refer on.
    Refer,
    /// Do not do this here now.
    Stop,
}

impl Severity {
    /// The fixed word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Note => "note",
            Self::Caution => "caution",
            Self::Ask => "ask",
            Self::Refer => "refer",
            Self::Stop => "stop",
        }
    }

    /// Reads the fixed word.
    pub fn parse(text: &str) -> Option<Self> {
        [
            Self::None,
            Self::Note,
            Self::Caution,
            Self::Ask,
            Self::Refer,
            Self::Stop,
        ]
        .into_iter()
        .find(|severity| severity.as_str() == text)
    }
}

/// What is done with the needle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Technique {
    /// `MA`: manual needling, dry needling included.
    Manual,
    /// `EA`: electrical stimulation through needles.
    Electrical,
    /// `IN`: a needle that leaves the clinic with the patient.
    Indwelling,
    /// `MX`: heat.
    Heat,
}

impl Technique {
    /// Every technique.
    pub const ALL: [Self; 4] = [Self::Manual, Self::Electrical, Self::Indwelling, Self::Heat];

    /// The letters used in tables and stored records.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Manual => "MA",
            Self::Electrical => "EA",
            Self::Indwelling => "IN",
            Self::Heat => "MX",
        }
    }

    /// The technique with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|technique| technique.code() == code)
    }
}

/// A condition on the person's facts. Evaluated in three values: met, not met, not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Always met: the rule is about the place or the technique, not the person.
    Anyone,
    /// Every part is met.
    All(Vec<Condition>),
    /// At least one part is met.
    Any(Vec<Condition>),
    /// The part is not met.
    Not(Box<Condition>),
    /// At least `count` parts are met.
    AtLeast {
        /// How many.
        count: u8,
        /// Of these.
        of: Vec<Condition>,
    },
    /// The concept holds now: present, or inside its washout.
    Concept(ConceptKey),
    /// The concept is inside its washout: stopped, but still to be treated as active.
    Recent(ConceptKey),
    /// The concept holds or once held: a history that matters after its end. What was only suspected
    /// does not count.
    Ever(ConceptKey),
    /// Nobody asked about the concept, or what was said is out of date. Makes questions, never more.
    NotAsked(ConceptKey),
    /// Not one of these is known to hold, whatever was asked: the record says that there is one and not
    /// which. Makes questions, never more.
    Which(Vec<ConceptKey>),
    /// The newest value, not older than `max_age_days`, lies in the range.
    Lab {
        /// Which value.
        lab: LabKey,
        /// Not below, in the table's unit.
        at_least: Option<Threshold>,
        /// Below, in the table's unit.
        below: Option<Threshold>,
        /// Above, in the table's unit.
        above: Option<Threshold>,
        /// Not above, in the table's unit.
        at_most: Option<Threshold>,
        /// Older values do not count.
        max_age_days: u16,
    },
    /// There is no value younger than `max_age_days`.
    LabMissing {
        /// Which value.
        lab: LabKey,
        /// The window.
        max_age_days: u16,
    },
    /// Age in completed years, inclusive bounds.
    Age {
        /// From this age.
        at_least: Option<u16>,
        /// To this age.
        at_most: Option<u16>,
    },
    /// The recorded sex; an unrecorded sex is not known, not "no".
    Sex(Sex),
    /// Completed weeks of pregnancy.
    Gestation {
        /// From this week.
        at_least: Option<u8>,
        /// Below this week.
        below: Option<u8>,
    },
}

/// What a condition looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mention {
    /// A concept.
    Concept(ConceptKey),
    /// A laboratory or body value.
    Lab(LabKey),
}

impl Condition {
    /// The concepts and values that it looks at, in order.
    pub fn mentions(&self) -> Vec<Mention> {
        match self {
            Self::All(parts) | Self::Any(parts) | Self::AtLeast { of: parts, .. } => {
                parts.iter().flat_map(Self::mentions).collect()
            }
            Self::Not(part) => part.mentions(),
            Self::Concept(concept)
            | Self::Recent(concept)
            | Self::Ever(concept)
            | Self::NotAsked(concept) => vec![Mention::Concept(*concept)],
            Self::Which(concepts) => concepts.iter().copied().map(Mention::Concept).collect(),
            Self::Lab { lab, .. } | Self::LabMissing { lab, .. } => vec![Mention::Lab(*lab)],
            Self::Anyone | Self::Age { .. } | Self::Sex(_) | Self::Gestation { .. } => Vec::new(),
        }
    }
}

/// A finite number that can be compared for equality and hashed: a threshold or a factor.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Threshold(u64);

impl Threshold {
    /// Wraps a finite number.
    pub const fn new(value: f64) -> Self {
        Self(value.to_bits())
    }

    /// The number.
    pub const fn get(self) -> f64 {
        f64::from_bits(self.0)
    }
}

impl std::fmt::Debug for Threshold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.get().fmt(f)
    }
}

/// Which way the current of an electrode pair runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CurrentPath {
    /// Any electrical stimulation.
    Anywhere,
    /// Touches chest, shoulder girdle, neck, upper back or an arm, or joins two limbs.
    NearHeart,
    /// Both needles in one leg.
    OneLeg,
    /// Through abdomen, pelvis, lumbar or sacral region.
    LowerTrunk,
    /// Both needles in limbs, not the trunk.
    Limbs,
    /// Crosses the chest or the midline above T12.
    AcrossChest,
    /// In the front or side of the neck.
    FrontOfNeck,
    /// Across the skull.
    AcrossSkull,
}

/// Whether a rule follows the side of the fact that set it off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SideRule {
    /// Both sides alike.
    Either,
    /// Only the side of the fact; an unknown side counts for both, as a question.
    SameAsFact,
}

/// Where and for which techniques a rule applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Techniques; never empty.
    pub techniques: Vec<Technique>,
    /// Only inside these sets; empty means everywhere.
    pub within: Vec<PointSetKey>,
    /// Not inside these sets.
    pub outside: Vec<PointSetKey>,
    /// Only when the needle goes deeper, or its depth is not stated.
    pub deeper_than: Option<Millimetres>,
    /// Only for these directions; empty means any. `Unrecorded` always counts.
    pub angles: Vec<Angle>,
    /// Only while the person lies or sits so; empty means any. A position that is not stated counts as one
    /// of these.
    pub positions: Vec<Position>,
    /// Only for such a current. Set only when the techniques include `EA`.
    pub current: Option<CurrentPath>,
    /// Side rule.
    pub side: SideRule,
    /// Red flags are asked while a plan treats one of these conditions: those that the flag names and
    /// those that name the flag. A flag without any is never asked, and speaks when somebody answers yes.
    pub conditions: Vec<ConditionKey>,
}

/// What sort of rule it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleKind {
    /// A contraindication or precaution.
    Precaution,
    /// A red flag: refer before treating the pain.
    RedFlag(Urgency),
}

/// How soon a red flag wants to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// `R`: routine.
    Routine,
    /// `U`: urgent, about two weeks.
    Urgent,
    /// `S`: same day.
    SameDay,
    /// `E`: emergency now.
    Emergency,
}

impl Urgency {
    /// The words a page shows.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Routine => "routine referral",
            Self::Urgent => "urgent, within about two weeks",
            Self::SameDay => "same day",
            Self::Emergency => "emergency now",
        }
    }
}

/// A screening rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its id.
    pub id: RuleId,
    /// Short title for the page.
    pub title: String,
    /// What sort of rule.
    pub kind: RuleKind,
    /// When it is met.
    pub when: Condition,
    /// Where it applies.
    pub scope: Scope,
    /// What it answers when met.
    pub severity: Severity,
    /// Whether never-asked facts make it answer `ask` (the dagger of the tables).
    pub ask_when_unknown: bool,
    /// The plain question that settles it; required when `ask_when_unknown`.
    pub question: Option<String>,
    /// What the clinician does.
    pub action: String,
    /// How many needles are planned while it is met.
    pub needles: NeedleNumber,
    /// The reasoning, for a reader.
    pub rationale: String,
    /// Source, certainty, review.
    pub provenance: Provenance,
}

/// How many needles a rule leaves room for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum NeedleNumber {
    /// As many as for anybody.
    #[default]
    Usual,
    /// Few.
    Few,
}

/// A set of points and regions that rules speak of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointSet {
    /// Its id.
    pub id: PointSetId,
    /// Why these places belong together.
    pub why: String,
    /// The places.
    pub members: Vec<Member>,
    /// How the membership was checked.
    pub verification: Verification,
}

/// One place in a point set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// A point, or a whole region for free sites.
    pub place: Place,
    /// Belongs to the set only when needled deeper than this.
    pub deeper_than: Option<Millimetres>,
}

/// A point or a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A point.
    Point(PointKey),
    /// A region, for needles outside named points.
    Region(RegionKey),
}
