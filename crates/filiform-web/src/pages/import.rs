//! Importing a history: the form, and what became of every resource.

use maud::{Markup, html};

use super::{Page, sample};
use crate::paths;
use crate::ui::form::{Field, FormMeta, FormState, error_summary};
use crate::ui::icon::{Icon, icon};
use crate::ui::layout::{Frame, Section, Shell, document};
use crate::ui::parts::{primary_button, primary_link, quiet_link, table};

/// What became of one type of resource.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The type, for example "Condition".
    pub resource_type: String,
    /// How many became facts.
    pub mapped: usize,
    /// How many were not used.
    pub unused: usize,
    /// Why they were not used; empty when all were.
    pub reason: String,
}

/// A resource that could not be read.
#[derive(Clone, Debug)]
pub struct Unreadable {
    /// Where it stands in the file, for example "line 212" or "entry 17".
    pub position: String,
    /// What is wrong with it.
    pub reason: String,
}

/// The answer to one file.
#[derive(Clone, Debug)]
pub struct FileResult {
    /// The name of the file.
    pub name: String,
    /// Patients that are new.
    pub patients_new: usize,
    /// Facts that are new.
    pub facts_new: usize,
    /// Whether everything was already known.
    pub nothing_new: bool,
    /// The counts by type.
    pub counts: Vec<Counted>,
    /// The resources that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Open plans of which screening says something else now: the address and the words.
    pub plans: Vec<(String, String)>,
    /// The patient to open, when the file held exactly one.
    pub patient_id: Option<String>,
}

/// The import page.
#[derive(Clone, Debug)]
pub struct Import {
    /// The visitor's part.
    pub shell: Shell,
    /// The hidden fields.
    pub form: FormMeta,
    /// What was wrong with the upload.
    pub state: FormState,
    /// The largest file in words, for example "32 MB".
    pub limit: String,
    /// The answers, after an import.
    pub results: Vec<FileResult>,
}

impl Page for Import {
    const NAME: &'static str = "import";

    fn draw(&self) -> Markup {
        let frame = Frame {
            shell: &self.shell,
            title: "Import a history",
            section: Some(Section::Import),
            trail: None,
            patient: None,
            class: "",
        };
        document(&frame, &self.body())
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let blank = Self {
            shell: sample::shell(),
            form: FormMeta {
                version: None,
                ..sample::form()
            },
            state: FormState::default(),
            limit: "32 MB".to_owned(),
            results: Vec::new(),
        };
        let wrong = FormState::of(
            &[],
            &[(
                "file",
                "`letter.pdf` is not a FHIR bundle or NDJSON. Choose a .json or .ndjson file.",
            )],
        );
        let known = FileResult {
            patients_new: 0,
            facts_new: 0,
            nothing_new: true,
            unreadable: Vec::new(),
            ..sample_result()
        };
        vec![
            ("blank", blank.clone()),
            (
                "refused",
                Self {
                    state: wrong,
                    ..blank.clone()
                },
            ),
            (
                "result",
                Self {
                    results: vec![sample_result()],
                    ..blank.clone()
                },
            ),
            (
                "nothing-new",
                Self {
                    results: vec![known],
                    ..blank
                },
            ),
        ]
    }
}

impl Import {
    fn body(&self) -> Markup {
        html! {
            h1 { @if self.results.is_empty() { "Import a history" } @else { "What was imported" } }
            @for result in &self.results { (file_result(result)) }
            @if self.results.is_empty() { (self.upload()) } @else { (self.after()) }
        }
    }

    fn upload(&self) -> Markup {
        html! {
            p.lead { "Filiform reads FHIR R4: a bundle (.json) or one resource a line (.ndjson), up to " (self.limit) "." }
            (error_summary(&self.state))
            form.stack method="post" action=(paths::IMPORT) enctype="multipart/form-data" {
                (self.form.hidden("import"))
                (Field::text("file", "File").kind("file")
                    .hint("Nothing is sent anywhere: the file stays on this clinic's server.").required().draw(&self.state))
                div.actions { (primary_button("Import file", Icon::Upload)) }
            }
        }
    }

    fn after(&self) -> Markup {
        let patient = self
            .results
            .iter()
            .find_map(|result| result.patient_id.as_deref());
        html! {
            div.actions {
                @if let Some(patient) = patient {
                    (primary_link(&paths::patient(patient), "Open patient", Icon::Patient))
                } @else {
                    (primary_link(paths::PATIENTS, "See patients", Icon::Patients))
                }
                (quiet_link(paths::IMPORT, "Import another file", Icon::Upload))
            }
        }
    }
}

fn file_result(result: &FileResult) -> Markup {
    let rows: Vec<Vec<Markup>> = result
        .counts
        .iter()
        .map(|counted| {
            vec![
                html! { (counted.resource_type) },
                html! { (counted.mapped) },
                html! { (counted.unused) },
                html! { (counted.reason) },
            ]
        })
        .collect();
    html! {
        section.file-result {
            h2 { (result.name) }
            @if result.nothing_new {
                p.outcome { (icon(Icon::Check)) span { "Nothing new: everything in this file was already on record." } }
            } @else {
                p.outcome { (icon(Icon::Check))
                    span { strong { (result.patients_new) } " new patients, " strong { (result.facts_new) } " new facts" } }
            }
            @for (href, words) in &result.plans {
                p.with-icon { (icon(Icon::Caution)) a href=(href) { (words) } }
            }
            (table("Resources by type", &["Type", "Mapped", "Not used", "Reason"], &rows))
            @if !result.unreadable.is_empty() {
                h3 { (result.unreadable.len()) " could not be read" }
                ul.unreadable {
                    @for one in &result.unreadable { li { strong { (one.position) } " " (one.reason) } }
                }
            }
        }
    }
}

fn sample_result() -> FileResult {
    let counted = |resource_type: &str, mapped, unused, reason: &str| Counted {
        resource_type: resource_type.to_owned(),
        mapped,
        unused,
        reason: reason.to_owned(),
    };
    FileResult {
        name: "ellis-margaret.json".to_owned(),
        patients_new: 1,
        facts_new: 63,
        nothing_new: false,
        plans: vec![(
            paths::plan("c-1"),
            "Margaret Ellis: 2 rules say something else of the open plan".to_owned(),
        )],
        counts: vec![
            counted("Patient", 1, 0, ""),
            counted("Condition", 14, 2, "entered in error"),
            counted("MedicationRequest", 9, 0, ""),
            counted("Observation", 39, 388, "not a value that screening reads"),
            counted("Claim", 0, 71, "no clinical content"),
        ],
        unreadable: vec![
            Unreadable {
                position: "entry 17".to_owned(),
                reason: "`onsetDateTime` is `2019-02-30`, which is not a date".to_owned(),
            },
            Unreadable {
                position: "entry 203".to_owned(),
                reason: "the resource has no `resourceType`".to_owned(),
            },
        ],
        patient_id: Some("p-1".to_owned()),
    }
}
