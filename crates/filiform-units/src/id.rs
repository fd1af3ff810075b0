use std::fmt;

use crate::OutOfRange;

macro_rules! id_type {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u128);

        impl $name {
            /// From the 128 bits of a UUID. The core never makes ids; the shell does.
            pub const fn from_bits(bits: u128) -> Self {
                Self(bits)
            }

            /// The 128 bits.
            pub const fn bits(self) -> u128 {
                self.0
            }

            /// Reads a lower-case or upper-case UUID with hyphens.
            ///
            /// # Errors
            /// When the text is not a UUID.
            pub fn parse(text: &str) -> Result<Self, OutOfRange> {
                parse_uuid(text)
                    .map(Self)
                    .ok_or_else(|| OutOfRange::new("id", "a UUID", text))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_uuid(self.0, f)
            }
        }
    )+};
}

id_type! {
    /// A clinic: the tenant. Every stored key begins with it.
    ClinicId,
    /// A person who signs in.
    PractitionerId,
    /// A patient.
    PatientId,
    /// One dated statement about a patient.
    FactId,
    /// One course of treatment for one complaint.
    CourseId,
    /// One visit.
    SessionId,
    /// One needle.
    NeedleId,
    /// One completed outcome instrument.
    MeasureId,
    /// A plan that a clinic keeps under a name.
    ProtocolId,
}

fn parse_uuid(text: &str) -> Option<u128> {
    let bytes = text.as_bytes();
    if bytes.len() != 36
        || [8, 13, 18, 23]
            .iter()
            .any(|at| bytes.get(*at) != Some(&b'-'))
    {
        return None;
    }
    bytes
        .iter()
        .enumerate()
        .filter(|(at, _)| ![8, 13, 18, 23].contains(at))
        .try_fold(0u128, |bits, (_, byte)| {
            char::from(*byte)
                .to_digit(16)
                .map(|digit| (bits << 4) | u128::from(digit))
        })
}

fn write_uuid(bits: u128, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(
        f,
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        bits >> 96,
        (bits >> 80) & 0xffff,
        (bits >> 64) & 0xffff,
        (bits >> 48) & 0xffff,
        bits & 0xffff_ffff_ffff
    )
}
