//! Laboratory values: the newest one, in the unit of the thresholds.

use filiform_units::{Date, FactId, Timestamp};

use super::LabReading;
use crate::rulebook::LabUnits;
use crate::{Fact, RecordedStatus};

/// The values of one laboratory test.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LabSlot {
    /// The newest value that can be used.
    pub(crate) newest: Option<LabReading>,
    /// The newest value that cannot be used, and when it is from.
    pub(crate) unusable: Option<(FactId, Date)>,
    order: Option<(Date, Timestamp)>,
}

impl LabSlot {
    /// Whether there is any value, also one that cannot be used.
    pub(crate) const fn holds_any(&self) -> bool {
        self.newest.is_some() || self.unusable.is_some()
    }

    /// Takes a value into account. `false` when it cannot be used.
    pub(crate) fn take(&mut self, fact: &Fact, units: &LabUnits) -> bool {
        if !is_result(fact.status) {
            return true;
        }
        let recorded = fact.recorded_at.date();
        let (earliest, latest) = fact
            .onset
            .map_or((recorded, recorded), |on| (on.earliest(), on.latest()));
        let value = fact.value.as_ref().and_then(|quantity| {
            let factor = units.factor(&quantity.unit)?;
            Some(quantity.value * factor).filter(|value| value.is_finite())
        });
        let Some(value) = value else {
            if self.unusable.is_none_or(|(_, on)| on <= earliest) {
                self.unusable = Some((fact.id, earliest));
            }
            return false;
        };
        let order = (latest, fact.recorded_at);
        if self.order.is_none_or(|before| before <= order) {
            self.order = Some(order);
            self.newest = Some(LabReading {
                fact: fact.id,
                value,
                on: earliest,
            });
        }
        true
    }

    /// The newest usable value that is not older than `max_age_days`.
    pub(crate) fn within(self, max_age_days: u16, today: Date) -> Option<LabReading> {
        self.newest
            .filter(|reading| today.days_since(reading.on) <= i64::from(max_age_days))
    }

    /// A value inside the window that cannot be used and is newer than every usable one.
    pub(crate) fn unusable_within(self, max_age_days: u16, today: Date) -> Option<FactId> {
        let (fact, on) = self.unusable?;
        let newer = self.newest.is_none_or(|reading| reading.on < on);
        (newer && today.days_since(on) <= i64::from(max_age_days)).then_some(fact)
    }
}

/// A value that was measured in this person.
const fn is_result(status: RecordedStatus) -> bool {
    match status {
        RecordedStatus::Active | RecordedStatus::Ended | RecordedStatus::Unknown => true,
        RecordedStatus::Absent
        | RecordedStatus::Void
        | RecordedStatus::Planned
        | RecordedStatus::FamilyHistory => false,
    }
}
