//! Rules of payers and guideline bodies on a course.

use filiform_units::Date;
use serde::Deserialize;
use toml::Spanned;

use super::conditions::keys;
use super::index::Index;
use super::mechanisms::{source, verification};
use super::problem::Problems;
use super::sheet::one_of;
use super::statement_file::{Marks, RawWithdrawn, StatementFile};
use crate::{
    CourseInput, CourseLimits, CourseRule, CourseRuleId, Extension, Since, Stance, StopWhen,
    Unclear, VisitBlock,
};

/// A course rule as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCourseRule {
    id: Spanned<String>,
    name: Spanned<String>,
    jurisdiction: Spanned<String>,
    body: Spanned<String>,
    document: Spanned<String>,
    stance: Spanned<String>,
    from: Option<Spanned<String>>,
    until: Option<Spanned<String>>,
    #[serde(default)]
    conditions: Vec<Spanned<String>>,
    #[serde(default)]
    requires: Vec<String>,
    #[serde(default)]
    excludes: Vec<String>,
    #[serde(default)]
    stop_when: Vec<Spanned<String>>,
    #[serde(default)]
    must_have_failed: Vec<String>,
    #[serde(default)]
    who_may_needle: Vec<String>,
    #[serde(default)]
    inputs: Vec<Spanned<String>>,
    status: Spanned<String>,
    policy: bool,
    sources: Vec<Spanned<String>>,
    version: Spanned<u16>,
    reviewed: Spanned<toml::Value>,
    withdrawn: Option<Spanned<RawWithdrawn>>,
    limits: Option<Spanned<RawLimits>>,
    #[serde(default)]
    unclear: Vec<RawUnclear>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLimits {
    minimum_duration_days: Option<u16>,
    minimum_age_years: Option<u8>,
    first_block: Option<RawBlock>,
    extension: Option<RawExtension>,
    visits_per_year: Option<u16>,
    courses: Option<u8>,
    professional_hours: Option<u8>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBlock {
    visits: u16,
    window_days: u16,
    window_min_days: Option<u16>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExtension {
    visits: u16,
    only_if: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawUnclear {
    setting: Spanned<String>,
    text: Spanned<String>,
    #[serde(default)]
    proposal: String,
    status: Spanned<String>,
    source: Spanned<String>,
}

const STANCES: &[(&str, Stance)] = &[
    ("allows", Stance::Allows),
    ("do not start", Stance::DoNotStart),
    ("not read", Stance::NotRead),
];

const STOPS: &[(&str, StopWhen)] = &[
    ("not improving", StopWhen::NotImproving),
    ("worse", StopWhen::Worse),
    ("course over", StopWhen::CourseOver),
];

const INPUTS: &[(&str, CourseInput)] = &[
    ("onset", CourseInput::Onset),
    ("cause", CourseInput::Cause),
    ("surgery link", CourseInput::SurgeryLink),
    ("pregnancy link", CourseInput::PregnancyLink),
    ("age", CourseInput::Age),
    ("headache days", CourseInput::HeadacheDays),
    ("treatments tried", CourseInput::TreatmentsTried),
    ("visit dates", CourseInput::VisitDates),
    ("professional time", CourseInput::ProfessionalTime),
    ("outcome at start", CourseInput::OutcomeAtStart),
    ("outcome at end", CourseInput::OutcomeAtEnd),
    ("credential", CourseInput::Credential),
    ("setting", CourseInput::Setting),
];

const FIRST_YEAR: u16 = 1990;
const LAST_YEAR: u16 = 2100;
const DAYS_MAX: u16 = 3660;
const AGE_MAX: u8 = 130;

pub(super) fn course_rule(
    raw: &RawCourseRule,
    file: &StatementFile<'_>,
    index: &Index,
    problems: &mut Problems,
) -> CourseRule {
    file.check_id(&raw.id, problems);
    let at = file.at_value(&raw.stance);
    let stance = one_of("stance", raw.stance.get_ref(), at, STANCES, problems);
    if let Some(stance) = stance {
        check_stance(raw, stance, file, problems);
    }
    let (from, until) = dates(raw, file, problems);
    let limits = raw.limits.as_ref();
    let limits = limits.map(|limits| self::limits(limits, file, problems));
    let unclear = raw.unclear.iter();
    let unclear = unclear.map(|it| self::unclear(it, file, index, problems));
    let unclear: Vec<_> = unclear.collect();
    let marks = Marks {
        status: &raw.status,
        policy: raw.policy,
        sources: &raw.sources,
        version: &raw.version,
        reviewed: &raw.reviewed,
        withdrawn: raw.withdrawn.as_ref(),
    };
    CourseRule {
        id: CourseRuleId::new(raw.id.get_ref()),
        name: file.required("name", &raw.name, problems),
        jurisdiction: file.required("jurisdiction", &raw.jurisdiction, problems),
        body: file.required("body", &raw.body, problems),
        document: file.required("document", &raw.document, problems),
        stance: stance.unwrap_or(Stance::NotRead),
        from,
        until,
        conditions: keys(&raw.conditions, &index.conditions, file, problems),
        requires: raw.requires.clone(),
        excludes: raw.excludes.clone(),
        limits: limits.unwrap_or_default(),
        stop_when: words("stop_when", &raw.stop_when, STOPS, file, problems),
        must_have_failed: raw.must_have_failed.clone(),
        who_may_needle: raw.who_may_needle.clone(),
        inputs: words("inputs", &raw.inputs, INPUTS, file, problems),
        unclear,
        rationale: file.prose.trim().to_owned(),
        provenance: marks.provenance(file, &index.sources, problems),
    }
}

/// A rule that nobody read says nothing, and one that forbids has no limits to keep.
fn check_stance(
    raw: &RawCourseRule,
    stance: Stance,
    file: &StatementFile<'_>,
    problems: &mut Problems,
) {
    let at = file.at_value(&raw.stance);
    match stance {
        Stance::Allows => {}
        Stance::DoNotStart | Stance::NotRead => {
            if let Some(limits) = &raw.limits {
                let what = format!("`{}`, but it has limits", stance.words());
                problems.add_with_hint(file.at_value(limits), what, "take `[limits]` away");
            }
        }
    }
    if stance == Stance::NotRead {
        if !raw.conditions.is_empty() || raw.from.is_some() || raw.status.get_ref() != "M" {
            let hint = "a rule that nobody read has no conditions, no `from`, and the status `M`";
            problems.add_with_hint(at, "`not read`, but something is asserted", hint);
        }
    } else {
        if raw.conditions.is_empty() {
            problems.add(at, "a course rule without conditions");
        }
        if raw.from.is_none() {
            let hint = "write `from` as a day, 2020-01-21, or as a year when no day is known";
            problems.add_with_hint(at, "a course rule without a date", hint);
        }
    }
}

fn dates(
    raw: &RawCourseRule,
    file: &StatementFile<'_>,
    problems: &mut Problems,
) -> (Option<Since>, Option<Date>) {
    let from = raw.from.as_ref().and_then(|text| {
        let at = file.at_value(text);
        match text.get_ref().parse::<u16>() {
            Ok(year) if (FIRST_YEAR..=LAST_YEAR).contains(&year) => Some(Since::Year(year)),
            Ok(year) => {
                let what = format!("`from` is {year}, not {FIRST_YEAR} to {LAST_YEAR}");
                problems.add(at, what);
                None
            }
            Err(_) => problems
                .check(at, Date::parse(text.get_ref()))
                .map(Since::Day),
        }
    });
    let until = raw.until.as_ref().and_then(|text| {
        let at = file.at_value(text);
        let until = problems.check(at, Date::parse(text.get_ref()))?;
        if matches!(from, Some(Since::Day(from)) if until < from) {
            problems.add(at, "`until` lies before `from`");
        }
        Some(until)
    });
    (from, until)
}

fn limits(
    raw: &Spanned<RawLimits>,
    file: &StatementFile<'_>,
    problems: &mut Problems,
) -> CourseLimits {
    let at = file.at_value(raw);
    let limits = raw.get_ref();
    let block = limits.first_block.as_ref();
    if let Some(block) = block {
        let shortest = block.window_min_days.unwrap_or(1);
        if block.visits == 0 || !(1..=block.window_days).contains(&shortest) {
            let what =
                "`first_block` needs visits, and a window whose shortest is not above its longest";
            problems.add(at, what);
        }
    }
    let extension = limits.extension.as_ref();
    if extension.is_some_and(|it| block.is_none() || it.visits == 0 || it.only_if.trim().is_empty())
    {
        let hint = "give `first_block`, and the extension `visits` and `only_if`";
        let what = "an extension of nothing, by nothing or for nothing";
        problems.add_with_hint(at, what, hint);
    }
    let visits = block.map_or(0, |block| block.visits);
    if limits
        .visits_per_year
        .is_some_and(|cap| cap < visits.max(1))
    {
        problems.add(
            at,
            "`visits_per_year` is below the visits of the first block",
        );
    }
    let days = limits.minimum_duration_days;
    if days.is_some_and(|days| !(1..=DAYS_MAX).contains(&days)) {
        let what = format!("`minimum_duration_days` is not 1 to {DAYS_MAX}");
        problems.add(at, what);
    }
    if limits.minimum_age_years.is_some_and(|age| age > AGE_MAX) {
        problems.add(at, format!("`minimum_age_years` is above {AGE_MAX}"));
    }
    if limits.courses == Some(0) || limits.professional_hours == Some(0) {
        problems.add(at, "`courses` and `professional_hours` count from 1");
    }
    CourseLimits {
        minimum_duration_days: days,
        minimum_age_years: limits.minimum_age_years,
        first_block: block.map(|block| VisitBlock {
            visits: block.visits,
            window_days: block.window_days,
            window_min_days: block.window_min_days,
        }),
        extension: extension.map(|extension| Extension {
            visits: extension.visits,
            only_if: extension.only_if.clone(),
        }),
        visits_per_year: limits.visits_per_year,
        courses: limits.courses,
        professional_hours: limits.professional_hours,
    }
}

fn words<T: Copy>(
    what: &str,
    written: &[Spanned<String>],
    known: &[(&str, T)],
    file: &StatementFile<'_>,
    problems: &mut Problems,
) -> Vec<T> {
    let mut all = Vec::new();
    for word in written {
        all.extend(one_of(
            what,
            word.get_ref(),
            file.at_value(word),
            known,
            problems,
        ));
    }
    all
}

fn unclear(
    raw: &RawUnclear,
    file: &StatementFile<'_>,
    index: &Index,
    problems: &mut Problems,
) -> Unclear {
    Unclear {
        setting: file.required("setting", &raw.setting, problems),
        text: file.required("text", &raw.text, problems),
        proposal: raw.proposal.clone(),
        verification: verification(&raw.status, file, problems),
        source: source(&raw.source, file, index, problems),
    }
}
