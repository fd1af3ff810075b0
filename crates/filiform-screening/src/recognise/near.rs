//! Names one keystroke away: a letter missing, added, wrong, or two letters swapped.

use std::hash::Hasher;

use crate::words::{FastHasher, FastMap};

/// The shortest name that may be reached by a near match.
const SHORTEST: usize = 7;

/// Names by every way to leave one letter out.
#[derive(Debug, Default)]
pub(crate) struct Near {
    names: Vec<Box<str>>,
    by_deletion: FastMap<u64, Vec<u32>>,
}

impl Near {
    /// Adds `name`, folded; short names are left out. Gives its number.
    pub(crate) fn add(&mut self, name: &str) -> Option<usize> {
        let plain = name.bytes().all(|letter| letter.is_ascii_lowercase());
        if name.len() < SHORTEST || !plain {
            return None;
        }
        let number = u32::try_from(self.names.len()).ok()?;
        for hash in deletions(name.as_bytes()) {
            self.by_deletion.entry(hash).or_default().push(number);
        }
        self.names.push(Box::from(name));
        Some(self.names.len() - 1)
    }

    /// The number of the first name that is one keystroke away from `word`, folded.
    pub(crate) fn find(&self, word: &str) -> Option<usize> {
        let plain = word.bytes().all(|letter| letter.is_ascii_lowercase());
        if word.len() + 1 < SHORTEST || word.len() > 40 || !plain {
            return None;
        }
        let mut best: Option<u32> = None;
        for hash in deletions(word.as_bytes()) {
            let Some(candidates) = self.by_deletion.get(&hash) else {
                continue;
            };
            for number in candidates {
                let name = self.names.get(*number as usize).map_or("", |name| name);
                if best.is_none_or(|found| *number < found) && is_one_edit(word, name) {
                    best = Some(*number);
                }
            }
        }
        best.map(|number| number as usize)
    }
}

/// Hashes of the word and of the word with each letter left out.
fn deletions(word: &[u8]) -> impl Iterator<Item = u64> {
    (0..=word.len()).map(move |skip| {
        let mut hasher = FastHasher::default();
        let mut packed = 1u64;
        for (at, letter) in word.iter().enumerate() {
            if at == skip {
                continue;
            }
            packed = (packed << 8) | u64::from(*letter);
            if packed >> 56 != 0 {
                hasher.write_u64(packed);
                packed = 1;
            }
        }
        hasher.write_u64(packed);
        hasher.finish()
    })
}

/// Whether one Damerau edit turns `one` into `other`; equal words are not an edit apart.
fn is_one_edit(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() {
        (one.as_bytes(), other.as_bytes())
    } else {
        (other.as_bytes(), one.as_bytes())
    };
    let same = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let short = short.get(same..).unwrap_or(&[]);
    let Some((added, long)) = long.get(same..).and_then(<[u8]>::split_first) else {
        return false;
    };
    let Some((wrong, rest)) = short.split_first() else {
        return long.is_empty();
    };
    let swapped = long.first() == Some(wrong)
        && rest.first() == Some(added)
        && long.get(1..) == rest.get(1..);
    short == long || rest == long || swapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_keystroke_is_near_and_two_are_not() {
        let mut near = Near::default();
        for name in ["warfarin", "xarelto", "clopidogrel", "asprin"] {
            near.add(name);
        }
        for word in ["warferin", "warfarn", "warfarrin", "wafrarin", "warfarinn"] {
            assert_eq!(near.find(word), Some(0), "{word}");
        }
        assert_eq!(near.find("xareltoo"), Some(1));
        for word in ["warfarin", "xanax", "wafferin", "aspirin", "x", ""] {
            assert_eq!(near.find(word), None, "{word}");
        }
    }
}
