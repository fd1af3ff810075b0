//! Long texts, read piece by piece: what words mean depends on the words around them, so the time to
//! read a text grows with the square of its length.

/// The longest piece in bytes, a few hundred words. Nearly every line of a record is shorter.
const LONGEST: usize = 4_096;

/// How much of a piece is read again with the next one, where no sentence ends.
const OVERLAP: usize = 256;

/// `text` in pieces that end with a sentence where they can. Where none ends they overlap, so that no
/// name is cut in two.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let whole = rest.take()?;
        if whole.len() <= LONGEST {
            return Some(whole);
        }
        let (piece, _) = whole.split_at(whole.floor_char_boundary(LONGEST));
        let sentence = piece
            .rfind(['.', ';', '\n', '!', '?'])
            .filter(|end| *end >= LONGEST / 2);
        let (end, next) = match sentence {
            Some(end) => (end + 1, end + 1),
            None => (
                piece.len(),
                whole.floor_char_boundary(piece.len() - OVERLAP),
            ),
        };
        rest = whole.get(next..);
        whole.get(..end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_piece() {
        let line = "Warfarin Sodium 5 MG Oral Tablet. Stopped.";
        assert_eq!(pieces(line).collect::<Vec<_>>(), [line]);
        assert_eq!(pieces("").collect::<Vec<_>>(), [""]);
    }

    #[test]
    fn sentences_stay_whole_and_nothing_is_left_out() {
        let letter = "She takes no warfarin. ".repeat(1_000);
        let read: Vec<&str> = pieces(&letter).collect();
        assert!(read.len() > 4);
        assert_eq!(read.concat(), letter);
        assert!(
            read.iter()
                .all(|piece| piece.trim_end().ends_with("warfarin."))
        );
    }

    #[test]
    fn without_sentences_every_name_is_whole_in_some_piece() {
        for filler in 4_050..4_120 {
            let text = format!(
                "{}knee replacement {}",
                "é ".repeat(filler / 3),
                "x ".repeat(9_000)
            );
            assert!(pieces(&text).any(|piece| piece.contains("knee replacement")));
            assert!(pieces(&text).all(|piece| piece.len() <= LONGEST));
        }
    }
}
