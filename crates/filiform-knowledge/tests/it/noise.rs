//! Whatever stands in a file, the loader answers and does not fall over.

use filiform_knowledge::Knowledge;
use proptest::prelude::*;

use crate::fixture::files;

fn path() -> impl Strategy<Value = String> {
    let paths: Vec<_> = files().into_keys().collect();
    prop::sample::select(paths)
}

/// Pieces of the formats, so that chance gets past the first check.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "+++\n",
            "id = \"x\"\n",
            "[when]\n",
            "any = [",
            "]",
            "{ ",
            " }",
            "\"",
            ",",
            ";",
            "\n",
            "\r\n",
            "[[item]]\n",
            "[scope]\n",
            "O00-O9A",
            "ST36",
            ">",
            "-",
            "set:PS-ALL",
            "region:knee",
            "“",
            "é",
            "9999999999",
            "0",
            "y",
            "reviewed = { name = 1 }\n",
            "\u{0}",
            "not = { concept = \"a\" }",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text_in_a_file_is_answered(path in path(), text in pieces()) {
        let mut files = files();
        files.insert(path, text);
        let _ = Knowledge::load(&files);
    }

    #[test]
    fn a_damaged_file_is_answered(path in path(), at in any::<prop::sample::Index>(), text in pieces()) {
        let mut files = files();
        if let Some(whole) = files.get_mut(&path) {
            let places: Vec<_> = whole.char_indices().map(|(place, _)| place).collect();
            whole.insert_str(places[at.index(places.len())], &text);
        }
        if let Err(errors) = Knowledge::load(&files) {
            prop_assert!(!errors.0.is_empty());
            for problem in errors.0 {
                let lines = files.get(&problem.file).map_or(0, |text| text.lines().count() + 1);
                prop_assert!(problem.line.is_none_or(|line| line >= 1 && line <= lines), "{problem}");
            }
        }
    }
}
