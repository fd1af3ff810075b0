//! Small parts: buttons, tables that become cards, tabs, empty states, notices.

use maud::{Markup, html};

use super::icon::{Icon, icon};

/// The one filled button of a page: the next step.
pub fn primary_button(words: &str, drawing: Icon) -> Markup {
    html! { button.button.primary type="submit" { (icon(drawing)) span { (words) } } }
}

/// The one filled button of a page, as a link.
pub fn primary_link(href: &str, words: &str, drawing: Icon) -> Markup {
    html! { a.button.primary href=(href) { (icon(drawing)) span { (words) } } }
}

/// A quiet button.
pub fn quiet_button(words: &str, drawing: Icon) -> Markup {
    html! { button.button type="submit" { (icon(drawing)) span { (words) } } }
}

/// A quiet button, as a link.
pub fn quiet_link(href: &str, words: &str, drawing: Icon) -> Markup {
    html! { a.button href=(href) { (icon(drawing)) span { (words) } } }
}

/// A table that becomes a stack of cards on a narrow screen: every cell carries its heading.
pub fn table(caption: &str, columns: &[&str], rows: &[Vec<Markup>]) -> Markup {
    html! {
        table.cards {
            caption { (caption) }
            thead { tr { @for column in columns { th scope="col" { (column) } } } }
            tbody {
                @for row in rows {
                    tr {
                        @for (column, cell) in columns.iter().zip(row) { td data-label=(column) { (cell) } }
                    }
                }
            }
        }
    }
}

/// What a list shows when it is empty: what it would hold, and the way on.
pub fn empty(title: &str, words: &str, action: &Markup) -> Markup {
    html! { div.empty { p.empty-title { (title) } p { (words) } (action) } }
}

/// One tab: its address, words and whether it is the open one.
#[derive(Clone, Debug)]
pub struct Tab {
    /// The address.
    pub href: String,
    /// The words.
    pub words: String,
    /// Whether it is open.
    pub is_current: bool,
}

/// Tabs as plain links.
pub fn tabs(label: &str, tabs: &[Tab]) -> Markup {
    html! {
        nav.tabs aria-label=(label) {
            ul {
                @for tab in tabs {
                    li { a href=(tab.href) aria-current=[tab.is_current.then_some("page")] { (tab.words) } }
                }
            }
        }
    }
}

/// Something that was refused: big, above everything, with the rule and the way out.
pub fn refused(title: &str, why: &str, detail: &Markup) -> Markup {
    html! {
        div.notice.is-refused.is-big role="alert" {
            h2 { (title) }
            p { (why) }
            (detail)
        }
    }
}

/// A list of names and values.
pub fn values(pairs: &[(&str, Markup)]) -> Markup {
    html! { dl.values { @for (name, value) in pairs { div { dt { (name) } dd { (value) } } } } }
}
