use filiform_units::{NeedleCount, Nprs};

use crate::accepts_exactly;

#[test]
fn a_pain_rating_is_nought_to_ten() {
    accepts_exactly(0, 10, Nprs::new);
    assert_eq!(Nprs::new(7).unwrap().get(), 7);
    assert_eq!(
        Nprs::new(11).err().unwrap().to_string(),
        "pain rating must be a whole number from 0 to 10, not `11`"
    );
}

#[test]
fn a_needle_count_is_nought_to_two_hundred() {
    accepts_exactly(0, u32::from(NeedleCount::MAX), NeedleCount::new);
    assert_eq!(NeedleCount::MAX, 200);
    assert_eq!(NeedleCount::default(), NeedleCount::new(0).unwrap());
    assert_eq!(
        NeedleCount::new(201).err().unwrap().to_string(),
        "needle count must be 0 to 200, not `201`"
    );
}

#[test]
fn one_needle_is_written_without_the_s() {
    let words = [0, 1, 2].map(|count| NeedleCount::new(count).unwrap().to_string());
    assert_eq!(words, ["0 needles", "1 needle", "2 needles"]);
}
