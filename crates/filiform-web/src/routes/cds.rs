//! CDS Hooks 2.0: other record systems ask, cards are answered.
//!
//! These routes stand outside sign-in, cookies and the guard against foreign forms: whoever calls is
//! known by a signed token. Nothing about the patient is stored or logged, and nothing else is called.

mod answers;
mod clients;
mod crypto;
mod limits;
mod token;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{Method, Response, StatusCode, header};
use axum::routing::{get, post};
use filiform_app::App;
use filiform_fhir::cds::{
    CardFeedback, Desk, HookRequest, REQUEST_LIMIT, Service, answer, discovery, read_feedback,
};
use filiform_store::feedback::FeedbackRow;
use filiform_units::ClinicId;
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::state::WebState;
use answers::Refusal;

pub use clients::{CdsClient, CdsClients, CdsDiscovery, CdsSetup, CdsSetupError};

/// Where the services are, below the address of the installation.
const SERVICES: &str = "/cds-services";

/// How long an answer should take at most. A longer one is answered all the same, and noted.
const BUDGET: Duration = Duration::from_millis(100);

/// The routes; without clients there is nothing here.
pub(crate) fn router(state: &WebState) -> Router<WebState> {
    let Some(clients) = &state.cds else {
        return Router::new().nest(SERVICES, Router::new().fallback(nothing_here));
    };
    let cors = CorsLayer::new()
        .allow_origin(AllowOrigin::list(clients.origins()))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .max_age(Duration::from_mins(10));
    let services = Router::new()
        .route("/", get(discover))
        .route("/{service}", post(call))
        .route("/{service}/feedback", post(feedback))
        .fallback(nothing_here)
        .method_not_allowed_fallback(another_method);
    Router::new().nest(SERVICES, services.layer(cors))
}

async fn another_method() -> Response<Body> {
    Refusal::AnotherMethod.answer()
}

async fn nothing_here() -> Response<Body> {
    Refusal::NotFound.answer()
}

/// The clients of an installation that has some.
fn clients(state: &WebState) -> Result<Arc<CdsClients>, Refusal> {
    state.cds.clone().ok_or(Refusal::NotFound)
}

async fn discover(State(state): State<WebState>, request: Request) -> Response<Body> {
    let described = || -> Result<Response<Body>, Refusal> {
        let clients = clients(&state)?;
        if clients.discovery() == CdsDiscovery::WithToken {
            clients.admit(request.headers(), SERVICES, state.app.now())?;
        }
        answers::json(StatusCode::OK, &discovery())
    };
    described().unwrap_or_else(Refusal::answer)
}

async fn call(
    State(state): State<WebState>,
    Path(service): Path<String>,
    request: Request,
) -> Response<Body> {
    called(&state, &service, request)
        .await
        .unwrap_or_else(Refusal::answer)
}

async fn called(state: &WebState, id: &str, request: Request) -> Result<Response<Body>, Refusal> {
    let clients = clients(state)?;
    let service = Service::parse(id).ok_or(Refusal::NotFound)?;
    let address = format!("{SERVICES}/{}", service.id());
    let client = clients.admit(request.headers(), &address, state.app.now())?;
    let body = answers::body(request, REQUEST_LIMIT).await?;
    let _place = clients.place()?;
    let began = Instant::now();
    let pages = clients.address().to_owned();
    let answered = state
        .run_plain(move |app| {
            let request = HookRequest::parse(service, &body)?;
            let desk = Desk {
                knowledge: app.knowledge(),
                rulebook: app.rulebook(),
                now: app.now(),
                pages: &pages,
            };
            answer(&desk, &request)
        })
        .await
        .map_err(|_| Refusal::Ours)?;
    let took_ms = began.elapsed().as_millis();
    let answered = answered.map_err(Refusal::Hook)?;
    let count = answered.cards.len();
    tracing::info!(
        client = client.name,
        service = id,
        cards = count,
        took_ms,
        "a hook was answered"
    );
    if took_ms > BUDGET.as_millis() {
        tracing::warn!(service = id, took_ms, "a hook took {took_ms} ms");
    }
    answers::json(StatusCode::OK, &answered)
}

async fn feedback(
    State(state): State<WebState>,
    Path(service): Path<String>,
    request: Request,
) -> Response<Body> {
    told(&state, &service, request)
        .await
        .unwrap_or_else(Refusal::answer)
}

async fn told(state: &WebState, id: &str, request: Request) -> Result<Response<Body>, Refusal> {
    let clients = clients(state)?;
    let service = Service::parse(id).ok_or(Refusal::NotFound)?;
    let address = format!("{SERVICES}/{}/feedback", service.id());
    let client = clients.admit(request.headers(), &address, state.app.now())?;
    let body = answers::body(request, REQUEST_LIMIT).await?;
    let _place = clients.place()?;
    let (issuer, clinic) = (client.issuer.clone(), client.clinic);
    state
        .run_plain(move |app| keep(app, service, &issuer, clinic, &body))
        .await
        .map_err(|_| Refusal::Ours)??;
    Ok(answers::empty(StatusCode::OK))
}

fn keep(
    app: &App,
    service: Service,
    issuer: &str,
    clinic: ClinicId,
    body: &[u8],
) -> Result<(), Refusal> {
    let row = |told: CardFeedback| FeedbackRow {
        client: issuer.to_owned(),
        card: told.card.to_string(),
        service: service.id(),
        rule: told.rule,
        outcome: told.outcome.as_str(),
        reason: told.reason,
    };
    let told = read_feedback(app.knowledge(), body).map_err(Refusal::Hook)?;
    let rows = told.into_iter().map(row).collect();
    app.keep_card_feedback(clinic, rows).map_err(|error| {
        super::fault::Fault::ours(&error);
        Refusal::Ours
    })
}
