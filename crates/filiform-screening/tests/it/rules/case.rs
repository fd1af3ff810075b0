//! How a case is written.
//!
//! ```text
//! anticoag-inr-unknown †
//!   speaks  | takes warfarin                                  | LI11 | ask
//!   silent  | takes warfarin; lab INR 2.4 {INR} (20 days ago) | LI11
//!   unknown | takes blood thinner                             | LI11 | ask by anticoag-which
//! ```
//!
//! The first line is the id of the rule; `†` stands where the reference wants a question that nobody
//! answered to be asked. Facts are separated by `;`, needles by `,`, two needles that share a current by
//! ` - `. A man of 45 is needled by hand, on the left, straight in and to the customary depth of the
//! point, unless the line says otherwise. `none` means that the facts change nothing at all.

use std::fmt;

use filiform_knowledge::{Angle, CodeSystem, Place, Severity, Technique};
use filiform_screening::{Fact, FactKind, Needle, Person, RecordedStatus};
use filiform_units::{Laterality, PartialDate, Sex, Side, Timestamp};

use crate::support::*;

/// The sections of the reference with their cases.
pub(super) const SECTIONS: [(&str, &str); 8] = [
    ("pregnancy", include_str!("pregnancy.txt")),
    ("bleeding", include_str!("bleeding.txt")),
    ("infection", include_str!("infection.txt")),
    ("devices", include_str!("devices.txt")),
    ("mind", include_str!("mind.txt")),
    ("daily", include_str!("daily.txt")),
    ("structure", include_str!("structure.txt")),
    ("red-flags", include_str!("red-flags.txt")),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The rule says what it says.
    Speaks,
    /// Nearly the same, and the rule is silent.
    Silent,
    /// Nobody asked.
    Unknown,
}

impl Kind {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Speaks => "speaks",
            Self::Silent => "silent",
            Self::Unknown => "unknown",
        }
    }
}

/// One line.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) section: String,
    line: usize,
    pub(super) rule: String,
    pub(super) marked_to_ask: bool,
    pub(super) kind: Kind,
    facts: String,
    plan: String,
    /// The rule that should speak; another one where that one asks the question.
    pub(super) speaker: String,
    /// What it should say; nothing when it should be silent.
    pub(super) expected: Option<Severity>,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            section,
            line,
            rule,
            facts,
            plan,
            ..
        } = self;
        write!(f, "{section}.txt:{line} {rule} ({facts} | {plan})")
    }
}

/// The cases of every section.
pub(super) fn all() -> Vec<Case> {
    SECTIONS
        .iter()
        .flat_map(|(section, text)| cases(section, text))
        .collect()
}

/// The cases of one section.
pub(super) fn cases(section: &str, text: &str) -> Vec<Case> {
    let mut found = Vec::new();
    let (mut rule, mut marked_to_ask) = (String::new(), false);
    for (line, text) in (1..).zip(text.lines()) {
        if text.trim().is_empty() || text.starts_with('#') {
            continue;
        }
        if !text.starts_with(' ') {
            marked_to_ask = text.ends_with('†');
            text.trim_end_matches('†').trim().clone_into(&mut rule);
            continue;
        }
        let parts: Vec<&str> = text.split('|').map(str::trim).collect();
        let [kind, facts, plan, rest @ ..] = parts.as_slice() else {
            panic!("{section}.txt:{line}: a case has a word, facts, a plan and an answer");
        };
        let answer = rest.first().copied().unwrap_or_default();
        let (severity, speaker) = answer.split_once(" by ").unwrap_or((answer, &rule));
        found.push(Case {
            section: section.to_owned(),
            line,
            rule: rule.clone(),
            marked_to_ask,
            kind: [Kind::Speaks, Kind::Silent, Kind::Unknown]
                .into_iter()
                .find(|known| known.word() == *kind)
                .unwrap_or_else(|| panic!("{section}.txt:{line}: what is `{kind}`?")),
            facts: (*facts).to_owned(),
            plan: (*plan).to_owned(),
            speaker: speaker.to_owned(),
            expected: (!severity.is_empty()).then(|| {
                Severity::parse(severity)
                    .unwrap_or_else(|| panic!("{section}.txt:{line}: what is `{severity}`?"))
            }),
        });
    }
    found
}

impl Case {
    /// The person with the facts.
    pub(super) fn given(&self) -> Given {
        let facts: Vec<Fact> = self.words().flat_map(read_facts).collect();
        self.with(given(&facts))
    }

    /// The same person without any facts.
    pub(super) fn nobody(&self) -> Given {
        self.with(given(&[]))
    }

    fn with(&self, given: Given) -> Given {
        let mut person = Person {
            sex: Sex::Male,
            born: Some(PartialDate::parse("1981-06-15").unwrap()),
        };
        for word in self.words() {
            match word.split_once(' ').unwrap_or((word, "")) {
                ("woman", _) => person.sex = Sex::Female,
                ("sex", "unknown") => person.sex = Sex::Unknown,
                ("age", "unknown") => person.born = None,
                ("aged", years) => {
                    person.born =
                        Some(PartialDate::parse(&years_ago(years.parse().unwrap())).unwrap());
                }
                _ => {}
            }
        }
        let given = given.person(person);
        match self.plan.split_once(": ") {
            Some((condition, _)) => given.treated_for(condition.trim_start_matches("for ")),
            None => given,
        }
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.facts
            .split(';')
            .map(str::trim)
            .filter(|word| !matches!(*word, "" | "nothing"))
    }

    /// The needles with their marks: ` - ` joins two.
    fn sites(&self) -> Vec<Vec<&str>> {
        let needles = self
            .plan
            .split_once(": ")
            .map_or(self.plan.as_str(), |(_, rest)| rest);
        needles
            .split(',')
            .map(|group| group.trim().split(" - ").collect())
            .filter(|group: &Vec<&str>| !matches!(group.as_slice(), ["" | "nothing"]))
            .collect()
    }

    pub(super) fn needles(&self) -> Vec<Needle> {
        self.sites()
            .into_iter()
            .flat_map(|group| {
                let joined = group.len() == 2;
                group.into_iter().map(move |text| {
                    let needle = read_needle(text);
                    if joined { needle.electrical() } else { needle }
                })
            })
            .collect()
    }

    pub(super) fn pairs(&self) -> Vec<(usize, usize)> {
        let mut next = 0;
        let mut pairs = Vec::new();
        for group in self.sites() {
            if group.len() == 2 {
                pairs.push((next, next + 1));
            }
            next += group.len();
        }
        pairs
    }
}

/// `GB21 7-12 mm right oblique EA`.
fn read_needle(text: &str) -> Needle {
    let mut words = text.split_whitespace();
    let place = words
        .next()
        .unwrap_or_else(|| panic!("no place in `{text}`"));
    let mut needle = match place.strip_prefix("region:") {
        Some(region) => Needle {
            near: None,
            place: Place::Region(
                KNOWLEDGE
                    .region_key(region)
                    .unwrap_or_else(|| panic!("no region {region}")),
            ),
            ..at("ST36")
        },
        None => at(place),
    };
    for word in words {
        match word {
            "left" => needle.side = Side::Left,
            "right" => needle.side = Side::Right,
            "oblique" => needle.angle = Angle::Oblique,
            "tangential" => needle.angle = Angle::Tangential,
            "undirected" => needle.angle = Angle::Unrecorded,
            "unmeasured" => needle.depth = None,
            "mm" => {}
            _ => match (Technique::parse(word), word.split_once('-')) {
                (Some(technique), _) => needle.technique = technique,
                (None, Some((min, max))) => {
                    needle = needle.depth(min.parse().unwrap(), max.parse().unwrap());
                }
                (None, None) => panic!("what is `{word}` in `{text}`?"),
            },
        }
    }
    needle
}

/// `took warfarin (ended 5 days ago, left)`; none for words about the person.
fn read_facts(text: &str) -> Vec<Fact> {
    let (text, marks) = match text
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once(" ("))
    {
        Some((text, marks)) => (text, marks),
        None => (text, ""),
    };
    let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
    let mut fact = match verb {
        "woman" | "aged" | "sex" | "age" => return Vec::new(),
        "denied" => return items(rest).iter().map(|item| no(item)).collect(),
        "has" => problem(rest),
        "had" => problem(rest).status(RecordedStatus::Ended),
        "takes" => medicine(rest),
        "took" => medicine(rest).status(RecordedStatus::Ended),
        "device" => device(rest),
        "done" => procedure(rest),
        "allergy" => fact(FactKind::Allergy, rest),
        "relative" => problem(rest).status(RecordedStatus::FamilyHistory),
        "yes" => yes(rest),
        "no" => no(rest),
        "icd10" => problem("").code(CodeSystem::Icd10, rest),
        "snomed" => problem("").code(CodeSystem::Snomed, rest),
        "atc" => medicine("").code(CodeSystem::Atc, rest),
        "pregnant" => {
            let weeks: i64 = rest.trim_end_matches(" weeks").parse().unwrap();
            pregnant_since(&days_ago(weeks * 7))
        }
        "lab" => read_lab(rest),
        _ => panic!("what is `{verb}` in `{text}`?"),
    };
    for mark in marks
        .split(',')
        .map(str::trim)
        .filter(|mark| !mark.is_empty())
    {
        fact = marked(fact, mark);
    }
    vec![fact]
}

fn marked(fact: Fact, mark: &str) -> Fact {
    let days = |text: &str| {
        let days = text.trim_end_matches(" days ago").parse().unwrap();
        days_ago(days)
    };
    match mark {
        "left" => fact.side(Laterality::Left),
        "right" => fact.side(Laterality::Right),
        "both sides" => fact.side(Laterality::Both),
        "planned" => fact.status(RecordedStatus::Planned),
        "error" => fact.status(RecordedStatus::Void),
        "today" => fact.onset(&days_ago(0)),
        _ => {
            if let Some(ago) = mark.strip_prefix("ended ") {
                fact.ended(&days(ago))
            } else if let Some(ago) = mark.strip_prefix("asked ") {
                fact.recorded(&days(ago))
            } else {
                fact.onset(&days(mark))
            }
        }
    }
}

/// The questions of a red flag.
fn items(red_flag: &str) -> Vec<String> {
    let prefix = format!("{red_flag}/");
    let all = KNOWLEDGE
        .concepts()
        .iter()
        .map(|(_, concept)| concept.id.to_string());
    let items: Vec<String> = all.filter(|id| id.starts_with(&prefix)).collect();
    assert!(!items.is_empty(), "no questions of {red_flag}");
    items
}

/// `INR 2.4 {INR}`: name, value, unit.
fn read_lab(text: &str) -> Fact {
    let mut words = text.rsplitn(3, ' ');
    let unit = words.next().unwrap();
    let value = words.next().unwrap().parse().unwrap();
    lab(words.next().unwrap(), value, unit)
}

fn days_ago(days: i64) -> String {
    let micros = now().micros() - days * 86_400_000_000;
    let (year, month, day) = Timestamp::from_micros(micros).date().ymd();
    format!("{year:04}-{month:02}-{day:02}")
}

/// A birth date that makes somebody exactly this old today.
fn years_ago(years: i16) -> String {
    let (year, month, day) = now().date().ymd();
    format!("{:04}-{month:02}-{day:02}", year - years)
}
