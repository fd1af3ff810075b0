//! Facts that come in: every open plan of the patient is screened again, and what changes is written down.

use filiform_care::ShortText;
use filiform_care::course::{self, Command as Order, Course, Event};
use filiform_care::patient::Patient;
use filiform_screening::{Change, Chart, Found, found};
use filiform_store::project;
use filiform_units::{CourseId, PatientId};

use crate::AppError;
use crate::app::Work;
use crate::courses::screen_plan;

/// An open plan of which screening says something else now.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangedPlan {
    /// The course.
    pub course: CourseId,
    /// What changed, the stricter things first.
    pub changes: Vec<Change>,
}

/// Screens every open plan with the facts before and the facts now, in the transaction that records the
/// facts. An agreed plan counts, and where none is agreed the draft.
pub(crate) fn rescreen(
    work: &mut Work<'_>,
    patient: PatientId,
    before: &Patient,
    after: &Patient,
    because: &ShortText,
) -> Result<Vec<ChangedPlan>, AppError> {
    let courses = project::courses_of_patient(work.tx, work.clinic, patient)?;
    let mut changed = Vec::new();
    let mut charts = None;
    for row in courses.into_iter().filter(|row| row.phase == "open") {
        let loaded = work.streams().course(work.tx, patient, row.id)?;
        if loaded.state.open_plan().is_none() {
            continue;
        }
        // Read only when there is a plan to screen.
        let (then, now) = charts.get_or_insert_with(|| (work.chart(before), work.chart(after)));
        let order = Order::Rescreen {
            before: says(work, then, &loaded.state)?,
            after: says(work, now, &loaded.state)?,
            because: because.clone(),
        };
        let events = course::decide(work.knowledge(), &loaded.state, order, work.act())?;
        for event in &events {
            if let Event::Rescreened { changes, .. } = event {
                changed.push(ChangedPlan {
                    course: row.id,
                    changes: changes.clone(),
                });
            }
        }
        if !events.is_empty() {
            let (streams, now) = (work.streams(), work.now);
            streams.append_course(work.tx, (patient, row.id), loaded, &events, now)?;
        }
    }
    Ok(changed)
}

fn says(work: &Work<'_>, chart: &Chart, course: &Course) -> Result<Vec<Found>, AppError> {
    let Some(plan) = course.open_plan() else {
        return Ok(Vec::new());
    };
    let verdict = screen_plan(work, chart, course, plan)?;
    Ok(found(work.knowledge(), &verdict))
}
