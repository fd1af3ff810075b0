//! A clock that can be set while the past is told, and then follows the real one.

use std::sync::atomic::{AtomicI64, Ordering};

use filiform_app::{Clock, SystemClock};
use filiform_units::Timestamp;

/// No instant of the years 0 to 9999: the real time is shown.
const REAL: i64 = i64::MIN;

/// A clock that stands where it was set, until it follows the real time again.
#[derive(Debug)]
pub(crate) struct DemoClock(AtomicI64);

impl Default for DemoClock {
    fn default() -> Self {
        Self(AtomicI64::new(REAL))
    }
}

impl DemoClock {
    /// Shows `time` until further notice.
    pub(crate) fn show(&self, time: Timestamp) {
        self.0.store(time.micros(), Ordering::SeqCst);
    }

    /// Shows the real time from now on.
    pub(crate) fn follow_the_real_time(&self) {
        self.0.store(REAL, Ordering::SeqCst);
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        match self.0.load(Ordering::SeqCst) {
            REAL => SystemClock.now(),
            micros => Timestamp::from_micros(micros),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_stands_where_it_was_set_and_then_follows_the_real_time() {
        let clock = DemoClock::default();
        let past = Timestamp::from_micros(0);
        clock.show(past);
        assert_eq!(clock.now(), past);
        clock.follow_the_real_time();
        assert!(clock.now() > past);
    }
}
