//! What goes on beside the needles: they are one part of a comprehensive plan.

use super::{Plan, PlanError};
use crate::ShortText;

/// What sort of treatment goes on beside the needles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CoTreatmentKind {
    /// Exercise.
    Exercise,
    /// Physiotherapy.
    Physiotherapy,
    /// A medicine, as whoever prescribes it advises.
    Medicine,
    /// Psychological treatment.
    Psychological,
    /// Anything else.
    Other,
}

impl CoTreatmentKind {
    /// Every sort.
    pub const ALL: [Self; 5] = [
        Self::Exercise,
        Self::Physiotherapy,
        Self::Medicine,
        Self::Psychological,
        Self::Other,
    ];

    /// The word used in stored records and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exercise => "exercise",
            Self::Physiotherapy => "physiotherapy",
            Self::Medicine => "medicine",
            Self::Psychological => "psychological",
            Self::Other => "other",
        }
    }

    /// The sort called `text`, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// One treatment beside the needles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoTreatment {
    /// Which sort.
    pub kind: CoTreatmentKind,
    /// What exactly, in the clinician's words.
    pub text: ShortText,
}

/// The most treatments beside the needles of one plan; catches keying errors.
pub const CO_TREATMENTS_MAX: usize = 20;

impl Plan {
    /// # Errors
    /// When there are too many, or one stands twice.
    pub(super) fn check_co_treatments(&self) -> Result<(), PlanError> {
        if self.co_treatments.len() > CO_TREATMENTS_MAX {
            return Err(PlanError::TooManyCoTreatments {
                most: CO_TREATMENTS_MAX,
            });
        }
        for (index, one) in self.co_treatments.iter().enumerate() {
            if self.co_treatments.iter().take(index).any(|it| it == one) {
                return Err(PlanError::CoTreatmentTwice(one.text.clone()));
            }
        }
        Ok(())
    }
}
