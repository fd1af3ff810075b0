//! Facts that come in: every open plan of the patient is screened again, and what changes is written down.

use filiform_care::ShortText;
use filiform_care::course::{self, Command as Order, Course, Event};
use filiform_care::patient::Patient;
use filiform_screening::{Change, Chart, Found, PlanToScreen, found, screen};
use filiform_store::project;
use filiform_units::{CourseId, PatientId};

use crate::AppError;
use crate::app::Work;
use crate::courses::conditions_of;

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
        let Some(plan) = readable(work, &loaded.state) else {
            continue;
        };
        // Read only when there is a plan to screen.
        let (then, now) = charts.get_or_insert_with(|| (work.chart(before), work.chart(after)));
        let order = Order::Rescreen {
            before: says(work, then, &plan),
            after: says(work, now, &plan),
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

/// The open plan of a course as screening reads it. A plan with a point that has left the knowledge base is
/// not screened: no session starts with it, and a fact is never refused because of it.
fn readable(work: &Work<'_>, course: &Course) -> Option<PlanToScreen> {
    let conditions = conditions_of(work.knowledge(), course);
    let plan = course.open_plan()?;
    plan.to_screen(work.knowledge(), &conditions).ok()
}

fn says(work: &Work<'_>, chart: &Chart, plan: &PlanToScreen) -> Vec<Found> {
    let verdict = screen(&work.inner.rulebook, chart, plan);
    found(work.knowledge(), &verdict)
}
