//! The atlas: everything the product believes, found and read in the browser.

mod article;
mod samples;

pub use article::{Article, Block, Link, Marks};

use maud::{Markup, html};

use super::Page;
use crate::paths;
use crate::ui::form::{Field, FormState};
use crate::ui::icon::{Icon, icon};
use crate::ui::layout::{Frame, Section, Shell, document};
use crate::ui::parts::{empty, quiet_button, quiet_link};

/// A kind of entry with its list.
#[derive(Clone, Debug)]
pub struct Shelf {
    /// Where its list is.
    pub href: String,
    /// Its name, in the plural.
    pub name: String,
    /// What is in it, in one sentence.
    pub about: String,
    /// How many entries it has.
    pub count: usize,
}

/// One entry in a list.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Its page.
    pub href: String,
    /// Its name.
    pub title: String,
    /// What tells it from others; may be empty.
    pub note: String,
    /// What kind it is; `None` in a list of one kind.
    pub kind: Option<String>,
}

/// What a page of the atlas lists.
#[derive(Clone, Debug)]
pub enum Listed {
    /// The shelves: nothing was asked.
    Shelves(Vec<Shelf>),
    /// What was found.
    Found(Vec<Hit>),
    /// Everything on one shelf.
    Shelf {
        /// Its name.
        name: String,
        /// What is in it.
        about: String,
        /// The entries.
        entries: Vec<Hit>,
    },
}

/// The entrance of the atlas, a shelf, or what was found.
#[derive(Clone, Debug)]
pub struct Atlas {
    /// The visitor's part.
    pub shell: Shell,
    /// What was asked; empty for nothing.
    pub query: String,
    /// What is listed.
    pub listed: Listed,
    /// The version of the knowledge base.
    pub version: String,
    /// Its licence.
    pub licence: String,
    /// The tables that can be taken away, by name.
    pub tables: Vec<String>,
}

impl Page for Atlas {
    const NAME: &'static str = "atlas";

    fn draw(&self) -> Markup {
        let frame = Frame {
            shell: &self.shell,
            title: "Atlas",
            section: Some(Section::Atlas),
            trail: None,
            patient: None,
            class: "is-wide",
        };
        document(&frame, &self.body())
    }

    fn samples() -> Vec<(&'static str, Self)> {
        samples::lists()
    }
}

impl Atlas {
    fn body(&self) -> Markup {
        html! {
            @match &self.listed {
                Listed::Shelves(shelves) => {
                    div.page-head { h1 { "Atlas" } }
                    p.lead { "What the program believes, how sure it is, and where that comes from." }
                    (search_form(&self.query))
                    div.entrances {
                        (way_in(paths::ATLAS_CLAIMS, "What acupuncture can and cannot do", "Each claim of benefit and mechanism, and what studies of people allow one to say."))
                        (way_in(paths::ATLAS_PATIENTS, "What patients are told", "The session, its side effects with their frequency, and who should talk to a doctor first, in plain words."))
                    }
                    (self.shelves(shelves))
                }
                Listed::Found(found) => {
                    div.page-head { h1 { "Atlas" } p.quiet { (count(found.len(), &self.query)) } }
                    (search_form(&self.query))
                    (hits(found))
                }
                Listed::Shelf { name, about, entries } => {
                    (back())
                    div.page-head { h1 { (name) } p.quiet { (entries.len()) } }
                    p { (about) }
                    (search_form(&self.query))
                    (hits(entries))
                }
            }
        }
    }

    fn shelves(&self, shelves: &[Shelf]) -> Markup {
        html! {
            ul.shelves {
                @for shelf in shelves {
                    li {
                        a href=(shelf.href) {
                            span.shelf-name { (shelf.name) " " span.quiet { (shelf.count) } }
                            span.shelf-about { (shelf.about) }
                        }
                    }
                }
            }
            details.downloads {
                summary { (icon(Icon::Open)) span { "Take it with you" } }
                p { "Version " code { (self.version) } ", licence " (self.licence) "." }
                ul.plain {
                    li { a href=(paths::ATLAS_JSON) { "Everything as JSON" } }
                    @for table in &self.tables { li { a href=(paths::atlas_table(table)) { (table) ".csv" } } }
                }
            }
        }
    }
}

/// The way back to the entrance.
fn back() -> Markup {
    html! { nav.flow aria-label="Where you are" { ol { li { a href=(paths::ATLAS) { "Atlas" } } } } }
}

fn way_in(href: &str, title: &str, about: &str) -> Markup {
    html! {
        a.claims-link href=(href) {
            (icon(Icon::Evidence))
            span { strong { (title) } span { (about) } }
        }
    }
}

fn count(found: usize, query: &str) -> String {
    let entries = if found == 1 { "entry" } else { "entries" };
    format!("{found} {entries} for \u{201c}{query}\u{201d}")
}

fn search_form(query: &str) -> Markup {
    let state = FormState::of(&[("q", query)], &[]);
    html! {
        form.search role="search" method="get" action=(paths::ATLAS) {
            (Field::text("q", "Find a point, muscle, condition, medicine, rule").kind("search").draw(&state))
            (quiet_button("Search", Icon::Search))
        }
    }
}

fn hits(found: &[Hit]) -> Markup {
    if found.is_empty() {
        let all = quiet_link(paths::ATLAS, "Show the shelves", Icon::List);
        return empty(
            "Nothing found",
            "Try one word, a point code such as ST36, or the name of a muscle or medicine.",
            &all,
        );
    }
    html! {
        ul.hits {
            @for hit in found {
                li {
                    a href=(hit.href) { (hit.title) }
                    @if let Some(kind) = &hit.kind { " " span.tag { (kind) } }
                    @if !hit.note.is_empty() { " " span.quiet { (hit.note) } }
                }
            }
        }
    }
}
