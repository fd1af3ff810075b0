use filiform_web::pages::{Specimen, specimens};

/// Calls `check` with the name and the markup of every page in every state.
fn for_every_page(check: impl Fn(&str, &str)) {
    for Specimen {
        page,
        state,
        markup,
    } in specimens()
    {
        check(&format!("{page}/{state}"), &markup.into_string());
    }
}

/// The opening tags of one element.
fn tags<'a>(html: &'a str, element: &str) -> Vec<&'a str> {
    let opening = format!("<{element}");
    html.match_indices(&opening)
        .map(|(start, _)| &html[start..])
        .filter(|rest| rest[opening.len()..].starts_with([' ', '>']))
        .map(|rest| &rest[..=rest.find('>').unwrap()])
        .collect()
}

/// The parts of a page between an opening and a closing tag; the elements must not nest.
fn elements<'a>(html: &'a str, element: &str) -> Vec<&'a str> {
    html.split(&format!("<{element} "))
        .skip(1)
        .map(|rest| rest.split(&format!("</{element}>")).next().unwrap())
        .collect()
}

/// The page without the shapes of its icons, which stand beside their words anyway.
fn without_icons(html: &str) -> String {
    let mut parts = html.split("<svg class=\"icon\"");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |text, part| {
        text + part.split_once("</svg>").unwrap().1
    })
}

#[test]
fn every_page_reads_as_it_was_approved() {
    // The fingerprint of the assets changes with every style and is no part of a page.
    let fingerprint = filiform_web::assets::url("");
    for Specimen {
        page,
        state,
        markup,
    } in specimens()
    {
        let html = markup
            .into_string()
            .replace(&fingerprint, "/assets/fingerprint/");
        insta::assert_snapshot!(
            format!("{page}-{state}"),
            without_icons(&html).replace("><", ">\n<")
        );
    }
}

#[test]
fn a_page_has_at_most_one_primary_button() {
    for_every_page(|name, html| {
        assert!(html.matches("button primary").count() <= 1, "{name}");
    });
}

#[test]
fn a_page_carries_no_inline_style_and_no_inline_script() {
    for_every_page(|name, html| {
        assert!(!html.contains(" style="), "{name}");
        assert!(!html.contains("<style"), "{name}");
        for attribute in [
            " onclick=",
            " onload=",
            " onsubmit=",
            " onchange=",
            "javascript:",
        ] {
            assert!(!html.contains(attribute), "{name}: {attribute}");
        }
        let data = "class=\"body-data\" type=\"application/json\">";
        for script in elements(html, "script")
            .into_iter()
            .filter(|it| !it.starts_with(data))
        {
            assert!(
                script.contains("src=\"/assets/") && script.ends_with("\">"),
                "{name}: {script}"
            );
        }
    });
}

#[test]
fn every_picture_has_words_or_is_hidden_from_readers() {
    for_every_page(|name, html| {
        for svg in tags(html, "svg") {
            let has_words = svg.contains("aria-label");
            assert!(
                has_words || svg.contains("aria-hidden=\"true\""),
                "{name}: {svg}"
            );
        }
        for image in tags(html, "image").into_iter().chain(tags(html, "img")) {
            assert!(
                image.contains("aria-label=") || image.contains("alt="),
                "{name}: {image}"
            );
        }
    });
}

#[test]
fn every_form_that_changes_something_carries_the_csrf_field() {
    for_every_page(|name, html| {
        for form in elements(html, "form")
            .into_iter()
            .filter(|form| form.contains("method=\"post\""))
        {
            assert!(form.contains("name=\"csrf\""), "{name}: {form}");
        }
    });
}

#[test]
fn no_two_elements_of_a_page_share_an_id_and_no_two_forms_a_key() {
    for_every_page(|name, html| {
        for attribute in [" id=\"", "name=\"idempotency_key\" value=\""] {
            let mut ids: Vec<&str> = html
                .split(attribute)
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap())
                .collect();
            let count = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(
                ids.len(),
                count,
                "{name}: a repeated{attribute} among {ids:?}"
            );
        }
    });
}

#[test]
fn a_button_outside_its_form_names_a_form_of_the_page() {
    for_every_page(|name, html| {
        for button in tags(html, "button")
            .into_iter()
            .filter(|tag| tag.contains(" form=\""))
        {
            let form = button
                .split(" form=\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap();
            assert!(
                html.contains(&format!("<form id=\"{form}\"")),
                "{name}: {form}"
            );
        }
    });
}

#[test]
fn a_described_field_is_described_on_the_same_page() {
    for_every_page(|name, html| {
        for ids in html
            .split(" aria-describedby=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
        {
            for id in ids.split(' ') {
                assert!(html.contains(&format!("id=\"{id}\"")), "{name}: {id}");
            }
        }
    });
}

#[test]
fn needles_that_are_in_can_always_be_removed_at_once() {
    for_every_page(|name, html| {
        let is_session = name.starts_with("session/") && !name.ends_with("/signed");
        if is_session && html.contains("is-in") && html.contains("dot is-in") {
            assert!(html.contains("Remove all now"), "{name}");
        }
    });
}
