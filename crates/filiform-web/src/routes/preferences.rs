//! Points that whoever is signed in never uses or always wants.

use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use filiform_app::{App, AppError};
use filiform_care::ShortText;
use filiform_care::preference::{
    Command as Order, Held, Preference, Refusal, WantedSide, Wish, Wished,
};
use filiform_knowledge::{ConditionId, Knowledge, PointCode};
use filiform_units::Side;

use super::fault::{Fault, sentence};
use super::posted::{Fields, Posted};
use super::state::WebState;
use super::visitor::Visitor;
use super::{plan, show, view, words as say};
use crate::pages::preferences::{Preferences, Wish as Line};
use crate::paths;
use crate::ui::form::{Choice, FormState};

type Wrong = Vec<(String, String)>;

/// The list.
pub(crate) async fn list(
    State(state): State<WebState>,
    visitor: Visitor,
) -> Result<Response<Body>, Fault> {
    let page = page(&state, &visitor, FormState::default()).await?;
    Ok(show::page(&page))
}

/// Writes a wish down.
pub(crate) async fn add(
    State(state): State<WebState>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    let Posted { visitor, fields } = posted;
    let preference = match read(state.app.knowledge(), &fields) {
        Ok(preference) => preference,
        Err(errors) => return again(&state, &visitor, &fields, errors).await,
    };
    order(&state, &visitor, &fields, Order::Add { preference }).await
}

/// Takes a wish back.
pub(crate) async fn remove(
    State(state): State<WebState>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    let Posted { visitor, fields } = posted;
    let remove = Order::Remove {
        point: PointCode::new(fields.text("point")),
        condition: fields.some("condition").map(ConditionId::new),
    };
    order(&state, &visitor, &fields, remove).await
}

async fn order(
    state: &WebState,
    visitor: &Visitor,
    fields: &Fields,
    order: Order,
) -> Result<Response<Body>, Fault> {
    let (actor, command) = (visitor.actor(), fields.command(order));
    let outcome = state
        .run_plain(move |app| app.order_preferences(&actor, command))
        .await?;
    match outcome {
        Ok(_) => Ok(show::see_other_with(
            paths::PREFERENCES,
            "Your list is saved.",
        )),
        Err(AppError::Preference(refusal)) => {
            let field = match &refusal {
                Refusal::UnknownCondition(_) => "condition",
                Refusal::Point(_)
                | Refusal::BothLists { .. }
                | Refusal::Already { .. }
                | Refusal::NotThere(_)
                | Refusal::TooMany => "point",
            };
            let errors = vec![(field.to_owned(), sentence(&refusal.to_string()))];
            again(state, visitor, fields, errors).await
        }
        Err(error) => Err(Fault::from(error).at(paths::PREFERENCES)),
    }
}

async fn again(
    state: &WebState,
    visitor: &Visitor,
    fields: &Fields,
    errors: Wrong,
) -> Result<Response<Body>, Fault> {
    let page = page(state, visitor, fields.state(errors)).await?;
    Ok(show::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

fn read(knowledge: &Knowledge, fields: &Fields) -> Result<Preference, Wrong> {
    let mut wrong = Wrong::new();
    let mut refuse = |field: &str, words: String| wrong.push((field.to_owned(), words));
    let typed = fields.text("point");
    let point = knowledge.points().find(typed.to_uppercase().as_str());
    if point.is_none() {
        refuse("point", plan::no_such_point(knowledge, typed));
    }
    let is_midline = point.is_some_and(|point| point.midline);
    let wish = match (fields.text("wish"), WantedSide::parse(fields.text("side"))) {
        ("never", _) => Some(Wish::Never),
        // The midline has no other side to choose.
        ("always", None) if is_midline => Some(Wish::Always(WantedSide::Midline)),
        ("always", Some(side)) => Some(Wish::Always(side)),
        ("always", None) => {
            let words = "Choose where: the side of the complaint, both sides or the midline.";
            refuse("side", words.to_owned());
            None
        }
        _ => {
            refuse("wish", "Choose never or always.".to_owned());
            None
        }
    };
    let reason = ShortText::new(fields.text("reason"));
    if let Err(error) = &reason {
        refuse("reason", sentence(&format!("give the reason: {error}")));
    }
    match (point, wish, reason) {
        (Some(point), Some(wish), Ok(reason)) => Ok(Preference {
            point: point.code.clone(),
            wish,
            condition: fields.some("condition").map(ConditionId::new),
            reason,
        }),
        _ => Err(wrong),
    }
}

async fn page(state: &WebState, visitor: &Visitor, form: FormState) -> Result<Preferences, Fault> {
    let actor = visitor.actor();
    let own = state.run(move |app| app.preferences(&actor)).await?;
    let (never, always): (Vec<&Held>, Vec<&Held>) = own
        .state
        .held
        .iter()
        .partition(|held| held.preference.wish == Wish::Never);
    let lines = |held: Vec<&Held>| -> Vec<Line> {
        let lines = held.into_iter().map(|held| line(&state.app, held));
        lines.collect()
    };
    Ok(Preferences {
        shell: show::shell(visitor),
        form: show::form_meta(visitor, Some(own.version)),
        state: form,
        never: lines(never),
        always: lines(always),
        points: plan::points(&state.app),
        conditions: conditions(state.app.knowledge()),
    })
}

fn conditions(knowledge: &Knowledge) -> Vec<Choice> {
    let any = std::iter::once(Choice::new("", "Any condition"));
    let all = knowledge.offered_conditions();
    any.chain(all.map(|one| Choice::new(one.id.as_str(), one.name.clone())))
        .collect()
}

fn line(app: &App, held: &Held) -> Line {
    let Preference {
        point,
        wish,
        condition,
        reason,
    } = &held.preference;
    let knowledge = app.knowledge();
    let found = knowledge.points().find(point.as_str());
    let holds_for = condition.as_ref().map_or_else(
        || "for any condition".to_owned(),
        |id| {
            let found = knowledge.conditions().find(id.as_str());
            format!(
                "for {}",
                found.map_or(id.as_str(), |found| found.name.as_str())
            )
        },
    );
    Line {
        point: point.to_string(),
        name: found.map_or_else(
            || "no longer in the knowledge base; it changes nothing".to_owned(),
            |point| point.name.clone(),
        ),
        holds: format!("{holds_for}{}", where_words(*wish)),
        condition: condition
            .as_ref()
            .map_or_else(String::new, ToString::to_string),
        reason: reason.to_string(),
        since: say::day(held.act.at),
    }
}

const fn where_words(wish: Wish) -> &'static str {
    match wish {
        Wish::Never => "",
        Wish::Always(WantedSide::Complaint) => ", on the side of the complaint",
        Wish::Always(WantedSide::Both) => ", on both sides",
        Wish::Always(WantedSide::Midline) => ", on the midline",
    }
}

/// `never GB21; always ST36 left`; nothing where nothing is wished.
pub(crate) fn words(wished: &Wished) -> Option<String> {
    let never: Vec<&str> = wished.never.iter().map(PointCode::as_str).collect();
    let place = |(code, side): &(PointCode, Side)| view::place_words(code.as_str(), *side);
    let always: Vec<String> = wished.always.iter().map(place).collect();
    let parts = [("never", never.join(", ")), ("always", always.join(", "))];
    let said: Vec<String> = parts
        .into_iter()
        .filter(|(_, points)| !points.is_empty())
        .map(|(word, points)| format!("{word} {points}"))
        .collect();
    (!said.is_empty()).then(|| said.join("; "))
}
