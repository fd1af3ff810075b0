//! Reading one fact.

use std::sync::Arc;

use filiform_knowledge::{CodeSystem, ConceptKey, ConceptKind};
use filiform_units::{Date, Laterality};

use super::assertion::Around;
use super::cues;
use super::index::{Index, Phrase, Sense};
use super::pieces::pieces;
use super::{Assertion, How, Meaning, Recognised};
use crate::words::{Text, Token, UNKNOWN, WordId};
use crate::{Fact, FactKind, RecordedStatus};

/// Buffers that are reused from fact to fact.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    text: Text,
    hits: Vec<Hit>,
    covered: Vec<bool>,
}

#[derive(Debug)]
struct Hit {
    from: usize,
    to: usize,
    sense: Sense,
    how: How,
}

/// Reads facts with the lexicon of one knowledge base.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'k> {
    pub(crate) index: &'k Index,
    /// Kind of every concept.
    pub(crate) kinds: &'k [ConceptKind],
    /// The longest washout in every class.
    pub(crate) washouts: &'k [u16],
}

impl Reader<'_> {
    /// What `fact` means; `named` is the concept its recorder named.
    pub(crate) fn read(
        self,
        scratch: &mut Scratch,
        fact: &Fact,
        named: Option<ConceptKey>,
    ) -> Recognised {
        let mut found = Recognised::default();
        if let Some(concept) = named {
            self.add_structured(&mut found, concept, How::Named);
        }
        self.read_codes(&mut found, fact);
        if fact.kind == FactKind::Lab {
            self.read_lab(scratch, &mut found, fact);
        } else if fact.kind != FactKind::Answer || named.is_none() {
            // The text of an answer is its question.
            self.read_text(scratch, &mut found, fact);
        }
        if fact.kind == FactKind::Allergy {
            found
                .meanings
                .retain(|meaning| self.kind(meaning.concept) != ConceptKind::MedicineClass);
        }
        found
    }

    fn kind(self, concept: ConceptKey) -> ConceptKind {
        self.kinds
            .get(concept.index())
            .copied()
            .unwrap_or(ConceptKind::Problem)
    }

    fn add_structured(self, found: &mut Recognised, concept: ConceptKey, how: How) {
        if found
            .meanings
            .iter()
            .all(|meaning| meaning.concept != concept)
        {
            found.meanings.push(Meaning {
                concept,
                how,
                says: Assertion::Affirmed,
                side: None,
                washout_days: self.washouts.get(concept.index()).copied().unwrap_or(0),
            });
        }
    }

    fn read_codes(self, found: &mut Recognised, fact: &Fact) {
        for (place, code) in fact.codes.iter().enumerate() {
            for concept in self.index.of_code(code) {
                self.add_structured(found, *concept, How::Code(place));
            }
            if found.lab.is_none() && fact.kind == FactKind::Lab {
                found.lab = self.index.lab_of_code(code);
            }
        }
    }

    fn read_lab(self, scratch: &mut Scratch, found: &mut Recognised, fact: &Fact) {
        if found.lab.is_none() && fact.value.is_some() {
            scratch.text.read(&fact.text);
            scratch.text.number(&self.index.words, cues::CLAUSE);
            found.lab = self.index.lab_of_text(&scratch.text);
        }
    }

    fn read_text(self, scratch: &mut Scratch, found: &mut Recognised, fact: &Fact) {
        let mut worded = Recognised::default();
        for piece in pieces(&fact.text) {
            self.read_piece(scratch, &mut worded, fact, piece);
        }
        join(found, worded);
    }

    fn read_piece(self, scratch: &mut Scratch, worded: &mut Recognised, fact: &Fact, piece: &str) {
        scratch.text.read(piece);
        scratch.text.number(&self.index.words, cues::CLAUSE);
        self.find_phrases(scratch, fact);
        if is_typed(fact) {
            self.find_near_matches(scratch);
        }
        if scratch.hits.is_empty() {
            return;
        }
        drop_look_alikes(&mut scratch.hits);
        mark_covered(scratch);
        for hit in &scratch.hits {
            self.add_hit(scratch, worded, fact, hit);
        }
    }

    fn find_phrases(self, scratch: &mut Scratch, fact: &Fact) {
        scratch.hits.clear();
        for at in 0..scratch.text.len() {
            let rest = scratch.text.tokens().get(at..).unwrap_or(&[]);
            let Some(first) = rest.first().filter(|token| token.id != UNKNOWN) else {
                continue;
            };
            for phrase in self.index.phrases(first.id) {
                if !stands_here(rest, &phrase.words) || !self.is_looked_for(phrase, fact) {
                    continue;
                }
                let to = at + phrase.words.len();
                let how = match (&phrase.sense, &phrase.meant) {
                    (Sense::Generic(_), _) => How::Generic(Arc::clone(&phrase.shown)),
                    (_, Some(meant)) => How::NearMatch {
                        written: scratch.text.words(at, to),
                        suggested: Arc::clone(meant),
                    },
                    (_, None) => How::Words(Arc::clone(&phrase.shown)),
                };
                scratch.hits.push(Hit {
                    from: at,
                    to,
                    sense: phrase.sense,
                    how,
                });
            }
        }
    }

    /// Allergies look for allergens only; a coded medicine is not searched for the diseases of its name.
    fn is_looked_for(self, phrase: &Phrase, fact: &Fact) -> bool {
        match phrase.sense {
            Sense::Allergen(_) => fact.kind == FactKind::Allergy,
            Sense::Term { concept, .. } => {
                let coded_medicine = fact.kind == FactKind::Medicine && !fact.codes.is_empty();
                fact.kind != FactKind::Allergy
                    && (!coded_medicine || self.kind(concept) == ConceptKind::MedicineClass)
            }
            Sense::Medicine(_) | Sense::Generic(_) | Sense::Local | Sense::LookAlike => {
                fact.kind != FactKind::Allergy
            }
        }
    }

    fn find_near_matches(self, scratch: &mut Scratch) {
        for (at, token) in scratch.text.tokens().iter().enumerate() {
            if token.id != UNKNOWN || token.number {
                continue;
            }
            let word = scratch.text.word(at);
            if let Some((sense, suggested)) = self.index.near(word) {
                scratch.hits.push(Hit {
                    from: at,
                    to: at + 1,
                    sense: *sense,
                    how: How::NearMatch {
                        written: word.to_owned(),
                        suggested: Arc::clone(suggested),
                    },
                });
            }
        }
    }

    fn add_hit(self, scratch: &Scratch, found: &mut Recognised, fact: &Fact, hit: &Hit) {
        match hit.sense {
            Sense::Term { concept, .. } | Sense::Allergen(concept) => {
                merge(found, self.meaning(scratch, fact, hit, concept, 0));
            }
            Sense::Generic(concept) => {
                let washout = self.washouts.get(concept.index()).copied().unwrap_or(0);
                merge(found, self.meaning(scratch, fact, hit, concept, washout));
            }
            Sense::Medicine(row) => {
                let Some(medicine) = self.index.medicines.get(row) else {
                    return;
                };
                for class in &medicine.classes {
                    merge(
                        found,
                        self.meaning(scratch, fact, hit, *class, medicine.washout_days),
                    );
                }
            }
            Sense::Local | Sense::LookAlike => {}
        }
    }

    /// The phrase in the same clause that cancels the hit.
    fn cancelled_by(self, scratch: &Scratch, hit: &Hit) -> Option<String> {
        let Sense::Term { unless, .. } = hit.sense else {
            return None;
        };
        let phrases = self.index.unless.get(unless)?;
        if phrases.is_empty() || !scratch.text.has_cue(cues::CANCELS) {
            return None;
        }
        let tokens = scratch.text.tokens();
        let clause = tokens.get(hit.from)?.clause;
        for (at, token) in tokens.iter().enumerate() {
            if token.clause != clause || token.cues & cues::CANCELS == 0 {
                continue;
            }
            let rest = tokens.get(at..)?;
            let inside = |phrase: &[WordId]| {
                let last = rest.get(phrase.len().saturating_sub(1));
                last.is_some_and(|token| token.clause == clause) && stands_here(rest, phrase)
            };
            if let Some(phrase) = phrases.iter().find(|phrase| inside(phrase)) {
                return Some(scratch.text.words(at, at + phrase.len()));
            }
        }
        None
    }

    fn meaning(
        self,
        scratch: &Scratch,
        fact: &Fact,
        hit: &Hit,
        concept: ConceptKey,
        washout_days: u16,
    ) -> Meaning {
        let around = Around {
            text: &scratch.text,
            covered: &scratch.covered,
            from: hit.from,
            to: hit.to,
            said: fact.recorded_at,
            kind: self.kind(concept),
        };
        let examined = fact.kind == FactKind::Procedure
            && self.kind(concept) != ConceptKind::Device
            && scratch.text.has_cue(cues::EXAMINES);
        let says = match self.cancelled_by(scratch, hit) {
            Some(by) => Assertion::NotMeant(by),
            None if examined => Assertion::NotMeant("an examination".to_owned()),
            None => around.assertion(),
        };
        Meaning {
            concept,
            how: hit.how.clone(),
            says,
            side: around.side(),
            washout_days,
        }
    }
}

/// Words that a person typed may be misspelt; the words that stand beside a code are the code's own.
fn is_typed(fact: &Fact) -> bool {
    let coded = fact
        .codes
        .iter()
        .any(|code| code.system != CodeSystem::Other && !code.code.trim().is_empty());
    let kind = match fact.kind {
        FactKind::Medicine | FactKind::Problem | FactKind::Device | FactKind::Answer => true,
        FactKind::Allergy | FactKind::Procedure | FactKind::Lab => false,
    };
    kind && !coded
}

/// Adds a meaning found in words, or lets it add to what a longer phrase said already.
fn merge(found: &mut Recognised, new: Meaning) {
    let same = found
        .meanings
        .iter_mut()
        .find(|old| old.concept == new.concept && old.says == new.says);
    let Some(old) = same else {
        found.meanings.push(new);
        return;
    };
    old.side = old.side.or(new.side);
    if is_stronger(&old.how, &new.how) {
        old.how = new.how;
        old.washout_days = new.washout_days;
    } else if !is_stronger(&new.how, &old.how) {
        old.washout_days = old.washout_days.max(new.washout_days);
    }
}

/// Joins what words say to what the recorder or a code said. A code knows only the class of a medicine,
/// its name knows the washout.
fn join(found: &mut Recognised, mut worded: Recognised) {
    if worded.meanings.is_empty() {
        return;
    }
    if found.meanings.is_empty() {
        found.meanings = worded.meanings;
        return;
    }
    for old in &mut found.meanings {
        let same = || {
            worded
                .meanings
                .iter()
                .filter(|new| new.concept == old.concept)
        };
        if let Some(first) = same().next()
            && same().all(|new| new.says != Assertion::Affirmed)
        {
            old.says = first.says.clone();
        }
        old.side = same().find_map(|new| new.side);
        let washout = same()
            .filter(|new| !matches!(new.how, How::Generic(_)))
            .map(|new| new.washout_days)
            .max();
        old.washout_days = washout.unwrap_or(old.washout_days);
    }
    worded
        .meanings
        .retain(|new| found.meanings.iter().all(|old| old.concept != new.concept));
    found.meanings.append(&mut worded.meanings);
}

/// Whether `new` is a better way to know a concept than `old`.
fn is_stronger(old: &How, new: &How) -> bool {
    let rank = |how: &How| match how {
        How::Named => 0,
        How::Code(_) => 1,
        How::Words(_) => 2,
        How::NearMatch { .. } => 3,
        How::Generic(_) => 4,
    };
    rank(new) < rank(old)
}

fn stands_here(tokens: &[Token], words: &[WordId]) -> bool {
    tokens.len() >= words.len()
        && words
            .iter()
            .zip(tokens)
            .all(|(word, token)| *word == token.id)
}

/// `ASA grade II` is not aspirin.
fn drop_look_alikes(hits: &mut Vec<Hit>) {
    let guards: Vec<(usize, usize)> = hits
        .iter()
        .filter(|hit| matches!(hit.sense, Sense::LookAlike))
        .map(|hit| (hit.from, hit.to))
        .collect();
    if guards.is_empty() {
        return;
    }
    hits.retain(|hit| {
        let inside = guards
            .iter()
            .any(|(from, to)| *from <= hit.from && hit.to <= *to && hit.to - hit.from < to - from);
        !(inside && matches!(hit.sense, Sense::Medicine(_)))
    });
}

fn mark_covered(scratch: &mut Scratch) {
    scratch.covered.clear();
    scratch.covered.resize(scratch.text.len(), false);
    for hit in &scratch.hits {
        if matches!(hit.sense, Sense::Local) {
            scratch.text.add_cue(hit.from, cues::LOCAL);
            continue;
        }
        for at in hit.from..hit.to {
            if let Some(covered) = scratch.covered.get_mut(at) {
                *covered = true;
            }
        }
    }
}

/// The side of `meaning`, as the fact records it or as its words say.
pub(crate) fn side_of(fact: &Fact, meaning: &Meaning) -> Laterality {
    match fact.side {
        Laterality::Left | Laterality::Right | Laterality::Both => fact.side,
        Laterality::Unknown | Laterality::None => meaning.side.unwrap_or(fact.side),
    }
}

/// The day the words of `fact` were written.
pub(crate) fn said_on(fact: &Fact) -> Date {
    fact.recorded_at.date()
}

/// Whether the recorder's status speaks for the concept itself, so that it beats the words around it.
pub(crate) fn status_speaks(fact: &Fact, meaning: &Meaning) -> bool {
    matches!(meaning.how, How::Named | How::Code(_)) && fact.status != RecordedStatus::Unknown
}
