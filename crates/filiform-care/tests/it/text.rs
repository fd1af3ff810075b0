use filiform_care::{LongText, ShortText, TextError};
use proptest::prelude::*;

#[test]
fn a_short_text_has_at_most_two_hundred_characters_whatever_their_bytes() {
    assert_eq!(ShortText::MAX, 200);
    for letter in ["a", "é", "漢", "𝄞"] {
        let most = letter.repeat(200);
        assert_eq!(ShortText::new(&most).unwrap().as_str(), most);
        assert_eq!(
            ShortText::new(&letter.repeat(201)),
            Err(TextError::TooLong {
                found: 201,
                most: 200
            })
        );
    }
}

#[test]
fn a_long_text_has_at_most_four_thousand_characters() {
    assert_eq!(LongText::MAX, 4_000);
    assert!(LongText::new(&"a".repeat(4_000)).is_ok());
    assert_eq!(
        LongText::new(&"a".repeat(4_001)),
        Err(TextError::TooLong {
            found: 4_001,
            most: 4_000
        })
    );
}

#[test]
fn white_space_alone_is_empty() {
    for nothing in ["", " ", "\n\t\r ", "\u{a0}\u{2003}"] {
        assert_eq!(ShortText::new(nothing), Err(TextError::Empty));
        assert_eq!(LongText::new(nothing), Err(TextError::Empty));
    }
}

#[test]
fn space_around_a_text_is_not_part_of_it_and_does_not_count() {
    assert_eq!(ShortText::new("  Room 2\n").unwrap().as_str(), "Room 2");
    let padded = format!("   {}   ", "a".repeat(200));
    assert!(ShortText::new(&padded).is_ok());
}

#[test]
fn line_breaks_and_tabs_are_kept() {
    let note = "first line\r\nsecond\tline";
    assert_eq!(LongText::new(note).unwrap().as_str(), note);
}

#[test]
fn a_control_character_is_refused_with_its_position() {
    for (text, at) in [
        ("a\u{0}b", 2),
        ("é\u{7}", 2),
        ("\u{1b}[31m", 1),
        ("ab\u{85}c", 3),
    ] {
        assert_eq!(ShortText::new(text), Err(TextError::Control { at }));
        assert_eq!(LongText::new(text), Err(TextError::Control { at }));
    }
}

#[test]
fn a_refused_text_says_why() {
    let why = |text: &str| ShortText::new(text).err().unwrap().to_string();
    assert_eq!(why(" "), "it is empty");
    assert_eq!(
        why(&"a".repeat(201)),
        "it has 201 characters; at most 200 are kept"
    );
    assert_eq!(
        why("a\u{0}"),
        "it holds a control character at position 2; remove it"
    );
}

proptest! {
    #[test]
    fn what_is_accepted_is_kept_whole_but_for_the_space_around_it(text in any::<String>()) {
        if let Ok(kept) = ShortText::new(&text) {
            prop_assert_eq!(kept.as_str(), text.trim());
            prop_assert_eq!(kept.to_string(), text.trim());
            prop_assert_eq!(ShortText::new(kept.as_str()), Ok(kept.clone()));
        }
    }

    #[test]
    fn every_short_text_is_a_long_text(text in "\\s{0,3}\\PC{0,220}\\s{0,3}") {
        let short = ShortText::new(&text);
        let long = LongText::new(&text);
        prop_assert!(short.is_err() || long.is_ok());
        if let Ok(kept) = long {
            prop_assert_eq!(kept.as_str(), text.trim());
        }
    }
}
