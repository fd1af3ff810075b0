//! Every word and code of the knowledge base is recognised as what it stands for.

use filiform_knowledge::ConceptKind;
use filiform_screening::{Fact, FactState};

use crate::support::*;

#[test]
fn every_phrase_is_recognised_as_its_concept() {
    let mut missed = Vec::new();
    for term in KNOWLEDGE.lexicon().terms() {
        let concept = KNOWLEDGE.concept(term.concept);
        let fact: Fact = match concept.kind {
            ConceptKind::MedicineClass => medicine(&term.phrase),
            ConceptKind::Device => device(&term.phrase),
            ConceptKind::Problem | ConceptKind::Answer => problem(&term.phrase),
        };
        let state = given(&[fact]).chart().state_of(term.concept);
        if state != FactState::Present {
            missed.push(format!("{} as {}: {state:?}", term.phrase, concept.id));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn every_medicine_is_recognised_as_its_classes() {
    let mut missed = Vec::new();
    for (name, ingredient) in KNOWLEDGE.lexicon().medicine_names() {
        let chart = given(&[medicine(&format!("{name} 5 mg"))]).chart();
        for class in &ingredient.classes {
            if chart.state_of(*class) != FactState::Present {
                missed.push(format!("{name} as {}", KNOWLEDGE.concept(*class).id));
            }
        }
    }
    missed.sort();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn every_general_word_hints_at_its_class() {
    for (words, class) in KNOWLEDGE.lexicon().generic_medicine_words() {
        let chart = given(&[medicine(words)]).chart();
        assert!(!chart.evidence(*class).is_empty(), "{words}");
        assert_ne!(chart.state_of(*class), FactState::Absent, "{words}");
    }
}
