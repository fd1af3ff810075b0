use std::io::Write as _;
use std::process::Stdio;

use crate::support::Desk;

const NORA: [&str; 8] = [
    "user",
    "add",
    "--login",
    "nora",
    "--name",
    "Dr Nora Lindqvist",
    "--role",
    "practitioner",
];

#[test]
fn the_first_person_makes_database_clinic_and_key() {
    let desk = Desk::new();
    let ran = desk
        .run(&[&NORA[..], &["--clinic", "Harbour Road"]].concat())
        .fine();
    assert!(
        ran.out
            .contains("`nora` can sign in to Harbour Road as practitioner.")
    );
    assert!(ran.out.contains("Password: "), "{}", ran.out);
    assert!(
        ran.err.contains("Keep a copy of `filiform.db.key`"),
        "{}",
        ran.err
    );
    let key = std::fs::read_to_string(desk.path("filiform.db.key")).unwrap();
    assert_eq!(key.trim().len(), 64);
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_the_key() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::with_clinic();
    let mode = std::fs::metadata(desk.path("filiform.db.key"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn without_a_clinic_no_database_is_made() {
    let desk = Desk::new();
    let complaint = desk.run(&NORA).wrong();
    assert!(complaint.contains("add `--clinic \"Name\"`"), "{complaint}");
    assert!(!desk.path("filiform.db").exists());
}

#[test]
fn a_sign_in_name_is_given_once() {
    let desk = Desk::with_clinic();
    let complaint = desk.run(&NORA).wrong();
    assert!(
        complaint.contains("the sign-in name `nora` is taken"),
        "{complaint}"
    );
}

#[test]
fn with_several_clinics_one_has_to_be_named() {
    let desk = Desk::with_clinic();
    let person = [
        "user",
        "add",
        "--login",
        "ines",
        "--name",
        "Ines",
        "--role",
        "assistant",
    ];
    let ran = desk
        .run(&[&person[..], &["--clinic", "Hill Street"]].concat())
        .fine();
    assert!(
        ran.err.contains("Made the clinic `Hill Street`."),
        "{}",
        ran.err
    );
    let other = [
        "user", "add", "--login", "ruth", "--name", "Ruth", "--role", "manager",
    ];
    let complaint = desk.run(&other).wrong();
    assert!(
        complaint.contains("`Harbour Road`, `Hill Street`"),
        "{complaint}"
    );
    desk.run(&[&other[..], &["--clinic", "Harbour Road"]].concat())
        .fine();
}

#[test]
fn a_password_from_standard_input_is_not_shown() {
    let desk = Desk::new();
    let args = [&NORA[..], &["--clinic", "Harbour Road", "--password-stdin"]].concat();
    let run = |password: &str| {
        let mut child = desk
            .command(&args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(password.as_bytes())
            .unwrap();
        child.wait_with_output().unwrap()
    };
    let short = run("too short\n");
    assert_eq!(short.status.code(), Some(1));
    let said = String::from_utf8_lossy(&short.stderr).into_owned();
    assert!(said.contains("12 to 200 characters"), "{said}");
    let fine = run("a good long password\n");
    assert!(fine.status.success());
    let said = String::from_utf8_lossy(&fine.stdout).into_owned();
    assert!(!said.contains("assword"), "{said}");
}
