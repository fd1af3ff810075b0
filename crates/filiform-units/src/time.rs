use std::fmt;
use std::str::FromStr;

use crate::OutOfRange;

/// An instant: microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From microseconds since the epoch. Values outside the years 0 to 9999 are clamped to them.
    #[must_use]
    pub fn from_micros(micros: i64) -> Self {
        const YEAR_0: i64 = -62_167_219_200_000_000;
        const YEAR_9999: i64 = 253_402_207_200_000_000;
        Self(micros.clamp(YEAR_0, YEAR_9999))
    }

    /// Microseconds since the epoch.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339, for example `2026-03-02T09:30:00Z` or with an offset.
    ///
    /// # Errors
    /// When the text is not an instant of the years 0 to 9999.
    pub fn parse(text: &str) -> Result<Self, OutOfRange> {
        text.parse::<jiff::Timestamp>()
            .ok()
            .and_then(|instant| {
                let kept = Self::from_micros(instant.as_microsecond());
                (kept.0 == instant.as_microsecond()).then_some(kept)
            })
            .ok_or_else(|| OutOfRange::new("instant", "like `2026-03-02T09:30:00Z`", text))
    }

    /// The calendar day in UTC.
    pub fn date(self) -> Date {
        Date(self.civil().date())
    }

    /// `14:02`, UTC.
    pub fn clock(self) -> String {
        let civil = self.civil();
        format!("{:02}:{:02}", civil.hour(), civil.minute())
    }

    /// Later by whole minutes.
    #[must_use]
    pub fn plus(self, minutes: Minutes) -> Self {
        Self::from_micros(self.0.saturating_add(i64::from(minutes.get()) * 60_000_000))
    }

    /// Whole seconds from `earlier` to this instant; negative when this one is earlier.
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0) / 1_000_000
    }

    fn civil(self) -> jiff::civil::DateTime {
        let instant =
            jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        jiff::tz::Offset::UTC.to_datetime(instant)
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC, to the second.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let civil = self.civil();
        write!(
            f,
            "{}T{:02}:{:02}:{:02}Z",
            civil.date(),
            civil.hour(),
            civil.minute(),
            civil.second()
        )
    }
}

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// A day of the Gregorian calendar.
    ///
    /// # Errors
    /// When there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, OutOfRange> {
        jiff::civil::Date::new(year, month, day)
            .ok()
            .filter(|date| date.year() >= 0)
            .map(Self)
            .ok_or_else(|| {
                OutOfRange::new(
                    "date",
                    "a day of the calendar",
                    &format_args!("{year}-{month}-{day}"),
                )
            })
    }

    /// Reads `2026-03-02`.
    ///
    /// # Errors
    /// When the text is not a calendar day.
    pub fn parse(text: &str) -> Result<Self, OutOfRange> {
        let fail = || OutOfRange::new("date", "like `2026-03-02`", text);
        let fields = text.split_once('-').and_then(|(year, rest)| {
            let (month, day) = rest.split_once('-')?;
            Some((digits(year, 4)?, digits(month, 2)?, digits(day, 2)?))
        });
        let (year, month, day) = fields.ok_or_else(fail)?;
        Self::new(year, month, day).map_err(|_| fail())
    }

    /// The same day of a later year; 29 February becomes 28 February. Stays at the last year there is.
    #[must_use]
    pub fn plus_years(self, years: u16) -> Self {
        Self(
            self.0
                .saturating_add(jiff::Span::new().years(i64::from(years))),
        )
    }

    /// Whole days from `earlier` to this day; negative when this one is earlier.
    pub fn days_since(self, earlier: Self) -> i64 {
        let span = earlier.0.duration_until(self.0);
        span.as_secs() / 86_400
    }

    /// Completed years from this day (a birth date) to `on`, never below 0.
    pub fn age_on(self, on: Self) -> u16 {
        let mut years = i32::from(on.0.year()) - i32::from(self.0.year());
        if (on.0.month(), on.0.day()) < (self.0.month(), self.0.day()) {
            years -= 1;
        }
        u16::try_from(years.max(0)).unwrap_or(0)
    }

    /// Midnight UTC at the start of this day.
    pub fn start(self) -> Timestamp {
        let epoch = jiff::civil::date(1970, 1, 1);
        Timestamp::from_micros(epoch.duration_until(self.0).as_secs() * 1_000_000)
    }

    /// Year, month and day.
    pub fn ymd(self) -> (i16, i8, i8) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    /// `2 March 2026`, as pages and letters write a day.
    pub fn long(self) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let month = usize::try_from(self.0.month() - 1).unwrap_or(0);
        format!("{} {} {}", self.0.day(), MONTHS[month % 12], self.0.year())
    }
}

impl fmt::Display for Date {
    /// `2026-03-02`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A date as precise as it was recorded: a year, a month or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartialDate {
    /// Only the year is known.
    Year(i16),
    /// Year and month are known.
    Month(i16, i8),
    /// The day is known.
    Day(Date),
}

impl PartialDate {
    /// Reads `2026`, `2026-03`, `2026-03-02` or an instant, of which the day is kept.
    ///
    /// # Errors
    /// When the text is none of these.
    pub fn parse(text: &str) -> Result<Self, OutOfRange> {
        let fail = || OutOfRange::new("date", "like `2026`, `2026-03` or `2026-03-02`", text);
        if let Some((day, time)) = text.split_at_checked(10)
            && time.starts_with(['T', ' '])
        {
            let day = Date::parse(day).ok().filter(|_| is_instant(text));
            return day.map(Self::Day).ok_or_else(fail);
        }
        match text.split_once('-') {
            None => digits(text, 4).map(Self::Year).ok_or_else(fail),
            Some((_, rest)) if rest.contains('-') => {
                Date::parse(text).map(Self::Day).map_err(|_| fail())
            }
            Some((year, month)) => digits(year, 4)
                .zip(digits(month, 2))
                .filter(|(_, month)| (1..=12).contains(month))
                .map(|(year, month)| Self::Month(year, month))
                .ok_or_else(fail),
        }
    }

    /// The first day it can mean.
    pub fn earliest(self) -> Date {
        match self {
            Self::Year(year) => Date(first_of_month(year, 1)),
            Self::Month(year, month) => Date(first_of_month(year, month)),
            Self::Day(date) => date,
        }
    }

    /// The last day it can mean.
    pub fn latest(self) -> Date {
        match self {
            Self::Year(year) => Date(first_of_month(year, 12).last_of_month()),
            Self::Month(year, month) => Date(first_of_month(year, month).last_of_month()),
            Self::Day(date) => date,
        }
    }
}

/// Total: a year or month that no calendar has is read as the nearest one that it has.
fn first_of_month(year: i16, month: i8) -> jiff::civil::Date {
    jiff::civil::Date::new(year.clamp(0, 9999), month.clamp(1, 12), 1)
        .unwrap_or(jiff::civil::Date::ZERO)
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(date) => date.fmt(f),
        }
    }
}

/// Exactly `count` digits as a number; no sign, no spaces.
fn digits<N: FromStr>(text: &str, count: usize) -> Option<N> {
    let plain = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// Whether `text` is a day with a time, with or without an offset.
fn is_instant(text: &str) -> bool {
    text.parse::<jiff::Timestamp>().is_ok() || text.parse::<jiff::civil::DateTime>().is_ok()
}

/// A duration in whole minutes, 0 to 1440.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minutes(u16);

impl Minutes {
    /// Checks the range.
    ///
    /// # Errors
    /// When the duration is longer than a day.
    pub fn new(minutes: u32) -> Result<Self, OutOfRange> {
        u16::try_from(minutes)
            .ok()
            .filter(|minutes| *minutes <= 1440)
            .map(Self)
            .ok_or_else(|| OutOfRange::new("duration", "0 to 1440 minutes", &minutes))
    }

    /// A value known at compile time.
    #[must_use]
    pub const fn literal(minutes: u16) -> Self {
        assert!(minutes <= 1440, "0 to 1440 minutes");
        Self(minutes)
    }

    /// Minutes.
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Minutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} min", self.0)
    }
}
