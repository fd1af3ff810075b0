//! The letter that refers a patient on.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Response, StatusCode};
use filiform_app::{AppError, ReferralView};
use filiform_care::LongText;
use filiform_care::course::Command as Order;
use filiform_knowledge::RuleId;

use super::fault::{Fault, sentence};
use super::posted::Posted;
use super::state::WebState;
use super::visitor::Visitor;
use super::{body, facts, show, today, view};
use crate::pages::referral::{Flag, Recorded, Referral};
use crate::paths;
use crate::ui::form::FormState;
use crate::ui::layout::{Step, Trail};

/// The letter as it is drafted from the record.
pub(crate) async fn show(
    State(state): State<WebState>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response<Body>, Fault> {
    let loaded = load(&state, &visitor, &id).await?;
    let form = FormState {
        values: vec![("letter".to_owned(), loaded.letter.clone())],
        errors: Vec::new(),
    };
    let page = page(&state, &visitor, &loaded, form).await?;
    Ok(show::page(&page))
}

/// Records the letter as it was handed over.
pub(crate) async fn submit(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    let Posted { visitor, fields } = posted;
    let loaded = load(&state, &visitor, &id).await?;
    let course = loaded.course.id;
    let refuse = async |words: String| {
        let form = fields.state(vec![("letter".to_owned(), words)]);
        let page = page(&state, &visitor, &loaded, form).await?;
        Ok(show::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
    };
    let letter = match LongText::new(fields.text("letter")) {
        Ok(letter) => letter,
        Err(error) => return refuse(sentence(&format!("write the letter: {error}"))).await,
    };
    // A flag that came in while the letter was written is not in it.
    let is_in_letter = |rule: &RuleId| fields.all("flag").any(|flag| flag == rule.as_str());
    let rules = loaded.flags.iter().map(|(rule, _)| rule);
    let rules = rules.filter(|rule| is_in_letter(rule)).cloned().collect();
    let (actor, command) = (
        visitor.actor(),
        fields.command(Order::Refer { rules, letter }),
    );
    let outcome = state
        .run_plain(move |app| app.order_course(&actor, course, command))
        .await?;
    let back = paths::referral(&id);
    match outcome {
        Ok(_) => Ok(show::see_other_with(&back, "The referral is recorded.")),
        Err(AppError::Course(refusal)) => refuse(sentence(&refusal.to_string())).await,
        Err(error) => Err(Fault::from(error).at(&back)),
    }
}

async fn load(state: &WebState, visitor: &Visitor, id: &str) -> Result<ReferralView, Fault> {
    let (actor, course) = (visitor.actor(), facts::course_id(id)?);
    let clinic = visitor.signed_in.clinic_name.clone();
    state
        .run(move |app| {
            let complaint = app.course(&actor, course)?.course.complaint;
            let words = complaint.map_or_else(String::new, |complaint| {
                today::complaint(app, complaint.condition.as_str(), complaint.side)
            });
            app.referral(&actor, course, &clinic, &words)
        })
        .await
}

async fn page(
    state: &WebState,
    visitor: &Visitor,
    loaded: &ReferralView,
    form: FormState,
) -> Result<Referral, Fault> {
    let course = &loaded.course;
    let (actor, patient) = (visitor.actor(), course.patient_id);
    let (person, now) = state
        .run(move |app| Ok((app.patient(&actor, patient)?, app.now())))
        .await?;
    let flags = loaded.flags.iter().map(|(rule, said)| Flag {
        rule_id: rule.to_string(),
        title: said.title.clone(),
        urgency: sentence(said.urgency.unwrap_or("to be decided")),
        action: said.action.clone(),
    });
    let recorded = course.course.referrals.iter().map(|referral| Recorded {
        by: view::who(course, referral.act),
        letter: referral.letter.to_string(),
    });
    Ok(Referral {
        shell: show::shell(visitor),
        patient: view::banner(&state.app, patient, &person.patient, &person.alerts, now),
        trail: Trail {
            patient_id: patient.to_string(),
            course_id: Some(course.id.to_string()),
            session_id: None,
            current: Step::Plan,
        },
        course_id: course.id.to_string(),
        form: show::form_meta(visitor, Some(course.version)),
        state: form,
        flags: flags.collect(),
        recorded: recorded.collect(),
        pain: body::pain(state.app.knowledge(), course),
        drawn: body::drawn(state.app.knowledge(), course.course.complaint.as_ref()),
    })
}
