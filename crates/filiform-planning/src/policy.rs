//! The numbers that planning decides by. Every one is planning policy, set by judgement and not found in
//! any study: change them here, and nowhere else.
//!
//! They come in coarse steps on purpose. Nobody knows them more precisely, and finer ones would only
//! make the best plan look more certain than it is.
//!
//! | what | step |
//! | --- | --- |
//! | weight of a target | 1 to 10, from the condition's statement |
//! | strength of a needle on a target | 0 to 1, below |
//! | worth of a point that trials used | in the same units as weights, below |
//! | cost of a needle and of its risks | in the same units as weights, below |

use filiform_knowledge::Severity;

/// The needle is in the muscle that is aimed at.
pub(crate) const LOCAL_MUSCLE: f64 = 0.6;
/// A midline needle under which the muscles of both sides meet.
pub(crate) const LOCAL_MIDLINE: f64 = 0.35;
/// The needle is at the nerve that is aimed at.
pub(crate) const LOCAL_NERVE: f64 = 0.5;

/// Beside the spinal joint of the segment, on the side of the complaint or the midline.
pub(crate) const PARASPINAL: f64 = 0.5;
/// Beside the spinal joint of the segment, on the other side.
pub(crate) const PARASPINAL_OPPOSITE: f64 = 0.15;
/// In a muscle of the segment, on the side of the complaint.
pub(crate) const MYOTOME: f64 = 0.35;
/// At a nerve that carries the segment, on the side of the complaint.
pub(crate) const NERVE_SEGMENT: f64 = 0.25;
/// A muscle or nerve target that is reached only through its segments gets this part of the above.
pub(crate) const SEGMENTAL_TISSUE: f64 = 0.5;

/// In the skin of the segment and in the area where it hurts.
pub(crate) const REGIONAL_AREA: f64 = 0.4;
/// In the skin of the segment, on the side of the complaint.
pub(crate) const REGIONAL_SKIN: f64 = 0.2;
/// In the skin that the nerve that is aimed at supplies.
pub(crate) const REGIONAL_NERVE: f64 = 0.35;

/// What a point is worth that every trial used: about as much as the best placed needle by anatomy alone.
pub(crate) const TRIAL_WEIGHT: f64 = 20.0;
/// What the trials of the region say counts as much as so many trials of the condition: the more trials
/// the condition has, the less its region is asked.
pub(crate) const TRIAL_REGION: f64 = 2.0;
/// What all trials say counts as much as so many trials of the region, for points of arm and leg.
pub(crate) const TRIAL_ANYWHERE: f64 = 4.0;
/// That a point of arm or leg was used for other complaints counts so much.
pub(crate) const TRIAL_ELSEWHERE: f64 = 0.25;
/// A point that the condition's statement names counts as if so large a part of the trials had used it.
pub(crate) const TRIAL_NAMED: f64 = 0.25;

/// Weight of a muscle that was found tender.
pub(crate) const TENDER_WEIGHT: u8 = 10;
/// Weight of a segment that was found tender.
pub(crate) const TENDER_SEGMENT_WEIGHT: u8 = 8;
/// Weight of the muscles under a painful area, most common first.
pub(crate) const AREA_MUSCLES: [u8; 3] = [4, 3, 2];
/// Weight of the skin segments of a painful area, most common first.
pub(crate) const AREA_SEGMENTS: [u8; 4] = [4, 3, 3, 2];
/// What a target gains that the condition names too, up to 10.
pub(crate) const AREA_AGREES: u8 = 2;

/// What any needle costs: time, discomfort, one more to count.
pub(crate) const NEEDLE_COST: f64 = 0.4;
/// An organ, a cavity or a part of the central nervous system that the needle could reach, counted once.
pub(crate) const SERIOUS_HAZARD_COST: f64 = 1.5;
/// Any other structure at risk near the needle, counted once.
pub(crate) const HAZARD_COST: f64 = 0.1;
/// Each begun 20 mm of customary depth beyond the first 20 mm.
pub(crate) const DEPTH_COST: f64 = 0.1;
/// A point whose anatomy the table calls uncertain.
pub(crate) const UNSURE_COST: f64 = 0.2;

/// Hazards that are counted as serious, by the ids of the point table.
pub(crate) const SERIOUS_HAZARDS: [&str; 20] = [
    "airway",
    "bladder",
    "brainstem",
    "carotid",
    "carotid-sinus",
    "eye-globe",
    "great-vessels",
    "heart",
    "kidney",
    "liver",
    "mediastinum",
    "orbital-haematoma",
    "pelvic-organs-through-foramen",
    "peritoneum",
    "peritoneum-bowel",
    "pleura-lung",
    "rectum",
    "spinal-cord",
    "spleen",
    "vertebral-artery",
];

/// What a finding of screening costs. A stop is not a cost: the needle is not there.
const fn severity_price(severity: Severity) -> f64 {
    match severity {
        Severity::None => 0.0,
        Severity::Note => 0.1,
        Severity::Caution => 0.4,
        Severity::Ask => 0.8,
        Severity::Refer | Severity::Stop => 1.6,
    }
}

/// What the finding of one needle costs beyond what screening says of any needle in this person: that
/// is no reason to choose one point rather than another, or fewer of them.
pub(crate) fn severity_cost(severity: Severity, anywhere: Severity) -> f64 {
    (severity_price(severity) - severity_price(anywhere)).max(0.0)
}

/// Strengths and shares are rounded down to these steps: two thirds and more count whole, one third
/// and more three quarters, anything less a half.
pub(crate) fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 || part == 0 {
        0.0
    } else if part * 3 >= whole * 2 {
        1.0
    } else if part * 3 >= whole {
        0.75
    } else {
        0.5
    }
}

/// A needle kept shallower than customary for screening's sake must still go this deep, in millimetres.
pub(crate) const SHALLOWEST_MM: u8 = 3;
/// And at least this part of the customary minimum.
pub(crate) const SHALLOWEST_PART: u8 = 3;

/// Needles of a session.
pub(crate) const USUAL_NEEDLES: u8 = 10;
/// Needles of a first session, and of one in which screening asks for few.
pub(crate) const FEW_NEEDLES: u8 = 6;

/// How many substitutes of one needle are named.
pub(crate) const SUBSTITUTES: usize = 3;

/// How many points that are valuable by themselves are explained when left out.
pub(crate) const EXPLAINED: usize = 6;
/// Points that so many trials used are explained when left out.
pub(crate) const EXPLAINED_TRIALS: u16 = 2;
/// How many points are explained at most.
pub(crate) const EXPLAINED_MOST: usize = 16;
