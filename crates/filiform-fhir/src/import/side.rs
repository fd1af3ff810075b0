//! Sides: from codes, or from the words of the record.

use filiform_units::Laterality;

/// The sides that were named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sides {
    left: bool,
    right: bool,
}

impl Sides {
    pub(super) fn add(&mut self, other: Self) {
        self.left |= other.left;
        self.right |= other.right;
    }

    const fn named(self) -> Option<Laterality> {
        match (self.left, self.right) {
            (true, true) => Some(Laterality::Both),
            (true, false) => Some(Laterality::Left),
            (false, true) => Some(Laterality::Right),
            (false, false) => None,
        }
    }
}

const LEFT: Sides = Sides {
    left: true,
    right: false,
};
const RIGHT: Sides = Sides {
    left: false,
    right: true,
};
const BOTH: Sides = Sides {
    left: true,
    right: true,
};

/// The side that a SNOMED CT code names: left, right, right and left, alone or as the laterality of a
/// longer expression.
pub(super) fn of_code(code: &str) -> Sides {
    let mut sides = Sides::default();
    for value in code.split(['=', ',', '{', '}', ':', '+']) {
        match value.trim() {
            "7771000" => sides.add(LEFT),
            "24028007" => sides.add(RIGHT),
            "51440002" => sides.add(BOTH),
            _ => {}
        }
    }
    sides
}

/// Words after `left` or `right` that make it the name of an organ or a turn of phrase, not a side of
/// the body: left ventricle, left bundle branch, right heart failure.
const NOT_A_SIDE: [&str; 17] = [
    "ventric",
    "atri",
    "bundle",
    "heart",
    "sided heart",
    "anterior descending",
    "anterior fascic",
    "anterior hemi",
    "posterior fascic",
    "main",
    "coronary",
    "axis",
    "shift",
    "shunt",
    "hand",
    "to left",
    "to right",
];

/// The sides that the words name.
pub(super) fn of_words(text: &str) -> Sides {
    let text = text.to_lowercase().replace('-', " ");
    let mut sides = Sides::default();
    for (at, word) in words(&text) {
        let rest = text.get(at + word.len()..).unwrap_or_default();
        let rest = rest.trim_start();
        let a_side = || !NOT_A_SIDE.iter().any(|organ| rest.starts_with(organ));
        match word {
            "left" if a_side() => sides.add(LEFT),
            "right" if a_side() => sides.add(RIGHT),
            "bilateral" | "bilaterally" | "both" => sides.add(BOTH),
            _ => {}
        }
    }
    sides
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(|c: char| !c.is_alphanumeric())
        .map(move |word| {
            let start = at;
            // Every separator is one character; its length in bytes is read from the text.
            at += word.len() + text.get(at + word.len()..).map_or(0, first_len);
            (start, word)
        })
        .filter(|(_, word)| !word.is_empty())
}

fn first_len(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// The side of a thing: from codes, else from words; a replaced joint without either has a side that
/// nobody recorded.
pub(super) fn decide(coded: Sides, text: &str) -> Laterality {
    coded
        .named()
        .or_else(|| of_words(text).named())
        .unwrap_or_else(|| {
            if is_replaced_joint(text) {
                Laterality::Unknown
            } else {
                Laterality::None
            }
        })
}

/// Whether the words are nothing but a side: `Left`.
pub(super) fn is_bare(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .all(|word| {
            [
                "left",
                "right",
                "bilateral",
                "and",
                "both",
                "side",
                "qualifier",
                "value",
            ]
            .iter()
            .any(|bare| bare.eq_ignore_ascii_case(word))
        })
}

fn is_replaced_joint(text: &str) -> bool {
    let text = text.to_lowercase();
    let holds = |parts: &[&str]| parts.iter().any(|part| text.contains(part));
    holds(&["knee", "hip", "shoulder", "elbow", "ankle"])
        && holds(&["replacement", "arthroplasty", "prosthesis", "prosthetic"])
}
