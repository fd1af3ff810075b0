//! Medicines, their classes, their names, and names that must not be confused.

use std::collections::HashSet;

use super::codes;
use super::concepts::{StemList, lower};
use super::files::Files;
use super::index::Index;
use super::problem::Problems;
use super::sheet::{Cells, Sheet};
use super::statement_file::STATUS;
use crate::lexicon::StemSense;
use crate::{CodeSystem, ConceptKey, ConceptKind, Ingredient, Lexicon, Verification};

/// The four tables.
pub(super) struct Sheets {
    medicines: Sheet,
    classes: Sheet,
    look_alikes: Sheet,
    routes: Sheet,
}

const WASHOUT_MAX_DAYS: u16 = 730;

impl Sheets {
    pub(super) fn read(files: &Files<'_>, problems: &mut Problems) -> Self {
        let medicines = &[
            "name",
            "classes",
            "atc",
            "rxnorm",
            "brands",
            "misspellings",
            "washout_days",
            "status",
        ];
        let classes = &[
            "class",
            "atc_stems",
            "atc_except",
            "generic_words",
            "sets_off",
            "status",
        ];
        let routes = &["words", "why", "status"];
        Self {
            medicines: Sheet::read(files, "screening/medicines.csv", medicines, problems),
            classes: Sheet::read(files, "screening/medicine-classes.csv", classes, problems),
            look_alikes: Sheet::read(
                files,
                "screening/look-alikes.csv",
                &["name", "not"],
                problems,
            ),
            routes: Sheet::read(files, "screening/route-exclusions.csv", routes, problems),
        }
    }

    /// Fills the medicine part of the lexicon; ATC stems are returned for the rest.
    pub(super) fn fill(
        &self,
        index: &Index,
        lexicon: &mut Lexicon,
        problems: &mut Problems,
    ) -> StemList {
        let mut stems = Vec::new();
        for cells in self.medicines.rows() {
            let ingredient = ingredient(cells, index, problems);
            let row = lexicon.ingredients.len();
            names(row, cells, lexicon, problems);
            atc(row, cells, &ingredient, lexicon, &mut stems, problems);
            rxnorm(row, cells, &ingredient, lexicon, problems);
            lexicon.ingredients.push(ingredient);
        }
        for cells in self.classes.rows() {
            class(cells, index, lexicon, &mut stems, problems);
        }
        for cells in self.look_alikes.rows() {
            look_alike(cells, lexicon, problems);
        }
        lexicon.never_fuzzy = never_fuzzy(&lexicon.look_alikes);
        for cells in self.routes.rows() {
            cells.one_of("status", STATUS, problems);
            cells.required("why", problems);
            let words = lower(cells.required("words", problems), cells, problems);
            lexicon.local_use_words.push(words);
        }
        stems
    }
}

fn ingredient(cells: Cells<'_>, index: &Index, problems: &mut Problems) -> Ingredient {
    let classes = cells.keys("classes", &index.concepts, problems);
    if classes.is_empty() {
        problems.add(cells.at(), "a medicine without a class");
    }
    for class in &classes {
        check_class(*class, cells, index, problems);
    }
    let washout_days = cells.number("washout_days", problems).unwrap_or(0);
    if washout_days > WASHOUT_MAX_DAYS {
        let what = format!("`washout_days` is {washout_days}, more than {WASHOUT_MAX_DAYS}");
        problems.add(cells.at(), what);
    }
    let status = cells.one_of("status", STATUS, problems);
    Ingredient {
        name: lower(cells.required("name", problems), cells, problems),
        classes,
        washout_days,
        verification: status.unwrap_or(Verification::FromMemory),
    }
}

fn check_class(class: ConceptKey, cells: Cells<'_>, index: &Index, problems: &mut Problems) {
    if index.kind(class) != Some(ConceptKind::MedicineClass) {
        let hint = "give it the kind `medicine` in concepts.csv";
        problems.add_with_hint(cells.at(), "a class that is not a class of medicines", hint);
    }
}

/// Names, brands and misspellings; one that means two medicines is a problem.
fn names(row: usize, cells: Cells<'_>, lexicon: &mut Lexicon, problems: &mut Problems) {
    let all = ["name", "brands", "misspellings"].into_iter();
    let mut own: HashSet<String> = HashSet::new();
    for (column, name) in all.flat_map(|column| cells.list(column).map(move |name| (column, name)))
    {
        let name = lower(name, cells, problems);
        if column == "misspellings" {
            lexicon.misspellings.insert(name.clone());
        }
        if !own.insert(name.clone()) {
            problems.add(cells.at(), format!("medicine name `{name}` stands twice"));
        } else if let Some(other) = lexicon.medicine_names.insert(name.clone(), row) {
            let other = lexicon
                .ingredients
                .get(other)
                .map_or("", |other| other.name.as_str());
            let what = format!("medicine name `{name}` is also a name of `{other}`");
            problems.add_with_hint(cells.at(), what, "a name can mean one medicine only");
        }
    }
}

fn atc(
    row: usize,
    cells: Cells<'_>,
    ingredient: &Ingredient,
    lexicon: &mut Lexicon,
    stems: &mut StemList,
    problems: &mut Problems,
) {
    for code in cells.list("atc") {
        if !codes::is_atc(code) {
            problems.add(cells.at(), format!("`{code}` is not an ATC code"));
            continue;
        }
        lexicon
            .ingredient_codes
            .entry((CodeSystem::Atc, code.to_owned()))
            .or_insert(row);
        let classes = ingredient.classes.iter();
        stems.extend(classes.map(|class| (code.to_owned(), *class, StemSense::Means)));
    }
}

fn rxnorm(
    row: usize,
    cells: Cells<'_>,
    ingredient: &Ingredient,
    lexicon: &mut Lexicon,
    problems: &mut Problems,
) {
    for code in cells.list("rxnorm") {
        if !codes::is_rxnorm(code) {
            problems.add(cells.at(), format!("`{code}` is not an RxNorm code"));
            continue;
        }
        lexicon
            .ingredient_codes
            .entry((CodeSystem::RxNorm, code.to_owned()))
            .or_insert(row);
        let concepts = lexicon.rxnorm.entry(code.to_owned()).or_default();
        for class in &ingredient.classes {
            if !concepts.contains(class) {
                concepts.push(*class);
            }
        }
    }
}

fn class(
    cells: Cells<'_>,
    index: &Index,
    lexicon: &mut Lexicon,
    stems: &mut StemList,
    problems: &mut Problems,
) {
    cells.one_of("status", STATUS, problems);
    cells.keys("sets_off", &index.rules, problems);
    let Some(class) = index
        .concepts
        .find(cells.text("class"), cells.at(), problems)
    else {
        return;
    };
    check_class(class, cells, index, problems);
    let columns = [
        ("atc_stems", StemSense::Means),
        ("atc_except", StemSense::Except),
    ];
    for (column, sense) in columns {
        for code in cells.list(column) {
            if codes::is_atc(code) {
                stems.push((code.to_owned(), class, sense));
            } else {
                problems.add(cells.at(), format!("`{code}` is not an ATC code or stem"));
            }
        }
    }
    for words in cells.list("generic_words") {
        let words = lower(words, cells, problems);
        if lexicon.medicine_names.contains_key(&words) {
            let what = format!("generic word `{words}` is also the name of a medicine");
            problems.add_with_hint(
                cells.at(),
                what,
                "a generic word asks, a name tells: keep one",
            );
        }
        lexicon.generic_medicine_words.push((words, class));
    }
}

fn look_alike(cells: Cells<'_>, lexicon: &mut Lexicon, problems: &mut Problems) {
    let name = lower(cells.required("name", problems), cells, problems);
    let not = lower(cells.required("not", problems), cells, problems);
    let rows = (
        lexicon.medicine_names.get(&name),
        lexicon.medicine_names.get(&not),
    );
    if let (Some(one), Some(other)) = rows
        && one == other
    {
        let what = format!("`{name}` and `{not}` are names of the same medicine");
        problems.add_with_hint(
            cells.at(),
            what,
            "a misspelling must not be another medicine's name",
        );
    }
    lexicon.look_alikes.push((name, not));
}

fn never_fuzzy(pairs: &[(String, String)]) -> Vec<String> {
    let names = pairs
        .iter()
        .flat_map(|(name, not)| [name.clone(), not.clone()]);
    let mut names: Vec<_> = names.collect();
    names.sort();
    names.dedup();
    names
}
