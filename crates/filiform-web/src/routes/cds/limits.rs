//! How often, how much at once, and which tokens were used before. All of it in memory and bounded.

use std::collections::HashMap;
use std::sync::Mutex;

/// Requests of one client in one minute.
const PER_MINUTE: u32 = 600;

/// Tokens that are remembered at once: those of all clients at their highest rate for as long as tokens
/// live, many times over.
const TOKENS: usize = 100_000;

/// Counts the requests of one client, minute by minute.
#[derive(Debug, Default)]
pub(super) struct Gate(Mutex<(i64, u32)>);

impl Gate {
    /// Whether one more request may pass at `now_s`, in seconds since 1970.
    pub(super) fn lets_pass(&self, now_s: i64) -> bool {
        let mut count = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let minute = now_s.div_euclid(60);
        if count.0 != minute {
            *count = (minute, 0);
        }
        count.1 = count.1.saturating_add(1);
        count.1 <= PER_MINUTE
    }
}

/// Tokens that were used, until they expire.
#[derive(Debug, Default)]
pub(super) struct Used(Mutex<HashMap<[u8; 32], i64>>);

/// Whether a token is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// It is new, and remembered from now on.
    New,
    /// It was used before.
    Before,
    /// No more can be remembered, so it cannot be told.
    Full,
}

impl Used {
    /// Remembers a token by issuer and `jti` until `until_s`.
    pub(super) fn take(&self, issuer: &str, jti: &str, until_s: i64, now_s: i64) -> Seen {
        self.take_of(TOKENS, issuer, jti, until_s, now_s)
    }

    fn take_of(&self, most: usize, issuer: &str, jti: &str, until_s: i64, now_s: i64) -> Seen {
        let mut hasher = ring::digest::Context::new(&ring::digest::SHA256);
        // A line feed cannot stand in an issuer, so two names never run into one another.
        hasher.update(issuer.as_bytes());
        hasher.update(b"\n");
        hasher.update(jti.as_bytes());
        let mut name = [0; 32];
        name.copy_from_slice(hasher.finish().as_ref());
        let mut used = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if used.contains_key(&name) {
            return Seen::Before;
        }
        if used.len() >= most {
            used.retain(|_, until| *until >= now_s);
        }
        if used.len() >= most {
            return Seen::Full;
        }
        used.insert(name, until_s);
        Seen::New
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_new_only_once_and_only_for_its_issuer() {
        let used = Used::default();
        assert_eq!(used.take("a", "1", 100, 0), Seen::New);
        assert_eq!(used.take("a", "1", 100, 0), Seen::Before);
        assert_eq!(used.take("b", "1", 100, 0), Seen::New);
    }

    #[test]
    fn a_full_memory_forgets_what_has_expired_and_never_lets_a_token_pass_twice() {
        let used = Used::default();
        assert_eq!(used.take_of(2, "a", "1", 10, 0), Seen::New);
        assert_eq!(used.take_of(2, "a", "2", 20, 0), Seen::New);
        assert_eq!(used.take_of(2, "a", "3", 30, 5), Seen::Full);
        assert_eq!(used.take_of(2, "a", "3", 30, 11), Seen::New);
        assert_eq!(used.take_of(2, "a", "2", 20, 11), Seen::Before);
    }

    #[test]
    fn a_client_that_asks_too_often_waits_for_the_next_minute() {
        let gate = Gate::default();
        assert!((0..PER_MINUTE).all(|_| gate.lets_pass(0)));
        assert!(!gate.lets_pass(59));
        assert!(gate.lets_pass(60));
    }
}
