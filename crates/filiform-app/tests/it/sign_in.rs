//! Signing in and out.

use argon2::password_hash::phc::PasswordHash;
use filiform_app::{NewUser, NewUserError, Role, SignIn, SignInError};
use filiform_store::accounts;

use crate::world::World;

const LOGIN: &str = "nora";
const PASSWORD: &str = "correct horse battery";

/// A world in which somebody can sign in.
fn with_a_person() -> World {
    let world = World::new();
    let clinic = world.practitioner.clinic;
    world.app.add_user(clinic, nora()).expect("a person");
    world
}

fn nora() -> NewUser {
    NewUser {
        login: LOGIN.to_owned(),
        name: "Nora Lindqvist".to_owned(),
        role: Role::Practitioner,
        password: PASSWORD.to_owned(),
    }
}

fn signed_in(world: &World) -> SignIn {
    world
        .app
        .sign_in(LOGIN, PASSWORD)
        .expect("the password is right")
}

fn is_in(world: &World, sign_in: &SignIn) -> bool {
    let found = world.app.signed_in(&sign_in.token);
    found.expect("the database answers").is_some()
}

#[test]
fn the_right_name_and_password_sign_in() {
    let world = with_a_person();
    let sign_in = signed_in(&world);
    assert_eq!(sign_in.actor.name, "Nora Lindqvist");
    assert_eq!(sign_in.actor.clinic, world.practitioner.clinic);
    assert_eq!(sign_in.actor.role, Role::Practitioner);
    let found = world.app.signed_in(&sign_in.token);
    let found = found.expect("the database answers").expect("a sign-in");
    assert_eq!(found.actor, sign_in.actor);
    assert_eq!(found.clinic_name, "Harbour Road");
}

#[test]
fn capitals_and_blanks_around_the_name_do_not_matter() {
    let world = with_a_person();
    world
        .app
        .sign_in("  Nora ", PASSWORD)
        .expect("the same name");
    let other_case = PASSWORD.to_uppercase();
    world
        .app
        .sign_in(LOGIN, &other_case)
        .expect_err("another password");
}

#[test]
fn a_wrong_password_and_an_unknown_name_get_the_same_answer() {
    let world = with_a_person();
    let before = world.stored().without("sign_in_failure");
    for (login, failures) in [(LOGIN, 1), ("nobody", 1), (LOGIN, 2), ("nobody", 2)] {
        let refused = world.app.sign_in(login, "not the password");
        let refused = refused.expect_err("nobody is signed in");
        assert!(
            matches!(refused, SignInError::Wrong),
            "{login}: {refused:?}"
        );
        assert_eq!(refused.to_string(), "the name or the password is wrong");
        let counted = world.view(move |tx| accounts::failures(tx, login));
        assert_eq!(counted.0, failures, "{login}");
    }
    let after = world.stored().without("sign_in_failure");
    assert!(after.changed_since(&before).is_empty());
}

/// Time is not measured here: what is compared is the work that is asked for. The hash that stands in
/// for a name nobody has is private to its file, so it is read there.
#[test]
fn an_unknown_name_costs_the_work_of_a_real_one() {
    let world = with_a_person();
    let account = world.view(|tx| accounts::account_by_login(tx, LOGIN));
    let real = account.expect("the person is found").password_hash;
    let source = include_str!("../../src/signin.rs");
    let (_, decoy) = source
        .split_once("const DECOY: &str = \"")
        .expect("a decoy");
    let (decoy, _) = decoy.split_once('"').expect("its end");
    let decoy: String = decoy.split("\\\n").map(str::trim).collect();

    let read = |text: &str| {
        let hash = PasswordHash::new(text).expect("a hash that can be read");
        let output = hash.hash.expect("an output").as_bytes().len();
        (
            hash.algorithm.to_string(),
            hash.version,
            hash.params.to_string(),
            output,
        )
    };
    assert_eq!(read(&decoy), read(&real));
}

#[test]
fn guessing_is_slowed_down_for_names_that_exist_and_names_that_do_not() {
    for login in [LOGIN, "nobody"] {
        let world = with_a_person();
        let answers = (0..10).map(|_| world.app.sign_in(login, "a guess"));
        let wrong = answers
            .take_while(|answer| matches!(answer, Err(SignInError::Wrong)))
            .count();
        assert!((5..10).contains(&wrong), "{login}: {wrong} guesses");
    }
}

/// Guesses until the wait is longer than what passes between two readings of the clock.
fn guess_until_it_waits(world: &World, login: &str) {
    for _ in 0..30 {
        if let Err(SignInError::Wait { seconds: 3.. }) = world.app.sign_in(login, "a guess") {
            return;
        }
    }
    unreachable!("guessing is slowed down");
}

#[test]
fn after_many_failures_even_the_right_password_waits_and_then_clears_them() {
    let world = with_a_person();
    guess_until_it_waits(&world, LOGIN);
    let refused = world.app.sign_in(LOGIN, PASSWORD);
    let Err(SignInError::Wait { seconds }) = refused else {
        unreachable!("{refused:?}");
    };
    assert!((1..=15 * 60).contains(&seconds), "{seconds}");
    world.pass(15);
    signed_in(&world);
    let counted = world.view(|tx| accounts::failures(tx, LOGIN));
    assert_eq!(counted.0, 0);
}

#[test]
fn the_failures_of_one_do_not_keep_another_out() {
    let world = with_a_person();
    guess_until_it_waits(&world, "nobody");
    signed_in(&world);
}

#[test]
fn a_sign_in_that_is_not_used_ends_after_an_hour() {
    let world = with_a_person();
    let sign_in = signed_in(&world);
    world.pass(59);
    assert!(is_in(&world, &sign_in));
    world.pass(61);
    assert!(!is_in(&world, &sign_in));
    assert!(!is_in(&world, &sign_in), "it does not come back");
}

#[test]
fn a_sign_in_that_is_used_goes_on_but_not_beyond_twelve_hours() {
    let world = with_a_person();
    let sign_in = signed_in(&world);
    for minutes in (50..12 * 60).step_by(50) {
        world.pass(50);
        assert!(is_in(&world, &sign_in), "after {minutes} minutes");
    }
    world.pass(50);
    assert!(!is_in(&world, &sign_in));
}

#[test]
fn signing_out_ends_this_sign_in_and_no_other() {
    let world = with_a_person();
    let (here, at_home) = (signed_in(&world), signed_in(&world));
    assert_ne!(here.token, at_home.token);
    let done = world.app.sign_out(&here.actor, &here.token);
    done.expect("the database answers");
    assert!(!is_in(&world, &here));
    assert!(is_in(&world, &at_home));
}

#[test]
fn nobody_signs_out_a_person_of_another_clinic() {
    let world = with_a_person();
    let sign_in = signed_in(&world);
    let done = world.app.sign_out(&world.stranger, &sign_in.token);
    done.expect("the database answers");
    assert!(is_in(&world, &sign_in));
}

#[test]
fn a_token_that_nobody_gave_out_finds_nobody() {
    let world = with_a_person();
    let sign_in = signed_in(&world);
    for token in [
        "",
        "0000",
        &sign_in.token[1..],
        &sign_in.token.to_uppercase(),
    ] {
        let found = world.app.signed_in(token).expect("the database answers");
        assert!(found.is_none(), "`{token}`");
    }
}

#[test]
fn only_the_token_of_this_sign_in_fits_its_forms() {
    let world = with_a_person();
    let csrf = |sign_in: &SignIn| {
        let found = world.app.signed_in(&sign_in.token);
        found.expect("the database answers").expect("a sign-in")
    };
    let (one, other) = (csrf(&signed_in(&world)), csrf(&signed_in(&world)));
    assert!(one.csrf_fits(&one.csrf));
    assert!(!one.csrf_fits(&other.csrf));
    assert!(!one.csrf_fits(""));
}

#[test]
fn neither_password_nor_token_stands_in_the_database() {
    let world = with_a_person();
    let sign_in = signed_in(&world);
    let stored = world.stored();
    assert!(stored.mentions(LOGIN));
    for secret in [PASSWORD, &sign_in.token] {
        assert!(!stored.mentions(secret));
    }
}

#[test]
fn a_sign_in_name_is_taken_once_in_all_clinics() {
    let world = with_a_person();
    let again = NewUser {
        login: "NORA".to_owned(),
        ..nora()
    };
    let before = world.stored();
    for clinic in [world.practitioner.clinic, world.stranger.clinic] {
        let refused = world.app.add_user(clinic, again.clone());
        assert!(matches!(refused, Err(NewUserError::Taken(login)) if login == LOGIN));
    }
    assert!(world.stored().changed_since(&before).is_empty());
}

#[test]
fn wrong_passwords_tried_at_once_are_counted_one_by_one() {
    let world = with_a_person();
    std::thread::scope(|scope| {
        for _ in 0..5 {
            scope.spawn(|| world.app.sign_in(LOGIN, "guess").expect_err("a guess"));
        }
    });
    let counted = world.view(|tx| accounts::failures(tx, LOGIN));
    assert_eq!(counted.0, 5);
}
