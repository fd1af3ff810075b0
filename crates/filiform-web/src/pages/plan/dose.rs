//! The dose: what is usual, and what the plan amounts to.

use maud::{Markup, html};

use super::{Icon, Plan, icon};
use crate::ui::parts::values;

/// The dose of the plan.
#[derive(Clone, Debug, Default)]
pub struct DoseWords {
    /// What is usual, in words with its source.
    pub usual: String,
    /// What the evidence says of current; empty when it says nothing.
    pub stimulation: String,
    /// Why a number of the dose is not the one that the evidence names, or that it names none.
    pub notes: Vec<String>,
    /// The plan in figures, each with its name.
    pub figures: Vec<(&'static str, String)>,
    /// What such figures mean, and what not.
    pub principle: String,
}

impl Plan {
    /// What is usual, before the numbers are set.
    pub(super) fn usual_dose(&self) -> Markup {
        let dose = &self.dose;
        html! {
            p.quiet { (dose.usual) }
            @if !dose.stimulation.is_empty() { p.quiet { (dose.stimulation) } }
            @for note in &dose.notes { p.quiet { (note) } }
        }
    }

    /// What the plan amounts to, closed until somebody asks.
    pub(super) fn counted_dose(&self) -> Markup {
        let dose = &self.dose;
        let figures: Vec<(&str, Markup)> = dose
            .figures
            .iter()
            .map(|(name, value)| (*name, html! { (value) }))
            .collect();
        html! {
            @if !figures.is_empty() {
                details.more {
                    summary { (icon(Icon::List)) span { "The dose in figures" } }
                    div.fold { (values(&figures)) p.quiet { (dose.principle) } }
                }
            }
        }
    }
}
