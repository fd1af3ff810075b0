//! What was read or written last, kept opened so that the next tap at the couch need not open it again.
//!
//! Nothing is believed from memory alone. A session counts only while the newest event of its stream has
//! the version and the hash that were remembered: the hash stands for every event before it, so a change
//! that was undone, or one that another process wrote, is noticed. A key counts only for the very bytes
//! that it was unwrapped from.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use filiform_care::session::Session;
use filiform_units::{ClinicId, PatientId, SessionId};

use crate::seal::DataKey;

/// Data keys of patients, each with the bytes it was unwrapped from.
pub(crate) type RecentKeys = Recent<(ClinicId, PatientId), Arc<(Vec<u8>, DataKey)>>;

/// Sessions as they stood last, each with the version and the hash of its newest event.
pub(crate) type RecentSessions = Recent<(ClinicId, SessionId), Arc<(u64, Vec<u8>, Session)>>;

/// A few values by key; when it is full, any one of them makes room.
pub(crate) struct Recent<K, V> {
    kept: Mutex<HashMap<K, V>>,
}

/// Most values kept: more than the rooms of a large clinic, a few megabytes at most.
const KEPT_MOST: usize = 256;

impl<K: Copy + Eq + Hash, V: Clone> Recent<K, V> {
    pub(crate) fn new() -> Self {
        Self {
            kept: Mutex::new(HashMap::new()),
        }
    }

    /// The value kept under `key`, if it is the one that `is_current` accepts.
    pub(crate) fn get(&self, key: &K, is_current: impl FnOnce(&V) -> bool) -> Option<V> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(key).filter(|value| is_current(value)).cloned()
    }

    pub(crate) fn put(&self, key: K, value: V) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MOST && !kept.contains_key(&key) {
            let any = kept.keys().next().copied();
            any.map(|any| kept.remove(&any));
        }
        kept.insert(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_given_out_only_while_it_is_current() {
        let recent = Recent::new();
        recent.put(1, "one");
        assert_eq!(recent.get(&1, |value| *value == "one"), Some("one"));
        assert_eq!(recent.get(&1, |value| *value == "two"), None);
        assert_eq!(recent.get(&2, |_| true), None);
    }

    #[test]
    fn it_never_keeps_more_than_it_may() {
        let recent = Recent::new();
        for n in 0..2 * KEPT_MOST {
            recent.put(n, n);
            assert_eq!(recent.get(&n, |_| true), Some(n));
        }
        let kept = (0..2 * KEPT_MOST).filter(|n| recent.get(n, |_| true).is_some());
        assert_eq!(kept.count(), KEPT_MOST);
    }
}
