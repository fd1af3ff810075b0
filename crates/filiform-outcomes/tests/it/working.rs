use filiform_knowledge::Instrument;
use filiform_outcomes::{Tenths, Trend, Working, judge, trend};
use proptest::prelude::*;

use crate::{function, measure, nprs, peg, working_rule};

/// The trend from one score in tenths to another, as an instrument with tenths would give it.
fn from_to(instrument: &Instrument, first: i32, last: i32) -> Trend {
    let by = first - last;
    Trend {
        improvement: Some(Tenths(by)),
        improvement_permille: (first > 0).then(|| by * 1000 / first),
        baseline: Some(Tenths(first)),
        latest: Some(Tenths(last)),
        ..trend(instrument, [])
    }
}

fn improving(by: i32, permille: i32) -> Working {
    Working::Improving {
        by: Tenths(by),
        permille,
    }
}

fn uncertain(by: i32, permille: i32) -> Working {
    Working::Uncertain {
        by: Tenths(by),
        permille,
    }
}

fn unchanged(by: i32) -> Working {
    Working::Unchanged { by: Tenths(by) }
}

fn worse(by: i32) -> Working {
    Working::Worse { by: Tenths(by) }
}

#[test]
fn a_pain_trend_is_judged_at_the_exact_edges() {
    let cases = [
        // responding from 30 %
        (100, 0, improving(100, 1000)),
        (100, 70, improving(30, 300)),
        (100, 71, uncertain(29, 290)),
        (67, 47, uncertain(20, 298)),
        (67, 46, improving(21, 313)),
        (70, 49, improving(21, 300)),
        (70, 50, uncertain(20, 285)),
        // not responding below 15 %
        (100, 85, uncertain(15, 150)),
        (100, 86, unchanged(14)),
        (40, 34, uncertain(6, 150)),
        (40, 35, unchanged(5)),
        (67, 57, unchanged(10)),
        (67, 56, uncertain(11, 164)),
        // no change, and a change that does not matter
        (50, 50, unchanged(0)),
        (50, 69, unchanged(-19)),
        // worse from the important change
        (50, 70, worse(20)),
        (50, 100, worse(50)),
        // a baseline of zero has no percentage, and still can become worse
        (0, 0, unchanged(0)),
        (0, 19, unchanged(-19)),
        (0, 20, worse(20)),
    ];
    for (first, last, expected) in cases {
        let judged = judge(
            &working_rule(),
            &nprs(),
            &from_to(&nprs(), first, last),
            working_rule().first_check_sessions.into(),
        );
        assert_eq!(judged, expected, "from {first} to {last} tenths");
    }
}

#[test]
fn before_the_fourth_session_it_is_too_early() {
    for sessions in 0..4 {
        let judged = judge(
            &working_rule(),
            &nprs(),
            &from_to(&nprs(), 80, 20),
            sessions,
        );
        assert_eq!(
            judged,
            Working::TooEarly {
                sessions,
                needed: 4
            }
        );
    }
    assert_eq!(
        judge(&working_rule(), &nprs(), &from_to(&nprs(), 80, 20), 4),
        improving(60, 750)
    );
}

#[test]
fn a_worsening_is_shown_even_when_it_is_early() {
    let judged = judge(&working_rule(), &nprs(), &from_to(&nprs(), 50, 70), 1);
    assert_eq!(judged, worse(20));
}

#[test]
fn a_worsening_below_the_important_change_waits_for_the_first_check() {
    let judged = judge(&working_rule(), &nprs(), &from_to(&nprs(), 50, 60), 1);
    assert_eq!(
        judged,
        Working::TooEarly {
            sessions: 1,
            needed: 4
        }
    );
}

#[test]
fn without_a_second_score_there_is_not_enough_data() {
    let none = trend(&nprs(), []);
    let one = trend(&nprs(), &[measure(&nprs(), 0, &[Some(7)])]);
    let unanswered = trend(
        &nprs(),
        &[
            measure(&nprs(), 0, &[Some(7)]),
            measure(&nprs(), 1, &[None]),
        ],
    );
    for too_little in [none, one, unanswered] {
        let judged = judge(&working_rule(), &nprs(), &too_little, 10);
        assert_eq!(judged, Working::NotEnoughData);
    }
}

#[test]
fn each_instrument_has_its_own_important_change() {
    let by_one = [
        measure(&peg(), 0, &[Some(5); 3]),
        measure(&peg(), 1, &[Some(6); 3]),
    ];
    let judged = judge(&working_rule(), &peg(), &trend(&peg(), &by_one), 4);
    assert_eq!(judged, worse(10));
}

#[test]
fn an_instrument_whose_important_change_is_unknown_is_not_worse_when_nothing_changed() {
    let mut unknown = nprs();
    unknown.important_change_tenths = 0;
    let rule = working_rule();
    let judged = |first, last| judge(&rule, &unknown, &from_to(&unknown, first, last), 4);
    assert_eq!(judged(50, 50), unchanged(0));
    assert_eq!(judged(50, 51), worse(1));
}

#[test]
fn where_higher_is_better_a_rise_is_working_and_a_fall_is_worse() {
    let rise = [
        measure(&function(), 0, &[Some(2); 10]),
        measure(&function(), 1, &[Some(3); 10]),
    ];
    let fall = [
        measure(&function(), 0, &[Some(3); 10]),
        measure(&function(), 1, &[Some(2); 10]),
    ];
    let judged = |measures| {
        judge(
            &working_rule(),
            &function(),
            &trend(&function(), measures),
            4,
        )
    };
    assert_eq!(judged(&rise), improving(100, 500));
    assert_eq!(judged(&fall), worse(100));
}

proptest! {
    #[test]
    fn a_better_score_never_gets_a_worse_verdict(first in 1i32..=100, last in 1i32..=100) {
        let rank = |working: &Working| match working {
            Working::Worse { .. } => 0,
            Working::Unchanged { .. } => 1,
            Working::Uncertain { .. } => 2,
            Working::Improving { .. } => 3,
            Working::NotEnoughData | Working::TooEarly { .. } => 4,
        };
        let judged = |last| judge(&working_rule(), &nprs(), &from_to(&nprs(), first, last), 6);
        prop_assert!(rank(&judged(last - 1)) >= rank(&judged(last)));
        prop_assert!(rank(&judged(last)) < 4);
    }
}
