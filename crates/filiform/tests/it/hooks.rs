use serde_json::{Value, json};

use crate::ehr::{ADDRESS, Ehr};
use crate::hooks_support::{Reply, SAFETY, Service, listening, patient_view, send, serve};
use crate::support::Desk;

const FEEDBACK: &str = "/cds-services/needling-safety/feedback";

fn json_headers(token: &str) -> [(&'static str, String); 2] {
    [
        ("Authorization", format!("Bearer {token}")),
        ("Content-Type", "application/json".to_owned()),
    ]
}

/// The card about warfarin.
fn bleeding_card(answered: &Reply) -> Value {
    assert_eq!(answered.status, 200, "{answered:?}");
    let cards = answered.json()["cards"].as_array().unwrap().clone();
    let about = |card: &&Value| card["detail"].as_str().unwrap().contains("Warfarin 3 mg");
    cards.iter().find(about).unwrap().clone()
}

#[test]
fn somebody_on_warfarin_gets_a_card_with_its_source() {
    let service = Service::start();
    let answered = service.post(SAFETY, &patient_view());
    let card = bleeding_card(&answered);
    assert!(card["summary"].as_str().unwrap().chars().count() < 140);
    assert_eq!(card["indicator"], "warning");
    assert!(
        card["source"]["label"]
            .as_str()
            .unwrap()
            .contains("Filiform")
    );
    let page = card["source"]["url"].as_str().unwrap();
    let path = page.strip_prefix(ADDRESS).unwrap();
    assert!(path.starts_with("/atlas/rules/"), "{path}");
    assert_eq!(answered.header("content-type"), Some("application/json"));
    assert_eq!(answered.header("cache-control"), Some("no-store"));
    assert_eq!(answered.header("x-content-type-options"), Some("nosniff"));
}

#[test]
fn the_example_in_the_documents_gets_the_card_that_stands_there() {
    let page = include_str!("../../../../docs/integrate/cds-hooks.md");
    let mut examples = page.split("```json\n").skip(1).map(|rest| {
        let (example, _) = rest.split_once("```").unwrap();
        serde_json::from_str::<Value>(example).unwrap()
    });
    let (request, answer) = (examples.next().unwrap(), examples.next().unwrap());
    let service = Service::start();
    let answered = service.post(SAFETY, &request).json();
    let (said, given) = (&answer["cards"][0], &answered["cards"][0]);
    for member in ["uuid", "summary", "indicator"] {
        assert_eq!(said[member], given[member]);
    }
    assert_eq!(said["source"]["url"], given["source"]["url"]);
    assert_eq!(said["overrideReasons"][0], given["overrideReasons"][0]);
}

#[test]
fn nothing_about_the_patient_is_kept_or_logged() {
    let service = Service::start();
    let card = bleeding_card(&service.post(SAFETY, &patient_view()));
    let words = json!({ "feedback": [{ "card": card["uuid"], "outcome": "overridden",
        "overrideReason": { "reason": { "code": "discussed" },
            "userComment": "Mrs Quillfeather (quill-77) agreed" },
        "outcomeTimestamp": "2026-11-24T09:30:00Z" }] });
    assert_eq!(service.post(FEEDBACK, &words).status, 200);
    let broken = service.post(SAFETY, &json!({ "hook": "Quillfeather" }));
    assert!(!broken.refused(400).contains("Quillfeather"));
    let (desk, log) = service.stop();
    assert!(log.contains("at https://filiform.example.org/cds-services: Harbour EHR"));
    assert!(log.contains("a hook was answered"));
    let mut read = 0;
    let files = std::fs::read_dir(desk.path("")).unwrap();
    for file in files.map(|file| file.unwrap().path()) {
        let bytes = std::fs::read(&file).unwrap();
        for word in ["Quillfeather", "quill-77", "1956-04-11", "Warfarin 3 mg"] {
            let found = bytes
                .windows(word.len())
                .any(|part| part == word.as_bytes());
            assert!(!found, "`{word}` stands in {}", file.display());
        }
        read += 1;
    }
    assert!(
        read >= 5,
        "database, key, log and the two files of the hooks"
    );
}

#[test]
fn what_became_of_a_card_is_counted_once_however_often_it_is_said() {
    let service = Service::start();
    let card = bleeding_card(&service.post(SAFETY, &patient_view()));
    let words = json!({ "feedback": [{ "card": card["uuid"], "outcome": "overridden",
        "overrideReason": { "reason": { "code": "discussed" } },
        "outcomeTimestamp": "2026-11-24T09:30:00Z" }] });
    assert_eq!(service.post(FEEDBACK, &words).status, 200);
    assert_eq!(service.post(FEEDBACK, &words).status, 200);
    let (desk, _) = service.stop();
    let told = desk.run(&["hooks", "feedback", "--json"]).fine().json();
    let page = card["source"]["url"].as_str().unwrap();
    let (_, rule) = page.rsplit_once('/').unwrap();
    assert_eq!(
        told,
        json!({ rule: { "accepted": 0, "overridden": 1, "reasons": { "discussed": 1 } } })
    );
    let told = desk.run(&["hooks", "feedback"]).fine().out;
    assert!(told.contains("1 card: 0 taken up, 1 put aside"), "{told}");
}

#[test]
fn without_feedback_the_manager_is_told_so() {
    let told = Desk::with_clinic().run(&["hooks", "feedback"]).fine().out;
    assert_eq!(told, "No other system has said what became of a card.\n");
}

#[test]
fn services_are_listed_for_whoever_has_a_token_or_for_everybody_if_the_file_says_so() {
    let service = Service::start();
    let path = "/cds-services";
    send(&service.address, "GET", path, &[], "").refused(401);
    let token = json_headers(&service.ehr.token(path));
    let listed = send(&service.address, "GET", path, &token, "");
    let open = Service::start_with("open_discovery = true");
    let seen = send(&open.address, "GET", path, &[], "");
    assert_eq!((listed.status, seen.status), (200, 200));
    assert_eq!(listed.body, seen.body);
    let hooks: Vec<Value> = listed.json()["services"].as_array().unwrap().clone();
    assert!(hooks.iter().any(|one| one["hook"] == "patient-view"));
    // Open is only the list.
    send(&open.address, "POST", SAFETY, &[], "{}").refused(401);
}

#[test]
fn nobody_is_answered_when_no_file_says_who_may_ask() {
    let desk = Desk::with_clinic();
    let (running, address) = listening(&desk, &mut serve(&desk));
    for (method, path) in [
        ("GET", "/cds-services"),
        ("POST", SAFETY),
        ("POST", FEEDBACK),
    ] {
        let words = send(&address, method, path, &[], "").refused(404);
        assert!(words.contains("no such service"), "{words}");
    }
    running.stop();
}

#[test]
fn a_call_is_refused_whose_token_does_not_fit() {
    let service = Service::start();
    let ehr = &service.ehr;
    let now = ehr.claims(SAFETY)["iat"].as_u64().unwrap();
    let changed = |member: &str, to: Value| {
        let mut claims = ehr.claims(SAFETY);
        claims[member] = to;
        ehr.sign(&claims)
    };
    let used = ehr.token(SAFETY);
    let first = send(&service.address, "POST", SAFETY, &json_headers(&used), "{}");
    first.refused(400);
    for (token, because) in [
        (changed("iss", json!("https://evil.example.org")), "`iss`"),
        (
            changed("aud", json!(format!("{ADDRESS}{FEEDBACK}"))),
            "`aud`",
        ),
        (changed("exp", json!(now - 120)), "expired"),
        (changed("exp", json!(now + 900)), "five minutes"),
        (changed("iat", json!(now + 120)), "not good yet"),
        (Ehr::new().token(SAFETY), "signature"),
        ("a.b.c".to_owned(), "cannot be read"),
        (used, "used before"),
    ] {
        let body = patient_view().to_string();
        let reply = send(
            &service.address,
            "POST",
            SAFETY,
            &json_headers(&token),
            &body,
        );
        let words = reply.refused(401);
        assert!(words.contains(because), "{words}");
        let challenge = reply.header("www-authenticate").unwrap();
        assert!(challenge.starts_with("Bearer"), "{challenge}");
    }
    let reply = send(&service.address, "POST", SAFETY, &[], "{}");
    assert!(reply.refused(401).contains("Authorization: Bearer"));
}

#[test]
fn each_kind_of_wrong_request_has_a_status_of_its_own() {
    let service = Service::start();
    let call = |path: &str, kind: &str, body: &str| {
        let headers = [
            (
                "Authorization",
                format!("Bearer {}", service.ehr.token(path)),
            ),
            ("Content-Type", kind.to_owned()),
        ];
        send(&service.address, "POST", path, &headers, body)
    };
    let json = "application/json";
    let mut empty = patient_view();
    empty.as_object_mut().unwrap().remove("prefetch");
    let words = call(SAFETY, json, &empty.to_string()).refused(412);
    assert!(words.contains("medications"), "{words}");
    call(SAFETY, json, "[").refused(400);
    call(SAFETY, "text/plain", &patient_view().to_string()).refused(415);
    call(SAFETY, json, &" ".repeat(2 * 1024 * 1024 + 1)).refused(413);
    call("/cds-services/needling-fortune", json, "{}").refused(404);
    call("/cds-services/needling-safety/a/b", json, "{}").refused(404);
    call(FEEDBACK, json, "{}").refused(400);
    send(&service.address, "GET", SAFETY, &[], "").refused(405);
    let charset = "application/json; charset=utf-8";
    assert_eq!(
        call(SAFETY, charset, &patient_view().to_string()).status,
        200
    );
}

#[test]
fn pages_of_the_origins_named_may_call_and_others_may_not() {
    let service = Service::start();
    let ask = |origin: &str| {
        let headers = [
            ("Origin", origin.to_owned()),
            ("Access-Control-Request-Method", "POST".to_owned()),
            (
                "Access-Control-Request-Headers",
                "authorization,content-type".to_owned(),
            ),
        ];
        send(&service.address, "OPTIONS", SAFETY, &headers, "")
    };
    let known = ask("https://pages.example.org");
    assert_eq!(known.status, 200);
    assert_eq!(
        known.header("access-control-allow-origin"),
        Some("https://pages.example.org")
    );
    let methods = known.header("access-control-allow-methods").unwrap();
    assert!(methods.contains("POST"), "{methods}");
    let headers = known.header("access-control-allow-headers").unwrap();
    assert!(headers.contains("authorization"), "{headers}");
    let unknown = ask("https://evil.example.org");
    assert_eq!(unknown.header("access-control-allow-origin"), None);
    let mut headers = json_headers(&service.ehr.token(SAFETY)).to_vec();
    headers.push(("Origin", "https://pages.example.org".to_owned()));
    headers.push(("Sec-Fetch-Site", "cross-site".to_owned()));
    let body = patient_view().to_string();
    let answered = send(&service.address, "POST", SAFETY, &headers, &body);
    assert_eq!(answered.status, 200);
    assert_eq!(
        answered.header("access-control-allow-origin"),
        Some("https://pages.example.org")
    );
}

#[test]
fn a_file_that_cannot_hold_stops_the_start() {
    let desk = Desk::with_clinic();
    desk.file("hooks.toml", &format!("address = \"{ADDRESS}\"\n"));
    let complaint = |name: &str| desk.run(&["serve", "--hooks", name]).wrong();
    insta::assert_snapshot!(complaint("hooks.toml"));
    let missing = complaint("nowhere.toml");
    assert!(
        missing.contains("`nowhere.toml` cannot be read"),
        "{missing}"
    );
}
