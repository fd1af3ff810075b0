//! The clinic's own protocols and the clinician's own points on the plan.

use maud::{Markup, html};

use super::{Field, Icon, Plan, icon, paths, quiet_button};

/// What the clinic and the clinician bring to a plan beside the evidence.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// The protocol that the plan came from, in words.
    pub from: Option<String>,
    /// Needles of it whose points are gone.
    pub left_out: Vec<String>,
    /// What whoever looks prefers, for example `never GB21; always ST36 left`.
    pub preferences: Option<String>,
    /// Protocols of this condition.
    pub of_condition: Vec<Offered>,
    /// Protocols of other conditions.
    pub of_others: Vec<Offered>,
}

/// A protocol that can be taken over.
#[derive(Clone, Debug)]
pub struct Offered {
    /// The protocol.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// Its name.
    pub name: String,
    /// What it was saved for, with the side.
    pub saved_for: String,
    /// How it fits this complaint, where that has to be said.
    pub fit: Option<String>,
    /// The needles as they would be here, in words.
    pub needles: String,
    /// Position and dose, in words.
    pub dose: String,
    /// Needles whose points are gone.
    pub left_out: Vec<String>,
    /// What the clinic wants to remember about it.
    pub note: Option<String>,
}

/// What every page says of protocols.
pub(in crate::pages) const HABIT: &str =
    "The clinic's own protocol: habit of this clinic, not evidence.";

/// How `ST99 left, ST98 left` are called wherever they are left out.
pub(in crate::pages) fn left_out_words(needles: &[String]) -> String {
    let (is, point) = if needles.len() == 1 {
        ("is", "whose point is")
    } else {
        ("are", "whose points are")
    };
    format!(
        "{}, {point} no longer in the knowledge base, {is} left out.",
        needles.join(", ")
    )
}

impl Plan {
    /// Where the plan came from and whose wishes bound it, above the needles.
    pub(super) fn origin(&self) -> Markup {
        html! {
            @if let Some(from) = &self.own.from {
                p.with-icon.origin {
                    (icon(Icon::Clinic))
                    span {
                        "From " strong { (from) } ". " (HABIT)
                        @if !self.own.left_out.is_empty() { " " (left_out_words(&self.own.left_out)) }
                    }
                }
            }
            @if let Some(preferences) = &self.own.preferences {
                p.with-icon.origin {
                    (icon(Icon::Patient))
                    span {
                        "Your preferences: " strong { (preferences) } ". They limit what is proposed. "
                        a href=(paths::PREFERENCES) { "Points I use" }
                    }
                }
            }
            @if self.agreed.is_none() && self.offered() > 0 {
                p.with-icon.origin { (icon(Icon::List)) a href="#own-protocols" { "Use a protocol of the clinic" } }
            }
        }
    }

    const fn offered(&self) -> usize {
        self.own.of_condition.len() + self.own.of_others.len()
    }

    pub(super) fn protocols(&self) -> Markup {
        let own = &self.own;
        let count = self.offered();
        html! {
            section.own-protocols aria-labelledby="own-protocols" {
                h2 #own-protocols { "The clinic's own protocols" }
                p.quiet { (HABIT) " Every needle of it is screened like any other." }
                @if self.agreed.is_none() && count > 0 {
                    details.more {
                        summary { (icon(Icon::List)) span { "Use a protocol" } span.quiet { (count) } }
                        div.more-list {
                            (self.offers("For this condition", &own.of_condition))
                            (self.offers("For other conditions", &own.of_others))
                        }
                    }
                }
                @if self.agreed.is_none() && count == 0 {
                    p.quiet { "No protocol is kept yet. Save a plan that you use again and again, and it stands here for the next patient." }
                }
                @if !self.needles.is_empty() { (self.save()) }
                p.own-links {
                    a href=(paths::PROTOCOLS) { "Protocols of the clinic" }
                    a href=(paths::PREFERENCES) { "Points I use" }
                }
            }
        }
    }

    fn offers(&self, heading: &str, offered: &[Offered]) -> Markup {
        html! {
            @if !offered.is_empty() {
                h3 { (heading) }
                ol.needle-list { @for one in offered { (self.offer(one)) } }
            }
        }
    }

    fn offer(&self, one: &Offered) -> Markup {
        html! {
            li.offer {
                div.needle-main {
                    p.needle-name { strong { (one.name) } span.quiet { "version " (one.version) ", saved for " (one.saved_for) } }
                    @if let Some(fit) = &one.fit { p.with-icon { (icon(Icon::Reload)) span { (fit) } } }
                    p { (one.needles) }
                    p.quiet { (one.dose) }
                    @if !one.left_out.is_empty() { p.with-icon { (icon(Icon::Broken)) span { (left_out_words(&one.left_out)) } } }
                    @if let Some(note) = &one.note { p.quiet { (note) } }
                }
                form method="post" action=(paths::plan_action(&self.course_id, "protocols/take")) {
                    (self.form.hidden(&format!("take.{}", one.id)))
                    input type="hidden" name="protocol" value=(one.id);
                    input type="hidden" name="protocol_version" value=(one.version);
                    button.button type="submit" aria-label={ "Take over " (one.name) } { (icon(Icon::Check)) span { "Take over" } }
                }
            }
        }
    }

    fn save(&self) -> Markup {
        let has_error = ["protocol_name", "protocol_note"]
            .iter()
            .any(|name| self.state.error(name).is_some());
        html! {
            details.more open[has_error] {
                summary { (icon(Icon::Save)) span { "Save as protocol" } }
                form.save-protocol method="post" action=(paths::plan_action(&self.course_id, "protocols")) {
                    (self.form.hidden("protocol"))
                    p.quiet { "Keeps position, needles, pairs, rest and rhythm as they stand. A dose that you changed below stands in the plan once it is agreed." }
                    (Field::text("protocol_name", "Name").hint("A name that is there already gets a new version; the earlier ones stay in the record.").required().draw(&self.state))
                    (Field::text("protocol_note", "Note").hint("May stay empty. Nothing about a patient.").draw_area(&self.state))
                    (quiet_button("Save protocol", Icon::Save))
                }
            }
        }
    }
}
