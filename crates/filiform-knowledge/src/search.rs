//! Finds anything in the knowledge base by what a clinician types, misspelt or not.
//!
//! Every word typed must fit a word of the entry: the same, its beginning, a part of it, or a spelling
//! close by. Codes are found however they are written (`st 36`, `LI-11`).

use std::collections::HashMap;

use crate::spelling::distance;
use crate::{Knowledge, RuleKind, fold};

/// What an entry is about; in the order in which entries that fit equally well are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A needling point.
    Point,
    /// A condition.
    Condition,
    /// An area in which people hope for a benefit.
    Benefit,
    /// What a needle is said to do in the body.
    Mechanism,
    /// People who may benefit.
    Group,
    /// The rule of a payer or guideline body on a course.
    CourseRule,
    /// A muscle.
    Muscle,
    /// A nerve.
    Nerve,
    /// A segment.
    Segment,
    /// A medicine.
    Medicine,
    /// A contraindication or precaution.
    Rule,
    /// A red flag.
    RedFlag,
    /// A structure at risk under some places.
    Hazard,
    /// Something that consent covers.
    Risk,
    /// A kind of adverse event.
    AdverseEvent,
    /// A rule of work or reckoning.
    Principle,
    /// An outcome instrument.
    Instrument,
    /// A trial.
    Trial,
    /// A source.
    Source,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 19] = [
        Self::Point,
        Self::Condition,
        Self::Benefit,
        Self::Mechanism,
        Self::Group,
        Self::CourseRule,
        Self::Muscle,
        Self::Nerve,
        Self::Segment,
        Self::Medicine,
        Self::Rule,
        Self::RedFlag,
        Self::Hazard,
        Self::Risk,
        Self::AdverseEvent,
        Self::Principle,
        Self::Instrument,
        Self::Trial,
        Self::Source,
    ];

    /// The word used in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Point => "points",
            Self::Condition => "conditions",
            Self::Benefit => "benefits",
            Self::Mechanism => "mechanisms",
            Self::Group => "groups",
            Self::CourseRule => "course-rules",
            Self::Muscle => "muscles",
            Self::Nerve => "nerves",
            Self::Segment => "segments",
            Self::Medicine => "medicines",
            Self::Rule => "rules",
            Self::RedFlag => "red-flags",
            Self::Hazard => "hazards",
            Self::Risk => "risks",
            Self::AdverseEvent => "adverse-events",
            Self::Principle => "principles",
            Self::Instrument => "instruments",
            Self::Trial => "trials",
            Self::Source => "sources",
        }
    }

    /// The kind called `text`, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Something that has a page of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is about.
    pub kind: Kind,
    /// Its id in the knowledge base.
    pub id: String,
    /// Its id as it stands in an address: small letters, digits and hyphens.
    pub slug: String,
    /// What a list shows.
    pub title: String,
    /// What tells it from others, in a few words; may be empty.
    pub note: String,
    words: Vec<String>,
    compact: Vec<String>,
}

/// Everything that can be found.
#[derive(Debug)]
pub struct Search {
    entries: Vec<Entry>,
    by_address: HashMap<(Kind, String), usize>,
}

/// How well a typed word fits a word of an entry.
const SAME: u32 = 100;
const BEGINNING: u32 = 80;
const PART: u32 = 50;
const CLOSE: u32 = 40;
/// The whole of what was typed is the code or name.
const WHOLE: u32 = 300;

/// The longest text that is looked for, in characters. Source: ours; nobody types more.
const LONGEST: usize = 80;

impl Search {
    /// Reads everything that can be found.
    pub fn new(knowledge: &Knowledge) -> Self {
        let mut entries = Vec::new();
        anatomy(knowledge, &mut entries);
        statements(knowledge, &mut entries);
        claims(knowledge, &mut entries);
        medicines(knowledge, &mut entries);
        records(knowledge, &mut entries);
        literature(knowledge, &mut entries);
        let by_address = entries.iter().enumerate();
        let by_address = by_address.map(|(at, entry)| ((entry.kind, entry.slug.clone()), at));
        Self {
            by_address: by_address.collect(),
            entries,
        }
    }

    /// All entries of one kind, in file order.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.kind == kind)
    }

    /// The entry at an address.
    pub fn at(&self, kind: Kind, slug: &str) -> Option<&Entry> {
        let at = self.by_address.get(&(kind, slug.to_owned()))?;
        self.entries.get(*at)
    }

    /// The address part of an id: the same letters for every spelling of it.
    pub fn slug(id: &str) -> String {
        let mut slug = String::with_capacity(id.len());
        for letter in fold(id).chars() {
            if letter.is_ascii_alphanumeric() {
                slug.push(letter);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        slug.truncate(slug.trim_end_matches('-').len());
        slug
    }

    /// At most `most` entries, the best first. Nothing for an empty text; of a long one the first 80
    /// characters count.
    pub fn find(&self, typed: &str, most: usize) -> Vec<&Entry> {
        let typed: String = typed.chars().take(LONGEST).collect();
        let folded = fold(&typed);
        let words: Vec<&str> = tokens(&folded).collect();
        let whole = compact(&folded);
        if words.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(u32, &Entry)> = self
            .entries
            .iter()
            .filter_map(|entry| Some((entry.fits(&words, &whole)?, entry)))
            .collect();
        found.sort_by(|(a, one), (b, other)| {
            b.cmp(a)
                .then(one.kind.cmp(&other.kind))
                .then(one.title.len().cmp(&other.title.len()))
                .then(one.title.cmp(&other.title))
        });
        found
            .into_iter()
            .take(most)
            .map(|(_, entry)| entry)
            .collect()
    }
}

impl Entry {
    fn new(kind: Kind, id: &str, title: String, note: String, others: &[&str]) -> Self {
        let mut words = Vec::new();
        let names = [id, title.as_str()]
            .into_iter()
            .chain(others.iter().copied());
        for name in names.chain([note.as_str()]) {
            let folded = fold(name);
            words.extend(tokens(&folded).map(ToOwned::to_owned));
        }
        words.sort();
        words.dedup();
        let names = [id, title.as_str()]
            .into_iter()
            .chain(others.iter().copied());
        Self {
            kind,
            id: id.to_owned(),
            slug: Search::slug(id),
            compact: names.map(|name| compact(&fold(name))).collect(),
            words,
            title,
            note,
        }
    }

    /// How well the entry fits; `None` when one of the words fits nothing.
    fn fits(&self, words: &[&str], whole: &str) -> Option<u32> {
        if self.compact.iter().any(|name| name == whole) {
            return Some(WHOLE + SAME);
        }
        let mut sum = 0;
        for word in words {
            sum += self.words.iter().filter_map(|own| fit(word, own)).max()?;
        }
        let begins = self.compact.iter().any(|name| name.starts_with(whole));
        Some(sum / u32::try_from(words.len()).unwrap_or(1) + if begins { SAME } else { 0 })
    }
}

fn fit(word: &str, own: &str) -> Option<u32> {
    if own == word {
        return Some(SAME);
    }
    if own.starts_with(word) {
        return Some(BEGINNING);
    }
    if word.len() >= 3 && own.contains(word) {
        return Some(PART);
    }
    let allowed = match word.len() {
        0..4 => return None,
        4..8 => 1,
        _ => 2,
    };
    if own.len().abs_diff(word.len()) > allowed || has_digit(word) {
        return None;
    }
    let apart = distance(word, own);
    (apart <= allowed).then(|| CLOSE - 10 * u32::try_from(apart).unwrap_or(0))
}

/// A code one keystroke away is another code, not a misspelling.
fn has_digit(word: &str) -> bool {
    word.bytes().any(|letter| letter.is_ascii_digit())
}

fn tokens(folded: &str) -> impl Iterator<Item = &str> {
    let words = folded.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty())
}

fn compact(folded: &str) -> String {
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn anatomy(knowledge: &Knowledge, entries: &mut Vec<Entry>) {
    for (_, point) in knowledge.points().iter() {
        let region = &knowledge.region(point.region).name;
        entries.push(Entry::new(
            Kind::Point,
            point.code.as_str(),
            format!("{} {}", point.code, point.name),
            region.clone(),
            &[&point.name],
        ));
    }
    for (_, muscle) in knowledge.muscles().iter() {
        let (name, region) = (muscle.name.as_str(), muscle.region.clone());
        entries.push(Entry::new(Kind::Muscle, name, name.to_owned(), region, &[]));
    }
    for (_, nerve) in knowledge.nerves().iter() {
        let name = nerve.name.as_str();
        let aliases: Vec<&str> = nerve.aliases.iter().map(String::as_str).collect();
        let note = nerve.aliases.join(", ");
        entries.push(Entry::new(
            Kind::Nerve,
            name,
            name.to_owned(),
            note,
            &aliases,
        ));
    }
    for (_, segment) in knowledge.segments().iter() {
        let (name, note) = (segment.name.as_str(), segment.dermatome.clone());
        entries.push(Entry::new(Kind::Segment, name, name.to_owned(), note, &[]));
    }
}

fn statements(knowledge: &Knowledge, entries: &mut Vec<Entry>) {
    for (_, condition) in knowledge.conditions().iter() {
        let id = condition.id.as_str();
        let codes: Vec<&str> = condition
            .codes
            .iter()
            .map(|(_, code)| code.as_str())
            .collect();
        let title = condition.name.clone();
        entries.push(Entry::new(
            Kind::Condition,
            id,
            title,
            String::new(),
            &codes,
        ));
    }
    for (_, rule) in knowledge.course_rules().iter() {
        let (id, note) = (rule.id.as_str(), rule.jurisdiction.clone());
        entries.push(Entry::new(
            Kind::CourseRule,
            id,
            rule.name.clone(),
            note,
            &[&rule.body, &rule.document],
        ));
    }
    for (_, rule) in knowledge.rules().iter() {
        let kind = match rule.kind {
            RuleKind::RedFlag(_) => Kind::RedFlag,
            RuleKind::Precaution => Kind::Rule,
        };
        let (id, note) = (rule.id.as_str(), rule.severity.as_str().to_owned());
        entries.push(Entry::new(kind, id, rule.title.clone(), note, &[]));
    }
    for instrument in knowledge.instruments() {
        let (id, title) = (instrument.id.as_str(), instrument.name.clone());
        entries.push(Entry::new(Kind::Instrument, id, title, String::new(), &[]));
    }
}

fn claims(knowledge: &Knowledge, entries: &mut Vec<Entry>) {
    for (_, benefit) in knowledge.benefits().iter() {
        let (id, note) = (benefit.id.as_str(), benefit.verdict.words().to_owned());
        let title = benefit.name.clone();
        entries.push(Entry::new(
            Kind::Benefit,
            id,
            title,
            note,
            &[&benefit.claim],
        ));
    }
    for (_, mechanism) in knowledge.mechanisms().iter() {
        let (id, note) = (mechanism.id.as_str(), mechanism.verdict.words().to_owned());
        let title = mechanism.claim.clone();
        entries.push(Entry::new(Kind::Mechanism, id, title, note, &[]));
    }
    for (_, group) in knowledge.groups().iter() {
        let (id, title) = (group.id.as_str(), group.name.clone());
        entries.push(Entry::new(Kind::Group, id, title, String::new(), &[]));
    }
}

fn medicines(knowledge: &Knowledge, entries: &mut Vec<Entry>) {
    let mut brands: HashMap<&str, Vec<&str>> = HashMap::new();
    for (name, ingredient) in knowledge.lexicon().medicine_names() {
        brands.entry(&ingredient.name).or_default().push(name);
    }
    for medicine in knowledge.ingredients() {
        let name = medicine.name.as_str();
        let mut others = brands.remove(name).unwrap_or_default();
        others.sort_unstable();
        let classes = medicine.classes.iter();
        let classes: Vec<&str> = classes
            .map(|class| knowledge.concept(*class).name.as_str())
            .collect();
        let note = classes.join(", ");
        entries.push(Entry::new(
            Kind::Medicine,
            name,
            name.to_owned(),
            note,
            &others,
        ));
    }
}

fn literature(knowledge: &Knowledge, entries: &mut Vec<Entry>) {
    for (_, trial) in knowledge.trials().iter() {
        let title = format!("{}, {}", trial.condition, trial.year);
        let note = trial.technique.clone();
        entries.push(Entry::new(
            Kind::Trial,
            trial.id.as_str(),
            title,
            note,
            &[&trial.doi],
        ));
    }
    for source in knowledge.sources() {
        let (id, title) = (source.id.as_str(), source.citation.clone());
        entries.push(Entry::new(Kind::Source, id, title, String::new(), &[]));
    }
}

fn records(knowledge: &Knowledge, entries: &mut Vec<Entry>) {
    for hazard in knowledge.hazards() {
        let (id, title) = (hazard.id.as_str(), hazard.structures.join(", "));
        entries.push(Entry::new(Kind::Hazard, id, title, String::new(), &[]));
    }
    for risk in knowledge.risks() {
        let (id, title) = (risk.id.as_str(), risk.say.clone());
        entries.push(Entry::new(Kind::Risk, id, title, String::new(), &[]));
    }
    for event in knowledge.adverse_events() {
        let (code, title) = (event.code.as_str(), event.event.clone());
        entries.push(Entry::new(
            Kind::AdverseEvent,
            code,
            title,
            String::new(),
            &[],
        ));
    }
    for principle in knowledge.principles() {
        let (id, title) = (principle.id.as_str(), principle.title.clone());
        entries.push(Entry::new(Kind::Principle, id, title, String::new(), &[]));
    }
}
