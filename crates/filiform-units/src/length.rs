use std::fmt;

use crate::OutOfRange;

/// Needle length or insertion depth in whole millimetres, 1 to 125.
///
/// The upper bound catches keying errors; it is not clinical advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millimetres(u8);

impl Millimetres {
    /// Checks the range.
    ///
    /// # Errors
    /// When `mm` is not 1 to 125.
    pub fn new(mm: u32) -> Result<Self, OutOfRange> {
        u8::try_from(mm)
            .ok()
            .filter(|mm| (1..=125).contains(mm))
            .map(Self)
            .ok_or_else(|| OutOfRange::new("depth", "1 to 125 mm", &mm))
    }

    /// A value known at compile time. Out of range is a compile error when used in a `const`.
    #[must_use]
    pub const fn literal(mm: u8) -> Self {
        assert!(mm >= 1 && mm <= 125, "1 to 125 mm");
        Self(mm)
    }

    /// Millimetres.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Millimetres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} mm", self.0)
    }
}

/// From the shallowest to the deepest depth a needle may reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DepthRange {
    // INVARIANT: min <= max; kept by `new` and `capped`.
    min: Millimetres,
    max: Millimetres,
}

impl DepthRange {
    /// A range from `min` to `max`.
    ///
    /// # Errors
    /// When `min` is deeper than `max`.
    pub fn new(min: Millimetres, max: Millimetres) -> Result<Self, OutOfRange> {
        if min <= max {
            Ok(Self { min, max })
        } else {
            Err(OutOfRange::new(
                "depth range",
                "from the shallower to the deeper value",
                &format_args!("{} to {}", min.get(), max),
            ))
        }
    }

    /// The shallowest depth.
    pub const fn min(self) -> Millimetres {
        self.min
    }

    /// The deepest depth.
    pub const fn max(self) -> Millimetres {
        self.max
    }

    /// The same range, nowhere deeper than `limit`.
    #[must_use]
    pub fn capped(self, limit: Millimetres) -> Self {
        Self {
            min: self.min.min(limit),
            max: self.max.min(limit),
        }
    }
}

impl fmt::Display for DepthRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.min == self.max {
            self.max.fmt(f)
        } else {
            write!(f, "{} to {}", self.min.get(), self.max)
        }
    }
}

/// Needle diameter in hundredths of a millimetre, 0.10 to 0.60 mm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NeedleGauge(u8);

impl NeedleGauge {
    /// Checks the range. `25` is 0.25 mm.
    ///
    /// # Errors
    /// When the value is not 10 to 60.
    pub fn new(hundredths_mm: u32) -> Result<Self, OutOfRange> {
        u8::try_from(hundredths_mm)
            .ok()
            .filter(|value| (10..=60).contains(value))
            .map(Self)
            .ok_or_else(|| {
                let given = format!("{}.{:02} mm", hundredths_mm / 100, hundredths_mm % 100);
                OutOfRange::new("needle diameter", "0.10 to 0.60 mm", &given)
            })
    }

    /// Hundredths of a millimetre.
    pub const fn hundredths_mm(self) -> u8 {
        self.0
    }
}

impl fmt::Display for NeedleGauge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "0.{:02} mm", self.0)
    }
}
