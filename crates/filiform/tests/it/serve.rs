use crate::support::{Desk, Running, address_in, get};

#[test]
fn the_pages_of_a_clinic_are_served_until_the_program_is_told_to_stop() {
    let desk = Desk::with_clinic();
    let args = ["serve", "--listen", "127.0.0.1:0", "--plain-http"];
    let mut server = Running::start(&mut desk.command(&args));
    let said = server.lines_to("Filiform is at http://");
    let answer = get(&address_in(&said), "/sign-in");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("<form"), "{answer}");
    assert_eq!(server.stop(), "Filiform has stopped.\n");
}

#[test]
fn behind_a_proxy_browsers_are_told_to_stay_with_https() {
    let desk = Desk::with_clinic();
    let mut server = Running::start(&mut desk.command(&["serve", "--listen", "127.0.0.1:0"]));
    let said = server.lines_to("Filiform is at http://");
    let answer = get(&address_in(&said), "/sign-in");
    assert!(
        answer.to_lowercase().contains("strict-transport-security"),
        "{answer}"
    );
    server.stop();
}

#[test]
fn without_a_database_it_says_how_to_make_one() {
    let desk = Desk::new();
    let complaint = desk.run(&["serve"]).wrong();
    insta::assert_snapshot!(complaint);
    assert!(!desk.path("filiform.db").exists());
}

#[test]
fn an_empty_clinic_is_made_when_it_is_asked_for() {
    let desk = Desk::new();
    let args = [
        "serve",
        "--create",
        "Harbour Road",
        "--listen",
        "127.0.0.1:0",
    ];
    let mut server = Running::start(&mut desk.command(&args));
    server.lines_to("Filiform is at http://");
    server.stop();
    let report = desk.run(&["verify", "--json"]).fine().json();
    assert_eq!(report["clinics"][0]["name"], "Harbour Road");
}

#[test]
fn an_address_that_is_taken_is_named() {
    let desk = Desk::with_clinic();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let complaint = desk.run(&["serve", "--listen", &address]).wrong();
    assert!(
        complaint.contains(&format!("nothing can listen at {address}")),
        "{complaint}"
    );
}
