//! The lexicon, indexed by first word, by code and by near match.

use std::sync::Arc;

use filiform_knowledge::{CodeSystem, ConceptKey, ConceptKind, Knowledge, LabKey, Lexicon};

use super::cues;
use super::near::Near;
use crate::Code;
use crate::words::{Text, WordId, Words};

/// Words that make an allergy of the rest of a phrase: `nickel allergy`.
const ALLERGY_WORDS: [&str; 9] = [
    "allergy",
    "allergic",
    "allergies",
    "intolerance",
    "hypersensitivity",
    "sensitivity",
    "to",
    "contact",
    "dermatitis",
];

/// Places of local use that take two words.
const LOCAL_PHRASES: [&str; 8] = [
    "eye drop",
    "ear drop",
    "nose drop",
    "nose spray",
    "eye ointment",
    "hep lock",
    "scalp solution",
    "patch for skin",
];

/// What a phrase is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Sense {
    /// A phrase for a concept, with its cancelling phrases in [`Index::unless`].
    Term { concept: ConceptKey, unless: usize },
    /// The substance of an allergy; only allergy facts look for it.
    Allergen(ConceptKey),
    /// A medicine, by its place in [`Index::medicines`].
    Medicine(usize),
    /// A general word that hints at a class.
    Generic(ConceptKey),
    /// Local use.
    Local,
    /// A look-alike of more than one word: `asa grade`.
    LookAlike,
}

#[derive(Debug)]
pub(crate) struct Phrase {
    pub(crate) words: Box<[WordId]>,
    pub(crate) sense: Sense,
    pub(crate) shown: Arc<str>,
    /// The name that a known misspelling stands for.
    pub(crate) meant: Option<Arc<str>>,
}

/// A medicine as screening needs it.
#[derive(Debug)]
pub(crate) struct Medicine {
    pub(crate) classes: Box<[ConceptKey]>,
    pub(crate) washout_days: u16,
}

/// The lexicon of one knowledge base.
#[derive(Debug)]
pub(crate) struct Index {
    pub(crate) words: Words,
    phrases: Vec<Phrase>,
    /// By word, where its phrases begin in `phrases`; one more entry than words.
    starts: Vec<u32>,
    pub(crate) unless: Vec<Box<[Box<[WordId]>]>>,
    pub(crate) medicines: Vec<Medicine>,
    near: Near,
    near_phrases: Vec<(Sense, Arc<str>)>,
    /// For its codes.
    lexicon: Lexicon,
    lab_names: Vec<(Box<[WordId]>, LabKey)>,
}

impl Index {
    pub(crate) fn new(knowledge: &Knowledge) -> Self {
        let mut index = Self {
            words: Words::default(),
            phrases: Vec::new(),
            starts: Vec::new(),
            unless: Vec::new(),
            medicines: Vec::new(),
            near: Near::default(),
            near_phrases: Vec::new(),
            lexicon: knowledge.lexicon().clone(),
            lab_names: Vec::new(),
        };
        cues::mark(&mut index.words);
        index.add_medicines(knowledge);
        index.add_terms(knowledge);
        index.add_local(knowledge);
        index.add_labs(knowledge);
        index.finish();
        index
    }

    /// Phrases that begin with `word`.
    pub(crate) fn phrases(&self, word: WordId) -> &[Phrase] {
        let range = self
            .starts
            .get(word as usize)
            .zip(self.starts.get(word as usize + 1));
        range
            .and_then(|(from, to)| self.phrases.get(*from as usize..*to as usize))
            .unwrap_or(&[])
    }

    /// The name that `word` is a near match of.
    pub(crate) fn near(&self, word: &str) -> Option<&(Sense, Arc<str>)> {
        self.near
            .find(word)
            .and_then(|number| self.near_phrases.get(number))
    }

    /// Concepts of a code.
    pub(crate) fn of_code(&self, code: &Code) -> &[ConceptKey] {
        self.lexicon.concepts_for_code(code.system, &code.code)
    }

    pub(crate) fn lab_of_code(&self, code: &Code) -> Option<LabKey> {
        let loinc = code.system == CodeSystem::Loinc;
        loinc
            .then(|| self.lexicon.lab_for_loinc(&code.code))
            .flatten()
    }

    /// The laboratory value whose name or id is the whole text.
    pub(crate) fn lab_of_text(&self, text: &Text) -> Option<LabKey> {
        let tokens = text.tokens();
        let same = |words: &[WordId]| {
            words.len() == tokens.len()
                && words
                    .iter()
                    .zip(tokens)
                    .all(|(word, token)| *word == token.id)
        };
        self.lab_names
            .iter()
            .find(|(words, _)| !words.is_empty() && same(words))
            .map(|(_, lab)| *lab)
    }

    fn add(&mut self, phrase: &str, sense: Sense) {
        let words = self.words.intern_phrase(phrase);
        self.add_words(words, sense, &Arc::from(phrase));
    }

    fn add_words(&mut self, words: Box<[WordId]>, sense: Sense, shown: &Arc<str>) {
        if !words.is_empty() {
            let shown = Arc::clone(shown);
            self.phrases.push(Phrase {
                words,
                sense,
                shown,
                meant: None,
            });
        }
    }

    fn add_near(&mut self, name: &str, sense: Sense) {
        let mut text = Text::default();
        text.read(name);
        if text.len() == 1 && self.near.add(text.word(0)).is_some() {
            self.near_phrases.push((sense, Arc::from(name)));
        }
    }

    fn add_medicines(&mut self, knowledge: &Knowledge) {
        let lexicon = knowledge.lexicon();
        let mut names: Vec<_> = lexicon.medicine_names().collect();
        names.sort_unstable_by_key(|(name, _)| *name);
        for (name, ingredient) in names {
            let sense = Sense::Medicine(self.medicines.len());
            self.medicines.push(Medicine {
                classes: ingredient.classes.as_slice().into(),
                washout_days: ingredient.washout_days,
            });
            self.add(name, sense);
            if lexicon.is_misspelling(name) {
                if let Some(phrase) = self.phrases.last_mut() {
                    phrase.meant = Some(Arc::from(ingredient.name.as_str()));
                }
                continue;
            }
            self.add_near(name, sense);
            self.add_without_salt(name, sense);
        }
        for (phrase, concept) in lexicon.generic_medicine_words() {
            self.add(phrase, Sense::Generic(*concept));
        }
        for name in lexicon.never_fuzzy() {
            let words = self.words.intern_phrase(name);
            if words.len() > 1 {
                self.add_words(words, Sense::LookAlike, &Arc::from(name.as_str()));
            }
        }
    }

    /// `dabigatran etexilate` is also written `dabigatran`.
    fn add_without_salt(&mut self, name: &str, sense: Sense) {
        let words = self.words.intern_phrase(name);
        let short = words
            .iter()
            .rposition(|word| self.words.cues(*word) & cues::SALT == 0)
            .map_or(0, |last| last + 1);
        if short < words.len()
            && let Some(kept) = words.get(..short)
        {
            self.add_words(kept.into(), sense, &Arc::from(name));
        }
    }

    fn add_terms(&mut self, knowledge: &Knowledge) {
        for term in knowledge.lexicon().terms() {
            let concept = term.concept;
            let device = knowledge.concept(concept).kind == ConceptKind::Device;
            let mut unless = Vec::new();
            for phrase in &term.unless {
                let words = self.words.intern_phrase(phrase);
                // That a device was removed is read from the words: it may have been replaced.
                let removed = words
                    .iter()
                    .any(|word| self.words.cues(*word) & cues::REMOVES != 0);
                if words.is_empty() || (device && removed) {
                    continue;
                }
                if let Some(first) = words.first() {
                    self.words.mark_id(*first, cues::CANCELS);
                }
                unless.push(words);
            }
            self.unless.push(unless.into());
            let sense = Sense::Term {
                concept,
                unless: self.unless.len() - 1,
            };
            self.add(&term.phrase, sense);
            if device {
                self.add_near(&term.phrase, sense);
            }
            self.add_allergen(&term.phrase, concept);
        }
    }

    fn add_allergen(&mut self, phrase: &str, concept: ConceptKey) {
        let words: Vec<&str> = phrase.split_whitespace().collect();
        let rest: Vec<&str> = words
            .iter()
            .copied()
            .filter(|word| !ALLERGY_WORDS.contains(word))
            .collect();
        let names_allergy = words
            .iter()
            .any(|word| word.contains("allerg") || word.contains("sensitiv"));
        if names_allergy && !rest.is_empty() {
            self.add(&rest.join(" "), Sense::Allergen(concept));
        }
    }

    fn add_local(&mut self, knowledge: &Knowledge) {
        for phrase in knowledge.lexicon().local_use_words() {
            self.add(phrase, Sense::Local);
        }
        for phrase in LOCAL_PHRASES {
            self.add(phrase, Sense::Local);
        }
    }

    fn add_labs(&mut self, knowledge: &Knowledge) {
        for (key, lab) in knowledge.labs().iter() {
            for name in [lab.id.as_str(), lab.name.as_str()] {
                let words = self.words.intern_phrase(name);
                self.lab_names.push((words, key));
            }
        }
    }

    fn finish(&mut self) {
        self.phrases
            .sort_by_key(|phrase| phrase.words.first().copied().unwrap_or(0));
        let mut starts = vec![0u32; self.words.count() + 1];
        for phrase in &self.phrases {
            let first = phrase.words.first().copied().unwrap_or(0) as usize;
            if let Some(count) = starts.get_mut(first + 1) {
                *count += 1;
            }
        }
        for at in 1..starts.len() {
            let before = starts.get(at - 1).copied().unwrap_or(0);
            if let Some(start) = starts.get_mut(at) {
                *start += before;
            }
        }
        self.starts = starts;
    }
}
