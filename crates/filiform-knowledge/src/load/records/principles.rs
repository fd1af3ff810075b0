//! Rules of work and reckoning.

use serde::Deserialize;
use toml::Spanned;

use crate::load::index::Index;
use crate::load::marks::Inherited;
use crate::load::problem::Problems;
use crate::load::raw::Statements;
use crate::load::statement_file::{Marks, RawWithdrawn, StatementFile};
use crate::{Area, NamedNumber, Principle, PrincipleId};

/// A principle as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::load) struct RawPrinciple {
    id: Spanned<String>,
    title: Spanned<String>,
    text: Spanned<String>,
    status: Spanned<String>,
    policy: bool,
    sources: Vec<Spanned<String>>,
    version: Spanned<u16>,
    reviewed: Spanned<toml::Value>,
    withdrawn: Option<Spanned<RawWithdrawn>>,
    #[serde(default)]
    number: Vec<Spanned<RawNumber>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNumber {
    name: Spanned<String>,
    from: Spanned<toml::Value>,
    to: Option<Spanned<toml::Value>>,
    unit: Spanned<String>,
    status: Option<Spanned<String>>,
    #[serde(default)]
    sources: Vec<Spanned<String>>,
}

pub(super) fn principles(
    statements: &Statements<'_, RawPrinciple>,
    index: &Index,
    problems: &mut Problems,
) -> Vec<Principle> {
    let mut all = Vec::new();
    for (file, raw) in statements {
        all.extend(
            raw.as_ref()
                .map(|raw| principle(raw, file, index, problems)),
        );
    }
    all
}

fn principle(
    raw: &RawPrinciple,
    file: &StatementFile<'_>,
    index: &Index,
    problems: &mut Problems,
) -> Principle {
    file.check_id(&raw.id, problems);
    let marks = Marks {
        status: &raw.status,
        policy: raw.policy,
        sources: &raw.sources,
        version: &raw.version,
        reviewed: &raw.reviewed,
        withdrawn: raw.withdrawn.as_ref(),
    };
    let provenance = marks.provenance(file, &index.sources, problems);
    let inherited = Inherited::from(&provenance);
    let mut numbers: Vec<NamedNumber> = Vec::new();
    for written in &raw.number {
        let number = number(written, file, &inherited, index, problems);
        if numbers.iter().any(|other| other.name == number.name) {
            let what = format!("number `{}` stands twice", number.name);
            problems.add(file.at_value(written), what);
        }
        numbers.push(number);
    }
    Principle {
        id: PrincipleId::new(raw.id.get_ref()),
        area: area(file.path),
        title: file.required("title", &raw.title, problems),
        text: file.required("text", &raw.text, problems),
        numbers,
        rationale: file.prose.trim().to_owned(),
        provenance,
    }
}

fn number(
    written: &Spanned<RawNumber>,
    file: &StatementFile<'_>,
    inherited: &Inherited,
    index: &Index,
    problems: &mut Problems,
) -> NamedNumber {
    let raw = written.get_ref();
    let from = file.decimal("from", &raw.from, problems);
    let to = raw.to.as_ref();
    let to = to.map_or(from, |to| file.decimal("to", to, problems));
    if to < from {
        let what = format!("{from} to {to} goes downwards");
        problems.add(file.at_value(written), what);
    }
    let status = raw.status.as_ref();
    NamedNumber {
        name: file.required("name", &raw.name, problems),
        from,
        to,
        unit: file.required("unit", &raw.unit, problems),
        mark: file.mark(status, &raw.sources, inherited, &index.sources, problems),
    }
}

/// The area is the folder.
fn area(path: &str) -> Area {
    match path.split('/').next() {
        Some("outcomes") => Area::Outcomes,
        Some("adverse-events") => Area::AdverseEvents,
        Some("anatomy") => Area::Hazards,
        Some("consent") => Area::Consent,
        _ => Area::Session,
    }
}
