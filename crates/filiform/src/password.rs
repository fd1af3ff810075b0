//! Passwords that can be read out and typed.

use filiform_app::operating_system_randomness;

const CONSONANTS: &[u8; 16] = b"bdfghjklmnprstvz";
const VOWELS: &[u8; 5] = b"aeiou";

/// Ten syllables in five groups, `kodu-basi-nemo-tapu-rigo`: 63 bits.
pub(crate) fn readable() -> String {
    let groups: Vec<String> = (0..5).map(|_| [syllable(), syllable()].concat()).collect();
    groups.join("-")
}

fn syllable() -> String {
    let letters = [pick(CONSONANTS), pick(VOWELS)];
    letters.into_iter().map(char::from).collect()
}

/// One of `letters`, each with the same chance.
fn pick(letters: &[u8]) -> u8 {
    loop {
        let mut byte = [0];
        operating_system_randomness(&mut byte);
        let index = usize::from(byte[0]);
        let fair = 256 / letters.len() * letters.len();
        if index < fair
            && let Some(letter) = letters.get(index % letters.len())
        {
            return *letter;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_enough_and_never_the_same() {
        let (one, other) = (readable(), readable());
        assert_eq!(one.len(), 24);
        assert_ne!(one, other);
    }
}
