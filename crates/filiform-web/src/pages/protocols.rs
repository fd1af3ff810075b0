//! The clinic's own protocols: what each says, who saved it, how often it was used.

use maud::{Markup, html};

use super::plan::{HABIT, left_out_words};
use super::{Page, sample};
use crate::paths;
use crate::ui::form::{Field, FormMeta, FormState, error_summary};
use crate::ui::icon::{Icon, icon};
use crate::ui::layout::{Frame, Shell, document};
use crate::ui::parts::{empty, quiet_button, quiet_link, refused, values};

/// One protocol.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The protocol.
    pub id: String,
    /// How often it was changed: what withdrawing it expects.
    pub changes: u64,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: u32,
    /// The condition it is for, with the side of the complaint for which it was saved.
    pub saved_for: String,
    /// The needles in words.
    pub needles: String,
    /// Position and dose in words.
    pub dose: String,
    /// Needles whose points are gone.
    pub left_out: Vec<String>,
    /// What the clinic wants to remember about it.
    pub note: Option<String>,
    /// Who saved it and when.
    pub saved: String,
    /// In how many courses it was used, in words.
    pub used: String,
    /// Earlier versions, newest first: number, who and when, needles.
    pub earlier: Vec<(u32, String, String)>,
    /// Who withdrew it, when and why, once it is out of use.
    pub withdrawn: Option<String>,
}

/// Whether whoever looks may withdraw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visitor {
    /// Keeps the protocols.
    Keeps,
    /// Only reads them.
    Reads,
}

/// The protocols of the clinic.
#[derive(Clone, Debug)]
pub struct Protocols {
    /// The visitor's part.
    pub shell: Shell,
    /// The hidden fields.
    pub form: FormMeta,
    /// What was typed and what is wrong with it.
    pub state: FormState,
    /// Why the last step was refused.
    pub refusal: Option<String>,
    /// Who looks.
    pub visitor: Visitor,
    /// In use, changed last first.
    pub in_use: Vec<Entry>,
    /// Withdrawn, changed last first.
    pub withdrawn: Vec<Entry>,
}

impl Page for Protocols {
    const NAME: &'static str = "protocols";

    fn draw(&self) -> Markup {
        let frame = Frame {
            shell: &self.shell,
            title: "Protocols",
            section: None,
            trail: None,
            patient: None,
            class: "is-protocols",
        };
        document(&frame, &self.body())
    }

    fn samples() -> Vec<(&'static str, Self)> {
        samples()
    }
}

impl Protocols {
    fn body(&self) -> Markup {
        html! {
            div.page-head { h1 { "Protocols" } p.quiet { (self.count()) } }
            p.lead { (HABIT) }
            @if let Some(refusal) = &self.refusal { (refused("Nothing was changed", refusal, &html! {})) }
            (error_summary(&self.state))
            @if self.in_use.is_empty() {
                (empty("No protocol is in use", "A plan that this clinic uses again and again can be kept under a name: open a plan and choose “Save as protocol”.", &quiet_link(paths::PATIENTS, "Find a patient", Icon::Patients)))
            } @else {
                ol.protocol-list { @for entry in &self.in_use { (self.entry(entry)) } }
            }
            @if !self.withdrawn.is_empty() {
                h2 { "Withdrawn" }
                p.quiet { "Out of use, and kept: plans that came from them say so. Saving a plan under the name again takes it up." }
                ol.protocol-list { @for entry in &self.withdrawn { (self.entry(entry)) } }
            }
            div.actions { (quiet_link(paths::PREFERENCES, "Points I use", Icon::Needle)) }
        }
    }

    fn count(&self) -> String {
        match (self.in_use.len(), self.withdrawn.len()) {
            (used, 0) => format!("{used} in use"),
            (used, withdrawn) => format!("{used} in use, {withdrawn} withdrawn"),
        }
    }

    fn entry(&self, entry: &Entry) -> Markup {
        html! {
            li.panel.protocol id={ "protocol-" (entry.id) } {
                h3.needle-name { (entry.name) span.quiet { "version " (entry.version) } }
                @if let Some(withdrawn) = &entry.withdrawn {
                    p.with-icon { (icon(Icon::Remove)) span { "Withdrawn by " (withdrawn) } }
                }
                @if !entry.left_out.is_empty() { p.with-icon { (icon(Icon::Broken)) span { (left_out_words(&entry.left_out)) } } }
                (values(&[
                    ("For", html! { (entry.saved_for) }),
                    ("Needles", html! { (entry.needles) }),
                    ("Position, dose", html! { (entry.dose) }),
                    ("Note", html! { @if let Some(note) = &entry.note { (note) } @else { span.quiet { "none" } } }),
                    ("Saved", html! { (entry.saved) }),
                    ("Used", html! { (entry.used) }),
                ]))
                (earlier(entry))
                @if entry.withdrawn.is_none() && self.visitor == Visitor::Keeps { (self.withdraw(entry)) }
            }
        }
    }

    fn withdraw(&self, entry: &Entry) -> Markup {
        let field = format!("reason-{}", entry.id);
        let form = FormMeta {
            version: Some(entry.changes),
            ..self.form.clone()
        };
        html! {
            details.more open[self.state.error(&field).is_some()] {
                summary { (icon(Icon::Remove)) span { "Withdraw" } }
                form method="post" action=(paths::withdraw_protocol(&entry.id)) {
                    (form.hidden(&format!("withdraw.{}", entry.id)))
                    (Field::text(&field, "Reason").hint("It stands in the record with your name. Nothing is erased.").required().draw_area(&self.state))
                    (quiet_button(&format!("Withdraw {}", entry.name), Icon::Remove))
                }
            }
        }
    }
}

fn earlier(entry: &Entry) -> Markup {
    let count = match entry.earlier.len() {
        1 => "1 earlier version".to_owned(),
        count => format!("{count} earlier versions"),
    };
    html! {
        @if !entry.earlier.is_empty() {
            details.more {
                summary { (icon(Icon::Clock)) span { (count) } }
                ul.more-list {
                    @for (version, saved, needles) in &entry.earlier {
                        li { strong { "Version " (version) } " " span.quiet { (saved) } p { (needles) } }
                    }
                }
            }
        }
    }
}

fn samples() -> Vec<(&'static str, Protocols)> {
    let entry = Entry {
        id: "pr-1".to_owned(),
        changes: 2,
        name: "Knee, ours".to_owned(),
        version: 2,
        saved_for: "Knee osteoarthritis, left".to_owned(),
        needles: "ST36 left 15 to 25 mm, SP9 left 10 to 20 mm, ST34 left 10 to 20 mm; ST36 left and SP9 left, 2 Hz".to_owned(),
        dose: "On the back, 8 sessions, 1 a week, 20 min rest".to_owned(),
        left_out: Vec::new(),
        note: Some("For stairs. Half the needles at the first visit.".to_owned()),
        saved: "Dr Ines Okafor, 24 November 2026, 14:02".to_owned(),
        used: "In 3 courses".to_owned(),
        earlier: vec![(
            1,
            "Dr Ines Okafor, 3 November 2026, 09:30".to_owned(),
            "ST36 left 15 to 25 mm".to_owned(),
        )],
        withdrawn: None,
    };
    let withdrawn = Entry {
        id: "pr-2".to_owned(),
        name: "Shoulder, old".to_owned(),
        version: 1,
        saved_for: "Shoulder pain, right".to_owned(),
        left_out: vec!["ST99 right".to_owned()],
        note: None,
        used: "In no course yet".to_owned(),
        earlier: Vec::new(),
        withdrawn: Some(
            "Dr Ines Okafor, 24 November 2026, 14:10: we needle flatter now".to_owned(),
        ),
        ..entry.clone()
    };
    let ordinary = Protocols {
        shell: sample::shell(),
        form: sample::form(),
        state: FormState::default(),
        refusal: None,
        visitor: Visitor::Keeps,
        in_use: vec![entry],
        withdrawn: vec![withdrawn],
    };
    let empty = Protocols {
        in_use: Vec::new(),
        withdrawn: Vec::new(),
        ..ordinary.clone()
    };
    let read_only = Protocols {
        visitor: Visitor::Reads,
        ..ordinary.clone()
    };
    let mut refused = ordinary.clone();
    refused.state.errors = vec![(
        "reason-pr-1".to_owned(),
        "Give the reason: it is empty.".to_owned(),
    )];
    vec![
        ("ordinary", ordinary),
        ("empty", empty),
        ("read-only", read_only),
        ("refused", refused),
    ]
}
