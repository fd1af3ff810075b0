//! What holds of every plan, for every person.

use std::sync::LazyLock;

use filiform_knowledge::{ConceptKind, ConditionKey, Place, Position, Severity, Technique};
use filiform_planning::pairs::propose_pairs;
use filiform_planning::{Assessment, Limits, Proposal, WithPrivileges, explain, propose};
use filiform_screening::{
    Chart, Fact, FactKind, Needle, Person, RecordedStatus, Rulebook, Screener, privileges_of_needle,
};
use filiform_units::{FactId, Laterality, PartialDate, Sex, Side, Timestamp};
use proptest::prelude::*;

use crate::support::{KNOWLEDGE, at_most, in_reach};

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::new(&KNOWLEDGE));

/// What records can say of a person, by its words.
static LINES: LazyLock<Vec<(FactKind, String)>> = LazyLock::new(|| {
    let terms = KNOWLEDGE.lexicon().terms().iter().map(|term| {
        let kind = match KNOWLEDGE.concept(term.concept).kind {
            ConceptKind::Device => FactKind::Device,
            ConceptKind::MedicineClass => FactKind::Medicine,
            ConceptKind::Problem | ConceptKind::Answer => FactKind::Problem,
        };
        (kind, term.phrase.clone())
    });
    let mut medicines: Vec<_> = KNOWLEDGE
        .lexicon()
        .medicine_names()
        .map(|(name, _)| (FactKind::Medicine, name.to_owned()))
        .collect();
    medicines.sort_by(|a, b| a.1.cmp(&b.1));
    terms.chain(medicines).collect()
});

const SIDES: [Laterality; 5] = [
    Laterality::Left,
    Laterality::Right,
    Laterality::Both,
    Laterality::Unknown,
    Laterality::None,
];

fn now() -> Timestamp {
    Timestamp::parse("2026-11-24T12:00:00Z").expect("an instant")
}

/// Somebody with up to six lines in the record.
fn charts() -> impl Strategy<Value = Chart> {
    let line = (any::<prop::sample::Index>(), 0..SIDES.len());
    let lines = prop::collection::vec(line, 0..=6);
    (0..3usize, prop::option::of(1930i16..2020), lines).prop_map(|(sex, born, lines)| {
        let person = Person {
            sex: [Sex::Female, Sex::Male, Sex::Unknown][sex],
            born: born.map(PartialDate::Year),
        };
        let facts: Vec<Fact> = (1u128..)
            .zip(lines)
            .map(|(id, (index, side))| {
                let (kind, text) = &LINES[index.index(LINES.len())];
                Fact {
                    id: FactId::from_bits(id),
                    kind: *kind,
                    concept: None,
                    codes: Vec::new(),
                    text: text.clone(),
                    status: RecordedStatus::Active,
                    onset: None,
                    ended: None,
                    value: None,
                    side: SIDES[side],
                    source: "test".to_owned(),
                    recorded_at: now(),
                }
            })
            .collect();
        Chart::read(&RULEBOOK, &person, &facts, now())
    })
}

fn conditions() -> impl Strategy<Value = ConditionKey> {
    any::<prop::sample::Index>().prop_map(|index| {
        let row = index.index(KNOWLEDGE.conditions().len());
        let (key, _) = KNOWLEDGE.conditions().iter().nth(row).expect("in range");
        key
    })
}

/// A complaint on any side, sometimes with a second one, with up to two painful areas, two tender muscles
/// and two tender segments.
fn complaints() -> impl Strategy<Value = Assessment> {
    let place = || (any::<prop::sample::Index>(), 0..3usize);
    let side = |side: usize| [Side::Left, Side::Right, Side::Midline][side];
    (
        conditions(),
        0..SIDES.len(),
        prop::collection::vec((conditions(), 0..SIDES.len()), 0..=1),
        prop::collection::vec(place(), 0..=2),
        prop::collection::vec(place(), 0..=2),
        prop::collection::vec(place(), 0..=2),
    )
        .prop_map(
            move |(condition, of, also, areas, muscles, segments)| Assessment {
                condition,
                side: SIDES[of],
                also: also
                    .into_iter()
                    .map(|(condition, of)| (condition, SIDES[of]))
                    .collect(),
                tender_segments: segments
                    .into_iter()
                    .filter_map(|(index, at)| {
                        let row = index.index(KNOWLEDGE.segments().len());
                        let (segment, _) = KNOWLEDGE.segments().iter().nth(row)?;
                        Some((segment, side(at)))
                    })
                    .collect(),
                pain_areas: areas
                    .into_iter()
                    .filter_map(|(index, at)| {
                        let row = index.index(KNOWLEDGE.regions().len());
                        let (region, _) = KNOWLEDGE.regions().iter().nth(row)?;
                        Some((region, side(at)))
                    })
                    .collect(),
                tender_muscles: muscles
                    .into_iter()
                    .filter_map(|(index, at)| {
                        let row = index.index(KNOWLEDGE.muscles().len());
                        let (muscle, _) = KNOWLEDGE.muscles().iter().nth(row)?;
                        Some((muscle, side(at)))
                    })
                    .collect(),
            },
        )
}

fn limits() -> impl Strategy<Value = Limits> {
    let position = prop::option::of(prop::sample::select(&Position::ALL[..]));
    let asked = prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 0..=3);
    (0u8..=12, position, 0..Technique::ALL.len(), asked).prop_map(
        |(most, position, technique, asked)| Limits {
            position,
            technique: Technique::ALL[technique],
            always: asked
                .into_iter()
                .filter_map(|(index, right)| {
                    let row = index.index(KNOWLEDGE.points().len());
                    let (point, _) = KNOWLEDGE.points().iter().nth(row)?;
                    Some((point, if right { Side::Right } else { Side::Left }))
                })
                .collect(),
            ..at_most(most)
        },
    )
}

/// Needles, or why there are none: nothing to aim at, points with their reasons, or rules that stop
/// every needle of this person.
fn is_answered(proposal: &Proposal, screener: &Screener<'_>) -> bool {
    !proposal.needles.is_empty()
        || !proposal.left_out.is_empty()
        || [explain::NOTHING_TO_AIM_AT, explain::NOTHING_IS_LEFT]
            .contains(&explain::proof(proposal).as_str())
        || stops_everything(screener)
}

fn stops_everything(screener: &Screener<'_>) -> bool {
    let needled = KNOWLEDGE.points().iter().filter(|(_, point)| point.needled);
    needled
        .flat_map(|(key, point)| {
            let sides: &[Side] = if point.midline {
                &[Side::Midline]
            } else {
                &[Side::Left, Side::Right]
            };
            sides.iter().map(move |side| Needle {
                near: None,
                place: Place::Point(key),
                side: *side,
                depth: point.depth,
                angle: point.angle,
                technique: Technique::Manual,
            })
        })
        .all(|needle| !screener.needle(&needle).stops.is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_needle_of_any_plan_is_stopped_or_out_of_reach_or_there_twice(
        chart in charts(),
        complaint in complaints(),
        limits in limits(),
    ) {
        let screener = Screener::new(&RULEBOOK, &chart, &[complaint.condition]);
        let proposal = propose(&KNOWLEDGE, &screener, &complaint, &limits);
        prop_assert!(proposal.needles.len() <= usize::from(limits.max_needles));
        if let Some(position) = limits.position {
            prop_assert_eq!(proposal.position, position);
        }
        for needle in &proposal.needles {
            let screened = screener.needle(&Needle {
                near: None,
                place: Place::Point(needle.point),
                side: needle.side,
                depth: Some(needle.depth),
                angle: needle.angle,
                technique: limits.technique,
            });
            prop_assert!(screened.severity < Severity::Stop);
            prop_assert_eq!(screened.severity, needle.severity);
            prop_assert!(in_reach(needle, proposal.position));
        }
        let mut places: Vec<_> = proposal.needles.iter().map(|n| (n.point, n.side)).collect();
        places.sort_unstable();
        places.dedup();
        prop_assert_eq!(places.len(), proposal.needles.len());
    }
}

proptest! {
    // Each case plans every condition.
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn every_condition_is_answered_with_needles_or_a_reason_whoever_it_is(
        chart in charts(),
        side in prop::sample::select(&SIDES[..]),
        most in 1u8..=12,
    ) {
        for (condition, statement) in KNOWLEDGE.conditions().iter() {
            let complaint = Assessment::of(condition, side);
            let screener = Screener::new(&RULEBOOK, &chart, &[condition]);
            let proposal = propose(&KNOWLEDGE, &screener, &complaint, &at_most(most));
            prop_assert!(is_answered(&proposal, &screener), "{}", statement.id);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_needle_is_outside_the_privileges_and_no_pair_is_stopped_or_crosses(
        chart in charts(),
        complaint in complaints(),
        limits in limits(),
        held in prop::collection::vec(any::<bool>(), KNOWLEDGE.privileges().len()),
    ) {
        let privileges = KNOWLEDGE.privileges().iter();
        let held: Vec<_> = privileges
            .zip(held)
            .filter(|(_, held)| *held)
            .map(|(privilege, _)| privilege.id.clone())
            .collect();
        let conditions: Vec<ConditionKey> = complaint.complaints().map(|(key, _)| key).collect();
        let screener = Screener::new(&RULEBOOK, &chart, &conditions);
        let screen = WithPrivileges {
            screener: &screener,
            knowledge: &KNOWLEDGE,
            chart: &chart,
            held: &held,
        };
        let proposal = propose(&KNOWLEDGE, &screen, &complaint, &limits);
        let needles: Vec<Needle> = proposal
            .needles
            .iter()
            .map(|needle| Needle {
                near: None,
                place: Place::Point(needle.point),
                side: needle.side,
                depth: Some(needle.depth),
                angle: needle.angle,
                technique: limits.technique,
            })
            .collect();
        for needle in &needles {
            for privilege in privileges_of_needle(&KNOWLEDGE, &chart, needle) {
                prop_assert!(held.contains(&privilege.id));
            }
        }
        let pairs = propose_pairs(&KNOWLEDGE, &screen, complaint.condition, &needles, 4).pairs;
        for pair in &pairs {
            let (a, b) = (&needles[pair.a], &needles[pair.b]);
            prop_assert_eq!(a.side, b.side);
            prop_assert!(screener.pair(a, b).severity < Severity::Stop);
            let current = Needle { technique: Technique::Electrical, ..*a };
            for privilege in privileges_of_needle(&KNOWLEDGE, &chart, &current) {
                prop_assert!(held.contains(&privilege.id));
            }
        }
    }

    #[test]
    fn the_same_question_has_the_same_answer_to_the_last_byte(
        chart in charts(),
        complaint in complaints(),
        limits in limits(),
    ) {
        let answer = || {
            let screener = Screener::new(&RULEBOOK, &chart, &[complaint.condition]);
            format!("{:?}", propose(&KNOWLEDGE, &screener, &complaint, &limits))
        };
        prop_assert_eq!(answer(), answer());
    }
}
