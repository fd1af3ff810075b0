use rusqlite::Connection;

use crate::support::Desk;

fn with_history() -> Desk {
    let desk = Desk::with_clinic();
    desk.run(&["import", desk.warfarin()]).fine();
    desk
}

/// Changes a copy of the record behind the back of the program.
fn tampered(desk: &Desk, sql: &str) -> &'static str {
    for ending in ["", "-wal", "-shm", ".key"] {
        let from = desk.path(&format!("filiform.db{ending}"));
        if from.exists() {
            std::fs::copy(from, desk.path(&format!("copy.db{ending}"))).unwrap();
        }
    }
    let database = Connection::open(desk.path("copy.db")).unwrap();
    database.execute_batch(sql).unwrap();
    "copy.db"
}

#[test]
fn an_untouched_record_is_whole() {
    let desk = with_history();
    let report = desk.run(&["verify", "--json"]).fine().json();
    assert_eq!(report["whole"], true);
    let clinic = &report["clinics"][0];
    assert_eq!(clinic["name"], "Harbour Road");
    assert_eq!(clinic["events"], 2);
    assert_eq!(clinic["head"].as_str().unwrap().len(), 64);
    let words = desk.run(&["verify"]).fine().out;
    let head = clinic["head"].as_str().unwrap();
    insta::assert_snapshot!(words.replace(head, "<head>"));
}

#[test]
fn an_event_that_was_changed_is_named() {
    let desk = with_history();
    let copy = tampered(
        &desk,
        "DROP TRIGGER event_never_changes; UPDATE event SET at_us = at_us + 1 WHERE seq = 2;",
    );
    let ran = desk.run(&["--database", copy, "verify"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("Harbour Road: BROKEN"), "{}", ran.out);
    assert!(
        ran.out.contains("event 2 was changed after it was written"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("way out: "), "{}", ran.out);
}

#[test]
fn an_event_that_was_removed_is_named() {
    let desk = with_history();
    let copy = tampered(
        &desk,
        "DROP TRIGGER event_never_goes; DELETE FROM event WHERE seq = 1;",
    );
    let report = desk.run(&["--database", copy, "verify", "--json"]);
    assert_eq!(report.code, 1);
    let faults = report.json()["clinics"][0]["faults"].to_string();
    assert!(faults.contains("event 1 is missing"), "{faults}");
}

#[test]
fn a_page_that_shows_something_else_than_the_ledger_says_is_named() {
    let desk = with_history();
    let copy = tampered(&desk, "DELETE FROM patient_token;");
    let ran = desk.run(&["--database", copy, "verify"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("`patient_token`"), "{}", ran.out);
}

#[test]
fn without_its_key_the_record_is_not_opened_and_no_new_key_is_made() {
    let desk = with_history();
    std::fs::remove_file(desk.path("filiform.db.key")).unwrap();
    let complaint = desk.run(&["verify"]).wrong();
    insta::assert_snapshot!(complaint);
    assert!(!desk.path("filiform.db.key").exists());
}

#[test]
fn another_key_is_refused_before_anything_is_written_under_it() {
    let desk = with_history();
    desk.file("filiform.db.key", &"0f".repeat(32));
    let complaint = desk.run(&["import", desk.warfarin()]).wrong();
    assert!(
        complaint.contains("the key does not open the record"),
        "{complaint}"
    );
    desk.file("filiform.db.key", "not a key");
    let complaint = desk.run(&["import", desk.warfarin()]).wrong();
    assert!(
        complaint.contains("`filiform.db.key` holds no key"),
        "{complaint}"
    );
}

#[test]
fn what_is_no_database_is_not_proven() {
    let desk = with_history();
    desk.file(
        "other.db",
        "this is a letter, not a database; it is long enough to be read as one",
    );
    desk.file("other.db.key", &"0f".repeat(32));
    let complaint = desk.run(&["--database", "other.db", "verify"]).wrong();
    assert!(complaint.contains("`other.db` did not open"), "{complaint}");
}
