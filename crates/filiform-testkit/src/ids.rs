//! Ids that are the same on every run.

use std::sync::atomic::{AtomicU64, Ordering};

use filiform_units::{
    ClinicId, CourseId, FactId, MeasureId, NeedleId, PatientId, PractitionerId, SessionId,
};

/// Gives new ids from a seed: the same seed gives the same ids in the same order.
#[derive(Debug)]
pub struct Ids {
    state: AtomicU64,
}

macro_rules! ids {
    ($($name:ident: $id:ty, $what:literal;)+) => {$(
        #[doc = concat!("A new id of a ", $what, ".")]
        pub fn $name(&self) -> $id {
            <$id>::from_bits(self.bits())
        }
    )+};
}

impl Ids {
    /// Ids from this seed.
    pub const fn seeded(seed: u64) -> Self {
        Self {
            state: AtomicU64::new(seed),
        }
    }

    /// The 128 bits of a new random UUID, version and variant included.
    pub fn bits(&self) -> u128 {
        const VERSION: u128 = 0xf << 76;
        const VARIANT: u128 = 0b11 << 62;
        let random = (u128::from(self.word()) << 64) | u128::from(self.word());
        (random & !VERSION & !VARIANT) | (4 << 76) | (0b10 << 62)
    }

    ids! {
        clinic: ClinicId, "clinic";
        practitioner: PractitionerId, "practitioner";
        patient: PatientId, "patient";
        fact: FactId, "fact";
        course: CourseId, "course";
        session: SessionId, "session";
        needle: NeedleId, "needle";
        measure: MeasureId, "measure";
    }

    /// One step of the `SplitMix64` generator.
    fn word(&self) -> u64 {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        let state = self.state.fetch_add(STEP, Ordering::SeqCst);
        let mut z = state.wrapping_add(STEP);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

impl Default for Ids {
    fn default() -> Self {
        Self::seeded(1)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_ids() {
        let (one, other) = (Ids::seeded(7), Ids::seeded(7));
        for _ in 0..100 {
            assert_eq!(one.needle(), other.needle());
        }
        assert_ne!(Ids::seeded(7).patient(), Ids::seeded(8).patient());
    }

    #[test]
    fn no_id_is_given_twice() {
        let ids = Ids::default();
        let given: BTreeSet<_> = (0..10_000).map(|_| ids.bits()).collect();
        assert_eq!(given.len(), 10_000);
    }

    #[test]
    fn an_id_looks_like_a_random_uuid() {
        let text = Ids::default().session().to_string();
        assert_eq!(&text[14..15], "4");
        assert!("89ab".contains(&text[19..20]));
    }
}
