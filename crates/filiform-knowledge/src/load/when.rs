//! The `[when]` part of a rule: a condition on the person's facts.

use filiform_units::Sex;
use serde::Deserialize;
use toml::Spanned;

use super::index::Index;
use super::problem::{At, Problems};
use super::sheet::one_of;
use super::statement_file::StatementFile;
use crate::{ConceptKey, ConceptKind, Condition, Severity, Threshold};

/// A condition as written: a table with exactly one key.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum RawWhen {
    Any(Spanned<Vec<RawWhen>>),
    All(Spanned<Vec<RawWhen>>),
    Not(Box<RawWhen>),
    AtLeast(Spanned<RawAtLeast>),
    Concept(Spanned<String>),
    Recent(Spanned<String>),
    Ever(Spanned<String>),
    NotAsked(Spanned<String>),
    Which(Spanned<Vec<Spanned<String>>>),
    Lab(Spanned<RawLab>),
    LabMissing(Spanned<RawLabMissing>),
    Age(Spanned<RawAge>),
    Sex(Spanned<String>),
    Gestation(Spanned<RawGestation>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAtLeast {
    count: u8,
    of: Vec<RawWhen>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLab {
    id: String,
    at_least: Option<f64>,
    below: Option<f64>,
    above: Option<f64>,
    at_most: Option<f64>,
    max_age_days: u16,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLabMissing {
    id: String,
    max_age_days: u16,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAge {
    at_least: Option<u16>,
    at_most: Option<u16>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawGestation {
    at_least_weeks: Option<u8>,
    below_weeks: Option<u8>,
}

const MAX_AGE_DAYS: u16 = 3650;
const AGE_MAX: u16 = 130;
const WEEKS_MAX: u8 = 45;
const SEXES: &[(&str, Sex)] = &[("female", Sex::Female), ("male", Sex::Male)];

/// Resolves conditions of one file.
pub(super) struct Conditions<'a> {
    pub(super) file: &'a StatementFile<'a>,
    pub(super) index: &'a Index,
    pub(super) problems: &'a mut Problems,
    /// What the rule says when the condition is met.
    pub(super) severity: Severity,
}

impl Conditions<'_> {
    /// The condition; what does not resolve is a problem, and `Anyone` stands in its place.
    pub(super) fn resolve(&mut self, raw: &RawWhen) -> Condition {
        match raw {
            RawWhen::Any(parts) => Condition::Any(self.parts(parts)),
            RawWhen::All(parts) => Condition::All(self.parts(parts)),
            RawWhen::Not(part) => Condition::Not(Box::new(self.resolve(part))),
            RawWhen::AtLeast(some) => self.at_least(some),
            RawWhen::Concept(name) => self
                .concept(name)
                .map_or(Condition::Anyone, Condition::Concept),
            RawWhen::Recent(name) => self.recent(name),
            RawWhen::Ever(name) => self
                .concept(name)
                .map_or(Condition::Anyone, Condition::Ever),
            RawWhen::NotAsked(name) => self.not_asked(name),
            RawWhen::Which(names) => self.which(names),
            RawWhen::Lab(lab) => self.lab(lab),
            RawWhen::LabMissing(lab) => self.lab_missing(lab),
            RawWhen::Age(age) => self.age(age),
            RawWhen::Sex(sex) => {
                let at = self.file.at_value(sex);
                let sex = one_of("sex", sex.get_ref(), at, SEXES, self.problems);
                sex.map_or(Condition::Anyone, Condition::Sex)
            }
            RawWhen::Gestation(weeks) => self.gestation(weeks),
        }
    }

    fn parts(&mut self, parts: &Spanned<Vec<RawWhen>>) -> Vec<Condition> {
        if parts.get_ref().is_empty() {
            let at = self.file.at_value(parts);
            self.problems.add(at, "a list of conditions without any");
        }
        parts
            .get_ref()
            .iter()
            .map(|part| self.resolve(part))
            .collect()
    }

    fn at_least(&mut self, some: &Spanned<RawAtLeast>) -> Condition {
        let RawAtLeast { count, of } = some.get_ref();
        if *count == 0 || usize::from(*count) > of.len() {
            let what = format!("at least {count} of {} can never be asked for", of.len());
            self.problems.add(self.file.at_value(some), what);
        }
        Condition::AtLeast {
            count: *count,
            of: of.iter().map(|part| self.resolve(part)).collect(),
        }
    }

    fn concept(&mut self, name: &Spanned<String>) -> Option<ConceptKey> {
        let at = self.file.at_value(name);
        self.index.concepts.find(name.get_ref(), at, self.problems)
    }

    /// What nobody knows makes questions.
    fn only_asks<T>(&mut self, what: &str, value: &Spanned<T>) {
        if self.severity > Severity::Ask {
            let what = format!("`{what}` in a rule that is more than a question");
            let hint = "make a rule of its own with severity `ask`, so that what nobody asked about never stops";
            let at = self.file.at_value(value);
            self.problems.add_with_hint(at, what, hint);
        }
    }

    fn which(&mut self, names: &Spanned<Vec<Spanned<String>>>) -> Condition {
        self.only_asks("which", names);
        if names.get_ref().len() < 2 {
            let what = "`which` asks about one of several things; name at least two";
            self.problems.add(self.file.at_value(names), what);
        }
        let found = names.get_ref().iter();
        Condition::Which(found.filter_map(|name| self.concept(name)).collect())
    }

    fn not_asked(&mut self, name: &Spanned<String>) -> Condition {
        self.only_asks("not_asked", name);
        self.concept(name)
            .map_or(Condition::Anyone, Condition::NotAsked)
    }

    fn recent(&mut self, name: &Spanned<String>) -> Condition {
        let Some(concept) = self.concept(name) else {
            return Condition::Anyone;
        };
        if self.index.kind(concept) != Some(ConceptKind::MedicineClass) {
            let what = format!(
                "`{}` has no washout: it is not a class of medicines",
                name.get_ref()
            );
            let at = self.file.at_value(name);
            self.problems
                .add_with_hint(at, what, "write `concept` instead of `recent`");
        }
        Condition::Recent(concept)
    }

    fn lab(&mut self, raw: &Spanned<RawLab>) -> Condition {
        let at = self.file.at_value(raw);
        let lab = raw.get_ref();
        let lower = lab.at_least.or(lab.above);
        let upper = lab.below.or(lab.at_most);
        let bounds = [lab.at_least, lab.below, lab.above, lab.at_most];
        if bounds.iter().flatten().any(|bound| !bound.is_finite()) {
            self.problems.add(at, "a bound is not a number");
        }
        let is_double = lab.at_least.is_some() && lab.above.is_some()
            || lab.below.is_some() && lab.at_most.is_some();
        if lower.is_none() && upper.is_none() || is_double {
            let hint = "give one lower bound (`at_least` or `above`), one upper bound (`below` or `at_most`), or both";
            self.problems
                .add_with_hint(at, "a laboratory value without clear bounds", hint);
        } else if lower
            .zip(upper)
            .is_some_and(|(lower, upper)| lower >= upper)
        {
            self.problems
                .add(at, "no value can lie between these bounds");
        }
        self.check_days(lab.max_age_days, at);
        match self.index.labs.find(&lab.id, at, self.problems) {
            Some(key) => Condition::Lab {
                lab: key,
                at_least: lab.at_least.map(Threshold::new),
                below: lab.below.map(Threshold::new),
                above: lab.above.map(Threshold::new),
                at_most: lab.at_most.map(Threshold::new),
                max_age_days: lab.max_age_days,
            },
            None => Condition::Anyone,
        }
    }

    fn lab_missing(&mut self, raw: &Spanned<RawLabMissing>) -> Condition {
        let at = self.file.at_value(raw);
        let RawLabMissing { id, max_age_days } = raw.get_ref();
        self.check_days(*max_age_days, at);
        match self.index.labs.find(id, at, self.problems) {
            Some(lab) => Condition::LabMissing {
                lab,
                max_age_days: *max_age_days,
            },
            None => Condition::Anyone,
        }
    }

    fn check_days(&mut self, days: u16, at: At<'_>) {
        if !(1..=MAX_AGE_DAYS).contains(&days) {
            let what = format!("`max_age_days` is {days}, not 1 to {MAX_AGE_DAYS}");
            self.problems.add(at, what);
        }
    }

    fn age(&mut self, raw: &Spanned<RawAge>) -> Condition {
        let RawAge { at_least, at_most } = *raw.get_ref();
        let low = at_least.unwrap_or(0);
        let high = at_most.unwrap_or(AGE_MAX);
        let is_open = at_least.is_none() && at_most.is_none();
        if is_open || low > high || high > AGE_MAX {
            let what = format!("`age` needs bounds in order, 0 to {AGE_MAX} years");
            self.problems.add(self.file.at_value(raw), what);
        }
        Condition::Age { at_least, at_most }
    }

    fn gestation(&mut self, raw: &Spanned<RawGestation>) -> Condition {
        let RawGestation {
            at_least_weeks,
            below_weeks,
        } = *raw.get_ref();
        let low = at_least_weeks.unwrap_or(0);
        let high = below_weeks.unwrap_or(WEEKS_MAX);
        let is_open = at_least_weeks.is_none() && below_weeks.is_none();
        if is_open || low >= high || high > WEEKS_MAX {
            let what = format!("`gestation` needs bounds in order, 0 to {WEEKS_MAX} weeks");
            self.problems.add(self.file.at_value(raw), what);
        }
        Condition::Gestation {
            at_least: at_least_weeks,
            below: below_weeks,
        }
    }
}
