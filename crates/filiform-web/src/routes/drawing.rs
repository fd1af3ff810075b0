//! Where it hurts, drawn on the body: drawn again while the course goes on.

use axum::body::Body as Answer;
use axum::extract::{Path, State};
use axum::http::{Response, StatusCode};
use filiform_app::{AppError, CourseView};
use filiform_care::PainDrawing;
use filiform_care::course::{Command as Order, Complaint};
use filiform_knowledge::{AreaReading, Knowledge, Share};
use filiform_screening::{PlanToScreen, screen};
use filiform_units::{Side, Timestamp};

use super::assess::{pain_areas, read_drawing};
use super::fault::{Fault, sentence};
use super::posted::Posted;
use super::state::WebState;
use super::visitor::Visitor;
use super::{body, chart, facts, show as answer, view, words};
use crate::pages::assess::DRAWING;
use crate::pages::drawing::{Drawing, DrawnArea};
use crate::paths;
use crate::ui::body::{Chart, Draw, Mode, Stage};
use crate::ui::form::FormState;
use crate::ui::layout::{Step, Trail};

/// The body with what was drawn last.
pub(crate) async fn show(
    State(state): State<WebState>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response<Answer>, Fault> {
    let (view, now) = load(&state, &visitor, &id).await?;
    let drawn = drawing(&view).map(ToString::to_string);
    let form = FormState {
        values: drawn
            .map(|text| (DRAWING.to_owned(), text))
            .into_iter()
            .collect(),
        errors: Vec::new(),
    };
    Ok(answer::page(&page(&state, &visitor, (&view, now), form)))
}

/// Keeps the drawing; what was drawn before stays in the record.
pub(crate) async fn submit(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response<Answer>, Fault> {
    let Posted { visitor, fields } = posted;
    let loaded = load(&state, &visitor, &id).await?;
    let knowledge = state.app.knowledge();
    let refuse = |errors: Vec<(String, String)>| {
        let (view, now) = &loaded;
        let page = page(&state, &visitor, (view, *now), fields.state(errors));
        answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
    };
    let drawing = match read_drawing(knowledge, &loaded.0.patient, &fields) {
        Ok(drawing) => drawing,
        Err(error) => return Ok(refuse(vec![error])),
    };
    let before = loaded.0.course.complaint.clone();
    let complaint = Complaint {
        pain_areas: pain_areas(knowledge, &fields, drawing.as_ref()),
        drawing,
        ..before.ok_or_else(Fault::not_found)?
    };
    let (actor, course) = (visitor.actor(), loaded.0.id);
    let command = fields.command(Order::Reassess { complaint });
    let outcome = state
        .run_plain(move |app| app.order_course(&actor, course, command))
        .await?;
    let back = paths::drawing(&id);
    match outcome {
        Ok(_) => Ok(answer::see_other_with(&back, "The drawing is saved.")),
        Err(AppError::Course(refusal)) => Ok(refuse(vec![(
            DRAWING.to_owned(),
            sentence(&refusal.to_string()),
        )])),
        Err(error) => Err(Fault::from(error).at(&back)),
    }
}

async fn load(
    state: &WebState,
    visitor: &Visitor,
    id: &str,
) -> Result<(CourseView, Timestamp), Fault> {
    let (actor, id) = (visitor.actor(), facts::course_id(id)?);
    state
        .run(move |app| Ok((app.course(&actor, id)?, app.now())))
        .await
}

fn drawing(view: &CourseView) -> Option<&PainDrawing> {
    view.course.complaint.as_ref()?.drawing.as_ref()
}

fn page(
    state: &WebState,
    visitor: &Visitor,
    (view, now): (&CourseView, Timestamp),
    form: FormState,
) -> Drawing {
    let app = &state.app;
    let knowledge = app.knowledge();
    let figure = body::figure(&view.patient);
    let alerts = screen(app.rulebook(), &view.chart, &PlanToScreen::default());
    let ticked = body::ticked(view.course.complaint.as_ref());
    let kept = view.course.earlier_drawing.as_ref();
    Drawing {
        shell: answer::shell(visitor),
        patient: view::banner(app, view.patient_id, &view.patient, &alerts, now),
        trail: Trail {
            patient_id: view.patient_id.to_string(),
            course_id: Some(view.id.to_string()),
            session_id: None,
            current: Step::Assess,
        },
        course_id: view.id.to_string(),
        form: answer::form_meta(visitor, Some(view.version)),
        chart: Chart {
            areas: chart::areas(knowledge, figure, &ticked),
            areas_can_be_chosen: true,
            patches: body::patches(knowledge, view.course.complaint.as_ref()),
            stage: Some(Stage {
                pain: Some(form.value(DRAWING).to_owned()).filter(|text| !text.is_empty()),
                earlier_pain: kept.map(ToString::to_string),
                draw: Some(Draw {
                    field: DRAWING.to_owned(),
                }),
                ..chart::stage(knowledge, Mode::Draw)
            }),
            ..body::empty(knowledge, "drawing", figure)
        },
        state: form,
        drawn: body::drawn(knowledge, view.course.complaint.as_ref()),
    }
}

/// A drawing in the words of a clinician.
pub(crate) fn in_words(knowledge: &Knowledge, drawing: &PainDrawing) -> Vec<DrawnArea> {
    let read = drawing.read(knowledge.body());
    read.into_iter()
        .map(|(area, reading)| DrawnArea {
            feels: sentence_start(&format!(
                "{}, {} of 10",
                area.kind.words(),
                area.intensity.get()
            )),
            regions: regions(knowledge, &reading),
            size: percent(reading.percent),
            dermatomes: names(&reading.dermatomes),
            muscles: names(&reading.muscles),
        })
        .collect()
}

/// `right front and sides of the knee, back of the knee; left calf`.
fn regions(knowledge: &Knowledge, reading: &AreaReading) -> String {
    let named = |share: &Share| {
        let key = knowledge.region_key(&share.name);
        key.map_or_else(
            || share.name.clone(),
            |key| knowledge.region(key).name.clone(),
        )
    };
    let on = |side: Side| {
        let of_side = reading.regions.iter().filter(|share| share.side == side);
        let names: Vec<String> = of_side.map(named).collect();
        (!names.is_empty()).then(|| format!("{} {}", side.as_str(), words::list(&names)))
    };
    let sides = [Side::Right, Side::Left].into_iter().filter_map(on);
    sides.collect::<Vec<_>>().join("; ")
}

/// Each name once, whatever side it is on; the largest part first.
fn names(shares: &[Share]) -> String {
    let mut names: Vec<String> = Vec::new();
    for share in shares {
        if !names.contains(&share.name) {
            names.push(share.name.clone());
        }
    }
    words::list(&names)
}

/// One decimal below ten, and never 0 for something.
fn percent(percent: f32) -> String {
    if percent < 0.1 {
        "less than 0.1 %".to_owned()
    } else if percent < 10.0 {
        format!("{percent:.1} %")
    } else {
        format!("{percent:.0} %")
    }
}

fn sentence_start(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
