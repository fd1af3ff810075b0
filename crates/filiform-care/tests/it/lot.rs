use filiform_care::LotLabel;
use filiform_units::Date;
use proptest::prelude::*;

/// A box of needles: article, expiry at the end of 2027, lot.
const SCANNED: &str = "(01)04012345678901(17)271231(10)H26-0917";

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

#[test]
fn a_lot_that_was_typed_is_kept_as_it_is() {
    let read = LotLabel::read(" H26-0917 ").unwrap();
    assert_eq!(read.to_string(), "H26-0917");
    assert_eq!((read.gtin.as_ref(), read.expiry), (None, None));
    assert!(
        read.is_usable_on(day("2099-12-31")),
        "nobody knows when it ends"
    );
}

#[test]
fn a_scanned_code_names_article_lot_and_last_day() {
    let read = LotLabel::read(SCANNED).unwrap();
    assert_eq!(read.gtin.as_deref(), Some("04012345678901"));
    assert_eq!(read.lot, "H26-0917");
    assert_eq!(read.expiry, Some(day("2027-12-31")));
    let bare = LotLabel::read("]d2010401234567890110H26-0917\u{1d}17271231").unwrap();
    assert_eq!(bare, read);
    let unmarked = LotLabel::read("01040123456789011727123110H26-0917").unwrap();
    assert_eq!(unmarked, bare);
}

#[test]
fn a_lot_may_be_used_until_the_end_of_its_last_day() {
    let read = LotLabel::read(SCANNED).unwrap();
    assert!(read.is_usable_on(day("2027-12-31")));
    assert!(!read.is_usable_on(day("2028-01-01")));
    let february = LotLabel::read("(01)04012345678901(17)280200(10)A").unwrap();
    assert_eq!(
        february.expiry,
        Some(day("2028-02-29")),
        "day 00 is the last of the month"
    );
}

#[test]
fn a_code_that_cannot_be_read_says_what_and_the_way_out() {
    let cases = [
        (
            "(01)04012345678902(10)A",
            "the article number `04012345678902` is misread; scan it again, or type the lot",
        ),
        (
            "(01)04012345678901(17)271331(10)A",
            "the code names no day with `271331`; scan it again, or type the lot",
        ),
        (
            "(01)04012345678901(17)271231",
            "the code names no lot; type the one that stands on the box",
        ),
        (
            "(01)04012345678901(99)x",
            "the code ends or goes wrong at `99)x`; scan it again, or type the lot",
        ),
        (
            "]d201040123",
            "the code ends or goes wrong at `01040123`; scan it again, or type the lot",
        ),
    ];
    for (code, words) in cases {
        assert_eq!(
            LotLabel::read(code).unwrap_err().to_string(),
            words,
            "{code}"
        );
    }
}

proptest! {
    #[test]
    fn no_text_makes_reading_panic_and_what_is_read_reads_back(text in ".{0,60}") {
        let read = LotLabel::read(&text).ok().filter(|read| read.gtin.is_some());
        if let Some(read) = read {
            prop_assert_eq!(LotLabel::read(&read.to_string()), Ok(read));
        }
    }

    #[test]
    fn codes_of_any_lot_read_back(lot in "[A-Z0-9-]{1,20}", month in 1..=12_u32, scan in any::<bool>()) {
        let code = if scan {
            format!("]d201040123456789011728{month:02}0110{lot}")
        } else {
            format!("(01)04012345678901(17)28{month:02}01(10){lot}")
        };
        let read = LotLabel::read(&code).unwrap();
        prop_assert_eq!(&read.lot, &lot);
        prop_assert_eq!(LotLabel::read(&read.to_string()), Ok(read));
    }
}
