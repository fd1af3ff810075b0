//! The patients of the clinic, searched by name or number.

use maud::{Markup, html};

use super::today::search_form;
use super::{Page, sample};
use crate::paths;
use crate::ui::icon::{Icon, icon};
use crate::ui::layout::{Frame, Section, Shell, document};
use crate::ui::parts::{empty, primary_link, quiet_link, table};

/// One patient in the list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The patient.
    pub patient_id: String,
    /// The name.
    pub name: String,
    /// The age in words.
    pub age: String,
    /// The sex in words.
    pub sex: String,
    /// The clinic's number.
    pub number: String,
    /// The open course in words, when there is one.
    pub course: Option<String>,
    /// The last visit, a full date, or "never".
    pub last_visit: String,
}

/// The list of patients.
#[derive(Clone, Debug)]
pub struct Patients {
    /// The visitor's part.
    pub shell: Shell,
    /// What was searched for; empty for everybody.
    pub query: String,
    /// How many patients match.
    pub total: usize,
    /// The entries of this page.
    pub entries: Vec<Entry>,
    /// The address of the next page, when there are more.
    pub next_page: Option<String>,
}

impl Page for Patients {
    const NAME: &'static str = "patients";

    fn draw(&self) -> Markup {
        let frame = Frame {
            shell: &self.shell,
            title: "Patients",
            section: Some(Section::Patients),
            trail: None,
            patient: None,
            class: "is-wide",
        };
        document(&frame, &self.body())
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let full = Self {
            shell: sample::shell(),
            query: String::new(),
            total: 1182,
            entries: sample_entries(),
            next_page: Some("/patients?page=2".to_owned()),
        };
        let none = Self {
            total: 0,
            entries: Vec::new(),
            next_page: None,
            ..full.clone()
        };
        vec![
            ("full", full),
            (
                "nothing-found",
                Self {
                    query: "Elis".to_owned(),
                    ..none.clone()
                },
            ),
            ("empty", none),
        ]
    }
}

impl Patients {
    fn body(&self) -> Markup {
        html! {
            div.page-head { h1 { "Patients" } p.quiet { (self.count()) } }
            (search_form(&self.query))
            @if self.entries.is_empty() { (self.nobody()) } @else {
                @let rows: Vec<Vec<Markup>> = self.entries.iter().map(row).collect();
                (table("Patients", &["Name", "Age", "Sex", "Number", "Open course", "Last visit"], &rows))
                @if let Some(href) = &self.next_page {
                    div.actions { (quiet_link(href, "Next page", Icon::Next)) }
                }
            }
        }
    }

    fn count(&self) -> String {
        let people = if self.total == 1 {
            "patient"
        } else {
            "patients"
        };
        if self.query.is_empty() {
            format!("{} {people}", self.total)
        } else {
            format!("{} {people} for \u{201c}{}\u{201d}", self.total, self.query)
        }
    }

    fn nobody(&self) -> Markup {
        if self.query.is_empty() {
            let import = primary_link(paths::IMPORT, "Import a history", Icon::Upload);
            empty("No patients yet", "Import a history to begin.", &import)
        } else {
            let all = quiet_link(paths::PATIENTS, "Show all patients", Icon::Patients);
            empty(
                "Nobody found",
                "Try the beginning of the family name, or the number.",
                &all,
            )
        }
    }
}

fn row(entry: &Entry) -> Vec<Markup> {
    vec![
        html! { a.name href=(paths::patient(&entry.patient_id)) { (entry.name) } },
        html! { (entry.age) },
        html! { (entry.sex) },
        html! { (entry.number) },
        html! {
            @if let Some(course) = &entry.course { span.with-icon { (icon(Icon::Activity)) span { (course) } } }
            @else { span.quiet { "none" } }
        },
        html! { (entry.last_visit) },
    ]
}

fn sample_entries() -> Vec<Entry> {
    let entry =
        |id: &str, name: &str, age: &str, sex: &str, number: &str, course: Option<&str>| Entry {
            patient_id: id.to_owned(),
            name: name.to_owned(),
            age: age.to_owned(),
            sex: sex.to_owned(),
            number: number.to_owned(),
            course: course.map(ToOwned::to_owned),
            last_visit: if course.is_some() {
                "17 November 2026"
            } else {
                "never"
            }
            .to_owned(),
        };
    vec![
        entry(
            "p-4",
            "Bartholomew Featherstonehaugh-Cholmondeley",
            "81 years",
            "male",
            "10077",
            None,
        ),
        entry(
            "p-1",
            "Margaret Ellis",
            "67 years",
            "female",
            "10482",
            Some("knee osteoarthritis, left"),
        ),
        entry(
            "p-2",
            "Daniel Novak",
            "44 years",
            "male",
            "10511",
            Some("low back pain"),
        ),
        entry(
            "p-3",
            "Aisha Rahman",
            "29 years",
            "female",
            "10534",
            Some("tension-type headache"),
        ),
    ]
}
