//! How long a proposal takes: all points and sides, every position, on the shipped knowledge.

use divan::{Bencher, black_box};
use filiform_knowledge::{Knowledge, Place, Position, Technique};
use filiform_planning::{Assessment, Limits, Unscreened, evaluate, propose};
use filiform_screening::Needle;
use filiform_units::Laterality;

const CONDITIONS: [&str; 6] = ["knee_oa", "clbp", "neck", "tth", "migraine", "heel"];

fn main() {
    divan::main();
}

fn question(knowledge: &Knowledge, condition: &str) -> Option<(Assessment, Limits)> {
    let condition = knowledge.condition_key(condition)?;
    Some((Assessment::of(condition, Laterality::Both), Limits::of(12)))
}

#[divan::bench(args = CONDITIONS)]
fn a_proposal_of_twelve_needles(bencher: Bencher<'_, '_>, condition: &str) {
    let Ok(knowledge) = Knowledge::embedded() else {
        return;
    };
    let Some((assessment, limits)) = question(&knowledge, condition) else {
        return;
    };
    bencher.bench(|| propose(&knowledge, &Unscreened, black_box(&assessment), &limits));
}

#[divan::bench(args = CONDITIONS)]
fn the_value_of_an_edited_plan(bencher: Bencher<'_, '_>, condition: &str) {
    let Ok(knowledge) = Knowledge::embedded() else {
        return;
    };
    let Some((assessment, limits)) = question(&knowledge, condition) else {
        return;
    };
    let needles: Vec<Needle> = propose(&knowledge, &Unscreened, &assessment, &limits)
        .needles
        .iter()
        .map(|needle| Needle {
            near: None,
            place: Place::Point(needle.point),
            side: needle.side,
            depth: Some(needle.depth),
            angle: needle.angle,
            technique: Technique::Manual,
        })
        .collect();
    bencher.bench(|| {
        evaluate(
            &knowledge,
            &Unscreened,
            black_box(&assessment),
            &limits,
            &needles,
            Position::Prone,
        )
    });
}
