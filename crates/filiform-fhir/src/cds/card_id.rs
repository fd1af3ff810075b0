//! Ids of cards that say which rule spoke, so that feedback can be counted without remembering what was
//! shown about whom.

use filiform_knowledge::Knowledge;

/// The id of a card: a UUID of version 8. Its first 48 bits are a hash of the rule, the others a hash of
/// the request, so that no card has to be remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardId(u128);

const VERSION: u128 = 0x8 << 76;
const VARIANT: u128 = 0b10 << 62;
const FREE: u128 = !((0xf << 76) | (0b11 << 62));

impl CardId {
    /// The id of what `rule` says in answer to `request`; `part` tells several cards of a rule apart.
    pub(super) fn new(rule: &str, request: &str, part: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        for field in [rule, request, part] {
            hasher.update(&(field.len() as u64).to_le_bytes());
            hasher.update(field.as_bytes());
        }
        let hash = hasher.finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(hash.as_bytes().get(..16).unwrap_or(&[0; 16]));
        let low = u128::from_be_bytes(bytes) & ((1 << 80) - 1);
        Self((((tag(rule) << 80) | low) & FREE) | VERSION | VARIANT)
    }

    /// Reads an id; only those that could be ours.
    pub fn parse(text: &str) -> Option<Self> {
        let is_plain = text.len() == 36 && text.is_ascii();
        let bits = is_plain
            .then(|| filiform_units::FactId::parse(text).ok())
            .flatten()?
            .bits();
        (bits & !FREE == VERSION | VARIANT).then_some(Self(bits))
    }

    /// The rule that spoke, or the name of one of the cards about the check itself. None for a rule that
    /// is no longer there.
    pub fn rule(self, knowledge: &Knowledge) -> Option<&str> {
        let mine = self.0 >> 80;
        let rules = knowledge.rules().iter().map(|(_, rule)| rule.id.as_str());
        rules
            .chain(super::cards::NAMES)
            .find(|rule| tag(rule) == mine)
    }
}

impl std::fmt::Display for CardId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        filiform_units::FactId::from_bits(self.0).fmt(f)
    }
}

/// 48 bits of a hash of the rule.
fn tag(rule: &str) -> u128 {
    let hash = blake3::hash(rule.as_bytes());
    hash.as_bytes()
        .iter()
        .take(6)
        .fold(0, |tag, byte| (tag << 8) | u128::from(*byte))
}
