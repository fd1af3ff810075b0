//! Serves every page in every state: `cargo run -p filiform-web --example gallery -- 127.0.0.1:8099`.
//!
//! `?theme=dark` and `?theme=light` fix the theme, for pictures.

use std::collections::HashMap;
use std::error::Error;

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use filiform_web::assets;
use filiform_web::pages::specimens;
use maud::html;

const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'",
);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "127.0.0.1:8099".to_owned());
    let app = Router::new()
        .route("/", get(index))
        .route("/gallery/{page}/{state}", get(specimen).post(specimen))
        .merge(assets::router());
    let listener = tokio::net::TcpListener::bind(address).await?;
    axum::serve(listener, app).await?;
    Ok(())
}

async fn index() -> Html<String> {
    let list = html! {
        h1 { "Gallery" }
        ul {
            @for one in specimens() {
                li { a href={ "/gallery/" (one.page) "/" (one.state) } { (one.page) " / " (one.state) } }
            }
        }
    };
    Html(list.into_string())
}

async fn specimen(
    Path((page, state)): Path<(String, String)>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let Some(one) = specimens()
        .into_iter()
        .find(|one| one.page == page && one.state == state)
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut text = one.markup.into_string();
    if let Some(theme @ ("dark" | "light")) = query.get("theme").map(String::as_str) {
        text = text.replacen("<html ", &format!("<html data-theme=\"{theme}\" "), 1);
    }
    ([(header::CONTENT_SECURITY_POLICY, POLICY)], Html(text)).into_response()
}
