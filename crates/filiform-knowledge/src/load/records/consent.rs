//! What consent covers, how often it happens, and the words for that.

use super::{Known, columns};
use crate::load::files::Files;
use crate::load::problem::Problems;
use crate::load::scope::TECHNIQUES;
use crate::load::sheet::{Cells, Sheet, one_of};
use crate::records::Records;
use crate::{
    About, ConsentKind, ConsentRisk, Decimal, Frequency, FrequencyUnit, FrequencyWord, RiskId,
};

const RISKS: &[&str] = columns![
    "id",
    "kind",
    "say",
    "codes",
    "techniques",
    "places",
    "concepts",
    "note",
];
const FREQUENCIES: &[&str] = columns![
    "risk",
    "about",
    "numerator_from",
    "numerator_to",
    "denominator",
    "unit",
    "definition",
    "plain",
];
const WORDS: &[&str] = columns!["word", "one_in"];

const KINDS: &[(&str, ConsentKind)] = &[
    ("risk", ConsentKind::Risk),
    ("information", ConsentKind::Information),
];
const ABOUTS: &[(&str, About)] = &[
    ("exactly", About::Exactly),
    ("about", About::About),
    ("at most", About::AtMost),
    ("fewer than", About::FewerThan),
];
const UNITS: &[(&str, FrequencyUnit)] = &[
    ("people over a course", FrequencyUnit::PeopleOverCourse),
    ("people after one treatment", FrequencyUnit::PeopleAfterOne),
    ("treatments", FrequencyUnit::Treatments),
    ("not given", FrequencyUnit::NotGiven),
];

/// The three tables.
pub(super) struct Sheets {
    pub(super) risks: Sheet,
    frequencies: Sheet,
    words: Sheet,
}

impl Sheets {
    pub(super) fn read(files: &Files<'_>, problems: &mut Problems) -> Self {
        Self {
            risks: Sheet::read(files, "consent/risks.csv", RISKS, problems),
            frequencies: Sheet::read(files, "consent/frequencies.csv", FREQUENCIES, problems),
            words: Sheet::read(files, "consent/frequency-words.csv", WORDS, problems),
        }
    }

    pub(super) fn fill(&self, known: &Known<'_>, records: &mut Records, problems: &mut Problems) {
        for cells in self.risks.rows() {
            records.risks.push(risk(cells, known, problems));
        }
        for cells in self.frequencies.rows() {
            let frequency = frequency(cells, known, problems);
            let name = cells.text("risk");
            if known.risks.find(name, cells.at(), problems).is_none() {
                continue;
            }
            let mut risks = records.risks.iter_mut();
            if let Some(risk) = risks.find(|risk| risk.id.as_str() == name) {
                risk.frequencies.push(frequency);
            }
        }
        self.fill_words(known, records, problems);
    }

    /// The words from the most frequent to the rarest, which has no lower end.
    fn fill_words(&self, known: &Known<'_>, records: &mut Records, problems: &mut Problems) {
        let count = self.words.rows().count();
        let mut before = 1;
        for (row, cells) in self.words.rows().enumerate() {
            let one_in: Option<u64> = cells.number("one_in", problems);
            let is_last = row + 1 == count;
            if one_in.is_none() != is_last || one_in.is_some_and(|one_in| one_in <= before) {
                let hint = "the most frequent word first; only the rarest has no `one_in`";
                problems.add_with_hint(cells.at(), "the words are not in order", hint);
            }
            before = one_in.unwrap_or(before);
            records.frequency_words.push(FrequencyWord {
                word: cells.required("word", problems).to_owned(),
                one_in,
                provenance: cells.provenance(&known.index.sources, problems),
            });
        }
    }
}

fn risk(cells: Cells<'_>, known: &Known<'_>, problems: &mut Problems) -> ConsentRisk {
    cells.check_wording(problems);
    let mut techniques = Vec::new();
    for word in cells.list("techniques") {
        let named = one_of("techniques", word, cells.at(), TECHNIQUES, problems);
        techniques.extend(named.into_iter().flatten().copied());
    }
    if techniques.is_empty() {
        problems.add(cells.at(), "`techniques` is empty");
    }
    let kind = cells.one_of("kind", KINDS, problems);
    ConsentRisk {
        id: RiskId::new(cells.text("id")),
        kind: kind.unwrap_or(ConsentKind::Risk),
        say: cells.required("say", problems).to_owned(),
        frequencies: Vec::new(),
        codes: known.codes(cells, problems),
        techniques,
        places: known.places(cells, "places", problems),
        concepts: cells.keys("concepts", &known.index.concepts, problems),
        note: cells.text("note").to_owned(),
        provenance: cells.provenance(&known.index.sources, problems),
    }
}

fn frequency(cells: Cells<'_>, known: &Known<'_>, problems: &mut Problems) -> Frequency {
    cells.check_wording(problems);
    let from = cells
        .decimal("numerator_from", problems)
        .unwrap_or_default();
    let to = cells.decimal("numerator_to", problems).unwrap_or_default();
    let denominator = cells.number("denominator", problems).unwrap_or(0);
    let whole = Decimal::parse(&denominator.to_string()).unwrap_or_default();
    if from <= Decimal::whole(0) || to < from || whole < to {
        let what = format!("{from} to {to} in {denominator} is no frequency");
        problems.add(cells.at(), what);
    }
    let about = cells.one_of("about", ABOUTS, problems);
    let unit = cells.one_of("unit", UNITS, problems);
    Frequency {
        about: about.unwrap_or(About::About),
        numerator_from: from,
        numerator_to: to,
        denominator,
        unit: unit.unwrap_or(FrequencyUnit::NotGiven),
        definition: cells.required("definition", problems).to_owned(),
        plain: cells.required("plain", problems).to_owned(),
        provenance: cells.provenance(&known.index.sources, problems),
    }
}
