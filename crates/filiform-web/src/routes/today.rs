//! The board.

use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use filiform_app::{App, RunningSession, TodayCourse};
use filiform_units::Timestamp;

use super::fault::Fault;
use super::state::WebState;
use super::visitor::Visitor;
use super::{show, words};
use crate::pages::today::{Clock, OpenCourse, Room, Today};
use crate::paths;

/// The board of today.
pub(crate) async fn show(
    State(state): State<WebState>,
    visitor: Visitor,
) -> Result<Response<Body>, Fault> {
    let actor = visitor.actor();
    let (board, now) = state
        .run(move |app| Ok((app.today(&actor)?, app.now())))
        .await?;
    let mut rooms: Vec<Room> = board
        .running
        .iter()
        .map(|running| room(&state.app, running, now))
        .collect();
    rooms.sort_by_key(|room| match room.clock {
        Clock::Overdue { .. } => 0,
        Clock::Resting { .. } => 1,
        Clock::Placing => 2,
    });
    let page = Today {
        shell: show::shell(&visitor),
        date: words::weekday(now),
        rooms,
        courses: board
            .courses
            .iter()
            .map(|course| open_course(&state.app, course))
            .collect(),
        has_patients: board.patients > 0,
    };
    Ok(show::page(&page))
}

fn room(app: &App, running: &RunningSession, now: Timestamp) -> Room {
    let session = &running.session;
    let clock = match session.rest_due {
        Some(due) if due > now => Clock::Resting {
            due_at: due.to_string(),
            left: words::minutes_and_seconds(due.seconds_since(now)),
        },
        Some(due) if session.needles_in() > 0 => Clock::Overdue {
            due_at: due.to_string(),
            by: words::minutes_and_seconds(now.seconds_since(due)),
        },
        Some(_) | None => Clock::Placing,
    };
    let complaint = running
        .course
        .as_ref()
        .map(|course| complaint(app, &course.condition, course.side))
        .unwrap_or_default();
    Room {
        session_id: session.id.to_string(),
        room: session.room.clone().unwrap_or_default(),
        initials: running.patient.summary.initials.clone(),
        needles_in: u32::try_from(session.needles_in()).unwrap_or(u32::MAX),
        clock,
        complaint,
    }
}

fn open_course(app: &App, row: &TodayCourse) -> OpenCourse {
    let course = &row.course;
    let id = course.id.to_string();
    let mut missing = Vec::new();
    if course.rescreens > 0 {
        missing.push("new facts changed what the screen says".to_owned());
    }
    if course.measures == 0 {
        missing.push("no baseline measure".to_owned());
    }
    let next = match course.plan_state.as_str() {
        "agreed" => (paths::plan(&id), "Open the plan".to_owned()),
        "draft" => {
            missing.push("plan not agreed".to_owned());
            (paths::plan(&id), "Agree the plan".to_owned())
        }
        _ => {
            missing.push("no plan".to_owned());
            (paths::plan(&id), "Make a plan".to_owned())
        }
    };
    OpenCourse {
        patient_id: course.patient.to_string(),
        name: row.patient.summary.display_name.clone(),
        complaint: complaint(app, &course.condition, course.side),
        progress: course.plan_state.clone(),
        last_visit: words::day(course.changed_at),
        missing,
        next,
    }
}

/// `Knee osteoarthritis, left`.
pub(crate) fn complaint(app: &App, condition: &str, side: filiform_units::Laterality) -> String {
    let knowledge = app.knowledge();
    let name = knowledge
        .condition_key(condition)
        .map_or(condition, |key| knowledge.condition(key).name.as_str());
    format!("{name}{}", words::laterality(side))
}
