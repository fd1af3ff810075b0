//! Days in prose: `2 years ago`, `until March 2020`, `yesterday`.

use filiform_units::{Date, PartialDate, Timestamp};

use crate::words::Text;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

const NUMBERS: [&str; 12] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// The last day that the words from `from` up to `to` can mean, said on `said`.
pub(crate) fn last_day(text: &Text, from: usize, to: usize, said: Date) -> Option<Date> {
    (from..to).find_map(|at| ago(text, at, to, said).or_else(|| named(text, at, from, said)))
}

/// The day `days` before `day`.
pub(crate) fn days_before(day: Date, days: i64) -> Date {
    let micros = days.saturating_mul(86_400_000_000);
    Timestamp::from_micros(day.start().micros().saturating_sub(micros)).date()
}

/// `2 years ago`, `a week ago`. Half a unit is taken off, because `2 years` may be one and a half.
fn ago(text: &Text, at: usize, to: usize, said: Date) -> Option<Date> {
    if at + 2 >= to || text.word(at + 2) != "ago" {
        return None;
    }
    let count = count(text.word(at))?;
    let unit = unit_days(text.word(at + 1))?;
    Some(days_before(said, (count * unit - unit / 2).max(0)))
}

fn count(word: &str) -> Option<i64> {
    match word {
        "a" | "an" => Some(1),
        _ => NUMBERS
            .iter()
            .zip(1..)
            .find(|(name, _)| **name == word)
            .map(|(_, number)| number)
            .or_else(|| {
                word.parse::<i64>()
                    .ok()
                    .filter(|number| (0..=200).contains(number))
            }),
    }
}

fn unit_days(word: &str) -> Option<i64> {
    match word.strip_suffix('s').unwrap_or(word) {
        "day" => Some(1),
        "week" | "wk" => Some(7),
        "month" => Some(30),
        "year" | "yr" => Some(365),
        _ => None,
    }
}

/// `yesterday`, `last month`, `2019`, `March 2020`; never later than `said`.
fn named(text: &Text, at: usize, from: usize, said: Date) -> Option<Date> {
    let word = text.word(at);
    match word {
        "today" => return Some(said),
        "yesterday" => return Some(days_before(said, 1)),
        "last" => return last_unit(text.word(at + 1), said),
        _ => {}
    }
    let year = word
        .parse::<i16>()
        .ok()
        .filter(|year| word.len() == 4 && (1900..=2100).contains(year))?;
    let month = (at > from).then(|| text.word(at - 1)).and_then(|before| {
        let short = before.get(..3)?;
        let place = MONTHS.iter().position(|month| *month == short)?;
        i8::try_from(place + 1).ok()
    });
    let day = match month {
        Some(month) => PartialDate::Month(year, month).latest(),
        None => PartialDate::Year(year).latest(),
    };
    Some(day.min(said))
}

fn last_unit(word: &str, said: Date) -> Option<Date> {
    let (year, month, _) = said.ymd();
    match word {
        "week" => Some(days_before(said, 1)),
        "month" if month > 1 => Some(PartialDate::Month(year, month - 1).latest()),
        "month" | "year" => Some(PartialDate::Year(year - 1).latest()),
        _ => None,
    }
}
