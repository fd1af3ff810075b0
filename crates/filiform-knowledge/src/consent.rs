//! What has to be said before a needle goes in, how often it happens, and the plain words for it.

use std::fmt;

use crate::{AdverseCode, ConceptKey, Decimal, Place, Provenance, RiskId, RuleKey, Technique};

/// Something that consent covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentRisk {
    /// Its id: `bruise`.
    pub id: RiskId,
    /// A risk, or information that belongs to the decision.
    pub kind: ConsentKind,
    /// What to say.
    pub say: String,
    /// How often, each with its own unit and source. Empty when no rate is known.
    pub frequencies: Vec<Frequency>,
    /// The adverse events it speaks of.
    pub codes: Vec<AdverseCode>,
    /// Techniques it belongs to.
    pub techniques: Vec<Technique>,
    /// Places it belongs to; empty for every place.
    pub places: Vec<Place>,
    /// Facts about the person that make it matter; empty for everybody.
    pub concepts: Vec<ConceptKey>,
    /// A caution for the clinician; may be empty.
    pub note: String,
    /// Source, certainty, review.
    pub provenance: Provenance,
}

/// What kind of thing consent covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConsentKind {
    /// A risk.
    Risk,
    /// Information: benefit, alternatives, who treats.
    Information,
}

/// How often something happens: a number of people or treatments out of a number of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frequency {
    /// How exact.
    pub about: About,
    /// How many, the lower number.
    pub numerator_from: Decimal,
    /// How many, the higher number.
    pub numerator_to: Decimal,
    /// Of how many.
    pub denominator: u64,
    /// Of what.
    pub unit: FrequencyUnit,
    /// What was counted.
    pub definition: String,
    /// The end of a plain sentence that begins with the number: `had a small bruise`.
    pub plain: String,
    /// Source, certainty, review.
    pub provenance: Provenance,
}

/// How exact a frequency is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// The very count.
    Exactly,
    /// Rounded.
    About,
    /// Not more than.
    AtMost,
    /// Less than.
    FewerThan,
}

/// What a frequency counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FrequencyUnit {
    /// People over a course of treatment.
    PeopleOverCourse,
    /// People after one treatment.
    PeopleAfterOne,
    /// Treatments.
    Treatments,
    /// The source does not say.
    NotGiven,
}

impl FrequencyUnit {
    /// The words of a plain sentence; empty when the source does not say.
    pub const fn words(self) -> &'static str {
        match self {
            Self::PeopleOverCourse => "people over a course",
            Self::PeopleAfterOne => "people after one session",
            Self::Treatments => "sessions",
            Self::NotGiven => "",
        }
    }
}

/// A word for a frequency, and from which rate it holds: one in so many, or more often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrequencyWord {
    /// The word: `common`.
    pub word: String,
    /// One in so many; `None` for the rarest.
    pub one_in: Option<u64>,
    /// Source, certainty, review.
    pub provenance: Provenance,
}

impl Frequency {
    /// Whether the rate is at least one in `one_in`. Of a range the more frequent end counts; what is
    /// fewer than a limit lies below it.
    pub fn is_at_least_one_in(&self, one_in: u64) -> bool {
        let (digits, places) = self.numerator_to.parts();
        let scale = 10_i128.pow(u32::from(places));
        let left = i128::from(digits) * i128::from(one_in);
        let right = i128::from(self.denominator) * scale;
        match self.about {
            About::FewerThan => left > right,
            About::Exactly | About::About | About::AtMost => left >= right,
        }
    }

    /// A plain sentence: `About 6 in 100 people over a course had a small bleed or bruise.`
    pub fn sentence(&self) -> String {
        format!("{self} {}.", self.plain)
    }
}

/// `About 1 to 3 in 100 people over a course`.
impl fmt::Display for Frequency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.about {
            About::Exactly => {}
            About::About => f.write_str("About ")?,
            About::AtMost => f.write_str("At most ")?,
            About::FewerThan => f.write_str("Fewer than ")?,
        }
        write!(f, "{}", self.numerator_from)?;
        if self.numerator_to != self.numerator_from {
            write!(f, " to {}", self.numerator_to)?;
        }
        write!(f, " in {}", grouped(self.denominator))?;
        match self.unit.words() {
            "" => Ok(()),
            words => write!(f, " {words}"),
        }
    }
}

/// `229,230`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Plain words for a patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainWords {
    /// What they are about.
    pub about: PlainAbout,
    /// Heading.
    pub title: String,
    /// The sentences, without the frequencies of a risk, which [`ConsentRisk::frequencies`] adds.
    pub text: String,
    /// Source, certainty, review.
    pub provenance: Provenance,
}

/// What plain words are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlainAbout {
    /// Something that consent covers.
    Risk(RiskId),
    /// An adverse event.
    Event(AdverseCode),
    /// A step of a session, from 1.
    Step(u8),
    /// What to bring and how to come, in order.
    Bring(u8),
    /// Who should talk to a doctor first.
    DoctorFirst {
        /// Its id.
        id: String,
        /// Facts about the person.
        concepts: Vec<ConceptKey>,
        /// Rules and red flags.
        rules: Vec<RuleKey>,
    },
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(grouped(100), "100");
        assert_eq!(grouped(1000), "1,000");
        assert_eq!(grouped(229_230), "229,230");
        assert_eq!(grouped(1_000_000), "1,000,000");
    }
}
