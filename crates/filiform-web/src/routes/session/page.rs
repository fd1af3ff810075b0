//! The session as a page shows it.

use std::collections::HashMap;

use axum::body::Body as Answer;
use axum::extract::{Path, Query, State};
use axum::http::{Response, StatusCode};
use filiform_app::{App, SessionView};
use filiform_care::session::{PlacedNeedle, Session as Care, Whereabouts as Care_};
use filiform_care::{Act, LotLabel, Site};
use filiform_knowledge::Severity;
use filiform_units::{PractitionerId, SessionId, Side, Timestamp};
use serde::Deserialize;

use crate::pages::session::{
    Clock, InUse, Placed, Planned, Session, SignRefused, Stage, Whereabouts,
};
use crate::routes::body::{self, Needle};
use crate::routes::fault::Fault;
use crate::routes::state::WebState;
use crate::routes::visitor::Visitor;
use crate::routes::{plan, show as answer, view, words};
use crate::ui::body::{self as ui, Chart, FreePlace, Mode, Press, TAPPED_FORM};
use crate::ui::form::{Choice, FormState};
use crate::ui::layout::{Step, Trail};

/// The needle that a press on "Place" records; the address carries it from press to press.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct InHand {
    #[serde(default = "usual_length")]
    pub(crate) length_mm: u8,
    #[serde(default = "usual_gauge")]
    pub(crate) gauge: String,
    #[serde(default)]
    pub(crate) lot: String,
}

fn usual_length() -> u8 {
    40
}

fn usual_gauge() -> String {
    "0.25".to_owned()
}

impl Default for InHand {
    fn default() -> Self {
        Self {
            length_mm: usual_length(),
            gauge: usual_gauge(),
            lot: String::new(),
        }
    }
}

/// Diameters offered, in millimetres. A choice of the page; the record takes 0.10 to 0.60.
const GAUGES: [&str; 6] = ["0.16", "0.20", "0.22", "0.25", "0.30", "0.35"];

/// A session, and the moment it was read.
pub(super) struct Loaded {
    pub(super) view: SessionView,
    pub(super) now: Timestamp,
}

/// The session.
pub(crate) async fn show(
    State(state): State<WebState>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(in_hand): Query<InHand>,
) -> Result<Response<Answer>, Fault> {
    let loaded = load(&state, &visitor, &id).await?;
    Ok(answer::page(&page(
        &state,
        &visitor,
        &loaded,
        &in_hand,
        Shown::default(),
    )))
}

/// What is shown besides the session itself.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) form: FormState,
    pub(super) refusal: Option<String>,
    pub(super) sign_refused: Option<String>,
}

/// The page again after a refusal.
pub(super) fn again(
    state: &WebState,
    visitor: &Visitor,
    loaded: &Loaded,
    in_hand: &InHand,
    shown: Shown,
) -> Response<Answer> {
    let page = page(state, visitor, loaded, in_hand, shown);
    answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// The id in an address; anything else is a page that does not exist.
pub(super) fn session_id(text: &str) -> Result<SessionId, Fault> {
    SessionId::parse(text).map_err(|_| Fault::not_found())
}

pub(super) async fn load(state: &WebState, visitor: &Visitor, id: &str) -> Result<Loaded, Fault> {
    let (actor, id) = (visitor.actor(), session_id(id)?);
    state
        .run(move |app| {
            let view = app.session(&actor, id)?;
            Ok(Loaded {
                view,
                now: app.now(),
            })
        })
        .await
}

fn page(
    state: &WebState,
    visitor: &Visitor,
    loaded: &Loaded,
    in_hand: &InHand,
    shown: Shown,
) -> Session {
    let app = &state.app;
    let (view, now) = (&loaded.view, loaded.now);
    let session = &view.session;
    let stage = stage(session);
    let mut form = shown.form;
    prefill(&mut form, session, in_hand);
    let still_in: Vec<String> = session
        .needles
        .iter()
        .filter(|needle| needle.is_in())
        .map(place)
        .collect();
    Session {
        shell: answer::shell(visitor),
        patient: view::banner(
            app,
            view.course.patient_id,
            &view.course.patient,
            &view.verdict,
            now,
        ),
        trail: Trail {
            patient_id: view.course.patient_id.to_string(),
            course_id: Some(view.course.id.to_string()),
            session_id: Some(view.id.to_string()),
            current: Step::Session,
        },
        session_id: view.id.to_string(),
        course_id: view.course.id.to_string(),
        title: title(view),
        form: answer::form_meta(visitor, Some(view.version)),
        state: form,
        stage,
        count_in: session.remaining(),
        count_out: session.removed(),
        count_accounted: session.accounted(),
        clock: clock(session, now),
        findings: findings(app, view),
        chart: chart_of(app, view, now),
        planned: planned(app, view, in_hand),
        placed: session
            .needles
            .iter()
            .map(|needle| placed(needle, &view.course.names))
            .collect(),
        in_use: in_use(in_hand),
        points: plan::points(app),
        regions: regions(app),
        refusal: shown.refusal,
        sign_refused: shown.sign_refused.map(|why| SignRefused {
            why,
            needles: still_in,
        }),
        signed: session.signed.map(|act| who(act, &view.course.names)),
    }
}

/// The page draws its form with what is usual; what was typed stands.
fn prefill(form: &mut FormState, session: &Care, in_hand: &InHand) {
    let retention = session
        .started
        .as_ref()
        .map(|started| started.plan.retention.get());
    let usual = [
        (
            "retention_min",
            retention
                .map(|minutes| minutes.to_string())
                .unwrap_or_default(),
        ),
        ("length_mm", in_hand.length_mm.to_string()),
        ("gauge", in_hand.gauge.clone()),
        ("lot", in_hand.lot.clone()),
        ("bleeding", text(session.after.bleeding.as_ref())),
        ("feeling", text(session.after.feeling.as_ref())),
        ("advice", text(session.after.advice.as_ref())),
    ];
    for (name, value) in usual {
        if form.value(name).is_empty() {
            form.values.push((name.to_owned(), value));
        }
    }
}

fn text(words: Option<&filiform_care::LongText>) -> String {
    words.map(ToString::to_string).unwrap_or_default()
}

fn stage(session: &Care) -> Stage {
    let any_in = session.remaining() > 0;
    match (session.signed, session.rest) {
        (Some(_), _) => Stage::Signed,
        (None, Some(_)) if any_in => Stage::Rest,
        (None, None) if any_in || session.needles.is_empty() => Stage::Place,
        (None, _) => Stage::After,
    }
}

fn title(view: &SessionView) -> String {
    let number = view
        .course
        .sessions
        .iter()
        .rev()
        .position(|row| row.id == view.id);
    let started = view.session.started.as_ref();
    let of = started.map_or(0, |started| started.plan.sessions);
    let room = started.and_then(|started| started.room.as_ref());
    let number = number.map_or(1, |index| index + 1);
    match room {
        Some(room) => format!("Session {number} of {of}, {room}"),
        None => format!("Session {number} of {of}"),
    }
}

fn clock(session: &Care, now: Timestamp) -> Clock {
    let any_in = session.remaining() > 0;
    match session.rest {
        Some(rest) if any_in && rest.due > now => Clock::Resting {
            due_at: rest.due.to_string(),
            left: words::minutes_and_seconds(rest.due.seconds_since(now)),
        },
        Some(rest) if any_in => Clock::Overdue {
            due_at: rest.due.to_string(),
            by: words::minutes_and_seconds(now.seconds_since(rest.due)),
        },
        _ if !any_in && !session.needles.is_empty() => Clock::Over(longest_in(session)),
        _ => {
            let planned = session
                .started
                .as_ref()
                .map_or(0, |s| s.plan.retention.get());
            Clock::Planned(format!("{planned:02}:00"))
        }
    }
}

fn longest_in(session: &Care) -> String {
    let first = session.needles.iter().map(|needle| needle.placed.at).min();
    let last = session
        .needles
        .iter()
        .filter_map(|needle| needle.removed)
        .map(|a| a.at)
        .max();
    match (first, last) {
        (Some(first), Some(last)) => words::minutes_and_seconds(last.seconds_since(first)),
        _ => "00:00".to_owned(),
    }
}

fn findings(app: &App, view: &SessionView) -> Vec<crate::ui::verdict::Finding> {
    let Some(started) = &view.session.started else {
        return Vec::new();
    };
    let overrides = &view.course.course.agreed_overrides;
    view::findings(app, &view.course, &started.plan, &view.verdict, overrides)
}

/// Whether a planned needle is placed already.
fn is_placed(session: &Care, needle: &filiform_care::PlannedNeedle) -> bool {
    session
        .needles
        .iter()
        .any(|placed| placed.insertion.site == needle.site && placed.insertion.side == needle.side)
}

fn planned(app: &App, view: &SessionView, in_hand: &InHand) -> Vec<Planned> {
    let Some(started) = &view.session.started else {
        return Vec::new();
    };
    let needles = started.plan.needles.iter().enumerate();
    needles
        .filter(|(_, needle)| !is_placed(&view.session, needle))
        .map(|(index, needle)| {
            let found = view::of_needle(&view.verdict, &started.plan, index);
            let severity = found.map_or(Severity::None, |found| found.severity);
            let middle = needle.depth.map_or(10, |depth| {
                u8::midpoint(depth.min().get(), depth.max().get())
            });
            Planned {
                id: index.to_string(),
                label: needle.site.label().to_owned(),
                side: words::side(needle.side).to_owned(),
                depth: needle
                    .depth
                    .map_or_else(|| "depth not stated".to_owned(), |depth| depth.to_string()),
                depth_mm: middle.min(in_hand.length_mm.max(1)),
                angle: view::angle_words(app.knowledge(), needle),
                level: view::level(severity),
                level_words: found.map(|found| app.knowledge().rule(found.rule).title.clone()),
            }
        })
        .collect()
}

fn place(needle: &PlacedNeedle) -> String {
    view::place_words(needle.insertion.site.label(), needle.insertion.side)
}

fn who(act: Act, names: &HashMap<PractitionerId, String>) -> String {
    let name = names.get(&act.by).map_or("somebody", String::as_str);
    format!("{name}, {}", words::clock(act.at))
}

fn placed(needle: &PlacedNeedle, names: &HashMap<PractitionerId, String>) -> Placed {
    let insertion = &needle.insertion;
    let lot = insertion
        .lot
        .as_ref()
        .map(|lot| format!(", lot {}", view::lot_words(lot.as_str())))
        .unwrap_or_default();
    let whereabouts = match (&needle.removed, &needle.whereabouts) {
        (Some(act), _) => Whereabouts::Out(who(*act, names)),
        (None, Some((answer, note))) => {
            Whereabouts::Accounted(format!("{}: {note}", whereabouts_words(*answer)))
        }
        (None, None) => Whereabouts::In,
    };
    Placed {
        id: insertion.needle.to_string(),
        label: insertion.site.label().to_owned(),
        side: words::side(insertion.side).to_owned(),
        depth: insertion.depth.to_string(),
        needle: format!("{} x {}{lot}", insertion.gauge, insertion.length),
        placed: who(needle.placed, names),
        whereabouts,
    }
}

/// How a needle is accounted for, in words.
pub(crate) const fn whereabouts_words(answer: Care_) -> &'static str {
    match answer {
        Care_::FoundLater => "Found later",
        Care_::Broken => "Broken",
        Care_::LeftInOnPurpose => "Left in on purpose",
        Care_::SentForImaging => "Sent for imaging",
    }
}

fn in_use(in_hand: &InHand) -> InUse {
    let mut gauges: Vec<Choice> = GAUGES
        .iter()
        .map(|gauge| Choice::new(*gauge, format!("{gauge} mm")))
        .collect();
    if !GAUGES.contains(&in_hand.gauge.as_str()) {
        gauges.push(Choice::new(&in_hand.gauge, format!("{} mm", in_hand.gauge)));
    }
    InUse {
        length_mm: in_hand.length_mm,
        gauge: in_hand.gauge.clone(),
        lot_words: view::lot_words(&in_hand.lot),
        lot: LotLabel::read(&in_hand.lot).map_or(in_hand.lot.clone(), |label| label.to_string()),
        gauges,
    }
}

fn regions(app: &App) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", "No, a point")];
    choices.extend(
        app.knowledge()
            .regions()
            .iter()
            .map(|(_, region)| Choice::new(region.id.as_str(), region.name.clone())),
    );
    choices
}

fn chart_of(app: &App, view: &SessionView, now: Timestamp) -> Chart {
    let knowledge = app.knowledge();
    let figure = body::figure(&view.course.patient);
    let stage = stage(&view.session);
    let may_place = matches!(stage, Stage::Place | Stage::Rest);
    let press = |needle: Needle<'_>| match needle {
        Needle::Planned(index) if may_place => Press::Submits(format!("place-{index}")),
        Needle::Placed(needle) if needle.is_in() && stage != Stage::Signed => {
            Press::Submits(format!("remove-{}", needle.insertion.needle))
        }
        Needle::Planned(_) | Needle::Placed(_) => Press::Nothing,
    };
    let mut dots = body::session_dots(knowledge, figure, &view.session, &press);
    let plan = view.session.started.as_ref().map(|started| &started.plan);
    let is_marked = |site: &Site, side: Side| {
        let placed = view
            .session
            .needles
            .iter()
            .map(|it| (&it.insertion.site, it.insertion.side));
        let planned = plan.into_iter().flat_map(|plan| &plan.needles);
        let mut all = placed.chain(planned.map(|needle| (&needle.site, needle.side)));
        all.any(|marked| marked == (site, side))
    };
    dots.extend(body::last_session(
        knowledge,
        figure,
        &view.on_body.last,
        &is_marked,
    ));
    let dot_of = |index: usize| {
        let needle = plan?.needles.get(index)?;
        Some(match body::placed_at(&view.session, needle) {
            Some(placed) => placed.insertion.needle.to_string(),
            None => format!("plan-{index}"),
        })
    };
    let pairs = plan.map_or_else(Vec::new, |plan| {
        body::pairs(knowledge, plan, &view.on_body, &dot_of)
    });
    let free = may_place.then(|| FreePlace {
        form: TAPPED_FORM.to_owned(),
        words: "Place needle here".to_owned(),
        named: "Place needle at".to_owned(),
    });
    Chart {
        dots,
        pairs,
        patches: body::patches(knowledge, view.course.course.complaint.as_ref()),
        stage: Some(ui::Stage {
            free,
            now: Some(now),
            ..body::stage(knowledge, Mode::Needles, &view.course.course, &view.on_body)
        }),
        ..body::empty(knowledge, "session", figure)
    }
}
