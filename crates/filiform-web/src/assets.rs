//! The embedded style sheet, islands, fonts and body pictures, and how they are served.

use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::routing::get;
use rust_embed::RustEmbed;

/// One fingerprint of all assets; it stands in every address, so an address never goes stale.
const FINGERPRINT: &str = env!("FILIFORM_ASSETS");

/// An address with the fingerprint in it always answers with the same bytes.
const FOREVER: &str = "public, max-age=31536000, immutable";

#[derive(RustEmbed)]
#[folder = "dist/"]
struct Embedded;

/// The address of an asset, for example `url("filiform.css")`.
pub fn url(name: &str) -> String {
    format!("/assets/{FINGERPRINT}/{name}")
}

/// Serves every embedded file below `/assets`.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{fingerprint}/{*name}", get(serve))
}

async fn serve(
    Path((fingerprint, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response<Body> {
    let Some(file) = Embedded::get(&name) else {
        return empty(StatusCode::NOT_FOUND);
    };
    let tag = format!("\"{FINGERPRINT}\"");
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known.contains(&tag)) {
        return empty(StatusCode::NOT_MODIFIED);
    }
    let cache = if fingerprint == FINGERPRINT {
        FOREVER
    } else {
        "no-cache"
    };
    Response::builder()
        .header(header::CONTENT_TYPE, media_type(&name))
        .header(header::CACHE_CONTROL, cache)
        .header(header::ETAG, tag)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .body(Body::from(file.data))
        .unwrap_or_else(|_| empty(StatusCode::INTERNAL_SERVER_ERROR))
}

fn empty(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("mjs") => "text/javascript; charset=utf-8",
        Some("webp") => "image/webp",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml",
        Some("md") => "text/markdown; charset=utf-8",
        _ => "application/octet-stream",
    }
}
