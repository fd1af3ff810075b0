//! What changed in a verdict: before, after, and the needles.

use maud::{Markup, html};

use super::icon::{Icon, icon};
use super::verdict::{Level, badge};

/// One rule that says something else than before.
#[derive(Clone, Debug)]
pub struct ChangeLine {
    /// The title of the rule.
    pub title: String,
    /// What it said.
    pub before: Level,
    /// What it says.
    pub after: Level,
    /// The needles it is about; empty when it is about the person.
    pub needles: Vec<String>,
}

/// What changed in the verdict of a plan, and why.
#[derive(Clone, Debug)]
pub struct Changes {
    /// Since when, for example "Since this plan was agreed".
    pub since: String,
    /// What changed, the stricter first.
    pub lines: Vec<ChangeLine>,
    /// Where the facts came from, by whom and when.
    pub because: Vec<String>,
}

/// The changes as a notice.
pub fn changes(changes: &Changes) -> Markup {
    html! {
        section.notice.changes aria-labelledby="changes-heading" {
            h2 #changes-heading { (changes.since) }
            ul.change-list {
                @for line in &changes.lines {
                    li {
                        span.change-levels {
                            (badge(line.before)) (icon(Icon::Next)) span.for-readers { "now" } (badge(line.after))
                        }
                        strong { (line.title) }
                        @if !line.needles.is_empty() { span.quiet { (line.needles.join(", ")) } }
                    }
                }
            }
            @if changes.because.is_empty() {
                p.quiet { "No fact came in: time has passed, or the knowledge base says something else." }
            }
            @for why in &changes.because { p.quiet { (why) } }
        }
    }
}
