//! What planning asks of screening.

use filiform_knowledge::{Knowledge, PrivilegeId, Severity, Technique};
use filiform_screening::{Chart, Needle, NeedleScreen, Screener, privileges_of_needle};

use crate::pairs::ScreensPairs;

/// Screens one needle at a time for a person and a condition that stay the same.
///
/// Implemented for [`Screener`], for references, and by tests.
pub trait ScreensNeedles {
    /// What screening says of `needle`.
    fn needle(&self, needle: &Needle) -> NeedleScreen;

    /// The privilege that `needle` needs and that whoever is to place it does not hold, if there is one.
    fn withheld(&self, _: &Needle) -> Option<PrivilegeId> {
        None
    }
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

    fn withheld(&self, needle: &Needle) -> Option<PrivilegeId> {
        (**self).withheld(needle)
    }
}

/// Screens for a person, and leaves out what one clinician may not place.
#[derive(Clone, Copy, Debug)]
pub struct WithPrivileges<'p> {
    /// Screens the needle.
    pub screener: &'p Screener<'p>,
    /// Holds the privileges.
    pub knowledge: &'p Knowledge,
    /// The person: some privileges are for an age.
    pub chart: &'p Chart,
    /// What the clinician holds.
    pub held: &'p [PrivilegeId],
}

impl ScreensNeedles for WithPrivileges<'_> {
    fn needle(&self, needle: &Needle) -> NeedleScreen {
        self.screener.needle(needle)
    }

    fn withheld(&self, needle: &Needle) -> Option<PrivilegeId> {
        privileges_of_needle(self.knowledge, self.chart, needle)
            .find(|privilege| !self.held.contains(&privilege.id))
            .map(|privilege| privilege.id.clone())
    }
}

impl ScreensPairs for WithPrivileges<'_> {
    /// A pair that the clinician may not place is stopped, without a rule.
    fn pair(&self, a: &Needle, b: &Needle) -> NeedleScreen {
        let may_not = |needle: &Needle| {
            let technique = Technique::Electrical;
            self.withheld(&Needle {
                technique,
                ..*needle
            })
            .is_some()
        };
        if may_not(a) || may_not(b) {
            return NeedleScreen {
                severity: Severity::Stop,
                ..NeedleScreen::default()
            };
        }
        self.screener.pair(a, b)
    }
}
