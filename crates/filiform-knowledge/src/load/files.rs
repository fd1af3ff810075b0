//! Where the files come from, and their fingerprint.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::problem::{At, Problem, Problems};
use crate::Kind;

/// The path of a file below the knowledge folder, with `/` between the parts, and its text.
pub type NamedText<'a> = (Cow<'a, str>, Cow<'a, str>);

/// Where the knowledge files come from.
pub trait FileSource {
    /// Every table (`.csv`) and statement (`.md`).
    ///
    /// # Errors
    /// The files that cannot be read.
    fn files(&self) -> Result<Vec<NamedText<'_>>, Vec<Problem>>;

    /// What may not stand where it stands, whether or not it can be read.
    fn refused(&self) -> Vec<Problem> {
        Vec::new()
    }

    /// The statements of a clinic among them, each with the shipped text that it took the place of.
    fn local(&self) -> BTreeMap<String, Option<String>> {
        BTreeMap::new()
    }
}

/// The files that were in the knowledge folder when the program was built.
#[derive(Clone, Copy, Debug, Default)]
pub struct Embedded;

const EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

impl FileSource for Embedded {
    fn files(&self) -> Result<Vec<NamedText<'_>>, Vec<Problem>> {
        let files = EMBEDDED.iter();
        Ok(files
            .map(|(path, text)| (Cow::Borrowed(*path), Cow::Borrowed(*text)))
            .collect())
    }
}

/// Files held in memory: path below the knowledge folder to text.
impl FileSource for BTreeMap<String, String> {
    fn files(&self) -> Result<Vec<NamedText<'_>>, Vec<Problem>> {
        let files = self.iter();
        Ok(files
            .map(|(path, text)| (Cow::Borrowed(path.as_str()), Cow::Borrowed(text.as_str())))
            .collect())
    }
}

/// Tables that the loader reads.
const TABLES: &[&str] = &[
    "sources.csv",
    "anatomy/points.csv",
    "anatomy/nerves.csv",
    "anatomy/muscles.csv",
    "anatomy/segments.csv",
    "anatomy/regions.csv",
    "anatomy/trials.csv",
    "screening/point-sets.csv",
    "screening/concepts.csv",
    "screening/labs.csv",
    "screening/medicines.csv",
    "screening/medicine-classes.csv",
    "screening/look-alikes.csv",
    "screening/route-exclusions.csv",
    "outcomes/time-course.csv",
    "anatomy/hazards.csv",
    "anatomy/hazard-limits.csv",
    "anatomy/hazard-measures.csv",
    "adverse-events/codes.csv",
    "adverse-events/scales.csv",
    "adverse-events/grade-examples.csv",
    "adverse-events/rates.csv",
    "session/needle-diameters.csv",
    "session/needle-lengths.csv",
    "session/needle-facts.csv",
    "session/stock-fields.csv",
    "session/needle-checks.csv",
    "session/electrical.csv",
    "consent/risks.csv",
    "consent/frequencies.csv",
    "consent/frequency-words.csv",
    "plain/words.csv",
];

/// The folders of statements that the loader reads, and the one statement that stands alone.
pub(super) const RULES: &str = "screening/rules/";
pub(super) const RED_FLAGS: &str = "screening/red-flags/";
pub(super) const CONDITIONS: &str = "conditions/";
pub(super) const MECHANISMS: &str = "mechanisms/";
pub(super) const BENEFITS: &str = "benefits/";
pub(super) const GROUPS: &str = "groups/";
pub(super) const COURSE_RULES: &str = "course-rules/";
pub(super) const INSTRUMENTS: &str = "outcomes/instruments/";
/// Folders of rules of work and reckoning.
pub(super) const PRINCIPLES: &[&str] = &[
    "adverse-events/principles/",
    "anatomy/principles/",
    "consent/principles/",
    "outcomes/principles/",
    "session/principles/",
];
pub(super) const WORKING_RULE: &str = "outcomes/working-rule.md";

/// The folders that hold one statement a file.
const STATEMENTS: &[&str] = &[
    RULES,
    RED_FLAGS,
    CONDITIONS,
    MECHANISMS,
    BENEFITS,
    GROUPS,
    COURSE_RULES,
    INSTRUMENTS,
];

/// Folders in which a file that nobody reads is a slip.
const OURS: &[&str] = &[
    "anatomy/",
    "screening/",
    CONDITIONS,
    MECHANISMS,
    BENEFITS,
    GROUPS,
    COURSE_RULES,
    "outcomes/",
    "adverse-events/",
    "session/",
    "consent/",
    "plain/",
];

/// The files that are read, by path.
#[derive(Debug, Default)]
pub(super) struct Files<'a>(BTreeMap<Cow<'a, str>, Cow<'a, str>>);

impl<'a> Files<'a> {
    /// Reads the source; a file in one of our folders that nobody reads is a problem.
    pub(super) fn read(source: &'a dyn FileSource, problems: &mut Problems) -> Self {
        let all = source.files().unwrap_or_else(|errors| {
            problems.extend(errors);
            Vec::new()
        });
        problems.extend(source.refused());
        let mut files = Self::default();
        for (path, text) in all {
            if is_read(&path) {
                files.0.insert(path, text);
            } else if OURS.iter().any(|folder| path.starts_with(folder))
                && !path.ends_with("README.md")
            {
                let hint = super::problem::did_you_mean(&path, TABLES.iter().copied())
                    .unwrap_or_else(|| {
                        "see the knowledge folder's README for what goes where".to_owned()
                    });
                problems.add_with_hint(
                    At::file(&path),
                    "no part of the program reads this file",
                    hint,
                );
            }
        }
        files
    }

    /// The text of a file.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(AsRef::as_ref)
    }

    /// Files of a folder, in path order.
    pub(super) fn below(&self, folder: &str) -> impl Iterator<Item = (&str, &str)> {
        let files = self
            .0
            .iter()
            .map(|(path, text)| (path.as_ref(), text.as_ref()));
        files.filter(move |(path, _)| path.starts_with(folder))
    }

    /// Every file that was read, by path.
    pub(super) fn all(&self) -> BTreeMap<String, String> {
        let files = self.0.iter();
        files
            .map(|(path, text)| (path.to_string(), text.to_string()))
            .collect()
    }

    /// FNV-1a over names and texts, 128 bits, in hexadecimal. It tells versions apart; it is no proof
    /// against forgery, which the ledger gives.
    pub(super) fn version(&self) -> String {
        const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
        const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
        let mut hash = BASIS;
        for (path, text) in &self.0 {
            let parts = [path.as_bytes(), &[0], text.as_bytes(), &[0]];
            for byte in parts.into_iter().flatten() {
                hash = (hash ^ u128::from(*byte)).wrapping_mul(PRIME);
            }
        }
        format!("{hash:032x}")
    }
}

fn is_read(path: &str) -> bool {
    if path.ends_with("README.md") {
        return false;
    }
    is_statement(path) || is_table(path)
}

pub(super) fn is_table(path: &str) -> bool {
    TABLES.contains(&path)
}

pub(super) fn is_statement(path: &str) -> bool {
    let in_a_folder = STATEMENTS.iter().chain(PRINCIPLES).any(|folder| {
        let below = path.strip_prefix(folder);
        below.is_some_and(|name| {
            !name.contains('/') && is_markdown(name) && !name.ends_with("README.md")
        })
    });
    in_a_folder || path == WORKING_RULE
}

/// The folders in which statements of a kind stand; none for what stands in tables.
pub(crate) const fn folders(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Condition => &[CONDITIONS],
        Kind::Benefit => &[BENEFITS],
        Kind::Mechanism => &[MECHANISMS],
        Kind::Group => &[GROUPS],
        Kind::CourseRule => &[COURSE_RULES],
        Kind::Rule => &[RULES],
        Kind::RedFlag => &[RED_FLAGS],
        Kind::Instrument => &[INSTRUMENTS],
        Kind::Principle => PRINCIPLES,
        Kind::Point
        | Kind::Muscle
        | Kind::Nerve
        | Kind::Segment
        | Kind::Medicine
        | Kind::Hazard
        | Kind::Risk
        | Kind::AdverseEvent
        | Kind::Trial
        | Kind::Source => &[],
    }
}

fn is_markdown(name: &str) -> bool {
    std::path::Path::new(name)
        .extension()
        .is_some_and(|it| it == "md")
}
