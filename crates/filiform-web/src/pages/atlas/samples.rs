//! A sample of every state of the atlas.

use super::{Article, Atlas, Block, Hit, Link, Listed, Marks, Shelf};
use crate::pages::sample;
use crate::paths;
use crate::ui::evidence::{Certainty, Evidence};

pub(super) fn lists() -> Vec<(&'static str, Atlas)> {
    let entrance = Atlas {
        shell: sample::shell(),
        query: String::new(),
        listed: Listed::Shelves(vec![
            shelf(
                "points",
                "Points",
                "Places in the anatomy, with the WHO code as their label.",
                425,
            ),
            shelf(
                "conditions",
                "Conditions",
                "What is treated, and how sure anybody is.",
                31,
            ),
        ]),
        version: "8f14e45fceea167a5a36dedd4bea2543".to_owned(),
        licence: "MIT OR Apache-2.0".to_owned(),
        tables: sample::strings(&["anatomy-points", "screening-medicines"]),
    };
    let hit = |code: &str, kind: Option<&str>| Hit {
        href: paths::atlas_entry("points", &code.to_lowercase()),
        title: format!("{code} Zusanli"),
        note: "front of the lower leg".to_owned(),
        kind: kind.map(ToOwned::to_owned),
    };
    let found = Listed::Found(vec![hit("ST36", Some("Point")), hit("ST37", Some("Point"))]);
    let on_shelf = Listed::Shelf {
        name: "Points".to_owned(),
        about: "Places in the anatomy, with the WHO code as their label.".to_owned(),
        entries: vec![hit("ST36", None), hit("ST37", None)],
    };
    let asked = |query: &str, listed| Atlas {
        query: query.to_owned(),
        listed,
        ..entrance.clone()
    };
    vec![
        ("found", asked("st 36", found)),
        (
            "nothing-found",
            asked("gallbladder 99", Listed::Found(Vec::new())),
        ),
        ("shelf", asked("", on_shelf)),
        ("entrance", entrance),
    ]
}

fn shelf(kind: &str, name: &str, about: &str, count: usize) -> Shelf {
    Shelf {
        href: paths::atlas_shelf(kind),
        name: name.to_owned(),
        about: about.to_owned(),
        count,
    }
}

pub(super) fn articles() -> Vec<(&'static str, Article)> {
    let evidence = |comparison: &str| Evidence {
        comparison: comparison.to_owned(),
        answer: "small benefit".to_owned(),
        certainty: Certainty::Low,
        detail: "Pain 9 of 100 points better.".to_owned(),
        sources: sample::strings(&["sample review, 2020"]),
        review: "Not yet reviewed by a clinician".to_owned(),
    };
    let point = Article {
        shell: sample::shell(),
        shelf: Link::to("Points", paths::atlas_shelf("points")),
        title: "ST36".to_owned(),
        subtitle: "Zusanli, front of the lower leg".to_owned(),
        blocks: vec![
            Block::Lead("One finger-breadth beside the shin, three below the knee.".to_owned()),
            Block::Caveat("No depth is safe for everybody.".to_owned()),
            Block::Values {
                title: "What it passes".to_owned(),
                rows: vec![
                    (
                        "Muscles".to_owned(),
                        vec![Link::to(
                            "tibialis anterior",
                            paths::atlas_entry("muscles", "tibialis-anterior"),
                        )],
                    ),
                    ("Vessels".to_owned(), Vec::new()),
                ],
            },
            Block::Prose {
                title: "Why".to_owned(),
                text: "It lies **over** the deep fibular nerve.".to_owned(),
            },
            Block::Table {
                title: "Trials that used it".to_owned(),
                columns: vec!["Condition", "Year"],
                rows: vec![vec![Link::plain("migraine"), Link::plain("2002")]],
            },
            Block::Evidence(vec![
                evidence("Against sham"),
                evidence("Against usual care"),
            ]),
        ],
        marks: Marks {
            checked: "M: from memory, not verified".to_owned(),
            is_policy: true,
            sources: vec![Link::to(
                "sample source, 2008",
                paths::atlas_entry("sources", "sample"),
            )],
            review: "Not yet reviewed by a clinician".to_owned(),
        },
    };
    let bare = Article {
        blocks: Vec::new(),
        subtitle: String::new(),
        marks: Marks {
            sources: Vec::new(),
            is_policy: false,
            ..point.marks.clone()
        },
        ..point.clone()
    };
    vec![("point", point), ("bare", bare)]
}
