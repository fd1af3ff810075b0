//! Concepts, their codes and their words.

use super::codes;
use super::files::Files;
use super::index::Index;
use super::problem::Problems;
use super::raw::Raw;
use super::sheet::{Cells, Sheet};
use super::statement_file::STATUS;
use crate::lexicon::StemSense;
use crate::lexicon::fold;
use crate::table::Key;
use crate::{Concept, ConceptId, ConceptKey, ConceptKind, Lexicon, Term, Verification};

const COLUMNS: &[&str] = &[
    "id",
    "kind",
    "name",
    "question",
    "stale_after_days",
    "implies",
    "icd10",
    "snomed",
    "terms",
    "unless",
    "status",
];

/// The words of the `kind` column.
pub(super) const KINDS: &[(&str, ConceptKind)] = &[
    ("problem", ConceptKind::Problem),
    ("device", ConceptKind::Device),
    ("medicine", ConceptKind::MedicineClass),
    ("answer", ConceptKind::Answer),
];

/// Stems with their concept, before they are worked out.
pub(super) type StemList = Vec<(String, ConceptKey, StemSense)>;

pub(super) fn read(files: &Files<'_>, problems: &mut Problems) -> Sheet {
    Sheet::read(files, "screening/concepts.csv", COLUMNS, problems)
}

/// Concepts of the table, then one for each item of a red flag; with a check that nothing implies itself.
pub(super) fn concepts(raw: &Raw<'_>, index: &Index, problems: &mut Problems) -> Vec<Concept> {
    let mut concepts: Vec<_> = raw
        .concepts
        .rows()
        .map(|cells| concept(cells, index, problems))
        .collect();
    for (row, cells) in raw.concepts.rows().enumerate() {
        if implies_itself(ConceptKey::from_index(row), &concepts) {
            let what = format!("concept `{}` implies itself", cells.text("id"));
            problems.add_with_hint(
                cells.at(),
                what,
                "let only the narrower concept imply the broader",
            );
        }
    }
    for (file, flag) in &raw.red_flags {
        for item in flag.iter().flat_map(|flag| &flag.item) {
            concepts.push(Concept {
                id: ConceptId::new(&format!("{}/{}", file.stem(), item.id.get_ref())),
                kind: ConceptKind::Answer,
                name: file.required("ask", &item.ask, problems),
                question: item.ask.get_ref().clone(),
                stale_after_days: None,
                implies: Vec::new(),
                verification: Verification::FromMemory,
            });
        }
    }
    concepts
}

fn concept(cells: Cells<'_>, index: &Index, problems: &mut Problems) -> Concept {
    let kind = index
        .concepts
        .get(cells.text("id"))
        .and_then(|key| index.kind(key));
    let status = cells.one_of("status", STATUS, problems);
    let stale: Option<u16> = cells.number("stale_after_days", problems);
    if stale == Some(0) {
        problems.add(cells.at(), "`stale_after_days` counts from 1");
    }
    Concept {
        id: ConceptId::new(cells.text("id")),
        kind: kind.unwrap_or(ConceptKind::Problem),
        name: cells.required("name", problems).to_owned(),
        question: cells.text("question").to_owned(),
        stale_after_days: stale,
        implies: cells.keys("implies", &index.concepts, problems),
        verification: status.unwrap_or(Verification::FromMemory),
    }
}

fn implies_itself(start: ConceptKey, concepts: &[Concept]) -> bool {
    let implied = |key: ConceptKey| concepts.get(key.index()).map_or(&[][..], |it| &it.implies);
    let mut seen = vec![false; concepts.len()];
    let mut open: Vec<ConceptKey> = implied(start).to_vec();
    while let Some(key) = open.pop() {
        if key == start {
            return true;
        }
        if let Some(seen) = seen.get_mut(key.index())
            && !std::mem::replace(seen, true)
        {
            open.extend(implied(key));
        }
    }
    false
}

/// Codes and phrases of the table go into the lexicon; ICD-10 stems are returned for the rest.
pub(super) fn words_and_codes(
    sheet: &Sheet,
    lexicon: &mut Lexicon,
    problems: &mut Problems,
) -> StemList {
    let mut stems = Vec::new();
    for (row, cells) in sheet.rows().enumerate() {
        let concept = ConceptKey::from_index(row);
        for code in cells.list("snomed") {
            if codes::is_snomed(code) {
                let concepts = lexicon.snomed.entry(code.to_owned()).or_default();
                if !concepts.contains(&concept) {
                    concepts.push(concept);
                }
            } else {
                let what = format!("`{code}` is not a SNOMED CT code: its check digit is wrong");
                problems.add(cells.at(), what);
            }
        }
        for text in cells.list("icd10") {
            match codes::icd10(text) {
                Some((codes, sense)) => {
                    stems.extend(codes.into_iter().map(|code| (code, concept, sense)));
                }
                None => problems.add_with_hint(
                    cells.at(),
                    format!("`{text}` is not an ICD-10 stem"),
                    "write `O00`, `Z95.0`, `O00-O9A`, or `!Z33.2` for an exception",
                ),
            }
        }
        let unless: Vec<_> = cells
            .list("unless")
            .map(|phrase| lower(phrase, cells, problems))
            .collect();
        for phrase in cells.list("terms") {
            lexicon.terms.push(Term {
                phrase: lower(phrase, cells, problems),
                concept,
                unless: unless.clone(),
            });
        }
    }
    stems
}

/// A phrase, folded; capital letters in the table are a slip, because nothing would ever match them.
pub(super) fn lower(phrase: &str, cells: Cells<'_>, problems: &mut Problems) -> String {
    if phrase.chars().any(char::is_uppercase) {
        let hint = format!("write `{}`", phrase.to_lowercase());
        problems.add_with_hint(cells.at(), format!("`{phrase}` has capital letters"), hint);
    }
    fold(phrase)
}
