//! What one fact means: which concepts, how they were recognised, and what cancels them.
//!
//! A concept that the recorder named comes first, then codes, then words. The words are read even where a
//! code was understood, because a code may say less than its text.

mod assertion;
mod cues;
mod index;
mod near;
mod pieces;
mod scan;
mod when;

use std::sync::Arc;

use filiform_knowledge::{ConceptKey, LabKey};
use filiform_units::{Date, Laterality};

pub(crate) use index::Index;
pub(crate) use scan::{Reader, Scratch, said_on, side_of, status_speaks};
pub(crate) use when::days_before;

/// What one fact was recognised as.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recognised {
    /// The concepts it means, in the order they were found.
    pub meanings: Vec<Meaning>,
    /// The laboratory value it carries.
    pub lab: Option<LabKey>,
}

impl Recognised {
    /// Whether nothing in it was understood.
    pub fn is_empty(&self) -> bool {
        self.meanings.is_empty() && self.lab.is_none()
    }
}

/// One concept that a fact means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The concept.
    pub concept: ConceptKey,
    /// How it was recognised.
    pub how: How,
    /// What the words around it say about it.
    pub says: Assertion,
    /// The side that the words give it; `None` where they give none.
    pub side: Option<Laterality>,
    /// Treated as active this many days after the last dose; 0 when no washout applies.
    pub washout_days: u16,
}

/// How a concept was recognised. Words are shown as the knowledge base writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// The recorder named the concept.
    Named,
    /// By the code at this place in [`Fact::codes`](crate::Fact::codes).
    Code(usize),
    /// By these words of the text.
    Words(Arc<str>),
    /// By a near match: the text has `written`, the knowledge base has `suggested`.
    NearMatch {
        /// The word of the record.
        written: String,
        /// The word it is probably meant to be.
        suggested: Arc<str>,
    },
    /// By a general word such as `blood thinner`: a hint that makes a question, not a fact.
    Generic(Arc<str>),
}

/// What the words around a concept say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assertion {
    /// That it holds.
    Affirmed,
    /// That it does not hold (`denies`, `no`, `without`).
    Negated(String),
    /// That it has ended (`stopped`, `was on`), and when, if the words say so.
    Ended {
        /// The words.
        by: String,
        /// The last day it can mean.
        on: Option<Date>,
    },
    /// That it is planned (`starting next week`).
    Planned(String),
    /// That somebody else has it (`mother`).
    OtherPerson(String),
    /// That it is suspected, not established.
    Suspected(String),
    /// That it is not taken or not meant: an allergy, a cream, a replacement.
    NotMeant(String),
    /// That it was removed.
    Removed(String),
}
