use std::net::TcpListener;

use crate::support::{Desk, Running, address_in, get};

#[test]
fn the_demonstration_answers_and_leaves_nothing_behind() {
    let desk = Desk::new();
    let args = [
        "demo",
        "--json",
        "--listen",
        "127.0.0.1:0",
        "--password",
        "a-password-for-tests",
    ];
    let mut demo = Running::start(desk.command(&args).env("TMPDIR", desk.path("")));
    let said = demo.lines_to("}");
    let made: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(made["login"], "demo");
    assert_eq!(made["password"], "a-password-for-tests");
    let answer = get(&address_in(&said), "/sign-in");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    demo.stop();
    assert_eq!(std::fs::read_dir(desk.path("")).unwrap().count(), 0);
}

#[test]
fn a_taken_port_does_not_stop_the_demonstration() {
    let desk = Desk::new();
    // Whoever has the usual port, we or somebody else: it is taken.
    let _taken = TcpListener::bind("127.0.0.1:8080");
    let mut demo = Running::start(desk.command(&["demo"]).env("TMPDIR", desk.path("")));
    let said = demo.lines_to("Ctrl-C ends it.");
    let address = address_in(&said);
    assert_ne!(address, "127.0.0.1:8080");
    let password = said.lines().find(|line| line.contains("Password")).unwrap();
    let password = password.split_whitespace().last().unwrap();
    assert_eq!(password.len(), 24);
    insta::assert_snapshot!(
        said.replace(&address, "<address>")
            .replace(password, "<password>")
    );
    assert_eq!(demo.stop(), "The demonstration is over and was deleted.\n");
}
