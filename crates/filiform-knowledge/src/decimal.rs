//! Decimal numbers, kept exactly as they were written.

use std::cmp::Ordering;
use std::fmt;

/// A decimal number such as `14.8`, kept exactly: no binary fraction stands between file and page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Decimal {
    // INVARIANT: no zero at the end of the fraction; kept by `new`.
    digits: i64,
    places: u8,
}

impl Decimal {
    const PLACES_MAX: usize = 6;

    /// A whole number.
    pub const fn whole(number: i32) -> Self {
        Self {
            digits: number as i64,
            places: 0,
        }
    }

    fn new(mut digits: i64, mut places: u8) -> Self {
        while places > 0 && digits % 10 == 0 {
            digits /= 10;
            places -= 1;
        }
        Self { digits, places }
    }

    /// Reads `14.8`, `-1` or `0.025`; at most six places and twelve digits before them.
    pub fn parse(text: &str) -> Option<Self> {
        const WHOLE_MAX: usize = 12;
        let (sign, bare) = text.strip_prefix('-').map_or((1, text), |bare| (-1, bare));
        let (whole, fraction) = bare.split_once('.').unwrap_or((bare, ""));
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let fits = (1..=WHOLE_MAX).contains(&whole.len()) && fraction.len() <= Self::PLACES_MAX;
        let is_written_out = !bare.ends_with('.');
        if !fits || !is_written_out || !is_digits(whole) || !is_digits(fraction) {
            return None;
        }
        let digits: i64 = format!("{whole}{fraction}").parse().ok()?;
        let places = u8::try_from(fraction.len()).ok()?;
        Some(Self::new(sign * digits, places))
    }

    /// In tenths; `None` when it has more than one place.
    pub fn tenths(self) -> Option<i64> {
        match self.places {
            0 => self.digits.checked_mul(10),
            1 => Some(self.digits),
            _ => None,
        }
    }

    /// The whole number; `None` when it is not one.
    pub fn to_whole(self) -> Option<i64> {
        (self.places == 0).then_some(self.digits)
    }

    /// The digits and how many of them stand behind the point.
    pub const fn parts(self) -> (i64, u8) {
        (self.digits, self.places)
    }

    fn scaled(self) -> i128 {
        let rest = Self::PLACES_MAX.saturating_sub(usize::from(self.places));
        let rest = u32::try_from(rest).unwrap_or(0);
        i128::from(self.digits) * 10_i128.pow(rest)
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.scaled().cmp(&other.scaled())
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.digits < 0 { "-" } else { "" };
        let power = 10_u64.pow(u32::from(self.places));
        let digits = self.digits.unsigned_abs();
        match self.places {
            0 => write!(f, "{sign}{digits}"),
            places => write!(
                f,
                "{sign}{}.{:0width$}",
                digits / power,
                digits % power,
                width = usize::from(places)
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_shown_as_it_was_written_without_idle_zeros() {
        for (written, shown) in [
            ("14.8", "14.8"),
            ("-8.40", "-8.4"),
            ("0.025", "0.025"),
            ("30", "30"),
            ("-0.5", "-0.5"),
        ] {
            assert_eq!(
                Decimal::parse(written).map(|it| it.to_string()),
                Some(shown.to_owned())
            );
        }
    }

    #[test]
    fn what_is_not_a_plain_decimal_is_refused() {
        for text in [
            "",
            "-",
            "1.",
            ".5",
            "1,5",
            "1e3",
            "+1",
            "0.1234567",
            "9999999999999",
        ] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_compare_by_value() {
        let read = |text| Decimal::parse(text);
        assert!(read("0.87") < read("1.75"));
        assert!(read("-1") < read("0.5"));
        assert_eq!(read("1.50"), read("1.5"));
    }
}
