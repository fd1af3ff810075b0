//! Questions that a patient answers without signing in, and the link to them.

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, Response, StatusCode, header};
use filiform_app::{App, LinkState, OpenedLink};
use filiform_knowledge::{ConceptId, RuleKey, RuleKind, Severity};
use filiform_screening::Subject;
use qrcode::QrCode;
use qrcode::render::svg;

use super::assess::{ANSWER, given_answers};
use super::fault::Fault;
use super::posted::{Fields, Posted, read_body};
use super::state::{CookiePolicy, WebState};
use super::{facts, show, view, words};
use crate::pages::error::Kind;
use crate::pages::questions::{Link, Question, Questions, Stage};
use crate::paths;
use crate::ui::form::FormState;
use crate::ui::layout::Shell;

/// The questions behind a link.
pub(crate) async fn show(
    State(state): State<WebState>,
    Path(secret): Path<String>,
) -> Result<Response<Body>, Fault> {
    let asked = secret.clone();
    let opened = state.run(move |app| app.opened_link(&asked)).await?;
    Ok(page(&state.app, secret, opened))
}

/// The answers. Nobody is signed in: the secret of the link is the token of its form.
pub(crate) async fn submit(
    State(state): State<WebState>,
    Path(secret): Path<String>,
    request: Request,
) -> Result<Response<Body>, Fault> {
    let fields = Fields::read(&read_body(request, &state).await?);
    if fields.text("csrf") != secret {
        return Err(Fault::Show(Kind::ForeignForm));
    }
    let said: Vec<_> = given_answers(state.app.knowledge(), &fields)
        .map(|(concept, said)| (ConceptId::new(concept.id.as_str()), said))
        .collect();
    if said.is_empty() {
        // A form without an answer does not use the link up.
        return show(State(state), Path(secret)).await;
    }
    let asked = secret.clone();
    let (opened, taken) = state
        .run(move |app| {
            let opened = app.opened_link(&asked)?;
            Ok((opened, app.answer_link(&asked, said)?))
        })
        .await?;
    let Some(opened) = opened else {
        return Ok(page(&state.app, secret, None));
    };
    match taken {
        Some(_) => Ok(show::page(&Questions {
            shell: shell(&opened.clinic),
            secret,
            state: FormState::default(),
            stage: Stage::Thanks,
        })),
        None => Ok(page(&state.app, secret, Some(opened))),
    }
}

fn page(app: &App, secret: String, opened: Option<OpenedLink>) -> Response<Body> {
    let Some(opened) = opened else {
        let gone = Questions {
            shell: show::stranger(),
            secret,
            state: FormState::default(),
            stage: Stage::Ended,
        };
        return show::page_with(StatusCode::NOT_FOUND, &gone);
    };
    let stage = match opened.state {
        LinkState::Open(asked) if asked.is_empty() => Stage::NothingToAsk,
        LinkState::Open(asked) => Stage::Open(
            asked
                .iter()
                .filter_map(|question| in_words(app, question))
                .collect(),
        ),
        LinkState::Answered => Stage::Answered,
        LinkState::Ended => Stage::Ended,
    };
    show::page(&Questions {
        shell: shell(&opened.clinic),
        secret,
        state: FormState::default(),
        stage,
    })
}

fn in_words(app: &App, question: &filiform_screening::Question) -> Option<Question> {
    let Subject::Concept(concept) = question.about else {
        return None;
    };
    let knowledge = app.knowledge();
    let is_red_flag = |rule: &RuleKey| matches!(knowledge.rule(*rule).kind, RuleKind::RedFlag(_));
    let red_flag = question.why.iter().any(is_red_flag);
    Some(Question {
        field: format!("{ANSWER}{}", knowledge.concept(concept).id),
        question: question.ask.clone(),
        why: why(if red_flag {
            Severity::Refer
        } else {
            question.could_reach
        })
        .to_owned(),
    })
}

/// Why it is asked, for somebody who knows no rule: what a yes can lead to.
const fn why(could_reach: Severity) -> &'static str {
    match could_reach {
        Severity::Stop => "If yes, we leave some needles out, or do not needle today.",
        Severity::Refer => "If yes, we talk to a doctor first.",
        Severity::Ask => "If yes, we ask you more when you come.",
        Severity::Caution | Severity::Note | Severity::None => "If yes, we needle more carefully.",
    }
}

fn shell(clinic: &str) -> Shell {
    Shell {
        clinic: clinic.to_owned(),
        ..show::stranger()
    }
}

/// Makes a link and shows it, once.
pub(crate) async fn make(
    State(state): State<WebState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    let Posted { visitor, fields } = posted;
    let patient = facts::patient_id(&id)?;
    let course = fields.some("course").map(facts::course_id).transpose()?;
    let origin = origin(&headers, state.options.cookies)?;
    let actor = visitor.actor();
    let (link, loaded, now) = state
        .run(move |app| {
            let link = app.make_link(&actor, patient, course)?;
            Ok((link, app.patient(&actor, patient)?, app.now()))
        })
        .await?;
    let address = format!("{origin}{}", paths::questions(&link.secret));
    Ok(show::page(&Link {
        shell: show::shell(&visitor),
        patient: view::banner(&state.app, patient, &loaded.patient, &loaded.alerts, now),
        picture: picture(&address),
        address,
        ends: words::day_and_clock(link.expires_at),
        back: fields
            .some("course")
            .map_or_else(|| paths::patient(&id), paths::plan),
    }))
}

/// The site as the browser of whoever makes the link knows it. The name goes into an address that a patient
/// follows, so it has to be the name of a host and nothing else.
fn origin(headers: &HeaderMap, cookies: CookiePolicy) -> Result<String, Fault> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = match (hosts.next(), hosts.next()) {
        (Some(only), None) => only.to_str().ok().filter(|host| is_host(host)),
        (Some(_), Some(_)) | (None, _) => None,
    };
    let host = host.ok_or_else(|| {
        Fault::unreadable(
            "Under which name this site was opened cannot be read.",
            "Open it by its name in the address bar, then make the link again.",
        )
    })?;
    let scheme = match cookies {
        CookiePolicy::Secure => "https",
        CookiePolicy::PlainHttp => "http",
    };
    Ok(format!("{scheme}://{host}"))
}

fn is_host(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || ".-_:[]".contains(c);
    (1..=255).contains(&text.len()) && text.chars().all(fits)
}

/// An address that is too long for a picture is still there as text.
fn picture(address: &str) -> String {
    let Ok(code) = QrCode::new(address.as_bytes()) else {
        return String::new();
    };
    let drawn = code
        .render::<svg::Color<'_>>()
        .min_dimensions(240, 240)
        .quiet_zone(true)
        .build();
    // The declaration of a file of its own has no place inside a page, and the words stand around it.
    let own = drawn.find("<svg").and_then(|start| drawn.get(start..));
    own.unwrap_or_default()
        .replacen("<svg", "<svg aria-hidden=\"true\"", 1)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn named(hosts: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for host in hosts {
            headers.append(header::HOST, HeaderValue::from_str(host).unwrap());
        }
        origin(&headers, CookiePolicy::Secure).ok()
    }

    #[test]
    fn a_link_is_made_under_the_name_of_one_host_only() {
        let good = "clinic.example.org:8443";
        assert_eq!(named(&[good]), Some(format!("https://{good}")));
        assert_eq!(
            named(&["[::1]:8080"]),
            Some("https://[::1]:8080".to_owned())
        );
        let long = "a".repeat(256);
        for bad in [
            "",
            "a@evil.example",
            "evil.example/q",
            "a b",
            "a?b",
            "a#b",
            &long,
        ] {
            assert_eq!(named(&[bad]), None, "{bad}");
        }
        assert_eq!(named(&[]), None);
        assert_eq!(named(&[good, "evil.example"]), None);
    }
}
