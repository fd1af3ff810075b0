use filiform_units::{Laterality, Sex, Side};

#[test]
fn every_side_reads_back_from_its_word() {
    for side in [Side::Left, Side::Right, Side::Midline] {
        assert_eq!(Side::parse(side.as_str()), Ok(side));
    }
}

#[test]
fn the_opposite_of_the_opposite_is_the_side_itself() {
    assert_eq!(Side::Left.opposite(), Side::Right);
    assert_eq!(Side::Right.opposite(), Side::Left);
    assert_eq!(Side::Midline.opposite(), Side::Midline);
}

#[test]
fn a_word_that_is_no_side_is_refused_with_the_words_that_are() {
    for rubbish in ["", "Left", "l", "both", "left "] {
        let error = Side::parse(rubbish).err().unwrap();
        assert_eq!(
            error.to_string(),
            format!("side must be `left`, `right` or `midline`, not `{rubbish}`")
        );
    }
}

#[test]
fn every_laterality_reads_back_from_its_word() {
    for laterality in [
        Laterality::Left,
        Laterality::Right,
        Laterality::Both,
        Laterality::Unknown,
        Laterality::None,
    ] {
        assert_eq!(Laterality::parse(laterality.as_str()), Ok(laterality));
    }
    assert!(Laterality::parse("midline").is_err());
    assert!(Laterality::parse("").is_err());
}

#[test]
fn a_sex_that_is_not_recorded_is_unknown_and_never_guessed() {
    for sex in [Sex::Female, Sex::Male, Sex::Unknown] {
        assert_eq!(Sex::parse(sex.as_str()), sex);
    }
    for other in ["", "other", "Female", "m"] {
        assert_eq!(Sex::parse(other), Sex::Unknown);
    }
}
