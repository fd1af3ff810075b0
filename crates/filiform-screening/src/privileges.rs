//! Which privileges the needles of a plan need.

use filiform_knowledge::{Knowledge, Privilege, PrivilegeId};

use crate::{AppliesTo, Chart, Needle, PlanToScreen};

/// A privilege that needles of a plan need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivilegeNeed {
    /// The privilege.
    pub privilege: PrivilegeId,
    /// The needles that need it, by their place in the plan, in order; never empty.
    pub needles: Vec<usize>,
}

/// The privileges that a plan needs for this person, in the order of the knowledge base.
///
/// An age that is not known may be a child's: unknown is never no.
pub fn privileges_needed(
    knowledge: &Knowledge,
    chart: &Chart,
    plan: &PlanToScreen,
) -> Vec<PrivilegeNeed> {
    let privileges = knowledge.privileges().iter();
    let of_age = privileges.filter(|privilege| covers_age(privilege, chart));
    let need = |privilege: &Privilege| {
        let needles = plan.needles.iter().enumerate();
        let needles: Vec<usize> = needles
            .filter(|(_, needle)| covers(privilege, needle))
            .map(|(index, _)| index)
            .collect();
        (!needles.is_empty()).then(|| PrivilegeNeed {
            privilege: privilege.id.clone(),
            needles,
        })
    };
    of_age.filter_map(need).collect()
}

/// The privileges that one needle needs for this person, in the order of the knowledge base.
pub fn privileges_of_needle<'k>(
    knowledge: &'k Knowledge,
    chart: &'k Chart,
    needle: &'k Needle,
) -> impl Iterator<Item = &'k Privilege> {
    let privileges = knowledge.privileges().iter();
    privileges.filter(move |privilege| covers_age(privilege, chart) && covers(privilege, needle))
}

/// The needs that bear on a finding: those of its needles.
pub fn needed_for(needs: &[PrivilegeNeed], finding: &AppliesTo) -> Vec<PrivilegeNeed> {
    let of_finding = |need: &PrivilegeNeed| {
        let needles = need.needles.iter().copied();
        let needles: Vec<usize> = needles.filter(|index| finding.includes(*index)).collect();
        (!needles.is_empty()).then(|| PrivilegeNeed {
            privilege: need.privilege.clone(),
            needles,
        })
    };
    needs.iter().filter_map(of_finding).collect()
}

fn covers_age(privilege: &Privilege, chart: &Chart) -> bool {
    let youngest = chart.age.map_or(0, |(youngest, _)| youngest);
    privilege.age_at_most.is_none_or(|limit| youngest <= limit)
}

fn covers(privilege: &Privilege, needle: &Needle) -> bool {
    let is_place =
        privilege.places.is_empty() || privilege.places.binary_search(&needle.place).is_ok();
    is_place && privilege.techniques.contains(&needle.technique)
}
