//! The plan as a page shows it.

use axum::body::Body as Answer;
use axum::extract::{Path, Query, State};
use axum::http::{Response, StatusCode};
use filiform_app::{App, PlanSource, PlanView};
use filiform_care::course::Answered;
use filiform_care::{PlannedNeedle as CareNeedle, Site};
use filiform_knowledge::{Position, RuleKind, Severity};
use filiform_planning::explain;
use filiform_screening::{Finding as Found, Proof, Question, Questionnaire, Reason, Subject};
use filiform_units::{Side, Timestamp};
use serde::Deserialize;

use super::dose::dose;
use super::protocols::own;
use super::reasons::reasons;
use super::seen::mark;
use super::worth::{coverage, left_out, optimality, value};
use super::{alongside, change, compare};
use crate::pages::plan::{
    First, OpenFinding, Plan, PlannedNeedle, PositionChoice, Questions, ToAsk, ToFindOut, Withheld,
};
use crate::routes::assess::ANSWER;
use crate::routes::fault::{Fault, sentence};
use crate::routes::state::WebState;
use crate::routes::visitor::Visitor;
use crate::routes::{body, chart, facts, show as answer, today, view, words};
use crate::ui::body::{Chart, Does, Dot, DotAction, FreePlace, Mark, Mode, Stage, TAPPED_FORM};
use crate::ui::changes::Changes;
use crate::ui::form::{Choice, FormMeta, FormState};
use crate::ui::layout::{Step, Trail};

/// What is asked of the page.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    /// Sent along to change a plan that is agreed.
    change: Option<String>,
}

/// The plan of a course.
pub(crate) async fn show(
    State(state): State<WebState>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response<Answer>, Fault> {
    let (view, now) = load(&state, &visitor, &id).await?;
    let mut page = page(&state, &visitor, &view, now, FormState::default(), None);
    if asked.change.is_some() {
        page.standing = page.agreed.take().or(page.standing);
    }
    Ok(answer::page(&page))
}

/// The page again after a refusal, with what was typed.
pub(super) fn again(
    state: &WebState,
    visitor: &Visitor,
    (view, now): &(PlanView, Timestamp),
    form: FormState,
    refusal: Option<String>,
) -> Response<Answer> {
    let page = page(state, visitor, view, *now, form, refusal);
    answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

pub(super) async fn load(
    state: &WebState,
    visitor: &Visitor,
    id: &str,
) -> Result<(PlanView, Timestamp), Fault> {
    let (actor, id) = (visitor.actor(), facts::course_id(id)?);
    state
        .run(move |app| Ok((app.plan(&actor, id, None)?, app.now())))
        .await
}

fn page(
    state: &WebState,
    visitor: &Visitor,
    view: &PlanView,
    now: Timestamp,
    mut form: FormState,
    refusal: Option<String>,
) -> Plan {
    let app = &state.app;
    let course = &view.course;
    let holds = still_holds(app, view);
    for (name, value) in [
        ("sessions", view.plan.sessions.to_string()),
        ("per_week", view.plan.per_week.to_string()),
        ("retention_min", view.plan.retention.get().to_string()),
        (
            "retention_reason",
            view.plan
                .retention_reason
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        ),
    ] {
        if form.value(name).is_empty() {
            form.values.push((name.to_owned(), value));
        }
    }
    change::fill(&mut form, view);
    alongside::fill(&mut form, view);
    Plan {
        shell: answer::shell(visitor),
        patient: view::banner(app, course.patient_id, &course.patient, &view.verdict, now),
        trail: trail(view),
        course_id: course.id.to_string(),
        complaint: complaint(app, view),
        form: FormMeta {
            seen: mark(view),
            ..answer::form_meta(visitor, Some(course.version))
        },
        state: form,
        refusal,
        findings: view::findings(app, course, &view.plan, &view.verdict, answers(view)),
        open: open(app, view),
        changes: changes(app, view),
        questions: questions(app, &view.questionnaire),
        withheld: withheld(app, view),
        unread: unread(view),
        chart: chart_of(app, view),
        drawn: body::drawn(app.knowledge(), course.course.complaint.as_ref()),
        needles: needles(app, view),
        pairs: pairs(view),
        undo: compare::last_edit(view),
        co_treatments: alongside::shown(view),
        co_treatment_kinds: alongside::kinds(),
        earlier: compare::earlier(app, view),
        left_out: left_out(app, view),
        points: points(app),
        positions: positions(view),
        coverage: coverage(app, view),
        dose: dose(app, view),
        optimality: optimality(view),
        reasons: reasons(app, view),
        evidence: evidence(app, view),
        agreed: agreed_words(view).filter(|_| holds),
        standing: agreed_words(view).filter(|_| !holds),
        own: own(app, view),
    }
}

/// The answers to the plan shown: what was agreed holds for the agreed plan, also after another draft.
fn answers(view: &PlanView) -> &[Answered] {
    match view.source {
        PlanSource::Agreed => &view.course.course.agreed_overrides,
        PlanSource::Drafted | PlanSource::Proposed => &view.course.course.overrides,
    }
}

/// Whether a session can follow the agreed plan: no stop has come since that nobody answered.
fn still_holds(app: &App, view: &PlanView) -> bool {
    let course = &view.course.course;
    let mut stops = view.verdict.findings().iter();
    stops.all(|found| {
        let rule = &app.knowledge().rule(found.rule).id;
        found.severity < Severity::Stop || course.overrides_stop(rule, &found.applies_to)
    })
}

fn trail(view: &PlanView) -> Trail {
    let running = view
        .course
        .sessions
        .iter()
        .find(|session| session.signed_at.is_none());
    Trail {
        patient_id: view.course.patient_id.to_string(),
        course_id: Some(view.course.id.to_string()),
        session_id: running.map(|session| session.id.to_string()),
        current: Step::Plan,
    }
}

fn complaint(app: &App, view: &PlanView) -> String {
    view.course
        .course
        .complaint
        .as_ref()
        .map_or_else(String::new, |complaint| {
            today::complaint(app, complaint.condition.as_str(), complaint.side)
        })
}

fn agreed_words(view: &PlanView) -> Option<String> {
    let (name, at) = view.agreed_by.as_ref()?;
    Some(format!(
        "{name}, {}: {} needles, {} sessions, {} a week, {} rest",
        words::day_and_clock(*at),
        view.plan.needles.len(),
        view.plan.sessions,
        view.plan.per_week,
        view.plan.retention
    ))
}

/// Stops, referrals and questions that nobody has answered yet.
fn open(app: &App, view: &PlanView) -> Vec<OpenFinding> {
    let knowledge = app.knowledge();
    let overrides = &view.course.course.overrides;
    let needs_answer = |found: &&Found| {
        let rule = &knowledge.rule(found.rule).id;
        found.severity >= Severity::Ask
            && !overrides
                .iter()
                .any(|held| held.settles(rule, found.severity))
    };
    view.verdict
        .findings()
        .iter()
        .filter(needs_answer)
        .map(|found| {
            let rule = knowledge.rule(found.rule);
            let is_flag = matches!(rule.kind, RuleKind::RedFlag(_));
            let is_referred = view.course.course.is_referred_for(&rule.id);
            OpenFinding {
                rule_id: rule.id.to_string(),
                level: view::level(found.severity),
                first: if is_flag && !is_referred && found.severity > Severity::Ask {
                    First::Referral
                } else if found.severity == Severity::Ask && is_asked(found) {
                    First::Question
                } else {
                    First::Nothing
                },
            }
        })
        .collect()
}

/// Whether a question of yes or no settles it.
fn is_asked(found: &Found) -> bool {
    let not_asked = |reason: &Reason| matches!(reason, Reason::NotAsked(_));
    found.because.iter().any(not_asked)
}

/// The questions of a plan, as its page asks them.
fn questions(app: &App, asked: &Questionnaire) -> Questions {
    let knowledge = app.knowledge();
    let why = |question: &Question| {
        let rule = question.why.first().map(|rule| knowledge.rule(*rule));
        rule.map_or_else(String::new, |rule| format!("It decides “{}”.", rule.title))
    };
    let mut questions = Questions::default();
    for question in &asked.questions {
        match question.about {
            Subject::Concept(concept) => questions.to_ask.push(ToAsk {
                field: format!("{ANSWER}{}", knowledge.concept(concept).id),
                question: question.ask.clone(),
                why: why(question),
            }),
            Subject::Lab(_)
            | Subject::Age
            | Subject::Sex
            | Subject::Gestation
            | Subject::Side(_)
            | Subject::CurrentPath
            | Subject::Rule(_) => questions.to_find_out.push(ToFindOut {
                words: question.ask.clone(),
                why: why(question),
            }),
        }
    }
    questions.fewest = fewest(questions.to_ask.len(), asked.proof);
    questions
}

fn fewest(count: usize, proof: Proof) -> String {
    let settle = match count {
        1 => "1 question settles".to_owned(),
        n => format!("{n} questions settle"),
    };
    let sure = match proof {
        Proof::Shortest => "no fewer can",
        Proof::AtMost { .. } => "whether fewer can was not proven",
    };
    format!("{settle} what a yes or no can settle for these needles; {sure}.")
}

/// What changed since the plan was agreed; of a draft, what facts changed since it was drafted.
fn changes(app: &App, view: &PlanView) -> Option<Changes> {
    let course = &view.course.course;
    let because = course.rescreens.iter().map(|rescreen| {
        let who = view::who(&view.course, rescreen.act);
        sentence(&format!("{}, {who}", rescreen.because))
    });
    let of_draft = course.rescreens.iter().flat_map(|one| one.changes.clone());
    let (since, changed) = match view.source {
        PlanSource::Agreed => ("Since this plan was agreed", view.since_agreed.clone()),
        PlanSource::Drafted | PlanSource::Proposed => {
            ("Since this plan was drafted", of_draft.collect())
        }
    };
    (!changed.is_empty()).then(|| Changes {
        since: since.to_owned(),
        lines: view::changes(app.knowledge(), &view.plan, &changed),
        because: because.collect(),
    })
}

/// Lines that the screen could not read and that may matter.
fn unread(view: &PlanView) -> Vec<(String, String)> {
    let facts = &view.course.patient.facts;
    let lines = view.course.chart.not_understood().iter();
    let gone = view.gone.iter().map(|needle| {
        let why = "a needle of this plan whose point is no longer in the knowledge base; left out";
        (needle.clone(), why.to_owned())
    });
    let unread = lines
        .filter_map(|id| facts.get(id))
        .map(|recorded| (recorded.fact.text.clone(), recorded.fact.source.clone()));
    gone.chain(unread).collect()
}

fn withheld(app: &App, view: &PlanView) -> Vec<Withheld> {
    let held = &view.authority.held;
    let needed = view.authority.needed.iter();
    needed
        .filter(|need| !held.hold(&need.privilege))
        .map(|need| {
            let id = need.privilege.as_str();
            let privilege = app.knowledge().privilege(id);
            Withheld {
                privilege: privilege.map_or_else(|| id.to_owned(), |it| it.name.clone()),
                needles: need.needles.clone(),
            }
        })
        .collect()
}

fn pairs(view: &PlanView) -> Vec<String> {
    let needle = |index: usize| view.plan.needles.get(index).map(view::needle_words);
    let words = |pair: &filiform_care::ElectricalPair| {
        let (a, b) = (needle(pair.a)?, needle(pair.b)?);
        Some(format!("{a} and {b}, {}", pair.frequency))
    };
    view.plan.pairs.iter().filter_map(words).collect()
}

fn severity_of(view: &PlanView, index: usize) -> Severity {
    view.verdict
        .needles()
        .get(index)
        .copied()
        .unwrap_or_default()
}

fn needles(app: &App, view: &PlanView) -> Vec<PlannedNeedle> {
    view.plan
        .needles
        .iter()
        .enumerate()
        .map(|(index, needle)| planned(app, view, index, needle))
        .collect()
}

fn planned(app: &App, view: &PlanView, index: usize, needle: &CareNeedle) -> PlannedNeedle {
    let knowledge = app.knowledge();
    let point = match &needle.site {
        Site::Point(code) => knowledge
            .point_key(code.as_str())
            .map(|key| knowledge.point(key)),
        Site::Free { .. } => None,
    };
    let evaluated = view
        .evaluation
        .as_ref()
        .and_then(|all| all.needles.get(index));
    let why = evaluated.map_or_else(String::new, |evaluated| {
        explain::needle(
            knowledge,
            &evaluated.reasons,
            &evaluated.trials,
            &evaluated.mechanisms,
        )
    });
    let why = if why.is_empty() {
        "reaches none of the targets".to_owned()
    } else {
        why
    };
    let worth = evaluated.map_or(0.0, |evaluated| evaluated.worth);
    let found = view::of_needle(&view.verdict, &view.plan, index);
    PlannedNeedle {
        id: index.to_string(),
        code: needle.site.label().to_owned(),
        name: point.map_or_else(String::new, |point| point.name.clone()),
        side: words::side(needle.side).to_owned(),
        depth: needle
            .depth
            .map_or_else(|| "depth not stated".to_owned(), |depth| depth.to_string()),
        angle: view::angle_words(knowledge, needle),
        technique: compare::technique_words(needle),
        is_free: matches!(needle.site, Site::Free { .. }),
        why: sentence(&why),
        covers: format!("Without it the plan loses {worth:.1} of {:.1}", value(view)),
        trials: String::new(),
        level: view::level(found.map_or(Severity::None, |found| found.severity)),
        level_words: found.map(|found| {
            let rule = knowledge.rule(found.rule);
            format!("{}: {}", rule.title, rule.action)
        }),
    }
}

/// Every needled point for the list of the field.
pub(crate) fn points(app: &App) -> Vec<Choice> {
    let points = app
        .knowledge()
        .points()
        .iter()
        .filter(|(_, point)| point.needled);
    points
        .map(|(_, point)| Choice::new(point.code.as_str(), point.name.clone()))
        .collect()
}

/// The position in words.
pub(crate) const fn position_words(position: Position) -> &'static str {
    match position {
        Position::Supine => "On the back",
        Position::Prone => "On the front",
        Position::LeftSideUp => "Left side up",
        Position::RightSideUp => "Right side up",
        Position::Sitting => "Sitting",
    }
}

fn positions(view: &PlanView) -> Vec<PositionChoice> {
    let mut positions = view.proposal.positions.clone();
    if !positions
        .iter()
        .any(|(position, _)| *position == view.plan.position)
    {
        positions.push((view.plan.position, view.proposal.value));
    }
    positions
        .iter()
        .map(|(position, value)| PositionChoice {
            id: position.as_str().to_owned(),
            words: position_words(*position).to_owned(),
            value: format!("value {value:.1}"),
            is_chosen: *position == view.plan.position,
        })
        .collect()
}

fn evidence(app: &App, view: &PlanView) -> Vec<crate::ui::evidence::Evidence> {
    let knowledge = app.knowledge();
    let complaint = view.course.course.complaint.as_ref();
    complaint
        .and_then(|complaint| knowledge.conditions().find(complaint.condition.as_str()))
        .map(|condition| view::evidence(knowledge, condition))
        .unwrap_or_default()
}

/// Its forms stand in the list beside it; where they are missing, the body only shows.
fn chart_of(app: &App, view: &PlanView) -> Chart {
    let knowledge = app.knowledge();
    let figure = body::figure(&view.course.patient);
    let needles = view.plan.needles.iter().enumerate();
    let mut dots: Vec<Dot> = needles
        .filter_map(|(index, needle)| {
            let (mark, standing) = if severity_of(view, index) == Severity::Stop {
                (Mark::Stopped, "stopped")
            } else {
                (Mark::Planned, "planned")
            };
            let words = format!("{}, {standing}", view::needle_words(needle));
            let named = (index.to_string(), words, mark);
            let dot = body::dot(knowledge, figure, (&needle.site, needle.side), named)?;
            Some(Dot {
                pin: body::pin(needle),
                actions: actions(index),
                ..dot
            })
        })
        .collect();
    let is_marked = |site: &Site, side: Side| {
        let mut planned = view.plan.needles.iter();
        planned.any(|needle| needle.site == *site && needle.side == side)
    };
    dots.extend(body::last_session(
        knowledge,
        figure,
        &view.on_body.last,
        &is_marked,
    ));
    let complaint = view.course.course.complaint.as_ref();
    // What was drawn is drawn; ticked areas stand for it only where nobody drew.
    let is_drawn = complaint.is_some_and(|complaint| complaint.drawing.is_some());
    let areas = if is_drawn {
        Vec::new()
    } else {
        body::ticked(complaint)
    };
    let free = Some(FreePlace {
        form: TAPPED_FORM.to_owned(),
        words: "Add a needle here".to_owned(),
        named: "Add".to_owned(),
    });
    Chart {
        dots,
        pairs: body::pairs(knowledge, &view.plan, &view.on_body, &|index| {
            Some(index.to_string())
        }),
        patches: body::patches(knowledge, complaint),
        areas: chart::chosen_areas(knowledge, figure, &areas),
        stage: Some(Stage {
            free,
            ..body::stage(knowledge, Mode::Needles, &view.course.course, &view.on_body)
        }),
        ..body::empty(knowledge, "plan", figure)
    }
}

/// What can be done with a needle of the plan on the body; the ids are those of its forms in the list.
fn actions(index: usize) -> Vec<DotAction> {
    vec![
        DotAction {
            words: "Move".to_owned(),
            does: Does::Moves(format!("move-{index}")),
        },
        DotAction {
            words: "Remove".to_owned(),
            does: Does::Submits(format!("remove-{index}")),
        },
    ]
}
