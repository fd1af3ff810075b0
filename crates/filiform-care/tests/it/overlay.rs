use std::collections::BTreeMap;

use filiform_care::overlay::{
    Change, Command, Event, FILE_MOST, FILES_MOST, Overlay, Refusal, decide, evolve,
};
use filiform_testkit::{an_act, long};
use proptest::prelude::*;

const RULE: &str = "screening/rules/anticoag-deep.md";

fn files(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    let files = files.iter();
    files
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

fn adopt(given: &[(&str, &str)]) -> Command {
    Command::Adopt {
        files: files(given),
        reason: long("agreed by the team"),
    }
}

fn revert(change: usize) -> Command {
    Command::Revert {
        change,
        reason: long("it caused confusion"),
    }
}

fn changed(path: &str, before: Option<&str>, after: Option<&str>, reason: &str) -> Event {
    Event::Changed(Change {
        path: path.to_owned(),
        before: before.map(ToOwned::to_owned),
        after: after.map(ToOwned::to_owned),
        reason: long(reason),
        act: an_act(),
    })
}

/// The overlay after orders that are followed.
fn after(commands: &[Command]) -> Overlay {
    let follow = |overlay: Overlay, command: &Command| {
        let events = decide(&overlay, command.clone(), an_act()).unwrap();
        events.iter().fold(overlay, evolve)
    };
    commands.iter().fold(Overlay::default(), follow)
}

#[test]
fn a_local_statement_is_adopted_with_its_reason() {
    let events = decide(&Overlay::default(), adopt(&[(RULE, "one")]), an_act());
    let expected = changed(RULE, None, Some("one"), "agreed by the team");
    assert_eq!(events, Ok(vec![expected]));
    assert_eq!(
        after(&[adopt(&[(RULE, "one")])]).files,
        files(&[(RULE, "one")])
    );
}

#[test]
fn only_what_differs_is_an_event_and_what_left_the_folder_is_one_too() {
    let overlay = after(&[adopt(&[(RULE, "one"), ("a.md", "a")])]);
    let events = decide(&overlay, adopt(&[(RULE, "two")]), an_act());
    let expected = [
        changed("a.md", Some("a"), None, "agreed by the team"),
        changed(RULE, Some("one"), Some("two"), "agreed by the team"),
    ];
    assert_eq!(events, Ok(expected.to_vec()));
}

#[test]
fn what_holds_already_is_refused() {
    let overlay = after(&[adopt(&[(RULE, "one")])]);
    let again = decide(&overlay, adopt(&[(RULE, "one")]), an_act());
    assert_eq!(again, Err(Refusal::NothingChanged));
    let nothing = decide(&Overlay::default(), adopt(&[]), an_act());
    assert_eq!(nothing, Err(Refusal::NothingChanged));
}

#[test]
fn a_change_is_reverted_to_what_stood_before_it() {
    let overlay = after(&[adopt(&[(RULE, "one")]), adopt(&[(RULE, "two")])]);
    let events = decide(&overlay, revert(2), an_act());
    let expected = changed(RULE, Some("two"), Some("one"), "it caused confusion");
    assert_eq!(events, Ok(vec![expected]));
    let overlay = after(&[adopt(&[(RULE, "one")]), revert(1)]);
    assert_eq!(overlay.files, files(&[]), "the shipped one holds again");
    assert_eq!(overlay.changes.len(), 2, "nothing is forgotten");
    let again = decide(&overlay, revert(1), an_act());
    assert_eq!(again, Err(Refusal::NothingChanged));
}

#[test]
fn a_change_is_not_reverted_over_a_later_one_of_the_same_statement() {
    let overlay = after(&[
        adopt(&[(RULE, "one")]),
        adopt(&[(RULE, "one"), ("conditions/ours.md", "ours")]),
        adopt(&[(RULE, "two"), ("conditions/ours.md", "ours")]),
    ]);
    let refused = decide(&overlay, revert(1), an_act());
    let expected = Refusal::ChangedSince {
        given: 1,
        later: 3,
        path: RULE.to_owned(),
    };
    assert_eq!(refused, Err(expected));
    let other = decide(&overlay, revert(2), an_act());
    assert!(other.is_ok(), "another statement stands by itself");
}

#[test]
fn the_changes_named_on_the_way_lead_back_to_the_shipped_statement() {
    let mut overlay = after(&[
        adopt(&[(RULE, "one")]),
        adopt(&[(RULE, "two")]),
        adopt(&[(RULE, "three")]),
    ]);
    let mut number = 1;
    let mut reverted = Vec::new();
    while !overlay.files.is_empty() {
        match decide(&overlay, revert(number), an_act()) {
            Ok(events) => {
                reverted.push(number);
                overlay = events.iter().fold(overlay, evolve);
                number = 1;
            }
            Err(Refusal::ChangedSince { later, .. }) => number = later,
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(reverted, [3, 2, 1]);
}

#[test]
fn a_change_that_does_not_exist_is_refused() {
    let overlay = after(&[adopt(&[(RULE, "one")])]);
    for given in [0, 2] {
        let refused = decide(&overlay, revert(given), an_act());
        assert_eq!(refused, Err(Refusal::NoSuchChange { given, most: 1 }));
    }
}

#[test]
fn too_many_and_too_long_statements_are_refused() {
    let many: BTreeMap<String, String> = (0..=FILES_MOST)
        .map(|number| (format!("{number}.md"), String::new()))
        .collect();
    let adopt = |files| Command::Adopt {
        files,
        reason: long("all of it"),
    };
    let refused = decide(&Overlay::default(), adopt(many), an_act());
    assert_eq!(refused, Err(Refusal::TooMany(FILES_MOST + 1)));
    let book = BTreeMap::from([(RULE.to_owned(), "x".repeat(FILE_MOST + 1))]);
    let refused = decide(&Overlay::default(), adopt(book), an_act());
    assert_eq!(refused, Err(Refusal::TooLong(RULE.to_owned())));
}

proptest! {
    #[test]
    fn whatever_was_adopted_reverting_all_of_it_backwards_leaves_nothing(
        folders in prop::collection::vec(prop::collection::btree_map("[a-c]\\.md", "[x-z]", 0..3), 1..5),
    ) {
        let mut overlay = Overlay::default();
        for files in folders {
            let order = Command::Adopt { files, reason: long("tried") };
            for event in decide(&overlay, order, an_act()).unwrap_or_default() {
                overlay = evolve(overlay, &event);
            }
        }
        for number in (1..=overlay.changes.len()).rev() {
            for event in decide(&overlay, revert(number), an_act()).unwrap_or_default() {
                overlay = evolve(overlay, &event);
            }
        }
        prop_assert!(overlay.files.is_empty());
    }
}
