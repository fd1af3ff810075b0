//! What holds whatever is ordered, in whatever order.

mod course;
mod patient;
mod preference;
mod protocol;
mod session;

use filiform_care::{Act, LongText, Plan};
use filiform_knowledge::{RuleId, Severity};
use filiform_testkit::{a_plan, an_act_after, long};
use filiform_units::Minutes;
use proptest::prelude::*;

fn any_act() -> impl Strategy<Value = Act> {
    (0u16..600).prop_map(an_act_after)
}

fn any_note() -> impl Strategy<Value = LongText> {
    prop::sample::select(vec!["as agreed", "not today"]).prop_map(long)
}

fn any_rule() -> impl Strategy<Value = RuleId> {
    prop::sample::select(vec!["anticoag-deep", "cied-pocket"]).prop_map(RuleId::new)
}

fn any_severity() -> impl Strategy<Value = Severity> {
    prop::sample::select(vec![
        Severity::None,
        Severity::Note,
        Severity::Caution,
        Severity::Ask,
        Severity::Refer,
        Severity::Stop,
    ])
}

/// Plans that make sense and plans that do not.
fn any_plan() -> impl Strategy<Value = Plan> {
    let needles = prop::sample::subsequence(
        vec!["ST36 left", "SP9 left", "GV20", "ST36", "CV8", "ST99 left"],
        0..=3,
    );
    (needles, prop::sample::select(vec![20u16, 20, 20, 45])).prop_map(|(needles, minutes)| Plan {
        retention: Minutes::literal(minutes),
        ..a_plan(&needles)
    })
}
