//! How long it takes to read and check everything, and to look up a code.

use divan::{Bencher, black_box};
use filiform_knowledge::{CodeSystem, Knowledge, Search};

fn main() {
    divan::main();
}

#[divan::bench]
fn load_everything() -> bool {
    Knowledge::embedded().is_ok()
}

#[divan::bench(args = ["O34.31", "Z95.0", "X99.9", "M17.12"])]
fn look_up_an_icd10_code(bencher: Bencher<'_, '_>, code: &str) {
    let Ok(knowledge) = Knowledge::embedded() else {
        return;
    };
    let lexicon = knowledge.lexicon();
    bencher.bench(|| {
        lexicon
            .concepts_for_code(CodeSystem::Icd10, black_box(code))
            .len()
    });
}

#[divan::bench(args = ["B01AA03", "C07AB02"])]
fn look_up_an_atc_code(bencher: Bencher<'_, '_>, code: &str) {
    let Ok(knowledge) = Knowledge::embedded() else {
        return;
    };
    let lexicon = knowledge.lexicon();
    bencher.bench(|| {
        lexicon
            .concepts_for_code(CodeSystem::Atc, black_box(code))
            .len()
    });
}

#[divan::bench]
fn index_what_can_be_found(bencher: Bencher<'_, '_>) {
    let Ok(knowledge) = Knowledge::embedded() else {
        return;
    };
    bencher.bench(|| Search::new(&knowledge));
}

#[divan::bench(args = ["st36", "warferin", "trapezious knee", "sternocleidomastiod"])]
fn find(bencher: Bencher<'_, '_>, typed: &str) {
    let Ok(knowledge) = Knowledge::embedded() else {
        return;
    };
    let search = Search::new(&knowledge);
    bencher.bench(|| search.find(black_box(typed), 60).len());
}
