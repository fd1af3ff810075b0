//! Evidence: a small badge that opens to certainty, source and review state.

use maud::{Markup, html};

use super::icon::{Icon, icon};

/// How certain a statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Further research is very unlikely to change the statement.
    High,
    /// Further research may change the statement.
    Moderate,
    /// Further research is likely to change the statement.
    Low,
    /// Any estimate is very uncertain.
    VeryLow,
    /// Nobody has graded it.
    Ungraded,
}

impl Certainty {
    /// The words of the certainty.
    pub const fn words(self) -> &'static str {
        match self {
            Self::High => "high certainty",
            Self::Moderate => "moderate certainty",
            Self::Low => "low certainty",
            Self::VeryLow => "very low certainty",
            Self::Ungraded => "not graded",
        }
    }

    /// How many of four marks are filled.
    const fn marks(self) -> usize {
        match self {
            Self::High => 4,
            Self::Moderate => 3,
            Self::Low => 2,
            Self::VeryLow => 1,
            Self::Ungraded => 0,
        }
    }
}

/// One statement of evidence, ready to be read.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// What it is compared with, for example "Against sham".
    pub comparison: String,
    /// The answer in a few words, for example "small benefit".
    pub answer: String,
    /// How certain it is.
    pub certainty: Certainty,
    /// The figures with denominators and intervals.
    pub detail: String,
    /// The sources.
    pub sources: Vec<String>,
    /// Who reviewed the statement and when, or that nobody did.
    pub review: String,
}

/// The badge, closed.
pub fn evidence(evidence: &Evidence) -> Markup {
    html! {
        details.evidence {
            summary {
                span.evidence-comparison { (evidence.comparison) }
                span.evidence-answer { (evidence.answer) }
                span.evidence-certainty {
                    (marks(evidence.certainty)) span { (evidence.certainty.words()) }
                }
            }
            div.evidence-detail {
                p { (evidence.detail) }
                ul { @for source in &evidence.sources { li { (source) } } }
                p.quiet { (icon(Icon::Evidence)) span { (evidence.review) } }
            }
        }
    }
}

fn marks(certainty: Certainty) -> Markup {
    html! {
        svg.marks viewBox="0 0 44 10" aria-hidden="true" focusable="false" {
            @for mark in 0..4 {
                circle cx=(5 + mark * 11) cy="5" r="4" class=[(mark < certainty.marks()).then_some("filled")] {}
            }
        }
    }
}
