//! What patients are told, in plain words.

use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use filiform_knowledge::{Knowledge, PlainAbout, PlainWords, Verification};

use super::part::{checked, marks_of_row};
use crate::pages::atlas::{Article, Block, Link};
use crate::paths;
use crate::routes::show as answer;
use crate::routes::state::WebState;
use crate::routes::visitor::Visitor;

/// The plain words of a session from the first step to the last.
pub(crate) async fn show(State(state): State<WebState>, visitor: Visitor) -> Response<Body> {
    let knowledge = state.app.knowledge();
    let weakest = knowledge.plain_words().iter();
    let weakest = weakest.map(|it| it.provenance.verification).max();
    answer::page(&Article {
        shell: answer::shell(&visitor),
        shelf: Link::to("Consent", paths::atlas_shelf("risks")),
        title: "What patients are told".to_owned(),
        subtitle: "plain words, for a reader of about twelve".to_owned(),
        blocks: blocks(knowledge),
        marks: marks_of_row(&format!(
            "the weakest letter among them is {}",
            checked(weakest.unwrap_or(Verification::FromMemory))
        )),
    })
}

fn blocks(knowledge: &Knowledge) -> Vec<Block> {
    let section = |title: &str, is_in: fn(&PlainAbout) -> bool| {
        let words = knowledge.plain_words().iter();
        let rows = words.filter(|words| is_in(&words.about)).map(|words| {
            (
                words.title.clone(),
                vec![Link::plain(text(knowledge, words))],
            )
        });
        Block::Values {
            title: title.to_owned(),
            rows: rows.collect(),
        }
    };
    vec![
        section("The four steps", |about| {
            matches!(about, PlainAbout::Step(_))
        }),
        section("Before you come", |about| {
            matches!(about, PlainAbout::Bring(_))
        }),
        section("Talk to a doctor first", |about| {
            matches!(about, PlainAbout::DoctorFirst { .. })
        }),
        section("What can happen, and how often", |about| {
            matches!(about, PlainAbout::Risk(_))
        }),
        section("Words for what happened", |about| {
            matches!(about, PlainAbout::Event(_))
        }),
    ]
}

/// A risk is never told without its numbers.
fn text(knowledge: &Knowledge, words: &PlainWords) -> String {
    let with_numbers = match &words.about {
        PlainAbout::Risk(id) => knowledge.plain_text_of_risk(id),
        PlainAbout::Event(_)
        | PlainAbout::Step(_)
        | PlainAbout::Bring(_)
        | PlainAbout::DoctorFirst { .. } => None,
    };
    with_numbers.unwrap_or_else(|| words.text.clone())
}
