//! A Rust file as the rules read it: comments and the insides of literals blanked, tests known.
//!
//! This is no parser. It knows enough of the language that a word in a comment is not taken for
//! code, and that code in a test is not taken for the product.

use std::iter;
use std::ops::Range;

use super::repository::is_test_path;

/// A string literal, without its quotes and with its escapes as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Literal {
    /// Where it begins, in bytes from the start of the file.
    pub(super) offset: usize,
    /// What stands between the quotes.
    pub(super) text: String,
}

/// One Rust file.
#[derive(Debug)]
pub(super) struct RustSource {
    /// Path from the root.
    pub(super) path: String,
    /// The code, byte for byte in place, with comments and literals blanked.
    pub(super) code: String,
    /// The same, with tests blanked as well.
    pub(super) product: String,
    literals: Vec<Literal>,
    tests: Vec<Range<usize>>,
}

impl RustSource {
    /// Reads the text of a file.
    pub(super) fn read(path: &str, text: &str) -> Self {
        let (code, literals) = Lexer::new(text).run();
        let tests = if is_test_path(path) {
            iter::once(0..code.len()).collect()
        } else {
            test_items(&code)
        };
        let mut bytes = code.clone().into_bytes();
        for byte in tests.iter().cloned().flatten() {
            if bytes[byte] != b'\n' {
                bytes[byte] = b' ';
            }
        }
        let product = String::from_utf8_lossy(&bytes).into_owned();
        Self {
            path: path.to_owned(),
            code,
            product,
            literals,
            tests,
        }
    }

    /// The line, from 1, in which a byte stands.
    pub(super) fn line(&self, offset: usize) -> usize {
        line_of(&self.code, offset)
    }

    /// How many lines the file has without its tests.
    pub(super) fn product_lines(&self) -> usize {
        let newlines = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count();
        let in_tests: usize = self
            .tests
            .iter()
            .map(|range| newlines(&self.code[range.clone()]))
            .sum();
        newlines(&self.code) - in_tests
    }

    /// The string literals outside tests.
    pub(super) fn product_literals(&self) -> impl Iterator<Item = &Literal> {
        self.literals
            .iter()
            .filter(|literal| !self.is_test_at(literal.offset))
    }

    /// Whether a byte stands in a test.
    pub(super) fn is_test_at(&self, offset: usize) -> bool {
        self.tests.iter().any(|range| range.contains(&offset))
    }

    /// The crate the file belongs to: the folder's name.
    pub(super) fn crate_name(&self) -> Option<&str> {
        let mut parts = self.path.split('/');
        match parts.next() {
            Some("crates") => parts.next(),
            Some("xtask") => Some("xtask"),
            _ => None,
        }
    }

    /// Whether the file is part of the crate itself: below `src`.
    pub(super) fn is_in_src(&self) -> bool {
        let mut parts = self.path.split('/').skip_while(|part| *part == "crates");
        parts.nth(1) == Some("src")
    }

    /// Every attribute in the code, tests included: its place and what stands between the brackets.
    pub(super) fn attributes(&self) -> Vec<(usize, &str)> {
        attributes(&self.code)
    }
}

/// The line, from 1, in which a byte of the text stands.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    1 + text
        .bytes()
        .take(offset)
        .filter(|byte| *byte == b'\n')
        .count()
}

/// Where a word stands in the code, never as a part of a longer one.
pub(super) fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let bytes = code.as_bytes();
    code.match_indices(word)
        .map(|(offset, _)| offset)
        .filter(move |offset| {
            let starts = *offset == 0 || !is_word(bytes[offset - 1]);
            let ends = bytes
                .get(offset + word.len())
                .is_none_or(|byte| !is_word(*byte));
            starts && ends
        })
}

/// Whether the next thing after this place, spaces aside, is this text.
pub(super) fn is_followed_by(code: &str, offset: usize, text: &str) -> bool {
    code.get(offset..)
        .is_some_and(|rest| rest.trim_start().starts_with(text))
}

/// The place just behind the bracket that closes the one at `open`.
pub(super) fn closing(code: &str, open: usize) -> usize {
    let mut depth = 0_usize;
    for (offset, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => continue,
        }
        if depth == 0 {
            return offset + 1;
        }
    }
    code.len()
}

fn attributes(code: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (offset, _) in code.match_indices('#') {
        let rest = code[offset + 1..].trim_start_matches('!').trim_start();
        if rest.starts_with('[') {
            let open = code.len() - rest.len();
            let close = closing(code, open);
            let content = &code[open + 1..close];
            found.push((offset, content.strip_suffix(']').unwrap_or(content).trim()));
        }
    }
    found
}

/// The ranges of all items that exist only in tests.
fn test_items(code: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (offset, attribute) in attributes(code) {
        let is_inside_another = ranges.last().is_some_and(|range| range.contains(&offset));
        if is_test_only(attribute) && !is_inside_another {
            let is_whole_file = code[offset + 1..].starts_with('!');
            let end = if is_whole_file {
                code.len()
            } else {
                item_end(code, offset)
            };
            ranges.push(offset..end);
        }
    }
    ranges
}

fn is_test_only(attribute: &str) -> bool {
    let condition: String = attribute.split_whitespace().collect();
    condition == "cfg(test)" || condition.starts_with("cfg(all(test,")
}

/// The end of the item whose first attribute begins here.
fn item_end(code: &str, start: usize) -> usize {
    let mut at = start;
    let bytes = code.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            b';' => return at + 1,
            b'{' => return closing(code, at),
            b'(' | b'[' => at = closing(code, at),
            _ => at += 1,
        }
    }
    bytes.len()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

/// Whether a backslash in a string speaks for the next character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escapes {
    Meant,
    Raw,
}

/// Copies code and blanks what is not code.
struct Lexer<'a> {
    text: &'a [u8],
    code: Vec<u8>,
    literals: Vec<Literal>,
}

impl<'a> Lexer<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            code: Vec::with_capacity(text.len()),
            literals: Vec::new(),
        }
    }

    fn run(mut self) -> (String, Vec<Literal>) {
        // INVARIANT: `code` is as long as what was read, so offsets hold in both.
        while let Some(byte) = self.peek(0) {
            match byte {
                b'/' if self.peek(1) == Some(b'/') => self.blank_to(self.find(b"\n", 0)),
                b'/' if self.peek(1) == Some(b'*') => self.block_comment(),
                b'"' => self.string(0, Escapes::Meant),
                b'\'' => self.quote(),
                byte if is_word(byte) => self.word(),
                _ => self.copy(1),
            }
        }
        (
            String::from_utf8_lossy(&self.code).into_owned(),
            self.literals,
        )
    }

    fn at(&self) -> usize {
        self.code.len()
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.get(self.at() + ahead).copied()
    }

    fn copy(&mut self, count: usize) {
        for _ in 0..count {
            let byte = self.peek(0).unwrap_or(b' ');
            self.code.push(if byte.is_ascii() { byte } else { b'_' });
        }
    }

    fn blank_to(&mut self, end: usize) {
        while self.at() < end.min(self.text.len()) {
            let is_newline = self.peek(0) == Some(b'\n');
            self.code.push(if is_newline { b'\n' } else { b' ' });
        }
    }

    /// Where this text begins next, or the end of the file.
    fn find(&self, wanted: &[u8], ahead: usize) -> usize {
        let from = (self.at() + ahead).min(self.text.len());
        let found = self.text[from..]
            .windows(wanted.len())
            .position(|window| window == wanted);
        found.map_or(self.text.len(), |position| from + position)
    }

    fn block_comment(&mut self) {
        let mut depth = 0_usize;
        let mut end = self.at();
        while end < self.text.len() {
            if self.text[end..].starts_with(b"/*") {
                depth += 1;
                end += 2;
            } else if self.text[end..].starts_with(b"*/") {
                depth -= 1;
                end += 2;
            } else {
                end += 1;
            }
            if depth == 0 {
                break;
            }
        }
        self.blank_to(end);
    }

    /// A word, or the prefix of a literal such as `br##"..."##`.
    fn word(&mut self) {
        let start = self.at();
        while self.peek(0).is_some_and(is_word) {
            self.copy(1);
        }
        let is_raw = matches!(&self.text[start..self.at()], b"r" | b"br" | b"cr");
        let rest = &self.text[self.at()..];
        let hashes = rest.iter().take_while(|byte| **byte == b'#').count();
        if is_raw && self.peek(hashes) == Some(b'"') {
            self.copy(hashes);
            self.string(hashes, Escapes::Raw);
        }
    }

    /// A string literal; we stand on its opening quote.
    fn string(&mut self, hashes: usize, escapes: Escapes) {
        self.copy(1);
        let start = self.at();
        let mut closer = vec![b'"'];
        closer.resize(1 + hashes, b'#');
        let mut end = start;
        while end < self.text.len() && !self.text[end..].starts_with(&closer) {
            let is_escape = escapes == Escapes::Meant && self.text[end] == b'\\';
            end += if is_escape { 2 } else { 1 };
        }
        let end = end.min(self.text.len());
        let text = String::from_utf8_lossy(&self.text[start..end]).into_owned();
        self.literals.push(Literal {
            offset: start,
            text,
        });
        self.blank_to(end);
        self.copy(closer.len().min(self.text.len() - end));
    }

    /// A character, which is blanked, or a lifetime, which is code.
    fn quote(&mut self) {
        let end = if self.peek(1) == Some(b'\\') {
            self.find(b"'", 3)
        } else {
            let is_more_of_character =
                |ahead: &usize| self.peek(*ahead).is_some_and(|b| b & 0xC0 == 0x80);
            let width = 1 + (2..5).take_while(is_more_of_character).count();
            self.at() + 1 + width
        };
        if self.text.get(end) == Some(&b'\'') {
            self.copy(1);
            self.blank_to(end);
        }
        self.copy(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> RustSource {
        RustSource::read("crates/filiform-care/src/lib.rs", text)
    }

    #[test]
    fn comments_and_the_insides_of_literals_are_blank() {
        let source =
            source("a /* b /* c */ d */ e // f\n\"g\\\"h\" 'i' '\\'' 'é' r#\"j\"k\"# b\"l\" m");
        let words: Vec<&str> = source.code.split_whitespace().collect();
        assert_eq!(words.concat(), "ae\"\"''''''r#\"\"#b\"\"m");
    }

    #[test]
    fn blanking_moves_nothing() {
        let text = "let é = \"ü\n\"; // ö\nfn f<'a>() {}";
        let source = source(text);
        assert_eq!(source.code.len(), text.len());
        assert_eq!(source.line(source.code.find("fn").unwrap()), 3);
        assert!(source.code.ends_with("fn f<'a>() {}"));
    }

    #[test]
    fn literals_keep_their_text_and_raw_names_are_code() {
        let source = source("let r#type = \"one\"; r##\"two \"# \"##;");
        let literals: Vec<&str> = source
            .product_literals()
            .map(|it| it.text.as_str())
            .collect();
        assert_eq!(literals, ["one", "two \"# "]);
        assert!(source.code.contains("r#type"));
    }

    #[test]
    fn what_exists_only_in_tests_is_not_the_product() {
        let source = source(
            "fn product() {}\n#[cfg(test)]\nuse a::b;\n#[cfg(test)]\n#[expect(x)]\nmod tests {\n  \
             fn check() { \"}\"; }\n}\nfn more() {}\n#[cfg(not(test))]\nfn real() {}\n",
        );
        assert!(source.product.contains("fn product"));
        assert!(source.product.contains("fn more"));
        assert!(source.product.contains("fn real"));
        assert!(!source.product.contains("use a::b"));
        assert!(!source.product.contains("fn check"));
    }

    #[test]
    fn a_file_below_tests_is_all_test() {
        let source = RustSource::read("crates/a/tests/it/main.rs", "fn check() { \"text\"; }");
        assert_eq!(source.product.trim(), "");
        assert_eq!(source.product_literals().count(), 0);
    }

    #[test]
    fn attributes_are_found_with_their_content() {
        let source = source("#![a]\n#[b(c, d[0])] fn f() { \"#[e]\"; } // #[g]");
        let found: Vec<&str> = source.attributes().iter().map(|(_, text)| *text).collect();
        assert_eq!(found, ["a", "b(c, d[0])"]);
    }

    #[test]
    fn words_are_whole() {
        let offsets: Vec<usize> = words("now know now_ now", "now").collect();
        assert_eq!(offsets, [0, 14]);
    }

    #[test]
    fn a_path_tells_crate_and_part() {
        let of = |path: &str| RustSource::read(path, "");
        assert_eq!(
            of("crates/filiform-web/src/a.rs").crate_name(),
            Some("filiform-web")
        );
        assert_eq!(of("xtask/src/main.rs").crate_name(), Some("xtask"));
        assert!(of("xtask/src/main.rs").is_in_src());
        assert!(of("crates/filiform-web/src/a.rs").is_in_src());
        assert!(!of("crates/filiform-web/build.rs").is_in_src());
        assert!(!of("crates/filiform-web/benches/src/a.rs").is_in_src());
    }
}
