use filiform_units::Hertz;

use crate::accepts_exactly;

#[test]
fn a_frequency_is_one_to_two_hundred_hertz() {
    accepts_exactly(1, 200, Hertz::new);
    assert_eq!(Hertz::new(2).unwrap().get(), 2);
    assert_eq!(Hertz::new(100).unwrap().to_string(), "100 Hz");
}

#[test]
fn a_frequency_out_of_range_says_what_was_given_and_what_is_permitted() {
    let error = Hertz::new(0).err().unwrap();
    assert_eq!(error.to_string(), "frequency must be 1 to 200 Hz, not `0`");
}
