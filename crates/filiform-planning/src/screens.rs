//! What planning asks of screening.

use filiform_knowledge::{RuleKey, Severity};
use filiform_screening::Needle;
use filiform_units::Millimetres;

/// Screens one needle at a time for a person and a condition that stay the same.
///
/// Implemented for the screener of `filiform-screening`, for references, and by tests.
pub trait ScreensNeedles {
    /// What screening says of `needle`.
    fn needle(&self, needle: &Needle) -> NeedleScreen;
}

/// The screen's answer for one needle, as far as planning needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NeedleScreen {
    /// The highest severity that applies.
    pub severity: Severity,
    /// Rules that stop it, in rule order; empty unless the severity is `Stop`.
    pub stops: Vec<RuleKey>,
    /// The deepest depth at which every one of these stops goes away, if there is one.
    pub depth_limit: Option<Millimetres>,
}

/// Says nothing about any needle: for plans that are not for a person, such as teaching and benches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unscreened;

impl ScreensNeedles for Unscreened {
    fn needle(&self, _: &Needle) -> NeedleScreen {
        NeedleScreen::default()
    }
}

impl<S: ScreensNeedles + ?Sized> ScreensNeedles for &S {
    fn needle(&self, needle: &Needle) -> NeedleScreen {
        (**self).needle(needle)
    }
}
