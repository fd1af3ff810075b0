//! What goes on beside the needles.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::Response;
use filiform_app::PlanView;
use filiform_care::{CoTreatment, CoTreatmentKind, ShortText};

use super::frame::{Wrong, edit, place};
use crate::pages::plan::CoTreatment as Shown;
use crate::routes::fault::{Fault, sentence};
use crate::routes::posted::{Fields, Posted};
use crate::routes::state::WebState;
use crate::ui::form::{Choice, FormState};

/// Adds a treatment beside the needles.
pub(crate) async fn add_co_treatment(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    edit("treatment", &state, &id, posted, |_, fields, mut plan| {
        plan.co_treatments.push(read(fields, "kind", "treatment")?);
        Ok(plan)
    })
    .await
}

/// Changes a treatment beside the needles.
pub(crate) async fn change_co_treatment(
    State(state): State<WebState>,
    Path((id, index)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    let (kind, text) = (format!("kind.{index}"), format!("treatment.{index}"));
    edit(&text, &state, &id, posted, |_, fields, mut plan| {
        let place = place(&index, &plan.co_treatments)?;
        let one = read(fields, &kind, &text)?;
        plan.co_treatments.splice(place..=place, [one]);
        Ok(plan)
    })
    .await
}

/// Takes a treatment beside the needles out of the plan.
pub(crate) async fn remove_co_treatment(
    State(state): State<WebState>,
    Path((id, index)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    edit("treatment", &state, &id, posted, |_, _, mut plan| {
        let place = place(&index, &plan.co_treatments)?;
        plan.co_treatments.remove(place);
        Ok(plan)
    })
    .await
}

fn read(fields: &Fields, kind: &str, text: &str) -> Result<CoTreatment, Wrong> {
    let mut wrong = Wrong::new();
    let sort = CoTreatmentKind::parse(fields.text(kind));
    if sort.is_none() {
        wrong.push((kind.to_owned(), "Choose what sort it is.".to_owned()));
    }
    let words = ShortText::new(fields.text(text));
    if let Err(error) = &words {
        let said = sentence(&format!("write in a few words what it is: {error}"));
        wrong.push((text.to_owned(), said));
    }
    match (sort, words) {
        (Some(kind), Ok(text)) => Ok(CoTreatment { kind, text }),
        _ => Err(wrong),
    }
}

/// Fills in what stands beside the needles, unless its form was just sent.
pub(super) fn fill(form: &mut FormState, view: &PlanView) {
    for (index, one) in view.plan.co_treatments.iter().enumerate() {
        let (kind, text) = (format!("kind.{index}"), format!("treatment.{index}"));
        if form.values.iter().all(|(name, _)| *name != text) {
            form.values.push((kind, one.kind.as_str().to_owned()));
            form.values.push((text, one.text.to_string()));
        }
    }
}

/// What goes on beside the needles, as the page shows it.
pub(super) fn shown(view: &PlanView) -> Vec<Shown> {
    let treatments = view.plan.co_treatments.iter().enumerate();
    treatments
        .map(|(index, one)| Shown {
            id: index.to_string(),
            kind: kind_words(one.kind).to_owned(),
            text: one.text.to_string(),
        })
        .collect()
}

/// Every sort, for the list of the field.
pub(super) fn kinds() -> Vec<Choice> {
    let choice = |kind: CoTreatmentKind| Choice::new(kind.as_str(), kind_words(kind));
    CoTreatmentKind::ALL.map(choice).to_vec()
}

pub(super) const fn kind_words(kind: CoTreatmentKind) -> &'static str {
    match kind {
        CoTreatmentKind::Exercise => "Exercise",
        CoTreatmentKind::Physiotherapy => "Physiotherapy",
        CoTreatmentKind::Medicine => "Medicine",
        CoTreatmentKind::Psychological => "Psychological treatment",
        CoTreatmentKind::Other => "Something else",
    }
}

/// `Exercise: walks of 20 minutes, daily`.
pub(crate) fn in_words(one: &CoTreatment) -> String {
    format!("{}: {}", kind_words(one.kind), one.text)
}
