//! Coverage bars: how much of each target a plan reaches, drawn without styles.

use maud::{Markup, html};

/// One target and how well the plan covers it.
#[derive(Clone, Debug)]
pub struct Bar {
    /// The target in words, for example "Quadriceps" or "L3".
    pub target: String,
    /// What kind of target it is: "Muscle", "Nerve" or "Segment".
    pub kind: String,
    /// How much of it is covered, 0 to 100 per cent.
    pub percent: u8,
    /// Which needles cover it, in words.
    pub by: String,
}

/// The bars, each with its value in words.
pub fn coverage(bars: &[Bar]) -> Markup {
    html! {
        ul.bars {
            @for bar in bars {
                li {
                    span.bar-name { (bar.target) " " span.quiet { (bar.kind) } }
                    svg.bar viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                        rect.bar-room x="0" y="0" width="100" height="8" rx="2" {}
                        rect.bar-fill x="0" y="0" width=(bar.percent.min(100)) height="8" rx="2" {}
                    }
                    span.bar-value { (bar.percent) " %" }
                    span.bar-by { (bar.by) }
                }
            }
        }
    }
}
