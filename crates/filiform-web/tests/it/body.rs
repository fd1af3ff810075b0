//! What the body chart draws, and what it hands to its island.

use filiform_web::pages::specimens;

/// The parts of the page that a state of a page draws.
fn drawn(page: &str, state: &str) -> String {
    let found = specimens()
        .into_iter()
        .find(|one| one.page == page && one.state == state);
    found.unwrap().markup.into_string()
}

#[test]
fn left_and_right_stand_on_every_picture_in_words() {
    let html = drawn("session", "place-some");
    let pictures = html.matches("<figure class=\"body-view").count();
    assert!(pictures >= 2);
    assert_eq!(html.matches(">Left</text>").count(), pictures);
    assert_eq!(html.matches(">Right</text>").count(), pictures);
}

#[test]
fn what_the_island_reads_is_json_that_cannot_end_its_element() {
    let html = drawn("drawing", "blank");
    let start = html.split("type=\"application/json\">").nth(1);
    let text = start.unwrap().split("</script>").next().unwrap();
    assert!(!text.contains('<'), "{text}");
    let data: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(data["mode"], "draw");
    assert_eq!(data["draw"]["field"], "drawing");
    assert!(data["mesh"].as_str().unwrap().ends_with("/body/body.bin"));
}

#[test]
fn a_forbidden_pair_is_drawn_as_such_and_says_why() {
    let html = drawn("plan", "forbidden-pair");
    assert!(html.contains("pair is-forbidden"), "no forbidden pair");
    assert!(html.contains("forbidden, Pacemaker"), "no reason");
}

#[test]
fn what_was_drawn_stands_on_the_picture_and_in_words() {
    let html = drawn("record", "full");
    assert!(html.contains("class=\"pain is-ache\""));
    assert!(html.contains("Drawn by the patient"));
}
