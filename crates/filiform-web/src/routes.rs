//! Routes: parse, ask the application, draw a page. No rule and no SQL lives here.

mod alternatives;
mod assess;
mod atlas;
mod body;
mod cds;
mod chart;
mod drawing;
mod facts;
mod fault;
mod import;
mod outcome;
mod patients;
mod plan;
mod posted;
mod preferences;
mod protocols;
mod questions;
mod record;
mod referral;
mod security;
mod session;
mod show;
mod sign_in;
mod state;
mod tapped;
mod today;
mod verify;
mod view;
mod visitor;
mod words;

pub use cds::{CdsClient, CdsClients, CdsDiscovery, CdsSetup, CdsSetupError};
pub use state::{CookiePolicy, Options, WebState};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::{assets, paths};

/// Largest ordinary form.
const FORM_LIMIT: usize = 256 * 1024;

/// Everything the server answers.
pub fn router(state: WebState) -> Router {
    let pages = Router::new()
        .route(paths::TODAY, get(today::show))
        .route(paths::SIGN_IN, get(sign_in::show).post(sign_in::submit))
        .route(paths::SIGN_OUT, post(sign_in::sign_out))
        .route(paths::PATIENTS, get(patients::list))
        .route(paths::VERIFY, get(verify::show))
        .merge(patient_routes())
        .merge(course_routes())
        .merge(session_routes())
        .merge(atlas_routes())
        .merge(habit_routes())
        .layer(DefaultBodyLimit::max(FORM_LIMIT))
        .merge(import::router(&state));
    Router::new()
        .merge(pages)
        .fallback(fault::not_found)
        .layer(middleware::from_fn_with_state(
            state.clone(),
            security::guard,
        ))
        .merge(cds::router(&state).layer(middleware::from_fn_with_state(
            state.clone(),
            security::headers,
        )))
        .merge(assets::router())
        .layer(CatchPanicLayer::custom(fault::panicked))
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(
            axum::http::StatusCode::REQUEST_TIMEOUT,
            std::time::Duration::from_mins(1),
        ))
        .with_state(state)
}

fn patient_routes() -> Router<WebState> {
    Router::new()
        .route("/patients/{patient}", get(facts::course))
        .route("/patients/{patient}/{tab}", get(facts::other))
        .route("/patients/{patient}/facts", post(facts::add))
        .route("/patients/{patient}/link", post(questions::make))
        .route("/q/{secret}", get(questions::show).post(questions::submit))
        .route(
            "/patients/{patient}/assess",
            get(assess::form).post(assess::submit),
        )
}

fn course_routes() -> Router<WebState> {
    Router::new()
        .route("/courses/{course}/plan", get(plan::show))
        .route("/courses/{course}/plan/placements", post(plan::add_needle))
        .route(
            "/courses/{course}/plan/placements/{placement}/remove",
            post(plan::remove_needle),
        )
        .route(
            "/courses/{course}/plan/needles/{needle}",
            post(plan::change_needle),
        )
        .route(
            "/courses/{course}/plan/needles/{needle}/move",
            post(plan::move_needle),
        )
        .route("/courses/{course}/plan/undo", post(plan::undo))
        .route(
            "/courses/{course}/plan/treatments",
            post(plan::add_co_treatment),
        )
        .route(
            "/courses/{course}/plan/treatments/{treatment}",
            post(plan::change_co_treatment),
        )
        .route(
            "/courses/{course}/plan/treatments/{treatment}/remove",
            post(plan::remove_co_treatment),
        )
        .route("/courses/{course}/plan/take-over", post(plan::take_over))
        .route("/courses/{course}/plan/position", post(plan::position))
        .route("/courses/{course}/plan/pairs", post(plan::join))
        .route(
            "/courses/{course}/plan/pairs/choose",
            post(plan::choose_pairs),
        )
        .route(
            "/courses/{course}/plan/pairs/{pair}/remove",
            post(plan::part),
        )
        .route("/courses/{course}/plan/answers", post(plan::answers))
        .route("/courses/{course}/plan/overrides", post(plan::overrides))
        .route("/courses/{course}/plan/agree", post(plan::agree))
        .route(
            "/courses/{course}/plan/alternatives",
            get(alternatives::show).post(alternatives::take),
        )
        .route("/courses/{course}/sessions", post(plan::start))
        .route(
            "/courses/{course}/measures",
            get(outcome::show).post(outcome::record),
        )
        .route("/courses/{course}/reviews", post(outcome::review))
        .route("/courses/{course}/record", get(record::show))
        .route(
            "/courses/{course}/drawing",
            get(drawing::show).post(drawing::submit),
        )
        .route(
            "/courses/{course}/referral",
            get(referral::show).post(referral::submit),
        )
}

/// What the clinic and its clinicians keep to.
fn habit_routes() -> Router<WebState> {
    Router::new()
        .route(paths::PROTOCOLS, get(protocols::list))
        .route("/protocols/{protocol}/withdraw", post(protocols::withdraw))
        .route("/courses/{course}/plan/protocols", post(plan::save))
        .route("/courses/{course}/plan/protocols/take", post(plan::take))
        .route(
            paths::PREFERENCES,
            get(preferences::list).post(preferences::add),
        )
        .route(paths::REMOVE_PREFERENCE, post(preferences::remove))
}

fn session_routes() -> Router<WebState> {
    Router::new()
        .route("/sessions/{session}", get(session::show))
        .route("/sessions/{session}/needles", post(session::place))
        .route(
            "/sessions/{session}/needles/{needle}/remove",
            post(session::remove),
        )
        .route("/sessions/{session}/remove-all", post(session::remove_all))
        .route("/sessions/{session}/rest", post(session::rest))
        .route("/sessions/{session}/account", post(session::account))
        .route("/sessions/{session}/after", post(session::after))
        .route("/sessions/{session}/sign", post(session::sign))
}

fn atlas_routes() -> Router<WebState> {
    Router::new()
        .route("/body/atlas/{version}", get(body::atlas))
        .route(paths::ATLAS, get(atlas::entrance))
        .route(paths::ATLAS_CLAIMS, get(atlas::claims))
        .route(paths::ATLAS_PATIENTS, get(atlas::patients))
        .route(paths::ATLAS_JSON, get(atlas::json))
        .route("/atlas/export/{table}", get(atlas::table))
        .route("/atlas/{kind}", get(atlas::kind))
        .route("/atlas/{kind}/{slug}", get(atlas::entry))
}
