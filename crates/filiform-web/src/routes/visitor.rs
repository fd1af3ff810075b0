//! Who is asking: the sign-in behind the cookie.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use filiform_app::{Actor, SignedIn};

use super::fault::Fault;
use super::show::{FLASH, decode};
use super::state::{CookiePolicy, WebState};

/// A visitor who is signed in. Asking for one is what protects a route.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    pub(crate) signed_in: SignedIn,
    pub(crate) token: String,
    pub(crate) message: Option<String>,
}

impl Visitor {
    /// Who acts.
    pub(crate) fn actor(&self) -> Actor {
        self.signed_in.actor.clone()
    }
}

impl FromRequestParts<WebState> for Visitor {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Fault> {
        let next = match (&parts.method, parts.uri.path_and_query()) {
            (&Method::GET, Some(path)) => path.as_str().to_owned(),
            _ => "/".to_owned(),
        };
        let Some(token) = cookie(&parts.headers, cookie_name(state.options.cookies)) else {
            return Err(Fault::SignIn { next });
        };
        let asked = token.clone();
        let signed_in = state.run(move |app| app.signed_in(&asked)).await?;
        let signed_in = signed_in.ok_or(Fault::SignIn { next })?;
        let message = cookie(&parts.headers, FLASH).map(|text| decode(&text));
        Ok(Self {
            signed_in,
            token,
            message: message.filter(|text| !text.is_empty()),
        })
    }
}

/// The name of the sign-in cookie. The prefix makes browsers insist on TLS and on this host.
pub(crate) const fn cookie_name(policy: CookiePolicy) -> &'static str {
    match policy {
        CookiePolicy::Secure => "__Host-filiform",
        CookiePolicy::PlainHttp => "filiform",
    }
}

/// The value of one cookie.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value.to_owned())
}
