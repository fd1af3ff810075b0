//! Concepts: the clinical ideas that codes and words are recognised as.

use crate::{ConceptId, ConceptKey, LabId, Threshold, Verification};

/// What sort of idea a concept is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConceptKind {
    /// A disease, state or history item.
    Problem,
    /// Something implanted or attached, known from problems, procedures or device entries.
    Device,
    /// A class of medicines.
    MedicineClass,
    /// An answer to a screening or red-flag question.
    Answer,
}

/// A clinical idea.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concept {
    /// Its id: `pacemaker`, `M-VKA`.
    pub id: ConceptId,
    /// What sort it is.
    pub kind: ConceptKind,
    /// Name for the page.
    pub name: String,
    /// The plain question that settles it; empty when none.
    pub question: String,
    /// A self-limiting state becomes unknown this many days after onset.
    pub stale_after_days: Option<u16>,
    /// Broader concepts that hold whenever this one does: `M-VKA` implies `anticoagulant`.
    pub implies: Vec<ConceptKey>,
    /// How its codes and words were checked.
    pub verification: Verification,
}

/// A medicine and the class it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ingredient {
    /// International non-proprietary name, lower case.
    pub name: String,
    /// Class concepts it belongs to.
    pub classes: Vec<ConceptKey>,
    /// Treated as active this many days after the last dose; 0 when no washout applies.
    pub washout_days: u16,
    /// How its class, codes and names were checked.
    pub verification: Verification,
}

/// A laboratory value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lab {
    /// Its id: `inr`.
    pub id: LabId,
    /// Name for the page.
    pub name: String,
    /// LOINC codes.
    pub loinc: Vec<String>,
    /// The unit thresholds are written in.
    pub unit: String,
    /// Other units with the factor that turns them into `unit`.
    pub factors: Vec<(String, Threshold)>,
    /// How its codes and factors were checked.
    pub verification: Verification,
}

/// A coding system that facts are coded in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeSystem {
    /// SNOMED CT.
    Snomed,
    /// RxNorm.
    RxNorm,
    /// WHO ATC.
    Atc,
    /// ICD-10 and its national versions.
    Icd10,
    /// LOINC.
    Loinc,
    /// Anything else; kept, not understood.
    Other,
}

impl CodeSystem {
    /// The word used in stored records.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Snomed => "snomed",
            Self::RxNorm => "rxnorm",
            Self::Atc => "atc",
            Self::Icd10 => "icd10",
            Self::Loinc => "loinc",
            Self::Other => "other",
        }
    }

    /// Reads the word; anything else is `Other`.
    pub fn parse(text: &str) -> Self {
        match text {
            "snomed" => Self::Snomed,
            "rxnorm" => Self::RxNorm,
            "atc" => Self::Atc,
            "icd10" => Self::Icd10,
            "loinc" => Self::Loinc,
            _ => Self::Other,
        }
    }
}
