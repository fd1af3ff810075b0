//! The history of a patient: facts in groups, each with its source; and one added by hand.

use maud::{Markup, html};

use super::{Patient, empty, fact_kinds, icon, paths, table};
use crate::ui::form::{Choice, Field, segments, select};
use crate::ui::icon::Icon;
use crate::ui::parts::{primary_link, quiet_button};

/// One fact.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What it says.
    pub words: String,
    /// The word of its status: active, stopped, resolved, past, recent, unknown.
    pub status: String,
    /// Its full date, or as much of it as is known.
    pub date: String,
    /// The line it came from.
    pub source: String,
    /// What it was recognised as; empty when it was not.
    pub recognised: String,
}

/// A group of facts.
#[derive(Clone, Debug)]
pub struct FactGroup {
    /// The heading, for example "Medicines".
    pub title: String,
    /// The facts, the ones that matter now first.
    pub facts: Vec<Fact>,
    /// How many more there are beyond those shown.
    pub more: usize,
}

/// The history tab.
#[derive(Clone, Debug)]
pub struct History {
    /// The groups.
    pub groups: Vec<FactGroup>,
    /// Whether a course is open already.
    pub has_course: bool,
}

impl Patient {
    pub(super) fn history(&self, history: &History) -> Markup {
        html! {
            @if history.groups.iter().all(|group| group.facts.is_empty()) {
                (empty("No history yet", "What was never asked is unknown, not absent. Import a history, or add facts by hand.", &html! {}))
            }
            @for group in history.groups.iter().filter(|group| !group.facts.is_empty()) { (fact_group(group)) }
            (self.add_fact())
            @if !history.has_course {
                div.actions { (primary_link(&paths::assess(&self.trail.patient_id), "Start assessment", Icon::Next)) }
            }
        }
    }

    fn add_fact(&self) -> Markup {
        let states = Choice::list(&[
            ("present", "Present"),
            ("past", "Past"),
            ("absent", "Absent"),
            ("unknown", "Unknown"),
        ]);
        let sides = Choice::list(&[
            ("none", "No side"),
            ("left", "Left"),
            ("right", "Right"),
            ("both", "Both"),
        ]);
        html! {
            details.add-fact open[!self.state.errors.is_empty()] {
                summary { (icon(Icon::Add)) span { "Add a fact by hand" } }
                form method="post" action=(paths::facts(&self.trail.patient_id)) data-island="autosave"
                    data-draft={ "fact-" (self.trail.patient_id) } {
                    (self.form.hidden("fact"))
                    div.field-row {
                        (select("kind", "Kind", &fact_kinds(), &self.state))
                        (Field::text("text", "What").hint("For example: apixaban 5 mg twice a day.").required().draw(&self.state))
                    }
                    div.field-row {
                        (Field::text("value", "Value").hint("For laboratory values, for example 2.4.").draw(&self.state))
                        (Field::text("unit", "Unit").hint("For example 10*9/L; an INR has none.").draw(&self.state))
                    }
                    (segments("status", "Status", None, &states, &self.state))
                    div.field-row {
                        (segments("side", "Side", None, &sides, &self.state))
                        (Field::text("date", "Date").hint("A year, a month or a day.").draw(&self.state))
                    }
                    (quiet_button("Add fact", Icon::Add))
                }
            }
        }
    }
}

fn fact_group(group: &FactGroup) -> Markup {
    let rows: Vec<Vec<Markup>> = group
        .facts
        .iter()
        .map(|fact| {
            vec![
                html! { strong { (fact.words) } },
                html! { span.status.{ "is-" (fact.status) } { (fact.status) } },
                html! { (fact.date) },
                html! { @if fact.recognised.is_empty() { span.quiet { "not recognised" } } @else { (fact.recognised) } },
                html! { span.quiet { (fact.source) } },
            ]
        })
        .collect();
    html! {
        section.facts {
            h2 { (group.title) span.quiet { " " (group.facts.len() + group.more) } }
            (table(&group.title, &["What", "Status", "Date", "Recognised as", "Source"], &rows))
            @if group.more > 0 { p.quiet { "and " (group.more) " older ones that no rule reads" } }
        }
    }
}
