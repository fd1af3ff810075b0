use std::fmt;

use crate::OutOfRange;

/// Frequency of an electrical stimulus in hertz, 1 to 200.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hertz(u8);

impl Hertz {
    /// Checks the range.
    ///
    /// # Errors
    /// When `hz` is not 1 to 200.
    pub fn new(hz: u32) -> Result<Self, OutOfRange> {
        u8::try_from(hz)
            .ok()
            .filter(|hz| (1..=200).contains(hz))
            .map(Self)
            .ok_or_else(|| OutOfRange::new("frequency", "1 to 200 Hz", &hz))
    }

    /// Hertz.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Hertz {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} Hz", self.0)
    }
}
