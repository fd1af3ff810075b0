//! What acupuncture can and cannot do: each claim, and what studies of people allow one to say.

use maud::{Markup, html};

use super::{Page, sample};
use crate::paths;
use crate::ui::evidence::{Certainty, Evidence, evidence};
use crate::ui::icon::{Icon, icon};
use crate::ui::layout::{Frame, Section, Shell, document};

/// What the evidence makes of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The claim is fair.
    Supported,
    /// The evidence is mixed, small or indirect.
    Uncertain,
    /// The claim is stronger than the evidence.
    NotSupported,
}

impl Verdict {
    const fn words(self) -> &'static str {
        match self {
            Self::Supported => "Supported",
            Self::Uncertain => "Uncertain",
            Self::NotSupported => "Not supported",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Supported => "is-supported",
            Self::Uncertain => "is-uncertain",
            Self::NotSupported => "is-not-supported",
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::Supported => Icon::Check,
            Self::Uncertain => Icon::Ask,
            Self::NotSupported => Icon::Remove,
        }
    }
}

/// One claim.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Its page in the atlas.
    pub href: String,
    /// What it is about, in a few words; empty when the claim says it.
    pub name: String,
    /// The popular claim, as it is made.
    pub claim: String,
    /// What the evidence makes of it.
    pub verdict: Verdict,
    /// What may be said instead.
    pub say: String,
    /// How good the evidence is, in words; may be empty.
    pub strength: String,
    /// Conditions of the area with their evidence, sham beside care.
    pub conditions: Vec<(String, String, Vec<Evidence>)>,
}

/// The page.
#[derive(Clone, Debug)]
pub struct Claims {
    /// The visitor's part.
    pub shell: Shell,
    /// What people hope for.
    pub benefits: Vec<Claim>,
    /// What a needle is said to do in the body.
    pub mechanisms: Vec<Claim>,
}

impl Page for Claims {
    const NAME: &'static str = "claims";

    fn draw(&self) -> Markup {
        let frame = Frame {
            shell: &self.shell,
            title: "What acupuncture can and cannot do",
            section: Some(Section::Atlas),
            trail: None,
            patient: None,
            class: "is-article",
        };
        document(&frame, &self.body())
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let pair = |comparison: &str, answer: &str| Evidence {
            comparison: comparison.to_owned(),
            answer: answer.to_owned(),
            certainty: Certainty::Moderate,
            detail: "52 of 100 people against 43 of 100.".to_owned(),
            sources: sample::strings(&["sample review, 2016"]),
            review: "Not yet reviewed by a clinician".to_owned(),
        };
        let claim = |name: &str, claim: &str, verdict| Claim {
            href: paths::atlas_entry("benefits", "sample"),
            name: name.to_owned(),
            claim: claim.to_owned(),
            verdict,
            say: "May help a little; about half of the benefit is not specific to the needle."
                .to_owned(),
            strength: "B: some controlled data in people, mixed".to_owned(),
            conditions: vec![(
                "Tension-type headache".to_owned(),
                paths::atlas_entry("conditions", "tth"),
                vec![
                    pair("Against sham", "small benefit"),
                    pair("Against usual care", "larger"),
                ],
            )],
        };
        let full = Self {
            shell: sample::shell(),
            benefits: vec![
                claim(
                    "Headache and migraine",
                    "Prevents headache",
                    Verdict::Supported,
                ),
                claim("Sport", "Speeds recovery", Verdict::NotSupported),
            ],
            mechanisms: vec![Claim {
                conditions: Vec::new(),
                ..claim("", "Releases endorphins", Verdict::Uncertain)
            }],
        };
        vec![("full", full)]
    }
}

impl Claims {
    fn body(&self) -> Markup {
        html! {
            nav.flow aria-label="Where you are" { ol { li { a href=(paths::ATLAS) { "Atlas" } } } }
            h1 { "What acupuncture can and cannot do" }
            p.lead { "Each popular claim, and what studies of people allow one to say. A figure against usual care never stands without its figure against a sham needle." }
            section aria-labelledby="benefits" {
                h2 #benefits { "What people hope for" }
                @for claim in &self.benefits { (draw(claim)) }
            }
            section aria-labelledby="mechanisms" {
                h2 #mechanisms { "What a needle is said to do in the body" }
                @for claim in &self.mechanisms { (draw(claim)) }
            }
        }
    }
}

fn draw(claim: &Claim) -> Markup {
    html! {
        article.claim.{ (claim.verdict.class()) } {
            header {
                h3 { a href=(claim.href) { @if claim.name.is_empty() { (claim.claim) } @else { (claim.name) } } }
                p.claim-verdict { (icon(claim.verdict.icon())) span { (claim.verdict.words()) } }
            }
            @if !claim.name.is_empty() { p.claim-words { "Claimed: " q { (claim.claim) } } }
            p.claim-say { strong { "What may be said: " } (claim.say) }
            @if !claim.strength.is_empty() { p.quiet { (claim.strength) } }
            @if !claim.conditions.is_empty() {
                details {
                    summary { (icon(Icon::Open)) span { "The figures, condition by condition" } }
                    @for (name, href, pair) in &claim.conditions {
                        h4 { a href=(href) { (name) } }
                        div.evidence-pair { @for one in pair { (evidence(one)) } }
                    }
                }
            }
        }
    }
}
