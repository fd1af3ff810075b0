//! Points that a clinician never uses or always wants bound what is proposed to them, and to nobody else.

use filiform_app::{Actor, AppError, Command, ProposeLimits};
use filiform_care::preference::{self, Preference, Refusal, WantedSide, Wish, Wished};
use filiform_care::{PlannedNeedle, Site};
use filiform_knowledge::{ConditionId, PointCode};
use filiform_planning::LeftOutReason;
use filiform_testkit::{a_patient, short};
use filiform_units::{CourseId, Side};

use crate::story::{history, imported, key, opened};
use crate::world::World;

fn wish(point: &str, wish: Wish, condition: Option<&str>) -> Preference {
    Preference {
        point: PointCode::new(point),
        wish,
        condition: condition.map(ConditionId::new),
        reason: short("it serves me well"),
    }
}

fn add(world: &World, who: &Actor, preference: Preference) -> Result<u64, AppError> {
    let order = preference::Command::Add { preference };
    world.app.order_preferences(who, Command::plain(order))
}

fn proposed(world: &World, who: &Actor, course: CourseId) -> Vec<PlannedNeedle> {
    let limits = ProposeLimits {
        max_needles: 4,
        position: None,
    };
    let plan = world.app.propose_plan(who, course, limits);
    plan.expect("a plan is proposed").needles
}

fn code(needle: &PlannedNeedle) -> &str {
    match &needle.site {
        Site::Point(code) => code.as_str(),
        Site::Free { .. } => "",
    }
}

fn a_left_knee(world: &World) -> CourseId {
    opened(world, imported(world, history(a_patient(), &[])))
}

#[test]
fn a_point_that_is_never_used_is_not_proposed_and_the_plan_says_why() {
    let world = World::new();
    let course = a_left_knee(&world);
    let who = &world.practitioner;
    let before = proposed(&world, who, course);
    let first = code(&before[0]).to_owned();
    add(&world, who, wish(&first, Wish::Never, None)).expect("it is listed");
    let after = proposed(&world, who, course);
    assert!(after.iter().all(|needle| code(needle) != first));
    let view = world.app.plan(who, course, None).expect("a plan");
    assert_eq!(view.wished.never, [PointCode::new(&first)]);
    let never = view
        .proposal
        .left_out
        .iter()
        .any(|out| out.why == LeftOutReason::NeverUsed);
    assert!(never, "{:?}", view.proposal.left_out);
    let theirs = proposed(&world, &world.colleague, course);
    assert_eq!(theirs, before, "a colleague proposes as ever");
}

#[test]
fn a_point_that_is_always_wanted_goes_in_on_the_side_of_the_complaint() {
    let world = World::new();
    let course = a_left_knee(&world);
    let who = &world.practitioner;
    let plain = proposed(&world, who, course);
    let all = ["LR8", "KI10", "BL57", "SP6", "ST36", "GB34"];
    let wanted = all
        .into_iter()
        .find(|point| plain.iter().all(|needle| code(needle) != *point))
        .expect("not everything is proposed");
    let always = Wish::Always(WantedSide::Complaint);
    add(&world, who, wish(wanted, always, Some("knee_oa"))).expect("it is listed");
    let after = proposed(&world, who, course);
    let sides: Vec<Side> = after
        .iter()
        .filter(|needle| code(needle) == wanted)
        .map(|needle| needle.side)
        .collect();
    assert_eq!(sides, [Side::Left], "{after:?}");
}

#[test]
fn a_wish_for_another_condition_changes_nothing_here() {
    let world = World::new();
    let course = a_left_knee(&world);
    let who = &world.practitioner;
    let before = proposed(&world, who, course);
    let first = code(&before[0]);
    add(&world, who, wish(first, Wish::Never, Some("neck"))).expect("it is listed");
    assert_eq!(proposed(&world, who, course), before);
    let view = world.app.plan(who, course, None).expect("a plan");
    assert_eq!(view.wished, Wished::default());
}

#[test]
fn a_point_in_both_lists_is_refused_in_words_and_nothing_is_written() {
    let world = World::new();
    let who = &world.practitioner;
    add(&world, who, wish("GB21", Wish::Never, None)).expect("it is listed");
    let before = world.stored();
    let always = Wish::Always(WantedSide::Both);
    let refused = add(&world, who, wish("GB21", always, Some("neck")));
    let Err(error @ AppError::Preference(Refusal::BothLists { .. })) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(
        error.to_string(),
        "`GB21` cannot be wanted never and always: `never` stands for any condition; remove that first"
    );
    assert!(world.stored().changed_since(&before).is_empty());
}

#[test]
fn a_list_is_kept_under_its_person_once_and_is_proved() {
    let world = World::new();
    let who = &world.practitioner;
    let order = preference::Command::Add {
        preference: wish("GB21", Wish::Never, None),
    };
    let command = Command {
        order,
        expected: Some(0),
        key: Some(key("add")),
    };
    for _ in 0..2 {
        let version = world.app.order_preferences(who, command.clone());
        assert_eq!(version.expect("it is listed"), 1);
    }
    let stale = Command {
        key: None,
        ..command
    };
    let refused = world.app.order_preferences(who, stale);
    assert!(
        matches!(refused, Err(AppError::Stale { .. })),
        "{refused:?}"
    );
    let own = world.app.preferences(who).expect("a list");
    assert_eq!(own.state.held.len(), 1);
    let theirs = world.app.preferences(&world.colleague).expect("a list");
    assert_eq!(theirs.version, 0);
    let report = world.app.verify_clinic(&world.manager).expect("a proof");
    assert_eq!(report.faults, []);
}
