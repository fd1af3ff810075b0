use filiform_outcomes::{Score, Tenths, trend};
use proptest::prelude::*;

use crate::{function, measure, minute_of_course, nprs, peg};

#[test]
fn without_measures_there_is_no_number() {
    let empty = trend(&nprs(), []);
    assert!(empty.points.is_empty());
    assert_eq!(empty.baseline, None);
    assert_eq!(empty.latest, None);
    assert_eq!(empty.improvement, None);
    assert_eq!(empty.improvement_permille, None);
}

#[test]
fn one_score_is_a_baseline_and_no_change() {
    let one = trend(&nprs(), &[measure(&nprs(), 0, &[Some(7)])]);
    assert_eq!(one.baseline, Some(Tenths(70)));
    assert_eq!(one.latest, Some(Tenths(70)));
    assert_eq!(one.improvement, None);
    assert_eq!(one.improvement_permille, None);
}

#[test]
fn a_lower_pain_score_is_an_improvement() {
    let better = trend(
        &nprs(),
        &[
            measure(&nprs(), 0, &[Some(8)]),
            measure(&nprs(), 1, &[Some(6)]),
        ],
    );
    assert_eq!(better.improvement, Some(Tenths(20)));
    assert_eq!(better.improvement_permille, Some(250));
}

#[test]
fn a_higher_function_score_is_an_improvement() {
    let better = trend(
        &function(),
        &[
            measure(&function(), 0, &[Some(2); 10]),
            measure(&function(), 1, &[Some(3); 10]),
        ],
    );
    assert_eq!(better.improvement, Some(Tenths(100)));
    assert_eq!(better.improvement_permille, Some(500));
}

#[test]
fn a_worsening_is_negative() {
    let worse = trend(
        &nprs(),
        &[
            measure(&nprs(), 0, &[Some(4)]),
            measure(&nprs(), 1, &[Some(6)]),
        ],
    );
    assert_eq!(worse.improvement, Some(Tenths(-20)));
    assert_eq!(worse.improvement_permille, Some(-500));
}

#[test]
fn from_a_baseline_of_zero_there_is_no_percentage() {
    let from_zero = trend(
        &nprs(),
        &[
            measure(&nprs(), 0, &[Some(0)]),
            measure(&nprs(), 1, &[Some(1)]),
        ],
    );
    assert_eq!(from_zero.baseline, Some(Tenths(0)));
    assert_eq!(from_zero.improvement, Some(Tenths(-10)));
    assert_eq!(from_zero.improvement_permille, None);
}

#[test]
fn measures_of_other_instruments_are_ignored() {
    let mixed = [
        measure(&peg(), 0, &[Some(9); 3]),
        measure(&nprs(), 1, &[Some(8)]),
        measure(&peg(), 2, &[Some(1); 3]),
        measure(&nprs(), 3, &[Some(7)]),
        measure(&function(), 4, &[Some(1); 10]),
    ];
    let pain = trend(&nprs(), &mixed);
    assert_eq!(pain.points.len(), 2);
    assert_eq!(pain.baseline, Some(Tenths(80)));
    assert_eq!(pain.latest, Some(Tenths(70)));
}

#[test]
fn the_first_by_time_is_the_baseline_in_whatever_order_they_were_entered() {
    let entered = [
        measure(&nprs(), 2, &[Some(5)]),
        measure(&nprs(), 0, &[Some(8)]),
        measure(&nprs(), 1, &[Some(6)]),
    ];
    let in_order = trend(&nprs(), &entered);
    let times: Vec<_> = in_order.points.iter().map(|point| point.at).collect();
    assert_eq!(times, [0, 1, 2].map(minute_of_course));
    assert_eq!(in_order.baseline, Some(Tenths(80)));
    assert_eq!(in_order.latest, Some(Tenths(50)));
}

#[test]
fn an_incomplete_measure_stands_in_the_trend_without_a_number() {
    let with_gap = trend(
        &peg(),
        &[
            measure(&peg(), 0, &[Some(8), None, Some(8)]),
            measure(&peg(), 1, &[Some(6); 3]),
            measure(&peg(), 2, &[None; 3]),
        ],
    );
    assert_eq!(with_gap.points.len(), 3);
    assert_eq!(
        with_gap.points[0].score,
        Score::NotScorable {
            answered: 2,
            needed: 3
        }
    );
    assert_eq!(with_gap.baseline, Some(Tenths(60)));
    assert_eq!(with_gap.latest, Some(Tenths(60)));
    assert_eq!(with_gap.improvement, None);
}

proptest! {
    #[test]
    fn the_order_of_entry_does_not_matter(
        ratings in prop::collection::vec(prop::option::of(0u8..=10), 0..8),
        by in 0usize..8,
    ) {
        let measures: Vec<_> = (0u16..)
            .zip(&ratings)
            .map(|(minute, rating)| measure(&nprs(), minute, &[*rating]))
            .collect();
        let mut moved = measures.clone();
        moved.rotate_left(by.min(measures.len()));
        prop_assert_eq!(trend(&nprs(), &measures), trend(&nprs(), &moved));
    }
}
