//! Needles, their stock, electrical settings, and who may do what with them.

use filiform_units::{Millimetres, NeedleGauge};

use crate::{Decimal, Place, PrivilegeId, Provenance, Severity, Technique};

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

/// What a clinic trusts some clinicians with and others not.
///
/// A needle needs it when its technique is among `techniques`, its place among `places`, and the person is
/// not older than `age_at_most`; what is left open holds for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Privilege {
    /// Its id: `thoracic-needling`.
    pub id: PrivilegeId,
    /// Its name.
    pub name: String,
    /// What it covers, and what it takes.
    pub what: String,
    /// Techniques that need it; never empty.
    pub techniques: Vec<Technique>,
    /// Places that need it, sorted; empty: everywhere.
    pub places: Vec<Place>,
    /// Oldest age in completed years that needs it; `None`: every age.
    pub age_at_most: Option<u16>,
    /// Source, certainty, review.
    pub provenance: Provenance,
}
