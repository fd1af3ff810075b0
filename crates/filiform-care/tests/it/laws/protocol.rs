use filiform_care::protocol::{Command, Content, Fit, Protocol, decide, evolve, fit, take};
use filiform_care::{ElectricalPair, Plan};
use filiform_knowledge::{ConditionId, Position};
use filiform_testkit::{a_plan, a_protocol, an_act, knowledge, short};
use filiform_units::{Hertz, Laterality, Side};
use proptest::prelude::*;

use super::{any_note, any_plan};

fn any_side() -> impl Strategy<Value = Laterality> {
    use Laterality::{Both, Left, None, Right, Unknown};
    prop::sample::select(vec![Left, Right, Both, Unknown, None])
}

/// Plans in every position, with needles on every side and some joined.
fn any_sided_plan() -> impl Strategy<Value = Plan> {
    let places = vec![
        "ST36 left",
        "ST36 right",
        "SP9 left",
        "SP9 right",
        "GV20",
        "CV8",
        "ST99 left",
    ];
    let needles = prop::sample::subsequence(places, 0..=7);
    let positions = prop::sample::select(Position::ALL.to_vec());
    let pairs = prop::collection::vec((0usize..7, 0usize..7), 0..3);
    (needles, positions, pairs).prop_map(|(needles, position, pairs)| Plan {
        position,
        pairs: pairs
            .into_iter()
            .map(|(a, b)| ElectricalPair {
                a,
                b,
                frequency: Hertz::new(2).unwrap(),
            })
            .collect(),
        ..a_plan(&needles)
    })
}

fn any_content() -> impl Strategy<Value = Content> {
    let name = prop::sample::select(vec!["Knee, ours", "knee,  ours", "Knee"]);
    let condition = prop::sample::select(vec!["knee_oa", "neck", "moon-sickness"]);
    let note = prop::option::of(any_note());
    (name, note, condition, any_side(), any_plan()).prop_map(
        |(name, note, condition, side, plan)| Content {
            name: short(name),
            note,
            condition: ConditionId::new(condition),
            side,
            plan,
        },
    )
}

fn any_command() -> impl Strategy<Value = Command> {
    prop_oneof![
        3 => any_content().prop_map(|content| Command::Save { content }),
        1 => any_note().prop_map(|reason| Command::Withdraw { reason }),
    ]
}

proptest! {
    #[test]
    fn mirroring_twice_gives_the_same_plan(plan in any_sided_plan()) {
        prop_assert_eq!(plan.clone().mirrored().mirrored(), plan);
    }

    #[test]
    fn mirroring_leaves_the_midline_and_exchanges_the_sides(plan in any_sided_plan()) {
        let mirrored = plan.clone().mirrored();
        prop_assert_eq!(&mirrored.pairs, &plan.pairs);
        for (before, after) in plan.needles.iter().zip(&mirrored.needles) {
            let is_midline = |side| side == Side::Midline;
            prop_assert_eq!(is_midline(before.side), is_midline(after.side));
            prop_assert_eq!(before.side == after.side, is_midline(before.side));
            prop_assert_eq!(&before.site, &after.site);
        }
    }

    #[test]
    fn a_plan_that_makes_sense_makes_sense_on_the_other_side(plan in any_sided_plan()) {
        let mirrored = plan.clone().mirrored();
        prop_assert_eq!(plan.check(knowledge()).is_ok(), mirrored.check(knowledge()).is_ok());
    }

    #[test]
    fn only_the_opposite_side_mirrors_and_it_mirrors_back(saved in any_side(), complaint in any_side()) {
        prop_assert_eq!(fit(saved, complaint), fit(complaint, saved));
        prop_assert_eq!(fit(saved, saved), Fit::AsSaved);
    }

    #[test]
    fn what_is_taken_over_can_be_read_and_nothing_is_lost_unsaid(
        plan in any_sided_plan(),
        saved in any_side(),
        complaint in any_side(),
    ) {
        let content = a_protocol(saved, plan);
        let taken = take(knowledge(), &content, complaint);
        prop_assert!(taken.plan.to_screen(knowledge(), &[]).is_ok());
        prop_assert_eq!(taken.plan.needles.len() + taken.left_out.len(), content.plan.needles.len());
    }

    #[test]
    fn no_version_of_a_protocol_is_ever_lost_or_changes(
        commands in prop::collection::vec(any_command(), 0..20),
    ) {
        let mut protocol = Protocol::default();
        for command in commands {
            let Ok(events) = decide(knowledge(), &protocol, command, an_act()) else {
                continue;
            };
            let before = protocol.versions.clone();
            protocol = events.iter().fold(protocol, evolve);
            prop_assert!(protocol.versions.starts_with(&before));
            prop_assert!(protocol.versions.len() >= before.len());
        }
        let conditions: Vec<_> = protocol.versions.iter().map(|one| &one.content.condition).collect();
        prop_assert!(conditions.windows(2).all(|pair| pair[0] == pair[1]));
    }
}
