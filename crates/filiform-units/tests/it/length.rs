use filiform_units::{DepthRange, Millimetres, NeedleGauge};
use proptest::prelude::*;

use crate::accepts_exactly;

fn range(min: u32, max: u32) -> DepthRange {
    DepthRange::new(mm(min), mm(max)).unwrap()
}

fn mm(value: u32) -> Millimetres {
    Millimetres::new(value).unwrap()
}

#[test]
fn a_length_is_one_to_a_hundred_and_twenty_five_millimetres() {
    accepts_exactly(1, 125, Millimetres::new);
    assert_eq!(Millimetres::literal(1), mm(1));
    assert_eq!(Millimetres::literal(125), mm(125));
    assert_eq!(mm(25).to_string(), "25 mm");
    assert_eq!(
        Millimetres::new(126).err().unwrap().to_string(),
        "depth must be 1 to 125 mm, not `126`"
    );
}

#[test]
#[should_panic(expected = "1 to 125 mm")]
fn a_literal_length_out_of_range_does_not_pass() {
    let _ = Millimetres::literal(0);
}

#[test]
fn a_depth_range_goes_from_shallow_to_deep() {
    assert_eq!(range(10, 10).min(), range(10, 10).max());
    assert_eq!(
        DepthRange::new(mm(30), mm(12)).err().unwrap().to_string(),
        "depth range must be from the shallower to the deeper value, not `30 to 12 mm`"
    );
}

#[test]
fn a_depth_range_is_written_short_when_both_ends_meet() {
    assert_eq!(range(12, 30).to_string(), "12 to 30 mm");
    assert_eq!(range(12, 12).to_string(), "12 mm");
}

#[test]
fn a_capped_range_ends_at_the_limit() {
    let cases = [
        (range(12, 30), 40, range(12, 30)),
        (range(12, 30), 30, range(12, 30)),
        (range(12, 30), 20, range(12, 20)),
        (range(12, 30), 12, range(12, 12)),
        (range(12, 30), 5, range(5, 5)),
    ];
    for (full, limit, expected) in cases {
        assert_eq!(full.capped(mm(limit)), expected, "{full} at {limit} mm");
    }
}

#[test]
fn a_needle_is_a_tenth_to_six_tenths_of_a_millimetre_thick() {
    accepts_exactly(10, 60, NeedleGauge::new);
    let gauge = NeedleGauge::new(25).unwrap();
    assert_eq!(gauge.hundredths_mm(), 25);
    assert_eq!(gauge.to_string(), "0.25 mm");
    assert_eq!(
        NeedleGauge::new(9).err().unwrap().to_string(),
        "needle diameter must be 0.10 to 0.60 mm, not `0.09 mm`"
    );
}

proptest! {
    #[test]
    fn capping_never_deepens_and_keeps_shallow_before_deep(
        (min, max, limit) in (1u32..=125, 1u32..=125, 1u32..=125),
    ) {
        let full = range(min.min(max), min.max(max));
        let capped = full.capped(mm(limit));
        prop_assert!(capped.min() <= capped.max());
        prop_assert!(capped.max() <= mm(limit));
        prop_assert!(capped.min() <= full.min() && capped.max() <= full.max());
        prop_assert_eq!(capped.capped(mm(limit)), capped);
    }
}
