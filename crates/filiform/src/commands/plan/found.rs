//! Where it hurts and what is tender, as typed.

use filiform_knowledge::{ConditionKey, Knowledge, MuscleKey, RegionKey, SegmentKey};
use filiform_units::{Laterality, Side};

use crate::failure::Failure;
use crate::plan_file::unknown_condition;

/// Painful areas: `knee:left`, `neck-posterior:both`.
pub(super) fn pain_areas(
    knowledge: &Knowledge,
    typed: &[String],
) -> Result<Vec<(RegionKey, Side)>, Failure> {
    let way_out = "write a region of `anatomy/regions.csv` with its side, such as `knee:left`";
    found(typed, "region", way_out, |name| knowledge.region_key(name))
}

/// Tender muscles: `piriformis:left`.
pub(super) fn tender_muscles(
    knowledge: &Knowledge,
    typed: &[String],
) -> Result<Vec<(MuscleKey, Side)>, Failure> {
    let way_out =
        "write a muscle of `anatomy/muscles.csv` with its side, such as `piriformis:left`";
    found(typed, "muscle", way_out, |name| knowledge.muscle_key(name))
}

/// Segments tender beside the spine: `L4:left`.
pub(super) fn tender_segments(
    knowledge: &Knowledge,
    typed: &[String],
) -> Result<Vec<(SegmentKey, Side)>, Failure> {
    let way_out = "write a segment of `anatomy/segments.csv` with its side, such as `L4:left`";
    found(typed, "segment", way_out, |name| {
        knowledge.segment_key(name)
    })
}

/// Further conditions: `clbp:both`, `tth`.
pub(super) fn also(
    knowledge: &Knowledge,
    typed: &[String],
) -> Result<Vec<(ConditionKey, Laterality)>, Failure> {
    typed.iter().map(|text| one_more(knowledge, text)).collect()
}

fn one_more(knowledge: &Knowledge, text: &str) -> Result<(ConditionKey, Laterality), Failure> {
    let (id, side) = text.split_once(':').unwrap_or((text, ""));
    let key = knowledge
        .condition_key(id)
        .ok_or_else(|| unknown_condition(knowledge, id))?;
    let side = match (knowledge.condition(key).sided, side) {
        (false, _) => Laterality::None,
        (true, "left") => Laterality::Left,
        (true, "right") => Laterality::Right,
        (true, "both") => Laterality::Both,
        (true, _) => {
            let way_out = format!("write `{id}:left`, `{id}:right` or `{id}:both`");
            return Err(Failure::new(format!("`{text}` has no side"), way_out));
        }
    };
    Ok((key, side))
}

fn found<K: Copy>(
    typed: &[String],
    what: &str,
    way_out: &str,
    key: impl Fn(&str) -> Option<K>,
) -> Result<Vec<(K, Side)>, Failure> {
    let mut all = Vec::new();
    for text in typed {
        let Some((name, side)) = text.rsplit_once(':') else {
            return Err(Failure::new(format!("`{text}` has no side"), way_out));
        };
        let Some(key) = key(name) else {
            let what = format!("there is no {what} `{name}`");
            return Err(Failure::new(what, way_out));
        };
        for side in sides(side).ok_or_else(|| unknown_side(text, side))? {
            all.push((key, *side));
        }
    }
    Ok(all)
}

fn sides(text: &str) -> Option<&'static [Side]> {
    match text {
        "left" => Some(&[Side::Left]),
        "right" => Some(&[Side::Right]),
        "both" => Some(&[Side::Left, Side::Right]),
        "midline" => Some(&[Side::Midline]),
        _ => None,
    }
}

fn unknown_side(text: &str, side: &str) -> Failure {
    let what = format!("`{text}`: there is no side `{side}`");
    Failure::new(what, "write `left`, `right`, `both` or `midline`")
}
