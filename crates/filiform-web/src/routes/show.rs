//! Answers: pages, redirects, cookies.

use std::fmt::Write as _;

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;

use super::visitor::Visitor;
use crate::pages::Page;
use crate::ui::form::FormMeta;
use crate::ui::layout::{Shell, SignedIn};

/// A page with its status.
pub(crate) fn page_with(status: StatusCode, page: &impl Page) -> Response<Body> {
    let html = page.draw().into_string();
    (
        status,
        [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
        html,
    )
        .into_response()
}

/// A page.
pub(crate) fn page(page: &impl Page) -> Response<Body> {
    page_with(StatusCode::OK, page)
}

/// A redirect after a form: the browser asks for the page anew.
pub(crate) fn see_other(to: &str) -> Response<Body> {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(value) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    response
}

/// A redirect with a message that the next page shows once.
pub(crate) fn see_other_with(to: &str, message: &str) -> Response<Body> {
    let mut response = see_other(to);
    let cookie = format!(
        "{FLASH}={}; Path=/; Max-Age=30; HttpOnly; SameSite=Strict",
        encode(message)
    );
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// The cookie that carries a message over a redirect.
pub(crate) const FLASH: &str = "filiform-message";

/// The visitor's part of a page.
pub(crate) fn shell(visitor: &Visitor) -> Shell {
    let actor = &visitor.signed_in.actor;
    Shell {
        clinic: visitor.signed_in.clinic_name.clone(),
        user: Some(SignedIn {
            name: actor.name.clone(),
            profession: role_words(actor.role).to_owned(),
        }),
        csrf: visitor.signed_in.csrf.clone(),
        flash: visitor.message.clone(),
        saved_at: None,
    }
}

/// The visitor's part of a page for somebody who is not signed in.
pub(crate) fn stranger() -> Shell {
    Shell {
        clinic: "Filiform".to_owned(),
        user: None,
        csrf: String::new(),
        flash: None,
        saved_at: None,
    }
}

const fn role_words(role: filiform_app::Role) -> &'static str {
    match role {
        filiform_app::Role::Practitioner => "Practitioner",
        filiform_app::Role::Assistant => "Assistant",
        filiform_app::Role::Manager => "Manager",
    }
}

/// The hidden fields of a page's forms.
pub(crate) fn form_meta(visitor: &Visitor, version: Option<u64>) -> FormMeta {
    let mut bytes = [0; 12];
    filiform_app::operating_system_randomness(&mut bytes);
    let key = filiform_app::hex(&bytes);
    FormMeta {
        csrf: visitor.signed_in.csrf.clone(),
        version,
        key: Some(key),
        seen: None,
    }
}

/// Percent-encodes a text for a query or a cookie.
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// Reverses [`encode`]; what is not UTF-8 afterwards is dropped.
pub(crate) fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after
            .get(..2)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = hex.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let (b'%', Some(byte)) = (first, byte) {
            bytes.push(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}
