//! Values in the words of a page: days, hours, ages, sides.
//!
//! The record keeps instants in UTC; pages show the hours of the clinic's wall, which is the time zone
//! of the server.

use filiform_units::{Laterality, PartialDate, Sex, Side, Timestamp};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

fn local(at: Timestamp) -> DateTime {
    let instant =
        jiff::Timestamp::from_microsecond(at.micros()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    TimeZone::system().to_datetime(instant)
}

/// `14:02`.
pub(crate) fn clock(at: Timestamp) -> String {
    local(at).strftime("%H:%M").to_string()
}

/// `24 November 2026`.
pub(crate) fn day(at: Timestamp) -> String {
    local(at).strftime("%-d %B %Y").to_string()
}

/// `Tuesday 24 November 2026`.
pub(crate) fn weekday(at: Timestamp) -> String {
    local(at).strftime("%A %-d %B %Y").to_string()
}

/// `24 November 2026, 14:02`.
pub(crate) fn day_and_clock(at: Timestamp) -> String {
    local(at).strftime("%-d %B %Y, %H:%M").to_string()
}

/// A date as precise as it is known: `2020`, `April 2020`, `22 April 2020`.
pub(crate) fn partial(date: PartialDate) -> String {
    match date {
        PartialDate::Year(year) => year.to_string(),
        PartialDate::Month(..) => {
            let long = date.earliest().long();
            long.split_once(' ')
                .map_or(long.clone(), |(_, month)| month.to_owned())
        }
        PartialDate::Day(day) => day.long(),
    }
}

/// `67 years`, `about 67 years` when the day is not known, `age not recorded`.
pub(crate) fn age(born: Option<PartialDate>, now: Timestamp) -> String {
    let Some(born) = born else {
        return "age not recorded".to_owned();
    };
    let today = now.date();
    let (youngest, oldest) = (born.latest().age_on(today), born.earliest().age_on(today));
    if youngest == oldest {
        format!("{oldest} years")
    } else {
        format!("about {oldest} years")
    }
}

/// `female`, `male`, `sex not recorded`.
pub(crate) const fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "female",
        Sex::Male => "male",
        Sex::Unknown => "sex not recorded",
    }
}

/// `left`, `right`, nothing for the midline.
pub(crate) const fn side(side: Side) -> &'static str {
    match side {
        Side::Left => "left",
        Side::Right => "right",
        Side::Midline => "",
    }
}

/// The side of a complaint after its name; nothing where there is none.
pub(crate) const fn laterality(side: Laterality) -> &'static str {
    match side {
        Laterality::Left => ", left",
        Laterality::Right => ", right",
        Laterality::Both => ", both sides",
        Laterality::Unknown => ", side not recorded",
        Laterality::None => "",
    }
}

/// `08:40`: minutes and seconds.
pub(crate) fn minutes_and_seconds(seconds: i64) -> String {
    let seconds = seconds.unsigned_abs();
    format!("{:02}:{:02}", seconds / 60, seconds % 60)
}

/// `L3`, `L3 and L4`, `L2, L3 and L4`.
pub(crate) fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
