//! The tables of the knowledge folder can be read by people and compared line by line.

use super::Finding;
use super::repository::Repository;

/// A table has a header, ends in a newline and carries no blanks that nobody sees.
pub(super) fn tables_are_well_formed(repository: &Repository) -> Vec<Finding> {
    let tables = repository
        .texts()
        .filter(|(file, _)| file.path.starts_with("knowledge/") && file.extension() == "csv");
    tables
        .flat_map(|(file, text)| faults(&file.path, text))
        .collect()
}

fn faults(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let header = text.lines().next().unwrap_or_default();
    if !header.split(',').all(is_column_name) {
        let remedy = "begin with the names of the columns in lower case, as in `depth_mm`";
        findings.push(Finding::new(path, 1, "a table without a header", remedy));
    }
    for (index, line) in text.split('\n').enumerate() {
        if line.ends_with([' ', '\t', '\r']) {
            let wrong = "a line ends in a blank";
            findings.push(Finding::new(path, index + 1, wrong, "take the blank away"));
        }
    }
    let lines = text.split('\n').count();
    if !text.ends_with('\n') {
        let remedy = "end the last line with a newline";
        findings.push(Finding::new(
            path,
            lines,
            "the last line is not ended",
            remedy,
        ));
    } else if text.ends_with("\n\n") {
        let remedy = "take the empty lines away";
        findings.push(Finding::new(
            path,
            lines - 1,
            "empty lines at the end",
            remedy,
        ));
    }
    findings
}

fn is_column_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::repository::repository;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        tables_are_well_formed(&repository(&[(path, text)]))
            .iter()
            .map(|it| it.line)
            .collect()
    }

    #[test]
    fn a_table_with_header_and_no_blanks_is_fine() {
        assert_eq!(
            lines("knowledge/points.csv", "code,depth_mm\nLI4,10\n"),
            [0_usize; 0]
        );
        assert_eq!(lines("docs/points.csv", " \n\n"), [0_usize; 0]);
    }

    #[test]
    fn a_table_without_header_is_found() {
        assert_eq!(lines("knowledge/points.csv", "LI4,10\n"), [1]);
        assert_eq!(lines("knowledge/points.csv", "\ncode\n"), [1]);
    }

    #[test]
    fn blanks_that_nobody_sees_are_found() {
        assert_eq!(
            lines("knowledge/points.csv", "code\na \nb\r\nc\t\n"),
            [2, 3, 4]
        );
        assert_eq!(lines("knowledge/points.csv", "code\na\n\n"), [3]);
        assert_eq!(lines("knowledge/points.csv", "code\na"), [2]);
    }
}
