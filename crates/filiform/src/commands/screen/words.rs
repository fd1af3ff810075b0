//! What screening says, for a reader.

use super::report::{File, Finding, Patient, Recognised};
use crate::output::{count, wrapped};

/// One file with everybody in it.
pub(super) fn file(file: &File) -> String {
    let mut text = format!("{}: {}", file.file, count(file.resources, "resource"));
    if file.patients.is_empty() {
        text.push_str(", nobody in it");
    }
    text.push('\n');
    for left in &file.unreadable {
        text.push_str(&wrapped("  unreadable: ", left));
    }
    for person in &file.patients {
        text.push('\n');
        text.push_str(&patient(person));
    }
    text
}

fn patient(patient: &Patient) -> String {
    let born = patient.born.as_deref().unwrap_or("not recorded");
    let mut text = format!("{}, born {born}, sex {}\n", patient.name, patient.sex);
    text.push_str(&facts(patient));
    text.push_str(&recognised(&patient.recognised));
    text.push_str(&verdict(patient));
    for found in &patient.findings {
        text.push('\n');
        text.push_str(&finding(found));
    }
    if !patient.questions.is_empty() {
        text.push_str("\n  Open questions\n");
    }
    for question in &patient.questions {
        let ask = format!("{} (could reach {})", question.ask, question.could_reach);
        text.push_str(&wrapped("    - ", &ask));
    }
    text
}

fn facts(patient: &Patient) -> String {
    let mut text = format!("\n  Facts: {}\n", patient.facts.total);
    let mut kind = "";
    for counted in &patient.facts.by_status {
        if counted.kind == kind {
            text.push_str(&format!(", {} {}", counted.count, counted.status));
        } else {
            if !kind.is_empty() {
                text.push('\n');
            }
            kind = counted.kind;
            text.push_str(&format!(
                "    {kind:<10} {} {}",
                counted.count, counted.status
            ));
        }
    }
    if !kind.is_empty() {
        text.push('\n');
    }
    if patient.facts.not_understood > 0 {
        text.push_str(&wrapped(
            "    ",
            &format!(
                "{} not understood by the program: read them yourself",
                count(patient.facts.not_understood, "fact")
            ),
        ));
    }
    text
}

fn recognised(recognised: &[Recognised]) -> String {
    if recognised.is_empty() {
        return "\n  Recognised as holding now: nothing\n".to_owned();
    }
    let mut text = "\n  Recognised as holding now\n".to_owned();
    for concept in recognised {
        let recent = if concept.state == "recent" {
            ", ended recently"
        } else {
            ""
        };
        let lines: Vec<_> = concept
            .lines
            .iter()
            .map(|line| format!("“{}” ({})", line.text, line.source))
            .collect();
        let words = format!("{}{recent}: {}", concept.name, lines.join("; "));
        text.push_str(&wrapped("    - ", &words));
    }
    text
}

fn verdict(patient: &Patient) -> String {
    if patient.findings.is_empty() {
        return "\n  Findings: none\n".to_owned();
    }
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for found in &patient.findings {
        match counts.last_mut() {
            Some((severity, count)) if *severity == found.severity => *count += 1,
            Some(_) | None => counts.push((found.severity, 1)),
        }
    }
    let counts: Vec<_> = counts
        .iter()
        .map(|(severity, count)| format!("{count} {severity}"))
        .collect();
    let mut text = format!("\n  Findings: {}\n", counts.join(", "));
    for needle in &patient.needles {
        text.push_str(&format!("    {:<14} {}\n", needle.needle, needle.severity));
    }
    text
}

fn finding(finding: &Finding) -> String {
    let title = format!("{} ({})", finding.title, finding.rule);
    let severity = finding.severity.to_uppercase();
    let mut text = wrapped(&format!("  {severity:<8}"), &title);
    for because in &finding.because {
        text.push_str(&wrapped("          Why: ", because));
    }
    text.push_str(&wrapped("          Do: ", &finding.action));
    if let Some(alternative) = &finding.alternative {
        text.push_str(&wrapped("          Or: ", alternative));
    }
    if let Some(urgency) = finding.urgency {
        text.push_str(&wrapped("          How soon: ", urgency));
    }
    if let Some(needles) = &finding.needles {
        text.push_str(&wrapped("          Needles: ", &needles.join(", ")));
    }
    let policy = if finding.policy {
        "; severity or threshold is clinic policy"
    } else {
        ""
    };
    let sources = match finding.sources.as_slice() {
        [] => String::new(),
        sources => format!("; {}", sources.join(", ")),
    };
    let basis = format!(
        "[{}] {}{policy}{sources}",
        finding.letter, finding.letter_words
    );
    text.push_str(&wrapped("          Basis: ", &basis));
    text
}
