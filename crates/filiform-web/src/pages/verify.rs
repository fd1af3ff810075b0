//! Whether the ledger is whole.

use maud::{Markup, html};

use super::{Page, sample};
use crate::paths;
use crate::ui::icon::{Icon, icon};
use crate::ui::layout::{Frame, Shell, document};
use crate::ui::parts::{primary_link, quiet_link, values};

/// What the check found.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Every event follows from the one before it.
    Whole,
    /// The first event that does not.
    Broken {
        /// Its number in the ledger.
        event: u64,
        /// What kind of event it is and when it was written.
        what: String,
        /// What does not agree.
        why: String,
    },
}

/// The answer of the check.
#[derive(Clone, Debug)]
pub struct Verify {
    /// The visitor's part.
    pub shell: Shell,
    /// What was found.
    pub answer: Answer,
    /// How many events were read.
    pub events: u64,
    /// The hash of the last event that agrees.
    pub head: String,
    /// When the check ran: full date and time.
    pub checked_at: String,
}

impl Page for Verify {
    const NAME: &'static str = "verify";

    fn draw(&self) -> Markup {
        let frame = Frame {
            shell: &self.shell,
            title: "Ledger check",
            section: None,
            trail: None,
            patient: None,
            class: "is-narrow",
        };
        document(&frame, &self.body())
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let whole = Self {
            shell: sample::shell(),
            answer: Answer::Whole,
            events: 48_213,
            head: "7c1fd9a0b6e2483f9d55e0aa3c81f7720e6f1b94d2c85a36f0b7e19c4d8a2b61".to_owned(),
            checked_at: "24 November 2026, 14:02".to_owned(),
        };
        let broken = Answer::Broken {
            event: 31_007,
            what: "needle removed, written 3 November 2026, 11:20".to_owned(),
            why: "Its stored bytes do not give the hash that the next event names.".to_owned(),
        };
        vec![
            ("whole", whole.clone()),
            (
                "broken",
                Self {
                    answer: broken,
                    ..whole
                },
            ),
        ]
    }
}

impl Verify {
    fn body(&self) -> Markup {
        html! {
            @match &self.answer {
                Answer::Whole => {
                    h1.with-icon { (icon(Icon::Proof)) span { "The ledger is whole" } }
                    p.lead { "Every event follows from the one before it: nothing was changed, removed or reordered." }
                }
                Answer::Broken { event, what, why } => {
                    h1.with-icon { (icon(Icon::Broken)) span { "The ledger is broken at event " (event) } }
                    div.notice.is-refused role="alert" {
                        h2 { "Event " (event) ": " (what) }
                        p { (why) }
                        p { "Stop writing to this database, keep a copy of it, and restore the last backup that checks whole." }
                    }
                }
            }
            (values(&[
                ("Events read", html! { (self.events) }),
                ("Head hash", html! { code { (self.head) } }),
                ("Checked", html! { (self.checked_at) }),
            ]))
            div.actions {
                (primary_link(paths::TODAY, "Go to today", Icon::Today))
                (quiet_link(paths::VERIFY, "Check again", Icon::Reload))
            }
        }
    }
}
