use crate::OutOfRange;

/// The side of a needle. Midline points have no side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The patient's left.
    Left,
    /// The patient's right.
    Right,
    /// On the midline.
    Midline,
}

impl Side {
    /// The word used in stored records, forms and tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Midline => "midline",
        }
    }

    /// The other side of the body; the midline is its own mirror.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
            Self::Midline => Self::Midline,
        }
    }

    /// Reads `left`, `right` or `midline`.
    ///
    /// # Errors
    /// Names the words that are understood.
    pub fn parse(text: &str) -> Result<Self, OutOfRange> {
        match text {
            "left" => Ok(Self::Left),
            "right" => Ok(Self::Right),
            "midline" => Ok(Self::Midline),
            _ => Err(OutOfRange::new(
                "side",
                "`left`, `right` or `midline`",
                text,
            )),
        }
    }
}

/// Which side a fact or a complaint is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Laterality {
    /// The patient's left.
    Left,
    /// The patient's right.
    Right,
    /// Both sides.
    Both,
    /// A one-sided thing whose side nobody recorded. It counts for both sides, as a question.
    Unknown,
    /// Neither: the whole person or the midline.
    None,
}

impl Laterality {
    /// The word used in stored records and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Both => "both",
            Self::Unknown => "unknown",
            Self::None => "none",
        }
    }

    /// Reads `left`, `right`, `both`, `unknown` or `none`.
    ///
    /// # Errors
    /// Names the words that are understood.
    pub fn parse(text: &str) -> Result<Self, OutOfRange> {
        match text {
            "left" => Ok(Self::Left),
            "right" => Ok(Self::Right),
            "both" => Ok(Self::Both),
            "unknown" => Ok(Self::Unknown),
            "none" => Ok(Self::None),
            _ => Err(OutOfRange::new(
                "laterality",
                "`left`, `right`, `both`, `unknown` or `none`",
                text,
            )),
        }
    }
}

/// Sex as far as screening and the body chart need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Other or not recorded. Never read as "not female".
    Unknown,
}

impl Sex {
    /// The word used in stored records and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
            Self::Unknown => "unknown",
        }
    }

    /// Reads `female` or `male`; anything else is `Unknown`, which screening treats as a question.
    pub fn parse(text: &str) -> Self {
        match text {
            "female" => Self::Female,
            "male" => Self::Male,
            _ => Self::Unknown,
        }
    }
}
