//! A file fits in a head.

use super::Finding;
use super::repository::{Repository, is_test_path};

/// Most lines of a Rust file, its tests not counted.
const LINES_MAX: usize = 600;

/// No Rust file outside tests is too long.
pub(super) fn files_fit(repository: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in repository
        .sources()
        .filter(|source| !is_test_path(&source.path))
    {
        let lines = source.product_lines();
        if lines > LINES_MAX {
            let wrong = format!("{lines} lines without tests, {LINES_MAX} are allowed");
            let remedy = "move a part that has a name of its own into its own file";
            findings.push(Finding::new(&source.path, LINES_MAX + 1, wrong, remedy));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::repository::repository;

    #[test]
    fn the_six_hundredth_line_is_allowed_and_the_next_is_not() {
        let path = "crates/filiform-web/src/a.rs";
        let fits = "// a\n".repeat(600);
        assert_eq!(files_fit(&repository(&[(path, &fits)])), []);
        let is_long = "// a\n".repeat(601);
        assert_eq!(files_fit(&repository(&[(path, &is_long)])).len(), 1);
    }

    #[test]
    fn tests_are_not_counted() {
        let tests = "    fn a() {}\n".repeat(601);
        let text = format!("fn b() {{}}\n#[cfg(test)]\nmod tests {{\n{tests}}}\n");
        assert_eq!(
            files_fit(&repository(&[("crates/filiform-web/src/a.rs", &text)])),
            []
        );
        assert_eq!(
            files_fit(&repository(&[(
                "crates/filiform-web/tests/it/a.rs",
                &tests
            )])),
            []
        );
    }
}
