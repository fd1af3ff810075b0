//! Instants, days, dates as precise as they are known, durations.

use filiform_units::{Date, Minutes, PartialDate, Timestamp};
use proptest::prelude::*;

use crate::accepts_exactly;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn date(text: &str) -> PartialDate {
    PartialDate::parse(text).unwrap()
}

#[test]
fn an_instant_is_read_in_utc_or_with_its_offset() {
    assert_eq!(at("1970-01-01T00:00:00Z").micros(), 0);
    assert_eq!(at("1970-01-01T00:00:01.000002Z").micros(), 1_000_002);
    assert_eq!(at("2026-11-24T10:00:00+01:00"), at("2026-11-24T09:00:00Z"));
    assert_eq!(at("1969-12-31T23:59:59Z").micros(), -1_000_000);
}

#[test]
fn an_instant_is_written_in_utc_to_the_second() {
    assert_eq!(
        at("2026-11-24T23:30:59.999-05:00").to_string(),
        "2026-11-25T04:30:59Z"
    );
    assert_eq!(
        at("0001-02-03T04:05:06Z").to_string(),
        "0001-02-03T04:05:06Z"
    );
    assert_eq!(
        at("1969-12-31T23:59:59.5Z").to_string(),
        "1969-12-31T23:59:59Z"
    );
}

#[test]
fn a_clock_shows_hours_and_minutes_with_two_digits() {
    assert_eq!(at("2026-11-24T09:05:59Z").clock(), "09:05");
    assert_eq!(at("2026-11-24T00:30:00+01:00").clock(), "23:30");
}

#[test]
fn what_is_not_an_instant_is_refused() {
    let rubbish = [
        "",
        "2026-11-24",
        "2026-11-24T09:00:00",
        "2026-02-30T09:00:00Z",
        "2026-11-24T25:00:00Z",
        "yesterday",
        "２026-11-24T09:00:00Z",
        "-000100-01-01T00:00:00Z",
    ];
    for text in rubbish {
        assert_eq!(
            Timestamp::parse(text).err().unwrap().to_string(),
            format!("instant must be like `2026-03-02T09:30:00Z`, not `{text}`")
        );
    }
}

#[test]
fn instants_stay_inside_the_years_nought_to_9999() {
    assert_eq!(
        Timestamp::from_micros(i64::MIN).to_string(),
        "0000-01-01T00:00:00Z"
    );
    assert_eq!(
        Timestamp::from_micros(i64::MAX).to_string(),
        "9999-12-30T22:00:00Z"
    );
    let last = Timestamp::from_micros(i64::MAX);
    assert_eq!(last.plus(Minutes::literal(1440)), last);
}

#[test]
fn minutes_are_added_and_seconds_counted_both_ways() {
    let start = at("2026-11-24T09:00:00Z");
    let due = start.plus(Minutes::literal(25));
    assert_eq!(due, at("2026-11-24T09:25:00Z"));
    assert_eq!(due.seconds_since(start), 1_500);
    assert_eq!(start.seconds_since(due), -1_500);
    assert_eq!(start.plus(Minutes::literal(0)), start);
}

#[test]
fn the_day_of_an_instant_is_the_day_in_utc() {
    assert_eq!(at("2026-11-24T23:30:00-05:00").date(), day("2026-11-25"));
    assert_eq!(day("2026-11-25").start(), at("2026-11-25T00:00:00Z"));
    assert_eq!(day("1969-12-31").start(), at("1969-12-31T00:00:00Z"));
}

#[test]
fn a_day_is_a_day_of_the_calendar() {
    assert_eq!(Date::new(2024, 2, 29).unwrap().ymd(), (2024, 2, 29));
    assert_eq!(Date::new(0, 1, 1).unwrap().to_string(), "0000-01-01");
    assert_eq!(Date::new(9999, 12, 31).unwrap().to_string(), "9999-12-31");
    for (year, month, day) in [
        (2023, 2, 29),
        (2026, 13, 1),
        (2026, 0, 1),
        (2026, 4, 31),
        (-1, 1, 1),
        (10_000, 1, 1),
    ] {
        assert_eq!(
            Date::new(year, month, day).err().unwrap().to_string(),
            format!("date must be a day of the calendar, not `{year}-{month}-{day}`")
        );
    }
}

#[test]
fn a_day_is_read_from_ten_characters_and_nothing_else() {
    assert_eq!(day("2026-03-02").ymd(), (2026, 3, 2));
    for text in [
        "",
        "2026-3-2",
        "20260302",
        "2026-03-02T09:30",
        "2026-03-02 ",
        "2026-03-0２",
        "+026-03-02",
        "2026-03-+2",
        "2026-02-30",
        "-002026-03-02",
        "2026-03-02[u-ca=iso8601]",
    ] {
        assert_eq!(
            Date::parse(text).err().unwrap().to_string(),
            format!("date must be like `2026-03-02`, not `{text}`")
        );
    }
}

#[test]
fn a_day_is_written_out_for_people() {
    assert_eq!(day("2026-03-02").long(), "2 March 2026");
    assert_eq!(day("1952-12-31").long(), "31 December 1952");
}

#[test]
fn days_are_counted_over_leap_days_and_backwards() {
    assert_eq!(day("2024-03-01").days_since(day("2024-02-28")), 2);
    assert_eq!(day("2023-03-01").days_since(day("2023-02-28")), 1);
    assert_eq!(day("2026-11-24").days_since(day("2026-11-24")), 0);
    assert_eq!(day("2026-11-24").days_since(day("2026-12-01")), -7);
    assert_eq!(day("9999-12-31").days_since(day("0000-01-01")), 3_652_424);
}

#[test]
fn someone_born_on_29_february_is_a_year_older_from_1_march() {
    let born = day("2004-02-29");
    let ages = [
        ("2004-02-29", 0),
        ("2005-02-28", 0),
        ("2005-03-01", 1),
        ("2024-02-28", 19),
        ("2024-02-29", 20),
        ("2025-02-28", 20),
        ("2025-03-01", 21),
    ];
    for (on, age) in ages {
        assert_eq!(born.age_on(day(on)), age, "on {on}");
    }
}

#[test]
fn nobody_is_younger_than_nought() {
    assert_eq!(day("2026-11-25").age_on(day("2026-11-24")), 0);
    assert_eq!(day("2027-01-01").age_on(day("2026-11-24")), 0);
}

#[test]
fn a_birthday_counts_from_the_day_itself() {
    let born = day("1958-11-24");
    assert_eq!(born.age_on(day("2026-11-23")), 67);
    assert_eq!(born.age_on(day("2026-11-24")), 68);
}

#[test]
fn a_date_is_kept_as_precise_as_it_was_written() {
    assert_eq!(date("2026"), PartialDate::Year(2026));
    assert_eq!(date("2026-03"), PartialDate::Month(2026, 3));
    assert_eq!(date("2026-03-02"), PartialDate::Day(day("2026-03-02")));
    assert_eq!(date("0000"), PartialDate::Year(0));
}

#[test]
fn of_an_instant_the_day_is_kept_as_written_there() {
    for instant in [
        "2026-03-02T23:30:00-05:00",
        "2026-03-02T09:30:00Z",
        "2026-03-02T09:30:00.123+01:00",
        "2026-03-02T09:30",
        "2026-03-02 09:30:00",
    ] {
        assert_eq!(
            date(instant),
            PartialDate::Day(day("2026-03-02")),
            "{instant}"
        );
    }
}

#[test]
fn what_is_not_a_date_is_refused() {
    let rubbish = [
        "",
        "26",
        "20260",
        "+202",
        "-202",
        " 202",
        "2026-",
        "2026-3",
        "2026-+3",
        "2026-00",
        "2026-13",
        "2026/03",
        "2026-03-",
        "2026-03-2",
        "2026-02-30",
        "2026-03-02x",
        "2026-03-02T",
        "2026-03-02Trubbish",
        "2026-03-02T25:00:00Z",
        "02.03.2026",
        "March 2026",
        "2026-03-0é",
        "２０２６",
        "éé",
        "202é",
    ];
    for text in rubbish {
        assert_eq!(
            PartialDate::parse(text).err().unwrap().to_string(),
            format!("date must be like `2026`, `2026-03` or `2026-03-02`, not `{text}`")
        );
    }
}

#[test]
fn a_date_means_every_day_from_its_earliest_to_its_latest() {
    let cases = [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2026-03-02", "2026-03-02", "2026-03-02"),
        ("9999", "9999-01-01", "9999-12-31"),
    ];
    for (text, earliest, latest) in cases {
        assert_eq!(date(text).earliest(), day(earliest));
        assert_eq!(date(text).latest(), day(latest));
    }
}

#[test]
fn a_year_that_no_calendar_has_does_not_panic() {
    assert_eq!(PartialDate::Year(i16::MAX).latest(), day("9999-12-31"));
    assert_eq!(PartialDate::Year(i16::MIN).earliest(), day("0000-01-01"));
    assert_eq!(PartialDate::Month(2026, 0).earliest(), day("2026-01-01"));
    assert_eq!(PartialDate::Month(2026, 99).latest(), day("2026-12-31"));
}

#[test]
fn a_duration_is_at_most_a_day() {
    accepts_exactly(0, 1440, Minutes::new);
    assert_eq!(Minutes::literal(1440), Minutes::new(1440).unwrap());
    assert_eq!(Minutes::new(20).unwrap().to_string(), "20 min");
    assert_eq!(
        Minutes::new(1441).err().unwrap().to_string(),
        "duration must be 0 to 1440 minutes, not `1441`"
    );
}

#[test]
#[should_panic(expected = "0 to 1440 minutes")]
fn a_literal_duration_out_of_range_does_not_pass() {
    let _ = Minutes::literal(1441);
}

fn any_day() -> impl Strategy<Value = Date> {
    (0i16..=9999, 1i8..=12, 1i8..=31)
        .prop_filter_map("a day of the calendar", |(year, month, day)| {
            Date::new(year, month, day).ok()
        })
}

fn any_partial_date() -> impl Strategy<Value = PartialDate> {
    prop_oneof![
        (0i16..=9999).prop_map(PartialDate::Year),
        (0i16..=9999, 1i8..=12).prop_map(|(year, month)| PartialDate::Month(year, month)),
        any_day().prop_map(PartialDate::Day),
    ]
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_panic(
        text in "\\PC{0,24}|[0-9T:Z +\u{e9}\u{ff12}-]{0,12}|[0-9]{4}-[0-9]{2}-[0-9]{1,2}\\PC{0,4}",
    ) {
        if let Ok(date) = PartialDate::parse(&text) {
            prop_assert!(date.earliest() <= date.latest());
        }
        let _ = Date::parse(&text);
        let _ = Timestamp::parse(&text);
    }

    #[test]
    fn every_date_reads_back_from_its_text(date in any_partial_date()) {
        prop_assert_eq!(PartialDate::parse(&date.to_string()), Ok(date));
        prop_assert!(date.earliest() <= date.latest());
    }

    #[test]
    fn every_whole_second_reads_back_from_its_text(
        seconds in -62_167_219_200i64..=253_402_207_200,
    ) {
        let instant = Timestamp::from_micros(seconds * 1_000_000);
        prop_assert_eq!(Timestamp::parse(&instant.to_string()), Ok(instant));
        prop_assert_eq!(instant.date().start().date(), instant.date());
    }

    #[test]
    fn days_since_and_age_agree_with_the_order_of_days(a in any_day(), b in any_day()) {
        prop_assert_eq!(a.days_since(b), -b.days_since(a));
        prop_assert_eq!(a.days_since(b).cmp(&0), a.cmp(&b));
        if a <= b {
            prop_assert!(i64::from(a.age_on(b)) <= b.days_since(a) / 365);
        } else {
            prop_assert_eq!(a.age_on(b), 0);
        }
    }
}
