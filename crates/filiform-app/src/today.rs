//! The board: who has needles in, and whose course is open.

use std::collections::HashMap;

use filiform_store::project::{self, CourseRow, PatientRow, SessionRow};
use filiform_units::PatientId;

use crate::app::Work;
use crate::{Action, Actor, App, AppError};

/// The board.
#[derive(Clone, Debug)]
pub struct Today {
    /// Sessions that are not signed, oldest first.
    pub running: Vec<RunningSession>,
    /// Open courses without a running session, changed last first.
    pub courses: Vec<TodayCourse>,
    /// Patients in the clinic.
    pub patients: u64,
}

/// A session that is not signed.
#[derive(Clone, Debug)]
pub struct RunningSession {
    /// The session.
    pub session: SessionRow,
    /// Its course.
    pub course: Option<CourseRow>,
    /// Whose.
    pub patient: PatientRow,
}

/// An open course.
#[derive(Clone, Debug)]
pub struct TodayCourse {
    /// The course.
    pub course: CourseRow,
    /// Whose.
    pub patient: PatientRow,
}

impl App {
    /// The board of the actor's clinic.
    ///
    /// # Errors
    /// Not allowed, or what the database says.
    pub fn today(&self, actor: &Actor) -> Result<Today, AppError> {
        self.read(actor, Action::SeeBoard, |work| {
            let clinic = work.clinic;
            let mut people = People::default();
            let mut running = Vec::new();
            for session in project::running_sessions(work.tx, clinic, 60)? {
                let course = project::course_row(work.tx, clinic, session.course)?;
                if let Some(patient) = people.get(work, session.patient)? {
                    running.push(RunningSession {
                        session,
                        course,
                        patient,
                    });
                }
            }
            let mut courses = Vec::new();
            for course in project::open_courses(work.tx, clinic, 100)? {
                if running.iter().any(|run| run.session.course == course.id) {
                    continue;
                }
                if let Some(patient) = people.get(work, course.patient)? {
                    courses.push(TodayCourse { course, patient });
                }
            }
            let patients = project::count_patients(work.tx, clinic)?;
            Ok(Today {
                running,
                courses,
                patients,
            })
        })
    }
}

/// Each patient is opened once.
#[derive(Default)]
struct People(HashMap<PatientId, Option<PatientRow>>);

impl People {
    fn get(&mut self, work: &mut Work<'_>, id: PatientId) -> Result<Option<PatientRow>, AppError> {
        if let Some(known) = self.0.get(&id) {
            return Ok(known.clone());
        }
        let streams = work.streams();
        let row = project::patient_row(work.tx, streams, id)?;
        self.0.insert(id, row.clone());
        Ok(row)
    }
}
