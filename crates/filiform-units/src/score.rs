use std::fmt;

use crate::OutOfRange;

/// Numeric pain rating, whole numbers 0 (none) to 10 (worst).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nprs(u8);

impl Nprs {
    /// Checks the range.
    ///
    /// # Errors
    /// When the rating is not 0 to 10.
    pub fn new(rating: u32) -> Result<Self, OutOfRange> {
        u8::try_from(rating)
            .ok()
            .filter(|rating| *rating <= 10)
            .map(Self)
            .ok_or_else(|| OutOfRange::new("pain rating", "a whole number from 0 to 10", &rating))
    }

    /// The rating.
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// How many needles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NeedleCount(u16);

impl NeedleCount {
    /// The most needles one session can hold; catches keying errors.
    pub const MAX: u16 = 200;

    /// Checks the range.
    ///
    /// # Errors
    /// When the count is above 200.
    pub fn new(count: u32) -> Result<Self, OutOfRange> {
        u16::try_from(count)
            .ok()
            .filter(|count| *count <= Self::MAX)
            .map(Self)
            .ok_or_else(|| OutOfRange::new("needle count", "0 to 200", &count))
    }

    /// The count.
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl fmt::Display for NeedleCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => f.write_str("1 needle"),
            n => write!(f, "{n} needles"),
        }
    }
}
