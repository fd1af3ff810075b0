//! What the server refuses, and in which words.

use filiform_testkit::browser::Demo;
use reqwest::StatusCode;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::clinic::given_a_demonstration;
use crate::wire::{Answered, Visitor};

fn then_it_is_refused(answered: &Answered, status: StatusCode, words: &str) {
    assert_eq!(answered.status, status, "{}", answered.html);
    assert!(
        answered.html.contains(words),
        "`{words}` is not on the page:\n{}",
        answered.html
    );
}

/// The plan page of the patient who has an open course and no agreed plan.
async fn given_an_open_plan(visitor: &Visitor) -> (String, Answered) {
    let (_, patient) = visitor.patient("Duff").await;
    let path = patient.link("/courses/", "/plan");
    let page = visitor.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.html);
    (path, page)
}

#[tokio::test]
async fn a_form_without_its_token_is_refused() {
    let demo = given_a_demonstration();
    let visitor = Visitor::signed_in(&demo).await;
    let (path, page) = given_an_open_plan(&visitor).await;
    let fields = [("point", "ST36"), ("side", "right")];
    let without = visitor.post(&format!("{path}/placements"), &fields).await;
    then_it_is_refused(&without, StatusCode::FORBIDDEN, "Nothing was saved");
    let after = visitor.get(&path).await;
    assert_eq!(
        after.hidden("expected_version"),
        page.hidden("expected_version")
    );
}

#[tokio::test]
async fn the_token_of_another_sign_in_is_refused() {
    let demo = given_a_demonstration();
    let visitor = Visitor::signed_in(&demo).await;
    let thief = Visitor::signed_in(&demo).await;
    let stolen = visitor.get("/").await.hidden("csrf");
    assert_ne!(stolen, thief.get("/").await.hidden("csrf"));
    let answered = thief.post("/sign-out", &[("csrf", &stolen)]).await;
    then_it_is_refused(&answered, StatusCode::FORBIDDEN, "Nothing was saved");
}

#[tokio::test]
async fn a_page_that_is_stale_is_refused() {
    let demo = given_a_demonstration();
    let visitor = Visitor::signed_in(&demo).await;
    let (path, page) = given_an_open_plan(&visitor).await;
    let (csrf, version) = (page.hidden("csrf"), page.hidden("expected_version"));
    let add = |point: &'static str| {
        vec![
            ("csrf", csrf.as_str()),
            ("expected_version", version.as_str()),
            ("point", point),
            ("side", "right"),
        ]
    };
    let to = format!("{path}/placements");
    let first = visitor.post(&to, &add("ST36")).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.html);
    let second = visitor.post(&to, &add("SP9")).await;
    then_it_is_refused(
        &second,
        StatusCode::CONFLICT,
        "has changed since you opened it",
    );
}

#[tokio::test]
async fn a_proposal_that_changed_since_it_was_seen_is_not_taken_over() {
    let demo = given_a_demonstration();
    let visitor = Visitor::signed_in(&demo).await;
    let (patient, page) = visitor.patient("Duff").await;
    let csrf = page.hidden("csrf");
    let complaint = [
        ("csrf", csrf.as_str()),
        ("condition", "knee_oa"),
        ("side", "left"),
    ];
    let proposed = visitor.post(&format!("{patient}/assess"), &complaint).await;
    let (version, seen) = (proposed.hidden("expected_version"), proposed.hidden("seen"));
    let mut forms = proposed.html.split("action=\"");
    let to = forms.find(|form| form.contains("/plan/placements\""));
    let (to, _) = to.unwrap().split_once('"').unwrap();
    let add = |seen| {
        [
            ("csrf", csrf.as_str()),
            ("expected_version", version.as_str()),
            ("seen", seen),
            ("point", "ST36"),
            ("side", "right"),
        ]
    };
    let other = visitor.post(to, &add("another proposal")).await;
    then_it_is_refused(
        &other,
        StatusCode::CONFLICT,
        "has changed since you opened it",
    );
    let same = visitor.post(to, &add(&seen)).await;
    assert_eq!(same.status, StatusCode::OK, "{}", same.html);
}

#[tokio::test]
async fn an_unknown_point_and_an_impossible_depth_are_explained() {
    let demo = given_a_demonstration();
    let visitor = Visitor::signed_in(&demo).await;
    let (path, page) = given_an_open_plan(&visitor).await;
    let csrf = page.hidden("csrf");
    let to = format!("{path}/placements");
    let unknown = [
        ("csrf", csrf.as_str()),
        ("point", "ST360"),
        ("side", "left"),
    ];
    let unknown = visitor.post(&to, &unknown).await;
    then_it_is_refused(
        &unknown,
        StatusCode::UNPROCESSABLE_ENTITY,
        "There is no point `ST360`.",
    );
    let deep = [
        ("csrf", csrf.as_str()),
        ("point", "ST36"),
        ("side", "left"),
        ("depth_min_mm", "20"),
        ("depth_max_mm", "900"),
    ];
    let deep = visitor.post(&to, &deep).await;
    then_it_is_refused(&deep, StatusCode::UNPROCESSABLE_ENTITY, "900");
    assert!(
        deep.html.contains("depth_max_mm-error"),
        "the depth has no error beside it:\n{}",
        deep.html
    );
}

#[tokio::test]
async fn a_signed_session_refuses_every_change() {
    let demo = given_a_demonstration();
    let visitor = Visitor::signed_in(&demo).await;
    let (patient, page) = visitor.patient("Raman").await;
    let csrf = page.hidden("csrf");
    let session = visitor
        .get(&format!("{patient}/sessions"))
        .await
        .link("/sessions/", "-");
    for (action, field) in [
        ("after", ("feeling", "something else")),
        ("rest", ("retention_min", "20")),
        ("remove-all", ("", "")),
    ] {
        let fields = [("csrf", csrf.as_str()), field];
        let answered = visitor.post(&format!("{session}/{action}"), &fields).await;
        then_it_is_refused(
            &answered,
            StatusCode::UNPROCESSABLE_ENTITY,
            "signed and can no longer be changed",
        );
    }
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_with_a_sentence() {
    let demo = given_a_demonstration();
    let visitor = Visitor::signed_in(&demo).await;
    let answer = when_zeros_are_uploaded(&demo, &visitor, 200 * 1024 * 1024).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.contains("The file is too large"), "{answer}");
}

/// Sends an upload of zeros as a stream of small pieces and answers what the server says.
async fn when_zeros_are_uploaded(demo: &Demo, visitor: &Visitor, bytes: usize) -> String {
    const PIECE: usize = 64 * 1024;
    let csrf = visitor.get("/import").await.hidden("csrf");
    let start = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--edge\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"zeros.json\"\r\n\r\n"
    );
    let host = demo.origin.trim_start_matches("http://");
    let head = format!(
        "POST /import HTTP/1.1\r\nHost: {host}\r\nCookie: {}\r\nConnection: close\r\n\
         Content-Type: multipart/form-data; boundary=edge\r\nContent-Length: {}\r\n\r\n{start}",
        visitor.cookie,
        start.len() + bytes
    );
    let (mut from, mut to) = TcpStream::connect(host).await.unwrap().into_split();
    let sending = tokio::spawn(async move {
        let zeros = vec![0_u8; PIECE];
        let mut sent = to.write_all(head.as_bytes()).await;
        for _ in 0..bytes / PIECE {
            if sent.is_err() {
                break;
            }
            sent = to.write_all(&zeros).await;
        }
        // The connection stays whole until the answer is read.
        to
    });
    let mut answer = Vec::new();
    let mut piece = [0_u8; 4096];
    while let Ok(read @ 1..) = from.read(&mut piece).await {
        answer.extend_from_slice(piece.get(..read).unwrap_or_default());
        if String::from_utf8_lossy(&answer).contains("</html>") {
            break;
        }
    }
    sending.abort();
    String::from_utf8_lossy(&answer).into_owned()
}
