//! Dates as precise as they were recorded.

use filiform_units::{Date, PartialDate};

/// `22 April 2020`, `April 2020` or `2020`.
pub(super) fn long(date: PartialDate) -> String {
    match date {
        PartialDate::Day(day) => day.long(),
        PartialDate::Month(year, month) => match Date::new(year, month, 1) {
            Ok(first) => first.long().split_once(' ').map_or_else(
                || date.to_string(),
                |(_, month_and_year)| month_and_year.to_owned(),
            ),
            Err(_) => date.to_string(),
        },
        PartialDate::Year(year) => year.to_string(),
    }
}

/// `on 22 April 2020`, `in April 2020` or `in 2020`.
pub(super) fn on(date: PartialDate) -> String {
    match date {
        PartialDate::Day(_) => format!("on {}", long(date)),
        PartialDate::Month(..) | PartialDate::Year(_) => format!("in {}", long(date)),
    }
}
