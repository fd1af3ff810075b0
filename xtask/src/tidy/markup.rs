//! Pages hold no inline style and no inline script.

use super::Finding;
use super::repository::Repository;
use super::rust_source::{RustSource, closing, words};

/// No template writes `style`, `onclick` and the like as attributes.
pub(super) fn templates_hold_no_inline_style_or_script(repository: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in repository.sources().filter(|source| source.is_in_src()) {
        for (offset, attribute) in inline_attributes(source) {
            let wrong = format!("inline `{attribute}` in markup");
            let remedy = "use a class and the stylesheet, or an island";
            findings.push(Finding::new(
                &source.path,
                source.line(offset),
                wrong,
                remedy,
            ));
        }
    }
    findings
}

fn inline_attributes(source: &RustSource) -> Vec<(usize, String)> {
    let code = &source.product;
    let mut found = Vec::new();
    for start in words(code, "html") {
        let rest = &code[start + "html".len()..];
        let Some(body) = rest.strip_prefix('!').map(str::trim_start) else {
            continue;
        };
        if body.starts_with(['{', '(', '[']) {
            let open = code.len() - body.len();
            let template = &code[open..closing(code, open)];
            found.extend(
                attributes_of(template)
                    .into_iter()
                    .map(|(at, name)| (open + at, name)),
            );
        }
    }
    for literal in source
        .product_literals()
        .filter(|literal| literal.text.contains('<'))
    {
        let attributes = attributes_of(&literal.text).into_iter();
        found.extend(attributes.map(|(at, name)| (literal.offset + at, name)));
    }
    found.dedup();
    found
}

/// The inline attributes in markup, be it of maud or HTML: `name=` with nothing joined to the name.
fn attributes_of(markup: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (equals, _) in markup.match_indices('=') {
        let before = markup[..equals].trim_end();
        let name_start = before
            .rfind(|c: char| !is_name(c))
            .map_or(0, |at| at + last_width(before, at));
        let name = &before[name_start..];
        let is_binding = before[..name_start].trim_end().ends_with("let");
        let is_comparison = markup[equals + 1..].starts_with(['=', '>']);
        if is_inline(name) && !is_binding && !is_comparison {
            found.push((name_start, name.to_owned()));
        }
    }
    found
}

fn last_width(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ':' | '.')
}

fn is_inline(name: &str) -> bool {
    let is_handler = name
        .strip_prefix("on")
        .is_some_and(|event| event.len() > 2 && event.chars().all(|c| c.is_ascii_lowercase()));
    name == "style" || is_handler || name.starts_with("hx-on")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::repository::repository;

    fn lines(text: &str) -> Vec<usize> {
        let repository = repository(&[("crates/filiform-web/src/pages/a.rs", text)]);
        templates_hold_no_inline_style_or_script(&repository)
            .iter()
            .map(|it| it.line)
            .collect()
    }

    #[test]
    fn inline_style_and_script_in_a_template_are_found() {
        let text = "fn a() { html! {\n p style=\"b\" { \"c\" }\n button onclick=(d) hx-on:click=\"e\" {}\n} }\n";
        assert_eq!(lines(text), [2, 3, 3]);
        assert_eq!(lines("fn a() { PreEscaped(\"<p style='b'>\") }"), [1]);
    }

    #[test]
    fn what_only_looks_like_an_inline_attribute_is_left_alone() {
        let text = "fn a() { let style = 1; html! { @let style = 2; p data-style=\"b\" class=\"style\" {} \
                    @if style == 3 { \"style=\" } } }\nfn b() { style = 4; \"a < b; once=1\"; }";
        assert_eq!(lines(text), [0_usize; 0]);
        let test = "#[cfg(test)]\nmod tests { fn a() { \"<p style='b'>\"; } }";
        assert_eq!(lines(test), [0_usize; 0]);
    }
}
