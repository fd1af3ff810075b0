//! What the core must not have: a clock, ids, randomness.

use std::fmt::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

use filiform_units::Timestamp;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Makes ids and secrets.
pub trait Ids: Send + Sync {
    /// The 128 bits of a new id, later ones larger.
    fn id(&self) -> u128;
    /// Fills `bytes` with randomness fit for secrets.
    fn fill(&self, bytes: &mut [u8]);
}

/// The computer's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// UUID version 7 and the operating system's generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemIds;

impl Ids for SystemIds {
    fn id(&self) -> u128 {
        uuid::Uuid::now_v7().as_u128()
    }

    fn fill(&self, bytes: &mut [u8]) {
        operating_system_randomness(bytes);
    }
}

/// Fills `bytes` from the operating system's generator, seeded anew per thread.
pub fn operating_system_randomness(bytes: &mut [u8]) {
    rand::fill(bytes);
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a string does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
