use filiform_knowledge::Formula;
use filiform_outcomes::{Answer, AnswersError, Score, Tenths, check_answers, read_answers, score};
use proptest::prelude::*;

use crate::{function, nprs, peg};

fn scored(tenths: i32, answered: u8) -> Score {
    Score::Scored {
        value: Tenths(tenths),
        answered,
    }
}

#[test]
fn a_pain_rating_scores_as_it_was_given() {
    for rating in 0..=10u8 {
        let expected = scored(i32::from(rating) * 10, 1);
        assert_eq!(score(&nprs(), &[Some(rating)]), expected);
    }
}

#[test]
fn an_instrument_with_a_rule_of_its_own_is_not_guessed_at() {
    let mut scaled = function();
    scaled.formula = Formula::OwnRule;
    let found = score(&scaled, &[Some(3); 10]);
    let expected = Score::NotScorable {
        answered: 10,
        needed: 8,
    };
    assert_eq!(found, expected);
}

#[test]
fn a_mean_is_rounded_once_and_half_away_from_zero() {
    let cases = [
        ([5, 5, 6], 53, "5.3"),
        ([1, 2, 2], 17, "1.7"),
        ([5, 5, 5], 50, "5"),
        ([0, 0, 0], 0, "0"),
        ([0, 0, 1], 3, "0.3"),
        ([0, 0, 2], 7, "0.7"),
        ([10, 10, 10], 100, "10"),
    ];
    for (answers, tenths, shown) in cases {
        let answers = answers.map(Some);
        assert_eq!(score(&peg(), &answers), scored(tenths, 3));
        assert_eq!(Tenths(tenths).to_string(), shown);
    }
}

#[test]
fn an_exact_half_is_rounded_up() {
    let mut four_items = peg();
    four_items.items_needed = 4;
    let halves = [([1, 1, 1, 2], 13), ([1, 1, 2, 3], 18), ([0, 0, 0, 1], 3)];
    for (answers, tenths) in halves {
        assert_eq!(score(&four_items, &answers.map(Some)), scored(tenths, 4));
    }
}

#[test]
fn a_missing_item_is_never_zero() {
    assert_eq!(
        score(&peg(), &[Some(5), None, Some(6)]),
        Score::NotScorable {
            answered: 2,
            needed: 3
        }
    );
    assert_eq!(
        score(&nprs(), &[None]),
        Score::NotScorable {
            answered: 0,
            needed: 1
        }
    );
}

#[test]
fn a_mean_of_enough_items_rests_on_the_items_that_were_answered() {
    let mut two_will_do = peg();
    two_will_do.items_needed = 2;
    assert_eq!(
        score(&two_will_do, &[Some(5), None, Some(6)]),
        scored(55, 2)
    );
}

#[test]
fn an_instrument_that_needs_no_item_still_has_no_score_without_answers() {
    let mut careless = peg();
    careless.items_needed = 0;
    assert_eq!(
        score(&careless, &[None, None, None]),
        Score::NotScorable {
            answered: 0,
            needed: 0
        }
    );
}

#[test]
fn a_sum_adds_the_items() {
    assert_eq!(score(&function(), &[Some(5); 10]), scored(500, 10));
}

#[test]
fn only_a_score_has_a_number() {
    assert_eq!(scored(53, 3).value(), Some(Tenths(53)));
    let too_few = score(&peg(), &[None, None, None]);
    assert_eq!(too_few.value(), None);
}

#[test]
fn tenths_are_written_with_one_decimal_and_none_when_it_is_zero() {
    let cases = [
        (47, "4.7"),
        (50, "5"),
        (0, "0"),
        (-3, "-0.3"),
        (-17, "-1.7"),
        (-20, "-2"),
    ];
    for (tenths, shown) in cases {
        assert_eq!(Tenths(tenths).to_string(), shown);
    }
    assert!((Tenths(47).as_f64() - 4.7).abs() < f64::EPSILON);
}

#[test]
fn a_form_is_read_with_its_gaps() {
    let answers = read_answers(&peg(), &["5", "", " 10 "]);
    assert_eq!(answers, Ok(vec![Some(5), None, Some(10)]));
}

#[test]
fn the_item_whose_answer_is_out_of_range_is_named() {
    for rubbish in ["11", "-1", "5.5", "five", "256", "５"] {
        let error = read_answers(&peg(), &["5", rubbish, "5"]).err().unwrap();
        assert_eq!(
            error,
            AnswersError::Range {
                instrument: "peg".to_owned(),
                item: 2,
                min: 0,
                max: 10,
                found: rubbish.to_owned(),
            }
        );
        assert_eq!(
            error.to_string(),
            format!("item 2 of `peg` must be a whole number from 0 to 10, not `{rubbish}`")
        );
    }
}

#[test]
fn both_ends_of_the_range_are_answers() {
    let mut texts = ["1"; 10];
    texts[9] = "5";
    assert!(read_answers(&function(), &texts).is_ok());
    for beyond in ["0", "6"] {
        texts[9] = beyond;
        assert!(matches!(
            read_answers(&function(), &texts),
            Err(AnswersError::Range {
                item: 10,
                min: 1,
                max: 5,
                ..
            })
        ));
    }
}

#[test]
fn more_or_fewer_answers_than_items_are_refused() {
    for found in [0, 2, 4] {
        let error = read_answers(&peg(), &vec!["5"; found]).err().unwrap();
        assert_eq!(
            error,
            AnswersError::Count {
                instrument: "peg".to_owned(),
                expected: 3,
                found,
            }
        );
        assert_eq!(
            error.to_string(),
            format!("`peg` takes 3 answers, but {found} came")
        );
        assert_eq!(check_answers(&peg(), &vec![Some(5); found]), Err(error));
    }
}

#[test]
fn answers_that_never_were_text_are_checked_the_same_way() {
    assert_eq!(check_answers(&peg(), &[Some(0), None, Some(10)]), Ok(()));
    assert_eq!(
        check_answers(&peg(), &[Some(0), None, Some(11)]),
        Err(AnswersError::Range {
            instrument: "peg".to_owned(),
            item: 3,
            min: 0,
            max: 10,
            found: "11".to_owned(),
        })
    );
}

fn any_answers() -> impl Strategy<Value = Vec<Answer>> {
    prop::collection::vec(prop::option::of(0u8..=10), 3)
}

proptest! {
    #[test]
    fn a_mean_lies_between_the_lowest_and_the_highest_answer(answers in any_answers()) {
        let mut one_will_do = peg();
        one_will_do.items_needed = 1;
        let given: Vec<i32> = answers.iter().flatten().map(|answer| i32::from(*answer)).collect();
        match score(&one_will_do, &answers) {
            Score::Scored { value, answered } => {
                prop_assert_eq!(usize::from(answered), given.len());
                prop_assert!(value.0 >= given.iter().min().unwrap() * 10);
                prop_assert!(value.0 <= given.iter().max().unwrap() * 10);
            }
            Score::NotScorable { .. } => prop_assert!(given.is_empty()),
        }
    }

    #[test]
    fn what_a_form_gave_is_what_is_checked(answers in any_answers()) {
        let texts: Vec<String> = answers
            .iter()
            .map(|answer| answer.map(|answer| answer.to_string()).unwrap_or_default())
            .collect();
        prop_assert_eq!(check_answers(&peg(), &answers), Ok(()));
        prop_assert_eq!(read_answers(&peg(), &texts), Ok(answers));
    }

    #[test]
    fn no_answers_make_scoring_panic(answers in prop::collection::vec(any::<Answer>(), 0..600)) {
        let _ = score(&peg(), &answers);
        let _ = score(&function(), &answers);
        let _ = check_answers(&function(), &answers);
    }

    #[test]
    fn no_text_makes_reading_panic(texts in prop::collection::vec("\\PC{0,6}", 3)) {
        let _ = read_answers(&peg(), &texts);
    }
}
