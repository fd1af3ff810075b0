//! After the needles: what followed, the count, the signature, a needle that is missing.

use maud::{Markup, html};

use super::{Choice, Field, Icon, Session, Whereabouts, icon, paths, primary_button, quiet_button};
use crate::ui::form::{checkbox, select};

impl Session {
    pub(super) fn after(&self) -> Markup {
        html! {
            section.step {
                h2 { "How is the patient?" }
                form #after method="post" action=(paths::session_action(&self.session_id, "after")) data-live="" {
                    (self.form.hidden("after"))
                    (Field::text("bleeding", "Bleeding or bruising").hint("Where and how much; leave empty when there was none.").draw(&self.state))
                    (Field::text("feeling", "How the patient feels").draw(&self.state))
                    (Field::text("advice", "Advice given").draw(&self.state))
                    (quiet_button("Save", Icon::Save))
                }
            }
            (self.count_and_sign(true))
        }
    }

    /// The count and the signature. While needles are still in it is not the next step, but it can be
    /// tried, and the refusal says which ones.
    pub(super) fn count_and_sign(&self, is_next: bool) -> Markup {
        let form = html! {
            form #sign method="post" action=(paths::session_action(&self.session_id, "sign")) {
                (self.form.hidden("sign"))
                div.field-row {
                    (Field::text("counted_in", "Needles that went in").number("needles", 0, 99).required().draw(&self.state))
                    (Field::text("counted_out", "Needles counted into the sharps bin").number("needles", 0, 99).required().draw(&self.state))
                }
                (checkbox("sharps_disposed", "yes", "Every counted needle is in the sharps bin", &self.state))
                @if is_next { (primary_button("Sign session", Icon::Check)) } @else { (quiet_button("Sign session", Icon::Check)) }
            }
        };
        html! {
            @if is_next { section.step { h2 { "Count and sign" } (form) } } @else {
                details.more open[self.sign_refused.is_some()] {
                    summary { (icon(Icon::Check)) span { "Count and sign" } }
                    (form)
                }
            }
        }
    }

    pub(super) fn account(&self) -> Markup {
        let missing: Vec<Choice> = self
            .placed
            .iter()
            .filter(|needle| needle.whereabouts == Whereabouts::In)
            .map(|needle| Choice::new(&needle.id, format!("{} {}", needle.label, needle.side)))
            .collect();
        let answers = Choice::list(&[
            ("found-later", "Found later, out of the patient"),
            ("broken", "Broken"),
            (
                "left-in-on-purpose",
                "Left in on purpose, with consent and a removal date",
            ),
            ("sent-for-imaging", "Not found; patient sent for imaging"),
        ]);
        html! {
            @if !missing.is_empty() {
                details.more #account open[self.sign_refused.is_some()] {
                    summary { (icon(Icon::Flag)) span { "Account for a needle that did not come out" } }
                    form method="post" action=(paths::session_action(&self.session_id, "account")) data-live="" {
                        (self.form.hidden("account"))
                        (select("needle", "Needle", &missing, &self.state))
                        (select("whereabouts", "What became of it", &answers, &self.state))
                        (Field::text("note", "Particulars").hint("Who was told, what was arranged.").required().draw_area(&self.state))
                        (quiet_button("Record", Icon::Save))
                    }
                }
            }
        }
    }
}
