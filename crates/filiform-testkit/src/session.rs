//! Sessions.
//!
//! Needles are numbered from 1 in the order they go in: `needles_placed(6)` places 1 to 6,
//! `needles_removed(5)` takes out 1 to 5.

use filiform_care::Plan;
use filiform_care::session::{Event, Insertion, Whereabouts};
use filiform_knowledge::RuleId;
use filiform_units::{Millimetres, NeedleCount, NeedleGauge, NeedleId};

use crate::{a_course, a_patient_id, a_plan, a_site, an_act, long, mm, short};

/// Where the needles of [`needles_placed`] go, over and over.
const SITES: [&str; 10] = [
    "ST36 left",
    "SP9 left",
    "ST34 left",
    "SP10 left",
    "GB34 left",
    "ST36 right",
    "SP9 right",
    "ST34 right",
    "SP10 right",
    "GB34 right",
];

/// The id of needle `number`, from 1.
pub fn needle(number: u16) -> NeedleId {
    NeedleId::from_bits(0x4eed_1e00_0000_4000_8000_0000_0000_0000 | u128::from(number))
}

/// Needle 1 at a named point (`ST36 left`): a 40 mm needle of 0.25 mm, so deep.
pub fn an_insertion(written: &str, depth: Millimetres) -> Insertion {
    let (site, side) = a_site(written);
    Insertion {
        needle: needle(1),
        site,
        side,
        depth,
        length: mm(40),
        gauge: NeedleGauge::new(25).expect("a gauge of 0.25 mm"),
        lot: Some(short("LOT 7741")),
        sensation: None,
    }
}

/// A session began with a plan for the left knee.
pub fn session_started() -> Vec<Event> {
    a_session_of(
        a_plan(&[
            "ST36 left",
            "SP9 left",
            "ST34 left",
            "SP10 left",
            "GB34 left",
        ]),
        &[],
    )
}

/// A session began with this plan and these overridden rules.
pub fn a_session_of(plan: Plan, overridden: &[&str]) -> Vec<Event> {
    vec![Event::Started {
        course: a_course(),
        patient: a_patient_id(),
        plan,
        overridden: overridden.iter().map(|rule| RuleId::new(rule)).collect(),
        room: Some(short("Room 2")),
        changes: None,
        act: an_act(),
    }]
}

/// Needles 1 to `count` went in, 20 mm deep.
pub fn needles_placed(count: u16) -> Vec<Event> {
    (1..=count)
        .zip(SITES.iter().cycle())
        .map(|(number, site)| Event::NeedlePlaced {
            insertion: Insertion {
                needle: needle(number),
                ..an_insertion(site, mm(20))
            },
            act: an_act(),
        })
        .collect()
}

/// Needles 1 to `count` came out, one after the other.
pub fn needles_removed(count: u16) -> Vec<Event> {
    (1..=count)
        .map(|number| Event::NeedleRemoved {
            needle: needle(number),
            act: an_act(),
        })
        .collect()
}

/// Needles 1 to `count` came out at once.
pub fn all_removed(count: u16) -> Vec<Event> {
    vec![Event::AllRemoved {
        needles: (1..=count).map(needle).collect(),
        act: an_act(),
    }]
}

/// Needle `number` did not come out and was accounted for.
pub fn needle_accounted_for(number: u16, whereabouts: Whereabouts) -> Vec<Event> {
    vec![Event::NeedleAccountedFor {
        needle: needle(number),
        whereabouts,
        note: long("told the patient and the practice manager"),
        act: an_act(),
    }]
}

/// So many needles were counted in the sharps bin.
pub fn counted(out: u16) -> Vec<Event> {
    vec![Event::Counted {
        out: count(out),
        act: an_act(),
    }]
}

/// The session was signed with these figures.
pub fn session_signed(inserted: u16, removed: u16, accounted: u16) -> Vec<Event> {
    vec![Event::Signed {
        inserted: count(inserted),
        removed: count(removed),
        accounted: count(accounted),
        act: an_act(),
    }]
}

fn count(needles: u16) -> NeedleCount {
    NeedleCount::new(u32::from(needles)).expect("0 to 200 needles")
}
