use filiform_care::preference::{
    Command, Preference, Preferences, WantedSide, Wish, decide, evolve,
};
use filiform_knowledge::{ConditionId, PointCode};
use filiform_testkit::{an_act, knowledge, short};
use filiform_units::Laterality;
use proptest::prelude::*;

fn any_side() -> impl Strategy<Value = Laterality> {
    use Laterality::{Both, Left, None, Right, Unknown};
    prop::sample::select(vec![Left, Right, Both, Unknown, None])
}

fn any_point() -> impl Strategy<Value = PointCode> {
    prop::sample::select(vec!["GB21", "ST36", "GV20", "ST99"]).prop_map(PointCode::new)
}

fn any_condition() -> impl Strategy<Value = Option<ConditionId>> {
    let ids = prop::sample::select(vec!["knee_oa", "neck", "moon-sickness"]);
    prop::option::of(ids.prop_map(ConditionId::new))
}

fn any_command() -> impl Strategy<Value = Command> {
    let wish = prop_oneof![
        Just(Wish::Never),
        prop::sample::select(WantedSide::ALL.to_vec()).prop_map(Wish::Always),
    ];
    prop_oneof![
        4 => (any_point(), wish, any_condition()).prop_map(|(point, wish, condition)| Command::Add {
            preference: Preference {
                point,
                wish,
                condition,
                reason: short("it serves me well"),
            },
        }),
        1 => (any_point(), any_condition())
            .prop_map(|(point, condition)| Command::Remove { point, condition }),
    ]
}

proptest! {
    #[test]
    fn no_point_is_ever_wished_never_and_always(
        commands in prop::collection::vec(any_command(), 0..30),
        side in any_side(),
    ) {
        let mut held = Preferences::default();
        for command in commands {
            if let Ok(events) = decide(knowledge(), &held, command, an_act()) {
                held = events.iter().fold(held, evolve);
            }
        }
        for condition in ["knee_oa", "neck", "another"] {
            let wished = held.wished(&ConditionId::new(condition), side);
            for (point, side) in &wished.always {
                prop_assert!(!wished.never.contains(point), "{point} {side:?}");
                let midline = knowledge().points().find(point.as_str()).unwrap().midline;
                prop_assert_eq!(midline, *side == filiform_units::Side::Midline);
            }
        }
    }
}
