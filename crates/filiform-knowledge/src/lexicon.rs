//! Codes and words, and the concepts they mean.

use std::collections::{HashMap, HashSet};

use crate::{CodeSystem, ConceptKey, Ingredient, LabKey};

/// Codes and words, and the concepts they mean.
///
/// Codes are looked up without allocating: SNOMED CT and RxNorm codes as a whole, ICD-10 and ATC codes by
/// their longest known stem. Dots, blanks and small letters in ICD-10 and ATC codes do not matter.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    pub(crate) snomed: HashMap<String, Vec<ConceptKey>>,
    pub(crate) rxnorm: HashMap<String, Vec<ConceptKey>>,
    pub(crate) icd10: Stems,
    pub(crate) atc: Stems,
    pub(crate) loinc: HashMap<String, LabKey>,
    pub(crate) ingredients: Vec<Ingredient>,
    pub(crate) ingredient_codes: HashMap<(CodeSystem, String), usize>,
    pub(crate) medicine_names: HashMap<String, usize>,
    pub(crate) misspellings: HashSet<String>,
    pub(crate) look_alikes: Vec<(String, String)>,
    pub(crate) never_fuzzy: Vec<String>,
    pub(crate) terms: Vec<Term>,
    pub(crate) generic_medicine_words: Vec<(String, ConceptKey)>,
    pub(crate) local_use_words: Vec<String>,
}

/// A phrase and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Words that must stand in the text in this order and next to each other, folded (see [`fold`]).
    pub phrase: String,
    /// The concept.
    pub concept: ConceptKey,
    /// Phrases that cancel it when they stand in the text too, folded.
    pub unless: Vec<String>,
}

impl Lexicon {
    /// What a code means; nothing when it is not known.
    ///
    /// An ICD-10 or ATC code means what its stems mean. A stem that is an exception for a concept takes
    /// that concept away from the codes below it.
    pub fn concepts_for_code(&self, system: CodeSystem, code: &str) -> &[ConceptKey] {
        match system {
            CodeSystem::Snomed => whole(&self.snomed, code),
            CodeSystem::RxNorm => whole(&self.rxnorm, code),
            CodeSystem::Icd10 => self.icd10.longest(code),
            CodeSystem::Atc => self.atc.longest(code),
            CodeSystem::Loinc | CodeSystem::Other => &[],
        }
    }

    /// The laboratory value with this LOINC code.
    pub fn lab_for_loinc(&self, code: &str) -> Option<LabKey> {
        self.loinc.get(code.trim()).copied()
    }

    /// The medicine with this name, brand or accepted misspelling. Upper case and accents do not matter.
    pub fn medicine(&self, name: &str) -> Option<&Ingredient> {
        let row = match self.medicine_names.get(name) {
            Some(row) => row,
            None => self.medicine_names.get(fold(name).trim())?,
        };
        self.ingredients.get(*row)
    }

    /// The medicine with this whole RxNorm or ATC code.
    pub fn medicine_for_code(&self, system: CodeSystem, code: &str) -> Option<&Ingredient> {
        let code = code.trim().to_ascii_uppercase();
        let row = self.ingredient_codes.get(&(system, code))?;
        self.ingredients.get(*row)
    }

    /// The codes of a medicine in one system, sorted.
    pub fn codes_of(&self, medicine: &Ingredient, system: CodeSystem) -> Vec<&str> {
        let is_its = |row: usize| self.ingredients.get(row) == Some(medicine);
        let codes = self.ingredient_codes.iter();
        let mut codes: Vec<&str> = codes
            .filter(|((of, _), row)| *of == system && is_its(**row))
            .map(|((_, code), _)| code.as_str())
            .collect();
        codes.sort_unstable();
        codes
    }

    /// Medicines in file order.
    pub fn ingredients(&self) -> &[Ingredient] {
        &self.ingredients
    }

    /// Every medicine name, brand and accepted misspelling, folded, with its medicine; in no order.
    pub fn medicine_names(&self) -> impl Iterator<Item = (&str, &Ingredient)> {
        let names = self.medicine_names.iter();
        names.filter_map(|(name, row)| Some((name.as_str(), self.ingredients.get(*row)?)))
    }

    /// Whether a folded medicine name is a misspelling: accepted, and shown as "did you mean?".
    pub fn is_misspelling(&self, name: &str) -> bool {
        self.misspellings.contains(name)
    }

    /// Pairs of names that must never be taken for each other by edit distance, folded.
    pub fn look_alikes(&self) -> &[(String, String)] {
        &self.look_alikes
    }

    /// Whether two folded names are a pair that must never be taken for each other.
    pub fn are_look_alikes(&self, one: &str, other: &str) -> bool {
        let mut pairs = self.look_alikes.iter();
        pairs.any(|(a, b)| (a == one && b == other) || (a == other && b == one))
    }

    /// Names that have a look-alike, folded and sorted: they are read as written or not at all.
    pub fn never_fuzzy(&self) -> &[String] {
        &self.never_fuzzy
    }

    /// Phrases for problems, devices and answers, in file order.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Generic medicine words (`blood thinner`) with the class they hint at: they make a question, not
    /// a fact.
    pub fn generic_medicine_words(&self) -> &[(String, ConceptKey)] {
        &self.generic_medicine_words
    }

    /// Words that say a medicine is used locally (`eye drops`), so that rules for the whole body do not
    /// apply.
    pub fn local_use_words(&self) -> &[String] {
        &self.local_use_words
    }
}

fn whole<'a>(codes: &'a HashMap<String, Vec<ConceptKey>>, code: &str) -> &'a [ConceptKey] {
    codes.get(code.trim()).map_or(&[], Vec::as_slice)
}

/// Code stems of one system; every stem carries all that holds for the codes below it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stems {
    concepts: HashMap<Box<str>, Vec<ConceptKey>>,
    longest: usize,
}

/// Whether a stem means a concept, or takes it away again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum StemSense {
    /// An exception.
    Except,
    /// The rule.
    Means,
}

impl Stems {
    /// Works out what each stem means: for every concept its own longest stem decides, and of two equally
    /// long ones the one that means it.
    pub(crate) fn new(entries: &[(String, ConceptKey, StemSense)]) -> Self {
        let mut by_stem: HashMap<String, Vec<(ConceptKey, StemSense)>> = HashMap::new();
        for (stem, concept, sense) in entries {
            let stem = normal_code(stem);
            by_stem.entry(stem).or_default().push((*concept, *sense));
        }
        let mut stems = Self::default();
        for stem in by_stem.keys() {
            stems.longest = stems.longest.max(stem.len());
            stems
                .concepts
                .insert(Box::from(stem.as_str()), meaning(stem, &by_stem));
        }
        stems
    }

    fn longest(&self, code: &str) -> &[ConceptKey] {
        let mut buffer = [0_u8; STEM_MAX];
        let mut length = 0;
        for (place, byte) in buffer.iter_mut().zip(significant(code)) {
            *place = byte;
            length += 1;
        }
        for end in (1..=length.min(self.longest)).rev() {
            let stem = buffer
                .get(..end)
                .and_then(|stem| std::str::from_utf8(stem).ok());
            if let Some(concepts) = stem.and_then(|stem| self.concepts.get(stem)) {
                return concepts;
            }
        }
        &[]
    }
}

/// Longer codes exist only in national versions below any stem that we know.
const STEM_MAX: usize = 16;

fn meaning(stem: &str, by_stem: &HashMap<String, Vec<(ConceptKey, StemSense)>>) -> Vec<ConceptKey> {
    let mut senses: Vec<(ConceptKey, usize, StemSense)> = Vec::new();
    for end in 1..=stem.len() {
        let entries = stem.get(..end).and_then(|part| by_stem.get(part));
        let entries = entries.into_iter().flatten();
        senses.extend(entries.map(|(concept, sense)| (*concept, end, *sense)));
    }
    senses.sort_unstable();
    let mut concepts = Vec::new();
    for (index, (concept, _, sense)) in senses.iter().enumerate() {
        let is_last = senses
            .get(index + 1)
            .is_none_or(|(next, _, _)| next != concept);
        if is_last && *sense == StemSense::Means {
            concepts.push(*concept);
        }
    }
    concepts
}

fn significant(code: &str) -> impl Iterator<Item = u8> {
    let bytes = code.bytes().filter(u8::is_ascii_alphanumeric);
    bytes.map(|byte| byte.to_ascii_uppercase())
}

/// A code without dots and blanks, upper case.
pub(crate) fn normal_code(code: &str) -> String {
    significant(code).map(char::from).collect()
}

/// Lower case, Latin letters without accents: the form in which words are compared.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' | 'ä' => folded.push('a'),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'ď' | 'đ' | 'ð' => folded.push('d'),
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => folded.push('e'),
            'ğ' => folded.push('g'),
            'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => folded.push('i'),
            'ł' | 'ľ' => folded.push('l'),
            'ñ' | 'ń' | 'ň' => folded.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => folded.push('o'),
            'ŕ' | 'ř' => folded.push('r'),
            'ś' | 'š' | 'ş' | 'ș' => folded.push('s'),
            'ť' | 'ţ' | 'ț' => folded.push('t'),
            'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'ź' | 'ż' | 'ž' => folded.push('z'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ß' => folded.push_str("ss"),
            '’' | '‘' => folded.push('\''),
            '\u{300}'..='\u{36f}' => {}
            other => folded.push(other),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    const PREGNANCY: ConceptKey = ConceptKey(0);
    const CERVIX: ConceptKey = ConceptKey(1);

    fn stems() -> Stems {
        Stems::new(&[
            ("O34".to_owned(), PREGNANCY, StemSense::Means),
            ("O34.3".to_owned(), CERVIX, StemSense::Means),
            ("Z33".to_owned(), PREGNANCY, StemSense::Means),
            ("Z33.2".to_owned(), PREGNANCY, StemSense::Except),
        ])
    }

    #[test]
    fn a_code_means_what_all_its_stems_mean() {
        assert_eq!(stems().longest("o34.31"), [PREGNANCY, CERVIX]);
        assert_eq!(stems().longest("O349"), [PREGNANCY]);
        assert_eq!(stems().longest("O3"), []);
    }

    #[test]
    fn an_exception_takes_its_own_concept_away_and_no_other() {
        assert_eq!(stems().longest("Z33.1"), [PREGNANCY]);
        assert_eq!(stems().longest("Z33.2"), []);
        let both = Stems::new(&[
            ("Z33".to_owned(), PREGNANCY, StemSense::Means),
            ("Z33".to_owned(), CERVIX, StemSense::Means),
            ("Z33.2".to_owned(), PREGNANCY, StemSense::Except),
        ]);
        assert_eq!(both.longest("Z33.2"), [CERVIX]);
    }

    #[test]
    fn words_are_compared_without_case_and_accents() {
        assert_eq!(fold("Héparine"), "heparine");
        assert_eq!(fold("PHENPROCOUMON"), "phenprocoumon");
        assert_eq!(fold("e\u{301}"), "e");
    }
}
