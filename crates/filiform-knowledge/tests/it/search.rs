use std::collections::HashSet;
use std::sync::LazyLock;

use filiform_knowledge::{Entry, Kind, Knowledge, Search};
use proptest::prelude::*;

static SEARCH: LazyLock<Search> =
    LazyLock::new(|| Search::new(&Knowledge::embedded().expect("the shipped knowledge loads")));

fn first(typed: &str) -> Option<(Kind, &'static str)> {
    let found = SEARCH.find(typed, 1);
    found.first().map(|entry| (entry.kind, entry.id.as_str()))
}

#[test]
fn a_code_is_found_however_it_is_written() {
    for typed in ["ST36", "st36", "ST 36", "st-36", "Zusanli", "zusanli"] {
        assert_eq!(first(typed), Some((Kind::Point, "ST36")), "{typed}");
    }
    assert_eq!(first("ex le4"), Some((Kind::Point, "EX-LE4")));
}

#[test]
fn a_misspelt_word_still_finds() {
    let cases = [
        ("warferin", Kind::Medicine, "warfarin"),
        ("coumadin", Kind::Medicine, "warfarin"),
        ("apixabam", Kind::Medicine, "apixaban"),
        ("ostheoarthritis knee", Kind::Condition, "knee_oa"),
        ("migrane", Kind::Condition, "migraine"),
        ("trapezious", Kind::Muscle, "trapezius, upper"),
        ("saphenus nerve", Kind::Nerve, "saphenous nerve"),
    ];
    for (typed, kind, id) in cases {
        let found = SEARCH.find(typed, 5);
        assert!(
            found.iter().any(|entry| entry.kind == kind
                && entry.id.starts_with(id.split(',').next().unwrap_or(id))),
            "{typed}: {:?}",
            found.iter().map(|entry| &entry.id).collect::<Vec<_>>()
        );
    }
}

#[test]
fn a_code_one_key_away_is_another_code() {
    let found = SEARCH.find("ST37", 20);
    assert!(found.iter().all(|entry| entry.id != "ST36"));
}

#[test]
fn every_word_must_fit() {
    assert_eq!(SEARCH.find("knee warfarin", 5), Vec::<&Entry>::new());
    assert_eq!(SEARCH.find("", 5), Vec::<&Entry>::new());
    assert_eq!(SEARCH.find(" -., ", 5), Vec::<&Entry>::new());
}

#[test]
fn every_entry_has_an_address_of_its_own() {
    let mut addresses = HashSet::new();
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        assert!(SEARCH.of_kind(kind).next().is_some(), "{kind:?} is empty");
        for entry in SEARCH.of_kind(kind) {
            let is_new = addresses.insert((kind, &entry.slug));
            assert!(is_new, "{kind:?} {}", entry.slug);
            assert_eq!(SEARCH.at(kind, &entry.slug), Some(entry));
        }
    }
}

#[test]
fn an_entry_is_found_by_its_id() {
    // One in thirteen of each kind: every search reads everything.
    for kind in Kind::ALL {
        for entry in SEARCH.of_kind(kind).step_by(13) {
            let found = SEARCH.find(&entry.id, 10);
            assert!(found.contains(&entry), "{kind:?} {}", entry.id);
        }
    }
}

proptest! {
    #[test]
    fn anything_may_be_typed(typed in "\\PC{0,120}", most in 0_usize..40) {
        prop_assert!(SEARCH.find(&typed, most).len() <= most);
    }
}
