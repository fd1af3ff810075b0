//! A clock that no test has to wait for.

use std::sync::atomic::{AtomicI64, Ordering};

use filiform_units::{Minutes, Timestamp};

const SECOND_MICROS: i64 = 1_000_000;

/// Begins at 2026-11-24T09:00:00Z and steps one second each time it is read.
#[derive(Debug)]
pub struct Clock {
    next_micros: AtomicI64,
}

impl Clock {
    /// The first instant the clock shows: 2026-11-24T09:00:00Z.
    pub fn start() -> Timestamp {
        Timestamp::parse("2026-11-24T09:00:00Z").expect("the start of the clock is an instant")
    }

    /// A clock at its start.
    pub fn new() -> Self {
        Self::at(Self::start())
    }

    /// A clock that shows `first` first.
    pub const fn at(first: Timestamp) -> Self {
        Self {
            next_micros: AtomicI64::new(first.micros()),
        }
    }

    /// The instant now; the next reading is one second later.
    pub fn now(&self) -> Timestamp {
        let micros = self.next_micros.fetch_add(SECOND_MICROS, Ordering::SeqCst);
        Timestamp::from_micros(micros)
    }

    /// Lets time pass.
    pub fn pass(&self, minutes: Minutes) {
        let micros = i64::from(minutes.get()) * 60 * SECOND_MICROS;
        self.next_micros.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reading_is_one_second_later() {
        let clock = Clock::new();
        let read = [clock.now(), clock.now(), clock.now()].map(|now| now.to_string());
        assert_eq!(
            read,
            [
                "2026-11-24T09:00:00Z",
                "2026-11-24T09:00:01Z",
                "2026-11-24T09:00:02Z"
            ]
        );
    }

    #[test]
    fn minutes_pass_when_a_test_says_so() {
        let clock = Clock::default();
        clock.pass(Minutes::literal(25));
        assert_eq!(clock.now().clock(), "09:25");
    }
}
