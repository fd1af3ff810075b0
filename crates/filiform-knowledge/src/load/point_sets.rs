//! Point sets: points, ranges of points, regions, other sets.

use std::collections::BTreeMap;

use filiform_units::Millimetres;

use super::files::Files;
use super::index::Index;
use super::problem::{At, Problems};
use super::sheet::{Cells, Sheet};
use super::statement_file::STATUS;
use super::wording;
use crate::{Member, Place, PointKey, PointSet, PointSetId, Verification};

pub(super) fn read(files: &Files<'_>, problems: &mut Problems) -> Sheet {
    let columns = &["id", "members", "why", "status"];
    Sheet::read(files, "screening/point-sets.csv", columns, problems)
}

/// What one set names itself, and the sets it takes in whole.
#[derive(Default)]
struct Written {
    members: Vec<Member>,
    sets: Vec<usize>,
}

pub(super) fn point_sets(sheet: &Sheet, index: &Index, problems: &mut Problems) -> Vec<PointSet> {
    let written: Vec<_> = sheet
        .rows()
        .map(|cells| written(cells, index, problems))
        .collect();
    let mut sets = Vec::new();
    for (row, cells) in sheet.rows().enumerate() {
        let mut members = BTreeMap::new();
        let mut path = Vec::new();
        if !gather(row, &written, &mut path, &mut members) {
            let what = format!("point set `{}` contains itself", cells.text("id"));
            problems.add(cells.at(), what);
        }
        if members.is_empty() {
            problems.add(cells.at(), "a point set without members");
        }
        let why = cells.required("why", problems);
        wording::check_cell(why, cells.at(), problems);
        let status = cells.one_of("status", STATUS, problems);
        let members = members.into_iter();
        sets.push(PointSet {
            id: PointSetId::new(cells.text("id")),
            why: why.to_owned(),
            members: members
                .map(|(place, deeper_than)| Member { place, deeper_than })
                .collect(),
            verification: status.unwrap_or(Verification::FromMemory),
        });
    }
    sets
}

/// Adds the members of a set and of the sets in it; false when a set contains itself.
fn gather(
    row: usize,
    written: &[Written],
    path: &mut Vec<usize>,
    members: &mut BTreeMap<Place, Option<Millimetres>>,
) -> bool {
    if path.contains(&row) {
        return false;
    }
    let Some(set) = written.get(row) else {
        return true;
    };
    for member in &set.members {
        let known = members.entry(member.place).or_insert(member.deeper_than);
        // Without a depth a place belongs always, which is less than any depth.
        *known = (*known).min(member.deeper_than);
    }
    path.push(row);
    let mut is_sound = true;
    for inner in &set.sets {
        is_sound &= gather(*inner, written, path, members);
    }
    path.pop();
    is_sound
}

fn written(cells: Cells<'_>, index: &Index, problems: &mut Problems) -> Written {
    let mut set = Written::default();
    for text in cells.list("members") {
        let (place, depth) = text.split_once('>').unwrap_or((text, ""));
        let place = place.trim();
        let deeper_than = deeper_than(text, depth, cells.at(), problems);
        if let Some(name) = place.strip_prefix("set:") {
            if deeper_than.is_some() {
                problems.add(
                    cells.at(),
                    format!("`{text}`: a whole set cannot have a depth"),
                );
            }
            let inner = index.point_sets.find(name, cells.at(), problems);
            set.sets.extend(inner.map(crate::PointSetKey::index));
            continue;
        }
        let places = match place.strip_prefix("region:") {
            Some(name) => regions(name, cells.at(), index, problems),
            None => points(place, cells.at(), index, problems),
        };
        let members = places.into_iter();
        set.members
            .extend(members.map(|place| Member { place, deeper_than }));
    }
    set
}

/// The depth behind `>`; none when there is no `>`.
fn deeper_than(
    text: &str,
    depth: &str,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Millimetres> {
    if !text.contains('>') {
        return None;
    }
    let Ok(mm) = depth.trim().parse() else {
        let what = format!("`{text}` names no depth in millimetres");
        problems.add_with_hint(at, what, "write it as in `ST36>25`");
        return None;
    };
    problems.check(at, Millimetres::new(mm))
}

/// A region and its parts: `region:knee` takes in `knee-posterior`.
pub(super) fn regions(
    name: &str,
    at: At<'_>,
    index: &Index,
    problems: &mut Problems,
) -> Vec<Place> {
    if index.regions.find(name, at, problems).is_none() {
        return Vec::new();
    }
    let is_part = |region: &&str| {
        let rest = region.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    let parts = index.regions.iter().filter(is_part);
    parts
        .filter_map(|region| index.regions.get(region))
        .map(Place::Region)
        .collect()
}

/// A point, or a range of points that are numbered on.
pub(super) fn points(text: &str, at: At<'_>, index: &Index, problems: &mut Problems) -> Vec<Place> {
    if let Some(point) = index.points.get(text) {
        return vec![Place::Point(point)];
    }
    let is_known = |code: &str| index.points.get(code).is_some();
    let halves = |(hyphen, _)| Some((text.get(..hyphen)?, text.get(hyphen + 1..)?));
    let ends = text.match_indices('-').filter_map(halves);
    let ends = ends.filter(|(first, last)| is_known(first) || is_known(last));
    let Some((first, last)) = ends.max_by_key(|(first, last)| is_known(first) && is_known(last))
    else {
        index.points.unknown(text, at, problems);
        return Vec::new();
    };
    if let Some(end) = [first, last].into_iter().find(|end| !is_known(end)) {
        index.points.unknown(end, at, problems);
        return Vec::new();
    }
    let (row, from) = numbered(first);
    let (last_row, to) = numbered(last);
    let (Some(from), Some(to)) = (from, to) else {
        problems.add(at, format!("`{text}`: the points of a range have numbers"));
        return Vec::new();
    };
    if row != last_row || from >= to {
        let hint = "a range goes up within one row, as in `BL31-BL34`";
        problems.add_with_hint(at, format!("`{text}` is not a range"), hint);
        return Vec::new();
    }
    let codes = (from..=to).map(|number| format!("{row}{number}"));
    let keys: Vec<Option<PointKey>> = codes
        .map(|code| index.points.find(&code, at, problems))
        .collect();
    keys.into_iter().flatten().map(Place::Point).collect()
}

fn numbered(code: &str) -> (&str, Option<u16>) {
    let row = code.trim_end_matches(|letter: char| letter.is_ascii_digit());
    (
        row,
        code.strip_prefix(row)
            .and_then(|number| number.parse().ok()),
    )
}
