//! The rules that every database keeps.

use filiform_store::Database;

use crate::place::Place;

fn on_a_fresh_database(rule: impl FnOnce(&dyn Database)) {
    let place = Place::new();
    rule(&place.open());
}

filiform_store::conformance!(on_a_fresh_database);
