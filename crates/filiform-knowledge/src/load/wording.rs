//! Words that promise more than any evidence carries.

use toml::de::{DeTable, DeValue};

use super::problem::{At, Problems};
use super::statement_file::StatementFile;

/// Whole words that no statement says in its own voice.
const TOO_STRONG: &[&str] = &["proven", "cures", "heals faster", "detox", "boosts"];

/// Checks every text of the front matter and the prose.
pub(super) fn check(file: &StatementFile<'_>, problems: &mut Problems) {
    if let Ok(table) = DeTable::parse(file.toml) {
        check_table(table.get_ref(), file, problems);
    }
    let mut line = file.prose_line();
    for paragraph in file.prose.split_inclusive("\n\n") {
        for (offset, word) in too_strong(paragraph) {
            let above = paragraph.as_bytes().iter().take(offset);
            let at = At::line(
                file.path,
                line + above.filter(|byte| **byte == b'\n').count(),
            );
            report(word, at, problems);
        }
        line += paragraph.matches('\n').count();
    }
}

/// Checks a text of a table.
pub(super) fn check_cell(text: &str, at: At<'_>, problems: &mut Problems) {
    for (_, word) in too_strong(text) {
        report(word, at, problems);
    }
}

fn report(word: &str, at: At<'_>, problems: &mut Problems) {
    let hint = "say what was measured and how sure it is, or put it in quotation marks";
    problems.add_with_hint(
        at,
        format!("`{word}` promises more than the evidence carries"),
        hint,
    );
}

fn check_table(table: &DeTable<'_>, file: &StatementFile<'_>, problems: &mut Problems) {
    for value in table.values() {
        check_value(value.get_ref(), value.span().start, file, problems);
    }
}

fn check_value(
    value: &DeValue<'_>,
    offset: usize,
    file: &StatementFile<'_>,
    problems: &mut Problems,
) {
    if let Some(text) = value.as_str() {
        check_cell(text, file.at(offset), problems);
    } else if let Some(parts) = value.as_array() {
        for part in parts {
            check_value(part.get_ref(), part.span().start, file, problems);
        }
    } else if let Some(table) = value.as_table() {
        check_table(table, file, problems);
    }
}

/// The words and where they stand, outside quotation marks.
fn too_strong(text: &str) -> Vec<(usize, &'static str)> {
    let lower = text.to_ascii_lowercase();
    let mut found = Vec::new();
    for word in TOO_STRONG {
        for (at, _) in lower.match_indices(word) {
            let before = lower[..at].chars().next_back();
            let after = lower[at + word.len()..].chars().next();
            let is_whole = ![before, after]
                .into_iter()
                .flatten()
                .any(char::is_alphanumeric);
            if is_whole && !is_quoted(&text[..at]) {
                found.push((at, *word));
            }
        }
    }
    found
}

fn is_quoted(before: &str) -> bool {
    let straight = before.matches('"').count() % 2 == 1;
    straight || before.matches('“').count() > before.matches('”').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strong_word_counts_only_whole_and_in_our_own_voice() {
        assert_eq!(too_strong("It is Proven."), [(6, "proven")]);
        assert_eq!(too_strong("unproven, detoxification"), []);
        assert_eq!(
            too_strong("the claim “it cures” and \"detox\" are sold"),
            []
        );
        assert_eq!(
            too_strong("“sold” as detox"),
            [("“sold” as ".len(), "detox")]
        );
    }
}
