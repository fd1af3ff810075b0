//! Which lines of a text left and which came.

/// More cells than this are not compared line by line: then everything between the equal beginning and
/// the equal end counts as changed.
const CELLS_MOST: usize = 4_000_000;

/// Lines that left and lines that came, in order. A line that moved did both: a rule reads otherwise when
/// a line moves from one of its parts to another.
pub(super) fn of(before: &str, after: &str) -> (Vec<String>, Vec<String>) {
    let (before, after): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    let (mut before, mut after) = (&before[..], &after[..]);
    while let ([one, before_rest @ ..], [other, after_rest @ ..]) = (before, after)
        && one == other
    {
        (before, after) = (before_rest, after_rest);
    }
    while let ([before_rest @ .., one], [after_rest @ .., other]) = (before, after)
        && one == other
    {
        (before, after) = (before_rest, after_rest);
    }
    let owned = |lines: &[&str]| lines.iter().map(ToString::to_string).collect();
    if before.len().saturating_mul(after.len()) > CELLS_MOST {
        return (owned(before), owned(after));
    }
    let (left, came) = walked(before, after);
    (owned(&left), owned(&came))
}

/// Walks along the longest row of lines that both have in the same order.
fn walked<'t>(mut before: &[&'t str], mut after: &[&'t str]) -> (Vec<&'t str>, Vec<&'t str>) {
    let rows = rows(before, after);
    let row = |before: &[&str], after: &[&str]| {
        let rows = rows.get(before.len());
        rows.and_then(|row| row.get(after.len())).copied()
    };
    let (mut left, mut came) = (Vec::new(), Vec::new());
    while let ([one, before_rest @ ..], [other, after_rest @ ..]) = (before, after) {
        if one == other {
            (before, after) = (before_rest, after_rest);
        } else if row(before_rest, after) >= row(before, after_rest) {
            left.push(*one);
            before = before_rest;
        } else {
            came.push(*other);
            after = after_rest;
        }
    }
    left.extend(before);
    came.extend(after);
    (left, came)
}

/// How long that row is, for as many last lines of `before` and as many last lines of `after`.
fn rows(before: &[&str], after: &[&str]) -> Vec<Vec<usize>> {
    let mut rows = vec![vec![0; after.len() + 1]];
    for one in before.iter().rev() {
        let last = rows.last().cloned().unwrap_or_default();
        let mut row = vec![0];
        for (other, beside) in after.iter().rev().zip(last.windows(2)) {
            let here = row.last().copied().unwrap_or_default();
            row.push(match beside {
                [diagonal, _] if one == other => diagonal + 1,
                [_, above] => here.max(*above),
                _ => here,
            });
        }
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(before: &str, after: &str) -> String {
        let (left, came) = of(before, after);
        format!("-{} +{}", left.join(","), came.join(","))
    }

    #[test]
    fn a_line_that_moved_left_and_came() {
        let before = "[scope]\nwithin\n[when]\nany\nwhy";
        let after = "[scope]\n[when]\nwithin\nany\nwhy";
        assert_eq!(told(before, after), "-within +within");
    }

    #[test]
    fn one_of_two_equal_lines_that_left_is_told() {
        assert_eq!(told("a\nb\na\nc", "a\nb\nc"), "-a +");
    }

    #[test]
    fn only_what_changed_between_changes_is_told() {
        let (before, after) = ("a\nb\nc\nd\ne", "x\nb\nc\ny\ne\nz");
        assert_eq!(told(before, after), "-a,d +x,y,z");
        assert_eq!(told("", "a\nb"), "- +a,b");
        assert_eq!(told("a", "a"), "- +");
    }

    #[test]
    fn a_very_long_text_is_told_as_a_whole_between_its_ends() {
        let before: Vec<_> = (0..3_000).map(|line| line.to_string()).collect();
        let before = before.join("\n");
        let after = format!("new\n{}", before.replace("2999", "end"));
        let (left, came) = of(&before, &after);
        assert_eq!((left.len(), came.len()), (3_000, 3_001));
    }
}
