//! The board: who has needles in, how many, how long still; then who is due.

use maud::{Markup, html};

use super::{Page, sample};
use crate::paths;
use crate::ui::form::{Field, FormState};
use crate::ui::icon::{Icon, icon};
use crate::ui::layout::{Frame, Section, Shell, document};
use crate::ui::parts::{empty, primary_link, quiet_button, table};

/// The time of a session that runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Needles are being placed.
    Placing,
    /// The patient rests.
    Resting {
        /// The instant the rest is over, RFC 3339.
        due_at: String,
        /// What is left when the page is drawn, for example "08:40".
        left: String,
    },
    /// The rest is over and needles are still in.
    Overdue {
        /// The instant the rest was over, RFC 3339.
        due_at: String,
        /// By how much, for example "01:10".
        by: String,
    },
}

/// One room in use.
#[derive(Clone, Debug)]
pub struct Room {
    /// The session.
    pub session_id: String,
    /// The name of the room; empty when the clinic names none.
    pub room: String,
    /// The initials of the patient.
    pub initials: String,
    /// Needles in.
    pub needles_in: u32,
    /// The clock.
    pub clock: Clock,
    /// The complaint in a word or two.
    pub complaint: String,
}

/// One patient with an open course.
#[derive(Clone, Debug)]
pub struct OpenCourse {
    /// The patient.
    pub patient_id: String,
    /// The name.
    pub name: String,
    /// The complaint with its side.
    pub complaint: String,
    /// How far the course has come, for example "session 3 of 8".
    pub progress: String,
    /// The last visit, a full date.
    pub last_visit: String,
    /// What is missing before the next needle, each in a few words.
    pub missing: Vec<String>,
    /// The next step: its address and its words.
    pub next: (String, String),
}

/// The board of today.
#[derive(Clone, Debug)]
pub struct Today {
    /// The visitor's part.
    pub shell: Shell,
    /// The full date.
    pub date: String,
    /// The sessions that run, the most urgent first.
    pub rooms: Vec<Room>,
    /// The patients with open courses.
    pub courses: Vec<OpenCourse>,
    /// Whether the clinic has any patient at all.
    pub has_patients: bool,
}

impl Page for Today {
    const NAME: &'static str = "today";

    fn draw(&self) -> Markup {
        let frame = Frame {
            shell: &self.shell,
            title: "Today",
            section: Some(Section::Today),
            trail: None,
            patient: None,
            class: "is-wide",
        };
        document(&frame, &self.body())
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let full = Self {
            shell: sample::shell(),
            date: "Tuesday 24 November 2026".to_owned(),
            rooms: sample_rooms(),
            courses: sample_courses(),
            has_patients: true,
        };
        vec![
            ("full", full.clone()),
            (
                "quiet",
                Self {
                    rooms: Vec::new(),
                    ..full.clone()
                },
            ),
            (
                "no-courses",
                Self {
                    rooms: Vec::new(),
                    courses: Vec::new(),
                    ..full.clone()
                },
            ),
            (
                "empty",
                Self {
                    rooms: Vec::new(),
                    courses: Vec::new(),
                    has_patients: false,
                    ..full
                },
            ),
        ]
    }
}

impl Today {
    fn body(&self) -> Markup {
        html! {
            div.page-head { h1 { "Today" } p.quiet { (self.date) } }
            section.rooms-section aria-labelledby="rooms" {
                h2 #rooms { "Needles in now" }
                @if self.rooms.is_empty() {
                    p.nobody { (icon(Icon::Clear)) span { "Nobody has needles in." } }
                } @else {
                    ul.rooms { @for room in &self.rooms { (room_card(room)) } }
                }
            }
            section aria-labelledby="courses" {
                div.section-head {
                    h2 #courses { "Open courses" }
                    (search_form(""))
                }
                (self.courses())
            }
        }
    }

    fn courses(&self) -> Markup {
        if !self.has_patients {
            let import = primary_link(paths::IMPORT, "Import a history", Icon::Upload);
            return empty(
                "No patients yet",
                "Import a history that another system exported, and its patients stand here.",
                &import,
            );
        }
        if self.courses.is_empty() {
            let find = primary_link(paths::PATIENTS, "Find a patient", Icon::Search);
            return empty("No open courses", "Open one from a patient's page.", &find);
        }
        let rows: Vec<Vec<Markup>> = self.courses.iter().map(course_row).collect();
        table(
            "Patients with an open course",
            &[
                "Patient",
                "Complaint",
                "Progress",
                "Last visit",
                "Missing",
                "Next",
            ],
            &rows,
        )
    }
}

/// The search for a patient, a plain GET form.
pub(super) fn search_form(query: &str) -> Markup {
    let state = FormState::of(&[("q", query)], &[]);
    html! {
        form.search role="search" method="get" action=(paths::PATIENTS) {
            (Field::text("q", "Find a patient by name or number").kind("search").draw(&state))
            (quiet_button("Search", Icon::Search))
        }
    }
}

fn room_card(room: &Room) -> Markup {
    let overdue = matches!(room.clock, Clock::Overdue { .. });
    html! {
        li.room.is-overdue[overdue] {
            a href=(paths::session(&room.session_id)) {
                span.room-top {
                    strong { (room.initials) }
                    span { (room.room) }
                }
                span.room-count { span.big { (room.needles_in) } span { "in" } }
                (room_clock(&room.clock))
                span.room-complaint { (room.complaint) }
            }
        }
    }
}

fn room_clock(clock: &Clock) -> Markup {
    html! {
        @match clock {
            Clock::Placing => { span.room-clock { (icon(Icon::Place)) span { "placing" } } }
            Clock::Resting { due_at, left } => {
                span.room-clock data-island="retention-timer" {
                    (icon(Icon::Timer)) time datetime=(due_at) { (left) } span data-word="" { "left" }
                }
            }
            Clock::Overdue { due_at, by } => {
                span.room-clock data-island="retention-timer" {
                    (icon(Icon::Timer)) span data-word="" { "OVERDUE" } time datetime=(due_at) { (by) }
                }
            }
        }
    }
}

fn course_row(course: &OpenCourse) -> Vec<Markup> {
    vec![
        html! { a.name href=(paths::patient(&course.patient_id)) { (course.name) } },
        html! { (course.complaint) },
        html! { (course.progress) },
        html! { (course.last_visit) },
        html! {
            @if course.missing.is_empty() { span.quiet { "nothing" } } @else {
                ul.missing { @for missing in &course.missing { li { (missing) } } }
            }
        },
        html! { a.step href=(course.next.0) { span { (course.next.1) } (icon(Icon::Next)) } },
    ]
}

fn sample_rooms() -> Vec<Room> {
    let room = |id: &str, room: &str, initials: &str, needles_in, complaint: &str, clock| Room {
        session_id: id.to_owned(),
        room: room.to_owned(),
        initials: initials.to_owned(),
        needles_in,
        clock,
        complaint: complaint.to_owned(),
    };
    let overdue = Clock::Overdue {
        due_at: "2026-11-24T09:58:50Z".to_owned(),
        by: "01:10".to_owned(),
    };
    let resting = Clock::Resting {
        due_at: "2026-11-24T10:08:40Z".to_owned(),
        left: "08:40".to_owned(),
    };
    vec![
        room("s-2", "Room 2", "M.S.", 12, "Low back pain", overdue),
        room(
            "s-1",
            "Room 1",
            "A.K.",
            6,
            "Knee osteoarthritis, left",
            resting,
        ),
        room("s-3", "Room 4", "J.T.", 3, "Neck pain", Clock::Placing),
    ]
}

fn sample_courses() -> Vec<OpenCourse> {
    let course = |id: &str, name: &str, complaint: &str, progress: &str, last: &str| OpenCourse {
        patient_id: id.to_owned(),
        name: name.to_owned(),
        complaint: complaint.to_owned(),
        progress: progress.to_owned(),
        last_visit: last.to_owned(),
        missing: Vec::new(),
        next: (paths::patient(id), "Open".to_owned()),
    };
    vec![
        OpenCourse {
            missing: sample::strings(&["2 questions", "pain score"]),
            next: (paths::plan("c-1"), "Continue plan".to_owned()),
            ..course(
                "p-1",
                "Margaret Ellis",
                "Knee osteoarthritis, left",
                "plan not agreed",
                "24 November 2026",
            )
        },
        OpenCourse {
            next: (paths::plan("c-2"), "Start session 3".to_owned()),
            ..course(
                "p-2",
                "Daniel Novak",
                "Low back pain, both sides",
                "session 2 of 8",
                "17 November 2026",
            )
        },
        OpenCourse {
            missing: sample::strings(&["outcome measure"]),
            next: (paths::measures("c-3"), "Record measure".to_owned()),
            ..course(
                "p-3",
                "Aisha Rahman",
                "Tension-type headache",
                "session 6 of 10",
                "19 November 2026",
            )
        },
    ]
}
