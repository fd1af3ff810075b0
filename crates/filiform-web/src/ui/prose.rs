//! Prose of the knowledge base: paragraphs, lists, tables and emphasis; never markup of its own.

use maud::{Markup, PreEscaped};
use pulldown_cmark::{Event, Options, Parser, html};

/// Draws a text written in `CommonMark`. Markup inside it is shown as text.
pub fn prose(text: &str) -> Markup {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).map(|event| {
        if let Event::Html(markup) | Event::InlineHtml(markup) = event {
            Event::Text(markup)
        } else {
            event
        }
    });
    let mut drawn = String::with_capacity(text.len() * 2);
    html::push_html(&mut drawn, events);
    PreEscaped(drawn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_text_is_shown_and_not_obeyed() {
        let drawn =
            prose("**bold** <script>alert(1)</script>\n\n<img src=x onerror=y>").into_string();
        assert!(drawn.contains("<strong>bold</strong>"), "{drawn}");
        assert!(!drawn.contains("<script"), "{drawn}");
        assert!(!drawn.contains("<img"), "{drawn}");
    }
}
