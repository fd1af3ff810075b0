//! Two plans side by side: this one and the one before its last edit, or the one of the last course.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::Response;
use filiform_app::{App, AppError, PlanView, TakeOver};
use filiform_care::{Changed, JoinedPair, Plan, PlanDifference, PlannedNeedle};
use filiform_knowledge::Technique;

use super::alongside::{in_words, kind_words};
use super::edit::refusal_words;
use super::page::{again, position_words};
use super::seen::load_seen;
use crate::pages::plan::EarlierPlan;
use crate::paths;
use crate::routes::fault::Fault;
use crate::routes::posted::Posted;
use crate::routes::state::WebState;
use crate::routes::{facts, show, today, view};

/// Takes the plan of an earlier course over as the draft of this one.
pub(crate) async fn take_over(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    let Posted { visitor, fields } = posted;
    let loaded = load_seen(&state, &visitor, &id, &fields).await?;
    let from = facts::course_id(fields.text("from"))?;
    let shown = loaded.0.plan.clone();
    let back = paths::plan(&id);
    let (actor, course) = (visitor.actor(), loaded.0.course.id);
    let command = fields.command(TakeOver { shown, from });
    let outcome = state
        .run_plain(move |app| app.take_over_plan(&actor, course, command))
        .await?;
    match outcome {
        Ok((_, gone)) => Ok(show::see_other_with(&back, &taken_over(&gone))),
        Err(AppError::Course(refusal)) => {
            let words = Some(refusal_words(&refusal));
            let form = fields.state(Vec::new());
            Ok(again(&state, &visitor, &loaded, form, words))
        }
        Err(error) => Err(Fault::from(error).at(&back)),
    }
}

fn taken_over(gone: &[String]) -> String {
    let taken = "The plan of the last course is the draft now, screened with today's facts.";
    if gone.is_empty() {
        return taken.to_owned();
    }
    format!(
        "{taken} Left out, since the points are no longer in the knowledge base: {}.",
        gone.join(", ")
    )
}

/// What the last edit of the draft was, while it can be undone.
pub(super) fn last_edit(view: &PlanView) -> Option<String> {
    let course = &view.course.course;
    let (now, before) = (course.draft.as_ref()?, course.earlier_drafts.last()?);
    Some(edit_words(&now.difference(&before.plan)))
}

/// One edit in a few words, for example `ST36 left removed`. What is more than one edit is counted.
fn edit_words(edit: &PlanDifference) -> String {
    let words = match (&edit.gone[..], &edit.new[..], &edit.changed[..]) {
        ([gone], [new], []) => Some(format!("{} moved to {}", gone.words(), new.words())),
        ([gone], [], []) => Some(format!("{} removed", gone.words())),
        ([], [new], []) => Some(format!("{} added", new.words())),
        ([], [], [changed]) => Some(format!(
            "{}: {} changed",
            changed.before.words(),
            aspects(changed)
        )),
        ([], [], []) => other_edit(edit),
        _ => None,
    };
    match (words, &edit.position) {
        (Some(words), None) => words,
        (_, Some(position)) => format!(
            "position changed to “{}”",
            position_words(position.after).to_lowercase()
        ),
        (None, None) if edit.is_empty() => "order of the needles changed".to_owned(),
        (None, None) => "several changes at once".to_owned(),
    }
}

/// An edit that is not about a single needle.
fn other_edit(edit: &PlanDifference) -> Option<String> {
    let is_dose = edit.retention.is_some() || edit.sessions.is_some() || edit.per_week.is_some();
    match (
        &edit.joined[..],
        &edit.parted[..],
        &edit.started[..],
        &edit.ended[..],
    ) {
        ([pair], [], [], []) => Some(format!("{} joined", pair_words(pair))),
        ([], [pair], [], []) => Some(format!("{} taken apart", pair_words(pair))),
        ([], [], [one], []) => Some(format!("{} added", kind_words(one.kind).to_lowercase())),
        ([], [], [], [one]) => Some(format!("{} removed", kind_words(one.kind).to_lowercase())),
        ([], [], [one], [_]) => Some(format!("{} changed", kind_words(one.kind).to_lowercase())),
        ([], [], [], []) if is_dose => Some("dose changed".to_owned()),
        _ => None,
    }
}

fn aspects(changed: &Changed<PlannedNeedle>) -> String {
    let Changed { before, after } = changed;
    let aspects = [
        ("side", before.side != after.side),
        ("depth", before.depth != after.depth),
        ("direction", before.angle != after.angle),
        ("technique", before.technique != after.technique),
        ("stimulation", before.stimulation != after.stimulation),
    ];
    let differ = aspects.iter().filter(|(_, differs)| *differs);
    let names: Vec<&str> = differ.map(|(name, _)| *name).collect();
    names.join(", ")
}

fn pair_words(pair: &JoinedPair) -> String {
    let end = |(site, side): &(filiform_care::Site, filiform_units::Side)| {
        view::place_words(site.label(), *side)
    };
    format!("{} and {}", end(&pair.a), end(&pair.b))
}

/// The plan of the last course beside this one.
pub(super) fn earlier(app: &App, view: &PlanView) -> Option<EarlierPlan> {
    let compared = view.earlier.as_ref()?;
    let (earlier, difference) = (&compared.earlier, &compared.difference);
    let complaint = earlier
        .complaint
        .as_ref()
        .map(|complaint| today::complaint(app, complaint.condition.as_str(), complaint.side));
    let agreed = earlier.agreed.map(|act| view::who(&view.course, act));
    let is_same = difference.is_empty();
    Some(EarlierPlan {
        course_id: earlier.course.to_string(),
        complaint: complaint.unwrap_or_default(),
        agreed: agreed.unwrap_or_default(),
        short: if is_same {
            "the same plan".to_owned()
        } else {
            short(difference)
        },
        lines: lines(difference, &earlier.plan, &view.plan),
        gone: earlier.gone.clone(),
        is_same,
    })
}

/// `4 needles kept, 1 changed, 2 new, 1 gone`.
fn short(difference: &PlanDifference) -> String {
    let kept = match difference.kept.len() {
        1 => "1 needle kept".to_owned(),
        count => format!("{count} needles kept"),
    };
    let others = [
        (difference.changed.len(), "changed"),
        (difference.new.len(), "new"),
        (difference.gone.len(), "gone"),
    ];
    let others = others.iter().filter(|(count, _)| *count > 0);
    let others = others.map(|(count, word)| format!("{count} {word}"));
    let all: Vec<String> = [kept].into_iter().chain(others).collect();
    all.join(", ")
}

fn lines(difference: &PlanDifference, before: &Plan, now: &Plan) -> Vec<(String, String)> {
    let names = |needles: &[PlannedNeedle]| {
        let names: Vec<String> = needles.iter().map(PlannedNeedle::words).collect();
        names.join(", ")
    };
    let changed: Vec<String> = difference.changed.iter().map(changed_words).collect();
    let pairs = |pairs: &[JoinedPair]| {
        let pairs = pairs.iter();
        let words: Vec<String> = pairs
            .map(|pair| format!("{}, {}", pair_words(pair), pair.frequency))
            .collect();
        words.join("; ")
    };
    let treatments = |all: &[filiform_care::CoTreatment]| {
        let words: Vec<String> = all.iter().map(in_words).collect();
        words.join("; ")
    };
    let position = difference.position.as_ref().map(|position| {
        let (then, now) = (position.before, position.after);
        format!(
            "{} before, {} now",
            position_words(then),
            position_words(now).to_lowercase()
        )
    });
    let count = (before.needles.len() != now.needles.len())
        .then(|| format!("{} before, {} now", before.needles.len(), now.needles.len()));
    let lines = [
        ("Kept", names(&difference.kept)),
        ("Changed", changed.join("; ")),
        ("New", names(&difference.new)),
        ("Gone", names(&difference.gone)),
        ("Current, new", pairs(&difference.joined)),
        ("Current, gone", pairs(&difference.parted)),
        ("Position", position.unwrap_or_default()),
        ("Needles", count.unwrap_or_default()),
        ("Rest", then_and_now(difference.retention.as_ref())),
        ("Sessions", then_and_now(difference.sessions.as_ref())),
        ("A week", then_and_now(difference.per_week.as_ref())),
        ("Beside, new", treatments(&difference.started)),
        ("Beside, gone", treatments(&difference.ended)),
    ];
    lines
        .into_iter()
        .filter(|(_, words)| !words.is_empty())
        .map(|(name, words)| (name.to_owned(), words))
        .collect()
}

fn then_and_now<T: std::fmt::Display>(changed: Option<&Changed<T>>) -> String {
    changed.map_or_else(String::new, |changed| {
        format!("{} before, {} now", changed.before, changed.after)
    })
}

/// `ST36 left: 15 to 25 mm before, 20 to 30 mm now`.
fn changed_words(changed: &Changed<PlannedNeedle>) -> String {
    let Changed { before, after } = changed;
    let depth = |needle: &PlannedNeedle| {
        let depth = needle.depth;
        depth.map_or_else(|| "depth left open".to_owned(), |depth| depth.to_string())
    };
    if before.side != after.side {
        return format!("{} before, {} now", before.words(), after.words());
    }
    if before.depth != after.depth {
        return format!(
            "{}: {} before, {} now",
            after.words(),
            depth(before),
            depth(after)
        );
    }
    format!("{}: {}", after.words(), aspects(changed))
}

/// Technique and stimulation of a needle; `None` where it is needled by hand and nothing more is said.
pub(super) fn technique_words(needle: &PlannedNeedle) -> Option<String> {
    let technique = match needle.technique {
        Technique::Manual => None,
        Technique::Electrical => Some("current"),
        Technique::Indwelling => Some("stays in"),
        Technique::Heat => Some("heat"),
    };
    let stimulation = needle
        .stimulation
        .as_ref()
        .map(filiform_care::ShortText::as_str);
    let words: Vec<&str> = technique.into_iter().chain(stimulation).collect();
    (!words.is_empty()).then(|| words.join(", "))
}
