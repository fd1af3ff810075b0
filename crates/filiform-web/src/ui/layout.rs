//! The frame of every page: header, trail, the patient's alerts, messages, main part.

use maud::{DOCTYPE, Markup, html};

use super::icon::{Icon, icon};
use super::verdict::{Level, badge_with};
use crate::{assets, paths};

/// Who is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The name.
    pub name: String,
    /// The profession, for example "Physiotherapist".
    pub profession: String,
}

/// What is the same on every page of one visitor.
#[derive(Clone, Debug)]
pub struct Shell {
    /// The name of the clinic.
    pub clinic: String,
    /// Who is signed in; nobody on the sign-in page.
    pub user: Option<SignedIn>,
    /// The token of the sign-out form.
    pub csrf: String,
    /// A message about what was just done.
    pub flash: Option<String>,
    /// The time of the last save, for example "14:02".
    pub saved_at: Option<String>,
}

/// The parts of the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The board.
    Today,
    /// The patients.
    Patients,
    /// The import.
    Import,
    /// The knowledge base.
    Atlas,
}

/// The steps of the clinician's flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The patient's page.
    Patient,
    /// The assessment.
    Assess,
    /// The plan.
    Plan,
    /// The session.
    Session,
    /// The outcome.
    After,
}

impl Step {
    const ALL: [Self; 5] = [
        Self::Patient,
        Self::Assess,
        Self::Plan,
        Self::Session,
        Self::After,
    ];

    const fn words(self) -> &'static str {
        match self {
            Self::Patient => "Patient",
            Self::Assess => "Assess",
            Self::Plan => "Plan",
            Self::Session => "Session",
            Self::After => "After",
        }
    }
}

/// Where the page stands in the flow of one patient, and how far the course has come.
#[derive(Clone, Debug)]
pub struct Trail {
    /// The patient.
    pub patient_id: String,
    /// The course, once it is open.
    pub course_id: Option<String>,
    /// The session, once one has begun.
    pub session_id: Option<String>,
    /// The step of this page.
    pub current: Step,
}

impl Trail {
    fn href(&self, step: Step) -> Option<String> {
        match step {
            Step::Patient => Some(paths::patient(&self.patient_id)),
            Step::Assess => Some(paths::assess(&self.patient_id)),
            Step::Plan => self.course_id.as_deref().map(paths::plan),
            Step::Session => self.session_id.as_deref().map(paths::session),
            Step::After => self.course_id.as_deref().map(paths::measures),
        }
    }
}

/// One alert that never scrolls away.
#[derive(Clone, Debug)]
pub struct Alert {
    /// How severe it is.
    pub level: Level,
    /// What it says.
    pub words: String,
}

/// Who the page is about.
#[derive(Clone, Debug)]
pub struct PatientBanner {
    /// The full name.
    pub name: String,
    /// The age in words, for example "67 years".
    pub age: String,
    /// The sex in words.
    pub sex: String,
    /// The full date of birth.
    pub born: String,
    /// The clinic's number of the patient.
    pub number: String,
    /// The alerts, the most severe first.
    pub alerts: Vec<Alert>,
}

/// Everything around the main part of a page.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The visitor's part.
    pub shell: &'a Shell,
    /// The title of the page.
    pub title: &'a str,
    /// The open part of the header.
    pub section: Option<Section>,
    /// The flow of the patient.
    pub trail: Option<&'a Trail>,
    /// The patient.
    pub patient: Option<&'a PatientBanner>,
    /// A class that sets the measure of the page, for example `is-session`.
    pub class: &'a str,
}

/// A whole page.
pub fn document(frame: &Frame, main: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (frame.title) " · Filiform" }
                link rel="stylesheet" href=(assets::url("filiform.css"));
                link rel="icon" href=(assets::url("islands/mark.svg")) type="image/svg+xml";
                script type="module" src=(assets::url("islands/theme.mjs")) {}
                script type="module" src=(assets::url("islands/islands.mjs")) {}
            }
            body class=(frame.class) {
                a.skip href="#main" { "Skip to the page" }
                (header(frame))
                main #main tabindex="-1" {
                    @if let Some(patient) = frame.patient { (banner(patient)) }
                    @if let Some(trail) = frame.trail { (flow(trail)) }
                    (messages(frame.shell))
                    (main)
                }
            }
        }
    }
}

fn header(frame: &Frame) -> Markup {
    let links = [
        (Section::Today, paths::TODAY, "Today", Icon::Today),
        (
            Section::Patients,
            paths::PATIENTS,
            "Patients",
            Icon::Patients,
        ),
        (Section::Import, paths::IMPORT, "Import", Icon::Upload),
        (Section::Atlas, paths::ATLAS, "Atlas", Icon::Evidence),
    ];
    html! {
        header.top {
            a.wordmark href=(paths::TODAY) { (mark()) span { "Filiform" } }
            @if frame.shell.user.is_some() {
                nav.sections aria-label="Main" {
                    @for (section, href, words, drawing) in links {
                        a href=(href) aria-current=[(frame.section == Some(section)).then_some("true")] {
                            (icon(drawing)) span { (words) }
                        }
                    }
                }
            }
            div.who {
                span.clinic { (frame.shell.clinic) }
                @if let Some(user) = &frame.shell.user {
                    span.user { strong { (user.name) } span.quiet { (user.profession) } }
                }
                button.button.theme type="button" data-island="theme-toggle" hidden {
                    (icon(Icon::Theme)) span { "Theme" }
                }
                @if frame.shell.user.is_some() {
                    form method="post" action=(paths::SIGN_OUT) {
                        input type="hidden" name="csrf" value=(frame.shell.csrf);
                        button.button type="submit" { (icon(Icon::SignOut)) span { "Sign out" } }
                    }
                }
            }
        }
    }
}

/// The mark: a needle in its guide.
fn mark() -> Markup {
    html! {
        svg.mark viewBox="0 0 24 24" aria-hidden="true" focusable="false" {
            path d="M12 2v20" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" {}
            path d="M12 2v8" stroke="currentColor" stroke-width="5" stroke-linecap="round" {}
        }
    }
}

fn banner(patient: &PatientBanner) -> Markup {
    html! {
        section.banner aria-label="Patient" {
            p.banner-who {
                strong { (patient.name) }
                span { (patient.age) ", " (patient.sex) }
                span.quiet { "born " (patient.born) }
                span.quiet { "no. " (patient.number) }
            }
            @if patient.alerts.is_empty() {
                p.banner-alerts { span.quiet { "No alerts on record" } }
            } @else {
                ul.banner-alerts aria-label="Alerts" {
                    @for alert in &patient.alerts {
                        li { (badge_with(alert.level, &format!("{}: {}", alert.level.word(), alert.words))) }
                    }
                }
            }
        }
    }
}

fn flow(trail: &Trail) -> Markup {
    html! {
        nav.flow aria-label="Where you are" {
            ol {
                li { a href=(paths::TODAY) { "Today" } }
                @for step in Step::ALL {
                    li {
                        @if step == trail.current {
                            span aria-current="step" { (step.words()) }
                        } @else if let Some(href) = trail.href(step) {
                            a href=(href) { (step.words()) }
                        } @else {
                            span.later { (step.words()) }
                        }
                    }
                }
            }
        }
    }
}

fn messages(shell: &Shell) -> Markup {
    html! {
        div.messages role="status" {
            @if let Some(flash) = &shell.flash {
                p.flash { (icon(Icon::Check)) span { (flash) } }
            }
            @if let Some(time) = &shell.saved_at {
                p.saved { (icon(Icon::Check)) span { "Saved " (time) } }
            }
        }
    }
}
