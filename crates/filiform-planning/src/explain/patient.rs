//! Why a needle is there, for the person who gets it.

use filiform_knowledge::{Knowledge, PointKey};
use filiform_units::Side;

use crate::Mechanism;

/// What a patient reads under the reasons.
pub const PATIENT_BASIS: &str = "This is how your practitioner thinks about where to put needles. \
     Nobody has shown that these points help more than others.";

/// Why one needle is there, in plain words: `Front of the lower leg, left: its nerves come from the same
/// part of the spine as those of the place that hurts.`
pub fn for_patient(
    knowledge: &Knowledge,
    point: PointKey,
    side: Side,
    mechanisms: &[Mechanism],
) -> String {
    let region = &knowledge.region(knowledge.point(point).region).name;
    let place = match side {
        Side::Midline => format!("{region}, in the middle"),
        Side::Left | Side::Right => format!("{region}, {}", side.as_str()),
    };
    let why = mechanisms
        .first()
        .map_or("chosen by your practitioner", |mechanism| words(*mechanism));
    format!("{}: {why}.", upper_first(&place))
}

const fn words(mechanism: Mechanism) -> &'static str {
    match mechanism {
        Mechanism::Local => "into a muscle, or beside a nerve, that belongs to your problem",
        Mechanism::Segmental => {
            "its nerves come from the same part of the spine as those of the place that hurts"
        }
        Mechanism::Regional => "near the place that hurts, where the same nerve feels the skin",
        Mechanism::Autonomic => {
            "its nerves come from the part of the spine that also steers the organ"
        }
        Mechanism::Distal => "away from the place that hurts; studies used this point too",
        Mechanism::Central => "studies of problems like yours used this point",
    }
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
