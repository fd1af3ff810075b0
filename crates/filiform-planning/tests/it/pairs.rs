//! Which needles are joined, and that no better set exists.

use std::sync::LazyLock;

use filiform_knowledge::{CurrentPath, Place, PointKey, Severity, Technique};
use filiform_planning::Unscreened;
use filiform_planning::dose::stimulus_words;
use filiform_planning::pairs::matching::{MOST, best_matching};
use filiform_planning::pairs::{
    NotPaired, ProposedPairs, ScreensPairs, USUAL_CHANNELS, basis, judge_pair, not_paired_words,
    pair_words, propose_pairs,
};
use filiform_screening::{FactKind, Needle, NeedleScreen, Rulebook, Screener, current_takes};
use filiform_units::Side;
use proptest::prelude::*;

use crate::support::{KNOWLEDGE, chart_with, point, region_id};

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::new(&KNOWLEDGE));

fn needle(point: PointKey, side: Side) -> Needle {
    let row = KNOWLEDGE.point(point);
    Needle {
        near: None,
        place: Place::Point(point),
        side: if row.midline { Side::Midline } else { side },
        depth: row.depth,
        angle: row.angle,
        technique: Technique::Manual,
    }
}

fn left(codes: &[&str]) -> Vec<Needle> {
    let needles = codes.iter();
    needles
        .map(|code| needle(point(code), Side::Left))
        .collect()
}

fn pairs_for(condition: &str, needles: &[Needle]) -> ProposedPairs {
    let condition = KNOWLEDGE.condition_key(condition).expect("shipped");
    propose_pairs(&KNOWLEDGE, &Unscreened, condition, needles, USUAL_CHANNELS)
}

fn words(pairs: &ProposedPairs, needles: &[Needle]) -> Vec<String> {
    let pairs = pairs.pairs.iter();
    pairs
        .map(|pair| pair_words(&KNOWLEDGE, needles, pair))
        .collect()
}

fn verdict(a: &str, b: &str) -> Result<(), NotPaired> {
    let [a, b] = [a, b].map(|code| needle(point(code), Side::Left));
    judge_pair(&KNOWLEDGE, &Unscreened, &a, &b).map(drop)
}

#[test]
fn a_knee_is_joined_above_and_below_the_joint_and_never_across_it() {
    let needles = left(&["ST34", "ST36", "SP10", "GB34", "ST35", "EX-LE4", "SP9"]);
    let pairs = pairs_for("knee_oa", &needles);
    let words = words(&pairs, &needles);
    assert_eq!(
        words,
        [
            "ST34 left and SP10 left: share L3 and L4, commonly joined.",
            "ST36 left and GB34 left: both in extensor digitorum longus, share L5 and S1, commonly \
             joined.",
        ]
    );
    let current = stimulus_words(&pairs.stimulus.expect("the tables have it"));
    assert!(current.starts_with("dense and disperse, 2 and 100 Hz in turn"));
}

#[test]
fn a_back_is_joined_on_one_side_and_two_levels_apart() {
    let mut needles = left(&["BL23", "BL24", "BL25"]);
    needles.extend(["BL23", "BL25"].map(|code| needle(point(code), Side::Right)));
    let pairs = pairs_for("clbp", &needles);
    let joined: Vec<_> = pairs.pairs.iter().map(|pair| (pair.a, pair.b)).collect();
    assert_eq!(joined, [(0, 2), (3, 4)]);
    let usual = pairs.stimulus.expect("the tables have it");
    assert!(stimulus_words(&usual).starts_with("2 to 4 Hz (from memory"));
}

#[test]
fn pairs_that_may_not_be_say_why() {
    use NotPaired::{AcrossJoint, NoDistance, Path, TooNear};
    for (a, b, why) in [
        ("ST35", "EX-LE4", AcrossJoint),
        ("ST34", "ST36", AcrossJoint),
        ("ST35", "ST36", AcrossJoint),
        ("LI4", "LI11", AcrossJoint),
        ("LR1", "SP1", AcrossJoint),
        ("ST36", "BL23", AcrossJoint),
        ("ST37", "ST38", TooNear),
        ("BL23", "BL24", TooNear),
        ("EX-B2-C5", "EX-B2-C6", TooNear),
        ("ST36", "ST36", NoDistance),
        ("GV20", "GV24", Path(CurrentPath::AcrossSkull)),
        ("GB8", "GB20", Path(CurrentPath::AcrossChest)),
        ("LU1", "BL13", Path(CurrentPath::AcrossChest)),
        ("LI18", "TE16", Path(CurrentPath::FrontOfNeck)),
    ] {
        assert_eq!(verdict(a, b), Err(why), "{a} {b}");
    }
    for (a, b) in [
        ("LI10", "LI11"),
        ("GB20", "GB21"),
        ("ST36", "ST37"),
        ("SI9", "SI11"),
    ] {
        assert_eq!(verdict(a, b), Ok(()), "{a} {b}");
    }
    let across = [Side::Left, Side::Right].map(|side| needle(point("BL23"), side));
    let said = judge_pair(&KNOWLEDGE, &Unscreened, &across[0], &across[1]).unwrap_err();
    assert_eq!(
        not_paired_words(&KNOWLEDGE, &said),
        "On different sides: the current would cross the midline and the spine."
    );
    assert!(basis(&KNOWLEDGE).ends_with("at least 20 mm apart."));
}

#[test]
fn nobody_with_a_defibrillator_is_given_a_pair_and_a_pacemaker_only_ones_in_a_leg() {
    let needles = left(&["BL23", "BL25", "ST36", "GB34", "LI10", "LI11"]);
    let condition = KNOWLEDGE.condition_key("clbp").expect("shipped");
    let joined = |device: &str| {
        let chart = chart_with(&RULEBOOK, FactKind::Device, device);
        let screener = Screener::new(&RULEBOOK, &chart, &[condition]);
        let pairs = propose_pairs(&KNOWLEDGE, &screener, condition, &needles, USUAL_CHANNELS);
        let pairs = pairs.pairs.into_iter();
        pairs.map(|pair| (pair.a, pair.b)).collect::<Vec<_>>()
    };
    assert_eq!(joined("implantable cardioverter defibrillator"), []);
    let in_legs = joined("cardiac pacemaker");
    assert!(!in_legs.contains(&(4, 5)), "an arm: {in_legs:?}");
    assert!(in_legs.contains(&(2, 3)), "a leg: {in_legs:?}");
}

#[test]
fn free_sites_and_needles_that_go_home_are_not_joined() {
    let [a, b] = ["ST36", "GB34"].map(|code| needle(point(code), Side::Left));
    let free = Needle {
        place: Place::Region(KNOWLEDGE.point(point("GB34")).region),
        ..b
    };
    let stays = Needle {
        technique: Technique::Indwelling,
        ..b
    };
    let judge = |other: &Needle| judge_pair(&KNOWLEDGE, &Unscreened, &a, other).map(drop);
    assert_eq!(judge(&free), Err(NotPaired::NoDistance));
    assert_eq!(judge(&stays), Err(NotPaired::Technique));
}

#[test]
fn channels_go_where_they_are_worth_most() {
    let values = [(0, 1, 5), (1, 2, 9), (2, 3, 5), (4, 5, 8)];
    let best = |most: usize| best_matching(&values, most);
    assert_eq!(best(0).pairs, []);
    assert_eq!(best(1).pairs, [(1, 2)]);
    assert_eq!(best(2).pairs, [(1, 2), (4, 5)]);
    assert_eq!(best(3).pairs, [(0, 1), (2, 3), (4, 5)]);
    assert_eq!(best(usize::MAX).value, 18);
}

#[test]
fn needles_beyond_the_most_of_one_group_are_named() {
    let chain: Vec<_> = (0..MOST + 2).map(|it| (it, it + 1, 1)).collect();
    let best = best_matching(&chain, MOST);
    assert_eq!(best.not_compared, [MOST, MOST + 1, MOST + 2]);
    assert_eq!(best.value, 6);
}

/// The best value by trying every set of pairs.
fn exhaustive(values: &[(usize, usize, u16)], most: usize) -> u32 {
    let Some(((a, b, value), rest)) = values.split_first() else {
        return 0;
    };
    let without = exhaustive(rest, most);
    if most == 0 {
        return without;
    }
    let free: Vec<_> = rest
        .iter()
        .copied()
        .filter(|(c, d, _)| ![c, d].contains(&a) && ![c, d].contains(&b))
        .collect();
    without.max(u32::from(*value) + exhaustive(&free, most - 1))
}

fn graphs() -> impl Strategy<Value = Vec<(usize, usize, u16)>> {
    let edges: Vec<_> = (0..7)
        .flat_map(|a| (a + 1..7).map(move |b| (a, b)))
        .collect();
    let values = prop::collection::vec(0u16..12, edges.len());
    values.prop_map(move |values| {
        let edges = edges.iter().zip(values);
        edges
            .filter(|(_, value)| *value > 5)
            .map(|((a, b), value)| (*a, *b, value))
            .collect()
    })
}

/// Up to twelve needles; most of them in one leg or on the back, where pairs are found.
fn plans() -> impl Strategy<Value = Vec<Needle>> {
    let all: Vec<PointKey> = KNOWLEDGE.points().iter().map(|(key, _)| key).collect();
    let near: Vec<PointKey> = all
        .iter()
        .copied()
        .filter(|key| {
            ["leg-", "back-", "neck-p", "thigh"]
                .iter()
                .any(|it| region_id(*key).starts_with(it))
        })
        .collect();
    let point = prop_oneof![3 => prop::sample::select(near), 1 => prop::sample::select(all)];
    let one = (point, any::<bool>());
    prop::collection::vec(one, 0..=12).prop_map(|chosen| {
        let mut needles: Vec<Needle> = Vec::new();
        for (point, is_left) in chosen {
            let next = needle(point, if is_left { Side::Left } else { Side::Right });
            if !needles.contains(&next) {
                needles.push(next);
            }
        }
        needles
    })
}

/// Stops every pair with one of these points.
struct Refuses(Vec<Place>);

impl ScreensPairs for Refuses {
    fn pair(&self, a: &Needle, b: &Needle) -> NeedleScreen {
        let stopped = self.0.contains(&a.place) || self.0.contains(&b.place);
        NeedleScreen {
            severity: if stopped {
                Severity::Stop
            } else {
                Severity::Caution
            },
            ..NeedleScreen::default()
        }
    }
}

fn electrical(needle: &Needle) -> Needle {
    Needle {
        technique: Technique::Electrical,
        ..*needle
    }
}

fn at_joint(needle: &Needle) -> usize {
    let set = KNOWLEDGE.point_set_key("PS-JOINT").expect("shipped");
    let members = KNOWLEDGE.point_set(set).members.iter();
    usize::from(members.into_iter().any(|it| it.place == needle.place))
}

proptest! {
    #[test]
    fn no_set_of_pairs_is_worth_more(values in graphs(), most in 0usize..4) {
        let best = best_matching(&values, most);
        prop_assert_eq!(best.value, exhaustive(&values, most));
        prop_assert!(best.pairs.len() <= most);
        let worth: u32 = best
            .pairs
            .iter()
            .filter_map(|(a, b)| values.iter().find(|it| (it.0, it.1) == (*a, *b)))
            .map(|it| u32::from(it.2))
            .sum();
        prop_assert_eq!(best.value, worth);
        let mut ends: Vec<usize> = best.pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
        ends.sort_unstable();
        ends.dedup();
        prop_assert_eq!(ends.len(), 2 * best.pairs.len());
    }

    #[test]
    fn no_needle_is_in_two_pairs_and_no_pair_crosses_or_is_stopped(
        needles in plans(),
        channels in 0usize..6,
        stopped in prop::collection::vec(any::<prop::sample::Index>(), 0..3),
    ) {
        let condition = KNOWLEDGE.condition_key("clbp").expect("shipped");
        let stopped = if needles.is_empty() { Vec::new() } else { stopped };
        let refuses = Refuses(stopped.iter().map(|it| it.get(&needles).place).collect());
        let proposed = propose_pairs(&KNOWLEDGE, &refuses, condition, &needles, channels);
        let mut ends: Vec<usize> = proposed.pairs.iter().flat_map(|it| [it.a, it.b]).collect();
        ends.sort_unstable();
        ends.dedup();
        prop_assert_eq!(ends.len(), 2 * proposed.pairs.len());
        prop_assert!(proposed.pairs.len() <= channels);
        for pair in &proposed.pairs {
            let (a, b) = (&needles[pair.a], &needles[pair.b]);
            prop_assert_eq!(a.side, b.side);
            for path in [
                CurrentPath::AcrossChest,
                CurrentPath::AcrossSkull,
                CurrentPath::FrontOfNeck,
            ] {
                prop_assert!(!current_takes(&KNOWLEDGE, &electrical(a), &electrical(b), path));
            }
            prop_assert!(at_joint(a) + at_joint(b) < 2);
            let (from, to) = (KNOWLEDGE.region_of(a.place), KNOWLEDGE.region_of(b.place));
            let to = KNOWLEDGE.region_key(to.id.as_str()).expect("a region");
            let is_same = from.id == KNOWLEDGE.region(to).id;
            prop_assert!(is_same || from.continues_into.contains(&to));
            prop_assert!(!refuses.0.contains(&a.place) && !refuses.0.contains(&b.place));
        }
        let again = propose_pairs(&KNOWLEDGE, &refuses, condition, &needles, channels);
        prop_assert_eq!(&proposed, &again);
    }

    #[test]
    fn mirrored_needles_give_mirrored_pairs(needles in plans()) {
        let mirrored: Vec<Needle> = needles
            .iter()
            .map(|it| Needle { side: it.side.opposite(), ..*it })
            .collect();
        prop_assert_eq!(pairs_for("clbp", &needles), pairs_for("clbp", &mirrored));
    }

    #[test]
    fn the_value_of_a_plan_is_that_of_the_best_set_of_its_pairs(needles in plans()) {
        let mut values = Vec::new();
        for a in 0..needles.len() {
            for b in a + 1..needles.len() {
                let alone = pairs_for("clbp", &[needles[a], needles[b]]);
                values.extend(alone.pairs.first().map(|pair| (a, b, pair.value)));
            }
        }
        prop_assume!(values.len() < 18);
        let proposed = pairs_for("clbp", &needles);
        prop_assert_eq!(proposed.value, exhaustive(&values, USUAL_CHANNELS));
    }
}
