//! Plain words for patients.

use super::{Known, columns};
use crate::load::files::Files;
use crate::load::problem::Problems;
use crate::load::sheet::{Cells, Sheet};
use crate::records::Records;
use crate::{AdverseCode, PlainAbout, PlainWords, RiskId};

const COLUMNS: &[&str] = columns!["kind", "about", "title", "text", "concepts", "rules"];

const KINDS: &[(&str, Kind)] = &[
    ("risk", Kind::Risk),
    ("event", Kind::Event),
    ("step", Kind::Step),
    ("bring", Kind::Bring),
    ("doctor first", Kind::DoctorFirst),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Risk,
    Event,
    Step,
    Bring,
    DoctorFirst,
}

pub(super) fn read(files: &Files<'_>, problems: &mut Problems) -> Sheet {
    Sheet::read(files, "plain/words.csv", COLUMNS, problems)
}

pub(super) fn fill(
    sheet: &Sheet,
    known: &Known<'_>,
    records: &mut Records,
    problems: &mut Problems,
) {
    for cells in sheet.rows() {
        cells.check_wording(problems);
        let about = about(cells, known, problems);
        let words = about.map(|about| PlainWords {
            about,
            title: cells.required("title", problems).to_owned(),
            text: cells.required("text", problems).to_owned(),
            provenance: cells.provenance(&known.index.sources, problems),
        });
        let twice = words.iter().any(|words| {
            let mut others = records.plain_words.iter();
            others.any(|other| other.about == words.about)
        });
        if twice {
            let what = format!("plain words about `{}` stand twice", cells.text("about"));
            problems.add(cells.at(), what);
        }
        records.plain_words.extend(words);
    }
}

fn about(cells: Cells<'_>, known: &Known<'_>, problems: &mut Problems) -> Option<PlainAbout> {
    let name = cells.required("about", problems);
    let kind = cells.one_of("kind", KINDS, problems)?;
    let concepts = cells.keys("concepts", &known.index.concepts, problems);
    let rules = cells.keys("rules", &known.index.rules, problems);
    let has_links = !concepts.is_empty() || !rules.is_empty();
    if has_links != (kind == Kind::DoctorFirst) {
        let hint = "words of the kind `doctor first` name `concepts` or `rules`, others do not";
        problems.add_with_hint(cells.at(), "the links do not fit the kind", hint);
    }
    match kind {
        Kind::Risk => {
            let row = known.risks.find(name, cells.at(), problems);
            row.map(|_| PlainAbout::Risk(RiskId::new(name)))
        }
        Kind::Event => {
            let row = known.events.find(name, cells.at(), problems);
            row.map(|_| PlainAbout::Event(AdverseCode::new(name)))
        }
        Kind::Step => cells.number("about", problems).map(PlainAbout::Step),
        Kind::Bring => cells.number("about", problems).map(PlainAbout::Bring),
        Kind::DoctorFirst => Some(PlainAbout::DoctorFirst {
            id: name.to_owned(),
            concepts,
            rules,
        }),
    }
}
