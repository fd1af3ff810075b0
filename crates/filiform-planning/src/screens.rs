//! What planning asks of screening.

use filiform_screening::{Needle, NeedleScreen, Screener};

/// Screens one needle at a time for a person and a condition that stay the same.
///
/// Implemented for [`Screener`], for references, and by tests.
pub trait ScreensNeedles {
    /// What screening says of `needle`.
    fn needle(&self, needle: &Needle) -> NeedleScreen;
}

/// Says nothing about any needle: for plans that are not for a person, such as teaching and benches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unscreened;

impl ScreensNeedles for Unscreened {
    fn needle(&self, _: &Needle) -> NeedleScreen {
        NeedleScreen::default()
    }
}

impl ScreensNeedles for Screener<'_> {
    fn needle(&self, needle: &Needle) -> NeedleScreen {
        Self::needle(self, needle)
    }
}

impl<S: ScreensNeedles + ?Sized> ScreensNeedles for &S {
    fn needle(&self, needle: &Needle) -> NeedleScreen {
        (**self).needle(needle)
    }
}
