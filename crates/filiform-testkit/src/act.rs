//! Who, when, and the small values that commands carry.

use filiform_care::{Act, LongText, ShortText};
use filiform_units::{Millimetres, Minutes, PractitionerId};

use crate::Clock;

/// The clinician who does everything unless a test says otherwise.
pub const fn a_clinician() -> PractitionerId {
    PractitionerId::from_bits(0xc0ff_ee00_0000_4000_8000_0000_0000_0001)
}

/// Something done by [`a_clinician`] as the clock starts.
pub fn an_act() -> Act {
    Act {
        by: a_clinician(),
        at: Clock::start(),
    }
}

/// Something done by [`a_clinician`] so many minutes after the clock starts.
pub fn an_act_after(minutes: u16) -> Act {
    Act {
        at: Clock::start().plus(Minutes::literal(minutes)),
        ..an_act()
    }
}

/// A depth or length in millimetres.
pub fn mm(mm: u8) -> Millimetres {
    Millimetres::new(u32::from(mm)).expect("a depth of 1 to 125 mm")
}

/// A short text.
pub fn short(text: &str) -> ShortText {
    ShortText::new(text).expect("a text of 1 to 200 characters")
}

/// A long text.
pub fn long(text: &str) -> LongText {
    LongText::new(text).expect("a text of 1 to 4,000 characters")
}
