//! The `technique` and `[scope]` of a rule: where it applies.

use filiform_units::Millimetres;
use serde::Deserialize;
use toml::Spanned;

use super::index::Index;
use super::problem::Problems;
use super::sheet::one_of;
use super::statement_file::StatementFile;
use crate::{Angle, CurrentPath, PointSetKey, Position, Scope, SideRule, Technique};

/// The scope as written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawScope {
    #[serde(default)]
    within: Vec<Spanned<String>>,
    #[serde(default)]
    outside: Vec<Spanned<String>>,
    deeper_than_mm: Option<Spanned<u32>>,
    #[serde(default)]
    angles: Vec<Spanned<String>>,
    #[serde(default)]
    positions: Vec<Spanned<String>>,
    current: Option<Spanned<String>>,
    side: Option<Spanned<String>>,
}

pub(super) const TECHNIQUES: &[(&str, &[Technique])] = &[
    ("MA", &[Technique::Manual]),
    ("EA", &[Technique::Electrical]),
    ("IN", &[Technique::Indwelling]),
    ("MX", &[Technique::Heat]),
    ("ALL", &Technique::ALL),
];

pub(super) const ANGLES: &[(&str, Angle)] = &[
    ("perpendicular", Angle::Perpendicular),
    ("oblique", Angle::Oblique),
    ("tangential", Angle::Tangential),
];

const POSITIONS: &[(&str, Position)] = &[
    ("supine", Position::Supine),
    ("prone", Position::Prone),
    ("left-side-up", Position::LeftSideUp),
    ("right-side-up", Position::RightSideUp),
    ("sitting", Position::Sitting),
];

const PATHS: &[(&str, CurrentPath)] = &[
    ("anywhere", CurrentPath::Anywhere),
    ("near-heart", CurrentPath::NearHeart),
    ("one-leg", CurrentPath::OneLeg),
    ("lower-trunk", CurrentPath::LowerTrunk),
    ("limbs", CurrentPath::Limbs),
    ("across-chest", CurrentPath::AcrossChest),
    ("front-of-neck", CurrentPath::FrontOfNeck),
    ("across-skull", CurrentPath::AcrossSkull),
];

const SIDES: &[(&str, SideRule)] = &[
    ("either", SideRule::Either),
    ("same-as-fact", SideRule::SameAsFact),
];

pub(super) fn scope(
    raw: &RawScope,
    techniques: &Spanned<Vec<Spanned<String>>>,
    file: &StatementFile<'_>,
    index: &Index,
    problems: &mut Problems,
) -> Scope {
    let techniques_at = file.at_value(techniques);
    let techniques = self::techniques(techniques.get_ref(), file, problems);
    if techniques.is_empty() {
        problems.add_with_hint(
            techniques_at,
            "a rule for no technique",
            "write [\"ALL\"] for every one",
        );
    }
    let current = raw.current.as_ref().and_then(|current| {
        let at = file.at_value(current);
        if !techniques.contains(&Technique::Electrical) {
            let what = "a path of the current, but the rule is not for `EA`";
            problems.add_with_hint(at, what, "add `EA` to `technique`, or take `current` away");
        }
        one_of("current", current.get_ref(), at, PATHS, problems)
    });
    let deeper_than = raw.deeper_than_mm.as_ref().and_then(|mm| {
        let depth = Millimetres::new(*mm.get_ref());
        problems.check(file.at_value(mm), depth)
    });
    let mut angles = Vec::new();
    for angle in &raw.angles {
        angles.extend(one_of(
            "angles",
            angle.get_ref(),
            file.at_value(angle),
            ANGLES,
            problems,
        ));
    }
    let mut positions = Vec::new();
    for position in &raw.positions {
        let at = file.at_value(position);
        positions.extend(one_of(
            "positions",
            position.get_ref(),
            at,
            POSITIONS,
            problems,
        ));
    }
    let side = raw.side.as_ref();
    let side =
        side.and_then(|side| one_of("side", side.get_ref(), file.at_value(side), SIDES, problems));
    Scope {
        techniques,
        within: sets(&raw.within, file, index, problems),
        outside: sets(&raw.outside, file, index, problems),
        deeper_than,
        angles,
        positions,
        current,
        side: side.unwrap_or(SideRule::Either),
        conditions: Vec::new(),
    }
}

fn techniques(
    words: &[Spanned<String>],
    file: &StatementFile<'_>,
    problems: &mut Problems,
) -> Vec<Technique> {
    let mut techniques = Vec::new();
    for word in words {
        let at = file.at_value(word);
        let named = one_of("technique", word.get_ref(), at, TECHNIQUES, problems);
        techniques.extend(named.into_iter().flatten().copied());
    }
    techniques.sort_unstable();
    techniques.dedup();
    techniques
}

fn sets(
    names: &[Spanned<String>],
    file: &StatementFile<'_>,
    index: &Index,
    problems: &mut Problems,
) -> Vec<PointSetKey> {
    let mut keys = Vec::new();
    for name in names {
        keys.extend(
            index
                .point_sets
                .find(name.get_ref(), file.at_value(name), problems),
        );
    }
    keys
}
