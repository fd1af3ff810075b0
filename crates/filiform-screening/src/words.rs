//! Words: folding, numbering, and the clauses of a text.
//!
//! Lexicon and records are folded alike: lower case, no accents, `ae` and `oe` as `e`, everything that
//! is not a letter or digit separates words, letters and digits separate from each other. So doses,
//! salts, forms and brackets are simply other words, and a name is only ever found as a whole word.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Maps keyed by short words, hashed fast. The keys come from the knowledge base, not from strangers.
pub(crate) type FastMap<K, V> = HashMap<K, V, BuildHasherDefault<FastHasher>>;

/// A small multiplicative hash for short keys.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FastHasher(u64);

const MULTIPLIER: u64 = 0x517c_c1b7_2722_0a95;

impl FastHasher {
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(MULTIPLIER);
    }
}

impl Hasher for FastHasher {
    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            if let Ok(word) = chunk.try_into().map(u64::from_le_bytes) {
                self.mix(word);
            }
        }
        let rest = chunks.remainder();
        if !rest.is_empty() {
            self.mix(
                rest.iter()
                    .fold(1, |word, byte| (word << 8) | u64::from(*byte)),
            );
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.mix(u64::from(byte));
    }

    fn write_u32(&mut self, word: u32) {
        self.mix(u64::from(word));
    }

    fn write_u64(&mut self, word: u64) {
        self.mix(word);
    }

    fn write_usize(&mut self, word: usize) {
        self.mix(word as u64);
    }

    fn finish(&self) -> u64 {
        // The table takes its bucket from the low bits, the product is best in its high ones.
        self.0 ^ (self.0 >> 32)
    }
}

/// Number of a word of the lexicon; [`UNKNOWN`] for any other word.
pub(crate) type WordId = u32;

/// A word that no lexicon entry uses.
pub(crate) const UNKNOWN: WordId = 0;

/// Every word that a lexicon phrase or a cue uses, numbered from 1.
#[derive(Debug, Default)]
pub(crate) struct Words {
    ids: FastMap<Box<str>, WordId>,
    cues: Vec<u64>,
}

impl Words {
    /// The number of `word`, which is folded already; given a new one when it has none.
    pub(crate) fn intern(&mut self, word: &str) -> WordId {
        if self.cues.is_empty() {
            self.cues.push(0);
        }
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        let id = WordId::try_from(self.cues.len()).unwrap_or(UNKNOWN);
        self.ids.insert(Box::from(word), id);
        self.cues.push(0);
        id
    }

    /// The numbers of the words of `phrase`, folded here.
    pub(crate) fn intern_phrase(&mut self, phrase: &str) -> Box<[WordId]> {
        let mut text = Text::default();
        text.read(phrase);
        (0..text.len())
            .map(|at| self.intern(text.word(at)))
            .collect()
    }

    /// The number of `word`, folded already; a plural counts as its singular.
    pub(crate) fn id(&self, word: &str) -> WordId {
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        word.strip_suffix('s')
            .filter(|singular| singular.len() >= 4)
            .and_then(|singular| self.ids.get(singular))
            .copied()
            .unwrap_or(UNKNOWN)
    }

    /// Adds a cue to a word.
    pub(crate) fn mark_id(&mut self, id: WordId, cue: u64) {
        if let Some(cues) = self.cues.get_mut(id as usize) {
            *cues |= cue;
        }
    }

    /// The cues of a word.
    pub(crate) fn cues(&self, id: WordId) -> u64 {
        self.cues.get(id as usize).copied().unwrap_or(0)
    }

    /// How many numbers are in use, [`UNKNOWN`] included.
    pub(crate) fn count(&self) -> usize {
        self.cues.len().max(1)
    }
}

/// One word of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    start: u32,
    end: u32,
    /// Its number.
    pub(crate) id: WordId,
    /// Its cues.
    pub(crate) cues: u64,
    /// Number of the clause it stands in.
    pub(crate) clause: u32,
    /// A question mark stands directly before it.
    pub(crate) queried: bool,
    /// It is a number.
    pub(crate) number: bool,
}

/// A folded text, reused from fact to fact.
#[derive(Debug, Default)]
pub(crate) struct Text {
    folded: String,
    tokens: Vec<Token>,
    cues: u64,
}

impl Text {
    /// Folds `text` and splits it into words and clauses. Numbers and cues are still missing.
    pub(crate) fn read(&mut self, text: &str) {
        self.folded.clear();
        self.tokens.clear();
        self.cues = 0;
        if is_plain(text) {
            self.read_plain(text);
        } else {
            self.read_any(text);
        }
    }

    /// Most lines of a record: every word stands in the text as it is to be folded, but for its case.
    fn read_plain(&mut self, text: &str) {
        self.folded.push_str(text);
        self.folded.make_ascii_lowercase();
        let bytes = text.as_bytes();
        let mut reader = Reader::new(self);
        for (at, byte) in bytes.iter().enumerate() {
            let kind = Kind::of(*byte);
            if kind != Kind::Gap {
                if kind != reader.kind {
                    reader.close(at);
                    (reader.start, reader.kind) = (at, kind);
                }
            } else if *byte == b' ' {
                reader.close(at);
            } else {
                let next = bytes.get(at + 1).map(|byte| char::from(*byte));
                reader.separator(char::from(*byte), next, at);
            }
        }
        reader.close(bytes.len());
    }

    fn read_any(&mut self, text: &str) {
        let mut reader = Reader::new(self);
        let mut rest = text;
        while let Some(first) = rest.bytes().next() {
            let run = run_length(rest, first);
            if let Some((word, after)) = rest.split_at_checked(run).filter(|_| run > 0) {
                reader.take_run(word, first);
                rest = after;
                continue;
            }
            let mut letters = rest.chars();
            if let Some(letter) = letters.next() {
                rest = letters.as_str();
                reader.take(letter, letters.next());
            }
        }
        reader.close_here();
    }

    /// Looks up numbers and cues. A cue that begins a clause (`but`, `patient`) begins one here.
    pub(crate) fn number(&mut self, words: &Words, clause_cue: u64) {
        let mut extra = 0;
        for at in 0..self.tokens.len() {
            let id = words.id(self.word(at));
            let cues = words.cues(id);
            if cues & clause_cue != 0 {
                extra += 1;
            }
            if let Some(token) = self.tokens.get_mut(at) {
                token.id = id;
                token.cues = cues;
                token.clause += extra;
            }
            self.cues |= cues;
        }
    }

    /// Whether any word carries one of `cues`.
    pub(crate) const fn has_cue(&self, cues: u64) -> bool {
        self.cues & cues != 0
    }

    /// The words.
    pub(crate) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// How many words.
    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The folded word at `at`.
    pub(crate) fn word(&self, at: usize) -> &str {
        self.tokens
            .get(at)
            .and_then(|token| self.folded.get(token.start as usize..token.end as usize))
            .unwrap_or("")
    }

    /// Adds a cue to the word at `at`.
    pub(crate) fn add_cue(&mut self, at: usize, cue: u64) {
        if let Some(token) = self.tokens.get_mut(at) {
            token.cues |= cue;
            self.cues |= cue;
        }
    }

    /// The words from `from` up to `to`, with spaces.
    pub(crate) fn words(&self, from: usize, to: usize) -> String {
        (from..to)
            .map(|at| self.word(at))
            .collect::<Vec<_>>()
            .join(" ")
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Gap,
    Letters,
    Digits,
}

impl Kind {
    const fn of(byte: u8) -> Self {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => Self::Letters,
            b'0'..=b'9' => Self::Digits,
            _ => Self::Gap,
        }
    }
}

struct Reader<'t> {
    text: &'t mut Text,
    start: usize,
    kind: Kind,
    clause: u32,
    queried: bool,
}

impl<'t> Reader<'t> {
    const fn new(text: &'t mut Text) -> Self {
        Self {
            text,
            start: 0,
            kind: Kind::Gap,
            clause: 0,
            queried: false,
        }
    }

    /// A run of plain letters or of digits.
    fn take_run(&mut self, run: &str, first: u8) {
        if first.is_ascii_digit() {
            self.enter(Kind::Digits);
            self.text.folded.push_str(run);
            return;
        }
        self.enter(Kind::Letters);
        let from = self.text.folded.len();
        if from == self.start && !has_vowel_pair(run) {
            self.text.folded.push_str(run);
            if let Some(added) = self.text.folded.get_mut(from..) {
                added.make_ascii_lowercase();
            }
        } else {
            for letter in run.chars() {
                self.push(letter.to_ascii_lowercase());
            }
        }
    }

    fn take(&mut self, letter: char, next: Option<char>) {
        let joins = matches!(letter, '\'' | '\u{2019}' | '\u{300}'..='\u{36f}');
        if joins && self.kind == Kind::Letters {
            return;
        }
        if letter.is_ascii() || !letter.is_alphanumeric() {
            self.separator(letter, next, self.text.folded.len());
        } else {
            self.foreign(letter);
        }
    }

    /// What ends a word, perhaps a clause; the word ends before `end`.
    fn separator(&mut self, letter: char, next: Option<char>, end: usize) {
        let in_number = self.kind == Kind::Digits && next.is_some_and(|c| c.is_ascii_digit());
        self.close(end);
        match letter {
            '.' | ',' if in_number => {}
            '.' | ',' | ';' | '\n' | '!' => self.clause += 1,
            '?' => self.queried = next.is_some_and(char::is_alphanumeric),
            _ => {}
        }
    }

    fn foreign(&mut self, letter: char) {
        self.enter(Kind::Letters);
        match base_letters(letter) {
            Some(base) => {
                for part in base.chars() {
                    self.push(part);
                }
            }
            None => {
                for lower in letter.to_lowercase() {
                    self.text.folded.push(lower);
                }
            }
        }
    }

    /// `haemophilia` and `hemophilia`, `oedema` and `edema` are the same word.
    fn push(&mut self, letter: char) {
        let word = self.text.folded.get(self.start..).unwrap_or("");
        if letter == 'e' && (word.ends_with('a') || word.ends_with('o')) {
            self.text.folded.pop();
        }
        self.text.folded.push(letter);
    }

    fn enter(&mut self, kind: Kind) {
        if self.kind != kind {
            self.close_here();
            self.kind = kind;
            self.start = self.text.folded.len();
        }
    }

    fn close_here(&mut self) {
        self.close(self.text.folded.len());
    }

    fn close(&mut self, end: usize) {
        if self.kind == Kind::Gap {
            return;
        }
        let span = u32::try_from(self.start).ok().zip(u32::try_from(end).ok());
        if let Some((start, end)) = span {
            self.text.tokens.push(Token {
                start,
                end,
                id: UNKNOWN,
                cues: 0,
                clause: self.clause,
                queried: self.queried,
                number: self.kind == Kind::Digits,
            });
        }
        self.kind = Kind::Gap;
        self.queried = false;
    }
}

/// How many letters, or how many digits, `text` begins with.
fn run_length(text: &str, first: u8) -> usize {
    let bytes = text.bytes();
    if first.is_ascii_alphabetic() {
        bytes.take_while(u8::is_ascii_alphabetic).count()
    } else if first.is_ascii_digit() {
        bytes.take_while(u8::is_ascii_digit).count()
    } else {
        0
    }
}

/// Whether every word of `text` is folded by its case alone: no accent, no apostrophe, no `ae` or `oe`.
fn is_plain(text: &str) -> bool {
    text.is_ascii() && !text.as_bytes().contains(&b'\'') && !has_vowel_pair(text)
}

/// Whether `ae` or `oe` stands in it.
fn has_vowel_pair(run: &str) -> bool {
    let bytes = run.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or(&[]));
    // Numbers and no early end, so that many bytes are compared at once.
    let found = pairs.fold(0, |found, (one, two)| {
        let first = u8::from(one | 32 == b'a') | u8::from(one | 32 == b'o');
        found | (first & u8::from(two | 32 == b'e'))
    });
    found != 0
}

/// The plain letters of an accented one, as far as names of medicines and diseases need it.
fn base_letters(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'ą' | 'Ā' | 'Ă' | 'Ą' => "a",
        'æ' | 'Æ' | 'œ' | 'Œ' | 'è'..='ë' | 'È'..='Ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'Ē' | 'Ė' | 'Ę' => {
            "e"
        }
        'ç' | 'Ç' | 'ć' | 'č' | 'Ć' | 'Č' => "c",
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'į' | 'İ' | 'ı' => "i",
        'ñ' | 'Ñ' | 'ń' | 'ň' | 'Ń' => "n",
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ő' | 'ō' | 'Ő' => "o",
        'ù'..='ü' | 'Ù'..='Ü' | 'ů' | 'ű' | 'ū' | 'Ű' | 'µ' | 'μ' => "u",
        'ý' | 'ÿ' | 'Ý' => "y",
        'ß' | 'ś' | 'š' | 'Š' | 'Ś' => "s",
        'ł' | 'Ł' => "l",
        'ž' | 'ź' | 'ż' | 'Ž' | 'Ź' | 'Ż' => "z",
        'đ' | 'ð' | 'Đ' | 'Ð' => "d",
        'ř' => "r",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_short_way_through_a_plain_text_reads_what_the_long_way_reads(text in "[ -~\\n]{0,40}") {
            prop_assume!(is_plain(&text));
            let (mut short, mut long) = (Text::default(), Text::default());
            short.read_plain(&text);
            long.read_any(&text);
            let words = |text: &Text| -> Vec<_> {
                (0..text.len())
                    .map(|at| (text.word(at).to_owned(), text.tokens()[at]))
                    .map(|(word, token)| (word, token.clause, token.queried, token.number))
                    .collect()
            };
            prop_assert_eq!(words(&short), words(&long));
        }
    }

    fn folded(text: &str) -> Vec<String> {
        let mut read = Text::default();
        read.read(text);
        (0..read.len()).map(|at| read.word(at).to_owned()).collect()
    }

    #[test]
    fn spelling_case_accents_and_units_do_not_matter() {
        assert_eq!(
            folded("Hæmophilia, haemophilia; HEMOPHILIA"),
            ["hemophilia"; 3]
        );
        assert_eq!(folded("warfarin5mg"), ["warfarin", "5", "mg"]);
        assert_eq!(
            folded("Phénprocoumon 1.5 mg"),
            ["phenprocoumon", "1", "5", "mg"]
        );
        assert_eq!(folded("doesn't"), ["desnt"]);
        assert_eq!(
            folded("Carbamazepine[Tegretol]"),
            ["carbamazepine", "tegretol"]
        );
    }
}
