//! What is ordered on the session page.
//!
//! Placing and removing do not ask for the version that the page showed: two people at one couch may
//! both tap, and taking a needle out must always work. Signing does.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::Response;
use filiform_app::{AppError, NewNeedle};
use filiform_care::session::{After, Command as Order, Refusal, Whereabouts};
use filiform_care::{LongText, LotLabel, PlanError, ShortText, Site};
use filiform_knowledge::{PointCode, RegionId};
use filiform_units::{Millimetres, Minutes, NeedleCount, NeedleGauge, NeedleId, Side};

use super::page::{InHand, Loaded, Shown, again, load, session_id};
use crate::paths;
use crate::routes::fault::{Fault, sentence};
use crate::routes::plan::{no_such_point, planned_angle, unknown_point};
use crate::routes::posted::{Fields, Posted};
use crate::routes::state::WebState;
use crate::routes::{show, tapped};

type Answer = Result<Response<Body>, Fault>;
type Wrong = Vec<(String, String)>;

/// Places a needle: a planned one by its number, or any other.
pub(crate) async fn place(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let Posted { visitor, fields } = posted;
    let in_hand = in_hand(&fields);
    let loaded = load(&state, &visitor, &id).await?;
    let needle = match read_needle(&state, &loaded, &fields) {
        Ok(needle) => needle,
        Err(errors) => {
            let shown = Shown {
                form: fields.state(errors),
                ..Shown::default()
            };
            return Ok(again(&state, &visitor, &loaded, &in_hand, shown));
        }
    };
    let mut command = fields.command(needle);
    command.expected = None;
    let (actor, session) = (visitor.actor(), loaded.view.id);
    let outcome = state
        .run_plain(move |app| app.place_needle(&actor, session, command))
        .await?;
    match outcome {
        Ok(_) => Ok(show::see_other(&address(&id, &in_hand))),
        Err(AppError::Session(Refusal::Site(PlanError::UnknownPoint { code, hint }))) => {
            let errors = vec![("point".to_owned(), unknown_point(&code, hint.as_deref()))];
            let shown = Shown {
                form: fields.state(errors),
                ..Shown::default()
            };
            Ok(again(&state, &visitor, &loaded, &in_hand, shown))
        }
        Err(AppError::Session(refusal)) => {
            let shown = Shown {
                form: fields.state(Vec::new()),
                refusal: Some(refusal_words(&state, &refusal)),
                sign_refused: None,
            };
            Ok(again(&state, &visitor, &loaded, &in_hand, shown))
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes one needle out.
pub(crate) async fn remove(
    State(state): State<WebState>,
    Path((id, needle)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let needle = NeedleId::parse(&needle).map_err(|_| Fault::not_found())?;
    order(state, id, posted, Order::Remove { needle }).await
}

/// Takes every needle out at once.
pub(crate) async fn remove_all(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    order(state, id, posted, Order::RemoveAll).await
}

/// Starts the rest.
pub(crate) async fn rest(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let minutes = posted.fields.text("retention_min").parse::<u32>().ok();
    let retention = minutes.map(Minutes::new).transpose();
    let reason = posted
        .fields
        .some("rest_reason")
        .map(LongText::new)
        .transpose();
    match (retention, reason) {
        (Ok(Some(retention)), Ok(reason)) => {
            order(state, id, posted, Order::StartRest { retention, reason }).await
        }
        (Ok(None), _) => {
            let words = "Write the rest in whole minutes, for example 20.".to_owned();
            wrong(state, id, posted, ("retention_min", words)).await
        }
        (Err(error), _) => {
            wrong(
                state,
                id,
                posted,
                ("retention_min", sentence(&error.to_string())),
            )
            .await
        }
        (_, Err(error)) => {
            wrong(
                state,
                id,
                posted,
                ("rest_reason", sentence(&error.to_string())),
            )
            .await
        }
    }
}

/// Accounts for a needle that did not come out.
pub(crate) async fn account(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let needle = NeedleId::parse(posted.fields.text("needle"));
    let whereabouts = Whereabouts::parse(posted.fields.text("whereabouts"));
    let note = LongText::new(posted.fields.text("note"));
    match (needle, whereabouts, note) {
        (Ok(needle), Some(whereabouts), Ok(note)) => {
            let account = Order::AccountFor {
                needle,
                whereabouts,
                note,
            };
            order(state, id, posted, account).await
        }
        (_, _, Err(error)) => {
            let words = sentence(&format!("say what happened: {error}"));
            wrong(state, id, posted, ("note", words)).await
        }
        _ => {
            let words = "Choose the needle and what became of it.".to_owned();
            wrong(state, id, posted, ("needle", words)).await
        }
    }
}

/// Records what was seen and said afterwards.
pub(crate) async fn after(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let read = |name: &str| posted.fields.some(name).map(LongText::new).transpose();
    match (read("bleeding"), read("feeling"), read("advice")) {
        (Ok(bleeding), Ok(feeling), Ok(advice)) => {
            let after = After {
                bleeding,
                feeling,
                advice,
            };
            order(state, id, posted, Order::RecordAfter { after }).await
        }
        (Err(error), _, _) | (_, Err(error), _) | (_, _, Err(error)) => {
            wrong(
                state,
                id,
                posted,
                ("bleeding", sentence(&error.to_string())),
            )
            .await
        }
    }
}

/// Counts and signs. Both counts are typed by the person who counted.
pub(crate) async fn sign(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let Posted { visitor, fields } = posted;
    let loaded = load(&state, &visitor, &id).await?;
    let hand = InHand::default();
    let refuse = |form, refusal, sign_refused| {
        let shown = Shown {
            form,
            refusal,
            sign_refused,
        };
        Ok(again(&state, &visitor, &loaded, &hand, shown))
    };
    let session = &loaded.view.session;
    if session.signed.is_none() && session.remaining() > 0 {
        let (remaining, inserted) = (session.remaining(), session.inserted());
        let words = sentence(
            &Refusal::NeedlesRemain {
                remaining,
                inserted,
            }
            .to_string(),
        );
        return refuse(fields.state(Vec::new()), None, Some(words));
    }
    let counted = match read_count(&fields, session.inserted()) {
        Ok(counted) => counted,
        Err(errors) => return refuse(fields.state(errors), None, None),
    };
    let (actor, id_) = (visitor.actor(), session_id(&id)?);
    let (first, second) = (
        fields.command(Order::Count { out: counted }),
        fields.command(()),
    );
    let outcome = state
        .run_plain(move |app| {
            let count = filiform_app::Command { key: None, ..first };
            let version = app.order_session(&actor, id_, count)?;
            let sign = filiform_app::Command {
                order: Order::Sign,
                expected: Some(version),
                key: second.key,
            };
            app.order_session(&actor, id_, sign)
        })
        .await?;
    match outcome {
        Ok(_) => Ok(show::see_other_with(
            &paths::session(&id),
            "The session is signed.",
        )),
        Err(AppError::Session(refusal)) => refuse(
            fields.state(Vec::new()),
            Some(sentence(&refusal.to_string())),
            None,
        ),
        Err(error) => Err(Fault::from(error).at(&paths::session(&id))),
    }
}

fn read_count(fields: &Fields, inserted: usize) -> Result<NeedleCount, Wrong> {
    let mut wrong = Wrong::new();
    let typed_in = fields.text("counted_in").parse::<usize>().ok();
    if typed_in != Some(inserted) {
        let words =
            format!("The record says {inserted} went in. Count again, or correct the record.");
        wrong.push(("counted_in".to_owned(), words));
    }
    let out = fields
        .text("counted_out")
        .parse::<u32>()
        .ok()
        .map(NeedleCount::new);
    if !matches!(out, Some(Ok(_))) {
        let words = "Write how many needles lie in the sharps bin.".to_owned();
        wrong.push(("counted_out".to_owned(), words));
    }
    if fields.text("sharps_disposed") != "yes" {
        let words = "Confirm that every counted needle is in the sharps bin.".to_owned();
        wrong.push(("sharps_disposed".to_owned(), words));
    }
    match out {
        Some(Ok(out)) if wrong.is_empty() => Ok(out),
        _ => Err(wrong),
    }
}

async fn order(state: WebState, id: String, posted: Posted, order: Order) -> Answer {
    let Posted { visitor, fields } = posted;
    let mut command = fields.command(order);
    command.expected = None;
    let (actor, session) = (visitor.actor(), session_id(&id)?);
    let outcome = state
        .run_plain(move |app| app.order_session(&actor, session, command))
        .await?;
    match outcome {
        Ok(_) => Ok(show::see_other(&address(&id, &in_hand(&fields)))),
        Err(AppError::Session(Refusal::AlreadyOut)) => {
            // The other hand was faster: the needle is out, which is what was asked.
            Ok(show::see_other(&paths::session(&id)))
        }
        Err(AppError::Session(refusal)) => {
            let loaded = load(&state, &visitor, &id).await?;
            let shown = Shown {
                form: fields.state(Vec::new()),
                refusal: Some(refusal_words(&state, &refusal)),
                sign_refused: None,
            };
            Ok(again(&state, &visitor, &loaded, &in_hand(&fields), shown))
        }
        Err(error) => Err(error.into()),
    }
}

async fn wrong(
    state: WebState,
    id: String,
    posted: Posted,
    (field, words): (&str, String),
) -> Answer {
    let Posted { visitor, fields } = posted;
    let loaded = load(&state, &visitor, &id).await?;
    let form = fields.state(vec![(field.to_owned(), words)]);
    let shown = Shown {
        form,
        ..Shown::default()
    };
    Ok(again(&state, &visitor, &loaded, &in_hand(&fields), shown))
}

/// A stop names its rules by title, because nobody reads ids at the couch.
fn refusal_words(state: &WebState, refusal: &Refusal) -> String {
    let Refusal::Stopped { rules } = refusal else {
        return sentence(&refusal.to_string());
    };
    let knowledge = state.app.knowledge();
    let titles: Vec<String> = rules
        .iter()
        .map(|rule| match knowledge.rules().find(rule.as_str()) {
            Some(found) => format!("{} ({rule}): {}", found.title, found.action),
            None => rule.to_string(),
        })
        .collect();
    sentence(&format!("stop: {}", titles.join("; ")))
}

fn in_hand(fields: &Fields) -> InHand {
    let usual = InHand::default();
    InHand {
        length_mm: fields.text("length_mm").parse().unwrap_or(usual.length_mm),
        gauge: fields.some("gauge").map_or(usual.gauge, str::to_owned),
        lot: fields.text("lot").to_owned(),
    }
}

fn address(id: &str, hand: &InHand) -> String {
    let usual = InHand::default();
    if hand.length_mm == usual.length_mm && hand.gauge == usual.gauge && hand.lot.is_empty() {
        return paths::session(id);
    }
    format!(
        "{}?length_mm={}&gauge={}&lot={}",
        paths::session(id),
        hand.length_mm,
        show::encode(&hand.gauge),
        show::encode(&hand.lot)
    )
}

fn read_needle(state: &WebState, loaded: &Loaded, fields: &Fields) -> Result<NewNeedle, Wrong> {
    let mut wrong = Wrong::new();
    let place = read_place(state, loaded, fields)
        .map_err(|errors| wrong.extend(errors))
        .ok();
    let mut millimetres = |name: &str| {
        let text = fields.text(name);
        let read = text
            .parse::<u32>()
            .map_err(|_| format!("`{text}` is not a whole number of millimetres."))
            .and_then(|mm| Millimetres::new(mm).map_err(|error| sentence(&error.to_string())));
        read.map_err(|words| wrong.push((name.to_owned(), words)))
            .ok()
    };
    let (depth, length) = (millimetres("depth_mm"), millimetres("length_mm"));
    let gauge = read_gauge(fields.text("gauge"));
    if let Err(words) = &gauge {
        wrong.push(("gauge".to_owned(), words.clone()));
    }
    let short = |name: &str| fields.some(name).map(ShortText::new).transpose();
    let sensation = short("sensation");
    if let Err(error) = &sensation {
        wrong.push(("sensation".to_owned(), sentence(&error.to_string())));
    }
    let lot = fields.some("lot").map(read_lot).transpose();
    if let Err(words) = &lot {
        wrong.push(("lot".to_owned(), words.clone()));
    }
    match (place, depth, length, gauge, lot, sensation) {
        (Some((site, side)), Some(depth), Some(length), Ok(gauge), Ok(lot), Ok(sensation)) => {
            let started = loaded.view.session.started.as_ref();
            let angle = started.map_or(filiform_knowledge::Angle::Unrecorded, |started| {
                planned_angle(&started.plan, &site, side)
            });
            Ok(NewNeedle {
                site,
                side,
                depth,
                angle,
                length,
                gauge,
                lot,
                sensation,
            })
        }
        _ => Err(wrong),
    }
}

/// A lot as it was typed, or the code of its box as it was scanned.
fn read_lot(text: &str) -> Result<ShortText, String> {
    let label = LotLabel::read(text).map_err(|error| sentence(&error.to_string()))?;
    ShortText::new(&label.to_string()).map_err(|error| sentence(&error.to_string()))
}

/// `0.25` in millimetres.
fn read_gauge(text: &str) -> Result<NeedleGauge, String> {
    let hundredths = text.replace(',', ".").parse::<f64>().ok().and_then(|mm| {
        let hundredths = (mm * 100.0).round();
        (0.0..=255.0)
            .contains(&hundredths)
            .then(|| format!("{hundredths:.0}"))
    });
    let hundredths = hundredths.and_then(|text| text.parse::<u32>().ok());
    let hundredths = hundredths
        .ok_or_else(|| format!("`{text}` is not a diameter; write 0.25, for example."))?;
    NeedleGauge::new(hundredths).map_err(|error| sentence(&error.to_string()))
}

fn read_place(state: &WebState, loaded: &Loaded, fields: &Fields) -> Result<(Site, Side), Wrong> {
    if let Some(index) = fields
        .some("placement")
        .and_then(|text| text.parse::<usize>().ok())
    {
        let started = loaded.view.session.started.as_ref();
        let planned = started.and_then(|started| started.plan.needles.get(index));
        return planned
            .map(|needle| (needle.site.clone(), needle.side))
            .ok_or_else(|| vec![("point".to_owned(), "This needle is not planned.".to_owned())]);
    }
    let knowledge = state.app.knowledge();
    if let Some(tapped) = tapped::read(knowledge, fields) {
        return tapped;
    }
    let side = Side::parse(fields.text("side"));
    if let Some(typed) = fields.some("point") {
        let Some(key) = knowledge.point_key(&typed.to_uppercase()) else {
            return Err(vec![("point".to_owned(), no_such_point(knowledge, typed))]);
        };
        let point = knowledge.point(key);
        let site = Site::Point(PointCode::new(point.code.as_str()));
        return match side {
            Ok(side) => Ok((site, side)),
            Err(_) if point.midline => Ok((site, Side::Midline)),
            Err(_) => Err(vec![(
                "side".to_owned(),
                "Choose a side: left or right.".to_owned(),
            )]),
        };
    }
    let label = ShortText::new(fields.text("label"))
        .map_err(|_| vec![("label".to_owned(), "Say what is needled there.".to_owned())])?;
    let Some(region) = fields.some("region") else {
        let words = "Choose a point, or a place without a code.".to_owned();
        return Err(vec![("point".to_owned(), words)]);
    };
    let side = side.map_err(|_| {
        vec![(
            "side".to_owned(),
            "Choose left, right or midline.".to_owned(),
        )]
    })?;
    Ok((
        Site::Free {
            skin: None,
            region: RegionId::new(region),
            label,
        },
        side,
    ))
}
