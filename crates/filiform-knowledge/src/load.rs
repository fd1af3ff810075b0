//! Reads the knowledge folder: every file, every name, every number, before anything is believed.

mod anatomy;
mod benefits;
mod codes;
mod concepts;
mod conditions;
mod course_rules;
mod files;
mod folder;
mod index;
mod instruments;
mod labs;
mod local;
mod marks;
mod mechanisms;
mod medicines;
mod names;
mod outcomes;
mod point_sets;
mod problem;
mod raw;
mod records;
mod red_flags;
mod rules;
mod scope;
mod sheet;
mod sources;
mod statement_file;
mod time_course;
mod trials;
mod when;
mod wording;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

pub(crate) use files::folders;
pub use files::{Embedded, FileSource, NamedText};
pub use folder::Folder;
pub use local::Layered;
pub use problem::{LoadErrors, Problem};

use crate::lexicon::Stems;
use crate::{
    Benefit, BenefitId, BenefitKey, Body, ConditionId, ConditionKey, ConditionStatement,
    CourseRule, CourseRuleId, CourseRuleKey, Group, GroupId, GroupKey, Instrument, Knowledge,
    Lexicon, Mechanism, MechanismId, MechanismKey, Rule, RuleKind, Table, WorkingRule,
};
use files::Files;
use index::Index;
use problem::{At, Problems};
use raw::{Raw, Statements};
use statement_file::StatementFile;

impl Knowledge {
    /// Reads and checks all files of a source.
    ///
    /// # Errors
    /// Everything that is wrong, each with its file, its line and, where we know one, the way out.
    pub fn load(source: &dyn FileSource) -> Result<Self, LoadErrors> {
        let mut problems = Problems::default();
        let files = Files::read(source, &mut problems);
        let raw = Raw::read(&files, &mut problems);
        let index = Index::collect(&raw, &mut problems);
        let working_rule = raw.outcomes.working_rule(&index, &mut problems);
        let body = Body::embedded()
            .map_err(|error| problems.add(At::file("body/body.bin"), error.to_string()))
            .ok();
        let knowledge = working_rule
            .zip(body)
            .map(|(rule, body)| build(&files, &raw, &index, (rule, body), &mut problems));
        let knowledge = knowledge.map(|knowledge| Self {
            local: source.local(),
            ..knowledge
        });
        match (knowledge, problems.finish(|file| files.text(file))) {
            (Some(knowledge), Ok(())) => Ok(knowledge),
            (_, Err(errors)) => Err(errors),
            // INVARIANT: a working rule or a body that cannot be read is a problem already.
            (None, Ok(())) => Err(LoadErrors(Vec::new())),
        }
    }

    /// What was in the knowledge folder when the program was built.
    ///
    /// # Errors
    /// As [`Knowledge::load`].
    pub fn embedded() -> Result<Self, LoadErrors> {
        Self::load(&Embedded)
    }

    /// Reads a knowledge folder on a disk.
    ///
    /// # Errors
    /// As [`Knowledge::load`], and when a file cannot be read.
    pub fn load_folder(path: &Path) -> Result<Self, LoadErrors> {
        Self::load(&Folder(path.to_owned()))
    }

    /// Checks the files of a source and forgets them.
    ///
    /// # Errors
    /// As [`Knowledge::load`].
    pub fn check(source: &dyn FileSource) -> Result<(), LoadErrors> {
        Self::load(source).map(drop)
    }
}

/// Resolves everything. Each table keeps the order in which the index numbered its names.
fn build(
    files: &Files<'_>,
    raw: &Raw<'_>,
    index: &Index,
    (working_rule, body): (WorkingRule, Arc<Body>),
    problems: &mut Problems,
) -> Knowledge {
    let sheets = &raw.anatomy;
    let points = sheets
        .points
        .rows()
        .map(|row| anatomy::point(row, index, problems));
    let points = Table::from_unique(points.collect(), |it| it.code.clone());
    let regions = sheets
        .regions
        .rows()
        .map(|row| anatomy::region(row, index, problems));
    let regions = Table::from_unique(regions.collect(), |it| it.id.clone());
    anatomy::check_continuing(&sheets.regions, problems);
    let muscles = sheets
        .muscles
        .rows()
        .map(|row| anatomy::muscle(row, index, problems));
    let muscles = Table::from_unique(muscles.collect(), |it| it.name.clone());
    let nerves = sheets
        .nerves
        .rows()
        .map(|row| anatomy::nerve(row, index, problems));
    let nerves = Table::from_unique(nerves.collect(), |it| it.name.clone());
    let segments = sheets
        .segments
        .rows()
        .map(|row| anatomy::segment(row, index, problems));
    let segments = Table::from_unique(segments.collect(), |it| it.name.clone());
    let trials = raw
        .trials
        .rows()
        .map(|row| trials::trial(row, index, problems));
    let trials = Table::from_unique(trials.collect(), |it| it.id.clone());
    let labs = raw.labs.rows().map(|row| labs::lab(row, problems));
    let labs = Table::from_unique(labs.collect(), |it| it.id.clone());
    let evidence = Evidence::resolve(raw, index, problems);
    let point_sets = Table::from_unique(
        point_sets::point_sets(&raw.point_sets, index, problems),
        |it| it.id.clone(),
    );
    Knowledge {
        records: records::records(&raw.records, index, &point_sets, problems),
        points,
        regions,
        muscles,
        nerves,
        segments,
        point_sets,
        concepts: Table::from_unique(concepts::concepts(raw, index, problems), |it| it.id.clone()),
        labs,
        rules: Table::from_unique(all_rules(raw, index, problems), |it| it.id.clone()),
        conditions: evidence.conditions,
        trials,
        mechanisms: evidence.mechanisms,
        benefits: evidence.benefits,
        groups: evidence.groups,
        course_rules: evidence.course_rules,
        time_course: time_course::time_course(&raw.time_course, index, problems),
        sources: sources::sources(&raw.sources, problems),
        lexicon: lexicon(raw, index, problems),
        instruments: instruments(raw, index, problems),
        working_rule,
        body,
        files: files.all(),
        local: BTreeMap::new(),
        version: files.version(),
    }
}

fn all_rules(raw: &Raw<'_>, index: &Index, problems: &mut Problems) -> Vec<Rule> {
    let mut rules = Vec::new();
    for (file, rule) in &raw.rules {
        rules.extend(
            rule.as_ref()
                .map(|rule| rules::rule(rule, file, index, problems)),
        );
    }
    for (file, flag) in &raw.red_flags {
        rules.extend(
            flag.as_ref()
                .map(|flag| red_flags::red_flag(flag, file, index, problems)),
        );
    }
    ask_where_conditions_say(raw, index, &mut rules);
    rules
}

/// A red flag is asked for the conditions it names, and for those that name it.
fn ask_where_conditions_say(raw: &Raw<'_>, index: &Index, rules: &mut [Rule]) {
    for (file, condition) in &raw.conditions {
        let Some(key) = index.conditions.get(file.stem()) else {
            continue;
        };
        let names = condition.iter().flat_map(|it| &it.red_flags);
        for name in names {
            let flag = rules.iter_mut().find(|rule| {
                rule.id.as_str() == name.get_ref() && matches!(rule.kind, RuleKind::RedFlag(_))
            });
            if let Some(flag) = flag
                && !flag.scope.conditions.contains(&key)
            {
                flag.scope.conditions.push(key);
            }
        }
    }
}

/// What is known of treatment: one statement a file.
struct Evidence {
    conditions: Table<ConditionKey, ConditionId, ConditionStatement>,
    mechanisms: Table<MechanismKey, MechanismId, Mechanism>,
    benefits: Table<BenefitKey, BenefitId, Benefit>,
    groups: Table<GroupKey, GroupId, Group>,
    course_rules: Table<CourseRuleKey, CourseRuleId, CourseRule>,
}

impl Evidence {
    fn resolve(raw: &Raw<'_>, index: &Index, problems: &mut Problems) -> Self {
        let conditions = all(&raw.conditions, conditions::condition, index, problems);
        let mechanisms = all(&raw.mechanisms, mechanisms::mechanism, index, problems);
        let benefits = all(&raw.benefits, benefits::benefit, index, problems);
        let groups = all(&raw.groups, benefits::group, index, problems);
        let rules = all(
            &raw.course_rules,
            course_rules::course_rule,
            index,
            problems,
        );
        Self {
            conditions: Table::from_unique(conditions, |it| it.id.clone()),
            mechanisms: Table::from_unique(mechanisms, |it| it.id.clone()),
            benefits: Table::from_unique(benefits, |it| it.id.clone()),
            groups: Table::from_unique(groups, |it| it.id.clone()),
            course_rules: Table::from_unique(rules, |it| it.id.clone()),
        }
    }
}

/// Every statement of a folder that can be read.
fn all<R, T>(
    raw: &Statements<'_, R>,
    resolve: fn(&R, &StatementFile<'_>, &Index, &mut Problems) -> T,
    index: &Index,
    problems: &mut Problems,
) -> Vec<T> {
    let mut all = Vec::new();
    for (file, statement) in raw {
        let statement = statement.as_ref();
        all.extend(statement.map(|it| resolve(it, file, index, problems)));
    }
    all
}

fn instruments(raw: &Raw<'_>, index: &Index, problems: &mut Problems) -> Vec<Instrument> {
    let mut all = Vec::new();
    for (file, instrument) in &raw.instruments {
        let instrument = instrument.as_ref();
        all.extend(instrument.map(|it| instruments::instrument(it, file, index, problems)));
    }
    all
}

fn lexicon(raw: &Raw<'_>, index: &Index, problems: &mut Problems) -> Lexicon {
    let mut lexicon = Lexicon {
        loinc: labs::loinc(&raw.labs, problems),
        ..Lexicon::default()
    };
    let icd10 = concepts::words_and_codes(&raw.concepts, &mut lexicon, problems);
    let atc = raw.medicines.fill(index, &mut lexicon, problems);
    lexicon.icd10 = Stems::new(&icd10);
    lexicon.atc = Stems::new(&atc);
    lexicon
}
