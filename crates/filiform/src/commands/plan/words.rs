//! A proposal for a reader.

use super::dose::{dose_text, pairs_text};
use super::report::{Coverage, Needle, Report};
use crate::output::{count, wrapped};

/// Needles named for one target; it always has at least two more when the rest is only counted.
const SHOWN: usize = 3;

/// The whole proposal.
pub(super) fn words(report: &Report) -> String {
    let side = match report.side {
        "none" => String::new(),
        side => format!(", {side}"),
    };
    let mut text = format!(
        "{}{side}: {}, {}\n",
        report.condition_name,
        count(report.needles.len(), "needle"),
        report.position
    );
    text.push_str(&match &report.person {
        Some(person) => format!("Screened for {person}.\n"),
        None => wrapped(
            "",
            "Nobody was screened: only what holds for anybody is kept. `--patient` names a person's \
             history.",
        ),
    });
    text.push_str("\nNeedles\n");
    for (number, it) in (1..).zip(&report.needles) {
        text.push_str(&needle(number, it));
    }
    text.push_str(&pairs_text(&report.doses));
    text.push_str("\nLeft out\n");
    for left in &report.left_out {
        text.push_str(&wrapped("  - ", &left.why));
    }
    text.push_str("\nCoverage\n");
    for target in &report.coverage {
        text.push_str(&coverage(target));
    }
    text.push('\n');
    text.push_str(&wrapped("Proof: ", &report.proof));
    let positions: Vec<_> = report
        .positions
        .iter()
        .map(|it| format!("{} {:.2}", it.position, it.value))
        .collect();
    text.push_str(&wrapped("Positions: ", &positions.join(", ")));
    text.push_str(&wrapped("Usual dose: ", &report.dose));
    text.push_str(&dose_text(&report.doses));
    text.push('\n');
    text.push_str(&evidence(report));
    text.push_str(&wrapped("This plan: ", report.basis));
    text
}

fn needle(number: usize, needle: &Needle) -> String {
    let side = if needle.side == "midline" {
        ""
    } else {
        needle.side
    };
    let [min, max] = needle.depth_mm;
    let depth = if min == max {
        format!("{max} mm")
    } else {
        format!("{min} to {max} mm")
    };
    let place = format!("{} {side}", needle.point);
    let mut text = format!(
        "  {number:>2}. {:<12} {depth}, {}; screening: {}\n",
        place.trim_end(),
        needle.angle,
        needle.severity
    );
    text.push_str(&wrapped("      ", &needle.why));
    if let Some(rule) = &needle.depth_limited_by {
        text.push_str(&wrapped("      ", &format!("kept shallower by `{rule}`")));
    }
    text
}

fn coverage(target: &Coverage) -> String {
    let side = if target.side == "midline" {
        ""
    } else {
        target.side
    };
    let name = format!("{} {side}", target.target);
    let by = match target.by.as_slice() {
        [] => "no needle".to_owned(),
        [first @ .., _, _] if first.len() >= SHOWN => {
            let shown = target
                .by
                .iter()
                .take(SHOWN)
                .cloned()
                .collect::<Vec<_>>()
                .join(", ");
            format!("{shown} and {} more", target.by.len() - SHOWN)
        }
        all => all.join(", "),
    };
    let lead = format!(
        "  {:>4.0} %  weight {:>2}  ",
        target.covered * 100.0,
        target.weight
    );
    wrapped(&lead, &format!("{}: {by}", name.trim_end()))
}

fn evidence(report: &Report) -> String {
    let it = &report.evidence;
    let mut text = wrapped(
        "Against sham: ",
        &parenthesised(it.vs_sham_certainty, &it.vs_sham),
    );
    text.push_str(&wrapped(
        "Against usual care: ",
        &parenthesised(it.vs_care_certainty, &it.vs_care),
    ));
    text.push_str(&wrapped("Limits: ", &it.limits));
    text.push_str(&wrapped("Sources: ", &it.sources.join(", ")));
    text
}

/// `(low certainty) text`.
fn parenthesised(certainty: &str, text: &str) -> String {
    format!("({certainty}) {text}")
}
