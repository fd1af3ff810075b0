//! Signing in and out.

use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use filiform_app::SignInError;
use serde::Deserialize;

use super::fault::{Fault, sentence};
use super::posted::{Fields, Posted, read_body};
use super::show;
use super::state::{CookiePolicy, WebState};
use super::visitor::cookie_name;
use crate::pages::sign_in::SignIn;
use crate::paths;
use crate::ui::form::{FormMeta, FormState};

/// Where to go afterwards.
#[derive(Debug, Deserialize)]
pub(crate) struct Next {
    next: Option<String>,
}

/// The form.
pub(crate) async fn show(Query(next): Query<Next>) -> Response<Body> {
    show::page(&form(
        own_path(next.next.as_deref()),
        FormState::default(),
        None,
    ))
}

/// The form, sent. It carries no token, because nobody is signed in; the guard has already refused
/// forms from other sites.
pub(crate) async fn submit(
    State(state): State<WebState>,
    request: Request,
) -> Result<Response<Body>, Fault> {
    let fields = Fields::read(&read_body(request, &state).await?);
    let (login, password) = (fields.text("username").to_owned(), password(&fields));
    let next = own_path(fields.some("next"));
    let outcome = state
        .run_plain(move |app| app.sign_in(&login, &password))
        .await?;
    match outcome {
        Ok(signed_in) => {
            let to = next.unwrap_or_else(|| paths::TODAY.to_owned());
            let mut response = show::see_other(&to);
            set_cookie(
                &mut response,
                state.options.cookies,
                &signed_in.token,
                12 * 60 * 60,
            );
            Ok(response)
        }
        Err(SignInError::Wrong) => {
            let words = sentence("the name or the password is wrong; check both and try again");
            let page = form(
                next,
                fields.state(vec![("username".to_owned(), words)]),
                None,
            );
            Ok(show::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(SignInError::Wait { seconds }) => {
            let page = form(next, fields.state(Vec::new()), Some(wait_words(seconds)));
            let mut response = show::page_with(StatusCode::TOO_MANY_REQUESTS, &page);
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            Ok(response)
        }
        Err(SignInError::Store(error)) => Err(Fault::from(filiform_app::AppError::from(error))),
    }
}

/// Ends the sign-in.
pub(crate) async fn sign_out(
    State(state): State<WebState>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    let (actor, token) = (posted.visitor.actor(), posted.visitor.token);
    state.run(move |app| app.sign_out(&actor, &token)).await?;
    let mut response = show::see_other(paths::SIGN_IN);
    set_cookie(&mut response, state.options.cookies, "", 0);
    Ok(response)
}

/// The password is taken as typed: blanks at its ends count.
fn password(fields: &Fields) -> String {
    fields.raw("password").to_owned()
}

fn form(next: Option<String>, state: FormState, wait: Option<String>) -> SignIn {
    let shell = show::stranger();
    let form = FormMeta {
        csrf: String::new(),
        version: None,
        key: None,
        seen: None,
    };
    SignIn {
        shell,
        form,
        state,
        next,
        wait,
    }
}

/// Only paths of this site: never an address that begins another one.
fn own_path(next: Option<&str>) -> Option<String> {
    let path = next?;
    let own =
        path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\n', '\r']);
    own.then(|| path.to_owned())
}

fn wait_words(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds} seconds"),
        60..120 => "1 minute".to_owned(),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

fn set_cookie(response: &mut Response<Body>, policy: CookiePolicy, token: &str, seconds: u32) {
    let secure = match policy {
        CookiePolicy::Secure => "; Secure",
        CookiePolicy::PlainHttp => "",
    };
    let cookie = format!(
        "{}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}",
        cookie_name(policy)
    );
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
