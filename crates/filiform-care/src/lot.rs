//! The lot of a needle: typed by hand, or scanned from the GS1 code on its box.
//!
//! Of a GS1 element string these parts are read: 01 article number, 10 lot, 11 made, 15 best before, 17
//! expiry, 21 serial number, 30 and 37 counts, 240 further identification (GS1 General Specifications,
//! section 3; from memory).

use std::fmt;

use filiform_units::Date;

/// The most characters of a lot in a GS1 code.
const LOT_MAX: usize = 20;

/// What a scanner sends between parts of free length: FNC1 as a group separator.
const SEPARATOR: char = '\u{1d}';

/// What is known of a lot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotLabel {
    /// The number of the article, 14 digits; none when the lot was typed.
    pub gtin: Option<String>,
    /// The lot itself.
    pub lot: String,
    /// The last day on which it may be used; none when the lot was typed.
    pub expiry: Option<Date>,
}

/// Why a scanned code is not a lot.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LotError {
    /// A part that is cut off, or that nobody knows.
    #[error("the code ends or goes wrong at `{0}`; scan it again, or type the lot")]
    Part(String),
    /// The check digit does not fit.
    #[error("the article number `{0}` is misread; scan it again, or type the lot")]
    CheckDigit(String),
    /// No such day.
    #[error("the code names no day with `{0}`; scan it again, or type the lot")]
    Day(String),
    /// A code without a lot.
    #[error("the code names no lot; type the one that stands on the box")]
    NoLot,
}

impl LotLabel {
    /// Reads a lot as it was typed, or a GS1 code as it was scanned, with or without brackets.
    ///
    /// # Errors
    /// When it is a GS1 code that cannot be read or names no lot.
    pub fn read(text: &str) -> Result<Self, LotError> {
        let text = text.trim();
        let code = text
            .strip_prefix("]d2")
            .or_else(|| text.strip_prefix("]C1"));
        let is_scanned = code.is_some() || text.starts_with("(01)") || is_bare_code(text);
        if !is_scanned {
            return Ok(Self {
                gtin: None,
                lot: text.to_owned(),
                expiry: None,
            });
        }
        let code = code.unwrap_or(text);
        let parts = if code.starts_with('(') {
            bracketed(code)?
        } else {
            bare(code)?
        };
        Self::of_parts(&parts)
    }

    /// Whether it may still be used on a day.
    pub fn is_usable_on(&self, day: Date) -> bool {
        self.expiry.is_none_or(|expiry| day <= expiry)
    }

    fn of_parts(parts: &[(String, String)]) -> Result<Self, LotError> {
        let find = |wanted: &str| {
            let mut parts = parts.iter();
            parts
                .find(|(name, _)| name == wanted)
                .map(|(_, value)| value)
        };
        let gtin = find("01").cloned();
        if let Some(gtin) = gtin.as_ref().filter(|gtin| !check_digit_fits(gtin)) {
            return Err(LotError::CheckDigit(gtin.clone()));
        }
        let lot = find("10")
            .filter(|lot| !lot.is_empty())
            .ok_or(LotError::NoLot)?;
        if lot.chars().count() > LOT_MAX {
            return Err(LotError::Part(lot.clone()));
        }
        Ok(Self {
            gtin,
            lot: lot.clone(),
            expiry: find("17").map(|day| last_day(day)).transpose()?,
        })
    }
}

impl fmt::Display for LotLabel {
    /// A typed lot as it is; a scanned one with brackets, as [`LotLabel::read`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(gtin) = &self.gtin else {
            return match self.expiry {
                None => f.write_str(&self.lot),
                Some(expiry) => write!(f, "]d2(17){}(10){}", short_day(expiry), self.lot),
            };
        };
        write!(f, "(01){gtin}")?;
        if let Some(expiry) = self.expiry {
            write!(f, "(17){}", short_day(expiry))?;
        }
        write!(f, "(10){}", self.lot)
    }
}

/// A code without brackets begins with an article number whose check digit fits, and goes on.
fn is_bare_code(text: &str) -> bool {
    let gtin = text.strip_prefix("01").and_then(|rest| rest.get(..14));
    gtin.is_some_and(check_digit_fits) && text.len() > 16
}

/// `(01)04012345678901(17)271231(10)H26`
fn bracketed(code: &str) -> Result<Vec<(String, String)>, LotError> {
    let mut parts = Vec::new();
    for part in code.split('(').skip(1) {
        let (name, value) = part
            .split_once(')')
            .ok_or_else(|| LotError::Part(part.to_owned()))?;
        let value = value.trim_end_matches(SEPARATOR);
        match length(name) {
            Some(Length::Fixed(fixed)) if value.len() != fixed => {
                return Err(LotError::Part(part.to_owned()));
            }
            Some(_) => parts.push((name.to_owned(), value.to_owned())),
            None => return Err(LotError::Part(part.to_owned())),
        }
    }
    Ok(parts)
}

/// `010401234567890117271231` and so on: parts of free length end with a separator or with the code.
fn bare(code: &str) -> Result<Vec<(String, String)>, LotError> {
    let mut parts = Vec::new();
    let mut rest = code;
    while !rest.is_empty() {
        let wrong = || LotError::Part(rest.to_owned());
        let name = [3, 2]
            .into_iter()
            .filter_map(|digits| rest.get(..digits))
            .find(|name| length(name).is_some())
            .ok_or_else(wrong)?;
        let value = rest.get(name.len()..).ok_or_else(wrong)?;
        let (value, after) = match length(name) {
            Some(Length::Fixed(fixed)) => {
                let fixed_part = value.get(..fixed).ok_or_else(wrong)?;
                (fixed_part, value.get(fixed..).unwrap_or(""))
            }
            Some(Length::Free) | None => value.split_once(SEPARATOR).unwrap_or((value, "")),
        };
        parts.push((name.to_owned(), value.to_owned()));
        rest = after.trim_start_matches(SEPARATOR);
    }
    Ok(parts)
}

enum Length {
    Fixed(usize),
    Free,
}

fn length(name: &str) -> Option<Length> {
    match name {
        "01" => Some(Length::Fixed(14)),
        "11" | "15" | "17" => Some(Length::Fixed(6)),
        "10" | "21" | "30" | "37" | "240" => Some(Length::Free),
        _ => None,
    }
}

/// The last digit makes the sum of the others, each third of them counted once and the rest three times,
/// a multiple of ten.
fn check_digit_fits(gtin: &str) -> bool {
    let digits: Option<Vec<u32>> = gtin.chars().map(|digit| digit.to_digit(10)).collect();
    digits.is_some_and(|digits| {
        let sum: u32 = digits
            .iter()
            .zip([3, 1].into_iter().cycle())
            .map(|(digit, weight)| digit * weight)
            .sum();
        digits.len() == 14 && sum.is_multiple_of(10)
    })
}

/// `271231`; day 00 is the last of the month. Years are 2000 to 2099: needles do not keep longer.
fn last_day(text: &str) -> Result<Date, LotError> {
    let wrong = || LotError::Day(text.to_owned());
    let number = |from: usize| {
        text.get(from..from + 2)
            .and_then(|two| two.parse::<i8>().ok())
    };
    let (Some(year), Some(month), Some(day)) = (number(0), number(2), number(4)) else {
        return Err(wrong());
    };
    let year = 2000 + i16::from(year);
    if day > 0 {
        return Date::new(year, month, day).map_err(|_| wrong());
    }
    [31, 30, 29, 28]
        .into_iter()
        .find_map(|day| Date::new(year, month, day).ok())
        .ok_or_else(wrong)
}

/// `271231`
fn short_day(day: Date) -> String {
    let digits: String = day
        .to_string()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    digits.get(2..).unwrap_or_default().to_owned()
}
