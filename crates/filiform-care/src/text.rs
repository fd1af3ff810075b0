//! Bounded text: what a person types is kept whole or refused, never cut.

use std::fmt;

/// Why a text is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but white space.
    #[error("it is empty")]
    Empty,
    /// Longer than the field allows.
    #[error("it has {found} characters; at most {most} are kept")]
    TooLong {
        /// Characters given.
        found: usize,
        /// Characters allowed.
        most: usize,
    },
    /// A control character other than a line break or tab.
    #[error("it holds a control character at position {at}; remove it")]
    Control {
        /// Position, from 1.
        at: usize,
    },
}

macro_rules! text_type {
    ($($(#[$doc:meta])* $name:ident <= $most:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The most characters.
            pub const MAX: usize = $most;

            /// Trims and checks.
            ///
            /// # Errors
            /// When nothing is left, it is too long, or it holds control characters.
            pub fn new(text: &str) -> Result<Self, TextError> {
                check(text.trim(), $most).map(|text| Self(text.to_owned()))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

text_type! {
    /// A name, a label, a lot number: 1 to 200 characters.
    ShortText <= 200;
    /// A reason or a note: 1 to 4,000 characters.
    LongText <= 4_000;
}

fn check(text: &str, most: usize) -> Result<&str, TextError> {
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    let found = text.chars().count();
    if found > most {
        return Err(TextError::TooLong { found, most });
    }
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    match text.chars().position(control) {
        Some(index) => Err(TextError::Control { at: index + 1 }),
        None => Ok(text),
    }
}
