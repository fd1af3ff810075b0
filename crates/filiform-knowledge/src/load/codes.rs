//! What a code of each system looks like.

use crate::lexicon::StemSense;

const SNOMED_MIN: usize = 6;
const SNOMED_MAX: usize = 18;

/// Whether the digits are a SNOMED CT identifier of a concept: length, partition and check digit.
pub(super) fn is_snomed(code: &str) -> bool {
    let digits: Vec<usize> = code
        .bytes()
        .filter(u8::is_ascii_digit)
        .map(|byte| usize::from(byte - b'0'))
        .collect();
    let is_concept = matches!(digits.iter().rev().nth(1), Some(0));
    digits.len() == code.len()
        && (SNOMED_MIN..=SNOMED_MAX).contains(&digits.len())
        && is_concept
        && verhoeff(&digits) == 0
}

/// Verhoeff's check over decimal digits, in the dihedral group of order ten; 0 when they fit.
fn verhoeff(digits: &[usize]) -> usize {
    const PERMUTE: [usize; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let mut check = 0;
    for (place, digit) in digits.iter().rev().enumerate() {
        let permuted = (0..place % 8).fold(*digit, |digit, _| PERMUTE[digit]);
        check = dihedral(check, permuted);
    }
    check
}

/// The product in the group: 0 to 4 are turns, 5 to 9 are turns of the mirrored figure.
const fn dihedral(a: usize, b: usize) -> usize {
    match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => (a + b) % 5 + 5,
        (false, true) => (a + 5 - b) % 5 + 5,
        (false, false) => (a + 5 - b) % 5,
    }
}

/// Whether the digits are an RxNorm identifier.
pub(super) fn is_rxnorm(code: &str) -> bool {
    (1..=8).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether it is an ATC code or the beginning of one: `B`, `B01`, `B01A`, `B01AA`, `B01AA03`.
pub(super) fn is_atc(code: &str) -> bool {
    let shape = [false, true, true, false, false, true, true];
    matches!(code.len(), 1 | 3 | 4 | 5 | 7)
        && code.bytes().zip(shape).all(|(byte, is_digit)| {
            if is_digit {
                byte.is_ascii_digit()
            } else {
                byte.is_ascii_uppercase()
            }
        })
}

/// Stems of one cell part: a stem, a range of stems, or an exception with `!`.
pub(super) fn icd10(text: &str) -> Option<(Vec<String>, StemSense)> {
    let (text, sense) = match text.strip_prefix('!') {
        Some(rest) => (rest, StemSense::Except),
        None => (text, StemSense::Means),
    };
    let stems = match text.split_once('-') {
        Some((first, last)) => icd10_range(first, last)?,
        None => vec![is_icd10(text).then(|| text.to_owned())?],
    };
    Some((stems, sense))
}

/// `O00`, `O9A`, `Z95.0`.
fn is_icd10(code: &str) -> bool {
    let (category, rest) = code.split_once('.').unwrap_or((code, "0"));
    let mut letters = category.bytes();
    category.len() == 3
        && letters.next().is_some_and(|byte| byte.is_ascii_uppercase())
        && letters.next().is_some_and(|byte| byte.is_ascii_digit())
        && letters.all(is_code_letter)
        && (1..=4).contains(&rest.len())
        && rest.bytes().all(is_code_letter)
}

fn is_code_letter(byte: u8) -> bool {
    byte.is_ascii_digit() || byte.is_ascii_uppercase()
}

/// Codes that differ in their last two places (`O00-O9A`), or in the last one behind a dot
/// (`M54.1-M54.4`).
fn icd10_range(first: &str, last: &str) -> Option<Vec<String>> {
    let fits = is_icd10(first) && is_icd10(last) && first < last && first.len() == last.len();
    if !fits {
        return None;
    }
    let fixed = if first.contains('.') {
        first.len() - 1
    } else {
        1
    };
    let prefix = first
        .get(..fixed)
        .filter(|prefix| last.starts_with(*prefix))?;
    let places = || (b'0'..=b'9').chain(b'A'..=b'Z').map(char::from);
    let mut codes = Vec::new();
    if fixed == 1 {
        for tens in b'0'..=b'9' {
            codes.extend(places().map(|unit| format!("{prefix}{}{unit}", char::from(tens))));
        }
    } else {
        codes.extend(places().map(|unit| format!("{prefix}{unit}")));
    }
    codes.retain(|code| first <= code.as_str() && code.as_str() <= last);
    Some(codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snomed_code_with_a_wrong_digit_is_not_one() {
        assert!(is_snomed("77386006"));
        assert!(is_snomed("72892002"));
        assert!(!is_snomed("77386005"));
        assert!(!is_snomed("77368006"));
        assert!(!is_snomed("7738600x"));
    }

    #[test]
    fn a_range_of_stems_holds_every_stem_between() {
        let (codes, _) = icd10("O00-O9A").unwrap();
        for code in ["O00", "O10", "O99", "O9A"] {
            assert!(codes.iter().any(|it| it == code), "{code}");
        }
        assert!(!codes.iter().any(|it| it == "O9B"));
        assert_eq!(icd10("M54.1-M54.3").unwrap().0, ["M54.1", "M54.2", "M54.3"]);
        assert_eq!(icd10("O9A-O00"), None);
        assert_eq!(icd10("O00-P00"), None);
    }

    #[test]
    fn an_exception_is_marked() {
        assert_eq!(
            icd10("!Z33.2").unwrap(),
            (vec!["Z33.2".to_owned()], StemSense::Except)
        );
    }

    #[test]
    fn an_atc_stem_ends_where_a_level_ends() {
        assert!(is_atc("B01AA03") && is_atc("B01AA") && is_atc("B01"));
        assert!(!is_atc("B01AA0") && !is_atc("b01") && !is_atc("B1A"));
    }
}
