//! The one place that prints.

use std::io::Write as _;

use anyhow::Context as _;
use serde::Serialize;

/// Columns of prose.
const WIDTH: usize = 96;

/// Prints an answer.
pub(crate) fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    // Flushed, because whoever waits for a line must see it now, through a pipe too. A reader that went
    // away early (`| head`) is no fault of ours and nobody to tell it to.
    let _ = writeln!(out, "{}", text.trim_end()).and_then(|()| out.flush());
}

/// Prints an answer in JSON.
pub(crate) fn say_json(value: &impl Serialize) -> anyhow::Result<()> {
    let text = serde_json::to_string_pretty(value).context("the answer could not be written")?;
    say(&text);
    Ok(())
}

/// Prints what went wrong.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", text.trim_end());
}

/// Prints a hint or a question beside the answer, so that the answer can be piped.
pub(crate) fn remark(text: &str) {
    complain(text);
}

/// Breaks `text` into lines that begin with `first`, later ones with as many spaces.
pub(crate) fn wrapped(first: &str, text: &str) -> String {
    let indent = first.chars().count();
    let mut lines = String::from(first);
    let mut column = indent;
    for (index, word) in text.split_whitespace().enumerate() {
        let length = word.chars().count();
        if index > 0 && column + 1 + length > WIDTH {
            lines.push('\n');
            lines.extend(std::iter::repeat_n(' ', indent));
            column = indent;
        } else if index > 0 {
            lines.push(' ');
            column += 1;
        }
        lines.push_str(word);
        column += length;
    }
    lines.push('\n');
    lines
}

/// `1 fact`, `2 facts`.
pub(crate) fn count(number: usize, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_lines_stand_under_the_first() {
        let text = "needle ".repeat(20);
        let lines = wrapped("  Do: ", &text);
        assert!(lines.lines().all(|line| line.chars().count() <= WIDTH));
        let second = lines.lines().nth(1).unwrap();
        assert!(second.starts_with("      needle"));
    }
}
