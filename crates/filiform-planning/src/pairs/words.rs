//! Pairs for a reader.

use filiform_knowledge::{CurrentPath, Knowledge, Place, RuleKey, SegmentSet};
use filiform_screening::Needle;
use filiform_units::Side;

use super::{NotPaired, ProposedPair, Shared};
use crate::dose::setting;

/// Id of the setting of the distance within a pair.
const DISTANCE: &str = "pairing";

/// Why a pair is there, as a sentence: `ST36 left and GB34 left: both in extensor digitorum longus, share
/// L5 and S1, commonly joined.`
pub fn pair_words(knowledge: &Knowledge, needles: &[Needle], pair: &ProposedPair) -> String {
    let name = |index: usize| match needles.get(index) {
        Some(needle) => place(knowledge, needle),
        None => String::new(),
    };
    let why = shared_words(knowledge, &pair.shared);
    format!("{} and {}: {why}.", name(pair.a), name(pair.b))
}

/// Why two needles are not joined, as a sentence.
pub fn not_paired_words(knowledge: &Knowledge, why: &NotPaired) -> String {
    match why {
        NotPaired::NoDistance => "How far apart the two are is not known.".to_owned(),
        NotPaired::Technique => {
            "A needle that goes home or is warmed carries no current.".to_owned()
        }
        NotPaired::OtherSide => {
            "On different sides: the current would cross the midline and the spine.".to_owned()
        }
        NotPaired::Path(path) => format!("The current would run {}.", path_words(*path)),
        NotPaired::AcrossJoint => {
            "Too far apart, or the current could run across a joint.".to_owned()
        }
        NotPaired::TooNear => "The two may stand too close together.".to_owned(),
        NotPaired::Stopped(rules) => format!("Stopped by {}.", titles(knowledge, rules)),
    }
}

/// What stands under every proposed set of pairs.
pub fn basis(knowledge: &Knowledge) -> String {
    let approximated = "Chosen by side, region, line and shared tissue, with weights that are planning \
                        policy, not evidence. Nothing here knows how far apart two points are";
    let distance = setting(knowledge, DISTANCE).and_then(|it| it.range?.from.to_whole());
    match distance {
        Some(mm) => {
            format!("{approximated}: see that the needles of a pair are at least {mm} mm apart.")
        }
        None => format!("{approximated}."),
    }
}

fn shared_words(knowledge: &Knowledge, shared: &Shared) -> String {
    let mut parts = Vec::new();
    if !shared.muscles.is_empty() {
        let names = shared.muscles.iter();
        let names = names.map(|muscle| knowledge.muscle(*muscle).name.as_str().to_owned());
        parts.push(format!("both in {}", list(names.collect())));
    }
    if !shared.segments.is_empty() {
        parts.push(format!("share {}", segments(knowledge, shared.segments)));
    }
    if shared.customary {
        parts.push("commonly joined".to_owned());
    }
    if parts.is_empty() {
        let where_ = if shared.same_region {
            "in one region"
        } else {
            "in neighbouring regions"
        };
        parts.push(format!("{where_} on one side"));
    }
    parts.join(", ")
}

fn segments(knowledge: &Knowledge, segments: SegmentSet) -> String {
    let names = segments
        .iter()
        .map(|it| knowledge.segment(it).name.as_str());
    list(names.map(ToOwned::to_owned).collect())
}

fn place(knowledge: &Knowledge, needle: &Needle) -> String {
    let name = match needle.place {
        Place::Point(point) => knowledge.point(point).code.as_str(),
        Place::Region(region) => knowledge.region(region).name.as_str(),
    };
    match needle.side {
        Side::Midline => name.to_owned(),
        Side::Left | Side::Right => format!("{name} {}", needle.side.as_str()),
    }
}

fn titles(knowledge: &Knowledge, rules: &[RuleKey]) -> String {
    let titles = rules.iter();
    list(
        titles
            .map(|rule| format!("`{}`", knowledge.rule(*rule).title))
            .collect(),
    )
}

const fn path_words(path: CurrentPath) -> &'static str {
    match path {
        CurrentPath::Anywhere => "through the body",
        CurrentPath::NearHeart => "near the heart",
        CurrentPath::OneLeg => "through one leg",
        CurrentPath::LowerTrunk => "through the lower trunk",
        CurrentPath::Limbs => "through limbs",
        CurrentPath::AcrossChest => "across the chest",
        CurrentPath::FrontOfNeck => "through the front or side of the neck",
        CurrentPath::AcrossSkull => "across the skull",
    }
}

/// `a`, `a and b`, `a, b and c`.
fn list(mut names: Vec<String>) -> String {
    match names.pop() {
        None => String::new(),
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} and {last}", names.join(", ")),
    }
}
