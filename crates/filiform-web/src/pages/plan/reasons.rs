//! More of why: how many needles, what they are said to work on, and the same in words for the patient.

use maud::{Markup, html};

use super::{Icon, Plan, icon, paths};
use crate::ui::parts::{quiet_link, table};

/// One way in which needles are said to work, and how sure anybody is.
#[derive(Clone, Debug)]
pub struct Way {
    /// The way: `muscle`.
    pub name: String,
    /// The needles that aim at it, in words.
    pub needles: String,
    /// What the evidence makes of it, in words.
    pub how_sure: String,
}

/// More of why.
#[derive(Clone, Debug, Default)]
pub struct Reasons {
    /// How many needles were proposed at most, and why; empty when nothing was proposed.
    pub limit: String,
    /// The ways of working.
    pub ways: Vec<Way>,
    /// What stands behind each sort of reason in this plan: its name, in words, and how sure anybody is.
    pub bases: Vec<[String; 3]>,
    /// Each needle in plain words.
    pub for_patient: Vec<String>,
    /// What stands under these words.
    pub patient_basis: String,
}

impl Plan {
    /// Ways of working and plain words, closed until somebody asks.
    pub(super) fn reasons(&self) -> Markup {
        let reasons = &self.reasons;
        html! {
            @if !reasons.limit.is_empty() { p.quiet { (reasons.limit) } }
            div.actions {
                (quiet_link(&paths::alternatives(&self.course_id), "Other plans, other points, fewer needles", Icon::List))
            }
            div.folds {
                @if !reasons.ways.is_empty() {
                    details.more {
                        summary { (icon(Icon::Activity)) span { "What the needles are said to work on" } }
                        div.fold {
                            (table("Ways of working", &["Way", "Needles", "How sure is anybody?"], &rows(&reasons.ways)))
                            p { a href=(paths::ATLAS_CLAIMS) { "Every claim with both sides" } }
                        }
                    }
                }
                @if !reasons.bases.is_empty() {
                    details.more {
                        summary { (icon(Icon::Ask)) span { "How sure is each sort of reason?" } }
                        div.fold { (table("Sorts of reason", &["Reason", "What stands behind it", "Certainty"], &bases(&reasons.bases))) }
                    }
                }
                @if !reasons.for_patient.is_empty() {
                    details.more {
                        summary { (icon(Icon::Patient)) span { "In words for the patient" } }
                        div.fold {
                            ul { @for words in &reasons.for_patient { li { (words) } } }
                            p.quiet { (reasons.patient_basis) }
                        }
                    }
                }
                (self.counted_dose())
            }
        }
    }
}

fn bases(bases: &[[String; 3]]) -> Vec<Vec<Markup>> {
    let cells = |basis: &[String; 3]| basis.iter().map(|cell| html! { (cell) }).collect();
    bases.iter().map(cells).collect()
}

fn rows(ways: &[Way]) -> Vec<Vec<Markup>> {
    ways.iter()
        .map(|way| {
            vec![
                html! { (way.name) },
                html! { (way.needles) },
                html! { (way.how_sure) },
            ]
        })
        .collect()
}
