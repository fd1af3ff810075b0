//! One entry of the atlas on a page of its own.

use maud::{Markup, html};

use crate::pages::Page;
use crate::paths;
use crate::ui::body::{Chart, chart};
use crate::ui::evidence::{Evidence, evidence};
use crate::ui::icon::{Icon, icon};
use crate::ui::layout::{Frame, Section, Shell, document};
use crate::ui::parts::table;
use crate::ui::prose::prose;

/// Words, and where they lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The words.
    pub words: String,
    /// The page behind them.
    pub href: Option<String>,
}

impl Link {
    /// Words that lead nowhere.
    pub fn plain(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            href: None,
        }
    }

    /// Words that lead to a page.
    pub fn to(words: impl Into<String>, href: String) -> Self {
        Self {
            words: words.into(),
            href: Some(href),
        }
    }
}

/// A part of an article.
#[derive(Clone, Debug)]
pub enum Block {
    /// The main sentence.
    Lead(String),
    /// Something to be careful about.
    Caveat(String),
    /// Names and values.
    Values {
        /// The heading; empty for none.
        title: String,
        /// Names with their values, in order; a row without values is left out.
        rows: Vec<(String, Vec<Link>)>,
    },
    /// Text of the knowledge base.
    Prose {
        /// The heading; empty for none.
        title: String,
        /// The text.
        text: String,
    },
    /// A table.
    Table {
        /// Its heading.
        title: String,
        /// Headings of the columns.
        columns: Vec<&'static str>,
        /// Cells.
        rows: Vec<Vec<Link>>,
    },
    /// What studies found, with certainty.
    Evidence(Vec<Evidence>),
    /// Where it lies on the body, and how far to trust that.
    Body {
        /// The body.
        chart: Box<Chart>,
        /// How far to trust it, in one sentence.
        trust: String,
    },
}

/// How sure a statement is, and who says so.
#[derive(Clone, Debug)]
pub struct Marks {
    /// How it was checked, with its letter.
    pub checked: String,
    /// Whether a threshold or severity is policy.
    pub is_policy: bool,
    /// Its sources.
    pub sources: Vec<Link>,
    /// Who reviewed it and when, or that nobody did.
    pub review: String,
}

/// An article.
#[derive(Clone, Debug)]
pub struct Article {
    /// The visitor's part.
    pub shell: Shell,
    /// The shelf it stands on: its name and list.
    pub shelf: Link,
    /// The name of the entry.
    pub title: String,
    /// A few words beside it; may be empty.
    pub subtitle: String,
    /// The parts.
    pub blocks: Vec<Block>,
    /// How sure it is.
    pub marks: Marks,
}

impl Page for Article {
    const NAME: &'static str = "atlas-article";

    fn draw(&self) -> Markup {
        let frame = Frame {
            shell: &self.shell,
            title: &self.title,
            section: Some(Section::Atlas),
            trail: None,
            patient: None,
            class: "is-article",
        };
        document(&frame, &self.body())
    }

    fn samples() -> Vec<(&'static str, Self)> {
        super::samples::articles()
    }
}

impl Article {
    fn body(&self) -> Markup {
        html! {
            nav.flow aria-label="Where you are" {
                ol {
                    li { a href=(paths::ATLAS) { "Atlas" } }
                    li { (link(&self.shelf)) }
                }
            }
            article.entry {
                div.page-head { h1 { (self.title) } @if !self.subtitle.is_empty() { p.quiet { (self.subtitle) } } }
                @for block in &self.blocks { (draw(block)) }
                (self.footer())
            }
        }
    }

    /// Sources, certainty and review stand at the foot of every page.
    fn footer(&self) -> Markup {
        let marks = &self.marks;
        html! {
            footer.marks-of-entry {
                h2 { "How sure is this?" }
                dl.values {
                    div { dt { "Checked" } dd { (marks.checked) @if marks.is_policy { " " span.tag { "clinic policy" } } } }
                    div {
                        dt { "Sources" }
                        dd {
                            @if marks.sources.is_empty() { "none published" }
                            @else { ul.plain { @for source in &marks.sources { li { (link(source)) } } } }
                        }
                    }
                    div { dt { "Review" } dd { (marks.review) } }
                }
            }
        }
    }
}

fn draw(block: &Block) -> Markup {
    match block {
        Block::Lead(words) => html! { p.lead { (words) } },
        Block::Body { chart: body, trust } => html! {
            section.article-body { (chart(body)) p.hint { (trust) } }
        },
        Block::Caveat(words) => html! {
            p.caveat { (icon(Icon::Caution)) span { (words) } }
        },
        Block::Values { title, rows } => values(title, rows),
        Block::Prose { title, text } => html! {
            section { (heading(title)) div.prose { (prose(text)) } }
        },
        Block::Table {
            title,
            columns,
            rows,
        } => {
            let rows: Vec<Vec<Markup>> = rows
                .iter()
                .map(|row| row.iter().map(link).collect())
                .collect();
            html! { section { (table(title, columns, &rows)) } }
        }
        Block::Evidence(all) => html! {
            section.evidence-pair aria-label="Evidence" { @for one in all { (evidence(one)) } }
        },
    }
}

fn values(title: &str, rows: &[(String, Vec<Link>)]) -> Markup {
    let mut filled = rows
        .iter()
        .filter(|(_, links)| !links.is_empty())
        .peekable();
    if filled.peek().is_none() {
        return html! {};
    }
    html! {
        section {
            (heading(title))
            dl.values {
                @for (name, links) in filled {
                    div {
                        dt { (name) }
                        dd { @for (at, one) in links.iter().enumerate() { @if at > 0 { ", " } (link(one)) } }
                    }
                }
            }
        }
    }
}

fn heading(title: &str) -> Markup {
    html! { @if !title.is_empty() { h2 { (title) } } }
}

fn link(link: &Link) -> Markup {
    html! { @if let Some(href) = &link.href { a href=(href) { (link.words) } } @else { (link.words) } }
}
