//! Needles, their stock, and electrical settings.

use filiform_units::{Millimetres, NeedleGauge};

use crate::{Decimal, Provenance, Severity};

/// A needle diameter. Only millimetres are stored; the gauges are names for it, and tables conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedleDiameter {
    /// The diameter.
    pub diameter: NeedleGauge,
    /// Chinese gauge, for display.
    pub chinese_gauge: String,
    /// Japanese number, for display.
    pub japanese_number: String,
    /// Typical use.
    pub used_for: String,
    /// Source, certainty, review.
    pub provenance: Provenance,
}

/// A common needle length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedleLength {
    /// The length.
    pub length: Millimetres,
    /// Source, certainty, review.
    pub provenance: Provenance,
}

/// A standard, or a fact about notation and marking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedleFact {
    /// Its id: `iso-17218`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it says.
    pub fact: String,
    /// Source, certainty, review.
    pub provenance: Provenance,
}

/// A field of the stock record of a needle type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockField {
    /// Its name: `expiry`.
    pub field: String,
    /// What can stand in it.
    pub kind: StockKind,
    /// What it means.
    pub meaning: String,
    /// Source, certainty, review.
    pub provenance: Provenance,
}

/// What can stand in a field of the stock record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StockKind {
    /// Text.
    Text,
    /// Digits.
    Digits,
    /// A day.
    Date,
    /// Whole millimetres.
    Millimetres,
    /// Hundredths of a millimetre.
    HundredthsOfMillimetre,
    /// Yes or no.
    YesNo,
}

/// A check of a needle before it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedleCheck {
    /// Its id: `expired`.
    pub id: String,
    /// When it strikes.
    pub when: String,
    /// How serious.
    pub severity: Severity,
    /// The margin it reckons with, if it has one.
    pub margin: Option<Millimetres>,
    /// Source, certainty, review.
    pub provenance: Provenance,
}

/// A parameter of electrical stimulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElectricalSetting {
    /// Its id: `low-frequency`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Usual range; `None` when it is no number.
    pub range: Option<SettingRange>,
    /// What the person feels; may be empty.
    pub feeling: String,
    /// What is claimed, and what is known.
    pub comment: String,
    /// Source, certainty, review.
    pub provenance: Provenance,
}

/// A usual range in its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettingRange {
    /// Lowest.
    pub from: Decimal,
    /// Highest; `None`: no upper end.
    pub to: Option<Decimal>,
    /// Unit.
    pub unit: SettingUnit,
}

/// Units of electrical settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SettingUnit {
    /// Hertz.
    Hertz,
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Milliseconds,
    /// Milliamperes.
    Milliamperes,
    /// Minutes.
    Minutes,
    /// Millimetres.
    Millimetres,
}
