//! What holds for every answer: headers, and where forms may come from.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, header};
use axum::middleware::Next;
use axum::response::IntoResponse;

use super::fault::Fault;
use super::state::{CookiePolicy, WebState};
use crate::pages::error::Kind;

/// Nothing from elsewhere, nothing inline.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::CACHE_CONTROL, "no-store"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=()",
    ),
];

/// Refuses forms from other sites and adds the headers.
pub(crate) async fn guard(
    State(state): State<WebState>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let foreign = *request.method() != Method::GET && from_elsewhere(&request);
    let clears_message = request
        .headers()
        .get(header::COOKIE)
        .is_some_and(|cookies| {
            cookies
                .to_str()
                .is_ok_and(|cookies| cookies.contains(super::show::FLASH))
        });
    let mut response = if foreign {
        Fault::Show(Kind::ForeignForm).into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    add_headers(headers, state.options.cookies);
    if clears_message && !headers.contains_key(header::LOCATION) {
        let cookie = format!(
            "{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict",
            super::show::FLASH
        );
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            headers.append(header::SET_COOKIE, value);
        }
    }
    response
}

/// Adds the headers where forms may come from anywhere.
pub(crate) async fn headers(
    State(state): State<WebState>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let mut response = next.run(request).await;
    add_headers(response.headers_mut(), state.options.cookies);
    response
}

fn add_headers(headers: &mut HeaderMap, cookies: CookiePolicy) {
    for (name, value) in HEADERS {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    if cookies == CookiePolicy::Secure {
        let value = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
}

/// Whether the browser says that a form was sent from another site.
fn from_elsewhere(request: &Request) -> bool {
    let text = |name: HeaderName| request.headers().get(name).and_then(|v| v.to_str().ok());
    match text(HeaderName::from_static("sec-fetch-site")) {
        Some("same-origin" | "none") => return false,
        Some(_) => return true,
        None => {}
    }
    match (text(header::ORIGIN), text(header::HOST)) {
        (Some(origin), Some(host)) => origin
            .split_once("://")
            .is_none_or(|(_, origin)| origin != host),
        _ => false,
    }
}
