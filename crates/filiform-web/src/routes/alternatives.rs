//! What could be done instead of a plan.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Response, StatusCode};
use filiform_app::{AlternativesView, App, AppError, Take};
use filiform_knowledge::{PointCode, Position};
use filiform_planning::{OtherNeedle, OtherPlan, explain};
use filiform_units::{Side, Timestamp};

use super::fault::{Fault, sentence};
use super::plan::position_words;
use super::posted::Posted;
use super::state::WebState;
use super::visitor::Visitor;
use super::{facts, show as answer, today, view};
use crate::pages::alternatives::{Alternatives, InPlace, Offer};
use crate::paths;
use crate::ui::curve::Curve;
use crate::ui::layout::{Step, Trail};

/// The page.
pub(crate) async fn show(
    State(state): State<WebState>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response<Body>, Fault> {
    let (view, now) = load(&state, &visitor, &id).await?;
    Ok(answer::page(&page(&state, &visitor, &view, now, None)))
}

/// Takes one of them over as the draft.
pub(crate) async fn take(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    let Posted { visitor, fields } = posted;
    let Some(which) = read(fields.text("which")) else {
        return Err(Fault::unreadable(
            "There is no such alternative.",
            "Choose one of the buttons.",
        ));
    };
    let (actor, course) = (visitor.actor(), facts::course_id(&id)?);
    let command = fields.command(which);
    let outcome = state
        .run_plain(move |app| app.take_alternative(&actor, course, command))
        .await?;
    let words = match outcome {
        Ok(Some(_)) => {
            let back = paths::plan(&id);
            return Ok(answer::see_other_with(&back, "The plan is changed."));
        }
        Ok(None) => "It is not on offer any more. Look again and choose another.".to_owned(),
        Err(AppError::Course(refusal)) => sentence(&refusal.to_string()),
        Err(error) => return Err(Fault::from(error).at(&paths::alternatives(&id))),
    };
    let (view, now) = load(&state, &visitor, &id).await?;
    let page = page(&state, &visitor, &view, now, Some(words));
    Ok(answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

/// `best`, `next`, `position.supine`, `needles.4`, `swap.2.ST36.left`.
fn read(which: &str) -> Option<Take> {
    let mut parts = which.splitn(2, '.');
    match (parts.next()?, parts.next()) {
        ("best", None) => Some(Take::Best),
        ("next", None) => Some(Take::NextBest),
        ("position", Some(position)) => Position::parse(position).map(Take::In),
        ("needles", Some(most)) => most.parse().ok().map(Take::Fewer),
        ("swap", Some(swap)) => {
            let (needle, placed) = swap.split_once('.')?;
            let (point, side) = placed.rsplit_once('.')?;
            Some(Take::InPlace {
                needle: needle.parse().ok()?,
                point: PointCode::new(point),
                side: Side::parse(side).ok()?,
            })
        }
        _ => None,
    }
}

async fn load(
    state: &WebState,
    visitor: &Visitor,
    id: &str,
) -> Result<(AlternativesView, Timestamp), Fault> {
    let (actor, id) = (visitor.actor(), facts::course_id(id)?);
    state
        .run(move |app| Ok((app.alternatives(&actor, id)?, app.now())))
        .await
}

fn page(
    state: &WebState,
    visitor: &Visitor,
    view: &AlternativesView,
    now: Timestamp,
    refusal: Option<String>,
) -> Alternatives {
    let app = &state.app;
    let course = &view.course;
    Alternatives {
        shell: answer::shell(visitor),
        patient: view::banner(app, course.patient_id, &course.patient, &view.verdict, now),
        trail: Trail {
            patient_id: course.patient_id.to_string(),
            course_id: Some(course.id.to_string()),
            session_id: None,
            current: Step::Plan,
        },
        course_id: course.id.to_string(),
        complaint: course
            .course
            .complaint
            .as_ref()
            .map_or_else(String::new, |complaint| {
                today::complaint(app, complaint.condition.as_str(), complaint.side)
            }),
        form: answer::form_meta(visitor, Some(course.version)),
        refusal,
        plan: as_it_stands(view),
        best: whole(app, view),
        positions: view
            .others
            .positions
            .iter()
            .filter(|one| !one.needles.is_empty())
            .map(|one| {
                let which = format!("position.{}", one.position.as_str());
                offer(app, view, one, &which, position_words(one.position))
            })
            .collect(),
        curve: curve(view),
        fewer: fewer(view),
        in_place: in_place(app, view),
        basis: explain::PLAN_BASIS,
    }
}

fn as_it_stands(view: &AlternativesView) -> String {
    let best = view.others.positions.first().map_or(0.0, |best| best.value);
    let needles = match view.plan.needles.len() {
        0 => return "The plan has no needles.".to_owned(),
        1 => "1 needle".to_owned(),
        many => format!("{many} needles"),
    };
    let position = position_words(view.plan.position).to_lowercase();
    let worth = if view.value + SAME >= best {
        "it is the best one for what was asked".to_owned()
    } else {
        format!(
            "it is worth {:.0} % of the best one",
            100.0 * view.value.max(0.0) / best
        )
    };
    format!("The plan has {needles}, {position}; {worth}.")
}

/// Values closer than this are the same to a reader.
const SAME: f64 = 0.005;

/// The difference to the plan, in words.
fn beside(view: &AlternativesView, value: f64) -> String {
    let difference = value - view.value;
    if difference.abs() < SAME || view.value <= 0.0 {
        return if difference > SAME {
            "worth more".to_owned()
        } else {
            "worth the same".to_owned()
        };
    }
    let percent = 100.0 * difference.abs() / view.value;
    let than = if difference > 0.0 { "more" } else { "less" };
    if percent < 1.0 {
        format!("{percent:.1} % {than}")
    } else {
        format!("{percent:.0} % {than}")
    }
}

fn needle_words(app: &App, needle: OtherNeedle) -> String {
    explain::place(app.knowledge(), needle.point, needle.side)
}

fn offer(app: &App, view: &AlternativesView, one: &OtherPlan, which: &str, name: &str) -> Offer {
    let words: Vec<String> = one
        .needles
        .iter()
        .map(|it| needle_words(app, *it))
        .collect();
    let mut planned: Vec<String> = view.plan.needles.iter().map(view::needle_words).collect();
    let mut offered = words.clone();
    planned.sort();
    offered.sort();
    Offer {
        which: which.to_owned(),
        name: name.to_owned(),
        needles: Some(words.join(", ")),
        worth: beside(view, one.value),
        is_plan: planned == offered && one.position == view.plan.position,
    }
}

fn whole(app: &App, view: &AlternativesView) -> Vec<Offer> {
    let best = view.others.positions.first();
    let best = best.filter(|one| !one.needles.is_empty());
    let next = view.others.next_best.as_ref();
    best.map(|one| offer(app, view, one, "best", "The best plan"))
        .into_iter()
        .chain(next.map(|one| offer(app, view, one, "next", "The next best plan")))
        .collect()
}

/// A value as part of the last, 0 to 100.
fn percents(view: &AlternativesView) -> Vec<u8> {
    let values = &view.others.by_needles;
    let last = values.last().copied().unwrap_or(0.0);
    if last <= 0.0 {
        return Vec::new();
    }
    let percent = |value: &f64| (100.0 * value / last).round().clamp(0.0, 100.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 100"
    )]
    values.iter().map(|value| percent(value) as u8).collect()
}

fn curve(view: &AlternativesView) -> Option<Curve> {
    let percent = percents(view);
    let (half, most) = (percent.len().div_ceil(2), percent.len());
    let at_half = *percent.get(half.checked_sub(1)?)?;
    Some(Curve {
        id: "curve".to_owned(),
        planned: view.plan.needles.len(),
        summary: format!(
            "The best plan with {half} needles is worth {at_half} % of the best one with {most}."
        ),
        percent,
    })
}

/// Fewer needles than the plan has, down to one, the most valuable first.
fn fewer(view: &AlternativesView) -> Vec<Offer> {
    let planned = view.plan.needles.len();
    let percent = percents(view);
    let most = percent.len();
    let below = percent
        .iter()
        .zip(1_usize..)
        .filter(|(_, needles)| *needles < planned);
    let mut offers: Vec<Offer> = below
        .map(|(percent, needles)| Offer {
            which: format!("needles.{needles}"),
            name: match needles {
                1 => "1 needle".to_owned(),
                many => format!("{many} needles"),
            },
            needles: None,
            worth: format!("{percent} % of the best with {most}"),
            is_plan: false,
        })
        .collect();
    offers.reverse();
    offers
}

fn in_place(app: &App, view: &AlternativesView) -> Vec<InPlace> {
    let needles = view.plan.needles.iter().zip(&view.in_place).enumerate();
    needles
        .map(|(index, (needle, offers))| InPlace {
            needle: view::needle_words(needle),
            offers: offers
                .iter()
                .map(|it| {
                    let code = &app.knowledge().point(it.needle.point).code;
                    let side = it.needle.side.as_str();
                    Offer {
                        which: format!("swap.{index}.{code}.{side}"),
                        name: needle_words(app, it.needle),
                        needles: None,
                        worth: beside(view, view.value + it.difference),
                        is_plan: false,
                    }
                })
                .collect(),
        })
        .collect()
}
