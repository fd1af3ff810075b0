//! Signing in.

use maud::{Markup, html};

use super::{Page, sample};
use crate::paths;
use crate::ui::form::{Field, FormMeta, FormState};
use crate::ui::icon::Icon;
use crate::ui::layout::{Frame, Shell, document};
use crate::ui::parts::{primary_button, refused};

/// The sign-in form.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// The visitor's part; nobody is signed in.
    pub shell: Shell,
    /// The hidden fields.
    pub form: FormMeta,
    /// What was typed and what was wrong; never the password.
    pub state: FormState,
    /// Where to go afterwards, a path of this site.
    pub next: Option<String>,
    /// How long to wait after too many tries, for example "4 minutes".
    pub wait: Option<String>,
}

impl Page for SignIn {
    const NAME: &'static str = "sign-in";

    fn draw(&self) -> Markup {
        let frame = Frame {
            shell: &self.shell,
            title: "Sign in",
            section: None,
            trail: None,
            patient: None,
            class: "is-narrow",
        };
        document(&frame, &self.body())
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let blank = Self {
            shell: sample::stranger(),
            form: FormMeta {
                version: None,
                key: None,
                seen: None,
                ..sample::form()
            },
            state: FormState::default(),
            next: Some("/".to_owned()),
            wait: None,
        };
        let wrong = FormState::of(
            &[("username", "ines")],
            &[(
                "username",
                "The user name or the password is not right. Check both and try again.",
            )],
        );
        vec![
            ("blank", blank.clone()),
            (
                "error",
                Self {
                    state: wrong,
                    ..blank.clone()
                },
            ),
            (
                "throttled",
                Self {
                    wait: Some("4 minutes".to_owned()),
                    ..blank
                },
            ),
        ]
    }
}

impl SignIn {
    fn body(&self) -> Markup {
        html! {
            h1 { "Sign in" }
            @if let Some(wait) = &self.wait {
                (refused(
                    "Too many tries",
                    &format!("Sign-in from here is paused. Try again in {wait}."),
                    &html! { p { "If you forgot the password, ask the person who runs Filiform in your clinic." } },
                ))
            } @else {
                form.stack method="post" action=(paths::SIGN_IN) {
                    (self.form.hidden("sign-in"))
                    @if let Some(next) = &self.next { input type="hidden" name="next" value=(next); }
                    (Field::text("username", "User name").autocomplete("username").required().draw(&self.state))
                    (Field::text("password", "Password").kind("password").autocomplete("current-password").required().draw(&self.state))
                    div.actions { (primary_button("Sign in", Icon::Next)) }
                }
            }
        }
    }
}
