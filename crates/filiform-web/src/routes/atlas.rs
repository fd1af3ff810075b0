//! The atlas: shelves, search, one page for each entry, the claims, and the whole to take away.

mod body;
mod care;
mod claims;
mod evidence;
mod part;
mod patients;
mod records;

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{Response, header};
use axum::response::IntoResponse;
use filiform_knowledge::{Entry, Kind, Knowledge};
use serde::Deserialize;

pub(crate) use claims::show as claims;
pub(crate) use patients::show as patients;

use super::fault::Fault;
use super::show;
use super::state::WebState;
use super::visitor::Visitor;
use crate::pages::atlas::{Article, Atlas, Block, Hit, Link, Listed, Shelf};
use crate::paths;
use part::Parts;

/// Most entries that a search lists. A choice of the page.
const FOUND_MOST: usize = 60;

/// What the entrance may be asked.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
}

/// The entrance, or what was found.
pub(crate) async fn entrance(
    State(state): State<WebState>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Response<Body> {
    let query = asked.q.trim();
    let listed = if query.is_empty() {
        Listed::Shelves(
            Kind::ALL
                .into_iter()
                .map(|kind| shelf(&state, kind))
                .collect(),
        )
    } else {
        let found = state.search.find(query, FOUND_MOST);
        Listed::Found(
            found
                .into_iter()
                .map(|entry| hit(entry, Named::Kind))
                .collect(),
        )
    };
    show::page(&list(&state, &visitor, query, listed))
}

/// Everything of one kind.
pub(crate) async fn kind(
    State(state): State<WebState>,
    visitor: Visitor,
    Path(kind): Path<String>,
) -> Result<Response<Body>, Fault> {
    let kind = Kind::parse(&kind).ok_or_else(Fault::not_found)?;
    let entries = state.search.of_kind(kind);
    let listed = Listed::Shelf {
        name: plural(kind).to_owned(),
        about: about(kind).to_owned(),
        entries: entries.map(|entry| hit(entry, Named::Plain)).collect(),
    };
    Ok(show::page(&list(&state, &visitor, "", listed)))
}

/// One entry.
pub(crate) async fn entry(
    State(state): State<WebState>,
    visitor: Visitor,
    Path((kind, slug)): Path<(String, String)>,
) -> Result<Response<Body>, Fault> {
    let kind = Kind::parse(&kind).ok_or_else(Fault::not_found)?;
    let entry = state.search.at(kind, &slug).ok_or_else(Fault::not_found)?;
    let knowledge = state.app.knowledge();
    let mut parts = parts(knowledge, entry).ok_or_else(Fault::not_found)?;
    if let Some(shipped) = knowledge.local(entry.kind, &entry.id) {
        parts.blocks.splice(0..0, local(shipped));
    }
    let page = Article {
        shell: show::shell(&visitor),
        shelf: Link::to(plural(kind), paths::atlas_shelf(kind.as_str())),
        title: parts.title,
        subtitle: parts.subtitle,
        blocks: parts.blocks,
        marks: parts.marks,
    };
    Ok(show::page(&page))
}

/// A clinic's own words never hide the shipped ones.
fn local(shipped: Option<&str>) -> Vec<Block> {
    let words = "Local policy: this statement is the clinic's own.";
    let mut blocks = vec![Block::Caveat(words.to_owned())];
    blocks.extend(shipped.map(|text| Block::Prose {
        title: "What was shipped".to_owned(),
        text: format!("```\n{text}\n```"),
    }));
    blocks
}

fn parts(knowledge: &Knowledge, entry: &Entry) -> Option<Parts> {
    let id = entry.id.as_str();
    match entry.kind {
        Kind::Point => body::point(knowledge, id),
        Kind::Muscle => body::muscle(knowledge, id),
        Kind::Nerve => body::nerve(knowledge, id),
        Kind::Segment => body::segment(knowledge, id),
        Kind::Condition => evidence::condition(knowledge, id),
        Kind::Benefit => evidence::benefit(knowledge, id),
        Kind::Mechanism => evidence::mechanism(knowledge, id),
        Kind::Group => evidence::group(knowledge, id),
        Kind::CourseRule => care::course_rule(knowledge, id),
        Kind::Trial => evidence::trial(knowledge, id),
        Kind::Source => evidence::source(knowledge, id),
        Kind::Medicine => care::medicine(knowledge, id),
        Kind::Rule | Kind::RedFlag => care::rule(knowledge, id),
        Kind::Instrument => care::instrument(knowledge, id),
        Kind::Hazard => records::hazard(knowledge, id),
        Kind::Risk => records::risk(knowledge, id),
        Kind::AdverseEvent => records::adverse_event(knowledge, id),
        Kind::Principle => records::principle(knowledge, id),
    }
}

/// The whole knowledge base as JSON.
pub(crate) async fn json(State(state): State<WebState>, _visitor: Visitor) -> Response<Body> {
    let all = state.app.knowledge().export().json();
    let name = "attachment; filename=\"filiform-knowledge.json\"";
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, name),
    ];
    (headers, all).into_response()
}

/// One table as CSV.
pub(crate) async fn table(
    State(state): State<WebState>,
    _visitor: Visitor,
    Path(name): Path<String>,
) -> Result<Response<Body>, Fault> {
    let name = name.strip_suffix(".csv").ok_or_else(Fault::not_found)?;
    let table = state.app.knowledge().export().table(name);
    let table = table.ok_or_else(Fault::not_found)?;
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], table).into_response())
}

fn list(state: &WebState, visitor: &Visitor, query: &str, listed: Listed) -> Atlas {
    let knowledge = state.app.knowledge();
    Atlas {
        shell: show::shell(visitor),
        query: query.to_owned(),
        listed,
        version: knowledge.version().to_owned(),
        licence: filiform_knowledge::LICENCE.to_owned(),
        tables: knowledge.export().tables(),
    }
}

fn shelf(state: &WebState, kind: Kind) -> Shelf {
    Shelf {
        href: paths::atlas_shelf(kind.as_str()),
        name: plural(kind).to_owned(),
        about: about(kind).to_owned(),
        count: state.search.of_kind(kind).count(),
    }
}

/// Whether an entry of a list says what kind it is.
#[derive(Clone, Copy)]
enum Named {
    Kind,
    Plain,
}

fn hit(entry: &Entry, named: Named) -> Hit {
    Hit {
        href: paths::atlas_entry(entry.kind.as_str(), &entry.slug),
        title: entry.title.clone(),
        note: entry.note.clone(),
        kind: match named {
            Named::Kind => Some(singular(entry.kind).to_owned()),
            Named::Plain => None,
        },
    }
}

const fn singular(kind: Kind) -> &'static str {
    match kind {
        Kind::Point => "point",
        Kind::Condition => "condition",
        Kind::Benefit => "benefit",
        Kind::Mechanism => "mechanism",
        Kind::Group => "people",
        Kind::CourseRule => "course rule",
        Kind::Muscle => "muscle",
        Kind::Nerve => "nerve",
        Kind::Segment => "segment",
        Kind::Medicine => "medicine",
        Kind::Rule => "precaution",
        Kind::RedFlag => "red flag",
        Kind::Hazard => "hazard",
        Kind::Risk => "consent",
        Kind::AdverseEvent => "adverse event",
        Kind::Principle => "rule of work",
        Kind::Instrument => "instrument",
        Kind::Trial => "trial",
        Kind::Source => "source",
    }
}

const fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Point => "Points",
        Kind::Condition => "Conditions",
        Kind::Benefit => "Benefits",
        Kind::Mechanism => "Mechanisms",
        Kind::Group => "People who may benefit",
        Kind::CourseRule => "Course rules",
        Kind::Muscle => "Muscles",
        Kind::Nerve => "Nerves",
        Kind::Segment => "Segments",
        Kind::Medicine => "Medicines",
        Kind::Rule => "Precautions",
        Kind::RedFlag => "Red flags",
        Kind::Hazard => "Hazards",
        Kind::Risk => "Consent",
        Kind::AdverseEvent => "Adverse events",
        Kind::Principle => "Rules of work",
        Kind::Instrument => "Instruments",
        Kind::Trial => "Trials",
        Kind::Source => "Sources",
    }
}

const fn about(kind: Kind) -> &'static str {
    match kind {
        Kind::Point => "Places in the anatomy, with the WHO code as their label.",
        Kind::Condition => "What is treated: evidence, guidelines, dose, points and tissue.",
        Kind::Benefit => "What people hope for, area by area.",
        Kind::Mechanism => "What a needle is said to do in the body.",
        Kind::Group => "Who may benefit, and what to be careful about.",
        Kind::CourseRule => "What payers and guideline bodies ask of a course.",
        Kind::Muscle => "Nerve, segments, action and referred pain.",
        Kind::Nerve => "Segments, muscles and skin.",
        Kind::Segment => "Skin, muscles and organs of a spinal or cranial level.",
        Kind::Medicine => "Names, classes, and the precautions they set off.",
        Kind::Rule => "When not to needle, or only with care.",
        Kind::RedFlag => "What to refer before treating the pain.",
        Kind::Hazard => "What lies under a needle, and what was measured there.",
        Kind::Risk => "What has to be said, and how often it happens.",
        Kind::AdverseEvent => "Kinds of adverse event, and their published rates.",
        Kind::Principle => "How a session, a count and a score are done.",
        Kind::Instrument => "Questionnaires: score, licence and the change that matters.",
        Kind::Trial => "Trials whose points are known.",
        Kind::Source => "Everything cited, and what of it was read.",
    }
}
