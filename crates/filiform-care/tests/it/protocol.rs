use filiform_care::course::{self, Event as CourseEvent, TakenOver};
use filiform_care::protocol::{
    Command, Content, Event, Fit, FromProtocol, Protocol, Refusal, Version, Withdrawal, evolve,
    take,
};
use filiform_care::{ElectricalPair, Plan, PlanError};
use filiform_knowledge::{ConditionId, Position};
use filiform_testkit::{
    a_complaint, a_needle, a_patient_id, a_plan, a_protocol, a_protocol_id, an_act, course_opened,
    given_course, given_protocol, knowledge, long, plan_agreed, plan_drafted, protocol_saved,
    protocol_withdrawn, short,
};
use filiform_units::{Hertz, Laterality};

fn knee(needles: &[&str]) -> Content {
    a_protocol(Laterality::Left, a_plan(needles))
}

fn save(content: Content) -> Command {
    Command::Save { content }
}

fn withdraw() -> Command {
    Command::Withdraw {
        reason: long("we needle less now"),
    }
}

fn after(history: &[Vec<Event>]) -> Protocol {
    let events = history.iter().flatten();
    events.fold(Protocol::default(), evolve)
}

fn saved(content: Content) -> Event {
    Event::Saved(Version {
        content,
        act: an_act(),
    })
}

#[test]
fn a_plan_is_saved_as_a_protocol_and_again_as_a_new_version() {
    let (first, second) = (knee(&["ST36 left"]), knee(&["ST36 left", "SP9 left"]));
    let given = given_protocol(&[])
        .when(save(first.clone()))
        .then(&[saved(first)])
        .when(save(second.clone()))
        .then(&[saved(second.clone())]);
    assert_eq!(given.state().number(), 2);
    assert_eq!(given.state().versions.len(), 2, "the first is not erased");
    assert_eq!(given.state().offered(2), Ok(&second));
}

#[test]
fn a_version_that_says_nothing_new_is_refused() {
    given_protocol(&[protocol_saved(knee(&["ST36 left"]))])
        .when(save(Content {
            name: short("knee,  OURS"),
            ..knee(&["ST36 left"])
        }))
        .refused(&Refusal::NothingChanged(short("Knee, ours")));
}

#[test]
fn a_name_stands_for_one_condition() {
    given_protocol(&[protocol_saved(knee(&["ST36 left"]))])
        .when(save(Content {
            condition: ConditionId::new("neck"),
            ..knee(&["ST36 left"])
        }))
        .refused(&Refusal::OtherCondition {
            name: short("Knee, ours"),
            condition: "knee_oa".to_owned(),
        });
}

#[test]
fn what_is_no_plan_is_no_protocol() {
    given_protocol(&[])
        .when(save(knee(&[])))
        .refused(&Refusal::NoNeedles);
    given_protocol(&[])
        .when(save(knee(&["ST99 left"])))
        .refused(&Refusal::Plan(PlanError::UnknownPoint {
            code: "ST99".to_owned(),
            hint: None,
        }));
    given_protocol(&[])
        .when(save(Content {
            condition: ConditionId::new("moon-sickness"),
            ..knee(&["ST36 left"])
        }))
        .refused(&Refusal::UnknownCondition("moon-sickness".to_owned()));
}

#[test]
fn a_withdrawn_protocol_is_kept_with_its_reason_and_taken_up_by_saving_it_again() {
    let content = knee(&["ST36 left"]);
    let withdrawn = Event::Withdrawn(Withdrawal {
        reason: long("we needle less now"),
        act: an_act(),
    });
    let given = given_protocol(&[protocol_saved(content.clone())])
        .when(withdraw())
        .then(&[withdrawn]);
    assert_eq!(given.state().versions.len(), 1);
    let refusal = Refusal::Withdrawn {
        name: short("Knee, ours"),
        reason: long("we needle less now"),
    };
    assert_eq!(given.state().offered(1), Err(refusal));
    let given = given.when(save(content.clone())).then(&[saved(content)]);
    assert_eq!(given.state().number(), 2);
    assert!(given.state().offered(2).is_ok());
}

#[test]
fn what_was_never_saved_or_is_withdrawn_already_is_not_withdrawn() {
    given_protocol(&[])
        .when(withdraw())
        .refused(&Refusal::NeverSaved);
    given_protocol(&[
        protocol_saved(knee(&["ST36 left"])),
        protocol_withdrawn("an old one"),
    ])
    .when(withdraw())
    .refused(&Refusal::Withdrawn {
        name: short("Knee, ours"),
        reason: long("an old one"),
    });
}

#[test]
fn a_protocol_of_one_side_is_mirrored_for_the_other_and_the_midline_stays() {
    let mut content = knee(&["ST36 left", "SP9 right", "GV20"]);
    content.plan.position = Position::LeftSideUp;
    content.plan.pairs = vec![ElectricalPair {
        a: 0,
        b: 1,
        frequency: Hertz::new(2).unwrap(),
    }];
    let taken = take(knowledge(), &content, Laterality::Right);
    let mirrored = Plan {
        position: Position::RightSideUp,
        pairs: content.plan.pairs.clone(),
        ..a_plan(&["ST36 right", "SP9 left", "GV20"])
    };
    assert_eq!((taken.plan, taken.fit), (mirrored, Fit::Mirrored));
    for side in [
        Laterality::Left,
        Laterality::Both,
        Laterality::Unknown,
        Laterality::None,
    ] {
        let taken = take(knowledge(), &content, side);
        let as_saved = (content.plan.clone(), Fit::AsSaved);
        assert_eq!((taken.plan, taken.fit), as_saved, "{side:?}");
    }
}

#[test]
fn a_needle_whose_point_is_gone_is_left_out_and_named_on_the_side_where_it_would_be() {
    let taken = take(
        knowledge(),
        &knee(&["ST36 left", "ST99 left", "SP9 left"]),
        Laterality::Right,
    );
    assert_eq!(taken.plan, a_plan(&["ST36 right", "SP9 right"]));
    assert_eq!(taken.left_out, ["ST99 right"]);
}

fn take_over(version: u32, protocol: Protocol) -> course::Command {
    course::Command::TakeProtocol {
        id: a_protocol_id(),
        version,
        protocol,
    }
}

fn from(version: u32, fit: Fit, left_out: &[&str]) -> FromProtocol {
    FromProtocol {
        protocol: a_protocol_id(),
        name: short("Knee, ours"),
        version,
        fit,
        left_out: left_out.iter().map(ToString::to_string).collect(),
    }
}

fn right_knee() -> Vec<CourseEvent> {
    vec![CourseEvent::Opened {
        patient: a_patient_id(),
        complaint: a_complaint("knee_oa", Laterality::Right),
        act: an_act(),
    }]
}

#[test]
fn a_protocol_becomes_the_draft_and_the_record_names_it_and_its_version() {
    let protocol = after(&[
        protocol_saved(knee(&["SP9 left"])),
        protocol_saved(knee(&["ST36 left", "ST99 left"])),
    ]);
    let drafted = CourseEvent::PlanDrafted {
        plan: a_plan(&["ST36 right"]),
        from: Some(from(2, Fit::Mirrored, &["ST99 right"])),
        act: an_act(),
    };
    let given = given_course(&[right_knee()])
        .when(take_over(2, protocol))
        .then(&[drafted]);
    let course = given.state();
    let taken = course.draft_from.clone().unwrap();
    assert_eq!(course.draft, Some(taken.plan.clone()));
    assert!(course.protocols.contains(&a_protocol_id()));
    let words = "“Knee, ours”, version 2, mirrored";
    assert_eq!(taken.words(&taken.plan), words);
    let edited = a_plan(&["ST36 right", "SP9 right"]);
    assert_eq!(taken.words(&edited), format!("{words}, changed since"));
}

#[test]
fn a_protocol_that_changed_or_was_withdrawn_or_holds_nothing_is_not_taken_over() {
    let twice = [
        protocol_saved(knee(&["SP9 left"])),
        protocol_saved(knee(&["ST36 left"])),
    ];
    given_course(&[course_opened()])
        .when(take_over(1, after(&twice)))
        .refused(&course::Refusal::Protocol(Refusal::SavedAgain {
            name: short("Knee, ours"),
            chosen: 1,
            now: 2,
        }));
    let withdrawn = after(&[
        protocol_saved(knee(&["SP9 left"])),
        protocol_withdrawn("an old one"),
    ]);
    given_course(&[course_opened()])
        .when(take_over(1, withdrawn))
        .refused(&course::Refusal::Protocol(Refusal::Withdrawn {
            name: short("Knee, ours"),
            reason: long("an old one"),
        }));
    let gone = after(&[protocol_saved(knee(&["ST99 left"]))]);
    given_course(&[course_opened()])
        .when(take_over(1, gone))
        .refused(&course::Refusal::Protocol(Refusal::NothingLeft(short(
            "Knee, ours",
        ))));
    given_course(&[course_opened()])
        .when(take_over(0, Protocol::default()))
        .refused(&course::Refusal::Protocol(Refusal::NeverSaved));
}

#[test]
fn a_plan_comes_from_its_protocol_until_nothing_of_it_is_left_and_an_agreement_keeps_it() {
    let taken = CourseEvent::PlanDrafted {
        plan: a_plan(&["ST36 left", "SP9 left"]),
        from: Some(from(1, Fit::AsSaved, &[])),
        act: an_act(),
    };
    let name = |taken: &Option<TakenOver>| taken.as_ref().map(|taken| taken.from.version);
    let given = given_course(&[
        course_opened(),
        vec![taken],
        plan_drafted(a_plan(&["SP9 left", "GV20"])),
        plan_agreed(a_plan(&["SP9 left", "GV20"])),
        plan_drafted(a_plan(&["GB34 left"])),
    ]);
    let course = given.state();
    assert_eq!(name(&course.draft_from), None);
    assert_eq!(name(&course.agreed_from), Some(1));
    assert!(course.protocols.contains(&a_protocol_id()));
    // Needles at the same places, deeper or not, are its own: only equal needles count.
    let other = Plan {
        needles: vec![a_needle("SP9 right")],
        ..a_plan(&[])
    };
    let given = given_course(&[course_opened(), plan_drafted(other)]);
    assert_eq!(given.state().draft_from, None);
}
