//! From what the core says to what several pages show: the patient's banner, findings, evidence.

use filiform_app::{App, CourseView};
use filiform_care::Act;
use filiform_care::course::Answered;
use filiform_care::patient::Patient;
use filiform_care::{LotLabel, Plan, PlannedNeedle, Site};
use filiform_knowledge::{
    Angle, Certainty as Graded, ConditionStatement, Effect, Kind, Knowledge, PrivilegeId, Review,
    RuleKind, Severity,
};
use filiform_screening::{AppliesTo, Change, Explanation, Finding as Found, Verdict, explain};
use filiform_units::{PatientId, Timestamp};

use super::fault::sentence;
use super::{patients, words};
use crate::ui::changes::ChangeLine;
use crate::ui::evidence::{Certainty, Evidence};
use crate::ui::layout::{Alert, PatientBanner};
use crate::ui::verdict::{Finding, Level};

/// The level of a severity on a page.
pub(crate) const fn level(severity: Severity) -> Level {
    match severity {
        Severity::Stop => Level::Stop,
        Severity::Refer => Level::Refer,
        Severity::Ask => Level::Ask,
        Severity::Caution => Level::Caution,
        Severity::Note => Level::Note,
        Severity::None => Level::None,
    }
}

/// Who the page is about, with what the screen says of the person in a few words each.
pub(crate) fn banner(
    app: &App,
    id: PatientId,
    patient: &Patient,
    alerts: &Verdict,
    now: Timestamp,
) -> PatientBanner {
    /// Alerts that fit above a page without hiding it.
    const MOST: usize = 5;
    let identity = patient.identity.as_ref();
    let knowledge = app.knowledge();
    let alert = |finding: &filiform_screening::Finding| Alert {
        level: level(finding.severity),
        words: knowledge.rule(finding.rule).title.clone(),
    };
    let serious = alerts.findings().iter().filter(|finding| {
        // A red flag that somebody answered yes to never scrolls away either.
        let asks_nothing = finding.severity != Severity::Ask;
        finding.severity >= Severity::Caution && asks_nothing
    });
    PatientBanner {
        name: identity.map_or_else(
            || "Name not recorded".to_owned(),
            filiform_care::patient::Identity::display_name,
        ),
        age: words::age(identity.and_then(|identity| identity.born), now),
        sex: words::sex(identity.map_or(filiform_units::Sex::Unknown, |i| i.sex)).to_owned(),
        born: identity
            .and_then(|identity| identity.born)
            .map_or_else(|| "not recorded".to_owned(), words::partial),
        number: patients::number(&id.to_string()),
        alerts: serious.take(MOST).map(alert).collect(),
    }
}

/// The findings of a plan as a page shows them.
pub(crate) fn findings(
    app: &App,
    course: &CourseView,
    plan: &Plan,
    verdict: &Verdict,
    overrides: &[Answered],
) -> Vec<Finding> {
    let knowledge = app.knowledge();
    let facts = course.patient.standing_facts();
    verdict
        .findings()
        .iter()
        .filter(|finding| finding.severity > Severity::None)
        .map(|found| {
            let rule = knowledge.rule(found.rule);
            let said = explain(knowledge, &facts, found);
            let answered = overrides
                .iter()
                .find(|held| held.settles(&rule.id, found.severity));
            Finding {
                rule_id: rule.id.to_string(),
                level: level(found.severity),
                title: said.title.clone(),
                why: why(&said),
                fact_source: fact_source(&said),
                action: sentence(&action(&said)),
                alternative: said.alternative.clone().map(|words| sentence(&words)),
                needles: needles(plan, &found.applies_to),
                source: sources(&said),
                status: format!("{}: {}", said.letter, said.letter_words),
                is_policy: said.policy,
                is_local: knowledge.local(kind(rule.kind), rule.id.as_str()).is_some(),
                overridden: answered.map(|held| overridden(knowledge, course, held)),
            }
        })
        .collect()
}

/// `by Nora Lindqvist, 24 November 2026, 14:02, under needling: it was stopped in May`.
fn overridden(knowledge: &Knowledge, course: &CourseView, held: &Answered) -> String {
    let name = |id: &PrivilegeId| {
        knowledge
            .privilege(id.as_str())
            .map_or_else(|| id.to_string(), |privilege| privilege.name.to_lowercase())
    };
    let under: Vec<String> = held.under.iter().map(name).collect();
    let under = if under.is_empty() {
        String::new()
    } else {
        format!(", under {}", under.join(" and "))
    };
    format!(
        "by {}{under}: {}",
        who(course, held.act),
        held.answer.reason
    )
}

/// `Nora Lindqvist, 24 November 2026, 14:02`.
pub(crate) fn who(course: &CourseView, act: Act) -> String {
    let name = course.names.get(&act.by).map_or("somebody", String::as_str);
    format!("{name}, {}", words::day_and_clock(act.at))
}

/// What changed in a verdict, as a page shows it.
pub(crate) fn changes(knowledge: &Knowledge, plan: &Plan, changes: &[Change]) -> Vec<ChangeLine> {
    let line = |change: &Change| {
        let rule = knowledge.rule_key(change.rule.as_str());
        let needles = change.needles.iter().flatten();
        ChangeLine {
            title: rule.map_or_else(
                || change.rule.to_string(),
                |key| knowledge.rule(key).title.clone(),
            ),
            before: level(change.before),
            after: level(change.after),
            needles: needles
                .filter_map(|index| plan.needles.get(*index))
                .map(needle_words)
                .collect(),
        }
    };
    changes.iter().map(line).collect()
}

const fn kind(of: RuleKind) -> Kind {
    match of {
        RuleKind::Precaution => Kind::Rule,
        RuleKind::RedFlag(_) => Kind::RedFlag,
    }
}

fn why(said: &Explanation) -> String {
    said.because
        .first()
        .map_or_else(|| sentence(&said.title), |words| sentence(words))
}

fn fact_source(said: &Explanation) -> String {
    said.because
        .iter()
        .skip(1)
        .map(|words| sentence(words))
        .collect::<Vec<_>>()
        .join(" ")
}

fn action(said: &Explanation) -> String {
    match said.urgency {
        Some(urgency) => format!("{} ({urgency})", said.action),
        None => said.action.clone(),
    }
}

fn sources(said: &Explanation) -> String {
    let citations: Vec<&str> = said
        .sources
        .iter()
        .map(|source| source.citation.as_str())
        .collect();
    if citations.is_empty() {
        "none published".to_owned()
    } else {
        citations.join("; ")
    }
}

fn needles(plan: &Plan, applies_to: &AppliesTo) -> Vec<String> {
    match applies_to {
        AppliesTo::Person => Vec::new(),
        AppliesTo::Needles(indices) => indices
            .iter()
            .filter_map(|index| plan.needles.get(*index))
            .map(needle_words)
            .collect(),
    }
}

/// The most serious finding that is about this needle. What holds for every needle alike stands once
/// above the plan and is not said again at each; a stop always is.
pub(crate) fn of_needle<'a>(verdict: &'a Verdict, plan: &Plan, index: usize) -> Option<&'a Found> {
    let is_own = |found: &&Found| match &found.applies_to {
        AppliesTo::Person => found.severity == Severity::Stop,
        AppliesTo::Needles(needles) => {
            found.severity == Severity::Stop || needles.len() < plan.needles.len()
        }
    };
    verdict.of_needle(index).find(is_own)
}

/// The direction in words: where none of the coarse ones fits, the words of the point.
pub(crate) fn angle_words(knowledge: &Knowledge, needle: &PlannedNeedle) -> String {
    if needle.angle != Angle::Unrecorded {
        return needle.angle.as_str().to_owned();
    }
    let point = match &needle.site {
        Site::Point(code) => knowledge.points().find(code.as_str()),
        Site::Free { .. } => None,
    };
    point
        .map(|point| point.angle_words.clone())
        .filter(|words| !words.is_empty())
        .unwrap_or_else(|| "direction not stated".to_owned())
}

/// `ST36 left`.
pub(crate) fn needle_words(needle: &PlannedNeedle) -> String {
    needle.words()
}

/// A lot with its last day, where its box was scanned: `H26-0917, until 2027-12-31`.
pub(crate) fn lot_words(lot: &str) -> String {
    match LotLabel::read(lot) {
        Ok(LotLabel {
            lot,
            expiry: Some(expiry),
            ..
        }) => format!("{lot}, until {expiry}"),
        Ok(LotLabel { lot, .. }) => lot,
        Err(_) => lot.to_owned(),
    }
}

/// `ST36 left`, `GV4`.
pub(crate) fn place_words(label: &str, side: filiform_units::Side) -> String {
    format!("{label} {}", words::side(side))
        .trim_end()
        .to_owned()
}

/// Both sides of a condition's evidence; never one without the other.
pub(crate) fn evidence(knowledge: &Knowledge, condition: &ConditionStatement) -> Vec<Evidence> {
    let review = review(&condition.provenance.review);
    let side = |comparison: &str, effect: &Effect| Evidence {
        comparison: comparison.to_owned(),
        answer: effect.text.clone(),
        certainty: certainty(effect.certainty),
        detail: condition.limits.clone(),
        sources: effect
            .sources
            .iter()
            .filter_map(|id| knowledge.source(id))
            .map(|source| format!("{} ({})", source.citation, source.seen))
            .collect(),
        review: review.clone(),
    };
    vec![
        side("Against a sham needle", &condition.vs_sham),
        side("Against usual care", &condition.vs_care),
    ]
}

/// Who reviewed a statement and when, or that nobody did.
pub(crate) fn review(review: &Review) -> String {
    match review {
        Review::NotYet => "Not yet reviewed by a clinician".to_owned(),
        Review::By { name, on } => format!("Reviewed by {name}, {}", on.long()),
    }
}

const fn certainty(graded: Graded) -> Certainty {
    match graded {
        Graded::High => Certainty::High,
        Graded::Moderate => Certainty::Moderate,
        Graded::Low => Certainty::Low,
        Graded::VeryLow => Certainty::VeryLow,
        Graded::None => Certainty::Ungraded,
    }
}
